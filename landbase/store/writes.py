"""Writing to the journals: decisions, splits and mergers, milestones, documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa

from landbase.cases.allowed import (
    facts_asked,
    judge_events,
    needs_area,
    review_events,
    with_codes,
)
from landbase.cases.events import (
    AGREED_TYPES,
    EVENT_COLUMNS,
    EVENT_TYPES,
    Decision,
    future_days,
    read_events,
)
from landbase.cases.milestones import (
    check_milestones,
    complete_milestones,
    read_milestones,
)
from landbase.cases.plain import read_plainly
from landbase.errors import LedgerError, StoreError, warn
from landbase.store.columns import (
    STORED_FIELDS,
    day_of_stamp,
    from_stamp,
    stamp,
)
from landbase.store.database import (
    Opened,
    adding,
    database_of,
    insert_many,
    reading,
)
from landbase.store.frames import (
    AT_ONCE,
    facts_in,
    iso_days,
    none_of,
    plain,
    rows_of,
    to_records,
)
from landbase.store.ids import led_to_known
from landbase.store.journals import (
    AGREEMENTS,
    DECISIONS,
    JOURNALS,
    MILESTONES,
    address,
    chain,
)
from landbase.store.plainly import judge_plainly, renew_plainly
from landbase.store.queries import (
    MANY_IDS,
    cases_of,
    given_columns,
    in_force,
    known_parcels,
    load_areas,
    load_events,
    load_journal,
    load_kin,
    load_rules,
    stored_events,
    stored_names,
    zone_of,
)
from landbase.store.sealing import began, mark, not_stored, sealed_as, writing
from landbase.store.states import refresh_states
from landbase.tables.ids import among

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.store.journals import Journal

__all__ = [
    "address_of",
    "append",
    "append_known",
    "facts_of",
    "moment_of",
    "newest",
    "not_before",
    "record",
    "record_events",
    "record_many",
    "review",
    "review_decisions",
    "set_milestone",
    "set_milestones",
    "uids_of",
]

Columns = dict[str, Any]  # name → values
# the records that no other follows, by what they are about
Heads = dict[tuple[Any, ...], list[str]]


def append(
    connection: sa.Connection,
    journal: Journal,
    records: Sequence[dict[str, Any]],
    *,
    now: str,
) -> list[dict[str, Any]]:
    """Append what is recorded here and now."""
    if not records:
        return []
    told = _as_columns(records)
    heads = _heads(connection, journal, told)
    columns = _append_columns(connection, journal, told, heads, now=now)
    rows = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def append_known(
    connection: sa.Connection, journal: Journal, records: Sequence[dict[str, Any]]
) -> None:
    """Append records that have their names already, as they come from elsewhere."""
    if records:
        _append_after(
            connection, journal, _as_columns(records), newest(connection, journal)
        )


def _as_columns(records: Sequence[dict[str, Any]]) -> Columns:
    return {name: [record[name] for record in records] for name in records[0]}


def _append_columns(
    connection: sa.Connection,
    journal: Journal,
    told: Columns,
    heads: Heads,
    *,
    now: str,
) -> Columns:
    """Append what is recorded here and now, as columns; then they are the heads."""
    last = newest(connection, journal)
    [count] = {len(values) for values in told.values()}
    times: Columns = dict.fromkeys(("recorded_at", "known_at"), [now] * count)
    numbers = range(last[0] + 1, last[0] + 1 + count)
    columns = {**told, "home_id": numbers, **times}
    if "by" in told:
        author = database_of(connection).author
        signed = {by: author(connection, by) for by in dict.fromkeys(told["by"])}
        columns["by"] = [signed[by] for by in told["by"]]
    columns |= _named(connection, journal, columns, heads)
    return _append_after(connection, journal, columns, last)


def _named(
    connection: sa.Connection, journal: Journal, columns: Columns, heads: Heads
) -> Columns:
    """Say what records follow, and name them; what they refer to goes in by name."""
    said = dict(columns)
    for link, of in journal.links.items():
        names = uids_of(connection, JOURNALS[of], columns[link])
        said[link] = [names.get(key) for key in columns[link]]
    if not journal.subject:
        rows = zip(*(said[name] for name in journal.addressed), strict=True)
        return {"uid": [address(journal.name, row) for row in rows]}
    place = journal.addressed.index("follows")
    others = [said[name] for name in journal.addressed if name != "follows"]
    subjects = zip(*(columns[name] for name in journal.subject), strict=True)
    follows, uids = [], []
    for subject, row in zip(subjects, zip(*others, strict=True), strict=True):
        before = " ".join(sorted(heads.get(subject, ()))) or None
        uid = address(journal.name, [*row[:place], before, *row[place:]])
        heads[subject] = [uid]
        follows.append(before)
        uids.append(uid)
    return {"follows": follows, "uid": uids}


def _append_after(
    connection: sa.Connection,
    journal: Journal,
    columns: Columns,
    last: tuple[int, str],
) -> Columns:
    number, before = last
    count = len(columns["uid"])
    columns = {journal.key: range(number + 1, number + 1 + count), **columns}
    sealed = zip(*(columns[name] for name in journal.sealed), strict=True)
    columns["hash"] = chain(sealed, before)
    began(connection, journal.name, [number, before])
    told = {column.name: columns[column.name] for column in journal.table.c}
    with adding(connection, count, journal.table):
        insert_many(connection, journal.table, told)
    _read_back(connection, journal, told)
    return columns


def _read_back(connection: sa.Connection, journal: Journal, told: Columns) -> None:
    """Refuse to say that something is recorded that does not stand in the file."""
    c, wanted = journal.table.c, list(zip(*told.values(), strict=True))
    first = told[journal.key][0]
    query = sa.select(*c).where(c[journal.key] >= first).order_by(c[journal.key])
    if rows_of(connection.execute(query)) != wanted:
        raise not_stored(connection, len(wanted))


def uids_of(
    connection: sa.Connection, journal: Journal, keys: Iterable[int | None] | None
) -> dict[int, str]:
    """Look up the names of records by their numbers in this file; None: of all."""
    table = journal.table
    query = sa.select(table.c[journal.key], table.c.uid)
    if keys is not None:
        wanted = sorted({key for key in keys if key is not None})
        if not wanted:
            return {}
        key = table.c[journal.key]
        few = len(wanted) <= MANY_IDS
        query = query.where(
            key.in_(wanted) if few else key.between(wanted[0], wanted[-1])
        )
    return {row[0]: row[1] for row in connection.execute(query)}


def newest(connection: sa.Connection, journal: Journal) -> tuple[int, str]:
    """Give the number and the hash of the last record."""
    return database_of(connection).newest(connection, journal)


def moment_of(self: Opened, connection: sa.Connection) -> str:
    """Give the time of recording; never before the newest record."""
    now = not_before(connection, stamp(self._clock()))
    mark(connection, now=now)
    return now


def not_before(connection: sa.Connection, now: str) -> str:
    """Give a time of recording that no record of this land base is after."""
    last = database_of(connection).last_moment(connection)
    if now < last:
        moment = dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1)
        warn("clock_behind", now=now, last=last)
        now = stamp(moment)
    return now


def address_of(
    journal: Journal, row: dict[str, Any], names: dict[str, dict[int, str]]
) -> str:
    """Name a record; what it refers to goes in by its own name."""
    values = [
        names[name].get(row[name]) if name in names else row[name]
        for name in journal.addressed
    ]
    return address(journal.name, values)


def _heads(connection: sa.Connection, journal: Journal, told: Columns) -> Heads:
    """Find for each subject the records that no other follows."""
    if not journal.subject:
        return {}
    table = journal.table
    query = sa.select(
        table.c.uid, table.c.follows, *(table.c[n] for n in journal.subject)
    )
    first = journal.subject[0]
    wanted = set(told[first])
    if len(wanted) <= MANY_IDS:
        query = query.where(table.c[first].in_(sorted(wanted)))
    rows = connection.execute(query).fetchall()
    followed = {uid for row in rows if row[1] for uid in row[1].split(" ")}
    heads: Heads = {}
    for uid, _, *subject in rows:
        if uid not in followed:
            heads.setdefault(tuple(subject), []).append(uid)
    return heads


_SHOWN = 3
_FEW_TEXTS = 64


def record(  # noqa: PLR0913 - the parts of a decision, each by its name
    self: Opened,
    parcel_id: str,
    disposal_type: str,
    *,
    status: str,
    effective: dt.date | str,
    due: dt.date | str | None = None,
    document: str | None = None,
    by: str | None = None,
    reason: str | None = None,
    area_m2: float | str | None = None,
    exception: str | None = None,
    supersedes: int | None = None,
    new_agreed_start: dt.date | str | None = None,
    unless: str | None = None,
) -> Decision:
    """Record one decision.

    The way must fit the parcel's category and, by the limb of article 2, its cause: on
    land on which work had begun the ways of article 12 whatever the cause. The fee
    needs one full year since the agreed start, reclaim without compensation two; an
    extension lasts one year at most from the newly agreed start, temporary use two.

    Parameters
    ----------
    parcel_id
        A parcel of this land base.
    disposal_type
        The way (处置方式) that fits the parcel: a code, or its name such as 撤销批文.
    status
        What it comes to, a code or name (方案已定) that may follow the status before.
    effective
        The day it takes effect, as people write days; not after today in the zone of
        the rules.
    due
        The day by which it is to be done; "2023年9月底前" is read too.
    document, by, reason
        Document number, responsible person, why. A return (`returned`) and a
        correction need a reason.
    area_m2
        The area decided on, in m², or with its unit: "12.5亩", "0.83公顷". A disposal
        without one is for what its way was for so far, failing that for the rest of
        the parcel's ellipsoidal area.
    exception
        Why this goes against the rules on limb, cause and years, or on what a way can
        bring.
    supersedes
        `event_id` of the event of this parcel that this one corrects.
    new_agreed_start
        The start newly agreed on (article 12, paragraph 2), for a way that reckons it
        anew; the idle-land test counts from it from `effective` on.
    unless
        The code that was told when contact with a server was lost while this was being
        recorded: if it was, that event is given, and nothing is recorded twice.

    Returns
    -------
    decision
        The event as recorded.

    Raises
    ------
    LedgerError
        It does not fit; the message says why and what would.
    StoreError
        The file stays busy, or `unless` is the code of something else.
    """
    event = {
        "parcel_id": parcel_id,
        "disposal_type": disposal_type,
        "status": status,
        "effective": effective,
        "due": due,
        "document": document,
        "by": by,
        "reason": reason,
        "area_m2": area_m2,
        "exception": exception,
        "supersedes": supersedes,
        "new_agreed_start": new_agreed_start,
    }
    said = read_plainly(event)
    if said is None:
        row, rules = _record_all(self, pd.DataFrame([event]), unless)
        return _decision(row, rules.zone)
    with writing(self._engine) as connection:
        rules = load_rules(connection)
        if rows := _recorded_before(
            connection, pd.Series([parcel_id], dtype="str"), unless
        ):
            return _decision(rows[0], rules.zone)
        now = moment_of(self, connection)
        judged = judge_plainly(connection, said, now=now, rules=rules)
        if judged is None:
            table = pd.DataFrame([event])
            with _texts_of(table):
                read = read_events(table)
                row = _record_read(connection, *read, now=now, rules=rules)
        else:
            coded, earlier = judged
            told = _as_columns([coded])
            row = _append_events(
                connection, told, _heads(connection, DECISIONS, told), now
            )
            renew_plainly(connection, row, earlier)
    return _decision(row, rules.zone)


def record_many(self: Opened, table: pd.DataFrame, *, unless: str | None = None) -> int:
    """Record a table of decisions, all or nothing.

    Parameters
    ----------
    table
        One row an event in order of recording: `parcel_id`, `disposal_type`,
        `status`, `effective`, and any of the other arguments of `record` as
        columns; ways and statuses as codes or names. `source` and `source_row` place
        the faults; further columns are not kept. Not changed.
    unless
        As in `record`.

    Returns
    -------
    count
        How many were recorded: all.

    Raises
    ------
    SchemaError
        A column is missing.
    LedgerError
        Some do not fit; `issues` lists every reason, and nothing was recorded.
    StoreError
        The file stays busy, or `unless` is the code of something else.
    """
    _record_all(self, table, unless)
    return len(table)


def _record_all(
    self: Opened, table: pd.DataFrame, unless: str | None
) -> tuple[dict[str, Any], Rules]:
    """Record a table; give the first of its decisions as it is stored."""
    # what needs no lock is done before others are made to wait
    with _texts_of(table):
        events, unread = read_events(table)
        with writing(self._engine) as connection:
            rules = load_rules(connection)
            if rows := _recorded_before(connection, events["parcel_id"], unless):
                return rows[0], rules
            now = moment_of(self, connection)
            first = _record_read(connection, events, unread, now=now, rules=rules)
    return first, rules


def _recorded_before(
    connection: sa.Connection, ids: pd.Series, code: str | None
) -> list[dict[str, Any]]:
    """Give the decisions that were recorded with a seal; none where it is not there."""
    numbers = None if code is None else sealed_as(connection, DECISIONS.name, code)
    if numbers is None:
        return []
    rows = stored_events(connection, numbers)
    asked = led_to_known(connection, ids).tolist()
    if [row["parcel_id"] for row in rows] != asked:
        raise StoreError("base_code_of_other", code=code)
    warn("recorded_before", count=len(rows), number=rows[0]["event_id"])
    return rows


def _record_read(
    connection: sa.Connection,
    events: pd.DataFrame,
    unread: Issues,
    *,
    now: str,
    rules: Rules,
) -> dict[str, Any]:
    """Record events as they were read, of parcels that are found by their ids."""
    events["parcel_id"] = led_to_known(connection, events["parcel_id"])
    return record_events(connection, events, unread, now=now, rules=rules)


def _texts_of(table: pd.DataFrame) -> AbstractContextManager[None]:
    """Keep the texts of small tables as Python has them: Arrow's calls cost more."""
    storage = "python" if len(table) <= _FEW_TEXTS else "auto"
    return pd.option_context("mode.string_storage", storage)


