"""The state that decisions leave each parcel of a map in, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.cases.lifecycle import RETURNED

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.rules.vocabulary import Vocabulary
    from landbase.webmap.timeline import Timeline

__all__ = ["before_of", "place", "state_on"]

# columns that keep the parcel's own value where a decision has none
_FALL_BACK = ("status", "disposal_type")


def before_of(timeline: Timeline) -> pd.DataFrame:
    """Give the columns that follow the decisions, as they were before any."""
    return pd.DataFrame() if timeline.before is None else timeline.before


def place(
    timeline: Timeline, parcels: pd.DataFrame, *, vocabulary: Vocabulary
) -> pd.DataFrame:
    """Put the decisions on the rows of the parcels, each with the state it leaves.

    Parameters
    ----------
    timeline
        From `as_timeline`.
    parcels
        Parcels of the map, on the rows of `before`.
    vocabulary
        Which statuses count as disposed of.

    Returns
    -------
    events
        By `row`, the position in `parcels`, then in the order in which they hold.
        ``state_…`` columns, those of `before`: the state after the event, missing
        where it was corrected.
    """
    rows = pd.DataFrame({
        "parcel_id": parcels["parcel_id"].to_numpy(dtype=object),
        "row": np.arange(len(parcels)),
    })
    numbered = timeline.decisions.assign(order=np.arange(len(timeline.decisions)))
    numbered["parcel_id"] = numbered["parcel_id"].astype(object)
    events = rows.merge(numbered, on="parcel_id").sort_values(
        ["row", "order"], ignore_index=True
    )
    live = events[~events["corrected"]]
    before = before_of(timeline)
    for name in map(str, before.columns):
        values = _state(name, live, vocabulary)
        if name in _FALL_BACK and values.isna().any():
            own = before[name].to_numpy(dtype=object)[live["row"]]
            values = values.astype(object).where(values.notna(), own)
        events[f"state_{name}"] = values.reindex(events.index)
    return events


def _state(name: str, live: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    """Find one column of the state after each event in force."""
    if name == "disposed_area_m2":
        return _disposed(live, vocabulary)
    if name not in live:
        return pd.Series(None, index=live.index, dtype=object)
    if name == "due":
        return pd.to_datetime(live["due"]).groupby(live["row"]).ffill()
    return live[name]


def _disposed(live: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    """Sum what all ways have disposed of after each event, in m².

    Of each way its last event counts; a return undoes all before it.
    """
    counts = {code for code, t in vocabulary.terms["status"].items() if t.disposed}
    area = live["area_m2"] if "area_m2" in live else pd.Series(np.nan, live.index)
    own = area.astype("float64").where(live["status"].isin(counts))
    row, way = live["row"], live["disposal_type"].astype(object).fillna("")
    life = (live["status"] == RETURNED).groupby(row).cumsum()
    earlier = own.groupby([row, life, way]).shift()
    # what the event adds to the sum, and whether its way now has a known area
    added = own.fillna(0) - earlier.fillna(0)
    known = own.notna().astype(int) - earlier.notna()
    sums = added.groupby([row, life]).cumsum()
    return sums.where(known.groupby([row, life]).cumsum() > 0)


def state_on(
    timeline: Timeline, parcels: gpd.GeoDataFrame, *, vocabulary: Vocabulary
) -> gpd.GeoDataFrame:
    """Give the parcels the state of the day that the page opens on.

    Parameters
    ----------
    timeline
        From `as_timeline`.
    parcels
        The parcels of the map. Not changed.
    vocabulary
        Which statuses count as disposed of.

    Returns
    -------
    parcels
        The same rows; the columns of `before` are those of that day.
    """
    events = place(timeline, parcels, vocabulary=vocabulary)
    held = events[~events["corrected"] & (events["effective"] <= timeline.on)]
    last = held.drop_duplicates("row", keep="last")
    before = before_of(timeline)
    state = {}
    for name in map(str, before.columns):
        values = before[name].astype(object).to_numpy(copy=True)
        values[last["row"].to_numpy()] = last[f"state_{name}"].astype(object)
        state[name] = pd.Series(values, index=parcels.index).infer_objects()
    return parcels.assign(**state)
