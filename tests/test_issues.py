"""The issue table: made, added, counted, shown and written."""

from __future__ import annotations

import string
import tomllib
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pandas.testing as pdt
import pytest

import landbase
from landbase.issues import SEVERITIES, Issues, issue_codes
from landbase.texts import Both

ORIGIN = {"origin_zh": "GB18030", "origin_en": "GB18030"}
ENTRIES = {"severity", "title_zh", "title_en", "zh", "en", "todo_zh", "todo_en"}


def fields_of(template: str) -> set[str]:
    names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    return {name.removesuffix("_zh").removesuffix("_en") for name in names}


def some() -> Issues:
    return Issues.of(
        "missing_id", source="批而未供.shp", source_row=[3, 8], set_aside=True
    ) + Issues.of("encoding_chosen", source="批而未供.shp", value="gb18030",
                  details=ORIGIN | {"checked": 9})  # fmt: skip


@pytest.mark.parametrize("code", sorted(issue_codes()))
def test_every_code_is_complete_in_both_languages(code: str) -> None:
    texts = issue_codes()[code]
    assert set(texts) == ENTRIES
    assert texts["severity"] in SEVERITIES
    assert all(texts[name].strip() for name in ENTRIES)
    assert fields_of(texts["zh"]) == fields_of(texts["en"])


def test_codes_are_written_once() -> None:
    path = Path(landbase.__file__).parent / "rules" / "texts" / "issues.toml"
    tomllib.loads(path.read_text("utf-8"))  # a repeated table is an error


def test_scalars_are_laid_beside_arrays() -> None:
    issues = Issues.of(
        "missing_id",
        source="a.shp",
        source_row=pd.Series([3, 8], index=[70, 71]),
        value=[1.5, None],
    )
    assert issues.table["source"].tolist() == ["a.shp", "a.shp"]
    assert issues.table["source_row"].tolist() == [3, 8]
    assert issues.table["value"].fillna("—").tolist() == ["1.5", "—"]
    assert "第8行" in issues.table["message_zh"][1]


def test_no_rows_make_no_issues() -> None:
    issues = Issues.of("missing_id", source="a.shp", source_row=[])
    assert len(issues) == 0
    assert issues.table.dtypes.equals(Issues.none().table.dtypes)


@pytest.mark.parametrize("code", sorted(issue_codes()))
def test_several_rows_say_what_each_says_alone(code: str) -> None:
    texts = issue_codes()[code]
    forms = {
        name: form or ""
        for lang in ("zh", "en")
        for _, name, form, _ in string.Formatter().parse(texts[lang])
        if name
    }
    kinds = {
        "": ["甲", None, Both("en", "zh")],
        "day": ["2023-07-06", "2021-01-02"] * 2,
    }
    of_many = {
        name: kinds.get(form, [0.125, 5.0, 7.25])[:3] for name, form in forms.items()
    } | {"source_row": [1, None, 3], "parcel_id": ["P-1", "", None]}
    of_many |= {"source": ["a.shp"] * 3, "column": ["cause", "x", None]}
    named = {"source", "source_row", "parcel_id", "column", "value"}

    def issues(parts: dict[str, object]) -> pd.DataFrame:
        own = {name: part for name, part in parts.items() if name in named}
        more = {name: part for name, part in parts.items() if name not in named}
        return Issues.of(code, **own, details=more).table

    alone = [
        issues({name: part[row] for name, part in of_many.items()}) for row in range(3)
    ]
    expected = pd.concat(alone, ignore_index=True)
    pdt.assert_frame_equal(issues(of_many), expected)


def test_an_unknown_code_or_a_missing_detail_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_code"):
        Issues.of("no_such_code", source="a.shp")
    with pytest.raises(KeyError, match="checked"):
        Issues.of("encoding_chosen", source="a.shp", details=ORIGIN)


def test_issues_add_up_in_order_and_stay_what_they_were() -> None:
    left, right = some(), some()
    both = left + right + Issues.none()
    assert len(both) == 6
    assert len(left) == 3
    assert both.count("error") == 4
    assert len(Issues.concat([])) == 0
    assert both.table.dtypes.equals(Issues.none().table.dtypes)


def test_they_are_counted_by_severity_and_code_errors_first() -> None:
    issues = Issues.concat([some().of_severity("info"), some()])
    summary = issues.summary(lang="en")
    assert summary.index.tolist() == [
        ("error", "missing_id"),
        ("info", "encoding_chosen"),
    ]
    assert summary["count"].tolist() == [2, 2]
    assert list(issues.by_code()) == ["missing_id", "encoding_chosen"]
    assert issues.summary().columns.tolist() == ["问题", "数量"]


