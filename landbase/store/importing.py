"""Taking over records that were recorded in other land bases, all or nothing."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from shapely.errors import ShapelyError

from landbase.cases.lineage import CHILD, KINDS, PARENT, VOID
from landbase.errors import DataError, LedgerError
from landbase.store.appending import append_known, newest, uids_of
from landbase.store.births import Birth, add_born, read_birth
from landbase.store.exporting import causal_order
from landbase.store.incoming import Line, faults_to_issues
from landbase.store.journals import DECISIONS, JOURNALS, LINEAGE
from landbase.store.states import refresh_states
from landbase.store.tables import parcels, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from landbase.issues import Issues
    from landbase.rules import Rules
    from landbase.store.journals import Journal

__all__ = ["needed_columns", "refuse", "take_over"]

_Fault = dict[str, Any]
_ROLES = {PARENT, CHILD, VOID}
_KINDS = {*KINDS, VOID}
_SHOWN = 3
# what a text that is no parcel may bring about, from JSON to geometry
_NO_PARCEL = (DataError, ShapelyError, ValueError, LookupError, TypeError)


def needed_columns(connection: sa.Connection) -> dict[str, set[str]]:
    """Name for each journal the columns that no record lacks."""
    return {
        name: {
            row[1]
            for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")
            if row[3]
        }
        for name in JOURNALS
    }


def take_over(
    connection: sa.Connection,
    lines: Sequence[Line],
    *,
    now: str,
    rules: Rules,
) -> tuple[list[Line], int]:
    """Append the records that are not known yet, inside a transaction.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    lines
        From `landbase.store.incoming.read_lines`.
    now
        The time at which this land base learns of them, as stored.
    rules
        The codes that they may use.

    Returns
    -------
    added, known
        The lines that were appended, and how many were here already.

    Raises
    ------
    LedgerError
        Some do not fit; `issues` names every line, and nothing was appended.
    """
    known = {name: _uids(connection, journal) for name, journal in JOURNALS.items()}
    unique = {line.record["uid"]: line for line in reversed(lines)}
    fresh = [x for x in unique.values() if x.record["uid"] not in known[x.journal.name]]
    fresh.sort(key=lambda line: (line.file, line.number))
    for line in fresh:
        known[line.journal.name].add(line.record["uid"])
    born = [x for x in fresh if x.record.get("role") == CHILD]
    there = _parcels(connection)
    ids = there | {line.record["parcel_id"] for line in born}
    faults = [
        *_unknown_parcels(fresh, ids),
        *_unknown_codes(fresh, rules),
        *_missing_links(fresh, known),
    ]
    first, other = _births(connection, born, there)
    refuse(faults_to_issues([*faults, *other]))
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    _bear(connection, first, now=now, rules=rules)
    for journal in JOURNALS.values():
        _append(connection, journal, [x for x in fresh if x.journal is journal], now)
    touched = {line.record.get("parcel_id") for line in fresh}
    refresh_states(connection, rules, sorted(i for i in touched if i))
    return fresh, len(unique) - len(fresh)


def refuse(faults: Issues) -> None:
    """Take over nothing where anything is wrong.

    Parameters
    ----------
    faults
        What was found.

    Raises
    ------
    LedgerError
        There are some.
    """
    if not len(faults):
        return
    raise LedgerError(
        "base_import_refused",
        count=len(faults),
        told=faults.told(_SHOWN),
        issues=faults,
    )


def _uids(connection: sa.Connection, journal: Journal) -> set[str]:
    return set(connection.execute(sa.select(journal.table.c.uid)).scalars())


def _parcels(connection: sa.Connection) -> set[str]:
    return set(connection.execute(sa.select(parcels.c.parcel_id)).scalars())


def _unknown_parcels(lines: Sequence[Line], ids: set[str]) -> Iterator[_Fault]:
    for line in lines:
        if "parcel_id" in line.record and line.record["parcel_id"] not in ids:
            yield line.fault("exchange_unknown_parcel", "parcel_id")


def _unknown_codes(lines: Sequence[Line], rules: Rules) -> Iterator[_Fault]:
    allowed = {
        DECISIONS.name: {
            name: set(rules.vocabulary.codes(name))
            for name in ("disposal_type", "status")
        },
        LINEAGE.name: {"kind": _KINDS, "role": _ROLES},
    }
    for line in lines:
        for column, codes in allowed.get(line.journal.name, {}).items():
            if line.record[column] not in codes:
                yield line.fault("exchange_unknown_code", column)


def _missing_links(
    lines: Sequence[Line], known: dict[str, set[str]]
) -> Iterator[_Fault]:
    """Find what refers to a record that is neither here nor in the files."""
    for line in lines:
        record, journal = line.record, line.journal
        links = {
            name: ([record[name]] if record[name] else [], of)
            for name, of in journal.links.items()
        }
        if journal.subject:
            links["follows"] = ((record["follows"] or "").split(), journal.name)
        for column, (uids, of) in links.items():
            missing = [uid for uid in uids if uid not in known[of]]
            if missing:
                yield line.fault("exchange_missing_link", column) | {
                    "value": missing[0]
                }


def _births(
    connection: sa.Connection, born: Sequence[Line], there: set[str]
) -> tuple[list[Line], list[_Fault]]:
    """Find the children that are to be added, and those with another birth."""
    texts: dict[str, str] = {}
    first, faults = [], []
    for line in born:
        parcel_id, text = line.record["parcel_id"], line.record["parcel"] or ""
        if parcel_id in there:
            same = _same_birth(connection, parcel_id, text)
        else:
            same = texts.setdefault(parcel_id, text) == text
        if not same:
            faults.append(line.fault("exchange_other_birth", "parcel_id"))
        elif parcel_id not in there:
            first.append(line)
    return list({x.record["parcel_id"]: x for x in first}.values()), faults


def _same_birth(connection: sa.Connection, parcel_id: str, text: str) -> bool:
    """Say whether a parcel that is here began as another land base says.

    One that was added by hand has no birth on record: then the outline decides.
    """
    c = LINEAGE.table.c
    of_it = (c.parcel_id == parcel_id) & (c.role == CHILD)
    births = set(connection.execute(sa.select(c.parcel).where(of_it)).scalars())
    if births:
        return text in births
    shapes = sa.union_all(
        *(
            sa.select(table.c.geom).where(table.c.parcel_id == parcel_id)
            for table in (parcels, versions)
        )
    )
    outlines = {shape.hex() for shape in connection.execute(shapes).scalars() if shape}
    try:
        return json.loads(text)["row"]["geom"] in outlines
    except (ValueError, KeyError, TypeError):
        return False


def _bear(
    connection: sa.Connection,
    born: Sequence[Line],
    *,
    now: str,
    rules: Rules,
) -> None:
    """Add the children to the parcels, together; one by one to name what is wrong.

    Raises
    ------
    LedgerError
        Some are no parcels.
    """
    add = partial(add_born, connection, now=now, rules=rules)
    try:
        add([_birth_of(line) for line in born])
    except _NO_PARCEL:
        faults = []
        for line in born:
            try:
                add([_birth_of(line)])
            except _NO_PARCEL as error:
                fault = line.fault("exchange_bad_birth", "parcel")
                faults.append(fault | {"value": str(error)})
        refuse(faults_to_issues(faults))


def _birth_of(line: Line) -> Birth:
    return read_birth(line.record["parcel"], parcel_id=line.record["parcel_id"])


def _append(
    connection: sa.Connection, journal: Journal, lines: Sequence[Line], now: str
) -> None:
    """Append the records of a journal, each behind those that it refers to."""
    records = list(causal_order([line.record for line in lines], journal))
    local = dict.fromkeys((name for name, _ in journal.local), 0)
    rows = [{**record, **local, "known_at": now} for record in records]
    start = newest(connection, journal)[0] + 1
    ahead = {record["uid"]: start + i for i, record in enumerate(records)}
    for link, of in journal.links.items():
        numbers = {
            uid: key for key, uid in uids_of(connection, JOURNALS[of], None).items()
        }
        if of == journal.name:
            numbers |= ahead
        for row in rows:
            row[link] = numbers.get(row[link])
    append_known(connection, journal, rows)
