"""Writing to the journals: decisions, splits and mergers, milestones, documents."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases.allowed import check_events, fill_areas, try_events
from landbase.cases.deadlines import check_milestones, complete_milestones
from landbase.cases.events import EVENT_COLUMNS
from landbase.cases.lineage import (
    CHILD,
    PARENT,
    VOID,
    family,
    in_effect,
    living_successors,
    misplaced_events,
)
from landbase.cases.reshaping import (
    check_children,
    check_closes,
    check_parents,
    inherit,
)
from landbase.errors import LedgerError, SourceError, StoreError, warn
from landbase.files import replacing
from landbase.issues import Issues
from landbase.rules.schema import require_columns
from landbase.store.columns import (
    STORED_FIELDS,
    from_rows,
    iso_days,
    parcels,
    plain,
    stamp,
    to_records,
    to_rows,
)
from landbase.store.journals import (
    DECISIONS,
    EVIDENCE,
    FIRST,
    JOURNALS,
    LINEAGE,
    MILESTONES,
    address,
    seal,
)
from landbase.store.parcels import add_parcels, checked_parcels
from landbase.store.queries import (
    KEY,
    MANY_IDS,
    cases_of,
    in_force,
    load_events,
    load_journal,
    load_parcels,
    refresh_states,
    with_state,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

    from landbase.cases.fold import Cases
    from landbase.rules.ruleset import Rules
    from landbase.store.journals import Journal

__all__ = [
    "Birth",
    "Operation",
    "add_born",
    "append",
    "append_known",
    "attach",
    "birth_texts",
    "documents",
    "newest",
    "not_before",
    "read_birth",
    "record_events",
    "record_milestones",
    "reshape",
    "take_back",
    "uids_of",
    "verify_documents",
]

_Heads = dict[tuple[Any, ...], list[str]]


def append(
    connection: sa.Connection,
    journal: Journal,
    records: Sequence[dict[str, Any]],
    *,
    now: str,
) -> list[dict[str, Any]]:
    """Append what is recorded here and now."""
    number, _ = newest(connection, journal)
    heads = _heads(connection, journal, records)
    names = {
        link: uids_of(connection, JOURNALS[of], [r[link] for r in records])
        for link, of in journal.links.items()
    }
    rows = []
    for count, record in enumerate(records, start=number + 1):
        row = {**record, "home_id": count, "recorded_at": now, "known_at": now}
        subject = tuple(row[name] for name in journal.subject)
        if subject:
            row["follows"] = " ".join(sorted(heads.get(subject, ()))) or None
        row["uid"] = _address(journal, row, names)
        if subject:
            heads[subject] = [row["uid"]]
        rows.append(row)
    return append_known(connection, journal, rows)


def append_known(
    connection: sa.Connection, journal: Journal, records: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Append records that have their names already, as they come from elsewhere."""
    number, before = newest(connection, journal)
    rows = [
        {journal.key: count, **record}
        for count, record in enumerate(records, start=number + 1)
    ]
    for row, sealed in zip(rows, seal(rows, before, journal.sealed), strict=True):
        row["hash"] = sealed
    if rows:
        connection.execute(sa.insert(journal.table), rows)
    return rows


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
        if len(wanted) <= MANY_IDS:
            query = query.where(table.c[journal.key].in_(wanted))
    return {row[0]: row[1] for row in connection.execute(query)}


def newest(connection: sa.Connection, journal: Journal) -> tuple[int, str]:
    """Give the number and the hash of the last record."""
    key = journal.table.c[journal.key]
    query = sa.select(key, journal.table.c.hash).order_by(key.desc()).limit(1)
    found = connection.execute(query).one_or_none()
    return (0, FIRST) if found is None else (found[0], found[1])


def not_before(connection: sa.Connection, now: str) -> str:
    """Give a time of recording that no record of this land base is after."""
    last = ""
    for journal in JOURNALS.values():
        c = journal.table.c
        query = sa.select(c.known_at).order_by(c[journal.key].desc()).limit(1)
        last = max(last, connection.execute(query).scalar() or "")
    if now >= last:
        return now
    moment = dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1)
    warn("clock_behind", now=now, last=last)
    return stamp(moment)


