"""The legend with counts and areas that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.schema import require_columns
from landbase.units import from_m2, level

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.style.legend import Legend

__all__ = ["legend_table"]


def legend_table(
    legend: Legend,
    parcels: gpd.GeoDataFrame,
    *,
    areas: pd.Series | None = None,
    decimals: int = 2,
) -> pd.DataFrame:
    """Count parcels and sum their areas per class, rounded so that the sums close.

    Parameters
    ----------
    legend
        The classes.
    parcels
        Parcels in a known CRS of CGCS2000 or WGS 84. Not changed.
    areas
        Areas in m² on the index of `parcels`; by default they are measured on the
        ellipsoid. A parcel without an area is counted with 0 m².
    decimals
        Digits after the decimal point of mu and hectares.

    Returns
    -------
    table
        Index: the codes that occur, in the order of the legend, then "missing" where
        it occurs, then "total". Columns count, mu, ha. The lines of each column sum
        to its total to the last digit.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    SchemaError
        The column of the legend is missing.
    ValueError
        A value has no class, or `areas` is not on the index of `parcels`.
    """
    require_columns(parcels, legend.column)
    if areas is not None and not areas.index.equals(parcels.index):
        raise ValueError("areas must be a Series on the index of the parcels")
    m2 = (ellipsoidal_area(parcels) if areas is None else areas).fillna(0).to_numpy()
    position = legend.positions(parcels[legend.column])
    size = len(legend.all_classes)
    count = np.bincount(position, minlength=size)
    area = np.bincount(position, weights=m2, minlength=size).astype(np.float64)
    there = count > 0
    codes = np.array([entry.code or "missing" for entry in legend.all_classes])
    table = pd.DataFrame({"count": count[there]}, index=pd.Index(codes[there]))
    for unit in ("mu", "ha"):
        table[unit] = level(from_m2(area[there], unit), decimals=decimals)
    total = table.sum().round(decimals)
    table.loc["total"] = total
    return table.astype({"count": "int64"})
