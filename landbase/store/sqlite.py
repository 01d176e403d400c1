"""What is SQLite's own: the GeoPackage file, its locks, tables, geometry and checks."""

from __future__ import annotations

import json
import re
import sqlite3
import textwrap
import time
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import WeakKeyDictionary

import pyproj
import sqlalchemy as sa
from shapely.errors import ShapelyError
from sqlalchemy import event, exc, pool
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles

from landbase.errors import LandbaseError, StoreError, warn
from landbase.files import unfinished, why_blocked
from landbase.io.bases import APPLICATION_ID, META_TABLE
from landbase.store import columns as tables
from landbase.store.columns import PARCEL_CONTENT
from landbase.store.damage import UNREADABLE, unreadable
from landbase.store.geopackage import geopackage_faults
from landbase.store.journals import ALL_JOURNALS, FIRST, JOURNALS
from landbase.store.layers import (
    CURRENT,
    ONLY_GROWING,
    SHOWN_OF_PARCEL,
    SHOWN_OF_STATE,
)
from landbase.store.many import adding_many
from landbase.store.outlines import SRS_ID
from landbase.store.papers import digest_of, keep_copy, place_of
from landbase.store.phrases import ExtraValue, OtherLetters
from landbase.store.place import (
    content_of,
    file_uri,
    publish,
    require_file,
)
from landbase.store.rtree import add_spatial_functions, index_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from landbase.store.journals import Journal

__all__ = [
    "PLACEHOLDERS",
    "STYLES",
    "add_spatial_functions",
    "adding_many",
    "author",
    "broken_references",
    "copied",
    "copy_beside",
    "copying",
    "create_all",
    "create_missing",
    "damages",
    "defer_references",
    "distrust_schema",
    "document",
    "drop_obsolete",
    "ever_used",
    "extent",
    "find_version",
    "foreign_definitions",
    "forget_states",
    "grant",
    "in_wal",
    "index_faults",
    "journal_heads",
    "keep_document",
    "kept_digest",
    "last_moment",
    "layer_faults",
    "leave_wal",
    "limited",
    "members",
    "name_of",
    "newest",
    "next_moment",
    "note_extent",
    "numbering_faults",
    "open_engine",
    "reading",
    "renewing_states",
    "require_schema",
    "sees_all",
    "setting_faults",
    "styles_place",
    "styles_told",
    "writing",
    "wrong_definitions",
]

_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.02  # seconds
PLACEHOLDERS = "qmark"  # as the driver has them
_TELL_AFTER = 2.0  # seconds


