"""What was decided about the parcels of a page, and the state it leaves them in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from landbase.cases.lifecycle import initial_status
from landbase.cases.lineage import ancestors_of
from landbase.rules import Rules, rules_of
from landbase.rules.schema import require_columns
from landbase.values import read_day

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.store import LandBase

__all__ = ["STATE_COLUMNS", "Timeline", "as_timeline"]

# columns of a parcel that its decisions change from day to day
STATE_COLUMNS = (
    *("status", "disposal_type", "effective", "due"),
    *("document", "exception", "disposed_area_m2"),
)
# what the card of a parcel shows of a decision where nothing else is asked for
_USUAL = (
    *("effective", "disposal_type", "status", "area_m2"),
    *("document", "files", "reason"),
)
_NEEDED = ("parcel_id", "disposal_type", "status", "effective")
_BEFORE_ALL = "1900-01-01"


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
        `status`, `area_m2`, `document`, `files`, `reason`, those there are. Other
        columns are not in the page, nor is who was responsible (`by`) unless asked for.
    before
        The parcels as they were before any decision, on the index of the parcels of
        the map: ``base.parcels(on="1900-01-01")``. Without it, a parcel has the state
        it is drawn with, or where its `effective` says that this came from a
        decision, it was `registered`.
    on
        The day the page opens on; by default the last day of a decision.
    lineage
        Splits, mergers and adjustments as `LandBase.lineage` gives them: a parcel that
        came of others has what was decided about these.
    rules
        Which statuses count as disposed of; by default those that `decisions` were
        made by.

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
    lineage: pd.DataFrame | None = None
    rules: Rules | None = None

    @classmethod
    def of(
        cls,
        base: LandBase,
        *,
        on: dt.date | str | None = None,
        known: dt.date | str | None = None,
        columns: tuple[str, ...] | None = None,
    ) -> Self:
        """Take the decisions of a land base, for a map of ``base.parcels(on=on)``.

        Parameters
        ----------
        base
            The land base.
        on
            Decisions that take effect after this day are left out, and the page opens
            on it; by default none is left out.
        known
            What was recorded after this day is left out; by default nothing.
        columns
            What the card shows of a decision.

        Returns
        -------
        timeline
            With what was corrected, the names of attached files as `files`, and the
            parcels before any decision.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        every = _with_files(
            base.decisions(known=known, superseded=True), base.documents(known=known)
        )
        held = every if on is None else every[every["effective"] <= _day(on)]
        # what a decision after that day corrects is not in force before it either
        lost = {*every["supersedes"].dropna()} - {*held["supersedes"].dropna()}
        # those of the map, some of which may have come of a split since
        there = base.parcels(on=on, known=known)["parcel_id"]
        first = base.parcels(on=_BEFORE_ALL, known=known, ended=True)
        before = first[first["parcel_id"].isin(there)].reset_index(drop=True)
        return cls(
            decisions=held[~held["event_id"].isin(lost)],
            columns=columns,
            before=before,
            on=on,
            lineage=_by(base.lineage(known=known), on),
            rules=base.rules_on(known),
        )


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
        All of its parts given: the decisions of those parcels, and `before` with the
        columns of `names` that follow them. None where none are asked for.

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
        decisions=events[_about(events, parcels, own.lineage)],
        rules=own.rules or rules_of(of=own.decisions),
        columns=tuple(dict.fromkeys(there if own.columns is None else own.columns)),
        before=_before(own.before, parcels, names, own.rules or Rules.default()),
        on=last if own.on is None else _day(own.on),
    )


def _by(lineage: pd.DataFrame, on: dt.date | str | None) -> pd.DataFrame:
    """Leave out operations that take effect after a day."""
    if on is None:
        return lineage
    late = lineage.loc[lineage["effective"] > _day(on), "operation"]
    voids = lineage["voids"].notna()
    return lineage[~lineage["operation"].isin(late) | voids]


def _with_files(decisions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Name the files attached to each decision, where there are any."""
    if documents.empty:
        return decisions
    names = documents.groupby("event_id")["file"].agg("、".join)
    return decisions.assign(files=decisions["event_id"].map(names))


def _about(
    decisions: pd.DataFrame, parcels: pd.DataFrame, lineage: pd.DataFrame | None
) -> pd.Series:
    """Mark decisions about some parcels, and about those whose land they have."""
    ids = {*parcels["parcel_id"].astype(object)}
    if lineage is not None and len(lineage):
        ids |= ancestors_of(lineage, ids)
    # of objects pandas finds them much quicker
    return decisions["parcel_id"].astype(object).isin(ids)


def _day(of: dt.date | str) -> pd.Timestamp:
    return pd.Timestamp(read_day(of))


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
    supersedes = events.get("supersedes", pd.Series(None, events.index, dtype="object"))
    ids = events.get("event_id", pd.Series(None, events.index, dtype="object"))
    events = events.assign(
        corrected=ids.isin(supersedes.dropna()), correction=supersedes.notna()
    )
    return events.sort_values("effective", kind="stable", ignore_index=True)


def _before(
    given: pd.DataFrame | None,
    parcels: gpd.GeoDataFrame,
    names: tuple[str, ...],
    rules: Rules,
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
            start = initial_status(rules)
            found[name] = found[name].astype(object).mask(decided, start)
    return pd.DataFrame(found, index=parcels.index)
