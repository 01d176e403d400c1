"""Write shapefiles byte by byte, faults included, which no writer would produce."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Field: TypeAlias = tuple[bytes, str, int, int]
Ring: TypeAlias = "Sequence[tuple[float, float]]"


def write_dbf(
    path: Path,
    fields: Sequence[Field],
    records: Sequence[Sequence[bytes]],
    *,
    language: int = 0,
    deleted: Sequence[int] = (),
) -> Path:
    """Write a DBF: fields as (name, kind, width, decimals), cells as raw bytes."""
    first = 32 + 32 * len(fields) + 1
    length = 1 + sum(width for _, _, width, _ in fields)
    data = struct.pack("<BBBB", 3, 121, 3, 5)
    data += struct.pack("<IHH", len(records), first, length)
    data += struct.pack("<17xBH", language, 0)
    for name, kind, width, decimals in fields:
        data += struct.pack("<11s", name) + kind.encode() + bytes(4)
        data += struct.pack("<BB14x", width, decimals)
    data += b"\r"
    for number, record in enumerate(records):
        data += b"*" if number in deleted else b" "
        for cell, (_, _, width, _) in zip(record, fields, strict=True):
            data += cell[:width].ljust(width)
    path.write_bytes(data + b"\x1a")
    return path


def write_shp(path: Path, polygons: Sequence[Sequence[Ring] | None]) -> Path:
    """Write .shp and .shx of polygons, rings as given; None is a null shape."""
    records, index, offset = b"", b"", 50
    for number, rings in enumerate(polygons, start=1):
        content = struct.pack("<i", 0) if rings is None else _polygon(rings)
        words = len(content) // 2
        records += struct.pack(">ii", number, words) + content
        index += struct.pack(">ii", offset, words)
        offset += 4 + words
    path.write_bytes(_header(len(records)) + records)
    path.with_suffix(".shx").write_bytes(_header(len(index)) + index)
    return path


def _polygon(rings: Sequence[Ring]) -> bytes:
    points = [point for ring in rings for point in ring]
    starts = [sum(map(len, rings[:k])) for k in range(len(rings))]
    xs, ys = zip(*points, strict=True)
    data = struct.pack("<i4d", 5, min(xs), min(ys), max(xs), max(ys))
    data += struct.pack("<ii", len(rings), len(points))
    data += struct.pack(f"<{len(starts)}i", *starts)
    return data + b"".join(struct.pack("<2d", *point) for point in points)


def _header(size: int) -> bytes:
    box = (-1e9, -1e9, 1e9, 1e9, 0, 0, 0, 0)
    start = struct.pack(">i20xi", 9994, (100 + size) // 2)
    return start + struct.pack("<ii8d", 1000, 5, *box)


def square(x: float, y: float, side: float = 100.0) -> list[tuple[float, float]]:
    """Give a closed clockwise square ring."""
    corners = [(x, y), (x, y + side), (x + side, y + side), (x + side, y)]
    return [*corners, corners[0]]
