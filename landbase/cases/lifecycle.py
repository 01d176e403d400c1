"""The life of a parcel: which status may follow which.

A ledger often records only the end, so that steps may be skipped. What is not
allowed is going back unseen: land that counts as disposed of comes back to work only
through a return (退回), what was accepted (销号) has no other way on, and nothing
becomes merely registered again. Statuses are told by their marks in the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from landbase.rules import Rules

__all__ = ["allowed_after", "find_bad_steps", "initial_status", "may_follow"]


def initial_status(rules: Rules) -> str:
    """Give the status of a parcel of which nothing was decided."""
    initial = rules.marked("initial")
    return next(c for c in rules.vocabulary.codes("status") if c in initial)


def may_follow(before: str, after: str, *, rules: Rules) -> bool:
    """Say whether one status may follow another.

    Parameters
    ----------
    before, after
        Status codes; a parcel without events has the initial one.
    rules
        The statuses and their marks.

    Returns
    -------
    allowed
        Whether an event of status `after` may come next.

    Examples
    --------
    >>> from landbase.rules import Rules
    >>> may_follow("registered", "closed", rules=Rules.default())
    True
    >>> may_follow("closed", "planned", rules=Rules.default())
    False
    >>> may_follow("returned", "in_progress", rules=Rules.default())
    True
    """
    one, other = (rules.vocabulary.term("status", code) for code in (before, after))
    if other.returned:
        return not (one.initial or one.returned)
    if one.accepted:
        return False
    if other.initial:
        return one.initial
    return other.disposed or not one.disposed


def allowed_after(before: str, *, rules: Rules) -> list[str]:
    """List the statuses that may follow one, in the order of the vocabulary.

    Parameters
    ----------
    before
        A status code.
    rules
        The statuses.

    Returns
    -------
    codes
        Status codes.

    Examples
    --------
    >>> from landbase.rules import Rules
    >>> allowed_after("closed", rules=Rules.default())
    ['returned']
    """
    codes = rules.vocabulary.codes("status")
    return [code for code in codes if may_follow(before, code, rules=rules)]


def find_bad_steps(timeline: pd.DataFrame, *, rules: Rules) -> pd.DataFrame:
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
    rules
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
    codes = rules.vocabulary.codes("status")
    status = pd.Categorical(timeline["status"], categories=codes).codes
    start = codes.index(initial_status(rules))
    status_before = np.where(before >= 0, status[before], start)
    allowed = np.array([[may_follow(a, b, rules=rules) for b in codes] for a in codes])
    bad = ~allowed[status_before, status]
    return pd.DataFrame({
        "before": before[bad],
        "after": at.to_numpy()[bad],
        "status_before": np.array(codes, dtype=object)[status_before[bad]],
    })
