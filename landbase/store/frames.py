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
from landbase.store.outlines import decode, encode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "by_name",
    "facts_from_rows",
    "frame_of",
    "from_rows",
    "iso_days",
    "plain",
    "to_columns",
    "to_records",
    "to_rows",
]


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


def from_rows(
    rows: Sequence[Sequence[Any]], names: Sequence[str], given: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """Turn rows of the file into parcels."""
    columns = by_name(rows, names)
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


def facts_from_rows(
    rows: Sequence[Sequence[Any]], names: Sequence[str], given: Mapping[str, str]
) -> pd.DataFrame:
    """Turn rows of some columns of the file, the last of them `extra`, into a table."""
    columns = by_name(rows, names)
    facts = {
        name: _field(values, STORED_FIELDS[name])
        for name, values in columns.items()
        if name in STORED_FIELDS
    }
    parsed = [{} if text is None else json.loads(text) for text in columns["extra"]]
    for name, dtype in given.items():
        values = [extra.get(name) for extra in parsed]
        facts[name] = typed_extra(pd.Series(values, dtype=object), dtype)
    return pd.DataFrame(facts)


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
