"""Finding where parcels lie: CRS, zone and axis order, by evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError

from landbase.crs import (
    CGCS2000,
    Detection,
    datum_of,
    detect_crs,
    detect_within,
    middles_in_china,
    prefix_zones,
    to_geographic,
)
from landbase.errors import CRSError

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.parcels.convert import Notes

__all__ = ["CRSHints", "georeference"]

_NAMELESS = re.compile(
    r"(unnamed|unknown|not[ _]?specified|undefined|user|custom|mif 0$|mif 999)",
    re.IGNORECASE,
)
_HALF_TURN = 360
_MILLION = 1_000_000
# Nothing of one city lies further than this from its middle, in degrees and metres.
_FAR_DEGREES, _FAR_METRES = 10.0, 600_000.0
_MOST = 0.9
_NEW_DATUMS = {"cgcs2000", "wgs84"}


@dataclass(frozen=True, kw_only=True)
class CRSHints:
    """What the user says about the CRS of a file.

    Attributes
    ----------
    crs
        The CRS, where the file states none.
    zone
        The 3° zone of eastings that do not carry it.
    transformation
        From an older datum to CGCS2000.
    """

    crs: Any = None
    zone: int | None = None
    transformation: Any = None


class _Group(NamedTuple):
    """Rows that are in one CRS."""

    where: npt.NDArray[np.bool_]
    detection: Detection


def georeference(
    shapes: npt.NDArray[np.object_],
    stated: CRS | None,
    notes: Notes,
    *,
    hints: CRSHints,
) -> gpd.GeoSeries:
    """Decide the CRS of a table and bring its geometry to CGCS2000 degrees."""
    found = np.full(len(shapes), None, dtype=object)
    for group in _groups(shapes, stated, notes, hints):
        part = shapes[group.where]
        if group.detection.swapped:
            part = shapely.transform(part, lambda c: c[:, ::-1])
        found[group.where] = _to_degrees(part, group.detection.crs, notes, hints)
    bounds = shapely.bounds(found)
    lost = ~shapely.is_missing(shapes) & ~_on_the_globe(bounds)
    notes.at("off_the_map", lost, set_aside=True)
    found[lost] = None
    there = ~shapely.is_missing(found)
    notes.at("outside_china", there & ~middles_in_china(bounds))
    return gpd.GeoSeries(found, crs=CGCS2000)


def _groups(
    shapes: npt.NDArray[np.object_], stated: CRS | None, notes: Notes, hints: CRSHints
) -> list[_Group]:
    """Find the CRS of the rows; several only where eastings carry several zones."""
    present = ~shapely.is_missing(shapes)
    if not present.any():
        return []
    given = _given(hints.crs)
    if stated is not None and _is_vague(stated):
        notes.once("crs_vague", value=stated.name)
    elif stated is not None:
        if (groups := _try(shapes, present, stated, None)) is not None:
            _check_agreement(given, stated, notes)
            _report(groups, notes, "stated")
            return groups
        notes.once("crs_contradicted", value=stated.name)
        if given is None:
            _require_new_datum(stated, notes)
    groups = _search(shapes, present, given, hints.zone, notes)
    _report(groups, notes, "detected" if given is None else "given")
    return groups


def _require_new_datum(stated: CRS, notes: Notes) -> None:
    """Refuse to take coordinates for CGCS2000 whose file names an older datum."""
    # the ranges of the numbers tell the zone, but not the datum
    if datum_of(stated) in {*_NEW_DATUMS, None}:
        return
    raise CRSError(
        "crs_contradicted",
        issues=notes.issues(),
        source=notes.source,
        stated=stated.name,
    )


def _is_vague(crs: CRS) -> bool:
    """Tell whether a CRS names no datum, as converted files often do not."""
    datum = crs.geodetic_crs.datum if crs.geodetic_crs else None
    return datum is not None and _NAMELESS.match(datum.name) is not None


def _try(
    shapes: npt.NDArray[np.object_],
    where: npt.NDArray[np.bool_],
    crs: CRS | None,
    zone: int | None,
) -> list[_Group] | None:
    if crs is not None and (found := detect_within(shapely.bounds(shapes[where]), crs)):
        return [_Group(where, found)]
    try:
        return _search(shapes, where, crs, zone, None)
    except CRSError:
        return None


def _search(
    shapes: npt.NDArray[np.object_],
    where: npt.NDArray[np.bool_],
    crs: CRS | None,
    zone: int | None,
    notes: Notes | None,
) -> list[_Group]:
    """Detect the CRS of rows; a few that lie far off do not decide."""
    core = where & _together(shapes, where)
    if core.sum() < _MOST * where.sum():
        core = where
    parts = [core] if crs is not None else _by_zone(shapes, core)
    groups = []
    for part in parts:
        x, y = shapely.get_coordinates(shapes[part]).T
        try:
            detection = detect_crs(x, y, crs=crs, zone=zone)
        except CRSError as error:
            if notes is None:
                raise
            raise CRSError(
                "at_source", source=notes.source, error=error, issues=notes.issues()
            ) from error
        # of a CRS that is known, rows far off are where they say
        groups.append(_Group(part if crs is None else where, detection))
    return groups


def _middles(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    bounds = shapely.bounds(shapes)
    return np.asarray((bounds[:, :2] + bounds[:, 2:]) / 2)


def _together(
    shapes: npt.NDArray[np.object_], where: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Find the rows that lie near the middle of all, whatever zone they carry."""
    middles = _middles(shapes)
    plain = np.where(middles >= 10 * _MILLION, middles % _MILLION, middles)
    centre = np.median(plain[where], axis=0)
    degrees = bool((np.abs(centre) <= _HALF_TURN).all())
    far = _FAR_DEGREES if degrees else _FAR_METRES
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(plain - centre) <= far).all(axis=1))


