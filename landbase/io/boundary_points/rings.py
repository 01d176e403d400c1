"""Rings of boundary points: closed, nested by containment, held against witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from landbase.area import ellipsoidal_area
from landbase.crs import (
    CGCS2000,
    datum_of,
    lies_in_china,
    require_crs,
    require_geometry,
    to_geographic,
    zone_crs,
    zones_of,
)
from landbase.errors import CRSError, GeometryError
from landbase.geometry import is_polygonal, polygon_parts, repair
from landbase.rules.schema import Tolerances
from landbase.tables.cells import parse_areas
from landbase.texts import Both
from landbase.units import from_m2, round_half_up, to_m2

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from landbase.units import AreaUnit

__all__ = [
    "Corners",
    "Cut",
    "Nested",
    "RingSet",
    "Verdict",
    "common_zone",
    "corners_of",
    "cut_rings",
    "judge",
    "make_rings",
    "nest",
    "polygons_of",
]

_LEAST = 3
_SHOWN = 10  # ids in a message


class Cut(NamedTuple):
    """Points parted into rings.

    Attributes
    ----------
    starts
        Where each ring starts among the points.
    relabelled
        Positions of closing points that carried the number of another ring.
    split
        Owners of which one ring number held several closed rings.
    """

    starts: npt.NDArray[np.intp]
    relabelled: npt.NDArray[np.intp]
    split: npt.NDArray[np.intp]


class RingSet(NamedTuple):
    """Rings as geometries, ring after ring in the order of the file.

    Attributes
    ----------
    owner
        Position of the parcel of each ring.
    rings
        Closed linear rings; None for what is no ring.
    closed
        Whether the closing point was written.
    """

    owner: npt.NDArray[np.intp]
    rings: npt.NDArray[np.object_]
    closed: npt.NDArray[np.bool_]


def cut_rings(
    owner: npt.NDArray[np.intp],
    ring: npt.NDArray[np.int64],
    xy: npt.NDArray[np.float64],
) -> Cut:
    """Part points into rings: by parcel, by ring number, and where a ring closes."""
    if not len(owner):
        return Cut(owner, owner, owner)
    new = np.ones(len(owner), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (ring[1:] != ring[:-1])
    starts = np.flatnonzero(new)
    counts = np.diff(starts, append=len(owner))
    alone = np.flatnonzero(counts == 1)
    alone = alone[alone > 0]
    here, before = starts[alone], starts[alone - 1]
    closing = (owner[here] == owner[before]) & (xy[here] == xy[before]).all(axis=1)
    closing &= here - before >= _LEAST
    starts = np.delete(starts, alone[closing])
    starts, split = _cut_where_closed(starts, owner, xy)
    return Cut(starts, here[closing], split)


def _cut_where_closed(
    starts: npt.NDArray[np.intp],
    owner: npt.NDArray[np.intp],
    xy: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Start a new ring behind a point that closes one, if a ring is left."""
    ends = np.append(starts[1:], len(owner))
    counts = ends - starts
    same = (xy == np.repeat(xy[starts], counts, axis=0)).all(axis=1)
    inside = np.ones(len(owner), dtype=bool)
    inside[starts], inside[ends - 1] = False, False
    same &= inside
    split = np.unique(np.searchsorted(starts, np.flatnonzero(same), side="right") - 1)
    more: list[int] = []
    for number in split:
        start, end = int(starts[number]), int(ends[number])
        more += _closings(xy[start:end], start)
    found = np.array(more, dtype=np.intp)
    owners = np.unique(owner[found]) if len(found) else found
    return np.sort(np.concatenate([starts, found])), owners


def _closings(points: npt.NDArray[np.float64], offset: int) -> list[int]:
    """List where further rings start among the points of one ring number."""
    found, start = [], 0
    while len(points) - start > _LEAST:
        back = (points[start + _LEAST :] == points[start]).all(axis=1)
        if not back.any():
            break
        after = start + _LEAST + int(back.argmax()) + 1
        if len(points) - after < _LEAST:
            break
        found.append(offset + after)
        start = after
    return found


