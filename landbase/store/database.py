"""The seam between the land base and the database that keeps it.

All that is SQLite's own lies in `store.sqlite`, all that is PostgreSQL's in
`store.postgres`; both hold the functions named here, and nothing else asks which it is.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa

from landbase.store import postgres, sqlite
from landbase.store.frames import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import pandas as pd

    from landbase.store.journals import Journal

__all__ = [
    "MANY",
    "Database",
    "Opened",
    "adding",
    "database_of",
    "insert_many",
    "name_of",
    "reading",
    "writing",
]


MANY = 500  # rows, from which on each is worth less than the whole


class Opened(Protocol):
    """A land base as the functions that are its methods see it.

    Attributes
    ----------
    name
        How findings call it: the name of the file, or of the database.
    home
        The file, beside which documents and copies lie; None on a server.
    """

    name: str
    home: Path | None
    _engine: sa.Engine
    _clock: Any


class Database(Protocol):
    """What differs between the databases that a land base can be kept in."""

    STYLES: sa.Table
    PLACEHOLDERS: str

    def name_of(self, engine: sa.Engine, /) -> str:
        """Say which land base is meant, without a password."""

    def reading(self, engine: sa.Engine, /) -> AbstractContextManager[sa.Connection]:
        """Read one consistent state."""

    def writing(self, engine: sa.Engine, /) -> AbstractContextManager[sa.Connection]:
        """Write all or nothing, while no one else writes."""

    def newest(self, connection: sa.Connection, journal: Journal, /) -> tuple[int, str]:
        """Give the number and the hash of the last record; 0 where there is none."""

    def journal_heads(self, connection: sa.Connection, /) -> dict[str, Any]:
        """Give the number and the hash of the last record of each journal."""

    def last_moment(self, connection: sa.Connection, /) -> str:
        """Give the time at which the newest record was learned of."""

    def ever_used(self, connection: sa.Connection, table: str, /) -> int:
        """Give the highest number that a table ever gave."""

    def author(self, connection: sa.Connection, by: str | None, /) -> str | None:
        """Say who records: the person named, and who logged in where one does."""

    def renewing_states(
        self, connection: sa.Connection, /
    ) -> AbstractContextManager[None]:
        """Let the table of states be written."""

    def forget_states(
        self, connection: sa.Connection, ids: Sequence[str] | None, /
    ) -> None:
        """Take away the states of some parcels, or of all."""

    def defer_references(self, connection: sa.Connection, /) -> None:
        """Check references at the end of the transaction only."""

    def next_moment(self, column: sa.Column[str], /) -> sa.ColumnElement[str]:
        """Give the millisecond after a stored time."""

    def note_extent(
        self, connection: sa.Connection, bounds: Sequence[float], now: str, /
    ) -> None:
        """Note where the parcels of the layer lie, where the database is told so."""

    def adding_many(
        self, connection: sa.Connection, /, *tables: sa.Table
    ) -> AbstractContextManager[None]:
        """Let very many rows be added to tables within."""

    def extent(
        self, connection: sa.Connection, /
    ) -> tuple[float, float, float, float] | None:
        """Give west, south, east, north in degrees; None while there is no parcel."""

    def styles_place(self, connection: sa.Connection, /) -> dict[str, Any]:
        """Say in which catalogue and schema the layers of styles are."""

    def styles_told(self) -> list[sa.ColumnElement[Any]]:
        """Select what styles say, the same in every database."""

    def keep_document(
        self, connection: sa.Connection, home: Path | None, path: Path, digest: str, /
    ) -> None:
        """Keep a copy of a document."""

    def kept_digest(
        self, connection: sa.Connection, home: Path | None, digest: str, name: str, /
    ) -> str | None:
        """Give the SHA-256 of what is kept of a document; None where nothing is."""

    def document(
        self, connection: sa.Connection, home: Path | None, digest: str, name: str, /
    ) -> bytes:
        """Give what is kept of a document."""

    def copying(self, connection: sa.Connection, /) -> AbstractContextManager[None]:
        """Let records and seals be put in as they were made elsewhere."""

    def sees_all(self, connection: sa.Connection, /) -> bool:
        """Tell whether who asks sees the parcels of all banners."""

    def grant(
        self,
        connection: sa.Connection,
        user: str,
        /,
        *,
        role: str,
        banners: Sequence[str],
    ) -> None:
        """Give a user a role."""

    def members(self, connection: sa.Connection, /) -> pd.DataFrame:
        """List who was given what."""

    def limited(
        self, connection: sa.Connection, /, *, seconds: float
    ) -> AbstractContextManager[None]:
        """Interrupt statements that run for longer."""

    def damages(self, connection: sa.Connection, /) -> list[str]:
        """Ask the database whether all it keeps is whole."""

    def wrong_definitions(self, connection: sa.Connection, /) -> list[str]:
        """Name what is lacking, changed, or added to the tables of a land base."""

    def broken_references(self, connection: sa.Connection, /) -> list[tuple[str, int]]:
        """List the rows that refer to what is not there: table and number."""

    def index_faults(self, connection: sa.Connection, /) -> list[str]:
        """Compare the spatial index with the parcels."""

    def layer_faults(self, connection: sa.Connection, /) -> list[str]:
        """Compare what is said of the layers with what they are."""

    def numbering_faults(self, connection: sa.Connection, /) -> list[str]:
        """Name the tables whose numbers are not those that were given."""

    def setting_faults(self, connection: sa.Connection, /) -> list[str]:
        """Name the settings that are not those of a new land base."""

    def in_wal(self, connection: sa.Connection, /) -> bool:
        """Tell whether the last writes may lie in a second file."""


_DATABASES: dict[str, Database] = {"sqlite": sqlite, "postgresql": postgres}


def database_of(bound: sa.Engine | sa.Connection) -> Database:
    """Give the functions of the database that an engine or a connection is of."""
    return _DATABASES[bound.dialect.name]


def name_of(bound: sa.Engine | sa.Connection) -> str:
    """Say in messages which land base is meant."""
    return database_of(bound).name_of(bound.engine)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read one consistent state."""
    with database_of(engine).reading(engine) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Write all or nothing, while no one else writes."""
    with database_of(engine).writing(engine) as connection:
        yield connection


def adding(
    connection: sa.Connection, count: int, *tables: sa.Table
) -> AbstractContextManager[None]:
    """Let so many rows be added to tables within."""
    if count <= MANY:
        return nullcontext()
    return database_of(connection).adding_many(connection, *tables)


def insert_many(
    connection: sa.Connection, table: sa.Table, rows: Mapping[str, Sequence[Any]]
) -> None:
    """Insert rows, given as columns, whose values are as the database keeps them.

    SQLAlchemy would make a dictionary of every row, and look at each of its values.
    """
    # what is not told is NULL as well, and is not handed over row by row
    told = tuple(name for name in rows if any(x is not None for x in rows[name]))
    if not told:
        return
    text, order = _insertion(table, told, *_manner(connection))
    values = zip(*(rows[name] for name in order), strict=True)
    while found := list(islice(values, AT_ONCE)):
        connection.exec_driver_sql(text, found)


def _manner(connection: sa.Connection) -> tuple[Any, str]:
    """Say how the driver wants a statement."""
    return type(connection.dialect), database_of(connection).PLACEHOLDERS


@cache
def _insertion(
    table: sa.Table, names: tuple[str, ...], kind: Any, style: str
) -> tuple[str, list[str]]:
    """Write the statement, and say in which order its values come."""
    made: Any = sa.insert(table).compile(
        dialect=kind(paramstyle=style), column_keys=list(names)
    )
    return str(made), list(made.positiontup)
