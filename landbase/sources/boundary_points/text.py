"""Bytes of a coordinate file: parted into lines and fields, decoded where it matters.

Points are plain ASCII in every encoding met, and commas, digits and line ends never
occur inside a character of GBK or UTF-8. So the bytes are parted as they are, and
only what is no point is decoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.sources.boundary_points.digits import MARGIN
from landbase.sources.encoding import Claim, choose_encoding, decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

    from landbase.sources.encoding import Choice

__all__ = ["Lines", "Texts", "decode_lines", "pieces", "read_bytes", "split_lines"]

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
    """Part bytes at line ends, into pieces small enough for the processor's cache.

    Parameters
    ----------
    data
        All of a file.

    Yields
    ------
    piece
        About a megabyte each, without the newline at its end.
    """
    start = 0
    while start < len(data):
        cut = data.find(b"\n", start + _PIECE)
        end = len(data) if cut < 0 else cut
        yield data[start:end]
        start = end + 1


def split_lines(data: bytes) -> Lines:
    """Part bytes into lines and fields.

    Parameters
    ----------
    data
        Lines end in a newline, a carriage return, or both.

    Returns
    -------
    lines
        All of them; empty lines are lines.
    """
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
    """Decode lines in the encoding that fits them, a few in another where they must.

    Parameters
    ----------
    values
        Lines as bytes.
    encoding
        What the user says, if anything.

    Returns
    -------
    texts
        One a line. `other` lists lines that are in the other of UTF-8 and GB18030
        than the rest, as in files joined from several; `bad` those in neither.
    """
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
