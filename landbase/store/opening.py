"""Making a land base, checking one, and bringing an older one up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import StoreError, warn
from landbase.files import unfinished
from landbase.store import postgres
from landbase.store.columns import SCHEMA_VERSION, meta, seals
from landbase.store.database import reading
from landbase.store.journals import DECISIONS, FIRST, RULES, address, seal
from landbase.store.layers import CURRENT
from landbase.store.place import publish, require_room_beside
from landbase.store.qgis import renew_styles
from landbase.store.queries import load_rules
from landbase.store.rulebook import begin_rules
from landbase.store.sealing import (
    CREATED,
    MIGRATED,
    mark,
    seal_unsealed,
    sealing,
    writing,
)
from landbase.store.sqlite import (
    copy_beside,
    create_all,
    create_missing,
    distrust_schema,
    drop_obsolete,
    find_version,
    foreign_definitions,
    open_engine,
    require_schema,
)
from landbase.store.states import refresh_states
from landbase.store.writes import append_known, not_before

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from landbase.rules.ruleset import Rules

__all__ = [
    "WAIT_SECONDS",
    "create",
    "create_or_check",
    "is_on_server",
    "open_server",
    "server_has",
]

WAIT_SECONDS = 30.0  # while someone else writes

_SEALED_1 = ("event_id", *DECISIONS.content, "recorded_at")


def migrate(
    connection: sa.Connection,
    *,
    path: str,
    now: str,
    version: int,
    rules: Rules | None,
) -> None:
    """Bring a file of an earlier schema version to the present one."""
    if version == 1:
        made = _renew_decisions(connection, path, now)
    else:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {CURRENT}")
        made = create_missing(connection, now=now)
    _complete(connection, made, now=now, rules=rules)
    key = meta.c.key == "schema_version"
    connection.execute(sa.update(meta).where(key).values(value=str(SCHEMA_VERSION)))


def _complete(
    connection: sa.Connection, made: set[str], *, now: str, rules: Rules | None
) -> None:
    """Fill what is new in a land base that was brought up to date."""
    if RULES.name in made:
        begin_rules(connection, rules, now=now)
    held = load_rules(connection)
    refresh_states(connection, held)
    renew_styles(connection, held, now=now)
    mark(connection, now=now, kind=MIGRATED)
    if seals.name in made:
        # What was there before is attested from here on, and the seal says so. A file
        # that has seals and calls itself older is not sealed anew.
        seal_unsealed(connection)


def _renew_decisions(connection: sa.Connection, path: str, now: str) -> set[str]:
    """Make the journals of version 1 anew."""
    query = sa.text("SELECT * FROM decisions ORDER BY event_id")
    old = [row._asdict() for row in connection.execute(query)]
    _require_unbroken(old, path)
    drop_obsolete(connection)
    connection.exec_driver_sql("DROP TABLE decisions")
    made = create_missing(connection, now=now)
    append_known(connection, DECISIONS, _renewed(old))
    return made


def _require_unbroken(old: list[dict[str, Any]], path: str) -> None:
    """Refuse to seal anew what was tampered with."""
    hashes = seal(old, FIRST, _SEALED_1)
    pairs = zip(old, hashes, strict=True)
    broken = next((row for row, hash_ in pairs if row["hash"] != hash_), None)
    if broken is not None:
        at = broken["event_id"]
        raise StoreError("base_migration_altered", path=path, at=at)


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


def create_or_check(
    path: Path,
    *,
    wait_seconds: float,
    now: str,
    rules: Rules | None = None,
    examine: bool = False,
) -> sa.Engine:
    """Make a new land base, or check that an existing file is one; give its engine."""
    if not path.exists():

        def fill(connection: sa.Connection) -> None:
            begin_rules(connection, rules, now=now)

        create(path, fill, wait_seconds=wait_seconds, now=now)
    engine = open_engine(path, wait_seconds=wait_seconds)
    with reading(engine) as connection:
        version = find_version(connection, str(path))
        if version == SCHEMA_VERSION and not examine:
            require_schema(connection)
    if version == SCHEMA_VERSION:
        if examine:
            distrust_schema(engine)
        return engine
    with writing(engine) as connection:
        # another process may have brought it up to date since
        if (version := find_version(connection, str(path))) < SCHEMA_VERSION:
            _require_own(connection, str(path), version)
            copy = copy_beside(path, version)
            migrate(connection, path=str(path), now=now, version=version, rules=rules)
            _tell_migrated(str(path), copy)
        require_schema(connection)
    return engine


def open_server(
    address: str,
    *,
    wait_seconds: float,
    now: str,
    rules: Rules | None = None,
    examine: bool = False,
) -> sa.Engine:
    """Make a new land base on a server, or check that there is one; give its engine.

    One of an earlier version is brought up to date, all at once or not, where who
    opens it made it.

    Raises
    ------
    StoreError
        It cannot be used, or its tables are not as they were made.
    """
    engine = postgres.open_engine(address, wait_seconds=wait_seconds)
    with reading(engine) as connection:
        version = postgres.find_version(connection)
    if version is None:
        with postgres.making(engine) as connection, sealing(connection):
            # another process may have made it since
            if postgres.find_version(connection) is None:
                mark(connection, now=now, kind=CREATED)
                postgres.create_all(connection)
                begin_rules(connection, rules, now=now)
    elif version < SCHEMA_VERSION:
        with postgres.making(engine) as connection, sealing(connection):
            # or renewed it
            if postgres.find_version(connection) == version:
                made = postgres.renew(connection)
                now = not_before(connection, now)
                _complete(connection, made, now=now, rules=rules)
        warn("base_server_migrated", path=postgres.name_of(engine), version=version)
    if not examine:
        with reading(engine) as connection:
            postgres.require_closed(connection)
            if wrong := postgres.wrong_definitions(connection):
                path = postgres.name_of(engine)
                raise StoreError("base_schema_changed", path=path, names=wrong)
    return engine


def server_has(address: str) -> bool:
    """Tell whether there is a land base at an address."""
    engine = postgres.open_engine(address, wait_seconds=WAIT_SECONDS)
    try:
        return is_on_server(engine)
    finally:
        engine.dispose()


def is_on_server(engine: sa.Engine) -> bool:
    """Tell whether a land base is in a server's database."""
    with reading(engine) as connection:
        return postgres.find_version(connection) is not None


