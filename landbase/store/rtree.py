"""The spatial index of a land base in a file: an R-tree, as GeoPackage has it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from landbase.store.outlines import (
    EMPTY,
    LITTLE_ENDIAN,
    WITH_ENVELOPE,
    decode,
    envelopes,
    objects,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    import numpy.typing as npt
    import sqlalchemy as sa

__all__ = ["add_spatial_functions", "index_faults", "index_new"]


def add_spatial_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers of the index call."""
    parts = (("ST_MinX", 0), ("ST_MaxX", 1), ("ST_MinY", 2), ("ST_MaxY", 3))
    for name, position in parts:
        connection.create_function(name, 1, _bound_of(position), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _bound_of(position: int) -> Any:
    bound, offset = struct.Struct("<d").unpack_from, 8 + 8 * position

    def measured(blob: bytes | None) -> float | None:
        if blob is None or _is_empty(blob):
            return None
        if blob[3] & 0b1111 == LITTLE_ENDIAN | WITH_ENVELOPE:
            return float(bound(blob, offset)[0])
        # written by another program, without an envelope or in other byte order
        bounds = shapely.bounds(decode(objects([blob]))[0])
        return float(bounds[[0, 2, 1, 3]][position])

    return measured


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(bool(blob[3] & EMPTY))


def index_new(connection: sa.Connection, last: int) -> None:
    """Index the parcels behind a number, none of which the index knows yet.

    Where they are more than those before, the tree is built anew from all boxes and put
    in as SQLite keeps it; one by one, each would have to find its place.
    """
    parts = list(_boxes(connection, last))
    if not parts:
        return
    numbers, boxes = map(np.concatenate, zip(*parts, strict=True))
    count = "SELECT count(*) FROM rtree_parcels_geom"
    if connection.exec_driver_sql(count).scalar_one() >= len(numbers):
        entries = zip(numbers.tolist(), *boxes.T.tolist(), strict=True)
        if found := list(entries):
            connection.exec_driver_sql(_ENTER, found)
        return
    known = connection.exec_driver_sql("SELECT * FROM rtree_parcels_geom").fetchall()
    if known:
        before = np.array([tuple(row) for row in known])
        numbers = np.concatenate([before[:, 0].astype("int64"), numbers])
        boxes = np.concatenate([before[:, 1:], boxes])
    _put_in(connection, numbers, boxes)


_ENTER = "INSERT OR REPLACE INTO rtree_parcels_geom VALUES (?, ?, ?, ?, ?)"
_AT_ONCE = 50_000


def _boxes(
    connection: sa.Connection, last: int
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]]:
    """Read numbers and boxes of parcels behind a number that have an outline."""
    query = "SELECT fid, geom FROM parcels WHERE fid > ? AND geom NOT NULL"
    for rows in connection.exec_driver_sql(query, (last,)).partitions(_AT_ONCE):
        numbers, blobs = zip(*rows, strict=True)
        boxes = envelopes(blobs)
        shaped = ~np.isnan(boxes[:, 0])
        yield np.array(numbers)[shaped], boxes[shaped]


# a cell of a node: a number, and its box as minx, maxx, miny, maxy
_CELL = np.dtype([("number", ">i8"), ("box", ">f4", 4)])
_HEAD = np.dtype([("depth", ">u2"), ("count", ">u2")])
_ROOT = 1
# of a node's cells: the others are left for what is added later
_FILLED = 0.8


