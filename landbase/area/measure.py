"""The two areas of a parcel table, whole columns at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
import shapely

from landbase.area.ellipsoid import (
    LONG_EDGE,
    chord_area,
    longest_edges,
    plane_edge_area,
)
from landbase.area.official import official_area
from landbase.area.plane import cut_edges, from_plane, to_degrees, to_plane
from landbase.area.rings import Rings, flatten
from landbase.crs import datum_of, require_crs, transform_arrays, zone_of
from landbase.errors import CRSError

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import numpy.typing as npt
    from pyproj import CRS

__all__ = ["ellipsoidal_area", "planar_area"]

Edges: TypeAlias = Literal["plane", "chord"]

_BLOCK = 4096
_EARTH_M = 6.4e6


def ellipsoidal_area(
    parcels: gpd.GeoDataFrame | gpd.GeoSeries,
    *,
    rounding: Literal["official"] | None = None,
    edges: Edges = "plane",
) -> pd.Series:
    r"""Measure parcels on the CGCS2000 ellipsoid: the area of record.

    The edges of a parcel are straight in the Gauss-Krüger plane of its own 3° zone,
    that of its centroid. The area is :math:`\oint F(B)\,dL` with
    :math:`F(B)=\int_0^B M N \cos B\,dB`, shells less holes.

    Parameters
    ----------
    parcels
        Polygons in any CRS of CGCS2000 or WGS 84. Not changed.
    rounding
        "official" follows the national procedure to the cent: plane coordinates to
        4 decimals, a point every 70 m to 6 decimals, B and L to 6 decimals of a
        second, the area to 2 decimals. By default full precision.
    edges
        "plane" as said above; "chord" takes the edges between the given vertices as
        straight in the (L, F) plane: quicker, and the same for short edges.

    Returns
    -------
    area
        m², on the index of `parcels`, named ``ellipsoidal_area_m2``. NaN for a
        missing geometry; 0 for an empty one, a point or a line. It does not depend
        on the direction or the starting point of rings.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum.
    ValueError
        `rounding` or `edges` is not one of those named.

    Notes
    -----
    Formula and procedure: 国土调查办发〔2008〕32号, with the constants of CGCS2000.

    Examples
    --------
    >>> import geopandas as gpd
    >>> corners = [(36620000, 4340000), (36619870, 4340700), (36620420, 4341180),
    ...            (36621010, 4340940), (36621230, 4340310), (36620600, 4339780)]
    >>> parcel = gpd.GeoSeries([shapely.Polygon(corners)], crs="EPSG:4524")
    >>> ellipsoidal_area(parcel, rounding="official").tolist()
    [1271595.27]
    """
    if rounding not in {None, "official"}:
        raise ValueError(f"rounding must be None or 'official', not {rounding!r}")
    if edges not in get_args(Edges):
        raise ValueError(f"edges must be one of {get_args(Edges)}, not {edges!r}")
    crs = _measurable(parcels)

    def measure(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        if rounding == "official":
            return _official(shapes, crs, densify=edges == "plane")
        return _precise(shapes, crs, edges)

    return _measured(parcels, measure, "ellipsoidal_area_m2")


def planar_area(
    parcels: gpd.GeoDataFrame | gpd.GeoSeries, *, zone: int | None = None
) -> pd.Series:
    """Measure parcels in the Gauss-Krüger plane.

    Parameters
    ----------
    parcels
        Polygons in any CRS of CGCS2000 or WGS 84. Not changed.
    zone
        The 3° zone to project all parcels into; by default each parcel is measured
        in the zone of its own centroid. Plane areas of several zones should not be
        summed: use the ellipsoidal area for that.

    Returns
    -------
    area
        m², on the index of `parcels`, named ``planar_area_m2``. NaN for a missing
        geometry; 0 for an empty one, a point or a line.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum.

    Examples
    --------
    >>> import geopandas as gpd
    >>> square = shapely.box(37_500_000, 4_400_000, 37_500_100, 4_400_100)
    >>> planar_area(gpd.GeoSeries([square], crs="EPSG:4525")).tolist()
    [10000.0]
    """
    crs = _measurable(parcels)

    def measure(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        rings = flatten(shapes)
        if zone is None:
            meridian = _meridians(shapes, to_degrees(rings, crs), crs)
        else:
            meridian = np.full(len(rings.starts), 3.0 * zone)
        plane = to_plane(rings, crs, meridian)
        north = plane.y - plane.spread(plane.y[plane.starts])
        return plane.area(plane.means(north) * plane.edges(plane.x))

    return _measured(parcels, measure, "planar_area_m2")


def _measurable(parcels: gpd.GeoDataFrame | gpd.GeoSeries) -> CRS:
    """Give the CRS, which must be one whose ellipsoid is that of CGCS2000."""
    crs = require_crs(parcels)
    if datum_of(crs) not in {"cgcs2000", "wgs84"}:
        raise CRSError("crs_not_cgcs2000", crs=crs.name)
    return crs


def _measured(
    parcels: gpd.GeoDataFrame | gpd.GeoSeries,
    measure: Callable[[npt.NDArray[np.object_]], npt.NDArray[np.float64]],
    name: str,
) -> pd.Series:
    """Measure block by block: their arrays stay in the cache, and memory is bounded."""
    shapes = parcels.geometry.to_numpy()
    area = np.empty(len(shapes))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for start in range(0, len(shapes), _BLOCK):
            block = slice(start, start + _BLOCK)
            area[block] = measure(shapes[block])
    area[shapely.is_missing(shapes)] = np.nan
    return pd.Series(area, index=parcels.index, name=name)


def _precise(
    shapes: npt.NDArray[np.object_], crs: CRS, edges: Edges
) -> npt.NDArray[np.float64]:
    rings = flatten(shapes)
    degrees = to_degrees(rings, crs)
    if edges == "chord":
        return chord_area(degrees)
    meridian = _meridians(shapes, degrees, crs)
    area = plane_edge_area(degrees, meridian)
    long = np.zeros(rings.total, dtype=bool)
    long[rings.owner[longest_edges(degrees) > LONG_EDGE]] = True
    if long.any():
        own = meridian[long[rings.owner]]
        area[long] = _cut_area(rings.of(long), crs, own)[long]
    return area


def _cut_area(
    rings: Rings, crs: CRS, meridian: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Measure rings after cutting their edges in the plane to pieces short enough."""
    plane = to_plane(rings, crs, meridian)
    length = np.hypot(plane.edges(plane.x), plane.edges(plane.y))
    number = np.floor(length / (LONG_EDGE / 2 * _EARTH_M))
    number = np.where(np.isfinite(number), number, 0).astype(np.int64)
    return plane_edge_area(from_plane(cut_edges(plane, number), meridian), meridian)


