"""Apportioning: exact sums, by name, nested, in rows and columns at once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import landbase
from landbase.apportion import (
    apportion,
    apportion_by,
    apportion_crossed,
    apportion_nested,
    apportion_table,
    exact_sums,
)

METHODS = (
    "largest_remainder",
    "equal_in_order",
    "equal_largest_first",
    "proportional",
)
parts = st.lists(st.integers(1, 10**7), min_size=1, max_size=12)
# figures as people write them, and as areas are measured
written = st.one_of(
    st.integers(-(10**6), 10**9).map(lambda whole: whole / 10**3),
    st.integers(-(10**6), 10**9).map(lambda whole: whole / 10**5),
)
figures = written | st.floats(0, 1e8)


def exactly(number: float, decimals: int) -> Fraction:
    """Give what a figure says in decimals, in units of the last digit."""
    return Fraction(Decimal(repr(float(number)))) * Fraction(10) ** decimals


def half_up(exact: Fraction) -> int:
    whole = floor(abs(exact) + Fraction(1, 2))
    return whole if exact >= 0 else -whole


def goal_of(values: list[float], decimals: int) -> int:
    """Round the exact sum of figures half-up, as a float shows it."""
    total = float(sum(exactly(value, 0) for value in values))
    return half_up(exactly(total, decimals))


def largest_remainder(exact: list[Fraction], goal: int) -> list[int]:
    """Share out a goal in exact arithmetic, ties to the earlier part."""
    each, extra = divmod(goal - sum(map(floor, exact)), len(exact))
    units = [floor(part) + each for part in exact]
    order = sorted(range(len(exact)), key=lambda k: floor(exact[k]) - exact[k])
    for at in order[:extra]:
        units[at] += 1
    return units


def units_of(shares: np.ndarray, decimals: int) -> list[int]:
    exact = [exactly(share, decimals) for share in shares.ravel()]
    assert all(unit.denominator == 1 for unit in exact)
    return [unit.numerator for unit in exact]


@given(
    st.lists(figures, min_size=1, max_size=12),
    st.one_of(st.none(), figures),
    st.integers(-1, 4),
    st.sampled_from([1, 9]),
)
def test_shares_are_those_of_exact_arithmetic(
    values: list[float], total: float | None, decimals: int, times: int
) -> None:
    """Few figures are looked at one by one, many as an array: both give the same."""
    values = values * times
    exact = [exactly(value, decimals) for value in values]
    goal = (
        goal_of(values, decimals)
        if total is None
        else half_up(exactly(total, decimals))
    )
    shares = apportion(values, total, decimals=decimals)
    assert units_of(shares, decimals) == largest_remainder(exact, goal)


@given(
    st.lists(written, min_size=1, max_size=12),
    st.integers(-1, 4),
    st.sampled_from([1, 9]),
)
def test_the_total_of_written_figures_is_rounded_as_their_exact_sum(
    values: list[float], decimals: int, times: int
) -> None:
    values = values * times
    exact = half_up(sum(exactly(value, decimals) for value in values))
    assert sum(units_of(apportion(values, decimals=decimals), decimals)) == exact


def test_a_half_that_floats_fall_short_of_is_one() -> None:
    assert apportion([1 / 3, 1 / 3, 1 / 3, 0.5, 0.5, 0.5], decimals=0).sum() == 3
    assert apportion([1 / 6, 1 / 6, 1 / 6], decimals=0).tolist() == [1, 0, 0]


def test_a_sum_at_a_half_is_rounded_up_though_floats_fall_below_it() -> None:
    values = [1.025, 2.65, 0.13]  # 3.805; as floats 3.8049999999999997
    assert sum(values) < 3.805
    assert apportion(values).sum() == pytest.approx(3.81, abs=1e-9)
    many = [*values, *([0.0] * 100)]
    assert apportion(many).sum() == pytest.approx(3.81, abs=1e-9)
    assert apportion_by(values, method="equal_in_order").sum() == pytest.approx(3.81)
    assert apportion_crossed(np.array([values]).T).sum() == 381
    assert apportion_table([values]).sum() == pytest.approx(3.81)
    index = pd.MultiIndex.from_arrays([["a", "a", "b"]], names=["banner"])
    nested = apportion_nested(pd.Series(values, index=index), levels=["banner"])
    assert nested.sum() == pytest.approx(3.81)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(figures.filter(lambda x: x >= 0), min_size=width, max_size=width),
            min_size=1,
            max_size=6,
        )
    )
)
def test_crossed_tables_keep_the_exact_totals(rows: list[list[float]]) -> None:
    units = apportion_crossed(np.array(rows))
    exact = [[exactly(value, 2) for value in row] for row in rows]
    sums = [sum(column) for column in zip(*exact, strict=True)]
    assert units.sum() == goal_of(np.ravel(rows).tolist(), 2)
    assert units.sum(axis=0).tolist() == largest_remainder(sums, int(units.sum()))
    assert np.abs(units - np.array(exact, dtype=float)).max() < 1 + 1e-6


@given(st.lists(figures, min_size=1, max_size=80), st.integers(0, 4))
def test_shares_sum_to_the_total_and_keep_near(
    values: list[float], decimals: int
) -> None:
    units = units_of(apportion(values, decimals=decimals), decimals)
    exact = [exactly(value, decimals) for value in values]
    assert sum(units) == goal_of(values, decimals)
    assert all(abs(u - e) < 2 for u, e in zip(units, exact, strict=True))


def test_the_old_names_work_for_a_release_and_warn() -> None:
    with pytest.warns(FutureWarning, match="apportion_by"):
        assert landbase.level_by([1.004, 2.004], 3.01).tolist() == [1.01, 2.0]
    index = pd.MultiIndex.from_arrays([["a", "b"]], names=["banner"])
    halves = pd.Series([0.005, 0.005], index=index)
    with pytest.warns(FutureWarning, match="apportion_nested"):
        nested = landbase.level_nested(halves, levels=["banner"])
    assert nested.tolist() == [0.01, 0.0]
    with pytest.warns(FutureWarning, match="apportion_table"):
        table = landbase.level_table([[0.5, 0.5], [0.5, 0.5]], decimals=0)
    assert table.sum(axis=0).tolist() == [1.0, 1.0]


def test_apportioning_to_a_given_total_gives_the_rest_to_the_largest_remainders() -> (
    None
):
    assert apportion([0.336, 0.333, 0.331], 1).tolist() == [0.34, 0.33, 0.33]
    assert apportion([1.0, 1.0], 2.01).tolist() == [1.01, 1.0]
    assert apportion([1.0, 1.0], 1.99).tolist() == [1.0, 0.99]


def test_parts_that_are_exact_stay() -> None:
    assert apportion([0.1, 0.2, 0.7], decimals=2).tolist() == [0.1, 0.2, 0.7]
    assert apportion([], decimals=2).tolist() == []


def test_apportioning_refuses_what_it_cannot_share() -> None:
    with pytest.raises(ValueError, match="finite"):
        apportion([1.0, np.nan])
    with pytest.raises(ValueError, match="no parts"):
        apportion([], 1.0)


def test_the_first_in_order_get_one_more() -> None:
    """Δ = 5 cents over 3 parcels: f = 1, r = 2 (the tool of DOMAIN's 三调 practice)."""
    levelled = apportion_by([1.0, 2.0, 3.0], 6.05, method="equal_in_order", most=2)
    assert levelled.tolist() == [1.02, 2.02, 3.01]


def test_the_largest_first() -> None:
    levelled = apportion_by([1.0, 3.0, 2.0], 5.99, method="equal_largest_first")
    assert levelled.tolist() == [1.0, 2.99, 2.0]


def test_proportional_leaves_the_remainder_to_the_largest() -> None:
    levelled = apportion_by([1.0, 1.0, 8.0], 10.10, method="proportional", most=9)
    assert levelled.tolist() == [1.01, 1.01, 8.08]


def test_more_than_a_unit_is_refused_unless_told() -> None:
    with pytest.raises(ValueError, match="most="):
        apportion_by([1.0, 2.0], 3.10, method="equal_in_order")
    with pytest.raises(ValueError, match="most="):
        apportion_by([1.0, 2.0], 3.10)
    with pytest.raises(ValueError, match="method"):
        apportion_by([1.0], method="by_feeling")  # type: ignore[arg-type] # what is tested
    with pytest.raises(ValueError, match="finite"):
        apportion_by([np.nan], method="proportional")
    with pytest.raises(ValueError, match="no parts"):
        apportion_by([], 1.0, method="proportional")


@given(parts, st.sampled_from(METHODS))
def test_parts_sum_to_the_total_and_keep_near(
    thousandths: list[int], method: str
) -> None:
    values = np.array(thousandths) / 1000
    levelled = apportion_by(
        values,
        sum(thousandths) / 1000,
        method=method,  # type: ignore[arg-type] # sampled from the methods
        most=len(values),
    )
    assert np.rint(levelled * 100).sum() == (sum(thousandths) + 5) // 10
    if method != "proportional":
        assert np.abs(levelled - values).max() < 0.015 + 1e-9


@given(st.lists(st.integers(0, 10**6), min_size=12, max_size=12))
def test_nested_closes_at_every_level(thousandths: list[int]) -> None:
    index = pd.MultiIndex.from_product(
        [["a", "b"], ["x", "y"], [1, 2, 3]], names=["banner", "category", "class"]
    )
    exact = pd.Series(np.array(thousandths) / 1000, index=index)
    cents = (apportion_nested(exact, levels=["banner", "category"]) * 100).round()
    assert abs(cents.sum() - sum(thousandths) / 10) <= 0.5 + 1e-6
    for names in (["banner"], ["banner", "category"]):
        off = cents.groupby(names).sum() / 100 - exact.groupby(names).sum()
        assert off.abs().max() < 0.01 * len(names) + 1e-6


@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 5000), min_size=width, max_size=width),
            min_size=1,
            max_size=5,
        )
    )
)
def test_rows_and_columns_close_at_once_or_are_refused(rows: list[list[int]]) -> None:
    exact = np.array(rows) / 1000
    try:
        levelled = apportion_table(exact)
    except ValueError:  # the refusals are tested below
        return
    assert np.abs(levelled - exact).max() < 0.01
    for axis in (0, 1):
        off = levelled.sum(axis=axis) - exact.sum(axis=axis)
        assert np.abs(off).max() < 0.01 + 1e-9


