"""Rings out of point lines: where one ends, how it closes, what it measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Cut", "RingSet", "cut_rings", "make_rings"]

_LEAST = 3


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
    """Part points into rings: by parcel, by ring number, and where a ring closes.

    Parameters
    ----------
    owner, ring
        Parcel and ring number of each point, in the order of the file.
    xy
        Coordinates, shape (n, 2).

    Returns
    -------
    cut
        A closing point that carries another ring number belongs to the ring it
        closes; points after a closed ring under the same number are the next ring.
    """
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
    """Close rings and make geometries of them.

    Parameters
    ----------
    owner
        Parcel of each point.
    starts
        Where each ring starts.
    xy
        Coordinates, shape (n, 2), easting first.

    Returns
    -------
    rings
        None for a ring of less than three different points.
    """
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