def _address(
    journal: Journal, row: dict[str, Any], names: dict[str, dict[int, str]]
) -> str:
    """Name a record; what it refers to goes in by its own name."""
    values = [
        names[name].get(row[name]) if name in names else row[name]
        for name in journal.addressed
    ]
    return address(journal.name, values)


def _heads(
    connection: sa.Connection, journal: Journal, records: Sequence[dict[str, Any]]
) -> _Heads:
    """Find for each subject the records that no other follows."""
    if not journal.subject or not records:
        return {}
    table = journal.table
    query = sa.select(
        table.c.uid, table.c.follows, *(table.c[n] for n in journal.subject)
    )
    first = journal.subject[0]
    wanted = {record[first] for record in records}
    if len(wanted) <= MANY_IDS:
        query = query.where(table.c[first].in_(sorted(wanted)))
    rows = connection.execute(query).fetchall()
    followed = {uid for row in rows if row[1] for uid in row[1].split(" ")}
    heads: _Heads = {}
    for uid, _, *subject in rows:
        if uid not in followed:
            heads.setdefault(tuple(subject), []).append(uid)
    return heads


_SHOWN = 3
_TIMELINE = ("event_id", "parcel_id", "disposal_type", "status", "effective", "area_m2")


def record_events(
    connection: sa.Connection,
    events: pd.DataFrame,
    unread: Issues,
    *,
    now: str,
    rules: Rules,
) -> pd.DataFrame:
    """Record a table of events inside a transaction, all or nothing."""
    ids = events["parcel_id"].dropna().unique().tolist()
    lineage = load_journal(connection, LINEAGE)
    related = family(ids, lineage)
    earlier = load_events(
        connection, names=_TIMELINE, ids=related, where=in_force(None)
    )
    earlier = earlier[earlier["parcel_id"].isin(related)].reset_index(drop=True)
    needs_area = _needs_area(events, rules) or earlier["area_m2"].notna().any()
    known = _facts(connection, related, needs_area=bool(needs_area))
    kin = lineage[lineage["parcel_id"].isin(related)]
    trial = try_events(events, earlier, known, rules=rules, lineage=kin)
    if not len(unread):
        events = events.assign(area_m2=fill_areas(trial, rules=rules))
        trial = trial._replace(events=events)
    own = earlier[earlier["parcel_id"].isin(ids)]
    faults = unread + check_events(trial, known, known=own, rules=rules)
    faults += misplaced_events(events, lineage)
    if len(faults):
        raise LedgerError(
            "base_decisions_refused",
            count=len(faults),
            decisions=len(events),
            told=faults.told(_SHOWN),
            issues=faults,
        )
    rows = _append(connection, events, now)
    refresh_states(connection, rules, ids)
    return rows


def _needs_area(events: pd.DataFrame, rules: Rules) -> bool:
    """Tell whether areas matter; a plan for the whole parcel needs no measuring."""
    counts = events["status"].isin(rules.marked("disposed"))
    return bool((counts | events["area_m2"].notna()).any())


def _facts(
    connection: sa.Connection, ids: list[str], *, needs_area: bool
) -> pd.DataFrame:
    """Read what the checks need to know of the parcels."""
    parcels = load_parcels(connection, ids=ids)
    area = ellipsoidal_area(parcels) if needs_area and len(parcels) else None
    facts = pd.DataFrame({
        "parcel_id": parcels["parcel_id"],
        "category": parcels["category"],
        "cause": parcels.get("cause", pd.Series(index=parcels.index, dtype="str")),
        "status": parcels.get("status", pd.Series(index=parcels.index, dtype="str")),
        "area_of_record_m2": pd.Series(area, index=parcels.index, dtype="float64"),
    })
    return facts.set_index("parcel_id")


def _append(connection: sa.Connection, events: pd.DataFrame, now: str) -> pd.DataFrame:
    stored = {name: _stored(name, events[name]) for name in EVENT_COLUMNS}
    records = to_records(pd.DataFrame(stored, dtype=object))
    return pd.DataFrame(append(connection, DECISIONS, records, now=now), dtype=object)


def _stored(name: str, column: pd.Series) -> object:
    return iso_days(column) if name in {"effective", "due"} else plain(column)


