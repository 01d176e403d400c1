"""Which rows become parcels: their category, and rows that repeat an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.issues import Issues
from landbase.values import parse_text

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.clean.mapping import Mapped
    from landbase.clean.notes import Notes
    from landbase.rules import Rules

__all__ = ["Unique", "drop_repeats", "read_category"]

_PROVENANCE = ["source", "source_row"]


class Unique(NamedTuple):
    """Rows whose ids are unique, and an issue for every row set aside."""

    parcels: gpd.GeoDataFrame
    issues: Issues


def read_category(
    mapped: Mapped, notes: Notes, *, category: str | None, rules: Rules
) -> pd.Series:
    """Read the category of each row; rows without a known one are set aside.

    Parameters
    ----------
    mapped
        The table under our names.
    notes
        Takes the issues.
    category
        The code for all rows, as the user says; goes before the file's own column.
    rules
        The words.

    Returns
    -------
    codes
        On the rows of the table; missing where the row is set aside.
    """
    index = mapped.others.index
    if "category" not in mapped.ours:
        return pd.Series(category, index=index, dtype="str")
    header = mapped.matched.headers["category"]
    texts = parse_text(mapped.ours["category"])
    codes = rules.vocabulary.find_all("category", texts)
    shown = texts.to_numpy(dtype=object)
    if category is not None:
        other = codes.notna() & (codes != category)
        label = rules.vocabulary.label("category", category)
        notes.at("category_differs", other, column=header, value=shown, given=label)
        return pd.Series(category, index=index, dtype="str")
    notes.at("missing_category", texts.isna(), column=header, set_aside=True)
    unknown = texts.notna() & codes.isna()
    notes.at("unknown_category", unknown, column=header, value=shown, set_aside=True)
    return codes


def drop_repeats(parcels: gpd.GeoDataFrame) -> Unique:
    """Keep the first row of each parcel id.

    Parameters
    ----------
    parcels
        Rows with `parcel_id`, `source`, `source_row` and geometry, on a RangeIndex.

    Returns
    -------
    unique
        The first row of each id, and for every later one an error, or a warning
        where it repeats the first in every column and its geometry.
    """
    first = parcels.groupby("parcel_id", sort=False).cumcount() == 0
    if first.all():
        return Unique(parcels, Issues.none())
    later = np.flatnonzero(~first)
    position = pd.Series(np.flatnonzero(first), index=parcels["parcel_id"][first])
    earlier = position[parcels["parcel_id"].iloc[later]].to_numpy()
    same = _same_rows(parcels, later, earlier)
    category = parcels["category"].to_numpy(dtype=object)
    other = category[later] != category[earlier]
    kinds = (
        ("id_in_both_categories", other),
        ("duplicate_id", ~other & ~same),
        ("repeated_row", same),
    )
    issues = [
        Issues.of(
            code,
            source=parcels["source"].iloc[later[hit]],
            source_row=parcels["source_row"].iloc[later[hit]],
            parcel_id=parcels["parcel_id"].iloc[later[hit]],
            set_aside=True,
            details={
                "other_source": parcels["source"].iloc[earlier[hit]],
                "other_row": parcels["source_row"].iloc[earlier[hit]],
            },
        )
        for code, hit in kinds
        if hit.any()
    ]
    return Unique(parcels[first].reset_index(drop=True), Issues.concat(issues))


def _same_rows(
    parcels: gpd.GeoDataFrame, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """Tell which pairs of rows agree in every cell and vertex."""
    cells = parcels.drop(columns=[*_PROVENANCE, parcels.geometry.name])
    one, other = cells.iloc[left], cells.iloc[right].set_axis(left, axis=0)
    one = one.set_axis(left, axis=0)
    same = ((one == other) | (one.isna() & other.isna())).all(axis=1).to_numpy()
    shapes = parcels.geometry.to_numpy()
    alike = [
        a.equals_exact(b) for a, b in zip(shapes[left], shapes[right], strict=True)
    ]
    return np.asarray(same & np.array(alike, dtype=bool))
