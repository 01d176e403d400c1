"""Milestones: the steps of a parcel's route map, and how each stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.cases.events import typed_table, unread_cells
from landbase.issues import Issues
from landbase.rules.schema import require_columns
from landbase.tables.cells import read_day
from landbase.tables.ids import among

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "check_milestones",
    "complete_milestones",
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
        _issues("event_unknown_parcel", rows[~among(rows["parcel_id"], known)]),
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


def kinds_of_due(days_left: pd.Series, *, within_days: int = 30) -> pd.Series:
    """Say what so many days left mean: "overdue", "due_soon" or "later"."""
    left = days_left.astype("float64")
    kinds = np.select([left < 0, left <= within_days], [OVERDUE, DUE_SOON], LATER)
    return pd.Series(kinds, index=days_left.index, dtype="str")
