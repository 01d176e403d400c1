"""Area units, half-up rounding, and levelling of rounded parts.

Areas are held in square metres and converted once, at the edge. Two integers are the
only factors: 1 ha = 10 000 m² and 1 ha = 15 mu; 万亩 is 10 000 mu.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias, TypeVar, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "M2_PER_HA",
    "MU_PER_HA",
    "AreaUnit",
    "from_m2",
    "level",
    "round_half_up",
    "to_m2",
]

M2_PER_HA = 10_000
MU_PER_HA = 15
MU_PER_WAN_MU = 10_000
M2_PER_KM2 = 1_000_000

# A part this near to a whole number of units is that number but for float noise.
_NOISE = 1e-7
_ULP = float(np.finfo(np.float64).eps)

AreaUnit: TypeAlias = Literal["m2", "mu", "ha", "wan_mu", "km2"]
Numbers = TypeVar("Numbers", float, npt.NDArray[np.float64], pd.Series, pd.DataFrame)

# unit = m² * numerator / denominator, in integers so that nothing is rounded twice
_FACTORS: dict[str, tuple[int, int]] = {
    "m2": (1, 1),
    "mu": (MU_PER_HA, M2_PER_HA),
    "ha": (1, M2_PER_HA),
    "wan_mu": (MU_PER_HA, M2_PER_HA * MU_PER_WAN_MU),
    "km2": (1, M2_PER_KM2),
}


def _factor(unit: str) -> tuple[int, int]:
    if unit not in _FACTORS:
        raise ValueError(f"unknown area unit {unit!r}; use one of {get_args(AreaUnit)}")
    return _FACTORS[unit]


def from_m2(area: Numbers, unit: AreaUnit) -> Numbers:
    """Convert square metres to another unit.

    Parameters
    ----------
    area
        Areas in m².
    unit
        "m2", "mu" (亩), "ha" (公顷), "wan_mu" (万亩) or "km2".

    Returns
    -------
    area
        The same areas in `unit`, of the same type and index as `area`.

    Raises
    ------
    ValueError
        The unit is not known.

    Examples
    --------
    >>> from_m2(10_000.0, "mu")
    15.0
    """
    numerator, denominator = _factor(unit)
    return area * numerator / denominator


def to_m2(area: Numbers, unit: AreaUnit) -> Numbers:
    """Convert areas in a named unit to square metres.

    Parameters
    ----------
    area
        Areas in `unit`.
    unit
        "m2", "mu" (亩), "ha" (公顷), "wan_mu" (万亩) or "km2".

    Returns
    -------
    area
        The same areas in m², of the same type and index as `area`.

    Raises
    ------
    ValueError
        The unit is not known.

    Examples
    --------
    >>> to_m2(15.0, "mu")
    10000.0
    """
    numerator, denominator = _factor(unit)
    return area * denominator / numerator


def round_half_up(values: npt.ArrayLike, decimals: int = 0) -> npt.NDArray[np.float64]:
    """Round as printed figures are rounded in China: a half goes away from zero.

    The half is judged on the shortest decimal form of each number, as a person
    reads it: 2.675 is a half at two decimals although its binary value lies below.

    Parameters
    ----------
    values
        Numbers of any shape; NaN and infinities stay.
    decimals
        Digits kept after the decimal point; negative for tens, hundreds, ….

    Returns
    -------
    rounded
        Float array of the same shape.

    Examples
    --------
    >>> round_half_up([2.675, -2.5, 0.125], 2).tolist()
    [2.68, -2.5, 0.13]
    """
    array = np.asarray(values, dtype=np.float64)
    finite = np.isfinite(array)
    magnitude = np.abs(np.where(finite, array, 0.0)) * 10.0**decimals
    whole = np.floor(magnitude + 0.5)
    # Only numbers that binary arithmetic cannot tell from a half need decimals.
    # The number, its shortest decimal form and the product differ by an ulp at most.
    doubt = np.abs(magnitude - np.floor(magnitude) - 0.5) <= 4 * _ULP * magnitude
    rounded = np.sign(array) * whole / 10.0**decimals
    rounded = np.where(finite, rounded, array)
    step = Decimal(1).scaleb(-decimals)
    for position in np.argwhere(doubt & finite):
        at = tuple(position)
        exact = Decimal(repr(float(array[at]))).quantize(step, rounding=ROUND_HALF_UP)
        rounded[at] = float(exact)
    return np.asarray(rounded, dtype=np.float64)


def level(
    values: npt.ArrayLike, total: float | None = None, *, decimals: int = 2
) -> npt.NDArray[np.float64]:
    """Round parts so that they sum to the rounded total (largest remainder).

    Parameters
    ----------
    values
        The parts, one-dimensional, finite.
    total
        What the parts sum to; by default their own sum. It is rounded half-up to
        `decimals` and is then the sum of the result.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    levelled
        Float array; each part differs from its exact value by less than one unit
        of the last digit where `total` is the sum of the parts. Ties go to the
        earlier part.

    Raises
    ------
    ValueError
        A part is not finite, or there is nothing to carry a non-zero total.

    Examples
    --------
    >>> level([1 / 3, 1 / 3, 1 / 3], 1, decimals=2).tolist()
    [0.34, 0.33, 0.33]
    """
    parts = np.asarray(values, dtype=np.float64)
    if not np.isfinite(parts).all():
        raise ValueError("level() needs finite parts; treat missing values first")
    target = round_half_up(parts.sum() if total is None else total, decimals)
    units = int(round_half_up(float(target) * 10.0**decimals))
    if parts.size == 0:
        if units:
            raise ValueError(f"no parts to carry a total of {float(target)}")
        return parts
    scaled = parts * 10.0**decimals
    nearest = np.round(scaled)
    scaled = np.where(np.abs(scaled - nearest) < _NOISE, nearest, scaled)
    floors = np.floor(scaled)
    each, extra = divmod(units - int(floors.sum()), parts.size)
    order = np.argsort(-(scaled - floors), kind="stable")
    floors += each
    floors[order[:extra]] += 1
    return np.asarray(floors / 10.0**decimals, dtype=np.float64)
