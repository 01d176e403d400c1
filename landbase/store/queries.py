"""What a land base answers: parcels as of a day, decisions, deadlines, history."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases.events import AGREED_TYPES, EVENT_TYPES
from landbase.cases.fold import fold
from landbase.cases.lineage import (
    family,
)
from landbase.cases.ways import RENEWED, renewed_starts
from landbase.crs import CGCS2000
from landbase.rules.ruleset import Rules
from landbase.rules.schema import REQUIRED_COLUMNS, as_parcels
from landbase.store.columns import (
    PARCEL_CONTENT,
    STORED_FIELDS,
    columns,
    end_of_day,
    from_stamps,
    parcels,
    versions,
)
from landbase.store.frames import field_of, in_parts, parcels_of
from landbase.store.journals import AGREEMENTS, DECISIONS, LINEAGE, MILESTONES, RULES
from landbase.store.outlines import decode, objects
from landbase.store.phrases import ExtraValue
from landbase.tables.ids import among

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from landbase.cases.fold import Cases
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
    "load_kin",
    "load_parcels",
    "load_rules",
    "put_states",
    "states_of",
    "stored_events",
    "stored_names",
    "with_state",
    "zone_of",
]

# columns that `with_state` adds to the parcel table
DECISION_COLUMNS = (
    *("effective", "due", "document", "exception"),
    "disposed_area_m2",
)
# the row's key, under a name that no column of a source has
KEY = "landbase_fid"
# above this many ids, reading all and choosing is quicker than naming each
MANY_IDS = 500
_EVENTS = {
    "event_id": "INTEGER",
    **EVENT_TYPES,
    **AGREED_TYPES,
    "recorded_at": "DATETIME",
}
decisions = DECISIONS.table
agreements = AGREEMENTS.table


def load_rules(connection: sa.Connection, *, before: str | None = None) -> Rules:
    """Read the rules that hold."""
    if before is None:
        return Rules.from_json(connection.execute(_RULES_NOW).scalar_one())
    known = _RULES_NOW.where(RULES.table.c.known_at < before)
    text = connection.execute(known).scalar()
    if text is None:
        text = connection.execute(_RULES_FIRST).scalar_one()
    return Rules.from_json(text)


_rules = sa.select(RULES.table.c.rules).limit(1)
_RULES_NOW = _rules.order_by(RULES.table.c.rules_id.desc())
_RULES_FIRST = _rules.order_by(RULES.table.c.rules_id)


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
    """Read parcels with their own attributes."""
    given = given_columns(connection, before=before)
    names = ["geom", *REQUIRED_COLUMNS, *given]
    query = known_parcels(stored_names(names, given), ids=ids, before=before)
    found = parcels_of(connection.execute(query.order_by(sa.text(KEY))), given)
    if ids is not None and len(ids) > MANY_IDS:
        found = found[among(found["parcel_id"], ids)].reset_index(drop=True)
    return found


def stored_names(names: Iterable[str], given: Mapping[str, str]) -> list[str]:
    """Name the columns of the file in which these stand, where they ever did.

    What was never given stands nowhere, and is not asked for.
    """
    there = {name for name in names if name in given or name in _ALWAYS}
    held = {name if name in PARCEL_CONTENT else "extra" for name in there}
    return [name for name in PARCEL_CONTENT if name in held]


_ALWAYS = {"geom", *REQUIRED_COLUMNS}


def load_areas(
    connection: sa.Connection, ids: Sequence[str], *, before: str | None = None
) -> pd.Series:
    """Measure parcels: ellipsoidal area in m², by id."""
    query = known_parcels(("parcel_id", "geom"), ids=ids, before=before)
    found = in_parts(connection.execute(query), _outlines)
    shapes = gpd.GeoSeries(
        np.asarray(found["geom"], dtype=object),
        index=pd.Index(found["parcel_id"], dtype="str"),
        crs=CGCS2000,
    )
    shapes = shapes[among(shapes.index, ids) & shapes.notna().to_numpy()]
    return ellipsoidal_area(shapes) if len(shapes) else pd.Series(dtype="float64")


def _outlines(columns: dict[str, Any]) -> dict[str, Any]:
    ids = field_of(columns["parcel_id"], "TEXT")
    return {"parcel_id": ids, "geom": decode(objects(columns["geom"]))}


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
    query = sa.select(table.c.fid.label(KEY), *(_column(table, n) for n in names))
    if ids is not None and len(ids) <= MANY_IDS:
        query = query.where(table.c.parcel_id.in_(ids))
    return query


def _column(table: sa.Table, name: str) -> sa.ColumnElement[Any]:
    """Give a column, or what `extra` keeps under its name."""
    if name in table.c:
        return table.c[name]
    return ExtraValue(table.c.extra, name).label(name)


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
    names: Sequence[str] = tuple(_EVENTS),
    ids: Sequence[str] | None = None,
    where: sa.ColumnElement[bool] | None = None,
) -> pd.DataFrame:
    """Read events in the order of recording."""
    agreed = _agreed()
    held = {
        **{c.name: c for c in decisions.c},
        **{name: agreed.c[name] for name in AGREED_TYPES},
    }
    query = sa.select(*(held[name] for name in names))
    same = decisions.c.event_id == agreed.c.event_id
    query = query.select_from(decisions.outerjoin(agreed, same))
    if where is not None:
        query = query.where(where)
    if ids is not None and len(ids) <= MANY_IDS:
        query = query.where(decisions.c.parcel_id.in_(ids))
    table = _in_order(connection, DECISIONS, query, _EVENTS)
    return table.astype({"event_id": "int64"}) if "event_id" in names else table


def stored_events(connection: sa.Connection, numbers: range) -> list[dict[str, Any]]:
    """Read the events with some numbers, values as they are stored."""
    agreed = _agreed()
    told = (agreed.c[name] for name in AGREED_TYPES)
    same = decisions.c.event_id == agreed.c.event_id
    query = sa.select(*decisions.c, *told)
    query = query.select_from(decisions.outerjoin(agreed, same))
    query = query.where(decisions.c.event_id.between(numbers.start, numbers.stop - 1))
    rows = connection.execute(query.order_by(decisions.c.event_id))
    return [row._asdict() for row in rows]


def _agreed() -> sa.Subquery:
    """Select what was agreed by decisions, one row each."""
    said = (sa.func.max(agreements.c[name]).label(name) for name in AGREED_TYPES)
    query = sa.select(agreements.c.event_id, *said)
    return query.group_by(agreements.c.event_id).subquery()


def load_journal(
    connection: sa.Connection,
    journal: Journal,
    *,
    before: str | None = None,
    where: sa.ColumnElement[bool] | None = None,
) -> pd.DataFrame:
    """Read a journal in the order of recording."""
    local = [name for name, _ in journal.local]
    names = (journal.key, *journal.content, *local, "recorded_at")
    query = sa.select(*(journal.table.c[name] for name in names))
    if before is not None:
        query = query.where(journal.table.c.known_at < before)
    if where is not None:
        query = query.where(where)
    types = journal.content | dict(journal.local) | {journal.key: "INTEGER"}
    types["recorded_at"] = "DATETIME"
    return _in_order(connection, journal, query, types)


def _in_order(
    connection: sa.Connection,
    journal: Journal,
    query: sa.Select[Any],
    types: Mapping[str, str],
) -> pd.DataFrame:
    """Read records in the order of recording.

    That is the order of their numbers, except where some came from elsewhere: only
    then is the database asked to sort them.
    """
    c, zone = journal.table.c, zone_of(connection)
    moment = (c.recorded_at.label(_MOMENT), c.home_id.label(_HOME))
    before, apart = ("", 0), False

    def typed(columns: dict[str, Any]) -> dict[str, Any]:
        nonlocal before, apart
        moments = zip(columns.pop(_MOMENT), columns.pop(_HOME), strict=True)
        places = [before, *moments]
        apart = apart or not all(map(operator.lt, places, places[1:]))
        before = places[-1]
        return told(columns)

    def told(columns: dict[str, Any]) -> dict[str, Any]:
        return {n: journal_column(types[n], v, zone) for n, v in columns.items()}

    by_number = query.add_columns(*moment).order_by(c[journal.key])
    table = in_parts(connection.execute(by_number), typed)
    if apart:
        table = in_parts(connection.execute(query.order_by(*journal.in_order())), told)
    return pd.DataFrame(table)


_MOMENT, _HOME = "landbase_moment", "landbase_home"


def load_kin(
    connection: sa.Connection,
    ids: Sequence[str],
    *,
    before: str | None = None,
) -> tuple[list[str], pd.DataFrame]:
    """Give ids with all that are related to them, and the lineage of these."""
    c = LINEAGE.table.c
    if len(ids) > MANY_IDS:
        lineage = load_journal(connection, LINEAGE, before=before)
        related = family(ids, lineage)
        return related, lineage[among(lineage["parcel_id"], related)]
    found, done = dict.fromkeys(ids), set[str]()
    ahead = list(found)
    while ahead:
        named = sa.select(c.operation).where(c.parcel_id.in_(ahead))
        new = set(connection.execute(named).scalars()) - done
        done |= new
        of_these = sa.select(c.parcel_id).where(c.operation.in_(sorted(new)))
        met = connection.execute(of_these).scalars() if new else ()
        ahead = [i for i in dict.fromkeys(met) if i not in found]
        found |= dict.fromkeys(ahead)
    where = c.parcel_id.in_(list(found)) if done else sa.false()
    return list(found), load_journal(connection, LINEAGE, before=before, where=where)


def journal_column(declared: str, values: Sequence[Any], zone: dt.tzinfo) -> Any:
    """Give a column of a journal its type: days, local times, numbers or text."""
    if declared == "DATETIME":
        return from_stamps(values, zone=zone)
    return field_of(values, declared)


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
    """Fold what the land base knows of its parcels."""
    wanted = None
    if ids is None:
        lineage = load_journal(connection, LINEAGE, before=before)
    else:
        wanted, lineage = load_kin(connection, ids, before=before)
    events = load_events(connection, ids=wanted, where=in_force(before))
    names = ("parcel_id", "status", "disposal_type", *rules.vocabulary.evidence)
    if own is None:
        query = known_parcels(names, ids=wanted, before=before)
        fetched = connection.execute(query.order_by(sa.text(KEY)))
        facts = pd.DataFrame(in_parts(fetched, _facts)).drop(columns=KEY)
    else:
        facts = pd.DataFrame(own).reindex(columns=[*names])
    if wanted is not None:
        events = events[among(events["parcel_id"], wanted)].reset_index(drop=True)
        facts = facts[among(facts["parcel_id"], wanted)]
    facts = facts.set_index("parcel_id")
    measured = facts.index.tolist() if areas else _shared(events, rules)
    if measured:
        size = load_areas(connection, measured, before=before)
        facts = facts.assign(area_m2=size.reindex(facts.index))
    milestones = load_journal(connection, MILESTONES, before=before) if steps else None
    return fold(events, lineage, milestones, rules, parcels=facts, on=on)


def _facts(columns: dict[str, Any]) -> dict[str, Any]:
    """Give facts of parcels their types, where they have a column of their own."""
    return {
        name: field_of(values, STORED_FIELDS[name])
        if name in STORED_FIELDS
        else pd.Series(objects(values))
        for name, values in columns.items()
    }


def _shared(events: pd.DataFrame, rules: Rules) -> list[str]:
    """List the parcels that several ways have disposed of."""
    done = events[events["status"].isin(rules.marked("disposed"))]
    ways = done.drop_duplicates(["parcel_id", "disposal_type"])["parcel_id"]
    lacking = done.loc[done["area_m2"].isna(), "parcel_id"]
    return sorted({*ways[ways.duplicated()], *lacking})


def with_state(
    own: gpd.GeoDataFrame, cases: Cases, *, decided: bool = False
) -> gpd.GeoDataFrame:
    """Put what the decisions say on top of what the parcels were registered with."""
    said = states_of(cases)
    return put_states(
        own.drop(columns=KEY), said, decided=decided or len(cases.events) > 0
    )


def states_of(cases: Cases) -> pd.DataFrame:
    """Give what the decisions say of each parcel, also of those that have ended."""
    parts = [part for part in (cases.state, cases.gone) if len(part)]
    state = pd.concat(parts) if parts else cases.state.copy()
    done = state["disposed_m2"]
    state["disposed_area_m2"] = done.where(done > 0)
    if len(renewed := renewed_starts(cases)):
        state[RENEWED] = renewed.reindex(state.index)
    return state


def put_states(
    own: gpd.GeoDataFrame, said: pd.DataFrame, *, decided: bool
) -> gpd.GeoDataFrame:
    """Put what is said of parcels, by id, on top of their own columns."""
    state, parcels = said.reindex(own["parcel_id"]), own.copy()
    for name in ("status", "disposal_type"):
        parcels[name] = state[name].array
    if RENEWED in state:
        agreed = state[RENEWED].set_axis(own.index)
        before = own.get(RENEWED, pd.Series(pd.NaT, index=own.index))
        parcels[RENEWED] = agreed.fillna(before.astype(agreed.dtype))
    if decided:
        for name in DECISION_COLUMNS:
            parcels[name] = state[name].array
    return as_parcels(parcels)