def _decision(row: dict[str, Any], zone: dt.tzinfo) -> Decision:
    """Make a value of an event as stored."""
    values = {name: row[name] for name in ("event_id", *EVENT_COLUMNS)}
    for name in ("effective", "due", *AGREED_TYPES):
        values[name] = None if row[name] is None else dt.date.fromisoformat(row[name])
    values["recorded_at"] = from_stamp(row["recorded_at"], zone=zone)
    return Decision(**values)


def record_events(
    connection: sa.Connection,
    events: pd.DataFrame,
    unread: Issues,
    *,
    now: str,
    rules: Rules,
) -> dict[str, Any]:
    """Record a table of events inside a transaction; give the first as it is stored."""
    events = with_codes(events, rules)
    author = database_of(connection).author
    named = {
        one: author(connection, None if pd.isna(one) else one)
        for one in events["by"].unique()
    }
    events = events.assign(by=events["by"].map(named).astype("str"))
    ids = events["parcel_id"].dropna().unique().tolist()
    related, kin = load_kin(connection, ids)
    earlier = load_events(connection, ids=related, where=in_force(None))
    earlier = earlier[among(earlier["parcel_id"], related)].reset_index(drop=True)
    measured = needs_area(events, rules) or earlier["area_m2"].notna().any()
    known = facts_of(connection, related, rules, needs_area=bool(measured))
    first = newest(connection, DECISIONS)[0] + 1
    events, trial, faults = judge_events(
        events,
        earlier,
        known,
        unread=unread,
        first=first,
        today=day_of_stamp(now, zone=rules.zone),
        lineage=kin,
        rules=rules,
    )
    if len(faults):
        raise LedgerError(
            "base_decisions_refused",
            count=len(faults),
            decisions=len(events),
            faults=faults.message(_SHOWN),
            issues=faults,
        )
    row = _append(connection, events, now)
    if _any_after(connection, related, now, first):
        refresh_states(connection, rules, ids)
    else:
        own = known.rename_axis("parcel_id").reset_index()
        refresh_states(connection, rules, ids, cases=trial.cases, own=own)
    return row


