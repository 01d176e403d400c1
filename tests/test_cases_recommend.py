"""What is recommended, in which order, and what is still missing to decide."""

from __future__ import annotations

import pandas as pd
import pytest

from landbase.cases.allowed import check_events, try_events, ways_for
from landbase.cases.events import read_events
from landbase.cases.recommend import recommend
from landbase.errors import SchemaError
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.testing import make_parcels

WORDS = Vocabulary.default()


def ways(on: str = "2023-07-06", **facts: object) -> pd.DataFrame:
    row = {"parcel_id": "A", "category": "idle", "cause": "enterprise", **facts}
    return recommend(pd.DataFrame([row]), on=on).set_index("disposal_type")


@pytest.mark.parametrize(
    ("cause", "first"),
    [
        ("planning_changed", "revoke_approval"),
        ("used_unsupplied", "complete_procedures"),
        ("project_changed", "return_to_reserve"),
        ("not_cleared", "return_to_reserve"),
        ("supply_under_way", "speed_up_supply"),
        ("remnant", "speed_up_supply"),
        (None, "speed_up_supply"),
    ],
)
def test_supply_first_and_revoke_alongside(cause: str | None, first: str) -> None:
    found = ways(category="approved_unsupplied", cause=cause)
    assert found.index[0] == first
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    assert set(found["verdict"]) == {"not_idle"}


@pytest.mark.parametrize(
    ("settled", "first", "last"),
    [
        (None, False, True),
        ("no", False, True),
        ("yes", True, False),
    ],
)
def test_supply_does_not_come_first_where_compensation_is_not_settled(
    settled: str | None, *, first: bool, last: bool
) -> None:
    facts = {"category": "approved_unsupplied", "compensation_done": settled}
    found = ways(cause="not_cleared", **facts)
    assert (found.index[0] == "speed_up_supply") == first
    assert (found.index[-1] == "speed_up_supply") == last
    reason = found.loc["speed_up_supply", "reason"]
    assert ("安置补偿尚未落实" in reason) == last
    # of another cause only what the parcel itself says counts
    other = ways(cause="supply_under_way", **facts)
    assert (other.index[0] == "speed_up_supply") == (settled != "no")


def test_an_approval_lapses_two_years_after_its_day() -> None:
    facts = {"category": "approved_unsupplied", "cause": "not_cleared"}
    for day, open_ in (("2022-03-01", False), ("2022-03-02", True)):
        found = ways(day, approval_date="2020-03-01", **facts)
        assert ("lapse_approval" in found.index) == open_
        assert {"withdraw_approval", "revoke_approval"} <= set(found.index)
    reason = found.loc["lapse_approval", "reason"]
    assert "2020年3月1日批准，2022年3月1日满2年" in reason
    assert "依据系转引，待核原文" in reason
    unknown = ways(**facts).loc["lapse_approval"]
    assert "approval_date" in unknown["missing"].split(", ")


@pytest.mark.parametrize("cause", ["enterprise", "court_seizure", "government", None])
def test_land_of_limb_stopped_goes_the_ways_of_article_12(cause: str | None) -> None:
    found = ways(
        cause=cause,
        agreed_start="2018-01-01",
        actual_start="2019-01-01",
        stopped_on="2020-01-01",
        developed_ratio=0.1,
    )
    article_12 = {
        "extend_start",
        "adjust_planning",
        "temporary_use",
        "paid_reclaim",
        "reserve_swap",
        "other_idle_way",
    }
    assert article_12 <= set(found.index)
    assert not {"idle_fee", "free_reclaim"} & set(found.index)
    assert "第十二条，不论形成原因" in found.loc["paid_reclaim", "reason"]
    assert "filed_no" in found.loc["paid_reclaim", "missing"]


def test_force_majeure_goes_the_way_of_the_government_causes() -> None:
    facts = {"agreed_start": "2020-01-01", "developed_ratio": 0.0}
    ours, theirs = (ways(cause=c, **facts) for c in ("force_majeure", "government"))
    assert list(ours.index) == list(theirs.index)
    assert ours.index[0] == "extend_start"


def test_use_first_and_reclaim_last() -> None:
    found = ways(agreed_start="2020-01-01", developed_ratio=0.0, contract_no="x")
    assert list(found.index) == [
        "start_by_deadline",
        "interview",
        "transfer_or_cooperate",
        "idle_fee",
        "free_reclaim",
        *("purchase", "presale_transfer", "split_transfer"),
    ]
    assert found.loc["purchase", "missing"].startswith("supplied_on, original_price")
    found = found.drop(index="purchase")
    assert found.loc["idle_fee", "limit"] == "未动工满1年，按出让或划拨价款的20%征缴"
    assert "第十四条第（二）项" in found.loc["free_reclaim", "basis"]
    assert found["missing"].isna().all()
    assert set(found["verdict"]) == {"idle"}


@pytest.mark.parametrize(
    ("on", "fee", "reclaim"),
    [
        ("2021-01-01", False, False),
        ("2021-01-02", True, False),
        ("2022-01-01", True, False),
        ("2022-01-02", True, True),
    ],
)
def test_fee_after_one_year_and_reclaim_after_two(
    on: str, *, fee: bool, reclaim: bool
) -> None:
    found = ways(on, agreed_start="2020-01-01", developed_ratio=0.0)
    assert ("idle_fee" in found.index) == fee
    assert ("free_reclaim" in found.index) == reclaim


