"""Annual tasks against what was disposed of: rates, ranks, pace, reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import apportion
from landbase.banners.table import label_table, round_table
from landbase.cases.events import typed_days
from landbase.cases.fold import fold
from landbase.errors import DataError, SchemaError, warn
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.rules.schema import require_columns
from landbase.tables.cells import read_day
from landbase.texts import Texts
from landbase.units import from_m2, round_half_up, to_m2

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang

__all__ = [
    "ALL",
    "CITY",
    "MISSING",
    "disposed_areas",
    "print_progress",
    "progress",
    "progress_by_year",
    "progress_sentence",
    "reminders",
    "round_progress",
]

_REST = "unassigned"
_LEAST_M2 = 1e-3
_PRINTED = ("task", "mu", "ha", "rate", "rank")
CITY = "city"
ALL = "all"
MISSING = "missing"
_TASK_COLUMNS = ("year", "banner", "category", "area", "unit")
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
    own = decisions.loc[typed_days(decisions["effective"]) <= day]
    folded = own
    if not {"round", "added_m2", "accepted_m2", "undone_on"} <= {*decisions}:
        plain, held = own.reset_index(drop=True), rules_of(rules, of=decisions)
        folded = fold(plain, rules=held, on=day).events.reindex(plain.index)
        folded = folded.set_axis(own.index)
    added = folded["accepted_m2" if accepted_only else "added_m2"]
    standing = folded["round"].notna() & ~(folded["undone_on"] <= day)
    # an event that counts and has no area adds what is not known
    counted = own.assign(area_m2=added)[standing & (added != 0)]
    if (lacking := counted["area_m2"].isna()).any():
        ids = counted.loc[lacking, "parcel_id"].astype(str).head(5).tolist()
        raise DataError("progress_areas_missing", count=int(lacking.sum()), ids=ids)
    return counted


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
        Count only what has been accepted (销号).
    rules
        Which statuses count, and the categories in order; by default those that
        `decisions` were made by.

    Returns
    -------
    progress
        Index (`by`, `category`): each part in order ("missing" for disposals whose
        part is not known), then "city"; within each the
        categories, then "all". Columns `task_m2`, `disposed_m2`, `rate`
        (disposed / task from areas of record, missing without a task),
        `remaining_m2` (never below zero), `rank` (by rate among the parts, per
        category), `days_left`, `pace_m2` and `needed_m2` (per day, so far and from
        here on), `on_track` (the rate is not behind the share of the year gone).
        Disposed areas of the parts sum to the city's. The city's task is its own
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
    require_columns(tasks, *(by if c == "banner" else c for c in _TASK_COLUMNS))
    due = tasks[tasks["year"] == year]
    if due.empty:
        there = sorted(map(int, tasks["year"].dropna().unique()))
        raise DataError("tasks_year_missing", year=year, there=there or "—")
    start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    day = min(pd.Timestamp(read_day(on)), end)
    held = rules_of(rules, of=decisions)
    counted = disposed_areas(
        decisions, on=day.date(), accepted_only=accepted_only, rules=held
    )
    counted = counted[typed_days(counted["effective"]) >= start]
    part = counted[by].astype("str").fillna(MISSING)
    done = counted.groupby([part, "category"])["area_m2"].sum()
    table = _with_totals(_tasks_m2(due, by), done, by, held)
    gone, left = max((day - start).days + 1, 0), (end - day).days
    paced = _with_pace(table, by, gone=gone, left=left)
    remember_rules(paced, held)
    return paced


def progress_sentence(
    table: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> str:
    """Say the city's progress in one sentence, in the manner of a reply letter."""
    words = rules_of(rules, of=table).vocabulary
    city = table[table.index.get_level_values(0) == CITY].droplevel(0)
    names = [name for name in city.index if name != ALL]
    areas = from_m2(city.loc[names, ["task_m2", "disposed_m2"]].fillna(0.0), "wan_mu")
    # Levelled, so that what is printed for the categories sums to what stands above.
    wan = pd.DataFrame(
        {
            "task": apportion(areas["task_m2"]),
            "disposed": apportion(areas["disposed_m2"]),
        },
        index=names,
    )
    total = f"{wan['task'].sum():.2f}"
    label = {name: words.label("category", name, lang) for name in names}
    if lang == "en":
        tasks = ", ".join(f"{label[n]} {wan.task[n]:.2f}" for n in names)
        done = "; ".join(f"{label[n]} {_done_en(city, wan, n)}" for n in names)
        return (
            f"The {year} task is {total} (10,000 mu): {tasks}. "
            f"By {read_day(on):%Y-%m-%d} disposed of: {done}."
        )
    tasks = "，".join(f"{label[n]}处置任务为{wan.task[n]:.2f}万亩" for n in names)
    done = "；".join(f"{label[n]}消化完成{_done_zh(city, wan, n)}" for n in names)
    day = pd.Timestamp(read_day(on))
    return (
        f"{year}年，全市处置任务为{total}万亩，其中{tasks}。"
        f"截至{day.year}年{day.month}月{day.day}日，{done}。"
    )


