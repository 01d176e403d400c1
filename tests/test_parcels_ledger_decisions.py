"""The decisions of a ledger, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_books import three_levels, write

from landbase.cases.events import read_events
from landbase.errors import SchemaError
from landbase.parcels.join import DECISION_COLUMNS, ledger_decisions
from landbase.parcels.ledger import read_ledger
from landbase.units import to_m2

if TYPE_CHECKING:
    from pathlib import Path

WAYS = ["speed_up_supply", "revoke_approval", "complete_procedures"]
CAUSES = ["planning_changed", "remnant", "not_cleared"]


def plan(causes: list[float | None], ways: list[float | None]) -> pd.DataFrame:
    areas = {f"cause.{c}": [a] for c, a in zip(CAUSES, causes, strict=False)}
    areas |= {f"disposal_type.{w}": [a] for w, a in zip(WAYS, ways, strict=False)}
    return pd.DataFrame({"parcel_id": ["P-1"], **areas}).astype(
        dict.fromkeys(areas, float)
    )


def test_a_row_with_a_way_is_a_decision(work: Path) -> None:
    rows = [
        [
            "地块编号",
            "形成原因",
            "处置方式",
            "处置状态",
            "处置日期",
            "处置文号",
            "处置面积(亩)",
        ],
        ["P-1", "规划调整", "撤销批文", "处置中", "2023-03-01", "〔2023〕12号", 15],
        ["P-1", "规划调整", "撤销批文", "已销号", "2023-06-01", "〔2023〕30号", 15],
        ["P-2", "边角地", None, "已上图入库", None, None, None],
        ["P-3", "边角地", "加快供应", None, None, None, None],
    ]
    ledger, _ = read_ledger(write(work / "a.xlsx", rows))
    decisions = ledger_decisions(ledger)
    assert decisions.columns.tolist() == list(DECISION_COLUMNS)
    assert decisions["parcel_id"].tolist() == ["P-1", "P-1", "P-3"]
    assert decisions["status"].tolist() == ["in_progress", "closed", "planned"]
    assert decisions["area_m2"].fillna(-1).tolist() == [10_000.0, 10_000.0, -1]
    assert decisions["source_row"].tolist() == [2, 3, 5]
    assert decisions["effective"].isna().tolist() == [False, False, True]


def test_a_newly_agreed_start_goes_with_a_way_that_reckons_it_anew(work: Path) -> None:
    rows = [
        ["地块编号", "处置方式", "处置状态", "处置日期", "重新约定动工日期"],
        ["P-1", "延期动工", "处置中", "2023-03-01", "2023年10月1日"],
        ["P-2", "限期开工", "处置中", "2023-03-01", "2023年10月1日"],
    ]
    ledger, _ = read_ledger(write(work / "a.xlsx", rows))
    agreed = ledger_decisions(ledger)["new_agreed_start"]
    assert agreed.iloc[0] == pd.Timestamp("2023-10-01")
    assert pd.isna(agreed.iloc[1])  # a fact of the parcel, not of this decision


def test_a_day_can_be_given_for_decisions_without_one() -> None:
    ledger = pd.DataFrame({"parcel_id": ["P-1"], "disposal_type": ["interview"]})
    [day] = ledger_decisions(ledger, effective="2023-07-06")["effective"]
    assert day == pd.Timestamp("2023-07-06")


def test_areas_of_ways_become_planned_decisions() -> None:
    decisions = ledger_decisions(plan([30], [10, 20]))
    assert decisions["disposal_type"].tolist() == WAYS[:2]
    assert decisions["area_m2"].tolist() == [10, 20]
    assert decisions["cause"].tolist() == ["planning_changed"] * 2
    assert decisions["status"].tolist() == ["planned"] * 2


def test_one_way_is_parted_by_its_causes_where_they_close() -> None:
    decisions = ledger_decisions(plan([10, 20], [30]))
    assert decisions["area_m2"].tolist() == [10, 20]
    assert decisions["cause"].tolist() == CAUSES[:2]
    apart = ledger_decisions(plan([10, 17], [30]))
    assert apart["area_m2"].tolist() == [30]
    assert apart["cause"].isna().all()


def test_which_cause_meets_which_way_is_not_guessed() -> None:
    decisions = ledger_decisions(plan([10, 20], [12, 18]))
    assert decisions["area_m2"].tolist() == [12, 18]
    assert decisions["cause"].isna().all()


def test_words_that_name_no_way_make_no_decision() -> None:
    ledger = pd.DataFrame({"parcel_id": ["P-1"], "disposal_type.海市蜃楼": [5.0]})
    assert ledger_decisions(ledger).empty
    assert ledger_decisions(ledger.iloc[:0]).columns.tolist() == list(DECISION_COLUMNS)


def test_parcels_are_needed() -> None:
    with pytest.raises(SchemaError, match="parcel_id"):
        ledger_decisions(pd.DataFrame({"disposal_type": ["interview"]}))


def test_the_ledger_of_three_levels_gives_decisions_that_can_be_recorded(
    work: Path,
) -> None:
    ledger, _ = read_ledger(
        three_levels(work / "a.xlsx"), category="approved_unsupplied"
    )
    before = ledger.copy(deep=True)
    decisions = ledger_decisions(ledger, effective="2018-06-01")
    pd.testing.assert_frame_equal(ledger, before)
    shown = decisions[["parcel_id", "disposal_type", "cause"]].fillna("—")
    assert shown.to_numpy().tolist() == [
        ["A-1", "speed_up_supply", "—"],
        ["A-1", "adjust_approval", "—"],
        ["A-2", "revoke_approval", "planning_changed"],
        ["A-2", "revoke_approval", "government_reserve"],
    ]
    areas = decisions.groupby("parcel_id")["area_m2"].sum()
    assert areas["A-1"] == pytest.approx(to_m2(110, "mu"))
    assert areas["A-2"] == pytest.approx(to_m2(100, "mu"))
    assert decisions["due"].dt.year.tolist() == [2018, 2018, 2019, 2019]
    events, issues = read_events(decisions)
    assert len(issues) == 0
    assert len(events) == 4


amounts = st.lists(st.none() | st.floats(0, 1e6), min_size=3, max_size=3)


@given(causes=amounts, ways=amounts)
def test_decisions_have_the_area_of_their_ways(
    causes: list[float | None], ways: list[float | None]
) -> None:
    decisions = ledger_decisions(plan(causes, ways))
    total = sum(area or 0 for area in ways)
    assert decisions["area_m2"].sum() == pytest.approx(total, abs=1.0)
    assert (decisions["area_m2"] > 0).all()
    assert set(decisions["disposal_type"]) == {
        way for way, area in zip(WAYS, ways, strict=True) if area
    }
