"""Areas as people type them, with the unit in the cell or in the header."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.units import UNIT_WORDS, to_m2
from landbase.values.cells import by_distinct, half_width, is_missing, named_as
from landbase.values.numbers import NUMBER, read_number

if TYPE_CHECKING:
    from landbase.units import AreaUnit

__all__ = ["Header", "ParsedAreas", "parse_areas", "split_header"]

# Longest first; cells and headers are made half-width before they are looked at.
_WORD = "|".join(map(re.escape, UNIT_WORDS))
_ONE = re.compile(rf"({NUMBER}) ?({_WORD})?", re.IGNORECASE)
_TWO = re.compile(
    rf"({NUMBER}) ?({_WORD})? ?(?:\(|\[|【|/|,|;|、|=)? ?(?:合|折合|约合)? ?"
    rf"({NUMBER}) ?({_WORD})? ?(?:\)|\]|】)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"[(\[【{〔][^)\]】}〕]*(?:[)\]】}〕]|$)|(?:计量)?单位[:：].*$"
)
# 英亩 and 公亩 are other units, which nobody here declares areas in.
_UNIT_TEXT = re.compile(rf"(?<![a-z0-9英公])({_WORD})(?![a-z0-9均])", re.IGNORECASE)
_UNIT_TAIL = re.compile(rf"(?:[ _/:,、-]|(?<=[^ -~英公]))({_WORD})$", re.IGNORECASE)
_PAIR_UNITS: tuple[AreaUnit, ...] = ("m2", "mu", "ha")


class ParsedAreas(NamedTuple):
    """A column of areas read.

    Attributes
    ----------
    values
        In m²; missing where the unit is not known, the cell says nothing or is bad.
    bad
        True where the cell could not be read, or its two figures contradict.
    numbers
        The figures as found, in `units`.
    units
        "m2", "mu", "ha", "wan_mu" or "km2"; missing where neither the cell nor the
        caller named one.
    """

    values: pd.Series
    bad: pd.Series
    numbers: pd.Series
    units: pd.Series


class Header(NamedTuple):
    """A header without the unit it carried, and the units named in it, in order."""

    name: str
    units: tuple[AreaUnit, ...]


def parse_areas(column: pd.Series, *, unit: AreaUnit | None = None) -> ParsedAreas:
    """Read a column of areas, with the unit that each cell names.

    A cell may hold the same area twice, as 48357.35（72.5360） for m² and mu: the two
    figures must then agree within their printed digits, which also tells their units
    where they are not named.

    Parameters
    ----------
    column
        Cells of any kind.
    unit
        The unit of cells that name none, such as the one in the column's header.

    Returns
    -------
    parsed
        Areas in m², figures and units as found; no unit is ever assumed.

    Examples
    --------
    >>> cells = ["1公顷", "15亩", "0.0015万亩", "10000（15）", "7"]
    >>> areas = parse_areas(pd.Series(cells))
    >>> areas.values.tolist()
    [10000.0, 10000.0, 10000.0, 10000.0, nan]
    >>> areas.units.tolist()
    ['ha', 'mu', 'wan_mu', 'm2', nan]
    """
    if pd.api.types.is_numeric_dtype(column):
        found = _plain(column, unit)
    else:
        pairs = by_distinct(column, lambda value: _read(value, unit))
        numbers = pairs.map(lambda pair: pair[0], na_action="ignore").astype("float64")
        units = pairs.map(lambda pair: pair[1], na_action="ignore").astype("str")
        found = pd.DataFrame({"number": numbers, "unit": units}, index=column.index)
    number = found["number"].where(np.isfinite(found["number"]))
    units = found["unit"].where(number.notna())
    values = pd.Series(np.nan, index=column.index)
    for which in units.dropna().unique():
        values = values.mask(units == which, to_m2(number, which))
    bad = number.isna() & ~is_missing(column)
    number, units = named_as(number, column), named_as(units, column)
    return ParsedAreas(named_as(values, column), bad, number, units)


def split_header(text: str) -> Header:
    """Part a header into its name and the area units it carries.

    Parameters
    ----------
    text
        A header, or a line such as 单位：亩.

    Returns
    -------
    header
        The name without unit and brackets, and the units; none where none is named.

    Examples
    --------
    >>> split_header("地块面积（亩）")
    Header(name='地块面积', units=('mu',))
    >>> split_header("面积 m²（亩）").units, split_header("亩均投资").units
    (('m2', 'mu'), ())
    """
    plain = half_width(text).casefold()
    brackets = "".join(_IN_BRACKETS.findall(plain))
    name = _IN_BRACKETS.sub(_keep_other, half_width(text)).strip()
    units = [UNIT_WORDS[word.casefold()] for word in _UNIT_TEXT.findall(brackets)]
    if tail := _UNIT_TAIL.search(name):
        name = name[: tail.start()].strip()
        units.insert(0, UNIT_WORDS[tail[1].casefold()])
    return Header(name, tuple(dict.fromkeys(units)))


def _keep_other(match: re.Match[str]) -> str:
    """Drop brackets that hold a unit; others belong to the name."""
    return "" if _UNIT_TEXT.search(match[0].casefold()) else match[0]


def _plain(column: pd.Series, unit: AreaUnit | None) -> pd.DataFrame:
    number = column.astype("float64")
    if pd.api.types.is_bool_dtype(column):
        number = number.where(number.isna())
    units = pd.Series(unit, index=column.index, dtype="str")
    return pd.DataFrame({"number": number, "unit": units})


def _read(value: object, unit: AreaUnit | None) -> tuple[float, AreaUnit | None]:
    """Read one cell: its figure and unit."""
    if not isinstance(value, str):
        return read_number(value), unit
    text = half_width(value).casefold()
    if match := _ONE.fullmatch(text):
        return read_number(match[1]), UNIT_WORDS.get(match[2], unit)
    if match := _TWO.fullmatch(text):
        return _read_twice(match, unit)
    return read_number(text), unit


def _read_twice(
    match: re.Match[str], unit: AreaUnit | None
) -> tuple[float, AreaUnit | None]:
    """Read an area given in two units; NaN where no reading, or several, agree."""
    named = (UNIT_WORDS.get(match[2], unit), UNIT_WORDS.get(match[4]))
    fitting = [
        pair
        for pair in permutations(_PAIR_UNITS, 2)
        if all(n in {None, u} for n, u in zip(named, pair, strict=True))
        and _agree((match[1], match[3]), pair)
    ]
    if len(fitting) != 1:
        return float("nan"), None
    return read_number(match[1]), fitting[0][0]


def _agree(texts: tuple[str, str], units: tuple[AreaUnit, AreaUnit]) -> bool:
    """Tell whether two printed figures can be the same area."""
    ranges = []
    for text, unit in zip(texts, units, strict=True):
        half = 0.5 * 10.0 ** -len(text.partition(".")[2])
        number = read_number(text)
        ranges.append((to_m2(number - half, unit), to_m2(number + half, unit)))
    (low, high), (other_low, other_high) = ranges
    return low <= other_high and other_low <= high
