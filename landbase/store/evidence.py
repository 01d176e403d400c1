"""Documents that decisions rest on: recorded by their SHA-256, kept beside the base."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import LedgerError, SourceError, StoreError
from landbase.files import replacing
from landbase.issues import Issues
from landbase.store.appending import append
from landbase.store.journals import DECISIONS, EVIDENCE
from landbase.store.loading import load_journal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["attach", "documents", "verify_documents"]

_CHUNK = 1 << 20
_FOLDER_DIGITS = 16


def attach(
    connection: sa.Connection,
    event_id: int,
    file: Path | str,
    *,
    kind: str | None,
    dated: str | None,
    keep_in: Path | None,
    now: str,
) -> int:
    """Record a document of a decision inside a transaction.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    event_id, file, kind, dated
        As for `LandBase.attach`; `dated` as ISO text.
    keep_in
        The land base beside which a copy is kept; None for no copy.
    now
        The time of recording, as stored.

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
        The file cannot be copied.
    """
    c = DECISIONS.table.c
    found = connection.execute(sa.select(c.event_id).where(c.event_id == event_id))
    if found.scalar_one_or_none() is None:
        raise LedgerError("decision_unknown", event_id=event_id)
    path = Path(file)
    try:
        digest, size = _sha256(path), path.stat().st_size
    except OSError as error:
        raise SourceError(
            "evidence_unreadable", path=path, error=error.strerror
        ) from error
    if keep_in is not None:
        _copy(path, _place(keep_in, digest, path.name))
    record = {
        "event_id": event_id,
        "file": path.name,
        "sha256": digest,
        "size": size,
        "kind": kind,
        "dated": dated,
        "kept": int(keep_in is not None),
    }
    return int(append(connection, EVIDENCE, [record], now=now)[0]["evidence_id"])


def documents(connection: sa.Connection, *, before: str | None = None) -> pd.DataFrame:
    """Read the documents with the parcels of their decisions.

    Parameters
    ----------
    connection
        An open connection.
    before
        Only what was known before this moment, as stored.

    Returns
    -------
    documents
        As `LandBase.documents` says.
    """
    found = load_journal(connection, EVIDENCE, before=before)
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
    """Look for documents that are missing or were altered.

    Parameters
    ----------
    connection
        An open connection.
    path
        The land base.
    folder
        Where documents that were not copied may lie, also in folders below.

    Returns
    -------
    issues
        An error for each copy, or each document in `folder`, that is missing or has
        another SHA-256; as info how many were not looked for.
    """
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
