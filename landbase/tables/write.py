"""The one door to XlsxWriter: tables to be filtered, and forms to be printed.

The same tables give the same bytes: no clock enters the file. Text never becomes a
formula, whatever it starts with. A formula stands beside its value, so that a reader
that does not calculate (a preview, pandas, a mail program) sees the figure too.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from landbase.errors import DataError
from landbase.files import replacing, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "Form",
    "Sheet",
    "cell_name",
    "write_forms",
    "write_text_table",
    "write_workbook",
]

# row and column from 0, counted below the header → formula without "="
Formulas: TypeAlias = Mapping[tuple[int, int], str]
# properties of a format as XlsxWriter names them
Look: TypeAlias = Mapping[str, object]

_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # as the parts of the zip
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # XML has none of them
_FORBIDDEN_IN_TABS = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TAB = 31
_LONGEST_FOOTER = 200  # with what stands at the right, a sheet holds 255
_HEAD: Look = {
    "bold": True, "bg_color": "#DDE6F0", "valign": "vcenter", "text_wrap": True,
}  # fmt: skip
_FORM_TITLE: Look = {
    "bold": True, "font_size": 15, "align": "center", "valign": "vcenter",
}  # fmt: skip
_FORM_NOTE: Look = {"font_size": 9, "align": "right", "valign": "vcenter"}
_CELL: Look = {"valign": "vcenter", "text_wrap": True}
_BORDER: Look = {"border": 1, "border_color": "#8899AA"}
_LINE_POINTS = 14.5
_MEASURED = 200  # rows, for the widths of columns
_MAX_WIDTH = 50  # columns, in a table; longer text is wrapped
_PADDING = 8
_LEAST, _MOST = 8.5, 40.0  # columns, in a form
_ROOM = 2.0
_STRAY = 5
_WIDE = 200.0  # from here on a sheet of A4 would not be readable
_SIDE, _NARROW_SIDE = 0.75, 0.4  # inches
_A3, _A4 = 8, 9
_TITLE, _NOTE, _FIRST_HEAD = 0, 1, 2  # rows of a form


@dataclass(frozen=True)
class Sheet:
    """One sheet: a name, a table, and number formats by column name.

    Attributes
    ----------
    name
        The tab's name; what Excel forbids in it is replaced.
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


@dataclass(frozen=True, kw_only=True)
class Form:
    """One sheet as bureaus print it: merged headers, totals as formulas.

    Attributes
    ----------
    name
        The tab's name; what Excel forbids in it is replaced.
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
        return _FIRST_HEAD + len(self.head[0])


def cell_name(form_top: int, row: int, column: int) -> str:
    """Name a cell of the body, such as "C5".

    Examples
    --------
    >>> cell_name(4, 0, 2)
    'C5'
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(form_top + row, column))


def write_workbook(path: Path | str, sheets: Iterable[Sheet]) -> Path:
    """Write tables to an .xlsx file: bold frozen header, filters, fitting widths."""
    book = _Book()
    for sheet in sheets:
        top = 1 if sheet.title else 0
        rows, columns = sheet.table.shape
        page = book.add(sheet.name, top + 1 + rows, columns)
        if sheet.title:
            look: Look = {"bold": True, "font_size": 14, "align": "center"}
            book.merge(page, (0, 0, 0, columns - 1), sheet.title, look)
        for number, name in enumerate(sheet.table.columns):
            column = sheet.table.iloc[:, number]
            shown = sheet.formats.get(str(name), "")
            book.put(page, top, number, str(name), _HEAD)
            _fill_column(book, page, (top, number), column, shown)
        _set_row_heights(page, sheet.table, top)
        page.freeze_panes(top + 1, 0)
        page.autofilter(top, 0, top + rows, max(columns - 1, 0))
        page.repeat_rows(top)
        _set_paper(page, side=_SIDE)
    return book.save(path)


