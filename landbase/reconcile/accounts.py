"""One account of land: ids, areas in m², groups, and outlines where it has any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from landbase.area import ellipsoidal_area, planar_area
from landbase.crs import CGCS2000, to_geographic
from landbase.errors import SchemaError
from landbase.geometry import repair
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MISSING", "Account", "Booleans", "Floats", "Objects", "Positions", "take"]

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]
Positions = npt.NDArray[np.intp]

MISSING = "missing"
_MEASURES = ("ellipsoidal", "planar")


@dataclass(frozen=True, eq=False)
class Account:
    """The rows of one account, as arrays in their order.

    Attributes
    ----------
    ids
        Text; None where a row has none.
    m2
        Areas; NaN where a row has none.
    group
        What the totals go by; None where the account does not have the column.
    shapes
        Outlines in degrees of CGCS2000, valid; None where the account has none.
    where
        Source and row, or the label of the row.
    """

    ids: Objects
    m2: Floats
    group: Objects | None
    shapes: Objects | None
    where: Objects

    def __len__(self) -> int:
        return len(self.ids)

    def measured(self, rows: Positions) -> tuple[Floats, Floats]:
        """Measure outlines on the ellipsoid and in the plane of their own zones."""
        if self.shapes is None:
            nothing = np.full(len(rows), np.nan)
            return nothing, nothing
        series = gpd.GeoSeries(self.shapes[rows], crs=CGCS2000)
        return ellipsoidal_area(series).to_numpy(), planar_area(series).to_numpy()


def take(frame: pd.DataFrame, *, on: str, area: str, by: str | None) -> Account:
    """Take one account from a table.

    Parameters
    ----------
    frame
        Any table, with or without geometry. Not changed.
    on, area, by
        As given to `reconcile`, for this side.

    Returns
    -------
    account
        Its rows in their order.

    Raises
    ------
    SchemaError
        A column is missing, or the areas are not numbers.
    """
    require_columns(frame, on)
    m2 = _areas(frame, area)
    text = frame[on].astype("str").str.strip()
    ids = text.to_numpy(dtype=object)
    ids[(text.isna() | (text == "")).to_numpy()] = None
    group = None
    if by is not None and by in frame:
        group = frame[by].astype("str").fillna(MISSING).to_numpy(dtype=object)
    return Account(ids, m2, group, _shapes(frame), _where(frame))


def _areas(frame: pd.DataFrame, area: str) -> Floats:
    if area in _MEASURES and area not in frame:
        if not isinstance(frame, gpd.GeoDataFrame):
            raise SchemaError("account_without_outlines", area=area)
        measure = ellipsoidal_area if area == "ellipsoidal" else planar_area
        return measure(frame).to_numpy()
    require_columns(frame, area)
    try:
        return frame[area].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise SchemaError("account_area_not_numeric", area=area, error=error) from error


def _shapes(frame: pd.DataFrame) -> Objects | None:
    """Give outlines in degrees, repaired for comparing only."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        return None
    shapes = repair(to_geographic(frame.geometry).to_numpy())
    return np.asarray(shapes, dtype=object)


def _where(frame: pd.DataFrame) -> Objects:
    """Name each row by its source and row number, else by its label in the table."""
    if "source" not in frame or "source_row" not in frame:
        return frame.index.astype("str").to_numpy(dtype=object)
    source = frame["source"].astype("str").fillna("")
    text = source + ":" + frame["source_row"].astype("str").fillna("")
    return text.to_numpy(dtype=object)
