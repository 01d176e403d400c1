"""Holding what a land base says now against what was sealed when it was written."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.issues import Issues
from landbase.store.columns import (
    day_of_stamp,
    parcels,
    seals,
    versions,
)
from landbase.store.database import database_of
from landbase.store.journals import ALL_JOURNALS, FIRST, seal, short_form
from landbase.store.qgis import style_faults
from landbase.store.queries import zone_of
from landbase.store.sealing import (
    COLUMNS,
    CREATED,
    MIGRATED,
    PARCELS,
    REPAIRED,
    SCHEMA,
    SEALED,
    STYLES,
    Version,
    batch_digest,
    columns_head,
    journal_heads,
    sealed_after,
    version_digests,
    versions_now,
    versions_past,
)
from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["attested_checks", "findings", "load_seals", "seal_faults"]


def load_seals(connection: sa.Connection) -> list[dict[str, Any]]:
    """Read all seals, oldest first."""
    rows = connection.execute(sa.select(seals).order_by(seals.c.seal_id))
    return [row._asdict() for row in rows]


def findings(code: str, source: str, values: Sequence[object], **more: Any) -> Issues:
    """Make findings of values; `parcel_id` and `column` of `more` place them."""
    if not values:
        return Issues.none()
    place = {name: more.pop(name) for name in ("parcel_id", "column") if name in more}
    return Issues.of(code, source=source, value=list(values), details=more, **place)


def _settings(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_schema", source, database_of(connection).setting_faults(connection)
    )


def _numbering(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_numbering", source, database_of(connection).numbering_faults(connection)
    )


def _layers(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_geopackage", source, database_of(connection).layer_faults(connection)
    )


def seal_faults(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Name the first seal that does not match its hash, if one does not."""
    hashes = seal(rows, FIRST, SEALED)
    pairs = zip(rows, hashes, strict=True)
    return [row["seal_id"] for row, hash_ in pairs if row["hash"] != hash_][:1]


def _seals(connection: sa.Connection, source: str) -> Issues:
    """Compute the seals again, and hold all that they seal against them."""
    rows = load_seals(connection)
    if not rows:
        return findings("verify_seal_broken", source, [0])
    if broken := seal_faults(rows):
        return findings("verify_seal_broken", source, broken)
    heads = [json.loads(row["heads"]) for row in rows]
    differs = [
        *_journal_faults(connection, heads),
        *_batch_faults(connection, heads),
        *([COLUMNS] if heads[-1].get(COLUMNS) != columns_head(connection) else []),
    ]
    named = {lang: [_name_of(d, lang) for d in differs] for lang in ("zh", "en")}
    wrong = findings(
        "verify_seal_differs", source, differs, what_zh=named["zh"], what_en=named["en"]
    )
    styles = style_faults(connection, heads[-1].get(STYLES))
    return Issues.concat([
        wrong,
        findings("verify_styles", source, styles),
        findings("verify_version_back", source, _versions_back(rows, heads)),
        _told(connection, rows, source),
    ])


def _name_of(what: str, lang: Any) -> str:
    return words("finding", lang).part("sealed").get(what) or words(
        "finding", lang
    ).part("journal").get(what, what)


def _told(
    connection: sa.Connection, rows: Sequence[dict[str, Any]], source: str
) -> Issues:
    """Give the head, and since when all of it is attested."""
    head, first = rows[-1], rows[0]
    found = findings(
        "verify_head", source, [short_form(head["hash"])],
        count=len(rows), head=head["hash"],
    )  # fmt: skip
    if first["kind"] != CREATED:
        day = day_of_stamp(first["sealed_at"], zone=zone_of(connection))
        repaired = first["kind"] == REPAIRED
        code = "verify_repaired" if repaired else "verify_sealed_since"
        found += findings(code, source, [f"{day:%Y-%m-%d}"])
    return found


def _journal_faults(
    connection: sa.Connection, heads: Sequence[dict[str, Any]]
) -> list[str]:
    """Name the journals that do not stand where the seals say."""
    found, now = [], journal_heads(connection)
    for name, journal in ALL_JOURNALS.items():
        c = journal.table.c
        rows = connection.execute(sa.select(c[journal.key], c.hash))
        hashes: dict[int, str] = dict(map(tuple, rows))
        marks = [head[name] for head in heads if name in head]
        passed = all(hashes.get(number) == hash_ for number, hash_ in marks)
        if not passed or heads[-1].get(name) != now.get(name):
            found.append(name)
    return found


def _versions_back(
    rows: Sequence[dict[str, Any]], heads: Sequence[dict[str, Any]]
) -> list[str]:
    """Give the seals at which the file called itself older than it was."""
    pairs = zip(rows[1:], pairwise(heads), strict=True)
    return [
        str(row["seal_id"])
        for row, (before, after) in pairs
        if row["kind"] == MIGRATED and before.get(SCHEMA) == after.get(SCHEMA)
    ]


def _batch_faults(
    connection: sa.Connection, heads: Sequence[dict[str, Any]]
) -> list[str]:
    """Say whether the digests of versions are those that the seals hold."""
    kept = sealed_after(connection, 0)
    last = 0
    for head in heads:
        number, digest = head.get(PARCELS, (0, ""))
        if number != last:
            if batch_digest(kept[last:number]) != digest:
                return [PARCELS]
            last = number
    return [PARCELS] if last != len(kept) else []


def _versions(connection: sa.Connection, source: str) -> Issues:
    """Find versions of parcels that are gone or changed, and those not sealed."""
    kept = sealed_after(connection, 0)
    known, ids = set(kept), dict[int, str]()
    there, foreign = set[Version](), list[str]()
    for query in (versions_past(), versions_now()):
        held = connection.execute(query).fetchall()
        ids |= {row.fid: row.parcel_id for row in held}
        found = version_digests(held)
        there |= set(found)
        pairs = zip(held, found, strict=True)
        foreign += [row.parcel_id for row, one in pairs if one not in known]
    gone = [ids.get(one.fid, f"fid {one.fid}") for one in kept if one not in there]
    broken = [ids[fid] for fid in _not_following(connection) if fid in ids]
    return Issues.concat([
        _of_parcels("verify_parcel_altered", source, gone),
        _of_parcels("verify_parcel_past", source, broken),
        _of_parcels("verify_parcel_unsealed", source, foreign),
    ])


def _of_parcels(code: str, source: str, ids: Iterable[str]) -> Issues:
    named = list(dict.fromkeys(map(str, ids)))
    return findings(code, source, named, parcel_id=named)


def _not_following(connection: sa.Connection) -> list[int]:
    """Find the parcels of which a version does not begin where the last one ended."""
    v, p = versions.c, parcels.c
    past = sa.select(v.fid, v.recorded_at, v.replaced_at, v.parcel_id)
    ended: dict[int, str] = {}
    found = []
    for fid, begun, end, _ in connection.execute(past.order_by(v.version_id)):
        if ended.get(fid, begun) != begun:
            found.append(fid)
        ended[fid] = end
    begun_now = dict(map(tuple, connection.execute(sa.select(p.fid, p.recorded_at))))
    found += [fid for fid, end in ended.items() if begun_now.get(fid) != end]
    return sorted(set(found))


attested_checks = (_settings, _numbering, _layers, _seals, _versions)
