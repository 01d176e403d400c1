"""What explains the differences between two accounts, and their totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area, planar_area
from landbase.reconciliation.match import FINE, MISSING, Figures, Findings, grain
from landbase.reconciliation.rule import fit_rules, hits, in_unit
from landbase.texts import words
from landbase.units import M2_PER_HA, MU_PER_HA, from_m2

if TYPE_CHECKING:
    from landbase.reconciliation.match import (
        Account,
        Booleans,
        Floats,
        Lines,
        Objects,
        Positions,
    )
    from landbase.reconciliation.rule import AreaRule
    from landbase.rules.schema import Tolerances
    from landbase.units import AreaUnit

__all__ = [
    "CLASSES",
    "FLOAT",
    "TOTAL",
    "UNEXPLAINED",
    "explain",
    "figures_of",
    "group_lines",
    "total",
]

# the classes of a difference, in the order of reports
CLASSES = tuple(words("reconcile", "zh").part("class"))
UNEXPLAINED = ("elsewhere", "area_missing", "only_left", "only_right", "different")

FLOAT = 1e-9  # share of a sum that its own arithmetic may leave


def figures_of(
    left: Account, right: Account, lines: Lines, tolerances: Tolerances
) -> Figures:
    """Sum either account on the lines."""
    one, other = lines.sums(left, right)
    n = len(lines)
    many_left = np.bincount(lines.left[np.isfinite(left.m2)], minlength=n)
    many_right = np.bincount(lines.right[np.isfinite(right.m2)], minlength=n)
    steps = grain(left.m2), grain(right.m2)
    larger = np.maximum(np.abs(one), np.abs(other))
    slack = (steps[0] * many_left + steps[1] * many_right) / 2 + FLOAT * larger
    allowed = tolerances.slack(larger)
    rows, first = lines.counts(), lines.first_rows()
    return Figures(
        left=one,
        right=other,
        many_left=many_left,
        many_right=many_right,
        rows_left=rows[0],
        rows_right=rows[1],
        first_left=first[0],
        first_right=first[1],
        step_left=steps[0],
        step_right=steps[1],
        slack=slack,
        allowed=allowed,
    )


ALL = "all"
TOTAL = "total"


def group_lines(
    left: Account, right: Account, figures: Figures
) -> tuple[Objects, Objects, Objects]:
    """Give lines and rows their groups."""
    n = len(figures.left)
    line = np.full(n, MISSING if left.group is not None else ALL, dtype=object)
    if left.group is None and right.group is not None:
        line[:] = MISSING
    pairs = ((right, figures.first_right), (left, figures.first_left))
    for account, first in pairs:  # the left has the last word
        if account.group is not None:
            there = first >= 0
            line[there] = account.group[first[there]]
    nothing = np.empty(0, dtype=object)
    return (
        line,
        nothing if left.group is None else left.group,
        nothing if right.group is None else right.group,
    )


def total(
    left: Account,
    right: Account,
    lines: Lines,
    figures: Figures,
    found: Findings,
    *,
    groups: tuple[Objects, Objects, Objects],
    tolerances: Tolerances,
) -> pd.DataFrame:
    """Sum both accounts, and what explains their difference, by group."""
    line, own_left, own_right = groups
    rows_left = own_left if len(own_left) else line[lines.left]
    rows_right = own_right if len(own_right) else line[lines.right]
    names = sorted({*line, *rows_left, *rows_right})
    at = {name: number for number, name in enumerate(names)}
    code = np.array([at[name] for name in line], dtype=np.intp)
    of_left = np.array([at[name] for name in rows_left], dtype=np.intp)
    of_right = np.array([at[name] for name in rows_right], dtype=np.intp)
    n = len(names)
    table = pd.DataFrame(
        {
            "left_m2": np.bincount(of_left, np.nan_to_num(left.m2), n),
            "right_m2": np.bincount(of_right, np.nan_to_num(right.m2), n),
        },
        index=pd.Index(names, dtype="str", name="group"),
    )
    table["delta_m2"] = table["left_m2"] - table["right_m2"]
    for kind in CLASSES:
        mask = found.kind == kind
        if mask.any() and kind != "agree":
            table[kind] = np.bincount(code[mask], figures.delta[mask], n)
    moved = _moved(left, code[lines.left], of_left, n)
    moved -= _moved(right, code[lines.right], of_right, n)
    if moved.any():
        table["other_group"] = table.get("other_group", 0.0) + moved
    return _closed(table, code, found, tolerances)


def _moved(account: Account, line: Positions, row: Positions, n: int) -> Floats:
    """Sum what rows bring into their own group and so take from that of their line."""
    m2 = np.nan_to_num(account.m2)
    elsewhere = line != row
    moved = np.bincount(row[elsewhere], m2[elsewhere], n)
    taken = np.bincount(line[elsewhere], m2[elsewhere], n)
    return np.asarray(moved - taken, dtype=np.float64)


def _closed(
    table: pd.DataFrame, code: Positions, found: Findings, tolerances: Tolerances
) -> pd.DataFrame:
    kinds = [kind for kind in CLASSES if kind in table]
    known = [kind for kind in kinds if kind not in UNEXPLAINED]
    open_ = [kind for kind in kinds if kind in UNEXPLAINED]
    wrong = ~np.isin(found.kind.astype(str), FINE)
    table = table[["left_m2", "right_m2", "delta_m2", *kinds]].copy()
    table["explained_m2"] = table[known].sum(axis=1)
    table["unexplained_m2"] = table[open_].sum(axis=1)
    table["wrong_rows"] = np.bincount(code[wrong], minlength=len(table))
    if list(table.index) == [ALL]:
        table.index = pd.Index([TOTAL], dtype="str", name="group")
    else:
        table.loc[TOTAL] = table.sum()
    larger = table[["left_m2", "right_m2"]].abs().max(axis=1)
    near = tolerances.slack(larger)
    table["wrong_rows"] = table["wrong_rows"].astype("int64")
    agree = table["delta_m2"].abs() <= near
    table["hidden"] = agree & (table["wrong_rows"] > 0)
    return table


_SAME = 1e-9
_UNITS: tuple[AreaUnit, ...] = ("m2", "mu", "ha")
_M2_PER_MU = M2_PER_HA / MU_PER_HA
# how many times too large a figure is that was taken for another unit
_SLIPS = (15.0, _M2_PER_MU, 10_000.0, 100.0, 1500.0, 1e6, 10_000 * _M2_PER_MU)
_SLIP_SHARE = 0.02  # a figure of one or two digits fits any unit
_DIGITS = 12
_CENT = 0.01
_PPM = 1_000_000
_RULE_EXPLAINS, _RULE_ROWS = 0.8, 10
_PLANE_SHARE = 0.02  # how near a difference has to be to the one expected
_PLANE_LEAST = 0.02  # m²: a smaller expected difference tells nothing


def explain(
    left: Account,
    right: Account,
    lines: Lines,
    figures: Figures,
    *,
    tolerances: Tolerances,
    rule: AreaRule | None,
) -> Findings:
    """Give each line the first class that its figures bear out."""
    found = Findings(len(lines))
    found.put((figures.rows_left > 0) & (figures.rows_right == 0), "only_left")
    found.put((figures.rows_left == 0) & (figures.rows_right > 0), "only_right")
    lacking = (figures.many_left == 0) != (figures.many_right == 0)
    found.put(lacking, "area_missing")
    larger = np.maximum(np.abs(figures.left), np.abs(figures.right))
    found.put(figures.off <= _SAME * larger, "agree")
    found.put(figures.off <= figures.slack, "within_rounding", _steps(figures))
    _by_rule(left, right, figures, found, rule)
    _planes(left, right, figures, found)
    found.put(figures.off <= figures.allowed, "within_tolerance")
    _slips(figures, found, tolerances.declared_share)
    _transposed(figures, found)
    _doubled(left, right, lines, figures, found)
    found.put(found.open, "different")
    return found


def _steps(figures: Figures) -> str:
    return f"±{figures.step_left / 2:.4g} ±{figures.step_right / 2:.4g} m²"


def _by_rule(
    left: Account,
    right: Account,
    figures: Figures,
    found: Findings,
    rule: AreaRule | None,
) -> None:
    """Let the rule given, or the one that the accounts themselves show, explain."""
    pairs = np.flatnonzero(figures.pairs)
    one, other = figures.left[pairs], figures.right[pairs]
    if rule is None:
        sides = ((other, one, figures.step_left), (one, other, figures.step_right))
        for declared, measured, step in sides:
            if step == 0:  # what was printed itself is no measure
                _inferred(declared, measured, pairs, found)
        return
    hit = rule.explains(in_unit(other, rule.unit), one)
    hit |= rule.explains(in_unit(one, rule.unit), other)
    if rule.method != "ellipsoidal":
        hit |= _as_measured(left, right, figures, pairs, rule)
    _put_at(found, pairs[hit], "area_rule", rule.describe())


def _as_measured(
    left: Account, right: Account, figures: Figures, pairs: Positions, rule: AreaRule
) -> Booleans:
    """Tell where either figure is what the rule makes of the outline."""
    hit = np.zeros(len(pairs), dtype=bool)
    sides = (
        (left, figures.first_left, figures.right[pairs]),
        (right, figures.first_right, figures.left[pairs]),
    )
    for account, first, declared in sides:
        if account.land is not None:
            (measured,) = account.land.measured(first[pairs], rule.measure)
            hit |= rule.explains(in_unit(declared, rule.unit), measured)
    near = figures.off[pairs] <= np.maximum(figures.allowed[pairs], _CENT)
    return np.asarray(hit & near)


def _inferred(
    declared: Floats, measured: Floats, pairs: Positions, found: Findings
) -> None:
    fits = fit_rules({u: from_m2(declared, u) for u in _UNITS}, {"account": measured})
    printed = [fit for fit in fits if fit.decimals is not None]
    if not printed or len(pairs) < _RULE_ROWS:
        return
    best = printed[0]
    hit = hits(in_unit(declared, best.unit), in_unit(measured, best.unit), best)
    if hit.mean() < _RULE_EXPLAINS:
        return
    kind = "within_rounding" if best.factor == 1 else "area_rule"
    constant = "" if best.factor == 1 else f" ×{best.factor:.9g}"
    words = f"{best.unit} {best.decimals} {best.rounding}{constant}"
    _put_at(found, pairs[hit], kind, words)


def _put_at(found: Findings, at: Positions, kind: str, evidence: str) -> None:
    mask = np.zeros(len(found.kind), dtype=bool)
    mask[at] = True
    found.put(mask, kind, evidence)


def _planes(left: Account, right: Account, figures: Figures, found: Findings) -> None:
    """Find plane areas that stand for ellipsoidal ones, by the size expected there."""
    sides = ((left, figures.first_left), (right, figures.first_right))
    for account, first in sides:
        at = np.flatnonzero(found.open & figures.pairs)
        if account.land is None or not len(at):
            continue
        ways = (ellipsoidal_area, planar_area)
        ellipsoid, plane = account.land.measured(first[at], *ways)
        expected = plane - ellipsoid
        off, slack = figures.off[at], figures.slack[at]
        near = np.abs(off - np.abs(expected)) <= slack + _PLANE_SHARE * np.abs(expected)
        near &= np.abs(expected) > np.maximum(2 * slack, _PLANE_LEAST)
        smaller = np.minimum(figures.left[at], figures.right[at])
        known = slack + _PLANE_SHARE * np.abs(expected) + ellipsoid / _PPM
        near &= np.abs(smaller - ellipsoid) <= known
        evidence = np.full(len(found.kind), "", dtype=object)
        with np.errstate(invalid="ignore", divide="ignore"):
            ppm = expected / ellipsoid * _PPM
        evidence[at] = [f"{value:+.0f} ppm" for value in ppm]
        mask = np.zeros(len(found.kind), dtype=bool)
        mask[at[near]] = True
        found.put(mask, "plane_for_ellipsoidal", evidence)


def _slips(figures: Figures, found: Findings, share: float) -> None:
    """Find figures that are of another unit than they were taken for."""
    small = np.minimum(figures.left, figures.right)
    large = np.maximum(figures.left, figures.right)
    step = np.where(figures.left < figures.right, figures.step_left, figures.step_right)
    for slip in _SLIPS:
        near = np.maximum(slip * step / 2, share * large)
        hit = (small > 0) & (
            np.abs(large - slip * small) <= np.minimum(near, _SLIP_SHARE * large)
        )
        bigger = hit & (figures.left > figures.right)
        found.put(bigger, "unit_slip", f"×{slip:.6g}")
        found.put(hit & ~bigger, "unit_slip", f"÷{slip:.6g}")


def _transposed(figures: Figures, found: Findings) -> None:
    """Find figures in which two neighbouring digits have changed places."""
    sides = (
        (figures.left, figures.right, figures.step_left),
        (figures.right, figures.left, figures.step_right),
    )
    for typed, other, step in sides:
        if step == 0:
            continue
        digits = np.rint(typed / step).astype(np.int64)
        near = figures.slack + min(_CENT, step)
        for place in range(_DIGITS):
            low, high = digits // 10**place % 10, digits // 10 ** (place + 1) % 10
            swapped = digits + (high - low) * (10**place - 10 ** (place + 1))
            hit = (low != high) & (np.abs(swapped * step - other) <= near)
            texts = [f"{a}{b}↔{b}{a}" for a, b in zip(high[hit], low[hit], strict=True)]
            evidence = np.full(len(hit), "", dtype=object)
            evidence[hit] = texts
            found.put(hit & figures.pairs, "digit_transposition", evidence)


def _doubled(
    left: Account, right: Account, lines: Lines, figures: Figures, found: Findings
) -> None:
    """Find rows that one side has more often than the other, area for area."""
    one, even_left = _each(left, lines.left, figures.many_left, len(lines))
    other, even_right = _each(right, lines.right, figures.many_right, len(lines))
    hit = even_left & even_right & (figures.many_left != figures.many_right)
    hit &= np.abs(one - other) <= np.maximum(figures.slack, figures.allowed)
    pairs = zip(figures.many_left[hit], figures.many_right[hit], strict=True)
    evidence = np.full(len(lines), "", dtype=object)
    evidence[hit] = [f"{a} : {b}" for a, b in pairs]
    found.put(hit, "doubled_row", evidence)


def _each(
    account: Account, line: Positions, many: Positions, n: int
) -> tuple[Floats, Booleans]:
    """Give the area that all rows of a line have, and whether they have the same."""
    there = np.isfinite(account.m2)
    low, high = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(low, line[there], account.m2[there])
    np.maximum.at(high, line[there], account.m2[there])
    low, high = np.where(many > 0, low, 0.0), np.where(many > 0, high, 0.0)
    return low, (many > 0) & (high - low <= _SAME * np.abs(high))
