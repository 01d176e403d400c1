"""Head lines of boundary-point files: dialects, header, attributes of a parcel."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.crs import (
    EASTING,
    datum_named,
    geographic_crs,
    is_zone,
    prefix_zones,
    zone_crs,
)
from landbase.errors import ConfigError
from landbase.io.boundary_points.lines import (
    NO_RING,
    Points,
    Sections,
    Texts,
    decode_lines,
    half_width,
    pieces,
    plain_points,
    read_bytes,
    read_sections,
    split_lines,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import numpy.typing as npt
    from pyproj import CRS

    from landbase.crs import Datum
    from landbase.io.boundary_points.lines import Header, Lines

__all__ = [
    "AREA",
    "COUNT",
    "SHAPE",
    "TECHNICAL",
    "UNIT",
    "Broken",
    "Dialect",
    "Heads",
    "Parcels",
    "Shifted",
    "are_degrees",
    "can_be_minutes",
    "choose_dialect",
    "join_names",
    "known_dialects",
    "place_points",
    "read_parcel_lines",
    "signature",
    "states_minutes",
]

COUNT, AREA, SHAPE = "界址点数", "地块面积", "记录图形属性"
PLACE = "行政区代码"
_SHAPES = {"面", "线", "点", ""}
_POINT_FIELDS = {"point", "ring", "north", "east", "1"}
_OWN = "own"
_LEAST = 0.5


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """One template.

    Attributes
    ----------
    code, zh, en
        Its name, and its labels.
    head
        Names of the fields of a head line; "" for one that is always empty.
    point
        "point", "ring", "north", "east", or "1", for the fields of a point line.
    info
        Keys of the section 项目信息.
    """

    code: str
    zh: str
    en: str
    head: tuple[str, ...]
    point: tuple[str, ...] = ("point", "ring", "north", "east")
    info: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = set(self.point) - _POINT_FIELDS
        if wrong or not {"north", "east"} <= set(self.point) or not self.head:
            raise ConfigError(
                "points_dialect_incomplete",
                code=self.code,
                allowed=sorted(_POINT_FIELDS),
            )


@cache
def _shipped() -> dict[str, Dialect]:
    text = (
        files("landbase.io.boundary_points")
        .joinpath("dialects.toml")
        .read_text("utf-8")
    )
    return _parse(tomllib.loads(text))


def _parse(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Dialect]:
    parsed = {}
    for code, table in tables.items():
        listed = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
        values: dict[str, Any] = {"code": code, "zh": code, "en": code, **listed}
        try:
            parsed[code] = Dialect(**values)
        except TypeError as error:
            raise ConfigError("points_dialect_wrong", code=code, error=error) from error
    return parsed


def known_dialects(
    stated: str | Mapping[str, Any] | None = None,
) -> tuple[dict[str, Dialect], str | None]:
    """List the templates, and say which of them was told.

    Raises
    ------
    ConfigError
        A template of the caller's own names unknown fields.
    ValueError
        No template has that code.

    Examples
    --------
    >>> dialects, code = known_dialects("enforcement")
    >>> dialects[code].point
    ('point', 'ring', 'east', 'north')
    """
    shipped = _shipped()
    if stated is not None and not isinstance(stated, str):
        return _parse({_OWN: stated}) | shipped, _OWN
    if stated is not None and stated not in shipped:
        raise ValueError(f"dialect must be one of {', '.join(shipped)}, not {stated!r}")
    return dict(shipped), stated


def choose_dialect(
    heads: pd.DataFrame, counts: npt.NDArray[np.intp], among: Mapping[str, Dialect]
) -> Dialect | None:
    """Choose the template that head lines of one width follow."""
    best, rank = None, (0.0, 0.0)
    for dialect in among.values():
        share = _share(heads, counts, dialect)
        gap = float(abs(len(dialect.head) - heads.shape[1]))
        if share >= _LEAST and (best is None or (gap, -share) < rank):
            best, rank = dialect, (gap, -share)
    return best


def _share(
    heads: pd.DataFrame, counts: npt.NDArray[np.intp], dialect: Dialect
) -> float:
    """Give the share of the checks of a template that head lines pass."""
    checks = []
    for position, name in enumerate(dialect.head[: heads.shape[1]]):
        column = heads.iloc[:, position]
        if name == COUNT:
            said = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
            checks += [np.abs(said - counts) <= 1] * 2
        elif name == SHAPE:
            checks.append(column.isin(_SHAPES).to_numpy())
        elif name == AREA:
            number = column.str.match(r"[\d.]|$").to_numpy(dtype=bool)
            checks.append(number)
        elif name == PLACE:
            if not column.str.fullmatch(r"[0-9]{6,12}|").all():
                return 0.0  # a word that stands where the code would is no code
        elif not name:
            checks.append((column == "").to_numpy())
    return float(np.mean(checks)) if checks and len(heads) else _LEAST


DATUM, WIDTH, ZONE, UNIT = "坐标系", "几度分带", "带号", "计量单位"
# Keys that describe the coordinates, not the land.
TECHNICAL = (
    *(DATUM, WIDTH, "分带", "投影类型", "投影", UNIT, ZONE, "精度"),
    *("转换参数", "格式版本号"),
)
_DEGREES = 360.0
_SIXTY = 60
_NORTHING, _NORTHINGS = 1.9e6, 1e7


class Placed(NamedTuple):
    """Coordinates easting first, and the notes to make.

    Attributes
    ----------
    x, y
        Easting and northing, or longitude and latitude.
    crs
        The one stated; None where none is, or the numbers do not bear it out.
    degrees
        Whether the coordinates are degrees.
    notes
        Issue code → its value and details.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    crs: CRS | None
    degrees: bool
    notes: dict[str, dict[str, Any]]


