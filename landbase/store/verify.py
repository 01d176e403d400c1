"""Checking that a land base keeps its promises."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import ConfigError, MissingDependencyError, StoreError
from landbase.issues import Issues
from landbase.store.attested import attested_checks, findings
from landbase.store.damage import UNREADABLE, reason_of
from landbase.store.database import Opened, database_of, reading
from landbase.store.documents import verify_documents
from landbase.store.exchange import conflict_issues
from landbase.store.journals import ALL_JOURNALS, FIRST, JOURNALS, seal
from landbase.store.leftovers import (
    delete_leftover,
    find_leftovers,
    leftover_issues,
)
from landbase.store.queries import load_rules
from landbase.store.receipts import code_issues_of, receipt_issues
from landbase.store.rulebook import code_issues
from landbase.store.sealing import writing
from landbase.store.states import state_issues
from landbase.store.writes import address_of, uids_of
from landbase.texts import Text, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from landbase.store.journals import Journal

    _Check: TypeAlias = Callable[[sa.Connection, str], Issues]

__all__ = ["tidy", "verify"]

_PATIENCE = 600.0  # seconds for a check; a million parcels take less


def verify(
    self: Opened,
    *,
    documents: Path | str | None = None,
    receipts: Path | str | Iterable[Path | str] = (),
    codes: str | Iterable[str] = (),
    public_key: Path | str | None = None,
) -> Issues:
    """Check that the file keeps its promises.

    Tables, triggers and views against those of a new land base (what lacks, what was
    changed, what was added to its tables), every record against its name and its
    journal's chain of hashes, every version of every parcel, columns, styles and layers
    against what was sealed when they were written, references, the spatial index,
    attached documents, SQLite's own check of the file, whether the last writes lie in a
    second file, and every code in parcels and decisions against the rules.

    That the file itself was cut at its end, put back to an older copy, or made anew
    with all its hashes, nothing in it can tell: receipts do.

    Parameters
    ----------
    documents
        A folder in which to look for documents that are not kept beside the land
        base.
    receipts
        Files of `Receipt.write`: does the land base continue what they attest?
    codes
        Codes of the books that bulletins and workbooks bear: did it ever have them?
    public_key
        The PEM file of the bureau's public key, by which the receipts must be signed.

    Returns
    -------
    issues
        An error for each broken promise (``issues.count("error")`` is 0 where
        there is none), a warning for what another program wrote, and as info the
        number of records and the last hash of each journal, and of all.

    Raises
    ------
    StoreError
        The file cannot be read at all, or who asks sees only some banners.
    ConfigError
        The public key cannot be used.
    """
    papers = [receipts] if isinstance(receipts, str | Path) else list(receipts)
    stated = [codes] if isinstance(codes, str) else list(codes)
    source, folder = self.name, None if documents is None else Path(documents)
    checks: tuple[_Check, ...] = (
        *(_schema, _damage, _references, _index, _journal_mode, _chains),
        *attested_checks,
    )
    with reading(self._engine) as connection:
        if not database_of(connection).sees_all(connection):
            raise StoreError("base_sees_part", path=self.name)
        found = [_result(check, connection, source) for check in checks]

        def documents_kept(connection: sa.Connection, _source: str) -> Issues:
            return verify_documents(connection, base=self, folder=folder)

        def left(connection: sa.Connection, _source: str) -> Issues:
            beside = self.home
            return leftover_issues(connection, beside) if beside else Issues.none()

        def outside(connection: sa.Connection, source: str) -> Issues:
            found = code_issues_of(connection, stated, source=source)
            return found + receipt_issues(
                connection, papers, source=source, key=public_key
            )

        found.append(_result(documents_kept, connection, source))
        found.append(_result(outside, connection, source))
        found.append(_result(left, connection, source))
        if not any(issues.count("error") for issues in found):
            found.append(_result(_meaning, connection, source))
    return Issues.concat(found)


def _meaning(connection: sa.Connection, source: str) -> Issues:
    """Look at what the records of a whole file say."""
    rules = load_rules(connection)
    return Issues.concat([
        code_issues(connection, source, rules),
        state_issues(connection, source, rules),
        conflict_issues(connection, source=source, rules=rules),
    ])


def _result(check: _Check, connection: sa.Connection, source: str) -> Issues:
    """Make a check that cannot be carried through a finding of its own."""
    try:
        with database_of(connection).limited(connection, seconds=_PATIENCE):
            return check(connection, source)
    except (ConfigError, MissingDependencyError):
        raise  # of what the caller gave, not of the file
    except UNREADABLE as error:
        return findings("verify_damaged", source, [reason_of(error)])


def _damage(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_damaged", source, database_of(connection).damages(connection)
    )


def _schema(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_schema", source, database_of(connection).wrong_definitions(connection)
    )


def _references(connection: sa.Connection, source: str) -> Issues:
    rows = database_of(connection).broken_references(connection)
    places = [table for table, _ in rows]
    journals = words("finding", "zh").part("journal")
    return findings(
        "verify_reference",
        source,
        [number for _, number in rows],
        column=places,
        table_zh=[journals.get(name, name) for name in places],
        table_en=places,
    )


def _index(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_index", source, database_of(connection).index_faults(connection)
    )


def _journal_mode(connection: sa.Connection, source: str) -> Issues:
    return findings(
        "verify_wal",
        source,
        [f"{source}-wal"] if database_of(connection).in_wal(connection) else [],
    )


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
    what = Text(f"finding.journal.{journal.name}")
    place = {"column": journal.name, "what_zh": what.zh, "what_en": str(what)}
    if broken is not None:
        parcel = broken.get("parcel_id")
        return findings(
            "verify_chain_broken", source, [broken[key]], parcel_id=parcel, **place
        )
    if misnamed := _misnamed(connection, rows, journal):
        parcel = misnamed.get("parcel_id")
        return findings(
            "verify_uid", source, [misnamed[key]], parcel_id=parcel, **place
        )
    ever = database_of(connection).ever_used(connection, journal.name)
    last = rows[-1][key] if rows else 0
    if ever != last:
        return findings("verify_chain_cut", source, [ever], last=last, **place)
    back = [
        row[key]
        for before, row in pairwise(rows)
        if row["known_at"] < before["known_at"]
    ]
    if not rows and journal.name != "decisions":
        return Issues.none()
    head = hashes[-1] if hashes else FIRST
    whole = findings("verify_chain", source, [head], count=len(rows), **place)
    return whole + findings("verify_time", source, back, **place)


def _misnamed(
    connection: sa.Connection, rows: Sequence[dict[str, Any]], journal: Journal
) -> dict[str, Any] | None:
    """Find the first record whose name is not that of what it says."""
    names = {
        link: uids_of(connection, JOURNALS[of], None)
        for link, of in journal.links.items()
    }
    wrong = (row for row in rows if address_of(journal, row, names) != row["uid"])
    return next(wrong, None)


def tidy(self: Opened) -> list[Path]:
    """Delete what killed programs left beside the land base.

    Unfinished copies, copies of an older version that hold the same as another, and
    copies of documents of which there is no record. What landbase did not make stays.

    Returns
    -------
    deleted
        The files deleted.

    Raises
    ------
    StoreError
        The land base does not verify: what looks left over may be all there is. Or a
        file cannot be deleted, or the land base stays busy.
    """
    if verify(self).count("error"):
        raise StoreError("tidy_of_broken", path=self.name)
    if self.home is None:
        return []
    # who copies anything holds the same lock
    with writing(self._engine) as connection:
        found = find_leftovers(connection, self.home)
        paths = [one.path for one in found if one.ours]
        for path in paths:
            delete_leftover(path)
    return paths
