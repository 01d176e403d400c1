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
PARCELS = pd.DataFrame(
    {
        "category": ["idle", "idle", "approved_unsupplied"],
        "cause": ["enterprise", None, "planning_changed"],
        "area_of_record_m2": [10_000.0, 10_000.0, 10_000.0],
    },
    index=pd.Index(["A", "B", "C"], name="parcel_id"),
)


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
            {"parcel_id": "A", "disposal_type": "extend_start"},
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
    return fold(make_events(*rows)).state.loc["B"]


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
