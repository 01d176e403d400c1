"""Ids that people give, led to the parcels of a land base; look-alikes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.errors import LedgerError, warn
from landbase.store.columns import parcels
from landbase.store.phrases import OtherLetters
from landbase.store.queries import MANY_IDS
from landbase.tables.ids import (
    all_differ,
    among,
    clean_ids,
    id_keys,
    recognise,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["cleaned_ids", "led_to_known", "look_alikes", "own_id", "warn_of_confused"]

_SHOWN = 10


def led_to_known(connection: sa.Connection, ids: pd.Series) -> pd.Series:
    """Give ids as the land base writes them, with a warning; unknown ones stay.

    Raises
    ------
    LedgerError
        One is none of the parcels and looks like several.
    """
    given = ids.dropna().unique().tolist()
    open_ = sorted(set(given) - _there(connection, given))
    if not open_:
        return ids
    pairs, several = recognise(open_, _candidates(connection, open_))
    if several:
        name, answers = next(iter(several.items()))
        raise LedgerError(
            "id_ambiguous", given=visible(name), answers=list(map(visible, answers))
        )
    if not pairs:
        return ids
    shown = [f"{visible(one)} → {other}" for one, other in pairs.items()]
    warn("ids_recognised", pairs="、".join(shown[:_SHOWN]), count=len(pairs))
    return ids.map(lambda name: pairs.get(name, name), na_action="ignore").astype("str")


def own_id(connection: sa.Connection, parcel_id: str) -> str:
    """Give one id as the land base writes it."""
    return str(led_to_known(connection, pd.Series([str(parcel_id)], dtype="str"))[0])


def cleaned_ids(connection: sa.Connection, ids: pd.Series) -> pd.Series:
    """Take out of new ids what nobody sees, with a warning."""
    cleaned = clean_ids(ids)
    changed = ids.notna() & (cleaned != ids)
    if not changed.any():
        return ids
    changed &= ~among(ids, _there(connection, ids[changed].unique().tolist()))
    if changed.any():
        pairs = [
            f"{visible(before)} → {after}"
            for before, after in zip(ids[changed], cleaned[changed], strict=True)
        ]
        warn("ids_cleaned", pairs="、".join(pairs[:_SHOWN]), count=len(pairs))
    return ids.mask(changed, cleaned)


def look_alikes(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Find the new ids that look like a parcel that is there: id → that parcel's."""
    given = list(dict.fromkeys(ids))
    new = sorted(set(given) - _there(connection, given))
    if not new:
        return {}
    candidates = _candidates(connection, new)
    if not candidates:
        return {}
    pairs, several = recognise(new, candidates)
    return pairs | {name: answers[0] for name, answers in several.items()}


# letters that a hand writes for digits, once case makes no difference
_FOR_DIGITS = {"o": "0", "l": "1", "i": "1"}


def warn_of_confused(connection: sa.Connection, ids: pd.Series) -> None:
    """Warn of new ids that differ from another's by O for 0, or l or I for 1 alone.

    Both may be right: they are shown, and none is refused.
    """
    given = ids.dropna().unique().tolist()
    new = pd.Series(sorted(set(given) - _there(connection, given)), dtype="str")
    if new.empty:
        return
    name = parcels.c.parcel_id
    query = sa.select(name)
    if len(new) <= MANY_IDS:
        keys = _confused(new)
        folded = sa.func.lower(name)
        for letter, digit in _FOR_DIGITS.items():
            folded = sa.func.replace(folded, letter, digit)
        query = query.where(folded.in_(keys.tolist()) | OtherLetters(name))
    there = connection.execute(query).scalars().all()
    every = pd.concat([pd.Series(there, dtype="str"), new], ignore_index=True)
    every = every.drop_duplicates(ignore_index=True)
    keys = _confused(every)
    if all_differ(keys):
        return
    first = every.groupby(keys).transform("first")
    apart = id_keys(every) != id_keys(first)
    apart &= among(every, new)
    if not apart.any():
        return
    pairs = [
        f"{one} / {other}"
        for one, other in zip(every[apart], first[apart], strict=True)
    ]
    warn("ids_confused", pairs="、".join(pairs[:_SHOWN]), count=len(pairs))


def _confused(ids: pd.Series) -> pd.Series:
    """Give the key of each id, letters taken for the digits that they look like."""
    keys = id_keys(ids)
    for letter, digit in _FOR_DIGITS.items():
        keys = keys.str.replace(letter, digit, regex=False)
    return keys


def _there(connection: sa.Connection, ids: list[str]) -> set[str]:
    query = sa.select(parcels.c.parcel_id)
    if len(ids) <= MANY_IDS:
        # a server keeps no text with a NUL, and takes none in a question
        asked = [name for name in ids if "\0" not in name]
        query = query.where(parcels.c.parcel_id.in_(asked))
    return set(connection.execute(query).scalars())


def _candidates(connection: sa.Connection, ids: list[str]) -> list[str]:
    """List the parcels that one of some ids can look like."""
    name = parcels.c.parcel_id
    query = sa.select(name)
    if len(ids) <= MANY_IDS:
        keys = id_keys(pd.Series(ids, dtype="str")).tolist()
        # ids of these letters alone look alike only where their case differs
        query = query.where(sa.func.lower(name).in_(keys) | OtherLetters(name))
    return list(connection.execute(query).scalars())