def _any_after(connection: sa.Connection, ids: list[str], now: str, home: int) -> bool:
    """Tell of decisions from elsewhere that are dated ahead: they hold after ours."""
    c = DECISIONS.table.c
    later = (c.recorded_at > now) | ((c.recorded_at == now) & (c.home_id >= home))
    query = sa.select(c.event_id).where(later & (c.event_id < home))
    if len(ids) <= MANY_IDS:
        query = query.where(c.parcel_id.in_(ids))
    return connection.execute(query.limit(1)).first() is not None


def facts_of(
    connection: sa.Connection, ids: list[str], rules: Rules, *, needs_area: bool
) -> pd.DataFrame:
    """Read what the checks need to know of the parcels."""
    facts = _known(connection, ids, rules)
    area = load_areas(connection, ids) if needs_area else pd.Series(dtype="float64")
    return facts.assign(area_of_record_m2=area.reindex(facts.index))


def _append(
    connection: sa.Connection, events: pd.DataFrame, now: str
) -> dict[str, Any]:
    """Append a table of decisions in parts; give the first as it is stored."""
    heads = _heads(connection, DECISIONS, {"parcel_id": plain(events["parcel_id"])})
    rows = []
    for start in range(0, len(events), AT_ONCE):
        part = events.iloc[start : start + AT_ONCE]
        told = {name: _stored(name, part[name]).tolist() for name in EVENT_COLUMNS}
        rows.append(_append_events(connection, told, heads, now))
    return rows[0] if rows else {}


