"""Levelling by name, nested, and in rows and columns at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbase.levelling import level_by, level_nested, level_table

METHODS = (
    "largest_remainder",
    "equal_in_order",
    "equal_largest_first",
    "proportional",
)
parts = st.lists(st.integers(1, 10**7), min_size=1, max_size=12)


def test_the_first_in_order_get_one_more() -> None:
    """Δ = 5 cents over 3 parcels: f = 1, r = 2 (the tool of DOMAIN's 三调 practice)."""
    levelled = level_by([1.0, 2.0, 3.0], 6.05, method="equal_in_order", most=2)
    assert levelled.tolist() == [1.02, 2.02, 3.01]


def test_the_largest_first() -> None:
    levelled = level_by([1.0, 3.0, 2.0], 5.99, method="equal_largest_first")
    assert levelled.tolist() == [1.0, 2.99, 2.0]


def test_proportional_leaves_the_remainder_to_the_largest() -> None:
    levelled = level_by([1.0, 1.0, 8.0], 10.10, method="proportional", most=9)
    assert levelled.tolist() == [1.01, 1.01, 8.08]


def test_more_than_a_unit_is_refused_unless_told() -> None:
    with pytest.raises(ValueError, match="most="):
        level_by([1.0, 2.0], 3.10, method="equal_in_order")
    with pytest.raises(ValueError, match="most="):
        level_by([1.0, 2.0], 3.10)
    with pytest.raises(ValueError, match="method"):
        level_by([1.0], method="by_feeling")  # type: ignore[arg-type] # what is tested
    with pytest.raises(ValueError, match="finite"):
        level_by([np.nan], method="proportional")
    with pytest.raises(ValueError, match="no parts"):
        level_by([], 1.0, method="proportional")


@given(parts, st.sampled_from(METHODS))
def test_parts_sum_to_the_total_and_keep_near(
    thousandths: list[int], method: str
) -> None:
    values = np.array(thousandths) / 1000
    levelled = level_by(
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
    cents = (level_nested(exact, levels=["banner", "category"]) * 100).round()
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
        levelled = level_table(exact)
    except ValueError:  # the refusals are tested below
        return
    assert np.abs(levelled - exact).max() < 0.01
    for axis in (0, 1):
        off = levelled.sum(axis=axis) - exact.sum(axis=axis)
        assert np.abs(off).max() < 0.01 + 1e-9


def test_totals_that_no_rounding_reaches_are_refused() -> None:
    with pytest.raises(ValueError, match="reaches the totals"):
        level_table([[1.0, 1.0], [0.5, 0.5]], rows=[3, 1], columns=[2, 2], decimals=0)
    with pytest.raises(ValueError, match="differ in sum"):
        level_table([[0.5, 0.5]], rows=[1], columns=[1, 1], decimals=0)
    with pytest.raises(ValueError, match="below"):
        level_table([[1.0, 1.0]], rows=[1], columns=[1, 0], decimals=0)


def test_figures_move_so_that_a_full_column_has_room() -> None:
    half = level_table(np.full((4, 4), 0.5), decimals=0)
    assert half.sum(axis=0).tolist() == half.sum(axis=1).tolist() == [2.0] * 4