def test_an_empty_table_can_be_summed_and_shown() -> None:
    empty = Issues.none()
    assert empty.summary().empty
    assert empty.to_frame().empty
    assert empty.by_code() == {}
    assert empty.set_aside_rows().empty
    assert "<table" in empty._repr_html_()


def test_rows_set_aside_are_listed_once() -> None:
    rows = (some() + some()).set_aside_rows()
    assert rows["source_row"].tolist() == [3, 8]


@pytest.mark.parametrize(("lang", "error"), [("zh", "错误"), ("en", "error")])
def test_people_see_labels(lang: str, error: str) -> None:
    frame = some().to_frame(lang=lang)  # type: ignore[arg-type]
    assert frame.iloc[0, 0] == error
    assert len(frame.columns) == 11
    assert not frame.columns.has_duplicates


def test_html_in_a_value_is_text() -> None:
    issues = Issues.of("missing_id", source="<script>alert(1)</script>", source_row=1)
    assert "<script>" not in issues._repr_html_()


def test_the_workbook_has_a_list_and_a_summary(work: Path) -> None:
    path = some().to_excel(work / "问题 清单.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["问题清单", "汇总"]
    page = book["问题清单"]
    assert page.max_row == 4
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:K4"
    assert [cell.value for cell in page[1]][:4] == ["级别", "问题", "来源文件", "行号"]
    assert book["汇总"]["A2"].value == "错误"
    assert [p.name for p in work.iterdir()] == ["问题 清单.xlsx"]


def test_the_same_issues_give_the_same_bytes(work: Path) -> None:
    first = some().to_excel(work / "a.xlsx").read_bytes()
    assert some().to_excel(work / "b.xlsx").read_bytes() == first
    with ZipFile(work / "a.xlsx") as book:
        assert {item.date_time[0] for item in book.infolist()} == {1980}


def test_an_empty_list_can_be_written(work: Path) -> None:
    book = openpyxl.load_workbook(Issues.none().to_excel(work / "无.xlsx"))
    assert book["问题清单"].max_row == 1


def test_a_long_list_names_the_worst_and_stands_whole_beside(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landbase.issues._MOST_LISTED", 2)
    notes = Issues.of("encoding_chosen", source="甲.shp", value=["=1+1", "乙", None],
                      details=ORIGIN | {"checked": 9})  # fmt: skip
    issues = notes + some()

    path = issues.to_excel(work / "清单.xlsx")

    page = openpyxl.load_workbook(path)["问题清单"]
    assert page["A1"].value == "共6条，此处只列最重的2条，全部见清单_all.csv"
    listed = [row[:4] for row in page.iter_rows(min_row=3, values_only=True)]
    assert [row[0] for row in listed] == ["错误", "错误"]
    assert page.max_row == 4
    whole = pd.read_csv(work / "清单_all.csv", dtype="str")
    assert len(whole) == 6
    assert whole["级别"].tolist()[:3] == ["错误", "错误", "提示"]
    assert "'=1+1" in whole["原值"].tolist()
    assert (work / "清单_all.csv").read_bytes().startswith("\ufeff级别".encode())
    first = (work / "清单_all.csv").read_bytes()
    issues.to_excel(path)
    assert (work / "清单_all.csv").read_bytes() == first


def test_values_are_never_formulas(work: Path) -> None:
    issues = Issues.of("missing_id", source="=cmd|'/c calc'!A1", value="@SUM(A1)")
    page = openpyxl.load_workbook(issues.to_excel(work / "a.xlsx"))["问题清单"]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_a_row_without_an_id_leaves_no_empty_brackets() -> None:
    issue = Issues.of("missing_banner", source="甲.shp", source_row=3).table.iloc[0]
    assert issue["message_zh"] == "甲.shp第3行未填旗区。"
    assert issue["message_en"] == "甲.shp row 3 names no banner."


def test_a_table_is_named_in_words_and_a_missing_row_not_at_all() -> None:
    found = Issues.of(
        "day_in_future",
        source=["lineage", "a.xlsx"],
        source_row=[None, 3],
        parcel_id=["甲", "乙"],
        column="effective",
        value="2099-01-01",
        details={"today": "2026-01-01"},
    )
    said = found.table["message_zh"].tolist()
    assert said[0].startswith("地块变更（甲）：")
    assert said[1].startswith("a.xlsx第3行（乙）：")
    assert found.table["message_en"][0].startswith("lineage (甲): ")
    assert found.to_frame()["来源文件"].tolist() == ["地块变更", "a.xlsx"]
