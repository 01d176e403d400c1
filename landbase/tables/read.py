"""Read people's spreadsheets: every sheet as a grid of cells, with what is merged.

openpyxl reads .xlsx, xlrd .xls; what the fast reader of openpyxl leaves out comes from
`landbase.tables.parts`. All is linear in the size of the file, and bounded.
"""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import ParseError

import numpy as np

from landbase.errors import MissingDependencyError, SourceError
from landbase.files import require_regular, why_blocked
from landbase.tables.number_formats import shown_id
from landbase.tables.parts import as_transitional, is_telling, read_extras

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from landbase.tables.parts import Extras

__all__ = ["MAX_CELLS", "Box", "Grid", "read_workbook", "to_cells"]

# A ledger of a million rows stays below this; a decompression bomb does not.
_MAX_UNPACKED = 2**31
# A million rows of a hundred columns; what is laid out larger is no table.
MAX_CELLS = 100_000_000
_XLS_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK"


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
    formats
        (row, column) from 0 → the number format of numbers that show more than the
        number; where it fills them up with zeros, the cell holds what is shown.
    widths
        How many cells each row of a text file has; empty for a workbook.
    """

    name: str
    cells: npt.NDArray[np.object_]
    merged: tuple[Box, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    unvalued: tuple[str, ...] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    widths: tuple[int, ...] = ()

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
        while end and _is_blank(row[end - 1]):
            end -= 1
        if not end:
            blank += 1
            continue
        kept.extend(() for _ in range(blank))
        kept.append(row[:end])
        blank = 0
    shape = len(kept), max(map(len, kept), default=0)
    if shape[0] * shape[1] > MAX_CELLS:
        raise SourceError("table_too_spread", rows=shape[0], columns=shape[1])
    cells = np.full(shape, None, dtype=object)
    for number, row in enumerate(kept):
        cells[number, : len(row)] = row
    return cells


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def read_workbook(path: Path | str) -> list[Grid]:
    """Read every sheet of a workbook, by what the file is and not by its ending."""
    path = Path(path)
    require_regular(path)
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise SourceError(
            "file_cannot_be_opened", path=path, error=why_blocked(error)
        ) from error
    if magic.startswith(_XLS_MAGIC):
        return _read_xls(path)
    if not magic.startswith(_ZIP_MAGIC):
        raise SourceError("workbook_kind_wrong", path=path)
    return _read_xlsx(path)


def _read_xlsx(path: Path) -> list[Grid]:
    # openpyxl raises what its parsers raise; each means that the file is damaged
    damaged = (zipfile.BadZipFile, zlib.error, ParseError, LookupError, ValueError,
               TypeError, AttributeError, EOFError, OSError, RuntimeError)  # fmt: skip
    try:
        with zipfile.ZipFile(path) as book:
            _check_size(book, path)
            strict = as_transitional(book)
            if strict is None:
                extras = read_extras(book)
        if strict is not None:
            with zipfile.ZipFile(strict) as book:
                extras = read_extras(book)
        return _read_cells(path if strict is None else strict, extras)
    except SourceError:
        raise
    except damaged as error:
        raise SourceError("workbook_unreadable", path=path, error=error) from error


def _check_size(book: zipfile.ZipFile, path: Path) -> None:
    size = sum(item.file_size for item in book.infolist())
    if size > _MAX_UNPACKED:
        raise SourceError(
            "workbook_too_large", path=path, size=size, limit=_MAX_UNPACKED
        )


def _read_cells(source: Path | BytesIO, extras: dict[str, Extras]) -> list[Grid]:
    import openpyxl

    opened = source.open("rb") if isinstance(source, Path) else source
    with opened as file, warnings.catch_warnings():
        # about styles, validations and extensions, none of which is read
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        return [_grid(page, extras[page.title], book.epoch) for page in book.worksheets]


def _grid(page: Any, extras: Extras, epoch: dt.datetime) -> Grid:
    page.reset_dimensions()  # the size that a file states of itself is often wrong
    cells = to_cells(page.iter_rows(values_only=True))
    _restore_dates(cells, extras.dates, epoch)
    _restore_characters(cells)
    named = {_place(name): code for name, code in extras.formats.items()}
    formats = show_ids(cells, named)
    return Grid(
        name=page.title,
        cells=cells,
        formats=formats,
        merged=tuple(map(_box, extras.merged)),
        hidden=page.sheet_state != "visible",
        hidden_rows=frozenset(row - 1 for row in extras.hidden_rows),
        unvalued=tuple(extras.unvalued),
    )


# How the format writes a character that XML cannot hold, and the mark itself.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _restore_characters(cells: npt.NDArray[np.object_]) -> None:
    """Decode what a workbook writes as _x000D_, in place."""
    flat = cells.reshape(-1)
    for at, value in enumerate(flat):
        if isinstance(value, str) and "_x" in value:
            flat[at] = decode_escapes(value)


def decode_escapes(text: str) -> str:
    r"""Decode the escapes of a workbook.

    Examples
    --------
    >>> decode_escapes("T-001_x000D_"), decode_escapes("a_x005F_x000D_")
    ('T-001\r', 'a_x000D_')
    """
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def show_ids(
    cells: npt.NDArray[np.object_], formats: Mapping[tuple[int, int], str]
) -> dict[tuple[int, int], str]:
    """Write numbers as their formats show them, in place; gives those of numbers."""
    kept = {}
    rows, columns = cells.shape
    for (row, column), code in formats.items():
        if row < rows and column < columns and _is_number(cells[row, column]):
            kept[row, column] = code
            if (shown := shown_id(cells[row, column], code)) is not None:
                cells[row, column] = shown
    return kept


def _place(name: str) -> tuple[int, int]:
    from openpyxl.utils import coordinate_to_tuple

    row, column = coordinate_to_tuple(name)
    return row - 1, column - 1


def _restore_dates(
    cells: npt.NDArray[np.object_], names: list[str], epoch: dt.datetime
) -> None:
    from openpyxl.utils.datetime import from_excel

    rows, columns = cells.shape
    for row, column in map(_place, names):
        if row < rows and column < columns and _is_number(cells[row, column]):
            cells[row, column] = from_excel(cells[row, column], epoch)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _box(name: str) -> Box:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(name)
    return Box(top - 1, left - 1, bottom - 1, right - 1)


def _read_xls(path: Path) -> list[Grid]:
    """Read every sheet of an .xls file."""
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
        with xlrd.open_workbook(
            path, logfile=quiet, formatting_info=True, ragged_rows=True
        ) as book:
            return [_xls_grid(sheet, book.datemode) for sheet in book.sheets()]
    except damaged as error:
        raise SourceError("xls_unreadable", path=path, error=error) from error


def _xls_grid(sheet: Any, datemode: int) -> Grid:
    rows = (
        [_xls_value(cell, datemode) for cell in sheet.row(number)]
        for number in range(sheet.nrows)
    )
    cells = to_cells(rows)
    return Grid(
        name=sheet.name,
        cells=cells,
        formats=show_ids(cells, _xls_formats(sheet)),
        merged=tuple(
            Box(top, left, bottom - 1, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ),
        hidden=sheet.visibility != 0,
        hidden_rows=frozenset(
            r for r, info in sheet.rowinfo_map.items() if info.hidden
        ),
    )


def _xls_formats(sheet: Any) -> dict[tuple[int, int], str]:
    """Find the cells whose number formats show more than the number."""
    book = sheet.book
    codes = {
        number: book.format_map[style.format_key].format_str
        for number, style in enumerate(book.xf_list)
        if style.format_key in book.format_map
    }
    telling = {number: code for number, code in codes.items() if is_telling(code)}
    if not telling:
        return {}
    return {
        (row, column): telling[cell.xf_index]
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row(row))
        if cell.xf_index in telling
    }


def _xls_value(cell: Any, datemode: int) -> object:
    import xlrd

    kind = cell.ctype
    if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    if kind == xlrd.XL_CELL_DATE:
        return _xls_date(cell.value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#?")
    return cell.value


def _xls_date(serial: float, datemode: int) -> object:
    """Turn a serial number to a date; numbers that are none stay numbers."""
    import xlrd

    try:
        return xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, OverflowError):
        return serial
