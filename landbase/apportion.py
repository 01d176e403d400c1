"""Apportioning (平差, levelling): parts rounded so that their printed sums close.

Whole figures are shared out in units of the last digit. A figure is what its shortest
decimal form says, as a person reads it, and sums are of those decimals: exactly so,
not as floating point adds them up one by one. Most figures need no decimals to be sure
of a digit; only those that binary arithmetic cannot tell apart are looked at closely.
"""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.errors import warn
from landbase.units import round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "ApportionMethod",
    "apportion",
    "apportion_by",
    "apportion_crossed",
    "apportion_nested",
    "apportion_table",
    "exact_parts",
    "exact_sums",
    "level_by",
    "level_nested",
    "level_table",
    "sums_of_parts",
]

ApportionMethod: TypeAlias = Literal[
    "largest_remainder", "equal_in_order", "equal_largest_first", "proportional"
]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_Exchange: TypeAlias = tuple[int, int, int]  # the lines that give and take, the column

_SLACK = 1e-6  # float noise of a sum, in units of the last digit
_ULP = float(np.finfo(np.float64).eps)
_DOUBT = 4 * _ULP  # relative: a number, its shortest decimal and a product differ by so
_DIGITS = 1e15  # whole numbers below it are told apart by their shortest decimals
_FEW = 64  # so many are looked at one by one without asking
_SOME = 1e-300  # a rest that is too small to tell, but there
_EXACT = Context(prec=800)  # holds the sum of any floats


def exact_sums(figures: pd.Series, by: Any) -> pd.Series:
    """Sum figures by groups, as their decimals say and not as binary fractions do.

    Areas are written with a few decimals of a square metre, and a total that lies at a
    half is printed one unit too low where floats fall short of it. Figures of up to
    four decimals are summed as whole numbers; others, such as computed areas, as they
    are, and every sum is rounded once: no order of the figures changes a digit.

    Parameters
    ----------
    figures
        Numbers in any unit; missing ones are left out.
    by
        What `pandas.Series.groupby` takes: keys of the same index.

    Returns
    -------
    pandas.Series
        The sum of each group, in the order of the groups.

    Examples
    --------
    >>> areas = pd.Series([0.1] * 10 + [0.7, 0.1])
    >>> exact_sums(areas, ["a"] * 10 + ["b"] * 2).tolist()
    [1.0, 0.8]
    """
    parts = exact_parts(figures.to_numpy(np.float64)).set_axis(figures.index)
    sums = parts.groupby(by).sum()
    return pd.Series(sums_of_parts(sums), sums.index, name=figures.name)


def exact_parts(values: Floats) -> pd.DataFrame:
    """Take numbers apart into whole ones, whose sums no order and no division changes.

    A number of up to four decimals is `plain` / 10⁴, as it is written; any other is
    `whole` + `part` / 2³⁰ + `rest` / 2⁶⁰, to 2⁻⁵³ of itself or of one. A missing one is
    nothing.

    Raises
    ------
    ValueError
        A number is infinite.

    Examples
    --------
    >>> parts = exact_parts(np.array([0.1, 1e9, 0.2, np.nan]))
    >>> sums_of_parts(parts.sum().to_frame().T).item() == 1e9 + 0.3
    True
    """
    there = np.nan_to_num(
        np.asarray(values, dtype=np.float64), posinf=np.inf, neginf=-np.inf
    )
    if np.isinf(there).any():
        raise ValueError("a number is infinite: it has no exact sum")
    grains = np.rint(there * _GRAINS)
    is_plain = (grains / _GRAINS == there) & (np.abs(grains) < _MOST_GRAINS)
    other = np.where(is_plain, 0.0, there)
    whole = np.floor(other)
    fine = (other - whole) * _FINE
    part = np.floor(fine)
    return pd.DataFrame({
        "plain": _integers(np.where(is_plain, grains, 0.0)),
        "whole": _integers(whole),
        "part": part.astype(np.int64),
        "rest": ((fine - part) * _FINE).astype(np.int64),
    })


_GRAINS = 10.0**4
_MOST_GRAINS = 2.0**52
_FINE = 2.0**30
_ROOM = 2.0**53  # of what a table comes to: a thousand tables are no overflow


def _integers(values: Floats) -> pd.Series:
    """Give whole numbers, of any size where their sum could be too large."""
    if float(np.abs(values).sum()) < _ROOM:
        return pd.Series(values.astype(np.int64))
    return pd.Series([int(value) for value in values], dtype="object")


