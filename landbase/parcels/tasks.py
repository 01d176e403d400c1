"""Read the annual tasks of disposal from a workbook or a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from landbase.errors import SchemaError, SourceError
from landbase.io.sheets import read_grids
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import TABLE_KINDS, column_labels
from landbase.tables.cells import parse_areas, parse_numbers, parse_text
from landbase.tables.headers import find_table
from landbase.texts import Both, Text

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["TASK_COLUMNS", "read_tasks"]

TASK_COLUMNS = ("year", "banner", "category", "area", "unit")

_NEEDED = ("year", "category", "area")
_CITY = frozenset({"合计", "总计", "全市", "全市合计"})


def read_tasks(
    path: Path | str,
    *,
    sheet: str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Read annual tasks, one row for each year, banner and category.

    Parameters
    ----------
    path
        An .xlsx, .xls or CSV file with the columns 年度, 土地类别, 任务面积, and where
        the city is parted, 旗区 (code or name). The unit stands in the header, in the
        cell or in a column 单位.
    sheet
        The sheet; by default the first with such a header.
    rules
        The words; by default those that come with landbase.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    tasks
        As `landbase.progress` takes them: year (int), banner (missing for a task of
        the whole city), category, area in m², unit ("m2").

    Raises
    ------
    SourceError
        The file cannot be read, or no sheet has the columns.
    SchemaError
        A row has no year, category, area or unit that can be understood; the message
        names the rows.
    MissingDependencyError
        The file is an .xls and xlrd is not installed.

    Examples
    --------
    >>> from landbase.sample import sample_path
    >>> tasks = read_tasks(sample_path("年度任务.csv"))
    >>> tasks.groupby("year")["area"].sum().mul(15 / 10_000 / 10_000).round(2).to_dict()
    {2022: 2.44, 2023: 3.49}
    """
    known = rules_of(rules, vocabulary=vocabulary)
    words = known.vocabulary
    path = Path(path)
    grids = [g for g in read_grids(path).grids if sheet in {None, g.name}]
    table = find_table(
        grids, known, columns=TASK_COLUMNS, needed=_NEEDED, kinds=TABLE_KINDS
    )
    if table.lacking:
        raise SourceError("tasks_table_missing", path=path)
    units = table.units.get("area", ())
    unit = units[0] if len(units) == 1 else None
    found = table.frame[table.frame["area"].notna() & (table.frame["area"] != "")]
    year, *_ = parse_numbers(found["year"].map(_year))
    area, *_ = parse_areas(_with_unit(found), unit=unit)
    typed = {
        "year": year,
        "banner": _banners(found["banner"], known),
        "category": words.find_all("category", parse_text(found["category"])),
        "area": area,
    }
    bad = {
        name: found.index[typed[name].isna()] + table.first_row
        for name in ("year", "category", "area")
    }
    bad["banner"] = found.index[typed["banner"] == "?"] + table.first_row
    if faults := {n: [str(row) for row in r] for n, r in bad.items() if len(r)}:
        labels = column_labels("zh", vocabulary=words, kinds=TABLE_KINDS)
        what = [
            Text("errors.tasks_cells", column=Both(name, labels[name]), rows=rows)
            for name, rows in faults.items()
        ]
        raise SchemaError("tasks_not_understood", path=path, what=what)
    tasks = pd.DataFrame(typed).reset_index(drop=True)
    return tasks.astype({"year": "int64"}).assign(unit="m2")


def _year(cell: object) -> object:
    return cell.strip().removesuffix("年") if isinstance(cell, str) else cell


def _with_unit(found: pd.DataFrame) -> pd.Series:
    """Put the unit of its row behind each figure."""
    figures, units = found["area"].astype(object), parse_text(found["unit"])
    return figures.where(units.isna(), figures.astype("str") + units)


def _banners(column: pd.Series, rules: Rules) -> pd.Series:
    """Find banner codes; "?" where a word is not known."""
    text = parse_text(column)
    text = text.mask(text.isin(_CITY))
    codes = rules.find_banners(text)
    return codes.where(codes.notna() | text.isna(), "?")
