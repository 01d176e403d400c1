"""Lines of boundary-point files: text, numbers, sections, points."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.io.encoding import Claim, choose_encoding, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from landbase.io.encoding import Choice

__all__ = [
    "NO_RING",
    "Header",
    "Lines",
    "Points",
    "Sections",
    "Texts",
    "decode_lines",
    "half_width",
    "pieces",
    "plain_points",
    "read_bytes",
    "read_decimals",
    "read_sections",
    "split_lines",
]

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
    """Count the digits behind the point, one figure where all have the same."""
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


_COMMA, _NEWLINE, _RETURN = 0x2C, 0x0A, 0x0D
_PIECE = 1 << 20
_SNIFF = 4096
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 2_000


class Lines(NamedTuple):
    """Lines and fields of a piece of a file, by position.

    Attributes
    ----------
    data
        The bytes.
    buffer
        The same with `MARGIN` blanks before them and a newline at the end.
    marks
        Positions of all commas and line ends in the buffer.
    last
        For each line, where its end stands among `marks`.
    ends
        Where each line ends, a carriage return left out.
    """

    data: bytes
    buffer: npt.NDArray[np.uint8]
    marks: npt.NDArray[np.intp]
    last: npt.NDArray[np.intp]
    ends: npt.NDArray[np.intp]

    @property
    def fields(self) -> npt.NDArray[np.intp]:
        """Number of fields of each line."""
        return np.diff(self.last, prepend=-1)

    def field(
        self, lines: npt.NDArray[np.intp], number: int
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Give where a field starts and ends in each of some lines, ascending."""
        before = self.last[lines - 1] + number
        first = np.searchsorted(lines, 0, side="right")
        before[:first] = number - 1
        start = self.marks[before] + 1
        if number == 0:
            start[:first] = MARGIN
        closes = before + 1 == self.last[lines]
        if closes.all():
            return start, self.ends[lines]
        return start, np.where(closes, self.ends[lines], self.marks[before + 1])

    def bytes_of(self, lines: npt.NDArray[np.intp]) -> list[bytes]:
        """Give some lines as bytes."""
        start, _ = self.field(lines, 0)
        end = self.ends[lines]
        bounds = zip((start - MARGIN).tolist(), (end - MARGIN).tolist(), strict=True)
        return [self.data[a:b] for a, b in bounds]


class Texts(NamedTuple):
    """Decoded lines: which encoding, and which lines are in another or unreadable."""

    texts: list[str]
    choice: Choice | None
    other: list[int]
    bad: list[int]


def read_bytes(path: Path) -> bytes:
    """Read a file as bytes whose structure is ASCII: UTF-16 becomes UTF-8."""
    data = path.read_bytes()
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace").encode()
    if zeros := data[:_SNIFF].count(0):
        even = data[:_SNIFF:2].count(0)
        if zeros > len(data[:_SNIFF]) / 4:
            codec = "utf-16-be" if even > zeros / 2 else "utf-16-le"
            return data.decode(codec, errors="replace").encode()
    return data


def pieces(data: bytes) -> Iterator[bytes]:
    """Part bytes at line ends, into pieces small enough for the processor's cache."""
    start = 0
    while start < len(data):
        cut = data.find(b"\n", start + _PIECE)
        end = len(data) if cut < 0 else cut
        yield data[start:end]
        start = end + 1