def signature(header: Header) -> tuple[str, ...]:
    """Give what decides the coordinate system: headers alike in it share a table."""
    return tuple(header.value(*keys) for keys in ((DATUM,), (ZONE,), (UNIT,)))


def place_points(
    first: npt.NDArray[np.float64],
    second: npt.NDArray[np.float64],
    header: Header,
    *,
    minutes: bool,
) -> Placed:
    """Put coordinates in order and find the CRS that the header states."""
    notes: dict[str, dict[str, Any]] = {}
    degrees = are_degrees(first, second)
    swapped = _easting_first(first, second, degrees=degrees)
    if swapped.any():
        notes["boundary_easting_first"] = {"value": f"{swapped.sum()}/{len(first)}"}
        first, second = (
            np.where(swapped, second, first),
            np.where(swapped, first, second),
        )
    x, y = second, first
    datum = datum_named(header.value(DATUM))
    if not degrees:
        return Placed(x, y, _projected(x, datum, header, notes), degrees, notes)
    if minutes:
        notes["boundary_dms"] = {"value": header.value(UNIT) or "—"}
        x, y = _to_decimal(x), _to_decimal(y)
    crs = geographic_crs(datum) if datum else None
    return Placed(x, y, crs, degrees, notes)


def _easting_first(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], *, degrees: bool
) -> npt.NDArray[np.bool_]:
    if degrees:
        return first > second
    possible = second >= _NORTHING
    possible &= second < _NORTHINGS
    if not possible.any():
        return possible
    small = (first < _NORTHING) | (prefix_zones(first) > 0)
    return np.asarray(possible & small, dtype=bool)


