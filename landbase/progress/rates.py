"""Annual tasks against what was disposed of: rates, ranks and pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.errors import DataError, SchemaError
from landbase.rules.schema import require_columns
from landbase.rules.vocabulary import Vocabulary
from landbase.units import from_m2, level, round_half_up, to_m2

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules.vocabulary import Lang

__all__ = ["ALL", "CITY", "MISSING", "disposed_areas", "progress", "progress_sentence"]

CITY = "city"
ALL = "all"
MISSING = "missing"
_TASK_COLUMNS = ("year", "banner", "category", "area", "unit")
_EVENT_COLUMNS = ("parcel_id", "category", "banner", "status", "effective", "area_m2")


def disposed_areas(
    decisions: pd.DataFrame, *, on: dt.date | str, accepted_only: bool = False
) -> pd.DataFrame:
    """Find which events count as disposal, each area once.

    An event counts when its status is `disposed`. A `closed` event counts only where
    the parcel was never recorded as disposed, since closing accepts an area that
    has been counted already. After a `returned` event, nothing before it counts.

    Parameters
    ----------
    decisions
        One row an event, in the order of recording: `parcel_id`, `category`,
        `banner`, `status`, `effective` (date), `area_m2` (the area the event
        disposes of). Not changed.
    on
        Events that take effect after this day are left out.
    accepted_only
        Count `closed` events only, as an upper level does that goes by what it has
        accepted.

    Returns
    -------
    counted
        The rows of `decisions` that count, on their own index and in their order.

    Raises
    ------
    SchemaError
        A column is missing.
    DataError
        An event that counts has no area; the message names the parcels.
    """
    require_columns(decisions, *_EVENT_COLUMNS)
    day = pd.Timestamp(on)
    events = decisions[pd.to_datetime(decisions["effective"]) <= day]
    order = events.sort_values("effective", kind="stable")
    returns = (order["status"] == "returned").groupby(order["parcel_id"]).cumsum()
    last_round = returns == returns.groupby(order["parcel_id"]).transform("max")
    disposed = (order["status"] == "disposed") & last_round
    closed = (order["status"] == "closed") & last_round
    ever_disposed = disposed.groupby(order["parcel_id"]).transform("any")
    keep = closed if accepted_only else disposed | (closed & ~ever_disposed)
    # A parcel is closed once; the same closing recorded twice is one area.
    twice = order[keep & closed].duplicated("parcel_id")
    counted = order[keep].drop(index=twice.index[twice]).sort_index()
    if (lacking := counted["area_m2"].isna()).any():
        ids = ", ".join(counted.loc[lacking, "parcel_id"].astype(str).head(5))
        raise DataError(
            f"{lacking.sum()} disposals have no area, among them {ids}",
            zh=f"{lacking.sum()} 条处置没有面积，其中有 {ids}；请补登面积",
        )
    return counted


def progress(
    decisions: pd.DataFrame,
    tasks: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    by: str = "banner",
    accepted_only: bool = False,
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
        Count only what has been accepted (`closed`).

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
        An event that counts has no area.

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
    start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    day = min(pd.Timestamp(on), end)
    counted = disposed_areas(decisions, on=day.date(), accepted_only=accepted_only)
    counted = counted[pd.to_datetime(counted["effective"]) >= start]
    part = counted[by].astype("str").fillna(MISSING)
    done = counted.groupby([part, "category"])["area_m2"].sum()
    due = _tasks_m2(tasks[tasks["year"] == year], by)
    table = _with_totals(due, done, by)
    gone, left = max((day - start).days + 1, 0), (end - day).days
    return _with_pace(table, by, gone=gone, left=left)


def progress_sentence(
    table: pd.DataFrame, *, year: int, on: dt.date | str, lang: Lang = "zh"
) -> str:
    """Say the city's progress in one sentence, in the manner of a reply letter.

    Parameters
    ----------
    table
        What `progress` gives.
    year, on
        As given to `progress`.
    lang
        "zh" or "en".

    Returns
    -------
    sentence
        Areas in 万亩 at two decimals, levelled so that they sum; rates from areas of
        record, at two decimals.
    """
    words = Vocabulary.default()
    city = table[table.index.get_level_values(0) == CITY].droplevel(0)
    names = [name for name in city.index if name != ALL]
    areas = from_m2(city.loc[names, ["task_m2", "disposed_m2"]].fillna(0.0), "wan_mu")
    # Levelled, so that what is printed for the categories sums to what stands above.
    wan = pd.DataFrame(
        {"task": level(areas["task_m2"]), "disposed": level(areas["disposed_m2"])},
        index=names,
    )
    total = f"{wan['task'].sum():.2f}"
    label = {name: words.label("category", name, lang) for name in names}
    if lang == "en":
        tasks = ", ".join(f"{label[n]} {wan.task[n]:.2f}" for n in names)
        done = "; ".join(f"{label[n]} {_done_en(city, wan, n)}" for n in names)
        return (
            f"The {year} task is {total} (10,000 mu): {tasks}. "
            f"By {pd.Timestamp(on):%Y-%m-%d} disposed of: {done}."
        )
    tasks = "，".join(f"{label[n]}处置任务为{wan.task[n]:.2f}万亩" for n in names)
    done = "；".join(f"{label[n]}消化完成{_done_zh(city, wan, n)}" for n in names)
    day = pd.Timestamp(on)
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
        raise SchemaError(
            f"the table of tasks: {error}",
            zh=f"年度任务表有误：{error}",
        ) from error
    part = tasks[by].astype("str").fillna(CITY).replace("", CITY)
    frame = pd.DataFrame({by: part, "category": tasks["category"], "m2": areas})
    return frame.groupby([by, "category"])["m2"].sum()


def _with_totals(due: pd.Series, done: pd.Series, by: str) -> pd.DataFrame:
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
    categories = [*Vocabulary.default().codes("category"), ALL]
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