def test_totals_that_no_rounding_reaches_are_refused() -> None:
    with pytest.raises(ValueError, match="reaches the totals"):
        apportion_table(
            [[1.0, 1.0], [0.5, 0.5]], rows=[3, 1], columns=[2, 2], decimals=0
        )
    with pytest.raises(ValueError, match="differ in sum"):
        apportion_table([[0.5, 0.5]], rows=[1], columns=[1, 1], decimals=0)
    with pytest.raises(ValueError, match="below"):
        apportion_table([[1.0, 1.0]], rows=[1], columns=[1, 0], decimals=0)


def test_figures_move_so_that_a_full_column_has_room() -> None:
    half = apportion_table(np.full((4, 4), 0.5), decimals=0)
    assert half.sum(axis=0).tolist() == half.sum(axis=1).tolist() == [2.0] * 4


@given(
    st.lists(st.integers(1, 10**7), min_size=1, max_size=40),
    st.sampled_from([0, 1, 2, 3, 4]),
)
def test_sums_of_groups_are_those_of_their_decimals(
    units: list[int], decimals: int
) -> None:
    figures = pd.Series([unit / 10**decimals for unit in units])
    groups = np.arange(len(units)) % 3
    sums = exact_sums(figures, groups)
    for group in range(min(3, len(units))):
        assert sums[group] == sum(units[group::3]) / 10**decimals


