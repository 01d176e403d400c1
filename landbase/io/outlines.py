"""Closed outlines of a DXF drawing, counted in its group codes without its reader."""

from __future__ import annotations

import struct
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import shapely
from shapely import GeometryType

from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from landbase.io.layers import RawTable

__all__ = ["CLOSED_POINTS", "compare_outlines", "count_outlines"]

CLOSED_POINTS = 4  # of the smallest closed ring

# Whether other curves close is told by their geometry alone, not by a mark.
_COUNTED = {"LWPOLYLINE", "POLYLINE", "CIRCLE", "ELLIPSE", "SOLID", "TRACE", "3DFACE"}
# A block is taken apart where it holds one of these.
_OPENED = {"LWPOLYLINE", "POLYLINE", "CIRCLE", "HATCH", "INSERT"}
_DEEPEST = 8  # blocks within blocks
_BINARY = b"AutoCAD Binary DXF"
_MODEL = b"*model_space"
_CLOSED, _MESHES, _FRAME = 1, 16 + 64, 16  # bits of the flags
_FULL_TURN = 6.28318  # radians, as far as every writer prints them
_HOLDING = {b"BLOCKS", b"ENTITIES"}
_MARKS = {"BLOCK", "ENDBLK", "SECTION", "ENDSEC", "SEQEND", "ATTRIB", "EOF", "VERTEX"}
# Group codes, by what they say.
_NAME, _X, _FLAGS, _ON_PAPER, _RADIUS, _START, _END = 2, 10, 70, 67, 40, 41, 42
_BULGE, _OF_VERTEX = 42, {10, 20, 40, 41, 42, 91}
_COLUMNS, _ROWS, _COLUMN_STEP, _ROW_STEP = 70, 71, 44, 45


@dataclass
class _Entity:
    """An entity: where it stands, the first value of each code, and its vertices."""

    kind: str
    place: bytes
    said: dict[int, bytes] = field(default_factory=dict)
    points: list[dict[int, bytes]] = field(default_factory=list)

    def number(self, code: int, default: float = 0.0) -> float:
        return float(self.said.get(code, default))

    def flags(self) -> int:
        return int(self.number(_FLAGS))


@dataclass
class _Content:
    """What a block, or the model space, holds."""

    outlines: int = 0
    opened: bool = False
    blocks: list[tuple[bytes, int]] = field(default_factory=list)


def count_outlines(path: Path) -> int | None:
    """Count the outlines of the model space, blocks included; None if it cannot be."""
    try:
        with path.open("rb") as file:
            binary = file.read(len(_BINARY)) == _BINARY
            file.seek(0)
            tags = _binary_tags(file.read()) if binary else _tags(file)
            held: dict[bytes, _Content] = {}
            for entity in _entities(tags):
                _add(held.setdefault(entity.place, _Content()), entity)
    except (ValueError, IndexError, struct.error):  # damaged: its reader says so
        return None
    return _total(held, _MODEL, _DEEPEST)


def compare_outlines(table: RawTable, counted: int | None) -> RawTable:
    """Compare the outlines that were read with those counted; say where they differ."""
    if counted is None or table.geometry is None:
        return table
    shapes = table.geometry
    lines = shapely.get_type_id(shapes) == GeometryType.LINESTRING
    whole = shapely.is_closed(shapes) & (
        shapely.get_num_points(shapes) >= CLOSED_POINTS
    )
    outline = shapely.get_type_id(shapes) == GeometryType.POLYGON
    outline |= lines & whole
    met = int((outline & table.frame["Entity"].isin(_COUNTED)).sum())
    if met == counted:
        return table
    details = {"counted": counted, "given": met}
    note = Issues.of("outlines_count_differs", source=table.source, details=details)
    return replace(table, issues=table.issues + note)


