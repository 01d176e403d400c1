"""How finely a column of areas was printed, and what its rounding can explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from landbase.units import from_m2, to_m2

if TYPE_CHECKING:
    from landbase.reconcile.accounts import Floats
    from landbase.units import AreaUnit

__all__ = ["decimals_of", "grain"]

_MOST = 0.9  # of the figures lie on the grid; the rest may be the faulty ones
_ENOUGH = 10  # figures that tell a coarse grid from round numbers
_DECIMALS = 9
_LARGEST = 1e14  # beyond it a float does not hold the digits
_EPS = float(np.finfo(np.float64).eps)
# The fewest and the most decimals that a list of parcels is printed with.
_PRINTED: dict[AreaUnit, tuple[int, int]] = {"m2": (0, 4), "mu": (2, 4), "ha": (2, 6)}


def decimals_of(figures: Floats, *, most: float = _MOST) -> int | None:
    """Find with how many decimals most figures are written.

    Parameters
    ----------
    figures
        Finite numbers.
    most
        The share that has to lie on the grid.

    Returns
    -------
    decimals
        0 to 8; None for figures in full precision, and where there are none.

    Examples
    --------
    >>> decimals_of(np.array([1.5, 2.25, 7.0])), decimals_of(np.array([1 / 3]))
    (2, None)
    """
    if not len(figures):
        return None
    for decimals in range(_DECIMALS):
        scaled = np.abs(figures) * 10.0**decimals
        noise = 1e-6 + 8 * _EPS * scaled
        on_grid = (np.abs(scaled - np.rint(scaled)) <= noise) & (scaled < _LARGEST)
        if on_grid.mean() >= most:
            return decimals
    return None


def grain(m2: Floats) -> float:
    """Give the step in m² in which a column of areas was printed; 0 if it was not.

    The unit in which it was printed is the one with the coarsest step, where there
    are enough figures to tell.

    Parameters
    ----------
    m2
        Areas; those not finite are left out.

    Returns
    -------
    step
        m²; half of it is what rounding can explain.

    Examples
    --------
    >>> grain(np.array([1234.56, 20.0])), grain(np.array([1 / 7]))
    (0.01, 0.0)
    """
    there = m2[np.isfinite(m2) & (m2 != 0)]
    steps = []
    for unit, (fewest, most) in _PRINTED.items():
        decimals = decimals_of(from_m2(there, unit))
        if decimals is not None and decimals <= most:
            steps.append(to_m2(10.0 ** -max(decimals, fewest), unit))
    if not steps:
        return 0.0
    return max(steps) if len(there) >= _ENOUGH else min(steps)
