"""The tables of a land base; stamps and geometry as they are stored."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
import sqlalchemy as sa
from pandas.api import types as kinds

from landbase.crs import CGCS2000, CGCS2000_EPSG
from landbase.errors import SchemaError
from landbase.io.bases import META_TABLE
from landbase.rules.schema import REQUIRED_COLUMNS, as_parcels

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

__all__ = [
    "SCHEMA_VERSION",
    "SRS_ID",
    "STORED_FIELDS",
    "add_spatial_functions",
    "columns",
    "contents",
    "day",
    "decode",
    "encode",
    "end_of_day",
    "from_rows",
    "from_stamps",
    "iso_days",
    "joined_types",
    "make_table",
    "meta",
    "parcels",
    "plain",
    "plain_extras",
    "spatial_references",
    "stamp",
    "states",
    "to_records",
    "to_rows",
    "typed_extra",
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
    midnight = day(of).to_pydatetime() + dt.timedelta(days=1)
    return stamp(midnight.replace(tzinfo=zone))


def day(of: dt.date | str) -> pd.Timestamp:
    """Read a day."""
    moment = pd.Timestamp(of) if isinstance(of, str | dt.date) else pd.NaT
    if pd.isna(moment):
        raise ValueError(f"{of!r} is not a day; give a date or text like '2023-07-06'")
    return moment.tz_localize(None).normalize()


def from_stamps(stamps: Sequence[str | None], *, zone: dt.tzinfo) -> pd.DatetimeIndex:
    """Read stored times as times of a zone, `datetime64[ms]` without a zone."""
    # numpy reads no "Z", and every stored time ends with one
    bare = [None if text is None else text.removesuffix("Z") for text in stamps]
    utc = pd.DatetimeIndex(np.array(bare, dtype="datetime64[ms]"), tz="UTC")
    return utc.tz_convert(zone).tz_localize(None)


SRS_ID = CGCS2000_EPSG

_HEADER = np.dtype([
    ("magic", "S2"),
    ("version", "u1"),
    ("flags", "u1"),
    ("srs_id", "<i4"),
    ("envelope", "<f8", 4),
])
_LITTLE_ENDIAN, _WITH_ENVELOPE, _EMPTY = 0b1, 0b10, 0b10000
# length of the header by the envelope indicator in bits 1-3 of the flags
_LENGTHS = (8, 40, 56, 56, 72)


def encode(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    r"""Turn geometries into GeoPackage blobs.

    Examples
    --------
    >>> blob = encode(np.array([shapely.box(110, 39, 111, 40)], dtype=object))[0]
    >>> blob[:4], len(blob)
    (b'GP\x00\x03', 133)
    """
    empty = shapely.is_empty(geometries)
    header = np.zeros(len(geometries), dtype=_HEADER)
    header["magic"] = b"GP"
    header["flags"] = _LITTLE_ENDIAN | _WITH_ENVELOPE | (empty * _EMPTY)
    header["srs_id"] = SRS_ID
    # the standard orders an envelope minx, maxx, miny, maxy
    header["envelope"] = shapely.bounds(geometries)[:, [0, 2, 1, 3]]
    heads = header.view(f"V{_HEADER.itemsize}").tolist()
    wkb = shapely.to_wkb(geometries, flavor="iso", byte_order=1)
    blobs: npt.NDArray[np.object_] = _objects(heads) + _objects(wkb)
    return blobs


def decode(blobs: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Turn GeoPackage blobs, also those of other programs, into geometries."""
    wkb = [None if b is None else b[_LENGTHS[b[3] >> 1 & 0b111] :] for b in blobs]
    return np.asarray(shapely.from_wkb(_objects(wkb)), dtype=object)


