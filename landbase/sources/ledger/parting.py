"""Several tables on one sheet, each below its own header."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from landbase.rules.vocabulary import fold
from landbase.sources.ledger.header import (
    Header,
    field_keys,
    find_header,
    has_figures,
    is_known,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from landbase.rules import Rules
    from landbase.workbook import Grid

__all__ = ["part_tables"]

_LEAST_NAMES = 3
_SAME_HEADER = 0.6
_CAPTION_CELLS = 1


def part_tables(grid: Grid, rules: Rules) -> list[tuple[Grid, Header]]:
    """Part a sheet where a header of other columns begins another table.

    A header that repeats the one above, as on every printed page, parts nothing.

    Parameters
    ----------
    grid
        The sheet.
    rules
        Its fields and ledger fields are the names that headers have.

    Returns
    -------
    tables
        For each table the sheet without the rows of the others, rows counted as
        before, and its header. A title above a header stays with the table before,
        too, which reports it. None where no header is found.
    """
    keys = field_keys(rules)
    tops = [r for r, row in enumerate(grid.cells) if _names_columns(row, keys)]
    found: list[tuple[Grid, Header]] = []
    start = 0
    while True:
        head = find_header(_between(grid, start, len(grid.cells)), rules)
        if head is None:
            return found
        first = _first_data(grid, tops, start, head)
        if first is not None:  # a table of fewer names stands before the one found
            head = find_header(_between(grid, start, first), rules) or head
        below = next(
            (r for r in tops if r > head.bottom and _other(grid, r, head)), None
        )
        if below is None:
            found.append((_between(grid, start, len(grid.cells)), head))
            return found
        found.append((_between(grid, start, below), head))
        start = _with_captions(grid, below, head.bottom + 1)


def _names_columns(row: npt.NDArray[np.object_], keys: frozenset[str]) -> bool:
    """Tell a row that holds nothing but texts, most of them names of columns."""
    texts = []
    for value in row:
        if value is None or value == "":
            continue
        if not isinstance(value, str) or value[:1].isdigit():
            return False
        texts.append(value)
    known = len({fold(text) for text in texts if is_known(text, keys)})
    return known >= max(_LEAST_NAMES, len(texts) / 2)


def _first_data(grid: Grid, tops: list[int], start: int, head: Header) -> int | None:
    """Find the row that ends a table which stands above the header found."""
    above = [r for r in tops if start <= r < head.top]
    if above and any(map(has_figures, grid.cells[above[0] + 1 : head.top])):
        return above[1] if len(above) > 1 else head.top
    return None


def _other(grid: Grid, row: int, head: Header) -> bool:
    """Tell whether a row names other columns than the header above it."""
    own = [c for c, value in enumerate(grid.cells[row]) if value not in {None, ""}]
    same = sum(
        fold(str(grid.cells[row, c])) in {fold(part) for part in head.parts[c]}
        for c in own
    )
    return same < _SAME_HEADER * len(own)


def _with_captions(grid: Grid, top: int, least: int) -> int:
    """Go up from a header over blank rows and titles."""
    while top > least:
        cells = sum(value not in {None, ""} for value in grid.cells[top - 1])
        if cells > _CAPTION_CELLS:
            break
        top -= 1
    return top


def _between(grid: Grid, start: int, end: int) -> Grid:
    """Empty the rows before `start`, and cut those from `end` on."""
    cells = grid.cells[:end].copy()
    cells[:start] = None
    merged = tuple(box for box in grid.merged if start <= box.top < end)
    return replace(grid, cells=cells, merged=merged)