_CONTENT = ("geom", *STORED_FIELDS, "extra")


def birth_texts(begun: gpd.GeoDataFrame) -> dict[str, str]:
    """Write each parcel as JSON: its row in the file, and the types of its columns."""
    geometry = begun.geometry.name
    given = {n: str(begun[n].dtype) for n in begun.columns if n != geometry}
    texts = {}
    for row in to_rows(begun).to_dict("records"):
        row["geom"] = row["geom"].hex()
        text = json.dumps({"columns": given, "row": row}, ensure_ascii=False)
        texts[row["parcel_id"]] = text
    return texts


class Birth(NamedTuple):
    """A child as its row of lineage has it: columns with types, and the row."""

    columns: dict[str, str]
    row: tuple[Any, ...]


def read_birth(text: str, *, parcel_id: str) -> Birth:
    """Read what a child began with."""
    try:
        born = json.loads(text)
        row = dict(born["row"], geom=bytes.fromhex(born["row"]["geom"]))
        birth = Birth(dict(born["columns"]), tuple(row[name] for name in _CONTENT))
    except (LookupError, TypeError) as error:
        raise ValueError(str(error)) from error
    if row["parcel_id"] != parcel_id:
        raise ValueError(str(row["parcel_id"]))
    return birth


def add_born(
    connection: sa.Connection,
    births: Sequence[Birth],
    *,
    now: str,
    rules: Rules,
) -> None:
    """Add parcels born in another land base, those of like columns at once."""
    for columns, those in groupby(births, key=_columns_of):
        parcels = from_rows([birth.row for birth in those], _CONTENT, dict(columns))
        checked = checked_parcels(parcels, rules=rules)
        add_parcels(connection, checked, now=now, rules=rules)


def _columns_of(birth: Birth) -> list[tuple[str, str]]:
    return [*birth.columns.items()]


class Operation(NamedTuple):
    """What a person says of a split, merger, adjustment, or of taking one back.

    Attributes
    ----------
    kind
        "split", "merge", "adjust" or "void".
    effective
        The day it takes effect, ISO text.
    document, by, reason, exception
        Document number, responsible person, why, and why areas need not close.
    """

    kind: str
    effective: str
    document: str | None
    by: str | None
    reason: str | None
    exception: str | None


def reshape(
    connection: sa.Connection,
    parents: Sequence[str],
    children: gpd.GeoDataFrame,
    operation: Operation,
    *,
    now: str,
    rules: Rules,
) -> str:
    """End parcels and begin others in their place, inside a transaction."""
    require_columns(children, "parcel_id")
    day = pd.Timestamp(operation.effective)
    own, faults = _ending(connection, list(parents), operation, len(children))
    _refuse(faults)
    events = load_events(connection, ids=list(parents), where=in_force(None))
    events = events[events["parcel_id"].isin(parents)]
    cases = cases_of(connection, rules, on=day, ids=list(parents))
    before = with_state(own, cases)
    used = pd.Series(list(connection.execute(sa.select(parcels.c.parcel_id)).scalars()))
    faults = _later(events, day) + check_children(children, before, used, rules=rules)
    said = _undecided(own, cases)
    begun = checked_parcels(inherit(children, said, rules=rules), rules=rules)
    if operation.exception is None:
        faults += check_closes(begun, before, tolerances=rules.tolerances)
    _refuse(faults)
    add_parcels(connection, begun, now=now, rules=rules)
    name = _reshaping_append(connection, before, begun, operation, now)
    refresh_states(connection, rules, [*parents, *begun["parcel_id"]])
    return name


def _undecided(own: gpd.GeoDataFrame, cases: Cases) -> gpd.GeoDataFrame:
    """Leave out the state of parcels with decisions: children have it by these."""
    state = cases.state["effective"].reindex(own["parcel_id"]).isna().to_numpy()
    said = own.drop(columns=KEY)
    names = [n for n in ("status", "disposal_type") if n in said]
    return said.assign(**{name: said[name].where(state) for name in names})