def _done_zh(city: pd.DataFrame, wan: pd.DataFrame, name: str) -> str:
    area, rate = f"{wan.disposed[name]:.2f}万亩", city.rate[name]
    if np.isnan(rate):
        return area
    return f"{area}，" + ("超额完成年度任务" if rate > 1 else f"完成率{_percent(rate)}")


def _done_en(city: pd.DataFrame, wan: pd.DataFrame, name: str) -> str:
    area, rate = f"{wan.disposed[name]:.2f}", city.rate[name]
    return area if np.isnan(rate) else f"{area} ({_percent(rate)})"


def _percent(rate: float) -> str:
    return f"{float(round_half_up(rate * 100, 2)):.2f}%"


def _tasks_m2(tasks: pd.DataFrame, by: str) -> pd.Series:
    """Sum the tasks in m² by (part, category); a task without a part is the city's."""
    try:
        pairs = zip(tasks["area"], tasks["unit"], strict=True)
        areas = [to_m2(float(value), unit) for value, unit in pairs]
    except ValueError as error:
        raise SchemaError("tasks_table_wrong", error=error) from error
    part = tasks[by].astype("str").fillna(CITY).replace("", CITY)
    frame = pd.DataFrame({by: part, "category": tasks["category"], "m2": areas})
    return frame.groupby([by, "category"])["m2"].sum()


def _with_totals(
    due: pd.Series, done: pd.Series, by: str, rules: Rules
) -> pd.DataFrame:
    """Lay tasks beside disposals: every part and the city, every category and all."""
    own = due[due.index.get_level_values(0) == CITY]
    parts = due.drop(index=own.index)
    city = parts.groupby(level="category").sum()
    city.index = pd.MultiIndex.from_product([[CITY], city.index], names=due.index.names)
    task = _with_all(pd.concat([parts, own.combine_first(city)]), by)
    whole = done.groupby(level="category").sum()
    whole.index = pd.MultiIndex.from_product(
        [[CITY], whole.index], names=[by, "category"]
    )
    disposed = _with_all(pd.concat([done, whole]), by)
    found = task.index.union(disposed.index)
    rows = sorted(set(found.get_level_values(by)) - {CITY})
    categories = [*rules.vocabulary.codes("category"), ALL]
    names = [c for c in categories if c in found.get_level_values("category")]
    full = pd.MultiIndex.from_product([[*rows, CITY], names], names=[by, "category"])
    return pd.DataFrame({
        "task_m2": task.reindex(full),
        "disposed_m2": disposed.reindex(full).fillna(0.0),
    })


def _with_all(areas: pd.Series, by: str) -> pd.Series:
    """Add to each part the sum of its categories."""
    long = areas.rename("m2").reset_index()
    both = pd.concat([long, long.assign(category=ALL)])
    return both.groupby([by, "category"])["m2"].sum()


