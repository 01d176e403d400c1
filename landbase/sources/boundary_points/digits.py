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
_TENS = 10 ** np.arange(_WORD + 1)

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
    behind = np.where(decimals >= 0, decimals + 1, 0)
    places = np.maximum(decimals, 0)
    words = np.ndarray((len(buffer) - _WORD + 1,), "<u8", buffer, 0, (1,))
    width = end - start - behind
    whole, good = _run(words, end - behind, width)
    if places.any():
        fraction, also = _run(words, end, places)
        whole = whole * _TENS[places] + fraction
        good &= also
    good &= (width > 0) & (whole < _EXACT)
    return np.where(good, whole, 0) / _TENS[places], good


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
    """Count the digits behind the point, one figure where all have the same.

    -1 means that there is no point in reach.
    """
    # most files have 3 decimals: they are settled at the first look, all in one
    at = end - 4
    hit = (at >= start) & (buffer[at] == _DOT)
    if hit.all():
        return np.full(1, 3)
    found = np.where(hit, 3, -1)
    left = np.flatnonzero(~hit)
    for number in (2, 4, 0, 1, 5, 6, 7, 8):
        at = end[left] - 1 - number
        hit = (at >= start[left]) & (buffer[at] == _DOT)
        found[left[hit]] = number
        left = left[~hit]
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
