"""A land base as a GeoPackage: file, locks, tables, styles, migration."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event, exc, pool

from landbase.errors import StoreError, warn
from landbase.files import replacing
from landbase.io.bases import APPLICATION_ID, META_TABLE
from landbase.store import columns as tables
from landbase.store.columns import (
    SCHEMA_VERSION,
    SRS_ID,
    add_spatial_functions,
    contents,
    meta,
    spatial_references,
)
from landbase.store.journals import ALL_JOURNALS, DECISIONS, FIRST, address, seal
from landbase.store.queries import load_rules, refresh_states
from landbase.store.rulebook import CURRENT, add_style, begin_rules
from landbase.store.writes import append_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from landbase.rules.ruleset import Rules

__all__ = [
    "create_all",
    "create_or_check",
    "open_engine",
    "reading",
    "refuse_network",
    "writing",
]

MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"})
# Windows' names of local devices begin with two strokes as well
_LOCAL_DEVICE = re.compile(r"//[?.]/(?!unc/)", re.IGNORECASE)


def refuse_network(path: Path | str, *, mounts: Path = MOUNTS) -> None:
    r"""Refuse a file that another computer keeps."""
    where = _share_of(str(path)) or _share_of(str(Path(path).resolve()))
    if where is None and mounts.is_file():
        where = _mount_of(Path(path).resolve(), mounts.read_text("utf-8", "replace"))
    if where is None:
        return
    raise StoreError("base_on_network", path=path, where=where)


def _share_of(text: str) -> str | None:
    r"""Name the share of a ``\\server\share`` path."""
    plain = text.replace("\\", "/")
    if not plain.startswith("//") or _LOCAL_DEVICE.match(plain):
        return None
    return "UNC " + "/".join(plain.split("/")[:4])


def _mount_of(path: Path, table: str) -> str | None:
    """Name the mount that a path is on where it is of a network file system."""
    kind, longest = "", Path()
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 3:  # noqa: PLR2004 - device, place, kind
            continue
        place = Path(_unescaped(fields[1]))
        deeper = len(place.parts) >= len(longest.parts)
        if deeper and path.is_relative_to(place):
            kind, longest = fields[2], place
    return f"{kind}, {longest}" if kind in _NETWORK else None


def _unescaped(place: str) -> str:
    """Read the octal escapes that stand for blanks."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)


_LAYERS = {
    "parcels": ("features", "地块 / parcels"),
    "decisions": ("attributes", "处置记录 / decisions"),
    CURRENT: ("features", "地块和最新处置 / parcels with the last decision"),
    "layer_styles": ("attributes", "QGIS 样式 / styles"),
    "lineage": ("attributes", "分割、合并和边界调整 / splits, mergers, adjustments"),
    "milestones": ("attributes", "整改节点 / milestones"),
    "evidence": ("attributes", "附件 / documents"),
    "rules": ("attributes", "规则 / rules"),
}
_MADE = re.compile(r"^CREATE (?:VIRTUAL |UNIQUE )?\w+ (\w+)", re.MULTILINE)


def create_all(connection: sa.Connection, *, now: str) -> None:
    """Make the tables of an empty land base."""
    for statement in _statements():
        connection.exec_driver_sql(statement)
    _register_references(connection)
    _register_layers(connection, set(_LAYERS), now)
    add_style(connection, now=now)


def create_missing(connection: sa.Connection, *, now: str) -> None:
    """Make the tables, triggers and views that an older land base lacks."""
    names = "SELECT name FROM sqlite_master"
    there = set(connection.exec_driver_sql(names).scalars())
    for statement in _statements():
        made = _MADE.search(statement)
        if made and made[1] not in there:
            connection.exec_driver_sql(statement)
    known = set(connection.execute(sa.select(contents.c.table_name)).scalars())
    _register_layers(connection, set(_LAYERS) - known, now)
    if "layer_styles" not in there:
        add_style(connection, now=now)


def _register_references(connection: sa.Connection) -> None:
    names = ("srs_name", "srs_id", "organization", "definition", "description")
    references = sa.table(
        "gpkg_spatial_ref_sys",
        *map(sa.column, (*names, "organization_coordsys_id")),
    )
    rows = [
        {**row, "organization_coordsys_id": row["srs_id"]}
        for row in spatial_references()
    ]
    connection.execute(sa.insert(references), rows)


def _register_layers(connection: sa.Connection, names: set[str], now: str) -> None:
    layers = {name: kind for name, kind in _LAYERS.items() if name in names}
    geometry = ("table_name", "column_name", "geometry_type_name", "srs_id", "z", "m")
    columns = sa.table("gpkg_geometry_columns", *map(sa.column, geometry))
    for name, (kind, description) in layers.items():
        drawn = kind == "features"
        row = {
            "table_name": name,
            "data_type": kind,
            "identifier": name,
            "description": description,
            "last_change": now,
            "srs_id": SRS_ID if drawn else None,
        }
        connection.execute(sa.insert(contents).values(row))
        if drawn:
            shape = (name, "geom", "GEOMETRY", SRS_ID, 0, 0)
            values = dict(zip(geometry, shape, strict=True))
            connection.execute(sa.insert(columns).values(values))


def _statements() -> Iterator[str]:
    """Give every statement that makes a land base, in order."""
    yield from _parted(_script("tables.sql"))
    guards = _script("guards.sql")
    for journal in ALL_JOURNALS.values():
        yield from _parted(_guards(guards, journal.name, (journal.key, "uid")))
    yield from _parted(_guards(guards, "parcel_versions", ("version_id",)))


def _script(name: str) -> str:
    return files("landbase.store").joinpath(name).read_text("utf-8")


def _guards(template: str, table: str, unique: tuple[str, ...]) -> str:
    same = " OR ".join(f"{name} = NEW.{name}" for name in unique)
    filled = template.replace("{table}", table).replace("{same}", same)
    return "\n".join(x for x in filled.splitlines() if not x.startswith("--"))


def _parted(text: str) -> Iterator[str]:
    """Part a script; a statement ends with a line's end, a trigger with its END."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line)
        statement = "\n".join(lines)
        if sqlite3.complete_statement(statement):
            yield statement
            lines = []


_SEALED_1 = ("event_id", *DECISIONS.content, "recorded_at")


def copy_beside(path: Path, version: int) -> Path:
    """Copy a land base before it is changed; an earlier copy is left as it is."""
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
    """Bring a file of schema version 1 or 2 to the present version."""
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


_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.02  # seconds
_TELL_AFTER = 2.0  # seconds


def open_engine(path: Path, *, wait_seconds: float) -> sa.Engine:
    """Make an engine that holds no connection between uses."""
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
    """Write all or nothing; from the first moment no one else can write."""
    with _connected(engine) as connection:
        _take_lock(connection)
        yield connection
        connection.commit()


def _take_lock(connection: sa.Connection) -> None:
    """Become the one who writes, or give up after the time to wait."""
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
    """Make the tables of a new file, or check that an existing one is ours."""
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
    """Read the schema version of a land base."""
    kind = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if kind != APPLICATION_ID or META_TABLE not in _table_names(connection):
        raise StoreError("base_is_something_else", path=path)
    key = tables.meta.c.key == "schema_version"
    query = sa.select(tables.meta.c.value).where(key)
    found = int(connection.execute(query).scalar_one())
    if found > tables.SCHEMA_VERSION:
        raise StoreError(
            "base_too_new", path=path, found=found, newest=tables.SCHEMA_VERSION
        )
    return found
