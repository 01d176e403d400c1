"""Cells of a DBF, bytes of a fixed width, as numbers and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["read_days", "read_numbers", "stripped", "without_stars"]

# From here on a float cannot hold every whole number of a long identifier.
_EXACT = 10**15
_NO_DAY = [b"", b"00000000", b"0"]


def stripped(column: npt.NDArray[np.bytes_]) -> npt.NDArray[np.object_]:
    r"""Take the padding off every cell, and what is left over behind a NUL.

    Examples
    --------
    >>> stripped(np.array([b" A ", b"B\0old"])).tolist()
    [b'A', b'B']
    """
    cells = np.char.strip(column).astype(object)
    for at in np.flatnonzero(np.char.find(column, b"\0") >= 0):
        cells[at] = cells[at].partition(b"\0")[0].strip()
    return cells


def without_stars(
    values: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.object_], int]:
    """Empty the cells that are filled with asterisks, which stand for no number.

    GIS programs write an empty number that way, and also one too long for its field.

    Examples
    --------
    >>> without_stars(np.array([b"1", b"****"], dtype=object))
    (array([b'1', b''], dtype=object), 1)
    """
    filled = np.array([bool(v) and not v.strip(b"*") for v in values], dtype=bool)
    return np.where(filled, b"", values), int(filled.sum())


def read_numbers(values: npt.NDArray[np.object_], decimals: int) -> pd.Series | None:
    """Read a column of numbers; None where a cell is no number, or too long for one.

    Examples
    --------
    >>> read_numbers(np.array([b"1", b"2"], dtype=object), 0).tolist()
    [1, 2]
    >>> read_numbers(np.array([b"1,5"], dtype=object), 2) is None
    True
    """
    blank = values == b""
    try:
        numbers = np.where(blank, b"nan", values).astype(np.float64)
    except ValueError:
        return None
    if not np.isfinite(numbers[~blank]).all():
        return None
    if decimals == 0 and (np.abs(numbers[~blank]) >= _EXACT).any():
        return None
    whole = decimals == 0 and not blank.any() and (numbers == np.floor(numbers)).all()
    return pd.Series(numbers.astype(np.int64) if whole else numbers)


def read_days(values: npt.NDArray[np.object_]) -> pd.Series | None:
    """Read a column of days; None where a cell is no day of the calendar.

    Examples
    --------
    >>> read_days(np.array([b"20210305", b"00000000"], dtype=object)).isna().tolist()
    [False, True]
    """
    blank = np.isin(values, _NO_DAY)
    texts = pd.Series(values).map(lambda cell: cell.decode("ascii", errors="replace"))
    days = pd.to_datetime(texts, format="%Y%m%d", errors="coerce")
    return days.astype("datetime64[s]") if bool((days.notna() | blank).all()) else None
