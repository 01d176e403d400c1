"""The life of a parcel: which status may follow which.

A ledger often records only the end, so that steps may be skipped. What is not
allowed is going back unseen: land that counts as disposed of comes back to work only
through `returned` (退回), a closed case (销号) has no other way on, and nothing becomes
merely `registered` again. Statuses that a bureau adds obey the same rules through
their `disposed` mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Vocabulary

__all__ = [
    "CLOSED",
    "REGISTERED",
    "RETURNED",
    "allowed_after",
    "find_bad_steps",
    "may_follow",
]

REGISTERED = "registered"
CLOSED = "closed"
RETURNED = "returned"


def may_follow(before: str, after: str, *, vocabulary: Vocabulary) -> bool:
    """Say whether one status may follow another.

    Parameters
    ----------
    before, after
        Status codes; a parcel without events is `registered`.
    vocabulary
        The statuses and which of them count as disposed of.

    Returns
    -------
    allowed
        Whether an event of status `after` may come next.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> words = Vocabulary.default()
    >>> may_follow("registered", "closed", vocabulary=words)
    True
    >>> may_follow("closed", "planned", vocabulary=words)
    False
    >>> may_follow("returned", "in_progress", vocabulary=words)
    True
    """
    if after == RETURNED:
        return before not in {REGISTERED, RETURNED}
    if before == CLOSED:
        return False
    if after == REGISTERED:
        return before == REGISTERED
    back = vocabulary.term("status", before).disposed
    return not back or vocabulary.term("status", after).disposed


def allowed_after(before: str, *, vocabulary: Vocabulary) -> list[str]:
    """List the statuses that may follow one, in the order of the vocabulary.

    Parameters
    ----------
    before
        A status code.
    vocabulary
        The statuses.

    Returns
    -------
    codes
        Status codes.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> allowed_after("closed", vocabulary=Vocabulary.default())
    ['returned']
    """
    codes = vocabulary.codes("status")
    return [code for code in codes if may_follow(before, code, vocabulary=vocabulary)]


def find_bad_steps(timeline: pd.DataFrame, *, vocabulary: Vocabulary) -> pd.DataFrame:
    """Find the events that may not follow what came before them.

    A parcel can be disposed of in parts by different ways. An event follows the last
    event of its own way, or the last that was for the whole parcel, whichever is
    later.

    Parameters
    ----------
    timeline
        Events sorted by parcel and, within it, in the order of their life:
        `parcel_id`, `disposal_type`, `status` (known codes), `whole` (the event is
        for the whole parcel). Not changed.
    vocabulary
        The statuses.

    Returns
    -------
    steps
        One row for each step that is not allowed: `before` and `after` (positions in
        `timeline`; -1 where there is no event before) and `status_before`.
    """
    if timeline.empty:
        return pd.DataFrame({"before": [], "after": [], "status_before": []})
    at = pd.Series(np.arange(len(timeline)))
    parcel = timeline["parcel_id"].to_numpy()
    way = timeline["disposal_type"].fillna("").to_numpy()
    same_way = at.groupby([parcel, way]).shift(1, fill_value=-1)
    whole = at.where(timeline["whole"].to_numpy(), -1).groupby(parcel)
    last_whole = whole.shift(1, fill_value=-1).groupby(parcel).cummax()
    before = np.maximum(same_way.to_numpy(), last_whole.to_numpy())
    codes = vocabulary.codes("status")
    status = pd.Categorical(timeline["status"], categories=codes).codes
    start = codes.index(REGISTERED)
    status_before = np.where(before >= 0, status[before], start)
    allowed = np.array([
        [may_follow(a, b, vocabulary=vocabulary) for b in codes] for a in codes
    ])
    bad = ~allowed[status_before, status]
    return pd.DataFrame({
        "before": before[bad],
        "after": at.to_numpy()[bad],
        "status_before": np.array(codes, dtype=object)[status_before[bad]],
    })
