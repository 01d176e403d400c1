"""What is due: the timetable, the steps of the route map, the balance of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.cases.events import typed_table, unread_cells
from landbase.cases.idle import idle_test
from landbase.issues import Issues
from landbase.rules.schema import Tolerances, require_columns
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    import datetime as dt

    from landbase.cases.fold import Cases

__all__ = [
    "SOON_DAYS",
    "area_balance",
    "check_milestones",
    "complete_milestones",
    "find_deadlines",
    "find_idle_soon",
    "find_milestones",
    "kinds_of_due",
    "read_milestones",
]

MILESTONE_COLUMNS = (
    "parcel_id",
    "step",
    "due",
    "person",
    "unit",
    "done_on",
    "document",
    "reason",
)
DONE = "done"
OVERDUE, DUE_SOON, LATER = "overdue", "due_soon", "later"
IDLE_SOON = "idle_soon"
SOON_DAYS = 90  # ahead, for the parcels that become idle
_SUBJECT = ["parcel_id", "step"]
# what a later word on a step keeps where it says nothing
_KEPT = ["due", "person", "unit", "done_on", "document"]


def read_milestones(table: pd.DataFrame) -> tuple[pd.DataFrame, Issues]:
    """Give a table of milestones its types, and say which values could not be read."""
    require_columns(table, *_SUBJECT)
    given, typed = typed_table(table, MILESTONE_COLUMNS, source="milestones")
    return typed, unread_cells(given, typed, ("due", "done_on"))


def complete_milestones(rows: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Fill what a row does not say with what was said of the same step before."""
    both = pd.concat([earlier[[*_SUBJECT, *_KEPT]], rows], ignore_index=True)
    steps = both.groupby(_SUBJECT, dropna=False)
    filled = both.assign(**{name: steps[name].ffill() for name in _KEPT})
    before = filled.groupby(_SUBJECT, dropna=False)["due"].shift(1)
    new = filled.assign(due_before=before).iloc[len(earlier) :]
    return new.reset_index(drop=True)


def check_milestones(rows: pd.DataFrame, known: pd.Series) -> Issues:
    """Find every reason not to record a table of milestones."""
    moved = rows["due_before"].notna() & (rows["due"] != rows["due_before"])
    return Issues.concat([
        _issues("event_unknown_parcel", rows[~rows["parcel_id"].isin(known)]),
        _issues("milestone_no_step", rows[rows["step"].isna()]),
        _issues("milestone_no_due", rows[rows["due"].isna()]),
        _issues("milestone_no_reason", rows[moved & rows["reason"].isna()]),
    ])


def _issues(code: str, rows: pd.DataFrame) -> Issues:
    if rows.empty:
        return Issues.none()
    return Issues.of(
        code,
        source=rows["source"],
        source_row=rows["source_row"],
        parcel_id=rows["parcel_id"],
        column="step",
        value=rows["step"],
    )


def find_milestones(
    milestones: pd.DataFrame, *, on: dt.date | str, within_days: int = 30
) -> pd.DataFrame:
    """Say how each step stands on a day, soonest due first.

    Examples
    --------
    >>> steps = pd.DataFrame({
    ...     "parcel_id": ["A", "A"], "step": ["公告", "签约"],
    ...     "due": pd.to_datetime(["2023-05-01", "2023-07-01"]), "person": "张三",
    ...     "unit": None, "done_on": pd.to_datetime(["2023-04-20", None]),
    ...     "document": None, "reason": None})
    >>> find_milestones(steps, on="2023-07-06")["deadline"].tolist()
    ['done', 'overdue']
    """
    day: Any = pd.Timestamp(read_day(on))
    last = milestones.drop_duplicates(_SUBJECT, keep="last")
    done = (last["done_on"] <= day).to_numpy()
    left = (last["due"] - day).dt.days
    kinds = np.select(
        [done, left < 0, left <= within_days], [DONE, OVERDUE, DUE_SOON], LATER
    )
    state = last[[*_SUBJECT, *_KEPT]].assign(
        days_left=left.astype("Int64").mask(done),
        deadline=pd.Series(kinds, index=last.index, dtype="str"),
    )
    order = ["parcel_id", "step", "due", "person", "unit", "done_on", "document"]
    state = state[[*order, "days_left", "deadline"]]
    return state.sort_values(["due", *_SUBJECT], ignore_index=True)


_COLUMNS = (
    *("parcel_id", "category", "banner", "disposal_type", "status", "due"),
    *("days_left", "deadline", "by", "document", "exception"),
)
_GIVEN = ("by", "document", "exception")


