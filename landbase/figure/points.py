"""Boundary points of a parcel, numbered clockwise from the north-west."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from landbase.crs import project, to_geographic, zone_crs, zone_of
from landbase.errors import GeometryError

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt
    from pyproj import CRS

__all__ = ["boundary_points", "own_zone"]


def own_zone(parcel: gpd.GeoDataFrame) -> tuple[int, CRS]:
    """Give the 3° zone of a parcel's centroid, and its CRS with prefixed eastings."""
    shape = _only(parcel)
    zone = int(zone_of(np.array([shape.centroid.x]))[0])
    return zone, zone_crs(zone)


def boundary_points(parcel: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the boundary points of one parcel in its own 3° zone.

    Parameters
    ----------
    parcel
        One row with a polygon, in a CRS of CGCS2000 or WGS 84. Not changed.

    Returns
    -------
    points
        `point` ("J1", … running over all rings), `ring` (from 1), `x` (northing) and
        `y` (easting with zone prefix) in metres, `length` to the next point of the
        ring. Shells go clockwise from their north-westernmost point, holes the other
        way round. The closing point is not repeated.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    GeometryError
        There is not exactly one polygon.

    Examples
    --------
    >>> import geopandas as gpd
    >>> square = shapely.box(37500000, 4400000, 37500100, 4400100)
    >>> points = boundary_points(gpd.GeoDataFrame(geometry=[square], crs="EPSG:4525"))
    >>> points[["point", "length"]].round(3).values.tolist()
    [['J1', 100.0], ['J2', 100.0], ['J3', 100.0], ['J4', 100.0]]
    """
    _, crs = own_zone(parcel)
    plane = project(np.array([_only(parcel)], dtype=object), crs)
    parts = shapely.orient_polygons(shapely.get_parts(plane), exterior_cw=True)
    rings = [_from_north_west(ring) for part in parts for ring in _rings(part)]
    xy = np.concatenate(rings)
    lengths = [np.hypot(*(np.roll(ring, -1, axis=0) - ring).T) for ring in rings]
    sizes = [len(ring) for ring in rings]
    return pd.DataFrame({
        "point": [f"J{number}" for number in range(1, len(xy) + 1)],
        "ring": np.repeat(np.arange(1, len(rings) + 1), sizes),
        "x": xy[:, 1],
        "y": xy[:, 0],
        "length": np.concatenate(lengths),
    })


def _only(parcel: gpd.GeoDataFrame) -> Any:
    """Give the one polygon, in degrees."""
    shapes = to_geographic(parcel).geometry
    if len(shapes) != 1 or shapes.isna().any() or shapes.is_empty.any():
        raise GeometryError("sheet_one_parcel_needed", count=len(shapes))
    return shapes.iloc[0]


def _rings(part: Any) -> list[npt.NDArray[np.float64]]:
    return [
        shapely.get_coordinates(ring)[:-1] for ring in (part.exterior, *part.interiors)
    ]


def _from_north_west(ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Start a ring at the point nearest to the north-west corner of its box."""
    corner = (ring[:, 0].min(), ring[:, 1].max())
    start = int(np.argmin(np.hypot(*(ring - corner).T)))
    return np.roll(ring, -start, axis=0)
