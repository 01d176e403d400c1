"""The fold against a replay, event by event, and the figures that it must give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbase.cases.fold import Cases, fold
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary

OWN = {
    "status": {
        "archived": {"zh": "已归档", "en": "archived", "disposed": True},
        "rejected": {"zh": "驳回", "en": "rejected", "returned": True},
    }
}
RULES = Rules(vocabulary=Vocabulary.default().extended(OWN))
WAYS = ("free_reclaim", "adjust_planning", "interview", "start_by_deadline", None)
STATUSES = (
    *("registered", "planned", "in_progress", "disposed", "closed", "returned"),
    *("archived", "rejected"),
)
START = dt.date(2023, 1, 1)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    default = {"parcel_id": "A", "disposal_type": "free_reclaim", "due": None}
    default |= dict.fromkeys(("document", "exception", "by", "area_m2", "supersedes"))
    frame = pd.DataFrame(
        [
            default | {"event_id": n, "recorded_at": "2023-01-01"} | row
            for n, row in enumerate(rows, start=1)
        ],
        columns=[*default, "event_id", "recorded_at", "status", "effective"],
    )
    for name in ("effective", "due", "recorded_at"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601").astype(
            "datetime64[s]"
        )
    return frame.astype({
        "area_m2": "float64", "supersedes": "Int64", "status": "str",
        "disposal_type": "str", "parcel_id": "str", "document": "str",
        "exception": "str", "by": "str",
    })  # fmt: skip


def shaped(*operations: dict[str, Any]) -> pd.DataFrame:
    """Make lineage of operations: name, parents, children (with areas), day."""
    rows = []
    for one in operations:
        said = {"operation": one["name"], "kind": "split", "voids": None}
        said |= {
            "effective": one["day"],
            "recorded_at": one.get("recorded", one["day"]),
        }
        for role in ("parents", "children"):
            for parcel, area in one[role].items():
                own = {"role": role.removesuffix("s").replace("children", "child")}
                own["role"] = "parent" if role == "parents" else "child"
                rows.append(said | own | {"parcel_id": parcel, "area_m2": area})
        if "voided" in one:
            void = {"operation": f"void {one['name']}", "role": "void"}
            void |= {"voids": one["name"], "recorded_at": one["voided"]}
            rows.append(said | void | {"parcel_id": next(iter(one["parents"]))})
    names = ["operation", "kind", "role", "parcel_id", "area_m2", "effective"]
    frame = pd.DataFrame(rows, columns=[*names, "voids", "recorded_at"])
    for name in ("effective", "recorded_at"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601").astype(
            "datetime64[s]"
        )
    return frame.astype({"area_m2": "float64", "voids": "str", "role": "str"})


def sizes(**areas: float) -> pd.DataFrame:
    return pd.DataFrame({"area_m2": areas}).rename_axis("parcel_id")


# ------------------------------------------------------------------------ the figures


def test_a_way_that_goes_on_adds_what_is_new() -> None:
    events = table(
        {"status": "disposed", "area_m2": 4_000, "effective": "2022-06-01"},
        {"status": "disposed", "area_m2": 9_000, "effective": "2023-06-01"},
    )
    cases = fold(events, parcels=sizes(A=10_000.0))
    assert cases.events["added_m2"].tolist() == [4_000.0, 5_000.0]
    assert cases.state.loc["A", "disposed_m2"] == 9_000.0
    assert cases.state.loc["A", "remaining_m2"] == 1_000.0


def test_a_status_of_the_bureau_counts_by_its_mark() -> None:
    events = table({"status": "archived", "area_m2": 4_000, "effective": "2023-06-01"})
    assert fold(events, rules=RULES).state.loc["A", "disposed_m2"] == 4_000.0
    assert fold(events).state.loc["A", "disposed_m2"] == 0.0


def test_closing_accepts_what_was_counted() -> None:
    events = table(
        {"status": "disposed", "area_m2": 10_000, "effective": "2023-03-01"},
        {"status": "closed", "area_m2": 10_000, "effective": "2023-05-01"},
    )
    found = fold(events, parcels=sizes(A=10_000.0)).events
    assert found["added_m2"].tolist() == [10_000.0, 0.0]
    assert found["accepted_m2"].tolist() == [0.0, 10_000.0]


@pytest.mark.parametrize("way", ["paid_reclaim", "free_reclaim"])
def test_two_halves_closed(way: str) -> None:
    """By two ways both halves count; by one way the second says what the first did."""
    half = {"status": "closed", "area_m2": 5_000}
    events = table(
        half | {"effective": "2023-03-01"},
        half | {"effective": "2023-04-01", "disposal_type": way},
    )
    cases = fold(events, parcels=sizes(A=10_000.0))
    right = 10_000.0 if way == "paid_reclaim" else 5_000.0
    assert cases.events["added_m2"].sum() == right
    assert cases.events["accepted_m2"].sum() == right
    assert cases.state.loc["A", ["disposed_m2", "accepted_m2"]].tolist() == [right] * 2
    assert cases.events["repeated"].tolist() == [False, way == "free_reclaim"]


def test_what_was_disposed_of_twice_counts_once() -> None:
    whole = {"status": "disposed", "area_m2": 10_000}
    days = [{"effective": "2022-05-01"}, {"effective": "2023-05-01"}]
    one = fold(table(*(whole | on for on in days)), parcels=sizes(A=10_000.0))
    assert one.events["added_m2"].tolist() == [10_000.0, 0.0]
    # by another way, there is nothing left to dispose of beyond the slack
    other = table(whole | days[0], whole | days[1] | {"disposal_type": "paid_reclaim"})
    two = fold(other, parcels=sizes(A=10_000.0))
    assert two.events["added_m2"].tolist() == [10_000.0, 10.0]
    assert two.state.loc["A", ["disposed_m2", "claimed_m2"]].tolist() == [
        10_010,
        20_000,
    ]


def test_a_disposal_without_an_area_is_for_the_rest() -> None:
    events = table(
        {"status": "disposed", "area_m2": 4_000, "effective": "2023-01-01"},
        {
            "status": "disposed",
            "disposal_type": "paid_reclaim",
            "effective": "2023-02-01",
        },
        {"status": "closed", "effective": "2023-03-01"},
    )
    found = fold(events, parcels=sizes(A=10_000.0)).events
    assert found["reached_m2"].tolist() == [4_000.0, 6_000.0, 4_000.0]
    assert found["added_m2"].tolist() == [4_000.0, 6_000.0, 0.0]


HALF = 24_261.0
SPLIT = {
    "name": "s", "day": "2023-06-01", "parents": {"A": 2 * HALF},
    "children": {"B": HALF, "C": HALF},
}  # fmt: skip


def test_disposal_follows_lineage() -> None:
    done = {"status": "disposed", "area_m2": 2 * HALF, "effective": "2023-03-01"}
    closed = {"status": "closed", "effective": "2023-07-01"}
    events = table(done, *(closed | {"parcel_id": one} for one in "BC"))
    cases = fold(events, shaped(SPLIT), parcels=sizes(A=2 * HALF, B=HALF, C=HALF))
    assert cases.events["added_m2"].tolist() == [2 * HALF, 0.0, 0.0]
    assert cases.events["accepted_m2"].tolist() == [0.0, HALF, HALF]
    assert cases.state["disposed_m2"].to_dict() == {"B": HALF, "C": HALF}
    assert cases.gone.index.tolist() == ["A"]
    before = fold(events, shaped(SPLIT), on="2023-05-31")
    assert before.state["disposed_m2"].to_dict() == {"A": 2 * HALF}


def test_what_a_child_gives_back_is_its_own_share() -> None:
    done = {"status": "disposed", "area_m2": 2 * HALF, "effective": "2022-03-01"}
    back = {"status": "returned", "effective": "2023-07-01", "parcel_id": "B"}
    cases = fold(table(done, back), shaped(SPLIT))
    assert cases.events["added_m2"].tolist() == [2 * HALF, -HALF]
    assert cases.state["disposed_m2"].to_dict() == {"B": 0.0, "C": HALF}


def test_where_one_child_is_registered_as_disposed_of_it_has_all() -> None:
    part = {"status": "disposed", "area_m2": 9_000, "effective": "2023-03-01"}
    told = pd.DataFrame(
        {"status": [None, "disposed", "registered"]}, index=["A", "B", "C"]
    )
    state = fold(table(part), shaped(SPLIT), parcels=told).state
    assert state["disposed_m2"].to_dict() == {"B": 9_000.0, "C": 0.0}
    assert state["status"].to_dict() == {"B": "disposed", "C": "registered"}


def test_due_days_follow_lineage() -> None:
    plan = {"status": "planned", "effective": "2023-01-05", "due": "2023-03-01"}
    cases = fold(table(plan), shaped(SPLIT), on="2023-07-06")
    assert cases.state["overdue"].to_dict() == {"B": True, "C": True}
    assert cases.state["days_left"].tolist() == [-127, -127]


def test_a_merger_keeps_what_is_not_done() -> None:
    merger = {
        "name": "m", "day": "2023-06-01", "parents": {"A": 50.0, "B": 30.0},
        "children": {"C": 80.0},
    }  # fmt: skip
    events = table(
        {"parcel_id": "B", "status": "planned", "effective": "2023-02-01",
         "due": "2023-05-01", "area_m2": 30},
        {"status": "disposed", "effective": "2023-03-01", "area_m2": 50},
    )  # fmt: skip
    state = fold(events, shaped(merger), on="2023-07-01").state.loc["C"]
    assert state[["status", "disposed_m2", "planned_m2"]].tolist() == [
        *("planned", 50.0, 30.0),
    ]
    assert state["overdue"]


def test_an_event_outside_the_life_of_its_parcel_does_not_count() -> None:
    done = {"status": "disposed", "area_m2": 10.0}
    events = table(
        done | {"effective": "2023-06-01"},
        done | {"effective": "2023-05-31", "parcel_id": "B"},
    )
    cases = fold(events, shaped(SPLIT))
    assert cases.events["outside"].all()
    assert cases.state["disposed_m2"].sum() == 0.0


def test_what_was_known_and_what_had_taken_effect() -> None:
    events = table(
        {"status": "planned", "effective": "2023-02-01"},
        {"status": "disposed", "effective": "2023-03-01", "area_m2": 5,
         "recorded_at": "2023-04-01 09:00", "supersedes": 1},
    )  # fmt: skip
    assert fold(events).events["event_id"].tolist() == [2]
    assert fold(events, known="2023-03-31").state.loc["A", "status"] == "planned"
    assert fold(events, known="2023-04-01").state.loc["A", "status"] == "disposed"
    assert fold(events, on="2023-02-15").events.empty


def test_the_input_stays_and_nothing_at_all_is_a_case() -> None:
    events = table({"status": "planned", "effective": "2023-02-01"})
    before = events.copy()
    fold(events, shaped(SPLIT), parcels=sizes(A=1.0))
    pd.testing.assert_frame_equal(events, before)
    none = fold(events.iloc[:0], parcels=sizes(A=1.0, Z=2.0))
    assert none.state["status"].tolist() == ["registered", "registered"]
    assert none.state["remaining_m2"].tolist() == [1.0, 2.0]
    assert fold(events.iloc[:0]).state.empty


# ------------------------------------------------------------------------- the replay


@dataclass
class Way:
    """One way of a parcel, as the replay keeps it."""

    level: float = 0.0
    accepted: float = 0.0
    told: float | None = None
    plan: float | None = 0.0  # None: all that the others leave


@dataclass
class Case:
    """One parcel, as the replay keeps it."""

    area: float | None
    status: str = "registered"
    way: str | None = None
    due: dt.date | None = None
    carried: tuple[float, float] = (0.0, 0.0)
    round: int = 0
    done: bool = False
    last: tuple[Any, ...] | None = None  # day and number of the event of the state
    ways: dict[str | None, Way] = field(default_factory=dict)

    def limit(self) -> float:
        if self.area is None:
            return np.inf
        return max(self.area + max(1.0, self.area / 1000), self.carried[0])

    def total(self, what: str) -> float:
        return sum(getattr(way, what) for way in self.ways.values())

    def held(self) -> tuple[float, float]:
        disposed = min(self.total("level"), self.limit())
        return disposed, min(self.total("accepted"), disposed)

    def planned(self) -> float:
        plans = [way.plan for way in self.ways.values()]
        fixed = sum(plan for plan in plans if plan is not None)
        if None not in plans:
            return fixed
        return np.nan if self.area is None else max(self.area - self.held()[0], fixed)


class Replay:
    """Every parcel from its parents' end through its own events, one by one."""

    def __init__(
        self, events: list[dict[str, Any]], operations: list[dict[str, Any]],
        own: dict[str, str | None], on: dt.date | None, known: dt.date | None,
        *, starts: dict[str, dt.date],
    ) -> None:  # fmt: skip
        def seen(what: dict[str, Any], name: str = "recorded_at") -> bool:
            return known is None or what[name] <= known

        def came(what: dt.date) -> bool:
            return on is None or what <= on

        heard = [e for e in events if seen(e)]
        wrong = {e["supersedes"] for e in heard}
        live = [e for e in heard if e["event_id"] not in wrong]
        self.own, self.starts = own, starts
        heard_ops = [o for o in operations if seen(o, "recorded")]
        valid = [
            o for o in heard_ops
            if not ("voided" in o and (known is None or o["voided"] <= known))
        ]  # fmt: skip
        self.areas = {
            p: a
            for o in valid
            for r in ("parents", "children")
            for p, a in o[r].items()
        }
        children = {p for o in operations for p in o["children"]}
        self.valid = [o for o in valid if came(o["day"])]
        born = {p: o["day"] for o in self.valid for p in o["children"]}
        self.ended = {p: o["day"] for o in self.valid for p in o["parents"]}
        self.never = children - set(born)
        self.added: dict[int, list[Any]] = {}
        self.events: dict[str, list[dict[str, Any]]] = {}
        for event in sorted((e for e in live if came(e["effective"])),
                            key=lambda e: (e["effective"], e["event_id"])):  # fmt: skip
            parcel, when = event["parcel_id"], event["effective"]
            inside = parcel not in self.never
            inside &= parcel not in born or when >= born[parcel]
            inside &= parcel not in self.ended or when < self.ended[parcel]
            if inside:
                self.events.setdefault(parcel, []).append(event)
        self.done: dict[str, Case] = {}

    def case(self, parcel: str) -> Case:
        if parcel not in self.done:
            self.done[parcel] = self.live(self.begin(parcel), parcel)
        return self.done[parcel]

    def begin(self, parcel: str) -> Case:
        case = Case(area=self.areas.get(parcel))
        for one in self.valid:
            if parcel in one["children"]:
                self.take_over(case, parcel, one)
        if self.own.get(parcel):
            case.status = self.own[parcel] or ""
            case.done = RULES_DONE(case.status)
        case.carried = (np.inf, np.inf)  # all of it finds room
        case.carried = case.held()
        return case

    def take_over(self, case: Case, parcel: str, one: dict[str, Any]) -> None:
        land = one["children"]
        share = land[parcel] / sum(land.values())
        done = {p for p in land if RULES_DONE(self.own.get(p))}
        weight = share
        if done and done != set(land):
            alike = [p for p in land if (p in done) == (parcel in done)]
            weight = land[parcel] / sum(land[p] for p in alike)
        parents = [self.case(p) for p in one["parents"]]
        case.round = max(p.round for p in parents)
        first = min(parents, key=lambda p: (
            p.done, p.last is None,
            (-p.last[0].toordinal(), -p.last[1]) if p.last else (),
        ))  # fmt: skip
        case.status, case.way, case.last = first.status, first.way, first.last
        case.done = first.done
        alike = [p.due for p in parents if p.done == first.done]
        case.due = min((d for d in alike if d), default=None)
        for way in {w: None for p in parents for w in p.ways}:
            new = Way()
            plans: list[float | None] = []
            for p in parents:
                scale, accepted_scale = 1.0, 1.0
                level, accepted = p.held()
                if p.total("level") > level:
                    scale = level / p.total("level")
                if p.total("accepted") > accepted:
                    accepted_scale = accepted / p.total("accepted")
                own = p.ways.get(way)
                if own is None:
                    plans.append(0.0)
                    continue
                fits = 1.0
                if done and done != set(land):
                    room = sum(land[p] for p in done)
                    fits = min(1.0, room / level) if level else 1.0
                    fits = fits if parcel in done else 1.0 - fits
                new.level += own.level * scale * weight * fits
                new.accepted += own.accepted * accepted_scale * weight * fits
                plans.append(own.plan)
            if all(plan is None for plan in plans):
                new.plan = None
            else:
                numbers = [
                    rest(p, way) if plan is None else plan
                    for p, plan in zip(parents, plans, strict=True)
                ]
                new.plan = sum(numbers) * share
            new.told = new.level if new.level > 0 else new.plan
            if new.level > 0 or new.plan != 0:
                case.ways[way] = new

    def counts(self, event: dict[str, Any]) -> bool:
        """Whether a decision disposes, by its status, its way and what was built."""
        if not RULES_DONE(event["status"]):
            return False
        if event["exception"] or event["disposal_type"] is None:
            return True
        started = self.starts.get(event["parcel_id"], dt.date.max)
        return {
            "interview": False,
            "start_by_deadline": started <= event["effective"],
        }.get(event["disposal_type"], True)

    def live(self, case: Case, parcel: str) -> Case:  # noqa: C901 - a life, in order
        returned, since, first = 0, [], case.way
        for event in self.events.get(parcel, []):
            before = case.held()
            marks = RULES.vocabulary.term("status", event["status"])
            counts = case.done = self.counts(event)
            case.status, case.way = event["status"], event["disposal_type"] or first
            case.last = (event["effective"], event["event_id"])
            case.due = event["due"] or case.due
            key, area = event["disposal_type"], event["area_m2"]
            slack = max(1.0, (case.area or 0) / 1000)
            if area is None or case.area is None or not area < case.area - slack:
                for way in case.ways.values():
                    way.plan = 0.0
            if marks.returned:
                returned += 1
                case.round += 1
                for number in since:
                    self.added[number][2] = event["effective"]
                since = []
                for way in case.ways.values():
                    way.level = way.accepted = 0.0
            way = case.ways.setdefault(key, Way())
            if area is not None:
                way.told = area
            way.plan = 0.0 if counts else area
            reached = 0.0
            if counts:
                if way.told is None and case.area is not None:
                    way.told = max(case.area - case.total("level"), 0.0)
                reached = way.told or 0.0
            way.level = reached
            agreed = marks.accepted and counts
            way.accepted = reached if agreed else min(way.accepted, reached)
            after = case.held()
            added = [b - a for a, b in zip(before, after, strict=True)]
            if marks.returned:
                added = [-c if returned == 1 else 0.0 for c in case.carried]
            else:
                since.append(event["event_id"])
            self.added[event["event_id"]] = [*added, None, case.round, case.due]
        return case


