"""Deadlines in the sections of a parcel layer: what may be overdue, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from landbase.rules import Rules
    from landbase.webmap.binary import Sections

__all__ = ["add_dues"]

_NONE = 0  # a day is written as one more than its distance from the first


def add_dues(
    sections: Sections,
    parcels: pd.DataFrame,
    events: pd.DataFrame | None,
    *,
    rules: Rules,
) -> None:
    """Add the day by which each parcel is to be disposed of, where that is still due.

    As for `LandBase.deadlines`, nothing is due of what counts as disposed of.

    Parameters
    ----------
    sections
        The sections; their header gets the first day as `due`, where there is any.
    parcels
        The parcels before any decision, with `due` and, where known, `status`.
    events
        Decisions as `place` gives them, with the state each leaves; or None.
    rules
        Which statuses count as disposed of.
    """
    tables = {"due": parcels.filter(["due", "status"])}
    if events is not None:
        own = "state_status" if "state_status" in events else "status"
        names = {"state_due": "due", own: "status"}
        tables["event_due"] = events[[*names]].rename(columns=names)
    done = rules.marked("disposed")
    days = {name: _open(table, done) for name, table in tables.items()}
    first = pd.concat([*days.values()]).min()
    if pd.isna(first):
        return
    sections.header["due"] = int(first)
    for name, values in days.items():
        numbers = (values - first + 1).fillna(_NONE).to_numpy(dtype=np.int64)
        sections.add_numbers(name, numbers)


def _open(table: pd.DataFrame, done: frozenset[str]) -> pd.Series:
    """Count due days from 1970-01-01; missing where nothing is due."""
    if not pd.api.types.is_datetime64_any_dtype(table["due"].dtype):
        return pd.Series(np.nan, index=table.index)  # a text of any kind is no day
    days = (table["due"] - pd.Timestamp(0)) // pd.Timedelta(days=1)
    if "status" not in table:
        return days
    return days.where(~table["status"].isin(done))
