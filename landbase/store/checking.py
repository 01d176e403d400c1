"""Parcels brought into the form that is kept, or all that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import shapely

from landbase.crs import to_geographic
from landbase.errors import GeometryError, SchemaError
from landbase.geometry import is_polygonal
from landbase.issues import Issues
from landbase.rules.schema import as_parcels
from landbase.store.frames import plain_extras

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.rules import Rules

__all__ = ["checked_parcels"]


def checked_parcels(parcels: gpd.GeoDataFrame, *, rules: Rules) -> gpd.GeoDataFrame:
    """Bring parcels into the form that is kept, or say all that is wrong with them.

    Parameters
    ----------
    parcels
        The parcel table in any CGCS2000 CRS. Not changed.
    rules
        The codes that are known.

    Returns
    -------
    parcels
        In EPSG:4490, typed, geometry column `geometry`, on a RangeIndex.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum.
    GeometryError
        Parcels have heights.
    SchemaError
        Columns are missing or of a wrong type, or rows are at fault; `issues` lists
        them all.
    """
    typed = plain_extras(as_parcels(to_geographic(parcels))).reset_index(drop=True)
    if typed.geometry.name != "geometry":
        typed = typed.rename_geometry("geometry")
    if typed.has_z.any():
        raise GeometryError("base_heights", count=int(typed.has_z.sum()))
    issues = _faults(typed, rules)
    if len(issues):
        raise SchemaError(
            "base_parcels_refused",
            count=len(issues),
            parcels=len(typed),
            first=issues.told(1),
            issues=issues,
        )
    return typed


def _faults(parcels: gpd.GeoDataFrame, rules: Rules) -> Issues:
    """List rows without an id, repeated ids, unknown codes and what is no polygon."""
    ids = parcels["parcel_id"]
    missing = ids.isna() | (ids.str.strip() == "")
    repeated = ids.duplicated(keep=False) & ~missing
    shapes = parcels.geometry.to_numpy()
    areal = is_polygonal(shapes) & ~shapely.is_empty(shapes)
    found = [
        _issues("missing_id", parcels[missing], "parcel_id"),
        _issues("base_duplicate_id", parcels[repeated], "parcel_id"),
        _issues("base_not_polygon", parcels[~areal], None),
    ]
    for column in [c for c in ("category", "status") if c in parcels.columns]:
        known = parcels[column].isin(rules.vocabulary.codes(column))
        if column == "status":
            known |= parcels[column].isna()
        found.append(_issues("base_unknown_code", parcels[~known], column))
    return Issues.concat(found)


def _issues(code: str, rows: gpd.GeoDataFrame, column: str | None) -> Issues:
    """Make an issue for each row, placed by its source where it names one."""
    if rows.empty:
        return Issues.none()
    count = pd.Series(rows.index + 1, index=rows.index, dtype="Int64")
    no_row = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    no_source = pd.Series(None, index=rows.index, dtype="str")
    return Issues.of(
        code,
        source=rows.get("source", no_source).fillna("parcels"),
        source_row=rows.get("source_row", no_row).fillna(count),
        parcel_id=rows["parcel_id"],
        column=column,
        value=None if column is None else rows[column],
    )
