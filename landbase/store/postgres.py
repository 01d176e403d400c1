"""What is PostgreSQL's own: connections, the lock, tables, guards, outlines and checks.

A land base on a server lies in the schema `public` of a database of its own, where QGIS
looks for layers and styles. What a file keeps by being one file, the server keeps by a
row: `landbase_heads` holds the last number and hash of every table that only grows, and
whoever writes locks the row of the seals.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import finalize, ref

import sqlalchemy as sa
from shapely.errors import ShapelyError
from sqlalchemy import event, exc
from sqlalchemy.ext.compiler import compiles

from landbase.errors import LandbaseError, MissingDependencyError, StoreError, warn
from landbase.io.bases import META_TABLE
from landbase.store import columns as tables
from landbase.store.damage import unreadable
from landbase.store.journals import ALL_JOURNALS, short_form
from landbase.store.layers import ONLY_GROWING
from landbase.store.outlines import SRS_ID
from landbase.store.papers import digest_of
from landbase.store.phrases import ExtraValue, OtherLetters
from landbase.store.postgres_rights import grant, members, renew_rights
from landbase.store.postgres_tables import (
    CLOSE,
    FILES,
    LINKS,
    create_all,
    foreign_definitions,
    is_closed,
    renew_all,
    wrong_definitions,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from landbase.store.journals import Journal

__all__ = [
    "PLACEHOLDERS",
    "STYLES",
    "adding_many",
    "author",
    "broken_references",
    "copying",
    "create_all",
    "damages",
    "defer_references",
    "document",
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
    "limited",
    "making",
    "members",
    "name_of",
    "newest",
    "next_moment",
    "note_extent",
    "numbering_faults",
    "open_engine",
    "reading",
    "renew",
    "renewing_states",
    "require_closed",
    "require_postgis",
    "sees_all",
    "setting_faults",
    "styles_place",
    "styles_told",
    "writing",
    "wrong_definitions",
]

PLACEHOLDERS = "format"  # as the driver has them
_OLDEST = 150000  # the first server whose views look with the eyes of who asks
_TELL_AFTER = 2.0  # seconds
_CONNECT_WITHIN = 10  # seconds
_STATEMENT_WITHIN = 600  # seconds
_ASK_AGAIN_WITHIN = 10.0  # seconds


def open_engine(address: str, *, wait_seconds: float) -> sa.Engine:
    """Make an engine for a land base on a server; nothing is connected yet.

    Raises
    ------
    StoreError
        The address is none, or bears a password.
    MissingDependencyError
        The driver is not installed.
    """
    try:
        url = sa.make_url(address).set(drivername="postgresql+psycopg")
    except (exc.ArgumentError, ValueError):
        # what was typed may hold a password: it is not repeated, nor is the cause
        raise StoreError("base_address_wrong") from None
    if url.password is not None or any("password" in key for key in url.query):
        raise StoreError("base_address_password")
    if not url.database:
        raise StoreError("base_address_wrong")
    try:
        engine = sa.create_engine(
            url,
            pool_size=1,
            max_overflow=8,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={
                "connect_timeout": _CONNECT_WITHIN,
                "application_name": "landbase",
            },
            execution_options={"wait_seconds": wait_seconds},
        )
    except ModuleNotFoundError as error:
        raise MissingDependencyError("need_psycopg") from error
    of = ref(engine)

    def begin(connection: Any, _record: Any) -> None:
        _prepare(connection)
        if (engine := of()) is not None:
            finalize(engine, connection.close)

    event.listen(engine, "connect", begin)
    return engine


def _prepare(connection: Any) -> None:
    """Look in one schema, in UTF-8, and let nothing run without end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET search_path TO public; SET client_encoding TO 'UTF8';"
            # what is acknowledged is on the disk, whatever the server's own setting
            "SET synchronous_commit TO on;"
            f"SET statement_timeout TO '{_STATEMENT_WITHIN}s';"
            f"SET idle_in_transaction_session_timeout TO '{_STATEMENT_WITHIN}s'"
        )
    connection.commit()


