"""The journals: append-only tables whose records are chained by hashes."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from landbase.cases.events import AGREED_TYPES, EVENT_NEEDED, EVENT_TYPES
from landbase.store.columns import make_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import sqlalchemy as sa

__all__ = [
    "AGREEMENTS",
    "ALL_JOURNALS",
    "DECISIONS",
    "EVIDENCE",
    "FIRST",
    "JOURNALS",
    "LINEAGE",
    "MILESTONES",
    "PAPERS",
    "RULES",
    "Journal",
    "address",
    "causal_order",
    "chain",
    "digits_of",
    "seal",
    "short_form",
]

FIRST = "0" * 64
_ADDRESS_LENGTH = 32
_GROUP, _GROUPS = 4, 4
_CODE = re.compile("[0-9a-f]{8,64}")  # fewer digits are not worth comparing
# made once: `json.dumps` would make an encoder for every record
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def seal(
    rows: Iterable[Mapping[str, Any]], before: str, names: Sequence[str]
) -> list[str]:
    """Compute the hashes of records that follow one another."""
    return chain(([row[name] for name in names] for row in rows), before)


def chain(rows: Iterable[Sequence[Any]], before: str) -> list[str]:
    """Compute the hashes of records, given as the values that are sealed, in order."""
    hashes = []
    for values in rows:
        before = _digest(f"{before}\n{_json(values)}")
        hashes.append(before)
    return hashes


def short_form(head: str) -> str:
    """Give the first digits of a hash as they are printed and read out.

    Examples
    --------
    >>> short_form("9f86d081884c7d659a2feaa0c55ad015")
    '9F86-D081-884C-7D65'
    """
    digits = head[: _GROUP * _GROUPS].upper()
    parts = (digits[n : n + _GROUP] for n in range(0, len(digits), _GROUP))
    return "-".join(parts)


def digits_of(code: str) -> str:
    """Give the digits with which a hash begins whose short form was read out.

    None of them where it is no code, or too short to tell one from another.

    Examples
    --------
    >>> digits_of("9F86-D081-884C-7D65")
    '9f86d081884c7d65'
    """
    digits = "".join(code.split()).replace("-", "").lower()
    return digits if _CODE.fullmatch(digits) else ""


def address(journal: str, values: Sequence[Any]) -> str:
    """Compute the name of a record that is the same in every land base.

    Examples
    --------
    >>> address("decisions", [1, "A"]) == address("decisions", [1, "A"])
    True
    >>> address("decisions", [1, "A"]) == address("decisions", [2, "A"])
    False
    """
    return _digest(_json([journal, *values]))[:_ADDRESS_LENGTH]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_LAST = {
    "uid": "TEXT",
    "home_id": "INTEGER",
    "recorded_at": "DATETIME",
    "known_at": "DATETIME",
    "hash": "TEXT",
}


# the keys of the journals that others refer to
_KEYS = {"decisions": "event_id"}


@dataclass(frozen=True)
class Journal:
    """What a journal holds.

    Attributes
    ----------
    name, key
        The table and the column with the record's number in this file.
    content
        What was recorded: column → GeoPackage type.
    needed
        The columns of these that no record lacks.
    links
        Columns that hold the number of a record: column → its journal.
    subject
        The columns that say what a record is about; a record names what was known of
        the same subject in `follows`. Empty where records do not follow one another.
    local
        Columns that hold in this file only, and their types.
    """

    name: str
    key: str
    content: dict[str, str]
    needed: tuple[str, ...]
    links: dict[str, str]
    subject: tuple[str, ...] = ()
    local: tuple[tuple[str, str], ...] = ()

    @cached_property
    def table(self) -> sa.Table:
        """The table as SQLAlchemy sees it."""
        follows = {"follows": "TEXT"} if self.subject else {}
        local = dict(self.local)
        refers = {link: f"{of}.{_KEYS[of]}" for link, of in self.links.items()}
        if "parcel_id" in self.content:
            refers["parcel_id"] = "parcels.parcel_id"
        return make_table(
            self.name,
            self.key,
            self.content | local | follows | _LAST,
            needed=(*self.needed, *local, *_LAST),
            unique=("uid",),
            refers=refers,
        )

    @cached_property
    def addressed(self) -> tuple[str, ...]:
        """The columns that `uid` is computed from, in order."""
        follows = ("follows",) if self.subject else ()
        return ("home_id", *self.content, *follows, "recorded_at")

    @cached_property
    def sealed(self) -> tuple[str, ...]:
        """The columns that `hash` is computed from, in order."""
        return tuple(c.name for c in self.table.columns if c.name != "hash")

    def in_order(self) -> tuple[sa.Column[str], ...]:
        """Give the order of recording, the same in every land base."""
        return (self.table.c.recorded_at, self.table.c.home_id, self.table.c.uid)


DECISIONS = Journal(
    name="decisions",
    key="event_id",
    content=EVENT_TYPES,
    needed=EVENT_NEEDED,
    links={"supersedes": "decisions"},
    subject=("parcel_id",),
)
LINEAGE = Journal(
    name="lineage",
    key="lineage_id",
    content={
        "operation": "TEXT",
        "kind": "TEXT",
        "role": "TEXT",
        "parcel_id": "TEXT",
        "area_m2": "DOUBLE",
        "effective": "DATE",
        "document": "TEXT",
        "by": "TEXT",
        "reason": "TEXT",
        "exception": "TEXT",
        "voids": "TEXT",
        "parcel": "TEXT",
    },
    needed=("operation", "kind", "role", "parcel_id", "effective"),
    links={},
)
MILESTONES = Journal(
    name="milestones",
    key="milestone_id",
    content={
        "parcel_id": "TEXT",
        "step": "TEXT",
        "due": "DATE",
        "person": "TEXT",
        "unit": "TEXT",
        "done_on": "DATE",
        "document": "TEXT",
        "reason": "TEXT",
    },
    needed=("parcel_id", "step", "due"),
    links={},
    subject=("parcel_id", "step"),
)
EVIDENCE = Journal(
    name="evidence",
    key="evidence_id",
    content={
        "event_id": "INTEGER",
        "file": "TEXT",
        "sha256": "TEXT",
        "size": "INTEGER",
        "kind": "TEXT",
        "dated": "DATE",
    },
    needed=("event_id", "file", "sha256", "size"),
    links={"event_id": "decisions"},
    local=(("kept", "INTEGER"),),
)
# documents about a parcel of which nothing is decided yet, such as a notice
PAPERS = Journal(
    name="parcel_documents",
    key="document_id",
    content={
        "parcel_id": "TEXT",
        "file": "TEXT",
        "sha256": "TEXT",
        "size": "INTEGER",
        "kind": "TEXT",
        "dated": "DATE",
    },
    needed=("parcel_id", "file", "sha256", "size"),
    links={},
    local=(("kept", "INTEGER"),),
)
# what was agreed by a decision beside what every decision has
AGREEMENTS = Journal(
    name="agreements",
    key="agreement_id",
    content={"event_id": "INTEGER", **AGREED_TYPES},
    needed=("event_id", *AGREED_TYPES),
    links={"event_id": "decisions"},
)
# What holds in this land base alone: it is taken over on purpose, never by an import.
RULES = Journal(
    name="rules",
    key="rules_id",
    content={"rules": "TEXT", "by": "TEXT", "reason": "TEXT"},
    needed=("rules",),
    links={},
)
# those whose records are exchanged, in the order in which one can refer to another
JOURNALS = {
    journal.name: journal
    for journal in (LINEAGE, DECISIONS, MILESTONES, EVIDENCE, AGREEMENTS, PAPERS)
}
ALL_JOURNALS = {**JOURNALS, RULES.name: RULES}


def causal_order(
    records: Sequence[dict[str, Any]], journal: Journal
) -> Iterator[dict[str, Any]]:
    """Put records behind those that they refer to; else the order stays."""
    by_uid = {record["uid"]: record for record in records}
    done: set[str] = set()
    for record in records:
        stack = [record]
        while stack:
            top = stack[-1]
            ahead = [u for u in references(top, journal) if u in by_uid]
            waiting = [by_uid[u] for u in ahead if u not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if top["uid"] not in done:
                done.add(top["uid"])
                yield top


def references(record: dict[str, Any], journal: Journal) -> Iterator[str]:
    """Name the records of the same journal that a record refers to."""
    yield from (record.get("follows") or "").split()
    for link, of in journal.links.items():
        if of == journal.name and record[link] is not None:
            yield record[link]
