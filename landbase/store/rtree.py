"""The spatial index of a land base in a file: an R-tree, as GeoPackage has it."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from landbase.store.outlines import (
    EMPTY,
    LITTLE_ENDIAN,
    WITH_ENVELOPE,
    decode,
    objects,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    import sqlalchemy as sa

__all__ = ["add_spatial_functions", "index_faults", "indexing_after"]


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


@contextmanager
def indexing_after(connection: sa.Connection) -> Iterator[None]:
    """Index the parcels that are inserted within at once, when all are there.

    Row by row the trigger calls five functions of Python for each. It is away for the
    length of this transaction alone, which nobody else sees.
    """
    last = connection.exec_driver_sql("SELECT max(fid) FROM parcels").scalar() or 0
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    text = connection.exec_driver_sql(query, (_TRIGGER,)).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {_TRIGGER}")
    yield
    connection.exec_driver_sql(text)
    query = "SELECT fid, geom FROM parcels WHERE fid > ? AND geom NOT NULL"
    for rows in connection.exec_driver_sql(query, (last,)).partitions(_AT_ONCE):
        fids, blobs = zip(*rows, strict=True)
        bounds = shapely.bounds(decode(objects(blobs)))[:, [0, 2, 1, 3]]
        shaped = ~np.isnan(bounds[:, 0])
        entries = zip(
            np.array(fids)[shaped].tolist(), *bounds[shaped].T.tolist(), strict=True
        )
        if found := list(entries):
            connection.exec_driver_sql(_ENTER, found)


_TRIGGER = "rtree_parcels_geom_insert"
_ENTER = "INSERT OR REPLACE INTO rtree_parcels_geom VALUES (?, ?, ?, ?, ?)"
_AT_ONCE = 50_000


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
