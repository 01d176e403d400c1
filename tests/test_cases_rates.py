"""Rates of supply and idleness: by hand, and what must hold whatever the tables."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbase.cases.rates import supply_rates
from landbase.errors import DataError, SchemaError

HA = 10_000.0
APPROVALS = pd.DataFrame({
    "approval_no": ["甲", "乙", "丙", "丁"],
    "year": [2018, 2019, 2021, 2023],
    "banner": ["150602", "150602", "150621", None],
    "zone": ["东园", None, "西园", "西园"],
    "area_m2": [100 * HA, 60 * HA, 40 * HA, 0.0],
})
SUPPLIES = pd.DataFrame({
    "approval_no": ["甲", "乙", "乙", "丙", None, "无此文"],
    "year": [None, None, None, None, 2020, None],
    "banner": [None, None, None, None, "150602", "150621"],
    "area_m2": [50 * HA, 20 * HA, 10 * HA, 30 * HA, 6 * HA, 5 * HA],
})
SPAN = (2019, 2023)


def test_rates_of_a_span_by_hand() -> None:
    rates = supply_rates(APPROVALS, SUPPLIES, years=SPAN)
    assert rates.index.tolist() == ["150602", "150621", "missing", "city"]
    city = rates.loc["city"]
    assert city["approvals"] == 3
    areas = ["approved_m2", "supplied_m2", "unsupplied_m2", "unmatched_m2"]
    assert city[areas].tolist() == [100 * HA, 66 * HA, 34 * HA, 5 * HA]
    assert (city["supply_rate"], city["unsupplied_rate"]) == (0.66, 0.34)
    assert rates["below_gate"].tolist()[:2] == [True, False]  # 36/60, 30/40
    assert pd.isna(rates.loc["missing", "supply_rate"])  # approved for nothing
    assert pd.isna(rates.loc["missing", "below_gate"])
    assert pd.isna(city["idle_rate"])


def test_a_rate_at_the_gate_is_not_below_it() -> None:
    supplies = pd.DataFrame({"approval_no": ["乙"], "area_m2": [39 * HA]})
    rates = supply_rates(APPROVALS, supplies, years=(2019, 2019), gate=0.65)
    assert not rates.loc["city", "below_gate"]
    rates = supply_rates(APPROVALS, supplies, years=(2019, 2019), gate=0.651)
    assert rates.loc["city", "below_gate"]


def test_idle_land_goes_by_its_approval_too() -> None:
    idle = pd.DataFrame({
        "parcel_id": ["X-1", "X-2", "X-3"],
        "approval_no": ["乙", "甲", "别处"],
        "approval_date": pd.to_datetime([None, None, "2022-05-01"]),
        "banner": ["150602", "150602", "150621"],
        "area_m2": [3 * HA, 9 * HA, 6 * HA],
    })
    rates = supply_rates(APPROVALS, SUPPLIES, idle, years=SPAN)
    assert rates["idle_m2"].tolist() == [3 * HA, 6 * HA, 0.0, 9 * HA]
    assert rates.loc["city", "idle_rate"] == pytest.approx(9 / 66)


def test_zones_and_years() -> None:
    rates = supply_rates(APPROVALS, SUPPLIES, years=(2018, 2018), by="zone")
    assert rates.loc["东园", "supply_rate"] == 0.5
    one = supply_rates(APPROVALS, SUPPLIES, years=(2018, 2018)).loc["city"]
    assert one["approved_m2"] == 100 * HA


@pytest.mark.parametrize(
    ("approvals", "supplies", "match"),
    [
        (APPROVALS.assign(year=None), SUPPLIES, "without a year"),
        (APPROVALS.assign(approval_no="甲"), SUPPLIES, "more than once"),
        (APPROVALS, SUPPLIES.assign(area_m2=math.nan), "without an area"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    approvals: pd.DataFrame, supplies: pd.DataFrame, match: str
) -> None:
    with pytest.raises(DataError, match=match):
        supply_rates(approvals, supplies, years=SPAN)


def test_years_and_columns_are_checked() -> None:
    with pytest.raises(DataError, match="wrong way round"):
        supply_rates(APPROVALS, SUPPLIES, years=(2023, 2019))
    with pytest.raises(SchemaError):
        supply_rates(APPROVALS.drop(columns="banner"), SUPPLIES, years=SPAN)


AREAS = st.floats(0, 1e7)
NUMBERS = st.sampled_from(["甲", "乙", "丙", "无此文", None])


@given(st.lists(st.tuples(NUMBERS, AREAS), max_size=20))
def test_parts_sum_to_the_city_and_no_supply_is_lost(
    rows: list[tuple[str | None, float]],
) -> None:
    supplies = pd.DataFrame(rows, columns=["approval_no", "area_m2"])
    supplies = supplies.astype({"approval_no": "str", "area_m2": "float64"})
    rates = supply_rates(APPROVALS, supplies, years=(2018, 2023))
    parts = rates.drop(index="city")
    for name in ("approved_m2", "supplied_m2", "unsupplied_m2", "unmatched_m2"):
        assert parts[name].sum() == pytest.approx(rates.loc["city", name])
    city = rates.loc["city"]
    given_m2 = supplies["area_m2"].sum()
    assert city["supplied_m2"] + city["unmatched_m2"] == pytest.approx(given_m2)
    assert city["supply_rate"] + city["unsupplied_rate"] == pytest.approx(1.0)


def test_a_rate_that_is_the_gate_is_not_below_it() -> None:
    """Sums of cents that are six tenths in decimals, whatever floats make of them."""
    approved = [0.1, 0.2, 0.3, 0.4] * 25
    names = [f"批{n}" for n in range(100)]
    approvals = pd.DataFrame({
        "approval_no": names, "year": 2021, "banner": "150602", "area_m2": approved,
    })  # fmt: skip
    for supplied in ([0.15] * 100, [0.3] * 50, [0.01] * 99 + [14.01]):
        supplies = pd.DataFrame({
            "approval_no": names[: len(supplied)], "area_m2": supplied,
        })  # fmt: skip
        rates = supply_rates(approvals, supplies, years=SPAN, gate=0.6)
        assert rates["approved_m2"].tolist() == [25.0, 25.0]
        assert rates["supplied_m2"].tolist() == [15.0, 15.0]
        assert rates["below_gate"].tolist() == [False, False]
