"""Whether banner outlines are in GCJ-02, by how the parcels fit them.

Public outlines are often in GCJ-02, labelled WGS84: everything some 400 m off. An
outline alone does not show it; parcels with a declared banner do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from landbase.banners.parts import Geometries, find_held
from landbase.crs import to_geographic
from landbase.issues import Issues

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["as_gcj02", "shift_issues"]

Floats = npt.NDArray[np.float64]

# The shift must make so many more parcels fit, and more than chance would: the count
# of those that do not fit varies by about its square root.
_FEWEST = 5
_SIGMAS = 3

# Krasovsky's ellipsoid, which GCJ-02 is made on
_A = 6378245.0
_E2 = 0.00669342162296594323
_NEAR = (105.0, 35.0)  # the point that its offsets are written around


def shift_issues(parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> Issues:
    """Report outlines that fit the declared banners far better as GCJ-02.

    Parameters
    ----------
    parcels
        The table; only rows that declare a banner of the layer are looked at.
    banners
        Outlines with codes; ``attrs["source"]`` names their file.

    Returns
    -------
    issues
        ``outlines_look_shifted``, once, or none.
    """
    if "banner" not in parcels:
        return Issues.none()
    layer = to_geographic(banners).sort_values("banner")
    codes = layer["banner"].astype("str").to_numpy(dtype=object)
    declared = parcels["banner"].astype("str")
    known = declared.isin(codes).to_numpy()
    lands = to_geographic(parcels[known]).geometry.to_numpy()
    number = np.searchsorted(codes, declared[known].to_numpy(dtype=object))
    outlines = layer.geometry.to_numpy()
    before = _misfits(lands, number, outlines)
    if before < _FEWEST:
        return Issues.none()
    moved = shapely.transform(lands, as_gcj02)
    after = _misfits(moved, number, outlines)
    if before - after < max(_FEWEST, _SIGMAS * before**0.5):
        return Issues.none()
    return Issues.of(
        "outlines_look_shifted",
        source=banners.attrs.get("source"),
        column="geometry",
        details={"before": before, "after": after},
    )


def _misfits(
    lands: Geometries, number: npt.NDArray[np.intp], outlines: Geometries
) -> int:
    """Count parcels that are not wholly in the banner they declare."""
    nothing = np.full(len(outlines), shapely.Polygon(), dtype=object)
    held = find_held(lands, outlines, nothing)
    fits = held.parcel[held.banner == number[held.parcel]]
    return len(lands) - len(np.unique(fits))


def as_gcj02(points: Floats) -> Floats:
    """Move longitudes and latitudes as GCJ-02 does (known since about 2010).

    Parameters
    ----------
    points
        Rows of longitude and latitude in degrees. Not changed.

    Returns
    -------
    moved
        The same points in GCJ-02.
    """
    x, y = (points - _NEAR).T
    pi = np.pi
    common = (20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y
    north += 0.2 * np.sqrt(np.abs(x)) + common
    north += (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y
    east += 0.1 * np.sqrt(np.abs(x)) + common
    east += (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    latitude = np.radians(points[:, 1])
    w = np.sqrt(1 - _E2 * np.sin(latitude) ** 2)
    d_lat = np.degrees(north / (_A * (1 - _E2) / w**3))
    d_lon = np.degrees(east / (_A / w * np.cos(latitude)))
    return np.asarray(points + np.column_stack([d_lon, d_lat]), dtype=np.float64)
