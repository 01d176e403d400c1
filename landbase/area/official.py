"""The national formula with every rounding of the procedure.

国土调查办发〔2008〕32号 with the constants of CGCS2000, as used since the third survey:
plane coordinates to 4 decimals, points on edges longer than 70 m to 6 decimals,
inverse projection by series, B and L in seconds to 6 decimals, trapezoids summed. All
rounding is decimal, a half away from zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from landbase.area.plane import FALSE_EASTING, cut_edges
from landbase.units import round_half_up

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.area.rings import Rings

__all__ = ["official_area"]

_SECONDS = 206264.8062471
_B = 6356752.31414036
_SECOND_E2 = 0.00673949677548
_C = 6399593.62586
_K0 = 1.57048761144159e-7
_K = (
    5.05250178820567e-3,
    2.98472900956587e-5,
    2.41626669230084e-7,
    2.22241238938534e-9,
)
_E2 = 0.0066943800229
_SPACING_M = 70.0
_DECIMALS_VERTEX, _DECIMALS_INSERTED, _DECIMALS_SECONDS, _DECIMALS_AREA = 4, 6, 6, 2

# A to E: factor of e^(2k) in each, for k from 0 to 4
_BRACKET = (
    (1, 3 / 6, 30 / 80, 35 / 112, 630 / 2304),
    (0, 1 / 6, 15 / 80, 21 / 112, 420 / 2304),
    (0, 0, 3 / 80, 7 / 112, 180 / 2304),
    (0, 0, 0, 1 / 112, 45 / 2304),
    (0, 0, 0, 0, 5 / 2304),
)


def official_area(
    rings: Rings, meridian: npt.NDArray[np.float64], *, densify: bool
) -> npt.NDArray[np.float64]:
    """Measure rings by the national procedure.

    Parameters
    ----------
    rings
        Gauss-Krüger eastings (500 000 m at the central meridian) and northings, in
        metres.
    meridian
        Degrees of the central meridian, one for each ring.
    densify
        Put points on edges longer than 70 m, as the procedure wants.

    Returns
    -------
    area
        m² to the cent, one for each geometry.
    """
    x = round_half_up(rings.x, _DECIMALS_VERTEX)
    y = round_half_up(rings.y, _DECIMALS_VERTEX)
    plane = rings.moved(x, y)
    if densify:
        plane = _densify(plane)
    latitude, longitude = _inverse(plane.y, plane.x - FALSE_EASTING)
    seconds = 3600 * plane.spread(meridian) + longitude * _SECONDS
    latitude = round_half_up(latitude * _SECONDS, _DECIMALS_SECONDS) / _SECONDS
    longitude = round_half_up(seconds, _DECIMALS_SECONDS) / _SECONDS
    terms = _trapezoids(plane, latitude, longitude)
    return round_half_up(plane.area(terms), _DECIMALS_AREA)


def _densify(plane: Rings) -> Rings:
    """Put floor(length / 70) points on each edge longer than 70 m, rounded."""
    length = np.hypot(plane.edges(plane.x), plane.edges(plane.y))
    number = np.where(length > _SPACING_M, np.floor(length / _SPACING_M), 0)
    cut = cut_edges(plane, np.where(np.isfinite(number), number, 0).astype(np.int64))
    return cut.moved(
        round_half_up(cut.x, _DECIMALS_INSERTED),
        round_half_up(cut.y, _DECIMALS_INSERTED),
    )


def _inverse(
    northing: npt.NDArray[np.float64], easting: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give B and L from the central meridian, in radians, by the series."""
    e = _K0 * northing
    s = np.sin(e)
    s2 = s * s
    k1, k2, k3, k4 = _K
    foot = e + np.cos(e) * s * (k1 - s2 * (k2 - s2 * (k3 - s2 * k4)))
    cosine, t2 = np.cos(foot), np.tan(foot) ** 2
    n2 = _SECOND_E2 * cosine**2
    v2 = 1 + n2
    q = easting * np.sqrt(v2) / _C
    q2 = q * q
    sixth = (61 + 90 * t2 + 45 * t2**2) / 720
    fourth = (5 + 3 * t2 + n2 - 9 * n2 * t2) * v2 / 24
    tangent = np.tan(foot)
    latitude = foot - tangent * q2 * (v2 / 2 - q2 * (fourth - q2 * sixth))
    third = (1 + 2 * t2 + n2) / 6
    fifth = (5 + 28 * t2 + 24 * t2**2 + 6 * n2 + 8 * n2 * t2) / 120
    return latitude, q / cosine * (1 - q2 * (third - q2 * fifth))


def _trapezoids(
    rings: Rings,
    latitude: npt.NDArray[np.float64],
    longitude: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Area of each edge's trapezoid to the meridian of the ring's first vertex."""
    half = rings.edges(latitude) / 2
    middle = rings.means(latitude)
    bracket = np.zeros_like(half)
    for n, factors in enumerate(_BRACKET):
        value = sum(f * _E2**k for k, f in enumerate(factors))
        odd = 2 * n + 1
        bracket += (-1) ** n * value * np.sin(odd * half) * np.cos(odd * middle)
    relative = longitude - rings.spread(longitude[rings.starts])
    return 2 * _B**2 * rings.means(relative) * bracket