def test_land_on_which_work_began_is_not_reclaimed_free() -> None:
    found = ways(
        agreed_start="2018-01-01",
        actual_start="2019-01-01",
        stopped_on="2020-01-01",
        developed_ratio=0.1,
    )
    assert not {"idle_fee", "free_reclaim"} & set(found.index)


def test_what_is_missing_is_named() -> None:
    found = ways(cause=None)
    assert found.loc["free_reclaim", "missing"] == "cause, agreed_start"
    assert found.loc["start_by_deadline", "missing"] == "cause, contract_no"
    doubtful = ways(agreed_start="2018-01-01")
    assert doubtful.loc["free_reclaim", "missing"] == "actual_start"


def test_unconfirmed_facts_are_marked() -> None:
    found = ways(cause="government")
    assert not found.loc["transfer_or_cooperate", "confirmed"]
    assert found.loc["reserve_swap", "confirmed"]
    assert found.loc["temporary_use", "confirmed"]
    assert found.index[0] == "extend_start"


def test_the_reason_says_why_and_what_is_not_sure() -> None:
    found = ways(cause="planning_changed", category="approved_unsupplied")["reason"]
    assert found["revoke_approval"] == "答复函对“规划调整”列有此方式"
    assert found["speed_up_supply"] == "不限形成原因；依据系转引，待核原文"
    assert found["adjust_approval"] == "不限形成原因；由本单位自定，没有成文依据"
    assert found["return_to_reserve"] == "不限形成原因"
    found = ways(agreed_start="2020-02-29", developed_ratio=0.0)["reason"]
    assert found["free_reclaim"] == (
        "答复函对“企业自身原因”列有此方式；自2020年2月29日起算，2022年2月28日满2年，无动工记录"
    )
    found = ways(cause=None)["reason"]
    assert found["interview"] == "形成原因未填，是否适用待定"
    assert found["idle_fee"].endswith("约定动工日期未填，是否满1年待定")
    found = ways(cause="government")["reason"]
    assert found["reserve_swap"] == "适用于“政府部门原因”"
    assert found["extend_start"] == "适用于“政府部门原因”；排列次序由本单位自定"
    assert found["transfer_or_cooperate"].endswith("依据系转引，待核原文；限制条件待核")


# what the letter says, and nothing else (LAW 4)
LETTER = {
    ("approved_unsupplied", "project_changed"): {"return_to_reserve"},
    ("approved_unsupplied", "planning_changed"): {"revoke_approval"},
    ("idle", "enterprise"): {"interview", "start_by_deadline", "free_reclaim"},
}


def test_the_letter_is_named_for_what_it_says_alone() -> None:
    for category in WORDS.codes("category"):
        for cause in [None, *WORDS.codes("cause", category=category)]:
            facts = {"agreed_start": "2018-01-01", "developed_ratio": 0.0}
            reasons = ways(category=category, cause=cause, **facts)["reason"]
            named = set(reasons.index[reasons.str.contains("答复函")])
            assert named == LETTER.get((category, cause), set())


def test_no_basis_is_a_ledger_of_another_province() -> None:
    for kind in ("cause", "disposal_type"):
        for term in WORDS.terms[kind].values():
            assert "海宁" not in term.basis
            # 51号 was read in a press conference, the summary of 1号 only
            if "51号" in term.basis or "〔2018〕1号" in term.basis:
                assert term.sure == "weak"


def test_confirmed_needs_a_source_for_all_that_is_said() -> None:
    found = ways(category="approved_unsupplied", cause="planning_changed")
    assert found["confirmed"].to_dict() == {
        "revoke_approval": True,
        "speed_up_supply": False,
        "return_to_reserve": True,
        "lapse_approval": False,
        "withdraw_approval": False,
        "adjust_approval": False,
        "deduct_duplicate": False,
        "other_unsupplied_way": False,
    }
    unsure = found["reason"].str.contains("待核|没有成文")
    assert (unsure == ~found["confirmed"]).all()
    # of another cause the letter does not name it, and 51号 was not read itself
    other = ways(category="approved_unsupplied", cause="remnant")
    assert not other.loc["revoke_approval", "confirmed"]


def test_english_limits_and_disposed_parcels() -> None:
    row = pd.DataFrame({"parcel_id": ["A"], "category": ["idle"], "status": ["closed"]})
    assert recommend(row, on="2023-07-06").empty
    open_ = recommend(row.assign(status="planned"), on="2023-07-06", lang="en")
    assert "at most 2 years" in open_["limit"].tolist()
    with pytest.raises(SchemaError, match="category"):
        recommend(row.drop(columns="category"), on="2023-07-06")


def test_what_is_recommended_can_be_recorded() -> None:
    parcels = make_parcels(80)
    before = parcels.copy()
    found = recommend(parcels, on="2023-07-06")
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before))
    events, _ = read_events(
        found[["parcel_id", "disposal_type"]].assign(
            status="planned", effective="2023-07-06"
        )
    )
    facts = parcels.set_index("parcel_id")[["category", "cause"]].assign(
        area_of_record_m2=float("nan")
    )
    none = events.iloc[:0].assign(event_id=[])
    rules, known = Rules.default(), pd.DataFrame(facts)
    trial = try_events(events, none, known, rules=rules)
    issues = check_events(trial, known, known=none, rules=rules)
    assert len(issues) == 0
    for category, cause in {
        ("idle", "court_seizure"),
        ("approved_unsupplied", "remnant"),
    }:
        row = pd.DataFrame({
            "parcel_id": ["A"],
            "category": [category],
            "cause": [cause],
        })
        listed = set(recommend(row, on="2023-07-06")["disposal_type"])
        assert listed <= set(ways_for(WORDS, category=category, cause=cause))