def _by_zone(
    shapes: npt.NDArray[np.object_], where: npt.NDArray[np.bool_]
) -> list[npt.NDArray[np.bool_]]:
    """Part rows by the zone their eastings carry, in either order of the axes."""
    middles = np.where(where[:, None], _middles(shapes), 0)
    zones = prefix_zones(middles.max(axis=1))
    carried = np.unique(zones[where])
    if 0 in carried:
        return [where]
    return [where & (zones == zone) for zone in carried]


def _given(crs: Any) -> CRS | None:
    if crs is None:
        return None
    try:
        return CRS.from_user_input(crs)
    except ProjError as error:
        raise CRSError("crs_unknown_to_proj", crs=crs, error=error) from error


def _check_agreement(given: CRS | None, stated: CRS, notes: Notes) -> None:
    """Refuse a CRS from the user that is not the one of the file."""
    if given is None or given.equals(stated, ignore_axis_order=True):
        return
    codes = {given.to_epsg(), stated.to_epsg()}
    if len(codes) == 1 and None not in codes:
        return
    raise CRSError(
        "crs_differs_from_file",
        issues=notes.issues(),
        source=notes.source,
        stated=stated.name,
        given=given.name,
    )


def _report(groups: list[_Group], notes: Notes, how: str) -> None:
    for group in groups:
        crs, swapped, evidence = (
            group.detection.crs,
            group.detection.swapped,
            group.detection.evidence,
        )
        name = f"{crs.name} (EPSG:{crs.to_epsg()})"
        if how != "stated":
            notes.once(f"crs_{how}", value=name, evidence=evidence)
        if swapped:
            notes.once("axes_swapped", value=evidence)
        if datum_of(crs) == "wgs84":
            notes.once("crs_wgs84", value=name)


def _to_degrees(
    shapes: npt.NDArray[np.object_], crs: CRS, notes: Notes, hints: CRSHints
) -> npt.NDArray[np.object_]:
    """Transform, by the user's transformation where the datum is an older one."""
    if crs == CGCS2000:
        return shapes
    series = gpd.GeoSeries(shapes, crs=crs)
    old = datum_of(crs) not in _NEW_DATUMS
    how = hints.transformation if old else None
    try:
        moved = to_geographic(series, transformation=how)
    except CRSError as error:
        raise CRSError(
            "at_source", source=notes.source, error=error, issues=notes.issues()
        ) from error
    if old:
        notes.once("crs_old_datum", value=crs.name)
    return np.asarray(moved.to_numpy(), dtype=object)


def _on_the_globe(bounds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which boxes have every coordinate in the range of degrees."""
    limit = np.array([_HALF_TURN / 2, _HALF_TURN / 4] * 2)
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(bounds) <= limit).all(axis=1))
