"""Cells of people’s tables: text, numbers, days, areas with their units."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections import Counter
from decimal import Decimal
from itertools import permutations
from numbers import Real
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from landbase.errors import DataError
from landbase.tables.distinct import Distinct, by_values, may_hold, repeated
from landbase.units import UNIT_WORDS, to_m2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from landbase.units import AreaUnit

__all__ = [
    "Commas",
    "as_doubles",
    "contains",
    "find_commas",
    "find_moved_days",
    "half_width",
    "in_natural_order",
    "in_range",
    "is_missing",
    "parse_areas",
    "parse_dates",
    "parse_numbers",
    "parse_text",
    "read_area",
    "read_day",
    "says_something",
    "split_header",
    "texts_given",
]

# What stands in a cell that says nothing; compared after `half_width`, in lower case.
_MISSING = frozenset({
    "", "-", "--", "---", "—", "——", "/", "\\", "无", "暂无", "空", "缺",
    "nan", "none", "null", "<null>", "nil", "n/a", "na",
})  # fmt: skip
_GLANCE = 100
_LONGEST = max(map(len, _MISSING))
# What `half_width` takes away; only cells that hold it are longer and say nothing.
_BLANKS = (  # each by itself: \\s makes pandas search cell by cell
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u200e\u200f\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_BLANK = f"[{_BLANKS}]"
# ！ to ～ are ! to ~; superscript and circled digits are left alone on purpose, since
# 10² is not 102. Other minus signs and spaces of real files follow.
_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)} | dict.fromkeys(
    map(ord, "−–﹣"), "-"
) | dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\t\r\n"), " ") | dict.fromkeys(
    map(ord, "\ufeff\u200b\u200e\u200f"), None
)  # fmt: skip


class Parsed(NamedTuple):
    """A column read: the values, and which cells could not be read.

    Attributes
    ----------
    values
        On the index of the column; missing where the cell says nothing or is bad.
    bad
        True where something stands in the cell and it could not be read.
    """

    values: pd.Series
    bad: pd.Series


def half_width(text: str) -> str:
    """Turn full-width characters to half-width, odd spaces and minus signs to plain.

    Examples
    --------
    >>> half_width("　－１２．５％ ")
    '-12.5%'
    """
    return text.translate(_WIDTH).strip()


def contains(
    column: pd.Series, pattern: str, *, whole: bool = False, signs: str = ""
) -> pd.Series:
    """Tell which texts hold a pattern, or are one; missing cells do not.

    What the pattern finds holds one of `signs`, where any are given.

    Examples
    --------
    >>> contains(pd.Series(["甲 ", "乙", None], dtype="str"), " $").tolist()
    [True, False, False]
    """
    if signs and not may_hold(column, signs):
        return pd.Series(data=False, index=column.index)
    return by_values(column, lambda texts: _holds(texts, pattern, whole=whole))


def _holds(texts: pd.Series, pattern: str, *, whole: bool) -> pd.Series:
    found = texts.str.fullmatch(pattern) if whole else texts.str.contains(pattern)
    return found.fillna(value=False).astype(bool)


def is_missing(column: pd.Series) -> pd.Series:
    """Tell which cells say nothing: empty, a dash, a slash, 无, null and the like.

    Examples
    --------
    >>> is_missing(pd.Series(["—", "无", "0", None], dtype=object)).tolist()
    [True, True, False, True]
    """
    if pd.api.types.is_numeric_dtype(column) or _is_date(column):
        return column.isna()
    if column.dtype != "str":
        return by_distinct(column, _says_nothing).fillna(value=True).astype(bool)
    return by_values(column, _say_nothing)


def says_something(column: pd.Series) -> bool:
    """Tell whether any cell says something; the first rows mostly do.

    Examples
    --------
    >>> says_something(pd.Series([None, "—", "甲"])), says_something(pd.Series(["无"]))
    (True, False)
    """
    head = column.head(_GLANCE)
    if column.dtype == "str":
        if not all(map(_says_nothing, head.dropna().tolist())):
            return True
    elif not is_missing(head).all():
        return True
    return not is_missing(column).all()


def _say_nothing(texts: pd.Series) -> pd.Series:
    """Tell which of some texts say nothing, missing ones too."""
    missing = texts.isna()
    short = (texts.str.len() <= _LONGEST).fillna(value=False).astype(bool)
    if (short := short | contains(texts, _BLANK, signs=_BLANKS)).any():
        missing[short] = by_distinct(texts[short], _says_nothing).astype(bool)
    return missing


def _says_nothing(value: object) -> bool:
    return isinstance(value, str) and half_width(value).casefold() in _MISSING


def _is_date(column: pd.Series) -> bool:
    return bool(pd.api.types.is_datetime64_any_dtype(column))


def named_as(values: pd.Series, column: pd.Series) -> pd.Series:
    """Give a new column the name of the one it was read from."""
    named = values.copy(deep=False)
    named.name = column.name
    return named


class _Values(NamedTuple):
    """The distinct values of a column, and which stands in each row; -1 for none."""

    codes: npt.NDArray[np.integer]
    cells: list[object]


def _values(column: pd.Series) -> _Values:
    """Find the distinct values of a column of any kind; missing cells have none."""
    if column.dtype == "str":
        held = repeated(column) or Distinct(np.arange(len(column)), column)
        there = held.texts.notna().to_numpy()
        renumbered = np.where(there, np.cumsum(there) - 1, -1)
        return _Values(renumbered[held.codes], held.texts[there].tolist())
    if pd.api.types.infer_dtype(column) == "string":
        codes, distinct = pd.factorize(column.to_numpy())
        return _Values(codes, distinct.tolist())
    cells = column.astype(object)
    # True equals 1 in a table of distinct values; their kinds keep them apart.
    kinds = cells.map(lambda value: value.__class__ is bool).to_numpy(dtype=bool)
    codes = np.full(len(cells), -1)
    values: list[object] = []
    for kind in (False, True):
        own, distinct = pd.factorize(cells.to_numpy(dtype=object)[kinds == kind])
        codes[kinds == kind] = np.where(own < 0, -1, own + len(values))
        values += list(distinct)
    return _Values(codes, values)


def by_distinct(column: pd.Series, read: Callable[[object], object]) -> pd.Series:
    """Read every distinct value once; missing cells stay missing. Result: object."""
    codes, values = _values(column)
    answers = np.full(len(values) + 1, np.nan, dtype=object)
    answers[:-1] = [read(value) for value in values]
    return pd.Series(answers[codes], index=column.index, dtype=object)


def told(column: pd.Series, test: Callable[[object], bool]) -> pd.Series:
    """Tell which cells pass a test, each distinct value once; missing ones do not."""
    codes, values = _values(column)
    answers = np.array([*map(test, values), False], dtype=bool)
    return pd.Series(answers[codes], index=column.index)


def _figures(column: pd.Series, read: Callable[[object], float]) -> pd.Series:
    """Read the numbers of a column, each distinct value once."""
    codes, values = _values(column)
    answers = np.array([*map(read, values), np.nan], dtype=np.float64)
    return pd.Series(answers[codes], index=column.index)


NUMBER = (
    r"[-+]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)"
    r"(?:e[-+]?[0-9]+)?"
)
_NUMBER = re.compile(rf"'?({NUMBER}) ?(万|亿)?(%|‰)?", re.IGNORECASE)
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SHARES = {"%": Decimal(100), "‰": Decimal(1000)}


Commas: TypeAlias = Literal["", "thousands", "decimal", "open"]

# A figure with its points and commas, wherever it stands in a cell.
_FIGURE = re.compile(r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)+(?![0-9])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_COMMAS = ",，"
_WITNESSES = 2  # figures with a decimal comma that settle it
_GROUPED_BY_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")


def find_commas(column: pd.Series) -> Commas:
    """Find what commas in the figures of a column mean, by its own evidence.

    1,234.5 and 1,234,567 show that they part thousands; two figures such as 12,5 and
    0,125 that they stand before decimals. 1,234 shows neither.

    Returns
    -------
    commas
        "" where there are none; "thousands", also where nothing speaks against it;
        "decimal"; "open" where one figure alone has a decimal comma, or others have a
        point.

    Examples
    --------
    >>> [find_commas(pd.Series(cells)) for cells in (["15,25", "1,234", "12,5"],
    ...     ["1,234"], ["15,25", "1,5", "7.5"], ["7.5"])]
    ['decimal', 'thousands', 'open', '']
    """
    if pd.api.types.is_numeric_dtype(column) or _is_date(column):
        return ""
    if column.dtype == "str" and not may_hold(column, _COMMAS):
        return ""
    texts = [
        half_width(value) for value in _values(column).cells if isinstance(value, str)
    ]
    if not any("," in text for text in texts):
        return ""
    kinds = Counter(
        _kind_of(figure)
        for text in texts
        if not _reads_twice(text)
        for figure in dict.fromkeys(_FIGURE.findall(text))
    )
    if kinds["thousands"] or not kinds["decimal"]:
        return "thousands" if kinds["thousands"] or kinds["unclear"] else ""
    alone = kinds["decimal"] < _WITNESSES  # it may be a slip of the hand
    return "open" if kinds["point"] or alone else "decimal"


def _kind_of(figure: str) -> str:
    """Tell what the marks in one figure show."""
    if "," not in figure:
        return "point" if figure.count(".") == 1 else ""
    if _GROUPED.fullmatch(figure):
        if figure.startswith("0"):  # no thousands begin with a nought
            return "" if "." in figure or figure.count(",") > 1 else "decimal"
        several = figure.count(",") > 1 or "." in figure
        return "thousands" if several else "unclear"
    if "." in figure:
        return "decimal" if _GROUPED_BY_POINTS.fullmatch(figure) else ""
    return "decimal" if figure.count(",") == 1 else ""


def _reads_twice(text: str) -> bool:
    """Tell whether a cell gives one area in two units, parted by a comma."""
    plain = text.casefold()
    match = None if _ONE.fullmatch(plain) else _TWO.fullmatch(plain)
    return match is not None and np.isfinite(_read_twice(match, None)[0])


def _by_commas(value: object, commas: Commas) -> object:
    """Write a cell with decimal points, as the commas of its column are meant."""
    if commas not in {"decimal", "open"} or not isinstance(value, str):
        return value

    def figure(match: re.Match[str]) -> str:
        marks = match[0]
        if commas == "open":  # nobody can tell: no figure at all
            return "?" if _kind_of(marks) == "unclear" else marks
        if "," not in marks:
            return marks
        return marks.replace(".", "").replace(",", ".")

    return _FIGURE.sub(figure, half_width(value))


def parse_numbers(column: pd.Series) -> Parsed:
    """Read a column of numbers, whatever way they were typed.

    Examples
    --------
    >>> parse_numbers(pd.Series(["1,234.5", "１２", "28.57%", "—"])).values.tolist()
    [1234.5, 12.0, 0.2857, nan]
    >>> parse_numbers(pd.Series(["1,5", "2,75", "1,234"])).values.tolist()
    [1.5, 2.75, 1.234]
    >>> parse_numbers(pd.Series(["1,5", "三", "12亩"])).bad.tolist()
    [True, True, True]
    """
    commas = find_commas(column)
    if pd.api.types.is_bool_dtype(column):
        found = pd.Series(np.nan, index=column.index)
    elif pd.api.types.is_numeric_dtype(column):
        found = as_doubles(column)
    else:
        found = _figures(column, lambda v: read_number(_by_commas(v, commas)))
    found = named_as(found.where(np.isfinite(found)), column)
    return Parsed(found, found.isna() & ~is_missing(column))


def as_doubles(column: pd.Series) -> pd.Series:
    """Give numbers in double precision, those of single precision as they print.

    Examples
    --------
    >>> as_doubles(pd.Series([38198.03], dtype="float32")).tolist()
    [38198.03]
    """
    numbers = column.astype("float64")
    if str(column.dtype).lower() == "float32":
        there = numbers.notna()
        numbers[there] = column[there].astype("float32").astype(str).astype("float64")
    return numbers


def read_number(value: object) -> float:
    """Read one cell; NaN where it is no number."""
    if isinstance(value, bool):
        return math.nan
    if isinstance(value, Real | Decimal):
        return float(value)
    match = _NUMBER.fullmatch(half_width(value)) if isinstance(value, str) else None
    if match is None:
        return math.nan
    digits, scale, share = match.groups()
    # in decimals: 28.57 / 100 must be 0.2857, not its neighbour
    number = Decimal(digits.replace(",", ""))
    return float(
        number * _SCALES.get(scale, Decimal(1)) / _SHARES.get(share, Decimal(1))
    )


def parse_text(column: pd.Series) -> pd.Series:
    """Read a column as text: trimmed, whole numbers without a decimal point.

    Examples
    --------
    >>> import pandas as pd
    >>> parse_text(pd.Series([150622.0, " 甲 ", "—"], dtype=object)).tolist()
    ['150622', '甲', nan]
    """
    if column.dtype != "str":
        texts = by_distinct(column, _as_text).where(~is_missing(column))
        return named_as(texts.astype("str"), column)
    if not (_is_odd(column).any() or is_missing(column).any()):
        return named_as(column, column)
    return by_values(column, _trimmed)


def _trimmed(texts: pd.Series) -> pd.Series:
    """Trim texts, and leave out those that say nothing."""
    missing, odd = is_missing(texts), _is_odd(texts)
    if odd.any():
        texts = texts.copy()
        texts[odd] = by_distinct(texts[odd], _as_text)
    return texts.mask(missing) if missing.any() else texts


def _is_odd(texts: pd.Series) -> pd.Series:
    return contains(texts, _TO_TRIM, signs=_TRIMMED + "\r\n")


# Blanks at the ends of a text, or a new line in it.
_TRIMMED = " \u3000\t\ufeff\u200b"
_TO_TRIM = f"[\r\n]|^[{_TRIMMED}]|[{_TRIMMED}]$"


def texts_given(column: pd.Series) -> pd.Series:
    """Give codes as text; missing where nothing is filled in, blanks included.

    Examples
    --------
    >>> texts_given(pd.Series(["A", " ", None])).isna().tolist()
    [False, True, True]
    """
    texts = column.astype("str")
    return texts.mask(texts.str.strip() == "")


def in_natural_order(texts: Iterable[str]) -> list[str]:
    """Sort texts: as numbers where all of them are, otherwise as texts.

    Examples
    --------
    >>> in_natural_order(["10", "9", "2.5"]), in_natural_order(["10", "9", "甲"])
    (['2.5', '9', '10'], ['10', '9', '甲'])
    """
    listed = sorted(texts)
    numbers = pd.to_numeric(pd.Series(listed, dtype="object"), errors="coerce")
    if numbers.isna().any():
        return listed
    return [listed[at] for at in np.argsort(numbers.to_numpy(float), kind="stable")]


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if _midnight(value) else value.isoformat(" ")
    if isinstance(value, Real) and float(value).is_integer():
        return str(int(float(value))) if isinstance(value, float) else str(value)
    if isinstance(value, float | Decimal):
        return format(Decimal(repr(float(value))), "f")
    return re.sub(r"\s*[\r\n]+\s*", " ", str(value).strip("\ufeff\u200b \u3000\t\r\n"))


def _midnight(moment: dt.datetime) -> bool:
    return moment.time() == dt.time()


# other years only come from empty cells and slips of the hand
_FIRST_YEAR, _LAST_YEAR = 1949, 2199
_TIME = (
    r"(?:[T ]+(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
    r"(?::(?:[0-5][0-9]|60)(?:\.[0-9]+)?)?)?"
)
_AWARE = re.compile(
    r"([0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2})[T ]+([0-9]{1,2}):([0-9]{2})"
    r"(?::([0-9]{2})(?:\.[0-9]+)?)? ?(?:Z|UTC|([+-])([0-9]{2}):?([0-9]{2})?)",
    re.IGNORECASE,
)
# Seconds or milliseconds since 1970, as services give days: from 1979 to 2030, for
# beyond lie days and hours written without marks (2022090816).
_EPOCH = re.compile(r"([0-9]{9,13})(?:\.0+)?")
_EPOCH_SECONDS = (300_000_000, 1_900_000_000)
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


def read_day(given: dt.date | str, *, deadline: bool = False) -> dt.date:
    """Read one day that a caller gives, as for ``on=`` or ``effective=``.

    With `deadline` also as deadlines are written: 2023年9月底前.

    Raises
    ------
    DataError
        It is no whole day of the calendar from 1949 to 2199: not "today", not a year
        or month alone.

    Examples
    --------
    >>> read_day("2023-07-06"), read_day("2023年7月6日").isoformat()
    (datetime.date(2023, 7, 6), '2023-07-06')
    >>> read_day("2023年9月底前", deadline=True).isoformat()
    '2023-09-30'
    """
    stated = isinstance(given, str | dt.date) and not pd.isna(given)
    read = _read_deadline if deadline else _read_date
    day = read(_at_home(given, None)) if stated else None
    if day is None:
        raise DataError(
            "day_not_a_day", given=given, first=_FIRST_YEAR, last=_LAST_YEAR
        )
    return day


def parse_dates(
    column: pd.Series, *, deadline: bool = False, zone: dt.tzinfo | None = None
) -> Parsed:
    """Read a column of dates in every usual Chinese form.

    Examples
    --------
    >>> days = parse_dates(pd.Series(["2021年3月5日", "2021.2.29", "2021年3月"]))
    >>> days.values.dt.strftime("%Y-%m-%d").tolist(), days.bad.tolist()
    (['2021-03-05', nan, nan], [False, True, True])
    >>> parse_dates(pd.Series(["2023年9月底前"]), deadline=True).values[0].day
    30
    """
    if _is_date(column):
        days = _days_at(column, zone)
        days = days.where(days.dt.year.between(_FIRST_YEAR, _LAST_YEAR))
        return Parsed(days, days.isna() & column.notna())
    read = _read_deadline if deadline else _read_date
    codes, values = _values(column)
    found = np.full(len(values) + 1, "NaT", dtype="datetime64[s]")
    plain = np.array([_is_plain_day(value) for value in values], dtype=bool)
    at = np.flatnonzero(plain)
    found[at] = _plain_days([str(values[n]) for n in at])
    for n in np.flatnonzero(~plain):
        if (day := read(_at_home(values[n], zone))) is not None:
            found[n] = np.datetime64(day, "s")
    days = pd.Series(found[codes], index=column.index, name=column.name)
    bad = days.isna()
    if bad.any():
        bad &= ~is_missing(column) & ~told(column, _is_zero)
    return Parsed(days, bad)


_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _is_plain_day(value: object) -> bool:
    return isinstance(value, str) and _PLAIN_DAY.fullmatch(value) is not None


def _plain_days(texts: list[str]) -> npt.NDArray[np.datetime64]:
    """Read days such as 2021-03-05; what is no day of the calendar has none."""
    days = pd.Series(pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce"))
    years = days.dt.year.between(_FIRST_YEAR, _LAST_YEAR)
    return days.where(years).to_numpy(dtype="datetime64[s]")


def _days_at(moments: pd.Series, zone: dt.tzinfo | None) -> pd.Series:
    """Give the days of moments, of those that know their offset in a zone."""
    if moments.dt.tz is not None:
        moments = moments if zone is None else moments.dt.tz_convert(zone)
        moments = moments.dt.tz_localize(None)
    days: pd.Series = moments.dt.normalize().astype("datetime64[s]")
    return days


def find_moved_days(column: pd.Series, zone: dt.tzinfo) -> pd.Series:
    """Tell which moments fall on another day in a zone than the one they are told in.

    Those told in seconds or milliseconds since 1970 are told in none.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> told = pd.Series(["2022-09-07T16:00:00Z", "2022-09-07T15:59:59Z", "2022-09-07"])
    >>> find_moved_days(told, ZoneInfo("Asia/Shanghai")).tolist()
    [True, False, False]
    >>> find_moved_days(pd.Series([1662566400000, 20220908]), dt.UTC).tolist()
    [True, False]
    """
    numeric = pd.api.types.is_numeric_dtype(column)
    if numeric and not (column >= _EPOCH_SECONDS[0]).any():
        return pd.Series(data=False, index=column.index)
    if _is_date(column):
        own, there = _days_at(column, None), _days_at(column, zone)
        return pd.Series((own != there) & own.notna(), index=column.index)
    if column.dtype == "str" and not (
        may_hold(column, ":：") or contains(column, "^[0-9]{9}").any()
    ):
        return pd.Series(data=False, index=column.index)

    def moved(value: object) -> bool:
        moment = _aware(value)
        if moment is None:
            return _since_epoch(value) is not None
        return moment.astimezone(zone).date() != moment.date()

    return told(column, moved)


def _at_home(value: object, zone: dt.tzinfo | None) -> object:
    """Give a moment that names its offset as one of a zone; others stay."""
    moment = _aware(value)
    if moment is None and zone is not None:
        moment = _since_epoch(value)
    if moment is None:
        return value
    return (moment if zone is None else moment.astimezone(zone)).replace(tzinfo=None)


def _since_epoch(value: object) -> dt.datetime | None:
    """Read seconds or milliseconds since 1970."""
    if isinstance(value, Real) and not isinstance(value, bool):
        value = f"{float(value):.0f}" if float(value).is_integer() else ""
    match = _EPOCH.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    first, last = _EPOCH_SECONDS
    for seconds in (int(match[1]), int(match[1]) / 1000):
        if first <= seconds < last:
            return dt.datetime.fromtimestamp(seconds, dt.UTC)
    return None


def _aware(value: object) -> dt.datetime | None:
    """Read a moment that names its offset from UTC."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is not None and not pd.isna(value) else None
    match = _AWARE.fullmatch(half_width(value)) if isinstance(value, str) else None
    day = None if match is None else _from_text(match[1])
    if match is None or day is None:
        return None
    hours, minutes, seconds = (int(match[at] or 0) for at in (2, 3, 4))
    ahead = dt.timedelta(hours=int(match[6] or 0), minutes=int(match[7] or 0))
    try:
        offset = dt.timezone(-ahead if match[5] == "-" else ahead)
        clock = dt.time(hours, minutes, min(seconds, 59))
    except ValueError:  # no such hour: the cell is no date
        return None
    return dt.datetime.combine(day, clock, offset)


