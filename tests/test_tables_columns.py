"""Headers of real ledgers and layers find their columns."""

from __future__ import annotations

import pytest

from landbase.errors import SchemaError
from landbase.rules.vocabulary import Vocabulary
from landbase.tables.columns import match_columns

# headers of public bureau layers, with the column each must find
REAL = {
    "DKH": "parcel_id",
    "宗地号": "parcel_id",
    "ＤＫＢＨ": "parcel_id",
    "dkbh": "parcel_id",
    "地块 编号": "parcel_id",
    "XMMC": "name",
    "YDDW": "holder",
    "PZWH": "approval_no",
    "SSXZQMC": "banner",
    "PZSJ": "approval_date",
    "TDMJ": "declared_area_m2",
    "TDMJ_M": "declared_area_m2",
    "YDKGSJ": "agreed_start",
    "HTBH": "contract_no",
    "CRHTH": "contract_no",
    "GHYT": "land_use",
    "XZYY": "cause",
    "NCZFZ": "disposal_type",
    "地块面积（公顷）": "declared_area_m2",
    "面积(亩)": "declared_area_m2",
    "面积㎡": "declared_area_m2",
}


@pytest.mark.parametrize(("header", "column"), REAL.items())
def test_a_real_header_finds_its_column(header: str, column: str) -> None:
    assert match_columns([header]).headers == {column: header}


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("地块面积（公顷）", "ha"),
        ("面积(亩)", "mu"),
        ("TDMJ_M", "mu"),
        ("MJ_GQ", "ha"),
        ("面积㎡", "m2"),
        ("declared_area_m2", "m2"),
    ],
)
def test_the_unit_in_a_header_is_read(header: str, unit: str) -> None:
    assert match_columns([header]).units == {"declared_area_m2": (unit,)}


def test_every_label_and_code_of_ours_finds_its_own_column() -> None:
    for code, term in Vocabulary.default().terms["field"].items():
        for word in (code, term.zh, term.en):
            assert match_columns([word]).headers == {code: word}


def test_of_two_headers_the_earlier_alias_wins_and_the_other_is_kept() -> None:
    found = match_columns(["编号", "DKBH", "BSM"])
    assert found.headers == {"parcel_id": "DKBH"}
    assert found.rivals == {"parcel_id": ("编号", "BSM")}
    assert found.kept == ("编号", "BSM")


def test_an_empty_column_gives_way_to_one_with_values() -> None:
    found = match_columns(["XZQDM", "XZQMC"], empty={"XZQDM"})
    assert found.headers == {"banner": "XZQMC"}


def test_the_user_goes_before_the_vocabulary() -> None:
    found = match_columns(["DKBH", "代号"], fields={"代号": "parcel_id"})
    assert found.headers == {"parcel_id": "代号"}
    assert found.kept == ("DKBH",)


def test_a_header_taken_by_the_user_is_not_taken_twice() -> None:
    found = match_columns(["编号", "名称"], fields={"编号": "contract_no"})
    assert found.headers == {"name": "名称", "contract_no": "编号"}


def test_the_alias_of_a_geodatabase_field_counts_where_its_name_does_not() -> None:
    found = match_columns(["F12"], aliases={"F12": "宗地编号"})
    assert found.headers == {"parcel_id": "F12"}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("约定动工日", "agreed_start"),  # 约定动工日期, ten bytes of GBK
        ("实际开工时", "actual_start"),
        ("地块面积公", "declared_area_m2"),  # 地块面积公顷
        ("agreed_sta", "agreed_start"),
    ],
)
def test_a_cut_header_is_completed_where_only_one_column_answers(
    header: str, column: str
) -> None:
    found = match_columns([header], cut=True)
    assert found.headers == {column: header}
    assert found.guessed == (column,)
    assert match_columns([header]).headers == {}


@pytest.mark.parametrize("header", ["已开发面积", "备注", "处置", "a_very_lon"])
def test_a_header_that_says_too_little_is_kept(header: str) -> None:
    assert match_columns([header], cut=True).kept == (header,)


def test_a_header_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(SchemaError, match=r"there is no header '地块号'.*DKBH"):
        match_columns(["DKBH"], fields={"地块号": "parcel_id"})


def test_fields_the_wrong_way_round_are_refused_with_the_right_way() -> None:
    with pytest.raises(ValueError, match=r"write \{header: column\}"):
        match_columns(["DKBH"], fields={"parcel_id": "DKBH"})
