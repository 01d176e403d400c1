"""Records of a .shp file, read one after another where its index cannot be trusted."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Mended", "mend_shp"]

_HEADER = 100
_RECORD = 8
_WORD = 2
_BOX = 36  # type and bounding box, before the counts
_COUNTS = _BOX + 8
_MULTI = {3, 5, 13, 15, 23, 25}  # lines and polygons, plain, with Z, with M
_POINTS = {1: 20, 11: 28, 21: 28}
_KNOWN = {0, 8, 18, 28, 31, *_MULTI, *_POINTS}


class Mended(NamedTuple):
    """What mending found: numbers of records emptied, and bytes that were no record."""

    emptied: list[int]
    left_over: int


def mend_shp(path: Path) -> Mended:
    """Make a damaged .shp readable and write the index that belongs to it.

    Records that contradict themselves become null shapes; what follows the last
    whole record is cut off; the length in the header is set right.

    Parameters
    ----------
    path
        A copy of the .shp; changed in place, and its .shx replaced.

    Returns
    -------
    mended
        Records are numbered from 0.
    """
    data = bytearray(path.read_bytes())
    header = bytes(data[:_HEADER]).ljust(_HEADER, b"\0")
    position, index, emptied = _HEADER, b"", []
    while position + _RECORD + 4 <= len(data):
        _, words = struct.unpack_from(">ii", data, position)
        end = position + _RECORD + words * _WORD
        if words < _WORD or end > len(data):
            break
        if not _is_sound(data, position + _RECORD, words * _WORD):
            struct.pack_into("<i", data, position + _RECORD, 0)
            emptied.append(len(index) // _RECORD)
        index += struct.pack(">ii", position // _WORD, words)
        position = end
    left_over = len(data) - position
    body = bytes(data[_HEADER:position])
    path.write_bytes(_sized(header, _HEADER + len(body)) + body)
    path.with_suffix(".shx").write_bytes(_sized(header, _HEADER + len(index)) + index)
    return Mended(emptied, max(left_over, 0))


def _sized(header: bytes, size: int) -> bytes:
    """Write a file's length, in words, into its header."""
    return header[:24] + struct.pack(">i", size // _WORD) + header[28:]


def _is_sound(data: bytearray, start: int, size: int) -> bool:
    """Tell whether the counts of a record agree with its length."""
    (kind,) = struct.unpack_from("<i", data, start)
    if kind not in _KNOWN:
        return False
    if kind in _POINTS:
        return size >= _POINTS[kind] - 8
    if kind not in _MULTI:
        return True
    if size < _COUNTS:
        return False
    parts, points = struct.unpack_from("<ii", data, start + _BOX)
    if parts < 0 or points < 0 or _COUNTS + 4 * parts + 16 * points > size:
        return False
    firsts = struct.unpack_from(f"<{parts}i", data, start + _COUNTS)
    rising = all(a < b for a, b in pairwise(firsts))
    return rising and (not firsts or (firsts[0] == 0 and firsts[-1] < points))
