"""What all the readers of cells share: missing marks, width, distinct values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Parsed", "half_width", "is_missing"]

# What stands in a cell that says nothing; compared after `half_width`, in lower case.
_MISSING = frozenset({
    "", "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "缺",
    "nan", "none", "null", "<null>", "nil", "n/a", "na",
})  # fmt: skip
# ！ to ～ are ! to ~; superscript and circled digits are left alone on purpose, since
# 10² is not 102. Other minus signs and spaces of real files follow.
_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | dict.fromkeys(
    map(ord, "−–﹣"), "-"
) | dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\t\r\n"), " ") | dict.fromkeys(
    map(ord, "\ufeff\u200b\u200e\u200f"), None
)  # fmt: skip


class Parsed(NamedTuple):
    """A column read: the values, and which cells could not be read.

    Attributes
    ----------
    values
        On the index of the column; missing where the cell says nothing or is bad.
    bad
        True where something stands in the cell and it could not be read.
    """

    values: pd.Series
    bad: pd.Series


def half_width(text: str) -> str:
    """Turn full-width characters to half-width, odd spaces and minus signs to plain.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    text
        The same text, trimmed; invisible marks are gone.

    Examples
    --------
    >>> half_width("　－１２．５％ ")
    '-12.5%'
    """
    return text.translate(_WIDTH).strip()


def is_missing(column: pd.Series) -> pd.Series:
    """Tell which cells say nothing: empty, a dash, a slash, 无, null and the like.

    Parameters
    ----------
    column
        Cells of any kind.

    Returns
    -------
    missing
        True where nothing is said, on the index of `column`.

    Examples
    --------
    >>> is_missing(pd.Series(["—", "无", "0", None], dtype=object)).tolist()
    [True, True, False, True]
    """
    if pd.api.types.is_numeric_dtype(column) or _is_date(column):
        return column.isna()
    return by_distinct(column, _says_nothing).fillna(value=True).astype(bool)


def _says_nothing(value: object) -> bool:
    return isinstance(value, str) and half_width(value).casefold() in _MISSING


def _is_date(column: pd.Series) -> bool:
    return bool(pd.api.types.is_datetime64_any_dtype(column))


def named_as(values: pd.Series, column: pd.Series) -> pd.Series:
    """Give a new column the name of the one it was read from."""
    named = values.copy(deep=False)
    named.name = column.name
    return named


def by_distinct(column: pd.Series, read: Callable[[object], object]) -> pd.Series:
    """Read every distinct value once; missing cells stay missing. Result: object."""
    cells = column.astype(object)
    # True equals 1 in a table of distinct values; their kinds keep them apart.
    kinds = cells.map(lambda value: value.__class__ is bool).astype(bool)
    result = pd.Series(index=column.index, dtype=object)
    for kind in (False, True):
        part = cells[kinds == kind]
        codes, distinct = pd.factorize(part.to_numpy(dtype=object))
        known = pd.Series([read(value) for value in distinct], dtype=object)
        result[kinds == kind] = known.reindex(codes).to_numpy(dtype=object)
    return result
