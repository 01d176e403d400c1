"""Parcels as rows of a land base, and rows as parcels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pandas.api import types as kinds

from landbase.crs import CGCS2000
from landbase.errors import SchemaError
from landbase.rules.schema import REQUIRED_COLUMNS, as_parcels
from landbase.store.columns import STORED_FIELDS
from landbase.store.outlines import decode, encode, objects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import sqlalchemy as sa

__all__ = [
    "AT_ONCE",
    "by_name",
    "facts_in",
    "field_of",
    "frame_of",
    "from_rows",
    "in_parts",
    "iso_days",
    "none_of",
    "parcels_of",
    "plain",
    "rows_of",
    "to_columns",
    "to_records",
    "to_rows",
]


AT_ONCE = 20_000  # rows that are held in memory, of all that are written or read
Columns = dict[str, Any]  # name → values

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
    # days repeat themselves, and to write one takes longer than to find it again
    codes, found = pd.factorize(days.to_numpy(dtype="datetime64[D]"))
    texts = [*np.datetime_as_string(np.asarray(found, dtype="datetime64[D]")), None]
    return np.array(texts, dtype=object)[codes]


def plain(column: pd.Series) -> Any:
    """Give a column as an object array of plain Python values, None where missing."""
    values = column.to_numpy(dtype=object, copy=True)
    values[column.isna().to_numpy()] = None
    return values


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


def to_columns(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """Give rows as lists of their columns, for an insert of many."""
    return {name: rows[name].tolist() for name in rows.columns}


def to_records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as dictionaries."""
    columns = to_columns(rows)
    values = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def by_name(
    rows: Sequence[Sequence[Any]], names: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Give fetched rows as columns."""
    fetched = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, fetched, strict=True))


def frame_of(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> pd.DataFrame:
    """Make a table of fetched rows; pandas would look into each of them first."""
    return pd.DataFrame(by_name(rows, names))


def rows_of(fetched: sa.CursorResult[Any]) -> list[tuple[Any, ...]]:
    """Give the rows of a query as the driver has them, as the database keeps them.

    SQLAlchemy would only put each into a row of its own.
    """
    cursor = fetched.cursor
    rows = [] if cursor is None else list(cursor.fetchall())
    fetched.close()
    return rows


def in_parts(
    fetched: sa.CursorResult[Any], typed: Callable[[Columns], Columns]
) -> Columns:
    """Give the columns of a query, which are `typed` part by part.

    As the driver gives them, values take several times the room of a column.
    """
    names, cursor = tuple(fetched.keys()), fetched.cursor
    parts = []
    while cursor is not None and (rows := cursor.fetchmany(AT_ONCE)):
        parts.append(typed(by_name(rows, names)))
    fetched.close()
    if len(parts) <= 1:
        return parts[0] if parts else typed(by_name((), names))
    return {
        name: pd.concat([pd.Series(part[name]) for part in parts], ignore_index=True)
        for name in parts[0]
    }


def from_rows(
    rows: Sequence[Sequence[Any]], names: Sequence[str], given: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Turn rows of the file into parcels."""
    return _as_parcels(_typed(by_name(rows, names), given))


def parcels_of(
    fetched: sa.CursorResult[Any], given: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Turn all that a query finds into parcels."""
    return _as_parcels(in_parts(fetched, lambda columns: _typed(columns, given)))


def _typed(columns: Columns, given: Mapping[str, str]) -> Columns:
    data: Columns = {
        name: field_of(columns[name], STORED_FIELDS[name])
        for name in STORED_FIELDS
        if name in given or name in REQUIRED_COLUMNS
    }
    extras = {name: given[name] for name in given if name not in STORED_FIELDS}
    data |= _from_json(columns.get("extra", ()), extras)
    others = [n for n in columns if n not in {"geom", "extra", *STORED_FIELDS}]
    data.update({name: list(columns[name]) for name in others})
    data["geometry"] = decode(objects(columns["geom"]))
    return data


def _as_parcels(data: Columns) -> gpd.GeoDataFrame:
    geometry = np.asarray(data.pop("geometry"), dtype=object)
    return as_parcels(gpd.GeoDataFrame(data, geometry=geometry, crs=CGCS2000))


def _from_json(texts: Sequence[str | None], given: Mapping[str, str]) -> Columns:
    """Read the columns that are kept in `extra`, with their types."""
    if not given:
        return {}
    parsed = [{} if text is None else json.loads(text) for text in texts]
    return {
        name: typed_extra(pd.Series([x.get(name) for x in parsed], dtype=object), dtype)
        for name, dtype in given.items()
    }


def facts_in(fetched: sa.CursorResult[Any], given: Mapping[str, str]) -> pd.DataFrame:
    """Turn some columns of the file, with `extra`, into a table."""

    def typed(columns: Columns) -> Columns:
        facts = {
            name: field_of(values, STORED_FIELDS[name])
            for name, values in columns.items()
            if name in STORED_FIELDS
        }
        return facts | _from_json(columns.get("extra", ()), given)

    return pd.DataFrame(in_parts(fetched, typed))


def field_of(values: Sequence[Any], declared: str) -> Any:
    """Give values as they are stored the type of their column."""
    if declared == "DATE":
        # None would cost ten times as much as a word
        days = ["NaT" if value is None else value for value in values]
        return np.array(days, dtype="datetime64[s]")
    return pd.Series(objects(values), dtype=_DTYPES[declared])


_DTYPES = {
    "TEXT": "str",
    "DATE": "datetime64[s]",
    "DOUBLE": "float64",
    "INTEGER": "Int64",
}


def none_of(name: str, index: pd.Index) -> pd.Series:
    """Make a column of the file in which nothing stands."""
    return pd.Series(None, index=index, dtype=_DTYPES[STORED_FIELDS[name]])


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