def _append_events(
    connection: sa.Connection, told: Columns, heads: Heads, now: str
) -> dict[str, Any]:
    """Append decisions, values as they are stored, and what they agree on."""
    held = {name: told[name] for name in EVENT_TYPES}
    recorded = _append_columns(connection, DECISIONS, held, heads, now=now)
    days = zip(*(told[name] for name in AGREED_TYPES), strict=True)
    at = [n for n, agreed in enumerate(days) if any(day is not None for day in agreed)]
    if at:
        agreed = {name: [told[name][n] for n in at] for name in AGREED_TYPES}
        of = {"event_id": [recorded["event_id"][n] for n in at]}
        _append_columns(connection, AGREEMENTS, of | agreed, {}, now=now)
    first = {name: told[name] for name in AGREED_TYPES} | recorded
    return {name: values[0] for name, values in first.items()}


def _stored(name: str, column: pd.Series) -> Any:
    return iso_days(column) if name in _EVENT_DAYS else plain(column)


def review(self: Opened, ids: Iterable[str] | None = None) -> Issues:
    """Find what the rules do not allow of decisions in force, and what they lack.

    A decision may have been recorded under earlier rules, have come from a colleague,
    or be of a parcel that says something else by now. One with an exception is left
    out: its reason is on the record.

    Parameters
    ----------
    ids
        Parcels to look at; by default all.

    Returns
    -------
    issues
        Warnings: `decision_against_rules`, with the reason, and `decision_lacks`, with
        the columns of the parcel that its way needs and that are not filled in, such
        as the number by which it is filed in the monitoring system (article 25).
    """
    with reading(self._engine) as connection:
        rules = load_rules(connection)
        return review_decisions(connection, source=self.name, rules=rules, ids=ids)


