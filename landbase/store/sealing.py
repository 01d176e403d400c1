"""The seal of a land base: one chain of hashes over all that was written to it.

Each journal has a chain of its own. After every writing a row of `seals` says where all
of them stood, what versions of parcels were written, and what columns and styles there
are; it holds the hash of the row before it. So the last hash, the head, stands for
everything.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.store import database
from landbase.store.columns import (
    PARCEL_CONTENT,
    SCHEMA_VERSION,
    columns,
    parcel_seals,
    parcels,
    seals,
    versions,
)
from landbase.store.database import database_of, insert_many, name_of
from landbase.store.frames import rows_of
from landbase.store.journals import ALL_JOURNALS, FIRST, digits_of, seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "COLUMNS",
    "CREATED",
    "MIGRATED",
    "PARCELS",
    "REPAIRED",
    "SCHEMA",
    "SEALED",
    "STYLES",
    "TAKEN_OVER",
    "VERSION",
    "Version",
    "batch_digest",
    "began",
    "columns_head",
    "head_of",
    "journal_heads",
    "last_seal",
    "mark",
    "not_stored",
    "seal_parcels",
    "seal_unsealed",
    "sealed_after",
    "sealed_as",
    "sealing",
    "unsealed",
    "version_digests",
    "versions_now",
    "versions_past",
    "writing",
]

CREATED, WRITTEN, MIGRATED = "created", "written", "migrated"
TAKEN_OVER, REPAIRED = "taken_over", "repaired"
PARCELS, COLUMNS, STYLES, SCHEMA = "parcels", "columns", "styles", "schema"
# what the hash of a row is computed from
SEALED = tuple(c.name for c in seals.columns if c.name != "hash")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr).encode
_NOTES = "landbase_notes"
# the attributes first, the outline last: it is hashed as it stands, not as text
_ATTRIBUTES = tuple(name for name in PARCEL_CONTENT if name != "geom")
VERSION = ("fid", *_ATTRIBUTES, "recorded_at", "geom")


class Version(NamedTuple):
    """A version of a parcel as it is sealed: its key, and a digest of what it says."""

    fid: int
    digest: str


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Write all or nothing, and seal what was written."""
    with database.writing(engine) as connection, sealing(connection):
        yield connection


@contextmanager
def sealing(connection: sa.Connection) -> Iterator[None]:
    """Seal what is written within, inside a transaction."""
    connection.info.pop(_NOTES, None)  # a server's connections are used again
    yield
    _seal(connection)


def _notes(connection: sa.Connection) -> dict[str, Any]:
    """Give what is to be said of the writing that goes on."""
    notes: dict[str, Any] = connection.info.setdefault(_NOTES, {})
    return notes


def mark(connection: sa.Connection, **notes: Any) -> None:
    """Say of what kind this writing is, when it is, who answers for it, and so on."""
    _notes(connection).update(notes)


def _seal(connection: sa.Connection) -> None:
    """Append a seal where anything was written."""
    before = last_seal(connection)
    known = {} if before is None else json.loads(before.heads)
    heads = known | _heads_now(connection, known)
    notes = _notes(connection)
    said = {name: notes.get(name) for name in ("by", "reason")}
    if heads == known and not any(said.values()):
        return
    row = {
        "seal_id": 1 if before is None else before.seal_id + 1,
        "kind": notes.get("kind", WRITTEN),
        "heads": _json(heads),
        "reason": said["reason"],
        "by": database_of(connection).author(connection, said["by"]),
        "sealed_at": notes["now"],
    }
    [row["hash"]] = seal([row], FIRST if before is None else before.hash, SEALED)
    connection.execute(_NEW, [row])
    if tuple(last_seal(connection) or ()) != tuple(row[c.name] for c in seals.columns):
        raise not_stored(connection, 1)


def last_seal(connection: sa.Connection) -> Any:
    """Read the last seal; None where there is none."""
    return connection.execute(_LAST).one_or_none()


def sealed_as(connection: sa.Connection, name: str, code: str) -> range | None:
    """Give the numbers of the records of a journal that a seal attests as new.

    The seal is named by its code; None where there is no such seal.

    Raises
    ------
    StoreError
        The code is too short to tell one seal from another, or none.
    """
    if not (digits := digits_of(code)):
        raise StoreError("base_code_short", code=code)
    c = seals.c
    numbered = sa.select(c.seal_id).where(c.hash.startswith(digits, autoescape=True))
    number = connection.execute(numbered).scalar()
    if number is None:
        return None
    both = sa.select(c.heads).where(c.seal_id.in_([number - 1, number]))
    told = connection.execute(both.order_by(c.seal_id)).scalars()
    ends = [json.loads(heads).get(name, [0])[0] for heads in told]
    return range(ends[0] + 1, ends[-1] + 1)


_LAST = sa.select(seals).order_by(seals.c.seal_id.desc()).limit(1)
_NEW = sa.insert(seals)


def _heads_now(connection: sa.Connection, known: dict[str, Any]) -> dict[str, Any]:
    """Say where all stands after this writing.

    Only what it touched is read again, and only where that stood as it was sealed: what
    came in between by another hand is never sealed with it.
    """
    heads: dict[str, Any] = {SCHEMA: SCHEMA_VERSION}
    notes = _notes(connection)
    if not known:
        heads |= journal_heads(connection) | {COLUMNS: columns_head(connection)}
    began: dict[str, list[Any]] = notes.get(_BEGAN, {})
    now = journal_heads(connection) if began.keys() & ALL_JOURNALS.keys() else {}
    for name, before in began.items():
        if name == PARCELS:
            batch: _Batch = notes[_BATCH]
            heads[PARCELS] = [before[0] + batch.count, batch.hexdigest()]
        elif known.get(name, _NOTHING[name]) == before:
            heads[name] = columns_head(connection) if name == COLUMNS else now[name]
    if STYLES in notes:  # all of ours are put in anew
        heads[STYLES] = notes[STYLES]
    return heads


