"""The tables of a run as they are printed: areas per banner, tasks and disposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.banners import area_table
from landbase.report.area_forms import area_form
from landbase.report.progress_forms import progress_form
from landbase.report.words import make_note
from landbase.workbook import write_forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from landbase.banners.table import AreaKind
    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang

__all__ = ["write_areas", "write_progress", "write_table"]

_FURTHER = ("status", "disposal_type", "cause", "zone")


def write_areas(
    path: Path,
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame,
    *,
    areas: AreaKind,
    day: str,
    title: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write the area table per banner, and the same by status, way, cause and zone.

    Parameters
    ----------
    path
        The workbook.
    parcels
        The parcels that `table` is about.
    table
        As `area_table` gives it.
    areas
        As for `area_table`.
    day, title
        Of the report; they stand at the foot of a printed page.
    lang, rules
        Language and words.

    Returns
    -------
    path
        The file written.
    """
    tables = [table] + [
        area_table(parcels, by=by, areas=areas, rules=rules)
        for by in _FURTHER
        if by in parcels
    ]
    note = make_note(day, lang=lang, areas=areas)
    forms = [area_form(exact, note=note, lang=lang, rules=rules) for exact in tables]
    return write_forms(path, forms, footer=f"{title}　{day}")


def write_table(
    path: Path,
    table: pd.DataFrame,
    *,
    areas: AreaKind,
    day: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write one area table to a workbook.

    Parameters
    ----------
    path, table, areas, day, lang, rules
        As for `write_areas`; without a day, "".

    Returns
    -------
    path
        The file written.
    """
    note = make_note(day, lang=lang, areas=areas)
    form = area_form(table, note=note, lang=lang, rules=rules)
    return write_forms(path, [form], footer=day)


def write_progress(
    path: Path,
    years: Mapping[int, pd.DataFrame],
    *,
    day: str,
    title: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write the progress of each year to a sheet of its own.

    Parameters
    ----------
    path
        The workbook.
    years
        Year → table, as `landbase.progress` gives it.
    day, title
        Of the report.
    lang, rules
        Language and words.

    Returns
    -------
    path
        The file written.
    """
    note = make_note(day, lang=lang)
    forms = [
        progress_form(table, year=year, note=note, lang=lang, rules=rules)
        for year, table in years.items()
    ]
    return write_forms(path, forms, footer=f"{title}　{day}")
