"""What does not go together when records of colleagues meet."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from landbase.cases.allowed import find_bad_steps
from landbase.cases.events import EVENT_TYPES
from landbase.cases.fold import area_limit, fold, whole_parcel
from landbase.cases.lineage import CHILD, PARENT, in_effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from landbase.rules.ruleset import Rules

__all__ = ["find_conflicts", "forked", "known_before"]


def forked(records: pd.DataFrame, subject: list[str]) -> pd.Series:
    """Say which records are of a subject on which two did not know of each other."""
    keys = [records[name] for name in subject]
    same = records.assign(follows=records["follows"].fillna(""))
    twice = same.duplicated([*subject, "follows"], keep=False)
    return twice.groupby(keys).transform("any")


def known_before(follows: Mapping[str, str]) -> dict[str, set[str]]:
    """Find for each record all that was known when it was recorded.

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


CONFLICT_KINDS = (
    "ended_twice",
    "parcel_gone",
    "corrected_twice",
    "same_day",
    "lifecycle",
    "area",
    "milestone",
)
_SAID = [name for name in EVENT_TYPES if name != "supersedes"]
_STEP = ["due", "person", "unit", "done_on", "document", "reason"]
_SUBJECT = ["parcel_id", "step"]
_SHOWN = [
    *("disposal_type", "status", "effective", "due", "area_m2", "document", "by"),
    *("reason", "step", "person", "unit", "done_on", "operation"),
]


class _Conflict(NamedTuple):
    kind: str
    parcel_id: str
    uids: tuple[str, ...]