def kinds_of_due(days_left: pd.Series, *, within_days: int = 30) -> pd.Series:
    """Say what so many days left mean: "overdue", "due_soon" or "later"."""
    left = days_left.astype("float64")
    kinds = np.select([left < 0, left <= within_days], [OVERDUE, DUE_SOON], LATER)
    return pd.Series(kinds, index=days_left.index, dtype="str")


def find_deadlines(
    cases: Cases, facts: pd.DataFrame, *, within_days: int = 30
) -> pd.DataFrame:
    """List the parcels with a due day that are not disposed of, soonest first.

    Examples
    --------
    >>> from landbase.cases.fold import fold
    >>> decisions = pd.DataFrame({
    ...     "parcel_id": ["A"], "disposal_type": ["interview"], "status": ["planned"],
    ...     "effective": pd.to_datetime(["2023-01-01"]),
    ...     "due": pd.to_datetime(["2023-07-01"])})
    >>> facts = pd.DataFrame({"category": "idle", "banner": "150602"}, index=["A"])
    >>> table = find_deadlines(fold(decisions, on="2023-07-06"), facts)
    >>> table[["days_left", "deadline"]].values.tolist()
    [[-5, 'overdue']]
    """
    state = cases.state[cases.state["days_left"].notna()]
    table = state.assign(
        deadline=kinds_of_due(state["days_left"], within_days=within_days),
        **{name: state[f"last_{name}"] for name in _GIVEN},
        **{name: facts[name].reindex(state.index) for name in ("category", "banner")},
    )
    table = table.reset_index().astype(dict.fromkeys(("category", "banner"), "str"))
    table = table.sort_values(["due", "parcel_id"], ignore_index=True)
    return table[list(_COLUMNS)]


def find_idle_soon(
    parcels: pd.DataFrame, *, on: dt.date | str, within_days: int = SOON_DAYS
) -> pd.DataFrame:
    """List the parcels that are not idle yet and, as things stand, soon will be.

    `due` is the last day of the full year; from the day after, the parcel is idle.

    Examples
    --------
    >>> parcels = pd.DataFrame({
    ...     "parcel_id": ["A", "B"], "category": "idle", "developed_ratio": 0.0,
    ...     "agreed_start": pd.to_datetime(["2022-08-01", "2022-12-01"])})
    >>> soon = find_idle_soon(parcels, on="2023-07-06", within_days=90)
    >>> soon[["parcel_id", "due", "days_left"]].astype(str).values.tolist()
    [['A', '2023-08-01', '26']]
    """
    day = pd.Timestamp(read_day(on))
    # on the day after the last of those days, a year that ends on it is over
    later = day + pd.Timedelta(days=within_days + 1)
    now, then = (idle_test(parcels, on=d.date()) for d in (day, later))
    will = then["year_ended"].notna() & now["year_ended"].isna()
    ends = then.loc[will, "year_ended"]
    facts = parcels.loc[will].reindex(columns=["parcel_id", "category", "banner"])
    return facts.astype("str").assign(
        due=ends,
        days_left=(ends - day).dt.days.astype("Int64"),
        deadline=pd.Series(IDLE_SOON, index=ends.index, dtype="str"),
    )


def area_balance(cases: Cases, tolerances: Tolerances | None = None) -> pd.DataFrame:
    """Balance each parcel's area: 地块面积 − 已处置 = 剩余 = Σ 各处置方式.

    Examples
    --------
    >>> from landbase.cases.fold import fold
    >>> events = pd.DataFrame({
    ...     "parcel_id": ["A", "A"], "disposal_type": ["free_reclaim", "interview"],
    ...     "status": ["disposed", "planned"], "area_m2": [4000.0, None],
    ...     "effective": pd.to_datetime(["2023-01-01", "2023-02-01"])})
    >>> areas = pd.DataFrame({"area_m2": {"A": 10_000.0}})
    >>> balance = area_balance(fold(events, parcels=areas))
    >>> balance.loc["A", ["remaining_m2", "planned_m2"]].astype(int).tolist()
    [6000, 6000]
    """
    columns = ["area_m2", "disposed_m2", "remaining_m2", "planned_m2"]
    state = cases.state[columns]
    unplanned = state["remaining_m2"] - state["planned_m2"]
    slack = (tolerances or Tolerances()).slack(state["area_m2"])
    return state.assign(unplanned_m2=unplanned, balanced=unplanned.abs() <= slack)
