"""Mu, hectares and square metres; half-up rounding; levelling of rounded parts."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbase.units import from_m2, level, round_half_up, to_m2

UNITS = ["m2", "mu", "ha", "wan_mu", "km2"]
areas = st.floats(0, 1e11)


def test_a_hundred_metre_square_is_a_hectare_is_fifteen_mu() -> None:
    assert from_m2(100.0 * 100.0, "ha") == 1.0
    assert from_m2(100.0 * 100.0, "mu") == 15.0
    assert to_m2(3.0, "mu") == 2000.0
    assert to_m2(13.65, "wan_mu") == pytest.approx(91_000_000, rel=1e-15)
    assert from_m2(1_000_000.0, "km2") == 1.0


@given(areas, st.sampled_from(UNITS))
def test_units_convert_there_and_back(area: float, unit: str) -> None:
    assert to_m2(from_m2(area, unit), unit) == pytest.approx(area, rel=1e-14)  # type: ignore[arg-type]


@pytest.mark.parametrize("convert", [from_m2, to_m2])
def test_an_unknown_unit_is_refused(convert: object) -> None:
    with pytest.raises(ValueError, match="acre"):
        convert(1.0, "acre")  # type: ignore[operator]


def test_series_keep_their_index_and_are_not_changed() -> None:
    series = pd.Series([10_000.0, np.nan], index=["a", "b"], name="area_m2")
    mu = from_m2(series, "mu")
    assert mu["a"] == 15.0
    assert math.isnan(mu["b"])
    assert series["a"] == 10_000.0


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [
        (0.5, 0, 1.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.285, 2, 0.29),
        (1e15 + 0.5, 0, 1e15 + 1),
        (1250.0, -2, 1300.0),
        (0.0, 2, 0.0),
        (9.995, 2, 10.0),
        (123456789.125, 2, 123456789.13),
        (8.999999999999999, 2, 9.0),
    ],
)
def test_a_half_goes_away_from_zero(
    number: float, decimals: int, rounded: float
) -> None:
    assert round_half_up(number, decimals).item() == rounded


def test_rounding_keeps_shape_nan_and_infinity() -> None:
    rounded = round_half_up([[1.5, np.nan], [np.inf, -np.inf]])
    assert rounded.shape == (2, 2)
    assert rounded[0, 0] == 2.0
    assert np.isnan(rounded[0, 1])
    assert rounded[1].tolist() == [np.inf, -np.inf]


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_rounding_is_that_of_the_printed_number(number: float, decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(repr(number)).quantize(step, rounding=ROUND_HALF_UP)
    assert round_half_up(number, decimals).item() == float(exact)


@given(st.integers(-(10**9), 10**9), st.integers(1, 5))
def test_printed_halves_are_rounded_away_from_zero(whole: int, decimals: int) -> None:
    number = float(f"{whole}5e-{decimals + 1}")
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(repr(number)).quantize(step, rounding=ROUND_HALF_UP)
    assert round_half_up(number, decimals).item() == float(exact)


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=40), st.integers(0, 4))
def test_levelled_parts_sum_to_the_rounded_total(
    parts: list[float], decimals: int
) -> None:
    levelled = level(parts, decimals=decimals)
    unit = 10.0**-decimals
    total = round_half_up(np.sum(parts), decimals).item()
    assert levelled.sum() == pytest.approx(total, abs=unit / 10)
    assert (np.abs(levelled - parts) < unit * (1 + 1e-6)).all()


def test_levelling_to_a_given_total_gives_the_rest_to_the_largest_remainders() -> None:
    assert level([0.336, 0.333, 0.331], 1).tolist() == [0.34, 0.33, 0.33]
    assert level([1.0, 1.0], 2.01).tolist() == [1.01, 1.0]
    assert level([1.0, 1.0], 1.99).tolist() == [1.0, 0.99]


def test_parts_that_are_exact_stay() -> None:
    assert level([0.1, 0.2, 0.7], decimals=2).tolist() == [0.1, 0.2, 0.7]
    assert level([], decimals=2).tolist() == []


def test_levelling_refuses_what_it_cannot_level() -> None:
    with pytest.raises(ValueError, match="finite"):
        level([1.0, np.nan])
    with pytest.raises(ValueError, match="no parts"):
        level([], 1.0)
