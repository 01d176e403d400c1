"""Opening a land base file, and transactions on it."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event, exc, pool

from landbase.errors import StoreError, warn
from landbase.store import tables
from landbase.store.creating import create_all
from landbase.store.geopackage import APPLICATION_ID, add_spatial_functions
from landbase.store.migrating import copy_beside, migrate
from landbase.store.rulebook import begin_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from landbase.rules import Rules

__all__ = ["create_or_check", "open_engine", "reading", "writing"]


_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.02  # seconds
_TELL_AFTER = 2.0  # seconds


def open_engine(path: Path, *, wait_seconds: float) -> sa.Engine:
    """Make an engine that holds no connection between uses.

    Parameters
    ----------
    path
        The file, in any letters; its folder must exist.
    wait_seconds
        How long to wait for another writer.

    Returns
    -------
    engine
        For `reading` and `writing`.
    """
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(
        url,
        poolclass=pool.NullPool,
        connect_args={"timeout": wait_seconds},
        execution_options={"wait_seconds": wait_seconds},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Leave transactions to us; keep references; survive a power cut."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = EXTRA")
    add_spatial_functions(connection)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read one consistent state of the file."""
    with _connected(engine) as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Write all or nothing; from the first moment no one else can write.

    Taking the lock first means that what is checked is still so when it is written.
    """
    with _connected(engine) as connection:
        _take_lock(connection)
        yield connection
        connection.commit()


def _take_lock(connection: sa.Connection) -> None:
    """Become the one who writes, or give up after the time to wait.

    SQLite's own waiting looks ten times a second, so that one of many who write at
    once can miss every gap for half a minute; looking more often gives each a turn.
    """
    wait = connection.get_execution_options()["wait_seconds"]
    start = time.monotonic()
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    pause, told = _FIRST_PAUSE, False
    while not _locked(connection, last_try=time.monotonic() >= start + wait):
        if not told and time.monotonic() >= start + _TELL_AFTER:
            told = True
            _tell_waiting(connection.engine.url.database, wait)
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(wait * 1000)}")


def _tell_waiting(path: str | None, wait: float) -> None:
    warn("base_waiting", path=path, seconds=wait)


def _locked(connection: sa.Connection, *, last_try: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except exc.OperationalError as error:
        if last_try or not _is_busy(error):
            raise
        return False
    return True


def _is_busy(error: exc.DatabaseError) -> bool:
    text = str(error.orig)
    return "locked" in text or "busy" in text


@contextmanager
def _connected(engine: sa.Engine) -> Iterator[sa.Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except exc.DatabaseError as error:
        raise _explained(error, engine.url.database) from error


def _explained(error: exc.DatabaseError, path: str | None) -> StoreError:
    if _is_busy(error):
        return StoreError("base_busy", path=path)
    return StoreError("base_unusable", path=path, error=error.orig)


def create_or_check(engine: sa.Engine, *, now: str, rules: Rules | None = None) -> None:
    """Make the tables of a new file, or check that an existing one is ours.

    A file of an older schema version is copied and brought up to date.

    Parameters
    ----------
    engine
        From `open_engine`.
    now
        The time of creation as GeoPackage writes it.
    rules
        The rules of a new file, or of one of an older kind, which has none.

    Raises
    ------
    StoreError
        The file is something else, was written by a newer landbase, or is an older
        one that cannot be brought up to date.
    """
    path = str(engine.url.database)
    with reading(engine) as connection:
        new = not _table_names(connection)
        version = 0 if new else _version(connection, path)
    if version == tables.SCHEMA_VERSION:
        return
    with writing(engine) as connection:
        # another process may have made or changed them since
        if not _table_names(connection):
            create_all(connection, now=now)
            begin_rules(connection, rules, now=now)
        elif (version := _version(connection, path)) < tables.SCHEMA_VERSION:
            copy = copy_beside(Path(path), version)
            migrate(connection, path=path, now=now, version=version, rules=rules)
            _tell_migrated(path, copy)


def _tell_migrated(path: str, copy: Path) -> None:
    warn("base_migrated", path=path, copy=copy.name)


def _table_names(connection: sa.Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master")
    return set(rows.scalars())


def _version(connection: sa.Connection, path: str) -> int:
    """Read the schema version of a land base.

    Raises
    ------
    StoreError
        The file is no land base, or of a newer kind.
    """
    kind = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if kind != APPLICATION_ID or "landbase_meta" not in _table_names(connection):
        raise StoreError("base_is_something_else", path=path)
    key = tables.meta.c.key == "schema_version"
    query = sa.select(tables.meta.c.value).where(key)
    found = int(connection.execute(query).scalar_one())
    if found > tables.SCHEMA_VERSION:
        raise StoreError(
            "base_too_new", path=path, found=found, newest=tables.SCHEMA_VERSION
        )
    return found
