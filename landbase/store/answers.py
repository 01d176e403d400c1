"""What a land base answers: parcels as of a day, decisions, due days, lineage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.cases.deadlines import (
    SOON_DAYS,
    area_balance,
    find_deadlines,
    find_idle_soon,
)
from landbase.cases.fold import FOLDED_COLUMNS
from landbase.cases.lineage import living_successors
from landbase.cases.milestones import find_milestones, kinds_of_due
from landbase.errors import LedgerError
from landbase.rules.ruleset import Rules, remember_rules
from landbase.store.columns import day
from landbase.store.database import Opened, reading
from landbase.store.ids import own_id
from landbase.store.journals import DECISIONS, LINEAGE, MILESTONES
from landbase.store.queries import (
    KEY,
    before_of,
    cases_of,
    in_force,
    known_parcels,
    load_events,
    load_journal,
    load_parcels,
    load_rules,
    with_state,
)
from landbase.tables.ids import among

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.cases.fold import Cases

__all__ = [
    "balance",
    "cases",
    "deadlines",
    "decisions",
    "lineage",
    "milestones",
    "parcels",
    "successors",
    "summary",
]


def parcels(
    self: Opened,
    on: dt.date | str | None = None,
    *,
    known: dt.date | str | None = None,
    ended: bool = False,
) -> gpd.GeoDataFrame:
    """Give every parcel with its state on a day, as it was known on a day.

    Parameters
    ----------
    on
        Decisions that take effect after this day are left out; by default none.
    known
        What was recorded after this day (in the zone of the rules) is left out; by
        default nothing.
    ended
        Also give parcels that were split, merged or adjusted by that day, and
        those that are not there yet.

    Returns
    -------
    parcels
        The parcel table in EPSG:4490, in order of addition: what was added, with
        `status` and `disposal_type` of the last decision (by the day it takes
        effect, then by recording). A parcel without one has those it was added
        with, or status `registered`. Once there are decisions also `effective`,
        `due`, `document`, `exception` of that decision (why it goes against the
        rules) and `disposed_area_m2`, all that was disposed of so far.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        rules = load_rules(connection, before=before_of(connection, known))
        found = parcels_as_of(connection, on=on, known=known, ended=ended, rules=rules)
    remember_rules(found, rules)
    return found


def parcels_as_of(
    connection: sa.Connection,
    *,
    on: dt.date | str | None,
    known: dt.date | str | None,
    rules: Rules,
    ended: bool = False,
) -> gpd.GeoDataFrame:
    """Read parcels with their state."""
    before = before_of(connection, known)
    own = load_parcels(connection, before=before)
    last_day = None if on is None else day(on)
    cases = cases_of(connection, rules, on=last_day, before=before, own=own)
    if not ended:
        own = own[among(own["parcel_id"], cases.state.index)].reset_index(drop=True)
    query = sa.select(DECISIONS.table.c.event_id).where(in_force(before)).limit(1)
    decided = connection.execute(query).first() is not None
    return with_state(own, cases, decided=decided)


