"""GeoParquet, by pyarrow, which GDAL's wheels cannot read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.errors import MissingDependencyError, SourceError
from landbase.sources.raw import RawTable
from landbase.sources.table import stated_crs
from landbase.sources.wkb import decode_wkb

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

__all__ = ["read_parquet"]

_DEFAULT = "OGC:CRS84"


def read_parquet(path: Path, *, source: str) -> RawTable:
    """Read a GeoParquet file.

    Parameters
    ----------
    path
        The file.
    source
        What issues call it.

    Returns
    -------
    table
        Its rows, with the primary geometry column.

    Raises
    ------
    MissingDependencyError
        pyarrow is not installed.
    SourceError
        The file is damaged, has no geometry, or not as WKB.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingDependencyError("need_pyarrow") from error
    try:
        table = parquet.read_table(path)
        about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        frame = table.to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError("parquet_unreadable", source=source, error=error) from error
    name, column = _primary(about, source)
    wkb = np.empty(len(frame), dtype=object)
    wkb[:] = [None if pd.isna(part) else bytes(part) for part in frame[name]]
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    geometry, issues = decode_wkb(wkb, source=source, rows=rows)
    return RawTable(
        source=source,
        frame=frame.drop(columns=list(about["columns"])).rename(columns=str),
        rows=rows,
        geometry=geometry,
        crs=_crs(column),
        issues=issues,
    )


def _primary(about: dict[str, Any], source: str) -> tuple[str, dict[str, Any]]:
    """Find the geometry column in the metadata of GeoParquet."""
    name = about.get("primary_column")
    column = about.get("columns", {}).get(name)
    if column is None or column.get("encoding") != "WKB":
        raise SourceError("parquet_without_wkb", source=source)
    return str(name), column


def _crs(column: dict[str, Any]) -> CRS | None:
    said = column.get("crs", _DEFAULT)
    return stated_crs(json.dumps(said) if isinstance(said, dict) else said)
