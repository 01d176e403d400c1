"""The tables of a land base as SQLAlchemy sees them; `tables.sql` makes them.

`parcels` holds what is known now; what an edit replaces goes to `parcel_versions`, by
a trigger, so that an edit in QGIS keeps the past as well. `decisions` only grows.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from landbase.store.geopackage import SRS_ID, spatial_references
from landbase.store.styles import CURRENT, add_style

__all__ = [
    "SCHEMA_VERSION",
    "STORED_FIELDS",
    "columns",
    "contents",
    "create_all",
    "decisions",
    "meta",
    "parcels",
    "versions",
]

SCHEMA_VERSION = 1

# Fields of the parcel table with a column of their own, and their GeoPackage types.
# This is the format on disk: fields that the parcel table gains later are kept in
# `extra` until a new schema version gives them a column.
STORED_FIELDS = {
    "parcel_id": "TEXT",
    "category": "TEXT",
    "name": "TEXT",
    "banner": "TEXT",
    "zone": "TEXT",
    "holder": "TEXT",
    "land_use": "TEXT",
    "land_use_scheme": "TEXT",
    "approval_no": "TEXT",
    "approval_date": "DATE",
    "supervision_no": "TEXT",
    "contract_no": "TEXT",
    "agreed_start": "DATE",
    "actual_start": "DATE",
    "stopped_on": "DATE",
    "developed_ratio": "DOUBLE",
    "invested_ratio": "DOUBLE",
    "cause": "TEXT",
    "disposal_type": "TEXT",
    "status": "TEXT",
    "declared_area_m2": "DOUBLE",
    "source": "TEXT",
    "source_row": "INTEGER",
}
_CONTENT = {"geom": "GEOMETRY", **STORED_FIELDS, "extra": "TEXT"}
_DECISION = {
    "parcel_id": "TEXT",
    "disposal_type": "TEXT",
    "status": "TEXT",
    "effective": "DATE",
    "due": "DATE",
    "document": "TEXT",
    "by": "TEXT",
    "reason": "TEXT",
    "area_m2": "DOUBLE",
    "exception": "TEXT",
    "supersedes": "INTEGER",
    "recorded_at": "DATETIME",
    "hash": "TEXT",
}
# Days and times are ISO text, as GeoPackage has them.
_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "TEXT": sa.Text,
    "DATE": sa.Text,
    "DATETIME": sa.Text,
    "DOUBLE": sa.Float,
    "INTEGER": sa.Integer,
    "GEOMETRY": sa.LargeBinary,
}

metadata = sa.MetaData()


def _table(name: str, key: str, content: dict[str, str]) -> sa.Table:
    first = sa.Column(key, sa.Integer, primary_key=True)
    others = [sa.Column(name, _TYPES[declared]) for name, declared in content.items()]
    return sa.Table(name, metadata, first, *others)


_TIMES = {"recorded_at": "DATETIME", "replaced_at": "DATETIME"}
parcels = _table("parcels", "fid", {**_CONTENT, "recorded_at": "DATETIME"})
versions = _table(
    "parcel_versions", "version_id", {"fid": "INTEGER", **_CONTENT, **_TIMES}
)
decisions = _table("decisions", "event_id", _DECISION)
columns = _table(
    "landbase_columns",
    "position",
    {"name": "TEXT", "dtype": "TEXT", "recorded_at": "DATETIME"},
)
meta = sa.table("landbase_meta", sa.column("key"), sa.column("value"))
contents = sa.table(
    "gpkg_contents",
    *map(
        sa.column,
        ("table_name", "data_type", "identifier", "description", "last_change"),
    ),
    *map(sa.column, ("min_x", "min_y", "max_x", "max_y", "srs_id")),
)


def create_all(connection: sa.Connection, *, now: str) -> None:
    """Make the tables of an empty land base.

    Parameters
    ----------
    connection
        In a transaction on an empty file.
    now
        The time of creation, as stored.
    """
    for statement in _statements():
        connection.exec_driver_sql(statement)
    _register_references(connection)
    _register_layers(connection, now)
    add_style(connection, now=now)


def _register_references(connection: sa.Connection) -> None:
    names = ("srs_name", "srs_id", "organization", "definition", "description")
    references = sa.table(
        "gpkg_spatial_ref_sys",
        *map(sa.column, (*names, "organization_coordsys_id")),
    )
    rows = [
        {**row, "organization_coordsys_id": row["srs_id"]}
        for row in spatial_references()
    ]
    connection.execute(sa.insert(references), rows)


def _register_layers(connection: sa.Connection, now: str) -> None:
    layers = (
        ("parcels", "features", "地块 / parcels", SRS_ID),
        ("decisions", "attributes", "处置记录 / decisions", None),
        (
            CURRENT,
            "features",
            "地块和最新处置 / parcels with the last decision",
            SRS_ID,
        ),
        ("layer_styles", "attributes", "QGIS 样式 / styles", None),
    )
    for name, kind, description, srs_id in layers:
        row = {
            "table_name": name,
            "data_type": kind,
            "identifier": name,
            "description": description,
            "last_change": now,
            "srs_id": srs_id,
        }
        connection.execute(sa.insert(contents).values(row))
    geometry = ("table_name", "column_name", "geometry_type_name", "srs_id", "z", "m")
    layer = sa.table("gpkg_geometry_columns", *map(sa.column, geometry))
    rows = [
        dict(zip(geometry, (name, "geom", "GEOMETRY", SRS_ID, 0, 0), strict=True))
        for name in ("parcels", CURRENT)
    ]
    connection.execute(sa.insert(layer), rows)


def _statements() -> list[str]:
    """Part the script; a statement ends with a line's end, a trigger with its END."""
    text = files("landbase.store").joinpath("tables.sql").read_text("utf-8")
    statements, lines = [], []
    for line in text.splitlines():
        lines.append(line)
        statement = "\n".join(lines)
        if sqlite3.complete_statement(statement):
            statements.append(statement)
            lines = []
    return statements