def make_rings(
    owner: npt.NDArray[np.intp],
    starts: npt.NDArray[np.intp],
    xy: npt.NDArray[np.float64],
) -> RingSet:
    """Close rings and make geometries of them."""
    counts = np.diff(starts, append=len(owner))
    last = starts + counts - 1
    closed = (xy[starts] == xy[last]).all(axis=1) & (counts > 1)
    good = counts - closed >= _LEAST
    number = np.cumsum(good) - 1
    use = np.repeat(good, counts)
    rings = np.full(len(starts), None, dtype=object)
    if good.any():
        index = np.repeat(number, counts)
        every = good.all()
        rings[good] = shapely.linearrings(
            xy if every else xy[use], indices=index if every else index[use]
        )
    return RingSet(owner[starts], rings, closed)


# Of two rings the smaller lies in the larger by less or more than these shares.
_OUT, _IN = 0.001, 0.999


class Nested(NamedTuple):
    """Parcels by the even-odd rule, and what other readings would measure, in m².

    Attributes
    ----------
    shapes
        A polygon or multipolygon each; None where there is no ring.
    filled
        The same with holes filled.
    rings
        How many rings each has.
    areas
        One column for each reading: containment (even-odd), filled (outermost rings),
        direction (turn of the rings), first_is_shell (all but the first are holes),
        all_parts.
    agrees
        The turn of the rings says the same as containment.
    crossing
        Rings overlap without one lying in the other.
    """

    shapes: npt.NDArray[np.object_]
    filled: npt.NDArray[np.object_]
    rings: npt.NDArray[np.intp]
    areas: dict[str, npt.NDArray[np.float64]]
    agrees: npt.NDArray[np.bool_]
    crossing: npt.NDArray[np.bool_]


def nest(rings: RingSet, total: int, *, degrees: bool) -> Nested:
    """Put rings together to parcels."""
    faces = np.asarray(shapely.polygons(rings.rings), dtype=object)
    area = _measure(faces, degrees=degrees)
    outer, inner, crossing = _contained(faces, area, rings.owner)
    depth = np.bincount(inner, minlength=len(faces))
    hole = depth % 2 == 1
    count = np.bincount(rings.owner, minlength=total)
    turn = np.where(shapely.is_ccw(rings.rings), -1.0, 1.0)
    first = np.zeros(len(faces), dtype=bool)
    first[np.unique(rings.owner, return_index=True)[1]] = True
    by_turn = np.abs(np.bincount(rings.owner, area * turn, total))
    nested = np.bincount(rings.owner, np.where(hole, -area, area), total)
    areas = {
        "containment": nested,
        "filled": np.bincount(rings.owner, area * (depth == 0), total),
        "direction": by_turn,
        "first_is_shell": np.bincount(rings.owner, np.where(first, area, -area), total),
        "all_parts": np.bincount(rings.owner, area, total),
    }
    shapes = np.full(total, None, dtype=object)
    alone = count[rings.owner] == 1
    shapes[rings.owner[alone]] = faces[alone]
    filled = shapes.copy()
    if not alone.all():
        several = count > 1
        shapes[several] = _assemble(rings, hole, (outer, inner, depth), total)[several]
        top = (depth == 0) & ~alone
        filled[several] = _gather(faces[top], rings.owner[top], total)[several]
    agrees = np.abs(by_turn - nested) <= 1e-9 * areas["all_parts"]
    crossed = np.bincount(rings.owner[crossing], minlength=total) > 0
    return Nested(shapes, filled, count, areas, agrees, crossed)


def _measure(
    faces: npt.NDArray[np.object_], *, degrees: bool
) -> npt.NDArray[np.float64]:
    if not degrees:
        return np.asarray(shapely.area(faces), dtype=np.float64)
    series = gpd.GeoSeries(faces, crs=CGCS2000)
    return ellipsoidal_area(series, edges="chord").to_numpy()


