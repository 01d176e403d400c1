"""Totals by group that close: left − right = Σ explained + unexplained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.reconcile.accounts import MISSING
from landbase.reconcile.findings import CLASSES, FINE, UNEXPLAINED

if TYPE_CHECKING:
    from landbase.reconcile.accounts import Account, Floats, Objects, Positions
    from landbase.reconcile.findings import Figures, Findings
    from landbase.reconcile.lines import Lines
    from landbase.rules.schema import Tolerances

__all__ = ["ALL", "TOTAL", "group_lines", "total"]

ALL = "all"
TOTAL = "total"


def group_lines(
    left: Account, right: Account, figures: Figures
) -> tuple[Objects, Objects, Objects]:
    """Give lines and rows their groups.

    A line belongs where its first row on the left does, else where the first on the
    right does. An account without the column follows its lines.

    Parameters
    ----------
    left, right, figures
        The accounts, and their sums on the lines.

    Returns
    -------
    line, left, right
        Groups of the lines, and of the rows where the account has its own (else
        empty).
    """
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
    """Sum both accounts, and what explains their difference, by group.

    Parameters
    ----------
    left, right, lines, figures, found, groups
        The accounts, their lines, and what was found.
    tolerances
        When totals count as agreeing.

    Returns
    -------
    totals
        One row a group, then "total": `left_m2`, `right_m2`, `delta_m2`, a column for
        each class that occurs, `explained_m2`, `unexplained_m2`, `wrong_rows` and
        `hidden` (the totals agree, but rows do not).
    """
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
