"""Area on the ellipsoid, in full precision.

The area of a ring is ∮ F dL, where F(B) = ∫ M N cos B dB is the area between the
equator and latitude B per radian of longitude. In the (L, F) plane it is a shoelace;
F is taken relative to the first vertex of each ring, or the digits cancel away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.area.rings import Rings

__all__ = ["LONG_EDGE", "chord_area", "longest_edges", "plane_edge_area"]

_A = 6378137.0
_F = 1 / 298.257222101
_E2 = _F * (2 - _F)
_B2 = _A**2 * (1 - _E2)
_SECOND_E2 = _E2 / (1 - _E2)
# F = b² s (1 + ⅔ e²s² + ⅗ e⁴s⁴ + …), s = sin B; the next term is below 1e-16.
_SERIES = [(k + 1) * _E2**k / (2 * k + 1) for k in range(7)]

# An edge longer than this many radians of arc (about 5 km) is cut before the
# correction below, which is of fourth order in the length.
LONG_EDGE = 8e-4
_DEGREE = np.pi / 180


def _sine_and_f(
    latitude: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    sine = np.sin(latitude)
    square = sine * sine
    series = np.full_like(square, _SERIES[-1])
    for factor in _SERIES[-2::-1]:
        series *= square
        series += factor
    series *= sine
    series *= _B2
    return sine, series


def _chord_terms(
    rings: Rings,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give the shoelace terms of the edges, sin B, and ΔL in radians."""
    sine, f = _sine_and_f(rings.y * _DEGREE)
    step = rings.edges(rings.x)
    step *= _DEGREE
    f -= rings.spread(f[rings.starts])
    terms = rings.means(f)
    terms *= step
    return terms, sine, step


def chord_area(rings: Rings) -> npt.NDArray[np.float64]:
    """Measure rings whose edges are straight in the (L, F) plane.

    Parameters
    ----------
    rings
        In degrees of longitude and latitude.

    Returns
    -------
    area
        m², one for each geometry.
    """
    return rings.area(_chord_terms(rings)[0])


def plane_edge_area(
    rings: Rings, meridian: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Measure rings whose edges are straight in a Gauss-Krüger plane.

    To the shoelace comes, for each edge, the area between the chord and the curve
    that the straight line of the plane becomes, taken as a parabola through start,
    middle and end. With w = ψ + iλ (isometric latitude, longitude from the central
    meridian) and the conformal map f: w → plane, the curve bends by
    w″ = -(f″/f′) Δw², and f″/f′ = -sin B at the complex latitude of w, so that

        correction = r²/12 · [2 s Δψ² Δλ - (Δψ² + Δλ²)(h₁ Δλ + h₂ Δψ)]

    with r = N cos B, s = sin B, and h₁ + i h₂ = -sin B(w), expanded in λ about the
    real latitude of the middle of the edge.

    Parameters
    ----------
    rings
        In degrees of longitude and latitude.
    meridian
        Degrees of the central meridian, one for each ring.

    Returns
    -------
    area
        m², one for each geometry; within 1e-9 of it where no edge is longer than
        `LONG_EDGE`.
    """
    terms, sine, step = _chord_terms(rings)
    s = rings.means(sine)
    from_meridian = (rings.means(rings.x) - rings.spread(meridian)) * _DEGREE
    terms += _bend(s, rings.edges(sine), step, from_meridian)
    return rings.area(terms)


def _bend(
    s: npt.NDArray[np.float64],
    rise: npt.NDArray[np.float64],
    step: npt.NDArray[np.float64],
    longitude: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Give the area between chord and curve; `rise` is Δ sin B, `step` ΔL."""
    s2 = s * s
    c2 = 1 - s2
    v2 = 1 + _SECOND_E2 * c2
    r2 = _A**2 * c2 / (1 - _E2 * s2)
    up = rise / (c2 * v2)  # Δψ, for d sin B/dψ = cos² B · V²
    squares = up * up
    # -sin B(ψ + iλ): its derivatives by ψ, the third one as on the sphere
    first = c2 * v2
    second = 2 * s * first * (v2 + _SECOND_E2 * c2)
    l2 = longitude * longitude
    h1 = -s - l2 / 2 * second
    h2 = -longitude * (first - l2 / 3 * c2 * (3 * s2 - 1))
    whole = squares + step * step
    return r2 / 12 * (2 * s * squares * step - whole * (h1 * step + h2 * up))


def longest_edges(rings: Rings) -> npt.NDArray[np.float64]:
    """Find the longest edge of each ring.

    Parameters
    ----------
    rings
        In degrees of longitude and latitude.

    Returns
    -------
    arc
        Radians, no less than the true arc and no more than √2 of the edge in degrees.
    """
    arc = np.abs(rings.edges(rings.x)) + np.abs(rings.edges(rings.y))
    arc *= _DEGREE
    return np.maximum.reduceat(arc, rings.starts) if len(arc) else arc
