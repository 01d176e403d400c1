"""The facts of a report, taken from a land base once: areas, progress, periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.cases.progress import progress_by_year
from landbase.errors import DataError
from landbase.parcels.checks import check_parcels
from landbase.tables.cells import read_day
from landbase.texts import Texts, day_in

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.banners.table import AreaKind
    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.store.base import LandBase
    from landbase.texts import Lang, Words

__all__ = [
    "Facts",
    "Period",
    "PeriodKind",
    "count_errors",
    "make_note",
    "period_of",
    "take_facts",
]

PeriodKind: TypeAlias = Literal["旬", "月", "季", "年"]
_TEN = 10
_KEYS = {"旬": "ten_days", "月": "month", "季": "quarter", "年": "year"}


class Period(NamedTuple):
    """A period until the day of the report.

    Attributes
    ----------
    name
        As a bulletin calls it.
    this
        What it is called while it lasts: 本旬.
    start, end
        Its first day, and the day of the report.
    """

    name: str
    this: str
    start: pd.Timestamp
    end: pd.Timestamp


def period_of(
    on: dt.date | str,
    *,
    kind: PeriodKind,
    lang: Lang = "zh",
    texts: Texts | None = None,
) -> Period:
    """Give the period in which a day lies.

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
    wording, start = (texts or Texts.default()).words("report", lang), starts[kind]
    name = wording(
        f"period.{_KEYS[kind]}",
        start=start,
        day=day,
        part=wording[f"period.part_{part}"],
    )
    return Period(name, wording[f"period.this_{_KEYS[kind]}"], start, day)


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """One state of a land base.

    Attributes
    ----------
    on
        The day.
    parcels, areas
        Parcels with their status that day, and their areas of record in m².
    banners
        Outlines, or None.
    cases, decisions, deadlines
        As `LandBase` gives them.
    progress
        Year → progress until the day, or the year's end.
    issues
        What is wrong with the parcels.
    override
        How many errors are open, where the report is made all the same.
    words, rules, maker
        Texts in the language of the report, the rules that hold, and who reports.
    books_code
        The code of the books (`LandBase.head`): with it `verify` tells whether a land
        base continues the one that the report was made of.
    """

    on: pd.Timestamp
    parcels: gpd.GeoDataFrame
    areas: pd.Series
    banners: gpd.GeoDataFrame | None
    cases: pd.DataFrame
    decisions: pd.DataFrame
    deadlines: pd.DataFrame
    progress: dict[int, pd.DataFrame]
    issues: Issues
    override: int
    words: Words
    rules: Rules
    maker: str
    books_code: str

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the rules."""
        return self.rules.vocabulary

    @property
    def lang(self) -> Lang:
        """The language of the report."""
        return self.words.lang

    @property
    def day(self) -> str:
        """The day as it is printed."""
        return f"{self.on:%Y-%m-%d}"

    def note(self) -> str:
        """Say below a title what the figures are."""
        return make_note(
            self.day,
            words=self.words,
            maker=self.maker,
            override=self.override,
            code=self.books_code,
        )


def make_note(
    day: str = "",
    *,
    words: Words,
    areas: AreaKind = "ellipsoidal",
    maker: str = "",
    override: int = 0,
    code: str = "",
) -> str:
    """Say below a title what the figures are."""
    parts = [words("day", day=day_in(day, words.lang))] if day else []
    parts.append(words("areas", areas=words[f"{areas}_areas"]))
    parts += [words("maker", maker=maker)] if maker else []
    parts += [words("books_code", code=code)] if code else []
    note = words["between"].join(parts)
    return note + (words("override", count=override) if override else "")


def take_facts(
    base: LandBase,
    *,
    on: dt.date | str,
    banners: gpd.GeoDataFrame | None,
    tasks: pd.DataFrame | None,
    issues: Issues | None,
    lang: Lang,
    maker: str,
    allow_errors: bool,
) -> Facts:
    """Read everything once; refuse while there are open errors."""
    rules = base.rules
    day = pd.Timestamp(read_day(on))
    parcels = base.parcels(on=day.date())
    found = issues
    if found is None:
        found = check_parcels(parcels, banners, rules=rules)
    errors = count_errors(found, allow=allow_errors)
    decisions = base.decisions(on=day.date())
    return Facts(
        on=day,
        parcels=parcels,
        areas=ellipsoidal_area(parcels),
        banners=banners,
        cases=base.cases(day.date()),
        decisions=decisions,
        deadlines=base.deadlines(day.date(), steps=False),
        progress=progress_by_year(decisions, tasks, on=day.date(), rules=rules),
        issues=found,
        override=errors,
        words=Texts(rules.texts).words("report", lang),
        rules=rules,
        maker=maker,
        books_code=base.head,
    )


def count_errors(issues: Issues, *, allow: bool) -> int:
    """Count open errors; refuse where there are any and that is not allowed."""
    errors = issues.count("error")
    if errors and not allow:
        raise DataError(
            "report_errors_open", issues=issues.of_severity("error"), errors=errors
        )
    return errors