def write_text_table(path: Path, table: pd.DataFrame) -> Path:
    """Write a table of any length to a .csv file, which Excel opens as UTF-8."""
    shown = table.copy(deep=False)  # columns that are changed are written anew
    for name in shown.columns[shown.dtypes == "str"]:
        formula = shown[name].str.match(r"[=+\-@\t\r]").fillna(value=False).astype(bool)
        shown.loc[formula, name] = "'" + shown.loc[formula, name]  # text, no formula
    with replacing(path) as new:
        shown.to_csv(new, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return path


def write_forms(path: Path | str, forms: Iterable[Form], *, footer: str) -> Path:
    """Write forms to an .xlsx file, each to a sheet that is ready to be printed."""
    book = _Book()
    for form in forms:
        width = len(form.head)
        page = book.add(form.name, form.top + len(form.rows), width)
        for row, text, look in (
            (_TITLE, form.title, {"bold": True, "font_size": 15, "align": "center"}),
            (_NOTE, form.note, {"font_size": 9, "align": "right"}),
        ):
            book.merge(
                page, (row, 0, row, width - 1), text, look | {"valign": "vcenter"}
            )
        page.set_row_pixels(_TITLE, _pixels(26))
        _fill_head(book, page, form)
        _fill_body(book, page, form)
        _set_up_print(page, form, footer)
    return book.save(path)


class _Book:
    """A workbook that is being written; formats of one look are made once."""

    def __init__(self) -> None:
        from xlsxwriter import Workbook

        self._buffer = BytesIO()
        # in memory, the parts get the earliest time that a zip can hold
        self._book = Workbook(self._buffer, {"in_memory": True})
        self._book.set_properties({"created": _CREATED})
        self._formats: dict[frozenset[tuple[str, object]], Any] = {}
        self._tabs: set[str] = set()

    def add(self, name: str, rows: int, columns: int) -> Worksheet:
        """Add a sheet of a size; XlsxWriter drops in silence what lies beyond."""
        if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
            raise DataError(
                "sheet_too_large",
                name=name,
                rows=rows,
                columns=columns,
                most_rows=_MOST_ROWS,
                most_columns=_MOST_COLUMNS,
            )
        tab = base = _FORBIDDEN_IN_TABS.sub("_", name).strip("'")[:_LONGEST_TAB] or "_"
        again = 1
        while tab.casefold() in self._tabs:
            again += 1
            tab = f"{base[: _LONGEST_TAB - len(str(again))]}{again}"
        self._tabs.add(tab.casefold())
        return self._book.add_worksheet(tab)

    def look(self, properties: Look) -> Any:
        """Give the format with these properties."""
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(properties))
        return self._formats[key]

    def put(
        self, page: Worksheet, row: int, column: int, value: Any, look: Look
    ) -> None:
        """Write one value; text stays text, and dates show as dates."""
        text = _NO_CHARACTERS.sub("", value) if isinstance(value, str) else None
        if text:
            quoted = {"quote_prefix": True} if text[0] in "=+-@" else {}
            page.write_string(row, column, text, self.look({**look, **quoted}))
        elif text == "" or pd.isna(value):
            page.write_blank(row, column, None, self.look(look))
        elif isinstance(value, dt.date):
            day = self.look({**look, "num_format": "yyyy-mm-dd"})
            page.write_datetime(row, column, value, day)
        else:
            self._put_number(page, (row, column), value, look)

    def _put_number(
        self, page: Worksheet, at: tuple[int, int], value: Any, look: Look
    ) -> None:
        plain = value.item() if hasattr(value, "item") else value
        if isinstance(plain, bool):
            page.write_boolean(*at, plain, self.look(look))
        elif isinstance(plain, complex) or not hasattr(plain, "__float__"):
            raise TypeError(f"a cell cannot hold {value!r}")
        elif math.isfinite(plain):
            page.write_number(*at, plain, self.look(look))
        else:  # a sheet has no number for it
            page.write_string(*at, str(plain), self.look(look))

    def put_formula(
        self, page: Worksheet, at: tuple[int, int], formula: str, value: Any, look: Look
    ) -> None:
        """Write a formula with its value."""
        plain = value.item() if hasattr(value, "item") else value
        page.write_formula(*at, f"={formula}", self.look(look), plain)

    def merge(
        self, page: Worksheet, box: tuple[int, int, int, int], text: str, look: Look
    ) -> None:
        """Write a text over a range: first row, first column, last row, last column."""
        row, column, low, right = box
        if (row, column) < (low, right):
            page.merge_range(*box, "", self.look(look))
        self.put(page, row, column, text, look)

    def save(self, path: Path | str) -> Path:
        """Write the file."""
        self._book.close()
        return write_file(Path(path), self._buffer.getvalue())


def _fill_column(
    book: _Book,
    page: Worksheet,
    at: tuple[int, int],
    column: pd.Series,
    number_format: str,
) -> None:
    """Write the cells below a header, and set the width."""
    top, number = at
    wide = _table_width(str(column.name), column)
    page.set_column_pixels(number, number, round(wide * 7))
    plain: dict[str, object] = {"valign": "top"}
    if wide == _MAX_WIDTH:
        plain["text_wrap"] = True
    shown = plain | {"num_format": number_format} if number_format else plain
    for row, value in enumerate(column, start=top + 1):
        book.put(page, row, number, value, plain if isinstance(value, str) else shown)


