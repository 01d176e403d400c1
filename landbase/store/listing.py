"""What a land base answers: parcels as of a day, all decisions, a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.cases import find_deadlines
from landbase.cases.deadlines import kinds_of_due
from landbase.cases.fold import FOLDED_COLUMNS
from landbase.cases.lineage import living_successors
from landbase.errors import LedgerError
from landbase.store.journals import DECISIONS, LINEAGE
from landbase.store.loading import (
    KEY,
    before_of,
    cases_of,
    in_force,
    known_parcels,
    load_events,
    load_journal,
    load_parcels,
    with_state,
)
from landbase.store.times import day

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.rules import Rules

__all__ = [
    "deadlines_of",
    "lineage_table",
    "list_decisions",
    "parcels_as_of",
    "successors_of",
    "summary",
]


def parcels_as_of(
    connection: sa.Connection,
    *,
    on: dt.date | str | None,
    known: dt.date | str | None,
    rules: Rules,
    ended: bool = False,
) -> gpd.GeoDataFrame:
    """Read parcels with their state, as `LandBase.parcels` says."""
    before = before_of(connection, known)
    own = load_parcels(connection, before=before)
    last_day = None if on is None else day(on)
    cases = cases_of(connection, rules, on=last_day, before=before, own=own)
    if not ended:
        own = own[own["parcel_id"].isin(cases.state.index)].reset_index(drop=True)
    return with_state(own, cases)


def lineage_table(connection: sa.Connection, *, before: str | None) -> pd.DataFrame:
    """Read lineage, as `LandBase.lineage` says."""
    rows = load_journal(connection, LINEAGE, before=before)
    return rows.drop(columns=[LINEAGE.key, "parcel"])


def successors_of(connection: sa.Connection, parcel_id: str) -> list[str]:
    """Lead an id to the parcels that are there, as `LandBase.successors` says."""
    found = connection.execute(known_parcels(("parcel_id",), ids=[parcel_id])).all()
    if not found:
        raise LedgerError("parcel_never_known", parcel_id=parcel_id)
    after = living_successors(load_journal(connection, LINEAGE))
    return after.get(parcel_id, [parcel_id])


def deadlines_of(
    connection: sa.Connection,
    *,
    on: dt.date | str,
    within_days: int,
    known: dt.date | str | None,
    steps: bool,
    rules: Rules,
) -> pd.DataFrame:
    """List what is due, as `LandBase.deadlines` says."""
    before = before_of(connection, known)
    cases = cases_of(connection, rules, on=day(on), before=before, steps=steps)
    of = _facts(connection, before)
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
    both = pd.concat([table, open_.reindex(columns=table.columns)], ignore_index=True)
    both = both.astype(table.dtypes.to_dict())
    return both.sort_values(["due", "parcel_id"], ignore_index=True, kind="stable")


def list_decisions(
    connection: sa.Connection,
    *,
    on: dt.date | str | None,
    known: dt.date | str | None,
    superseded: bool,
    rules: Rules,
) -> pd.DataFrame:
    """Read decisions with their parcels' category and banner, and what they add."""
    before = before_of(connection, known)
    decisions = DECISIONS.table
    where = in_force(before)
    if superseded:
        where = decisions.c.known_at < before if before else sa.true()
    last_day = None if on is None else day(on)
    if last_day is not None:
        where = sa.and_(where, decisions.c.effective <= f"{last_day:%Y-%m-%d}")
    events = load_events(connection, where=where)
    of = _facts(connection, before)
    for place, name in enumerate(("category", "banner"), start=2):
        events.insert(place, name, events["parcel_id"].map(of[name]).astype("str"))
    folded = cases_of(connection, rules, on=last_day, before=before).events
    told = folded.set_index("event_id")[[*FOLDED_COLUMNS]]
    told = told.reindex(events["event_id"]).set_axis(events.index)
    return events.assign(**{name: told[name] for name in told})


def _facts(connection: sa.Connection, before: str | None) -> pd.DataFrame:
    """Read what lists show of a parcel, by its id."""
    names = ("parcel_id", "category", "banner")
    facts = connection.execute(known_parcels(names, before=before)).fetchall()
    return pd.DataFrame(facts, columns=[KEY, *names]).set_index("parcel_id")


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
