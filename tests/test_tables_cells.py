"""Cells as people type them: numbers, dates, areas, ids."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbase.errors import DataError
from landbase.tables.cells import (
    half_width,
    is_missing,
    parse_areas,
    parse_dates,
    parse_numbers,
    parse_text,
    read_day,
    split_header,
)
from landbase.tables.ids import parse_ids
from landbase.units import from_m2, to_m2

SILENT = [None, np.nan, "", "  ", "　", "—", "——", "-", "－", "/", "无", "NULL", "N/A"]


def cells(*values: object) -> pd.Series:
    return pd.Series(values, dtype=object, name="found")


def read_number(value: object) -> float:
    values, bad = parse_numbers(cells(value))
    assert bad.item() == math.isnan(values.item())
    return values.item()


def read_date(value: object, *, deadline: bool = False) -> str | None:
    values, bad = parse_dates(cells(value), deadline=deadline)
    assert str(values.dtype) == "datetime64[s]"
    return None if bad.item() else values.item().date().isoformat()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("12,345,678", 12345678.0),
        ("１，２３４．５", 1234.5),
        (" 12 ", 12.0),
        ("'12", 12.0),
        ("-3", -3.0),
        ("−3", -3.0),
        ("－３", -3.0),
        ("+7", 7.0),
        ("5.", 5.0),
        (".5", 0.5),
        ("1.2E+05", 120_000.0),
        ("12.5万", 125_000.0),
        ("28.57%", 0.2857),
        ("28.57％", 0.2857),
        (3, 3.0),
        (np.int64(3), 3.0),
        (2.5, 2.5),
    ],
)
def test_numbers_are_read(text: object, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["三", "1,5", "1,2345", "12 34", "12亩", "10²", "①", "(5)", "inf", "1.2.3", "约5",
     True, math.inf, "#REF!", "٣"],
)  # fmt: skip
def test_what_is_no_number_is_bad_and_not_guessed(text: object) -> None:
    values, bad = parse_numbers(cells(text))
    assert math.isnan(values.item())
    assert bad.item()


@pytest.mark.parametrize("parse", [parse_numbers, parse_dates, parse_ids, parse_areas])
def test_what_says_nothing_is_missing_and_not_bad(parse: Any) -> None:
    result = parse(cells(*SILENT))
    assert result[0].isna().all()
    assert not result.bad.any()


@pytest.mark.parametrize("parse", [parse_numbers, parse_dates, parse_ids, parse_areas])
def test_index_name_and_input_stay(parse: Any) -> None:
    column = pd.Series(["1", "x", None], index=[7, 7, 9], dtype=object, name="面积")
    before = column.copy()
    values, bad = parse(column)[:2]
    assert values.index.tolist() == bad.index.tolist() == [7, 7, 9]
    assert values.name == "面积"
    pd.testing.assert_series_equal(column, before)


def test_one_and_true_are_kept_apart() -> None:
    _, bad = parse_numbers(cells(*[1, True, 1.0, False, 0]))
    assert bad.tolist() == [False, True, False, True, False]


@pytest.mark.parametrize("dtype", ["str", "int64", "float64", "Int64", "bool"])
def test_columns_of_one_type_need_no_text(dtype: str) -> None:
    values, bad = parse_numbers(pd.Series([1, 0]).astype(dtype))
    assert values.dtype == np.float64
    assert bad.all() == (dtype == "bool")


@settings(deadline=None)
@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_a_printed_number_reads_as_it_was_printed(number: float, decimals: int) -> None:
    text = f"{number:,.{decimals}f}"
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    expected = float(text.replace(",", ""))
    assert read_number(text) == expected
    assert read_number(wide) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-05", "2021-3-5", "2021/3/5", "2021.3.5", "2021.03.05", "20210305",
        "2021年3月5日", "2021年03月05号", "2021 年 3 月 5 日", "２０２１－３－５",
        "二〇二一年三月五日", "二零二一年三月五日", "2021-03-05 00:00:00",
        "2021/3/5 14:30",
        "2021-03-05T08:00:00Z", 20210305, 20210305.0, dt.date(2021, 3, 5),
        dt.datetime.fromisoformat("2021-03-05T08:30"), pd.Timestamp("2021-03-05"),
    ],
)  # fmt: skip
def test_dates_are_read_in_every_usual_form(text: object) -> None:
    assert read_date(text) == "2021-03-05"


@pytest.mark.parametrize(
    "text",
    ["2021-02-29", "2021/13/1", "2021年3月", "2021-03", "2021", "21.3.5", "2021-3/5",
     44260, 44260.0, "44260", "3月5日", "1899-12-30", "1948-12-31",
     "2200-01-01", "today", "9999-12-31", "十五", True],
)  # fmt: skip
def test_a_day_is_never_made_up(text: object) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年9月30日前", "2023-09-30"),
        ("2023年9月底前", "2023-09-30"),
        ("2024年2月末", "2024-02-29"),
        ("2023年底前", "2023-12-31"),
        ("二〇二三年十二月三十一日前", "2023-12-31"),
        ("2023-09-30", "2023-09-30"),
        ("2023年9月前", None),
        ("2023年13月底", None),
    ],
)
def test_a_time_limit_names_its_last_day(text: str, day: str | None) -> None:
    assert read_date(text, deadline=True) == day
    if "-" not in text:
        assert read_date(text) is None


def test_a_date_of_zeros_is_an_empty_date() -> None:
    values, bad = parse_dates(cells("00000000", "0000-00-00"))
    assert values.isna().all()
    assert not bad.any()


@pytest.mark.parametrize(
    "given_day",
    ["2023-07-06", "2023/7/6", "2023年7月6日", " 2023-07-06 ", dt.date(2023, 7, 6),
     dt.datetime.fromisoformat("2023-07-06T23:59"), pd.Timestamp("2023-07-06 08:00")],
)  # fmt: skip
def test_a_day_that_a_caller_gives_is_read(given_day: dt.date | str) -> None:
    day = read_day(given_day)
    assert type(day) is dt.date
    assert day == dt.date(2023, 7, 6)


@pytest.mark.parametrize(
    "given_day",
    ["today", "now", "2023", "2023-07", "", "昨天", "2023-02-29", "1948-12-31",
     "2200-01-01", "2023年底", 2023, 20230706, None, pd.NaT, dt.date(1900, 1, 1)],
)  # fmt: skip
def test_nonsense_is_no_day_in_either_language(given_day: Any) -> None:
    with pytest.raises(DataError, match="is not a day from 1949 to 2199") as caught:
        read_day(given_day)
    assert "不是日期（1949年至2199年）" in caught.value.zh
    assert str(given_day) in caught.value.zh


@settings(deadline=None)
@given(st.dates(dt.date(1949, 1, 1), dt.date(2199, 12, 31)))
def test_every_form_of_a_day_is_the_same_day(day: dt.date) -> None:
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        day,
    ]
    values, bad = parse_dates(cells(*forms))
    assert not bad.any()
    assert set(values.dt.date) == {day}


@pytest.mark.parametrize(
    ("text", "area", "unit"),
    [
        ("0.7655公顷", 7655.0, "ha"),
        ("0.7655 hm²", 7655.0, "ha"),
        ("15亩", 10_000.0, "mu"),
        ("1.5万亩", 10_000_000.0, "wan_mu"),
        ("7655㎡", 7655.0, "m2"),
        ("7,655平方米", 7655.0, "m2"),
        ("2平方公里", 2_000_000.0, "km2"),
        ("48357.35（72.5360）", 48357.35, "m2"),
        ("48357.35平方米（72.5360亩）", 48357.35, "m2"),
        ("72.5360（48357.35）", to_m2(72.536, "mu"), "mu"),
        ("1公顷，合15亩", 10_000.0, "ha"),
    ],
)
def test_areas_are_read_with_their_unit(text: str, area: float, unit: str) -> None:
    values, bad, _, units = parse_areas(cells(text))
    assert values.item() == pytest.approx(area, rel=1e-15)
    assert units.item() == unit
    assert not bad.item()


@pytest.mark.parametrize(
    "text",
    [
        "48357.35（72.60）",
        "1.00公顷（16.0亩）",
        "约5亩",
        "5亩3分",
        "0(0)",
        "5斤",
        "5顷",
    ],
)
def test_areas_that_contradict_or_are_vague_are_bad(text: str) -> None:
    values, bad, _, _ = parse_areas(cells(text))
    assert math.isnan(values.item())
    assert bad.item()


def test_an_area_without_unit_has_no_square_metres() -> None:
    values, bad, numbers, units = parse_areas(cells("7.5", 3))
    assert values.isna().all()
    assert units.isna().all()
    assert numbers.tolist() == [7.5, 3.0]
    assert not bad.any()


def test_the_unit_of_the_cell_goes_before_the_unit_of_the_header() -> None:
    values, _, _, units = parse_areas(cells("15", 15, "1公顷"), unit="mu")
    assert values.tolist() == [10_000.0] * 3
    assert units.tolist() == ["mu", "mu", "ha"]


def test_numbers_alone_take_the_unit_of_the_header() -> None:
    values, _, _, units = parse_areas(pd.Series([1.0, np.nan]), unit="ha")
    assert values.tolist()[0] == 10_000.0
    assert units.tolist()[0] == "ha"
    assert units.isna().tolist() == [False, True]


@settings(deadline=None)
@given(st.floats(1.0, 1e7))
def test_an_area_printed_twice_is_read_once(area: float) -> None:
    mu = from_m2(round(area, 2), "mu")
    values, bad, _, _ = parse_areas(cells(f"{area:.2f}（{mu:.4f}）"))
    assert not bad.item()
    assert values.item() == pytest.approx(area, abs=0.005)


@pytest.mark.parametrize(
    ("text", "name", "units"),
    [
        ("地块面积(亩)", "地块面积", ("mu",)),
        ("地块面积（单位：亩）", "地块面积", ("mu",)),
        ("用地面积(hm²)", "用地面积", ("ha",)),
        ("面积[公顷]", "面积", ("ha",)),
        ("面积（万亩）", "面积", ("wan_mu",)),
        ("面积 m²（亩）", "面积", ("m2", "mu")),
        ("建筑面积/㎡", "建筑面积", ("m2",)),
        ("area_m2", "area", ("m2",)),
        ("单位：公顷", "", ("ha",)),
        ("面积单位：平方米", "面积", ("m2",)),
        ("亩均投资", "亩均投资", ()),
        ("面积(英亩)", "面积(英亩)", ()),
        ("面积_公亩", "面积_公亩", ()),
        ("投资（万元）", "投资(万元)", ()),
        ("alpha", "alpha", ()),
        ("湿地（00）", "湿地(00)", ()),
    ],
)
def test_headers_are_parted_from_their_units(
    text: str, name: str, units: tuple[str, ...]
) -> None:
    assert split_header(text) == (name, units)


def test_text_is_trimmed_and_whole_numbers_lose_their_point() -> None:
    texts = parse_text(
        cells(*[
            "  甲 ",
            150622.0,
            7,
            2.5,
            "多\n行",
            pd.Timestamp("2021-03-05"),
            "无",
            True,
        ])
    )
    assert texts.tolist()[:6] == ["甲", "150622", "7", "2.5", "多 行", "2021-03-05"]
    assert texts.isna().tolist() == [False] * 6 + [True, False]


def test_ids_that_a_spreadsheet_spoilt_are_bad() -> None:
    ids, bad = parse_ids(cells("3304812018B00002", 3.30481e18, "3.30481E+18", 150622))
    assert bad.tolist() == [False, True, True, False]
    assert ids.isna().tolist() == [False, True, True, False]


def test_the_point_zero_of_ids_goes_only_where_it_means_nothing() -> None:
    assert parse_ids(cells("150622.0", "7.0", "P-1")).values.tolist() == [  # noqa: PD011
        "150622", "7", "P-1",
    ]  # fmt: skip
    assert parse_ids(cells("1.0", "1.1")).values.tolist() == ["1.0", "1.1"]  # noqa: PD011


def test_missing_is_told_in_columns_of_every_type() -> None:
    assert is_missing(pd.Series([1.0, np.nan])).tolist() == [False, True]
    assert is_missing(pd.Series(pd.to_datetime(["2021-01-01", None]))).sum() == 1
    assert is_missing(cells(*["0", 0, False, "无锡"])).tolist() == [False] * 4


def test_half_width_leaves_superscripts_alone() -> None:
    assert half_width("ｍ²（亩）") == "m²(亩)"