_BEGAN, _BATCH = "began", "batch"


def began(connection: sa.Connection, what: str, before: list[Any]) -> None:
    """Note where a journal, or the like, stood before this writing first touched it."""
    _notes(connection).setdefault(_BEGAN, {}).setdefault(what, before)


def journal_heads(connection: sa.Connection) -> dict[str, Any]:
    """Give the number and the hash of the last record of each journal, in one go."""
    return database_of(connection).journal_heads(connection)


def columns_head(connection: sa.Connection) -> list[Any]:
    """Give the number and the digest of the columns that were ever added."""
    rows = connection.execute(sa.select(columns).order_by(columns.c.position))
    listed = [list(row) for row in rows]
    return head_of(listed)


def head_of(rows: list[list[Any]]) -> list[Any]:
    """Give the number and the digest of rows that are sealed together."""
    return [len(rows), _digest(_json(rows))]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# how journals, and the list of columns, begin
_NOTHING = {name: [0, FIRST] for name in ALL_JOURNALS} | {COLUMNS: head_of([])}


def version_digests(rows: Iterable[Sequence[Any]]) -> list[Version]:
    """Compute the digests of versions, given as `versions_now` reads them."""
    found = []
    for *told, shape in map(tuple, rows):  # plain tuples are read far quicker
        total = hashlib.sha256(f"{_json(told)}\n".encode())
        # in a damaged file anything may stand where an outline should
        total.update(shape if isinstance(shape, bytes) else repr(shape).encode())
        found.append(Version(told[0], total.hexdigest()))
    return found


def batch_digest(sealed: Iterable[Version]) -> str:
    """Compute the digest of versions that were sealed at once."""
    batch = _Batch()
    batch.add(sealed)
    return batch.hexdigest()


class _Batch:
    """The versions that are sealed by one writing, one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self._total = hashlib.sha256()

    def add(self, sealed: Iterable[Version]) -> None:
        """Put more versions behind those before."""
        lines = [f"{fid} {digest}" for fid, digest in sealed]
        if self.count and lines:
            self._total.update(b"\n")
        self._total.update("\n".join(lines).encode())
        self.count += len(lines)

    def hexdigest(self) -> str:
        """Give the digest of all of them."""
        return self._total.hexdigest()


def versions_now() -> sa.Select[Any]:
    """Select the present versions of parcels, as they are sealed."""
    query = sa.select(*(parcels.c[name] for name in VERSION))
    return query.order_by(parcels.c.fid)


def versions_past() -> sa.Select[Any]:
    """Select the earlier versions, as they are sealed."""
    query = sa.select(*(versions.c[name] for name in VERSION))
    return query.order_by(versions.c.version_id)


def sealed_after(connection: sa.Connection, number: int) -> list[Version]:
    """Read the digests of versions that were sealed after a number of them."""
    return list(map(Version._make, _sealed_rows(connection, number)))


def _sealed_rows(connection: sa.Connection, number: int) -> list[tuple[int, str]]:
    c = parcel_seals.c
    query = sa.select(c.fid, c.digest).where(c.number > number).order_by(c.number)
    return rows_of(connection.execute(query))


def seal_parcels(
    connection: sa.Connection, fids: Sequence[int]
) -> list[tuple[Any, ...]]:
    """Seal the present versions of some parcels; give them as `VERSION` names them."""
    if not fids:
        return []
    first, last, wanted = min(fids), max(fids), set(fids)
    query = versions_now().where(parcels.c.fid.between(first, last))
    rows = rows_of(connection.execute(query))
    if len(rows) > len(wanted):
        rows = [row for row in rows if row[0] in wanted]
    _append(connection, version_digests(rows))
    return rows


def _append(connection: sa.Connection, sealed: Sequence[Version]) -> None:
    if not sealed:
        return
    c = parcel_seals.c
    before = connection.execute(sa.select(sa.func.max(c.number))).scalar() or 0
    began(connection, PARCELS, [before])
    numbers = range(before + 1, before + 1 + len(sealed))
    fids, digests = zip(*sealed, strict=True)
    rows = {"number": numbers, "fid": fids, "digest": digests}
    insert_many(connection, parcel_seals, rows)
    if _sealed_rows(connection, before) != list(sealed):
        raise not_stored(connection, len(sealed))
    _notes(connection).setdefault(_BATCH, _Batch()).add(sealed)


def not_stored(connection: sa.Connection, count: int) -> StoreError:
    """Make the error that what was written does not stand in the land base."""
    return StoreError("base_not_stored", path=name_of(connection), count=count)


def unsealed(connection: sa.Connection) -> list[tuple[str, Version]]:
    """List the versions that another program wrote, oldest first: id and version."""
    known = set(sealed_after(connection, 0))
    found = []
    for query in (versions_past(), versions_now()):
        rows = connection.execute(query).fetchall()
        found += [
            (row.parcel_id, version)
            for row, version in zip(rows, version_digests(rows), strict=True)
            if version not in known
        ]
    return found


def seal_unsealed(connection: sa.Connection) -> list[str]:
    """Seal the versions that another program wrote; name their parcels."""
    found = unsealed(connection)
    _append(connection, [version for _, version in found])
    return list(dict.fromkeys(parcel_id for parcel_id, _ in found))
