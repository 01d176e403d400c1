"""The periods that bulletins are for: 旬, 月, 季, 年."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import pandas as pd

from landbase.texts import words
from landbase.values import read_day

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules.vocabulary import Lang

__all__ = ["Period", "PeriodKind", "period_of"]

PeriodKind: TypeAlias = Literal["旬", "月", "季", "年"]
_TEN = 10
_KEYS = {"旬": "ten_days", "月": "month", "季": "quarter", "年": "year"}


class Period(NamedTuple):
    """A period until the day of the report.

    Attributes
    ----------
    name
        As a bulletin calls it.
    start, end
        Its first day, and the day of the report.
    """

    name: str
    start: pd.Timestamp
    end: pd.Timestamp


def period_of(on: dt.date | str, *, kind: PeriodKind, lang: Lang = "zh") -> Period:
    """Give the period in which a day lies.

    Parameters
    ----------
    on
        The day of the report.
    kind
        旬 (from the 1st, 11th or 21st), 月, 季 or 年.
    lang
        Language of its name.

    Returns
    -------
    period
        From its first day to `on`.

    Raises
    ------
    ValueError
        The kind is not known, or `on` is not a day.

    Examples
    --------
    >>> period_of("2023-07-16", kind="旬").name
    '2023年7月中旬'
    """
    day = pd.Timestamp(read_day(on))
    part = min((day.day - 1) // _TEN, 2)
    starts = {
        "旬": day.replace(day=part * _TEN + 1),
        "月": day.replace(day=1),
        "季": day.replace(month=3 * day.quarter - 2, day=1),
        "年": day.replace(month=1, day=1),
    }
    if kind not in starts:
        raise ValueError(f"period is one of 旬, 月, 季, 年, not {kind!r}")
    told, start = words("report", lang), starts[kind]
    name = told(
        f"period.{_KEYS[kind]}", start=start, day=day, part=told[f"period.part_{part}"]
    )
    return Period(name, start, day)
