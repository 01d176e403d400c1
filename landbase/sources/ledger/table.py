"""The tables of a ledger file: parcels' rows, total rows, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.rules import rules_of
from landbase.rules.vocabulary import fold
from landbase.sources.ledger.grids import read_grids
from landbase.sources.ledger.rows import Body, sort_rows, total_label
from landbase.tables.headers import Header, fill_merged, find_header, part_tables

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from landbase.rules import Rules
    from landbase.tables import Grid

__all__ = ["LedgerTable", "read_tables"]

_SHOWN = 12
_LEFT_OUT = {
    "note": "ledger_note",
    "header_again": "ledger_header_again",
    "number_only": "ledger_number_only",
}


@dataclass(frozen=True, eq=False)
class LedgerTable:
    """One table of a ledger, as found.

    Attributes
    ----------
    source
        The file's name, or ``file(sheet)`` where a file has several sheets.
    header
        Where the header is, its parts, and the captions above.
    frame
        The rows of parcels, on a plain RangeIndex, cells as found, merged ranges
        filled; columns are the header's names, without those that hold nothing.
    own
        Like `frame`: True where the value stood in the cell itself.
    rows
        The sheet's row number of each row of `frame`.
    totals
        The rows of totals, columns as in `frame`.
    total_rows, total_labels
        Their row numbers, and their labels such as 准格尔旗小计.
    issues
        What was left out, filled or not read.
    """

    source: str
    header: Header
    frame: pd.DataFrame
    own: pd.DataFrame
    rows: npt.NDArray[np.int64]
    totals: pd.DataFrame
    total_rows: npt.NDArray[np.int64]
    total_labels: tuple[str, ...]
    issues: Issues


def read_tables(
    path: Path | str,
    *,
    sheet: str | None = None,
    header: int | tuple[int, int] | None = None,
    encoding: str | None = None,
    ids: Collection[str] = (),
    rules: Rules | None = None,
) -> list[LedgerTable]:
    """Read the tables of a ledger: of every visible sheet that lists parcels.

    Parameters
    ----------
    path
        An .xlsx, .xls or CSV file.
    sheet
        The name of the one sheet to read.
    header
        The number of the header's row, or of its first and last, as the sheet counts
        them; found by its words by default.
    encoding
        Of a CSV file.
    ids
        Headers of the columns that name the parcel; by default those that the
        vocabulary knows.
    rules
        The words; by default those that come with landbase.

    Returns
    -------
    tables
        At least one. Sheets that were not read are named in its issues.

    Raises
    ------
    SourceError
        The file cannot be read, has no such sheet, or no table with known headers.
    MissingDependencyError
        The file is an .xls and xlrd is not installed.
    """
    path = Path(path)
    held = rules_of(rules)
    grids, issues = read_grids(path, encoding=encoding)
    chosen = _named(grids, sheet, path) if sheet is not None else grids
    rows = _as_rows(header)
    with_header = [pair for g in chosen for pair in _parted(g, held, rows)]
    several = len(grids) > 1
    keys = frozenset(map(fold, ids)) | _id_words(held)
    picked = with_header if sheet else _pick(with_header, keys)
    if not picked:
        raise SourceError("ledger_table_missing", path=path)
    issues += _tables_not_read(with_header, picked, path.name)
    read = {grid.name for grid, _ in picked}
    unread = [grid.name for grid in grids if grid.name not in read and len(grid.cells)]
    if unread and sheet is None:
        issues += Issues.of("ledger_sheet_not_read", source=path.name, value=unread)
    tables = [
        _table(grid, head, keys, f"{path.name}({grid.name})" if several else path.name)
        for grid, head in picked
    ]
    return [_with_issues(tables[0], issues), *tables[1:]]


def _parted(
    grid: Grid, rules: Rules, rows: tuple[int, int] | None
) -> list[tuple[Grid, Header]]:
    """Give the tables of a sheet; where the user says the header, there is one."""
    if not len(grid.cells):
        return []
    if rows is None:
        return part_tables(grid, rules)
    head = find_header(grid, rules, rows=rows)
    return [] if head is None else [(grid, head)]


def _tables_not_read(
    found: list[tuple[Grid, Header]], picked: list[tuple[Grid, Header]], name: str
) -> Issues:
    """Report tables that stand on a sheet beside one that was read."""
    sheets = {grid.name for grid, _ in picked}
    taken = {(grid.name, head.top) for grid, head in picked}
    left = [
        (grid.name, head)
        for grid, head in found
        if grid.name in sheets and (grid.name, head.top) not in taken
    ]
    if not left:
        return Issues.none()
    return Issues.of(
        "ledger_table_not_read",
        source=[f"{name}({sheet})" if sheet else name for sheet, _ in left],
        source_row=[head.top + 1 for _, head in left],
        value=["、".join("/".join(p) for p in h.parts if p) for _, h in left],
    )


def _named(grids: list[Grid], sheet: str, path: Path) -> list[Grid]:
    if chosen := [grid for grid in grids if grid.name == sheet]:
        return chosen
    names = ", ".join(grid.name for grid in grids)
    raise SourceError("ledger_sheet_missing", path=path, sheet=sheet, names=names)


def _as_rows(header: int | tuple[int, int] | None) -> tuple[int, int] | None:
    if header is None:
        return None
    first, last = (header, header) if isinstance(header, int) else header
    if not 1 <= first <= last:
        raise ValueError(f"header={header!r}: rows count from 1, first before last")
    return first - 1, last - 1


def _id_words(rules: Rules) -> frozenset[str]:
    term = rules.vocabulary.term("field", "parcel_id")
    return frozenset(map(fold, (term.code, term.zh, *term.aliases)))


def _id_columns(head: Header, keys: frozenset[str]) -> tuple[int, ...]:
    return tuple(
        number
        for number, parts in enumerate(head.parts)
        if parts and not keys.isdisjoint({fold(parts[-1]), fold("".join(parts))})
    )


def _pick(
    found: list[tuple[Grid, Header]], keys: frozenset[str]
) -> list[tuple[Grid, Header]]:
    """Pick the visible sheets that list parcels; else the one that knows most words."""
    visible = [(g, h) for g, h in found if not g.hidden]
    listing = [(g, h) for g, h in visible if _id_columns(h, keys)]
    best = sorted(visible, key=lambda pair: -pair[1].known)[:1]
    return listing or best


def _table(grid: Grid, head: Header, keys: frozenset[str], source: str) -> LedgerTable:
    top = head.bottom + 1
    below = _without_blanks(grid.cells[top:])
    cells = fill_merged(grid, below, top=top)
    own = below != np.array(None)
    ids = _id_columns(head, keys)
    names = tuple(fold(parts[-1]) if parts else "" for parts in head.parts)
    kinds = sort_rows(Body(cells, own, ids, names))
    used = own.any(axis=0) | np.array([bool(parts) for parts in head.parts])
    columns = [name for name, use in zip(head.names, used, strict=True) if use]
    data, total = (np.flatnonzero(kinds == kind) for kind in ("data", "total"))
    cells = cells[:, used]
    return LedgerTable(
        source=source,
        header=head,
        frame=pd.DataFrame(cells[data], columns=columns, dtype=object),
        own=pd.DataFrame(own[data][:, used], columns=columns),
        rows=data + top + 1,
        totals=pd.DataFrame(cells[total], columns=columns, dtype=object),
        total_rows=total + top + 1,
        total_labels=tuple(total_label(below[row], names) or "" for row in total),
        issues=_issues(grid, head, source, below, kinds),
    )


def _without_blanks(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Make cells that hold only spaces empty."""
    blank = [isinstance(value, str) and not value.strip() for value in cells.ravel()]
    emptied = cells.copy()
    emptied[np.array(blank, dtype=bool).reshape(cells.shape)] = None
    return emptied