def _read_date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return in_range(value.date())
    if isinstance(value, dt.date):
        return in_range(value)
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
        return in_range(dt.date(year, month, day))
    except ValueError:  # no such day in the calendar: the caller marks it bad
        return None


def in_range(day: dt.date) -> dt.date | None:
    """Give a day back where it lies from 1949 to 2199: other days are slips."""
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


# Longest first; cells and headers are made half-width before they are looked at.
_WORD = "|".join(map(re.escape, UNIT_WORDS))
_ONE = re.compile(rf"({NUMBER}) ?({_WORD})?", re.IGNORECASE)
_TWO = re.compile(
    rf"({NUMBER}) ?({_WORD})? ?(?:\(|\[|【|/|,|;|、|=)? ?(?:合|折合|约合)? ?"
    rf"({NUMBER}) ?({_WORD})? ?(?:\)|\]|】)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"[(\[【{〔][^)\]】}〕]*(?:[)\]】}〕]|$)|(?:计量)?单位[:：].*$"
)
# 英亩 and 公亩 are other units, which nobody here declares areas in.
_UNIT_TEXT = re.compile(rf"(?<![a-z0-9英公])({_WORD})(?![a-z0-9均])", re.IGNORECASE)
_UNIT_TAIL = re.compile(rf"(?:[ _/:,、-]|(?<=[^ -~英公]))({_WORD})$", re.IGNORECASE)
_PAIR_UNITS: tuple[AreaUnit, ...] = ("m2", "mu", "ha")


