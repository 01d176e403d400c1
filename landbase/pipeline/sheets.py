"""The tables of a run as they are printed: areas per banner, tasks and disposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.banners import area_table, print_table
from landbase.units import from_m2, round_half_up
from landbase.vocabulary import Vocabulary
from landbase.workbook import Sheet, write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd

    from landbase.banners.table import AreaKind
    from landbase.vocabulary import Lang

__all__ = ["print_progress", "write_areas", "write_progress", "write_table"]

_AREA = "#,##0.00"
_FURTHER = ("status", "disposal_type", "cause", "zone")
_WORDS = {
    "zh": {
        "banner": "旗区",
        "status": "处置状态",
        "disposal_type": "处置方式",
        "cause": "形成原因",
        "zone": "开发区",
        "by": "按{}",
        "task": "任务（亩）",
        "mu": "已处置（亩）",
        "ha": "已处置（公顷）",
        "rate": "完成率",
        "year": "{}年",
    },
    "en": {
        "banner": "banner",
        "status": "status",
        "disposal_type": "disposal type",
        "cause": "cause",
        "zone": "development zone",
        "by": "by {}",
        "task": "task (mu)",
        "mu": "disposed (mu)",
        "ha": "disposed (ha)",
        "rate": "rate",
        "year": "{}",
    },
}


def write_areas(
    path: Path,
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame,
    *,
    areas: AreaKind,
    title: str,
    lang: Lang,
    vocabulary: Vocabulary,
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
    title, lang, vocabulary
        Heading, language and words.

    Returns
    -------
    path
        The file written.
    """
    words = _WORDS[lang]
    tables = {"banner": table} | {
        by: area_table(parcels, by=by, areas=areas, vocabulary=vocabulary)
        for by in _FURTHER
        if by in parcels
    }
    sheets = []
    for by, exact in tables.items():
        printed = print_table(exact, lang=lang, vocabulary=vocabulary)
        flat = _flat(printed, words[by])
        formats = {str(n): _AREA for n in flat if flat[n].dtype == float}
        sheets.append(Sheet(words["by"].format(words[by]), flat, formats, title=title))
    return write_workbook(path, sheets)


def write_table(path: Path, printed: pd.DataFrame) -> Path:
    """Write one printed table to a workbook, its index in the first column."""
    flat = _flat(printed, str(printed.index.name or ""))
    formats = {str(n): _AREA for n in flat if flat[n].dtype == float}
    return write_workbook(path, [Sheet(str(printed.index.name), flat, formats)])


def print_progress(
    table: pd.DataFrame, *, lang: Lang = "zh", vocabulary: Vocabulary | None = None
) -> pd.DataFrame:
    """Label the progress of a year and round it so that the printed areas close.

    Parameters
    ----------
    table
        As `landbase.progress` gives it, by banner. Not changed.
    lang, vocabulary
        Language and words of the labels.

    Returns
    -------
    printed
        One row a banner and one for the city; for each category the task in mu, what
        was disposed of in mu and ha at two decimals, and the rate in percent from
        areas of record, missing without a task.
    """
    words, which = _WORDS[lang], vocabulary or Vocabulary.default()
    rows, codes = (table.index.get_level_values(n).unique() for n in (0, 1))
    wide = table.unstack("category").loc[rows]
    exact = pd.DataFrame({
        (code, unit): from_m2(wide["disposed_m2", code], unit)
        for code in codes
        for unit in ("mu", "ha")
    })
    exact.index = pd.Index([*rows[:-1], "total"], name=table.index.names[0])
    printed = print_table(exact, lang=lang, vocabulary=which)
    columns = {}
    for number, code in enumerate(codes):
        label = printed.columns[2 * number][0]
        task = round_half_up(from_m2(wide["task_m2", code], "mu"), 2)
        columns[label, words["task"]] = task
        columns[label, words["mu"]] = printed.iloc[:, 2 * number].to_numpy()
        columns[label, words["ha"]] = printed.iloc[:, 2 * number + 1].to_numpy()
        columns[label, words["rate"]] = round_half_up(wide["rate", code] * 100, 2)
    return pd.DataFrame(columns, index=printed.index)


def write_progress(
    path: Path, years: Mapping[int, pd.DataFrame], *, lang: Lang, vocabulary: Vocabulary
) -> Path:
    """Write the progress of each year to a sheet of its own.

    Parameters
    ----------
    path
        The workbook.
    years
        Year → table, as `landbase.progress` gives it.
    lang, vocabulary
        Language and words.

    Returns
    -------
    path
        The file written.
    """
    words, sheets = _WORDS[lang], []
    for year, table in years.items():
        printed = print_progress(table, lang=lang, vocabulary=vocabulary)
        flat = _flat(printed, words["banner"])
        formats = {str(n): _AREA for n in flat}
        sheets.append(Sheet(words["year"].format(year), flat, formats))
    return write_workbook(path, sheets)


def _flat(printed: pd.DataFrame, first: str) -> pd.DataFrame:
    """Bring a table to one row of headers, its index in front."""
    flat = printed.set_axis(
        [" ".join(pair) for pair in printed.columns], axis="columns"
    )
    return flat.rename_axis(first).reset_index()
