"""What a land base answers: parcels as of a day, all decisions, a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.decisions import find_deadlines, find_milestones
from landbase.decisions.lineage import existing, followed, living_successors
from landbase.errors import LedgerError
from landbase.store.journals import DECISIONS, LINEAGE, MILESTONES
from landbase.store.loading import (
    KEY,
    in_force,
    known_parcels,
    load_events,
    load_journal,
    load_parcels,
    with_state,
)
from landbase.store.times import day, end_of_day

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.vocabulary import Vocabulary

__all__ = [
    "before_of",
    "deadlines_of",
    "lineage_table",
    "list_decisions",
    "parcels_as_of",
    "successors_of",
    "summary",
]

_STATE = (
    "parcel_id",
    "disposal_type",
    "status",
    "effective",
    "due",
    "document",
    "exception",
    "area_m2",
)


def parcels_as_of(
    connection: sa.Connection,
    *,
    on: dt.date | str | None,
    known: dt.date | str | None,
    vocabulary: Vocabulary,
    ended: bool = False,
) -> gpd.GeoDataFrame:
    """Read parcels with their state, as `LandBase.parcels` says."""
    before = before_of(known)
    last_day = None if on is None else day(on)
    own = load_parcels(connection, before=before)
    events = load_events(connection, names=_STATE, where=in_force(before))
    if not ended:
        lineage = load_journal(connection, LINEAGE, before=before)
        there = existing(own["parcel_id"], lineage, on=last_day)
        own = own[there].reset_index(drop=True)
    return with_state(own, events, on=last_day, vocabulary=vocabulary)


def before_of(known: dt.date | str | None) -> str | None:
    """Give the moment, as stored, before which a record was known on a day."""
    return None if known is None else end_of_day(known)


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
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    """List what is due, as `LandBase.deadlines` says."""
    events = list_decisions(connection, on=on, known=known, superseded=False)
    lineage = load_journal(connection, LINEAGE, before=before_of(known))
    lineage = lineage[lineage["effective"] <= day(on)]
    table = find_deadlines(
        followed(events, lineage),
        on=day(on),
        within_days=within_days,
        vocabulary=vocabulary,
    )
    names = [*table.columns]
    names.insert(names.index("due"), "step")
    names.insert(names.index("by") + 1, "unit")
    table = table.reindex(columns=names).astype({"step": "str", "unit": "str"})
    if not steps:
        return table
    rows = load_journal(connection, MILESTONES, before=before_of(known))
    found = find_milestones(
        followed(rows, lineage), on=day(on), within_days=within_days
    )
    open_ = found[found["deadline"] != "done"].rename(columns={"person": "by"})
    of = _facts(connection, before_of(known))
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
) -> pd.DataFrame:
    """Read decisions with their parcels' category and banner."""
    before = before_of(known)
    decisions = DECISIONS.table
    where = in_force(before)
    if superseded:
        where = decisions.c.known_at < before if before else sa.true()
    if on is not None:
        where = sa.and_(where, decisions.c.effective <= f"{day(on):%Y-%m-%d}")
    events = load_events(connection, where=where)
    of = _facts(connection, before)
    for place, name in enumerate(("category", "banner"), start=2):
        events.insert(place, name, events["parcel_id"].map(of[name]).astype("str"))
    return events


def _facts(connection: sa.Connection, before: str | None) -> pd.DataFrame:
    """Read what lists show of a parcel, by its id."""
    names = ("parcel_id", "category", "banner")
    facts = connection.execute(known_parcels(names, before=before)).fetchall()
    return pd.DataFrame(facts, columns=[KEY, *names]).set_index("parcel_id")


def summary(connection: sa.Connection, *, vocabulary: Vocabulary) -> pd.DataFrame:
    """Count parcels by category and status, under Chinese labels."""
    now = parcels_as_of(connection, on=None, known=None, vocabulary=vocabulary)
    counts = now.groupby(["category", "status"], dropna=False).size()
    table = counts.unstack(fill_value=0)
    order = [code for code in vocabulary.codes("status") if code in table.columns]
    table = table[order].rename(columns=vocabulary.labels("status"))
    table = table.rename(index=vocabulary.labels("category"))
    shown: pd.DataFrame = table.rename_axis(index=None, columns=None)
    return shown
