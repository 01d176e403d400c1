"""Area units and half-up rounding.

Areas are held in square metres and converted once, at the edge. Two integers are the
only factors: 1 ha = 10 000 m² and 1 ha = 15 mu; 万亩 is 10 000 mu.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar, cast, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "M2_PER_HA",
    "MU_PER_HA",
    "UNITS",
    "UNIT_WORDS",
    "AreaUnit",
    "Unit",
    "decimals_of",
    "from_m2",
    "round_half_up",
    "to_m2",
]

M2_PER_HA = 10_000
MU_PER_HA = 15
MU_PER_WAN_MU = 10_000
M2_PER_KM2 = 1_000_000

_ULP = float(np.finfo(np.float64).eps)

AreaUnit: TypeAlias = Literal["m2", "mu", "ha", "wan_mu", "km2"]
Numbers = TypeVar("Numbers", float, npt.NDArray[np.float64], pd.Series, pd.DataFrame)


@dataclass(frozen=True)
class Unit:
    """A unit of area: unit = m² · times / by.

    Attributes
    ----------
    times, by
        Whole numbers, so that nothing is rounded twice.
    zh, en
        Its name in a text of either language.
    symbol
        How it is written beside a figure in either language.
    words
        How people write it, half-width and in lower case.
    decimals
        Digits after the decimal point of one parcel's area in a document.
    """

    times: int
    by: int
    zh: str
    en: str
    symbol: str
    words: tuple[str, ...]
    decimals: int

    def name(self, lang: Literal["zh", "en"] = "zh") -> str:
        """Give the name in one language."""
        return self.zh if lang == "zh" else self.en


UNITS: Mapping[AreaUnit, Unit] = MappingProxyType({
    "m2": Unit(
        *(1, 1, "平方米", "m²", "m²"), ("平方米", "平米", "m2", "m²", "㎡"), decimals=2
    ),
    "mu": Unit(
        *(MU_PER_HA, M2_PER_HA, "亩", "mu", "亩"), ("亩", "市亩", "mu"), decimals=4
    ),
    "ha": Unit(
        *(1, M2_PER_HA, "公顷", "ha", "公顷"),
        ("公顷", "公頃", "hm2", "hm²", "ha", "万平方米", "万m2", "万m²", "万㎡"),
        decimals=4,
    ),
    "wan_mu": Unit(
        *(MU_PER_HA, M2_PER_HA * MU_PER_WAN_MU, "万亩", "10,000 mu", "万亩"),
        ("万亩",),
        decimals=2,
    ),
    "km2": Unit(
        *(1, M2_PER_KM2, "平方公里", "km²", "km²"),
        ("平方公里", "平方千米", "km2", "km²"),
        decimals=6,
    ),
})
# the unit of each word, the longest first, so that 万亩 is not read as 亩
UNIT_WORDS: Mapping[str, AreaUnit] = MappingProxyType(
    dict(
        sorted(
            ((word, name) for name, unit in UNITS.items() for word in unit.words),
            key=lambda pair: (-len(pair[0]), pair[0]),
        )
    )
)


def _factor(unit: str) -> tuple[int, int]:
    if unit not in UNITS:
        raise ValueError(f"unknown area unit {unit!r}; use one of {get_args(AreaUnit)}")
    known = UNITS[cast("AreaUnit", unit)]
    return known.times, known.by


def from_m2(area: Numbers, unit: AreaUnit) -> Numbers:
    """Convert square metres to another unit.

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


_MOST = 0.9  # of the figures lie on the grid; the rest may be the faulty ones
_DECIMALS = 9
_LARGEST = 1e14  # beyond it a float does not hold the digits


def decimals_of(figures: npt.NDArray[np.float64], *, most: float = _MOST) -> int | None:
    """Find with how many decimals most figures are written.

    Examples
    --------
    >>> decimals_of(np.array([1.5, 2.25, 7.0])), decimals_of(np.array([1 / 3]))
    (2, None)
    """
    if not len(figures):
        return None
    for decimals in range(_DECIMALS):
        scaled = np.abs(figures) * 10.0**decimals
        noise = 1e-6 + 8 * _ULP * scaled
        on_grid = (np.abs(scaled - np.rint(scaled)) <= noise) & (scaled < _LARGEST)
        if on_grid.mean() >= most:
            return decimals
    return None