def sums_of_parts(sums: pd.DataFrame) -> Floats:
    """Give what sums of exact parts come to, each rounded once."""
    rows = sums[["plain", "whole", "part", "rest"]].to_numpy(object)
    grains = int(_GRAINS)
    exact = [
        ((int(plain) << 60) + ((((int(w) << 30) + int(p)) << 30) + int(r)) * grains)
        / (grains << 60)
        for plain, w, p, r in rows
    ]
    return np.array(exact, dtype=np.float64)


def apportion(
    values: npt.ArrayLike, total: float | None = None, *, decimals: int = 2
) -> Floats:
    """Round parts so that they sum to the rounded total (largest remainder).

    Raises
    ------
    ValueError
        A part is not finite, or there is nothing to carry a non-zero total.

    Examples
    --------
    >>> apportion([1 / 3, 1 / 3, 1 / 3], 1, decimals=2).tolist()
    [0.34, 0.33, 0.33]
    """
    parts = _finite(values)
    goal = _goal(parts, total, decimals)
    if parts.size == 0:
        _require_parts(parts, goal, decimals)
        return parts
    return _figures(_shared(parts, goal, decimals), decimals)


def apportion_by(
    values: npt.ArrayLike,
    total: float | None = None,
    *,
    method: ApportionMethod = "largest_remainder",
    decimals: int = 2,
    most: int = 1,
) -> Floats:
    """Round parts and apportion a control total to them, in the manner named.

    "largest_remainder" is that of the printed tables. The others round every part
    half-up first and then share what is left over, in units of the last digit:
    "equal_in_order" gives every part the quotient and the first ones one more;
    "equal_largest_first" the same, the largest parts first; "proportional" shares by
    size, and the remainder goes to the largest.

    Parameters
    ----------
    values
        The parts, one-dimensional, finite, in the order that counts.
    total
        The control total; by default the exact sum of the parts. It is rounded half-up.
    method
        One of those named.
    decimals
        Digits kept after the decimal point.
    most
        By how many units of the last digit a part may be changed beyond its own
        rounding.

    Returns
    -------
    apportioned
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
    >>> apportion_by([1.004, 2.004, 3.004], 6.02, method="equal_largest_first").tolist()
    [1.0, 2.01, 3.01]
    """
    if method not in get_args(ApportionMethod):
        known = get_args(ApportionMethod)
        raise ValueError(f"method must be one of {known}, not {method!r}")
    parts = _finite(values)
    if method == "largest_remainder":
        shares = apportion(parts, total, decimals=decimals)
        return _checked(shares, parts, most, decimals)
    units = _units(round_half_up(parts, decimals), decimals)
    goal = _goal(parts, total, decimals)
    left = goal - int(units.sum())
    if left:
        _require_parts(parts, goal, decimals)
    shared = _SHARES[method](np.abs(parts), abs(left)) * np.sign(left)
    if len(parts) and np.abs(shared).max() > most:
        raise ValueError(
            f"the total {_shown(goal, decimals)} is {left / 10.0**decimals:+g} from "
            "the sum of the rounded "
            f"parts: more than {most} unit(s) of the last digit for each; pass most="
        )
    return _figures(units + shared, decimals)


def apportion_nested(
    values: pd.Series, *, levels: Sequence[str], decimals: int = 2
) -> pd.Series:
    """Round figures so that they close within every level of a hierarchy.

    The whole is rounded half-up and apportioned to the first level, each figure of
    that to the next: banners within the city, classes within each banner.

    Parameters
    ----------
    values
        Finite figures with a MultiIndex. Not changed.
    levels
        Names of index levels from the outside in; within the last, its figure is
        apportioned to the values themselves.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    apportioned
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
    >>> apportion_nested(pd.Series(1 / 3, index=index), levels=["banner"]).tolist()
    [0.34, 0.33, 0.33, 0.34, 0.33, 0.33]
    """
    parts = _finite(values.to_numpy(dtype=np.float64))
    units = np.zeros(len(parts), dtype=np.int64)
    groups = [(np.arange(len(parts)), _goal(parts, None, decimals))]
    for name in levels:
        code = values.index.get_level_values(name)
        inner: list[tuple[npt.NDArray[np.intp], int]] = []
        for rows, goal in groups:
            number, names = pd.factorize(code[rows])
            own = [rows[number == k] for k in range(len(names))]
            sums = _shared_exactly([_sum(parts[r]) for r in own], goal, decimals)
            inner += zip(own, sums, strict=True)
        groups = inner
    for rows, goal in groups:
        units[rows] = _shared(parts[rows], goal, decimals)
    return pd.Series(_figures(units, decimals), index=values.index, name=values.name)


