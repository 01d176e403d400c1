"""Numbers as people type them."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd

from landbase.values.cells import Parsed, by_distinct, half_width, is_missing, named_as

__all__ = ["parse_numbers"]

NUMBER = (
    r"[-+]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?:e[-+]?[0-9]+)?"
)
_NUMBER = re.compile(rf"'?({NUMBER}) ?(万|亿)?(%|‰)?", re.IGNORECASE)
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SHARES = {"%": Decimal(100), "‰": Decimal(1000)}


def parse_numbers(column: pd.Series) -> Parsed:
    """Read a column of numbers, whatever way they were typed.

    Thousands separators (in threes), full-width digits, 万 and 亿 after a number,
    exponents and percentages (28.57 % is 0.2857) are understood. A number with a
    unit, a decimal comma, and Chinese numerals are not guessed at: they are bad.

    Parameters
    ----------
    column
        Cells of any kind.

    Returns
    -------
    parsed
        `values` float64; infinite numbers and truth values are bad.

    Examples
    --------
    >>> parse_numbers(pd.Series(["1,234.5", "１２", "28.57%", "—"])).values.tolist()
    [1234.5, 12.0, 0.2857, nan]
    >>> parse_numbers(pd.Series(["1,5", "三", "12亩"])).bad.tolist()
    [True, True, True]
    """
    if pd.api.types.is_bool_dtype(column):
        found = pd.Series(np.nan, index=column.index)
    elif pd.api.types.is_numeric_dtype(column):
        found = column.astype("float64")
    else:
        found = by_distinct(column, read_number).astype("float64")
    found = named_as(found.where(np.isfinite(found)), column)
    return Parsed(found, found.isna() & ~is_missing(column))


def read_number(value: object) -> float:
    """Read one cell; NaN where it is no number."""
    if isinstance(value, bool):
        return math.nan
    if isinstance(value, Real | Decimal):
        return float(value)
    match = _NUMBER.fullmatch(half_width(value)) if isinstance(value, str) else None
    if match is None:
        return math.nan
    digits, scale, share = match.groups()
    # in decimals: 28.57 / 100 must be 0.2857, not its neighbour
    number = Decimal(digits.replace(",", ""))
    return float(
        number * _SCALES.get(scale, Decimal(1)) / _SHARES.get(share, Decimal(1))
    )