def create(
    path: Path,
    fill: Callable[[sa.Connection], None],
    *,
    wait_seconds: float,
    now: str,
    kind: str = CREATED,
) -> bool:
    """Make a land base beside its place: there it is whole, or it is not there.

    False where someone else has made one there meanwhile; that one stays.
    """
    require_room_beside(path)
    beside = unfinished(path)
    engine = open_engine(path, wait_seconds=wait_seconds, beside=beside)
    try:
        with writing(engine) as connection:
            mark(connection, now=now, kind=kind)
            create_all(connection, now=now)
            fill(connection)
            require_schema(connection)
        engine.dispose()
        return publish(beside, path)
    finally:
        beside.unlink(missing_ok=True)


# their guards are dropped before anything is written
_RENEWED = ("decisions_", "parcel_versions_")


def _require_own(connection: sa.Connection, path: str, version: int) -> None:
    """Refuse to write to an older file in which others' triggers would run."""
    foreign = foreign_definitions(connection)
    if version == 1:
        foreign = {
            name for name in foreign
            if not name.removeprefix("trigger ").startswith(_RENEWED)
        }  # fmt: skip
    if foreign:
        raise StoreError("base_schema_changed", path=path, names=sorted(foreign))


def _tell_migrated(path: str, copy: Path) -> None:
    warn("base_migrated", path=path, copy=copy.name)
