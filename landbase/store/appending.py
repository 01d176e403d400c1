"""Appending to a journal: numbers, names, what is followed, and the chain of hashes."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import LandbaseWarning
from landbase.store.chain import FIRST, address, seal
from landbase.store.journals import JOURNALS
from landbase.store.loading import MANY_IDS
from landbase.store.times import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from landbase.store.journals import Journal

__all__ = ["append", "append_known", "newest", "not_before", "uids_of"]

_Heads = dict[tuple[Any, ...], list[str]]


def append(
    connection: sa.Connection,
    journal: Journal,
    records: Sequence[dict[str, Any]],
    *,
    now: str,
) -> list[dict[str, Any]]:
    """Append what is recorded here and now.

    Parameters
    ----------
    connection
        In a transaction.
    journal
        Which one.
    records
        The content and the local columns of each, as stored. Not changed.
    now
        The time of recording, as stored.

    Returns
    -------
    rows
        What was stored, complete.
    """
    number, _ = newest(connection, journal)
    heads = _heads(connection, journal, records)
    names = {
        link: uids_of(connection, JOURNALS[of], [r[link] for r in records])
        for link, of in journal.links.items()
    }
    rows = []
    for count, record in enumerate(records, start=number + 1):
        row = {**record, "home_id": count, "recorded_at": now, "known_at": now}
        subject = tuple(row[name] for name in journal.subject)
        if subject:
            row["follows"] = " ".join(sorted(heads.get(subject, ()))) or None
        row["uid"] = _address(journal, row, names)
        if subject:
            heads[subject] = [row["uid"]]
        rows.append(row)
    return append_known(connection, journal, rows)


def append_known(
    connection: sa.Connection, journal: Journal, records: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Append records that have their names already, as they come from elsewhere.

    Parameters
    ----------
    connection
        In a transaction.
    journal
        Which one.
    records
        All columns but the key and the hash. Not changed.

    Returns
    -------
    rows
        What was stored, complete.
    """
    number, before = newest(connection, journal)
    rows = [
        {journal.key: count, **record}
        for count, record in enumerate(records, start=number + 1)
    ]
    for row, sealed in zip(rows, seal(rows, before, journal.sealed), strict=True):
        row["hash"] = sealed
    if rows:
        connection.execute(sa.insert(journal.table), rows)
    return rows


def uids_of(
    connection: sa.Connection, journal: Journal, keys: Iterable[int | None] | None
) -> dict[int, str]:
    """Look up the names of records by their numbers in this file; None: of all."""
    table = journal.table
    query = sa.select(table.c[journal.key], table.c.uid)
    if keys is not None:
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return {}
        if len(wanted) <= MANY_IDS:
            query = query.where(table.c[journal.key].in_(wanted))
    return {row[0]: row[1] for row in connection.execute(query)}


def newest(connection: sa.Connection, journal: Journal) -> tuple[int, str]:
    """Give the number and the hash of the last record."""
    key = journal.table.c[journal.key]
    query = sa.select(key, journal.table.c.hash).order_by(key.desc()).limit(1)
    found = connection.execute(query).one_or_none()
    return (0, FIRST) if found is None else (found[0], found[1])


def not_before(connection: sa.Connection, now: str) -> str:
    """Give a time of recording that no record of this land base is after.

    A clock that was set back would otherwise let an older record win, unseen.

    Parameters
    ----------
    connection
        In a transaction.
    now
        The time by the clock, as stored.

    Returns
    -------
    now
        The same, or a millisecond after the newest record.

    Warns
    -----
    LandbaseWarning
        The clock is behind the newest record.
    """
    last = ""
    for journal in JOURNALS.values():
        c = journal.table.c
        query = sa.select(c.known_at).order_by(c[journal.key].desc()).limit(1)
        last = max(last, connection.execute(query).scalar() or "")
    if now >= last:
        return now
    moment = dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1)
    warnings.warn(
        f"本机时钟（{now}）早于库中最新记录的登记时间（{last}），"
        "本次登记按最新记录之后的时间；请核对时钟 / "
        f"the clock ({now}) is behind the newest record ({last}); this is recorded "
        "as after that; check the clock",
        LandbaseWarning,
        stacklevel=2,
    )
    return stamp(moment)


def _address(
    journal: Journal, row: dict[str, Any], names: dict[str, dict[int, str]]
) -> str:
    """Name a record; what it refers to goes in by its own name."""
    values = [
        names[name].get(row[name]) if name in names else row[name]
        for name in journal.addressed
    ]
    return address(journal.name, values)


def _heads(
    connection: sa.Connection, journal: Journal, records: Sequence[dict[str, Any]]
) -> _Heads:
    """Find for each subject the records that no other follows."""
    if not journal.subject or not records:
        return {}
    table = journal.table
    query = sa.select(
        table.c.uid, table.c.follows, *(table.c[n] for n in journal.subject)
    )
    first = journal.subject[0]
    wanted = {record[first] for record in records}
    if len(wanted) <= MANY_IDS:
        query = query.where(table.c[first].in_(sorted(wanted)))
    rows = connection.execute(query).fetchall()
    followed = {uid for row in rows if row[1] for uid in row[1].split(" ")}
    heads: _Heads = {}
    for uid, _, *subject in rows:
        if uid not in followed:
            heads.setdefault(tuple(subject), []).append(uid)
    return heads
