"""Hashes: the name of a record, and the chain that seals it to those before it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["FIRST", "address", "seal"]

FIRST = "0" * 64
_ADDRESS_LENGTH = 32
# made once: `json.dumps` would make an encoder for every record
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def seal(
    rows: Iterable[Mapping[str, Any]], before: str, names: Sequence[str]
) -> list[str]:
    """Compute the hashes of records that follow one another.

    Parameters
    ----------
    rows
        Records as stored: text, numbers and None under their names.
    before
        The hash of the record before the first of them; `FIRST` where there is none.
    names
        The columns that count, in order.

    Returns
    -------
    hashes
        SHA-256, hexadecimal, of the hash before, a line end, and the record's values
        as a JSON list in UTF-8.
    """
    hashes = []
    for row in rows:
        before = _digest(f"{before}\n{_json([row[name] for name in names])}")
        hashes.append(before)
    return hashes


def address(journal: str, values: Sequence[Any]) -> str:
    """Compute the name of a record that is the same in every land base.

    Parameters
    ----------
    journal
        The name of the journal.
    values
        Its addressed values in order, records that it refers to by their own `uid`.

    Returns
    -------
    uid
        The first 32 digits of the SHA-256, hexadecimal, of the JSON list of both.

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
