"""The coordinate system that a header states, and coordinates made plain by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from landbase.crs import (
    EASTING,
    datum_named,
    geographic_crs,
    is_zone,
    prefix_zones,
    zone_crs,
)
from landbase.sources.boundary_points.points import half_width

if TYPE_CHECKING:
    import numpy.typing as npt
    from pyproj import CRS

    from landbase.crs import Datum
    from landbase.sources.boundary_points.sections import Header

__all__ = [
    "TECHNICAL",
    "UNIT",
    "Placed",
    "are_degrees",
    "can_be_minutes",
    "place_points",
    "signature",
    "states_minutes",
]

DATUM, WIDTH, ZONE, UNIT = "坐标系", "几度分带", "带号", "计量单位"
# Keys that describe the coordinates, not the land.
TECHNICAL = (
    *(DATUM, WIDTH, "分带", "投影类型", "投影", UNIT, ZONE, "精度"),
    *("转换参数", "格式版本号"),
)
_DEGREES = 360.0
_SIXTY = 60
_NORTHING, _NORTHINGS = 1.9e6, 1e7


class Placed(NamedTuple):
    """Coordinates easting first, and the notes to make.

    Attributes
    ----------
    x, y
        Easting and northing, or longitude and latitude.
    crs
        The one stated; None where none is, or the numbers do not bear it out.
    degrees
        Whether the coordinates are degrees.
    notes
        Issue code → its value and details.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    crs: CRS | None
    degrees: bool
    notes: dict[str, dict[str, Any]]


def signature(header: Header) -> tuple[str, ...]:
    """Give what decides the coordinate system: headers alike in it share a table."""
    return tuple(header.value(*keys) for keys in ((DATUM,), (ZONE,), (UNIT,)))


def place_points(
    first: npt.NDArray[np.float64],
    second: npt.NDArray[np.float64],
    header: Header,
    *,
    minutes: bool,
) -> Placed:
    """Put coordinates in order and find the CRS that the header states.

    By rule the northing stands first. Northings, eastings and degrees of China never
    overlap, so each point tells for itself where the rule was not kept.

    Parameters
    ----------
    first, second
        The coordinates in the order of the file.
    header
        The header above them.
    minutes
        Degrees are written ddd.mmss.

    Returns
    -------
    placed
        New arrays.
    """
    notes: dict[str, dict[str, Any]] = {}
    degrees = are_degrees(first, second)
    swapped = _easting_first(first, second, degrees=degrees)
    if swapped.any():
        notes["boundary_easting_first"] = {"value": f"{swapped.sum()}/{len(first)}"}
        first, second = (
            np.where(swapped, second, first),
            np.where(swapped, first, second),
        )
    x, y = second, first
    datum = datum_named(header.value(DATUM))
    if not degrees:
        return Placed(x, y, _projected(x, datum, header, notes), degrees, notes)
    if minutes:
        notes["boundary_dms"] = {"value": header.value(UNIT) or "—"}
        x, y = _to_decimal(x), _to_decimal(y)
    crs = geographic_crs(datum) if datum else None
    return Placed(x, y, crs, degrees, notes)


def _easting_first(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], *, degrees: bool
) -> npt.NDArray[np.bool_]:
    if degrees:
        return first > second
    possible = second >= _NORTHING
    possible &= second < _NORTHINGS
    if not possible.any():
        return possible
    small = (first < _NORTHING) | (prefix_zones(first) > 0)
    return np.asarray(possible & small, dtype=bool)


def are_degrees(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> bool:
    """Tell degrees from metres."""
    return bool(len(first) and max(first.max(), second.max()) <= _DEGREES)


def _projected(
    x: npt.NDArray[np.float64],
    datum: Datum | None,
    header: Header,
    notes: dict[str, dict[str, Any]],
) -> CRS | None:
    """Find the zone: the one the eastings carry, else the header's.

    Where neither tells one zone, None; for an older datum its degrees, which the
    coordinates do not fit, so that placing asks instead of taking them for CGCS2000.
    """
    stated = _zone(header)
    if not len(x):
        return None
    zones = prefix_zones(x)
    alike = zones.min() == zones.max()
    carried = zones[:1] if alike else np.unique(zones)
    named = carried[carried > 0]
    written = _number(header)
    if written and (named != written).any():
        shown = "、".join(map(str, named))
        notes["boundary_zone_differs"] = {"value": shown, "stated": written}
    if len(named) == 1 and not _without_zone(x[zones == 0]).any():
        carried = named  # what carries no zone is no easting at all
    zone = int(carried[0])
    if not zone and stated and len(carried) == 1:
        notes["boundary_zone_from_header"] = {"value": stated}
    known = zone or stated
    if datum in {None, "wgs84"}:
        return None
    if len(carried) > 1 or not known:  # an older datum must not be forgotten
        old = datum != "cgcs2000"
        return geographic_crs(datum) if old else None
    return zone_crs(known, prefixed=bool(zone), datum=datum)


def _without_zone(easting: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which numbers can be eastings that do not carry their zone."""
    return np.asarray((easting >= EASTING[0]) & (easting <= EASTING[1]), dtype=np.bool_)


def _zone(header: Header) -> int:
    """Read the zone of a header; 0 where it states none of China."""
    number = _number(header)
    return number if is_zone(number) else 0


def _number(header: Header) -> int:
    """Read the number that a header has for its zone, be there such a zone or not."""
    digits = re.search(r"\d{1,9}", half_width(header.value(ZONE)))
    return int(digits[0]) if digits else 0


def states_minutes(header: Header) -> bool:
    """Tell whether a header says that degrees are written ddd.mmss."""
    unit = half_width(header.value(UNIT))
    return "秒" in unit or "mmss" in unit.lower()


def can_be_minutes(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]
) -> bool:
    """Tell whether all numbers can be ddd.mmss."""
    minutes, seconds = _parts(np.concatenate([first, second]))
    return bool(((minutes < _SIXTY) & (seconds < _SIXTY)).all())


def _parts(
    numbers: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give minutes and seconds of ddd.mmss."""
    units = np.round(numbers * 1e10).astype(np.int64) % 10**10
    return (units // 10**8).astype(np.float64), (units % 10**8) / 1e6


def _to_decimal(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    minutes, seconds = _parts(numbers)
    return np.asarray(np.floor(numbers + 1e-11) + minutes / 60 + seconds / 3600)