def _official(
    shapes: npt.NDArray[np.object_], crs: CRS, *, densify: bool
) -> npt.NDArray[np.float64]:
    rings = flatten(shapes)
    meridian = _meridians(shapes, to_degrees(rings, crs), crs)
    return official_area(to_plane(rings, crs, meridian), meridian, densify=densify)


def _meridians(
    shapes: npt.NDArray[np.object_], degrees: Rings, crs: CRS
) -> npt.NDArray[np.float64]:
    """Give each ring the central meridian of the 3° zone of its parcel's centroid.

    A centroid is needed only where the rings of a parcel are not all in one zone.
    """
    if not len(degrees.starts):
        return np.zeros(0)
    west = zone_of(np.minimum.reduceat(degrees.x, degrees.starts))
    east = zone_of(np.maximum.reduceat(degrees.x, degrees.starts))
    zone = np.zeros(degrees.total, dtype=np.int64)
    zone[degrees.owner] = west
    across = np.unique(
        degrees.owner[(west != zone[degrees.owner]) | (east != zone[degrees.owner])]
    )
    if len(across):
        middle = shapely.get_coordinates(shapely.centroid(shapes[across]))
        x = middle[:, 0]
        if not crs.is_geographic and crs.geodetic_crs is not None:
            x, _ = transform_arrays(
                middle[:, 0], middle[:, 1], source=crs, target=crs.geodetic_crs
            )
        zone[across] = zone_of(x)
    return np.asarray(3.0 * zone[degrees.owner], dtype=np.float64)
