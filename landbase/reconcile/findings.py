"""The figures of every line, and what has been found out about each so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landbase.reconcile.grain import grain
from landbase.texts import words

if TYPE_CHECKING:
    from landbase.reconcile.accounts import (
        Account,
        Booleans,
        Floats,
        Objects,
        Positions,
    )
    from landbase.reconcile.lines import Lines
    from landbase.rules.schema import Tolerances

__all__ = ["CLASSES", "FINE", "UNEXPLAINED", "Figures", "Findings", "figures_of"]

# the classes of a difference, in the order of reports
CLASSES = tuple(words("reconcile", "zh").part("class"))
UNEXPLAINED = ("elsewhere", "area_missing", "only_left", "only_right", "different")
# what needs no correction on either side
FINE = ("agree", "within_rounding", "area_rule", "within_tolerance")

_FLOAT = 1e-9


@dataclass(frozen=True, eq=False)
class Figures:
    """Areas of every line in m², and what rounding and tolerance allow for.

    Attributes
    ----------
    left, right
        Sums of the rows on the line.
    many_left, many_right
        Rows with an area.
    rows_left, rows_right
        All rows.
    first_left, first_right
        The first row of either side; -1 where there is none.
    step_left, step_right
        The step in which either account was printed; 0 for full precision.
    slack
        What rounding can explain of the difference.
    allowed
        What the tolerance lets pass.
    """

    left: Floats
    right: Floats
    many_left: Positions
    many_right: Positions
    rows_left: Positions
    rows_right: Positions
    first_left: Positions
    first_right: Positions
    step_left: float
    step_right: float
    slack: Floats
    allowed: Floats

    @property
    def delta(self) -> Floats:
        """Left less right."""
        return self.left - self.right

    @property
    def off(self) -> Floats:
        """The size of the difference."""
        return np.asarray(np.abs(self.delta))

    @property
    def both(self) -> Booleans:
        """Lines with rows on both sides."""
        return np.asarray((self.rows_left > 0) & (self.rows_right > 0))

    @property
    def pairs(self) -> Booleans:
        """Lines with one area on each side."""
        return np.asarray((self.many_left == 1) & (self.many_right == 1))


def figures_of(
    left: Account, right: Account, lines: Lines, tolerances: Tolerances
) -> Figures:
    """Sum either account on the lines.

    Parameters
    ----------
    left, right, lines
        The accounts and their lines.
    tolerances
        `declared_m2` and `declared_share`, of which the larger counts.

    Returns
    -------
    figures
        One value a line.
    """
    one, other = lines.sums(left, right)
    n = len(lines)
    many_left = np.bincount(lines.left[np.isfinite(left.m2)], minlength=n)
    many_right = np.bincount(lines.right[np.isfinite(right.m2)], minlength=n)
    steps = grain(left.m2), grain(right.m2)
    larger = np.maximum(np.abs(one), np.abs(other))
    slack = (steps[0] * many_left + steps[1] * many_right) / 2 + _FLOAT * larger
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


class Findings:
    """Which class each line has been given, and on what evidence; first come first."""

    def __init__(self, n: int) -> None:
        self.kind: Objects = np.full(n, "", dtype=object)
        self.evidence: Objects = np.full(n, "", dtype=object)

    @property
    def open(self) -> Booleans:
        """Lines without a class."""
        return np.asarray(self.kind == "")

    @property
    def fine(self) -> Booleans:
        """Lines whose areas need no correction."""
        return np.isin(self.kind.astype(str), FINE)

    def put(self, mask: Booleans, kind: str, evidence: Objects | str = "") -> None:
        """Give a class to those of the lines that have none."""
        self.change(mask & self.open, kind, evidence)

    def change(self, mask: Booleans, kind: str, evidence: Objects | str = "") -> None:
        """Give a class to lines, whatever they had."""
        self.kind[mask] = kind
        self.evidence[mask] = evidence if isinstance(evidence, str) else evidence[mask]
