"""The days of a page: what state each parcel was in, from the events of its case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from landbase.cases.allowed import initial_status
from landbase.cases.fold import counts_as_disposed, fold
from landbase.cases.lineage import ancestors_of
from landbase.rules.ruleset import Rules, rules_of
from landbase.rules.schema import require_columns
from landbase.tables.cells import read_day
from landbase.tables.html import html_of
from landbase.tables.ids import among

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.cases.fold import Cases
    from landbase.store.base import LandBase
    from landbase.webmap.payload import Sections

__all__ = [
    "BEFORE_ALL",
    "STATE_COLUMNS",
    "Timeline",
    "add_disposals",
    "add_done",
    "add_dues",
    "as_timeline",
    "before_of",
    "place",
    "state_on",
    "timeline_parts",
]

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
BEFORE_ALL = "1949-01-01"


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
        `status`, `area_m2`, `document`, `files`, `reason`, those there are; where the
        map is asked for some columns, only those of these. Other columns are not in
        the page, nor is who was responsible (`by`) unless asked for.
    before
        The parcels as they were before any decision, on the index of the parcels of
        the map: ``base.parcels(on="1949-01-01")``. Without it, a parcel has the state
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

    def _repr_html_(self) -> str:
        return html_of({"on": self.on, "decisions": self.decisions})

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
        every = base.decisions(known=known, superseded=True)
        # those of the map, some of which may have come of a split since
        there = base.parcels(on=on, known=known)
        first = base.parcels(on=BEFORE_ALL, known=known, ended=True)
        how: dict[str, Any] = {"on": on, "known": known, "columns": columns}
        return cls(**timeline_parts(base, every, there, first, **how))


def timeline_parts(
    base: LandBase,
    every: pd.DataFrame,
    there: pd.DataFrame,
    first: pd.DataFrame,
    *,
    on: dt.date | str | None = None,
    known: dt.date | str | None = None,
    columns: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """Give what `Timeline.of` takes of a land base, where it was read already.

    `every` are all decisions, superseded ones too; `there` the parcels of the map, and
    `first` all that there ever were, as they were before any decision.
    """
    every = _with_files(every, base.documents(known=known))
    held = every if on is None else every[every["effective"] <= _day(on)]
    # what a decision after that day corrects is not in force before it either
    lost = {*every["supersedes"].dropna()} - {*held["supersedes"].dropna()}
    rules = base.rules_on(known)
    # parents of the parcels of the map are not on it, but may have to say this
    says = first.filter(["parcel_id", *rules.vocabulary.evidence])
    held = held.merge(pd.DataFrame(says), on="parcel_id", how="left")
    seen = among(first["parcel_id"], there["parcel_id"])
    return {
        "decisions": held[~held["event_id"].isin(lost)],
        "columns": columns,
        "before": first[seen].reset_index(drop=True),
        "on": on,
        "lineage": _by(base.lineage(known=known), on),
        "rules": rules,
    }


def as_timeline(
    given: pd.DataFrame | Timeline | None,
    parcels: gpd.GeoDataFrame,
    *,
    names: tuple[str, ...],
    asked: tuple[str, ...] | None = None,
) -> Timeline | None:
    """Check decisions, and fill in what was left to be found."""
    if given is None:
        return None
    own = given if isinstance(given, Timeline) else Timeline(decisions=given)
    require_columns(own.decisions, *_NEEDED, *(own.columns or ()))
    events = _sorted(own.decisions)
    last = events["effective"].max()
    # who asks for some columns of parcels gets no others of decisions unasked
    wanted = [name for name in _USUAL if asked is None or name in asked]
    there = [name for name in wanted if name in events]
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
    ids = {*parcels["parcel_id"].to_numpy(dtype=object)}
    if lineage is not None and len(lineage):
        ids |= ancestors_of(lineage, ids)
    return pd.Series(among(decisions["parcel_id"], ids), index=decisions.index)


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


_NONE = 0  # a day is written as one more than its distance from the first


def add_dues(
    sections: Sections,
    parcels: pd.DataFrame,
    events: pd.DataFrame | None,
    *,
    rules: Rules,
) -> None:
    """Add the day by which each parcel is to be disposed of, where still due."""
    done = np.zeros(len(parcels), dtype=bool)
    if "status" in parcels:
        done = counts_as_disposed(parcels, rules=rules)
    days = {"due": _open(parcels["due"], done)}
    if events is not None:
        done = events["counts"].eq(other=True).to_numpy(dtype=bool)
        days["event_due"] = _open(events["state_due"], done)
    first = pd.concat([*days.values()]).min()
    if pd.isna(first):
        return
    sections.header["due"] = int(first)
    for name, values in days.items():
        numbers = (values - first + 1).fillna(_NONE).to_numpy(dtype=np.int64)
        sections.add_numbers(name, numbers)


def add_done(
    sections: Sections,
    parcels: pd.DataFrame,
    events: pd.DataFrame | None,
    *,
    rules: Rules,
) -> None:
    """Mark the parcels, before any decision and after each, that count as disposed."""
    sections.add_numbers("done", counts_as_disposed(parcels, rules=rules))
    if events is not None:
        sections.add_numbers("event_done", events["counts"].eq(other=True))


def add_disposals(sections: Sections, events: pd.DataFrame) -> None:
    """Add what each event newly disposes of, until the day that undoes it.

    What counts and has no area adds what is not known, as NaN.
    """
    adds = events["added_m2"].ne(0) & events["round"].notna()
    adds &= ~events["corrected"] & ~events["birth"]
    rows = np.flatnonzero(adds.to_numpy(dtype=bool))
    held = events.iloc[rows]
    area = (held["added_m2"] * held["weight"]).to_numpy(dtype="<f8")
    lasts = pd.to_datetime(held["undone_on"]) - pd.to_datetime(held["effective"])
    sections.header["disposals"] = len(rows)
    sections.add_numbers("disposal_event", np.diff(rows, prepend=0))
    sections.add_numbers(
        "disposal_lasts", (lasts.dt.days + 1).fillna(_NONE).to_numpy(dtype=np.int64)
    )
    sections.add("disposal_m2", area.tobytes())


def _open(due: pd.Series, done: npt.NDArray[np.bool_]) -> pd.Series:
    """Count due days from 1970-01-01; missing where nothing is due."""
    if not pd.api.types.is_datetime64_any_dtype(due.dtype):
        return pd.Series(np.nan, index=due.index)  # a text of any kind is no day
    days = (due - pd.Timestamp(0)) // pd.Timedelta(days=1)
    return days.where(~done)


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
    """Put the decisions on the rows of the parcels, each with the state it leaves."""
    cases = _folded(timeline, parcels, rules)
    ids = parcels["parcel_id"].to_numpy(dtype=object)
    rows = _sources(ids, cases)
    numbered = timeline.decisions.assign(order=np.arange(len(timeline.decisions)))
    numbered["source"] = numbered["parcel_id"].astype(object)
    after = _after(cases)
    stated = numbered.drop(columns=after.columns, errors="ignore").join(after)
    stated = stated[stated["corrected"] | ~stated["outside"].eq(other=True)]
    events = rows.merge(stated, on="source").assign(birth=False)
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
    own = own.assign(**parcels.filter(rules.vocabulary.evidence))
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
    while len(own) and len(pairs):
        both = own.merge(pairs, left_on="source", right_on="child")
        weight = both["weight_x"] * both["weight_y"]
        own = pd.DataFrame({
            "source": both["parent"].astype(object),
            "row": both["row"],
            "weight": weight,
        })
        found.append(own)
    return pd.concat(found, ignore_index=True)


# columns of the fold's events that the page goes by
_AFTER = ("due_after", "outside", "counts", "round", "added_m2", "undone_on")


def _after(cases: Cases) -> pd.DataFrame:
    """Give what holds after each event, and by how much it changed what is disposed."""
    events = cases.events
    before = events.groupby("parcel_id")["disposed_m2"].shift()
    begun = events["parcel_id"].map(cases.begun["disposed_m2"]).fillna(0.0)
    change = events["disposed_m2"] - before.fillna(begun)
    return events[[*_AFTER]].assign(change=change)


def _births(cases: Cases, ids: np.ndarray) -> pd.DataFrame:
    """Make a row for the day on which each parcel of the map began."""
    row = pd.Series(np.arange(len(ids)), index=ids)
    begun = cases.begun[among(cases.begun.index, ids)]
    table = begun.reset_index().rename(columns={"due": "due_after", "done": "counts"})
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
    """Give the parcels the state of the day that the page opens on."""
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


def day_number(day: Any) -> int:
    """Count the days from 1970-01-01 to a day."""
    return int(np.datetime64(pd.Timestamp(day), "D").astype(np.int64))