def test_a_sum_of_a_group_at_a_half_is_rounded_up() -> None:
    """As `level` did of a whole table: 16.1 + 16.9 + … m² are 0.005 ha, or less."""
    areas = pd.Series([12345.67, 98765.43, 4567.89, 0.1, 0.2, 0.3, 34320.41])
    assert Decimal(str(exact_sums(areas, [0] * 7)[0])) == Decimal("150000.0")
    assert (
        apportion([exact_sums(pd.Series([0.1] * 500), [0] * 500)[0] / 1e4])[0] == 0.01
    )


def test_sums_of_what_has_many_decimals_are_as_before() -> None:
    areas = pd.Series([1 / 3, 2 / 3, 0.5, np.nan, 1e300])
    sums = exact_sums(areas, ["a", "a", "b", "b", "c"])
    assert sums.to_dict() == {"a": pytest.approx(1.0), "b": 0.5, "c": 1e300}


@pytest.mark.parametrize("value", [4e11, 4e11 + 0.123456789, 1e15])
def test_sums_of_large_figures_do_not_turn_over(value: float) -> None:
    many = pd.Series([value] * 3000)
    assert exact_sums(many, [0] * 3000)[0] == pytest.approx(3000 * value, rel=1e-15)


def test_an_infinite_figure_has_no_sum() -> None:
    with pytest.raises(ValueError, match="infinite"):
        exact_sums(pd.Series([np.inf, 1.0]), [0, 0])
