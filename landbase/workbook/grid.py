"""One sheet as found: the cells, and what else a reader must know of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

__all__ = ["Box", "Grid", "to_cells"]


class Box(NamedTuple):
    """A merged range: first and last row and column, from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet as found.

    Attributes
    ----------
    name
        The tab's name.
    cells
        Rows by columns of str, number, bool, datetime or None; row 0 is the sheet's
        row 1. Of a merged range only the first cell is filled.
    merged
        The merged ranges, cut to the cells there are.
    hidden
        The sheet itself is hidden.
    hidden_rows
        Rows that are hidden or filtered away, from 0.
    unvalued
        Cells with a formula whose result was not stored, as names such as "C7".
    """

    name: str
    cells: npt.NDArray[np.object_]
    merged: tuple[Box, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    unvalued: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rows, columns = self.cells.shape
        kept = {
            Box(top, left, min(bottom, rows - 1), min(right, columns - 1))
            for top, left, bottom, right in self.merged
            if top < rows and left < columns
        }
        object.__setattr__(self, "merged", tuple(sorted(kept)))


def to_cells(rows: Iterable[Sequence[object]]) -> npt.NDArray[np.object_]:
    """Lay rows of unequal length into one array; empty rows at the end are dropped."""
    kept: list[Sequence[object]] = []
    blank = 0
    for row in rows:
        end = len(row)
        while end and (row[end - 1] is None or row[end - 1] == ""):
            end -= 1
        if not end:
            blank += 1
            continue
        kept.extend(() for _ in range(blank))
        kept.append(row[:end])
        blank = 0
    cells = np.full((len(kept), max(map(len, kept), default=0)), None, dtype=object)
    for number, row in enumerate(kept):
        cells[number, : len(row)] = row
    return cells
