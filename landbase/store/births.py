"""What a child parcel began with, as the journal of lineage keeps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from landbase.store.adding import add_parcels
from landbase.store.checking import checked_parcels
from landbase.store.frames import from_rows, to_rows
from landbase.store.tables import STORED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import sqlalchemy as sa

    from landbase.vocabulary import Vocabulary

__all__ = ["add_born", "birth_texts"]

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


def add_born(
    connection: sa.Connection,
    births: Sequence[str],
    *,
    now: str,
    vocabulary: Vocabulary,
) -> None:
    """Add parcels that were born in another land base.

    Parameters
    ----------
    connection
        In a transaction.
    births
        The column `parcel` of their rows of lineage.
    now
        The time of recording, as stored.
    vocabulary
        As for `add_parcels`.

    Raises
    ------
    DataError
        One of them is no parcel.
    """
    for text in births:
        born = json.loads(text)
        row = dict(born["row"], geom=bytes.fromhex(born["row"]["geom"]))
        values = [tuple(row[name] for name in _CONTENT)]
        parcel = from_rows(values, _CONTENT, born["columns"])
        checked = checked_parcels(parcel, vocabulary=vocabulary)
        add_parcels(connection, checked, now=now, vocabulary=vocabulary)
