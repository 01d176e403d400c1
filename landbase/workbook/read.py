"""Read workbooks: every sheet as a grid of cells, with its merged ranges."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from landbase.errors import SourceError
from landbase.workbook.grid import Box, Grid, to_cells
from landbase.workbook.parts import Extras, read_extras

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    import numpy.typing as npt

__all__ = ["read_workbook"]

# A ledger of a million rows stays below this; a decompression bomb does not.
_MAX_UNPACKED = 2**31
_XLS_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK"


def read_workbook(path: Path | str) -> list[Grid]:
    """Read every sheet of a workbook, by what the file is and not by its ending.

    Of a formula the stored result is read; nothing is calculated.

    Parameters
    ----------
    path
        An .xlsx or .xlsm file; an .xls file where the extra "xls" is installed.

    Returns
    -------
    grids
        One for each sheet with cells, in the order of the tabs, hidden ones too.

    Raises
    ------
    SourceError
        The file is missing, locked with a password, damaged, too large when
        unpacked, or no workbook.
    MissingDependencyError
        The file is an .xls and xlrd is not installed.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise SourceError(
            "file_cannot_be_opened", path=path, error=error.strerror
        ) from error
    if magic.startswith(_XLS_MAGIC):
        from landbase.workbook.xls import read_xls

        return read_xls(path)
    if not magic.startswith(_ZIP_MAGIC):
        raise SourceError("workbook_kind_wrong", path=path)
    return _read_xlsx(path)


def _read_xlsx(path: Path) -> list[Grid]:
    # openpyxl raises what its parsers raise; each means that the file is damaged
    damaged = (zipfile.BadZipFile, zlib.error, ET.ParseError, LookupError, ValueError,
               TypeError, AttributeError, EOFError, OSError, RuntimeError)  # fmt: skip
    try:
        with zipfile.ZipFile(path) as book:
            _check_size(book, path)
            extras = read_extras(book)
        return _read_cells(path, extras)
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


def _read_cells(path: Path, extras: dict[str, Extras]) -> list[Grid]:
    import openpyxl

    with path.open("rb") as file, warnings.catch_warnings():
        # about styles, validations and extensions, none of which is read
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        return [_grid(page, extras[page.title], book.epoch) for page in book.worksheets]


def _grid(page: Any, extras: Extras, epoch: dt.datetime) -> Grid:
    page.reset_dimensions()  # the size that a file states of itself is often wrong
    cells = to_cells(page.iter_rows(values_only=True))
    _restore_dates(cells, extras.dates, epoch)
    return Grid(
        name=page.title,
        cells=cells,
        merged=tuple(map(_box, extras.merged)),
        hidden=page.sheet_state != "visible",
        hidden_rows=frozenset(row - 1 for row in extras.hidden_rows),
        unvalued=tuple(extras.unvalued),
    )


def _restore_dates(
    cells: npt.NDArray[np.object_], names: list[str], epoch: dt.datetime
) -> None:
    from openpyxl.utils import coordinate_to_tuple
    from openpyxl.utils.datetime import from_excel

    rows, columns = cells.shape
    for name in names:
        row, column = (number - 1 for number in coordinate_to_tuple(name))
        if row < rows and column < columns and _is_number(cells[row, column]):
            cells[row, column] = from_excel(cells[row, column], epoch)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _box(name: str) -> Box:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(name)
    return Box(top - 1, left - 1, bottom - 1, right - 1)
