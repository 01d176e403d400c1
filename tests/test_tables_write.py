"""Workbooks: written for bureaus to filter, read as grids of cells."""

from __future__ import annotations

import builtins
import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from landbase.errors import DataError, MissingDependencyError, SourceError
from landbase.tables.read import Box, Grid, read_workbook, to_cells
from landbase.tables.write import Form, Sheet, write_forms, write_workbook

if TYPE_CHECKING:
    from pathlib import Path


def table() -> pd.DataFrame:
    return pd.DataFrame({
        "地块编号": ["150622-P-0031", "=1+1", None],
        "面积（亩）": [1234.5, np.nan, 3.0],
        "处置日期": pd.to_datetime(["2023-03-01", None, "2023-07-06"]),
        "宗数": pd.array([1, None, 3], dtype="Int64"),
        "是否": [True, False, True],
    })


def test_what_is_written_is_read_again(work: Path) -> None:
    path = write_workbook(work / "表 一.xlsx", [Sheet("汇总", table(), title="面积表")])
    [grid] = read_workbook(path)
    assert grid.name == "汇总"
    assert grid.merged == (Box(0, 0, 0, 4),)
    assert grid.cells[0, 0] == "面积表"
    assert grid.cells[1].tolist() == list(table().columns)
    assert grid.cells[2, 0] == "150622-P-0031"
    assert grid.cells[2, 1] == 1234.5
    assert grid.cells[2, 2].date() == dt.date(2023, 3, 1)
    assert grid.cells[2, 4] is True
    assert [grid.cells[3, n] for n in (1, 2, 3)] == [None] * 3
    assert not grid.hidden
    assert not grid.unvalued


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@A1", "=cmd|'/c calc'!A1", "\t=1"]
)
def test_text_never_becomes_a_formula(work: Path, text: str) -> None:
    frame = pd.DataFrame({text: [text]})
    path = write_workbook(work / "a.xlsx", [Sheet("a", frame, title=text)])
    page = openpyxl.load_workbook(path).active
    cells = [page["A1"], page["A2"], page["A3"]]
    assert [cell.value for cell in cells] == [text] * 3
    assert all(cell.data_type == "s" for cell in cells)
    if text[0] in "=+-@":
        assert all(cell.quotePrefix for cell in cells)


def test_control_characters_do_not_break_the_file(work: Path) -> None:
    frame = pd.DataFrame({"名": ["a\x00b\x0bc\nd"]})
    [grid] = read_workbook(write_workbook(work / "a.xlsx", [Sheet("a", frame)]))
    assert grid.cells[1, 0] == "abc\nd"


def test_the_same_table_gives_the_same_bytes(work: Path) -> None:
    sheets = [Sheet("a", table()), Sheet("b", table())]
    first = write_workbook(work / "a.xlsx", sheets).read_bytes()
    assert write_workbook(work / "b.xlsx", sheets).read_bytes() == first


def test_no_clock_enters_the_file(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, dt.datetime)

    class Later(dt.datetime, metaclass=Clock):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    form = Form(name="表", title="题", note="注", head=(("数",),), rows=[[2.0], [2.0]],
                formats=("0",), formulas={(1, 0): "SUM(A4:A4)"})  # fmt: skip

    def both(folder: Path) -> list[bytes]:
        return [
            write_workbook(folder / "甲.xlsx", [Sheet("a", table())]).read_bytes(),
            write_forms(folder / "乙.xlsx", [form], footer="某局").read_bytes(),
        ]

    first = both(work)
    monkeypatch.setattr("xlsxwriter.core.datetime", Later)
    monkeypatch.setattr("time.time", Later.now(dt.UTC).timestamp)
    assert both(work / "后来") == first
    with zipfile.ZipFile(work / "甲.xlsx") as parts:
        assert b"1980-01-01T00:00:00Z" in parts.read("docProps/core.xml")
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


