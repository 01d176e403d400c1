"""`reconcile`: two accounts of the same land, every difference with its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.errors import SchemaError
from landbase.reconcile.accounts import take
from landbase.reconcile.explain import explain
from landbase.reconcile.findings import UNEXPLAINED, figures_of
from landbase.reconcile.lines import by_ground, by_id
from landbase.reconcile.places import judge_places, name_matches
from landbase.reconcile.result import Reconciliation
from landbase.reconcile.totals import group_lines, total
from landbase.rules import Rules, rules_of
from landbase.rules.schema import Tolerances

if TYPE_CHECKING:
    from landbase.reconcile.accounts import Account, Objects, Positions
    from landbase.reconcile.findings import Figures, Findings
    from landbase.reconcile.lines import Lines
    from landbase.reconcile.rule import AreaRule

__all__ = ["reconcile"]

_LOOSE = ("only_left", "only_right", "different")


def reconcile(
    left: pd.DataFrame,
    right: pd.DataFrame,
    *,
    on: str | tuple[str, str] = "parcel_id",
    area: str | tuple[str, str] = "declared_area_m2",
    by: str | None = None,
    tolerance: Tolerances | float | None = None,
    rule: AreaRule | None = None,
    names: tuple[str, str] = ("left", "right"),
) -> Reconciliation:
    """Hold two accounts of the same land against each other, and explain what differs.

    Rows are matched by id, then by ids that differ in writing only, then, where both
    have outlines, by the ground: the same land under another id, one parcel that
    became several, several that became one. What is left of each difference is given
    the first class that its figures and outlines bear out; rounding comes before any
    tolerance, since a tolerance in percent is useless for small parcels.

    Parameters
    ----------
    left, right
        Two tables with an id and an area in m²; outlines where there are any. Not
        changed.
    on
        The column with the ids; a pair where it has two names.
    area
        The column with the areas in m², or "ellipsoidal" or "planar" to measure the
        outlines; a pair for left and right.
    by
        The column to total by. An account without it follows the other.
    tolerance
        What may differ: `Tolerances` (its `declared_m2` and `declared_share`), or a
        share alone; by default as the rules say by which an account was read.
    rule
        How declared areas follow from measured ones, as `infer_area_rule` finds it;
        by default inferred from the two columns.
    names
        What the accounts are called in reports.

    Returns
    -------
    reconciliation
        `lines`, `differences`, `totals`, `explained`, `unexplained`, `hidden`. In all
        totals, left - right = explained + unexplained. ``reconcile(a, a)`` has no
        differences, and exchanging the accounts negates every delta.

    Raises
    ------
    SchemaError
        A column is missing, or areas are no numbers.
    CRSError
        Outlines have no CRS, or one that is not CGCS2000.

    Examples
    --------
    >>> ours = pd.DataFrame({"parcel_id": ["A", "B", "C"],
    ...                      "declared_area_m2": [1234.5, 2000.0, 77.0]})
    >>> theirs = ours.assign(declared_area_m2=[1243.5, 30000.0, 77.0])
    >>> reconcile(ours, theirs).differences[["left_id", "delta_m2", "class"]]
      left_id  delta_m2                class
    0       A      -9.0  digit_transposition
    1       B  -28000.0            unit_slip
    """
    tolerances = _tolerances(tolerance, left, right)
    ids, areas = _pair(on), _pair(area)
    if by is not None and by not in left and by not in right:
        raise SchemaError("account_group_missing", by=by)
    one = take(left, on=ids[0], area=areas[0], by=by)
    other = take(right, on=ids[1], area=areas[1], by=by)
    lines = by_id(one, other)
    figures = figures_of(one, other, lines, tolerances)
    found = explain(one, other, lines, figures, tolerances=tolerances, rule=rule)
    loose = np.isin(found.kind.astype(str), _LOOSE)
    grounded = by_ground(one, other, lines, loose=loose, share=tolerances.same_share)
    if len(grounded) != len(lines):
        lines = grounded
        figures = figures_of(one, other, lines, tolerances)
        found = explain(one, other, lines, figures, tolerances=tolerances, rule=rule)
    judge_places(one, other, figures, found)
    name_matches(lines, figures, found)
    groups = group_lines(one, other, figures)
    _other_groups(one, other, lines, figures, found, groups=groups)
    totals = total(
        one, other, lines, figures, found, groups=groups, tolerances=tolerances
    )
    table = _table(one, other, lines, figures, found, group=groups[0])
    return Reconciliation(table, totals, *names)


def _tolerances(
    tolerance: Tolerances | float | None, left: pd.DataFrame, right: pd.DataFrame
) -> Tolerances:
    """Take what may differ: as told, else by the rules of an account."""
    if tolerance is None:
        found = [rules_of(of=account) for account in (left, right)]
        own = [rules for rules in found if rules != Rules.default()]
        return (own or found)[0].tolerances
    if isinstance(tolerance, Tolerances):
        return tolerance
    return Tolerances(declared_m2=0.0, declared_share=float(tolerance))


def _pair(name: str | tuple[str, str]) -> tuple[str, str]:
    return (name, name) if isinstance(name, str) else name


def _other_groups(
    left: Account,
    right: Account,
    lines: Lines,
    figures: Figures,
    found: Findings,
    *,
    groups: tuple[Objects, Objects, Objects],
) -> None:
    """Mark lines that are fine, but that the accounts put in different groups."""
    line, own_left, own_right = groups
    nets = [
        pd.DataFrame({
            "line": at[own != line[at]],
            "group": own[own != line[at]],
            "m2": sign * np.nan_to_num(account.m2[own != line[at]]),
        })
        for own, at, account, sign in (
            (own_left, lines.left, left, 1.0),
            (own_right, lines.right, right, -1.0),
        )
        if len(own)
    ]
    stray = np.zeros(len(lines), dtype=bool)
    if nets:
        net = pd.concat(nets).groupby(["line", "group"])["m2"].sum().abs()
        stray[net.index.get_level_values("line")[net > 0].astype(np.intp)] = True
    first = figures.first_right
    evidence = np.full(len(lines), "", dtype=object)
    at = np.flatnonzero(stray & (first >= 0))
    if len(own_right):
        evidence[at] = line[at] + " / " + own_right[first[at]]
    found.change(stray & found.fine, "other_group", evidence)


def _table(
    left: Account,
    right: Account,
    lines: Lines,
    figures: Figures,
    found: Findings,
    *,
    group: Objects,
) -> pd.DataFrame:
    larger = np.maximum(np.abs(figures.left), np.abs(figures.right))
    share = figures.off / np.where(larger > 0, larger, 1.0)
    table = pd.DataFrame({
        "left_id": _joined(left.ids, lines.left, figures.first_left),
        "right_id": _joined(right.ids, lines.right, figures.first_right),
        "match": lines.how,
        "group": group,
        "left_rows": figures.rows_left,
        "right_rows": figures.rows_right,
        "left_m2": np.where(figures.many_left > 0, figures.left, np.nan),
        "right_m2": np.where(figures.many_right > 0, figures.right, np.nan),
        "delta_m2": figures.delta,
        "share": share,
        "class": found.kind,
        "evidence": found.evidence,
        "explained": ~np.isin(found.kind.astype(str), UNEXPLAINED),
        "left_row": _joined(left.where, lines.left, figures.first_left),
        "right_row": _joined(right.where, lines.right, figures.first_right),
    })
    words = ["left_id", "right_id", "match", "group", "class", "evidence"]
    return table.astype(dict.fromkeys([*words, "left_row", "right_row"], "str"))


def _joined(values: Objects, line: Positions, first: Positions) -> Objects:
    """Give the value of each line; different values of several rows are joined."""
    shown = np.full(len(first), None, dtype=object)
    shown[first >= 0] = values[first[first >= 0]]
    counts = np.bincount(line, minlength=len(first))
    several = np.flatnonzero(counts[line] > 1)
    if len(several):
        texts = pd.Series(values[several]).groupby(line[several])
        joined = texts.agg(lambda group: "; ".join(dict.fromkeys(group.dropna())))
        shown[joined.index.to_numpy()] = joined.to_numpy(dtype=object)
    return shown
