"""What a land base answers: parcels as of a day, decisions, deadlines, history."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases.deadlines import find_deadlines, kinds_of_due
from landbase.cases.events import EVENT_COLUMNS
from landbase.cases.fold import FOLDED_COLUMNS, fold
from landbase.cases.lineage import (
    CHILD,
    PARENT,
    VOID,
    ancestors,
    family,
    living_successors,
)
from landbase.errors import LedgerError
from landbase.issues import Issues
from landbase.rules.ruleset import Rules
from landbase.rules.schema import as_parcels
from landbase.store.columns import (
    STORED_FIELDS,
    columns,
    day,
    end_of_day,
    from_rows,
    from_stamps,
    iso_days,
    meta,
    parcels,
    plain,
    states,
    to_records,
    versions,
)
from landbase.store.journals import DECISIONS, LINEAGE, MILESTONES, RULES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from landbase.cases.fold import Cases
    from landbase.store.journals import Journal

__all__ = [
    "DECISION_COLUMNS",
    "KEY",
    "MANY_IDS",
    "before_of",
    "cases_of",
    "deadlines_of",
    "given_columns",
    "in_force",
    "journal_column",
    "lineage_table",
    "list_decisions",
    "load_events",
    "load_journal",
    "load_parcels",
    "load_rules",
    "parcel_history",
    "parcels_as_of",
    "refresh_states",
    "state_issues",
    "successors_of",
    "summary",
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
    """Read the rules that hold."""
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
    """Read parcels with their own attributes."""
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
    """Read events in the order of recording."""
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
    """Read a journal in the order of recording."""
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
    """Fold what the land base knows of its parcels."""
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


def with_state(
    own: gpd.GeoDataFrame, cases: Cases, *, decided: bool = False
) -> gpd.GeoDataFrame:
    """Put what the decisions say on top of what the parcels were registered with."""
    parts = [part for part in (cases.state, cases.gone) if len(part)]
    state = pd.concat(parts) if parts else cases.state
    state = state.reindex(own["parcel_id"])
    done = state["disposed_m2"]
    state["disposed_area_m2"] = done.where(done > 0)
    parcels = own.drop(columns=KEY)
    for name in ("status", "disposal_type"):
        parcels[name] = state[name].array
    if decided or len(cases.events):
        for name in DECISION_COLUMNS:
            parcels[name] = state[name].array
    return as_parcels(parcels)


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
    query = sa.select(DECISIONS.table.c.event_id).where(in_force(before)).limit(1)
    decided = connection.execute(query).first() is not None
    return with_state(own, cases, decided=decided)


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
    return events.assign(**{name: told[name] for name in FOLDED_COLUMNS})


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


_DAYS = ("effective", "due")
_KEY = "parcel_id"
_RENEWING = "renewing_states"


def refresh_states(
    connection: sa.Connection, rules: Rules, ids: Sequence[str] | None = None
) -> None:
    """Fold anew what a transaction has touched, and those related to it."""
    table = _fresh(connection, rules, ids)
    connection.execute(sa.insert(meta).values(key=_RENEWING, value="1"))
    old = sa.delete(states)
    if ids is not None:
        those = states.c.parcel_id == sa.bindparam("which")
        keys = [{"which": parcel_id} for parcel_id in table[_KEY]]
        if keys:
            connection.execute(old.where(those), keys)
    else:
        connection.execute(old)
    if len(table):
        connection.execute(sa.insert(states), to_records(table))
    connection.execute(sa.delete(meta).where(meta.c.key == _RENEWING))


def _fresh(
    connection: sa.Connection, rules: Rules, ids: Sequence[str] | None
) -> pd.DataFrame:
    """Make the rows as they are to be."""
    cases = cases_of(connection, rules, ids=ids)
    parts = [
        part.assign(lives=int(lives))
        for part, lives in ((cases.state, True), (cases.gone, False))
        if len(part)
    ]
    names = [column.name for column in states.c]
    if not parts:
        return pd.DataFrame(columns=names)
    both = pd.concat(parts)
    # a parcel's own word stands in the parcels, where it can be edited
    own = _own(connection, both.index.tolist())
    for name in ("status", "disposal_type"):
        silent = own[name].reindex(both.index).isna()
        both[name] = both[name].where(both["decided"] | silent)
    both["decided"] = both["decided"].astype("int64")
    table = both.reset_index().reindex(columns=names)
    stored = {n: iso_days(table[n]) if n in _DAYS else plain(table[n]) for n in names}
    return pd.DataFrame(stored, dtype=object)


def _own(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    names = (_KEY, "status", "disposal_type")
    query = sa.select(*(parcels.c[name] for name in names))
    if len(ids) <= MANY_IDS:
        query = query.where(parcels.c.parcel_id.in_(ids))
    rows = connection.execute(query).fetchall()
    return pd.DataFrame(rows, columns=[*names]).set_index(_KEY)


def state_issues(connection: sa.Connection, source: str, rules: Rules) -> Issues:
    """Compare the table with a fresh fold."""
    fresh = {row[_KEY]: row for row in to_records(_fresh(connection, rules, None))}
    kept = {
        row.parcel_id: row._asdict() for row in connection.execute(sa.select(states))
    }
    wrong = sorted(i for i in fresh | kept if fresh.get(i) != kept.get(i))
    if not wrong:
        return Issues.none()
    return Issues.of("verify_state", source=source, parcel_id=wrong, value=wrong)


_COLUMNS = ("kind", "event_id", *EVENT_COLUMNS, "superseded_by", "changed")


def parcel_history(connection: sa.Connection, parcel_id: str) -> pd.DataFrame:
    """Read everything that was recorded about one parcel."""
    lineage = load_journal(connection, LINEAGE)
    lives = [
        _life(connection, one) for one in (parcel_id, *ancestors(lineage, parcel_id))
    ]
    if lives[0] is None:
        raise LedgerError("parcel_unknown_add_first", parcel_id=parcel_id)
    ids = [life["parcel_id"].iloc[0] for life in lives if life is not None]
    shaped = _operations(lineage, ids)
    both = pd.concat([*(x for x in lives if x is not None), shaped], ignore_index=True)
    order = both.sort_values(["when", "recorded_at"], kind="stable")
    table = order.reset_index(drop=True)[[*_COLUMNS, "recorded_at"]]
    return table.astype({"event_id": "Int64", "changed": "str"})


def _life(connection: sa.Connection, parcel_id: str) -> pd.DataFrame | None:
    """Read what was registered, changed and decided of one parcel."""
    states = _states(connection, parcel_id)
    if not states:
        return None
    own = _registrations(states, zone_of(connection))
    of_parcel = DECISIONS.table.c.parcel_id == parcel_id
    events = load_events(connection, where=of_parcel)
    events["kind"] = "decision"
    corrected = events.dropna(subset="supersedes")
    corrected_by = corrected.drop_duplicates("supersedes", keep="last")
    by_number = corrected_by.set_index("supersedes")["event_id"]
    events["superseded_by"] = events["event_id"].map(by_number).astype("Int64")
    both = pd.concat([own, events], ignore_index=True).assign(parcel_id=parcel_id)
    when = both["effective"].fillna(both["recorded_at"].dt.normalize())
    # a life begins with the registration, whatever day a decision takes effect
    first = pd.Timestamp.min.ceil("s")
    return both.assign(when=when.where(both["kind"] != "registered", first))


def _operations(lineage: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Make a row of each operation on these parcels: ids before and after."""
    rows = []
    for _, operation in lineage.groupby("operation", sort=False):
        members = {
            role: part["parcel_id"].tolist() for role, part in operation.groupby("role")
        }
        parents = members.get(PARENT, [])
        children = members.get(CHILD, [])
        voided = members.get(VOID, [])
        if not set(ids) & {*parents, *children, *voided}:
            continue
        first = operation.iloc[0]
        text = f"{'、'.join(parents)} → {'、'.join(children)}"
        rows.append({
            "kind": first["kind"],
            "parcel_id": next(i for i in ids if i in {*parents, *children, *voided}),
            "changed": text if parents else f"{first['voids']} ×",
            **first[["effective", "document", "by", "reason", "exception"]],
            "recorded_at": first["recorded_at"],
            "when": first["effective"],
        })
    return pd.DataFrame(rows)


