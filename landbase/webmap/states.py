"""The state that decisions leave each parcel of a map in, event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.cases import fold
from landbase.cases.lifecycle import initial_status
from landbase.rules import Rules

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.cases import Cases
    from landbase.webmap.timeline import Timeline

__all__ = ["before_of", "place", "state_on"]

# columns that keep the parcel's own value where a decision has none
_FALL_BACK = ("status", "disposal_type")
# columns of the state, by the names that the fold has for them
_FOLDED = {"due": "due_after", "disposed_area_m2": "disposed_area_m2"}


def before_of(timeline: Timeline) -> pd.DataFrame:
    """Give the columns that follow the decisions, as they were before any."""
    if timeline.before is None:
        return pd.DataFrame()
    before = timeline.before
    if timeline.lineage is None or "status" not in before:
        return before
    # a parcel that came of others has nothing of its own before
    start = initial_status(timeline.rules or Rules.default())
    return before.assign(status=before["status"].fillna(start))


def place(timeline: Timeline, parcels: pd.DataFrame, *, rules: Rules) -> pd.DataFrame:
    """Put the decisions on the rows of the parcels, each with the state it leaves.

    Parameters
    ----------
    timeline
        From `as_timeline`.
    parcels
        Parcels of the map, on the rows of `before`.
    rules
        Which statuses count as disposed of.

    Returns
    -------
    events
        By `row`, the position in `parcels`, then in the order in which they hold; a
        parcel that came of others has also theirs, and a row of its own for the day on
        which it began (`birth`). ``state_…`` columns, those of `before`: the state
        after the event, missing where it was corrected.
    """
    cases = _folded(timeline, parcels, rules)
    ids = parcels["parcel_id"].to_numpy(dtype=object)
    rows = _sources(ids, cases)
    numbered = timeline.decisions.assign(order=np.arange(len(timeline.decisions)))
    numbered["source"] = numbered["parcel_id"].astype(object)
    after = _after(cases)
    told = numbered.drop(columns=after.columns, errors="ignore").join(after)
    told = told[told["corrected"] | ~told["outside"].eq(other=True)]
    events = rows.merge(told, on="source").assign(birth=False)
    if len(begun := _births(cases, ids)):
        events = pd.concat([events, begun], ignore_index=True)
        flags = ["corrected", "correction"]
        events[flags] = events[flags].eq(other=True)
        events["weight"] = events["weight"].fillna(1.0)
    # a birth comes before what takes effect on its day
    events["rank"] = ~events["birth"]
    events = events.sort_values(
        ["row", "effective", "rank", "order"], ignore_index=True, kind="stable"
    )
    _add_states(events, before_of(timeline))
    return events


def _folded(timeline: Timeline, parcels: pd.DataFrame, rules: Rules) -> Cases:
    """Fold what is in force, on top of what the parcels were before any decision."""
    live = timeline.decisions[~timeline.decisions["corrected"]]
    given = pd.DataFrame() if timeline.before is None else timeline.before
    own = given.reindex(columns=[*_FALL_BACK])
    own.index = pd.Index(parcels["parcel_id"].to_numpy(dtype=object))
    return fold(
        live.drop(columns="supersedes", errors="ignore"),
        timeline.lineage,
        rules=rules,
        parcels=own[~own.index.duplicated()],
    )


def _sources(ids: np.ndarray, cases: Cases) -> pd.DataFrame:
    """Lead each row to its parcel and to those whose land that has."""
    own = pd.DataFrame({"source": ids, "row": np.arange(len(ids)), "weight": 1.0})
    found, pairs = [own], cases.descent
    while len(own):
        both = own.merge(pairs, left_on="source", right_on="child")
        weight = both["weight_x"] * both["weight_y"]
        own = pd.DataFrame({
            "source": both["parent"].astype(object),
            "row": both["row"],
            "weight": weight,
        })
        found.append(own)
    return pd.concat(found, ignore_index=True)


def _after(cases: Cases) -> pd.DataFrame:
    """Give what holds after each event, and by how much it changed what is disposed."""
    events = cases.events
    before = events.groupby("parcel_id")["disposed_m2"].shift()
    begun = events["parcel_id"].map(cases.begun["disposed_m2"]).fillna(0.0)
    change = events["disposed_m2"] - before.fillna(begun)
    return events[["due_after", "outside"]].assign(change=change)


def _births(cases: Cases, ids: np.ndarray) -> pd.DataFrame:
    """Make a row for the day on which each parcel of the map began."""
    row = pd.Series(np.arange(len(ids)), index=ids)
    begun = cases.begun[cases.begun.index.isin(row.index)]
    table = begun.reset_index().rename(columns={"due": "due_after"})
    return table.assign(
        row=row.reindex(begun.index).to_numpy(), source=begun.index,
        order=-1, birth=True, change=0.0,
    )  # fmt: skip


def _add_states(events: pd.DataFrame, before: pd.DataFrame) -> None:
    """Add a column of the state for each of `before`."""
    live = events[~events["corrected"]]
    if "disposed_area_m2" in before:
        sums = (live["change"] * live["weight"]).groupby(live["row"]).cumsum()
        live = live.assign(disposed_area_m2=sums.where(sums > 0))
    for name in map(str, before.columns):
        source = _FOLDED.get(name, name)
        values = pd.Series(None, index=live.index, dtype=object)
        if source in live:
            values = live[source]
        if name in _FALL_BACK and values.isna().any():
            own = before[name].to_numpy(dtype=object)[live["row"]]
            values = values.astype(object).where(values.notna(), own)
        events[f"state_{name}"] = values.reindex(events.index)


def state_on(
    timeline: Timeline, parcels: gpd.GeoDataFrame, *, rules: Rules
) -> gpd.GeoDataFrame:
    """Give the parcels the state of the day that the page opens on.

    Parameters
    ----------
    timeline
        From `as_timeline`.
    parcels
        The parcels of the map. Not changed.
    rules
        As for `place`.

    Returns
    -------
    parcels
        The same rows; the columns of `before` are those of that day.
    """
    events = place(timeline, parcels, rules=rules)
    held = events[~events["corrected"] & (events["effective"] <= timeline.on)]
    last = held.drop_duplicates("row", keep="last")
    before = before_of(timeline)
    state = {}
    for name in map(str, before.columns):
        values = before[name].astype(object).to_numpy(copy=True)
        values[last["row"].to_numpy()] = last[f"state_{name}"].astype(object)
        state[name] = pd.Series(values, index=parcels.index).infer_objects()
    return parcels.assign(**state)