def _put_in(
    connection: sa.Connection,
    numbers: npt.NDArray[np.int64],
    boxes: npt.NDArray[np.float64],
) -> None:
    """Replace the tree by one of these boxes, from its leaves up to its root."""
    length = "SELECT length(data) FROM rtree_parcels_geom_node WHERE nodeno = 1"
    size = connection.exec_driver_sql(length).scalar_one()
    room = (size - _HEAD.itemsize) // _CELL.itemsize
    for part in ("node", "rowid", "parent"):
        connection.exec_driver_sql(f"DELETE FROM rtree_parcels_geom_{part}")  # noqa: S608
    cells = np.empty(len(numbers), dtype=_CELL)
    cells["number"], cells["box"] = numbers, _widened(boxes)
    depth, number, is_root = 0, _ROOT + 1, False
    while not is_root:
        is_root = len(cells) <= room
        many = 1 if is_root else -(-len(cells) // int(room * _FILLED))
        cells = cells[_side_by_side(cells["box"], many)]
        ends = np.arange(many + 1) * len(cells) // many
        named = np.arange(many) + (_ROOT if is_root else number)
        number += many
        _put_nodes(connection, cells, ends, named, depth=depth, size=size)
        above = np.empty(many, dtype=_CELL)
        above["number"] = named
        for side, bound in enumerate((np.minimum, np.maximum) * 2):
            above["box"][:, side] = bound.reduceat(cells["box"][:, side], ends[:-1])
        cells, depth = above, depth + 1


def _put_nodes(
    connection: sa.Connection,
    cells: npt.NDArray[Any],
    ends: npt.NDArray[np.intp],
    named: npt.NDArray[np.intp],
    *,
    depth: int,
    size: int,
) -> None:
    """Put in the nodes of one level, and in which of them each of its cells is."""
    counts = np.diff(ends)
    nodes = []
    for name, start, end in zip(named.tolist(), ends, ends[1:], strict=False):
        # only the root says how deep the tree is
        head = np.array([(depth if name == _ROOT else 0, end - start)], dtype=_HEAD)
        data = head.tobytes() + cells[start:end].tobytes()
        nodes.append((name, data.ljust(size, b"\0")))
    connection.exec_driver_sql(_NODE, nodes)
    part = "parent" if depth else "rowid"
    within = np.repeat(named, counts)
    order = np.argsort(cells["number"])
    pairs = zip(cells["number"][order].tolist(), within[order].tolist(), strict=True)
    query = f"INSERT INTO rtree_parcels_geom_{part} VALUES (?, ?)"  # noqa: S608
    connection.exec_driver_sql(query, list(pairs))


_NODE = "INSERT INTO rtree_parcels_geom_node VALUES (?, ?)"


def _side_by_side(boxes: npt.NDArray[Any], many: int) -> npt.NDArray[np.intp]:
    """Order boxes so that those of a node lie together: by strips, then along each."""
    middle = boxes.astype("float64")
    easting, northing = middle[:, 0] + middle[:, 1], middle[:, 2] + middle[:, 3]
    strip = np.empty(len(boxes), dtype="int64")
    strips = int(np.ceil(np.sqrt(many)))
    strip[np.argsort(easting, kind="stable")] = (
        np.arange(len(boxes)) * strips // len(boxes)
    )
    return np.lexsort((northing, strip))


def _widened(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Give boxes in the short numbers of an R-tree; none is smaller than it was."""
    short = boxes.astype("float32")
    for side, (wrong, toward) in enumerate(
        ((np.greater, -np.inf), (np.less, np.inf)) * 2
    ):
        column = short[:, side]
        inside = wrong(column, boxes[:, side])
        column[inside] = np.nextafter(column[inside], np.float32(toward))
    return short


def index_faults(connection: sa.Connection) -> list[str]:
    """Compare the R-tree with the parcels; SQLite checks its inner order."""
    counts = (
        "SELECT (SELECT count(*) FROM parcels WHERE geom NOT NULL"
        " AND NOT ST_IsEmpty(geom)) - (SELECT count(*) FROM rtree_parcels_geom)"
    )
    difference = connection.exec_driver_sql(counts).scalar_one()
    stray = connection.exec_driver_sql(
        "SELECT count(*) FROM parcels LEFT JOIN rtree_parcels_geom ON id = fid WHERE"
        " geom NOT NULL AND NOT ST_IsEmpty(geom) AND (id IS NULL"
        " OR ST_MinX(geom) < minx OR ST_MaxX(geom) > maxx"
        " OR ST_MinY(geom) < miny OR ST_MaxY(geom) > maxy)"
    ).scalar_one()
    inner = connection.exec_driver_sql("SELECT rtreecheck('rtree_parcels_geom')")
    found = [text for text in inner.scalars() if text != "ok"]
    found += [f"{stray}"] if stray else []
    found += [f"{difference:+d}"] if difference else []
    return found