def apportion_table(
    values: npt.ArrayLike,
    *,
    rows: npt.ArrayLike | None = None,
    columns: npt.ArrayLike | None = None,
    decimals: int = 2,
) -> Floats:
    """Round a table so that rows and columns close at once (controlled rounding).

    Every figure becomes one of its two neighbours at `decimals`, so that each row and
    column has its printed total. What is to be rounded up is a flow from rows to
    columns; with totals that are roundings of the exact ones, apportioned from one
    grand total, there often is one, but not always.

    Parameters
    ----------
    values
        Two-dimensional, finite.
    rows, columns
        Printed totals; by default the exact ones, apportioned.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    apportioned
        Of the same shape; every figure is less than one unit of the last digit from
        its exact value.

    Raises
    ------
    ValueError
        The totals of rows and columns do not sum to the same, or no rounding of the
        figures reaches them; the message names the row.

    Notes
    -----
    Integral flow: Cox (1987), Journal of the American Statistical Association 82.

    Examples
    --------
    >>> apportion_table([[0.5, 0.5], [0.5, 0.5]], decimals=0).sum(axis=0).tolist()
    [1.0, 1.0]
    """
    exact = _finite(values)
    down, rest = _floored(exact, decimals)
    grand = _goal(exact, None, decimals)
    needs = [
        _line_totals(lines, given, grand, decimals) - down.sum(axis=axis)
        for axis, given, lines in ((1, rows, exact), (0, columns, exact.T))
    ]
    if needs[0].sum() != needs[1].sum():
        raise ValueError("the totals of the rows and of the columns differ in sum")
    return _figures(down + _flow(rest, *needs), decimals)


def apportion_crossed(exact: Floats, *, decimals: int = 2) -> Integers:
    """Round a table of lines and categories so that all printed sums close.

    Raises
    ------
    ValueError
        A figure is not finite.

    Examples
    --------
    >>> apportion_crossed(np.array([[1 / 3], [2 / 3], [1 / 3]])).tolist()
    [[33], [67], [33]]
    """
    table = _finite(exact)
    if not table.size:
        return np.zeros(table.shape, dtype=np.int64)
    grand = _goal(table, None, decimals)
    totals = _shared_exactly([_sum(part) for part in table.T], grand, decimals)
    columns = [
        _shared(part, total, decimals)
        for part, total in zip(table.T, totals, strict=True)
    ]
    return _settled(_scaled(table, decimals), np.column_stack(columns))


def level_by(
    values: npt.ArrayLike,
    total: float | None = None,
    *,
    method: ApportionMethod = "largest_remainder",
    decimals: int = 2,
    most: int = 1,
) -> Floats:
    """Do as `apportion_by`, which is its name now.

    Parameters
    ----------
    values, total, method, decimals, most
        As `apportion_by`.

    Returns
    -------
    apportioned
        As `apportion_by`.
    """
    _warn_renamed("level_by", "apportion_by")
    return apportion_by(values, total, method=method, decimals=decimals, most=most)


def level_nested(
    values: pd.Series, *, levels: Sequence[str], decimals: int = 2
) -> pd.Series:
    """Do as `apportion_nested`, which is its name now.

    Parameters
    ----------
    values, levels, decimals
        As `apportion_nested`.

    Returns
    -------
    apportioned
        As `apportion_nested`.
    """
    _warn_renamed("level_nested", "apportion_nested")
    return apportion_nested(values, levels=levels, decimals=decimals)


def level_table(
    values: npt.ArrayLike,
    *,
    rows: npt.ArrayLike | None = None,
    columns: npt.ArrayLike | None = None,
    decimals: int = 2,
) -> Floats:
    """Do as `apportion_table`, which is its name now.

    Parameters
    ----------
    values, rows, columns, decimals
        As `apportion_table`.

    Returns
    -------
    apportioned
        As `apportion_table`.
    """
    _warn_renamed("level_table", "apportion_table")
    return apportion_table(values, rows=rows, columns=columns, decimals=decimals)


def _warn_renamed(old: str, new: str) -> None:
    warn("name_changed", old=old, new=new, category=FutureWarning, stacklevel=3)


# Units of the last digit, exactly


def _finite(values: npt.ArrayLike) -> Floats:
    parts = np.asarray(values, dtype=np.float64)
    if not np.isfinite(parts).all():
        raise ValueError("apportioning needs finite parts; treat missing values first")
    return parts