def test_a_formula_stands_beside_its_value_and_heads_are_merged(work: Path) -> None:
    form = Form(
        name="[汇总]/表",
        title="题",
        note="单位：亩",
        head=(("旗区", "旗区"), ("闲置", "宗"), ("闲置", "亩"), ("=1", "b")),
        rows=[["甲", 1, 15.5, None], ["合计", 1, 15.5, dt.date(2023, 7, 6)]],
        formats=("", "0", "#,##0.00", "0"),
        formulas={(1, 2): "SUM(C5:C5)", (0, 3): "C5"},
        totals=(1,),
    )
    path = write_forms(work / "a.xlsx", [form, form], footer="甲 & 乙" + "长" * 300)
    shown, book = (openpyxl.load_workbook(path, data_only=d) for d in (True, False))
    assert book.sheetnames == ["_汇总__表", "_汇总__表2"]
    page, values = book.worksheets[0], shown.worksheets[0]
    assert (page["C6"].value, values["C6"].value) == ("=SUM(C5:C5)", 15.5)
    assert page["D5"].value is None  # a formula whose result is nothing
    assert page["D3"].data_type == "s"
    assert {str(box) for box in page.merged_cells.ranges} == {
        *("A1:D1", "A2:D2", "A3:A4", "B3:C3")
    }
    assert [page[c].font.bold for c in ("C5", "C6")] == [False, True]
    assert page["C6"].number_format == "#,##0.00"
    assert page["D6"].number_format == "yyyy-mm-dd"
    assert page["A5"].border.left.style == "thin"
    assert page.freeze_panes == "B5"
    assert page.print_title_rows == "$3:$4"
    assert page.oddFooter.left.text.startswith("甲 && 乙长")
    assert len(f"&L{page.oddFooter.left.text}&R&P / &N") <= 255


def test_more_than_a_sheet_holds_is_refused(work: Path) -> None:
    wide = pd.DataFrame(np.zeros((1, 2**14 + 1)))
    with pytest.raises(DataError, match="16,384") as caught:
        write_workbook(work / "a.xlsx", [Sheet("宽", wide)])
    assert "一张工作表最多" in caught.value.zh
    long = pd.DataFrame(index=range(2**20))  # the header takes a row, too
    with pytest.raises(DataError, match="1,048,576"):
        write_workbook(work / "a.xlsx", [Sheet("长", long)])
    assert not (work / "a.xlsx").exists()


def test_a_number_that_is_none_stands_as_text(work: Path) -> None:
    frame = pd.DataFrame({"a": [np.inf, -np.inf, np.nan, 1]})
    [grid] = read_workbook(write_workbook(work / "a.xlsx", [Sheet("a", frame)]))
    assert grid.cells[1:, 0].tolist() == ["inf", "-inf", None, 1]


def test_the_header_is_frozen_filtered_and_repeated_in_print(work: Path) -> None:
    path = write_workbook(work / "a.xlsx", [Sheet("a", table(), title="题")])
    page = openpyxl.load_workbook(path).active
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:E5"
    assert page.print_title_rows == "$2:$2"
    assert page["A2"].font.bold


def test_a_chinese_character_takes_two_columns(work: Path) -> None:
    frame = pd.DataFrame({"ab": ["一" * 10], "cd": ["x" * 10], "ef": ["长" * 99]})
    path = write_workbook(work / "a.xlsx", [Sheet("a", frame)])
    page = openpyxl.load_workbook(path).active
    widths = page.column_dimensions
    assert [round(widths[c].width, 1) for c in "ABC"] == [22.6, 12.6, 50]  # pixels
    assert [page[cell].alignment.wrap_text for cell in ("A2", "C2")] == [None, True]
    assert page.row_dimensions[2].height == 72.75  # 198 columns in lines of 42


def test_numbers_get_their_format_and_text_beside_them_none(work: Path) -> None:
    frame = pd.DataFrame({"面积": pd.Series([1.5, "无"], dtype=object)})
    sheet = Sheet("a", frame, formats={"面积": "#,##0.00"})
    page = openpyxl.load_workbook(write_workbook(work / "a.xlsx", [sheet])).active
    assert page["A2"].number_format == "#,##0.00"
    assert page["A3"].number_format == "General"


