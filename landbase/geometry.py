"""Polygons as arrays: kept, repaired, overlaid, taken apart into rings.

Nothing here knows of coordinate systems or units; areas are those of `landbase.area`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely import GeometryType

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Geometries",
    "Rings",
    "Survey",
    "flatten",
    "intersect",
    "is_polygonal",
    "is_shown",
    "is_valid",
    "parted_by_containment",
    "polygon_parts",
    "polygons_only",
    "repair",
    "simple_parts",
    "subtract",
    "survey",
    "unite",
    "unite_each",
]

Geometries = npt.NDArray[np.object_]

_POLYGONAL = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)


def is_shown(geometries: Geometries) -> npt.NDArray[np.bool_]:
    """Tell which geometries are there: neither missing nor empty."""
    there = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    return np.asarray(there, dtype=np.bool_)


def is_polygonal(geometries: Geometries) -> npt.NDArray[np.bool_]:
    """Tell which geometries are polygons or multipolygons, empty ones too."""
    return np.isin(shapely.get_type_id(geometries), _POLYGONAL)


def simple_parts(geometries: Geometries) -> tuple[Geometries, npt.NDArray[np.intp]]:
    """Take geometries apart into points, lines and polygons."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) > GeometryType.POLYGON).any():
        parts, of = shapely.get_parts(parts, return_index=True)
        owner = owner[of]
    return parts, owner


def polygon_parts(geometries: Geometries) -> tuple[Geometries, npt.NDArray[np.intp]]:
    """Take geometries apart into their polygons."""
    parts, owner = simple_parts(geometries)
    kept = shapely.get_type_id(parts) == GeometryType.POLYGON
    kept &= ~shapely.is_empty(parts)
    return parts[kept], owner[kept]


def polygons_only(geometries: Geometries) -> Geometries:
    """Keep the polygons of what an overlay gave; lines and points have no area.

    Examples
    --------
    >>> line_and_square = shapely.from_wkt(
    ...     "GEOMETRYCOLLECTION (LINESTRING (0 0, 1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)))"
    ... )
    >>> polygons_only(np.array([line_and_square]))[0].geom_type
    'Polygon'
    """
    other = np.flatnonzero(~is_polygonal(geometries))
    if not len(other):
        return geometries
    result = geometries.copy()
    parts, owner = polygon_parts(geometries[other])
    owners, number = np.unique(owner, return_inverse=True)
    reduced = np.full(len(other), shapely.Polygon(), dtype=object)
    if len(owners):
        reduced[owners] = shapely.multipolygons(parts, indices=number)
    single = shapely.get_num_geometries(reduced) == 1
    reduced[single] = shapely.get_geometry(reduced[single], 0)
    result[other] = reduced
    return result


def parted_by_containment(geometries: Geometries) -> Geometries:
    """Tell shells from holes by which ring lies in which, whatever they were read as.

    Examples
    --------
    >>> small, large = shapely.box(1, 1, 2, 2), shapely.box(0, 0, 3, 3)
    >>> swapped = shapely.Polygon(small.exterior, [large.exterior])
    >>> swapped.area, parted_by_containment(np.array([swapped]))[0].area
    (-8.0, 8.0)
    """
    return np.asarray(shapely.make_valid(geometries, method="linework"), dtype=object)


class Survey(NamedTuple):
    """What the coordinates of geometries say at once.

    Attributes
    ----------
    reach
        The greatest coordinate of each, without its sign: 0 where there is none, NaN
        where one is no number.
    sure
        Polygons without holes that are certainly valid.
    """

    reach: npt.NDArray[np.float64]
    sure: npt.NDArray[np.bool_]


_BLOCK = 4096  # arrays of so many geometries stay in the cache of a processor
# A cross product is rounded by less than this share of its two terms.
_ROUNDING, _UNDERFLOW = 1e-14, 1e-290


def survey(geometries: Geometries) -> Survey:
    """Look at the coordinates of geometries as whole arrays.

    A ring that goes once around the mean of its vertices, and never back, does not
    cross itself: a polygon of such a ring is valid. Most parcels are of that kind.

    Examples
    --------
    >>> square, bow = shapely.box(0, 0, 2, 2), [(0, 0), (2, 2), (2, 0), (0, 2)]
    >>> survey(np.array([square, shapely.Polygon(bow), None]))
    Survey(reach=array([2., 2., 0.]), sure=array([ True, False, False]))
    """
    reach = np.zeros(len(geometries))
    sure = np.zeros(len(geometries), dtype=np.bool_)
    with np.errstate(all="ignore"):  # a coordinate may be no number
        for start in range(0, len(geometries), _BLOCK):
            part = slice(start, start + _BLOCK)
            reach[part], sure[part] = _look(geometries[part])
    return Survey(reach, sure)