def _contained(
    faces: npt.NDArray[np.object_],
    area: npt.NDArray[np.float64],
    owner: npt.NDArray[np.intp],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """List pairs (outer, inner) of rings of one parcel, and rings that cross others."""
    together = np.flatnonzero(np.bincount(owner)[owner] > 1)
    pairs = _near(shapely.bounds(faces[together]), owner[together])
    outer, inner = (together[side] for side in pairs)
    larger = (area[outer] > area[inner]) | (
        (area[outer] == area[inner]) & (outer < inner)
    )
    outer, inner = outer[larger], inner[larger]
    shapely.prepare(faces[np.unique(outer)])
    meet = shapely.intersects(faces[outer], faces[inner])
    outer, inner = outer[meet], inner[meet]
    inside = shapely.covers(faces[outer], faces[inner])
    doubt = np.flatnonzero(~inside)
    share = _share_within(faces, outer[doubt], inner[doubt])
    inside[doubt] = share > _IN
    crossing = inner[doubt[(share > _OUT) & (share <= _IN)]]
    return outer[inside], inner[inside], crossing


def _share_within(
    faces: npt.NDArray[np.object_],
    outer: npt.NDArray[np.intp],
    inner: npt.NDArray[np.intp],
) -> npt.NDArray[np.float64]:
    """Give the share of the area of each inner face that lies in its outer one."""
    used, place = np.unique(np.concatenate([outer, inner]), return_inverse=True)
    valid = repair(faces[used])
    one, other = valid[place[: len(outer)]], valid[place[len(outer) :]]
    common, own = shapely.area(shapely.intersection(one, other)), shapely.area(other)
    share = np.divide(common, own, out=np.zeros_like(common), where=own > 0)
    return np.asarray(share, dtype=np.float64)


def _near(
    bounds: npt.NDArray[np.float64], owner: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """List ordered pairs of different rings of one parcel whose boxes meet."""
    if not len(bounds):
        return owner, owner
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    number = np.repeat(np.arange(len(first)), np.diff(first, append=len(owner)))
    corner = np.minimum.reduceat(bounds[:, :2], first)[number]
    low, high = bounds[:, :2] - corner, bounds[:, 2:] - corner
    apart = number * (2 * high[:, 0].max() + 1)
    slack = 1e-12 * float(apart[-1]) + 1e-9 * float(high.max())
    boxes = shapely.box(
        low[:, 0] + apart - slack,
        low[:, 1] - slack,
        high[:, 0] + apart + slack,
        high[:, 1] + slack,
    )
    left, right = shapely.STRtree(boxes).query(boxes)
    different = left != right
    left, right = left[different], right[different]
    order = np.lexsort((right, left))
    return left[order], right[order]


def _assemble(
    rings: RingSet,
    hole: npt.NDArray[np.bool_],
    contained: tuple[npt.NDArray[np.intp], ...],
    total: int,
) -> npt.NDArray[np.object_]:
    """Cut holes out of the shell just around them, and gather parts."""
    outer, inner, depth = contained
    target = np.cumsum(~hole) - 1
    just = hole[inner] & (depth[outer] == depth[inner] - 1)
    target[inner[just]] = target[outer[just]]
    order = np.lexsort((hole, target))
    shapes = shapely.polygons(rings.rings[order], indices=target[order])
    return _gather(np.asarray(shapes, dtype=object), rings.owner[~hole], total)


def _gather(
    parts: npt.NDArray[np.object_], owner: npt.NDArray[np.intp], total: int
) -> npt.NDArray[np.object_]:
    """Put the parts of each parcel into one geometry."""
    count = np.bincount(owner, minlength=total)
    shapes = np.full(total, None, dtype=object)
    alone = count[owner] == 1
    shapes[owner[alone]] = parts[alone]
    if not alone.all():
        several, index = np.unique(owner[~alone], return_inverse=True)
        shapes[several] = shapely.multipolygons(parts[~alone], indices=index)
    return shapes


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
    """Give the polygons of parcels."""
    require_geometry(parcels)
    shapes = parcels.geometry.to_numpy()
    surface = is_polygonal(shapes) & ~shapely.is_empty(shapes)
    if not surface.all():
        rows = parcels.index[~surface].tolist()
        raise GeometryError("points_without_polygon", count=len(rows), rows=rows[:10])
    return np.asarray(shapes, dtype=object)


def common_zone(parcels: gpd.GeoDataFrame) -> int:
    """Find the 3° zone that all parcels lie in, by their middles."""
    shapes = to_geographic(parcels.geometry).to_numpy()
    away = ~lies_in_china(shapes)
    if away.any():
        names = parcels.get("parcel_id", parcels.index)
        ids = [str(name) for name in np.asarray(names, dtype=object)[away]]
        raise CRSError("points_outside_china", count=len(ids), ids=ids[:_SHOWN])
    zones, counts = np.unique(zones_of(shapes), return_counts=True)
    if len(zones) > 1:
        shown = [
            Both(f"{z} ({n})", f"{z}带（{n}宗）")
            for z, n in zip(zones, counts, strict=True)
        ]
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
    """Bring rings to a zone, turned and rounded, without their closing points."""
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


# By rule the figure is in hectares; files with m² and mu are met.
_UNITS: tuple[AreaUnit, ...] = ("ha", "m2", "mu")
_NEAR, _MOST = 0.05, 0.5
_SAMPLE = 1_000


class Verdict(NamedTuple):
    """What the declared areas say, one entry a parcel.

    Attributes
    ----------
    fits
        Reading → the declared area fits it. Parcels of one ring, which have one
        reading only, are looked at in the first thousand alone.
    declared
        m², in the unit nearest to containment; NaN where there is none, and where
        nobody looked.
    """

    fits: dict[str, npt.NDArray[np.bool_]]
    declared: npt.NDArray[np.float64]


def judge(declared: pd.Series, nested: Nested, *, stretch: float) -> Verdict:
    """Compare declared areas with every reading of the rings."""
    total = len(nested.rings)
    look = nested.rings > 1
    look[:_SAMPLE] = True
    at = np.flatnonzero(look)
    column = declared.iloc[at]
    areas = {name: area[at] for name, area in nested.areas.items()}
    fits = {name: np.zeros(total, dtype=bool) for name in areas}
    in_m2 = np.full(total, np.nan)
    best = np.full(len(at), np.inf)
    rough = np.where(areas["containment"] > 0, areas["containment"], np.nan)
    digits = column.str.extract(r"\.(\d+)", expand=False).str.len()
    places = digits.fillna(0).to_numpy(dtype=np.float64)
    half = np.asarray(0.5 * 10.0**-places, dtype=np.float64)
    for unit, number in _figures(column, rough).items():
        said = np.asarray(to_m2(number, unit), dtype=np.float64)
        slack = np.asarray(to_m2(half, unit), dtype=np.float64)
        for name, area in areas.items():
            allowed = np.maximum(Tolerances().slack(area), slack) + stretch * area
            fits[name][at] |= np.abs(said - area) <= allowed
        off = np.abs(said / rough - 1)
        nearer = off < best
        in_m2[at[nearer]], best[nearer] = said[nearer], off[nearer]
    return Verdict(fits, in_m2)


def _figures(
    column: pd.Series, area: npt.NDArray[np.float64]
) -> dict[AreaUnit, npt.NDArray[np.float64]]:
    """Give the figures that may be in each unit; NaN for those that are not."""
    parsed = parse_areas(column)
    number = parsed.numbers.to_numpy(dtype=np.float64)
    number = np.where(number > 0, number, np.nan)
    named = parsed.units.to_numpy(dtype=object)
    bare = parsed.units.isna().to_numpy()
    common = _common_unit(number[bare], area[bare])
    return {
        unit: np.where(
            (named == unit) | (bare & (common in {None, unit})), number, np.nan
        )
        for unit in _UNITS
    }


def _common_unit(
    number: npt.NDArray[np.float64], area: npt.NDArray[np.float64]
) -> AreaUnit | None:
    """Find the unit in which most figures come near the area."""
    both = np.isfinite(number) & np.isfinite(area)
    if not both.any():
        return None
    near = {
        unit: float(
            (np.abs(number[both] / from_m2(area[both], unit) - 1) < _NEAR).mean()
        )
        for unit in _UNITS
    }
    best = max(_UNITS, key=lambda unit: near[unit])
    return best if near[best] > _MOST else None
