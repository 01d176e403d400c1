"""The ledger workbook: title, two-row header, merged cells, sums among the rows."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from landbase.rules.vocabulary import Vocabulary
from landbase.units import from_m2
from making.layers import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HEADER", "ledger_table", "write_ledger"]

# upper header, lower header, width; an empty upper header spans both rows
HEADER = (
    ("", "序号", 6),
    ("", "旗区", 12),
    ("", "土地类别", 10),
    ("批次情况", "批次名称", 32),
    ("批次情况", "批准文号", 24),
    ("地块情况", "地块编号", 16),
    ("地块情况", "项目名称", 34),
    ("地块情况", "地块面积(亩)", 13),
    ("地块情况", "形成原因", 28),
    ("处置情况", "处置方式", 22),
    ("处置情况", "处置状态", 14),
    ("处置情况", "处置日期", 12),
    ("处置情况", "整改时限", 12),
    ("处置情况", "处置文号", 24),
    ("", "责任人", 9),
    ("", "备注", 22),
)
NAMES = [name for _, name, _ in HEADER]
_TITLE = "鄂尔多斯市批而未供、闲置土地“一地一策”处置台账（合成示例数据）"
_NOTE = "填报单位：示例自然资源局　　截至日期：2023年7月6日　　单位：亩"
_FIRST = 5  # the first row below title, note and header
_SECTION = ["旗区", "土地类别"]
_BATCH = ["批次名称", "批准文号"]
_PARCEL = ["序号", "地块编号", "项目名称", "地块面积(亩)", "形成原因"]
_CLOCK = re.compile(rb"(<dcterms:\w+ [^>]*>)[^<]*")
_THIN = Side(style="thin", color="999999")


def ledger_table(parcels: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Lay decisions beside parcels under the ledger's headers; merged cells are full.

    Parameters
    ----------
    parcels
        In the order of the ledger.
    decisions
        Zero or more rows each.

    Returns
    -------
    table
        One row a decision, and one for each parcel about which nothing is decided.
    """
    both = parcels.merge(decisions, on="parcel_id", how="left", validate="1:m")
    words = Vocabulary.default()
    first = ~both["parcel_id"].duplicated()
    return pd.DataFrame({
        "序号": first.cumsum(),
        "旗区": both["banner"].map(words.labels("banner")),
        "土地类别": both["category"].map(CATEGORIES),
        "批次名称": both["batch"],
        "批准文号": both["approval_no"],
        "地块编号": both["parcel_id"],
        "项目名称": both["name"],
        "地块面积(亩)": np.round(from_m2(both["declared_m2"], "mu"), 4),
        "形成原因": both["cause"].map(words.labels("cause")),
        "处置方式": both["disposal_type"].map(words.labels("disposal_type")),
        "处置状态": both["status"].fillna("registered").map(words.labels("status")),
        "处置日期": both["effective"],
        "整改时限": both["due"],
        "处置文号": both["document"],
        "责任人": both["by"],
        "备注": both["reason"].replace("", None),
    })[NAMES]


def write_ledger(table: pd.DataFrame, path: Path) -> None:
    """Write the workbook; the same table gives the same bytes."""
    book = Workbook()
    page = book.active
    page.title = "一地一策台账"
    _write_head(page)
    row = _FIRST
    total = 0.0
    for keys, section in table.groupby(_SECTION, sort=False):
        row = _write_section(page, section, row)
        area = _area(section)
        total += area
        _write_sum(page, row, f"{''.join(keys)}小计", area)
        row += 1
    _write_sum(page, row, "全市合计", total)
    page.freeze_panes = page.cell(_FIRST, 1)
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(without_clock(buffer))


def _area(rows: pd.DataFrame) -> float:
    """Sum each parcel once, however many rows it has."""
    return float(rows.drop_duplicates("地块编号")["地块面积(亩)"].sum())


def _write_head(page: Worksheet) -> None:
    width = len(HEADER)
    for row, text, size in ((1, _TITLE, 16), (2, _NOTE, 10)):
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        page.cell(row, 1, text).font = Font(bold=row == 1, size=size)
        page.cell(row, 1).alignment = Alignment(
            horizontal="center" if row == 1 else "left"
        )
    for number, (upper, lower, wide) in enumerate(HEADER, start=1):
        page.cell(4, number, lower if upper else None)
        page.cell(3, number, upper or lower)
        page.column_dimensions[get_column_letter(number)].width = wide
        if not upper:
            _merge(page, number, 3, 4)
    at = 1
    for upper, names in groupby(upper for upper, _, _ in HEADER):
        count = len(list(names))
        if upper:
            page.merge_cells(
                start_row=3, end_row=3, start_column=at, end_column=at + count - 1
            )
        at += count
    for cells in page.iter_rows(min_row=3, max_row=4, max_col=width):
        for cell in cells:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDE6F0")
            cell.alignment = Alignment(
                horizontal="center", vertical="center", wrap_text=True
            )
            cell.border = Border(_THIN, _THIN, _THIN, _THIN)


def _write_section(page: Worksheet, rows: pd.DataFrame, top: int) -> int:
    """Write the rows of one banner and category; give the row after."""
    values = rows.astype(object).where(rows.notna(), None).to_numpy()
    for down, line in enumerate(values):
        for across, value in enumerate(line, start=1):
            cell = page.cell(top + down, across, value)
            if NAMES[across - 1] == "地块面积(亩)":
                cell.number_format = "0.00"
            elif NAMES[across - 1] in {"处置日期", "整改时限"}:
                cell.number_format = "yyyy-mm-dd"
    for names, key in (
        (_SECTION, pd.Series(0, index=rows.index)),
        (_BATCH, rows["批准文号"] + rows["批次名称"]),
        (_PARCEL, rows["地块编号"]),
    ):
        for first, last in _runs(key):
            for name in names:
                _merge(page, NAMES.index(name) + 1, top + first, top + last)
    return top + len(rows)


def _runs(keys: Iterable[Any]) -> list[tuple[int, int]]:
    """Find the first and last position of each run of equal keys."""
    runs, at = [], 0
    for _, same in groupby(keys):
        count = len(list(same))
        runs.append((at, at + count - 1))
        at += count
    return runs


def _merge(page: Worksheet, column: int, first: int, last: int) -> None:
    """Merge a column's cells downward; what the lower ones held goes."""
    page.cell(first, column).alignment = Alignment(vertical="center", wrap_text=True)
    if last > first:
        page.merge_cells(
            start_row=first, end_row=last, start_column=column, end_column=column
        )


def _write_sum(page: Worksheet, row: int, label: str, area: float) -> None:
    at = NAMES.index("地块面积(亩)") + 1
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=at - 1)
    page.cell(row, 1, label).font = Font(bold=True)
    page.cell(row, at, round(area, 4)).font = Font(bold=True)
    page.cell(row, at).number_format = "0.00"


def without_clock(saved: BytesIO) -> bytes:
    """Rewrite a workbook so that the time of writing is not in it."""
    result = BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(result, "w") as new:
        for item in old.infolist():
            entry = zipfile.ZipInfo(item.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(item)
            if item.filename == "docProps/core.xml":
                data = _CLOCK.sub(rb"\g<1>2023-07-06T00:00:00Z", data)
            new.writestr(entry, data)
    return result.getvalue()
