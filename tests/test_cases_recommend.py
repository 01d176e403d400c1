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


def test_use_first_and_reclaim_last() -> None:
    found = ways(agreed_start="2020-01-01", developed_ratio=0.0, contract_no="x")
    assert list(found.index) == [
        "start_by_deadline",
        "interview",
        "transfer_or_cooperate",
        "idle_fee",
        "free_reclaim",
    ]
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
    assert not found.loc["reserve_swap", "confirmed"]
    assert not found.loc["paid_reclaim", "confirmed"]
    assert found.loc["temporary_use", "confirmed"]
    assert found.index[0] == "extend_start"


def test_the_reason_says_why_and_what_is_not_sure() -> None:
    found = ways(cause="planning_changed", category="approved_unsupplied")["reason"]
    assert found["revoke_approval"] == "答复函对“规划调整”首先列出"
    assert found["speed_up_supply"] == "不限形成原因"
    assert found["adjust_approval"] == "不限形成原因；依据系转引，待核原文"
    assert found["other_unsupplied_way"] == "不限形成原因；没有成文依据"
    found = ways(agreed_start="2020-02-29", developed_ratio=0.0)["reason"]
    assert found["free_reclaim"] == (
        "适用于“企业自身原因”；约定2020年2月29日动工，至2022年2月28日满2年，无动工记录"
    )
    found = ways(cause=None)["reason"]
    assert found["interview"] == "形成原因未填，是否适用待定"
    assert found["idle_fee"].endswith("约定动工日期未填，是否满1年待定")
    found = ways(cause="government")["reason"]
    assert found["reserve_swap"] == "适用于“政府部门原因”；依据待核；限制条件待核"


def test_confirmed_needs_a_source_for_all_that_is_said() -> None:
    found = ways(category="approved_unsupplied", cause="planning_changed")
    assert found["confirmed"].to_dict() == {
        "revoke_approval": True,
        "speed_up_supply": True,
        "return_to_reserve": True,
        "adjust_approval": False,
        "deduct_duplicate": False,
        "other_unsupplied_way": False,
    }
    unsure = found["reason"].str.contains("待核|没有成文")
    assert (unsure == ~found["confirmed"]).all()


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
