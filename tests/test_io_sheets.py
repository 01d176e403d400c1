"""Find the table of a ledger: header, merged cells, totals, notes, encodings."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_books import three_levels, write

from landbase.errors import SourceError
from landbase.io.sheets import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.sheets import LedgerTable

HEAD = ["序号", "地块编号", "项目名称", "地块面积(亩)"]
ROWS = [[1, "P-1", "甲", 15], [2, "P-2", "乙", 30]]


def read(path: Path, **options: object) -> LedgerTable:
    [table] = read_tables(path, **options)  # type: ignore[arg-type]
    return table


def codes(table: LedgerTable) -> list[str]:
    return table.issues.table["code"].tolist()


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["一地一策台账"]],
        [["一地一策台账"], [], ["填报单位：某局", None, "单位：亩"]],
        [["面积", "台账"], ["填报日期：", "2023-07-06"]],
    ],
)
def test_the_header_is_found_below_titles(work: Path, above: list[list[str]]) -> None:
    table = read(write(work / "a.xlsx", [*above, HEAD, *ROWS]))
    assert table.frame.columns.tolist() == HEAD
    assert table.rows.tolist() == [len(above) + 2, len(above) + 3]
    assert table.frame["地块编号"].tolist() == ["P-1", "P-2"]
    captions = [text for row in above for text in row if text]
    assert list(table.header.captions) == captions


def test_headers_of_two_rows_are_joined(work: Path) -> None:
    rows = [
        ["台账"],
        ["序号", "地块", None, None, "备注"],
        [None, "地块编号", "项目\n名称", "面积(亩)", None],
        [1, "P-1", "甲", 15, None],
    ]
    merged = ["A1:E1", "A2:A3", "B2:D2", "E2:E3"]
    table = read(write(work / "a.xlsx", rows, merged=merged))
    names = ["序号", "地块/地块编号", "地块/项目名称", "地块/面积(亩)", "备注"]
    assert table.frame.columns.tolist() == names
    assert (table.header.top, table.header.bottom) == (1, 2)
    assert len(table.frame) == 1


def test_headers_of_two_rows_are_joined_where_nothing_is_merged(work: Path) -> None:
    path = work / "a.csv"
    path.write_text(
        "序号,地块编号,未供原因,,备注\n,,规划调整,边角地,\n1,P-1,3,4,好\n", "utf-8"
    )
    table = read(path)
    names = ["序号", "地块编号", "未供原因/规划调整", "未供原因/边角地", "备注"]
    assert table.frame.columns.tolist() == names
    assert table.frame["备注"].tolist() == ["好"]


def test_a_data_row_with_gaps_is_no_second_header(work: Path) -> None:
    rows = [["地块编号", "项目名称", "备注"], ["P-1", None, "好"], ["P-2", "乙", None]]
    assert len(read(write(work / "a.xlsx", rows)).frame) == 2


def test_the_header_can_be_named(work: Path) -> None:
    rows = [["甲乙", "丙"], ["东西", "南北"], ["x", 1]]
    path = write(work / "a.xlsx", rows)
    with pytest.raises(SourceError, match="header="):
        read_tables(path)
    assert read(path, header=2).frame.columns.tolist() == ["东西", "南北"]
    assert read(path, header=(1, 2)).frame.columns.tolist() == ["甲乙/东西", "丙/南北"]
    for wrong in (0, (2, 1)):
        with pytest.raises(ValueError, match="rows count from 1"):
            read_tables(path, header=wrong)


def test_a_header_without_name_or_with_the_same_name_is_kept(work: Path) -> None:
    rows = [["地块编号", "备注", "备注", None], ["P-1", "a", "b", "c"]]
    table = read(write(work / "a.xlsx", rows))
    assert table.frame.columns.tolist() == ["地块编号", "备注", "备注_2", "column 4"]


def test_merged_cells_are_filled_by_their_range_only(work: Path) -> None:
    rows = [HEAD, [1, "P-1", "甲", 15], [None, None, "乙", 5], [3, "P-3", None, None]]
    table = read(write(work / "a.xlsx", rows, merged=["A2:A3", "B2:B3"]))
    assert table.frame["地块编号"].tolist() == ["P-1", "P-1", "P-3"]
    assert table.own["地块编号"].tolist() == [True, False, True]
    assert table.frame["项目名称"].tolist() == ["甲", "乙", None]
    assert codes(table) == ["ledger_merged_filled"]


def test_a_row_that_only_continues_merged_cells_is_no_row(work: Path) -> None:
    rows = [HEAD, ROWS[0], [], ROWS[1]]
    merged = [f"{letter}2:{letter}3" for letter in "ABCD"]
    assert len(read(write(work / "a.xlsx", rows, merged=merged)).frame) == 2


@pytest.mark.parametrize(
    "label",
    ["合计", "合 计", "总计", "小计", "准格尔旗小计", "累计：", "合计（亩）", "总　计",
     "2023年合计", "合计2宗", "1.准格尔旗小计"],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 1, 2])
def test_total_rows_are_told_from_parcels(work: Path, label: str, column: int) -> None:
    total: list[object] = [None, None, None, 45]
    total[column] = label
    table = read(write(work / "a.xlsx", [HEAD, *ROWS, total]))
    assert table.frame["地块编号"].tolist() == ["P-1", "P-2"]
    assert table.totals["地块面积(亩)"].tolist() == [45]
    assert table.total_rows.tolist() == [4]


def test_a_remark_makes_no_total_of_a_parcel(work: Path) -> None:
    rows = [["序号", "项目名称", "面积(亩)", "备注"], [1, "甲", 15, "与上宗合计"]]
    assert len(read(write(work / "a.xlsx", rows)).frame) == 1


@pytest.mark.parametrize("name", ["合计算力中心", "总计划项目", "小计公司", "累计"])
def test_a_parcel_with_an_id_is_never_a_total(work: Path, name: str) -> None:
    table = read(write(work / "a.xlsx", [HEAD, [1, "P-1", name, 15]]))
    assert len(table.frame) == 1
    assert table.totals.empty


def test_notes_repeated_headers_and_numbers_are_left_out_and_reported(
    work: Path,
) -> None:
    rows = [
        HEAD,
        [1, 2, 3, 4],
        ROWS[0],
        HEAD,
        ["一、准格尔旗"],
        ROWS[1],
        [3, None, None, None],
        [],
        ["注：面积保留两位小数。"],
        ["制表人：张三", None, "审核人：李四"],
    ]
    table = read(write(work / "a.xlsx", rows, merged=["A9:D9"]))
    assert table.rows.tolist() == [3, 6]
    found = table.issues.table
    left_out = found[found["source_row"].notna()]
    assert left_out["source_row"].sort_values().tolist() == [2, 4, 5, 7, 9, 10]
    counts = left_out["code"].value_counts().to_dict()
    assert counts == {
        "ledger_note": 3,
        "ledger_header_again": 2,
        "ledger_number_only": 1,
    }


def test_a_parcel_without_an_id_stays_a_row(work: Path) -> None:
    table = read(write(work / "a.xlsx", [HEAD, [1, None, "甲", 15]]))
    assert len(table.frame) == 1


def test_hidden_rows_and_formulas_without_result_are_reported(work: Path) -> None:
    path = write(work / "a.xlsx", [HEAD, *ROWS, [3, "P-3", "丙", "=1+1"]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[2].hidden = True
    book.save(path)
    table = read(path)
    assert len(table.frame) == 3
    assert codes(table) == ["ledger_rows_hidden", "ledger_no_result"]
    assert "D4" in table.issues.table["message_zh"][1]


def workbook_of_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("准格尔旗", "汇总", "乌审旗", "藏"):
        page = book.create_sheet(name)
        head = ["旗区", "批准文号", "面积(亩)"] if name == "汇总" else HEAD
        page.append(head)
        page.append([1, f"{name}-1", "甲", 15][: len(head)])
    book["藏"].sheet_state = "hidden"
    book.create_sheet("空")
    book.save(path)
    return path


def test_every_visible_sheet_that_lists_parcels_is_read(work: Path) -> None:
    first, second = read_tables(workbook_of_sheets(work / "台账.xlsx"))
    assert first.source == "台账.xlsx(准格尔旗)"
    assert second.frame["地块编号"].tolist() == ["乌审旗-1"]
    unread = first.issues.table
    assert unread["code"].tolist() == ["ledger_sheet_not_read"] * 2
    assert unread["value"].tolist() == ["汇总", "藏"]


IDLE = [["旗区", "宗地号", "宗地名称", "面积(公顷)", "闲置原因"],
        ["准格尔旗", "X-1", "丙", 3, "企业原因"]]  # fmt: skip


@pytest.mark.parametrize("between", [[], [[], ["闲置土地台账"], ["单位：公顷"]]])
@pytest.mark.parametrize("turned", [False, True])
def test_a_second_table_on_a_sheet_has_its_own_columns(
    work: Path, between: list[list[str]], *, turned: bool
) -> None:
    parts = [[HEAD, *ROWS], IDLE]
    one, other = parts[::-1] if turned else parts
    path = write(work / "a.xlsx", [["台账"], *one, *between, *other])
    tables = read_tables(path)[:: -1 if turned else 1]
    assert [t.frame.iloc[:, 1].tolist() for t in tables] == [["P-1", "P-2"], ["X-1"]]
    assert tables[1].frame["面积(公顷)"].tolist() == [3]
    last = len(one) + len(between) + 2
    assert max(row for table in tables for row in table.rows) == last + len(other) - 1


def test_a_table_without_ids_beside_a_list_is_reported(work: Path) -> None:
    sums = [["旗区", "批准文号", "面积(亩)"], ["准格尔旗", "〔2020〕1号", 45]]
    table = read(write(work / "a.xlsx", [HEAD, *ROWS, [], *sums]))
    assert table.frame["地块编号"].tolist() == ["P-1", "P-2"]
    [left] = table.issues.by_code()["ledger_table_not_read"].table.itertuples()
    assert (left.source_row, left.value) == (5, "旗区、批准文号、面积(亩)")


def test_one_sheet_can_be_named(work: Path) -> None:
    path = workbook_of_sheets(work / "台账.xlsx")
    assert read(path, sheet="藏").frame["地块编号"].tolist() == ["藏-1"]
    with pytest.raises(SourceError, match="it has 准格尔旗, 汇总, 乌审旗, 藏, 空"):
        read_tables(path, sheet="无此表")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files_are_read_in_every_encoding(
    work: Path, encoding: str, separator: str
) -> None:
    rows = [HEAD, *ROWS, [3, "P-3", "内蒙古自治区\n鄂尔多斯市", 1]]
    lines = [separator.join(f'"{value}"' for value in row) for row in rows]
    path = work / "台账.csv"
    path.write_text("\r\n".join(lines), encoding)
    table = read(path)
    assert table.frame.columns.tolist() == HEAD
    assert table.frame["项目名称"].tolist() == ["甲", "乙", "内蒙古自治区\n鄂尔多斯市"]
    assert codes(table) == (
        [] if encoding in {"utf-8-sig", "utf-16"} else ["encoding_chosen"]
    )


def test_the_encoding_can_be_named(work: Path) -> None:
    path = work / "台账.csv"
    path.write_text("編號,項目名稱,備註,面積\nP-1,甲,好,1\n", "big5")
    assert read(path, encoding="big5", header=1).frame["項目名稱"].tolist() == ["甲"]
    with pytest.raises(SourceError, match="pass encoding="):
        read_tables(path, encoding="ascii")
    with pytest.raises(SourceError, match="pass encoding="):
        read_tables(path, encoding="no such codec")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither|cannot be read"),
        (b"", "no table"),
        (b"\n\n", "no table"),
        (codecs.BOM_UTF8, "no table"),
        (b"PK\x03\x04nonsense", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "cannot be read as an .xls"),
    ],
)
def test_what_is_no_ledger_is_refused(work: Path, data: bytes, message: str) -> None:
    path = work / "台账.xls"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=message):
        read_tables(path)


def test_a_missing_file_is_named(work: Path) -> None:
    with pytest.raises(SourceError, match=r"没有\.xlsx"):
        read_tables(work / "没有.xlsx")


def test_the_ledger_of_three_levels_is_one_table(work: Path) -> None:
    table = read(three_levels(work / "a.xlsx"))
    assert (table.header.top, table.header.bottom) == (2, 3)
    assert table.frame["批次名称"].tolist() == ["第1批次"] * 3 + ["第2批次"]
    assert table.frame["地块编号"].tolist() == ["A-1", "A-1", "A-2", "A-3"]
    assert table.frame["未供原因/其他"].tolist() == [50, 50, None, None]
    assert table.total_labels == ("合计",)


ROW = st.sampled_from(["data", "total", "note", "serial", "blank", "header"])


@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, max_size=12))
def test_every_row_is_kept_or_reported(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str]
) -> None:
    rows = {
        "data": [1, "P-1", "甲", 15],
        "total": ["小计", None, None, 1],
        "note": ["注：说明", None, None, None],
        "serial": [7, None, None, None],
        "blank": [],
        "header": HEAD,
    }
    path = tmp_path_factory.mktemp("台账") / "a.xlsx"
    table = read(write(path, [HEAD, ROWS[0], *(rows[kind] for kind in kinds)]))
    left_out = table.issues.table["source_row"].notna().sum()
    assert len(table.frame) == 1 + kinds.count("data")
    assert len(table.totals) == kinds.count("total")
    assert len(table.frame) + len(table.totals) + left_out == 1 + sum(
        kind != "blank" for kind in kinds
    )


@pytest.mark.parametrize("end", ["", "\nP-3,丙\nP-4,丁\n"])
def test_a_quote_left_open_does_not_swallow_the_rows_below(
    work: Path, end: str
) -> None:
    path = work / "a.csv"
    path.write_text(f'地块编号,地块名称\nP-1,"甲,乙"\nP-2,"乙{end}', encoding="utf-8")
    with pytest.raises(SourceError, match="line 3") as caught:
        read_tables(path)
    assert "第3行的引号没有配对" in caught.value.zh
    path.write_text('地块编号,地块名称\nP-1,"甲\n乙"\nP-2,5"管\n', encoding="utf-8")
    (table,) = read_tables(path)
    assert table.frame["地块编号"].tolist() == ["P-1", "P-2"]