def split_lines(data: bytes) -> Lines:
    """Part bytes into lines and fields."""
    buffer = np.frombuffer(b" " * MARGIN + data + b"\n", dtype=np.uint8)
    newline = buffer == _NEWLINE
    marks = np.flatnonzero(newline | (buffer == _COMMA))
    last = np.flatnonzero(newline[marks])
    ends = marks[last]
    returned = buffer[ends - 1] == _RETURN
    if np.count_nonzero(buffer == _RETURN) != np.count_nonzero(returned):
        return split_lines(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    return Lines(data, buffer, marks, last, ends - returned)


def decode_lines(values: list[bytes], encoding: str | None) -> Texts:
    """Decode lines in the encoding that fits them, a few in another where they must."""
    claims = [Claim("argument", encoding)] if encoding else []
    some = [*values[:: len(values) // _SAMPLE + 1], *values[-_SAMPLE:]]
    sample = sorted({value for value in some if not value.isascii()})
    choice = choose_encoding(sample, [False] * len(sample), claims)
    codec = choice.codec if choice else "utf-8"
    found = decode(values, [False] * len(values), codec)
    if not found.bad:
        return Texts(found.texts, choice, [], [])
    second = "gb18030" if codec == "utf-8" else "utf-8"
    again = decode([values[i] for i in found.bad], [False] * len(found.bad), second)
    texts = found.texts
    for position, text in zip(found.bad, again.texts, strict=True):
        texts[position] = text
    bad = [found.bad[i] for i in again.bad]
    other = [position for position in found.bad if position not in set(bad)]
    return Texts(texts, choice, other, bad)


NO_RING = -1
_MOST_RINGS = 2**31  # of a parcel: a larger number is none of a ring

# Where the two coordinates stand, by the number of fields, and the ring number:
# 点号,圈号,X,Y; without 圈号; with 圈号 at the end.
_POINTS_COORDINATES = {3: (1, 2), 4: (2, 3), 5: (2, 3)}
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
    """Read all lines that are points in the plain form."""
    parts = [_of_width(lines, width) for width in _POINTS_COORDINATES]
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
    columns = _POINTS_COORDINATES[width]
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
        known = known & (np.abs(number) < _MOST_RINGS)
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
            told = ring is not None and abs(ring) < _MOST_RINGS and ring == int(ring)
            number = int(ring) if ring is not None and told else NO_RING
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


_SECTION = re.compile(r"[\[【［]\s*([^,，=@]+?)\s*[\]】］]\s*")
_LEGEND = re.compile(r"[\[【［](.+)")
_KEY = re.compile(r"([^,，=＝@]+?)\s*[=＝]\s*(.*)")
_OPENING, _BLANK = "[【［", "\x1a\x00 \t"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_STARTS = {"属性描述", "项目信息"}
_COORDINATES = "地块坐标"
# A head line without "@" has this many fields, or text among fewer.
_HEAD_FIELDS, _LEAST_FIELDS = 6, 4


@dataclass
class Header:
    """What stands before some parcels: key → value, by section; legend of the heads."""

    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    legend: list[str] = field(default_factory=list)
    line: int = 0
    signs: bool = False

    def value(self, *keys: str) -> str:
        """Give the first value there is under any of these keys."""
        for section in self.sections.values():
            for key in keys:
                if section.get(key):
                    return section[key]
        return ""


@dataclass
class Sections:
    """The lines in no plain form, told apart.

    Attributes
    ----------
    headers
        In order; there is always one.
    heads
        Line number and fields of each head line.
    points
        Line number, ring and coordinates of points not in the plain form.
    broken
        Lines that look like points but cannot be read.
    ignored
        Lines that mean nothing here.
    breaks
        Lines that part parcels which have no head line.
    """

    headers: list[Header] = field(default_factory=lambda: [Header()])
    heads: list[tuple[int, list[str]]] = field(default_factory=list)
    points: list[tuple[int, int, float, float]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)


def read_sections(
    lines: Iterable[tuple[int, str]], land: Sequence[npt.NDArray[np.intp]]
) -> Sections:
    """Tell apart the lines that are neither plain points nor plain head lines."""
    found = Sections()
    section = ""
    for line, raw in lines:
        text = raw.replace("\ufeff", "").strip(_BLANK)
        if "@" in text and "=" not in text and text[0] not in _OPENING:
            found.heads.append((line, _fields(text)))
        elif match := _SECTION.fullmatch(text):
            section = match[1]
            if section in _STARTS and _has_land(found, line, land):
                found.headers.append(Header(line=line))
            found.headers[-1].sections.setdefault(section, {})
            found.breaks.append(line)
        elif not text.strip("{}()[]"):
            found.breaks.append(line)
        else:
            _read_other(found, line, text, section)
    return found


def _has_land(found: Sections, line: int, land: Sequence[npt.NDArray[np.intp]]) -> bool:
    """Tell whether parcels stand between the last header and a line."""
    since = found.headers[-1].line
    if any(part and part[-1][0] > since for part in (found.heads, found.points)):
        return True
    spans = [np.searchsorted(part, [since, line]) for part in land]
    return any(before < until for before, until in spans)


def _fields(text: str) -> list[str]:
    """Part a head line; full-width commas or tabs part it where there are no others."""
    if "," not in text:
        text = half_width(text)
    if "," not in text:
        text = text.replace("\t", ",")
    fields = [part.strip() for part in text.strip("{}").split(",")]
    last = fields.pop()
    if last.rstrip("@"):
        fields.append(last.rstrip("@").strip())
    return fields


def _read_other(found: Sections, line: int, text: str, section: str) -> None:
    """Place a line that is no section and no head line with "@"."""
    header = found.headers[-1]
    plain = half_width(text)
    commas = plain.count(",")
    if text[0] in _OPENING and commas and (match := _LEGEND.fullmatch(text)):
        names = half_width(match[1].rstrip("】］]")).split(",")
        header.legend = [name.strip() for name in names if name.strip() != "@"]
    elif (match := _KEY.fullmatch(text)) and (section != _COORDINATES or not commas):
        values = header.sections.setdefault(section, {})
        values[half_width(match[1]).strip()] = match[2].strip()
    elif (point := loose_point(text)) is not None:
        found.points.append((line, *point))
        header.signs |= has_signs(plain)
    elif _is_head(text, commas):
        fields = _fields(text if "@" in text else text + ",@")
        found.heads.append((line, fields))
    elif commas and any(map(_has_figures, plain.split(","))):
        found.broken.append((line, text))
    else:
        found.ignored.append((line, text))


def _has_figures(field: str) -> bool:
    """Tell a field that may be a coordinate from words such as 日期：2023."""
    return any(c.isdigit() for c in field) and not _CHINESE.search(field)


def _is_head(text: str, commas: int) -> bool:
    """Tell whether a line without "@" is a head line."""
    fields = commas + 1
    return fields >= _HEAD_FIELDS or (fields >= _LEAST_FIELDS and not text.isascii())
