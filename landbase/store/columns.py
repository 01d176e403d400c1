"""The tables of a land base, each column named once; times as they are stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from landbase.io.bases import META_TABLE
from landbase.store.outlines import OutlineOfPostgis
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "PARCEL_CONTENT",
    "SCHEMA_VERSION",
    "STORED_FIELDS",
    "columns",
    "day",
    "day_of_stamp",
    "end_of_day",
    "from_stamp",
    "from_stamps",
    "make_table",
    "meta",
    "metadata",
    "parcel_seals",
    "parcels",
    "seals",
    "stamp",
    "states",
    "versions",
    "wall_clock",
]


def wall_clock() -> dt.datetime:
    """Give the time now, with its zone."""
    return dt.datetime.now(dt.UTC)


def stamp(moment: dt.datetime) -> str:
    """Write a moment as stored: UTC, milliseconds, sorting as text.

    Raises
    ------
    ValueError
        The time has no zone.

    Examples
    --------
    >>> stamp(dt.datetime(2023, 7, 6, 8, tzinfo=dt.UTC))
    '2023-07-06T08:00:00.000Z'
    """
    if moment.tzinfo is None:
        raise ValueError(
            "a clock must give times with a zone, such as datetime.now(UTC)"
        )
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def end_of_day(of: dt.date | str, *, zone: dt.tzinfo) -> str:
    """Give the first moment, as stored, that is after a day in a zone."""
    midnight = dt.datetime.combine(read_day(of), dt.time()) + dt.timedelta(days=1)
    return stamp(midnight.replace(tzinfo=zone))


def day(of: dt.date | str) -> pd.Timestamp:
    """Read a day that a caller gives."""
    return pd.Timestamp(read_day(of))


def from_stamps(stamps: Sequence[str | None], *, zone: dt.tzinfo) -> pd.DatetimeIndex:
    """Read stored times as times of a zone, `datetime64[ms]` without a zone."""
    # numpy reads no "Z", and every stored time ends with one
    bare = [None if text is None else text.removesuffix("Z") for text in stamps]
    utc = pd.DatetimeIndex(np.array(bare, dtype="datetime64[ms]"), tz="UTC")
    return utc.tz_convert(zone).tz_localize(None)


def from_stamp(moment: str, *, zone: dt.tzinfo) -> dt.datetime:
    """Read one stored time as `from_stamps` reads many.

    Examples
    --------
    >>> east = dt.timezone(dt.timedelta(hours=8))
    >>> from_stamp("2023-07-05T23:00:00.000Z", zone=east)
    datetime.datetime(2023, 7, 6, 7, 0)
    """
    return dt.datetime.fromisoformat(moment).astimezone(zone).replace(tzinfo=None)


def day_of_stamp(moment: str, *, zone: dt.tzinfo) -> pd.Timestamp:
    """Give the day on which a stored time lies in a zone."""
    return pd.Timestamp(from_stamp(moment, zone=zone).date())


SCHEMA_VERSION = 6

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
# what is known of a parcel: the columns of `parcels`, and of `parcel_versions`
PARCEL_CONTENT = {"geom": "GEOMETRY", **STORED_FIELDS, "extra": "TEXT"}
_NEEDED = ("parcel_id", "category")
# Days and times are ISO text, as GeoPackage has them.
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "TEXT": sa.Text(),
    "DATE": sa.Text(),
    "DATETIME": sa.Text(),
    "DOUBLE": sa.Float(),
    "INTEGER": sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
    "GEOMETRY": sa.LargeBinary().with_variant(OutlineOfPostgis(), "postgresql"),
}

metadata = sa.MetaData()


def make_table(
    name: str,
    key: str,
    content: Mapping[str, str],
    *,
    needed: Sequence[str] = (),
    unique: Sequence[str] = (),
    refers: Mapping[str, str] | None = None,
    numbered: bool = True,
) -> sa.Table:
    """Describe a table: its key, and column → type of GeoPackage for the others.

    `refers` names what a column refers to ("table.column"); a key that is not
    `numbered` is given, not counted.
    """
    links = refers or {}
    made = [
        sa.Column(
            column,
            _TYPES[declared],
            *([sa.ForeignKey(links[column])] if column in links else []),
            primary_key=column == key,
            autoincrement=(numbered or "auto") if column == key else False,
            nullable=column not in {key, *needed},
            unique=column in unique or None,
            info={"declared": declared},
        )
        for column, declared in {key: "INTEGER", **content}.items()
    ]
    return sa.Table(name, metadata, *made)


_TIMES = {"recorded_at": "DATETIME", "replaced_at": "DATETIME"}
parcels = make_table(
    "parcels",
    "fid",
    {**PARCEL_CONTENT, "recorded_at": "DATETIME"},
    needed=(*_NEEDED, "recorded_at"),
    unique=("parcel_id",),
)
versions = make_table(
    "parcel_versions",
    "version_id",
    {"fid": "INTEGER", **PARCEL_CONTENT, **_TIMES},
    needed=("fid", *_NEEDED, *_TIMES),
)
columns = make_table(
    "landbase_columns",
    "position",
    {"name": "TEXT", "dtype": "TEXT", "recorded_at": "DATETIME"},
    needed=("name", "dtype", "recorded_at"),
    unique=("name",),
    numbered=False,
)
_STATE = {
    "parcel_id": "TEXT",
    "lives": "INTEGER",
    "decided": "INTEGER",
    "status": "TEXT",
    "disposal_type": "TEXT",
    "effective": "DATE",
    "due": "DATE",
    "document": "TEXT",
    "exception": "TEXT",
    "by": "TEXT",
    "event_id": "INTEGER",
}
states = make_table(
    "parcel_states",
    "parcel_id",
    _STATE,
    needed=("lives", "decided"),
    refers={"parcel_id": "parcels.parcel_id"},
    numbered=False,
)
# One row a writing: where every journal and all else stood after it, chained by hashes.
seals = make_table(
    "seals",
    "seal_id",
    {
        "kind": "TEXT",
        "heads": "TEXT",
        "by": "TEXT",
        "reason": "TEXT",
        "sealed_at": "DATETIME",
        "hash": "TEXT",
    },
    needed=("kind", "heads", "sealed_at", "hash"),
)
# the digest of each version of each parcel, in the order of recording
parcel_seals = make_table(
    "parcel_seals",
    "number",
    {"fid": "INTEGER", "digest": "TEXT"},
    needed=("fid", "digest"),
)
meta = sa.table(META_TABLE, sa.column("key"), sa.column("value"))