def decisions(
    self: Opened,
    on: dt.date | str | None = None,
    *,
    known: dt.date | str | None = None,
    superseded: bool = False,
) -> pd.DataFrame:
    """Give all decisions in the order of recording.

    Parameters
    ----------
    on, known
        As in `parcels`.
    superseded
        Also give events that a later one corrects.

    Returns
    -------
    decisions
        `event_id`, `parcel_id`, then of the parcel `category` and `banner`, then
        the columns of `record` and `recorded_at` (Beijing time); then, of events
        in force, `round`, `due_after`, `added_m2`, `accepted_m2` and `undone_on`
        as `landbase.cases.fold.Cases` says.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        before = before_of(connection, known)
        rules = load_rules(connection, before=before)
        last_day = None if on is None else day(on)
        events = load_events(connection, where=_stated(before, last_day, superseded))
        of = _facts(connection, before)
        folded = cases_of(connection, rules, on=last_day, before=before).events
    for place, name in enumerate(("category", "banner"), start=2):
        events.insert(place, name, events["parcel_id"].map(of[name]).astype("str"))
    stated = folded.set_index("event_id")[[*FOLDED_COLUMNS]]
    stated = stated.reindex(events["event_id"]).set_axis(events.index)
    table = events.assign(**{name: stated[name] for name in FOLDED_COLUMNS})
    remember_rules(table, rules)
    return table


def _stated(
    before: str | None,
    last_day: pd.Timestamp | None,
    superseded: bool,  # noqa: FBT001 - as `decisions` has it
) -> sa.ColumnElement[bool]:
    """Say in SQL which decisions are listed."""
    c = DECISIONS.table.c
    where = in_force(before)
    if superseded:
        where = c.known_at < before if before else sa.true()
    if last_day is None:
        return where
    return sa.and_(where, c.effective <= f"{last_day:%Y-%m-%d}")


def deadlines(
    self: Opened,
    on: dt.date | str,
    *,
    within_days: int = 30,
    soon_days: int | None = SOON_DAYS,
    known: dt.date | str | None = None,
    steps: bool = True,
) -> pd.DataFrame:
    """List what is overdue on a day, what is due, and what will be idle soon.

    Parameters
    ----------
    on
        The day to judge by.
    within_days
        A due day up to so many days ahead is "due_soon".
    soon_days
        Also list the parcels that are not disposed of and not idle yet, and reach the
        full year (article 2) within so many days, as "idle_soon": `due` is the last
        day of the year. None lists none of them.
    known
        As in `parcels`.
    steps
        Also list the milestones that are not done, and what will be idle soon;
        otherwise one row a parcel.

    Returns
    -------
    deadlines
        Soonest first, one row a parcel with a due day that is not disposed of, as
        `landbase.cases.deadlines.find_deadlines` gives it, and one for each step, with
        `step`, `by` (person) and `unit`. What was due for a parcel that was split
        or merged since is due for its successors.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        before = before_of(connection, known)
        rules = load_rules(connection, before=before)
        cases = cases_of(connection, rules, on=day(on), before=before, steps=steps)
        of = _facts(connection, before)
        soon = pd.DataFrame()
        if steps and soon_days is not None:
            soon = _idle_soon(connection, cases, on, before=before, within=soon_days)
    table = find_deadlines(cases, of, within_days=within_days)
    names = [*table.columns]
    names.insert(names.index("due"), "step")
    names.insert(names.index("by") + 1, "unit")
    table = table.reindex(columns=names).astype({"step": "str", "unit": "str"})
    if not steps:
        return table
    open_ = cases.steps[cases.steps["days_left"].notna()]
    kinds = kinds_of_due(open_["days_left"], within_days=within_days)
    open_ = open_.assign(deadline=kinds).rename(columns={"person": "by"})
    for name in ("category", "banner"):
        open_[name] = open_["parcel_id"].map(of[name]).astype("str")
    more = [part.reindex(columns=table.columns) for part in (open_, soon) if len(part)]
    both = pd.concat([table, *more], ignore_index=True)
    both = both.astype(table.dtypes.to_dict())
    return both.sort_values(["due", "parcel_id"], ignore_index=True, kind="stable")


def _idle_soon(
    connection: sa.Connection,
    cases: Cases,
    on: dt.date | str,
    *,
    before: str | None,
    within: int,
) -> pd.DataFrame:
    """Find the parcels that are open, not idle yet, and soon will be."""
    open_ = cases.state[~cases.state["done"]]
    own = load_parcels(connection, before=before)
    own = own[among(own["parcel_id"], open_.index)]
    soon = find_idle_soon(pd.DataFrame(own), on=on, within_days=within)
    now = open_.loc[soon["parcel_id"], ["status", "disposal_type"]]
    return soon.assign(
        status=now["status"].array, disposal_type=now["disposal_type"].array
    )


def _facts(connection: sa.Connection, before: str | None) -> pd.DataFrame:
    """Read what lists show of a parcel, by its id."""
    names = ("parcel_id", "category", "banner")
    facts = connection.execute(known_parcels(names, before=before)).fetchall()
    return pd.DataFrame(facts, columns=[KEY, *names]).set_index("parcel_id")


