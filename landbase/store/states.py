"""The table of states that QGIS shows: what the fold says of each parcel today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa

from landbase.issues import Issues
from landbase.store.columns import parcels, states
from landbase.store.database import adding, database_of, insert_many
from landbase.store.frames import frame_of, iso_days, plain, to_columns, to_records
from landbase.store.queries import MANY_IDS, cases_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from landbase.cases.fold import Cases
    from landbase.rules.ruleset import Rules

__all__ = ["refresh_states", "renew_state"]


_DAYS = ("effective", "due")

_KEY = "parcel_id"


def refresh_states(
    connection: sa.Connection,
    rules: Rules,
    ids: Sequence[str] | None = None,
    *,
    cases: Cases | None = None,
    own: pd.DataFrame | None = None,
) -> None:
    """Renew what a transaction has touched, and those related to it.

    `cases` is their fold where it was made already, with the new records in it; `own`
    what the parcels themselves say, where that is known.
    """
    cases = cases or cases_of(connection, rules, ids=ids, own=own)
    table = _rows(connection, cases, own)
    database = database_of(connection)
    with (
        database.renewing_states(connection),
        adding(connection, len(table), states),
    ):
        old = None if ids is None else _there(connection, table[_KEY].tolist())
        database.forget_states(connection, old)
        insert_many(connection, states, to_columns(table))


def _there(connection: sa.Connection, ids: list[str]) -> list[str]:
    """Choose the parcels that have a state."""
    query = sa.select(states.c.parcel_id)
    if len(ids) <= MANY_IDS:
        query = query.where(states.c.parcel_id.in_(ids))
    there = set(connection.execute(query).scalars())
    return [one for one in ids if one in there]


_NEW = sa.insert(states)


def renew_state(connection: sa.Connection, row: dict[str, Any]) -> None:
    """Renew the state of one parcel, whose row is known."""
    database = database_of(connection)
    with database.renewing_states(connection):
        database.forget_states(connection, [row[_KEY]])
        connection.execute(_NEW, row)


def _rows(
    connection: sa.Connection, cases: Cases, own: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Make the rows as they are to be."""
    parts = [
        part.assign(lives=int(lives))
        for part, lives in ((cases.state, True), (cases.gone, False))
        if len(part)
    ]
    names = [column.name for column in states.c]
    if not parts:
        return pd.DataFrame(columns=names)
    both = pd.concat(parts) if len(parts) > 1 else parts[0]
    # a parcel's own word stands in the parcels, where it can be edited
    if own is None:
        own = _own(connection, both.index.tolist())
    else:
        own = pd.DataFrame(own).reindex(columns=[_KEY, *_OWN]).set_index(_KEY)
    for name in _OWN:
        silent = own[name].reindex(both.index).isna()
        both[name] = both[name].where(both["decided"] | silent)
    both["decided"] = both["decided"].astype("int64")
    table = both.reset_index().reindex(columns=names)
    stored = {n: iso_days(table[n]) if n in _DAYS else plain(table[n]) for n in names}
    return pd.DataFrame(stored, dtype=object)


_OWN = ("status", "disposal_type")


def _own(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    """Read what the parcels themselves say, of those that say anything."""
    names = (_KEY, *_OWN)
    query = sa.select(*(parcels.c[name] for name in names))
    query = query.where(sa.or_(*(parcels.c[name].is_not(None) for name in _OWN)))
    if len(ids) <= MANY_IDS:
        query = query.where(parcels.c.parcel_id.in_(ids))
    return frame_of(connection.execute(query).fetchall(), names).set_index(_KEY)


def state_issues(connection: sa.Connection, source: str, rules: Rules) -> Issues:
    """Compare the table with a fresh fold."""
    fresh = {
        row[_KEY]: row
        for row in to_records(_rows(connection, cases_of(connection, rules)))
    }
    kept = {
        row.parcel_id: row._asdict() for row in connection.execute(sa.select(states))
    }
    wrong = sorted(i for i in fresh | kept if fresh.get(i) != kept.get(i))
    if not wrong:
        return Issues.none()
    return Issues.of("verify_state", source=source, parcel_id=wrong, value=wrong)
