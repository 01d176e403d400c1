"""`report_tables`: all tables of one day in one workbook, ready to be handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.banners import area_table
from landbase.report.area_forms import area_form, check_form
from landbase.report.facts import Facts, take_facts
from landbase.report.list_forms import (
    issue_form,
    overdue_form,
    parcel_form,
)
from landbase.report.progress_forms import progress_form
from landbase.tables import write_forms

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.vocabulary import Lang
    from landbase.store import LandBase
    from landbase.tables import Form

__all__ = ["report_tables"]

_BY = ("banner", "disposal_type", "cause", "status")


def report_tables(  # noqa: PLR0913 - what the tables rest on, each by its name
    base: LandBase,
    *,
    on: dt.date | str,
    path: Path | str,
    banners: gpd.GeoDataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    issues: Issues | None = None,
    lang: Lang = "zh",
    maker: str = "",
    allow_errors: bool = False,
) -> Path:
    """Write the tables of a report to one workbook.

    Sheets: areas by banner (mu, 公顷, 万亩), way, cause and status; task and progress
    of each year; overdue parcels; all parcels; issues; declared against measured
    areas. Every total is the sum of what is printed above it, as a formula beside
    its value.

    Parameters
    ----------
    base
        The land base.
    on
        The day.
    path
        The .xlsx file.
    banners
        Outlines; with them areas go by where parcels lie.
    tasks
        As `landbase.read_tasks` gives them.
    issues
        What is wrong; by default what `landbase.check_parcels` finds.
    lang
        Language.
    maker
        填报单位.
    allow_errors
        Write the tables although there are open errors; each says so then.

    Returns
    -------
    path
        The file written; the same state gives the same bytes.

    Raises
    ------
    DataError
        There are open error-level issues.
    """
    facts = take_facts(
        base, on=on, banners=banners, tasks=tasks, issues=issues, lang=lang,
        maker=maker, allow_errors=allow_errors,
    )  # fmt: skip
    footer = f"{maker}　{facts.day}" if maker else facts.day
    return write_forms(path, _forms(facts), footer=footer)


def _forms(facts: Facts) -> list[Form]:
    return [
        *(_areas(facts, by) for by in _BY if by in facts.parcels),
        *(_progress(facts, year) for year in facts.progress),
        overdue_form(facts),
        parcel_form(facts),
        issue_form(facts),
        check_form(facts),
    ]


def _areas(facts: Facts, by: str) -> Form:
    exact = area_table(
        facts.parcels,
        facts.banners if by == "banner" else None,
        by=by,
        areas=facts.areas,
        rules=facts.rules,
    )
    return area_form(exact, note=facts.note(), words=facts.words, rules=facts.rules)
    return area_form(exact, note=facts.note(), lang=facts.lang, rules=facts.rules)


def _progress(facts: Facts, year: int) -> Form:
    return progress_form(
        facts.progress[year],
        year=year,
        note=facts.note(),
        words=facts.words,
        rules=facts.rules,
    )
