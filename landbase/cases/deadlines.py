"""The timetable (整改时间表): what is overdue and what falls due soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.cases.state import in_order
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules.vocabulary import Vocabulary

__all__ = ["DUE_SOON", "LATER", "OVERDUE", "find_deadlines"]

OVERDUE, DUE_SOON, LATER = "overdue", "due_soon", "later"
_CARRIED = ("due", "by", "document", "exception")
_COLUMNS = (
    "parcel_id",
    "category",
    "banner",
    "disposal_type",
    "status",
    "due",
    "days_left",
    "deadline",
    "by",
    "document",
    "exception",
)


def find_deadlines(
    decisions: pd.DataFrame,
    *,
    on: dt.date | str,
    vocabulary: Vocabulary,
    within_days: int = 30,
) -> pd.DataFrame:
    """List the parcels that have a due day and are not disposed of, soonest first.

    Parameters
    ----------
    decisions
        Events in force, in the order of recording: `parcel_id`, `category`, `banner`,
        `disposal_type`, `status`, `effective`, `due`, `by`, `document`, `exception`.
        Not changed.
    on
        The day to judge by; events that take effect later are left out.
    vocabulary
        Which statuses count as disposed of.
    within_days
        A due day up to so many days ahead is soon.

    Returns
    -------
    deadlines
        One row a parcel: what it is, its last `disposal_type` and `status`; the last
        `due`, `by` (responsible), `document` and `exception` that were given;
        `days_left` (`Int64`, negative when overdue) and `deadline`: "overdue" (the
        due day has passed), "due_soon" or "later". In order of `due`, then of parcel
        id.

    Raises
    ------
    SchemaError
        A column is missing.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> decisions = pd.DataFrame({
    ...     "parcel_id": ["A"], "category": ["idle"], "banner": ["150602"],
    ...     "disposal_type": ["interview"], "status": ["planned"],
    ...     "effective": pd.to_datetime(["2023-01-01"]),
    ...     "due": pd.to_datetime(["2023-07-01"]), "by": ["张三"], "document": ["x"],
    ...     "exception": None})
    >>> words = Vocabulary.default()
    >>> table = find_deadlines(decisions, on="2023-07-06", vocabulary=words)
    >>> table[["days_left", "deadline"]].values.tolist()
    [[-5, 'overdue']]
    """
    require_columns(decisions, *(c for c in _COLUMNS if c not in _COLUMNS[6:8]))
    day = pd.Timestamp(on)
    order = in_order(decisions[decisions["effective"] <= day])
    last = order.drop_duplicates("parcel_id", keep="last").set_index("parcel_id")
    given = order.groupby("parcel_id")[list(_CARRIED)].last()
    open_ = {c for c, t in vocabulary.terms["status"].items() if not t.disposed}
    state = last.assign(**{name: given[name] for name in _CARRIED})
    state = state[state["due"].notna() & state["status"].isin(open_)].reset_index()
    left = (state["due"] - day).dt.days
    kinds = np.select([left < 0, left <= within_days], [OVERDUE, DUE_SOON], LATER)
    state["days_left"] = left.astype("Int64")
    state["deadline"] = pd.Series(kinds, index=state.index, dtype="str")
    table = state.sort_values(["due", "parcel_id"], ignore_index=True)
    return table[list(_COLUMNS)]
