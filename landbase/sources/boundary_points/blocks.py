"""One coordinate system's parcels: from points to polygons and what speaks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from landbase.sources.boundary_points.dialects import AREA, SHAPE
from landbase.sources.boundary_points.header import (
    UNIT,
    are_degrees,
    can_be_minutes,
    place_points,
    states_minutes,
)
from landbase.sources.boundary_points.nesting import Nested, nest
from landbase.sources.boundary_points.rings import (
    Cut,
    RingSet,
    cut_rings,
    make_rings,
)
from landbase.sources.boundary_points.witness import Verdict, judge

if TYPE_CHECKING:
    import numpy.typing as npt
    from pyproj import CRS

    from landbase.sources.boundary_points.parcels import Parcels
    from landbase.sources.boundary_points.sections import Header
    from landbase.sources.boundary_points.tables import Table

__all__ = ["Block", "read_block"]

_MILLION = 1_000_000
_RADIUS = 6_371_000


class Block(NamedTuple):
    """Parcels of one coordinate system, one entry each unless said otherwise.

    Attributes
    ----------
    shapes
        The polygons; None where the parcel is set aside.
    aside
        Parcels set aside.
    crs
        The CRS stated.
    faults
        Issue code → the parcels it sets aside, each in one of them.
    nested, verdict
        The readings of the rings, and what the declared area says.
    cut, rings
        How points were parted into rings (points and owners counted in the block).
    counts
        Number of points.
    notes
        Issue code → value and details, for the block as a whole.
    """

    shapes: npt.NDArray[np.object_]
    aside: npt.NDArray[np.bool_]
    crs: CRS | None
    faults: dict[str, npt.NDArray[np.bool_]]
    nested: Nested
    verdict: Verdict
    cut: Cut
    rings: RingSet
    counts: npt.NDArray[np.intp]
    notes: dict[str, dict[str, Any]]


class _Points(NamedTuple):
    owner: npt.NDArray[np.intp]
    ring: npt.NDArray[np.int64]
    first: npt.NDArray[np.float64]
    second: npt.NDArray[np.float64]


def read_block(parcels: Parcels, table: Table, rows: npt.NDArray[np.intp]) -> Block:
    """Make polygons of some parcels under one kind of header.

    Parameters
    ----------
    parcels, table
        All of the file.
    rows
        The parcels wanted, ascending.

    Returns
    -------
    block
        On these rows.
    """
    points = _of_rows(parcels, rows)
    header = parcels.sections.headers[parcels.header[rows[0]]]
    broken = np.zeros(parcels.total, dtype=bool)
    broken[[one.parcel for one in parcels.broken if one.parcel >= 0]] = True
    declared = _column(table, AREA, rows)
    lost = broken[rows] | _not_areas(_column(table, SHAPE, rows))
    degrees = are_degrees(points.first, points.second) and not header.signs
    can_be = degrees and can_be_minutes(points.first, points.second)
    said = states_minutes(header)
    block = _try(points, len(rows), header, declared, minutes=can_be and said)
    if degrees and said and not can_be:
        block.notes["boundary_no_minutes"] = {"value": header.value(UNIT)}
    if can_be and not said:
        other = _try(points, len(rows), header, declared, minutes=True)
        fits = [int(b.verdict.fits["containment"].sum()) for b in (block, other)]
        block = other if fits[1] > fits[0] else block
    return _settle(block, broken[rows], lost)


def _column(table: Table, name: str, rows: npt.NDArray[np.intp]) -> pd.Series:
    if name not in table.frame.columns:
        return pd.Series(pd.array([None] * len(rows), dtype="str"))
    return table.frame[name].iloc[rows].reset_index(drop=True)


def _not_areas(shape: pd.Series) -> npt.NDArray[np.bool_]:
    others = [word for word in shape.dropna().unique() if set(word) & set("点线")]
    return shape.isin(others).to_numpy(dtype=bool)


def _of_rows(parcels: Parcels, rows: npt.NDArray[np.intp]) -> _Points:
    """Take the points of some parcels, owners counted among these."""
    p = parcels.points
    if len(rows) == parcels.total:
        return _Points(parcels.owner, p.ring, p.first, p.second)
    place = np.full(parcels.total, -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    owner = place[parcels.owner]
    use = owner >= 0
    return _Points(owner[use], p.ring[use], p.first[use], p.second[use])


def _try(
    points: _Points, total: int, header: Header, declared: pd.Series, *, minutes: bool
) -> Block:
    """Read the points one way, without a word on what is set aside."""
    placed = place_points(points.first, points.second, header, minutes=minutes)
    xy = np.column_stack([placed.x, placed.y])
    cut = cut_rings(points.owner, points.ring, xy)
    rings = make_rings(points.owner, cut.starts, xy)
    short = np.zeros(total, dtype=bool)
    missing = shapely.is_missing(rings.rings)
    short[rings.owner[missing]] = True
    whole = RingSet(
        rings.owner[~missing], rings.rings[~missing], rings.closed[~missing]
    )
    nested = nest(whole, total, degrees=placed.degrees)
    counts = np.bincount(points.owner, minlength=total)
    return Block(
        nested.shapes,
        np.zeros(total, dtype=bool),
        placed.crs,
        {"boundary_no_points": counts == 0, "boundary_short_ring": short},
        nested,
        judge(declared, nested, stretch=0.0 if placed.degrees else _stretch(placed.x)),
        cut,
        rings,
        counts,
        placed.notes,
    )


def _stretch(easting: npt.NDArray[np.float64]) -> float:
    """Give the most that a plane area exceeds the true one: (distance / radius)²."""
    if not len(easting):
        return 0.0
    off = np.abs(easting % _MILLION - _MILLION / 2).max()
    return float(off / _RADIUS) ** 2


def _settle(
    block: Block, broken: npt.NDArray[np.bool_], lost: npt.NDArray[np.bool_]
) -> Block:
    """Decide which reading of the rings counts, and which parcels are set aside."""
    nested, fits = block.nested, block.verdict.fits
    several = nested.rings > 1
    said = np.isfinite(block.verdict.declared)
    filled = several & ~fits["containment"] & fits["filled"]
    unproven = several & said & ~fits["containment"] & ~filled
    doubtful = unproven & (~nested.agrees | nested.crossing)
    found = {
        "boundary_bad_point": broken,
        "boundary_not_area": lost & ~broken,
        **block.faults,
        "boundary_rings_undecided": doubtful | (several & nested.crossing),
    }
    aside = np.zeros(len(broken), dtype=bool)
    faults = {}
    for code, where in found.items():
        faults[code] = where & ~aside
        aside |= where
    shapes = np.where(filled, nested.filled, nested.shapes)
    return block._replace(shapes=shapes, aside=aside, faults=faults)
