"""Which lines make which parcel: head lines, points below them, and headers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.sources.boundary_points.points import NO_RING, Points, plain_points
from landbase.sources.boundary_points.sections import Sections, read_sections
from landbase.sources.boundary_points.text import (
    Texts,
    decode_lines,
    pieces,
    read_bytes,
    split_lines,
)

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from landbase.sources.boundary_points.text import Lines

__all__ = ["Broken", "Heads", "Parcels", "read_parcel_lines"]

_COMMA, _AT = 0x2C, 0x40
_UTF8_BOM = b"\xef\xbb\xbf"
_WORKERS = 2
# First bytes of [, and of 【 and ［ in UTF-8 and GBK.
_OPENING = (0x5B, 0xE3, 0xEF, 0xA1, 0xA3)
_BLANKS = (" ", "\t", "\u3000")


class Broken(NamedTuple):
    """A line that looks like a point and cannot be read.

    Attributes
    ----------
    parcel
        The parcel it stands below; -1 where there is none.
    line
        Its number in the file, from 1.
    text
        The line.
    """

    parcel: int
    line: int
    text: str


class Heads(NamedTuple):
    """Head lines of one width: parcels, and the fields as columns."""

    rows: npt.NDArray[np.intp]
    columns: list[list[str]]


class Parcels(NamedTuple):
    """The parcels of a file, as lines.

    Attributes
    ----------
    total
        How many there are.
    heads
        Their head lines, by width; a parcel without one is in none.
    repeated
        How many head lines repeat another.
    header
        Which header each parcel stands under.
    points
        All points.
    owner
        Parcel of each point.
    broken
        Each line that looks like a point and cannot be read.
    sections, texts
        The other lines.
    bad_lines
        Numbers, from 1, of lines that cannot be decoded.
    """

    total: int
    heads: list[Heads]
    repeated: int
    header: npt.NDArray[np.intp]
    points: Points
    owner: npt.NDArray[np.intp]
    broken: list[Broken]
    sections: Sections
    texts: Texts
    bad_lines: list[int]


class _Found(NamedTuple):
    """All lines of a file by kind; `width` is the number of fields of head lines."""

    points: Points
    head_line: npt.NDArray[np.intp]
    width: npt.NDArray[np.intp]
    heads: list[bytes]
    odd_line: npt.NDArray[np.intp]
    odd: list[bytes]

    def after(self, lines: int) -> _Found:
        """Count the lines on from others before them."""
        return self._replace(
            points=self.points._replace(line=self.points.line + lines),
            head_line=self.head_line + lines,
            odd_line=self.odd_line + lines,
        )


def read_parcel_lines(path: Path, *, encoding: str | None) -> Parcels:
    """Read the lines of a file and part them into parcels.

    Parameters
    ----------
    path
        The file.
    encoding
        What the user says, if anything.

    Returns
    -------
    parcels
        In the order of the file; none at all for an empty file.
    """
    found = _find(read_bytes(path))
    texts = decode_lines([*found.heads, *found.odd], encoding)
    odd_texts = texts.texts[len(found.heads) :]
    numbered = zip(found.odd_line.tolist(), odd_texts, strict=True)
    sections = read_sections(numbered, (found.head_line, found.points.line))
    every = np.concatenate([found.head_line, found.odd_line])
    bad = sorted((every[texts.bad] + 1).tolist()) if texts.bad else []
    points = _with_loose(found.points, sections)
    return _part(found._replace(points=points), sections, texts, bad)


def _find(data: bytes) -> _Found:
    """Tell points, plain head lines and other lines apart, on both cores."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        parts = list(pool.map(_find_in, pieces(data)))
    lengths = [length for length, _ in parts]
    moved = [
        found.after(base)
        for base, (_, found) in zip(np.cumsum([0, *lengths]), parts, strict=False)
    ]
    if not moved:
        return _find_in(b"")[1]
    points = Points(
        *(np.concatenate(c) for c in zip(*(f.points for f in moved), strict=True))
    )
    head_line, width, odd_line = (
        np.concatenate([getattr(part, name) for part in moved])
        for name in ("head_line", "width", "odd_line")
    )
    heads = [line for part in moved for line in part.heads]
    odd = [line.removeprefix(_UTF8_BOM) for part in moved for line in part.odd]
    return _Found(points, head_line, width, heads, odd_line, odd)


def _find_in(data: bytes) -> tuple[int, _Found]:
    """Tell the lines of a piece apart; also gives their number."""
    lines = split_lines(data)
    points = plain_points(lines)
    other = np.ones(len(lines.last), dtype=bool)
    other[points.line] = False
    rest = np.flatnonzero(other)
    plain = _are_heads(lines, rest)
    head, odd = rest[plain], rest[~plain]
    width = lines.fields[head]
    heads = lines.bytes_of(head)
    found = _Found(points, head, width, heads, odd, lines.bytes_of(odd))
    return len(lines.last), found


