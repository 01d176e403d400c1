"""Mu, hectares and square metres; half-up rounding."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbase.units import UNIT_WORDS, UNITS, AreaUnit, from_m2, round_half_up, to_m2

areas = st.floats(0, 1e11)


def test_a_hundred_metre_square_is_a_hectare_is_fifteen_mu() -> None:
    assert from_m2(100.0 * 100.0, "ha") == 1.0
    assert from_m2(100.0 * 100.0, "mu") == 15.0
    assert to_m2(3.0, "mu") == 2000.0
    assert to_m2(13.65, "wan_mu") == pytest.approx(91_000_000, rel=1e-15)
    assert from_m2(1_000_000.0, "km2") == 1.0


@given(areas, st.sampled_from(list(UNITS)))
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


def test_the_table_of_units_agrees_with_itself() -> None:
    assert tuple(UNITS) == get_args(AreaUnit)
    for name, unit in UNITS.items():
        assert from_m2(float(unit.by), name) == unit.times
        assert to_m2(float(unit.times), name) == unit.by
        assert unit.name("zh") in unit.words
        assert unit.name("en") != ""
        assert all(UNIT_WORDS[word] == name for word in unit.words)
        assert all(word == word.casefold() for word in unit.words)
    assert len(UNIT_WORDS) == sum(len(unit.words) for unit in UNITS.values())


def test_a_longer_word_for_a_unit_is_looked_for_first() -> None:
    words = [*UNIT_WORDS]
    for at, word in enumerate(words):
        assert not any(earlier in word for earlier in words[:at])
