"""The timetable (整改时间表) and the balance of parcels, read from their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.cases.milestones import DUE_SOON, LATER, OVERDUE
from landbase.rules.schema import Tolerances

if TYPE_CHECKING:
    from landbase.cases.fold import Cases

__all__ = ["area_balance", "find_deadlines", "kinds_of_due"]

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

    Parameters
    ----------
    cases
        The cases of a day.
    facts
        `category` and `banner` by `parcel_id`. Not changed.
    within_days
        A due day up to so many days ahead is "due_soon".

    Returns
    -------
    deadlines
        One row a parcel: `parcel_id`, `category`, `banner`, `disposal_type` and
        `status` of the last event; the last `due`, `by` (responsible), `document` and
        `exception` that were given; `days_left` (`Int64`, negative when overdue) and
        `deadline`: "overdue" (the due day has passed), "due_soon" or "later". In
        order of `due`, then of parcel id.

    Examples
    --------
    >>> from landbase.cases import fold
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


def area_balance(cases: Cases, tolerances: Tolerances | None = None) -> pd.DataFrame:
    """Balance each parcel's area: 地块面积 − 已处置 = 剩余 = Σ 各处置方式.

    Of each way that is under way the last event counts, unless a later event of
    another way is for the whole parcel. A plan without an area is for all that the
    other plans leave.

    Parameters
    ----------
    cases
        Folded with the areas of record of the parcels.
    tolerances
        By how much the two sides may differ (`declared_*`).

    Returns
    -------
    balance
        Index `parcel_id`, in m²: `area_m2`, `disposed_m2`, `remaining_m2` (area less
        disposed), `planned_m2` (what the ways under way are for), `unplanned_m2`
        (remaining less planned), and `balanced`: whether the ways make up what is
        left, within tolerance.

    Examples
    --------
    >>> from landbase.cases import fold
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
