"""Forms as bureaus use them: merged headers, totals as formulas, set up for print.

openpyxl writes either a formula or a value. A reader that does not calculate (a
preview, pandas, a mail program) sees nothing where only the formula is there, so each
formula is put beside its value in the part of the sheet, as Excel itself does it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape

from landbase.files import write_file
from landbase.workbook.printing import set_up_page
from landbase.workbook.write import _put, _without_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Form", "cell_name", "write_forms"]

# row and column from 0, counted below the header → formula without "="
Formulas: TypeAlias = Mapping[tuple[int, int], str]


@dataclass(frozen=True, kw_only=True)
class Form:
    """One sheet.

    Attributes
    ----------
    name
        The tab's name.
    title
        In a merged row on top.
    note
        Below it: unit, day, who made it.
    head
        The header, one tuple of its rows for each column; equal neighbours are merged.
    rows
        The cells.
    formats
        Number format of each column; empty for none.
    formulas
        Which cells are formulas; `rows` holds their results.
    totals
        Rows to be shown bold, from 0.
    """

    name: str
    title: str
    note: str
    head: tuple[tuple[str, ...], ...]
    rows: Sequence[Sequence[Any]]
    formats: tuple[str, ...]
    formulas: Formulas = field(default_factory=dict)
    totals: tuple[int, ...] = ()

    @property
    def top(self) -> int:
        """How many rows stand above the first of the body."""
        return 2 + len(self.head[0])


def cell_name(form_top: int, row: int, column: int) -> str:
    """Name a cell of the body, such as "C5".

    Parameters
    ----------
    form_top
        Rows above the body.
    row, column
        From 0.

    Returns
    -------
    name
        As formulas write it.

    Examples
    --------
    >>> cell_name(4, 0, 2)
    'C5'
    """
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{form_top + row + 1}"


def write_forms(path: Path | str, forms: Iterable[Form], *, footer: str) -> Path:
    """Write forms to an .xlsx file, each to a sheet that is ready to be printed.

    Parameters
    ----------
    path
        The file; it is written beside and renamed. Missing folders are made.
    forms
        At least one.
    footer
        At the left of every printed page; its number stands at the right.

    Returns
    -------
    path
        The file written. The same forms give the same bytes.
    """
    from openpyxl import Workbook

    book, formulas = Workbook(), []
    book.remove(book.active)
    for form in forms:
        page = book.create_sheet(form.name)
        _fill(page, form)
        set_up_page(page, form, footer)
        formulas.append({
            cell_name(form.top, *at): text for at, text in form.formulas.items()
        })
    buffer = BytesIO()
    book.save(buffer)
    data = _with_formulas(_without_clock(buffer), formulas)
    return write_file(Path(path), data)


def _with_formulas(data: bytes, formulas: list[dict[str, str]]) -> bytes:
    """Put each formula before the value of its cell, sheet by sheet."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if found := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", item.filename):
                part = _insert(part.decode("utf-8"), formulas[int(found[1]) - 1])
            new.writestr(item, part, compress_type=zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _insert(part: str, formulas: dict[str, str]) -> bytes:
    def put(cell: re.Match[str]) -> str:
        text = formulas.get(cell[2])
        return cell[0] if text is None else f"{cell[1]}<f>{escape(text)}</f><v>"

    return re.sub(r'(<c r="([A-Z]+\d+)"[^>]*>)<v>', put, part).encode("utf-8")


def _fill(page: Worksheet, form: Form) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    width, thin = len(form.head), Side(style="thin", color="8899AA")
    for row, text, font in ((1, form.title, Font(bold=True, size=15)),
                            (2, form.note, Font(size=9))):  # fmt: skip
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        _put(page.cell(row, 1), text)
        page.cell(row, 1).font = font
        side = "center" if row == 1 else "right"
        page.cell(row, 1).alignment = Alignment(horizontal=side, vertical="center")
    page.row_dimensions[1].height = 26
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    _fill_head(page, form, border)
    _fill_body(page, form, border)


def _fill_body(page: Worksheet, form: Form, border: Any) -> None:
    """Write the cells; those of one look share it, which openpyxl is slow to make."""
    looks: dict[tuple[int, bool, bool], Any] = {}
    for number, cells in enumerate(form.rows):
        for column, value in enumerate(cells):
            cell = page.cell(form.top + number + 1, column + 1)
            look = column, number in form.totals, isinstance(value, str)
            if look not in looks:
                _set_look(cell, look, form, border)
                looks[look] = cell._style  # noqa: SLF001 - as openpyxl copies styles
            cell._style = copy(looks[look])  # noqa: SLF001
            if value is not None:
                _put(cell, value)


def _set_look(cell: Any, look: tuple[int, bool, bool], form: Form, border: Any) -> None:
    """Give a cell its border, place, format and weight."""
    from openpyxl.styles import Alignment, Font

    column, total, is_text = look
    numbered = column == 0 and not is_text  # the numbers of lines
    cell.border = border
    cell.alignment = Alignment(
        horizontal="center" if numbered else None, vertical="center", wrap_text=True
    )
    if form.formats[column] and not is_text:
        cell.number_format = form.formats[column]
    if total:
        cell.font = Font(bold=True)


def _fill_head(page: Worksheet, form: Form, border: Any) -> None:
    """Write the header; what is equal side by side or below is merged."""
    from openpyxl.styles import Alignment, Font, PatternFill

    deep = len(form.head[0])
    for column, texts in enumerate(form.head, start=1):
        for row, text in enumerate(texts, start=3):
            cell = page.cell(row, column)
            cell.border, cell.font = border, Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDE6F0")
            cell.alignment = Alignment(
                horizontal="center", vertical="center", wrap_text=True
            )
            _put(cell, text)
    for first, last, low, high in _merged(form.head, deep):
        for row in range(low, high + 1):
            for column in range(first, last + 1):
                if (row, column) != (low, first):
                    page.cell(row, column).value = None
        page.merge_cells(
            start_row=low, end_row=high, start_column=first, end_column=last
        )


def _merged(
    head: tuple[tuple[str, ...], ...], deep: int
) -> list[tuple[int, int, int, int]]:
    """Find the ranges to merge: first and last column, first and last row."""
    ranges, column = [], 0
    while column < len(head):
        last = column
        if deep > 1 and len(set(head[column])) > 1:
            while last + 1 < len(head) and head[last + 1][0] == head[column][0]:
                last += 1
            if last > column:
                ranges.append((column + 1, last + 1, 3, 3))
        elif deep > 1:
            ranges.append((column + 1, column + 1, 3, 2 + deep))
        column = last + 1
    return ranges