def are_degrees(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> bool:
    """Tell degrees from metres."""
    return bool(len(first) and max(first.max(), second.max()) <= _DEGREES)


def _projected(
    x: npt.NDArray[np.float64],
    datum: Datum | None,
    header: Header,
    notes: dict[str, dict[str, Any]],
) -> CRS | None:
    """Find the zone: the one the eastings carry, else the header's."""
    stated = _zone(header)
    if not len(x):
        return None
    zones = prefix_zones(x)
    alike = zones.min() == zones.max()
    carried = zones[:1] if alike else np.unique(zones)
    named = carried[carried > 0]
    written = _number(header)
    if written and (named != written).any():
        shown = "、".join(map(str, named))
        notes["boundary_zone_differs"] = {"value": shown, "stated": written}
    if len(named) == 1 and not _without_zone(x[zones == 0]).any():
        carried = named  # what carries no zone is no easting at all
    zone = int(carried[0])
    if not zone and stated and len(carried) == 1:
        notes["boundary_zone_from_header"] = {"value": stated}
    known = zone or stated
    if datum in {None, "wgs84"}:
        return None
    if len(carried) > 1 or not known:  # an older datum must not be forgotten
        old = datum != "cgcs2000"
        return geographic_crs(datum) if old else None
    return zone_crs(known, prefixed=bool(zone), datum=datum)


def _without_zone(easting: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which numbers can be eastings that do not carry their zone."""
    return np.asarray((easting >= EASTING[0]) & (easting <= EASTING[1]), dtype=np.bool_)


def _zone(header: Header) -> int:
    """Read the zone of a header; 0 where it states none of China."""
    number = _number(header)
    return number if is_zone(number) else 0


def _number(header: Header) -> int:
    """Read the number that a header has for its zone, be there such a zone or not."""
    digits = re.search(r"\d{1,9}", half_width(header.value(ZONE)))
    return int(digits[0]) if digits else 0


def states_minutes(header: Header) -> bool:
    """Tell whether a header says that degrees are written ddd.mmss."""
    unit = half_width(header.value(UNIT))
    return "秒" in unit or "mmss" in unit.lower()


def can_be_minutes(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> bool:
    """Tell whether all numbers can be ddd.mmss."""
    minutes, seconds = _parts(np.concatenate([first, second]))
    return bool(((minutes < _SIXTY) & (seconds < _SIXTY)).all())


def _parts(
    numbers: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give minutes and seconds of ddd.mmss."""
    units = np.round(numbers * 1e10).astype(np.int64) % 10**10
    return (units // 10**8).astype(np.float64), (units % 10**8) / 1e6


def _to_decimal(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    minutes, seconds = _parts(numbers)
    return np.asarray(np.floor(numbers + 1e-11) + minutes / 60 + seconds / 3600)


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
    """Read the lines of a file and part them into parcels."""
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
    """Find the points where parcels without a head line begin."""
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


_COMMAS_SHAPES = {"面", "线", "点"}
# Where name and shape stand: 点数,面积,编号,名称,面,…; and 点数 or 编号,名称,面,…
_LONG, _SHORT = (3, 4), (1, 2)


class Shifted(NamedTuple):
    """A head line with more commas than its template.

    Attributes
    ----------
    row
        The parcel.
    text
        The line, without its end.
    name
        The name as put together; None where the line leaves it open.
    """

    row: int
    text: str
    name: str | None


class Joined(NamedTuple):
    """Head lines by width, names whole; and those that had to be looked at."""

    heads: list[Heads]
    shifted: list[Shifted]


def join_names(heads: list[Heads], *, widths: Collection[int]) -> Joined:
    """Give commas back to the names that they were in."""
    standing = [_standing(group) for group in heads]
    usual = {
        len(group.columns)
        for group, stands in zip(heads, standing, strict=True)
        if stands.any()
    }
    asked = [_asked(*pair, usual) for pair in zip(heads, standing, strict=True)]
    if not any(where.any() for where in asked):
        return Joined(heads, [])
    rows: dict[int, list[tuple[int, list[str]]]] = {}
    shifted = []
    for group, where in zip(heads, asked, strict=True):
        cells = zip(*group.columns, strict=True)
        for row, ask, line in zip(group.rows.tolist(), where, cells, strict=True):
            fields = list(line)
            if ask:
                fields, name = _joined(fields, {*widths, *usual})
                shifted.append(Shifted(row, ",".join(line), name))
            rows.setdefault(len(fields), []).append((row, fields))
    return Joined([_group(rows[width]) for width in sorted(rows)], sorted(shifted))


def _standing(group: Heads) -> npt.NDArray[np.bool_]:
    """Tell which lines have their shape where a template has it."""
    there = np.zeros(len(group.rows), dtype=bool)
    for _, place in (_LONG, _SHORT):
        if place < len(group.columns):
            there |= np.isin(
                np.array(group.columns[place], dtype=object), [*_COMMAS_SHAPES]
            )
    return there


def _asked(
    group: Heads, stands: npt.NDArray[np.bool_], usual: Collection[int]
) -> npt.NDArray[np.bool_]:
    """Tell which lines have a shape elsewhere, or more fields than the others."""
    if stands.all():
        return ~stands
    wider = any(width < len(group.columns) for width in usual)
    elsewhere = any(_COMMAS_SHAPES & set(c) for c in group.columns[_SHORT[1] + 1 :])
    return ~stands & (wider or elsewhere)


def _joined(fields: list[str], widths: Collection[int]) -> tuple[list[str], str | None]:
    """Put a name together; None, and the fields as they are, where it is open."""
    name, place = _LONG if _is_long(fields) else _SHORT
    ends = [
        at
        for at in range(place + 1, len(fields))
        if fields[at] in _COMMAS_SHAPES and len(fields) - (at - place) in widths
    ]
    if len(ends) != 1:
        return fields, None
    whole = ",".join(fields[name : ends[0]])
    return [*fields[:name], whole, *fields[ends[0] :]], whole


def _is_long(fields: list[str]) -> bool:
    """Tell whether a line begins with a number of points and an area."""
    area = fields[1].rstrip("公顷平方米亩")
    return fields[0].isdigit() and (not area or area.replace(".", "", 1).isdigit())


def _group(lines: list[tuple[int, list[str]]]) -> Heads:
    lines.sort(key=lambda line: line[0])
    columns = zip(*(fields for _, fields in lines), strict=True)
    rows = np.array([row for row, _ in lines], dtype=np.intp)
    return Heads(rows, [list(column) for column in columns])
