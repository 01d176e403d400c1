"""The door to xlrd: workbooks of the .xls kind."""

from __future__ import annotations

import struct
from io import StringIO
from typing import TYPE_CHECKING, Any

from landbase.errors import MissingDependencyError, SourceError
from landbase.workbook.grid import Box, Grid, to_cells

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_xls"]


def read_xls(path: Path) -> list[Grid]:
    """Read every sheet of an .xls file.

    Raises
    ------
    SourceError
        The file is locked with a password or damaged.
    MissingDependencyError
        xlrd is not installed.
    """
    try:
        import xlrd
    except ImportError as error:
        raise MissingDependencyError("need_xlrd", path=path) from error
    # xlrd raises what its parsers raise; each means that the file is damaged
    damaged = (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, LookupError,
               AssertionError, ValueError, TypeError, AttributeError, RuntimeError,
               OSError)  # fmt: skip
    quiet = StringIO()  # it would print its doubts
    try:
        with xlrd.open_workbook(path, logfile=quiet, formatting_info=True) as book:
            return [_grid(sheet, book.datemode) for sheet in book.sheets()]
    except damaged as error:
        raise SourceError("xls_unreadable", path=path, error=error) from error


def _grid(sheet: Any, datemode: int) -> Grid:
    rows = (
        [_value(cell, datemode) for cell in sheet.row(number)]
        for number in range(sheet.nrows)
    )
    return Grid(
        name=sheet.name,
        cells=to_cells(rows),
        merged=tuple(
            Box(top, left, bottom - 1, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ),
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(
            r for r, info in sheet.rowinfo_map.items() if info.hidden
        ),
    )


def _value(cell: Any, datemode: int) -> object:
    import xlrd

    kind = cell.ctype
    if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    if kind == xlrd.XL_CELL_DATE:
        return _date(cell.value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#?")
    return cell.value


def _date(serial: float, datemode: int) -> object:
    """Turn a serial number to a date; numbers that are none stay numbers."""
    import xlrd

    try:
        return xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, OverflowError):
        return serial
