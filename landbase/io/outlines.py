"""Closed outlines of a DXF drawing, counted in its group codes without its reader."""

from __future__ import annotations

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
            if file.read(len(_BINARY)) == _BINARY:
                return None
            file.seek(0)
            held: dict[bytes, _Content] = {}
            for entity in _entities(file):
                _add(held.setdefault(entity.place, _Content()), entity)
    except ValueError:  # no numbers where they belong: its reader says so
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


def _entities(file: Iterator[bytes]) -> Iterator[_Entity]:
    """Give the entities of blocks and of the model space, polylines with vertices."""
    section = block = b""
    entity: _Entity | None = None
    begun = ""
    for code, value in _tags(file):
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