def rest(case: Case, way: str | None) -> float:
    """What the first of the open ways of a case is for, in m²."""
    open_ = [key for key, own in case.ways.items() if own.plan is None]
    if min(open_, key=lambda key: ORDER[key]) != way or case.area is None:
        return 0.0
    fixed = sum(own.plan or 0.0 for own in case.ways.values())
    return case.planned() - fixed


def RULES_DONE(status: str | None) -> bool:  # noqa: N802 - reads as the rule it is
    return bool(status) and status in RULES.marked("disposed")


ORDER: dict[str | None, int] = {}
AREAS = st.sampled_from([None, 500.0, 1_000.0, 2_500.0, 9_999.0, 10_000.0])


@st.composite
def histories(draw: st.DrawFn) -> tuple[Any, ...]:
    living = {"A": 10_000.0, "B": 4_000.0, "C": 1_000.0}
    own: dict[str, str | None] = dict.fromkeys(living)
    operations: list[dict[str, Any]] = []
    at = 0
    for number in range(draw(st.integers(0, 3))):
        at += draw(st.integers(5, 40))
        several = draw(st.booleans()) and len(living) > 1
        names = sorted(living)
        picked = names[:1] if not several else draw(
            st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
        )  # fmt: skip
        land = sum(living[p] for p in picked)
        shares = draw(st.sampled_from([(1.0,), (0.5, 0.5), (0.25, 0.75)]))
        children = {f"{'X' if several else 'S'}{number}{k}": land * share
                    for k, share in enumerate(shares)}  # fmt: skip
        for child in children:
            own[child] = draw(st.sampled_from([None, None, "disposed", "planned"]))
        one = {"name": f"o{number}", "day": day(at), "recorded": day(at),
               "children": children}  # fmt: skip
        one["parents"] = {p: living[p] for p in picked}
        last = {"voided": day(at + 10)} if draw(st.integers(0, 4)) == 0 else {}
        operations.append(one | last)
        if last:
            break
        living = {p: a for p, a in living.items() if p not in picked} | children
    everyone = sorted(own)
    events: list[dict[str, Any]] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        correction = draw(st.integers(0, 6)) == 0 and number > 1
        events.append({
            "event_id": number,
            "parcel_id": draw(st.sampled_from(everyone)),
            "disposal_type": draw(st.sampled_from(WAYS)),
            "status": draw(st.sampled_from(STATUSES)),
            "effective": day(draw(st.integers(0, 120))),
            "due": draw(st.sampled_from([None, None, day(60), day(90)])),
            "area_m2": draw(AREAS),
            "exception": draw(st.sampled_from([None, None, None, "特批"])),
            "supersedes": draw(st.integers(1, number - 1)) if correction else None,
            "recorded_at": day(draw(st.integers(0, 120))),
        })
    on = draw(st.sampled_from([None, day(30), day(60), day(100)]))
    known = draw(st.sampled_from([None, None, day(40), day(90)]))
    days = st.none() | st.integers(0, 120).map(day)
    starts = {p: found for p in everyone if (found := draw(days)) is not None}
    return events, operations, own, starts, on, known


