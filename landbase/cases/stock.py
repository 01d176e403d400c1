"""Which parcels belong to the stock that tasks are set by (任务基数)."""

from __future__ import annotations

import pandas as pd

from landbase.tables.cells import texts_given

__all__ = ["in_task_base", "said_of_task_base"]

_NO = frozenset({
    "否",
    "不列入",
    "未列入",
    "不在基数",
    "无",
    "n",
    "no",
    "0",
    "false",
    "×",
})


def in_task_base(parcels: pd.DataFrame) -> pd.Series:
    """Say which parcels are in the stock, by `task_base` where that is given.

    Parameters
    ----------
    parcels
        The parcel table. `task_base` holds the year in which a parcel was listed, or
        是 or 否. Not changed.

    Returns
    -------
    listed
        True or False, on the index of `parcels`. Where no parcel has a `task_base`, all
        are in the stock; where some are said to be listed, those alone; where parcels
        are only said not to be, all others.

    Examples
    --------
    >>> in_task_base(pd.DataFrame({"task_base": ["2021", None, "否"]})).tolist()
    [True, False, False]
    >>> in_task_base(pd.DataFrame({"task_base": [None, "否"]})).tolist()
    [True, False]
    """
    if "task_base" not in parcels:
        return pd.Series(data=True, index=parcels.index)
    listed, out = said_of_task_base(parcels)
    return listed if listed.any() else ~out


def said_of_task_base(parcels: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Say which parcels are said to be listed, and which are said not to be."""
    said = texts_given(parcels["task_base"])
    out = said.str.strip().str.casefold().isin(_NO)
    return said.notna() & ~out, out