def _require_parts(parts: Floats, goal: int, decimals: int) -> None:
    if goal and not parts.size:
        raise ValueError(f"no parts to carry a total of {_shown(goal, decimals)}")


def _shown(units: int, decimals: int) -> float:
    return float(Decimal(units).scaleb(-decimals, _EXACT))


def _scaled(parts: Floats, decimals: int) -> Floats:
    """Give figures in units of the last digit; a power of ten divides more truly."""
    return parts * 10.0**decimals if decimals >= 0 else parts / 10.0**-decimals


def _figures(units: Integers | Floats, decimals: int) -> Floats:
    whole = units.astype(np.float64)
    return whole / 10.0**decimals if decimals >= 0 else whole * 10.0**-decimals


def _units(figures: Floats, decimals: int) -> Integers:
    """Count the units of figures that are rounded already."""
    return np.rint(_scaled(figures, decimals)).astype(np.int64)


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number)))


def _sum(parts: Floats) -> Decimal:
    with localcontext(_EXACT):
        return sum(map(_decimal, parts.ravel().tolist()), Decimal(0))


def _half_up(figure: Decimal, decimals: int) -> int:
    scaled = figure.scaleb(decimals, _EXACT)
    return int(scaled.to_integral_value(ROUND_HALF_UP, _EXACT))


def _goal(parts: Floats, total: float | None, decimals: int) -> int:
    """Round the total half-up, to units; decimals only where a half is near."""
    if total is not None:
        return _half_up(_decimal(total), decimals)
    flat = parts.ravel().tolist()
    sums = np.array([math.fsum(flat), math.fsum(map(abs, flat))])
    whole, size = _scaled(sums, decimals).tolist()
    if abs(abs(whole) - math.floor(abs(whole)) - 0.5) <= _DOUBT * size:
        return _half_up(_decimal(float(_sum(parts))), decimals)
    return int(math.copysign(math.floor(abs(whole) + 0.5), whole))


def _floored(parts: Floats, decimals: int) -> tuple[Integers, Floats]:
    """Give whole units at or below each figure, and the rest, 0 where it is whole."""
    scaled = _scaled(parts, decimals)
    near = np.rint(scaled)
    whole = (np.abs(near) < _DIGITS) & (_figures(near, decimals) == parts)
    down = np.where(whole, near, np.floor(scaled))
    doubt = ~whole & (np.abs(scaled - near) <= _DOUBT * np.abs(scaled))
    for at in zip(*np.nonzero(doubt), strict=True):
        exact = _decimal(parts[at]).scaleb(decimals, _EXACT)
        down[at] = float(exact.to_integral_value(ROUND_FLOOR, _EXACT))
    rest = np.where(whole, 0.0, np.maximum(scaled - down, _SOME))
    return down.astype(np.int64), rest


def _shared(parts: Floats, goal: int, decimals: int) -> Integers:
    """Share out the goal by largest remainder, ties to the earlier part."""
    if not parts.size:
        _require_parts(parts, goal, decimals)
        return np.zeros(0, dtype=np.int64)
    largest = float(np.abs(_scaled(parts, decimals)).max())
    if len(parts) <= _FEW or largest >= _DIGITS:
        exact = [_decimal(part) for part in parts.tolist()]
        return np.array(_shared_exactly(exact, goal, decimals), dtype=np.int64)
    units, rest = _floored(parts, decimals)
    each, extra = divmod(goal - int(units.sum()), len(parts))
    units += each
    if not extra:
        return units
    cut = np.partition(rest, -extra)[-extra]
    noise = 2 * _DOUBT * (largest + 1)
    more = rest > cut + noise
    unsure = np.flatnonzero(~more & (rest >= cut - noise))
    ranks = _ranks(parts[unsure], rest[unsure], decimals)
    chosen = unsure[np.argsort(-ranks, kind="stable")]
    units[more] += 1
    units[chosen[: extra - int(more.sum())]] += 1
    return units


def _ranks(parts: Floats, rest: Floats, decimals: int) -> npt.NDArray[np.intp]:
    """Rank figures by their exact remainders, equal ones alike."""
    values, at = np.unique(np.where(rest == 0, 0.0, parts), return_inverse=True)
    remainders = [_remainder(_decimal(value), decimals) for value in values.tolist()]
    order = {exact: n for n, exact in enumerate(sorted(set(remainders)))}
    ranks = np.array([order[exact] for exact in remainders], dtype=np.intp)
    return ranks[at]


def _remainder(figure: Decimal, decimals: int) -> Decimal:
    scaled = figure.scaleb(decimals, _EXACT)
    return _EXACT.subtract(scaled, scaled.to_integral_value(ROUND_FLOOR, _EXACT))


