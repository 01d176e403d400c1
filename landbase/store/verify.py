"""Check that a land base keeps its promises: chain, guards, references, index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import exc, pool

from landbase.issues import Issues
from landbase.store import tables
from landbase.store.chain import FIRST, SEALED, seal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["verify"]

# for QGIS only; older files do not have them
_MADE_LATER = ("view parcels_current", "table layer_styles")


def verify(connection: sa.Connection, *, source: str) -> Issues:
    """Walk through everything that a land base promises to keep.

    Parameters
    ----------
    connection
        An open connection.
    source
        The file's name, for the issues.

    Returns
    -------
    issues
        As `LandBase.verify` says.
    """
    checks = (_damage, _schema, _references, _index, _chain)
    return Issues.concat(_result(check, connection, source) for check in checks)


def _result(
    check: Callable[[sa.Connection, str], Issues],
    connection: sa.Connection,
    source: str,
) -> Issues:
    """Make a check that cannot be carried through a finding of its own."""
    try:
        return check(connection, source)
    except exc.DatabaseError as error:
        return _issues("verify_damaged", source, [str(error.orig)])


def _issues(code: str, source: str, values: Sequence[object], **more: object) -> Issues:
    if not values:
        return Issues.none()
    details = {k: v for k, v in more.items() if k not in {"parcel_id", "column"}}
    return Issues.of(
        code,
        source=source,
        value=list(values),
        parcel_id=more.get("parcel_id"),
        column=more.get("column"),
        details=details,
    )


def _damage(connection: sa.Connection, source: str) -> Issues:
    """Ask SQLite whether the file is whole."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    return _issues("verify_damaged", source, [text for text in rows if text != "ok"])


def _schema(connection: sa.Connection, source: str) -> Issues:
    """Compare tables and triggers with those of a new land base."""
    engine = sa.create_engine("sqlite://", poolclass=pool.StaticPool)
    with engine.connect() as fresh:
        tables.create_all(fresh, now="")
        expected = _definitions(fresh)
    engine.dispose()
    found = _definitions(connection)
    made_later = {name: expected[name] for name in _MADE_LATER}
    found = made_later | found
    wrong = [name for name, sql in expected.items() if found.get(name) != sql]
    return _issues("verify_schema", source, sorted(wrong))


def _definitions(connection: sa.Connection) -> dict[str, str]:
    query = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def _references(connection: sa.Connection, source: str) -> Issues:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    places = [row[0] for row in rows]
    return _issues("verify_reference", source, [r[1] for r in rows], column=places)


def _index(connection: sa.Connection, source: str) -> Issues:
    """Compare the R-tree with the parcels; SQLite checks its inner order."""
    counts = (
        "SELECT (SELECT count(*) FROM parcels WHERE geom NOT NULL"
        " AND NOT ST_IsEmpty(geom)) - (SELECT count(*) FROM rtree_parcels_geom)"
    )
    difference = connection.exec_driver_sql(counts).scalar_one()
    stray = connection.exec_driver_sql(
        "SELECT count(*) FROM parcels LEFT JOIN rtree_parcels_geom ON id = fid WHERE"
        " geom NOT NULL AND NOT ST_IsEmpty(geom) AND (id IS NULL"
        " OR ST_MinX(geom) < minx OR ST_MaxX(geom) > maxx"
        " OR ST_MinY(geom) < miny OR ST_MaxY(geom) > maxy)"
    ).scalar_one()
    inner = connection.exec_driver_sql("SELECT rtreecheck('rtree_parcels_geom')")
    found = [text for text in inner.scalars() if text != "ok"]
    found += [f"{stray}"] if stray else []
    found += [f"{difference:+d}"] if difference else []
    return _issues("verify_index", source, found)


def _chain(connection: sa.Connection, source: str) -> Issues:
    """Compute every hash again, and look for a cut at the end."""
    c = tables.decisions.c
    query = sa.select(*(c[name] for name in SEALED), c.hash).order_by(c.event_id)
    rows = [row._asdict() for row in connection.execute(query)]
    hashes = seal(rows, FIRST)
    pairs = zip(rows, hashes, strict=True)
    broken = next((row for row, hash_ in pairs if row["hash"] != hash_), None)
    if broken is not None:
        at, parcel = broken["event_id"], broken["parcel_id"]
        return _issues("verify_chain_broken", source, [at], parcel_id=parcel)
    query_ever = "SELECT seq FROM sqlite_sequence WHERE name = 'decisions'"
    ever = connection.exec_driver_sql(query_ever).scalar() or 0
    last = rows[-1]["event_id"] if rows else 0
    if ever != last:
        return _issues("verify_chain_cut", source, [ever], last=last)
    times = [row["recorded_at"] for row in rows]
    back = [
        row["event_id"]
        for row, before in zip(rows[1:], times, strict=False)
        if row["recorded_at"] < before
    ]
    head = hashes[-1] if hashes else FIRST
    whole = _issues("verify_chain", source, [head], count=len(rows))
    return whole + _issues("verify_time", source, back)