def open_engine(
    path: Path, *, wait_seconds: float, beside: Path | None = None
) -> sa.Engine:
    """Make an engine that holds no connection between uses, and makes no file.

    A new land base is made `beside` the place where it will be.
    """
    url = sa.URL.create("sqlite", database=str(path))

    def connect() -> sqlite3.Connection:
        if beside is None:
            require_file(path)
        uri = file_uri(beside or path, "rwc" if beside else "rw")
        return sqlite3.connect(uri, uri=True, timeout=wait_seconds)

    engine = sa.create_engine(
        url,
        creator=connect,
        poolclass=pool.NullPool,
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


def in_wal(connection: sa.Connection) -> bool:
    """Tell whether the last writes may lie in a second file, the write-ahead log."""
    return bool(connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal")


def leave_wal(engine: sa.Engine, path: Path) -> None:
    """Put a file that another program left in WAL mode back to one that is whole."""
    with _connected(engine) as connection:
        _put_back(connection, path)


def _put_back(connection: sa.Connection, path: Path | str | None) -> None:
    if not in_wal(connection):
        return
    try:
        mode = connection.exec_driver_sql("PRAGMA journal_mode = DELETE").scalar()
    except exc.OperationalError:  # another program has it open, or it is read-only
        mode = None
    if mode != "delete":
        warn("base_in_wal", path=path)


def name_of(engine: sa.Engine) -> str:
    """Name the file."""
    return str(engine.url.database)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read one consistent state of the file."""
    # What goes wrong with what was read is the file's fault only where it holds what
    # landbase does not write; anything else is a fault of the code, and shows as one.
    with _connected(engine) as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        except (LandbaseError, exc.SQLAlchemyError):
            raise
        except UNREADABLE as error:
            if not (isinstance(error, _OF_BYTES) or _holds_others(connection)):
                raise
            raise unreadable(error, engine.url.database) from error


_OF_BYTES = (ShapelyError, UnicodeError, json.JSONDecodeError)
# what stands in a column of each type, as SQLite sees it
_HELD = {
    "TEXT": "typeof({0}) = 'text'",
    "DATE": "date({0}, '+0 days') IS {0}",
    "DATETIME": "typeof({0}) = 'text' AND julianday({0}) NOT NULL",
    "DOUBLE": "typeof({0}) IN ('real', 'integer')",
    "INTEGER": "typeof({0}) = 'integer'",
    "GEOMETRY": "typeof({0}) = 'blob' AND length({0}) > 8",
    "extra": "CASE WHEN json_valid({0}) THEN json_type({0}) IS 'object' END IS 1",
}


def _holds_others(connection: sa.Connection) -> bool:
    """Say whether something in the file is not of the kind that landbase writes."""
    there = _table_names(connection)
    journals = [journal.table for journal in ALL_JOURNALS.values()]
    made = {
        table.name: table for table in (*tables.metadata.tables.values(), *journals)
    }
    for name in made.keys() & there:
        wrong = " OR ".join(
            f"({column} NOT NULL AND NOT ({told.format(column)}))"
            for c in made[name].columns
            for column in (_quoted(c.name),)
            for told in (_HELD.get(c.name) or _HELD[c.info["declared"]],)
        )
        query = f"SELECT 1 FROM {name} WHERE {wrong} LIMIT 1"  # noqa: S608 - our names
        if connection.exec_driver_sql(query).first() is not None:
            return True
    return bool(damages(connection))


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Write all or nothing; from the first moment no one else can write."""
    with _connected(engine) as connection:
        _take_lock(connection)
        if engine in _FOUND_RIGHT:  # not while it is made or brought up to date
            require_schema(connection)
        yield connection
        connection.commit()
        # QGIS turns a file to WAL while it is open; what was written now must be in it
        _put_back(connection, engine.url.database)


def _take_lock(connection: sa.Connection) -> None:
    """Become the one who writes, or give up after the time to wait."""
    wait = connection.get_execution_options()["wait_seconds"]
    start = time.monotonic()
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    pause, stated = _FIRST_PAUSE, False
    while not _locked(connection, last_try=time.monotonic() >= start + wait):
        if not stated and time.monotonic() >= start + _TELL_AFTER:
            stated = True
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
    except (exc.SQLAlchemyError, ShapelyError, UnicodeError) as error:
        # nothing stands where something must; SQLite quotes bytes of the file
        raise unreadable(error, engine.url.database) from error


def _explained(error: exc.DatabaseError, path: str | None) -> StoreError:
    if _is_busy(error):
        return StoreError("base_busy", path=path)
    return StoreError("base_unusable", path=path, error=why_blocked(error.orig))


_USER_VERSION = re.compile(r"^PRAGMA user_version = (\d+);", re.MULTILINE)


def _spatial_references() -> list[dict[str, Any]]:
    """Give the rows of `gpkg_spatial_ref_sys` that the standard and we need."""
    undefined = {"organization": "NONE", "definition": "undefined"}
    named = {"organization": "EPSG", "description": "longitude, latitude"}
    return [
        {
            **undefined,
            "srs_name": "Undefined Cartesian SRS",
            "srs_id": -1,
            "description": "undefined Cartesian coordinate reference system",
        },
        {
            **undefined,
            "srs_name": "Undefined geographic SRS",
            "srs_id": 0,
            "description": "undefined geographic coordinate reference system",
        },
        {**named, "srs_name": "WGS 84", "srs_id": 4326, "definition": _wkt(4326)},
        {**named, "srs_name": "CGCS2000", "srs_id": SRS_ID, "definition": _wkt(SRS_ID)},
    ]


def _wkt(code: int) -> str:
    return pyproj.CRS.from_epsg(code).to_wkt("WKT1_GDAL")


_LAYERS = {
    "parcels": ("features", "地块 / parcels"),
    "decisions": ("attributes", "处置记录 / decisions"),
    CURRENT: ("features", "地块和最新处置 / parcels with the last decision"),
    "layer_styles": ("attributes", "QGIS 样式 / styles"),
    "lineage": ("attributes", "分割、合并和边界调整 / splits, mergers, adjustments"),
    "milestones": ("attributes", "整改节点 / milestones"),
    "evidence": ("attributes", "附件 / documents"),
    "parcel_documents": ("attributes", "地块文书 / documents of parcels"),
    "agreements": ("attributes", "重新约定 / agreements"),
    "rules": ("attributes", "规则 / rules"),
}
contents = sa.table(
    "gpkg_contents",
    *map(
        sa.column,
        ("table_name", "data_type", "identifier", "description", "last_change"),
    ),
    *map(sa.column, ("min_x", "min_y", "max_x", "max_y", "srs_id")),
)
_MADE = re.compile(r"^CREATE (?:VIRTUAL |UNIQUE )?\w+ (\w+)", re.MULTILINE)


def create_all(connection: sa.Connection, *, now: str) -> None:
    """Make the tables of an empty land base."""
    for statement in _statements():
        connection.exec_driver_sql(statement)
    _register_references(connection)
    _register_layers(connection, set(_LAYERS), now)


def create_missing(connection: sa.Connection, *, now: str) -> set[str]:
    """Make the tables, triggers and views that an older land base lacks; name them."""
    there, lacking = _table_names(connection), set()
    for statement in _statements():
        made = _MADE.search(statement)
        if made and made[1] not in there:
            connection.exec_driver_sql(statement)
            lacking.add(made[1])
    known = set(connection.execute(sa.select(contents.c.table_name)).scalars())
    _register_layers(connection, set(_LAYERS) - known, now)
    return lacking


def _register_references(connection: sa.Connection) -> None:
    names = ("srs_name", "srs_id", "organization", "definition", "description")
    references = sa.table(
        "gpkg_spatial_ref_sys",
        *map(sa.column, (*names, "organization_coordsys_id")),
    )
    rows = [
        {**row, "organization_coordsys_id": row["srs_id"]}
        for row in _spatial_references()
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
    yield from _parted(_PLACE.sub(_generated, _script("tables.sql")))
    guards = _script("guards.sql")
    for journal in ALL_JOURNALS.values():
        yield from _parted(_guards(guards, journal.name, (journal.key, "uid")))
    for table, key in ONLY_GROWING:
        yield from _parted(_guards(guards, table, (key,)))


# places in the script for what is generated from the lists of columns
_PLACE = re.compile(r"^-- \{(create|view|trigger) (\w+)\}$", re.MULTILINE)
_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"
_quoted = sqlite.dialect().identifier_preparer.quote


def _generated(place: re.Match[str]) -> str:
    """Write what stands in one place of the script."""
    if place[1] == "create":
        journal = ALL_JOURNALS.get(place[2])
        return _create(journal.table if journal else tables.metadata.tables[place[2]])
    return {CURRENT: _current, "parcels_keep_past": _keep_past}[place[2]]()


def _create(table: sa.Table) -> str:
    lines = ",\n".join(f"    {_declared(column)}" for column in table.columns)
    return f"CREATE TABLE {table.name} (\n{lines}\n);"


def _declared(column: sa.Column[Any]) -> str:
    """Declare a column as GeoPackage has it."""
    words = [_quoted(column.name), column.info["declared"]]
    if column.primary_key:
        words.append("PRIMARY KEY")
    if column.autoincrement is True:
        words.append("AUTOINCREMENT")
    if not column.nullable:
        words.append("NOT NULL")
    if column.unique:
        words.append("UNIQUE")
    if column is tables.parcels.c.recorded_at:  # other programs do not set it
        words.append(f"DEFAULT ({_NOW})")
    for link in column.foreign_keys:
        table, _, key = link.target_fullname.partition(".")
        words.append(f"REFERENCES {table}({key})")
    return " ".join(words)


def _listed(names: Iterable[str], indent: int) -> str:
    """Write a list of names in lines of the usual length."""
    space = " " * indent
    return textwrap.fill(
        ", ".join(names), 88, initial_indent=space, subsequent_indent=space
    )


def _current() -> str:
    """Write the view of the parcels that are there, with their state."""
    own = [f"p.{name}" for name in SHOWN_OF_PARCEL]
    state = [f"s.{_quoted(name)}" for name in SHOWN_OF_STATE]
    return f"""CREATE VIEW {CURRENT} AS
SELECT
{_listed(("p.fid AS OGC_FID", "p.geom", *own), 4)},
    CASE WHEN s.decided THEN s.status ELSE coalesce(p.status, s.status) END AS status,
    CASE WHEN s.decided THEN s.disposal_type
        ELSE coalesce(p.disposal_type, s.disposal_type)
    END AS disposal_type,
{_listed(state, 4)}
FROM parcels AS p
LEFT JOIN parcel_states AS s ON s.parcel_id = p.parcel_id
WHERE coalesce(s.lives, 1);"""  # noqa: S608 - names of our own columns


def _keep_past() -> str:
    """Write the trigger that keeps what an edit replaces."""
    changing = [name for name in PARCEL_CONTENT if name != "parcel_id"]
    names = ("fid", *PARCEL_CONTENT)
    old = (f"OLD.{name}" for name in (*names, "recorded_at"))
    return f"""CREATE TRIGGER parcels_keep_past
AFTER UPDATE OF
{_listed(changing, 4)}
ON parcels
BEGIN
    INSERT INTO parcel_versions (
{_listed(names, 8)},
        recorded_at, replaced_at
    ) VALUES (
{_listed(old, 8)},
        CASE WHEN NEW.recorded_at IS OLD.recorded_at
            THEN {_NOW}
            ELSE NEW.recorded_at
        END
    );
    UPDATE parcels SET recorded_at = {_NOW}
        WHERE fid = NEW.fid AND NEW.recorded_at IS OLD.recorded_at;
END;"""  # noqa: S608 - as above


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


def copy_beside(path: Path, version: int) -> Path:
    """Copy a land base before it is changed; an earlier copy is left as it is.

    One that a killed migration left, and that holds the same, is taken for the copy.

    Raises
    ------
    StoreError
        It cannot be copied.
    """
    names = [f"{path.stem}.v{version}{n}{path.suffix}" for n in ("", *_numbers())]
    beside = unfinished(path.with_name(names[0]))
    try:
        try:
            _copy(path, beside)
            content = content_of(beside)
            for target in map(path.with_name, names):
                if not target.exists() and publish(beside, target):
                    return target
                if target.is_file() and content_of(target) == content:
                    return target
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            "base_migration_no_copy", path=path, error=why_blocked(error)
        ) from error
    raise StoreError("base_migration_no_copy", path=path, error=names[-1])


def copied(path: Path, target: Path) -> Path:
    """Copy a land base that is only to be read."""
    try:
        _copy(path, target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            "base_unusable", path=path, error=why_blocked(error)
        ) from error
    return target


def _copy(path: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(file_uri(path.resolve(), "ro"), uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _numbers() -> list[str]:
    return [f"-{n}" for n in range(2, 1000)]


def drop_obsolete(connection: sa.Connection) -> None:
    """Drop what is made anew: the view, and the guards of journals of version 1."""
    query = (
        "SELECT type, name FROM sqlite_master WHERE name = ? OR "
        "(type = 'trigger' AND tbl_name IN ('decisions', 'parcel_versions'))"
    )
    for kind, name in connection.exec_driver_sql(query, (CURRENT,)).fetchall():
        connection.exec_driver_sql(f'DROP {kind.upper()} "{name}"')


def defer_references(connection: sa.Connection) -> None:
    """Check references at the end of the transaction only."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def next_moment(column: sa.Column[str]) -> sa.Function[str]:
    """Give the millisecond after a stored time."""
    return sa.func.strftime("%Y-%m-%dT%H:%M:%fZ", column, "+0.001 seconds")


@contextmanager
def renewing_states(connection: sa.Connection) -> Iterator[None]:
    """Let the table of states be written."""
    key = "renewing_states"
    connection.execute(sa.insert(tables.meta), {"key": key, "value": "1"})
    yield
    connection.execute(sa.delete(tables.meta).where(tables.meta.c.key == key))


def forget_states(connection: sa.Connection, ids: Sequence[str] | None) -> None:
    """Take away the states of some parcels, or of all."""
    if ids is None:
        connection.exec_driver_sql("DELETE FROM parcel_states")
    elif ids:
        one = "DELETE FROM parcel_states WHERE parcel_id = ?"
        connection.exec_driver_sql(one, [(which,) for which in ids])


def newest(connection: sa.Connection, journal: Journal) -> tuple[int, str]:
    """Give the number and the hash of the last record; 0 where there is none."""
    found = connection.execute(_newest_of(journal.name)).one_or_none()
    return (0, FIRST) if found is None else (found[0], found[1])


# statements are made once: to write one anew takes longer than to run it
@cache
def _newest_of(name: str) -> sa.Select[Any]:
    c, key = ALL_JOURNALS[name].table.c, ALL_JOURNALS[name].key
    return sa.select(c[key], c.hash).order_by(c[key].desc()).limit(1)


def last_moment(connection: sa.Connection) -> str:
    """Give the time at which the newest record was learned of."""
    return max(filter(None, connection.execute(_MOMENTS).scalars()), default="")


_MOMENTS = sa.union_all(
    *(
        sa.select(
            sa.select(c.known_at).order_by(c[key].desc()).limit(1).scalar_subquery()
        )
        for c, key in ((one.table.c, one.key) for one in JOURNALS.values())
    )
)


def journal_heads(connection: sa.Connection) -> dict[str, Any]:
    """Give the number and the hash of the last record of each journal, in one go."""
    return {
        name: [number, hash_] for name, number, hash_ in connection.execute(_LAST_ONES)
    }


def _last_of(name: str) -> sa.Select[Any]:
    table, key = ALL_JOURNALS[name].table, ALL_JOURNALS[name].key
    last = sa.select(sa.func.max(table.c[key])).scalar_subquery()
    named: sa.ColumnElement[str] = sa.literal_column(f"'{name}'").label("name")
    return sa.select(named, table.c[key], table.c.hash).where(table.c[key] == last)


_LAST_ONES = sa.union_all(*map(_last_of, ALL_JOURNALS))


def author(_connection: sa.Connection, by: str | None) -> str | None:
    """Say who records: the person named, for nobody logs in to a file."""
    return by


_named = ("f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column")
_told = ("styleName", "styleQML", "styleSLD", "useAsDefault", "description")
STYLES = sa.Table(
    "layer_styles",
    sa.MetaData(),
    *(sa.Column(name) for name in (*_named, *_told, "owner", "update_time")),
)


def styles_place(_connection: sa.Connection) -> dict[str, Any]:
    """Say that a file has neither catalogue nor schema, and its styles no owner."""
    return {"f_table_catalog": "", "f_table_schema": "", "owner": ""}


def styles_told() -> list[sa.ColumnElement[Any]]:
    """Select what styles say."""
    return [column for column in STYLES.c if column.name != "useAsDefault"]


def keep_document(
    _connection: sa.Connection, home: Path | None, path: Path, digest: str
) -> None:
    """Keep a copy of a document in the folder beside the file."""
    keep_copy(path, place_of(_beside(home), digest, path.name))


def kept_digest(
    _connection: sa.Connection, home: Path | None, digest: str, name: str
) -> str | None:
    """Give the SHA-256 of what lies in the folder; None where nothing does."""
    place = place_of(_beside(home), digest, name)
    return digest_of(place) if place.is_file() else None


def document(
    _connection: sa.Connection, home: Path | None, digest: str, name: str
) -> bytes:
    """Give what lies in the folder."""
    return place_of(_beside(home), digest, name).read_bytes()


@contextmanager
def copying(_connection: sa.Connection) -> Iterator[None]:
    """Let them: a file asks nobody who he is."""
    yield


def sees_all(_connection: sa.Connection) -> bool:
    """Say yes: who reads a file reads all of it."""
    return True


def grant(connection: sa.Connection, _user: str, **_more: object) -> NoReturn:
    """Refuse: a file knows no users."""
    raise StoreError("grant_of_file", path=connection.engine.url.database)


def members(connection: sa.Connection) -> NoReturn:
    """Refuse: a file knows no users."""
    raise StoreError("grant_of_file", path=connection.engine.url.database)


def _beside(home: Path | None) -> Path:
    assert home is not None, "a file has a place"  # noqa: S101 - the seam's promise
    return home


@compiles(ExtraValue, "sqlite")
def _extra_value(element: Any, compiler: Any, **more: Any) -> str:
    extra, name = (compiler.process(part, **more) for part in element.clauses)
    return f"json_extract({extra}, '$.' || json_quote({name}))"


@compiles(OtherLetters, "sqlite")
def _other_letters(element: Any, compiler: Any, **more: Any) -> str:
    [name] = element.clauses
    return f"{compiler.process(name, **more)} GLOB '*[^-A-Za-z0-9_./()]*'"


def _table_names(connection: sa.Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master")
    return set(rows.scalars())


def find_version(connection: sa.Connection, path: str) -> int:
    """Read the schema version of a land base."""
    kind = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    # a view of that name may be without end
    there = f"table {META_TABLE}" in _definitions(connection)
    text = None
    if kind == APPLICATION_ID and there:
        key = tables.meta.c.key == "schema_version"
        text = connection.execute(sa.select(tables.meta.c.value).where(key)).scalar()
    if not str(text).isdecimal():
        raise StoreError("base_is_something_else", path=path)
    found = int(str(text))
    if found > tables.SCHEMA_VERSION:
        raise StoreError(
            "base_too_new", path=path, found=found, newest=tables.SCHEMA_VERSION
        )
    return found


def extent(connection: sa.Connection) -> tuple[float, float, float, float] | None:
    """Give west, south, east, north in degrees; None while there is no parcel."""
    c = contents.c
    query = contents.select().with_only_columns(c.min_x, c.min_y, c.max_x, c.max_y)
    row = connection.execute(query.where(c.table_name == tables.parcels.name)).one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])


def layer_faults(connection: sa.Connection) -> list[str]:
    """Compare what the tables of GeoPackage say of the layers with what they are."""
    return geopackage_faults(connection, create_all)


def note_extent(connection: sa.Connection, bounds: Sequence[float], now: str) -> None:
    """Widen the layer's extent and note the change, as GeoPackage asks."""
    west, south, east, north = map(float, bounds)
    c = contents.c
    extent = {
        "min_x": sa.func.min(sa.func.coalesce(c.min_x, west), west),
        "min_y": sa.func.min(sa.func.coalesce(c.min_y, south), south),
        "max_x": sa.func.max(sa.func.coalesce(c.max_x, east), east),
        "max_y": sa.func.max(sa.func.coalesce(c.max_y, north), north),
    }
    query = sa.update(contents).where(c.table_name == "parcels")
    connection.execute(query.values(last_change=now, **extent))


def damages(connection: sa.Connection) -> list[str]:
    """Ask SQLite whether the file is whole."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    return [text for text in rows if text != "ok"]


# for QGIS only: a base without them keeps its promises
_FOR_QGIS = (f"view {CURRENT}", "table layer_styles")
# what GDAL adds to a table that it counts the rows of
_COUNTED = (
    'CREATE TRIGGER "trigger_{}_feature_count_{}" AFTER {} ON "{}" BEGIN UPDATE'
    " gpkg_ogr_contents SET feature_count = feature_count {} 1 WHERE"
    " lower(table_name) = lower('{}'); END"
)


def wrong_definitions(connection: sa.Connection) -> list[str]:
    """Name what is lacking, changed, or added to the tables of a land base.

    Tables, triggers and views are compared with those of a new one, by their text. A
    trigger on one of its tables, a view that reads one, or an index that forbids rows
    is none of ours; tables beside them are nobody's business.
    """
    expected, found = _expected(), _definitions(connection)
    wrong = {
        name
        for name, (_, sql) in expected.items()
        if found.get(name, ("", sql if name in _FOR_QGIS else None))[1] != sql
    }
    return sorted(wrong | foreign_definitions(connection))


def foreign_definitions(connection: sa.Connection) -> set[str]:
    """Name the triggers, views and indexes on our tables that are none of ours."""
    expected = _expected()
    ours = {name.partition(" ")[2] for name in expected if name.startswith("table")}
    ours.add(CURRENT)
    reads = re.compile(rf"\b(?:{'|'.join(map(re.escape, ours))})\b", re.IGNORECASE)
    return {
        name
        for name, (table, sql) in _definitions(connection).items()
        if name not in expected and _touches(name, table, sql, ours, reads)
    }


def _touches(
    name: str, table: str, sql: str, ours: set[str], reads: re.Pattern[str]
) -> bool:
    """Say whether what is none of ours meddles with our tables."""
    kind = name.partition(" ")[0]
    if kind == "view":
        return reads.search(sql) is not None
    if table.lower() not in ours:
        return False
    if kind == "trigger":
        counted = [
            _COUNTED.format(how, table, how.upper(), table, sign, table)
            for how, sign in (("insert", "+"), ("delete", "-"))
        ]
        return sql.rstrip(";") not in counted
    return kind == "index" and not _ONLY_QUICKER.fullmatch(" ".join(sql.split()))


# an index of columns; what is computed for one, or asked of it, can refuse a row
_ONLY_QUICKER = re.compile(
    r"CREATE INDEX .+ ON \S+ ?\((?:(?!COLLATE)[^()])+\);?", re.IGNORECASE
)


@cache
def _expected() -> dict[str, tuple[str, str]]:
    engine = sa.create_engine("sqlite://", poolclass=pool.StaticPool)
    with engine.connect() as fresh:
        create_all(fresh, now="")
        made = _definitions(fresh)
    engine.dispose()
    return made


def _definitions(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Read what a file is made of: kind and name → the table it is of, its text."""
    query = (
        "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master"
        " WHERE sql IS NOT NULL"
    )
    rows = connection.exec_driver_sql(query)
    return {name: (str(table), str(sql)) for name, table, sql in rows}


# The state of the schema, as SQLite counts it, that was last found to be right.
_FOUND_RIGHT: WeakKeyDictionary[sa.Engine, int] = WeakKeyDictionary()
_NEVER = -1


def require_schema(connection: sa.Connection) -> None:
    """Refuse a file whose tables, triggers or views are not as they must be."""
    state = _schema_state(connection)
    if _FOUND_RIGHT.get(connection.engine) == state:
        return
    if wrong := wrong_definitions(connection):
        path = connection.engine.url.database
        raise StoreError("base_schema_changed", path=path, names=wrong)
    _FOUND_RIGHT[connection.engine] = state


def distrust_schema(engine: sa.Engine) -> None:
    """Look at the schema before each writing."""
    _FOUND_RIGHT[engine] = _NEVER


def _schema_state(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())


@contextmanager
def limited(connection: sa.Connection, *, seconds: float) -> Iterator[None]:
    """Interrupt statements that run for longer: SQL in a file may have no end."""
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


_STEPS = 100_000  # of SQLite's machine, between two looks at the clock


def broken_references(connection: sa.Connection) -> list[tuple[str, int]]:
    """List the rows that refer to what is not there: table and number."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return [(row[0], row[1]) for row in rows]


def numbering_faults(connection: sa.Connection) -> list[str]:
    """Name the tables whose numbers are not those that were given."""
    found = []
    for name, key in (*ONLY_GROWING, ("parcels", "fid")):
        query = f"SELECT coalesce(max({key}), 0), count(*) FROM {name}"  # noqa: S608 - our names
        last, count = connection.exec_driver_sql(query).one()
        whole = name == "parcels" or last == count
        if not whole or last != ever_used(connection, name):
            found.append(name)
    return found


def setting_faults(connection: sa.Connection) -> list[str]:
    """Name the settings of the file that are not those of a new land base."""
    found = []
    told = _USER_VERSION.findall(_script("tables.sql"))
    if [str(connection.exec_driver_sql("PRAGMA user_version").scalar())] != told:
        found.append("user_version")
    rows = connection.execute(sa.select(tables.meta.c.key, tables.meta.c.value))
    if list(map(tuple, rows)) != [("schema_version", str(tables.SCHEMA_VERSION))]:
        found.append(META_TABLE)
    return found


def ever_used(connection: sa.Connection, table: str) -> int:
    """Give the highest number that a table ever gave."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
    return connection.exec_driver_sql(query, (table,)).scalar() or 0