def _look(geometries: Geometries) -> Survey:
    """Survey a block of geometries."""
    reach = np.zeros(len(geometries))
    sure = np.zeros(len(geometries), dtype=np.bool_)
    counts = shapely.get_num_coordinates(geometries)
    there = np.flatnonzero(counts)
    if not len(there):
        return Survey(reach, sure)
    counts = counts[there]
    starts = np.cumsum(counts) - counts
    x, y = shapely.get_coordinates(geometries).T.copy()
    reach[there] = np.maximum.reduceat(np.maximum(np.abs(x), np.abs(y)), starts)
    plain = shapely.get_type_id(geometries) == GeometryType.POLYGON
    plain &= shapely.get_num_interior_rings(geometries) == 0
    x -= np.repeat(np.add.reduceat(x, starts) / counts, counts)
    y -= np.repeat(np.add.reduceat(y, starts) / counts, counts)
    sure[there] = _goes_once_around(x, y, starts)
    return Survey(reach, sure & plain)


def _goes_once_around(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], starts: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """Tell which rings certainly turn about the origin once, and never back."""
    ends = np.append(starts[1:], len(x)) - 1
    one, other = x[:-1] * y[1:], x[1:] * y[:-1]
    unsure = (np.abs(one) + np.abs(other)) * _ROUNDING + _UNDERFLOW
    above = y >= 0
    # by edges, of which the last of each is none of its ring
    left, right, rising = (np.ones(len(x), dtype=np.bool_) for _ in range(3))
    left[:-1] = one - other > unsure
    right[:-1] = other - one > unsure
    rising[:-1] = above[1:] & ~above[:-1]
    left[ends] = right[ends] = True
    rising[ends] = False
    steady = np.logical_and.reduceat(left, starts)
    steady |= np.logical_and.reduceat(right, starts)
    return np.asarray(steady & (np.add.reduceat(rising, starts, dtype=np.int64) == 1))


def is_valid(
    geometries: Geometries, *, sure: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.bool_]:
    """Tell which geometries are valid, asking GEOS only where it is not certain.

    `sure` is that of `survey`, where it is known.

    Examples
    --------
    >>> bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> is_valid(np.array([shapely.box(0, 0, 2, 2), bow, None])).tolist()
    [True, False, False]
    """
    valid = survey(geometries).sure if sure is None else sure.copy()
    asked = np.flatnonzero(~valid)
    valid[asked] = shapely.is_valid(geometries[asked])
    return valid


def repair(geometries: Geometries) -> Geometries:
    """Make valid polygons of those that are not valid; the others stay as they are.

    Examples
    --------
    >>> bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    >>> repair(np.array([bow_tie]))[0].area
    2.0
    """
    broken = ~(shapely.is_missing(geometries) | is_valid(geometries))
    if not broken.any():
        return geometries
    result = geometries.copy()
    result[broken] = polygons_only(_made_valid(geometries[broken]))
    return result


def _made_valid(broken: Geometries) -> Geometries:
    """Make polygons valid; where GEOS fails on one, that one by other ways."""
    try:
        return np.asarray(
            shapely.make_valid(broken, method="structure", keep_collapsed=False)
        )
    except shapely.errors.GEOSException:
        return np.array([_made_valid_alone(one) for one in broken], dtype=object)


def _made_valid_alone(one: shapely.Geometry) -> shapely.Geometry:
    """Make one polygon valid by the first way that works; empty where none does."""
    ways: tuple[Callable[[shapely.Geometry], shapely.Geometry], ...] = (
        lambda g: shapely.make_valid(g, method="structure", keep_collapsed=False),
        lambda g: shapely.make_valid(g, method="linework"),
        lambda g: shapely.buffer(g, 0),
    )
    for way in ways:
        try:
            return way(one)
        except shapely.errors.GEOSException:
            continue
    return shapely.Polygon()


def intersect(one: Geometries, other: Geometries) -> Geometries:
    """Give the land that pairs of polygons share.

    Examples
    --------
    >>> left, right = shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)
    >>> intersect(np.array([left]), np.array([right]))[0].area
    2.0
    """
    try:
        common = shapely.intersection(one, other)
    except shapely.errors.GEOSException:
        common = shapely.intersection(repair(one), repair(other))
    return polygons_only(common)


def unite(geometries: Geometries) -> shapely.Geometry:
    """Give all the land of some geometries as one."""
    land: shapely.Geometry = shapely.union_all(polygon_parts(geometries)[0])
    return shapely.Polygon() if shapely.is_empty(land) else land


