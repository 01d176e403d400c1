"""Which rows of two accounts are the same land: by id, by spelling, by the ground."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from landbase.ledger.ids import match_ids

if TYPE_CHECKING:
    from landbase.reconcile.accounts import (
        Account,
        Booleans,
        Floats,
        Objects,
        Positions,
    )

__all__ = ["Lines", "by_ground", "by_id", "components"]


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of the comparison, and the line each row of either account is on.

    Attributes
    ----------
    left, right
        The line of each row.
    how
        For each line "id", "spelling", "overlap", or "none" without a counterpart.
    """

    left: Positions
    right: Positions
    how: Objects

    def __len__(self) -> int:
        return len(self.how)

    def counts(self) -> tuple[Positions, Positions]:
        """Count the rows of either side on each line."""
        n = len(self)
        return np.bincount(self.left, minlength=n), np.bincount(self.right, minlength=n)

    def sums(self, left: Account, right: Account) -> tuple[Floats, Floats]:
        """Sum the areas of either side on each line; a missing one adds nothing."""
        n = len(self)
        pairs = ((self.left, left), (self.right, right))
        one, other = (
            np.bincount(line, weights=np.nan_to_num(a.m2), minlength=n)
            for line, a in pairs
        )
        return one.astype(np.float64), other.astype(np.float64)

    def first_rows(self) -> tuple[Positions, Positions]:
        """Give the first row of either side on each line; -1 where there is none."""
        return _first(self.left, len(self)), _first(self.right, len(self))


def _first(line: Positions, n: int) -> Positions:
    first = np.full(n, -1, dtype=np.intp)
    first[line[::-1]] = np.arange(len(line), dtype=np.intp)[::-1]
    return first


def by_id(left: Account, right: Account) -> Lines:
    """Match rows by id, exactly first, then by what is left without writing styles.

    Parameters
    ----------
    left, right
        The two accounts; rows without an id are matched with none.

    Returns
    -------
    lines
        In the order of the left account, then of the right.
    """
    here, there = pd.Series(left.ids, dtype=object), pd.Series(right.ids, dtype=object)
    only_here = here[here.notna() & ~here.isin(there)].unique()
    only_there = there[there.notna() & ~there.isin(here)].unique()
    rewritten = match_ids(only_here, only_there).rewritten
    if rewritten:
        back = {theirs: ours for ours, theirs in rewritten.items()}
        there = there.map(lambda name: back.get(name, name), na_action="ignore")
    together = pd.concat([here, there], ignore_index=True)
    lacking = together.isna()
    own = [("", number) for number in np.flatnonzero(lacking)]
    together[lacking] = pd.Series(own, index=together.index[lacking], dtype=object)
    line, names = pd.factorize(together)
    lines = Lines(
        line[: len(here)], line[len(here) :], np.full(len(names), "none", "O")
    )
    both = np.logical_and(*(count > 0 for count in lines.counts()))
    lines.how[both] = "id"
    lines.how[both & pd.Index(names).isin(list(rewritten))] = "spelling"
    return lines


def by_ground(
    left: Account, right: Account, lines: Lines, *, loose: Booleans, share: float
) -> Lines:
    """Put lines together that are the same ground, wholly covering each other.

    Parameters
    ----------
    left, right, lines
        The accounts, and their lines so far.
    loose
        The lines that lack an explanation; the others stay as they are.
    share
        A parcel of which this share lies in another counts as lying in it.

    Returns
    -------
    lines
        Fewer lines where some were put together, numbered in the same order.
    """
    if left.shapes is None or right.shapes is None or not loose.any():
        return lines
    ours, theirs = np.flatnonzero(loose[lines.left]), np.flatnonzero(loose[lines.right])
    one, other, common = _common(left.shapes[ours], right.shapes[theirs])
    areas = shapely.area(left.shapes[ours]), shapely.area(right.shapes[theirs])
    smaller = np.minimum(areas[0][one], areas[1][other])
    held = common >= share * smaller
    one, other, common = one[held], other[held], common[held]
    label = components(len(lines), lines.left[ours][one], lines.right[theirs][other])
    covered = _summed(label[lines.left[ours][one]], common, len(lines))
    whole = [
        _summed(label[line], area, len(lines))
        for line, area in (
            (lines.left[ours], areas[0]),
            (lines.right[theirs], areas[1]),
        )
    ]
    settled = np.logical_and(*(_near(covered, area, share) for area in whole))
    label = np.where(settled[label], label, np.arange(len(lines)))
    return _relabelled(lines, label)


def _summed(line: Positions, values: Floats, n: int) -> Floats:
    return np.bincount(line, values, n).astype(np.float64)


def _near(covered: Floats, area: Floats, share: float) -> Booleans:
    return (covered >= share * area) & (covered <= area * (2 - share)) & (area > 0)


def _common(one: Objects, other: Objects) -> tuple[Positions, Positions, Floats]:
    """Give the pairs that share ground, and how much, in square degrees."""
    left, right = shapely.STRtree(other).query(one, predicate="intersects")
    common = shapely.area(shapely.intersection(one[left], other[right]))
    found = common > 0
    return left[found], right[found], common[found]


def components(n: int, one: Positions, other: Positions) -> Positions:
    """Label what is connected by pairs with its lowest number."""
    label = np.arange(n)
    while True:
        low = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, one, low)
        np.minimum.at(label, other, low)
        label = label[label]
        if (label == before).all():
            return label


def _relabelled(lines: Lines, label: Positions) -> Lines:
    """Give lines new numbers after some were put together."""
    kept, number = np.unique(label, return_inverse=True)
    how = lines.how[kept].copy()
    how[np.bincount(number, minlength=len(kept)) > 1] = "overlap"
    return replace(lines, left=number[lines.left], right=number[lines.right], how=how)
