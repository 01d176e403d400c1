"""Lineage: parcels that end by a split, merger or adjustment, and their successors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

__all__ = [
    "CHILD",
    "KINDS",
    "PARENT",
    "VOID",
    "ancestors",
    "ancestors_of",
    "family",
    "find_kin",
    "in_effect",
    "living_successors",
    "misplaced_events",
]

KINDS = ("split", "merge", "adjust")
PARENT, CHILD, VOID = "parent", "child", "void"


def in_effect(lineage: pd.DataFrame) -> pd.DataFrame:
    """Leave out operations that were taken back."""
    voided = lineage["voids"].dropna()
    kept = lineage["role"].isin([PARENT, CHILD]) & ~lineage["operation"].isin(voided)
    return lineage[kept]


def relations(lineage: pd.DataFrame) -> pd.DataFrame:
    """Pair each parent with each child of its operation."""
    valid = in_effect(lineage)[["operation", "role", "parcel_id"]]
    by_role = {role: valid[valid["role"] == role] for role in (PARENT, CHILD)}
    both = by_role[PARENT].merge(
        by_role[CHILD], on="operation", suffixes=("_parent", "_child")
    )
    return pd.DataFrame({
        "parent": both["parcel_id_parent"],
        "child": both["parcel_id_child"],
    })


def living_successors(lineage: pd.DataFrame) -> dict[str, list[str]]:
    """Lead each id that has ended to the parcels that are there in its place."""
    children = _steps(lineage, PARENT, CHILD)
    return {
        parent: sorted(i for i in _reached(parent, children) if i not in children)
        for parent in children
    }


def ancestors(lineage: pd.DataFrame, parcel_id: str) -> list[str]:
    """List the ended parcels whose land a parcel has, nearest first."""
    return _reached(parcel_id, _steps(lineage, CHILD, PARENT))


def family(ids: Iterable[str], lineage: pd.DataFrame) -> list[str]:
    """Give ids with all that are related to them by operations, at any remove."""
    of_parcel = lineage.groupby("parcel_id")["operation"].agg(list).to_dict()
    of_operation = lineage.groupby("operation")["parcel_id"].agg(list).to_dict()
    found = dict.fromkeys(ids)
    ahead, done = list(found), set[str]()
    while ahead:
        for operation in of_parcel.get(ahead.pop(), ()):
            if operation in done:
                continue
            done.add(operation)
            new = [i for i in of_operation[operation] if i not in found]
            found |= dict.fromkeys(new)
            ahead += new
    return list(found)


def ancestors_of(lineage: pd.DataFrame, ids: set[Any]) -> set[Any]:
    """Find the parcels whose land any of these has, at any remove."""
    pairs, found, ahead = relations(lineage), set[Any](), set(ids)
    while ahead:
        ahead = {*pairs.loc[pairs["child"].isin(ahead), "parent"]} - found
        found |= ahead
    return found


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Kin:
    """Who descends from whom, as arrays by parcel.

    Attributes
    ----------
    any
        Whether there is any lineage at all.
    area, born, ended
        Area by lineage in m², first day, day on which the parcel is there no more;
        missing where nothing is said.
    never, lives
        The parcel is a child of no operation in effect; it is there on the day.
    generation
        0 for a parcel without parents, else one more than the last of its parents.
    rank, firsts
        The place of each parcel when they are sorted by generation, and where each
        generation begins (with the number of parcels at the end).
    pairs
        `parent`, `child`, `operation`, `effective` and `share`, the child's share of
        the land of all children of the operation.
    parents, passes
        How many parents each parcel has, and whether it has children.
    """

    any: bool
    area: npt.NDArray[np.float64]
    born: npt.NDArray[np.datetime64]
    ended: npt.NDArray[np.datetime64]
    never: npt.NDArray[np.bool_]
    lives: npt.NDArray[np.bool_]
    generation: npt.NDArray[np.intp]
    rank: npt.NDArray[np.intp]
    firsts: npt.NDArray[np.intp]
    pairs: pd.DataFrame
    parents: npt.NDArray[np.intp]
    passes: npt.NDArray[np.bool_]

    def pairs_of(self, generation: int) -> pd.DataFrame:
        """Give the pairs whose child is of a generation."""
        of = self.generation[self.pairs["child"].to_numpy()]  # sorted by it
        low, high = np.searchsorted(of, [generation, generation + 1])
        return self.pairs.iloc[low:high]

    def parted(
        self, done: npt.NDArray[np.bool_], area: npt.NDArray[np.float64]
    ) -> pd.DataFrame:
        """Give the pairs with what tells how a disposal is parted among children."""
        pairs = self.pairs
        if pairs.empty:
            return pairs.assign(**dict.fromkeys(("first", "then", "room"), 0.0))
        child = pairs["child"].to_numpy()
        mine, of = pairs["share"].where(done[child], 0.0), [
            pairs["operation"], pairs["parent"],
        ]  # fmt: skip
        other = pairs["share"] - mine
        sums = [part.groupby(of).transform("sum") for part in (mine, other)]
        mixed = (sums[0] > 0) & (sums[1] > 0)
        room = pd.Series(np.where(done[child], area[child], 0.0), pairs.index)
        return pairs.assign(
            first=(mine / sums[0].where(mixed, 1.0)).where(mixed, pairs["share"]),
            then=(other / sums[1].where(mixed, 1.0)).where(mixed, 0.0),
            room=room.groupby(of).transform("sum", min_count=1).where(mixed),
        )

    def living_after(self, ids: pd.Index) -> dict[str, list[str]]:
        """Lead each parcel that has ended to the living in its place."""
        parent, child = (
            ids.take(self.pairs[n].to_numpy()) for n in ("parent", "child")
        )
        steps: dict[str, list[str]] = {}
        for one, other in zip(parent, child, strict=True):
            steps.setdefault(one, []).append(other)
        return {
            one: sorted(i for i in _reached(one, steps) if i not in steps)
            for one in steps
        }


def find_kin(
    valid: pd.DataFrame | None,
    lineage: pd.DataFrame | None,
    ids: pd.Index,
    *,
    day: pd.Timestamp | None,
) -> Kin:
    """Find who descends from whom by a day."""
    size = len(ids)
    born = np.full(size, np.datetime64("NaT", "D"))
    ended, area = born.copy(), np.full(size, np.nan)
    none = np.zeros(size, dtype=bool)
    generation, parents = np.zeros(size, dtype=np.intp), np.zeros(size, dtype=np.intp)
    pairs = pd.DataFrame({
        "parent": np.array([], dtype=np.intp),
        "child": np.array([], dtype=np.intp),
        "operation": pd.array([], dtype="str"),
        "effective": np.array([], dtype="datetime64[s]"),
        "share": np.array([], dtype="float64"),
    })
    if lineage is None or valid is None or lineage.empty:
        return Kin(
            any=False, area=area, born=born, ended=ended, never=none, lives=~none,
            generation=generation, rank=np.arange(size), firsts=np.array([0, size]),
            pairs=pairs, parents=parents, passes=none,
        )  # fmt: skip
    rows = valid.assign(code=ids.get_indexer(pd.Index(valid["parcel_id"])))
    if "area_m2" not in rows:
        rows = rows.assign(area_m2=np.nan)
    area[rows["code"]] = rows["area_m2"]
    if day is not None:
        rows = rows[rows["effective"] <= day]
    ending, beginning = (rows[rows["role"] == role] for role in (PARENT, CHILD))
    for values, those, last in ((ended, ending, False), (born, beginning, True)):
        days = those.groupby("code")["effective"].agg("max" if last else "min")
        values[days.index] = days.to_numpy("datetime64[D]")
    begun = lineage.loc[lineage["role"] == CHILD, "parcel_id"]
    ever = ids.get_indexer(pd.Index(begun))
    never = none.copy()
    never[ever[ever >= 0]] = True
    never[beginning["code"]] = False
    pairs = _pairs(ending, beginning)
    generation = _generations(pairs, size)
    own = generation[pairs["child"].to_numpy()]
    onward = own > generation[pairs["parent"].to_numpy()]  # a damaged table has circles
    pairs = pairs[onward].iloc[np.argsort(own[onward], kind="stable")]
    order = np.argsort(generation, kind="stable")
    rank = np.empty(size, dtype=np.intp)
    rank[order] = np.arange(size)
    firsts = np.append(0, np.cumsum(np.bincount(generation, minlength=1)))
    return Kin(
        any=True, area=area, born=born, ended=ended, never=never,
        lives=np.isnat(ended) & ~never, generation=generation, rank=rank,
        firsts=firsts, pairs=pairs.reset_index(drop=True),
        passes=np.isin(np.arange(size), pairs["parent"]),
        parents=np.bincount(pairs["child"], minlength=size).astype(np.intp),
    )  # fmt: skip


def _pairs(ending: pd.DataFrame, beginning: pd.DataFrame) -> pd.DataFrame:
    """Pair parents and children of an operation, with the shares of the children."""
    first = ending.sort_values("effective", kind="stable").drop_duplicates("code")
    area = beginning["area_m2"]
    of = beginning.groupby("operation")["area_m2"]
    known = (of.transform("count") == of.transform("size")) & (of.transform("sum") > 0)
    size = area.where(known, 1.0)
    share = size / size.groupby(beginning["operation"]).transform("sum")
    both = first.merge(
        beginning.assign(share=share), on="operation", suffixes=("", "_child")
    )
    return pd.DataFrame({
        "parent": both["code"].to_numpy(np.intp),
        "child": both["code_child"].to_numpy(np.intp),
        "operation": both["operation"],
        "effective": both["effective"],
        "share": both["share"],
    })


def _generations(pairs: pd.DataFrame, size: int) -> npt.NDArray[np.intp]:
    """Count for each parcel how many parents stand above it at most."""
    generation = np.zeros(size, dtype=np.intp)
    by_parent = pairs.sort_values("parent", kind="stable")
    parent, child = (by_parent[n].to_numpy() for n in ("parent", "child"))
    waiting = np.bincount(child, minlength=size)
    ahead = np.unique(parent[waiting[parent] == 0])
    number = 0
    while len(ahead):
        number += 1
        low, high = (np.searchsorted(parent, ahead, side) for side in ("left", "right"))
        count = high - low
        place = np.repeat(low - np.append(0, np.cumsum(count)[:-1]), count)
        of = child[place + np.arange(int(count.sum()))]
        np.subtract.at(waiting, of, 1)
        generation[of] = number
        ahead = np.unique(of[waiting[of] == 0])
        ahead = ahead[np.isin(ahead, parent)]
    return generation


def misplaced_events(events: pd.DataFrame, lineage: pd.DataFrame) -> Issues:
    """Find decisions on parcels that had ended, or were not there yet, on their day."""
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
