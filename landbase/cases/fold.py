"""The fold: what events, lineage and milestones come to on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.cases.events import typed_days
from landbase.cases.lineage import find_kin, in_effect
from landbase.cases.milestones import find_milestones
from landbase.rules.ruleset import Rules
from landbase.rules.schema import require_columns
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt

    from landbase.rules.schema import Tolerances

__all__ = [
    "FOLDED_COLUMNS",
    "Cases",
    "area_limit",
    "counts_as_disposed",
    "fold",
    "whole_parcel",
]


def area_limit(area: pd.Series, tolerances: Tolerances) -> pd.Series:
    """Give the most that may be decided on for a parcel of this area, in m²."""
    return area + tolerances.slack(area)


def whole_parcel(
    area_m2: pd.Series, area: pd.Series, tolerances: Tolerances
) -> pd.Series:
    """Say which events are for the whole of a parcel, given its area of record."""
    return area_m2.isna() | ~(area_m2 < area - tolerances.slack(area))


def counts_as_disposed(rows: pd.DataFrame, *, rules: Rules) -> npt.NDArray[np.bool_]:
    """Say of which rows, decisions or parcels, the area counts as disposed of.

    The status has to be one that disposes, and so has the way, where there is one;
    each date that the way asks for (`Term.disposes_with`) has to be there, and not
    after `effective`. An `exception` overrides what is said of the way.

    Examples
    --------
    >>> start = pd.to_datetime(["2023-05-01", None, None])
    >>> rows = pd.DataFrame({
    ...     "status": "disposed", "actual_start": start, "disposal_type": [
    ...         "start_by_deadline", "start_by_deadline", "free_reclaim"]})
    >>> counts_as_disposed(rows, rules=Rules.default()).tolist()
    [True, False, True]
    """
    counted: npt.NDArray[np.bool_]
    counted = rows["status"].isin(rules.marked("disposed")).to_numpy(dtype=bool)
    if not counted.any() or "disposal_type" not in rows:
        return counted
    ways = rules.vocabulary.terms["disposal_type"]
    codes, words = pd.factorize(rows["disposal_type"])
    terms = [ways.get(word) for word in words]  # an unknown way hinders nothing
    # the last entry is for a missing way, with the code -1
    disposes = np.array([*(t is None or t.disposes for t in terms), True])[codes]
    for name in rules.vocabulary.evidence:
        asks = [*(t is not None and name in t.disposes_with for t in terms), False]
        asked = np.array(asks)[codes]
        if asked.any():
            disposes &= ~asked | _is_there(rows, name)
    if "exception" in rows:
        disposes |= rows["exception"].notna().to_numpy()
    found: npt.NDArray[np.bool_] = counted & disposes
    return found


def _is_there(rows: pd.DataFrame, name: str) -> npt.NDArray[np.bool_]:
    """Say where a date is given and has come by the day that a row takes effect."""
    if name not in rows:
        return np.zeros(len(rows), dtype=bool)
    given = typed_days(rows[name]).to_numpy("datetime64[D]")
    there: npt.NDArray[np.bool_] = ~np.isnat(given)
    if "effective" in rows:
        there &= ~(given > typed_days(rows["effective"]).to_numpy("datetime64[D]"))
    return there


_NAT = np.datetime64("NaT", "D")
_SAME_M2 = 0.005  # areas are written with two decimals
_TEXTS = ("document", "exception", "by")
# what the fold adds to events that others group
FOLDED_COLUMNS = ("round", "due_after", "added_m2", "accepted_m2", "undone_on")
_NEEDED = ("parcel_id", "status", "effective")
_OPTIONAL = {
    **dict.fromkeys(("disposal_type", *_TEXTS), "str"),
    "due": "datetime64[s]",
    "area_m2": "float64",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Cases:
    """Every parcel with all that was decided about it.

    Attributes
    ----------
    events
        The events in force, in the order in which they take effect, with their own
        columns and `round` (how often the parcel was returned by then), `due_after`
        (the due day that holds after the event), `reached_m2` (how far its way has
        come, where the event counts), `added_m2` and `accepted_m2` (what it newly
        disposes of and accepts), `disposed_m2` (of the parcel, after the event),
        `undone_on` (the day of the return after which it counts no longer), `repeated`
        (it says what the event before it of the same way says), `outside` (on a
        day on which its parcel is not there; such an event does not count) and
        `counts` (its area counts as disposed of: `counts_as_disposed`).
    state
        One row for each parcel that lives on the day, by `parcel_id`: `status`,
        `disposal_type`, `effective`, `document`, `exception`, `by` and `event_id` of
        its last event, `decided`, whether that is an event of its own, and `done`,
        whether that counts as disposed of; `due`, the last day that was given,
        `overdue` and `days_left`;
        `last_by`, `last_document`, `last_exception`, the last that were given;
        `area_m2`, `planned_m2`, `disposed_m2`, `accepted_m2`, `remaining_m2`, and
        `claimed_m2`, what its ways say together, which may be more than there is.
    gone
        The same for parcels that have ended or are not there yet.
    steps
        The milestones of the living, as `find_milestones` gives them.
    births
        What children took over, one row a child and way: `parcel_id`,
        `disposal_type`, `status`, `effective` (the day of birth), `area_m2`.
    descent
        Parents and children: `parent`, `child`, `effective`, `share` (of the land) and
        `weight` (of what the parent has disposed of).
    begun
        The state in which children begin, by `parcel_id`, with columns of `state`;
        `effective` is the day of birth.
    on
        The day, or None for after all that is recorded.
    """

    events: pd.DataFrame
    state: pd.DataFrame
    gone: pd.DataFrame
    steps: pd.DataFrame
    births: pd.DataFrame
    descent: pd.DataFrame
    begun: pd.DataFrame
    on: pd.Timestamp | None


def in_force(
    events: pd.DataFrame, *, known: dt.date | str | None = None
) -> pd.DataFrame:
    """Keep the events that are known and that no known event corrects."""
    held = _known(events, known)
    if "supersedes" not in held or "event_id" not in held:
        return held
    corrected = held["supersedes"].dropna()
    return held[~held["event_id"].isin(corrected)] if len(corrected) else held


def _known(rows: pd.DataFrame, known: dt.date | str | None) -> pd.DataFrame:
    if known is None:
        return rows
    column = "known_at" if "known_at" in rows else "recorded_at"
    require_columns(rows, column)
    first = pd.Timestamp(read_day(known)) + pd.Timedelta(days=1)
    return rows[rows[column] < first]


def fold(
    events: pd.DataFrame,
    lineage: pd.DataFrame | None = None,
    milestones: pd.DataFrame | None = None,
    rules: Rules | None = None,
    *,
    parcels: pd.DataFrame | None = None,
    on: dt.date | str | None = None,
    known: dt.date | str | None = None,
) -> Cases:
    """Fold decisions, lineage and milestones into the cases of the parcels.

    Raises
    ------
    SchemaError
        A column is missing.

    Examples
    --------
    >>> events = pd.DataFrame({
    ...     "parcel_id": ["A", "A"], "disposal_type": "free_reclaim",
    ...     "status": "disposed", "area_m2": [4000.0, 9000.0],
    ...     "effective": pd.to_datetime(["2022-05-01", "2023-05-01"])})
    >>> cases = fold(events)
    >>> cases.events["added_m2"].tolist()
    [4000.0, 5000.0]
    >>> float(cases.state.loc["A", "disposed_m2"])
    9000.0
    """
    require_columns(events, *_NEEDED)
    rules = rules or Rules.default()
    day = None if on is None else pd.Timestamp(read_day(on))
    rows = _in_order(in_force(events, known=known), day)
    shaped = None if lineage is None else in_effect(_known(lineage, known))
    own = _own_facts(parcels, rules)
    desk = _Desk(rows, own, shaped=shaped, lineage=lineage, rules=rules, day=day)
    desk.work()
    steps = None if milestones is None else _known(milestones, known)
    return desk.cases(steps)


def _in_order(events: pd.DataFrame, day: pd.Timestamp | None) -> pd.DataFrame:
    """Sort events by the day they take effect; equal days stay as recorded."""
    rows = events
    for name, dtype in _OPTIONAL.items():
        if name not in rows:
            rows = rows.assign(**{name: pd.Series(None, index=rows.index, dtype=dtype)})
    for name in ("effective", "due"):
        if not pd.api.types.is_datetime64_any_dtype(rows[name].dtype):
            rows = rows.assign(**{name: typed_days(rows[name])})
    moments = rows["effective"].to_numpy("datetime64[s]")
    held = np.arange(len(moments))
    if day is not None:
        held = np.flatnonzero(moments <= np.datetime64(day, "s"))
    order = held[np.argsort(moments[held], kind="stable")]
    plain = len(order) == len(moments) and bool((order[1:] > order[:-1]).all())
    return rows if plain else rows.iloc[order]


def _own_facts(parcels: pd.DataFrame | None, rules: Rules) -> pd.DataFrame:
    names = {"area_m2": "float64", "status": "str", "disposal_type": "str"}
    names |= dict.fromkeys(rules.vocabulary.evidence, "datetime64[s]")
    none = pd.DataFrame(index=pd.Index([], dtype="str"))
    given = none if parcels is None else parcels
    return given.reindex(columns=[*names]).astype(names)


class _Births(NamedTuple):
    """What children take over, sorted by child; one row a child and way."""

    child: npt.NDArray[np.intp]
    way: npt.NDArray[np.intp]
    status: npt.NDArray[np.intp]
    level: npt.NDArray[np.float64]  # disposed of
    accepted: npt.NDArray[np.float64]
    plan: npt.NDArray[np.float64]  # under way; missing: all that others leave


class _Rows(NamedTuple):
    """Births and events of one generation, sorted by parcel, then as they hold."""

    parcel: npt.NDArray[np.intp]
    event: npt.NDArray[np.intp]  # position among all sorted events; -1 for a birth
    way: npt.NDArray[np.intp]
    status: npt.NDArray[np.intp]
    counts: npt.NDArray[np.bool_]
    accepts: npt.NDArray[np.bool_]
    returns: npt.NDArray[np.bool_]
    area: npt.NDArray[np.float64]  # as told
    level: npt.NDArray[np.float64]  # of births
    accepted: npt.NDArray[np.float64]  # of births
    plan: npt.NDArray[np.float64]  # of births


class _Desk:
    """What one fold works on: arrays by event and by parcel, filled as it goes."""

    def __init__(
        self,
        rows: pd.DataFrame,
        own: pd.DataFrame,
        *,
        shaped: pd.DataFrame | None,
        lineage: pd.DataFrame | None,
        rules: Rules,
        day: pd.Timestamp | None,
    ) -> None:
        self.rows, self.rules, self.day = rows, rules, day
        ids = [own.index.to_series(), rows["parcel_id"]]
        if lineage is not None and len(lineage):
            ids.append(lineage["parcel_id"])
        codes, self.ids = pd.factorize(pd.concat(ids, ignore_index=True))
        n = len(self.ids)
        self.kin = find_kin(shaped, lineage, pd.Index(self.ids), day=day)
        self.area = self.kin.area.copy()
        self.area[: len(own)] = own["area_m2"].fillna(
            pd.Series(self.area[: len(own)], own.index)
        )
        self.parcel = codes[len(own) : len(own) + len(rows)]
        self._codes(own, rows, n)
        self.counts = self._counted(own, rows)
        self._sort()
        self._blank(n)

    def _codes(self, own: pd.DataFrame, rows: pd.DataFrame, n: int) -> None:
        """Turn words into numbers: statuses with their marks, and ways."""
        marked = {m: self.rules.marked(m) for m in ("accepted", "returned")}
        (start,) = [*self.rules.marked("initial")][:1] or [""]
        first = pd.Series([start], dtype="str")
        texts = pd.concat([first, rows["status"], own["status"]], ignore_index=True)
        codes, found = pd.factorize(texts)
        self.statuses: Any = pd.Series(found, dtype="str").array
        self.status = codes[1 : len(rows) + 1]
        self.own_status = np.full(n, -1)
        self.own_status[: len(own)] = codes[len(rows) + 1 :]
        # the last entry is for a missing status, with the code -1
        self.accepts, self.returns = (
            np.append(np.isin(self.statuses.astype(object), [*words]), [False])
            for words in marked.values()
        )
        ways = pd.concat([rows["disposal_type"], own["disposal_type"]])
        # sorted, so that sums over ways are in the same order in any table
        codes, known = pd.factorize(ways, sort=True)
        self.ways: Any = pd.Series(known, dtype="str").array
        self.way = codes[: len(rows)]
        self.own_way = np.full(n, -1)
        self.own_way[: len(own)] = codes[len(rows) :]
        self.own_done = np.zeros(n, dtype=bool)
        self.own_done[: len(own)] = counts_as_disposed(own, rules=self.rules)

    def _counted(self, own: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Say which events count, by what their parcels, or they themselves, say."""
        names = ["status", "disposal_type", "effective", "exception"]
        facts = rows[names].reset_index(drop=True)
        for name in self.rules.vocabulary.evidence:
            days = np.full(len(self.ids) + 1, np.datetime64("NaT", "s"))
            days[: len(own)] = own[name].to_numpy("datetime64[s]")
            said = pd.Series(days[self.parcel])
            if name in rows:
                said = said.fillna(typed_days(rows[name]).reset_index(drop=True))
            facts[name] = said
        return counts_as_disposed(facts, rules=self.rules)

    def _sort(self) -> None:
        """Put events by generation and parcel, those that do not count at the end."""
        effective = self.rows["effective"].to_numpy("datetime64[D]")
        kin, parcel = self.kin, self.parcel
        self.outside = (parcel < 0) | np.isnat(effective)
        if kin.any:
            self.outside |= effective < kin.born[parcel]
            self.outside |= effective >= kin.ended[parcel]
            self.outside |= kin.never[parcel]
        # parcels of a generation lie together
        rank = np.empty(len(self.ids) + 1, dtype=np.intp)
        rank[:-1] = kin.rank
        rank[-1] = len(self.ids)
        place = np.where(self.outside, len(self.ids), rank[parcel])
        self.order = np.argsort(place, kind="stable")
        self.order = self.order[: len(place) - int(self.outside.sum())]
        self.places = place[self.order]
        self.e_parcel, self.e_way = parcel[self.order], self.way[self.order]
        self.e_status = self.status[self.order]
        self.e_counts = self.counts[self.order]
        self.e_day = effective[self.order]
        self.e_due = self.rows["due"].to_numpy("datetime64[D]")[self.order]
        self.e_area = self.rows["area_m2"].to_numpy("float64")[self.order]
        self.e_said = {
            name: self.rows[name].notna().to_numpy()[self.order] for name in _TEXTS
        }

    def _blank(self, n: int) -> None:
        m = len(self.order)
        self.round_ = np.zeros(n, dtype=np.intp)
        self.last = np.full(n, -1)  # the event that gives the state
        self.due = np.full(n, _NAT)
        self.said = {name: np.full(n, -1) for name in _TEXTS}
        self.disposed, self.claimed, self.accepted = (np.zeros(n) for _ in range(3))
        self.fixed, self.open_ = np.zeros(n), np.zeros(n, dtype=bool)
        # the status and the way of a parcel; 0 is the initial status
        self.now_status = np.maximum(self.own_status, 0)
        # what is not there yet has no state
        self.now_status[self.kin.never & (self.own_status < 0)] = -1
        self.now_way = self.own_way.copy()
        self.now_done = self.own_done.copy()
        # and those with which a child begins
        self.first_status = np.zeros(n, dtype=np.intp)
        self.first_way = self.own_way.copy()
        self.first_last, self.first_due = np.full(n, -1), np.full(n, _NAT)
        self.first_done = np.zeros(n, dtype=bool)
        self.o_round = np.zeros(m, dtype=np.intp)
        self.o_due, self.o_undone = np.full(m, _NAT), np.full(m, _NAT)
        self.o_reached = np.full(m, np.nan)
        self.o_added, self.o_accepted, self.o_total = (np.zeros(m) for _ in range(3))
        self.o_repeated = np.zeros(m, dtype=bool)
        self.parted = self.kin.parted(self.own_done, self.area)
        self.left: list[pd.DataFrame] = []  # what parents leave, by child
        self.births: list[_Births] = []
        area = pd.Series(self.area)
        limit = area_limit(area, self.rules.tolerances)
        self.slack = (limit - area).to_numpy()
        self.limit = limit.fillna(np.inf).to_numpy(copy=True)

    def work(self) -> None:
        """Go through the generations."""
        kin = self.kin
        for generation in range(len(kin.firsts) - 1):
            if generation:
                self._inherit(generation)
            ends = kin.firsts[generation : generation + 2]
            low, high = np.searchsorted(self.places, ends)
            births = self._take_over(generation)
            rows = self._gather(int(low), int(high), births)
            if len(rows.parcel):
                _Generation(self, rows).work()

    def _inherit(self, generation: int) -> None:
        """Give children the state of the parent that is least far; the earliest due."""
        pairs = self.kin.pairs_of(generation)
        parent, child = pairs["parent"].to_numpy(), pairs["child"].to_numpy()
        done = self.now_done[parent]
        last = self.last[parent]
        when = self._position(last)
        order = np.lexsort((-when, done, child))
        child, parent, done = child[order], parent[order], done[order]
        first = np.append(True, child[1:] != child[:-1])[: len(child)]
        heads, of = child[first], parent[first]
        self.last[heads] = self.last[of]
        says = self.own_status[heads] >= 0
        self.now_done[heads] = np.where(says, self.own_done[heads], self.now_done[of])
        for now, own in (
            (self.now_status, self.own_status),
            (self.now_way, self.own_way),
        ):
            now[heads] = np.where(own[heads] < 0, now[of], own[heads])
        for name in _TEXTS:
            self.said[name][heads] = self.said[name][of]
        group = np.cumsum(first) - 1
        same = (done == done[first][group]) & ~np.isnat(self.due[parent])
        due = np.full(len(heads), np.iinfo(np.int64).max)
        np.minimum.at(due, group[same], self.due[parent[same]].astype(np.int64))
        found = due != np.iinfo(np.int64).max
        self.due[heads[found]] = due[found].astype("datetime64[D]")
        np.maximum.at(self.round_, child, self.round_[parent])
        for now, kept in (
            (self.now_status, self.first_status),
            (self.now_way, self.first_way),
            (self.last, self.first_last),
            (self.due, self.first_due),
            (self.now_done, self.first_done),
        ):
            kept[heads] = now[heads]

    def weighed(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Add which share of what a parent has disposed of a child has."""
        spent = self.disposed[pairs["parent"].to_numpy()]
        fits = (pairs["room"] / spent).fillna(1.0).clip(upper=1.0)
        return pairs.assign(weight=pairs["first"] * fits + pairs["then"] * (1.0 - fits))

    def _take_over(self, generation: int) -> _Births | None:
        """Add up by child and way what parents of earlier generations have left."""
        if not self.left:
            return None
        table = pd.concat(self.left, ignore_index=True)
        now = self.kin.generation[table["child"].to_numpy()] == generation
        self.left = [table[~now]]
        table = table[now]
        if table.empty:
            return None
        child = table["child"].to_numpy()
        parents = self.kin.parents[child]
        by = [child, table["way"].to_numpy()]
        is_open = table["plan"].isna()
        # all that the others leave, as long as it is so of every parent's land
        all_open = is_open.groupby(by).transform("sum") == parents
        fixed = table["plan"].fillna(table["rest"]) * table["share"]
        summed = pd.DataFrame({
            "status": table["status"],
            "level": table["level"] * table["weight"],
            "accepted": table["accepted"] * table["weight"],
            "plan": fixed,
            "open": all_open,
        }).groupby(by)
        found = summed.agg({
            "status": "last", "level": "sum", "accepted": "sum", "plan": "sum",
            "open": "any",
        })  # fmt: skip
        index = found.index.to_frame()
        births = _Births(
            index[0].to_numpy(np.intp),
            index[1].to_numpy(np.intp),
            found["status"].to_numpy(np.intp),
            found["level"].to_numpy("float64"),
            found["accepted"].to_numpy("float64"),
            found["plan"].mask(found["open"]).to_numpy("float64"),
        )
        self.births.append(births)
        # what was disposed of stays so, also where it finds no room
        ids, of = np.unique(births.child, return_inverse=True)
        carried = np.bincount(of, births.level)
        self.limit[ids] = np.maximum(self.limit[ids], carried)
        return births

    def _gather(self, low: int, high: int, births: _Births | None) -> _Rows:
        """Put births before the events of their parcels."""
        status, counts = self.e_status[low:high], self.e_counts[low:high]
        none = np.full(high - low, np.nan)
        rows = _Rows(
            self.e_parcel[low:high], np.arange(low, high), self.e_way[low:high],
            status, counts, counts & self.accepts[status], self.returns[status],
            self.e_area[low:high], none, none, none,
        )  # fmt: skip
        if births is None:
            return rows
        no, size = np.zeros(len(births.child), dtype=bool), len(births.child)
        stated = np.where(births.level > 0, births.level, births.plan)
        first = _Rows(
            births.child, np.full(size, -1), births.way, births.status,
            births.level > 0, no, no,
            stated, births.level, births.accepted, births.plan,
        )  # fmt: skip
        both = [np.concatenate(pair) for pair in zip(first, rows, strict=True)]
        places = np.concatenate([
            self.kin.rank[births.child],
            self.places[low:high],
        ])
        order = np.argsort(places, kind="stable")
        return _Rows(*(column[order] for column in both))

    def planned(self, parcels: Any = slice(None)) -> npt.NDArray[np.float64]:
        """Give what the ways under way are for."""
        fixed = self.fixed[parcels]
        rest = np.maximum(self.area[parcels] - self.disposed[parcels], fixed)
        planned: npt.NDArray[np.float64] = np.where(self.open_[parcels], rest, fixed)
        return planned

    def cases(self, milestones: pd.DataFrame | None) -> Cases:
        """Make the tables."""
        lives = self.kin.lives
        state = self._state()
        steps = pd.DataFrame()
        ids = pd.Index(self.ids)
        pairs = self.kin.pairs
        if self.kin.any:
            pairs = self.weighed(self.parted)
        descent = pairs.assign(
            parent=ids.take(pairs["parent"].to_numpy()),
            child=ids.take(pairs["child"].to_numpy()),
        ).reindex(columns=["parent", "child", "effective", "share", "weight"])
        if milestones is not None:
            day = pd.Timestamp.max if self.day is None else self.day
            steps = self._steps(milestones, day)
        return Cases(
            events=self._events(),
            state=state[lives],
            gone=state[~lives],
            steps=steps,
            births=self._births(),
            descent=descent,
            begun=self._begun(),
            on=self.day,
        )

    def _events(self) -> pd.DataFrame:
        def spread(values: npt.NDArray[Any], fill: Any) -> npt.NDArray[Any]:
            found = np.full(len(self.rows), fill, dtype=values.dtype)
            found[self.order] = values
            return found

        return self.rows.assign(
            round=spread(self.o_round, 0),
            due_after=spread(self.o_due, _NAT).astype("datetime64[s]"),
            reached_m2=spread(self.o_reached, np.nan),
            added_m2=spread(self.o_added, 0.0),
            accepted_m2=spread(self.o_accepted, 0.0),
            disposed_m2=spread(self.o_total, 0.0),
            undone_on=spread(self.o_undone, _NAT).astype("datetime64[s]"),
            repeated=spread(self.o_repeated, fill=False),
            counts=self.counts & ~self.outside,
            outside=self.outside,
        )

    def _state(self) -> pd.DataFrame:
        at, status = self._position(self.last), self.now_status

        def of(name: str, rows: npt.NDArray[np.intp]) -> Any:
            if name in self.e_said and not self.e_said[name].any():
                return pd.Series(index=range(len(rows)), dtype="str").array
            return self.rows[name].array.take(rows, allow_fill=True)

        due = self.due.astype("datetime64[s]")
        table = {
            "status": self.statuses.take(status, allow_fill=True),
            "disposal_type": self.ways.take(self.now_way, allow_fill=True),
            "effective": of("effective", at),
            "due": due,
        }
        if self.day is not None:
            open_ = ~self.now_done & ~np.isnat(due)
            left = (self.due - np.datetime64(self.day, "D")).astype(np.int64)
            table["overdue"] = open_ & (left < 0)
            table["days_left"] = pd.arrays.IntegerArray(left, ~open_)
        table |= {
            "decided": self._decided(),
            "done": self.now_done,
            "area_m2": self.area,
            "planned_m2": self.planned(),
            "disposed_m2": self.disposed,
            "accepted_m2": self.accepted,
            "remaining_m2": self.area - self.disposed,
            "claimed_m2": self.claimed,
            "round": self.round_,
        }
        for name in _TEXTS:
            table[name] = of(name, at)
        for name in _TEXTS:
            table[f"last_{name}"] = of(name, self._position(self.said[name]))
        if "event_id" in self.rows:
            table["event_id"] = of("event_id", at)
        return pd.DataFrame(table, index=pd.Index(self.ids, name="parcel_id"))

    def _decided(self) -> npt.NDArray[np.bool_]:
        """Say which parcels have their state from an event of their own."""
        owner = np.append(self.e_parcel, -1)[self.last]
        own: npt.NDArray[np.bool_] = owner == np.arange(len(self.ids))
        return own & (self.last >= 0)

    def _position(self, events: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Give the place of sorted events in the table of events; -1 stays."""
        return np.append(self.order, -1)[events]

    def _steps(self, milestones: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
        """Carry milestones over to the living, and say how each stands."""
        if not self.kin.any or milestones.empty:
            return find_milestones(milestones, on=day)
        after = self.kin.living_after(pd.Index(self.ids))
        if not after:
            return find_milestones(milestones, on=day)
        ids = [after.get(i, [i]) for i in milestones["parcel_id"]]
        listed = pd.Series(ids, index=milestones.index, dtype="object")
        carried = milestones.assign(parcel_id=listed)
        exploded = carried.explode("parcel_id", ignore_index=True)
        return find_milestones(exploded.astype({"parcel_id": "str"}), on=day)

    def _begun(self) -> pd.DataFrame:
        """Give the state in which children begin."""
        child = np.unique(self.kin.pairs["child"].to_numpy(np.intp))
        at = self._position(self.first_last[child])
        spent = np.zeros(len(self.ids))
        for births in self.births:
            np.add.at(spent, births.child, births.level)
        table = {
            "status": self.statuses.take(self.first_status[child]),
            "disposal_type": self.ways.take(self.first_way[child], allow_fill=True),
            "effective": self.kin.born[child].astype("datetime64[s]"),
            "due": self.first_due[child].astype("datetime64[s]"),
            "done": self.first_done[child],
            "disposed_m2": spent[child],
        }
        for name in ("document", "exception"):
            table[name] = self.rows[name].array.take(at, allow_fill=True)
        index = pd.Index(self.ids).take(child)
        return pd.DataFrame(table, index=index.rename("parcel_id"))

    def _births(self) -> pd.DataFrame:
        born = [pd.DataFrame(births._asdict()) for births in self.births]
        names = ["child", "way", "status", "level", "plan"]
        table = pd.concat(born) if born else pd.DataFrame(columns=names, dtype="int64")
        child = table["child"].to_numpy(np.intp)
        done = table["level"] > 0
        return pd.DataFrame({
            "parcel_id": pd.Index(self.ids).take(child).astype("str"),
            "disposal_type": self.ways.take(
                table["way"].to_numpy(np.intp), allow_fill=True
            ),
            "status": self.statuses.take(table["status"].to_numpy(np.intp)),
            "effective": self.kin.born[child].astype("datetime64[s]"),
            "area_m2": table["level"].where(done, table["plan"]).to_numpy("float64"),
        })


class _Generation:
    """The parcels of one generation, all at once."""

    def __init__(self, desk: _Desk, rows: _Rows) -> None:
        self.desk, self.rows = desk, rows
        size = len(rows.parcel)
        self.at = np.arange(size)
        self.real = rows.event >= 0
        new = np.ones(size, dtype=bool)
        new[1:] = rows.parcel[1:] != rows.parcel[:-1]
        self.starts = np.flatnonzero(new)
        self.ends = np.append(self.starts[1:], size) - 1
        self.group = np.cumsum(new) - 1
        self.parcels = rows.parcel[self.starts]
        # a run is what lies between two returns of a parcel
        run_new = new | rows.returns
        self.run = np.cumsum(run_new) - 1
        self.run_starts = np.flatnonzero(run_new)
        returned = np.cumsum(rows.returns)
        before: Any = (returned - rows.returns)[self.starts]
        self.rounds: npt.NDArray[np.intp] = returned - before[self.group]
        # by way within each parcel
        key = self.group * (len(desk.ways) + 1) + rows.way + 1
        self.by_way = np.argsort(key, kind="stable")
        sorted_key, sorted_run = key[self.by_way], self.run[self.by_way]
        self.key_new, self.way_new = (np.ones(size, dtype=bool) for _ in range(2))
        self.key_new[1:] = sorted_key[1:] != sorted_key[:-1]
        self.way_new[1:] = self.key_new[1:] | (sorted_run[1:] != sorted_run[:-1])

    def work(self) -> None:
        """Fill the desk's arrays for these parcels and events."""
        level, delta, total = self._levels()
        accepted, accepted_delta, accepted_total = self._accepted(level)
        limit = self.desk.limit[self.rows.parcel]
        held = np.minimum(total, limit)
        held_accepted = np.minimum(accepted_total, held)
        self._write_events(level, self._added(delta, total, held))
        accepted_added = self._added(accepted_delta, accepted_total, held_accepted)
        real = self.real
        self.desk.o_accepted[self.rows.event[real]] = accepted_added[real]
        unknown = real & self.rows.accepts & np.isnan(level)
        self.desk.o_accepted[self.rows.event[unknown]] = np.nan
        self.desk.o_total[self.rows.event[real]] = held[real]
        self._take_back(held, held_accepted)
        self._write_state(total, held, held_accepted)
        self._leave(level, accepted, total, accepted_total)

    def _levels(self) -> tuple[npt.NDArray[np.float64], ...]:
        """Find how far the way of each row has come, and what all ways come to."""
        rows, area = self.rows, self.rows.area.copy()
        wanted = rows.counts & self.real
        while True:
            stated = self._carried(area)
            level = np.where(self.real, np.where(wanted, stated, 0.0), rows.level)
            delta = self._delta(np.nan_to_num(level))
            total = self._running(delta)
            lost = np.isnan(level) & ~np.isnan(self.desk.area[rows.parcel])
            if not lost.any():
                return level, delta, total
            # the first of a parcel without an area is for what is left of it
            place = np.flatnonzero(lost)
            place = place[np.unique(self.group[place], return_index=True)[1]]
            same = (place > 0) & (self.run[place] == self.run[place - 1])
            spent = np.where(same, total[place - 1], 0.0)
            rest = self.desk.area[rows.parcel[place]] - spent
            area[place] = np.maximum(rest, 0.0)

    def _carried(self, area: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Fill areas with the last that was told of the same way of the parcel."""
        stated = area[self.by_way]
        at = self.at
        last = np.maximum.accumulate(np.where(np.isnan(stated), -1, at))
        first = np.maximum.accumulate(np.where(self.key_new, at, 0))
        filled = np.where(last >= first, stated[last], np.nan)
        found = np.empty_like(area)
        found[self.by_way] = filled
        return found

    def _delta(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Give the difference from the row before of the same way in the same run."""
        inner = values[self.by_way]
        before = np.zeros_like(inner)
        before[1:] = inner[:-1]
        before[self.way_new] = 0.0
        found = np.empty_like(values)
        found[self.by_way] = inner - before
        return found

    def _running(self, delta: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        sums: Any = pd.Series(delta).groupby(self.run).cumsum().to_numpy("float64")
        running: npt.NDArray[np.float64] = sums
        return running

    def _accepted(
        self, level: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], ...]:
        """Find how much of each way is accepted: by its last acceptance, or less."""
        births = ~self.real
        marks = (self.rows.accepts | births)[self.by_way]
        values = np.where(births, self.rows.accepted, np.nan_to_num(level))[self.by_way]
        segment = np.cumsum(self.way_new | marks)
        at = self.at
        first = np.maximum.accumulate(np.where(self.way_new, at, 0))
        has = np.maximum.accumulate(np.where(marks, at, -1)) >= first
        least = pd.Series(values).groupby(segment).cummin().to_numpy()
        found = np.empty_like(values)
        found[self.by_way] = np.where(has, least, 0.0)
        delta = self._delta(found)
        return found, delta, self._running(delta)

    def _added(
        self,
        delta: npt.NDArray[np.float64],
        total: npt.NDArray[np.float64],
        held: npt.NDArray[np.float64],
    ) -> npt.NDArray[np.float64]:
        """Give what each row adds; where more is told than there is, up to that."""
        over = total > held
        if not over.any():
            return delta
        inside = np.append(False, self.run[1:] == self.run[:-1])
        before, over_before = np.roll(held, 1), np.roll(over, 1)
        added = held - np.where(inside, before, 0.0)
        return np.where(over | (inside & over_before), added, delta)

    def _write_events(
        self, level: npt.NDArray[np.float64], added: npt.NDArray[np.float64]
    ) -> None:
        desk, rows, real = self.desk, self.rows, self.real
        event = rows.event[real]
        desk.o_added[event] = added[real]
        unknown = real & rows.counts & np.isnan(level)
        desk.o_added[rows.event[unknown]] = np.nan
        desk.o_reached[event] = np.where(rows.counts, level, np.nan)[real]
        desk.o_round[event] = (self.rounds + desk.round_[rows.parcel])[real]
        desk.o_repeated[event] = self._repeated(level)[real]
        # what stands before a return of the same parcel counts until that day
        following = np.append(self.run_starts, -1)[self.run + 1]
        inside = (following >= 0) & (rows.parcel[following] == rows.parcel)
        undone = real & inside & ~rows.returns
        desk.o_undone[rows.event[undone]] = desk.e_day[rows.event[following[undone]]]

    def _repeated(self, level: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        inner, status = level[self.by_way], self.rows.status[self.by_way]
        counts = (self.rows.counts & self.real)[self.by_way]
        same = np.zeros(len(inner), dtype=bool)
        same[1:] = counts[1:] & counts[:-1] & (status[1:] == status[:-1])
        same[1:] &= np.abs(inner[1:] - inner[:-1]) <= _SAME_M2
        found = np.empty_like(same)
        found[self.by_way] = same & ~self.way_new
        return found

    def _take_back(
        self, held: npt.NDArray[np.float64], accepted: npt.NDArray[np.float64]
    ) -> None:
        """Let the first return of a child take back what it took over."""
        births = ~self.real
        if not births.any():
            return
        last = np.flatnonzero(births & np.append(self.real[1:], True))
        first_return = np.flatnonzero(self.rows.returns & (self.rounds == 1))
        for values, target in (
            (held, self.desk.o_added),
            (accepted, self.desk.o_accepted),
        ):
            carried = np.zeros(len(self.parcels))
            carried[self.group[last]] = values[last]
            event = self.rows.event[first_return]
            target[event] = -carried[self.group[first_return]]

    def _write_state(
        self,
        total: npt.NDArray[np.float64],
        held: npt.NDArray[np.float64],
        accepted: npt.NDArray[np.float64],
    ) -> None:
        desk, rows, ends, parcels = self.desk, self.rows, self.ends, self.parcels
        desk.claimed[parcels] = total[ends]
        desk.disposed[parcels] = held[ends]
        desk.accepted[parcels] = accepted[ends]
        desk.round_[parcels] += self.rounds[ends]
        last = rows.event[ends]
        decided = last >= 0
        desk.last[parcels] = np.where(decided, last, desk.last[parcels])
        desk.now_status[parcels[decided]] = rows.status[ends[decided]]
        desk.now_done[parcels[decided]] = rows.counts[ends[decided]]
        decided &= rows.way[ends] >= 0
        desk.now_way[parcels[decided]] = rows.way[ends[decided]]
        due = np.append(desk.e_due, _NAT)[rows.event]  # the last entry is for births
        place = self._latest(~np.isnat(due))
        carried = desk.due[rows.parcel]
        held_due = np.where(place >= 0, due[place], carried)
        desk.o_due[rows.event[self.real]] = held_due[self.real]
        desk.due[parcels] = held_due[ends]
        for name in _TEXTS:
            said = np.append(desk.e_said[name], [False])
            place = self._latest(said[rows.event])[ends]
            own = desk.said[name]
            own[parcels] = np.where(place >= 0, rows.event[place], own[parcels])

    def _latest(self, valid: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
        """Give the last valid row up to each row within its parcel; -1 for none."""
        last = np.maximum.accumulate(np.where(valid, self.at, -1))
        return np.where(last >= self.starts[self.group], last, -1)

    def _leave(
        self,
        level: npt.NDArray[np.float64],
        accepted: npt.NDArray[np.float64],
        total: npt.NDArray[np.float64],
        accepted_total: npt.NDArray[np.float64],
    ) -> None:
        """Sum the plans, and put down what parents leave to their children."""
        desk, rows, group = self.desk, self.rows, self.group
        area, slack = desk.area[rows.parcel], desk.slack[rows.parcel]
        whole = self.real & (np.isnan(rows.area) | ~(rows.area < area - slack))
        since = np.full(len(self.parcels), -1)
        np.maximum.at(since, group[whole], self.at[whole])
        last = self.by_way[np.append(self.key_new[1:], True)]
        plan = np.where(self.real, np.where(rows.counts, 0.0, rows.area), rows.plan)
        plan = np.where(self.at >= since[group], plan, 0.0)[last]
        of = self.parcels[group[last]]
        open_ = np.isnan(plan)
        np.add.at(desk.fixed, of, np.nan_to_num(plan))
        np.logical_or.at(desk.open_, of, open_)
        if not desk.kin.any:
            return
        heirs = desk.kin.passes[of]  # only of those is anything left to others
        last, plan, of, open_ = (part[heirs] for part in (last, plan, of, open_))
        now = self.run[last] == self.run[self.ends[group[last]]]
        scale = _ratio(desk.disposed[of], total[self.ends[group[last]]])
        accepted_scale = _ratio(
            desk.accepted[of], accepted_total[self.ends[group[last]]]
        )
        left = pd.DataFrame({
            "parent": of,
            "way": rows.way[last],
            "status": rows.status[last],
            "level": np.where(now, np.nan_to_num(level[last]) * scale, 0.0),
            "accepted": np.where(now, accepted[last] * accepted_scale, 0.0),
            "plan": plan,
            "rest": (desk.planned(of) - desk.fixed[of]).clip(min=0.0),
        })
        once = open_ & ~left[open_].duplicated("parent").reindex(
            left.index, fill_value=True
        )
        left["rest"] = left["rest"].where(once, 0.0).fillna(0.0)
        left = left[(left["level"] > 0) | ~(left["plan"] == 0)]
        found = left.merge(desk.parted, on="parent")
        if len(found):
            desk.left.append(desk.weighed(found))


def _ratio(
    part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    more = (whole > part) & (whole > _SAME_M2)  # not what rounding leaves of nothing
    return np.divide(part, whole, out=np.ones_like(part), where=more)
