"""Who is to get a letter of reminder (发函提醒)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.progress.rates import CITY

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["reminders"]


def reminders(table: pd.DataFrame, *, threshold: float | None = None) -> pd.DataFrame:
    """List the parts that are behind, the furthest behind first.

    Parameters
    ----------
    table
        What `progress` gives. Not changed.
    threshold
        The share of the task that has to be done, 0 to 1 or more; by default the
        share of the year that has gone.

    Returns
    -------
    behind
        The rows of `table` but the city's that have a task and a rate below the
        threshold, by category and rising rate; the index as in `table`.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_tuples(
    ...     [("150602", "idle"), ("150621", "idle"), ("city", "idle")],
    ...     names=["banner", "category"])
    >>> table = pd.DataFrame({"rate": [0.2, 0.9, 0.1], "on_track": False}, index=index)
    >>> reminders(table, threshold=0.5).index.tolist()
    [('150602', 'idle')]
    """
    parts = table[table.index.get_level_values(0) != CITY]
    if threshold is None:
        behind = (~parts["on_track"].astype("boolean")).fillna(value=False)
    else:
        behind = parts["rate"] < threshold
    names = [str(name) for name in table.index.names]
    found = parts[behind.to_numpy(dtype=bool)].reset_index()
    order = found.sort_values([names[1], "rate", names[0]], kind="stable")
    listed: pd.DataFrame = order.set_index(names)
    return listed
