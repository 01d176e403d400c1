"""Find the header of a table that starts somewhere below titles and unit lines.

A sheet may hold several tables, each below its own header.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.rules.vocabulary import fold
from landbase.tables.cells import half_width, parse_numbers, split_header
from landbase.tables.columns import match_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.tables.read import Grid
    from landbase.units import AreaUnit

__all__ = ["Header", "Table", "fill_merged", "find_header", "find_table", "part_tables"]

_LEDGER = ("field", "ledger_field")
_SEARCHED_ROWS = 60
_MIN_HITS = 2
_MAX_DEPTH = 4
_LEAST_NAMES = 3
_SAME_HEADER = 0.6
_CAPTION_CELLS = 1
_AREA = "面积"
# What may stand beside units of area in a row of units.
_OTHER_UNITS = {"元", "万元", "亿元", "%", "宗", "个", "年", "月", "天", "日", "米"}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_AROUND_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    top, bottom
        Its first and last row in the grid, from 0.
    parts
        For each column of the grid the texts above it, from the top down; a text
        merged over several rows stands once.
    captions
        The texts above the header: titles, unit lines, who filled it in.
    known
        How many columns have a name that the vocabulary knows.
    """

    top: int
    bottom: int
    parts: tuple[tuple[str, ...], ...]
    captions: tuple[str, ...]
    known: int

    @property
    def names(self) -> list[str]:
        """Name the columns, each once: the parts joined by a slash."""
        names: list[str] = []
        for number, parts in enumerate(self.parts):
            name = base = "/".join(parts) or f"column {number + 1}"
            again = 2
            while name in names:
                name, again = f"{base}_{again}", again + 1
            names.append(name)
        return names


def find_header(
    grid: Grid,
    rules: Rules,
    *,
    rows: tuple[int, int] | None = None,
    kinds: tuple[str, ...] = _LEDGER,
) -> Header | None:
    """Find the header: the first row with the most names that the vocabulary knows."""
    keys = _field_keys(rules, kinds)
    filled = grid.cells != np.array(None)
    searched = int(filled.any(axis=1).argmax()) + _SEARCHED_ROWS
    cells = fill_merged(grid, grid.cells[:searched])
    if rows is None:
        scores = [_score(row, keys) for row in cells]
        best = max(scores, default=0)
        if best < _MIN_HITS:
            return None
        start = scores.index(best)
        rows = _grow_up(cells, start), _grow_down(grid, cells, start)
    top, bottom = rows
    if bottom >= len(cells):
        cells = fill_merged(grid, grid.cells[: bottom + 1])
    parts = _parts(grid, cells[top : bottom + 1])
    known = len({fold(p) for column in parts for p in column if _is_known(p, keys)})
    captions = [text for row in cells[:top] for text in dict.fromkeys(_texts(row))]
    return Header(top, bottom, parts, tuple(captions), known)


class Table(NamedTuple):
    """A table of a few columns that are known by name.

    Attributes
    ----------
    frame
        Our columns, on a plain RangeIndex; those that the table lacks are missing
        throughout. Merged ranges are filled but for figures, which stand once.
    units
        Our column → the area units that its header names.
    first_row
        The sheet's number of the first row of `frame`.
    lacking
        The needed columns that are not there.
    """

    frame: pd.DataFrame
    units: Mapping[str, tuple[AreaUnit, ...]]
    first_row: int
    lacking: tuple[str, ...]


def find_table(
    grids: Iterable[Grid],
    rules: Rules,
    *,
    columns: tuple[str, ...],
    needed: tuple[str, ...],
    kinds: tuple[str, ...],
) -> Table:
    """Find the first sheet with a table that has the columns needed."""
    found = [
        _named_columns(grid, rules, columns, needed, kinds)
        for grid in grids
        if len(grid.cells)
    ]
    none = Table(pd.DataFrame(columns=list(columns), dtype=object), {}, 0, needed)
    return min([*found, none], key=lambda table: len(table.lacking))


