"""How many rows a source has, counted by another way than the one that reads it."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import numpy as np

from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from landbase.io.layers import RawTable

__all__ = [
    "COUNTED_WHOLE",
    "compare_count",
    "compare_total",
    "count_head_lines",
    "count_json",
    "count_shapefile",
    "count_shapes",
    "count_whole",
    "rows_met",
]


def compare_count(table: RawTable, counted: int | None) -> RawTable:
    """Compare the rows met with those counted; say where they differ."""
    return compare_total([table], counted)[0]


def compare_total(
    tables: Sequence[RawTable], counted: int | None, *, unread: int = 0
) -> list[RawTable]:
    """Compare the rows of all tables of a file; `unread` stand in layers left out."""
    if counted is None:
        return list(tables)
    given = unread + sum(map(rows_met, tables))
    first = tables[0]
    issues = first.issues
    if given != counted:
        details = {"counted": counted, "given": given}
        note = Issues.of("rows_count_differs", source=first.source, details=details)
        issues = issues + note
    alone = counted if len(tables) == 1 and not unread else None
    return [replace(first, counted=alone, issues=issues), *tables[1:]]


def rows_met(table: RawTable) -> int:
    """Count the rows of a table with those that its reader set aside."""
    return len(table.rows) + len(table.issues.set_aside_rows())


_FEATURE = re.compile(rb'"type"\s*:\s*"Feature"')


def count_json(data: bytes, *, met: int) -> int | None:
    """Count the features of a GeoJSON, Esri JSON or TopoJSON text.

    The marks of features are counted; where they are not as many as were `met`, the
    text is read as JSON, and None given where it is none.
    """
    if len(_FEATURE.findall(data)) == met:
        return met
    try:
        members = json.loads(data)
    except (ValueError, RecursionError):  # GDAL is laxer, and reads such texts
        return None
    if not isinstance(members, dict):
        return None
    if isinstance(members.get("features"), list):
        return len(members["features"])
    if members.get("type") == "Topology" and isinstance(members.get("objects"), dict):
        return sum(map(_members_of, members["objects"].values()))
    return 1 if members.get("type") else None


def _members_of(item: Any) -> int:
    inside = item.get("geometries") if isinstance(item, dict) else None
    return len(inside) if isinstance(inside, list) else 1


def _count_lines(path: Path) -> int:
    """Count the records of a text of one JSON object each."""
    data = path.read_bytes()
    parts = data.split(b"\x1e" if b"\x1e" in data else b"\n")
    return sum(bool(part.strip()) for part in parts)


def _count_topojson(path: Path) -> int | None:
    return count_json(path.read_bytes(), met=-1)


_MEMBERS = {"featureMember", "featureMembers", "member"}
_PLACED = {"Placemark", "GroundOverlay"}


def _count_elements(path: Path, is_row: Callable[[list[str]], bool]) -> int | None:
    """Count the elements of an XML text that stand for a row, while it streams by."""
    above: list[str] = []
    count = 0

    def start(name: str, _: object) -> None:
        nonlocal count
        above.append(name.rpartition(":")[2])
        count += is_row(above)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: above.pop()
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError:  # its reader is laxer, or has said so
        return None
    return count


def _count_kml(path: Path) -> int | None:
    return _count_elements(path, lambda above: above[-1] in _PLACED)


def _count_gml(path: Path) -> int | None:
    def is_feature(above: list[str]) -> bool:
        return len(above) == 3 and above[1] in _MEMBERS  # noqa: PLR2004 - collection, member, feature

    return _count_elements(path, is_feature)


_MIF_KINDS = {
    b"none", b"point", b"line", b"pline", b"region", b"arc", b"text", b"rect",
    b"roundrect", b"ellipse", b"multipoint",
}  # fmt: skip


def _count_mif(path: Path) -> int | None:
    """Count the lines of the .mid beside, which has one for each object."""
    lines = path.with_suffix(".mid")
    if not lines.exists():
        return None
    data = lines.read_bytes()
    if any(line.count(b'"') % 2 for line in data.splitlines()):
        return None  # a text goes on in the next line
    held = [line.strip(b" \t\r\x1a") for line in data.splitlines()]
    blank = held.count(b"")
    return _count_objects(path) if blank else len(held)


def _count_objects(path: Path) -> int | None:
    """Count the objects of a .mif, where no collection holds several."""
    words = [line.split(maxsplit=1)[:1] for line in path.read_bytes().splitlines()]
    firsts = [word[0].lower() if word else b"" for word in words]
    if b"data" not in firsts or b"collection" in firsts:
        return None
    return sum(first in _MIF_KINDS for first in firsts[firsts.index(b"data") :])


def _count_tab(path: Path) -> int | None:
    """Count the records of the table beside that are not deleted."""
    for suffix in (".dat", ".dbf"):
        if (table := path.with_suffix(suffix)).exists():
            flags = _flags(table.read_bytes())
            return None if flags is None else int((flags != _DELETED).sum())
    return None


_MAGIC = 8
_NODE = 40  # bytes of a node of the index
_COUNT_SLOT, _SIZE_SLOT, _USUAL_SIZE = 8, 9, 16


def _count_flatgeobuf(path: Path) -> int | None:
    """Count the features, each of which tells its own length."""
    data = path.read_bytes()
    try:
        (size,) = struct.unpack_from("<I", data, _MAGIC)
        header = _MAGIC + 4
        stated = _slot(data, header, _COUNT_SLOT, "<Q", 0)
        node = _slot(data, header, _SIZE_SLOT, "<H", _USUAL_SIZE)
        position, count = header + size + _index_size(stated, node), 0
        while position + 4 <= len(data):
            position += 4 + int(struct.unpack_from("<I", data, position)[0])
            count += 1
    except struct.error:
        return None
    return count if position == len(data) else None


def _slot(data: bytes, start: int, number: int, form: str, default: int) -> int:
    """Read a number from a flat buffer, by the number of its slot."""
    table = start + int(struct.unpack_from("<I", data, start)[0])
    slots = table - int(struct.unpack_from("<i", data, table)[0])
    (length,) = struct.unpack_from("<H", data, slots)
    at = 4 + 2 * number
    if at >= length:
        return default
    (offset,) = struct.unpack_from("<H", data, slots + at)
    return int(struct.unpack_from(form, data, table + offset)[0]) if offset else default


def _index_size(items: int, node: int) -> int:
    """Give the bytes of the index, a tree whose nodes have so many children."""
    if not items or node < 2:  # noqa: PLR2004 - no tree
        return 0
    nodes = level = items
    while level > 1:
        level = -(-level // node)
        nodes += level
    return nodes * _NODE


COUNTED_WHOLE: dict[str, Callable[[Path], int | None]] = {
    ".kml": _count_kml,
    ".gml": _count_gml,
    ".mif": _count_mif,
    ".tab": _count_tab,
    ".fgb": _count_flatgeobuf,
    ".topojson": _count_topojson,
    **dict.fromkeys((".geojsonl", ".geojsons", ".ndjson"), _count_lines),
}


def count_whole(path: Path) -> int | None:
    """Count the rows of all layers of a file of an exchange format, where one can."""
    count = COUNTED_WHOLE.get(path.suffix.lower())
    return None if count is None else count(path)


_HEADER = 100
_RECORD = 8
_WORD = 2
_LEAST = 32
_LIVE, _DELETED = ord(" "), ord("*")


def count_shapefile(shp: Path, dbf: Path | None, *, shx: Path | None = None) -> int:
    """Count the records of a shapefile, shapes and rows, without the deleted rows."""
    shapes = count_shapes(shp.read_bytes(), b"" if shx is None else shx.read_bytes())
    flags = None if dbf is None else _flags(dbf.read_bytes())
    if flags is None:
        return shapes
    return max(shapes, len(flags)) - int((flags == _DELETED).sum())


def count_shapes(data: bytes, index: bytes = b"") -> int:
    """Count the records of a .shp by the lengths that they tell.

    An index is believed where the records stand just as it says, from end to end.
    """
    if _is_true_index(data, index):
        return (len(index) - _HEADER) // _RECORD
    position, count = _HEADER, 0
    while position + _RECORD + 4 <= len(data):
        words = int.from_bytes(data[position + 4 : position + 8], "big", signed=True)
        end = position + _RECORD + words * _WORD
        if words < _WORD or end > len(data):
            break
        position, count = end, count + 1
    return count


def _is_true_index(data: bytes, index: bytes) -> bool:
    """Tell whether the records of a .shp follow one another as its .shx lists them."""
    if len(index) <= _HEADER or (len(index) - _HEADER) % _RECORD or len(data) % 4:
        return False
    listed = np.frombuffer(index, ">i4", offset=_HEADER).reshape(-1, 2).astype(np.int64)
    starts, sizes = listed.T * _WORD
    ends = np.append(starts[1:], len(data))
    if starts[0] != _HEADER or (ends != starts + _RECORD + sizes).any():
        return False
    if (sizes < _WORD * _WORD).any() or (starts % 4).any():
        return False
    told = np.frombuffer(data, ">i4")[starts // 4 + 1]
    return bool((told * _WORD == sizes).all())


def _flags(data: bytes) -> np.ndarray[Any, np.dtype[np.uint8]] | None:
    """Give the first byte of every record of a DBF, which marks those deleted."""
    if len(data) < _LEAST:
        return None
    first, length = struct.unpack_from("<HH", data, 8)
    if not _LEAST <= first <= len(data) or not length:
        return None
    held = (len(data) - first) // length
    flags = np.frombuffer(data, np.uint8, held * length, first).reshape(held, length)[
        :, 0
    ]
    # what stands behind the number that the header states counts while it is a record
    odd = np.flatnonzero(~np.isin(flags, (_LIVE, _DELETED)))
    said = int.from_bytes(data[4:8], "little")
    end = held if not len(odd) else max(int(odd[0]), min(said, held))
    while end > said and not data[first + (end - 1) * length :][:length].strip(b" \0"):
        end -= 1
    return flags[:end]


_HEAD_LINE = re.compile(rb"@[ \t\0]*\r?\0?$", re.MULTILINE)


def count_head_lines(path: Path) -> int | None:
    """Count the lines of a boundary-point file that end a parcel's head with @."""
    return len(_HEAD_LINE.findall(path.read_bytes())) or None
