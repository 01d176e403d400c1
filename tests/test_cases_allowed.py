"""Rules on decisions: what fits, what may follow what, and how much there is."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from landbase.cases.allowed import (
    allowed_after,
    check_events,
    fill_areas,
    may_follow,
    review_events,
    try_events,
    ways_for,
)
from landbase.cases.events import read_events
from landbase.cases.fold import fold
from landbase.errors import SchemaError
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from landbase.issues import Issues

RULES = Rules.default()
WORDS = Vocabulary.default()
# D was begun and stopped, E should have been begun by 2022-05-10 and was not, F was
# approved on 2020-03-01
PARCELS = pd.DataFrame(
    {
        "category": ["idle", "idle", "approved_unsupplied"] * 2,
        "cause": ["enterprise", None, "planning_changed"] * 2,
        "area_of_record_m2": [10_000.0] * 6,
        "agreed_start": pd.to_datetime([None] * 3 + ["2018-01-01", "2022-05-10", None]),
        "actual_start": pd.to_datetime(["2020-01-01"] * 3 + ["2019-01-01", None, None]),
        "developed_ratio": [None] * 3 + [0.1, 0.0, None],
        "approval_date": pd.to_datetime([None] * 5 + ["2020-03-01"]),
    },
    index=pd.Index([*"ABCDEF"], name="parcel_id"),
)
PARCELS["cause"] = ["enterprise", None, "planning_changed", "enterprise", "enterprise",
                    "not_cleared"]  # fmt: skip


def make_events(*rows: dict[str, object]) -> pd.DataFrame:
    default = {
        "parcel_id": "B",
        "disposal_type": "start_by_deadline",
        "status": "planned",
        "effective": "2023-01-01",
        "document": "准政发〔2023〕12号",
    }
    events, issues = read_events(pd.DataFrame([{**default, **row} for row in rows]))
    assert not len(issues)
    return events.assign(event_id=range(1, len(events) + 1))


NOTHING = make_events({}).iloc[:0]


def faults(*rows: dict[str, object], earlier: pd.DataFrame | None = None) -> list[str]:
    before = NOTHING if earlier is None else earlier
    return check(make_events(*rows), before).table["code"].tolist()


def check(events: pd.DataFrame, earlier: pd.DataFrame) -> Issues:
    trial = try_events(events, earlier, PARCELS, rules=RULES)
    return check_events(trial, PARCELS, known=earlier, rules=RULES)


def test_the_life_of_a_parcel_forward_and_back() -> None:
    life = ["registered", "planned", "in_progress", "disposed", "closed"]
    for before, after in pairwise(life):
        assert may_follow(before, after, rules=RULES)
    assert may_follow("registered", "closed", rules=RULES)
    assert allowed_after("closed", rules=RULES) == ["returned"]
    assert allowed_after("disposed", rules=RULES) == [
        "disposed",
        "closed",
        "returned",
    ]
    assert "in_progress" in allowed_after("returned", rules=RULES)
    assert not may_follow("registered", "returned", rules=RULES)
    assert not may_follow("planned", "registered", rules=RULES)


def test_a_status_of_the_bureau_obeys_by_its_mark() -> None:
    own = {"status": {"won": {"zh": "已复垦", "en": "reclaimed", "disposed": True}}}
    rules = Rules(vocabulary=WORDS.extended(own))
    assert may_follow("won", "closed", rules=rules)
    assert not may_follow("won", "planned", rules=rules)


def test_ways_for_category_and_cause() -> None:
    unsupplied = ways_for(WORDS, category="approved_unsupplied")
    assert {"speed_up_supply", "revoke_approval"} <= set(unsupplied)
    assert "free_reclaim" not in unsupplied
    assert "free_reclaim" not in ways_for(WORDS, category="idle", cause="government")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"parcel_id": "Z"}, "event_unknown_parcel"),
        ({"disposal_type": "没有"}, "event_unknown_disposal_type"),
        ({"status": "没有"}, "event_unknown_status"),
        ({"parcel_id": "C"}, "event_type_not_for_category"),
        (
            {"parcel_id": "E", "disposal_type": "extend_start"},
            "event_type_not_for_cause",
        ),
        (
            {"disposal_type": "interview", "status": "disposed"},
            "event_type_does_not_dispose",
        ),
        ({"status": "returned", "reason": "x"}, "event_step_not_allowed"),
        ({"area_m2": 0.0}, "event_area_not_positive"),
        ({"area_m2": 10_011.0}, "event_area_too_large"),
        ({"supersedes": 99, "reason": "x"}, "event_corrects_nothing"),
        ({"status": "closed", "document": None}, "event_no_document"),
        (
            {"parcel_id": "D", "disposal_type": "free_reclaim"},
            "event_type_not_for_limb",
        ),
        ({"parcel_id": "D", "disposal_type": "idle_fee"}, "event_type_not_for_limb"),
        (
            {"parcel_id": "E", "disposal_type": "idle_fee", "effective": "2023-05-10"},
            "event_too_early",
        ),
        (
            {
                "parcel_id": "D",
                "disposal_type": "temporary_use",
                "effective": "2023-01-01",
                "due": "2025-01-02",
            },
            "event_lasts_too_long",
        ),
        ({"new_agreed_start": "2023-06-01"}, "event_start_not_renewed"),
    ],
)
def test_each_fault_has_its_code(row: dict[str, object], code: str) -> None:
    assert faults(row) == [code]


def test_what_fits_has_no_fault() -> None:
    assert faults({}, {"parcel_id": "A"}) == []
    assert faults({"area_m2": 10_010.0}) == []  # within 0.1 %


def test_a_stated_exception_goes_against_cause_and_way_only() -> None:
    free = {"exception": "旗政府专题会议纪要"}
    assert faults({"parcel_id": "A", "disposal_type": "extend_start", **free}) == []
    assert faults({"disposal_type": "interview", "status": "disposed", **free}) == []
    assert faults({"parcel_id": "C", **free}) == ["event_type_not_for_category"]


ARTICLE_12 = ("extend_start", "adjust_planning", "temporary_use", "paid_reclaim",
              "reserve_swap", "other_idle_way")  # fmt: skip
ARTICLE_14 = ("idle_fee", "free_reclaim")


@pytest.mark.parametrize("cause", [*WORDS.codes("cause", category="idle"), None])
def test_limb_stopped_goes_the_ways_of_article_12_whatever_the_cause(
    cause: str | None,
) -> None:
    parcels = PARCELS.loc[["D"]].assign(cause=pd.Series([cause], ["D"], dtype="str"))
    for way in (*ARTICLE_12, *ARTICLE_14):
        events = make_events({"parcel_id": "D", "disposal_type": way})
        trial = try_events(events, NOTHING, parcels, rules=RULES)
        codes = check_events(trial, parcels, known=NOTHING, rules=RULES).table["code"]
        expected = ["event_type_not_for_limb"] if way in ARTICLE_14 else []
        assert codes.tolist() == expected
        assert (
            way in ways_for(WORDS, category="idle", cause=cause, limb="stopped")
        ) == (not expected)


@pytest.mark.parametrize(
    ("cause", "closed"),
    [
        ("government", ARTICLE_14),
        ("force_majeure", ARTICLE_14),
        ("enterprise", ARTICLE_12),
        ("court_seizure", (*ARTICLE_12, *ARTICLE_14)),
        ("other_idle", ()),
        (None, ()),
    ],
)
def test_limb_not_started_goes_by_the_cause(
    cause: str | None, closed: tuple[str, ...]
) -> None:
    parcels = PARCELS.loc[["E"]].assign(cause=pd.Series([cause], ["E"], dtype="str"))
    rows = [
        {"parcel_id": "E", "disposal_type": way, "effective": "2026-01-01"}
        for way in (*ARTICLE_12, *ARTICLE_14)
    ]
    trial = try_events(make_events(*rows), NOTHING, parcels, rules=RULES)
    found = check_events(trial, parcels, known=NOTHING, rules=RULES).table
    assert set(found["code"]) <= {"event_type_not_for_cause"}
    refused = [rows[int(row) - 1]["disposal_type"] for row in found["source_row"]]
    assert refused == [way for way in (*ARTICLE_12, *ARTICLE_14) if way in closed]


@pytest.mark.parametrize(
    ("way", "last"),
    [
        # E was to be begun by 2022-05-10: one full year, two full years
        ("idle_fee", "2023-05-10"),
        ("free_reclaim", "2024-05-10"),
    ],
)
def test_the_anniversary_is_too_early_and_the_day_after_is_not(
    way: str, last: str
) -> None:
    row = {"parcel_id": "E", "disposal_type": way}
    next_day = str(dt.date.fromisoformat(last) + dt.timedelta(days=1))
    assert faults({**row, "effective": last}) == ["event_too_early"]
    assert faults({**row, "effective": next_day}) == []
    free = {"exception": "市政府专题会议纪要〔2023〕5号"}
    assert faults({**row, "effective": last, **free}) == []
    issues = check(make_events({**row, "effective": last}), NOTHING)
    assert f"期满之日为{last}" in issues.table["message_zh"].iloc[0]


def test_an_approval_lapses_after_two_full_years_also_for_a_part() -> None:
    row = {"parcel_id": "F", "disposal_type": "lapse_approval", "status": "disposed"}
    assert faults({**row, "effective": "2022-03-01"}) == ["event_too_early"]
    assert faults({**row, "effective": "2022-03-02"}) == []
    part = {**row, "effective": "2022-03-02", "area_m2": 4_000.0}
    rest = {"parcel_id": "F", "status": "disposed", "effective": "2022-04-01"}
    for way in ("withdraw_approval", "revoke_approval"):
        other = {**rest, "disposal_type": way, "area_m2": 6_000.0}
        assert faults(other, earlier=make_events(part)) == []
        more = {**other, "area_m2": 7_000.0}
        assert faults(more, earlier=make_events(part)) == ["event_area_too_large"]


@pytest.mark.parametrize(
    ("row", "last"),
    [
        # one year from the newly agreed start, two from the day of the arrangement
        ({"disposal_type": "extend_start", "new_agreed_start": "2023-06-01"},
         "2024-06-01"),
        ({"disposal_type": "extend_start", "new_agreed_start": "2024-02-29"},
         "2025-02-28"),
        ({"disposal_type": "temporary_use", "effective": "2023-03-01"}, "2025-03-01"),
    ],
)  # fmt: skip
def test_what_lasts_ends_with_the_anniversary(
    row: dict[str, object], last: str
) -> None:
    row = {"parcel_id": "D", **row}
    late = str(dt.date.fromisoformat(last) + dt.timedelta(days=1))
    assert faults({**row, "due": last}) == []
    assert faults({**row, "due": late}) == ["event_lasts_too_long"]
    assert faults({**row, "due": late, "exception": "自治区批复"}) == []


def test_temporary_use_cannot_be_drawn_out_by_recording_it_again() -> None:
    row = {"parcel_id": "D", "disposal_type": "temporary_use", "status": "in_progress"}
    first = make_events({**row, "effective": "2022-01-01", "due": "2023-12-31"})
    again = {**row, "effective": "2023-06-01", "due": "2024-06-01"}
    assert faults(again, earlier=first) == ["event_lasts_too_long"]
    assert faults({**again, "due": "2024-01-01"}, earlier=first) == []


def test_a_newly_agreed_start_begins_the_years_anew() -> None:
    renewed = {
        "parcel_id": "E",
        "disposal_type": "extend_start",
        "effective": "2023-01-01",
        "new_agreed_start": "2023-06-01",
        "exception": "市政府批准",
    }
    earlier = make_events(renewed)
    fee = {"parcel_id": "E", "disposal_type": "idle_fee"}
    for day, codes in (
        ("2024-06-01", ["event_too_early"]),
        ("2024-06-02", []),
    ):
        assert faults({**fee, "effective": day}, earlier=earlier) == codes
    # what was decided before the agreement went by the start before it
    assert faults({**fee, "effective": "2023-05-11"}) == []
    assert faults({**fee, "effective": "2022-12-31"}, earlier=earlier) == [
        "event_too_early"
    ]
    # in one table too, in whatever order
    rows = [{**fee, "effective": "2024-06-01"}, renewed]
    assert faults(*rows) == ["event_too_early"]


def test_agreed_reclaim_and_ways_outside_article_12_set_no_new_start() -> None:
    for way in WORDS.terms["disposal_type"].values():
        if way.restarts:
            assert "第十二条第一款第（四）项" not in way.basis
            assert "第十二条第一款" in way.basis
        elif "第十二条第一款" in way.basis:
            assert way.code == "paid_reclaim"
            assert "filed_no" in way.needs
    row = {"parcel_id": "D", "disposal_type": "paid_reclaim"}
    assert faults({**row, "new_agreed_start": "2023-06-01"}) == [
        "event_start_not_renewed"
    ]


def test_review_tells_what_the_rules_do_not_allow_and_what_is_lacking() -> None:
    events = make_events(
        {"parcel_id": "D", "disposal_type": "free_reclaim"},
        {"parcel_id": "D", "disposal_type": "extend_start", "effective": "2023-02-01"},
        {"parcel_id": "E", "disposal_type": "idle_fee", "effective": "2023-01-01",
         "exception": "会议纪要"},
    )  # fmt: skip
    cases = fold(events)
    found = review_events(events, cases, PARCELS, rules=RULES).table
    against = found[found["code"] == "decision_against_rules"]
    assert against["parcel_id"].tolist() == ["D"]
    assert "不能用无偿收回" in against["message_zh"].iloc[0]
    lacking = found[found["code"] == "decision_lacks"]
    text = lacking.loc[
        lacking["message_zh"].str.contains("延长动工开发期限"), "message_zh"
    ]
    assert text.iloc[0].endswith("尚缺备案号。")
    filed = PARCELS.assign(filed_no="备案1号", contract_no="合同1号")
    left = review_events(events, cases, filed, rules=RULES).table
    assert left["code"].tolist() == ["decision_against_rules"]
    assert not len(review_events(events.iloc[:0], cases, PARCELS, rules=RULES))


def test_refusal_lists_the_ways_that_fit() -> None:
    issues = check(make_events({"parcel_id": "C"}), NOTHING)
    text = issues.table["message_zh"].iloc[0]
    assert "加快土地供应、" in text
    assert "撤销批文、" in text
    assert "限期开工" not in text.split("可用")[1]
    assert "speed_up_supply" not in text
    assert "(speed_up_supply)" in issues.table["message_en"].iloc[0]


def test_an_event_in_the_past_must_fit_what_follows_it() -> None:
    closed = make_events({"status": "closed", "effective": "2022-06-01"})
    assert faults({"effective": "2022-01-01"}, earlier=closed) == []
    assert faults({"effective": "2023-01-01"}, earlier=closed) == [
        "event_step_not_allowed"
    ]
    planned = make_events({"effective": "2022-06-01"})
    backdated = {"status": "closed", "effective": "2022-01-01"}
    assert faults(backdated, earlier=planned) == ["event_step_not_allowed"]


def test_rows_of_one_table_follow_one_another() -> None:
    rows = [
        {"status": "planned", "effective": "2023-01-01"},
        {"status": "closed", "effective": "2023-03-01"},
        {"status": "returned", "effective": "2023-04-01", "reason": "材料不全"},
        {"status": "in_progress", "effective": "2023-05-01"},
    ]
    assert faults(*rows) == []
    assert faults(*rows[:2], rows[3]) == ["event_step_not_allowed"]


def test_a_parcel_is_disposed_of_in_parts_by_different_ways() -> None:
    part = make_events({"status": "closed", "area_m2": 4_000.0})
    other = {"disposal_type": "transfer_or_cooperate", "effective": "2023-02-01"}
    assert faults(other, earlier=part) == []
    assert faults({"effective": "2023-02-01"}, earlier=part) == [
        "event_step_not_allowed"
    ]
    too_much = {**other, "status": "disposed", "area_m2": 7_000.0}
    assert faults(too_much, earlier=part) == ["event_area_too_large"]
    enough = {**other, "status": "disposed", "area_m2": 6_000.0}
    assert faults(enough, earlier=part) == []


def test_a_disposal_without_an_area_is_for_the_rest() -> None:
    part = make_events({"status": "disposed", "area_m2": 4_000.0})
    new = make_events(
        {"disposal_type": "transfer_or_cooperate", "status": "disposed"},
        {"status": "closed", "effective": "2023-02-01"},
        {"parcel_id": "A", "status": "planned"},
    )
    trial = try_events(new, part, PARCELS, rules=RULES)
    filled = fill_areas(trial, rules=RULES)
    assert filled.iloc[:2].tolist() == [6_000.0, 4_000.0]
    assert pd.isna(filled.iloc[2])


def test_state_counts_each_area_once_and_forgets_what_was_returned() -> None:
    rows = [
        {"status": "disposed", "effective": "2023-01-01", "area_m2": 500.0},
        {"status": "closed", "effective": "2023-02-01", "area_m2": 500.0},
    ]
    assert state_of(*rows)["disposed_m2"] == 500.0
    returned = {"status": "returned", "effective": "2023-03-01", "reason": "x"}
    state = state_of(*rows, returned)
    assert state["status"] == "returned"
    assert state["disposed_m2"] == 0.0


def test_a_disposal_that_only_repeats_is_refused_or_explained() -> None:
    done = {"status": "disposed", "area_m2": 4_000.0}
    part, again = make_events(done), done | {"effective": "2024-01-01"}
    assert faults(again, earlier=part) == ["event_repeated"]
    assert faults(again | {"area_m2": 9_000.0}, earlier=part) == []
    assert faults(again | {"status": "closed"}, earlier=part) == []
    assert faults(again | {"exception": "补登"}, earlier=part) == []
    corrected = again | {"supersedes": 1, "reason": "日期有误"}
    assert faults(corrected, earlier=part) == []
    assert faults(done, again) == ["event_repeated"]  # twice in one table


def test_the_last_by_effect_wins_and_then_by_recording() -> None:
    first = {"status": "in_progress", "effective": "2023-03-01"}
    earlier = {"status": "planned", "effective": "2023-01-01", "due": "2023-09-30"}
    assert state_of(first, earlier)["status"] == "in_progress"
    assert state_of(first, earlier)["due"] == pd.Timestamp("2023-09-30")
    same_day = {"status": "planned", "effective": "2023-03-01"}
    assert state_of(first, same_day)["status"] == "planned"


def state_of(*rows: dict[str, object]) -> pd.Series:
    begun = PARCELS[["actual_start"]]
    return fold(make_events(*rows), parcels=begun).state.loc["B"]


def test_reading_events_says_what_cannot_be_read() -> None:
    table = pd.DataFrame({
        "parcel_id": ["A", "B", "C", "D"],
        "disposal_type": "interview",
        "status": "planned",
        "effective": ["2023-01-01", "明年", None, "2023-01-01"],
        "area_m2": [1.0, "很多", 2.0, 3.0],
        "due": [20230101, None, None, "2023-02-30"],
        "另列": "x",
    })
    before = table.copy()
    events, issues = read_events(table)
    pd.testing.assert_frame_equal(table, before)
    found = issues.table
    assert set(found["code"]) == {"event_unreadable"}
    assert sorted(zip(found["parcel_id"], found["column"], strict=True)) == [
        ("B", "area_m2"),
        ("B", "effective"),
        ("C", "effective"),
        ("D", "due"),
    ]
    assert events["effective"].dtype == "datetime64[s]"
    assert events["source_row"].tolist() == [1, 2, 3, 4]
    assert "另列" not in events
    with pytest.raises(SchemaError, match="status"):
        read_events(table.drop(columns="status"))


@pytest.mark.parametrize(
    "cell",
    [
        "today",
        "2023",
        "2023-02-30",
        "-0001-01-01",
        "9999-01-01",
        2023,
        45112,
        1688601600000000000,
        float("inf"),
        True,
        dt.date(1900, 1, 1),
    ],
)
def test_what_is_no_day_of_the_calendar_is_told(cell: object) -> None:
    table = pd.DataFrame({
        "parcel_id": ["A"],
        "disposal_type": "interview",
        "status": "planned",
        "effective": pd.Series([cell], dtype=object),
    })
    _, issues = read_events(table)
    assert issues.table["column"].tolist() == ["effective"]


@pytest.mark.parametrize("cell", ["2023年7月6日", "20230706", 20230706, "2023/7/6"])
def test_a_day_is_read_as_in_every_table(cell: object) -> None:
    rows = {"parcel_id": ["A"], "disposal_type": "interview", "status": "planned"}
    events, issues = read_events(pd.DataFrame({**rows, "effective": [cell]}))
    assert not len(issues)
    assert events["effective"].tolist() == [pd.Timestamp("2023-07-06")]


def test_blank_text_is_missing() -> None:
    events = make_events({"document": "  ", "by": ""})
    assert events[["document", "by", "reason"]].isna().all(axis=None)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_rows_does_not_change_what_may_be(order: list[int]) -> None:
    life = ["planned", "in_progress", "disposed", "closed"]
    rows = [
        {"status": status, "effective": f"2023-0{month}-01"}
        for month, status in enumerate(life, start=1)
    ]
    rows.append({"parcel_id": "A"})
    assert faults(*(rows[place] for place in order)) == []


def test_a_start_by_a_deadline_disposes_from_the_day_of_the_start() -> None:
    done = {"status": "disposed", "effective": "2019-12-31"}
    assert faults(done) == ["event_disposes_later"]
    assert faults(done | {"effective": "2020-01-01"}) == []
    assert faults(done | {"exception": "现场已核实开工"}) == []
    assert faults(done | {"disposal_type": "free_reclaim", "parcel_id": "A"}) == []


def test_going_into_the_reserve_does_not_dispose_unless_the_bureau_says_so() -> None:
    done = {"parcel_id": "C", "disposal_type": "return_to_reserve"}
    event = make_events(done | {"status": "disposed"})
    found = check(event, NOTHING).table
    assert found["code"].tolist() == ["event_type_does_not_dispose"]
    assert "不能登记为“已处置待审核”" in found["message_zh"].iloc[0]
    said = {"vocabulary": {"disposal_type": {"return_to_reserve": {"disposes": True}}}}
    own = RULES.extended(said)
    trial = try_events(event, NOTHING, PARCELS, rules=own)
    assert len(check_events(trial, PARCELS, known=NOTHING, rules=own)) == 0
    assert trial.cases.state.loc["C", "disposed_m2"] == 10_000