def _named_columns(
    grid: Grid,
    rules: Rules,
    columns: tuple[str, ...],
    needed: tuple[str, ...],
    kinds: tuple[str, ...],
) -> Table:
    """Give our columns of the table on a sheet."""
    head = find_header(grid, rules, kinds=kinds)
    if head is None:
        return Table(pd.DataFrame(columns=list(columns)), {}, 0, needed)
    top = head.bottom + 1
    own, names = grid.cells[top:], head.names
    full = fill_merged(grid, own, top=top)
    last = {n: p[-1] for n, p in zip(names, head.parts, strict=True) if p}
    matched = match_columns(
        names,
        aliases=last,
        empty={n for n, c in zip(names, own.T, strict=True) if not _filled(c)},
        kinds=kinds,
        rules=rules,
    )
    types = {c: t.type for k in kinds for c, t in rules.vocabulary.terms[k].items()}
    taken = {
        column: (own if types[column] == "area" else full)[:, names.index(header)]
        for column, header in matched.headers.items()
        if column in columns
    }
    frame = pd.DataFrame(taken, index=range(len(own)), dtype=object)
    lacking = tuple(name for name in needed if name not in taken)
    return Table(frame.reindex(columns=list(columns)), matched.units, top + 1, lacking)


def fill_merged(
    grid: Grid, cells: npt.NDArray[np.object_], *, top: int = 0
) -> npt.NDArray[np.object_]:
    """Copy rows of a grid, from row `top` on, with merged ranges filled throughout."""
    filled = cells.copy()
    for box in grid.merged:
        if top <= box.top < top + len(filled):
            area = slice(box.top - top, box.bottom + 1 - top)
            filled[area, box.left : box.right + 1] = cells[box.top - top, box.left]
    return filled


def _score(row: npt.NDArray[np.object_], keys: frozenset[str]) -> int:
    return len({fold(text) for text in _texts(row) if _is_known(text, keys)})


def _is_known(text: str, keys: frozenset[str]) -> bool:
    """Tell whether a text, with or without a unit, is the name of a column."""
    return fold(text) in keys or fold(split_header(text).name) in keys


def _field_keys(rules: Rules, kinds: tuple[str, ...] = _LEDGER) -> frozenset[str]:
    """Give the folded names of all columns of some kinds."""
    terms = [term for kind in kinds for term in rules.vocabulary.terms[kind].values()]
    words = [
        w for t in terms for w in (t.code, t.zh, split_header(t.zh).name, *t.aliases)
    ]
    return frozenset(map(fold, words))


def _grow_up(cells: npt.NDArray[np.object_], row: int) -> int:
    """Go up over rows of group names: several texts, none a caption, no figures."""
    while row:
        texts = _texts(cells[row - 1])
        if len(set(texts)) < _MIN_HITS or any(map(_is_caption, texts)):
            break
        if _has_figures(cells[row - 1]):
            break
        row -= 1
    return row


def _grow_down(grid: Grid, cells: npt.NDArray[np.object_], start: int) -> int:
    row = start
    while row + 1 < len(cells) and row - start < _MAX_DEPTH:
        reached = max((b.bottom for b in grid.merged if b.top <= row), default=row)
        reached = min(reached, start + _MAX_DEPTH, len(cells) - 1)
        below = _names_below_groups(grid, cells, row) or _units_below(cells, row)
        if reached <= row and not below:
            break
        row = max(reached, row + 1)
    return row


def _names_below_groups(grid: Grid, cells: npt.NDArray[np.object_], row: int) -> bool:
    """Tell whether the next row only holds names for the columns of groups."""
    wide = {
        column
        for box in grid.merged
        if box.top <= row <= box.bottom and box.right > box.left
        for column in range(box.left, box.right + 1)
    }
    above, below = (_filled(cells[number]) for number in (row, row + 1))
    unnamed = {column for column in below if column not in above}
    grouped = wide | unnamed | {column - 1 for column in unnamed}
    if not below or not (unnamed or wide & below) or below - grouped:
        return False
    own = [cells[row + 1, column] for column in below]
    return not any(_is_figure(value) for value in own)


