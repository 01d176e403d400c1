"""Who knew of what: records that follow one another, and those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["forked", "heads", "known_before", "plain_rows"]


def forked(records: pd.DataFrame, subject: list[str]) -> pd.Series:
    """Say which records are of a subject on which two did not know of each other.

    A record names all that was known of its subject and not yet followed. So the
    first two that did not know of each other name the same.

    Parameters
    ----------
    records
        All records known, with the columns of the subject and `follows`. Not changed.
    subject
        The columns that say what a record is about.

    Returns
    -------
    forked
        On the index of `records`.
    """
    keys = [records[name] for name in subject]
    same = records.assign(follows=records["follows"].fillna(""))
    twice = same.duplicated([*subject, "follows"], keep=False)
    return twice.groupby(keys).transform("any")


def known_before(follows: Mapping[str, str]) -> dict[str, set[str]]:
    """Find for each record all that was known when it was recorded.

    Parameters
    ----------
    follows
        uid → uids with spaces between.

    Returns
    -------
    before
        uid → uids, at any remove.

    Examples
    --------
    >>> before = known_before({"a": "", "b": "a", "c": "a", "d": "b c"})
    >>> sorted(before["d"]), sorted(before["c"])
    (['a', 'b', 'c'], ['a'])
    """
    before: dict[str, set[str]] = {}
    for start in follows:
        stack = [start]
        while stack:
            uid = stack[-1]
            ahead = [u for u in follows[uid].split() if u in follows]
            waiting = [u for u in ahead if u not in before]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            before[uid] = {*ahead}.union(*(before[u] for u in ahead))
    return before


def heads(records: pd.DataFrame) -> pd.DataFrame:
    """Keep the records that no other follows."""
    followed = {uid for text in records["follows"].dropna() for uid in text.split()}
    return records[~records["uid"].isin(followed)]


def plain_rows(records: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    """Give rows as tuples that compare equal where they say the same."""
    table = records[names].astype(object)
    rows = table.where(records[names].notna(), None)
    return list(rows.itertuples(index=False, name=None))
