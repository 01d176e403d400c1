"""Reads DXF drawings in the child process: outlines with their arcs, text, XDATA.

Loaded by `child.py`; imports nothing of landbase. Text is given as it lies in the
file, each byte a character from U+0000 to U+00FF, for the parent to decode.
"""

from __future__ import annotations

import math
import re
import struct
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ezdxf import recover
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError
from ezdxf.math import Matrix44, Vec3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BYTES = "latin-1"
_BEYOND_BYTES = "\u0100"
_BINARY = b"AutoCAD Binary DXF"
_VERSION = re.compile(rb"(\$ACADVER\s+1\s+)(AC\d+)")
_HEADER = re.compile(rb"^[ \t]*0\r?\n\s*SECTION\s+2\s+HEADER\r?\n", re.MULTILINE)
_WITH_MARKS = b"AC1015"
_POLYLINE = re.compile(
    rb"^[ \t]*0\r?\nLWPOLYLINE\r?\n(?:[ \t]*[1-9]\d*[ \t]*\r?\n.*\n)*", re.MULTILINE
)
_OF_POLYLINE = {b"90", b"70", b"43", b"38", b"39", b"10"}
_HEADERS = ("Layer", "Entity", "EntityHandle", "Text")
_MOST_VALUES = 32  # of one application at one entity
_FRAME = 16  # a vertex of the frame that a spline was drawn by
_DEEPEST = 8  # blocks within blocks
_SAME_PLACE = 1e-9  # of the size of a curve
_VALUES = {1000, 1003, 1005, 1040, 1041, 1042, 1070, 1071}
_DAMAGE = (
    DXFError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError,
)  # fmt: skip


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Read the model space of a drawing as one layer."""
    path, step = request["path"], float(request["arc_step"])
    data = Path(path).read_bytes()
    binary = data.startswith(_BINARY)
    stated = _VERSION.search(data)
    if not binary and (fit := as_marked(data)) is not data:
        Path(path).write_bytes(fit)
    drawing, mended = load(path)
    rows: list[tuple[bytes | None, dict[str, str]]] = []
    damaged = 0
    for entity in parts(drawing.modelspace(), _DEEPEST):
        cells = attributes(entity)
        try:
            shape = wkb_of(entity, step)
        except _DAMAGE:
            shape, damaged = None, damaged + 1
        rows.append((shape, cells))
    names = [
        *dict.fromkeys([*_HEADERS, *(name for _, cells in rows for name in cells)])
    ]
    told = [f"{damaged} entities are damaged"] * bool(damaged)
    layer = {
        "name": "entities",
        "kind": "Unknown",
        "undecoded": not binary,
        "fields": names,
        "types": ["OFTString"] * len(names),
        "crs": None,
        "wkb": [None if shape is None else shape.hex() for shape, _ in rows],
        "cells": [[cells.get(name) for _, cells in rows] for name in names],
    }
    version = drawing.dxfversion if binary else stated and stated[2].decode("ascii")
    about = {
        "version": version,
        "codepage": drawing.header.get("$DWGCODEPAGE"),
    }
    return {"layers": [layer], "warnings": "; ".join([*told, *mended]), "about": about}


def as_marked(data: bytes) -> bytes:
    """Give a drawing the version and the marks of subclasses that its entities need.

    Some programs write entities of later versions under an early version or none;
    ezdxf would pass over what such entities say.
    """
    if b"LWPOLYLINE" in data:
        data = _POLYLINE.sub(_marked, data)
    stated = _VERSION.search(data)
    if b"AcDb" not in data or (stated and stated[2] >= _WITH_MARKS):
        return data
    if stated:
        return data[: stated.start(2)] + _WITH_MARKS + data[stated.end(2) :]
    tags = b"9\n$ACADVER\n1\n%b\n" % _WITH_MARKS
    if head := _HEADER.search(data):
        return data[: head.end()] + tags + data[head.end() :]
    return b"0\nSECTION\n2\nHEADER\n" + tags + b"0\nENDSEC\n" + data


def _marked(match: re.Match[bytes]) -> bytes:
    whole = match[0]
    if b"AcDbPolyline" in whole:
        return whole
    lines = whole.split(b"\n")
    own = next(
        (at for at in range(2, len(lines) - 1, 2) if lines[at].strip() in _OF_POLYLINE),
        len(lines) - 1,
    )
    marks = [b"100", b"AcDbEntity"], [b"100", b"AcDbPolyline"]
    return b"\n".join([*lines[:2], *marks[0], *lines[2:own], *marks[1], *lines[own:]])


def load(path: str) -> tuple[Any, list[str]]:
    """Load a drawing, past faults of its structure where there are some."""
    try:
        return readfile(path, encoding=_BYTES), []
    except DXFError as error:
        setattr(recover, "detect_encoding", lambda _: _BYTES)  # noqa: B010 - it takes no encoding
        drawing, _ = recover.readfile(path)
        return drawing, [f"the structure was mended: {error}"]


def parts(entities: Iterable[Any], deeper: int) -> Iterator[Any]:
    """Give entities, and for a block what it holds, where that has lines that close."""
    for entity in entities:
        inner = list(block_parts(entity)) if entity.dxftype() == "INSERT" else []
        if deeper and any(map(may_close, inner)):
            yield from parts(inner, deeper - 1)
        else:
            yield entity


def block_parts(insert: Any) -> Iterator[Any]:
    """Give what a block holds, where the block is; nothing of a damaged one."""
    try:
        if insert.mcount > 1:
            for one in insert.multi_insert():
                yield from one.virtual_entities()
        else:
            yield from insert.virtual_entities()
    except _DAMAGE:
        return


def may_close(entity: Any) -> bool:
    """Tell whether an entity, or what it holds, can be an outline."""
    return entity.dxftype() in {"LWPOLYLINE", "POLYLINE", "CIRCLE", "HATCH", "INSERT"}


def attributes(entity: Any) -> dict[str, str]:
    """Give layer, kind, handle, text and XDATA of an entity, as bytes."""
    kind = entity.dxftype()
    origin = entity.source_of_copy
    handle = entity.dxf.get("handle") or (origin and origin.dxf.get("handle"))
    cells = {"Layer": entity.dxf.get("layer", "0"), "Entity": kind}
    if handle:
        cells["EntityHandle"] = str(handle)
    if kind in {"TEXT", "ATTRIB", "ATTDEF"}:
        cells["Text"] = entity.dxf.get("text", "")
    elif kind == "MTEXT":
        cells["Text"] = entity.text
    for app, tags in (entity.xdata.data if entity.xdata else {}).items():
        if str(app).upper().startswith("ACAD"):
            continue
        values = [tag.value for tag in tags[1:] if tag.code in _VALUES]
        for number, value in enumerate(values[:_MOST_VALUES], start=1):
            cells[f"{app}_{number}"] = str(value)
    return {as_bytes(name): as_bytes(text) for name, text in cells.items()}


def as_bytes(text: str) -> str:
    """Write what is no byte as CAD does; recovering has decoded it already."""
    if text.isascii():
        return text
    plain = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(c if c < _BEYOND_BYTES else f"\\U+{ord(c):04X}" for c in plain)


_POINT, _LINE, _POLYGON, _Z = 1, 2, 3, 1000


def wkb_of(entity: Any, step: float) -> bytes | None:
    """Give the geometry of an entity; a point for what has only a place."""
    kind = entity.dxftype()
    if kind == "HATCH":
        rings = [ring for ring in hatch_rings(entity, step) if len(ring) > 3]  # noqa: PLR2004 - a triangle has four
        return polygon(rings) if rings else None
    if kind in {"SOLID", "TRACE", "3DFACE"}:
        points = [Vec3(p) for p in entity.wcs_vertices(close=True)]
        return polygon([points]) if len(points) > 3 else None  # noqa: PLR2004 - as above
    vertices = line_of(entity, kind, step)
    if vertices is not None:
        return line(vertices) if len(vertices) > 1 else None
    named = (name for name in ("insert", "location") if entity.dxf.is_supported(name))
    places = (place for name in named if (place := entity.dxf.get(name)) is not None)
    place = next(places, None)
    return None if place is None else head(_POINT, [place]) + coordinates([place])


def line_of(entity: Any, kind: str, step: float) -> list[Vec3] | None:
    """Give the vertices of a line, arcs in steps of some degrees."""
    if kind == "LWPOLYLINE":
        raised = entity.dxf.get("elevation", 0)
        rows = [(Vec3(x, y, raised), b) for x, y, b in entity.get_points("xyb")]
        return in_world(entity, bulged(rows, step, closed=entity.closed))
    if kind == "POLYLINE":
        return old_polyline(entity, step)
    if kind == "LINE":
        return [Vec3(entity.dxf.start), Vec3(entity.dxf.end)]
    if kind in {"ARC", "CIRCLE"}:
        return in_world(entity, circle(entity, kind, step))
    return flattened(entity, kind, step) if kind in {"ELLIPSE", "SPLINE"} else None


def old_polyline(entity: Any, step: float) -> list[Vec3]:
    """Give the vertices of a polyline as the first versions have it; none of a mesh."""
    if entity.is_poly_face_mesh or entity.is_polygon_mesh:
        return []
    rows = [
        (Vec3(vertex.dxf.location), vertex.dxf.get("bulge", 0))
        for vertex in entity.vertices
        if not vertex.dxf.flags & _FRAME
    ]
    points = bulged(rows, step, closed=entity.is_closed)
    return points if entity.is_3d_polyline else in_world(entity, points)


def flattened(entity: Any, kind: str, step: float) -> list[Vec3]:
    """Part a curve as finely as an arc of its size."""
    share = 1 - math.cos(math.radians(step) / 2)
    # ezdxf takes points for one that agree in nine digits: far off, those of a metre
    if kind == "ELLIPSE":
        size, place = Vec3(entity.dxf.major_axis).magnitude, Vec3(entity.dxf.center)
    else:
        points = [Vec3(p) for p in [*entity.control_points, *entity.fit_points]]
        size = max((p.distance(points[0]) for p in points), default=1.0) / 2
        place = points[0] if points else Vec3()
    near = entity.copy()
    near.translate(*-place)
    vertices = list(map(Vec3, near.flattening(max(size * share, 1e-6))))
    if len(vertices) > 1 and vertices[0].distance(vertices[-1]) < size * _SAME_PLACE:
        vertices[-1] = vertices[0]  # a whole ellipse comes back but for rounding
    return [vertex + place for vertex in vertices]


def circle(entity: Any, kind: str, step: float) -> list[Vec3]:
    """Part an arc, or a whole circle, in steps."""
    center, radius = Vec3(entity.dxf.center), entity.dxf.radius
    start, turn = 0.0, 360.0
    if kind == "ARC":
        start = entity.dxf.start_angle
        turn = (entity.dxf.end_angle - start) % 360 or 360.0
    count = max(1, math.ceil(turn / step))
    angles = [math.radians(start + turn * at / count) for at in range(count + 1)]
    points = [
        Vec3(center.x + radius * math.cos(a), center.y + radius * math.sin(a), center.z)
        for a in angles
    ]
    return [*points[:-1], points[0]] if turn == 360 else points  # noqa: PLR2004 - degrees


def bulged(rows: list[tuple[Vec3, float]], step: float, *, closed: bool) -> list[Vec3]:
    """Give the vertices of a polyline, with those that stand for its arcs."""
    if not rows:
        return []
    points = [rows[0][0]]
    ends = [*rows, rows[0]] if closed else rows
    for (start, bulge), (end, _) in pairwise(ends):
        if bulge:
            points += arc(start, end, bulge, step)
        points.append(end)
    return points


def arc(start: Vec3, end: Vec3, bulge: float, step: float) -> list[Vec3]:
    """Give the points between on an arc; its bulge is the tangent of a quarter."""
    turn = 4 * math.atan(bulge)
    dx, dy = end.x - start.x, end.y - start.y
    up = (1 - bulge * bulge) / (4 * bulge)
    cx, cy = (start.x + end.x) / 2 - up * dy, (start.y + end.y) / 2 + up * dx
    rx, ry = start.x - cx, start.y - cy
    count = max(1, math.ceil(abs(math.degrees(turn)) / step))
    angles = [turn * at / count for at in range(1, count)]
    return [
        Vec3(
            cx + rx * math.cos(a) - ry * math.sin(a),
            cy + rx * math.sin(a) + ry * math.cos(a),
            start.z,
        )
        for a in angles
    ]


def in_world(entity: Any, points: list[Vec3]) -> list[Vec3]:
    """Bring points from the entity's own coordinates into those of the world."""
    system = entity.ocs()
    return list(system.points_to_wcs(points)) if system.transform else points


