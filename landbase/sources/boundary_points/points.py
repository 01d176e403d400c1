"""Point lines: the many that are plain, and the odd ones as people type them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.sources.boundary_points.digits import read_decimals

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.sources.boundary_points.text import Lines

__all__ = [
    "NO_RING",
    "Points",
    "half_width",
    "has_signs",
    "loose_point",
    "plain_points",
]

NO_RING = -1

# Where the two coordinates stand, by the number of fields, and the ring number:
# 点号,圈号,X,Y; without 圈号; with 圈号 at the end.
_COORDINATES = {3: (1, 2), 4: (2, 3), 5: (2, 3)}
_RING_AFTER, _RING = 4, 1
_ZERO, _NINE = 0x30, 9

# What can be a pair of coordinates: metres, or degrees of China in either order.
_METRES = 1_000.0
_LATITUDE, _LONGITUDE = (3.0, 55.0), (72.0, 137.0)

_SEPARATOR = re.compile(r"[;\s]+")
_ANGLE = re.compile(
    r"(\d{1,3})[°度](\d{1,2})[′'分](\d{1,2}(?:\.\d*)?)(?:[″\"秒]|''|′′)?"
)
_MARKS = str.maketrans({"、": ",", "。": ".", "，": ",", "．": ".", "；": ";"})


class Points(NamedTuple):
    """Points, in the order of their lines.

    Attributes
    ----------
    line
        Number of the line, from 0.
    ring
        圈号; `NO_RING` where the line has none.
    first, second
        The two coordinates, in the order of the file.
    """

    line: npt.NDArray[np.intp]
    ring: npt.NDArray[np.int64]
    first: npt.NDArray[np.float64]
    second: npt.NDArray[np.float64]


def plain_points(lines: Lines) -> Points:
    """Read all lines that are points in the plain form.

    Parameters
    ----------
    lines
        The lines of a file.

    Returns
    -------
    points
        Lines of three to five fields with two coordinates at their place; a ring
        number at the end goes before the one in the second field where every such
        line has one.
    """
    parts = [_of_width(lines, width) for width in _COORDINATES]
    line = np.concatenate([part.line for part in parts])
    order = np.argsort(line, kind="stable") if _mixed(parts) else slice(None)
    return Points(*(np.concatenate(c)[order] for c in zip(*parts, strict=True)))


def _mixed(parts: list[Points]) -> bool:
    return sum(len(part.line) > 0 for part in parts) > 1


def _of_width(lines: Lines, width: int) -> Points:
    at = np.flatnonzero(lines.fields == width)
    if not len(at):
        none = np.zeros(0, dtype=np.intp)
        return Points(none, none.astype(np.int64), np.zeros(0), np.zeros(0))
    columns = _COORDINATES[width]
    first, good = read_decimals(lines.buffer, *lines.field(at, columns[0]))
    second, also = read_decimals(lines.buffer, *lines.field(at, columns[1]))
    good &= also & _plausible(first, second)
    at, first, second = at[good], first[good], second[good]
    ring = np.full(len(at), NO_RING, dtype=np.int64)
    if columns[0] > _RING and len(at):
        number, known = _ring_numbers(lines, at)
        if width > _RING_AFTER:
            after, also = read_decimals(lines.buffer, *lines.field(at, _RING_AFTER))
            whole = also & (after == np.floor(after)) & (after > 0)
            number, known = (after, also) if whole.all() else (number, known)
        ring = np.where(known, number, NO_RING).astype(np.int64)
    return Points(at, ring, first, second)


def _ring_numbers(
    lines: Lines, at: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Read ring numbers, of which nearly all have one digit."""
    start, end = lines.field(at, _RING)
    if (end - start == 1).all():
        number = lines.buffer[start].astype(np.float64) - _ZERO
        return number, (number >= 0) & (number <= _NINE)
    return read_decimals(lines.buffer, start, end)


def _plausible(
    a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    metres = (a >= _METRES) & (b >= _METRES)
    if metres.all():
        return metres
    low, high = np.minimum(a, b), np.maximum(a, b)
    degrees = (low >= _LATITUDE[0]) & (low <= _LATITUDE[1])
    degrees &= (high >= _LONGITUDE[0]) & (high <= _LONGITUDE[1])
    return metres | degrees


def half_width(text: str) -> str:
    """Make full-width letters, digits and punctuation half-width."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_MARKS)


def loose_point(text: str) -> tuple[int, float, float] | None:
    """Read one point line as a person would.

    Parameters
    ----------
    text
        A line: with blanks, tabs or semicolons for commas, full-width, in braces,
        with degrees, minutes and seconds, or with a sign or exponent.

    Returns
    -------
    point
        Ring number and the two coordinates in the order of the line; None where the
        line is no point.

    Examples
    --------
    >>> loose_point("{Ｊ１，１，4400000.5，37500000}")
    (1, 4400000.5, 37500000.0)
    >>> loose_point("J1 4400000.5 37500000")
    (-1, 4400000.5, 37500000.0)
    """
    plain = half_width(text).strip(" \t{}[]()")
    parts = plain.split(",") if "," in plain else _SEPARATOR.split(plain)
    fields = [part.strip() for part in parts]
    while fields and not fields[-1]:
        fields.pop()
    numbers = [_number(field) for field in fields]
    for column in (2, 1, 0):
        pair = numbers[column : column + 2]
        if len(pair) == 2 and _is_pair(*pair):  # noqa: PLR2004 - a pair
            ring = numbers[_RING] if column > _RING else None
            whole = ring is not None and ring == int(ring)
            number = int(ring) if ring is not None and whole else NO_RING
            return number, float(pair[0] or 0), float(pair[1] or 0)
    return None


def has_signs(text: str) -> bool:
    """Tell whether a line holds an angle with its signs, as 39°48′36″."""
    return _ANGLE.search(text.replace(" ", "")) is not None


def _number(field: str) -> float | None:
    if match := _ANGLE.fullmatch(field.replace(" ", "")):
        degrees, minutes, seconds = map(float, match.groups())
        return degrees + minutes / 60 + seconds / 3600
    try:
        number = float(field.replace(" ", ""))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _is_pair(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return False
    return bool(_plausible(np.array([a]), np.array([b]))[0])
