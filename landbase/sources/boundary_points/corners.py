"""Rings of parcels as rounded corners in a zone, in the order they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from landbase.crs import datum_of, require_crs, to_geographic, zone_crs, zones_of
from landbase.errors import CRSError, GeometryError
from landbase.geometry import is_polygonal, polygon_parts
from landbase.units import round_half_up

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Corners", "common_zone", "corners_of", "polygons_of"]


class Corners(NamedTuple):
    """Rings to write.

    Attributes
    ----------
    owner, number
        Parcel of each ring, and its number in the parcel from 1.
    counts
        Corners of each ring, the closing one left out.
    x, y
        Eastings with their zone, and northings, of all corners.
    """

    owner: npt.NDArray[np.intp]
    number: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]


def polygons_of(parcels: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Give the polygons of parcels.

    Parameters
    ----------
    parcels
        Any frame.

    Returns
    -------
    shapes
        Polygons and multipolygons.

    Raises
    ------
    GeometryError
        A row has none.
    """
    shapes = parcels.geometry.to_numpy()
    surface = is_polygonal(shapes) & ~shapely.is_empty(shapes)
    if not surface.all():
        rows = parcels.index[~surface].tolist()
        raise GeometryError("points_without_polygon", count=len(rows), rows=rows[:10])
    return np.asarray(shapes, dtype=object)


def common_zone(parcels: gpd.GeoDataFrame) -> int:
    """Find the 3° zone that all parcels lie in, by their middles.

    Parameters
    ----------
    parcels
        In any CRS of CGCS2000 or WGS 84.

    Returns
    -------
    zone
        25 to 45.

    Raises
    ------
    CRSError
        They lie in several, or there are none.
    """
    shapes = to_geographic(parcels.geometry).to_numpy()
    zones, counts = np.unique(zones_of(shapes), return_counts=True)
    if len(zones) > 1:
        shown = ", ".join(f"{z} ({n})" for z, n in zip(zones, counts, strict=True))
        raise CRSError("points_several_zones", shown=shown)
    if not len(zones):
        raise CRSError("points_no_parcels")
    return int(zones[0])


def corners_of(
    shapes: npt.NDArray[np.object_],
    parcels: gpd.GeoDataFrame,
    zone: int,
    *,
    precision: int,
    renumber: bool,
) -> Corners:
    """Bring rings to a zone, turned and rounded, without their closing points.

    Parameters
    ----------
    shapes
        The polygons of `parcels`.
    parcels
        For their CRS.
    zone, precision, renumber
        As `write_boundary_points`.

    Returns
    -------
    corners
        Shells clockwise, holes counter-clockwise, in the order of the parcels.
    """
    crs = require_crs(parcels)
    target = zone_crs(zone)
    series = gpd.GeoSeries(shapely.orient_polygons(shapes, exterior_cw=True), crs=crs)
    if datum_of(crs) != "cgcs2000":
        series = to_geographic(series)
    plane = series.to_numpy() if series.crs == target else series.to_crs(target)
    parts, owner = polygon_parts(np.asarray(plane, dtype=object))
    rings, part = shapely.get_rings(parts, return_index=True)
    owner = owner[part]
    counts = shapely.get_num_coordinates(rings).astype(np.intp) - 1
    xy = shapely.get_coordinates(rings)
    last = np.cumsum(counts + 1) - 1
    xy = round_half_up(np.delete(xy, last, axis=0), precision)
    starts = np.cumsum(counts) - counts
    if renumber:
        xy = xy[_from_northwest(xy, starts, counts)]
    first = np.diff(owner, prepend=-1) != 0
    begin = np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
    number = np.arange(len(owner)) - begin + 1
    return Corners(owner, number, counts, xy[:, 0], xy[:, 1])


def _from_northwest(
    xy: npt.NDArray[np.float64],
    starts: npt.NDArray[np.intp],
    counts: npt.NDArray[np.intp],
) -> npt.NDArray[np.intp]:
    """Order points so that each ring begins at the corner nearest to north-west."""
    key = xy[:, 1] - xy[:, 0]
    if not len(key):
        return np.zeros(0, dtype=np.intp)
    ring = np.repeat(np.arange(len(starts)), counts)
    best = np.maximum.reduceat(key, starts)
    hits = np.flatnonzero(key == best[ring])
    corner = hits[np.unique(ring[hits], return_index=True)[1]] - starts
    offset = np.arange(len(key)) - starts[ring]
    turned = starts[ring] + (offset + corner[ring]) % counts[ring]
    return np.asarray(turned, dtype=np.intp)