def _objects(values: Any) -> npt.NDArray[np.object_]:
    """Make an object array without numpy looking into the values."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def add_spatial_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the R-tree triggers call."""
    parts = (("ST_MinX", 0), ("ST_MaxX", 1), ("ST_MinY", 2), ("ST_MaxY", 3))
    for name, position in parts:
        connection.create_function(name, 1, _bound_of(position), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _bound_of(position: int) -> Any:
    def bound(blob: bytes) -> float:
        envelope = np.frombuffer(blob, "<f8", 4, offset=8)
        return float(envelope[position])

    def measured(blob: bytes | None) -> float | None:
        if blob is None or _is_empty(blob):
            return None
        if blob[3] & 0b1111 == _LITTLE_ENDIAN | _WITH_ENVELOPE:
            return bound(blob)
        # written by another program, without an envelope or in other byte order
        bounds = shapely.bounds(decode(_objects([blob]))[0])
        return float(bounds[[0, 2, 1, 3]][position])

    return measured


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(bool(blob[3] & _EMPTY))


def spatial_references() -> list[dict[str, Any]]:
    """Give the rows of `gpkg_spatial_ref_sys` that the standard and we need."""
    undefined = {"organization": "NONE", "definition": "undefined"}
    named = {"organization": "EPSG", "description": "longitude, latitude"}
    return [
        {
            **undefined,
            "srs_name": "Undefined Cartesian SRS",
            "srs_id": -1,
            "description": "undefined Cartesian coordinate reference system",
        },
        {
            **undefined,
            "srs_name": "Undefined geographic SRS",
            "srs_id": 0,
            "description": "undefined geographic coordinate reference system",
        },
        {**named, "srs_name": "WGS 84", "srs_id": 4326, "definition": _wkt(4326)},
        {**named, "srs_name": "CGCS2000", "srs_id": SRS_ID, "definition": _wkt(SRS_ID)},
    ]


def _wkt(code: int) -> str:
    return pyproj.CRS.from_epsg(code).to_wkt("WKT1_GDAL")


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
meta = sa.table(META_TABLE, sa.column("key"), sa.column("value"))
contents = sa.table(
    "gpkg_contents",
    *map(
        sa.column,
        ("table_name", "data_type", "identifier", "description", "last_change"),
    ),
    *map(sa.column, ("min_x", "min_y", "max_x", "max_y", "srs_id")),
)

_OBJECT_TYPES = {
    "string": "str",
    "empty": "str",
    "boolean": "boolean",
    "integer": "Int64",
    "floating": "float64",
    "mixed-integer-float": "float64",
}


def plain_extras(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the columns outside the parcel table types that can be kept."""
    geometry = parcels.geometry.name
    others = [c for c in parcels.columns if c not in STORED_FIELDS and c != geometry]
    types = {name: _plain_type(name, parcels[name]) for name in others}
    return parcels.astype(types)


def _plain_type(name: Any, column: pd.Series) -> str:
    if not isinstance(name, str) or not name:
        raise SchemaError("base_column_name_no_text", name=name)
    if isinstance(column.dtype, pd.CategoricalDtype):
        return "str"
    dtype = column.dtype
    if kinds.is_bool_dtype(dtype) or kinds.is_datetime64_any_dtype(dtype):
        return str(dtype)
    if kinds.is_integer_dtype(dtype) or kinds.is_float_dtype(dtype):
        return str(dtype)
    if isinstance(dtype, pd.StringDtype):
        return "str"
    inferred = kinds.infer_dtype(column, skipna=True)
    if not kinds.is_object_dtype(dtype) or inferred not in _OBJECT_TYPES:
        raise SchemaError("base_column_type_refused", name=name, inferred=inferred)
    return _OBJECT_TYPES[inferred]


def joined_types(old: str | None, column: pd.Series) -> str:
    """Find the type that holds what a column held before and holds now."""
    new = str(column.dtype)
    if old is None or old == new:
        return new
    if column.isna().all():
        return old
    integers = [kinds.is_integer_dtype(name) for name in (old, new)]
    if all(integers):
        return "Int64"
    numbers = [kinds.is_float_dtype(name) for name in (old, new)]
    if all(a or b for a, b in zip(integers, numbers, strict=True)):
        return "float64"
    return "str"


def to_rows(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Turn parcels into rows of the file, on the same index."""
    rows = {"geom": encode(parcels.geometry.to_numpy())}
    for name, declared in STORED_FIELDS.items():
        if name not in parcels.columns:
            rows[name] = np.full(len(parcels), None, dtype=object)
        elif declared == "DATE":
            rows[name] = iso_days(parcels[name])
        else:
            rows[name] = plain(parcels[name])
    geometry = parcels.geometry.name
    extra = parcels.drop(columns=[*STORED_FIELDS, geometry], errors="ignore")
    rows["extra"] = _to_json(extra)
    return pd.DataFrame(rows, index=parcels.index, dtype=object)


def iso_days(days: pd.Series) -> Any:
    """Write days as ISO text, None where missing."""
    values = days.to_numpy(dtype="datetime64[D]")
    texts = np.datetime_as_string(values).astype(object)
    texts[np.isnat(values)] = None
    return texts


def plain(column: pd.Series) -> Any:
    """Give a column as an object array of plain Python values, None where missing."""
    return column.astype(object).where(column.notna(), None).to_numpy()


def _to_json(extra: pd.DataFrame) -> Any:
    if extra.columns.empty:
        return np.full(len(extra), None, dtype=object)
    columns = []
    for name in extra.columns:
        column = extra[name]
        if kinds.is_datetime64_any_dtype(column.dtype):
            iso = column.map(lambda moment: moment.isoformat(), na_action="ignore")
            column = iso.astype(object)
        columns.append(plain(column))
    names = list(extra.columns)
    texts = [
        json.dumps(
            {n: v for n, v in zip(names, row, strict=True) if v is not None},
            ensure_ascii=False,
        )
        for row in zip(*columns, strict=True)
    ]
    return np.array(texts, dtype=object)


def to_records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as dictionaries, for an insert of many."""
    names = list(rows.columns)
    columns = [rows[name].tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def from_rows(
    rows: Sequence[Sequence[Any]], names: Sequence[str], given: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Turn rows of the file into parcels."""
    fetched = zip(*rows, strict=True) if rows else ((),) * len(names)
    columns = dict(zip(names, fetched, strict=True))
    data: dict[str, Any] = {
        name: _field(columns[name], STORED_FIELDS[name])
        for name in STORED_FIELDS
        if name in given or name in REQUIRED_COLUMNS
    }
    extras = [name for name in given if name not in STORED_FIELDS]
    parsed = [{} if text is None else json.loads(text) for text in columns["extra"]]
    for name in extras:
        values = [extra.get(name) for extra in parsed]
        data[name] = typed_extra(pd.Series(values, dtype=object), given[name])
    others = [n for n in names if n not in {"geom", "extra", *STORED_FIELDS}]
    data.update({name: list(columns[name]) for name in others})
    geometry = decode(np.array([*columns["geom"], None], dtype=object)[:-1])
    made = gpd.GeoDataFrame(data, geometry=geometry, crs=CGCS2000)
    return as_parcels(made)


def _field(values: Sequence[Any], declared: str) -> Any:
    if declared == "DATE":
        return np.array(values, dtype="datetime64[s]")
    dtype = {"TEXT": "str", "DOUBLE": "float64", "INTEGER": "Int64"}[declared]
    return pd.Series(values, dtype=dtype)


def typed_extra(values: pd.Series, dtype: Any) -> Any:
    """Give an extra column its type; whole numbers and yes/no may have gaps by now."""
    if dtype.startswith("datetime64"):
        moments = pd.to_datetime(values, format="ISO8601", utc="," in dtype)
        return moments.astype(dtype)
    if values.isna().any() and kinds.is_integer_dtype(dtype):
        dtype = "Int64"
    elif values.isna().any() and kinds.is_bool_dtype(dtype):
        dtype = "boolean"
    return values.astype(dtype)