def _are_heads(lines: Lines, at: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Tell which lines end in ",@" and begin with no bracket."""
    start, _ = lines.field(at, 0)
    end = lines.ends[at]
    closed = (lines.buffer[end - 1] == _AT) & (lines.buffer[end - 2] == _COMMA)
    opened = np.isin(lines.buffer[start], _OPENING)
    return np.asarray(closed & ~opened, dtype=bool)


def _with_loose(points: Points, sections: Sections) -> Points:
    if not sections.points:
        return points
    line, ring, first, second = map(np.array, zip(*sections.points, strict=True))
    loose = Points(line.astype(np.intp), ring.astype(np.int64), first, second)
    together = [np.concatenate(pair) for pair in zip(points, loose, strict=True)]
    order = np.argsort(together[0], kind="stable")
    return Points(*(column[order] for column in together))


def _part(found: _Found, sections: Sections, texts: Texts, bad: list[int]) -> Parcels:
    points = found.points
    odd = np.array([line for line, _ in sections.heads], dtype=np.intp)
    lines = np.sort(np.concatenate([found.head_line, odd]))
    tops = np.array([header.line for header in sections.headers], dtype=np.intp)
    alone = _headless(points, lines, tops, np.array(sections.breaks, dtype=np.intp))
    every = np.sort(np.concatenate([lines, points.line[alone]]))
    broken = [
        Broken(int(np.searchsorted(every, line, side="right")) - 1, line + 1, text)
        for line, text in sections.broken
    ]
    heads = _columns(found, texts.texts, every)
    heads += _odd_columns(sections, np.searchsorted(every, odd))
    distinct = len(set(found.heads)) + len({tuple(h) for _, h in sections.heads})
    return Parcels(
        len(every),
        heads,
        len(lines) - distinct,
        np.maximum(np.searchsorted(tops, every, side="right") - 1, 0),
        points,
        _owners(every, points.line),
        broken,
        sections,
        texts,
        bad,
    )


def _owners(
    starts: npt.NDArray[np.intp], lines: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """Give the parcel of each point; every point stands below the first start."""
    below = np.searchsorted(lines, starts)
    return np.repeat(np.arange(len(starts)), np.diff(below, append=len(lines)))


def _columns(
    found: _Found, texts: list[str], every: npt.NDArray[np.intp]
) -> list[Heads]:
    """Part plain head lines into columns, all of one width at once."""
    groups = []
    for width in np.unique(found.width):
        here = np.flatnonzero(found.width == width)
        joined = ",".join([texts[at] for at in here.tolist()])
        cells = joined.split(",")
        if any(blank in joined for blank in _BLANKS):
            cells = [cell.strip() for cell in cells]
        # the last field is the "@"
        columns = [cells[number :: int(width)] for number in range(int(width) - 1)]
        rows = np.searchsorted(every, found.head_line[here])
        groups.append(Heads(rows, columns))
    return groups


def _odd_columns(sections: Sections, rows: npt.NDArray[np.intp]) -> list[Heads]:
    widths = np.array([len(fields) for _, fields in sections.heads], dtype=np.intp)
    groups = []
    for width in np.unique(widths[widths > 0]):
        here = np.flatnonzero(widths == width)
        fields = [sections.heads[at][1] for at in here.tolist()]
        groups.append(Heads(rows[here], [list(c) for c in zip(*fields, strict=True)]))
    return groups


def _headless(
    points: Points,
    heads: npt.NDArray[np.intp],
    tops: npt.NDArray[np.intp],
    breaks: npt.NDArray[np.intp],
) -> npt.NDArray[np.intp]:
    """Find the points where parcels without a head line begin.

    Such a parcel begins below a header, a section mark or an empty line, or where
    the ring number falls.
    """
    line = points.line
    if len(tops) == 1 and (not len(line) or (len(heads) and heads[0] < line[0])):
        return np.zeros(0, dtype=np.intp)
    head = np.searchsorted(heads, line, side="right")
    top = tops[np.maximum(np.searchsorted(tops, line, side="right") - 1, 0)]
    last = np.concatenate([[-1], heads])[head]
    without = (last < top) | (head == 0)
    if not without.any():
        return np.zeros(0, dtype=np.intp)
    block = np.searchsorted(breaks, line)
    begins = np.ones(len(line), dtype=bool)
    begins[1:] = ~without[:-1] | (block[1:] != block[:-1])
    known = (points.ring[1:] != NO_RING) & (points.ring[:-1] != NO_RING)
    begins[1:] |= known & (points.ring[1:] < points.ring[:-1])
    return np.flatnonzero(without & begins)