def review_decisions(
    connection: sa.Connection,
    *,
    source: str,
    rules: Rules,
    ids: Iterable[str] | None = None,
) -> Issues:
    """Find what is wrong with decisions in force by the rules as they are now."""
    wanted = None if ids is None else sorted({*ids})
    cases = cases_of(connection, rules, ids=wanted)
    events = cases.events[~cases.events["outside"]]
    if wanted is not None:
        events = events[among(events["parcel_id"], wanted)]
    asked = events["parcel_id"].unique().tolist()
    number = events["event_id"].astype("Int64")
    placed = events.assign(source=source, source_row=number)
    return review_events(placed, cases, _known(connection, asked, rules), rules=rules)


def _known(connection: sa.Connection, ids: list[str], rules: Rules) -> pd.DataFrame:
    """Read what the law asks of parcels, by id."""
    asked = ["status", "disposal_type", *facts_asked(rules.vocabulary)]
    given = given_columns(connection)
    others = {n: given[n] for n in asked if n in given and n not in STORED_FIELDS}
    query = known_parcels(("parcel_id", *stored_names(asked, given)), ids=ids)
    facts = facts_in(connection.execute(query), others)
    facts = facts[among(facts["parcel_id"], ids)].set_index("parcel_id")
    silent = [name for name in asked if name in STORED_FIELDS and name not in facts]
    facts = facts.assign(**{name: none_of(name, facts.index) for name in silent})
    return facts.reindex(columns=asked)


