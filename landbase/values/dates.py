"""Dates as people type them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from numbers import Real

import pandas as pd

from landbase.values.cells import Parsed, by_distinct, half_width, is_missing, named_as

__all__ = ["parse_dates"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|\+00:?00)?)?"
_DAY = re.compile(
    r"([0-9]{4}) ?(?:([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})\.?"
    r"|年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?)" + _TIME
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})" + _TIME)
_MONTH_END = re.compile(r"([0-9]{4})年 ?(?:([0-9]{1,2}) ?月)? ?(?:底|末)")
_BEFORE = re.compile(r"(?:之前|以前|前|止)$")
_ZERO = re.compile(r"0+([-/.]?)0+\1?0*" + _TIME)
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十]+")
_TENS = re.compile(r"([一二三])?十([一二三四五六七八九])?")
_DIGITS = {"〇": 0, "○": 0, "零": 0} | {
    c: n for n, c in enumerate("一二三四五六七八九", 1)
}


def parse_dates(column: pd.Series, *, deadline: bool = False) -> Parsed:
    """Read a column of dates in every usual Chinese form.

    Understood are 2021-03-05, 2021/3/5, 2021.3.5, 20210305, 2021年3月5日,
    二〇二一年三月五日, with or without a time of day (dropped), and date cells. A day
    is never made up: a month or year alone, two-digit years, and dates that do not
    exist are bad. So are bare serial numbers: only the workbook knows which of its
    numbers are dates, and its reader turns those into dates.

    Parameters
    ----------
    column
        Cells of any kind.
    deadline
        The column holds time limits: 2023年9月30日前, 2023年9月底 and 2023年底前 name
        their last day.

    Returns
    -------
    parsed
        `values` datetime64[s], without time of day.

    Examples
    --------
    >>> days = parse_dates(pd.Series(["2021年3月5日", "2021.2.29", "2021年3月"]))
    >>> days.values.dt.strftime("%Y-%m-%d").tolist(), days.bad.tolist()
    (['2021-03-05', nan, nan], [False, True, True])
    >>> parse_dates(pd.Series(["2023年9月底前"]), deadline=True).values[0].day
    30
    """
    blank = is_missing(column)
    read = _read_deadline if deadline else _read_date
    days = pd.to_datetime(by_distinct(column, read)).astype("datetime64[s]")
    zero = by_distinct(column, _is_zero).fillna(value=False).astype(bool)
    return Parsed(named_as(days, column), days.isna() & ~blank & ~zero)


def _read_date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return _in_range(value.date())
    if isinstance(value, dt.date):
        return _in_range(value)
    if isinstance(value, Real) and float(value).is_integer():
        return _from_text(f"{float(value):.0f}")
    return _from_text(half_width(value)) if isinstance(value, str) else None


def _read_deadline(value: object) -> dt.date | None:
    if not isinstance(value, str):
        return _read_date(value)
    text = _numerals_to_digits(_BEFORE.sub("", half_width(value)))
    if match := _MONTH_END.fullmatch(text):
        return _last_day(int(match[1]), int(match[2] or 12))
    return _from_text(text)


def _last_day(year: int, month: int) -> dt.date | None:
    if month not in range(1, 13) or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _from_text(text: str) -> dt.date | None:
    text = _numerals_to_digits(text)
    match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(p) for p in match.groups() if p and p.isdigit())
    try:
        return _in_range(dt.date(year, month, day))
    except ValueError:  # no such day in the calendar: the caller marks it bad
        return None


def _in_range(day: dt.date) -> dt.date | None:
    """Refuse the years that only come from empty cells and slips of the hand."""
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _is_zero(value: object) -> bool:
    """Tell a date of zeros, which is how a DBF writes an empty one."""
    return isinstance(value, str) and _ZERO.fullmatch(half_width(value)) is not None


def _numerals_to_digits(text: str) -> str:
    """Rewrite 二〇二一年十二月三十一日 with digits; other texts stay."""
    return _NUMERAL.sub(_numeral, text) if "年" in text else text


def _numeral(match: re.Match[str]) -> str:
    if parts := _TENS.fullmatch(match[0]):
        return f"{_DIGITS[parts[1] or '一']}{_DIGITS[parts[2] or '零']}"
    if "十" in match[0]:  # no number of days or months
        return match[0]
    return "".join(str(_DIGITS[character]) for character in match[0])
