"""The tables of a land base as SQLAlchemy sees them; `tables.sql` makes them.

`parcels` holds what is known now; what an edit replaces goes to `parcel_versions`, by
a trigger, so that an edit in QGIS keeps the past as well. The journals, which only
grow, are in `landbase.store.journals`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

__all__ = [
    "SCHEMA_VERSION",
    "STORED_FIELDS",
    "columns",
    "contents",
    "make_table",
    "meta",
    "parcels",
    "states",
    "versions",
]

SCHEMA_VERSION = 3

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


def make_table(name: str, key: str, content: dict[str, str]) -> sa.Table:
    """Describe a table by its key and the GeoPackage types of its other columns."""
    first = sa.Column(key, sa.Integer, primary_key=True)
    others = [sa.Column(name, _TYPES[declared]) for name, declared in content.items()]
    return sa.Table(name, metadata, first, *others)


_TIMES = {"recorded_at": "DATETIME", "replaced_at": "DATETIME"}
parcels = make_table("parcels", "fid", {**_CONTENT, "recorded_at": "DATETIME"})
versions = make_table(
    "parcel_versions", "version_id", {"fid": "INTEGER", **_CONTENT, **_TIMES}
)
columns = make_table(
    "landbase_columns",
    "position",
    {"name": "TEXT", "dtype": "TEXT", "recorded_at": "DATETIME"},
)
states = sa.table(
    "parcel_states",
    *map(sa.column, ("parcel_id", "lives", "decided", "status", "disposal_type")),
    *map(sa.column, ("effective", "due", "document", "exception", "by", "event_id")),
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