def _ending(
    connection: sa.Connection, parents: list[str], operation: Operation, children: int
) -> tuple[gpd.GeoDataFrame, Issues]:
    """Read the parcels that are to end, and see whether they can."""
    own = load_parcels(connection, ids=parents)
    own = own[own["parcel_id"].isin(parents)].reset_index(drop=True)
    faults = check_parents(
        parents,
        own["parcel_id"],
        kind=operation.kind,
        children=children,
        day=pd.Timestamp(operation.effective),
        lineage=load_journal(connection, LINEAGE),
    )
    return own, faults


def _later(events: pd.DataFrame, day: pd.Timestamp) -> Issues:
    rows = events[events["effective"] >= day]
    if rows.empty:
        return Issues.none()
    days = rows["effective"].dt.strftime("%Y-%m-%d")
    ids = rows["parcel_id"]
    return Issues.of(
        "lineage_later_decision", source="lineage", parcel_id=ids, value=days
    )


def _refuse(faults: Issues) -> None:
    if len(faults):
        raise LedgerError(
            "base_operation_refused", told=faults.told(_SHOWN), issues=faults
        )


def _reshaping_append(
    connection: sa.Connection,
    before: gpd.GeoDataFrame,
    begun: gpd.GeoDataFrame,
    operation: Operation,
    now: str,
) -> str:
    """Append a row for each parcel that ends or begins."""
    ids = [sorted(p["parcel_id"]) for p in (before, begun)]
    name = address("operation", [*operation, *ids, now])
    births = birth_texts(begun)
    rows = [
        (role, parcel_id, area, births.get(parcel_id) if role == CHILD else None)
        for role, those in ((PARENT, before), (CHILD, begun))
        for parcel_id, area in zip(
            those["parcel_id"], ellipsoidal_area(those), strict=True
        )
    ]
    records = [
        _record(name, operation, role, parcel_id, area_m2=area, parcel=birth)
        for role, parcel_id, area, birth in rows
    ]
    append(connection, LINEAGE, records, now=now)
    return name


def _record(
    name: str, operation: Operation, role: str, parcel_id: str, **more: Any
) -> dict[str, Any]:
    said = operation._asdict()
    row = {"operation": name, "role": role, "parcel_id": parcel_id, **said, **more}
    return {column: row.get(column) for column in LINEAGE.content}


def take_back(
    connection: sa.Connection,
    name: str,
    operation: Operation,
    *,
    now: str,
    rules: Rules,
) -> None:
    """Take an operation back: its parents are there again, its children never were."""
    lineage = load_journal(connection, LINEAGE)
    of_it = in_effect(lineage)[lambda rows: rows["operation"] == name]
    children = of_it.loc[of_it["role"] == CHILD, "parcel_id"].tolist()
    why = _obstacle(connection, lineage, children) if len(of_it) else _UNKNOWN
    if why is not None:
        details = {"why_zh": why[0], "why_en": why[1]}
        _refuse(
            Issues.of(
                "lineage_cannot_void", source="lineage", value=name, details=details
            )
        )
    own = address("operation", [name, *operation, now])
    records = [_record(own, operation, VOID, i, voids=name) for i in of_it["parcel_id"]]
    append(connection, LINEAGE, records, now=now)
    refresh_states(connection, rules, of_it["parcel_id"].tolist())


_UNKNOWN = (
    "没有这个操作，或已撤销",
    "there is no such operation, or it was taken back",
)


def _obstacle(
    connection: sa.Connection, lineage: pd.DataFrame, children: list[str]
) -> tuple[str, str] | None:
    """Say what stands in the way of taking an operation back."""
    gone = living_successors(lineage)
    ended = [i for i in children if i in gone]
    if ended:
        names = "、".join(ended)
        return f"{names} 又已分割、合并或调整", f"{names} ended since"
    events = load_events(connection, ids=children, where=in_force(None))
    decided = sorted(set(events["parcel_id"]) & set(children))
    if decided:
        names = "、".join(decided)
        return f"{names} 已有处置记录", f"{names} has decisions"
    return None


_DAYS = ("due", "done_on")


