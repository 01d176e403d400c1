"""Flatten geometries to the arrays of their rings, and sum over rings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import GeometryType

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Rings", "flatten"]


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
    """Flatten polygons, whatever the direction of their rings.

    Parameters
    ----------
    shapes
        Geometries; what has no surface (missing, empty, points, lines) has no rings.

    Returns
    -------
    rings
        The rings, those of one geometry beside each other.
    """
    plain = shapely.get_type_id(shapes) == GeometryType.POLYGON
    plain &= shapely.get_num_interior_rings(shapes) == 0
    plain &= shapely.get_num_coordinates(shapes) > 0
    alone = np.flatnonzero(plain)
    rest = np.flatnonzero(~plain)
    parts, of = _polygons(shapes[rest])
    inner, part = shapely.get_rings(parts, return_index=True)
    sign = np.where(np.diff(part, prepend=-1) != 0, 1.0, -1.0)
    every = np.concatenate([shapes[alone], inner])
    counts = shapely.get_num_coordinates(every)
    xy = shapely.get_coordinates(every)
    return Rings(
        np.ascontiguousarray(xy[:, 0]),
        np.ascontiguousarray(xy[:, 1]),
        np.cumsum(counts) - counts,
        np.concatenate([alone, rest[of[part]]]),
        np.concatenate([np.ones(len(alone)), sign]),
        len(shapes),
    )


def _polygons(
    shapes: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.intp]]:
    """Take all geometries apart, collections in collections too."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (shapely.get_type_id(parts) > GeometryType.POLYGON).any():
        parts, of = shapely.get_parts(parts, return_index=True)
        owner = owner[of]
    filled = ~shapely.is_empty(parts)
    return parts[filled], owner[filled]
