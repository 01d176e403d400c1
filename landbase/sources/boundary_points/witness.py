"""The declared area as the third witness of what the rings of a parcel mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.rules.schema import Tolerances
from landbase.units import from_m2, to_m2
from landbase.values import parse_areas

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from landbase.sources.boundary_points.nesting import Nested
    from landbase.units import AreaUnit

__all__ = ["Verdict", "judge"]

# By rule the figure is in hectares; files with m² and mu are met.
_UNITS: tuple[AreaUnit, ...] = ("ha", "m2", "mu")
_NEAR, _MOST = 0.05, 0.5
_SAMPLE = 1_000


class Verdict(NamedTuple):
    """What the declared areas say, one entry a parcel.

    Attributes
    ----------
    fits
        Reading → the declared area fits it. Parcels of one ring, which have one
        reading only, are looked at in the first thousand alone.
    declared
        m², in the unit nearest to containment; NaN where there is none, and where
        nobody looked.
    """

    fits: dict[str, npt.NDArray[np.bool_]]
    declared: npt.NDArray[np.float64]


def judge(declared: pd.Series, nested: Nested, *, stretch: float) -> Verdict:
    """Compare declared areas with every reading of the rings.

    A unit in the cell counts; else the unit that most parcels of the file come near
    to, within 5 %; where there is none, each of hectares, m² and mu is tried.

    Parameters
    ----------
    declared
        The area fields as found.
    nested
        The readings.
    stretch
        By what share plane areas here may exceed those on the ellipsoid.

    Returns
    -------
    verdict
        A figure fits within the tolerance of declared areas, or half a unit of its
        last printed digit where that is more.
    """
    total = len(nested.rings)
    look = nested.rings > 1
    look[:_SAMPLE] = True
    at = np.flatnonzero(look)
    column = declared.iloc[at]
    areas = {name: area[at] for name, area in nested.areas.items()}
    fits = {name: np.zeros(total, dtype=bool) for name in areas}
    in_m2 = np.full(total, np.nan)
    best = np.full(len(at), np.inf)
    rough = np.where(areas["containment"] > 0, areas["containment"], np.nan)
    digits = column.str.extract(r"\.(\d+)", expand=False).str.len()
    places = digits.fillna(0).to_numpy(dtype=np.float64)
    half = np.asarray(0.5 * 10.0**-places, dtype=np.float64)
    for unit, number in _figures(column, rough).items():
        said = np.asarray(to_m2(number, unit), dtype=np.float64)
        slack = np.asarray(to_m2(half, unit), dtype=np.float64)
        for name, area in areas.items():
            allowed = np.maximum(_allowed(area), slack) + stretch * area
            fits[name][at] |= np.abs(said - area) <= allowed
        off = np.abs(said / rough - 1)
        nearer = off < best
        in_m2[at[nearer]], best[nearer] = said[nearer], off[nearer]
    return Verdict(fits, in_m2)


def _figures(
    column: pd.Series, area: npt.NDArray[np.float64]
) -> dict[AreaUnit, npt.NDArray[np.float64]]:
    """Give the figures that may be in each unit; NaN for those that are not."""
    parsed = parse_areas(column)
    number = parsed.numbers.to_numpy(dtype=np.float64)
    number = np.where(number > 0, number, np.nan)
    named = parsed.units.to_numpy(dtype=object)
    bare = parsed.units.isna().to_numpy()
    common = _common_unit(number[bare], area[bare])
    return {
        unit: np.where(
            (named == unit) | (bare & (common in {None, unit})), number, np.nan
        )
        for unit in _UNITS
    }


def _allowed(area: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    tolerances = Tolerances()
    share = tolerances.declared_share * area
    return np.asarray(np.maximum(tolerances.declared_m2, share), dtype=np.float64)


def _common_unit(
    number: npt.NDArray[np.float64], area: npt.NDArray[np.float64]
) -> AreaUnit | None:
    """Find the unit in which most figures come near the area."""
    both = np.isfinite(number) & np.isfinite(area)
    if not both.any():
        return None
    near = {
        unit: float(
            (np.abs(number[both] / from_m2(area[both], unit) - 1) < _NEAR).mean()
        )
        for unit in _UNITS
    }
    best = max(_UNITS, key=lambda unit: near[unit])
    return best if near[best] > _MOST else None
