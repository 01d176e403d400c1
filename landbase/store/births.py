"""What a child parcel began with, as the journal of lineage keeps it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from landbase.store.adding import add_parcels
from landbase.store.checking import checked_parcels
from landbase.store.frames import from_rows, to_rows
from landbase.store.tables import STORED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import sqlalchemy as sa

    from landbase.rules import Rules

__all__ = ["Birth", "add_born", "birth_texts", "read_birth"]

_CONTENT = ("geom", *STORED_FIELDS, "extra")


def birth_texts(begun: gpd.GeoDataFrame) -> dict[str, str]:
    """Write each parcel as JSON: its row in the file, and the types of its columns."""
    geometry = begun.geometry.name
    given = {n: str(begun[n].dtype) for n in begun.columns if n != geometry}
    texts = {}
    for row in to_rows(begun).to_dict("records"):
        row["geom"] = row["geom"].hex()
        text = json.dumps({"columns": given, "row": row}, ensure_ascii=False)
        texts[row["parcel_id"]] = text
    return texts


class Birth(NamedTuple):
    """A child as its row of lineage has it: columns with types, and the row."""

    columns: dict[str, str]
    row: tuple[Any, ...]


def read_birth(text: str, *, parcel_id: str) -> Birth:
    """Read what a child began with.

    Parameters
    ----------
    text
        The column `parcel` of its row of lineage.
    parcel_id
        Whose row it is.

    Returns
    -------
    birth
        Columns and row.

    Raises
    ------
    ValueError
        The text is no birth, or that of another parcel.
    """
    try:
        born = json.loads(text)
        row = dict(born["row"], geom=bytes.fromhex(born["row"]["geom"]))
        birth = Birth(dict(born["columns"]), tuple(row[name] for name in _CONTENT))
    except (LookupError, TypeError) as error:
        raise ValueError(str(error)) from error
    if row["parcel_id"] != parcel_id:
        raise ValueError(str(row["parcel_id"]))
    return birth


def add_born(
    connection: sa.Connection,
    births: Sequence[Birth],
    *,
    now: str,
    rules: Rules,
) -> None:
    """Add parcels that were born in another land base, those of like columns at once.

    Parameters
    ----------
    connection
        In a transaction.
    births
        From `read_birth`, in the order of addition.
    now
        The time of recording, as stored.
    rules
        As for `add_parcels`.

    Raises
    ------
    DataError
        One of them is no parcel.
    """
    for columns, those in groupby(births, key=_columns_of):
        parcels = from_rows([birth.row for birth in those], _CONTENT, dict(columns))
        checked = checked_parcels(parcels, rules=rules)
        add_parcels(connection, checked, now=now, rules=rules)


def _columns_of(birth: Birth) -> list[tuple[str, str]]:
    return [*birth.columns.items()]