def _shared_exactly(sums: Sequence[Decimal], goal: int, decimals: int) -> list[int]:
    """Share out the goal over a few exact sums, as `_shared` does over figures."""
    rests = [_remainder(figure, decimals) for figure in sums]
    with localcontext(_EXACT):
        units = [
            int(figure.scaleb(decimals) - rest)
            for figure, rest in zip(sums, rests, strict=True)
        ]
    each, extra = divmod(goal - sum(units), max(len(sums), 1))
    units = [count + each for count in units]
    for at in sorted(range(len(sums)), key=lambda k: -rests[k])[:extra]:
        units[at] += 1
    return units


# What is left over, by the methods named


def _checked(shares: Floats, parts: Floats, most: int, decimals: int) -> Floats:
    moved = np.abs(shares - parts).max(initial=0.0) * 10.0**decimals
    if moved > most + _SLACK:
        raise ValueError(
            f"a part would be changed by {moved:.0f} units of the last digit, more "
            f"than {most}; pass most="
        )
    return shares


def _in_order(sizes: Floats, units: int) -> Integers:
    each, extra = divmod(units, max(len(sizes), 1))
    return each + (np.arange(len(sizes)) < extra).astype(np.int64)


def _largest_first(sizes: Floats, units: int) -> Integers:
    shares = np.empty(len(sizes), dtype=np.int64)
    shares[np.argsort(-sizes, kind="stable")] = _in_order(sizes, units)
    return shares


def _proportional(sizes: Floats, units: int) -> Integers:
    if not sizes.sum():
        return _in_order(sizes, units)
    shares = np.floor(sizes / sizes.sum() * units + _SLACK).astype(np.int64)
    shares[np.argmax(sizes)] += units - shares.sum()
    return np.asarray(shares, dtype=np.int64)


_SHARES: dict[str, Callable[[Floats, int], Integers]] = {
    "equal_in_order": _in_order,
    "equal_largest_first": _largest_first,
    "proportional": _proportional,
}


# Rows and columns at once


def _line_totals(
    lines: Floats, given: npt.ArrayLike | None, grand: int, decimals: int
) -> Integers:
    if given is not None:
        return _units(np.asarray(given, dtype=np.float64), decimals)
    sums = _shared_exactly([_sum(line) for line in lines], grand, decimals)
    return np.array(sums, dtype=np.int64)


def _flow(rest: Floats, rows: Integers, columns: Integers) -> Integers:
    """Choose what is rounded up so that rows and columns get what they need."""
    may = rest > 0
    if (rows < 0).any() or (columns < 0).any():
        raise ValueError("a total is below the sum of its figures rounded down")
    up = np.zeros(rest.shape, dtype=bool)
    free = columns.copy()
    for row in range(len(rows)):
        for _ in range(int(rows[row])):
            if not _augmented(up, may, free, row, rest):
                raise ValueError(
                    f"no rounding of the figures reaches the totals (row {row}); "
                    "apportion rows and columns apart"
                )
    if free.any():
        raise ValueError("no rounding of the figures reaches the totals")
    return up.astype(np.int64)


def _augmented(
    up: npt.NDArray[np.bool_],
    may: npt.NDArray[np.bool_],
    free: npt.NDArray[np.int64],
    start: int,
    rest: Floats,
) -> bool:
    """Round up one more figure of a row, moving others where their column is full."""
    came: dict[int, int] = {}  # column → the row it was reached from
    queue, parent = [start], {start: -1}
    for row in queue:
        for column in np.argsort(-rest[row], kind="stable").tolist():
            if column in came or not may[row, column] or up[row, column]:
                continue
            came[column] = row
            if free[column]:
                free[column] -= 1
                _turn(up, came, parent, column)
                return True
            for other in np.flatnonzero(up[:, column]).tolist():
                if other not in parent:
                    parent[other] = column
                    queue.append(other)
    return False


def _turn(
    up: npt.NDArray[np.bool_], came: dict[int, int], parent: dict[int, int], column: int
) -> None:
    """Turn the figures on the way back to the start."""
    while column >= 0:
        row = came[column]
        up[row, column] = True
        column = parent[row]
        if column >= 0:
            up[row, column] = False


# Lines and categories


def _settled(exact: Floats, rounded: Integers) -> Integers:
    """Bring line totals within a unit, keeping the total of every category."""
    settled = rounded.copy()
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
    """Find the shortest chain that takes a unit from a line to one that can have it."""
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
