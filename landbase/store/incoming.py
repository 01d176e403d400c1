"""Records of others, held to the rules by which they would be recorded here.

Whoever records knows what is there already. So each decision of a file is checked
against what its author knew: the records that it follows, at any remove. What two
people recorded without knowing of each other is no fault but a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import sqlalchemy as sa

from landbase.cases.allowed import check_events, try_events
from landbase.cases.events import AGREED_TYPES, EVENT_TYPES, future_days
from landbase.issues import Issues
from landbase.store.columns import from_stamps
from landbase.store.journals import (
    AGREEMENTS,
    DECISIONS,
    EVIDENCE,
    MILESTONES,
    PAPERS,
)
from landbase.store.queries import MANY_IDS, journal_column, load_events, load_kin
from landbase.store.writes import facts_of, newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from landbase.rules.ruleset import Rules
    from landbase.store.journals import Journal

__all__ = ["Line", "check_incoming"]

_PLACE = ["source", "source_row"]


class Line(NamedTuple):
    """A record as a file has it.

    Attributes
    ----------
    file, number
        Where it stands.
    journal
        Where it belongs.
    record
        `uid` and what it is computed from; links by uid.
    """

    file: str
    number: int
    journal: Journal
    record: dict[str, Any]

    def fault(self, code: str, column: str | None = None) -> dict[str, Any]:
        """Say what is wrong with it; with a column, also what stands there."""
        return {
            "code": code,
            "source": self.file,
            "source_row": self.number,
            "parcel_id": self.record.get("parcel_id"),
            "column": column,
            "value": None if column is None else self.record.get(column),
        }


def check_incoming(
    connection: sa.Connection, lines: Sequence[Line], *, rules: Rules
) -> Issues:
    """Find every reason for which these records would not be recorded here.

    `lines` are those that are new here, behind what they refer to; the parcels and the
    lineage that came with them are in place already.
    """
    of = {
        journal.name: [line for line in lines if line.journal is journal]
        for journal in (DECISIONS, AGREEMENTS, MILESTONES)
    }
    papers = [x for x in lines if x.journal.name in {EVIDENCE.name, PAPERS.name}]
    return Issues.concat([
        _check_decisions(connection, of["decisions"], of["agreements"], rules),
        _check_milestones(connection, of["milestones"], rules),
        _future_days(papers, "dated", rules),
    ])


class _Past(NamedTuple):
    """What is known of decisions, by uid, here and in the files.

    Attributes
    ----------
    follows, parcel, corrects
        The records that each follows, its parcel, and the record that it corrects.
    number
        Its number here, or the one that it is to have; they are in order of recording.
    """

    follows: dict[str, list[str]]
    parcel: dict[str, str]
    corrects: dict[str, str]
    number: dict[str, int]

    def before(self, uids: Iterable[str]) -> set[str]:
        """Give these and all that they follow, at any remove."""
        found, ahead = set[str](), list(uids)
        while ahead:
            if (uid := ahead.pop()) not in found:
                found.add(uid)
                ahead += self.follows.get(uid, ())
        return found

    def in_force(self, uids: set[str]) -> set[str]:
        return uids - {self.corrects[uid] for uid in uids if uid in self.corrects}


class _Unit(NamedTuple):
    """Decisions of one parcel that were recorded at once."""

    uids: list[str]
    follows: list[str]
    depth: int


def _check_decisions(
    connection: sa.Connection,
    lines: Sequence[Line],
    agreed: Sequence[Line],
    rules: Rules,
) -> Issues:
    """Check decisions in the order of recording, those of many parcels at a time."""
    if not lines and not agreed:
        return Issues.none()
    apart = _check_agreements(lines, agreed)
    ids = sorted({line.record["parcel_id"] for line in lines})
    related, lineage = load_kin(connection, ids)
    past = _load_past(connection, related)
    _add_lines(past, lines, first=newest(connection, DECISIONS)[0] + 1)
    wrong = _check_corrections(lines, past)
    if len(apart) or len(wrong):
        return apart + wrong
    events = _to_events(lines, agreed, past, rules)
    here = load_events(connection, ids=related)
    known = _Known(
        past=past,
        events=pd.concat([here, events], ignore_index=True).set_index(
            "event_id", drop=False
        ),
        facts=facts_of(connection, related, rules, needs_area=True),
        lineage=lineage,
        rules=rules,
    )
    ahead = future_days(events, "effective", today=events["recorded_at"].dt.normalize())
    passes = _in_passes(_to_units(lines, past), past)
    return Issues.concat([ahead, *(known.check(units) for units in passes)])


def _load_past(connection: sa.Connection, ids: list[str]) -> _Past:
    c = DECISIONS.table.c
    query = sa.select(c.event_id, c.uid, c.parcel_id, c.follows, c.supersedes)
    if len(ids) <= MANY_IDS:
        query = query.where(c.parcel_id.in_(ids))
    rows = connection.execute(query.order_by(c.event_id)).fetchall()
    wanted = set(ids)
    rows = [row for row in rows if row.parcel_id in wanted]
    uid_of = {row.event_id: row.uid for row in rows}
    return _Past(
        follows={row.uid: (row.follows or "").split() for row in rows},
        parcel={row.uid: row.parcel_id for row in rows},
        corrects={
            row.uid: uid_of.get(row.supersedes, "")
            for row in rows
            if row.supersedes is not None
        },
        number={row.uid: row.event_id for row in rows},
    )


def _add_lines(past: _Past, lines: Sequence[Line], *, first: int) -> None:
    for number, line in enumerate(lines, start=first):
        record = line.record
        uid = record["uid"]
        past.follows[uid] = (record["follows"] or "").split()
        past.parcel[uid] = record["parcel_id"]
        past.number[uid] = number
        if record["supersedes"] is not None:
            past.corrects[uid] = record["supersedes"]


def _check_agreements(lines: Sequence[Line], agreed: Sequence[Line]) -> Issues:
    """Find agreements that did not come with the decision that they are part of."""
    fresh = {line.record["uid"] for line in lines}
    seen = set[str]()
    wrong = []
    for line in agreed:
        event = line.record["event_id"]
        if event not in fresh or event in seen:
            wrong.append(line)
        seen.add(event)
    return _issues("exchange_agreement_apart", wrong, "event_id")


def _check_corrections(lines: Sequence[Line], past: _Past) -> Issues:
    """Find what follows or corrects what is not in force of the same parcel."""
    wrong = []
    for line in lines:
        uid, parcel = line.record["uid"], line.record["parcel_id"]
        strange = [u for u in past.follows[uid] if past.parcel.get(u) != parcel]
        if strange:
            wrong.append(line)
            # the walk through the past goes no further here
            past.follows[uid] = []
            continue
        corrected = past.corrects.get(uid)
        if corrected is None:
            continue
        if corrected not in past.in_force(past.before(past.follows[uid])):
            wrong.append(line)
    return _issues("exchange_corrects_nothing", wrong, "supersedes")


def _issues(code: str, lines: Sequence[Line], column: str) -> Issues:
    if not lines:
        return Issues.none()
    return Issues.of(
        code,
        source=[line.file for line in lines],
        source_row=[line.number for line in lines],
        parcel_id=[line.record.get("parcel_id") for line in lines],
        column=column,
        value=[line.record[column] for line in lines],
    )


def _to_events(
    lines: Sequence[Line], agreed: Sequence[Line], past: _Past, rules: Rules
) -> pd.DataFrame:
    """Make a table of events of the lines, as recording has it."""
    records = [line.record for line in lines]
    started = {line.record["event_id"]: line.record for line in agreed}
    none: dict[str, Any] = dict.fromkeys(AGREED_TYPES)
    columns: dict[str, Any] = {"event_id": [past.number[r["uid"]] for r in records]}
    for name, declared in EVENT_TYPES.items():
        values = [record[name] for record in records]
        if name == "supersedes":
            values = [None if uid is None else past.number[uid] for uid in values]
        columns[name] = journal_column(declared, values, rules.zone)
    for name, declared in AGREED_TYPES.items():
        values = [started.get(record["uid"], none)[name] for record in records]
        columns[name] = journal_column(declared, values, rules.zone)
    stamps = [record["recorded_at"] for record in records]
    columns["recorded_at"] = from_stamps(stamps, zone=rules.zone)
    columns["source"] = pd.Series([line.file for line in lines], dtype="str")
    numbers = [line.number for line in lines]
    columns["source_row"] = pd.Series(numbers, dtype="Int64")
    return pd.DataFrame(columns)


def _to_units(lines: Sequence[Line], past: _Past) -> list[_Unit]:
    """Put together what was recorded at once: a chain of one moment."""
    unit_of: dict[str, _Unit] = {}
    moment = {line.record["uid"]: line.record["recorded_at"] for line in lines}
    units = []
    for line in lines:
        uid = line.record["uid"]
        follows = past.follows[uid]
        before = unit_of.get(follows[0]) if len(follows) == 1 else None
        joins = (
            before is not None
            and before.uids[-1] == follows[0]
            and moment[follows[0]] == moment[uid]
            and past.corrects.get(uid) not in before.uids
        )
        if before is None or not joins:
            depths = [unit_of[u].depth + 1 for u in follows if u in unit_of]
            before = _Unit([], follows, max(depths, default=0))
            units.append(before)
        before.uids.append(uid)
        unit_of[uid] = before
    return units


def _in_passes(units: Sequence[_Unit], past: _Past) -> list[list[_Unit]]:
    """Part units: what one follows is in an earlier pass, a parcel once in each."""
    alike: dict[tuple[str, int], int] = defaultdict(int)
    passes: dict[tuple[int, int], list[_Unit]] = defaultdict(list)
    for unit in units:
        key = (past.parcel[unit.uids[0]], unit.depth)
        passes[unit.depth, alike[key]].append(unit)
        alike[key] += 1
    return [passes[key] for key in sorted(passes)]


class _Known(NamedTuple):
    """All that is known, here and from the files.

    Attributes
    ----------
    past
        Who knew of what.
    events
        All decisions on parcels that matter, by number, those of the files too.
    facts, lineage
        What is known of those parcels, and of how they came to be.
    rules
        The rules.
    """

    past: _Past
    events: pd.DataFrame
    facts: pd.DataFrame
    lineage: pd.DataFrame
    rules: Rules

    def check(self, units: Sequence[_Unit]) -> Issues:
        """Check units of different parcels at once.

        Who records on a parcel that was split or merged may or may not know what others
        recorded on its relatives: such a decision is refused only where neither lets
        it be.
        """
        uids = [uid for unit in units for uid in unit.uids]
        new = self.events.loc[[self.past.number[uid] for uid in uids]]
        new = new.reset_index(drop=True)
        own = self._own_past(units)
        faults = self._faults(new, own, own, self.lineage)
        kin = set(self.lineage["parcel_id"])
        if not len(faults) or not kin:
            return faults
        theirs = self._with_relatives(units, own, kin)
        strict = self._faults(new, own, theirs, self.lineage)
        alone = self._faults(new, own, own, self.lineage.iloc[:0])
        return _in_all(faults, strict, alone)

    def _own_past(self, units: Sequence[_Unit]) -> list[int]:
        found = set[str]()
        for unit in units:
            found |= self.past.in_force(self.past.before(unit.follows))
        return sorted(self.past.number[uid] for uid in found)

    def _with_relatives(
        self, units: Sequence[_Unit], own: list[int], kin: set[str]
    ) -> list[int]:
        """Add what was recorded on related parcels before the last of these."""
        numbers = self.past.number
        last = max(numbers[uid] for unit in units for uid in unit.uids)
        mine = {self.past.parcel[unit.uids[0]] for unit in units}
        others = {
            uid
            for uid, parcel in self.past.parcel.items()
            if parcel in kin and parcel not in mine and numbers[uid] < last
        }
        return sorted({*own, *(numbers[uid] for uid in self.past.in_force(others))})

    def _faults(
        self,
        new: pd.DataFrame,
        own: list[int],
        earlier: list[int],
        lineage: pd.DataFrame,
    ) -> Issues:
        before = self.events.loc[earlier].reset_index(drop=True)
        mine = self.events.loc[own].reset_index(drop=True)
        trial = try_events(new, before, self.facts, rules=self.rules, lineage=lineage)
        return check_events(trial, self.facts, known=mine, rules=self.rules)


def _in_all(faults: Issues, *others: Issues) -> Issues:
    """Keep the faults that are found in every way of looking."""
    names = ["code", *_PLACE]
    held = np.ones(len(faults), dtype=bool)
    keys = pd.MultiIndex.from_frame(faults.table[names])
    for other in others:
        held &= keys.isin(pd.MultiIndex.from_frame(other.table[names]))
    return Issues(faults.table[held].reset_index(drop=True))


def _check_milestones(
    connection: sa.Connection, lines: Sequence[Line], rules: Rules
) -> Issues:
    """Check milestones: a step, a reason for a later day, nothing done tomorrow."""
    if not lines:
        return Issues.none()
    c = MILESTONES.table.c
    before = {line.record["uid"]: line.record["due"] for line in lines}
    wanted = {u for x in lines for u in (x.record["follows"] or "").split()}
    if wanted - set(before):
        rows = connection.execute(sa.select(c.uid, c.due))
        before |= {row.uid: row.due for row in rows}
    nameless = [line for line in lines if not line.record["step"].strip()]
    unreasoned = []
    for line in lines:
        follows = (line.record["follows"] or "").split()
        moved = follows and line.record["due"] not in {before[u] for u in follows}
        if moved and not (line.record["reason"] or "").strip():
            unreasoned.append(line)
    return Issues.concat([
        _issues("milestone_no_step", nameless, "step"),
        _issues("milestone_no_reason", unreasoned, "step"),
        _future_days(lines, "done_on", rules),
    ])


def _future_days(lines: Sequence[Line], name: str, rules: Rules) -> Issues:
    """Find what is said to have happened after it was recorded."""
    records = [line.record for line in lines]
    days = journal_column("DATE", [record[name] for record in records], rules.zone)
    table = pd.DataFrame({
        "source": [line.file for line in lines],
        "source_row": [line.number for line in lines],
        "parcel_id": [record.get("parcel_id") for record in records],
        name: days,
    })
    stamps = [record["recorded_at"] for record in records]
    today = pd.Series(from_stamps(stamps, zone=rules.zone)).dt.normalize()
    return future_days(table, name, today=today)