def _with_pace(table: pd.DataFrame, by: str, *, gone: int, left: int) -> pd.DataFrame:
    has_task = table["task_m2"] > 0
    task = table["task_m2"].where(has_task)
    rate = table["disposed_m2"] / task
    remaining = (task - table["disposed_m2"]).clip(lower=0.0)
    parts = rate[rate.index.get_level_values(by) != CITY]
    rank = parts.groupby(level="category").rank(ascending=False, method="min")
    return table.assign(
        rate=rate,
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
    if tasks is None:
        return {}
    day = pd.Timestamp(read_day(on))
    begun = sorted({int(year) for year in tasks["year"] if year <= day.year})
    if day.year not in begun:
        warn("tasks_year_missing", year=day.year)
    ends = {year: min(day, pd.Timestamp(year, 12, 31)).date() for year in begun}
    return {
        year: progress(decisions, tasks, year=year, on=end, rules=rules)
        for year, end in ends.items()
    }


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


def print_progress(
    table: pd.DataFrame,
    *,
    lang: Lang = "zh",
    ranked: bool = False,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Label the progress of a year and round it so that the printed areas close."""
    rounded = round_progress(table)
    shown = rounded if ranked else rounded.drop(columns="rank", level=1)
    held = rules_of(rules, of=table)
    texts = Texts(held.texts).words("progress", lang)
    labelled = label_table(
        shown, held, lang, measures={name: texts[name] for name in _PRINTED}
    )
    return labelled.rename(index={_REST: texts[_REST]})


def round_progress(table: pd.DataFrame) -> pd.DataFrame:
    """Round the progress of a year as `print_progress` does, under its own codes."""
    wide = _with_rest(table)
    columns: dict[tuple[str, str], Any] = {}
    codes = list(table.index.get_level_values(1).unique())
    tasks = _rounded(wide, codes, {"mu": "task_m2"})
    done = _rounded(wide, codes, {"mu": "disposed_m2", "ha": "disposed_m2"})
    for code in codes:
        columns |= {
            (code, "task"): tasks[code, "mu"].where(wide["task_m2", code].notna()),
            (code, "mu"): done[code, "mu"],
            (code, "ha"): done[code, "ha"],
            (code, "rate"): round_half_up(wide["rate", code] * 100, 2),
            (code, "rank"): wide["rank", code],
        }
    arrays = {name: pd.Series(values).array for name, values in columns.items()}
    return pd.DataFrame(arrays, index=wide.index)


def _with_rest(table: pd.DataFrame) -> pd.DataFrame:
    """Lay categories side by side, with a line for what no banner has to do."""
    rows, codes = (table.index.get_level_values(n).unique() for n in (0, 1))
    shown = table[["task_m2", "disposed_m2", "rate", "rank"]]
    wide = pd.DataFrame(shown.unstack("category").loc[rows])
    task = wide["task_m2"].fillna(0.0)
    rest = task.loc[CITY] - task.drop(index=CITY).sum()
    if (rest.abs() >= _LEAST_M2).any():
        wide = wide.reindex([*rows.drop(CITY), _REST, CITY])
        for code in codes:
            wide.loc[_REST, ("task_m2", code)] = rest[code]
            wide.loc[_REST, ("disposed_m2", code)] = 0.0
    wide.index = pd.Index(
        ["total" if row == CITY else row for row in wide.index],
        name=str(table.index.names[0]),
    )
    return wide


def _rounded(
    wide: pd.DataFrame, codes: list[str], sources: dict[str, str]
) -> pd.DataFrame:
    """Round one measure of all categories so that lines and categories close."""
    exact = pd.DataFrame({
        (code, unit): from_m2(wide[source, code].fillna(0.0), unit)  # type: ignore[arg-type] # names of units
        for code in codes
        for unit, source in sources.items()
    })
    return round_table(exact)
