"""What a land base answers: parcels as of a day, all decisions, a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.store.journals import DECISIONS
from landbase.store.loading import (
    KEY,
    in_force,
    known_parcels,
    load_events,
    load_parcels,
    with_state,
)
from landbase.store.times import day, end_of_day

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.vocabulary import Vocabulary

__all__ = ["list_decisions", "parcels_as_of", "summary"]

_STATE = (
    "parcel_id",
    "disposal_type",
    "status",
    "effective",
    "due",
    "document",
    "area_m2",
)


def parcels_as_of(
    connection: sa.Connection,
    *,
    on: dt.date | str | None,
    known: dt.date | str | None,
    vocabulary: Vocabulary,
) -> gpd.GeoDataFrame:
    """Read parcels with their state, as `LandBase.parcels` says."""
    before = None if known is None else end_of_day(known)
    last_day = None if on is None else day(on)
    own = load_parcels(connection, before=before)
    events = load_events(connection, names=_STATE, where=in_force(before))
    return with_state(own, events, on=last_day, vocabulary=vocabulary)


def list_decisions(
    connection: sa.Connection,
    *,
    on: dt.date | str | None,
    known: dt.date | str | None,
    superseded: bool,
) -> pd.DataFrame:
    """Read decisions with their parcels' category and banner."""
    before = None if known is None else end_of_day(known)
    decisions = DECISIONS.table
    where = in_force(before)
    if superseded:
        where = decisions.c.known_at < before if before else sa.true()
    if on is not None:
        where = sa.and_(where, decisions.c.effective <= f"{day(on):%Y-%m-%d}")
    events = load_events(connection, where=where)
    names = ("parcel_id", "category", "banner")
    facts = connection.execute(known_parcels(names, before=before)).fetchall()
    of = pd.DataFrame(facts, columns=[KEY, *names]).set_index("parcel_id")
    for place, name in enumerate(names[1:], start=2):
        events.insert(place, name, events["parcel_id"].map(of[name]).astype("str"))
    return events


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