@settings(max_examples=200, deadline=None)
@given(histories())
def test_the_fold_is_the_replay(history: tuple[Any, ...]) -> None:
    events, operations, own, starts, on, known = history
    replay = Replay(events, operations, own, on, known, starts=starts)
    roots = {"A": 10_000.0, "B": 4_000.0, "C": 1_000.0}
    replay.areas |= {
        p: a for o in operations for p, a in {**o["children"], **o["parents"]}.items()
    } | roots
    ORDER.clear()
    frame = table(*events)
    ways = pd.factorize(frame["disposal_type"], sort=True)[1]
    ORDER.update({None: -1} | {way: n for n, way in enumerate(ways)})
    parcels = pd.DataFrame({"area_m2": replay.areas}).reindex(sorted(own))
    begun = pd.to_datetime(pd.Series(starts, dtype="object"))
    own_facts = parcels.assign(status=pd.Series(own), actual_start=begun)
    cases = fold(
        frame, shaped(*operations), None, RULES, parcels=own_facts, on=on, known=known
    )
    living = {p for p in own if p not in replay.never and p not in replay.ended}
    assert set(cases.state.index) == living
    for parcel in living:
        compare_state(cases.state.loc[parcel], replay.case(parcel), on)
    compare_events(cases, replay)
    close(cases)


