"""Levelling (平差) as bureaus do it: by name, and nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.units import level, round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Levelling", "level_by", "level_nested"]

Levelling: TypeAlias = Literal[
    "largest_remainder", "equal_in_order", "equal_largest_first", "proportional"
]
Floats = npt.NDArray[np.float64]

_SLACK = 1e-6  # float noise, in units of the last digit


def level_by(
    values: npt.ArrayLike,
    total: float | None = None,
    *,
    method: Levelling = "largest_remainder",
    decimals: int = 2,
    most: int = 1,
) -> Floats:
    """Round parts and level them to a control total, in the manner named.

    "largest_remainder" is `landbase.units.level`. The others round every part
    half-up first and then share what is left over, in units of the last digit:
    "equal_in_order" gives every part the quotient and the first ones one more;
    "equal_largest_first" the same, the largest parts first; "proportional" shares by
    size, and the remainder goes to the largest.

    Parameters
    ----------
    values
        The parts, one-dimensional, finite, in the order that counts.
    total
        The control total; by default the sum of the parts. It is rounded half-up.
    method
        One of those named.
    decimals
        Digits kept after the decimal point.
    most
        By how many units of the last digit a part may be changed beyond its own
        rounding.

    Returns
    -------
    levelled
        Sums to the rounded total to the last digit.

    Raises
    ------
    ValueError
        The method is not known, a part is not finite, or the total cannot be
        reached without changing a part by more than `most` units.

    Notes
    -----
    The variants are those of 二调 and 三调 tools; see docs/reconciliation.md.

    Examples
    --------
    >>> level_by([1.004, 2.004, 3.004], 6.02, method="equal_largest_first").tolist()
    [1.0, 2.01, 3.01]
    """
    if method not in get_args(Levelling):
        raise ValueError(f"method must be one of {get_args(Levelling)}, not {method!r}")
    parts = np.asarray(values, dtype=np.float64)
    if method == "largest_remainder":
        levelled = level(parts, total, decimals=decimals)
        return _checked(levelled, parts, most, decimals)
    if not np.isfinite(parts).all():
        raise ValueError("levelling needs finite parts; treat missing values first")
    scale = 10.0**decimals
    units = np.rint(round_half_up(parts, decimals) * scale).astype(np.int64)
    goal = round_half_up(parts.sum() if total is None else total, decimals)
    left = int(np.rint(float(goal) * scale)) - int(units.sum())
    if left and not len(parts):
        raise ValueError(f"no parts to carry a total of {float(goal)}")
    shared = _SHARES[method](np.abs(parts), abs(left)) * np.sign(left)
    if len(parts) and np.abs(shared).max() > most:
        raise ValueError(
            f"the total {float(goal)} is {left / scale:+g} from the sum of the rounded "
            f"parts: more than {most} unit(s) of the last digit for each; pass most="
        )
    return np.asarray((units + shared) / scale, dtype=np.float64)


def _checked(levelled: Floats, parts: Floats, most: int, decimals: int) -> Floats:
    moved = np.abs(levelled - parts).max(initial=0.0) * 10.0**decimals
    if moved > most + _SLACK:
        raise ValueError(
            f"a part would be changed by {moved:.0f} units of the last digit, more "
            f"than {most}; pass most="
        )
    return levelled


def _in_order(sizes: Floats, units: int) -> npt.NDArray[np.int64]:
    each, extra = divmod(units, max(len(sizes), 1))
    return each + (np.arange(len(sizes)) < extra).astype(np.int64)


def _largest_first(sizes: Floats, units: int) -> npt.NDArray[np.int64]:
    shares = np.empty(len(sizes), dtype=np.int64)
    shares[np.argsort(-sizes, kind="stable")] = _in_order(sizes, units)
    return shares


def _proportional(sizes: Floats, units: int) -> npt.NDArray[np.int64]:
    if not sizes.sum():
        return _in_order(sizes, units)
    shares = np.floor(sizes / sizes.sum() * units + _SLACK).astype(np.int64)
    shares[np.argmax(sizes)] += units - shares.sum()
    return np.asarray(shares, dtype=np.int64)


_SHARES: dict[str, Callable[[Floats, int], npt.NDArray[np.int64]]] = {
    "equal_in_order": _in_order,
    "equal_largest_first": _largest_first,
    "proportional": _proportional,
}


def level_nested(
    values: pd.Series, *, levels: Sequence[str], decimals: int = 2
) -> pd.Series:
    """Round figures so that they close within every level of a hierarchy.

    The whole is rounded half-up, the first level is levelled to it, each further one
    to the one above: banners within the city, classes within each banner.

    Parameters
    ----------
    values
        Finite figures with a MultiIndex. Not changed.
    levels
        Names of index levels from the outside in; the figures themselves are levelled
        within the last.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    levelled
        On the same index; the sums of every level are within a unit of the last digit
        of the exact sums, and every figure within a unit of its own for each level.

    Raises
    ------
    ValueError
        A figure is not finite.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["A", "B"], ["x", "y", "z"]],
    ...                                    names=["banner", "class"])
    >>> level_nested(pd.Series(1 / 3, index=index), levels=["banner"]).tolist()
    [0.34, 0.33, 0.33, 0.34, 0.33, 0.33]
    """
    codes = [values.index.get_level_values(name) for name in levels]
    result = values.to_numpy(dtype=np.float64).copy()
    groups: list[tuple[npt.NDArray[np.intp], float | None]] = [
        (np.arange(len(result)), None)
    ]
    for code in codes:
        inner: list[tuple[npt.NDArray[np.intp], float | None]] = []
        for rows, total in groups:
            number, names = pd.factorize(code[rows])
            sums = np.bincount(number, result[rows], len(names))
            levelled = level(sums, total, decimals=decimals)
            inner += [(rows[number == k], float(s)) for k, s in enumerate(levelled)]
        groups = inner
    for rows, total in groups:
        result[rows] = level(result[rows], total, decimals=decimals)
    return pd.Series(result, index=values.index, name=values.name)
