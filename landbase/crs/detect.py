"""Find a coordinate system by the ranges of its numbers, or refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import CRS

from landbase.crs.names import (
    CGCS2000,
    EASTING,
    MILLION,
    datum_of,
    prefix_zones,
    zone_crs,
)
from landbase.errors import CRSError
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

__all__ = ["Detection", "detect_crs"]

# Coordinates of land in China: degrees, and metres on Gauss-Krüger planes.
_LONGITUDE = (72.0, 137.0)
_LATITUDE = (3.0, 55.0)
_NORTHING = (1.9e6, 6.0e6)
_MOST = 0.5  # of the features: a stray one refutes no file
_CIRCLE, _QUARTER = 360.0, 90.0


@dataclass(frozen=True)
class Detection:
    """What the numbers of a file say about its coordinate system.

    Attributes
    ----------
    crs
        The coordinate system found, or the one stated where the numbers fit it.
    swapped
        The first numbers are northings (or latitudes), the second eastings.
    evidence
        The ranges that decided, in figures and in no language: "E 37367500–37541500,
        N 4165000–4529000".
    """

    crs: CRS
    swapped: bool
    evidence: str


def detect_crs(
    x: npt.ArrayLike, y: npt.ArrayLike, *, crs: Any = None, zone: int | None = None
) -> Detection:
    """Find the CGCS2000 coordinate system of numbers by their ranges, or refuse.

    Degrees, eastings with a zone and northings never overlap in China, so the order
    of the axes shows itself. The datum does not: CGCS2000 is what the ranges mean
    unless `crs` says otherwise, and the caller reports it.

    Parameters
    ----------
    x, y
        First and second numbers of all coordinates; those not finite are left out.
    crs
        The coordinate system stated for the file, or by the user; it is kept where
        most numbers fit it, possibly with swapped axes.
    zone
        The zone of eastings without a prefix (25 to 45: 3°, 13 to 23: 6°).

    Returns
    -------
    detection
        The CRS, whether the axes are swapped, and the evidence.

    Raises
    ------
    CRSError
        The numbers fit no coordinate system of China, or not the one stated; they
        carry several zones; or they carry none and neither `zone` nor `crs` is given.

    Examples
    --------
    >>> found = detect_crs([4_400_000.0], [37_500_000.0])
    >>> found.crs.to_epsg(), found.swapped
    (4525, True)
    """
    first = np.asarray(x, dtype=np.float64).ravel()
    second = np.asarray(y, dtype=np.float64).ravel()
    real = np.isfinite(first) & np.isfinite(second)
    if not real.any():
        raise CRSError("crs_no_coordinates")
    first, second = first[real], second[real]
    read = _stated(crs) if crs is not None else lambda a, b: _guess(a, b, zone)
    for swapped in (False, True):
        east, north = (second, first) if swapped else (first, second)
        if (found := read(east, north)) is not None:
            return Detection(found, swapped, _evidence(east, north))
    known = Text("errors.crs_stated", crs=str(crs))
    raise CRSError(
        "crs_fits_nothing",
        crs=Text("errors.crs_of_china") if crs is None else known,
        first=_span(first),
        second=_span(second),
    )


def _guess(
    east: npt.NDArray[np.float64], north: npt.NDArray[np.float64], zone: int | None
) -> CRS | None:
    """Read numbers in the order given; None where they do not fit that order."""
    if _within(east, _LONGITUDE) and _within(north, _LATITUDE):
        return CGCS2000
    if not _within(north, _NORTHING):
        return None
    if _within(east, EASTING):
        return _unprefixed(east, zone)
    zones, counts = np.unique(prefix_zones(east), return_counts=True)
    if 0 in zones and not _within(east[prefix_zones(east) == 0], EASTING):
        return None
    if len(zones) > 1:
        many = ", ".join(
            f"{z or 'none'} ({n})" for z, n in zip(zones, counts, strict=True)
        )
        raise CRSError("crs_several_zones", many=many)
    if zone is not None and zone != zones[0]:
        raise CRSError("crs_zone_differs", carried=zones[0], zone=zone)
    return zone_crs(int(zones[0]))


def _unprefixed(east: npt.NDArray[np.float64], zone: int | None) -> CRS:
    if zone is None:
        raise CRSError("crs_zone_not_carried", east=_span(east))
    return zone_crs(zone, prefixed=False)


def _stated(
    crs: Any,
) -> Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], CRS | None]:
    """Make the reading of numbers under a stated CRS."""
    known = CRS.from_user_input(crs)

    def read(
        east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]
    ) -> CRS | None:
        return known if _fits(known, east, north) else None

    return read


def _fits(
    crs: CRS, east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]
) -> bool:
    """Tell whether most numbers can be in a CRS; of one not of China always yes."""
    chinese = datum_of(crs) in {"cgcs2000", "xian80", "beijing54"}
    if crs.is_geographic:
        around = _LONGITUDE if chinese else (-_CIRCLE, _CIRCLE)
        upward = _LATITUDE if chinese else (-_QUARTER, _QUARTER)
    elif chinese and (middle := _false_easting(crs)) is not None:
        around = (middle - MILLION / 2, middle + MILLION / 2)
        upward = _NORTHING
    else:
        return True
    fit = (east >= around[0]) & (east <= around[1])
    fit &= (north >= upward[0]) & (north <= upward[1])
    return bool(fit.mean() > _MOST)


def _false_easting(crs: CRS) -> float | None:
    """Find the easting of the central meridian of a projected CRS."""
    operation = crs.coordinate_operation
    values = {p.name: p.value for p in operation.params} if operation else {}
    return float(values["False easting"]) if "False easting" in values else None


def _within(values: npt.NDArray[np.float64], bounds: tuple[float, float]) -> bool:
    return bool(values.min() >= bounds[0] and values.max() <= bounds[1])


def _span(values: npt.NDArray[np.float64]) -> str:
    digits = 5 if np.abs(values).max() <= _CIRCLE else 0
    return f"{values.min():.{digits}f}–{values.max():.{digits}f}"


def _evidence(east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]) -> str:
    return f"E {_span(east)}, N {_span(north)}"