def test_a_failed_write_leaves_the_old_file_whole(work: Path) -> None:
    path = write_workbook(work / "a.xlsx", [Sheet("a", table())])
    before = path.read_bytes()
    with pytest.raises(TypeError, match="cannot hold"):
        write_workbook(path, [Sheet("a", pd.DataFrame({"z": [1j]}))])
    assert path.read_bytes() == before
    assert [p.name for p in work.iterdir()] == ["a.xlsx"]


def test_inputs_are_not_changed(work: Path) -> None:
    frame = table()
    write_workbook(work / "新 文件夹" / "a.xlsx", [Sheet("a", frame)])
    pd.testing.assert_frame_equal(frame, table())


@settings(deadline=None, max_examples=40)
@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
            st.floats(-1e9, 1e9),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_text_and_number_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float]]
) -> None:
    frame = pd.DataFrame(rows, columns=["文", "数"])
    path = tmp_path_factory.mktemp("表") / "a.xlsx"
    [grid] = read_workbook(write_workbook(path, [Sheet("a", frame)]))
    for number, (text, value) in enumerate(rows, start=1):
        assert (grid.cells[number, 0] or "") == text
        assert grid.cells[number, 1] == pytest.approx(value, rel=1e-15)


def book(path: Path, fill: Any) -> Path:
    made = openpyxl.Workbook()
    fill(made.active)
    made.save(path)
    return path


def test_merged_ranges_hidden_rows_and_sheets_are_seen(work: Path) -> None:
    made = openpyxl.Workbook()
    page = made.active
    for row in ([1, None], [2, 3], [4, 5]):
        page.append(row)
    page.merge_cells("A1:B1")
    page.merge_cells("A2:A3")
    page.merge_cells("D1:F9")  # beyond the cells there are
    page.row_dimensions[3].hidden = True
    made.create_sheet("藏").sheet_state = "hidden"
    made.save(work / "a.xlsx")
    grid, hidden = read_workbook(work / "a.xlsx")
    assert grid.merged == (Box(0, 0, 0, 1), Box(1, 0, 2, 0))
    assert grid.cells[0].tolist() == [1, None]
    assert grid.hidden_rows == {2}
    assert hidden.hidden
    assert hidden.cells.shape == (0, 0)


@pytest.mark.parametrize("number_format", range(27, 59))
def test_dates_in_the_formats_of_chinese_excel_are_dates(
    work: Path, number_format: int
) -> None:
    path = book(work / "a.xlsx", lambda page: page.append([44260, 7]))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    styles = parts["xl/styles.xml"].decode()
    style = f'<xf numFmtId="{number_format}" fontId="0" fillId="0" borderId="0" />'
    parts["xl/styles.xml"] = styles.replace("</cellXfs>", style + "</cellXfs>").encode()
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="A1"' in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        '<c r="A1"', '<c r="A1" s="1"'
    ).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    [grid] = read_workbook(path)
    dates = {*range(27, 32), 36, *range(50, 55), 57, 58}
    if number_format in dates:
        assert grid.cells[0, 0].date() == dt.date(2021, 3, 5)
    assert grid.cells[0, 1] == 7


def test_a_formula_whose_result_was_not_stored_is_named(work: Path) -> None:
    def fill(page: Any) -> None:
        page.append([1, 2])
        page["C1"] = "=A1+B1"

    [grid] = read_workbook(book(work / "a.xlsx", fill))
    assert grid.unvalued == ("C1",)
    assert grid.cells[0].tolist() == [1, 2]


def test_empty_rows_inside_stay_and_at_the_end_go() -> None:
    cells = to_cells([[1], [], [None, ""], [2, 3], [None], []])
    assert cells.tolist() == [[1, None], [None, None], [None, None], [2, 3]]
    assert to_cells([]).shape == (0, 0)
    assert Grid("a", to_cells([[]]), (Box(0, 0, 3, 3),)).merged == ()