class ParsedAreas(NamedTuple):
    """A column of areas read.

    Attributes
    ----------
    values
        In m²; missing where the unit is not known, the cell says nothing or is bad.
    bad
        True where the cell could not be read, or its two figures contradict.
    numbers
        The figures as found, in `units`.
    units
        "m2", "mu", "ha", "wan_mu" or "km2"; missing where neither the cell nor the
        caller named one.
    """

    values: pd.Series
    bad: pd.Series
    numbers: pd.Series
    units: pd.Series


class Header(NamedTuple):
    """A header without the unit it carried, and the units named in it, in order."""

    name: str
    units: tuple[AreaUnit, ...]


def parse_areas(
    column: pd.Series, *, unit: AreaUnit | None = None, commas: Commas | None = None
) -> ParsedAreas:
    """Read a column of areas, with the unit that each cell names.

    Parameters
    ----------
    column
        Cells as found.
    unit
        The unit of cells that name none.
    commas
        What commas mean, where more is known than the column; see `find_commas`.

    Examples
    --------
    >>> cells = ["1公顷", "15亩", "0.0015万亩", "10000（15）", "7"]
    >>> areas = parse_areas(pd.Series(cells))
    >>> areas.values.tolist()
    [10000.0, 10000.0, 10000.0, 10000.0, nan]
    >>> areas.units.tolist()
    ['ha', 'mu', 'wan_mu', 'm2', nan]
    """
    if pd.api.types.is_numeric_dtype(column):
        found = _plain(column, unit)
    else:
        meant = find_commas(column) if commas is None else commas
        found = _with_units(column, meant, unit)
    number = found["number"].where(np.isfinite(found["number"]))
    units = found["unit"].where(number.notna())
    values = pd.Series(np.nan, index=column.index)
    for which in units.dropna().unique():
        values = values.mask(units == which, to_m2(number, which))
    bad = number.isna() & ~is_missing(column)
    number, units = named_as(number, column), named_as(units, column)
    return ParsedAreas(named_as(values, column), bad, number, units)


