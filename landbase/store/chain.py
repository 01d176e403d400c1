"""The chain of hashes: each event seals itself and everything recorded before it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from landbase.decisions import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FIRST", "SEALED", "seal"]

FIRST = "0" * 64
SEALED = ("event_id", *EVENT_COLUMNS, "recorded_at")


def seal(rows: Iterable[Mapping[str, Any]], before: str) -> list[str]:
    """Compute the hashes of events that follow one another.

    Parameters
    ----------
    rows
        Events as stored: text, numbers and None under the names of `SEALED`.
    before
        The hash of the event before the first of them; `FIRST` where there is none.

    Returns
    -------
    hashes
        SHA-256, hexadecimal, of the hash before, a line end, and the event's values
        in the order of `SEALED` as a JSON list in UTF-8.
    """
    hashes = []
    for row in rows:
        values = [row[name] for name in SEALED]
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()
        hashes.append(before)
    return hashes
