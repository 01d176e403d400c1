"""Ids and units that only the number format of a cell shows."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from landbase.parcels.ledger import read_ledger
from landbase.tables.number_formats import read_number_format, shown_id
from landbase.tables.read import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from landbase.issues import Issues


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (31, "000000", "000031"),
        (32.0, '"150602-P-"0000', "150602-P-0032"),
        (20220908, "0000-00-00", "2022-09-08"),
        (150602001, '000000"-"000', "150602-001"),
        (1234567, "000", "1234567"),
        (5, "###00", "05"),
        (31, "000_);[Red]\\(000\\)", "031"),
        (7, "0", None),
        (7, "General", None),
        (7.5, "000", None),
        (7, "0.00", None),
        (7, "#,##0", None),
        (7, '0000"亩"', None),
        (44812, "yyyy-mm-dd", None),
        (-7, "000", None),
    ],
)
def test_a_format_that_fills_up_with_zeros_shows_an_id(
    value: float, code: str, shown: str | None
) -> None:
    assert shown_id(value, code) == shown


@pytest.mark.parametrize(
    ("code", "unit"),
    [('0.00"公顷"', "ha"), ("0.00亩", "mu"), ('#,##0"（m²）"', "m2"), ("0.00", None)],
)
def test_a_format_may_carry_a_unit(code: str, unit: str | None) -> None:
    form = read_number_format(code)
    assert form is not None
    assert form.unit == unit


def ledger(path: Path, formats: dict[str, str], header: str = "面积（亩）") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["地块编号", "项目名称", header])
    page.append([31, "甲", 15])
    page.append([32, "乙", 15])
    for cell, code in formats.items():
        page[cell].number_format = code
    book.save(path)
    return path


def told(issues: Issues, code: str) -> pd.DataFrame:
    return issues.table[issues.table["code"] == code]


def test_ids_are_read_as_their_formats_show_them_and_told(tmp_path: Path) -> None:
    formats = {"A2": "000000", "A3": '"150602-P-"0000'}
    rows, issues = read_ledger(ledger(tmp_path / "a.xlsx", formats))

    assert rows["parcel_id"].tolist() == ["000031", "150602-P-0032"]
    assert told(issues, "id_from_format")["source_row"].tolist() == [2, 3]


def test_a_format_with_words_alone_is_doubted(tmp_path: Path) -> None:
    formats = {"A2": '"第"0"号"', "A3": '0"亩"'}
    rows, issues = read_ledger(ledger(tmp_path / "a.xlsx", formats))

    assert rows["parcel_id"].tolist() == ["31", "32"]
    assert told(issues, "id_format_doubtful")["source_row"].tolist() == [2, 3]


def test_an_area_has_the_unit_that_its_format_shows(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", {"C2": '0.00"公顷"', "C3": '0.00"亩"'}, "面积")
    rows, issues = read_ledger(path)

    assert rows["declared_area_m2"].tolist() == [150_000.0, 10_000.0]
    assert len(told(issues, "unit_from_format")) == 2


def test_a_format_that_contradicts_the_header_decides_nothing(tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", {"C2": '0.00"公顷"', "C3": '0.00"亩"'})
    rows, issues = read_ledger(path)

    assert rows["declared_area_m2"].isna().tolist() == [True, False]
    assert rows["declared_area_m2"][1] == 10_000.0
    (row,) = told(issues, "unit_format_differs")["source_row"]
    assert row == 2


def test_formats_of_the_old_format_are_read_as_well(tmp_path: Path) -> None:
    xlwt = pytest.importorskip("xlwt", reason="writes .xls, which landbase only reads")
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for column, text in enumerate(["地块编号", "项目名称"]):
        page.write(0, column, text)
    page.write(1, 0, 31, xlwt.easyxf(num_format_str="000000"))
    page.write(1, 1, "甲")
    book.save(str(tmp_path / "a.xls"))

    (grid,) = read_workbook(tmp_path / "a.xls")

    assert grid.cells[1, 0] == "000031"


def as_strict(path: Path) -> Path:
    """Give the names of a workbook those of the strict form."""
    strict = path.with_name("strict.xlsx")
    usual = b"http://schemas.openxmlformats.org/"
    pairs = [
        (usual + b"spreadsheetml/2006/main", b"spreadsheetml/main"),
        (usual + b"officeDocument/2006/", b"officeDocument/"),
    ]
    with zipfile.ZipFile(path) as book, zipfile.ZipFile(strict, "w") as other:
        for item in book.infolist():
            data = book.read(item)
            for name, own in pairs:
                data = data.replace(name, b"http://purl.oclc.org/ooxml/" + own)
            other.writestr(item.filename, data)
    return strict


def test_the_strict_form_is_read_as_the_usual_one(tmp_path: Path) -> None:
    path = as_strict(ledger(tmp_path / "a.xlsx", {"A2": "000000"}))
    rows, _ = read_ledger(path)

    assert rows["parcel_id"].tolist() == ["000031", "32"]
    assert rows["declared_area_m2"].tolist() == [10_000.0, 10_000.0]