def _tags(file: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give group codes, each on a line, with their values, on the next."""
    for line in file:
        yield int(line), next(file, b"").strip()


# What follows a group code of a binary drawing, by the last code of its range.
_BINARY_KINDS = (
    (9, "s"), (59, "d"), (79, "h"), (99, "i"), (109, "s"), (149, "d"), (169, "q"),
    (179, "h"), (239, "d"), (289, "h"), (299, "?"), (309, "s"), (319, "p"), (369, "s"),
    (389, "h"), (399, "s"), (409, "h"), (419, "s"), (429, "i"), (439, "s"), (449, "i"),
    (459, "i"), (469, "d"), (481, "s"), (999, "s"), (1003, "s"), (1004, "p"),
    (1009, "s"), (1059, "d"), (1070, "h"), (1071, "i"),
)  # fmt: skip
_BINARY_CODES = [last for last, _ in _BINARY_KINDS]
_BINARY_HEAD = len(b"AutoCAD Binary DXF\r\n\x1a\0")
_LONG_CODE = 255  # in one byte: the code stands in the two that follow


def _binary_tags(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the group codes of a binary drawing, with values as a text has them."""
    # the first tag is 0 SECTION; a code takes one byte until release 12, then two
    short = data[_BINARY_HEAD + 1] != 0
    at = _BINARY_HEAD
    while at < len(data):
        code, at = data[at], at + 1
        if not short or code == _LONG_CODE:
            (code,) = struct.unpack_from("<h", data, at if short else at - 1)
            at += 2 if short else 1
        place = min(bisect_left(_BINARY_CODES, code), len(_BINARY_KINDS) - 1)
        value, at = _binary_value(data, at, _BINARY_KINDS[place][1])
        yield code, value


def _binary_value(data: bytes, at: int, kind: str) -> tuple[bytes, int]:
    """Give a value as a text has it, and where the next tag begins."""
    if kind == "s":
        end = data.index(b"\0", at)
        return data[at:end].strip(), end + 1
    if kind == "p":  # a chunk of bytes, after its length
        return b"", at + 1 + data[at]
    (number,) = struct.unpack_from(f"<{kind}", data, at)
    text = str(int(number) if kind == "?" else number)
    return text.encode("ascii"), at + struct.calcsize(f"<{kind}")


def _entities(tags: Iterator[tuple[int, bytes]]) -> Iterator[_Entity]:
    """Give the entities of blocks and of the model space, polylines with vertices."""
    section = block = b""
    entity: _Entity | None = None
    begun = ""
    for code, value in tags:
        if code == 0:
            begun = value.decode("latin-1").upper()
            if begun == "VERTEX" and entity is not None:
                entity.points.append({})
                continue
            if entity is not None:
                yield entity
            entity = None
            if section in _HOLDING and begun not in _MARKS:
                entity = _Entity(begun, block if section == b"BLOCKS" else _MODEL)
        elif entity is not None:
            _say(entity, code, value, vertex=begun == "VERTEX")
        elif code == _NAME and begun == "SECTION":
            section = value.upper()
        elif code == _NAME and begun == "BLOCK":
            block = value.lower()


def _say(entity: _Entity, code: int, value: bytes, *, vertex: bool) -> None:
    """Note a value of an entity, or of its last vertex."""
    if entity.kind == "LWPOLYLINE" and code in _OF_VERTEX:
        if code == _X:
            entity.points.append({})
        vertex = bool(entity.points)
    if vertex:
        entity.points[-1].setdefault(code, value)
    else:
        entity.said.setdefault(code, value)


def _add(content: _Content, entity: _Entity) -> None:
    """Count an entity among what its block, or the model space, holds."""
    if int(entity.number(_ON_PAPER)) == 1 and entity.place == _MODEL:
        return
    content.opened |= entity.kind in _OPENED
    if entity.kind == "INSERT":
        rows = entity.number(_ROWS, 1) if entity.number(_ROW_STEP) else 1
        columns = entity.number(_COLUMNS, 1) if entity.number(_COLUMN_STEP) else 1
        name = entity.said.get(_NAME, b"").lower()
        content.blocks.append((name, int(rows) * int(columns)))
    elif entity.kind in _COUNTED:
        content.outlines += _closes(entity)


def _closes(entity: _Entity) -> bool:
    """Tell whether an entity of the counted kinds is a closed outline."""
    if entity.kind in {"LWPOLYLINE", "POLYLINE"}:
        return not entity.flags() & _MESHES * (entity.kind == "POLYLINE") and (
            _line_closes(entity)
        )
    if entity.kind == "CIRCLE":
        return entity.number(_RADIUS) > 0
    if entity.kind == "ELLIPSE":
        turn = entity.number(_END, _FULL_TURN) - entity.number(_START)
        return abs(turn) >= _FULL_TURN
    corners = {
        tuple(float(entity.said.get(code, 0)) for code in (at, at + 10, at + 20))
        for at in (10, 11, 12)
    }
    return len(corners) == len((10, 11, 12))


def _line_closes(entity: _Entity) -> bool:
    """Tell whether a polyline comes back to where it began, by its mark or itself."""
    points = [p for p in entity.points if not int(p.get(_FLAGS, b"0")) & _FRAME]
    marked = bool(entity.flags() & _CLOSED)
    bulged = any(float(p.get(_BULGE, b"0")) for p in points)
    ends = [[float(p.get(code, b"0")) for code in (10, 20, 30)] for p in points]
    comes_back = len(ends) > 1 and ends[0] == ends[-1]
    vertices = len(points) + marked
    return (marked or comes_back) and (
        vertices >= CLOSED_POINTS or (bulged and len(points) > 1)
    )


def _total(held: dict[bytes, _Content], place: bytes, deeper: int) -> int:
    """Sum the outlines of a block with those of the blocks within."""
    content = held.get(place, _Content())
    inner = 0
    for name, times in content.blocks if deeper else ():
        if held.get(name, _Content()).opened:
            inner += times * _total(held, name, deeper - 1)
    return content.outlines + inner