def _set_row_heights(page: Worksheet, table: pd.DataFrame, top: int) -> None:
    """Give rows with wrapped text their height: programs do not grow rows of a file."""
    lines = pd.Series(1, index=range(len(table)))
    for number, name in enumerate(table.columns):
        column = table.iloc[:, number]
        if _table_width(str(name), column) == _MAX_WIDTH:
            texts = [_columns(v) if isinstance(v, str) else 0 for v in column]
            needed = [-(-wide // (_MAX_WIDTH - _PADDING)) for wide in texts]
            lines = lines.clip(lower=pd.Series(needed, dtype="int64"))
    for row in lines.index[lines > 1]:
        page.set_row_pixels(top + 1 + row, _pixels(lines[row] * _LINE_POINTS))


def _table_width(name: str, column: pd.Series) -> float:
    shown = [name, *(str(v) for v in column.head(_MEASURED) if not pd.isna(v))]
    return min(max(map(_columns, shown)) + 2.5, _MAX_WIDTH)


def _fill_head(book: _Book, page: Worksheet, form: Form) -> None:
    """Write the header; what is equal side by side or below is merged."""
    look = {**_HEAD, **_BORDER, "align": "center"}
    for column, texts in enumerate(form.head):
        for row, text in enumerate(texts, start=_FIRST_HEAD):
            book.put(page, row, column, text, look)
    for top, left, bottom, right in _merged(form.head, form.top - 1):
        book.merge(page, (top, left, bottom, right), form.head[left][0], look)


def _merged(
    head: tuple[tuple[str, ...], ...], last_row: int
) -> list[tuple[int, int, int, int]]:
    """Find the ranges to merge: first row and column, last row and column."""
    ranges, column = [], 0
    while column < len(head) and last_row > _FIRST_HEAD:
        last = column
        if len(set(head[column])) == 1:
            ranges.append((_FIRST_HEAD, column, last_row, column))
        else:
            while last + 1 < len(head) and head[last + 1][0] == head[column][0]:
                last += 1
            if last > column:
                ranges.append((_FIRST_HEAD, column, _FIRST_HEAD, last))
        column = last + 1
    return ranges


def _fill_body(book: _Book, page: Worksheet, form: Form) -> None:
    """Write the cells with their borders, weights and formats."""
    for number, cells in enumerate(form.rows):
        for column, value in enumerate(cells):
            look: dict[str, object] = {
                **_BORDER,
                "valign": "vcenter",
                "text_wrap": True,
            }
            if not isinstance(value, str):
                if column == 0:  # the numbers of lines
                    look["align"] = "center"
                if form.formats[column]:
                    look["num_format"] = form.formats[column]
            if number in form.totals:
                look["bold"] = True
            row, formula = form.top + number, form.formulas.get((number, column))
            if formula is None or value is None:
                book.put(page, row, column, value, look)
            else:
                book.put_formula(page, (row, column), formula, value, look)


def _set_up_print(page: Worksheet, form: Form, footer: str) -> None:
    """Set widths, and what belongs to print: fit to width, header, footer."""
    widths = [
        _form_width(texts[-1], [row[column] for row in form.rows])
        for column, texts in enumerate(form.head)
    ]
    for column, wide in enumerate(widths):
        page.set_column_pixels(column, column, round(wide * 7))
    _set_form_heights(page, form, widths)
    page.freeze_panes(form.top, 1)
    page.repeat_rows(_FIRST_HEAD, form.top - 1)
    page.set_paper(_A3 if sum(widths) > _WIDE else _A4)
    page.center_horizontally()
    left = footer[:_LONGEST_FOOTER].replace("&", "&&")[:_LONGEST_FOOTER]
    _set_paper(page, side=_NARROW_SIDE, footer=f"&L{left}&R&P / &N")


def _set_paper(page: Worksheet, *, side: float, footer: str = "") -> None:
    """Turn the paper, fit the columns to it, and set its margins."""
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=side, right=side, top=1, bottom=1)
    page.set_header("", {"margin": 0.5})
    page.set_footer(footer, {"margin": 0.5})


def _form_width(head: str, values: list[Any]) -> float:
    """Give the width of a column; a header may take two lines."""
    shown = max((_columns(_shown(value)) for value in values[:_MEASURED]), default=0)
    words = max(map(_columns, head.split()), default=0) if head.isascii() else 0
    whole = _columns(head)
    wide = max(shown, words, -(-whole // 2) + 1)
    if whole - wide <= _STRAY:  # else a letter or two would stand alone
        wide = max(wide, whole)
    return min(max(wide + _ROOM, _LEAST), _MOST)


def _set_form_heights(page: Worksheet, form: Form, widths: list[float]) -> None:
    """Give wrapped rows their height, as in a table."""
    cells: list[tuple[int, Sequence[Any]]]
    cells = [(form.top - 1, [texts[-1] for texts in form.head])]
    cells += list(enumerate(form.rows, start=form.top))
    for number, row in cells:
        lines = max(
            -(-_columns(_shown(value)) // int(wide - 1))
            for value, wide in zip(row, widths, strict=True)
        )
        if lines > 1:
            page.set_row_pixels(number, _pixels(lines * _LINE_POINTS))


def _shown(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _pixels(points: float) -> int:
    return math.ceil(points * 4 / 3)


def _columns(text: str) -> int:
    """Count screen columns: a Chinese character takes two."""
    lines = text.splitlines() or [""]
    return max(
        sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in s) for s in lines
    )
