"""The progress of every year that has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.progress.rates import progress

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["progress_by_year"]


def progress_by_year(
    decisions: pd.DataFrame, tasks: pd.DataFrame | None, *, on: dt.date | str
) -> dict[int, pd.DataFrame]:
    """Hold each year that has tasks and has begun against them.

    Parameters
    ----------
    decisions, tasks
        As for `landbase.progress`; without tasks there is nothing to hold against.
    on
        The day of the report.

    Returns
    -------
    years
        Year → progress until the day, or until the year's end where that is earlier.

    Raises
    ------
    SchemaError
        A column is missing or a task's unit is not known.
    DataError
        An event that counts has no area.
    """
    if tasks is None:
        return {}
    day = pd.Timestamp(on)
    begun = sorted({int(year) for year in tasks["year"] if year <= day.year})
    ends = {year: min(day, pd.Timestamp(year, 12, 31)).date() for year in begun}
    return {
        year: progress(decisions, tasks, year=year, on=end)
        for year, end in ends.items()
    }
