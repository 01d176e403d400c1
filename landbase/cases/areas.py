"""The area of a decision: filled where it follows, and never more than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.cases.state import disposed_by_way, in_order

if TYPE_CHECKING:
    from landbase.rules.schema import Tolerances
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["area_limit", "fill_areas", "whole_parcel"]

_NEEDED = ["parcel_id", "disposal_type", "status", "effective", "area_m2"]


def area_limit(area: pd.Series, tolerances: Tolerances) -> pd.Series:
    """Give the most that may be decided on for a parcel of this area, in m²."""
    slack = (area * tolerances.declared_share).clip(lower=tolerances.declared_m2)
    return area + slack


def whole_parcel(
    area_m2: pd.Series, area: pd.Series, tolerances: Tolerances
) -> pd.Series:
    """Say which events are for the whole of a parcel, given its area of record.

    An event without an area is; so is any where the area of record is not known.
    """
    slack = area_limit(area, tolerances) - area
    return area_m2.isna() | ~(area_m2 < area - slack)


def fill_areas(
    events: pd.DataFrame,
    earlier: pd.DataFrame,
    areas: pd.Series,
    *,
    vocabulary: Vocabulary,
) -> pd.Series:
    """Give disposals recorded without an area the area that they mean.

    A disposal without an area is for what its way was for so far; failing that, for
    the rest of the parcel: its area of record less what the other ways have disposed
    of. Events that dispose of nothing stay without.

    Parameters
    ----------
    events
        New events: `parcel_id`, `disposal_type`, `status`, `effective`, `area_m2`.
        Not changed.
    earlier
        The events in force for these parcels, in the order of recording, with the
        same columns. Not changed.
    areas
        Area of record in m² by parcel id.
    vocabulary
        Which statuses count as disposed of.

    Returns
    -------
    area_m2
        On the index of `events`.
    """
    counts = {c for c, t in vocabulary.terms["status"].items() if t.disposed}
    lacking = events["status"].isin(counts) & events["area_m2"].isna()
    if not lacking.any():
        return events["area_m2"]
    together = pd.concat([earlier[_NEEDED], events[_NEEDED]], keys=["old", "new"])
    order = in_order(together)
    of_way = order.groupby(["parcel_id", "disposal_type"], dropna=False)["area_m2"]
    so_far = of_way.ffill()
    carried = so_far.loc["new"].reindex(events.index)
    known = together.assign(area_m2=so_far)
    disposed = disposed_by_way(known, vocabulary=vocabulary)
    spent = disposed.groupby("parcel_id")["area_m2"].sum()
    rest = events["parcel_id"].map(areas) - events["parcel_id"].map(spent).fillna(0.0)
    filled = carried.fillna(rest.clip(lower=0.0))
    return events["area_m2"].where(~lacking, filled)
