"""The form of tasks and disposals: what each banner has to do and has done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.cases.progress import print_progress, round_progress
from landbase.tables import Form, cell_name

if TYPE_CHECKING:
    from landbase.rules import Rules
    from landbase.texts import Words

__all__ = ["progress_form"]

_AREA = "#,##0.00"
_FORMATS = {"task": _AREA, "mu": _AREA, "ha": _AREA, "rate": "0.00%", "rank": "0"}
_AREAS = 3  # of the measures: task, and disposals in mu and ha
_TOP = 4


def progress_form(
    table: pd.DataFrame,
    *,
    year: int,
    note: str,
    words: Words,
    rules: Rules,
) -> Form:
    """Give task, disposals, rate and rank of each banner, per category.

    Parameters
    ----------
    table
        As `landbase.progress` gives it, by banner. Not changed.
    year
        Of the tasks.
    note
        What stands below the title.
    words, rules
        Texts in a language, and labels.

    Returns
    -------
    form
        Areas have formulas. Rates come from areas of record, as published rates do,
        so they are values.
    """
    printed = print_progress(table, lang=words.lang, ranked=True, rules=rules)
    codes, measures = zip(*round_progress(table).columns, strict=True)
    groups = set(codes)
    rows = [
        [label, *map(_cell, cells, measures)]
        for label, cells in zip(
            printed.index, printed.astype(object).to_numpy(), strict=True
        )
    ]
    return Form(
        name=words("progress_name", year=year),
        title=words("progress_title", year=year),
        note=note,
        head=((words["banner"], words["banner"]), *printed.columns),
        rows=rows,
        formats=("", *map(_FORMATS.__getitem__, measures)),
        formulas=_sums(len(rows) - 1, len(groups)),
        totals=(len(rows) - 1,),
    )


def _cell(value: Any, measure: str) -> Any:
    """Give a cell; percent become shares, which Excel shows as percent."""
    if pd.isna(value):
        return None
    if measure == "rate":
        return float(np.round(value / 100, 4))
    return int(value) if measure == "rank" else float(value)


def _sums(total: int, groups: int) -> dict[tuple[int, int], str]:
    """Sum the lines in the last row, and the categories in the last group."""
    wide, formulas = len(_FORMATS), {}
    for group in range(groups):
        for column in range(1 + group * wide, 1 + group * wide + _AREAS):
            first, last = (cell_name(_TOP, row, column) for row in (0, total - 1))
            formulas[total, column] = f"SUM({first}:{last})"
    for row in range(total):
        for measure in range(1, _AREAS + 1) if groups > 1 else ():
            column = (groups - 1) * wide + measure
            formulas[row, column] = "+".join(
                cell_name(_TOP, row, part) for part in range(measure, column, wide)
            )
    return formulas
