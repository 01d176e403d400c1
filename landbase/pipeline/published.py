"""Hold the result of a run against figures that were published."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from landbase.errors import SchemaError
from landbase.published import Figure
from landbase.sources.ledger import read_grids
from landbase.tables.headers import find_table
from landbase.units import to_m2

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.pipeline.run import RunResult

__all__ = ["compare_published"]

_COLUMNS = ("indicator", "year", "category", "figure", "unit")
_KINDS = ("table_field", "field")
_STOCK = "存量"
_PROGRESS = {"处置任务": "task_m2", "处置完成": "disposed_m2", "完成率": "rate"}


def compare_published(result: RunResult, path: Path) -> pd.DataFrame:
    """Compare stock, tasks, disposals and rates with a table of published figures.

    Parameters
    ----------
    result
        What `landbase.run` gave.
    path
        A table with the columns 指标 (存量, 处置任务, 处置完成 or 完成率; others are
        left out), 年度, 土地类别, 数值 as printed, and 单位.

    Returns
    -------
    compared
        One row a figure: year, what, category (code, or "all"), published and
        computed as printed with the same unit and decimals, unit, and agrees: the
        unrounded result is printed like this. Years that the run has no tasks for
        are left out.

    Raises
    ------
    SchemaError
        A column is missing.
    SourceError
        The table cannot be read.
    """
    words = result.rules.vocabulary
    table = find_table(
        read_grids(path).grids,
        result.rules,
        columns=_COLUMNS,
        needed=_COLUMNS,
        kinds=_KINDS,
    )
    if table.lacking:
        labels = words.labels("field") | words.labels("table_field")
        missing = [labels[name] for name in table.lacking]
        raise SchemaError("published_columns_missing", path=path, missing=missing)
    rows = []
    for what, year, word, number, unit in table.frame.to_numpy():
        category = words.find("category", word) or "all"
        value = _computed(result, what, year, category)
        if value is not None:
            figure = Figure(str(number), unit)
            rows.append({
                "year": year or "",
                "what": what,
                "category": category,
                "published": figure.text,
                "computed": figure.printed(value),
                "unit": unit,
                "agrees": _is_in(value, figure),
            })
    return pd.DataFrame(rows)


def _computed(
    result: RunResult, what: str, year: str | None, category: str
) -> Fraction | None:
    """Give the result's own figure, in m² or as a share; None where it has none."""
    if what == _STOCK and (category, "mu") in result.table:
        stock = result.table[category, "mu"].to_numpy(float)[-1]
        return Fraction(float(to_m2(stock, "mu")))
    table = result.progress.get(int(year)) if year else None
    if table is None or what not in _PROGRESS:
        return None
    city = table[_PROGRESS[what]].xs("city").astype(float)
    return Fraction(dict(city.items())[category])


def _is_in(value: Fraction, figure: Figure) -> bool:
    span = figure.interval()
    return span.low <= value < span.high