def _states(connection: sa.Connection, parcel_id: str) -> list[Any]:
    """Read what was known of the parcel, oldest first."""
    past = sa.select(*(versions.c[n] for n in (*_CONTENT, "recorded_at")))
    past = past.where(versions.c.parcel_id == parcel_id).order_by(versions.c.version_id)
    now = sa.select(*(parcels.c[n] for n in (*_CONTENT, "recorded_at")))
    now = now.where(parcels.c.parcel_id == parcel_id)
    return [*connection.execute(past), *connection.execute(now)]


def _registrations(states: list[Any], zone: dt.tzinfo) -> pd.DataFrame:
    """Make a row of each state: the first is the registration, others are changes."""
    changes = ["、".join(_differences(old, new)) for old, new in pairwise(states)]
    count = len(states)
    return pd.DataFrame({
        "kind": ["registered", *(["changed"] * (count - 1))],
        "event_id": pd.array([None] * count, dtype="Int64"),
        "disposal_type": pd.Series([s.disposal_type for s in states], dtype="str"),
        "status": pd.Series([s.status for s in states], dtype="str"),
        "effective": np.full(count, None, dtype="datetime64[s]"),
        "due": np.full(count, None, dtype="datetime64[s]"),
        "supersedes": pd.array([None] * count, dtype="Int64"),
        "superseded_by": pd.array([None] * count, dtype="Int64"),
        "changed": pd.Series([None, *changes], dtype="str"),
        "recorded_at": from_stamps([s.recorded_at for s in states], zone=zone),
    })


def _differences(old: Any, new: Any) -> list[str]:
    """Name the columns in which two states differ."""
    names = {"geom": "geometry"}
    fields = ("geom", *STORED_FIELDS)
    found = [names.get(n, n) for n in fields if getattr(old, n) != getattr(new, n)]
    before, after = json.loads(old.extra or "{}"), json.loads(new.extra or "{}")
    extras = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return found + extras