def _issues(
    grid: Grid,
    head: Header,
    source: str,
    below: npt.NDArray[np.object_],
    kinds: npt.NDArray[np.str_],
) -> Issues:
    top = head.bottom + 1
    found = [
        Issues.of(
            code,
            source=source,
            source_row=np.flatnonzero(kinds == kind) + top + 1,
            value=[_joined(row) for row in below[kinds == kind]],
        )
        for kind, code in _LEFT_OUT.items()
        if (kinds == kind).any()
    ]
    shown = kinds != "blank"
    hidden = [r + 1 for r in sorted(grid.hidden_rows) if _at(shown, r - top)]
    if hidden:
        details = {"count": len(hidden), "rows": _listed(hidden)}
        found.append(Issues.of("ledger_rows_hidden", source=source, details=details))
    filled = sum(box.bottom >= top and box != (0, 0, 0, 0) for box in grid.merged)
    if filled:
        details = {"count": filled}
        found.append(Issues.of("ledger_merged_filled", source=source, details=details))
    if grid.unvalued:
        details = {"count": len(grid.unvalued), "cells": _listed(grid.unvalued)}
        found.append(Issues.of("ledger_no_result", source=source, details=details))
    return Issues.concat(found)


def _at(mask: npt.NDArray[np.bool_], number: int) -> bool:
    return 0 <= number < len(mask) and bool(mask[number])


def _joined(row: npt.NDArray[np.object_]) -> str:
    return " ".join(str(value).strip() for value in row if value is not None)


def _listed(items: Collection[object]) -> str:
    shown = ", ".join(str(item) for item in list(items)[:_SHOWN])
    return shown + (" …" if len(items) > _SHOWN else "")


def _with_issues(table: LedgerTable, more: Issues) -> LedgerTable:
    return LedgerTable(**{**vars(table), "issues": more + table.issues})