def subtract(one: Geometries, other: Geometries) -> Geometries:
    """Give the land of polygons that is not in those they are paired with.

    Examples
    --------
    >>> left, right = shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)
    >>> subtract(np.array([left]), np.array([right]))[0].area
    2.0
    """
    try:
        rest = shapely.difference(one, other)
    except shapely.errors.GEOSException:
        rest = shapely.difference(repair(one), repair(other))
    return polygons_only(rest)


def unite_each(geometries: Geometries, group: npt.NDArray[np.intp]) -> Geometries:
    """Give all the land of each group, numbered from 0 and ascending, as one.

    Examples
    --------
    >>> squares = shapely.box([0, 1, 5], 0, [1, 2, 6], 1)
    >>> [land.area for land in unite_each(squares, np.array([0, 0, 1]))]
    [2.0, 1.0]
    """
    if not len(group):
        return geometries[:0]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    lands = geometries[first]
    several = np.bincount(group)[group] > 1
    if several.any():
        numbers, of = np.unique(group[several], return_inverse=True)
        heaps = np.asarray(
            shapely.geometrycollections(geometries[several], indices=of), dtype=object
        )
        lands[numbers] = shapely.union_all(heaps[:, None], axis=1)
    return lands


@dataclass(frozen=True, eq=False)
class Rings:
    """All rings of many geometries, as flat arrays.

    Attributes
    ----------
    x, y
        Coordinates of all vertices, ring after ring; each ring ends where it starts.
    starts
        Position of the first vertex of each ring.
    owner
        Position of the geometry that each ring belongs to.
    sign
        1 for a shell, -1 for a hole.
    total
        Number of geometries.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    starts: npt.NDArray[np.intp]
    owner: npt.NDArray[np.intp]
    sign: npt.NDArray[np.float64]
    total: int

    @property
    def counts(self) -> npt.NDArray[np.intp]:
        """Number of vertices of each ring."""
        return np.diff(self.starts, append=len(self.x))

    def spread(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Repeat a value of each ring for each of its vertices."""
        return np.repeat(values, self.counts)

    def moved(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Rings:
        """Give the same rings other coordinates."""
        return replace(self, x=x, y=y)

    def starting(self, starts: npt.NDArray[np.intp]) -> Rings:
        """Give the same rings other starts, after vertices were added."""
        return replace(self, starts=starts)

    def of(self, geometries: npt.NDArray[np.bool_]) -> Rings:
        """Keep the rings of some geometries; the others are then empty."""
        keep = geometries[self.owner]
        inside = np.repeat(keep, self.counts)
        starts = np.cumsum(self.counts[keep]) - self.counts[keep]
        return Rings(
            self.x[inside],
            self.y[inside],
            starts,
            self.owner[keep],
            self.sign[keep],
            self.total,
        )

    def edges(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Difference along each edge, at its first vertex; 0 at the last of a ring."""
        steps = np.empty_like(values)
        np.subtract(values[1:], values[:-1], out=steps[:-1])
        steps[self.starts - 1] = 0.0
        return steps

    def means(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Mean of the two ends of each edge, at its first vertex."""
        middle = np.empty_like(values)
        np.add(values[1:], values[:-1], out=middle[:-1])
        middle *= 0.5
        middle[-1:] = values[-1:]
        return middle

    def area(self, terms: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Sum terms of edges by ring, and shells less holes by geometry."""
        if not len(terms):
            return np.zeros(self.total)
        own = terms.copy()
        own[self.starts - 1] = 0.0  # what a ring's last vertex holds is not its own
        rings = np.abs(np.add.reduceat(own, self.starts))
        by_geometry = np.bincount(self.owner, rings * self.sign, self.total)
        return by_geometry.astype(np.float64)


def flatten(shapes: npt.NDArray[np.object_]) -> Rings:
    """Flatten polygons, whatever the direction of their rings."""
    plain = shapely.get_type_id(shapes) == GeometryType.POLYGON
    plain &= shapely.get_num_interior_rings(shapes) == 0
    counts = shapely.get_num_coordinates(shapes)
    plain &= counts > 0
    alone = np.flatnonzero(plain)
    every, owner, sign = shapes, alone, np.ones(len(alone))
    if not plain.all():
        rest = np.flatnonzero(~plain)
        parts, of = polygon_parts(shapes[rest])
        inner, part = shapely.get_rings(parts, return_index=True)
        every = np.concatenate([shapes[alone], inner])
        counts = shapely.get_num_coordinates(every)
        owner = np.concatenate([alone, rest[of[part]]])
        shells = np.where(np.diff(part, prepend=-1) != 0, 1.0, -1.0)
        sign = np.concatenate([sign, shells])
    x, y = shapely.get_coordinates(every).T.copy()
    return Rings(x, y, np.cumsum(counts) - counts, owner, sign, len(shapes))
