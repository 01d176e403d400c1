"""Checking that a land base keeps its promises."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import exc, pool

from landbase.issues import Issues
from landbase.store.exchange import conflict_issues
from landbase.store.journals import ALL_JOURNALS, FIRST, seal
from landbase.store.queries import load_rules, state_issues
from landbase.store.rulebook import code_issues
from landbase.store.sqlite import create_all
from landbase.store.writes import verify_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from landbase.store.journals import Journal

__all__ = ["verify"]

_WORDS = {
    "decisions": ("处置记录", "decisions"),
    "lineage": ("地块沿革", "lineage"),
    "milestones": ("整改节点", "milestones"),
    "evidence": ("附件", "documents"),
    "rules": ("规则", "rules"),
}
# for QGIS only: a base without them keeps its promises
_FOR_QGIS = ("view parcels_current", "table layer_styles")


def verify(
    connection: sa.Connection,
    *,
    path: Path,
    documents: Path | None,
) -> Issues:
    """Walk through everything that a land base promises to keep."""
    checks = (_damage, _schema, _references, _index, _chains)
    found = [_result(check, connection, path.name) for check in checks]
    if not any(issues.count("error") for issues in found):
        rules = load_rules(connection)
        found.append(verify_documents(connection, path=path, folder=documents))
        found.append(code_issues(connection, path.name, rules))
        found.append(state_issues(connection, path.name, rules))
        found.append(conflict_issues(connection, source=path.name, rules=rules))
    return Issues.concat(found)


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
        create_all(fresh, now="")
        expected = _definitions(fresh)
    engine.dispose()
    for_qgis = {name: expected[name] for name in _FOR_QGIS}
    found = for_qgis | _definitions(connection)
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


def _chains(connection: sa.Connection, source: str) -> Issues:
    return Issues.concat(
        _chain(connection, source, journal) for journal in ALL_JOURNALS.values()
    )


def _chain(connection: sa.Connection, source: str, journal: Journal) -> Issues:
    """Compute every hash of a journal again, and look for a cut at the end."""
    c, key = journal.table.c, journal.key
    rows = [row._asdict() for row in connection.execute(sa.select(*c).order_by(c[key]))]
    hashes = seal(rows, FIRST, journal.sealed)
    pairs = zip(rows, hashes, strict=True)
    broken = next((row for row, hash_ in pairs if row["hash"] != hash_), None)
    zh, en = _WORDS[journal.name]
    place = {"column": journal.name, "what_zh": zh, "what_en": en}
    if broken is not None:
        parcel = broken.get("parcel_id")
        return _issues(
            "verify_chain_broken", source, [broken[key]], parcel_id=parcel, **place
        )
    ever = _ever_used(connection, journal.name)
    last = rows[-1][key] if rows else 0
    if ever != last:
        return _issues("verify_chain_cut", source, [ever], last=last, **place)
    back = [
        row[key]
        for before, row in pairwise(rows)
        if row["known_at"] < before["known_at"]
    ]
    if not rows and journal.name != "decisions":
        return Issues.none()
    head = hashes[-1] if hashes else FIRST
    whole = _issues("verify_chain", source, [head], count=len(rows), **place)
    return whole + _issues("verify_time", source, back, **place)


def _ever_used(connection: sa.Connection, table: str) -> int:
    """Give the highest number that a table ever gave."""
    query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
    return connection.exec_driver_sql(query, (table,)).scalar() or 0
