"""What a sequence of events comes to: each parcel's state and disposed area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.cases.lifecycle import RETURNED

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules.vocabulary import Vocabulary

__all__ = ["current_state", "disposed_by_way", "in_order"]


def in_order(events: pd.DataFrame) -> pd.DataFrame:
    """Sort events by the day they take effect; equal days stay as recorded.

    Parameters
    ----------
    events
        Events in the order of recording, with `effective`. Not changed.

    Returns
    -------
    events
        The same rows.
    """
    return events.sort_values("effective", kind="stable")


def disposed_by_way(events: pd.DataFrame, *, vocabulary: Vocabulary) -> pd.DataFrame:
    """Find what each way has disposed of, each area once.

    Of each parcel and way the last event counts, where its status counts as disposed
    of. After a `returned` event, nothing before it on that parcel counts.

    Parameters
    ----------
    events
        Events in the order of recording: `parcel_id`, `disposal_type`, `status`,
        `effective`, `area_m2`. Not changed.
    vocabulary
        Which statuses count as disposed of.

    Returns
    -------
    disposed
        The events that count, on their own index.
    """
    order = in_order(events)
    returns = (order["status"] == RETURNED).groupby(order["parcel_id"]).cumsum()
    latest = returns.groupby(order["parcel_id"]).transform("max")
    last_round = order[returns == latest]
    last = last_round.drop_duplicates(["parcel_id", "disposal_type"], keep="last")
    counts = [c for c in vocabulary.codes("status") if _counts(vocabulary, c)]
    return last[last["status"].isin(counts)]


def current_state(events: pd.DataFrame, *, vocabulary: Vocabulary) -> pd.DataFrame:
    """Find the state that events leave each parcel in.

    Parameters
    ----------
    events
        The events that are in force, in the order of recording: `parcel_id`,
        `disposal_type`, `status`, `effective`, `due`, `document`, `exception`,
        `area_m2`. Not changed.
    vocabulary
        Which statuses count as disposed of.

    Returns
    -------
    state
        Index `parcel_id`; `status`, `disposal_type`, `effective`, `document` and
        `exception` of the last event by the day it takes effect, then by recording;
        `due`, the last day that was set; `disposed_area_m2`, what all ways together
        have disposed of, missing where there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> events = pd.DataFrame({
    ...     "parcel_id": ["A", "A"], "disposal_type": ["interview", "free_reclaim"],
    ...     "status": ["planned", "disposed"],
    ...     "effective": pd.to_datetime(["2023-01-01", "2023-05-01"]),
    ...     "due": pd.NaT, "document": None, "exception": None,
    ...     "area_m2": [None, 500.0]})
    >>> state = current_state(events, vocabulary=Vocabulary.default())
    >>> state.loc["A", "status"], float(state.loc["A", "disposed_area_m2"])
    ('disposed', 500.0)
    """
    columns = ["status", "disposal_type", "effective", "due", "document", "exception"]
    order = in_order(events)
    state = order.drop_duplicates("parcel_id", keep="last").set_index("parcel_id")
    state = state[columns].assign(due=order.groupby("parcel_id")["due"].last())
    disposed = disposed_by_way(events, vocabulary=vocabulary)
    area = disposed.groupby("parcel_id")["area_m2"].sum(min_count=1)
    return state.assign(disposed_area_m2=area.reindex(state.index).astype("float64"))


def _counts(vocabulary: Vocabulary, status: str) -> bool:
    return vocabulary.term("status", status).disposed
