"""Documents that decisions rest on, and those about parcels not decided on yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from landbase.errors import LedgerError, SourceError
from landbase.files import why_blocked
from landbase.issues import Issues
from landbase.store.columns import day_of_stamp, parcels
from landbase.store.database import Opened, database_of, reading
from landbase.store.ids import own_id
from landbase.store.journals import DECISIONS, EVIDENCE, PAPERS
from landbase.store.papers import digest_of
from landbase.store.queries import before_of, load_journal, zone_of
from landbase.store.sealing import writing
from landbase.store.writes import append, moment_of
from landbase.tables.cells import read_day
from landbase.texts import LANGS, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from landbase.store.journals import Journal
    from landbase.texts import Lang

__all__ = [
    "attach",
    "attach_to_parcel",
    "documents",
    "load_documents",
    "verify_documents",
]

# what became of a file
_THERE, _MISSING, _ALTERED = "there", "missing", "altered"
_ELSEWHERE = "elsewhere"  # no copy was kept, and no folder given to look in


def attach(
    self: Opened,
    event_id: int,
    file: Path | str,
    *,
    kind: str | None = None,
    dated: dt.date | str | None = None,
    keep: bool = False,
) -> int:
    """Attach a document to a decision.

    Parameters
    ----------
    event_id
        The decision.
    file
        The document; its name, size and SHA-256 are recorded.
    kind
        What it is, such as "批准文件".
    dated
        The day on the document; not after today.
    keep
        Copy it into the folder beside the land base (``土地库.files``), where
        `verify` looks after it.

    Returns
    -------
    evidence_id
        Its number.

    Raises
    ------
    LedgerError
        There is no such decision.
    SourceError
        The file cannot be read, or its copy not be written.
    StoreError
        The land base stays busy.
    """
    day = None if dated is None else read_day(dated)
    with writing(self._engine) as connection:
        c = DECISIONS.table.c
        found = connection.execute(sa.select(c.event_id).where(c.event_id == event_id))
        if found.scalar_one_or_none() is None:
            raise LedgerError("decision_unknown", event_id=event_id)
        of = {"event_id": event_id}
        paper = _Paper(Path(file), kind, day, keep)
        return _append(self, connection, EVIDENCE, of, paper)


def attach_to_parcel(
    self: Opened,
    parcel_id: str,
    file: Path | str,
    *,
    kind: str | None = None,
    dated: dt.date | str | None = None,
    keep: bool = False,
) -> int:
    """Attach a document to a parcel, whether anything is decided of it or not.

    Parameters
    ----------
    parcel_id
        The parcel.
    file, kind, dated, keep
        As for `attach`.

    Returns
    -------
    document_id
        Its number among the documents of parcels.

    Raises
    ------
    LedgerError
        There is no such parcel, or the day has not come.
    SourceError
        As for `attach`.
    """
    day = None if dated is None else read_day(dated)
    with writing(self._engine) as connection:
        own = own_id(connection, parcel_id)
        c = parcels.c
        found = connection.execute(sa.select(c.fid).where(c.parcel_id == own))
        if found.scalar_one_or_none() is None:
            raise LedgerError("parcel_unknown_add_first", parcel_id=parcel_id)
        of = {"parcel_id": own}
        paper = _Paper(Path(file), kind, day, keep)
        return _append(self, connection, PAPERS, of, paper)


class _Paper(NamedTuple):
    """A document that is to be attached, as `attach` takes it."""

    path: Path
    kind: str | None
    day: dt.date | None
    keep: bool


def _append(
    self: Opened,
    connection: sa.Connection,
    journal: Journal,
    of: Mapping[str, Any],
    paper: _Paper,
) -> int:
    """Record a document of a decision or a parcel."""
    path, kind, day, keep = paper
    now = moment_of(self, connection)
    of_day = None if day is None else day.isoformat()
    today = f"{day_of_stamp(now, zone=zone_of(connection)):%Y-%m-%d}"
    if of_day is not None and of_day > today:
        raise LedgerError("document_day_in_future", day=of_day, today=today)
    try:
        digest, size = digest_of(path), path.stat().st_size
    except OSError as error:
        raise SourceError(
            "evidence_unreadable", path=path, error=why_blocked(error)
        ) from error
    if keep:
        database_of(connection).keep_document(connection, self.home, path, digest)
    record = {
        **of,
        "file": path.name,
        "sha256": digest,
        "size": size,
        "kind": kind,
        "dated": of_day,
        "kept": int(keep),
    }
    return int(append(connection, journal, [record], now=now)[0][journal.key])


def documents(
    self: Opened,
    *,
    known: dt.date | str | None = None,
    look: bool = False,
    folder: Path | str | None = None,
) -> pd.DataFrame:
    """List the documents attached to decisions and to parcels.

    Parameters
    ----------
    known
        As in `parcels`.
    look
        Also look for each file, and compare what it holds with what was recorded.
    folder
        Where to look for files of which no copy was kept, its folders included.

    Returns
    -------
    documents
        `evidence_id` and `event_id` (missing for documents of parcels, which have a
        `document_id`), `parcel_id`, `file` (its name), `sha256`, `size` (bytes),
        `kind`, `dated`, `kept` (a copy lies beside the land base), `recorded_at` (in
        the zone of the rules). With `look` also `state`: "there", "missing",
        "altered", or "elsewhere" where no copy was kept and no `folder` was given.

    Raises
    ------
    DataError
        `known` is not a day.
    """
    with reading(self._engine) as connection:
        found = load_documents(connection, before=before_of(connection, known))
        if not look:
            return found
        place = None if folder is None else Path(folder)
        states = _look(connection, found, home=self.home, folder=place)
    return found.assign(state=pd.Series(states, index=found.index, dtype="str"))


def load_documents(
    connection: sa.Connection, *, before: str | None = None
) -> pd.DataFrame:
    """Read the documents, each with its parcel: of decisions, then of parcels."""
    found = load_journal(connection, EVIDENCE, before=before)
    others = load_journal(connection, PAPERS, before=before)
    c = DECISIONS.table.c
    rows = connection.execute(sa.select(c.event_id, c.parcel_id)).fetchall()
    of = {row[0]: row[1] for row in rows}
    found["parcel_id"] = found["event_id"].map(of).astype("str")
    others = others.assign(
        evidence_id=pd.array([None] * len(others), dtype="Int64"),
        event_id=pd.array([None] * len(others), dtype="Int64"),
    )
    found = found.assign(document_id=pd.array([None] * len(found), dtype="Int64"))
    names = ["evidence_id", "event_id", "parcel_id"]
    rest = [name for name in found.columns if name not in names]
    both = pd.concat([found, others], ignore_index=True)
    return both[names + rest].astype({"kept": "bool"})


def verify_documents(
    connection: sa.Connection, *, base: Opened, folder: Path | None = None
) -> Issues:
    """Look for documents that are missing or were altered."""
    found = load_documents(connection)
    looked = _look(connection, found, home=base.home, folder=folder)
    states = pd.Series(looked, index=found.index)
    unseen = int((states == _ELSEWHERE).sum())
    return Issues.concat([
        _issues("verify_document_missing", base.name, found[states == _MISSING]),
        _issues("verify_document_altered", base.name, found[states == _ALTERED]),
        Issues.of("verify_documents_elsewhere", source=base.name, value=unseen)
        if unseen
        else Issues.none(),
    ])


def _look(
    connection: sa.Connection,
    found: pd.DataFrame,
    *,
    home: Path | None,
    folder: Path | None,
) -> list[str]:
    """Say of each document whether its file is there and as it was."""
    elsewhere = _by_name(folder) if folder is not None else {}
    database, states = database_of(connection), []
    for row in found.to_dict("records"):
        digest, name = row["sha256"], row["file"]
        if row["kept"]:
            of_copy = database.kept_digest(connection, home, digest, name)
            digests = [] if of_copy is None else [of_copy]
        elif folder is None:
            states.append(_ELSEWHERE)
            continue
        else:
            digests = [digest_of(p) for p in elsewhere.get(name, ()) if p.is_file()]
        as_it_was = _THERE if digest in digests else _ALTERED
        states.append(as_it_was if digests else _MISSING)
    return states


def _issues(code: str, source: str, rows: pd.DataFrame) -> Issues:
    if rows.empty:
        return Issues.none()
    return Issues.of(
        code,
        source=source,
        value=rows["file"].tolist(),
        parcel_id=rows["parcel_id"].tolist(),
        details={f"of_{lang}": _owners(rows, lang) for lang in LANGS},
    )


def _owners(rows: pd.DataFrame, lang: Lang) -> list[str]:
    """Name what each document is attached to."""
    text = words("finding", lang)
    return [
        text("document_of_parcel", parcel_id=parcel)
        if pd.isna(event)
        else text("document_of_decision", event=event)
        for event, parcel in zip(rows["event_id"], rows["parcel_id"], strict=True)
    ]


def _by_name(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for place in sorted(folder.rglob("*")):
        found.setdefault(place.name, []).append(place)
    return found
