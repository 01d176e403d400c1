"""The legend with counts and areas that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.levelling import level_crossed
from landbase.rules import rules_of
from landbase.rules.schema import require_columns
from landbase.units import from_m2

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.style.legend import Legend

__all__ = ["legend_table", "sum_by_category"]


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
        to its total to the last digit. The figures are those that `print_table`
        prints for these parcels, levelled within each category where they have one.

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
    there = count > 0
    codes = np.array([entry.code or "missing" for entry in legend.all_classes])
    table = pd.DataFrame({"count": count[there]}, index=pd.Index(codes[there]))
    area = sum_by_category(parcels, position, m2, size=size)[there]
    for unit in ("mu", "ha"):
        units = level_crossed(from_m2(area, unit), decimals=decimals)
        table[unit] = units.sum(axis=1) / 10.0**decimals
    total = table.sum().round(decimals)
    table.loc["total"] = total
    return table.astype({"count": "int64"})


def sum_by_category(
    parcels: pd.DataFrame,
    line: npt.NDArray[np.intp],
    m2: npt.NDArray[np.float64],
    *,
    size: int,
) -> npt.NDArray[np.float64]:
    """Sum areas per line and category, for `level_crossed`.

    Parameters
    ----------
    parcels
        Parcels, with `category` where lines are to be levelled within each.
    line
        The line of each parcel, a position.
    m2
        The area of each.
    size
        How many lines there are.

    Returns
    -------
    sums
        In m²: one row a line, one column a category that has an area, in order.
    """
    column, categories = np.zeros(len(line), dtype=np.intp), 1
    if "category" in parcels:
        known = rules_of(of=parcels).vocabulary.codes("category")
        found = sorted({*parcels["category"].dropna().astype(str)} - {*known})
        order = pd.Index([*known, *found])
        column = order.get_indexer(pd.Index(parcels["category"].astype("str")))
        column = np.where(column < 0, len(order), column)
        categories = len(order) + 1
    cells = np.bincount(
        line * categories + column, weights=m2, minlength=size * categories
    )
    sums: npt.NDArray[np.float64] = cells.reshape(size, categories).astype(np.float64)
    return sums[:, sums.any(axis=0)] if sums.any() else sums[:, :1]