def compare_state(row: pd.Series, case: Case, on: dt.date | None) -> None:
    assert row["status"] == case.status
    if case.last:
        assert (
            None if pd.isna(row["disposal_type"]) else row["disposal_type"]
        ) == case.way
    assert (None if pd.isna(row["due"]) else row["due"].date()) == case.due
    disposed, accepted = case.held()
    assert row["disposed_m2"] == pytest.approx(disposed)
    assert row["accepted_m2"] == pytest.approx(accepted)
    assert row["planned_m2"] == pytest.approx(case.planned())
    assert row["round"] == case.round
    if on is not None:
        late = case.due is not None and case.due < on and not case.done
        assert row["done"] == case.done
        assert row["overdue"] == late


def compare_events(cases: Cases, replay: Replay) -> None:
    assert cases.events["effective"].is_monotonic_increasing
    inside = cases.events[~cases.events["outside"]].set_index("event_id")
    assert set(inside.index) >= set(replay.added)
    for number, (added, accepted, undone, round_, due) in replay.added.items():
        row = inside.loc[number]
        assert row["added_m2"] == pytest.approx(added, abs=1e-6)
        assert row["accepted_m2"] == pytest.approx(accepted, abs=1e-6)
        assert row["round"] == round_
        for name, value in (("undone_on", undone), ("due_after", due)):
            assert (None if pd.isna(row[name]) else row[name].date()) == value


def close(cases: Cases) -> None:
    """What events add is what the living have been disposed of, and accepted."""
    counted = cases.events[cases.events["undone_on"].isna()]
    for events, state in (("added_m2", "disposed_m2"), ("accepted_m2", "accepted_m2")):
        total = cases.state[state].sum()
        assert counted[events].sum() == pytest.approx(total, abs=1e-6)