def hatch_rings(hatch: Any, step: float) -> Iterator[list[Vec3]]:
    """Give the closed boundaries of a hatch; the outermost first."""
    raised = Vec3(hatch.dxf.get("elevation", Vec3())).z
    ordered = sorted(hatch.paths, key=lambda path: not path.path_type_flags & 17)
    for path in ordered:
        if hasattr(path, "vertices"):
            rows = [(Vec3(x, y, raised), b) for x, y, b in path.vertices]
            yield in_world(hatch, bulged(rows, step, closed=True))
        else:
            from ezdxf.path import from_hatch_edge_path

            curve = from_hatch_edge_path(path, hatch.ocs(), raised)
            points = [] if curve is None else flattened_path(curve)
            yield [*points, points[0]] if points else []


def flattened_path(curve: Any) -> list[Vec3]:
    """Part the curves of a path, near the origin for the sake of precision."""
    place = Vec3(curve.start)
    near = curve.transform(Matrix44.translate(*-place))
    return [Vec3(p) + place for p in near.flattening(0.001)]


def head(kind: int, points: list[Any]) -> bytes:
    """Begin a geometry of a kind, with heights where one is not 0."""
    high = any(Vec3(p).z for p in points)
    return struct.pack("<BI", 1, kind + _Z * high)


def coordinates(points: list[Any], *, high: bool | None = None) -> bytes:
    """Write coordinates, with heights or without."""
    all_ = [Vec3(p) for p in points]
    if high is None:
        high = any(p.z for p in all_)
    numbers = [n for p in all_ for n in ((p.x, p.y, p.z) if high else (p.x, p.y))]
    return struct.pack(f"<{len(numbers)}d", *numbers)


def line(points: list[Vec3]) -> bytes:
    """Write a line."""
    return head(_LINE, points) + struct.pack("<I", len(points)) + coordinates(points)


def polygon(rings: list[list[Vec3]]) -> bytes:
    """Write a polygon, its outline first."""
    every = [p for ring in rings for p in ring]
    high = any(p.z for p in every)
    body = b"".join(
        struct.pack("<I", len(ring)) + coordinates(ring, high=high) for ring in rings
    )
    return head(_POLYGON, every) + struct.pack("<I", len(rings)) + body
