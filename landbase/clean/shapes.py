"""Geometry of parcels: what is no polygon is set aside, what is invalid is repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import GeometryType

from landbase.texts import words

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.clean.notes import Notes
    from landbase.schema import Tolerances

__all__ = ["mend"]

_NO_METRE = 1e8  # twice the largest easting, with its zone
_SURFACES = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)


def mend(
    geometry: npt.NDArray[np.object_], notes: Notes, *, tolerances: Tolerances
) -> npt.NDArray[np.object_]:
    """Keep polygons, repair invalid ones, and note every change.

    GEOS's "structure" repair is used: rings are mended first, then shells joined and
    holes cut out, so that a part drawn twice stays land once. The "linework" repair
    would turn such a part into a hole.

    Parameters
    ----------
    geometry
        As found, in any CRS; None where there is none. Not changed.
    notes
        Takes the issues and the rows set aside.
    tolerances
        `repair_share`: how much of the area a repair may change.

    Returns
    -------
    mended
        On the same rows; None for the rows set aside here.
    """
    shapes = geometry.copy()
    notes.at(
        "empty_geometry",
        shapely.is_missing(shapes) | shapely.is_empty(shapes),
        set_aside=True,
    )
    _take_from_collections(shapes, notes)
    kinds = shapely.get_type_id(shapes)
    flat = np.isin(kinds, _SURFACES)
    filled = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    names = _names(kinds)
    known = words("finding", "zh").part("shape")
    kind_zh = [known.get(name, name) for name in names]
    told = {"value": names, "kind_zh": kind_zh, "kind_en": names}
    notes.at("not_polygon", filled & ~flat, set_aside=True, **told)
    endless = filled & flat & _has_no_place(shapes)
    notes.at("bad_coordinates", endless, set_aside=True)
    shapes[~filled | ~flat | endless] = None
    _repair(shapes, notes, tolerances.repair_share)
    return shapes


def _has_no_place(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Find geometries with a coordinate that is no number, or no metre on Earth."""
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    endless = np.zeros(len(shapes), dtype=bool)
    real = np.isfinite(coordinates) & (np.abs(coordinates) < _NO_METRE)
    endless[owner[~real.all(axis=1)]] = True
    return endless


def _take_from_collections(shapes: npt.NDArray[np.object_], notes: Notes) -> None:
    """Take the polygons out of mixed collections, in place."""
    mixed = shapely.get_type_id(shapes) == GeometryType.GEOMETRYCOLLECTION
    if not mixed.any():
        return
    taken = _polygons_of(shapes[mixed])
    some = ~shapely.is_empty(taken)
    hit = np.flatnonzero(mixed)[some]
    shapes[hit] = taken[some]
    where = np.zeros(len(shapes), dtype=bool)
    where[hit] = True
    notes.at("collection_reduced", where)


def _polygons_of(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Keep the polygons of each geometry, as a polygon or multipolygon."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (deep := shapely.get_type_id(parts) > GeometryType.POLYGON).any():
        inner, of = shapely.get_parts(parts[deep], return_index=True)
        owner = np.concatenate([owner[~deep], owner[deep][of]])
        parts = np.concatenate([parts[~deep], inner])
    flat = (shapely.get_type_id(parts) == GeometryType.POLYGON) & ~shapely.is_empty(
        parts
    )
    order = np.argsort(owner[flat], kind="stable")
    parts, owner = parts[flat][order], owner[flat][order]
    taken = np.full(len(shapes), shapely.Polygon(), dtype=object)
    taken[np.unique(owner)] = shapely.multipolygons(parts, indices=_dense(owner))
    single = shapely.get_num_geometries(taken) == 1
    taken[single] = shapely.get_geometry(taken[single], 0)
    return taken


def _dense(owner: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Count the owners that have parts from 0, without gaps."""
    return np.unique(owner, return_inverse=True)[1]


def _repair(shapes: npt.NDArray[np.object_], notes: Notes, share: float) -> None:
    """Repair invalid polygons in place; those that change too much become None."""
    broken = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    if not broken.any():
        return
    reason = np.full(len(shapes), "", dtype=object)
    reason[broken] = shapely.is_valid_reason(shapes[broken])
    before, after = np.zeros(len(shapes)), np.zeros(len(shapes))
    before[broken] = shapely.area(shapes[broken])
    fixed = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    shapes[broken] = _polygons_of(fixed)
    after[broken] = shapely.area(shapes[broken])
    larger = np.maximum(before, after)
    change = np.abs(after - before) / np.where(larger > 0, larger, 1)
    percent = np.char.mod("%.4g%%", 100 * change)
    gone = broken & (after <= 0)
    notes.at("zero_area", gone, value=reason, set_aside=True)
    lost = broken & ~gone & (change > share)
    told: dict[str, Any] = {
        "value": reason,
        "change": percent,
        "why_zh": _in_chinese(reason),
        "why_en": reason,
    }
    notes.at("geometry_broken", lost, set_aside=True, **told)
    kept = broken & ~gone & ~lost
    notes.at("geometry_repaired", kept, **told)
    shapes[gone | lost] = None


def _in_chinese(reasons: npt.NDArray[np.object_]) -> list[str]:
    """Say in Chinese what GEOS found, with the place; what is new stays as it is."""
    told = words("finding", "zh")
    known = told.part("geos")
    parted = [str(reason).partition("[") for reason in reasons]
    return [
        known.get(what, what) + (told("at_place", place=place[:-1]) if place else "")
        for what, _, place in parted
    ]


def _names(kinds: npt.NDArray[np.integer]) -> npt.NDArray[np.object_]:
    known = {kind.value: kind.name.lower() for kind in GeometryType}
    return np.array([known[int(kind)] for kind in kinds], dtype=object)
