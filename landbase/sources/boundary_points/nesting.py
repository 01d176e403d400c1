"""Shells, holes and parts by containment: the ring number does not tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from landbase.area import ellipsoidal_area
from landbase.crs import CGCS2000
from landbase.geometry import repair

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.sources.boundary_points.rings import RingSet

__all__ = ["Nested", "nest"]

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
    """Put rings together to parcels.

    Parameters
    ----------
    rings
        All there are, none of them missing, in the order of the file.
    total
        Number of parcels.
    degrees
        The coordinates are degrees, not metres.

    Returns
    -------
    nested
        One entry a parcel.
    """
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
    """List ordered pairs of different rings of one parcel whose boxes meet.

    One tree serves all parcels: their boxes are laid side by side, each parcel's
    apart from the next.
    """
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
