"""What a land base says of its layers to other programs: the tables of GeoPackage."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import sqlalchemy as sa
from sqlalchemy import pool

from landbase.store.columns import parcels, versions
from landbase.store.outlines import decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import numpy.typing as npt

    Make: TypeAlias = Callable[..., None]

__all__ = ["geopackage_faults"]


# table → what names a row, and what it must say where the row is one of ours
_SAID = {
    "gpkg_contents": (
        ("table_name",),
        ("data_type", "identifier", "description", "srs_id"),
    ),
    "gpkg_geometry_columns": (
        ("table_name", "column_name"),
        ("geometry_type_name", "srs_id", "z", "m"),
    ),
    "gpkg_spatial_ref_sys": (
        ("srs_id",),
        ("srs_name", "organization", "organization_coordsys_id", "definition"),
    ),
    "gpkg_extensions": (
        ("table_name", "column_name", "extension_name"),
        ("scope",),
    ),
}
_EDGES = ("min_x", "min_y", "max_x", "max_y")
# Degrees. GDAL takes the extent of a layer from the R-tree, whose numbers are rounded.
_ROUNDED = 1e-4


def geopackage_faults(connection: sa.Connection, make: Make) -> list[str]:
    """Name the entries of our layers that say something else than they must.

    Rows of other layers are nobody's business; `make` fills a new land base.
    """
    found = []
    for table, ours in _expected(make).items():
        there = _rows(connection, table)
        found += [
            f"{table} {' '.join(map(str, key))}"
            for key, said in ours.items()
            if there.get(key) != said
        ]
    return found + _extent_faults(connection)


@cache
def _expected(make: Make) -> dict[str, dict[Any, Any]]:
    engine = sa.create_engine("sqlite://", poolclass=pool.StaticPool)
    with engine.connect() as fresh:
        make(fresh, now="")
        made = {table: _rows(fresh, table) for table in _SAID}
    engine.dispose()
    return made


def _rows(connection: sa.Connection, table: str) -> dict[Any, Any]:
    key, said = _SAID[table]
    names: list[sa.ColumnElement[Any]] = [sa.column(name) for name in (*key, *said)]
    read = sa.select(*names).select_from(sa.table(table))
    rows = connection.execute(read).fetchall()
    return {tuple(row[: len(key)]): tuple(row[len(key) :]) for row in rows}


def _extent_faults(connection: sa.Connection) -> list[str]:
    """Compare the extent with the parcels; an edit may leave it too wide."""
    named = sa.column("table_name") == parcels.name
    edges_told: list[sa.ColumnElement[Any]] = [sa.column(name) for name in _EDGES]
    stated = sa.select(*edges_told).select_from(sa.table("gpkg_contents"))
    row = connection.execute(stated.where(named)).one_or_none()
    now = _bounds(connection, parcels)
    ever = np.vstack([now, _bounds(connection, versions)])
    if row is None or not len(now):
        return []
    fault = [f"gpkg_contents {parcels.name} {_EDGES[0]}…{_EDGES[-1]}"]
    if any(not isinstance(edge, float) for edge in row):
        return fault
    edges, sign = np.array(row, dtype="float64"), np.array([1, 1, -1, -1])
    inner, outer = (np.nanmin(part * sign, axis=0) for part in (now, ever))
    beyond = (edges * sign > inner + _ROUNDED) | (edges * sign < outer - _ROUNDED)
    return fault if beyond.any() else []


def _bounds(connection: sa.Connection, table: sa.Table) -> npt.NDArray[np.float64]:
    query = sa.select(table.c.geom).where(table.c.geom.is_not(None))
    blobs = np.array([*connection.execute(query).scalars(), None], dtype=object)[:-1]
    found = shapely.bounds(decode(blobs))
    return found[~np.isnan(found).any(axis=1)]
