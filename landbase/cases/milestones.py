"""Milestones of a route map (处置路线图): steps, each with its due day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.cases.events import typed_table, unread_cells
from landbase.issues import Issues
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "DONE",
    "DUE_SOON",
    "LATER",
    "MILESTONE_COLUMNS",
    "OVERDUE",
    "check_milestones",
    "complete_milestones",
    "find_milestones",
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
    """Give a table of milestones its types, and say which values could not be read.

    Parameters
    ----------
    table
        One row a step: `parcel_id`, `step`, and what there is of the other
        `MILESTONE_COLUMNS`, `source` and `source_row`. Not changed.

    Returns
    -------
    milestones
        All of these columns on a RangeIndex.
    issues
        Unreadable days.

    Raises
    ------
    SchemaError
        One of the first two columns is missing.
    """
    require_columns(table, *_SUBJECT)
    given, typed = typed_table(table, MILESTONE_COLUMNS, source="milestones")
    return typed, unread_cells(given, typed, ("due", "done_on"))


def complete_milestones(rows: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Fill what a row does not say with what was said of the same step before.

    Parameters
    ----------
    rows
        As `read_milestones` gives them. Not changed.
    earlier
        Rows recorded before, in the order of recording. Not changed.

    Returns
    -------
    rows
        Filled, with `due_before`: the due day that held until then.
    """
    both = pd.concat([earlier[[*_SUBJECT, *_KEPT]], rows], ignore_index=True)
    steps = both.groupby(_SUBJECT, dropna=False)
    filled = both.assign(**{name: steps[name].ffill() for name in _KEPT})
    before = filled.groupby(_SUBJECT, dropna=False)["due"].shift(1)
    new = filled.assign(due_before=before).iloc[len(earlier) :]
    return new.reset_index(drop=True)


def check_milestones(rows: pd.DataFrame, known: pd.Series) -> Issues:
    """Find every reason not to record a table of milestones.

    Parameters
    ----------
    rows
        From `complete_milestones`. Not changed.
    known
        Ids of the parcels that are there.

    Returns
    -------
    issues
        Errors, by row.
    """
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

    Parameters
    ----------
    milestones
        Rows in the order of recording, with `MILESTONE_COLUMNS`; the last on a step
        holds. Not changed.
    on
        The day to judge by.
    within_days
        A due day up to so many days ahead is soon.

    Returns
    -------
    steps
        One row a parcel and step: `parcel_id`, `step`, `due`, `person`, `unit`,
        `done_on`, `document`, `days_left` (`Int64`, negative when overdue, missing
        when done) and `deadline`: "done", "overdue", "due_soon" or "later".

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
    day: Any = pd.Timestamp(on)
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
