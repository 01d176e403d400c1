"""Areas of the same parcels by every method, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area, planar_area

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["compare_areas"]

_PPM = 1_000_000


def compare_areas(
    parcels: gpd.GeoDataFrame,
    *,
    zone: int | None = None,
    published: pd.Series | None = None,
) -> pd.DataFrame:
    """Lay declared, ellipsoidal, plane and published areas side by side.

    The plane of a 3° zone enlarges: not at all on its central meridian, by up to some
    365 ppm at the edge of a zone in Ordos. How much of what a declared area exceeds
    the ellipsoidal one by is that enlargement is ``explained``.

    Parameters
    ----------
    parcels
        Outlines in CGCS2000, with `declared_area_m2` where there is one. Not changed.
    zone
        The zone of the plane; by default each parcel's own.
    published
        Further areas in m², on the index of `parcels`.

    Returns
    -------
    comparison
        On the index of `parcels`: `declared_m2`, `ellipsoidal_m2`, `planar_m2` and
        `published_m2` (where there are any); of each but the ellipsoidal its
        difference to that, such as `planar_minus_m2`, and the same in parts per
        million, `planar_ppm`; `explained`, the share of the declared difference that
        the projection explains (0 to 1; missing where there is no difference).

    Raises
    ------
    CRSError
        The CRS is missing or not CGCS2000.
    ValueError
        `published` is not on the index of `parcels`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> square = gpd.GeoDataFrame(
    ...     {"declared_area_m2": [10_000.0]},
    ...     geometry=[box(500000, 4300000, 500100, 4300100)], crs="EPSG:4546")
    >>> compare_areas(square).round(2)[["planar_m2", "ellipsoidal_m2"]].to_numpy()
    array([[10000., 10000.]])
    """
    if published is not None and not published.index.equals(parcels.index):
        raise ValueError("published must be a Series on the index of the parcels")
    ellipsoid = ellipsoidal_area(parcels)
    others = {"planar": planar_area(parcels, zone=zone)}
    if "declared_area_m2" in parcels:
        others = {"declared": parcels["declared_area_m2"].astype("float64"), **others}
    if published is not None:
        others["published"] = published.astype("float64")
    columns = {f"{name}_m2": area for name, area in others.items()}
    columns["ellipsoidal_m2"] = ellipsoid
    measured = ellipsoid.where(ellipsoid > 0)
    for name, area in others.items():
        columns[f"{name}_minus_m2"] = area - ellipsoid
        columns[f"{name}_ppm"] = (area - ellipsoid) / measured * _PPM
    table = pd.DataFrame(columns)
    if "declared" in others:
        table["explained"] = _explained(table)
    return table


def _explained(table: pd.DataFrame) -> pd.Series:
    """Give the share of the declared difference that the plane's enlargement is."""
    off, expected = table["declared_minus_m2"], table["planar_minus_m2"]
    left = (off - expected).abs()
    share = (1 - left / off.abs().where(off != 0)).clip(lower=0.0)
    return share.where(np.isfinite(off)).rename("explained")