def name_of(engine: sa.Engine) -> str:
    """Give the address, in which there is no password."""
    url = engine.url
    return url.set(drivername="postgresql").render_as_string()


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read one consistent state."""
    with _connected(engine) as connection:
        connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Write all or nothing, while no one else writes."""
    with _connected(engine) as connection:
        connection.execution_options(
            isolation_level="READ COMMITTED", postgresql_readonly=False
        )
        before = _take_lock(connection)
        yield connection
        after = _head(connection)
        try:
            connection.commit()
        except exc.DBAPIError as error:
            if not error.connection_invalidated or before == after:
                raise
            _ask_whether_kept(engine, after)


@contextmanager
def making(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Make a land base, all or nothing, while no one else makes one there."""
    with _connected(engine) as connection, connection.begin():
        wait = int(connection.get_execution_options()["wait_seconds"] * 1000)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout TO {max(wait, 1)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
        require_postgis(connection)
        connection.exec_driver_sql(CLOSE)
        require_closed(connection)
        yield connection


_MAKING = 0x1A9DBA5E


def _take_lock(connection: sa.Connection) -> str:
    """Become the one who writes, or give up after the time to wait; give the head."""
    wait = float(connection.get_execution_options()["wait_seconds"])
    head = _locked(connection, min(wait, _TELL_AFTER))
    if head is None and wait > _TELL_AFTER:
        warn("base_waiting", path=name_of(connection.engine), seconds=wait)
        head = _locked(connection, wait - _TELL_AFTER)
    if head is None:
        raise StoreError("base_busy", path=name_of(connection.engine))
    return head


def _locked(connection: sa.Connection, seconds: float) -> str | None:
    milliseconds = max(int(seconds * 1000), 1)
    try:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout TO {milliseconds}")
        return str(connection.exec_driver_sql("SELECT landbase_lock()").scalar_one())
    except exc.DBAPIError as error:
        if _state_of(error) != _LOCK_NOT_AVAILABLE:
            raise
        connection.rollback()
        return None


def _head(connection: sa.Connection) -> str:
    """Give the hash of the last seal, of a land base that nobody has renewed since."""
    query = (
        "SELECT hash, (SELECT value FROM landbase_meta WHERE key = 'schema_version')"
        " FROM landbase_heads WHERE name = 'seals'"
    )
    head, version = connection.exec_driver_sql(query).one()
    _require_known(connection, int(version))
    return str(head)


def _ask_whether_kept(engine: sa.Engine, head: str) -> None:
    """Find out what became of a writing whose last word was lost on the way."""
    end = time.monotonic() + _ASK_AGAIN_WITHIN
    place = name_of(engine)
    while True:
        try:
            with engine.connect() as connection:
                c = tables.seals.c
                query = sa.select(c.seal_id).where(c.hash == head)
                kept = connection.execute(query).first() is not None
                break
        except exc.DBAPIError as error:
            if time.monotonic() > end:
                code = short_form(head)
                raise StoreError(
                    "base_commit_unknown", path=place, code=code
                ) from error
            time.sleep(0.2)
    if not kept:
        raise StoreError("base_connection_lost", path=place)


_LOCK_NOT_AVAILABLE, _CANCELLED, _NO_RIGHT = "55P03", "57014", "42501"
_UNDEFINED_TABLE, _TOO_MANY = "42P01", "53300"
_REFUSED = "P0001"  # by a guard, in both languages


@contextmanager
def _connected(engine: sa.Engine) -> Iterator[sa.Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except LandbaseError:
        raise
    except exc.DBAPIError as error:
        raise _explained(error, engine) from error
    except (exc.SQLAlchemyError, ShapelyError, UnicodeError) as error:
        raise unreadable(error, name_of(engine)) from error


def _state_of(error: exc.DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    return None if state is None else str(state)


_BY_STATE = {
    _LOCK_NOT_AVAILABLE: "base_busy",
    _CANCELLED: "base_statement_timeout",
    _NO_RIGHT: "base_no_right",
    _REFUSED: "base_refused",
}


def _explained(error: exc.DBAPIError, engine: sa.Engine) -> StoreError:
    """Say what a server's error means for who works with the land base."""
    place, state = name_of(engine), _state_of(error)
    told = _first_line(error)
    if state in _BY_STATE:
        return StoreError(_BY_STATE[state], path=place, error=told)
    if error.connection_invalidated:
        return StoreError("base_connection_lost", path=place)
    if state is None and isinstance(error, exc.OperationalError):
        return _not_connected(error, place, told)
    return StoreError("base_unusable", path=place, error=told)


def _not_connected(error: exc.DBAPIError, place: str, told: str) -> StoreError:
    """Say why there is no connection; a server says so in its own language."""
    tried: Any = getattr(error.orig, "pgconn", None)
    if tried is not None and tried.needs_password:
        return StoreError("base_password_lacking", path=place)
    if "password" in told.lower() or "认证" in told:
        return StoreError("base_password_wrong", path=place)
    if "does not exist" in told or "不存在" in told:
        return StoreError("base_server_lacks", path=place, error=told)
    return StoreError("base_server_away", path=place, error=told)


def _first_line(error: exc.DBAPIError) -> str:
    diag = getattr(error.orig, "diag", None)
    said = getattr(diag, "message_primary", None) or str(error.orig)
    return str(said).strip().splitlines()[0] if str(said).strip() else "?"


# ------------------------------------------------------------------ heads and numbers


def newest(connection: sa.Connection, journal: Journal) -> tuple[int, str]:
    """Give the number and the hash of the last record; 0 where there is none."""
    query = sa.text("SELECT number, hash FROM landbase_heads WHERE name = :name")
    row = connection.execute(query, {"name": journal.name}).one()
    return (row.number, row.hash)


def journal_heads(connection: sa.Connection) -> dict[str, Any]:
    """Give the number and the hash of the last record of each journal."""
    query = "SELECT name, number, hash FROM landbase_heads WHERE number > 0"
    return {
        name: [number, hash_]
        for name, number, hash_ in connection.exec_driver_sql(query)
        if name in ALL_JOURNALS
    }


def last_moment(connection: sa.Connection) -> str:
    """Give the time at which the newest record was learned of."""
    query = "SELECT max(known_at) FROM landbase_heads WHERE name <> 'rules'"
    return connection.exec_driver_sql(query).scalar() or ""


def ever_used(connection: sa.Connection, table: str) -> int:
    """Give the highest number that a table ever gave."""
    query = sa.text("SELECT number FROM landbase_heads WHERE name = :name")
    return int(connection.execute(query, {"name": table}).scalar_one())


def author(connection: sa.Connection, by: str | None) -> str | None:
    """Say who records: who logged in, and the person named where one is.

    The guards of the journals refuse any other.
    """
    user = connection.info.get(_USER)
    if user is None:
        user = connection.exec_driver_sql("SELECT session_user::text").scalar_one()
        connection.info[_USER] = user
    if by is None or by == user or by.endswith(f"（{user}）"):
        return by or str(user)
    return f"{by}（{user}）"


_USER = "landbase_user"


@contextmanager
def renewing_states(connection: sa.Connection) -> Iterator[None]:
    """Let the table of states be written, until the transaction ends."""
    connection.exec_driver_sql("SET LOCAL landbase.renewing_states TO 'on'")
    yield


def forget_states(connection: sa.Connection, ids: Sequence[str] | None) -> None:
    """Take away the states of some parcels, or of all."""
    held = None if ids is None else list(ids)
    named = sa.bindparam("ids", held, sa.ARRAY(sa.Text))
    connection.execute(sa.select(sa.func.landbase_forget_states(named)))


def defer_references(connection: sa.Connection) -> None:
    """Check references at the end of the transaction only."""
    connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


def next_moment(column: sa.Column[str]) -> sa.ColumnElement[str]:
    """Give the millisecond after a stored time."""
    moment = sa.cast(column, sa.DateTime(timezone=True))
    later = moment + sa.text("interval '1 millisecond'")
    return sa.func.landbase_stamp(later, type_=sa.Text())


def note_extent(
    _connection: sa.Connection, _bounds: Sequence[float], _now: str
) -> None:
    """Leave it to the index, which QGIS asks for the extent of a layer."""


@contextmanager
def adding_many(_connection: sa.Connection, *_tables: sa.Table) -> Iterator[None]:
    """Leave it to the server, which checks and indexes what is inserted."""
    yield


def extent(connection: sa.Connection) -> tuple[float, float, float, float] | None:
    """Give west, south, east, north in degrees; None while there is no parcel."""
    row = connection.exec_driver_sql(
        "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)"
        " FROM (SELECT ST_Extent(geom) AS b FROM parcels) AS whole"
    ).one()
    return None if row[0] is None else (row[0], row[1], row[2], row[3])


@compiles(ExtraValue, "postgresql")
def _extra_value(element: Any, compiler: Any, **more: Any) -> str:
    extra, name = (compiler.process(part, **more) for part in element.clauses)
    return f"(CAST({extra} AS jsonb) -> CAST({name} AS text))"


@compiles(OtherLetters, "postgresql")
def _other_letters(element: Any, compiler: Any, **more: Any) -> str:
    [name] = element.clauses
    return f"({compiler.process(name, **more)} ~ '[^-A-Za-z0-9_./()]')"


# --------------------------------------------------------------- styles and documents


class _Xml(sa.types.UserDefinedType[str]):
    """A text that QGIS wants to be XML."""

    cache_ok = True

    def bind_expression(self, bindvalue: sa.BindParameter[str]) -> Any:
        """Make XML of a text; an empty one is none."""
        text = sa.func.nullif(sa.type_coerce(bindvalue, sa.Text()), "")
        return sa.cast(text, _PlainXml())


class _PlainXml(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_more: Any) -> str:
        """Name the type."""
        return "xml"


STYLES = sa.Table(
    "layer_styles",
    sa.MetaData(),
    sa.Column("f_table_catalog", sa.Text),
    sa.Column("f_table_schema", sa.Text),
    sa.Column("f_table_name", sa.Text),
    sa.Column("f_geometry_column", sa.Text),
    sa.Column("stylename", sa.Text, key="styleName"),
    sa.Column("styleqml", _Xml, key="styleQML"),
    sa.Column("stylesld", _Xml, key="styleSLD"),
    sa.Column("useasdefault", sa.Boolean, key="useAsDefault"),
    sa.Column("description", sa.Text),
    sa.Column("owner", sa.Text),
    sa.Column("update_time", sa.DateTime(timezone=True)),
)


def styles_place(connection: sa.Connection) -> dict[str, Any]:
    """Say in which catalogue and schema QGIS looks for styles, and whose ours are."""
    catalog, owner = connection.exec_driver_sql(
        "SELECT current_database()::text, session_user::text"
    ).one()
    return {"f_table_catalog": catalog, "f_table_schema": "public", "owner": owner}


def styles_told() -> list[sa.ColumnElement[Any]]:
    """Select what styles say, as a file says it."""
    c = STYLES.c
    here = sa.func.current_database()
    catalog = sa.case((c.f_table_catalog == here, ""), else_=c.f_table_catalog)
    schema = sa.case((c.f_table_schema == "public", ""), else_=c.f_table_schema)
    return [
        catalog.label("f_table_catalog"),
        schema.label("f_table_schema"),
        c.f_table_name,
        c.f_geometry_column,
        c.styleName,
        sa.cast(c.styleQML, sa.Text),
        sa.func.coalesce(sa.cast(c.styleSLD, sa.Text), ""),
        c.description,
        sa.literal_column("''").label("owner"),
        sa.func.landbase_stamp(c.update_time, type_=sa.Text()),
    ]


def keep_document(
    connection: sa.Connection, _home: Path | None, path: Path, digest: str
) -> None:
    """Keep a copy of a document in the database, once for each content."""
    held = sa.bindparam("held", path.read_bytes(), sa.LargeBinary)
    connection.execute(sa.select(sa.func.landbase_keep(digest, held)))
    if kept_digest(connection, None, digest, path.name) != digest_of(path):
        raise StoreError("base_not_stored", path=name_of(connection.engine), count=1)


def kept_digest(
    connection: sa.Connection, _home: Path | None, digest: str, _name: str
) -> str | None:
    """Give the SHA-256 of what is kept of a document; None where nothing is."""
    return connection.execute(sa.select(sa.func.landbase_kept(digest))).scalar()


def document(
    connection: sa.Connection, _home: Path | None, digest: str, _name: str
) -> bytes:
    """Give what is kept of a document."""
    query = sa.select(FILES.c.content).where(FILES.c.sha256 == digest)
    return bytes(connection.execute(query).scalar_one())


def sees_all(connection: sa.Connection) -> bool:
    """Tell whether who asks sees the parcels of all banners."""
    query = "SELECT landbase_sees_all()"
    return bool(connection.exec_driver_sql(query).scalar())


@contextmanager
def copying(connection: sa.Connection) -> Iterator[None]:
    """Let who owns the tables put in what was made elsewhere."""
    connection.exec_driver_sql("SET LOCAL landbase.copying TO 'on'")
    yield
    connection.exec_driver_sql("SET LOCAL landbase.copying TO 'off'")


# ------------------------------------------------------------------- opening and checks


def require_postgis(connection: sa.Connection) -> None:
    """Refuse a server that is too old, or that lacks PostGIS and lets nobody make it.

    Raises
    ------
    StoreError
        It is so.
    """
    place = name_of(connection.engine)
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if version < _OLDEST:
        raise StoreError("base_server_old", path=place, found=version // 10000)
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StoreError("base_server_encoding", path=place, found=encoding)
    there = connection.exec_driver_sql("SELECT to_regproc('st_geomfromwkb')::text")
    if there.scalar() is not None:
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS postgis")
    except exc.DBAPIError as error:
        raise StoreError(
            "base_no_postgis", path=place, error=_first_line(error)
        ) from error


def require_closed(connection: sa.Connection) -> None:
    """Refuse a database in which everybody may make functions beside the guards.

    Raises
    ------
    StoreError
        It is so, and who asks does not own the schema.
    """
    if not is_closed(connection):
        raise StoreError("base_schema_open", path=name_of(connection.engine))


def find_version(connection: sa.Connection) -> int | None:
    """Read the schema version of a land base; None where there is none yet.

    Raises
    ------
    StoreError
        Who asks was granted nothing here, or it is of a later version than this
        landbase knows.
    """
    query = "SELECT to_regclass('public.landbase_meta') IS NOT NULL"
    if not connection.exec_driver_sql(query).scalar():
        return None
    place = name_of(connection.engine)
    rights = (
        "SELECT has_table_privilege('landbase_meta', 'SELECT'),"
        " row_security_active('landbase_meta')"
    )
    may_read, rows_are_hidden = connection.exec_driver_sql(rights).one()
    c = tables.meta.c
    version = sa.select(c.value).where(c.key == "schema_version")
    text = connection.execute(version).scalar() if may_read else None
    if not may_read or (text is None and rows_are_hidden):
        raise StoreError("base_not_granted", path=place)
    if not str(text).isdecimal():
        raise StoreError("base_is_something_else", path=place)
    found = int(str(text))
    _require_known(connection, found)
    return found


def _require_known(connection: sa.Connection, found: int) -> None:
    if found > (newest_known := tables.SCHEMA_VERSION):
        place = name_of(connection.engine)
        raise StoreError("base_too_new", path=place, found=found, newest=newest_known)


def renew(connection: sa.Connection) -> set[str]:
    """Bring tables and guards of an older land base up to date; name the new tables.

    Raises
    ------
    StoreError
        Who asks is not who made it, or others hung something on its tables.
    """
    place = name_of(connection.engine)
    query = (
        "SELECT relowner = current_user::regrole FROM pg_class"
        " WHERE oid = 'landbase_meta'::regclass"
    )
    if not connection.exec_driver_sql(query).scalar():
        found, wanted = find_version(connection), tables.SCHEMA_VERSION
        raise StoreError("base_server_older", path=place, found=found, newest=wanted)
    if foreign := foreign_definitions(connection):
        raise StoreError("base_schema_changed", path=place, names=foreign)
    made = renew_all(connection)
    renew_rights(connection)
    return made


@contextmanager
def limited(connection: sa.Connection, *, seconds: float) -> Iterator[None]:
    """Interrupt statements that run for longer."""
    connection.exec_driver_sql(f"SET LOCAL statement_timeout TO {int(seconds * 1000)}")
    with connection.begin_nested():
        yield


def damages(_connection: sa.Connection) -> list[str]:
    """Find nothing: a server looks after its own pages, with pg_amcheck."""
    return []


def broken_references(connection: sa.Connection) -> list[tuple[str, int]]:
    """List the rows that refer to what is not there: table and number."""
    found = []
    for link in LINKS:
        query = sa.text(
            f"SELECT a.{link.key} FROM {link.table} AS a LEFT JOIN {link.of} AS b"  # noqa: S608
            f" ON b.{link.of_column} = a.{link.column}"
            f" WHERE a.{link.column} IS NOT NULL AND b.{link.of_column} IS NULL"
            f" ORDER BY 1"
        )
        found += [(link.table, row[0]) for row in connection.execute(query)]
    return found


def index_faults(connection: sa.Connection) -> list[str]:
    """Name the spatial index where it is not there, or not whole."""
    query = (
        "SELECT i.indisvalid AND i.indisready FROM pg_index AS i"
        " JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS m ON m.oid = c.relam"
        " WHERE i.indrelid = 'parcels'::regclass AND m.amname = 'gist'"
    )
    whole = list(connection.exec_driver_sql(query).scalars())
    return [] if any(whole) else ["parcels_geom"]


def layer_faults(connection: sa.Connection) -> list[str]:
    """Name the layers that PostGIS does not know in CGCS2000."""
    query = (
        "SELECT f_table_name FROM geometry_columns"  # noqa: S608
        f" WHERE f_table_schema = 'public' AND srid = {SRS_ID}"
    )
    known = set(connection.exec_driver_sql(query).scalars())
    wanted = (tables.parcels.name, tables.versions.name)
    return [f"geometry_columns {name}" for name in wanted if name not in known]


def numbering_faults(connection: sa.Connection) -> list[str]:
    """Name the tables whose numbers are not those that were given."""
    found = []
    for name, key in (*ONLY_GROWING, (tables.parcels.name, "fid")):
        query = f"SELECT coalesce(max({key}), 0), count(*) FROM {name}"  # noqa: S608
        last, count = connection.exec_driver_sql(query).one()
        whole = name == tables.parcels.name or last == count
        if not whole or last != ever_used(connection, name):
            found.append(name)
    c = tables.seals.c
    last_hash = sa.select(c.hash).order_by(c.seal_id.desc()).limit(1)
    heads = journal_heads(connection)
    for name, journal in ALL_JOURNALS.items():
        key_, hash_ = journal.table.c[journal.key], journal.table.c.hash
        row = connection.execute(
            sa.select(key_, hash_).order_by(key_.desc()).limit(1)
        ).one_or_none()
        if (None if row is None else list(row)) != heads.get(name):
            found.append(name)
    if connection.execute(last_hash).scalar() != _head(connection):
        found.append(META_TABLE)
    return found


def setting_faults(connection: sa.Connection) -> list[str]:
    """Name the settings that are not those of a new land base."""
    rows = connection.execute(sa.select(tables.meta.c.key, tables.meta.c.value))
    told = [("schema_version", str(tables.SCHEMA_VERSION))]
    return [] if list(map(tuple, rows)) == told else [META_TABLE]


def in_wal(_connection: sa.Connection) -> bool:
    """Say that nothing lies in a second file of ours."""
    return False
