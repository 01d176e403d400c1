"""What is asked of distinct values, or of bytes, is what each cell would answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pandas.testing as pdt
from hypothesis import given, settings
from hypothesis import strategies as st

from landbase.tables import cells, ids
from landbase.tables.cells import (
    contains,
    find_moved_days,
    is_missing,
    parse_areas,
    parse_dates,
    parse_numbers,
    parse_text,
    says_something,
)
from landbase.tables.distinct import (
    by_values,
    byte_lengths,
    bytes_of,
    distinct_rows,
    made_of,
    may_hold,
    remembered,
    repeated,
)
from landbase.tables.ids import (
    all_differ,
    clean_id,
    clean_ids,
    find_cleaned,
    id_key,
    id_keys,
    parse_ids,
)
from landbase.tables.ruined import find_ruined

if TYPE_CHECKING:
    import pytest

SHANGHAI = ZoneInfo("Asia/Shanghai")
# What real registers hold: full width, invisible signs, both forms of Unicode, blanks,
# words of nothing, figures with units, days in every form, ruined text.
WORDS = [
    "甲", "批而未供", " 甲 ", "　乙　", "Ｔ－９", "T-9", "T-9\u00a0", "t - 9", "'0013",
    '="0012"', "-", "——", "/", "无", "", "  ", "\u3000", "nan", "NULL", "n/a", "无 ",
    "１２．５", "12.5", "12,5", "1,234", "1,234.5", "12亩", "1公顷", "10000（15）",
    "0.83公顷", "8300㎡", "-5", "1e5", "2021-03-05", "2021-02-30", "0001-01-01",
    "2021年3月5日", "2021.2.29", "20210305", "00000000", "0000-00-00",
    "2022-09-07T16:00:00Z", "2022-09-07 16：00：00+00:00", "2023年9月底前", "锟斤拷",
    "????", "鎵硅€屾湭渚\ufffd", "ÎÞ¶¨ºÓÕò", "e\u0301", "é", "A\u200bB", "A\nB",
    " A\r\n B ", "150622.0", "1.0", "1.50622E+18", "28.57%", "\u0422-9", "#N/A", "?",
    "甲?", "\ufeffA", "A\ufeff", "\x0b", "\x85", "٣", "10²",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))
CELLS = st.lists(st.one_of(TEXTS, st.none()), max_size=6)


def column_of(values: list[str | None], times: int = 1) -> pd.Series:
    return pd.Series(pd.array(values * times, dtype="str"), name="c")


def one_by_one(values: list[str | None], read: object) -> list[object]:
    """Read each cell as a column of its own, in which nothing repeats."""
    assert callable(read)
    return [
        read(pd.Series(pd.array([value], dtype="str"), name="c")) for value in values
    ]


@given(CELLS, st.integers(1, 3))
@settings(max_examples=15)
def test_whole_columns_answer_as_each_cell_does(
    values: list[str | None], times: int
) -> None:
    column = column_of(values, times)
    asked = {
        "missing": is_missing,
        "text": parse_text,
        "cleaned": find_cleaned,
        "keys": id_keys,
        "ruined": lambda c: find_ruined(c).where,
        "likely": lambda c: find_ruined(c).likely,
        "days": lambda c: parse_dates(c, zone=SHANGHAI).values,  # noqa: PD011
        "bad days": lambda c: parse_dates(c, zone=SHANGHAI).bad,
        "deadlines": lambda c: parse_dates(c, deadline=True).values,  # noqa: PD011
        "moved": lambda c: find_moved_days(c, SHANGHAI),
        "blank inside": lambda c: contains(c, "[ \u3000]", signs=" \u3000"),
    }
    for name, read in asked.items():
        with remembered():
            whole, again = read(column), read(column)
        pdt.assert_series_equal(whole, again)
        alone = [answer.iloc[0] for answer in one_by_one(values * times, read)]
        expected = pd.Series(alone, dtype=whole.dtype, name=whole.name)
        pdt.assert_series_equal(whole, expected, obj=name)


@given(CELLS, st.integers(1, 3))
@settings(max_examples=40)
def test_text_and_cells_of_any_kind_read_alike(
    values: list[str | None], times: int
) -> None:
    column = column_of(values, times)
    loose = column.astype(object).where(column.notna(), None)
    commas = cells.find_commas(loose)
    assert cells.find_commas(column) == commas
    for read in (parse_numbers, parse_areas, parse_dates):
        strict, free = read(column), read(loose)
        for part in strict._fields:
            one, other = getattr(strict, part), getattr(free, part)
            pdt.assert_series_equal(
                one, other, check_names=False, obj=f"{read.__name__} {part}"
            )
    pdt.assert_series_equal(parse_text(column), parse_text(loose))
    assert says_something(column) == (not is_missing(column).all())


@given(CELLS)
@settings(max_examples=40)
def test_ids_are_cleaned_and_keyed_one_by_one(values: list[str | None]) -> None:
    column = column_of(values)
    cleaned = clean_ids(column)
    known = [None if v is None else clean_id(v) for v in values]
    assert cleaned.dropna().tolist() == [text for text in known if text is not None]
    keys = id_keys(column)
    by_hand = [None if v is None else id_key(v) for v in values]
    assert keys.dropna().tolist() == [text for text in by_hand if text is not None]
    assert keys.isna().tolist() == [text is None for text in by_hand]
    assert parse_ids(column).values.notna().sum() <= len(values)  # noqa: PD011


@given(CELLS)
def test_text_that_arrow_does_not_hold_is_read_alike(values: list[str | None]) -> None:
    column = column_of(values)
    plain = column.astype(pd.StringDtype("python", na_value=np.nan))
    assert byte_lengths(plain) is None
    for read in (is_missing, parse_text, clean_ids, id_keys):
        one, other = read(column), read(plain)
        assert one.fillna("").tolist() == other.fillna("").tolist()
    assert all_differ(plain) == all_differ(column)
    assert may_hold(plain, "?")
    assert not made_of(plain, "ab") or column.empty


@given(st.lists(st.one_of(TEXTS, st.sampled_from(["P-1", "P-2", "p-1"])), max_size=12))
@settings(max_examples=40)
def test_all_differ_where_no_text_stands_twice(values: list[str]) -> None:
    assert all_differ(column_of(list(values))) == (len(set(values)) == len(values))


@given(st.lists(st.text(alphabet="ab甲", min_size=9, max_size=9), max_size=30))
def test_texts_of_one_length_are_told_apart(values: list[str]) -> None:
    assert all_differ(column_of(list(values))) == (len(set(values)) == len(values))


def test_sums_that_meet_by_chance_are_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ids, "_sums", lambda texts, _: np.zeros(len(texts), np.uint64))
    assert all_differ(column_of(["P-1", "P-2"]))


@given(CELLS, st.integers(0, 3))
def test_bytes_are_those_of_the_rows_alone(
    values: list[str | None], first: int
) -> None:
    column = column_of(["§", *values, "§"]).iloc[1 + first : 1 + len(values)]
    there = [value.encode() for value in column.dropna()]
    assert bytes_of(column).tobytes() == b"".join(there)
    lengths = byte_lengths(column)
    assert lengths is not None
    assert lengths.tolist() == [
        0 if pd.isna(value) else len(value.encode()) for value in column
    ]
    assert may_hold(column, "§") == any(b"\xc2" in text for text in there)
    if made_of(column, "ab"):
        assert set("".join(column)) <= set("ab")
        assert (column.str.len() > 0).all()


def test_a_column_of_few_values_is_kept_by_them() -> None:
    column = column_of([f"甲{n % 5000}" for n in range(30_000)] + [None])
    held = repeated(column)
    assert held is not None
    assert len(held.texts) == 5001
    pdt.assert_series_equal(held.spread(held.texts, column), column)
    assert repeated(column_of([f"P-{n}" for n in range(30_000)])) is None


def test_each_text_is_asked_once() -> None:
    met: list[str] = []

    def ask(texts: pd.Series) -> pd.Series:
        met.extend(texts)
        return texts == "甲"

    column = column_of(["甲", "乙"], 100)
    assert by_values(column, ask).sum() == 100
    assert met == ["甲", "乙"]


def test_what_is_remembered_is_of_that_column_alone() -> None:
    with remembered():
        for value in ("甲", "乙", "丙"):  # each may come to lie where the last one lay
            found = repeated(column_of([value], 50))
            assert found is not None
            assert found.texts.tolist() == [value]
    assert not is_missing(column_of(["甲"])).any()


@given(st.lists(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2250, 1, 1))))  # noqa: DTZ001
def test_columns_of_moments_read_as_each_moment(moments: list[dt.datetime]) -> None:
    naive = pd.Series(pd.array(moments, dtype="datetime64[ms]"), name="c")
    known = naive.dt.tz_localize("UTC")
    for column in (naive, known):
        loose = column.astype(object)
        whole, each = (
            parse_dates(column, zone=SHANGHAI),
            parse_dates(loose, zone=SHANGHAI),
        )
        pdt.assert_series_equal(whole.values, each.values)
        pdt.assert_series_equal(whole.bad, each.bad)
        moved = find_moved_days(column, SHANGHAI)
        pdt.assert_series_equal(
            moved, find_moved_days(loose, SHANGHAI), check_names=False
        )


WORDS = st.one_of(st.none(), st.sampled_from(["甲", "乙", "", "甲乙"]))


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=60))
def test_distinct_rows_stand_for_all_rows(rows: list[tuple[str | None, ...]]) -> None:
    columns = pd.DataFrame(rows, columns=["text", "of"], dtype="str")

    codes, first = distinct_rows(columns)

    assert np.unique(codes).tolist() == list(range(len(first)))
    assert (np.diff(first) > 0).all()
    spread = columns.iloc[first[codes]].reset_index(drop=True)
    pdt.assert_frame_equal(spread, columns)
