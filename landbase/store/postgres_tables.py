"""The tables, guards and rules of sight of a land base on PostgreSQL.

Tables are written from the one list of columns; guards stand here as data, so that
`verify` can hold what the server has against them.
"""

# ruff: noqa: ISC004 - statements in lines of the usual length

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from landbase.store import columns as tables
from landbase.store.columns import PARCEL_CONTENT, SCHEMA_VERSION
from landbase.store.journals import ALL_JOURNALS, FIRST
from landbase.store.layers import (
    CURRENT,
    JOINED,
    ONLY_GROWING,
    SHOWN_OF_PARCEL,
    SHOWN_OF_STATE,
)
from landbase.store.outlines import SRS_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FILES", "LINKS", "POLICIES", "create_all", "wrong_definitions"]

_TYPES = {
    "TEXT": 'text COLLATE "C"',
    "DATE": 'text COLLATE "C"',
    "DATETIME": 'text COLLATE "C"',
    "DOUBLE": "double precision",
    "INTEGER": "bigint",
    "GEOMETRY": f"geometry(Geometry, {SRS_ID})",
}
# SQLAlchemy says nothing of its type
_quoted = postgresql.dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]
# tables that both databases have, in the order in which one refers to another
_OWN: tuple[sa.Table, ...] = (
    *(tables.columns, tables.parcels, tables.versions),
    *(ALL_JOURNALS[n].table for n in ("decisions", "lineage", "milestones")),
    *(ALL_JOURNALS[n].table for n in ("evidence", "parcel_documents", "agreements")),
    *(ALL_JOURNALS["rules"].table, tables.parcel_seals, tables.seals, tables.states),
)
FILES = sa.Table(
    "landbase_files",
    sa.MetaData(),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
# tables that only a server needs
_FURTHER = (
    "CREATE TABLE landbase_meta"
    ' (key text COLLATE "C" PRIMARY KEY, value text NOT NULL)',
    'CREATE TABLE landbase_heads (name text COLLATE "C" PRIMARY KEY,'
    ' number bigint NOT NULL, hash text, known_at text COLLATE "C")',
    "CREATE TABLE landbase_grants (member text NOT NULL, role text NOT NULL,"
    " banner text, UNIQUE NULLS NOT DISTINCT (member, banner))",
    'CREATE TABLE landbase_files (sha256 text COLLATE "C" PRIMARY KEY,'
    " content bytea NOT NULL)",
    'CREATE TABLE landbase_keepers (sha256 text COLLATE "C", member text,'
    " PRIMARY KEY (sha256, member))",
    "CREATE TABLE layer_styles (id serial PRIMARY KEY, f_table_catalog varchar,"
    " f_table_schema varchar, f_table_name varchar, f_geometry_column varchar,"
    " stylename text, styleqml xml, stylesld xml, useasdefault boolean,"
    " description text, owner varchar(63), ui xml,"
    " update_time timestamp with time zone DEFAULT CURRENT_TIMESTAMP, type varchar)",
)
_INDEXES = (
    ("parcel_versions_parcel", "parcel_versions (parcel_id)"),
    ("decisions_parcel", "decisions (parcel_id, effective, event_id)"),
    ("decisions_supersedes", "decisions (supersedes) WHERE supersedes IS NOT NULL"),
    ("lineage_parcel", "lineage (parcel_id, role)"),
    ("lineage_operation", "lineage (operation)"),
    ("milestones_parcel", "milestones (parcel_id, step)"),
    ("evidence_event", "evidence (event_id)"),
    ("parcel_documents_parcel", "parcel_documents (parcel_id)"),
    ("agreements_event", "agreements (event_id)"),
    ("parcels_geom", "parcels USING gist (geom)"),
)


class Link(NamedTuple):
    """A column that refers to one of another table, and the key of its own."""

    table: str
    key: str
    column: str
    of: str
    of_column: str


def _links() -> Iterator[Link]:
    for table in _OWN:
        [key] = [column.name for column in table.primary_key]
        if table is tables.states:
            continue  # its key is text; it is compared with a fresh fold
        for column in table.columns:
            for link in column.foreign_keys:
                of, _, of_column = link.target_fullname.partition(".")
                yield Link(table.name, key, column.name, of, of_column)


LINKS = tuple(_links())


class Guard(NamedTuple):
    """A trigger: what calls which function, when, with which words."""

    table: str
    function: str
    when: str
    events: tuple[str, ...]
    each: str = "STATEMENT"
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name on the server."""
        told = "_".join(event.lower() for event in self.events)
        return f"{self.function}_{told}"

    @property
    def kind(self) -> int:
        """The number by which PostgreSQL keeps what it is."""
        bits = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
        found = sum(bits[event] for event in self.events)
        return found + (self.each == "ROW") + 2 * (self.when == "BEFORE")

    def statement(self) -> str:
        """Write it."""
        words = ", ".join(f"'{word}'" for word in self.words)
        fresh = "REFERENCING NEW TABLE AS fresh " * (self.function == "landbase_follow")
        changed = self.function == "landbase_keep_past"
        only = "WHEN (OLD.* IS DISTINCT FROM NEW.*) " * changed
        return (
            f"CREATE TRIGGER {self.name} {self.when} {' OR '.join(self.events)}"
            f" ON {self.table} {fresh}FOR EACH {self.each} {only}"
            f"EXECUTE FUNCTION {self.function}({words})"
        )


_CHANGES = ("UPDATE", "DELETE", "TRUNCATE")


def _guards() -> Iterator[Guard]:
    journals = [(j.name, j.key) for j in ALL_JOURNALS.values()]
    for table, key in (*journals, *ONLY_GROWING):
        yield Guard(table, "landbase_refuse", "BEFORE", _CHANGES)
        hashed = "hashed" if table in {*ALL_JOURNALS, "seals"} else ""
        timed = "known_at" if table in ALL_JOURNALS else ""
        gapless = "" if table == "parcel_versions" else "gapless"
        words = (key, gapless, hashed, timed)
        yield Guard(table, "landbase_follow", "AFTER", ("INSERT",), words=words)
    for journal in ALL_JOURNALS.values():
        by = "by" if "by" in journal.content else ""
        yield _each(journal.name, "landbase_signed", (by, journal.key))
    yield _each("seals", "landbase_signed", ("by", ""))
    for table in ("decisions", "lineage", "evidence", "parcel_documents"):
        yield _each(table, "landbase_apart", ())
    yield Guard("landbase_files", "landbase_refuse", "BEFORE", _CHANGES)
    yield Guard("landbase_columns", "landbase_refuse", "BEFORE", _CHANGES[1:])
    writes = ("INSERT", "UPDATE")
    yield Guard("landbase_columns", "landbase_typed", "BEFORE", writes, "ROW")
    yield Guard("parcels", "landbase_refuse", "BEFORE", _CHANGES[1:])
    yield Guard("parcels", "landbase_wait", "BEFORE", writes)
    yield Guard("parcels", "landbase_keep_past", "BEFORE", ("UPDATE",), "ROW")
    yield Guard(
        *("parcels", "landbase_follow", "AFTER", ("INSERT",)),
        words=("fid", "given", "", "recorded_at"),
    )
    events = ("INSERT", "DELETE", "TRUNCATE")
    yield Guard("parcel_states", "landbase_derived", "BEFORE", events)
    yield Guard("parcel_states", "landbase_refuse", "BEFORE", ("UPDATE",))


def _each(table: str, function: str, words: tuple[str, ...]) -> Guard:
    return Guard(table, function, "BEFORE", ("INSERT",), "ROW", words)


_GUARDS = tuple(_guards())

_ALL = "(SELECT landbase_sees_all())"
_OF_PARCEL = "EXISTS (SELECT FROM parcels AS p WHERE p.{0} = {1}.{0})"
_OF_EVENT = "EXISTS (SELECT FROM decisions AS d WHERE d.event_id = {0}.event_id)"
_OF_FILE = (
    "EXISTS (SELECT FROM evidence AS e"
    " WHERE e.sha256 = landbase_files.sha256 AND e.kept <> 0)"
    " OR EXISTS (SELECT FROM parcel_documents AS p"
    " WHERE p.sha256 = landbase_files.sha256 AND p.kept <> 0)"
)
# which rows who is granted some banners sees: table → of his banners
POLICIES = {
    "parcels": "banner = ANY ((SELECT landbase_banners())::text[])",
    "parcel_versions": _OF_PARCEL.format("fid", "parcel_versions"),
    **{
        name: _OF_PARCEL.format("parcel_id", name)
        for name in ("parcel_states", "decisions", "lineage", "milestones")
    },
    "parcel_documents": _OF_PARCEL.format("parcel_id", "parcel_documents"),
    "evidence": _OF_EVENT.format("evidence"),
    "agreements": _OF_EVENT.format("agreements"),
    "landbase_files": _OF_FILE,
}


def create_all(connection: sa.Connection) -> None:
    """Make the tables of an empty land base."""
    for statement in _statements():
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _statements() -> Iterator[str]:
    yield from _FURTHER
    # functions name tables, and tables call functions
    yield "SET LOCAL check_function_bodies TO off"
    yield from _functions().values()
    for table in _OWN:
        yield _create(table)
    yield from (f"CREATE INDEX {name} ON {on}" for name, on in _INDEXES)
    yield _current()
    yield from (guard.statement() for guard in _GUARDS)
    for name, of_banner in POLICIES.items():
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        seen = f"{_ALL} OR {of_banner}"
        yield f"CREATE POLICY of_banner ON {name} USING ({seen}) WITH CHECK ({seen})"
    yield f"INSERT INTO landbase_meta VALUES ('schema_version', '{SCHEMA_VERSION}')"  # noqa: S608
    names = [*ALL_JOURNALS, *(name for name, _ in ONLY_GROWING), "parcels"]
    rows = ", ".join(f"('{name}', 0, '{FIRST}')" for name in names)
    yield f"INSERT INTO landbase_heads VALUES {rows}"  # noqa: S608
    # a function is everybody's unless that is taken away; triggers call them anyway
    yield f"REVOKE EXECUTE ON FUNCTION {', '.join(_functions())} FROM PUBLIC"
    yield _CLOSED


# who makes tables in a schema can put functions before those that guards call
_CLOSED = """DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public'
        AND pg_has_role(nspowner, 'MEMBER'))
    THEN REVOKE CREATE ON SCHEMA public FROM PUBLIC; END IF;
