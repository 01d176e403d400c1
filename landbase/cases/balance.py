"""The balance of each parcel: what was disposed of, what is left, what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.cases.areas import area_limit
from landbase.cases.state import disposed_by_way, in_order
from landbase.rules.schema import Tolerances

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["area_balance"]


def area_balance(
    decisions: pd.DataFrame,
    areas: pd.Series,
    *,
    vocabulary: Vocabulary,
    tolerances: Tolerances | None = None,
) -> pd.DataFrame:
    """Balance each parcel's area: 地块面积 − 已处置 = 剩余 = Σ 各处置方式.

    Of each way that is under way the last event counts, unless a later event of
    another way is for the whole parcel. A plan without an area is for all that the
    other plans leave.

    Parameters
    ----------
    decisions
        Events in force, in the order of recording: `parcel_id`, `disposal_type`,
        `status`, `effective`, `area_m2`. Not changed.
    areas
        Area of record in m² by parcel id: the parcels to balance.
    vocabulary
        Which statuses count as disposed of.
    tolerances
        By how much the two sides may differ (`declared_*`).

    Returns
    -------
    balance
        On the index of `areas`, in m²: `area_m2`, `disposed_m2`, `remaining_m2` (area
        less disposed), `planned_m2` (what the ways under way are for), `unplanned_m2`
        (remaining less planned), and `balanced`: whether the ways make up what is
        left, within tolerance.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> events = pd.DataFrame({
    ...     "parcel_id": ["A", "A"], "disposal_type": ["free_reclaim", "interview"],
    ...     "status": ["disposed", "planned"], "area_m2": [4000.0, None],
    ...     "effective": pd.to_datetime(["2023-01-01", "2023-02-01"])})
    >>> areas = pd.Series({"A": 10_000.0})
    >>> balance = area_balance(events, areas, vocabulary=Vocabulary.default())
    >>> balance.loc["A", ["remaining_m2", "planned_m2"]].astype(int).tolist()
    [6000, 6000]
    """
    given = tolerances or Tolerances()
    disposed = disposed_by_way(decisions, vocabulary=vocabulary)
    spent = _per_parcel(disposed, areas)
    remaining = areas - spent
    plans = _under_way(decisions, areas, vocabulary, given)
    fixed = _per_parcel(plans, areas)
    open_ = plans.loc[plans["area_m2"].isna(), "parcel_id"]
    planned = fixed.where(~areas.index.isin(open_), remaining.clip(lower=fixed))
    unplanned = remaining - planned
    slack = area_limit(areas, given) - areas
    return pd.DataFrame({
        "area_m2": areas.astype("float64"),
        "disposed_m2": spent,
        "remaining_m2": remaining,
        "planned_m2": planned,
        "unplanned_m2": unplanned,
        "balanced": unplanned.abs() <= slack,
    })


def _per_parcel(events: pd.DataFrame, areas: pd.Series) -> pd.Series:
    total = events.groupby("parcel_id")["area_m2"].sum()
    return total.reindex(areas.index).fillna(0.0).astype("float64")


def _under_way(
    decisions: pd.DataFrame,
    areas: pd.Series,
    vocabulary: Vocabulary,
    tolerances: Tolerances,
) -> pd.DataFrame:
    """Give the last event of each way that has neither ended nor been replaced."""
    order = in_order(decisions).reset_index(drop=True)
    area = order["parcel_id"].map(areas).astype("float64")
    lower = area - (area_limit(area, tolerances) - area)
    whole = order["area_m2"].isna() | (order["area_m2"] >= lower)
    at = pd.Series(order.index, index=order.index)
    since = at.where(whole).groupby(order["parcel_id"]).transform("max").fillna(-1)
    last = order[at >= since].drop_duplicates(
        ["parcel_id", "disposal_type"], keep="last"
    )
    statuses = vocabulary.terms["status"].items()
    ended = [code for code, term in statuses if term.disposed]
    return last[~last["status"].isin(ended)]
