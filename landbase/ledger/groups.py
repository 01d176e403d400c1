"""Groups of columns with one word each: an area for each cause or way, or a tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.ledger.areas import Area, read_area
from landbase.values import half_width, is_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from landbase.clean.notes import Notes
    from landbase.ledger.areas import Units
    from landbase.ledger.columns import Member
    from landbase.sources.ledger import LedgerTable

__all__ = ["read_group"]

_TICKS = {"√", "✓", "✔", "☑", "▲", "●", "○", "是", "有", "y", "yes", "v"}


def read_group(
    table: LedgerTable, members: Sequence[Member], notes: Notes, *, units: Units
) -> tuple[pd.Series | None, dict[str, Area]]:
    """Read a group of columns such as 未供原因 with a column for each cause.

    Parameters
    ----------
    table
        The table as found.
    members
        The columns of one group; none gives nothing.
    notes
        Takes the issues.
    units
        What tells the unit of areas beside cells and headers.

    Returns
    -------
    words
        For a group that is ticked: the code of the one column ticked in each row
        (days for time limits), missing where none or several are. None for areas.
    areas
        For a group of areas: ``kind.code`` → area; columns of the same code are
        numbered on.
    """
    if not members:
        return None, {}
    if members[0].kind == "due" or _is_ticked(table, members):
        return _ticked(table, members), {}
    areas: dict[str, Area] = {}
    for member in members:
        name = base = f"{member.kind}.{member.code or member.word}"
        again = 2
        while name in areas:
            name, again = f"{base}.{again}", again + 1
        areas[name] = read_area(
            table, member.header, notes, named=member.units, units=units
        )
    return None, areas


def _is_ticked(table: LedgerTable, members: Sequence[Member]) -> bool:
    cells = pd.concat([table.frame[member.header] for member in members])
    given = cells[~is_missing(cells)]
    ticks = [isinstance(v, str) and half_width(v).casefold() in _TICKS for v in given]
    return bool(ticks) and all(ticks)


def _ticked(table: LedgerTable, members: Sequence[Member]) -> pd.Series:
    """Give the code of the column that is ticked, where it is one only."""
    marks = np.column_stack([
        ~is_missing(table.frame[member.header]) for member in members
    ])
    codes = np.array([member.code for member in members], dtype=object)
    chosen = np.where(marks.sum(axis=1) == 1, codes[marks.argmax(axis=1)], None)
    words = pd.Series(chosen, index=table.frame.index, dtype="str")
    if members[0].kind == "due":
        return pd.to_datetime(words).astype("datetime64[s]")
    return words