def _units_below(cells: npt.NDArray[np.object_], row: int) -> bool:
    """Tell whether the next row holds nothing but the units of names above it."""
    below = _filled(cells[row + 1])
    texts = [_text(cells[row + 1, column]) for column in below]
    if not below <= _filled(cells[row]) or not any(map(_is_area_unit, texts)):
        return False
    return all(map(_is_unit, texts))


def _is_area_unit(text: str) -> bool:
    """Tell a unit that stands alone: 公顷, （亩） or 单位：平方米."""
    name, units = split_header(f"{_AREA}{text}")
    return name == _AREA and bool(units)


def _is_unit(text: str) -> bool:
    return half_width(text).strip("()") in _OTHER_UNITS or _is_area_unit(text)


def _filled(row: npt.NDArray[np.object_]) -> set[int]:
    return {number for number, value in enumerate(row) if _text(value)}


def _has_figures(row: npt.NDArray[np.object_]) -> bool:
    """Tell whether a row holds numbers that are no years, as rows of data do."""
    return any(
        _is_figure(value) and not _YEAR.fullmatch(str(value))
        for value in row
        if value is not None and value != ""
    )


def _is_figure(value: object) -> bool:
    if not isinstance(value, str):
        return True
    _, bad = parse_numbers(pd.Series([value]))
    return not bad.any()


def _is_caption(text: str) -> bool:
    """Tell a line such as 单位：亩 or 填报日期： from the name of a column."""
    plain = half_width(text)
    return plain.endswith(":") or bool(re.match(r"[^:(]{2,12}:", plain))


def _parts(grid: Grid, block: npt.NDArray[np.object_]) -> tuple[tuple[str, ...], ...]:
    """Collect the texts above each column, each once."""
    texts = [[_text(value) for value in row] for row in block]
    if not grid.merged:
        _spread_groups(texts)
    columns = zip(*texts, strict=True)
    return tuple(
        _with_unit(list(dict.fromkeys(filter(None, column)))) for column in columns
    )


def _with_unit(texts: list[str]) -> tuple[str, ...]:
    """Put a unit in a row of its own behind the name that it belongs to."""
    if len(texts) > 1 and _is_unit(texts[-1]):
        unit = texts.pop()
        bare = "(" not in half_width(unit)
        texts[-1] += f"（{unit}）" if bare else unit
    return tuple(texts)


def _spread_groups(texts: list[list[str]]) -> None:
    """Let a group name reach the unnamed columns right of it, where nothing merges."""
    for row, below in itertools.pairwise(texts):
        for number in range(1, len(row)):
            if not row[number] and below[number]:
                row[number] = row[number - 1]


def _texts(row: npt.NDArray[np.object_]) -> list[str]:
    return [text for text in map(_text, row) if text]


def _text(value: object) -> str:
    """Write a cell of the header on one line, without the spaces that pad it."""
    text = "" if value is None else str(value).strip()
    return _AROUND_CHINESE.sub("", re.sub(r"\s+", " ", text))


def part_tables(grid: Grid, rules: Rules) -> list[tuple[Grid, Header]]:
    """Part a sheet where a header of other columns begins another table."""
    keys = _field_keys(rules)
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
    known = len({fold(text) for text in texts if _is_known(text, keys)})
    return known >= max(_LEAST_NAMES, len(texts) / 2)


def _first_data(grid: Grid, tops: list[int], start: int, head: Header) -> int | None:
    """Find the row that ends a table which stands above the header found."""
    above = [r for r in tops if start <= r < head.top]
    if above and any(map(_has_figures, grid.cells[above[0] + 1 : head.top])):
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