def record_milestones(
    connection: sa.Connection, steps: pd.DataFrame, unread: Issues, *, now: str
) -> int:
    """Record a table of milestones inside a transaction, all or nothing."""
    rows = complete_milestones(steps, load_journal(connection, MILESTONES))
    known = pd.Series(
        list(connection.execute(sa.select(parcels.c.parcel_id)).scalars()), dtype="str"
    )
    faults = unread + check_milestones(rows, known)
    if len(faults):
        raise LedgerError("base_milestones_refused", told=faults.told(), issues=faults)
    stored = {
        name: iso_days(rows[name]) if name in _DAYS else plain(rows[name])
        for name in MILESTONES.content
    }
    records = to_records(pd.DataFrame(stored, dtype=object))
    return len(append(connection, MILESTONES, records, now=now))


_CHUNK = 1 << 20
_FOLDER_DIGITS = 16


def attach(
    connection: sa.Connection,
    event_id: int,
    file: Path | str,
    *,
    kind: str | None,
    dated: str | None,
    keep_in: Path | None,
    now: str,
) -> int:
    """Record a document of a decision inside a transaction."""
    c = DECISIONS.table.c
    found = connection.execute(sa.select(c.event_id).where(c.event_id == event_id))
    if found.scalar_one_or_none() is None:
        raise LedgerError("decision_unknown", event_id=event_id)
    path = Path(file)
    try:
        digest, size = _sha256(path), path.stat().st_size
    except OSError as error:
        raise SourceError(
            "evidence_unreadable", path=path, error=error.strerror
        ) from error
    if keep_in is not None:
        _copy(path, _place(keep_in, digest, path.name))
    record = {
        "event_id": event_id,
        "file": path.name,
        "sha256": digest,
        "size": size,
        "kind": kind,
        "dated": dated,
        "kept": int(keep_in is not None),
    }
    return int(append(connection, EVIDENCE, [record], now=now)[0]["evidence_id"])


def documents(connection: sa.Connection, *, before: str | None = None) -> pd.DataFrame:
    """Read the documents with the parcels of their decisions."""
    found = load_journal(connection, EVIDENCE, before=before)
    c = DECISIONS.table.c
    rows = connection.execute(sa.select(c.event_id, c.parcel_id)).fetchall()
    of = {row[0]: row[1] for row in rows}
    found["parcel_id"] = found["event_id"].map(of).astype("str")
    names = ["evidence_id", "event_id", "parcel_id"]
    rest = [name for name in found.columns if name not in names]
    return found[names + rest].astype({"kept": "bool"})


def verify_documents(
    connection: sa.Connection, *, path: Path, folder: Path | None = None
) -> Issues:
    """Look for documents that are missing or were altered."""
    found = load_journal(connection, EVIDENCE)
    elsewhere = _by_name(folder) if folder is not None else {}
    missing, altered, unseen = [], [], 0
    for row in found.to_dict("records"):
        kept = [_place(path, row["sha256"], row["file"])] if row["kept"] else []
        places = kept or elsewhere.get(row["file"], [])
        if not kept and folder is None:
            unseen += 1
        elif not any(place.is_file() for place in places):
            missing.append(row)
        elif all(_differs(place, row["sha256"]) for place in places):
            altered.append(row)
    return Issues.concat([
        _issues("verify_document_missing", path, missing),
        _issues("verify_document_altered", path, altered),
        Issues.of("verify_documents_elsewhere", source=path.name, value=unseen)
        if unseen
        else Issues.none(),
    ])


def _issues(code: str, path: Path, rows: list[dict[Any, Any]]) -> Issues:
    if not rows:
        return Issues.none()
    return Issues.of(
        code,
        source=path.name,
        value=[row["file"] for row in rows],
        details={"event": [row["event_id"] for row in rows]},
    )


def _place(base: Path, digest: str, name: str) -> Path:
    """Say where the copy of a document lies: a folder for each content."""
    return base.with_suffix(".files") / digest[:_FOLDER_DIGITS] / name


def _differs(place: Path, digest: str) -> bool:
    return not place.is_file() or _sha256(place) != digest


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _copy(path: Path, target: Path) -> None:
    """Copy, so that a copy is whole or not there."""
    try:
        with replacing(target) as beside:
            shutil.copyfile(path, beside)
    except OSError as error:
        raise StoreError(
            "evidence_not_copied", path=path, folder=target.parent, error=error.strerror
        ) from error


def _by_name(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for place in sorted(folder.rglob("*")):
        found.setdefault(place.name, []).append(place)
    return found