def read_area(given: float | str, *, unit: AreaUnit = "m2") -> float:
    """Read one area that a caller gives, in m²; `unit` is that of a bare number.

    Raises
    ------
    DataError
        It is no area: no number, an unknown unit, two figures that contradict.

    Examples
    --------
    >>> read_area("15亩"), read_area("0.83公顷"), read_area(8300)
    (10000.0, 8300.0, 8300.0)
    """
    area = parse_areas(pd.Series([given], dtype=object), unit=unit)[0].iloc[0]
    if pd.isna(area):
        raise DataError("area_not_an_area", given=given)
    return float(area)


def split_header(text: str) -> Header:
    """Part a header into its name and the area units it carries.

    Examples
    --------
    >>> split_header("地块面积（亩）")
    Header(name='地块面积', units=('mu',))
    >>> split_header("面积 m²（亩）").units, split_header("亩均投资").units
    (('m2', 'mu'), ())
    """
    plain = half_width(text).casefold()
    brackets = "".join(_IN_BRACKETS.findall(plain))
    name = _IN_BRACKETS.sub(_keep_other, half_width(text)).strip()
    units = [UNIT_WORDS[word.casefold()] for word in _UNIT_TEXT.findall(brackets)]
    if tail := _UNIT_TAIL.search(name):
        name = name[: tail.start()].strip()
        units.insert(0, UNIT_WORDS[tail[1].casefold()])
    return Header(name, tuple(dict.fromkeys(units)))


