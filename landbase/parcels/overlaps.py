"""Parcels against each other: overlaps, duplicates and slivers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.area import ellipsoidal_area
from landbase.crs import plane_crs, project, to_geographic, zones_of
from landbase.errors import GeometryError
from landbase.geometry import Geometries, intersect, polygon_parts
from landbase.rules.schema import Tolerances, require_columns

__all__ = ["find_overlaps", "find_slivers"]

Positions = npt.NDArray[np.intp]

_DEFAULT = Tolerances()
_M_PER_DEGREE = 112_000.0  # more than a degree is anywhere, so nothing is missed


def find_overlaps(
    parcels: gpd.GeoDataFrame,
    *,
    min_area: float = _DEFAULT.overlap_m2,
    same_share: float = _DEFAULT.same_share,
) -> pd.DataFrame:
    """Find all pairs of parcels that share land.

    Edges are straight in the plane of the left parcel's own 3° zone, as they are
    where areas are measured; neighbours that share an edge do not overlap.

    Parameters
    ----------
    parcels
        Parcels with `parcel_id`, in any CGCS2000 system. Rows without geometry
        overlap nothing.
    min_area
        Smaller common parts, in m², are left out.
    same_share
        A parcel of which this share lies in another counts as lying in it.

    Returns
    -------
    overlaps
        One row a pair, sorted: left and right (positions in `parcels`, left < right),
        left_id, right_id, area_m2 (common part on the ellipsoid), share_left and
        share_right (of each parcel's area), relation: "two_way" (the same land),
        "one_way" (one lies in the other) or "partial".

    Raises
    ------
    CRSError
        The CRS is missing or not CGCS2000.
    SchemaError
        `parcel_id` is missing.
    GeometryError
        Geometries that have to be overlaid are not valid; the message names them.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> parcels = gpd.GeoDataFrame(
    ...     {"parcel_id": ["P1", "P2"]},
    ...     geometry=[box(x, 4300000, x + 100, 4300100) for x in (500000, 500050)],
    ...     crs="EPSG:4546",
    ... )
    >>> find_overlaps(parcels)[["left_id", "right_id", "relation"]]
      left_id right_id relation
    0      P1       P2  partial
    """
    require_columns(parcels, "parcel_id")
    lands = to_geographic(parcels).geometry.to_numpy()
    ids = parcels["parcel_id"].to_numpy()
    parts, owner = polygon_parts(lands)
    # what parts share adds up, so that small shares count where there are several
    single = len(parts) == len(np.unique(owner))
    one, other = _neighbours(parts, owner, min_area if single else 0.0)
    _require_valid(lands, ids, owner[np.union1d(one, other)])
    shared = _common_areas(parts, one, other)
    left, right, common = _by_rows(owner[one], owner[other], shared)
    found = (common > 0) & (common >= min_area)
    left, right, common = left[found], right[found], common[found]
    area = _areas_at(parcels, left, right)
    share_left, share_right = common / area[0], common / area[1]
    in_right, in_left = share_left >= same_share, share_right >= same_share
    either = np.where(in_right | in_left, "one_way", "partial")
    return pd.DataFrame({
        "left": left,
        "right": right,
        "left_id": ids[left],
        "right_id": ids[right],
        "area_m2": common,
        "share_left": share_left,
        "share_right": share_right,
        "relation": pd.array(np.where(in_right & in_left, "two_way", either), "str"),
    })


def find_slivers(
    parcels: gpd.GeoDataFrame,
    *,
    thinness: float = _DEFAULT.sliver_thinness,
    width: float = _DEFAULT.sliver_width_m,
) -> pd.Series:
    r"""Find parcels that are thin and narrow: remains of an overlay, not land.

    Raises
    ------
    CRSError
        The CRS is missing or not CGCS2000.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> x, y = 500000, 4300000
    >>> strip, square = box(x, y, x + 100, y + 0.5), box(x, y, x + 100, y + 100)
    >>> parcels = gpd.GeoDataFrame(geometry=[strip, square], crs="EPSG:4546")
    >>> find_slivers(parcels).tolist()
    [True, False]
    """
    lands = to_geographic(parcels).geometry.to_numpy()
    perimeter = np.zeros(len(lands))
    zone = zones_of(lands)
    for number in np.unique(zone[zone > 0]):
        members = np.flatnonzero(zone == number)
        perimeter[members] = shapely.length(
            project(lands[members], plane_crs(int(number)))
        )
    measurable = perimeter > 0
    area = np.zeros(len(lands))
    if measurable.any():
        area[measurable] = ellipsoidal_area(parcels[measurable]).to_numpy()
    length = np.where(measurable, perimeter, 1.0)
    thin = 4 * np.pi * area / length**2 < thinness
    narrow = 2 * area / length < width
    return pd.Series(measurable & thin & narrow, index=parcels.index, name="sliver")


def _neighbours(
    parts: Geometries, owner: Positions, min_area: float
) -> tuple[Positions, Positions]:
    """Pair parts of parcels whose bounding boxes share enough land, each pair once."""
    left, right = shapely.STRtree(parts).query(parts)
    once = owner[left] < owner[right]
    left, right = left[once], right[once]
    bounds = shapely.bounds(parts)
    low = np.maximum(bounds[left, :2], bounds[right, :2])
    high = np.minimum(bounds[left, 2:], bounds[right, 2:])
    width, height = ((high - low) * _M_PER_DEGREE).T
    room = width * height * np.cos(np.radians(low[:, 1]))
    enough = (room > 0) & (room >= min_area)
    return left[enough], right[enough]


def _by_rows(
    left: Positions, right: Positions, common: npt.NDArray[np.float64]
) -> tuple[Positions, Positions, npt.NDArray[np.float64]]:
    """Sum what pairs of parts share for each pair of parcels, sorted."""
    shares = common > 0
    pairs = np.column_stack([left[shares], right[shares]])
    pairs, of = np.unique(pairs, axis=0, return_inverse=True)
    total = np.bincount(of.ravel(), common[shares], minlength=len(pairs))
    return pairs[:, 0], pairs[:, 1], np.asarray(total, dtype=np.float64)


def _areas_at(
    parcels: gpd.GeoDataFrame, left: Positions, right: Positions
) -> npt.NDArray[np.float64]:
    """Measure both sides of pairs: two rows of m²."""
    used, at = np.unique([left, right], return_inverse=True)
    if not len(used):
        return np.empty((2, 0))
    area = np.asarray(ellipsoidal_area(parcels.iloc[used]), dtype=np.float64)
    return area[at.reshape(2, -1)]


def _require_valid(lands: Geometries, ids: Geometries, used: Positions) -> None:
    used = np.unique(used)
    invalid = used[~shapely.is_valid(lands[used])]
    if len(invalid):
        named = ", ".join(str(name) for name in ids[invalid[:5]])
        raise GeometryError("topology_invalid", count=len(invalid), named=named)


def _common_areas(
    lands: Geometries, left: Positions, right: Positions
) -> npt.NDArray[np.float64]:
    """Measure what pairs share, in m²."""
    common = np.zeros(len(left))
    zone = zones_of(lands)[left]
    for number in np.unique(zone):
        pairs = np.flatnonzero(zone == number)
        used, at = np.unique([left[pairs], right[pairs]], return_inverse=True)
        plane = project(lands[used], plane_crs(int(number)))
        one, other = plane[at.reshape(2, -1)]
        # most neighbours share an edge at most, which is told far sooner than drawn
        shares = np.flatnonzero(shapely.relate_pattern(one, other, "T********"))
        if len(shares):
            both = intersect(one[shares], other[shares])
            pieces = gpd.GeoSeries(both, crs=plane_crs(int(number)))
            common[pairs[shares]] = ellipsoidal_area(pieces).to_numpy()
    return common
