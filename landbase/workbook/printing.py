"""Make a form ready for print: widths and heights, paper, repeated header, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbase.workbook.write import _LINE_POINTS, _columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from landbase.workbook.forms import Form

__all__ = ["set_up_page"]

_LEAST, _MOST = 8.5, 40.0  # columns
_ROOM = 2.0
_STRAY = 5
_WIDE = 200.0  # from here on a sheet of A4 would not be readable
_MARGIN = 0.4  # inches
_MEASURED = 200


def set_up_page(page: Worksheet, form: Form, footer: str) -> None:
    """Set widths, and what belongs to print: fit to width, header, footer."""
    from openpyxl.utils import get_column_letter

    widths = [
        _width(texts[-1], [row[column] for row in form.rows])
        for column, texts in enumerate(form.head)
    ]
    for column, wide in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = wide
    _set_heights(page, form, widths)
    page.freeze_panes = page.cell(form.top + 1, 2)
    page.print_title_rows = f"3:{form.top}"
    page.page_setup.orientation = "landscape"
    wide = sum(widths) > _WIDE
    page.page_setup.paperSize = page.PAPERSIZE_A3 if wide else page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = _MARGIN
    page.oddFooter.left.text = footer.replace("&", "&&")
    page.oddFooter.right.text = "&P / &N"


def _width(head: str, values: list[Any]) -> float:
    """Give the width of a column; a header may take two lines."""
    shown = max((_columns(_shown(value)) for value in values[:_MEASURED]), default=0)
    words = max(map(_columns, head.split()), default=0) if head.isascii() else 0
    whole = _columns(head)
    wide = max(shown, words, -(-whole // 2) + 1)
    if whole - wide <= _STRAY:  # else a letter or two would stand alone
        wide = max(wide, whole)
    return min(max(wide + _ROOM, _LEAST), _MOST)


def _set_heights(page: Worksheet, form: Form, widths: list[float]) -> None:
    """Give wrapped rows their height: programs do not grow rows of a file."""
    cells: list[tuple[int, Sequence[Any]]]
    cells = [(form.top, [texts[-1] for texts in form.head])]
    cells += [(n, row) for n, row in enumerate(form.rows, start=form.top + 1)]
    for number, row in cells:
        lines = max(
            -(-_columns(_shown(value)) // int(wide - 1))
            for value, wide in zip(row, widths, strict=True)
        )
        if lines > 1:
            page.row_dimensions[number].height = lines * _LINE_POINTS


def _shown(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
