"""Tables of lines and categories, levelled as area tables are printed."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from landbase.units import level

__all__ = ["level_crossed"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_Exchange: TypeAlias = tuple[int, int, int]  # the lines that give and take, the column

_SLACK = 1e-6  # float noise, in units of the last digit


def level_crossed(exact: Floats, *, decimals: int = 2) -> Integers:
    """Round a table of lines and categories so that all printed sums close.

    The grand total is rounded half-up, the categories are levelled to it, and the
    lines of each category to that. A line's total is the sum of its figures; where
    that would be a unit or more from its exact value, the roundings of two lines are
    exchanged within a category.

    Parameters
    ----------
    exact
        Finite figures, one row a line, one column a category. Not changed.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    units
        Of the same shape, whole numbers in units of the last digit. Each is less than
        a unit from its exact value; line totals are within two where whole numbers in
        the table leave no other way.

    Examples
    --------
    >>> level_crossed(np.array([[1 / 3], [2 / 3], [1 / 3]])).tolist()
    [[33], [67], [33]]
    """
    totals = level(exact.sum(axis=0), decimals=decimals)
    columns = [
        level(column, total, decimals=decimals)
        for column, total in zip(exact.T, totals, strict=True)
    ]
    scale = 10.0**decimals
    return _settled(exact * scale, np.rint(np.column_stack(columns) * scale))


def _settled(exact: Floats, rounded: Floats) -> Integers:
    """Bring line totals within a unit, keeping the total of every category."""
    settled = rounded.astype(np.int64)
    for turn in (1, -1):  # totals that are too high, then those too low
        for line in range(len(exact)):
            off = turn * (settled[line].sum() - exact[line].sum())
            if off < 1 - _SLACK:
                continue
            for giver, taker, column in _exchanges(turn * exact, turn * settled, line):
                settled[giver, column] -= turn
                settled[taker, column] += turn
    return settled


def _exchanges(exact: Floats, units: Integers, start: int) -> list[_Exchange]:
    """Find the shortest chain that takes a unit from a line to one that can have it.

    Only figures rounded up may give and only those rounded down may take, so that
    all stay within a unit of their exact values.
    """
    off = units.sum(axis=1) - exact.sum(axis=1)
    gives, takes = units > exact + _SLACK, units < exact - _SLACK
    chains: dict[int, list[_Exchange]] = {start: []}
    for giver in (queue := [start]):
        for column in np.flatnonzero(gives[giver]).tolist():
            for taker in np.flatnonzero(takes[:, column]).tolist():
                if taker in chains:
                    continue
                chains[taker] = [*chains[giver], (giver, taker, column)]
                if off[taker] < -_SLACK:
                    return chains[taker]
                queue.append(taker)
    return []