END $$"""


def _create(table: sa.Table) -> str:
    lines = ", ".join(_declared(table, column) for column in table.columns)
    return f"CREATE TABLE {table.name} ({lines})"


def _declared(table: sa.Table, column: sa.Column[Any]) -> str:
    """Declare a column as PostgreSQL has it."""
    words = [_quoted(column.name), _TYPES[column.info["declared"]]]
    if column.primary_key:
        words.append("PRIMARY KEY")
    if column is tables.parcels.c.fid or column is tables.versions.c.version_id:
        one = "parcel" if table is tables.parcels else "version"
        words.append(f"DEFAULT landbase_next_{one}()")
    if column is tables.parcels.c.recorded_at:  # other programs do not set it
        words.append("DEFAULT landbase_stamp(clock_timestamp())")
    if not column.nullable:
        words.append("NOT NULL")
    if column.unique:
        words.append("UNIQUE")
    for link in column.foreign_keys:
        of, _, key = link.target_fullname.partition(".")
        words.append(f"REFERENCES {of}({key}) DEFERRABLE")
    return " ".join(words)


def _current() -> str:
    """Write the view of the parcels that are there, with their state."""
    own = [f"p.{name}" for name in SHOWN_OF_PARCEL]
    state = [f"s.{_quoted(name)}" for name in SHOWN_OF_STATE]
    both = [
        f"CASE WHEN s.decided <> 0 THEN s.{name}"
        f" ELSE coalesce(p.{name}, s.{name}) END AS {name}"
        for name in JOINED
    ]
    listed = ", ".join(('p.fid AS "OGC_FID"', "p.geom", *own, *both, *state))
    return (
        f"CREATE VIEW {CURRENT} WITH (security_invoker = true) AS SELECT {listed}"  # noqa: S608
        " FROM parcels AS p LEFT JOIN parcel_states AS s ON s.parcel_id = p.parcel_id"
        " WHERE coalesce(s.lives, 1) <> 0"
    )


_FUNCTION = re.compile(
    r"^CREATE FUNCTION (\w+).*?^\$body\$;$", re.MULTILINE | re.DOTALL
)
_BODY = re.compile(r"\$body\$(.*)\$body\$", re.DOTALL)


@cache
def _functions() -> dict[str, str]:
    """Give the functions by name."""
    names = ("fid", *PARCEL_CONTENT, "recorded_at")
    text = files("landbase.store").joinpath("postgres.sql").read_text("utf-8")
    text = text.replace("{versions}", ", ".join(names))
    text = text.replace("{old}", ", ".join(f"OLD.{name}" for name in names))
    return {made[1]: made[0] for made in _FUNCTION.finditer(text)}


# ------------------------------------------------------------- what the server has


def wrong_definitions(connection: sa.Connection) -> list[str]:
    """Name what is lacking, changed, or added to the tables of a land base."""
    return sorted({
        *_wrong_functions(connection),
        *_wrong_guards(connection),
        *_wrong_columns(connection),
        *_wrong_policies(connection),
        *_foreign_rules(connection),
    })


def _wrong_functions(connection: sa.Connection) -> Iterator[str]:
    query = (
        "SELECT proname, prosrc, prosecdef, proconfig,"
        " has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'landbase%%'"
    )
    there = {name: told for name, *told in connection.exec_driver_sql(query)}
    for name, text in _functions().items():
        [body] = _BODY.findall(text)
        told = [body, _AS_OWNER in text, [_PATH], False]
        if there.pop(name, None) != told:
            yield f"function {name}"
    yield from (f"function {name}" for name in there)


_AS_OWNER, _PATH = "SECURITY DEFINER", "search_path=public, pg_temp"


def _wrong_guards(connection: sa.Connection) -> Iterator[str]:
    query = (
        "SELECT c.relname, t.tgname, p.proname, t.tgtype, t.tgenabled,"
        " t.tgargs FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " JOIN pg_proc AS p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
    )
    there = {
        (table, name): (function, kind, enabled, bytes(words))
        for table, name, function, kind, enabled, words in connection.exec_driver_sql(
            query
        )
        if table in _tables()
    }
    for guard in _GUARDS:
        words = b"".join(word.encode() + b"\0" for word in guard.words)
        told = (guard.function, guard.kind, "O", words)
        if there.pop((guard.table, guard.name), None) != told:
            yield f"trigger {guard.table}.{guard.name}"
    yield from (f"trigger {table}.{name}" for table, name in there)


def _tables() -> set[str]:
    return {table.name for table in _OWN} | {
        *("landbase_meta", "landbase_heads", "landbase_grants", "landbase_files"),
        "landbase_keepers",
    }


def _wrong_columns(connection: sa.Connection) -> Iterator[str]:
    query = (
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)"
        " || CASE WHEN a.attcollation = 'pg_catalog.\"C\"'::regcollation"
        " THEN ' COLLATE \"C\"' ELSE '' END, a.attnotnull"
        " FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
    )
    there: dict[str, list[tuple[str, str, bool]]] = {}
    for table, name, kind, needed in connection.exec_driver_sql(query):
        there.setdefault(table, []).append((name, kind, needed))
    for table in _OWN:
        told = [
            (c.name, _TYPES[c.info["declared"]].replace(", ", ","), not c.nullable)
            for c in table.columns
        ]
        if there.get(table.name) != told:
            yield f"table {table.name}"
    further = _tables() - {table.name for table in _OWN}
    yield from (f"table {name}" for name in further if name not in there)


def _wrong_policies(connection: sa.Connection) -> Iterator[str]:
    query = (
        "SELECT c.relname, c.relrowsecurity, count(p.oid),"
        " bool_and(p.polname = 'of_banner' AND p.polpermissive)"
        " FROM pg_class AS c LEFT JOIN pg_policy AS p ON p.polrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " GROUP BY 1, 2"
    )
    for table, on, count, ours in connection.exec_driver_sql(query):
        told = (True, 1, True) if table in POLICIES else (False, 0, None)
        if table in _tables() and (on, count, ours) != told:
            yield f"policy {table}"


def _foreign_rules(connection: sa.Connection) -> Iterable[str]:
    """Name rules that rewrite what is written, and indexes that forbid rows."""
    query = (
        "SELECT 'rule ' || c.relname || '.' || r.rulename, c.relname"
        " FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
        " UNION ALL SELECT 'index ' || i.indexrelid::regclass, c.relname"
        " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid"
        " WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)"
    )
    rows = connection.exec_driver_sql(query)
    return [name for name, table in rows if table in _tables()]
