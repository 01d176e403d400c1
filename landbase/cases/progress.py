"""Annual tasks against what was disposed of: rates, ranks, pace, reminders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import exact_parts, exact_sums, sums_of_parts
from landbase.cases.events import typed_days
from landbase.cases.fold import fold
from landbase.errors import DataError, SchemaError, warn
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.rules.schema import column_named, require_columns
from landbase.tables.cells import read_day
from landbase.units import to_m2

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from landbase.rules.ruleset import Rules

__all__ = [
    "ALL",
    "CITY",
    "MISSING",
    "disposal_sums",
    "disposed_areas",
    "each_year",
    "made_progress",
    "progress",
    "progress_by_year",
    "reminders",
    "tasks_due",
]

CITY = "city"
ALL = "all"
MISSING = "missing"
_TASK_COLUMNS = ("year", "banner", "category", "area", "unit")
_ADDS = ("round", "added_m2", "accepted_m2", "undone_on")
_EVENT_COLUMNS = ("parcel_id", "category", "banner", "status", "effective", "area_m2")


def disposed_areas(
    decisions: pd.DataFrame,
    *,
    on: dt.date | str,
    accepted_only: bool = False,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Find which events add to what is disposed of, each area once."""
    require_columns(decisions, *_EVENT_COLUMNS)
    day = pd.Timestamp(read_day(on))
    own = _folded(decisions, day, rules)
    added = own["accepted_m2" if accepted_only else "added_m2"]
    standing = own["round"].notna() & ~(own["undone_on"] <= day)
    # an event that counts and has no area adds what is not known
    counted = own.assign(area_m2=added)[standing & (added != 0)]
    if (lacking := counted["area_m2"].isna()).any():
        ids = counted.loc[lacking, "parcel_id"].astype(str).head(5).tolist()
        raise DataError("progress_areas_missing", count=int(lacking.sum()), ids=ids)
    return counted


def _folded(
    decisions: pd.DataFrame, day: pd.Timestamp, rules: Rules | None
) -> pd.DataFrame:
    """Keep the events until a day, with what each adds where that is not told."""
    own = decisions.loc[typed_days(decisions["effective"]) <= day]
    if {*_ADDS} <= {*decisions}:
        return own
    plain, held = own.reset_index(drop=True), rules_of(rules, of=decisions)
    folded = fold(plain, rules=held, on=day).events.reindex(plain.index)
    return own.assign(**{name: folded[name].array for name in _ADDS})


