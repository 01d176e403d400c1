"""Lineage: parcels that end by a split, merger or adjustment, and their successors.

An id is never used again: a child has an id of its own, whatever the operation. A
parcel exists from the day it is born (always, where nothing says more) to the day
before it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CHILD",
    "KINDS",
    "PARENT",
    "VOID",
    "ancestors",
    "existing",
    "followed",
    "in_effect",
    "living_successors",
    "misplaced_events",
    "relations",
]

KINDS = ("split", "merge", "adjust")
PARENT, CHILD, VOID = "parent", "child", "void"


def in_effect(lineage: pd.DataFrame) -> pd.DataFrame:
    """Leave out operations that were taken back.

    Parameters
    ----------
    lineage
        Rows with `operation`, `role`, `voids`. Not changed.

    Returns
    -------
    lineage
        Rows of parents and children whose operation is in effect.
    """
    voided = lineage["voids"].dropna()
    kept = lineage["role"].isin([PARENT, CHILD]) & ~lineage["operation"].isin(voided)
    return lineage[kept]


def relations(lineage: pd.DataFrame) -> pd.DataFrame:
    """Pair each parent with each child of its operation.

    Parameters
    ----------
    lineage
        Rows with `operation`, `role`, `voids`, `parcel_id`. Not changed.

    Returns
    -------
    pairs
        `parent`, `child`, one row a pair of an operation in effect.
    """
    valid = in_effect(lineage)[["operation", "role", "parcel_id"]]
    by_role = {role: valid[valid["role"] == role] for role in (PARENT, CHILD)}
    both = by_role[PARENT].merge(
        by_role[CHILD], on="operation", suffixes=("_parent", "_child")
    )
    return pd.DataFrame({
        "parent": both["parcel_id_parent"],
        "child": both["parcel_id_child"],
    })


def existing(
    ids: pd.Series, lineage: pd.DataFrame, *, on: pd.Timestamp | None = None
) -> pd.Series:
    """Say which parcels exist on a day.

    Parameters
    ----------
    ids
        Parcel ids.
    lineage
        Rows with `operation`, `role`, `voids`, `parcel_id`, `effective`. Not changed.
    on
        The day; by default after all that is recorded.

    Returns
    -------
    exists
        On the index of `ids`: born by that day, not ended by it. A child of an
        operation that was taken back never exists.
    """
    if lineage.empty:
        return pd.Series(data=True, index=ids.index)
    valid = in_effect(lineage)
    came = valid["effective"] <= on if on is not None else valid["effective"].notna()
    ended = valid.loc[(valid["role"] == PARENT) & came, "parcel_id"]
    born = valid.loc[(valid["role"] == CHILD) & came, "parcel_id"]
    children = lineage.loc[lineage["role"] == CHILD, "parcel_id"]
    return ~ids.isin(ended) & (~ids.isin(children) | ids.isin(born))


def living_successors(lineage: pd.DataFrame) -> dict[str, list[str]]:
    """Lead each id that has ended to the parcels that are there in its place.

    Parameters
    ----------
    lineage
        As for `relations`. Not changed.

    Returns
    -------
    successors
        Ended id → ids that have not ended, sorted.
    """
    children = _steps(lineage, PARENT, CHILD)
    return {
        parent: sorted(i for i in _reached(parent, children) if i not in children)
        for parent in children
    }


def ancestors(lineage: pd.DataFrame, parcel_id: str) -> list[str]:
    """List the ended parcels whose land a parcel has, nearest first."""
    return _reached(parcel_id, _steps(lineage, CHILD, PARENT))


def _steps(lineage: pd.DataFrame, start: str, end: str) -> dict[str, list[str]]:
    """Lead from each parcel of one role to those of the other."""
    steps: dict[str, list[str]] = {}
    pairs = relations(lineage)
    for one, other in zip(pairs[start], pairs[end], strict=True):
        steps.setdefault(one, []).append(other)
    return steps


def _reached(start: str, steps: dict[str, list[str]]) -> list[str]:
    """Walk from an id; a damaged table may hold a circle."""
    found: list[str] = []
    ahead = list(steps.get(start, ()))
    while ahead:
        here = ahead.pop(0)
        if here not in found and here != start:
            found.append(here)
            ahead.extend(steps.get(here, ()))
    return found


def followed(rows: pd.DataFrame, lineage: pd.DataFrame) -> pd.DataFrame:
    """Carry what is said of ended parcels over to those in their place.

    Parameters
    ----------
    rows
        Records with `parcel_id`, in the order of recording. Not changed.
    lineage
        As for `relations`. Not changed.

    Returns
    -------
    rows
        In the same order; a row on an ended parcel stands once for each living
        successor.
    """
    after = living_successors(lineage)
    if not after:
        return rows
    ids = [after.get(i, [i]) for i in rows["parcel_id"]]
    carried = rows.assign(parcel_id=pd.Series(ids, index=rows.index, dtype="object"))
    exploded = carried.explode("parcel_id", ignore_index=True)
    return exploded.astype({"parcel_id": "str"})


def misplaced_events(events: pd.DataFrame, lineage: pd.DataFrame) -> Issues:
    """Find decisions on parcels that had ended, or were not there yet, on their day.

    Parameters
    ----------
    events
        As `read_events` gives them. Not changed.
    lineage
        As for `existing`. Not changed.

    Returns
    -------
    issues
        Errors by row; those on ended parcels name the successors.
    """
    if lineage.empty:
        return Issues.none()
    valid = in_effect(lineage)
    ends, births = (
        valid[valid["role"] == role].groupby("parcel_id")["effective"]
        for role in (PARENT, CHILD)
    )
    # not with `map`, which cannot where every operation was taken back
    end = ends.min().reindex(events["parcel_id"]).set_axis(events.index)
    born = births.max().reindex(events["parcel_id"]).set_axis(events.index)
    void = set(lineage.loc[lineage["role"] == CHILD, "parcel_id"])
    never = events["parcel_id"].isin(void - set(valid["parcel_id"]))
    late, early = events["effective"] >= end, (events["effective"] < born) | never
    after = living_successors(lineage)
    found = [
        _issues(
            "event_parcel_ended",
            events[late],
            day=_days(end[late]),
            successors=_joined(events.loc[late, "parcel_id"].map(after)),
        ),
        _issues("event_parcel_not_begun", events[early], day=_days(born[early])),
    ]
    return Issues.concat(found)


def _issues(code: str, rows: pd.DataFrame, **details: Any) -> Issues:
    if rows.empty:
        return Issues.none()
    return Issues.of(
        code,
        source=rows["source"],
        source_row=rows["source_row"],
        parcel_id=rows["parcel_id"],
        column="effective",
        value=_days(rows["effective"]),
        details=details,
    )


def _days(days: pd.Series) -> list[Any]:
    return list(days.dt.strftime("%Y-%m-%d").fillna("—"))


def _joined(lists: Iterable[list[str]]) -> list[str]:
    return ["、".join(ids) for ids in lists]
