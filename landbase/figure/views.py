"""What part of the land a map shows, in which projection and at which scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import CRS

from landbase.crs import (
    CGCS2000,
    project,
    transform_arrays,
    zone_crs,
    zone_of,
)
from landbase.geometry import is_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from landbase.texts import Words

__all__ = ["View", "make_view"]

_STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_MARGIN = 1.03  # room around what is shown
_MM = 1000
_SMALLEST = 200  # no map is drawn larger than 1:200


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """A rectangle of land that fills a rectangle of paper, true to scale.

    Attributes
    ----------
    crs
        The plane of the paper, in metres.
    x, y
        Its middle.
    scale
        The denominator of the scale.
    width, height
        Of the rectangle on paper, in mm.
    terms
        The parameters of an equal-area projection; empty for a zone.
    """

    crs: CRS
    x: float
    y: float
    scale: float
    width: float
    height: float
    terms: Mapping[str, Any] = field(default_factory=dict)

    def metres(self, mm: float) -> float:
        """Tell how many metres of land a length on paper stands for."""
        return mm * self.scale / _MM

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The edges in metres: west, south, east, north."""
        half, tall = self.metres(self.width) / 2, self.metres(self.height) / 2
        return self.x - half, self.y - tall, self.x + half, self.y + tall

    def to_paper(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Turn plane coordinates into mm from the frame's lower left corner."""
        west, south, *_ = self.bounds
        return (xy - (west, south)) / self.metres(1)

    def zone(self) -> int | None:
        """Give the 3° zone of the paper; None where it is no zone."""
        if self.terms:
            return None
        lon, _ = transform_arrays([self.x], [self.y], source=self.crs, target=CGCS2000)
        return int(zone_of(lon)[0])

    def describe(self, words: Words) -> list[str]:
        """Name coordinate system, projection and central meridian."""
        zone = self.zone()
        if zone is None:
            plane = words("albers", **self.terms)
        else:
            plane = words("gauss", zone=zone, meridian=3 * zone)
        return [words["datum"], plane]


def make_view(
    shapes: npt.NDArray[np.object_],
    *,
    width: float,
    height: float,
    scale: float | None = None,
) -> View:
    """Choose projection and scale so that shapes fill a rectangle of paper.

    Parameters
    ----------
    shapes
        Geometries in EPSG:4490, at least one that is not empty.
    width, height
        Of the rectangle, in mm.
    scale
        The denominator; by default the largest round scale at which all fits.

    Returns
    -------
    view
        In the 3° zone of the shapes, or in an equal-area projection across zones.

    Raises
    ------
    ValueError
        There is nothing to show.
    """
    there = shapes[is_shown(shapes)]
    if not len(there):
        raise ValueError("there is nothing to show: no geometry, or none in the extent")
    west, south, east, north = shapely.total_bounds(there)
    crs, terms = _plane(west, south, east, north)
    x0, y0, x1, y1 = shapely.total_bounds(project(there, crs))
    fitting = max((x1 - x0) / width, (y1 - y0) / height) * _MM * _MARGIN
    return View(
        crs=crs,
        x=float(x0 + x1) / 2,
        y=float(y0 + y1) / 2,
        scale=scale or round_scale(max(fitting, _SMALLEST)),
        width=width,
        height=height,
        terms=terms,
    )


def round_scale(fitting: float) -> float:
    """Give the next round denominator."""
    power = 10.0 ** math.floor(math.log10(fitting))
    return next(s * power for s in _STEPS if s * power >= fitting * (1 - 1e-9))


def _plane(
    west: float, south: float, east: float, north: float
) -> tuple[CRS, dict[str, Any]]:
    """Choose the zone of an extent, or an equal-area cone across zones."""
    zones = np.unique(zone_of(np.array([west, east])))
    if len(zones) == 1:
        return zone_crs(int(zones[0])), {}
    sixth, middle = (north - south) / 6, round((west + east) / 2, 1)
    terms = {
        "proj": "aea",
        "lat_1": round(south + sixth, 1),
        "lat_2": round(north - sixth, 1),
        "lat_0": round((south + north) / 2, 1),
        "lon_0": middle,
        "ellps": "GRS80",  # the ellipsoid of CGCS2000
    }
    return CRS.from_dict(terms), terms
