"""Try units, measures, roundings and factors on a column of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np

from landbase.reconcile.grain import decimals_of
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from landbase.reconcile.accounts import Booleans, Floats
    from landbase.units import AreaUnit

__all__ = ["Fit", "Rounding", "fit_rules", "hits"]

Rounding: TypeAlias = Literal["half_up", "truncate"]

# Outlines are known to about a part in a million of their area: coordinates have been
# rounded too, and far less than what the ways of measuring differ by.
_PPM = 1e-6
_FLOAT = 1e-9
_NEAR = (0.5, 2.0)  # what the median of declared / measured may be
_FACTOR_COSTS = 0.02  # the share of rows that a factor must explain beyond the rest
_FACTOR_EXPLAINS = 0.5  # at the least, or it is chance
_TRUNCATION_COSTS = 0.005
_LATER_COSTS = 1e-6  # of two that fit alike, the first is taken


class Fit(NamedTuple):
    """A rule, and the share of rows that it reproduces less what its parts cost."""

    unit: AreaUnit
    method: str
    rounding: Rounding | None
    decimals: int | None
    factor: float = 1.0
    score: float = 0.0


def hits(figures: Floats, area: Floats, fit: Fit, *, ppm: float = _PPM) -> Booleans:
    """Tell which figures a rule makes of areas, both in the unit of the rule.

    Parameters
    ----------
    figures, area
        As declared, and as measured; a missing one is not reproduced.
    fit
        The rule.
    ppm
        How well areas are known, as a share.

    Returns
    -------
    hit
        True where the figure stands for a range that the area times the factor, as
        well as it is known, can lie in.
    """
    exact = area * fit.factor
    noise = ppm * np.abs(exact) + _FLOAT
    if fit.decimals is None:
        return np.asarray(np.abs(figures - exact) <= noise)
    step = 10.0**-fit.decimals
    off = exact - figures
    if fit.rounding == "truncate":
        return np.asarray((off >= -noise) & (off < step + noise))
    return np.asarray(np.abs(off) <= step / 2 + noise)


def fit_rules(
    figures: Mapping[AreaUnit, Floats], measured: Mapping[str, Floats]
) -> list[Fit]:
    """Rank the rules that may have made figures of areas, the best first.

    Parameters
    ----------
    figures
        Unit → the figures, if they are in that unit.
    measured
        Method → areas in m², one for each figure.

    Returns
    -------
    fits
        None where nothing can be compared in any unit.
    """
    found = [
        fit
        for unit, numbers in figures.items()
        for rank, (method, m2) in enumerate(measured.items())
        for fit in _fits(unit, method, numbers, from_m2(m2, unit), rank)
    ]
    return sorted(found, key=lambda fit: -fit.score)


def _fits(
    unit: AreaUnit, method: str, figures: Floats, area: Floats, rank: int
) -> Iterator[Fit]:
    there = np.isfinite(figures) & np.isfinite(area) & (figures > 0) & (area > 0)
    if not there.any():
        return
    figures, area = figures[there], area[there]
    ratio = figures / area
    if not _NEAR[0] < np.median(ratio) < _NEAR[1]:
        return
    decimals = decimals_of(figures)
    roundings: tuple[Rounding | None, ...] = ("half_up", "truncate")
    if decimals is None:
        roundings = (None,)
    # Large parcels tell a factor best: rounding moves them least.
    factor = float(np.median(ratio[area >= np.median(area)]))
    for rounding in roundings:
        for constant in (1.0, factor):
            fit = Fit(unit, method, rounding, decimals, constant)
            cost = _FACTOR_COSTS * (constant != 1.0) + rank * _LATER_COSTS
            cost += _TRUNCATION_COSTS * (rounding == "truncate")
            share = float(hits(figures, area, fit).mean())
            # Large parcels fit many rules within a part in a million, few exactly.
            strict = float(hits(figures, area, fit, ppm=0.0).mean())
            if constant != 1.0 and share < _FACTOR_EXPLAINS:
                continue
            yield fit._replace(score=(share + strict) / 2 - cost)
