"""Very many rows at once into a file, without what SQLite would do for each of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from landbase.store.columns import parcels, states
from landbase.store.rtree import index_new

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

__all__ = ["adding_many"]


@contextmanager
def adding_many(connection: sa.Connection, *tables: sa.Table) -> Iterator[None]:
    """Let very many rows be added to tables within.

    The guards of a row are there for other programs: they refuse INSERT OR REPLACE and
    states that are none of ours. Within, landbase alone writes, by plain INSERT, which
    keys and unique columns refuse where something is there already. They are away for
    the length of this transaction, which nobody else sees: who reads finds them, and a
    transaction that is broken off has never been without them. Parcels are indexed when
    all are there.
    """
    connection.exec_driver_sql(f"PRAGMA cache_size = {-_CACHE}")
    last = connection.exec_driver_sql("SELECT max(fid) FROM parcels").scalar() or 0
    away = _definitions(connection, [name for t in tables for name in _guards(t)])
    for name in away:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    if parcels in tables:
        index_new(connection, last)
    for text in away.values():
        connection.exec_driver_sql(text)


_CACHE = 65_536  # KiB: new keys come in any order, all over an index


def _guards(table: sa.Table) -> tuple[str, ...]:
    """Name the triggers that SQLite would ask for each row."""
    if table is states:
        return (f"{table.name}_no_insert", f"{table.name}_no_delete")
    index = ("rtree_parcels_geom_insert",) if table is parcels else ()
    return (f"{table.name}_no_replace", *index)


def _definitions(connection: sa.Connection, names: list[str]) -> dict[str, str]:
    """Read how triggers are made, of those that are there."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    made = dict(map(tuple, connection.exec_driver_sql(query)))
    return {name: made[name] for name in names if name in made}
