"""Reading parcels and decisions, as of a day and as known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases import EVENT_COLUMNS, fold
from landbase.cases.lineage import family
from landbase.rules import Rules
from landbase.rules.schema import as_parcels
from landbase.store.frames import from_rows
from landbase.store.journals import DECISIONS, LINEAGE, MILESTONES, RULES
from landbase.store.tables import STORED_FIELDS, columns, parcels, versions
from landbase.store.times import end_of_day, from_stamps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from landbase.cases import Cases
    from landbase.store.journals import Journal

__all__ = [
    "DECISION_COLUMNS",
    "KEY",
    "MANY_IDS",
    "before_of",
    "cases_of",
    "given_columns",
    "in_force",
    "journal_column",
    "known_parcels",
    "load_events",
    "load_journal",
    "load_parcels",
    "load_rules",
    "with_state",
    "zone_of",
]

# columns that `with_state` adds to the parcel table
DECISION_COLUMNS = (
    *("effective", "due", "document", "exception"),
    "disposed_area_m2",
)
_CONTENT = ("geom", *STORED_FIELDS, "extra")
# the row's key, under a name that no column of a source has
KEY = "landbase_fid"
# above this many ids, reading all and choosing is quicker than naming each
MANY_IDS = 500
_EVENTS = ("event_id", *EVENT_COLUMNS, "recorded_at")
decisions = DECISIONS.table


def load_rules(connection: sa.Connection, *, before: str | None = None) -> Rules:
    """Read the rules that hold.

    Parameters
    ----------
    connection
        An open connection.
    before
        As they were known before this moment, as stored; by default as now. Before
        the first record, the first holds.

    Returns
    -------
    rules
        The rules.
    """
    c = RULES.table.c
    order = sa.select(c.rules).order_by(c.rules_id.desc()).limit(1)
    text = None
    if before is not None:
        text = connection.execute(order.where(c.known_at < before)).scalar()
        order = sa.select(c.rules).order_by(c.rules_id).limit(1)
    if text is None:
        text = connection.execute(order).scalar_one()
    return Rules.from_json(text)


def zone_of(connection: sa.Connection) -> dt.tzinfo:
    """Give the time zone in which this land base shows times."""
    return load_rules(connection).zone


def before_of(connection: sa.Connection, known: dt.date | str | None) -> str | None:
    """Give the moment, as stored, before which a record was known on a day."""
    return None if known is None else end_of_day(known, zone=zone_of(connection))


def given_columns(
    connection: sa.Connection, *, before: str | None = None
) -> dict[str, str]:
    """Read which columns were ever added, with their types, in order."""
    query = sa.select(columns.c.name, columns.c.dtype).order_by(columns.c.position)
    if before is not None:
        query = query.where(columns.c.recorded_at < before)
    return {row.name: row.dtype for row in connection.execute(query)}


def load_parcels(
    connection: sa.Connection,
    *,
    ids: Sequence[str] | None = None,
    before: str | None = None,
) -> gpd.GeoDataFrame:
    """Read parcels with their own attributes.

    Parameters
    ----------
    connection
        An open connection.
    ids
        Only these parcels.
    before
        As they were known before this moment, as stored; by default as now.

    Returns
    -------
    parcels
        The parcel table in order of addition, with its key as `KEY`.
    """
    query = known_parcels(_CONTENT, ids=ids, before=before)
    rows = connection.execute(query.order_by(sa.text(KEY))).fetchall()
    given = given_columns(connection, before=before)
    found = from_rows(rows, (KEY, *_CONTENT), given)
    if ids is not None and len(ids) > MANY_IDS:
        found = found[found["parcel_id"].isin(ids)].reset_index(drop=True)
    return found


def known_parcels(
    names: Sequence[str],
    *,
    ids: Sequence[str] | None = None,
    before: str | None = None,
) -> sa.Select[Any]:
    """Select columns of the parcels, with their key, as known before a moment."""
    now = _select(parcels, names, ids)
    if before is None:
        return now
    past = _select(versions, names, ids).where(
        versions.c.recorded_at < before, versions.c.replaced_at >= before
    )
    both = sa.union_all(now.where(parcels.c.recorded_at < before), past)
    return sa.select(both.subquery())


def _select(
    table: sa.Table, names: Sequence[str], ids: Sequence[str] | None
) -> sa.Select[Any]:
    query = sa.select(table.c.fid.label(KEY), *(table.c[name] for name in names))
    if ids is not None and len(ids) <= MANY_IDS:
        query = query.where(table.c.parcel_id.in_(ids))
    return query


def in_force(before: str | None) -> sa.ColumnElement[bool]:
    """Say in SQL that an event is known and no known event corrects it."""
    later = decisions.alias("later")
    corrected = sa.select(later.c.supersedes).where(later.c.supersedes.is_not(None))
    if before is None:
        return decisions.c.event_id.not_in(corrected)
    return sa.and_(
        decisions.c.known_at < before,
        decisions.c.event_id.not_in(corrected.where(later.c.known_at < before)),
    )


def load_events(
    connection: sa.Connection,
    *,
    names: Sequence[str] = _EVENTS,
    ids: Sequence[str] | None = None,
    where: sa.ColumnElement[bool] | None = None,
) -> pd.DataFrame:
    """Read events in the order of recording.

    Parameters
    ----------
    connection
        An open connection.
    names
        Columns of the table of decisions.
    ids
        Only those of these parcels; many ids are not filtered.
    where
        A further condition.

    Returns
    -------
    events
        Text as `str`, days as `datetime64[s]`, `recorded_at` as `datetime64[ms]` in
        the time of the base's zone, `supersedes` as `Int64`.
    """
    query = sa.select(*(decisions.c[name] for name in names))
    if where is not None:
        query = query.where(where)
    if ids is not None and len(ids) <= MANY_IDS:
        query = query.where(decisions.c.parcel_id.in_(ids))
    rows = connection.execute(query.order_by(*DECISIONS.in_order())).fetchall()
    fetched = zip(*rows, strict=True) if rows else ((),) * len(names)
    by_name = zip(names, fetched, strict=True)
    zone = zone_of(connection)
    return pd.DataFrame({
        name: _event_column(name, values, zone) for name, values in by_name
    })


def _event_column(name: str, values: Sequence[Any], zone: dt.tzinfo) -> Any:
    if name in {"effective", "due"}:
        return np.array(values, dtype="datetime64[s]")
    if name == "recorded_at":
        return from_stamps(values, zone=zone)
    dtypes = {"event_id": "int64", "supersedes": "Int64", "area_m2": "float64"}
    return pd.Series(values, dtype=dtypes.get(name, "str"))


def load_journal(
    connection: sa.Connection, journal: Journal, *, before: str | None = None
) -> pd.DataFrame:
    """Read a journal in the order of recording.

    Parameters
    ----------
    connection
        An open connection.
    journal
        Which one.
    before
        Only what was known before this moment, as stored.

    Returns
    -------
    records
        Its key, content and local columns, and `recorded_at` (time of the base's
        zone).
    """
    local = [name for name, _ in journal.local]
    names = (journal.key, *journal.content, *local, "recorded_at")
    query = sa.select(*(journal.table.c[name] for name in names))
    if before is not None:
        query = query.where(journal.table.c.known_at < before)
    rows = connection.execute(query.order_by(*journal.in_order())).fetchall()
    fetched = zip(*rows, strict=True) if rows else ((),) * len(names)
    columns = zip(names, fetched, strict=True)
    types = journal.content | dict(journal.local) | {journal.key: "INTEGER"}
    zone = zone_of(connection)
    return pd.DataFrame({
        name: journal_column(types.get(name, "DATETIME"), values, zone)
        for name, values in columns
    })


def journal_column(declared: str, values: Sequence[Any], zone: dt.tzinfo) -> Any:
    """Give a column of a journal its type: days, local times, numbers or text."""
    if declared == "DATE":
        return np.array(values, dtype="datetime64[s]")
    if declared == "DATETIME":
        return from_stamps(values, zone=zone)
    dtype = {"INTEGER": "Int64", "DOUBLE": "float64"}.get(declared, "str")
    return pd.Series(values, dtype=dtype)


def cases_of(
    connection: sa.Connection,
    rules: Rules,
    *,
    on: pd.Timestamp | None = None,
    before: str | None = None,
    ids: Sequence[str] | None = None,
    own: pd.DataFrame | None = None,
    areas: bool = False,
    steps: bool = False,
) -> Cases:
    """Fold what the land base knows of its parcels.

    Parameters
    ----------
    connection
        An open connection.
    rules
        Those that hold.
    on
        What takes effect after this day does not count.
    before
        Only what was known before this moment, as stored.
    ids
        Only these parcels, and those whose land they have or had.
    own
        All parcels from `load_parcels`, where they are read already.
    areas
        Measure all parcels; otherwise only those of which several ways say how much
        they have disposed of, which no more than their area may come to.
    steps
        With the milestones.

    Returns
    -------
    cases
        As `fold` gives them.
    """
    lineage = load_journal(connection, LINEAGE, before=before)
    wanted = None if ids is None else family(ids, lineage)
    events = load_events(connection, ids=wanted, where=in_force(before))
    names = ("parcel_id", "status", "disposal_type")
    if own is None:
        query = known_parcels(names, ids=wanted, before=before)
        found = connection.execute(query.order_by(sa.text(KEY))).fetchall()
        facts = pd.DataFrame(found, columns=[KEY, *names]).drop(columns=KEY)
    else:
        facts = pd.DataFrame(own).reindex(columns=[*names])
    if wanted is not None:
        events = events[events["parcel_id"].isin(wanted)].reset_index(drop=True)
        facts = facts[facts["parcel_id"].isin(wanted)]
        lineage = lineage[lineage["parcel_id"].isin(wanted)]
    facts = facts.set_index("parcel_id")
    measured = facts.index.tolist() if areas else _shared(events, rules)
    if measured:
        shapes = load_parcels(connection, ids=measured, before=before)
        size = ellipsoidal_area(shapes).set_axis(shapes["parcel_id"])
        facts = facts.assign(area_m2=size.reindex(facts.index))
    milestones = load_journal(connection, MILESTONES, before=before) if steps else None
    return fold(events, lineage, milestones, rules, parcels=facts, on=on)


def _shared(events: pd.DataFrame, rules: Rules) -> list[str]:
    """List the parcels that several ways have disposed of."""
    done = events[events["status"].isin(rules.marked("disposed"))]
    ways = done.drop_duplicates(["parcel_id", "disposal_type"])["parcel_id"]
    lacking = done.loc[done["area_m2"].isna(), "parcel_id"]
    return sorted({*ways[ways.duplicated()], *lacking})


def with_state(own: gpd.GeoDataFrame, cases: Cases) -> gpd.GeoDataFrame:
    """Put what the decisions say on top of what the parcels were registered with.

    Parameters
    ----------
    own
        From `load_parcels`. Not changed.
    cases
        The cases of these parcels.

    Returns
    -------
    parcels
        With `status` (the initial one where nothing says more) and `disposal_type`;
        with `effective`, `due`, `document`, `exception` and `disposed_area_m2` where
        there are events.
    """
    parts = [part for part in (cases.state, cases.gone) if len(part)]
    state = pd.concat(parts) if parts else cases.state
    state = state.reindex(own["parcel_id"])
    done = state["disposed_m2"]
    state["disposed_area_m2"] = done.where(done > 0)
    parcels = own.drop(columns=KEY)
    for name in ("status", "disposal_type"):
        parcels[name] = state[name].array
    if state["effective"].notna().any() or len(cases.events):
        for name in DECISION_COLUMNS:
            parcels[name] = state[name].array
    return as_parcels(parcels)
