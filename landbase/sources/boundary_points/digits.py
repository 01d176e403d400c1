"""Decimal numbers out of bytes, eight digits at a step for whole columns at once.

A number such as 2369625.708 is taken as two runs of at most eight digits. A run is
loaded as one 64-bit word and folded three times: digits to pairs, pairs to fours,
fours to the whole. What is not of this form is left to the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["MARGIN", "read_decimals"]

# Bytes that must stand before the first number, for its word to be loaded whole.
MARGIN = 16
_WORD = 8
_EXACT = 2**53
_SPACE, _DOT = 0x20, 0x2E

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ZEROS = np.uint64(0x3030303030303030)
_HIGH = np.uint64(0xF0F0F0F0F0F0F0F0)
_SIX = np.uint64(0x0606060606060606)
_FOURS = np.uint64(0x000000FF000000FF)
_LEFT = np.uint64(0x000F424000000064)
_RIGHT = np.uint64(0x0000271000000001)


def read_decimals(
    buffer: npt.NDArray[np.uint8],
    start: npt.NDArray[np.intp],
    end: npt.NDArray[np.intp],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Read plain decimal numbers: digits, and at most one point among them.

    Parameters
    ----------
    buffer
        The bytes, with `MARGIN` bytes before the first number.
    start, end
        Where each number starts and ends; white space around it is passed over.

    Returns
    -------
    numbers, read
        The numbers, correctly rounded, and which of them could be read: not those
        with a sign, an exponent, or more than eight digits on a side of the point.

    Examples
    --------
    >>> text = np.frombuffer(b" " * 16 + b"12.50,x", dtype=np.uint8)
    >>> read_decimals(text, np.array([16, 22]), np.array([21, 23]))
    (array([12.5,  0. ]), array([ True, False]))
    """
    start, end = _trim(buffer, start, end)
    decimals = _decimals(buffer, start, end)
    whole_end = np.where(decimals >= 0, end - decimals - 1, end)
    places = np.maximum(decimals, 0)
    words = np.ndarray((len(buffer) - _WORD + 1,), "<u8", buffer, 0, (1,))
    whole, good = _run(words, whole_end, whole_end - start)
    if places.any():
        fraction, also = _run(words, end, places)
        good &= also
    else:
        fraction = np.zeros_like(whole)
    good &= (whole_end > start) & (places <= _WORD)
    places = np.minimum(places, _WORD)
    mantissa = whole * (10 ** np.arange(_WORD + 1))[places] + fraction
    good &= mantissa < _EXACT
    numbers = np.where(good, mantissa, 0) / (10.0 ** np.arange(_WORD + 1))[places]
    return numbers, good


def _trim(
    buffer: npt.NDArray[np.uint8],
    start: npt.NDArray[np.intp],
    end: npt.NDArray[np.intp],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Leave out blanks and carriage returns at both sides."""
    while len(blank := np.flatnonzero((end > start) & (buffer[end - 1] <= _SPACE))):
        end = end.copy()
        end[blank] -= 1
    inside = np.minimum(start, len(buffer) - 1)
    while len(blank := np.flatnonzero((end > start) & (buffer[inside] <= _SPACE))):
        start = start.copy()
        start[blank] += 1
        inside = np.minimum(start, len(buffer) - 1)
    return start, end


def _decimals(
    buffer: npt.NDArray[np.uint8],
    start: npt.NDArray[np.intp],
    end: npt.NDArray[np.intp],
) -> npt.NDArray[np.int64]:
    """Count the digits behind the point; -1 where there is none in reach."""
    found = np.full(len(start), -1, dtype=np.int64)
    open_ = np.arange(len(start))
    # most files have 3 decimals: they are settled at the first look
    for number in (3, 2, 4, 0, 1, 5, 6, 7, 8):
        at = end[open_] - 1 - number
        hit = (at >= start[open_]) & (buffer[at] == _DOT)
        found[open_[hit]] = number
        open_ = open_[~hit]
        if not len(open_):
            break
    return found


def _run(
    words: npt.NDArray[np.uint64],
    end: npt.NDArray[np.intp],
    width: npt.NDArray[np.intp],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Read runs of up to eight digits that end at `end`."""
    known = np.clip(width, 0, _WORD)
    keep = _ALL << ((_WORD - known) * _WORD).astype(np.uint64)
    word = (words[end - _WORD] & keep) | (_ZEROS & ~keep)
    digits = (word & _HIGH) == _ZEROS
    digits &= ((word + _SIX) & _HIGH) == _ZEROS
    word -= _ZEROS
    word = word * np.uint64(10) + (word >> np.uint64(8))
    word = (word & _FOURS) * _LEFT + ((word >> np.uint64(16)) & _FOURS) * _RIGHT
    value = (word >> np.uint64(32)).astype(np.int64)
    return value, digits & (width <= _WORD)
