"""Bringing the file of an older landbase up to date, after a copy.

Version 1 had only decisions among the journals, without names of their own; each gets
the name it would have had, so that two copies of one old file come to the same.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.files import replacing
from landbase.store.appending import append_known
from landbase.store.chain import FIRST, address, seal
from landbase.store.creating import create_missing
from landbase.store.journals import DECISIONS
from landbase.store.loading import load_rules
from landbase.store.rulebook import begin_rules
from landbase.store.states import refresh_states
from landbase.store.tables import SCHEMA_VERSION, meta

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.rules import Rules

__all__ = ["copy_beside", "migrate"]

_SEALED_1 = ("event_id", *DECISIONS.content, "recorded_at")


def copy_beside(path: Path, version: int) -> Path:
    """Copy a land base before it is changed; an earlier copy is left as it is.

    Parameters
    ----------
    path
        The land base.
    version
        The schema version it has.

    Returns
    -------
    copy
        ``土地库.v1.gpkg`` beside ``土地库.gpkg``, or with a number behind it.

    Raises
    ------
    StoreError
        The copy cannot be written.
    """
    names = [f"{path.stem}.v{version}{n}{path.suffix}" for n in ("", *_numbers())]
    target = next(p for name in names if not (p := path.with_name(name)).exists())
    try:
        with (
            replacing(target) as beside,
            closing(sqlite3.connect(path)) as old,
            closing(sqlite3.connect(beside)) as new,
        ):
            old.backup(new)
    except (OSError, sqlite3.Error) as error:
        raise StoreError("base_migration_no_copy", path=path, error=error) from error
    return target


def _numbers() -> list[str]:
    return [f"-{n}" for n in range(2, 1000)]


def migrate(
    connection: sa.Connection,
    *,
    path: str,
    now: str,
    version: int,
    rules: Rules | None,
) -> None:
    """Bring a file of schema version 1 or 2 to the present version.

    Parameters
    ----------
    connection
        In a transaction that holds the lock for writing.
    path
        For the message.
    now
        The time, as stored.
    version
        The schema version it has.
    rules
        The rules it gets, as it has none; by default those of landbase.

    Raises
    ------
    StoreError
        Its decisions do not match their hashes.
    """
    if version == 1:
        _renew_decisions(connection, path, now)
    else:
        connection.exec_driver_sql("DROP VIEW IF EXISTS parcels_current")
        create_missing(connection, now=now)
    begin_rules(connection, rules, now=now)
    refresh_states(connection, load_rules(connection))
    key = meta.c.key == "schema_version"
    connection.execute(sa.update(meta).where(key).values(value=str(SCHEMA_VERSION)))


def _renew_decisions(connection: sa.Connection, path: str, now: str) -> None:
    """Make the journals of version 1 anew."""
    query = sa.text("SELECT * FROM decisions ORDER BY event_id")
    old = [row._asdict() for row in connection.execute(query)]
    _require_unbroken(old, path)
    for kind, name in _obsolete(connection):
        connection.exec_driver_sql(f'DROP {kind} "{name}"')
    connection.exec_driver_sql("DROP TABLE decisions")
    create_missing(connection, now=now)
    append_known(connection, DECISIONS, _renewed(old))


def _require_unbroken(old: list[dict[str, Any]], path: str) -> None:
    """Refuse to seal anew what was tampered with."""
    hashes = seal(old, FIRST, _SEALED_1)
    pairs = zip(old, hashes, strict=True)
    broken = next((row for row, hash_ in pairs if row["hash"] != hash_), None)
    if broken is not None:
        at = broken["event_id"]
        raise StoreError("base_migration_altered", path=path, at=at)


def _obsolete(connection: sa.Connection) -> list[tuple[str, str]]:
    """List what is made anew: the view, and the guards of journals."""
    query = (
        "SELECT type, name FROM sqlite_master WHERE name = 'parcels_current' OR "
        "(type = 'trigger' AND tbl_name IN ('decisions', 'parcel_versions'))"
    )
    return [(row[0].upper(), row[1]) for row in connection.exec_driver_sql(query)]


def _renewed(old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give old decisions what they lacked: what they follow, and names."""
    uids: dict[int, str] = {}
    last: dict[str, str] = {}
    rows = []
    for row in old:
        number, parcel = row["event_id"], row["parcel_id"]
        new = {name: row[name] for name in DECISIONS.content}
        new |= {"follows": last.get(parcel), "home_id": number}
        new |= {"recorded_at": row["recorded_at"], "known_at": row["recorded_at"]}
        corrected = row["supersedes"]
        named = new | {"supersedes": uids.get(corrected)}
        new["uid"] = address("decisions", [named[n] for n in DECISIONS.addressed])
        uids[number] = last[parcel] = new["uid"]
        rows.append(new)
    return rows