def _keep_other(match: re.Match[str]) -> str:
    """Drop brackets that hold a unit; others belong to the name."""
    return "" if _UNIT_TEXT.search(match[0].casefold()) else match[0]


def _plain(column: pd.Series, unit: AreaUnit | None) -> pd.DataFrame:
    number = as_doubles(column)
    if pd.api.types.is_bool_dtype(column):
        number = number.where(number.isna())
    units = pd.Series(unit, index=column.index, dtype="str")
    return pd.DataFrame({"number": number, "unit": units})


def _with_units(
    column: pd.Series, commas: Commas, unit: AreaUnit | None
) -> pd.DataFrame:
    """Read the figure and the unit of each cell, of each distinct value once."""
    codes, values = _values(column)
    pairs = [_read(_by_commas(value, commas), unit) for value in values]
    numbers = np.array([*(number for number, _ in pairs), np.nan], dtype=np.float64)
    units = pd.Series([*(named for _, named in pairs), None], dtype="str")
    taken = {"number": numbers[codes], "unit": units.array.take(codes)}
    return pd.DataFrame(taken, index=column.index)


def _read(value: object, unit: AreaUnit | None) -> tuple[float, AreaUnit | None]:
    """Read one cell: its figure and unit."""
    if not isinstance(value, str):
        return read_number(value), unit
    text = half_width(value).casefold()
    if match := _ONE.fullmatch(text):
        return read_number(match[1]), UNIT_WORDS.get(match[2], unit)
    if match := _TWO.fullmatch(text):
        return _read_twice(match, unit)
    return read_number(text), unit


def _read_twice(
    match: re.Match[str], unit: AreaUnit | None
) -> tuple[float, AreaUnit | None]:
    """Read an area given in two units; NaN where no reading, or several, agree."""
    named = (UNIT_WORDS.get(match[2], unit), UNIT_WORDS.get(match[4]))
    fitting = [
        pair
        for pair in permutations(_PAIR_UNITS, 2)
        if all(n in {None, u} for n, u in zip(named, pair, strict=True))
        and _agree((match[1], match[3]), pair)
    ]
    if len(fitting) != 1:
        return float("nan"), None
    return read_number(match[1]), fitting[0][0]


def _agree(texts: tuple[str, str], units: tuple[AreaUnit, AreaUnit]) -> bool:
    """Tell whether two printed figures can be the same area."""
    ranges = []
    for text, unit in zip(texts, units, strict=True):
        half = 0.5 * 10.0 ** -len(text.partition(".")[2])
        number = read_number(text)
        ranges.append((to_m2(number - half, unit), to_m2(number + half, unit)))
    (low, high), (other_low, other_high) = ranges
    return low <= other_high and other_low <= high