def progress(
    decisions: pd.DataFrame,
    tasks: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    by: str = "banner",
    accepted_only: bool = False,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Hold the year's disposals against its tasks.

    Parameters
    ----------
    decisions
        Events as `disposed_areas` takes them, with the column `by`.
    tasks
        One row a task: `year`, `banner` (empty for the city), `category`, `area`,
        `unit` ("m2", "mu", "ha", "wan_mu" or "km2"). Where `by` is another column,
        that column instead of `banner`.
    year
        The calendar year.
    on
        The day of the report; a day after the year's end means the whole year.
    by
        The column that parts the city.
    accepted_only
        Count only what has been accepted (销号): `disposed_m2` is `accepted_m2` then.
    rules
        Which statuses count, and the categories in order; by default those that
        `decisions` were made by.

    Returns
    -------
    progress
        Index (`by`, `category`): each part in order ("missing" for disposals whose
        part is not known), then "city"; within each the
        categories, then "all". Columns `task_m2`, `disposed_m2` (as the bureau reports
        it, 自报), `accepted_m2` (what of it the upper level has accepted, 审核认定, by
        the day of acceptance), `rate` and `accepted_rate` (disposed or accepted / task
        from areas of record, missing without a task),
        `remaining_m2` (never below zero), `rank` (by rate among the parts, per
        category), `days_left`, `pace_m2` and `needed_m2` (per day, so far and from
        here on), `on_track` (the rate is not behind the share of the year gone).
        Areas of the parts sum to the city's. The city's task is its own
        row in `tasks` where there is one, else the sum of the parts'.

    Raises
    ------
    SchemaError
        A column is missing or a task's unit is not known.
    DataError
        An event that counts has no area, or there is no task of the year.

    Examples
    --------
    >>> events = pd.DataFrame({
    ...     "parcel_id": ["A"], "category": ["idle"], "banner": ["150602"],
    ...     "status": ["disposed"], "effective": pd.to_datetime(["2023-05-01"]),
    ...     "area_m2": [5000.0]})
    >>> tasks = pd.DataFrame({
    ...     "year": [2023], "banner": ["150602"], "category": ["idle"],
    ...     "area": [1.0], "unit": ["ha"]})
    >>> table = progress(events, tasks, year=2023, on="2023-07-06")
    >>> float(table.loc[("city", "idle"), "rate"])
    0.5
    """
    by = column_named(tasks, by)
    due = tasks_due(tasks, year, by=by)
    held = rules_of(rules, of=decisions)
    how: Any = {"by": by, "accepted_only": accepted_only, "rules": held}
    sums = disposal_sums(decisions, year=year, on=on, **how)
    return made_progress(due, sums, year=year, on=on, by=by, rules=held)


def tasks_due(tasks: pd.DataFrame, year: int, *, by: str) -> pd.DataFrame:
    """Give the tasks of a year."""
    require_columns(tasks, *(by if c == "banner" else c for c in _TASK_COLUMNS))
    due = tasks[tasks["year"] == year]
    if due.empty:
        there = sorted(map(int, tasks["year"].dropna().unique()))
        raise DataError("tasks_year_missing", year=year, there=there or "—")
    return due


def _days_of(year: int, on: dt.date | str) -> tuple[pd.Timestamp, ...]:
    """Give the first day of a year, the day of its report, and its last day."""
    start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    return start, min(pd.Timestamp(read_day(on)), end), end


def disposal_sums(
    decisions: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    by: str,
    accepted_only: bool,
    rules: Rules,
) -> pd.DataFrame:
    """Sum what events of a year add, so that sums of several tables can be added.

    Index (`measure`, `by`, `category`), columns as `exact_parts` has them.
    """
    start, day, _ = _days_of(year, on)
    events = _folded(decisions, day, rules)
    events = events.loc[typed_days(events["effective"]) >= start]
    done = {}
    for name, only in (("disposed_m2", accepted_only), ("accepted_m2", True)):
        counted = disposed_areas(events, on=day.date(), accepted_only=only, rules=rules)
        part = counted[by].astype("str").fillna(MISSING).array
        parts = exact_parts(counted["area_m2"].to_numpy("float64"))
        parts = parts.assign(**{by: part, "category": counted["category"].array})
        done[name] = parts.groupby([by, "category"]).sum()
    return pd.concat(done, names=["measure"])


def made_progress(
    due: pd.DataFrame,
    sums: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    by: str,
    rules: Rules,
) -> pd.DataFrame:
    """Hold sums of disposals against the tasks of the year."""
    start, day, end = _days_of(year, on)
    areas = pd.Series(sums_of_parts(sums), sums.index, name="area_m2")
    done = {
        name: areas[sums.index.get_level_values("measure") == name].droplevel("measure")
        for name in ("disposed_m2", "accepted_m2")
    }
    table = _with_totals(_tasks_m2(due, by), done, by, rules)
    gone, left = max((day - start).days + 1, 0), (end - day).days
    paced = _with_pace(table, by, gone=gone, left=left)
    remember_rules(paced, rules)
    return paced


def _tasks_m2(tasks: pd.DataFrame, by: str) -> pd.Series:
    """Sum the tasks in m² by (part, category); a task without a part is the city's."""
    try:
        pairs = zip(tasks["area"], tasks["unit"], strict=True)
        areas = [to_m2(float(value), unit) for value, unit in pairs]
    except ValueError as error:
        raise SchemaError("tasks_table_wrong", error=error) from error
    part = tasks[by].astype("str").fillna(CITY).replace("", CITY)
    frame = pd.DataFrame({by: part, "category": tasks["category"], "m2": areas})
    return exact_sums(frame["m2"], [frame[by], frame["category"]])


def _with_totals(
    due: pd.Series, done: dict[str, pd.Series], by: str, rules: Rules
) -> pd.DataFrame:
    """Lay tasks beside disposals: every part and the city, every category and all."""
    own = due[due.index.get_level_values(0) == CITY]
    parts = due.drop(index=own.index)
    city = exact_sums(parts, parts.index.get_level_values("category"))
    city.index = pd.MultiIndex.from_product([[CITY], city.index], names=due.index.names)
    task = _with_all(pd.concat([parts, own.combine_first(city)]), by)
    disposed = {name: _with_city(areas, by) for name, areas in done.items()}
    found = task.index.union(disposed["disposed_m2"].index)
    found = found.union(disposed["accepted_m2"].index)
    rows = sorted(set(found.get_level_values(by)) - {CITY})
    categories = [*rules.vocabulary.codes("category"), ALL]
    names = [c for c in categories if c in found.get_level_values("category")]
    full = pd.MultiIndex.from_product([[*rows, CITY], names], names=[by, "category"])
    areas = {name: found.reindex(full).fillna(0.0) for name, found in disposed.items()}
    return pd.DataFrame({"task_m2": task.reindex(full), **areas})


def _with_city(areas: pd.Series, by: str) -> pd.Series:
    """Add the city, and to each part the sum of its categories."""
    whole = exact_sums(areas, areas.index.get_level_values("category"))
    whole.index = pd.MultiIndex.from_product(
        [[CITY], whole.index], names=[by, "category"]
    )
    return _with_all(pd.concat([areas, whole]), by)


def _with_all(areas: pd.Series, by: str) -> pd.Series:
    """Add to each part the sum of its categories."""
    long = areas.rename("m2").reset_index()
    both = pd.concat([long, long.assign(category=ALL)])
    return exact_sums(both["m2"], [both[by], both["category"]])


def _with_pace(table: pd.DataFrame, by: str, *, gone: int, left: int) -> pd.DataFrame:
    has_task = table["task_m2"] > 0
    task = table["task_m2"].where(has_task)
    rate = table["disposed_m2"] / task
    remaining = (task - table["disposed_m2"]).clip(lower=0.0)
    parts = rate[rate.index.get_level_values(by) != CITY]
    rank = parts.groupby(level="category").rank(ascending=False, method="min")
    return table.assign(
        rate=rate,
        accepted_rate=table["accepted_m2"] / task,
        remaining_m2=remaining,
        rank=rank.reindex(table.index).astype("Int64"),
        days_left=left,
        pace_m2=table["disposed_m2"] / gone if gone else np.nan,
        needed_m2=remaining / left if left else remaining.where(remaining == 0),
        on_track=(rate >= gone / (gone + left)).where(has_task).astype("boolean"),
    )


def progress_by_year(
    decisions: pd.DataFrame,
    tasks: pd.DataFrame | None,
    *,
    on: dt.date | str,
    rules: Rules | None = None,
) -> dict[int, pd.DataFrame]:
    """Hold each year that has tasks and has begun against them."""
    return each_year(partial(progress, decisions, rules=rules), tasks, on=on)


def each_year(
    held: Callable[..., pd.DataFrame],
    tasks: pd.DataFrame | None,
    *,
    on: dt.date | str,
) -> dict[int, pd.DataFrame]:
    """Ask for the progress of each year that has tasks and has begun."""
    if tasks is None:
        return {}
    day = pd.Timestamp(read_day(on))
    begun = sorted({int(year) for year in tasks["year"] if year <= day.year})
    if day.year not in begun:
        warn("tasks_year_missing", year=day.year, stacklevel=3)
    ends = {year: _days_of(year, on)[1].date() for year in begun}
    return {year: held(tasks, year=year, on=end) for year, end in ends.items()}


def reminders(table: pd.DataFrame, *, threshold: float | None = None) -> pd.DataFrame:
    """List the parts that are behind, the furthest behind first.

    Parameters
    ----------
    table
        What `progress` gives. Not changed.
    threshold
        The share of the task that has to be done, 0 to 1 or more; by default the
        share of the year that has gone.

    Returns
    -------
    behind
        The rows of `table` but the city's that have a task and a rate below the
        threshold, by category and rising rate; the index as in `table`.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("150602", "idle"), ("150621", "idle"), ("city", "idle")],
    ...     names=["banner", "category"])
    >>> table = pd.DataFrame({"rate": [0.2, 0.9, 0.1], "on_track": False}, index=index)
    >>> reminders(table, threshold=0.5).index.tolist()
    [('150602', 'idle')]
    """
    require_columns(table, "on_track", "rate")
    parts = table[table.index.get_level_values(0) != CITY]
    if threshold is None:
        behind = (~parts["on_track"].astype("boolean")).fillna(value=False)
    else:
        behind = parts["rate"] < threshold
    names = [str(name) for name in table.index.names]
    found = parts[behind.to_numpy(dtype=bool)].reset_index()
    order = found.sort_values([names[1], "rate", names[0]], kind="stable")
    listed: pd.DataFrame = order.set_index(names)
    return listed
