"""Gauss-Krüger planes by central meridian: into them, back, and points along edges."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pyproj import Transformer

from landbase.crs import datum_of, transform_arrays

if TYPE_CHECKING:
    import numpy.typing as npt
    from pyproj import CRS

    from landbase.area.rings import Rings

__all__ = ["FALSE_EASTING", "cut_edges", "from_plane", "to_degrees", "to_plane"]

FALSE_EASTING = 500_000.0


class _Plane(NamedTuple):
    meridian: float
    false_easting: float


def to_degrees(rings: Rings, crs: CRS) -> Rings:
    """Bring rings to longitude and latitude of their own datum.

    Parameters
    ----------
    rings
        In `crs`.
    crs
        Any CRS.

    Returns
    -------
    rings
        In degrees.
    """
    if crs.is_geographic or crs.geodetic_crs is None:
        return rings
    x, y = transform_arrays(rings.x, rings.y, source=crs, target=crs.geodetic_crs)
    return rings.moved(x, y)


def to_plane(rings: Rings, crs: CRS, meridian: npt.NDArray[np.float64]) -> Rings:
    """Bring rings to Gauss-Krüger planes.

    Coordinates that are already in the plane wanted are kept to the last digit.

    Parameters
    ----------
    rings
        In `crs`.
    crs
        Any CRS of CGCS2000 or WGS 84.
    meridian
        Degrees of the central meridian, one for each ring.

    Returns
    -------
    rings
        Eastings (false easting 500 000 m, no zone) and northings in metres.
    """
    own = _plane_of(crs)
    degrees = None
    x, y = np.empty_like(rings.x), np.empty_like(rings.y)
    every = rings.spread(meridian)
    for number in np.unique(meridian):
        here = every == number
        if own is not None and own.meridian == number:
            x[here] = rings.x[here] - own.false_easting + FALSE_EASTING
            y[here] = rings.y[here]
            continue
        degrees = degrees or to_degrees(rings, crs)
        forward = _gauss_krueger(float(number))
        x[here], y[here] = forward.transform(degrees.x[here], degrees.y[here])
    return rings.moved(x, y)


def from_plane(rings: Rings, meridian: npt.NDArray[np.float64]) -> Rings:
    """Bring rings back from Gauss-Krüger planes.

    Parameters
    ----------
    rings
        As `to_plane` gives them.
    meridian
        Degrees of the central meridian, one for each ring.

    Returns
    -------
    rings
        In degrees of longitude and latitude.
    """
    x, y = np.empty_like(rings.x), np.empty_like(rings.y)
    every = rings.spread(meridian)
    for number in np.unique(meridian):
        here = every == number
        x[here], y[here] = _gauss_krueger(float(number)).transform(
            rings.x[here], rings.y[here], direction="INVERSE"
        )
    return rings.moved(x, y)


def cut_edges(rings: Rings, inserted: npt.NDArray[np.int64]) -> Rings:
    """Put points on edges at even distances.

    Parameters
    ----------
    rings
        In a plane.
    inserted
        How many points to put on the edge that starts at each vertex; what stands
        at the last vertex of a ring is not looked at.

    Returns
    -------
    rings
        The same rings with the points added.
    """
    pieces = inserted + 1
    pieces[rings.starts - 1] = 1
    edge = np.repeat(np.arange(len(pieces)), pieces)
    first = np.cumsum(pieces) - pieces
    share = (np.arange(len(edge)) - first[edge]) / pieces[edge]
    moved = rings.moved(
        rings.x[edge] + share * rings.edges(rings.x)[edge],
        rings.y[edge] + share * rings.edges(rings.y)[edge],
    )
    return moved.starting(first[rings.starts])


@lru_cache(maxsize=64)
def _gauss_krueger(meridian: float) -> Transformer:
    """Make the projection of degrees on the CGCS2000 ellipsoid."""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=tmerc +lat_0=0 +lon_0={meridian:.17g} +k=1 "
        f"+x_0={FALSE_EASTING:.17g} +y_0=0 +ellps=GRS80"
    )


@lru_cache(maxsize=64)
def _plane_of(crs: CRS) -> _Plane | None:
    """Tell which Gauss-Krüger plane a CRS is, if it is one."""
    operation = crs.coordinate_operation
    if operation is None or datum_of(crs) != "cgcs2000":
        return None
    values: dict[str, Any] = {p.name: p.value for p in operation.params}
    unit = {axis.unit_name for axis in crs.axis_info} == {"metre"}
    standard = {
        "Latitude of natural origin": 0.0,
        "Scale factor at natural origin": 1.0,
        "False northing": 0.0,
    }
    plain = unit and all(values.get(name) == v for name, v in standard.items())
    if not plain or "Longitude of natural origin" not in values:
        return None
    return _Plane(
        float(values["Longitude of natural origin"]), float(values["False easting"])
    )
