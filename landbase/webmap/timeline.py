"""What was decided about the parcels of a page, and the state it leaves them in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.decisions.lifecycle import REGISTERED, RETURNED
from landbase.schema import require_columns

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.vocabulary import Vocabulary

__all__ = ["STATE_COLUMNS", "Timeline", "as_timeline", "place", "state_on"]

# columns of a parcel that its decisions change from day to day
STATE_COLUMNS = (
    *("status", "disposal_type", "effective", "due"),
    *("document", "disposed_area_m2"),
)
# what the card of a parcel shows of a decision where nothing else is asked for
_USUAL = (
    *("effective", "disposal_type", "status", "area_m2"),
    *("document", "by", "reason"),
)
_NEEDED = ("parcel_id", "disposal_type", "status", "effective")
_FALL_BACK = ("status", "disposal_type")


@dataclass(frozen=True, kw_only=True, eq=False)
class Timeline:
    """The decisions that a map page shows, and how.

    Attributes
    ----------
    decisions
        Decisions as `LandBase.decisions` gives them, in the order of recording, for
        any parcels; those of parcels that are not on the map are not in the page.
        With ``superseded=True`` the card also shows what was corrected, as such.
    columns
        What the card shows of a decision; by default `effective`, `disposal_type`,
        `status`, `area_m2`, `document`, `by`, `reason`, those there are. Other
        columns are not in the page.
    before
        The parcels as they were before any decision, on the index of the parcels of
        the map: ``base.parcels(on="1900-01-01")``. Without it, a parcel has the state
        it is drawn with, or where its `effective` says that this came from a
        decision, it was `registered`.
    on
        The day the page opens on; by default the last day of a decision.

    Examples
    --------
    >>> events = pd.DataFrame({"parcel_id": ["A"], "disposal_type": ["interview"],
    ...     "status": ["planned"], "effective": ["2023-03-01"], "by": ["…"]})
    >>> Timeline(decisions=events, columns=("effective", "status")).columns
    ('effective', 'status')
    """

    decisions: pd.DataFrame
    columns: tuple[str, ...] | None = None
    before: pd.DataFrame | None = None
    on: dt.date | str | None = None


def as_timeline(
    given: pd.DataFrame | Timeline | None,
    parcels: gpd.GeoDataFrame,
    *,
    names: tuple[str, ...],
) -> Timeline | None:
    """Check decisions, and fill in what was left to be found.

    Parameters
    ----------
    given
        As for `disposal_map`.
    parcels
        The parcels of the map.
    names
        The columns that the map shows or colours by.

    Returns
    -------
    timeline
        All of its parts given: `before` has the columns of `names` that follow the
        decisions. None where none are asked for.

    Raises
    ------
    SchemaError
        A column is missing.
    ValueError
        A day is missing, or `before` is not on the index of the parcels.
    """
    if given is None:
        return None
    own = given if isinstance(given, Timeline) else Timeline(decisions=given)
    require_columns(own.decisions, *_NEEDED, *(own.columns or ()))
    events = _sorted(own.decisions)
    last = events["effective"].max()
    there = [name for name in _USUAL if name in events]
    return replace(
        own,
        decisions=events,
        columns=tuple(dict.fromkeys(there if own.columns is None else own.columns)),
        before=_before(own.before, parcels, names),
        on=last if own.on is None else _day(own.on),
    )


def _day(of: dt.date | str) -> pd.Timestamp:
    return pd.Timestamp(of).normalize()


def _sorted(decisions: pd.DataFrame) -> pd.DataFrame:
    """Put decisions in the order in which they hold, and mark those corrected."""
    days = pd.to_datetime(decisions["effective"])
    if days.isna().any():
        lost = decisions.loc[days.isna(), "parcel_id"].astype(str).tolist()
        raise ValueError(
            f"{len(lost)} decision(s) have no day in `effective`, such as those of "
            f"{', '.join(lost[:5])}; give each the day it takes effect"
        )
    events = decisions.assign(effective=days.dt.normalize().astype("datetime64[s]"))
    if "event_id" in events:
        events = events.sort_values("event_id", kind="stable")
    later = events["supersedes"].dropna() if "supersedes" in events else []
    corrected = events["event_id"].isin(later) if "event_id" in events else False
    correction = events["supersedes"].notna() if "supersedes" in events else False
    events = events.assign(corrected=corrected, correction=correction)
    return events.sort_values("effective", kind="stable", ignore_index=True)


def _before(
    given: pd.DataFrame | None, parcels: gpd.GeoDataFrame, names: tuple[str, ...]
) -> pd.DataFrame:
    """Find the state of each parcel before any decision."""
    if given is not None and not given.index.equals(parcels.index):
        raise ValueError("before must be a table on the index of the parcels")
    decided = pd.Series(data=False, index=parcels.index)
    if "effective" in parcels:
        decided = parcels["effective"].notna()
    found: dict[str, Any] = {}
    for name in (name for name in STATE_COLUMNS if name in names):
        if given is not None and name in given:
            found[name] = given[name]
            continue
        found[name] = parcels[name].where(~decided)
        if name == "status":
            found[name] = found[name].astype(object).mask(decided, REGISTERED)
    return pd.DataFrame(found, index=parcels.index)


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
    before = timeline.before
    for name in () if before is None else before.columns:
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
    totals, at, ways = [], -1, dict[str, float]()
    table = (live["row"], live["disposal_type"], live["status"], area)
    for row, way, status, m2 in zip(*table, strict=True):
        if row != at or status == RETURNED:
            at, ways = row, {}
        ways[way] = float(m2) if status in counts else np.nan
        known = [value for value in ways.values() if value == value]  # noqa: PLR0124 - NaN
        totals.append(sum(known) if known else np.nan)
    return pd.Series(totals, index=live.index, dtype="float64")


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
    before = timeline.before
    state = {}
    for name in () if before is None else before.columns:
        values = before[name].astype(object).to_numpy(copy=True)
        values[last["row"].to_numpy()] = last[f"state_{name}"].astype(object)
        state[name] = pd.Series(values, index=parcels.index).infer_objects()
    return parcels.assign(**state)
