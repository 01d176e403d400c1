"""Documents that decisions rest on."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import LedgerError, SourceError, StoreError
from landbase.files import replacing
from landbase.issues import Issues
from landbase.store.journals import DECISIONS, EVIDENCE
from landbase.store.queries import before_of, load_journal
from landbase.store.sqlite import Opened, reading, writing
from landbase.store.writes import append, moment_of
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

__all__ = ["attach", "documents"]


_CHUNK = 1 << 20

_FOLDER_DIGITS = 16


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
        The day on the document.
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
        The file cannot be read.
    StoreError
        The file cannot be copied, or the land base stays busy.
    """
    of_day = None if dated is None else read_day(dated).isoformat()
    path = Path(file)
    with writing(self._engine) as connection:
        c = DECISIONS.table.c
        found = connection.execute(sa.select(c.event_id).where(c.event_id == event_id))
        if found.scalar_one_or_none() is None:
            raise LedgerError("decision_unknown", event_id=event_id)
        try:
            digest, size = _sha256(path), path.stat().st_size
        except OSError as error:
            raise SourceError(
                "evidence_unreadable", path=path, error=error.strerror
            ) from error
        if keep:
            _copy(path, _place(self.path, digest, path.name))
        record = {
            "event_id": event_id,
            "file": path.name,
            "sha256": digest,
            "size": size,
            "kind": kind,
            "dated": of_day,
            "kept": int(keep),
        }
        now = moment_of(self, connection)
        return int(append(connection, EVIDENCE, [record], now=now)[0]["evidence_id"])


def documents(self: Opened, *, known: dt.date | str | None = None) -> pd.DataFrame:
    """List the documents attached to decisions.

    Parameters
    ----------
    known
        As in `parcels`.

    Returns
    -------
    documents
        `evidence_id`, `event_id`, `parcel_id`, `file` (its name), `sha256`,
        `size` (bytes), `kind`, `dated`, `kept` (a copy lies beside the land
        base), `recorded_at` (in the zone of the rules).

    Raises
    ------
    DataError
        `known` is not a day.
    """
    with reading(self._engine) as connection:
        found = load_journal(connection, EVIDENCE, before=before_of(connection, known))
        c = DECISIONS.table.c
        rows = connection.execute(sa.select(c.event_id, c.parcel_id)).fetchall()
    of = {row[0]: row[1] for row in rows}
    found["parcel_id"] = found["event_id"].map(of).astype("str")
    names = ["evidence_id", "event_id", "parcel_id"]
    rest = [name for name in found.columns if name not in names]
    return found[names + rest].astype({"kept": "bool"})


def verify_documents(
    connection: sa.Connection, *, path: Path, folder: Path | None = None
) -> Issues:
    """Look for documents that are missing or were altered."""
    found = load_journal(connection, EVIDENCE)
    elsewhere = _by_name(folder) if folder is not None else {}
    missing, altered, unseen = [], [], 0
    for row in found.to_dict("records"):
        kept = [_place(path, row["sha256"], row["file"])] if row["kept"] else []
        places = kept or elsewhere.get(row["file"], [])
        if not kept and folder is None:
            unseen += 1
        elif not any(place.is_file() for place in places):
            missing.append(row)
        elif all(_differs(place, row["sha256"]) for place in places):
            altered.append(row)
    return Issues.concat([
        _issues("verify_document_missing", path, missing),
        _issues("verify_document_altered", path, altered),
        Issues.of("verify_documents_elsewhere", source=path.name, value=unseen)
        if unseen
        else Issues.none(),
    ])


def _issues(code: str, path: Path, rows: list[dict[Any, Any]]) -> Issues:
    if not rows:
        return Issues.none()
    return Issues.of(
        code,
        source=path.name,
        value=[row["file"] for row in rows],
        details={"event": [row["event_id"] for row in rows]},
    )


def _place(base: Path, digest: str, name: str) -> Path:
    """Say where the copy of a document lies: a folder for each content."""
    return base.with_suffix(".files") / digest[:_FOLDER_DIGITS] / name


def _differs(place: Path, digest: str) -> bool:
    return not place.is_file() or _sha256(place) != digest


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _copy(path: Path, target: Path) -> None:
    """Copy, so that a copy is whole or not there."""
    try:
        with replacing(target) as beside:
            shutil.copyfile(path, beside)
    except OSError as error:
        raise StoreError(
            "evidence_not_copied", path=path, folder=target.parent, error=error.strerror
        ) from error


def _by_name(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for place in sorted(folder.rglob("*")):
        found.setdefault(place.name, []).append(place)
    return found