def find_conflicts(
    decisions: pd.DataFrame,
    milestones: pd.DataFrame,
    lineage: pd.DataFrame,
    *,
    areas: pd.Series,
    rules: Rules,
    on: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Find what people who did not know of each other have recorded differently."""
    live = decisions[~decisions["uid"].isin(decisions["supersedes"].dropna())]
    valid = in_effect(lineage)
    if on is not None:
        live = live[live["effective"] <= on]
        valid = valid[valid["effective"] <= on]
    fork_ids = decisions.loc[forked(decisions, ["parcel_id"]), "parcel_id"]
    open_ = live[live["parcel_id"].isin(fork_ids)]
    found = [
        *_ended_twice(valid),
        *_gone(live, lineage, valid),
        *_milestones(milestones),
    ]
    if len(open_):
        found += _different(open_, decisions)
        found += _out_of_step(open_, areas, rules)
        found += _too_large(open_, areas, rules)
    return _table(found, decisions=decisions, milestones=milestones, lineage=lineage)


def _ended_twice(valid: pd.DataFrame) -> Iterator[_Conflict]:
    parents = valid[valid["role"] == PARENT]
    several = parents.groupby("parcel_id")["operation"].transform("nunique") > 1
    for parcel_id, rows in parents[several].groupby("parcel_id"):
        yield _Conflict("ended_twice", str(parcel_id), tuple(rows["uid"]))


def _gone(
    live: pd.DataFrame, lineage: pd.DataFrame, valid: pd.DataFrame
) -> Iterator[_Conflict]:
    """Find decisions on days on which their parcels are not there."""
    parents, children = (valid[valid["role"] == role] for role in (PARENT, CHILD))
    end, start = (_first_day(rows, live["parcel_id"]) for rows in (parents, children))
    ever = lineage.loc[lineage["role"] == CHILD, "parcel_id"]
    never = live["parcel_id"].isin(ever) & ~live["parcel_id"].isin(
        children["parcel_id"]
    )
    gone = live[(live["effective"] >= end) | (live["effective"] < start) | never]
    for parcel_id, rows in gone.groupby("parcel_id"):
        of_it = lineage.loc[lineage["parcel_id"] == parcel_id, "uid"]
        yield _Conflict("parcel_gone", str(parcel_id), (*rows["uid"], *of_it))


def _first_day(lineage: pd.DataFrame, ids: pd.Series) -> pd.Series:
    return _of_parcel(lineage.groupby("parcel_id")["effective"].min(), ids)


def _of_parcel(values: pd.Series, ids: pd.Series) -> pd.Series:
    """Give each row its parcel's value; `map` cannot with no values at all."""
    return values.reindex(ids).set_axis(ids.index)


def _different(live: pd.DataFrame, decisions: pd.DataFrame) -> Iterator[_Conflict]:
    """Find different decisions of a day, or corrections of one decision."""
    of_forked = decisions[decisions["parcel_id"].isin(live["parcel_id"])]
    follows = of_forked["follows"].fillna("")
    before = known_before(dict(zip(of_forked["uid"], follows, strict=True)))
    first = _first_said(of_forked)
    said = dict(zip(live["uid"], plain_rows(live, _SAID), strict=True))
    roots = live["uid"].map(first)
    corrections = live[roots != live["uid"]]
    twice = [
        _apart("corrected_twice", rows, said, before)
        for _, rows in corrections.groupby(roots, sort=False)
    ]
    listed = {frozenset(pair) for found in twice for pair in _pairs(found)}
    days = live.groupby(["parcel_id", "effective"], sort=False)
    same = [_apart("same_day", rows, said, before, listed) for _, rows in days]
    yield from (found for found in (*twice, *same) if found.uids)


def _first_said(decisions: pd.DataFrame) -> dict[str, str]:
    """Lead each correction to the decision that was corrected first of all."""
    corrected = dict(zip(decisions["uid"], decisions["supersedes"], strict=True))
    first = {}
    for uid in corrected:
        at = uid
        while isinstance(corrected.get(at), str):
            at = corrected[at]
        first[uid] = at
    return first


def _pairs(found: _Conflict) -> Iterator[tuple[str, str]]:
    yield from combinations(found.uids, 2)


def _apart(
    kind: str,
    rows: pd.DataFrame,
    said: dict[str, tuple[Any, ...]],
    before: dict[str, set[str]],
    listed: frozenset[Any] | set[Any] = frozenset(),
) -> _Conflict:
    """Keep the records that differ from one that they neither follow nor precede."""
    kept: set[str] = set()
    for one, other in combinations(rows["uid"], 2):
        strange = one not in before[other] and other not in before[one]
        new = frozenset((one, other)) not in listed
        if strange and new and said[one] != said[other]:
            kept |= {one, other}
    uids = tuple(uid for uid in rows["uid"] if uid in kept)
    return _Conflict(kind, str(rows["parcel_id"].iloc[0]), uids)


def _out_of_step(
    live: pd.DataFrame, areas: pd.Series, rules: Rules
) -> Iterator[_Conflict]:
    """Find statuses that may not follow the one before."""
    area = _of_parcel(areas, live["parcel_id"])
    marked = live.assign(whole=whole_parcel(live["area_m2"], area, rules.tolerances))
    timeline = marked.sort_values(["parcel_id", "effective"], kind="stable")
    uids, ids = timeline["uid"].to_numpy(), timeline["parcel_id"].to_numpy()
    steps = find_bad_steps(timeline, rules=rules)
    for before, after in zip(steps["before"], steps["after"], strict=True):
        pair = [int(before), int(after)] if before >= 0 else [int(after)]
        yield _Conflict("lifecycle", ids[int(after)], tuple(uids[pair]))


def _too_large(
    live: pd.DataFrame, areas: pd.Series, rules: Rules
) -> Iterator[_Conflict]:
    """Find disposals that together exceed their parcel."""
    plain = live.drop(columns="supersedes")
    cases = fold(plain, None, None, rules, parcels=pd.DataFrame({"area_m2": areas}))
    claimed = cases.state["claimed_m2"]
    limit = area_limit(cases.state["area_m2"], rules.tolerances)
    over = claimed.index[claimed > limit]
    rows = cases.events[cases.events["parcel_id"].isin(over)]
    # of each way the last, since the last return
    last = rows[rows["undone_on"].isna()].drop_duplicates(
        ["parcel_id", "disposal_type"], keep="last"
    )
    for parcel_id, of_it in last[last["reached_m2"].notna()].groupby("parcel_id"):
        yield _Conflict("area", str(parcel_id), tuple(of_it["uid"]))


def _milestones(milestones: pd.DataFrame) -> Iterator[_Conflict]:
    """Find steps whose last word is two words."""
    last = heads(milestones[forked(milestones, _SUBJECT)])
    for (parcel_id, _), rows in last.groupby(_SUBJECT):
        if len(set(plain_rows(rows, _STEP))) > 1:
            yield _Conflict("milestone", str(parcel_id), tuple(rows["uid"]))


def _table(found: list[_Conflict], **journals: pd.DataFrame) -> pd.DataFrame:
    """Put a row for each record of each conflict into one table."""
    listed = pd.DataFrame(
        [
            (number, conflict.kind, uid)
            for number, conflict in enumerate(sorted(found, key=_rank), start=1)
            for uid in conflict.uids
        ],
        columns=["conflict", "kind", "uid"],
    )
    names = ["uid", "number", "parcel_id", *_SHOWN, "recorded_at"]
    records = pd.concat([
        table[table["uid"].isin(listed["uid"])]
        .drop(columns="kind", errors="ignore")
        .reindex(columns=names)
        .assign(journal=name)
        for name, table in journals.items()
    ])
    order = ["conflict", "kind", "parcel_id", "journal", "number", *_SHOWN]
    table = listed.merge(records, on="uid", how="left")[[*order, "recorded_at", "uid"]]
    return _typed(table)


def _rank(conflict: _Conflict) -> tuple[str, int, tuple[str, ...]]:
    return (conflict.parcel_id, CONFLICT_KINDS.index(conflict.kind), conflict.uids)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    days = dict.fromkeys(("effective", "due", "done_on"), "datetime64[s]")
    others = {"conflict": "int64", "number": "Int64", "area_m2": "float64"}
    texts = [n for n in table.columns if n not in {*days, *others, "recorded_at"}]
    return table.astype(
        days | others | dict.fromkeys(texts, "str") | {"recorded_at": "datetime64[ms]"}
    )
