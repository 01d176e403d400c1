"""Make raw tables in code, as a reader gives them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from landbase.io.layers import RawTable
from landbase.parcels.read import Cleaning, ReadResult, clean_tables

WEST, SOUTH = 37_450_000.0, 4_400_000.0


def lot(number: int = 0, side: float = 100.0) -> shapely.Polygon:
    """A square in zone 37, each number at a place of its own; 100 m is 1 ha."""
    x = WEST + 1000 * number
    return shapely.box(x, SOUTH, x + side, SOUTH + side)


def raw(
    geometry: list[Any] | None = None,
    *,
    rows: int = 3,
    crs: Any = "EPSG:4525",
    source: str = "地块.shp",
    **columns: Any,
) -> RawTable:
    """Rows of squares of one hectare with ids P-1, P-2, … and the columns given."""
    shapes = [lot(n) for n in range(rows)] if geometry is None else geometry
    count = len(shapes)
    cells = {"DKBH": [f"P-{n + 1}" for n in range(count)], "TDLB": "闲置土地"}
    held = np.empty(count, dtype=object)
    held[:] = shapes
    return RawTable(
        source=source,
        frame=pd.DataFrame({**cells, **columns}, index=pd.RangeIndex(count)),
        rows=np.arange(1, count + 1, dtype=np.int64),
        geometry=held,
        crs=None if crs is None else CRS.from_user_input(crs),
    )


def clean(*tables: RawTable, **options: Any) -> ReadResult:
    """Clean tables with the options given."""
    return clean_tables(tables, Cleaning(**options))


def found(result: ReadResult, code: str) -> pd.DataFrame:
    """The issues of one code."""
    table = result.issues.table
    return table[table["code"] == code].reset_index(drop=True)