def old_book(path: Path) -> Path:
    made = xlwt.Workbook()
    page = made.add_sheet("台账")
    page.write_merge(0, 0, 0, 2, "题")
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    page.write(1, 0, "150622")
    page.write(1, 1, 12.5)
    page.write(1, 2, dt.date(2021, 3, 5), date)
    page.write(1, 3, True)  # noqa: FBT003 - a cell's value
    page.row(1).hidden = True
    made.add_sheet("藏").visibility = 1
    made.save(str(path))
    return path


def test_old_workbooks_are_read_alike(work: Path) -> None:
    grid, hidden = read_workbook(old_book(work / "旧 表.xls"))
    assert grid.merged == (Box(0, 0, 0, 2),)
    assert grid.cells[1].tolist() == ["150622", 12.5, dt.datetime(2021, 3, 5), True]  # noqa: DTZ001
    assert grid.hidden_rows == {1}
    assert hidden.hidden


def test_the_ending_of_the_name_does_not_matter(work: Path) -> None:
    path = write_workbook(work / "a.xlsx", [Sheet("a", table())])
    assert read_workbook(path.rename(work / "a.xls"))[0].cells.shape == (4, 5)
    assert read_workbook(old_book(work / "b.xlsx"))[0].name == "台账"


def test_without_xlrd_the_extra_is_named(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_book(work / "a.xls")
    real = builtins.__import__

    def refuse(name: str, *args: Any) -> Any:
        if name == "xlrd":
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingDependencyError, match=r"landbase\[xls\]"):
        read_workbook(path)


def test_missing_and_other_files_are_refused(work: Path) -> None:
    with pytest.raises(SourceError, match="cannot open"):
        read_workbook(work / "没有.xlsx")
    (work / "a.xlsx").write_text("地块编号,面积", "utf-8")
    with pytest.raises(SourceError, match="is no workbook"):
        read_workbook(work / "a.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_files_cut_short_are_refused(work: Path, share: float) -> None:
    for path in (
        write_workbook(work / "a.xlsx", [Sheet("a", table())]),
        old_book(work / "b.xls"),
    ):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        try:
            grids = read_workbook(path)
        except SourceError as error:
            assert path.name in str(error)  # noqa: PT017 - either outcome is right
        else:  # what was cut held nothing
            assert grids


@settings(deadline=None, max_examples=40)
@given(place=st.floats(0, 1), byte=st.integers(0, 255), old=st.booleans())
def test_a_spoilt_byte_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, place: float, byte: int, *, old: bool
) -> None:
    path = tmp_path_factory.mktemp("坏") / "a.xlsx"
    data = bytearray(
        (
            old_book(path) if old else write_workbook(path, [Sheet("a", table())])
        ).read_bytes()
    )
    data[int(place * (len(data) - 1))] = byte
    path.write_bytes(bytes(data))
    try:
        read_workbook(path)
    except SourceError as error:
        assert str(path.name) in str(error)  # noqa: PT017 - either outcome is right


def test_a_decompression_bomb_is_refused(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landbase.tables.read._MAX_UNPACKED", 1000)
    path = write_workbook(work / "a.xlsx", [Sheet("a", table())])
    with pytest.raises(SourceError, match="unpacks to"):
        read_workbook(path)


def test_real_bureau_sheets_are_read(shared_data: Path) -> None:
    paths = sorted((shared_data / "sheets").glob("*.xlsx"))
    merged = {path.name: len(read_workbook(path)[0].merged) for path in paths}
    assert merged == {
        "【模板】三调现状分类汇总表.xlsx": 30,
        "【模板】界址点表.xlsx": 8,
        "三调用地代码名称对照表.xlsx": 0,
        "土地利用现状分类面积汇总表.xlsx": 29,
        "用地用海_DM_to_MC.xlsx": 0,
    }
