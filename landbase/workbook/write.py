"""The one door to openpyxl: write tables as workbooks that bureaus can filter.

The same tables give the same bytes: no clock enters the file. Text never becomes a
formula, whatever it starts with.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd

from landbase.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Sheet", "write_workbook"]

_MAX_WIDTH = 50  # columns; longer text is wrapped
_LINE_POINTS = 14.5
_MEASURED_ROWS = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip entry can hold


@dataclass(frozen=True)
class Sheet:
    """One sheet: a name, a table, and number formats by column name.

    Attributes
    ----------
    name
        The tab's name.
    table
        One header row from the column names; the index is not written.
    formats
        Column name → number format, such as "#,##0.00".
    title
        A heading in a merged row above the header, where wanted.
    """

    name: str
    table: pd.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    title: str = ""


def write_workbook(path: Path | str, sheets: Iterable[Sheet]) -> Path:
    """Write sheets to an .xlsx file: bold frozen header, filters, fitting widths.

    Parameters
    ----------
    path
        The file; it is written beside and renamed, so that a failed write leaves an
        existing file whole. Missing folders are made.
    sheets
        At least one sheet.

    Returns
    -------
    path
        The file written.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    buffer = BytesIO()
    book.save(buffer)
    return write_file(Path(path), _without_clock(buffer))


def _fill(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    table = sheet.table
    width = max(len(table.columns), 1)
    top = 1
    if sheet.title:
        page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
        _put(page.cell(1, 1), sheet.title)
        page.cell(1, 1).font = Font(bold=True, size=14)
        page.cell(1, 1).alignment = Alignment(horizontal="center")
        top = 2
    for number, name in enumerate(table.columns, start=1):
        head = page.cell(top, number)
        _put(head, str(name))
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE6F0")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        column = table.iloc[:, number - 1]
        wide = _width(name, column)
        page.column_dimensions[get_column_letter(number)].width = wide
        wrap = Alignment(vertical="top", wrap_text=wide == _MAX_WIDTH)
        shown = sheet.formats.get(str(name))
        _fill_column(page, number, top, column, number_format=shown, alignment=wrap)
    _set_up(page, top, f"A{top}:{get_column_letter(width)}{top + len(table)}")


def _set_up(page: Worksheet, top: int, span: str) -> None:
    """Freeze and repeat the header, filter the table, fit it to the page's width."""
    page.freeze_panes = page.cell(top + 1, 1)
    page.auto_filter.ref = span
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _fill_column(
    page: Worksheet,
    number: int,
    top: int,
    column: pd.Series,
    *,
    number_format: str | None,
    alignment: Alignment,
) -> None:
    for row, value in enumerate(column, start=top + 1):
        cell = page.cell(row, number)
        _put(cell, value)
        cell.alignment = alignment
        if alignment.wrap_text and isinstance(value, str):
            # Programs do not grow rows of a file by themselves.
            height = _LINE_POINTS * -(-_columns(value) // (_MAX_WIDTH - 8))
            page.row_dimensions[row].height = max(
                page.row_dimensions[row].height or _LINE_POINTS, height
            )
        if number_format and cell.data_type == "n":
            cell.number_format = number_format


def _put(cell: Cell, value: Any) -> None:
    """Write one value; text stays text."""
    if pd.isna(value):
        return
    if isinstance(value, str):
        cell.value = "".join(c for c in value if c in "\t\n" or ord(c) >= ord(" "))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, dt.date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = value.item() if hasattr(value, "item") else value


def _width(name: object, column: pd.Series) -> float:
    shown = [
        str(name),
        *(str(v) for v in column.head(_MEASURED_ROWS) if not pd.isna(v)),
    ]
    return min(max(map(_columns, shown)) + 2.5, _MAX_WIDTH)


def _columns(text: str) -> int:
    """Count screen columns: a Chinese character takes two."""
    lines = text.splitlines() or [""]
    return max(
        sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in s) for s in lines
    )


def _without_clock(saved: BytesIO) -> bytes:
    """Rewrite the zip with fixed times, also in the document properties."""
    result = BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(result, "w") as new:
        for item in old.infolist():
            if item.filename == "docProps/core.xml":
                continue
            entry = zipfile.ZipInfo(item.filename, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(item)
            if item.filename in {"[Content_Types].xml", "_rels/.rels"}:
                data = _without_core(data)
            new.writestr(entry, data)
    return result.getvalue()


def _without_core(data: bytes) -> bytes:
    """Drop the parts list's mention of the properties that hold the time of saving."""
    root = ET.fromstring(data)  # noqa: S314 - written by openpyxl a moment ago
    ET.register_namespace("", root.tag[1:].partition("}")[0])
    for child in list(root):
        if "docProps/core.xml" in (child.get("PartName", "") + child.get("Target", "")):
            root.remove(child)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))