_DAYS = ("due", "done_on")
_EVENT_DAYS = ("effective", "due", *AGREED_TYPES)


def set_milestone(  # noqa: PLR0913 - as `record`
    self: Opened,
    parcel_id: str,
    step: str,
    *,
    due: dt.date | str | None = None,
    person: str | None = None,
    unit: str | None = None,
    done_on: dt.date | str | None = None,
    document: str | None = None,
    reason: str | None = None,
) -> None:
    """Set a step of a parcel's route map, change it, or say that it is done.

    Parameters
    ----------
    parcel_id
        A parcel of this land base.
    step
        What is to be done; a step of the same name is changed, and keeps what is
        not given.
    due
        The day by which it is to be done; a new step needs one.
    person, unit
        Who answers for it.
    done_on
        The day on which it was done; not after today.
    document
        Number of the document that shows it.
    reason
        Why the due day is moved.

    Raises
    ------
    LedgerError
        It does not fit; the message says why.
    StoreError
        The file stays busy.
    """
    said = {"parcel_id": parcel_id, "step": step, "due": due, "person": person}
    said |= {"unit": unit, "done_on": done_on, "document": document}
    set_milestones(self, pd.DataFrame([said | {"reason": reason}]))


def set_milestones(self: Opened, table: pd.DataFrame) -> int:
    """Set the steps of many parcels, all or nothing.

    Parameters
    ----------
    table
        One row a step: `parcel_id`, `step`, and any of the other arguments of
        `set_milestone` as columns. Not changed.

    Returns
    -------
    count
        How many were recorded: all.

    Raises
    ------
    SchemaError
        A column is missing.
    LedgerError
        Some do not fit; `issues` lists every reason, and nothing was recorded.
    StoreError
        The file stays busy.
    """
    steps, unread = read_milestones(table)
    with writing(self._engine) as connection:
        steps["parcel_id"] = led_to_known(connection, steps["parcel_id"])
        ids = steps["parcel_id"].dropna().unique().tolist()
        rows = complete_milestones(steps, _earlier_steps(connection, ids))
        known = known_parcels(("parcel_id",), ids=ids)
        there = [row.parcel_id for row in connection.execute(known)]
        now, zone = moment_of(self, connection), zone_of(connection)
        faults = unread + check_milestones(rows, pd.Series(there, dtype="str"))
        faults += future_days(rows, "done_on", today=day_of_stamp(now, zone=zone))
        if len(faults):
            raise LedgerError(
                "base_milestones_refused", faults=faults.message(), issues=faults
            )
        stored = {
            name: iso_days(rows[name]) if name in _DAYS else plain(rows[name])
            for name in MILESTONES.content
        }
        records = to_records(pd.DataFrame(stored, dtype=object))
        return len(append(connection, MILESTONES, records, now=now))


def _earlier_steps(connection: sa.Connection, ids: list[str]) -> pd.DataFrame:
    """Read what was said of the steps of some parcels."""
    of_these = MILESTONES.table.c.parcel_id.in_(ids)
    few = len(ids) <= MANY_IDS
    return load_journal(connection, MILESTONES, where=of_these if few else None)
