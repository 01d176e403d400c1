"""What is due: the timetable, early warnings, the balance of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.cases.idle import idle_test
from landbase.cases.milestones import kinds_of_due
from landbase.rules.schema import Tolerances
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    import datetime as dt

    from landbase.cases.fold import Cases

__all__ = [
    "SOON_DAYS",
    "area_balance",
    "find_deadlines",
    "find_idle_soon",
]

IDLE_SOON = "idle_soon"
SOON_DAYS = 90  # ahead, for the parcels that become idle
_COLUMNS = (
    *("parcel_id", "category", "banner", "disposal_type", "status", "due"),
    *("days_left", "deadline", "by", "document", "exception"),
)
_GIVEN = ("by", "document", "exception")


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