def milestones(
    self: Opened,
    on: dt.date | str,
    *,
    within_days: int = 30,
    known: dt.date | str | None = None,
) -> pd.DataFrame:
    """Say how each step of the route maps stands on a day.

    Parameters
    ----------
    on, within_days, known
        As in `deadlines`.

    Returns
    -------
    steps
        As `landbase.cases.milestones.find_milestones` gives it, done ones included.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        rows = load_journal(connection, MILESTONES, before=before_of(connection, known))
    return find_milestones(rows, on=day(on), within_days=within_days)


def balance(
    self: Opened, on: dt.date | str | None = None, *, known: dt.date | str | None = None
) -> pd.DataFrame:
    """Balance each parcel's area: what was disposed of, is planned, is left.

    Parameters
    ----------
    on, known
        As in `parcels`.

    Returns
    -------
    balance
        Index `parcel_id`, areas in m² as `landbase.cases.deadlines.area_balance` gives
        them; `balanced` is False where the ways do not make up what is left.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        before = before_of(connection, known)
        rules = load_rules(connection, before=before)
        last_day = None if on is None else day(on)
        cases = cases_of(connection, rules, on=last_day, before=before, areas=True)
    return area_balance(cases, rules.tolerances)


def cases(
    self: Opened, on: dt.date | str | None = None, *, known: dt.date | str | None = None
) -> pd.DataFrame:
    """Say how the case of each parcel stands: the last word on it, and its areas.

    Parameters
    ----------
    on, known
        As in `parcels`.

    Returns
    -------
    cases
        One row for each parcel that is there, by `parcel_id`: `status`,
        `disposal_type`, `effective`, `due`; `by`, `document` and `exception`, the last
        that were given; `done`, whether the status counts as disposed of; `area_m2`
        (ellipsoidal), `planned_m2`, `disposed_m2`, `accepted_m2`, `remaining_m2`.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        before = before_of(connection, known)
        rules = load_rules(connection, before=before)
        last_day = None if on is None else day(on)
        folded = cases_of(connection, rules, on=last_day, before=before, areas=True)
    last = {f"last_{name}": name for name in ("by", "document", "exception")}
    state = folded.state.drop(columns=[*last.values()]).rename(columns=last)
    names = ("status", "disposal_type", "effective", "due", *last.values(), "done")
    areas = [
        f"{n}_m2" for n in ("area", "planned", "disposed", "accepted", "remaining")
    ]
    return state[[*names, *areas]]


def lineage(self: Opened, *, known: dt.date | str | None = None) -> pd.DataFrame:
    """List all splits, mergers and adjustments in the order of recording.

    Parameters
    ----------
    known
        As in `parcels`.

    Returns
    -------
    lineage
        One row a parcel of an operation: `operation`, `kind`, `role` ("parent",
        "child"; "void" where it is taken back), `parcel_id`, `area_m2`
        (ellipsoidal), `effective`, `document`, `by`, `reason`, `exception`,
        `voids`, `recorded_at` (in the zone of the rules).

    Raises
    ------
    DataError
        `known` is not a day.
    """
    with reading(self._engine) as connection:
        rows = load_journal(connection, LINEAGE, before=before_of(connection, known))
    return rows.drop(columns=[LINEAGE.key, "parcel"])


def successors(self: Opened, parcel_id: str) -> list[str]:
    """Lead an id to the parcels that are there now.

    Parameters
    ----------
    parcel_id
        Any id that was ever in the land base.

    Returns
    -------
    ids
        The parcel itself where it has not ended; otherwise those in its place.

    Raises
    ------
    LedgerError
        There never was such a parcel.
    """
    with reading(self._engine) as connection:
        parcel_id = own_id(connection, parcel_id)
        query = known_parcels(("parcel_id",), ids=[parcel_id])
        if not connection.execute(query).all():
            raise LedgerError("parcel_never_known", parcel_id=parcel_id)
        after = living_successors(load_journal(connection, LINEAGE))
    return after.get(parcel_id, [parcel_id])


def summary(connection: sa.Connection, *, rules: Rules) -> pd.DataFrame:
    """Count parcels by category and status, under Chinese labels."""
    now, vocabulary = (
        parcels_as_of(connection, on=None, known=None, rules=rules),
        rules.vocabulary,
    )
    counts = now.groupby(["category", "status"], dropna=False).size()
    table = counts.unstack(fill_value=0)
    order = [code for code in vocabulary.codes("status") if code in table.columns]
    table = table[order].rename(columns=vocabulary.labels("status"))
    table = table.rename(index=vocabulary.labels("category"))
    shown: pd.DataFrame = table.rename_axis(index=None, columns=None)
    return shown
