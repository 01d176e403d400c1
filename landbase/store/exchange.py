"""Exchanging records between land bases without a server: export, import, conflicts."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pandas as pd
import sqlalchemy as sa
from shapely.errors import ShapelyError

from landbase.cases.conflicts import find_conflicts
from landbase.cases.lineage import CHILD, KINDS, PARENT, VOID
from landbase.errors import DataError, LedgerError, SourceError, warn
from landbase.files import replacing, require_regular, why_blocked
from landbase.io.bases import refuse_to_overwrite
from landbase.issues import Issues
from landbase.store.columns import (
    day,
    end_of_day,
    from_stamps,
    parcels,
    stamp,
    versions,
)
from landbase.store.database import Opened, database_of, reading
from landbase.store.frames import by_name, frame_of
from landbase.store.incoming import Line, check_incoming
from landbase.store.journals import (
    DECISIONS,
    JOURNALS,
    LINEAGE,
    MILESTONES,
    address,
    causal_order,
)
from landbase.store.queries import (
    KEY,
    MANY_IDS,
    before_of,
    journal_column,
    known_parcels,
    load_areas,
    load_rules,
    zone_of,
)
from landbase.store.reshaping import Birth, add_born, read_birth
from landbase.store.sealing import mark, writing
from landbase.store.states import refresh_states
from landbase.store.writes import append_known, newest, not_before, uids_of
from landbase.tables.cells import in_range, read_day
from landbase.tables.html import html_of
from landbase.tables.ids import among, recognise, visible
from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from landbase.rules.ruleset import Rules
    from landbase.store.journals import Journal

__all__ = [
    "conflict_issues",
    "conflicts",
    "event_lines",
    "export_events",
    "import_events",
    "open_conflicts",
    "read_lines",
    "refuse",
    "take_over",
    "write_lines",
]

FORMAT, VERSION = "landbase-events", 1


# Clocks that are this far apart are told of; a network keeps them closer.
_SKEW = dt.timedelta(minutes=5)


class ImportResult(NamedTuple):
    """What came of an import.

    Attributes
    ----------
    added, known
        How many records were new, and how many were here already; together all of
        the files, each once.
    conflicts
        How many conflicts are open in the land base now (`LandBase.conflicts`).
    """

    added: int
    known: int
    conflicts: int

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


def export_events(
    self: Opened, path: Path | str, *, since: dt.date | str | None = None
) -> Path:
    """Write the records of all journals to a file, for others to import.

    Parameters
    ----------
    path
        The file, JSON Lines in UTF-8 (docs/land-base.md); replaced when it exists.
        The same records give the same bytes in whatever land base they are.
    since
        Only what this land base learned of on this day (in the zone of its rules)
        or later; by default all.

    Returns
    -------
    path
        The file written.

    Raises
    ------
    DataError
        `since` is not a day.
    SourceError
        The file there is a land base.
    StoreError
        The file cannot be written.
    """
    refuse_to_overwrite(path)
    with reading(self._engine) as connection:
        eve = None if since is None else read_day(since) - dt.timedelta(days=1)
        first = None
        if eve is not None:
            first = end_of_day(eve, zone=zone_of(connection))
        lines = event_lines(connection, since=first)
    target = Path(path)
    write_lines(target, lines)
    return target


def import_events(
    self: Opened, paths: Path | str | Iterable[Path | str]
) -> ImportResult:
    """Take over what others have recorded, all or nothing.

    Records that are here already are left as they are, so that files can be
    imported in any order and again. Conflicts are not resolved: both sides stay,
    and `conflicts` lists them.

    Parameters
    ----------
    paths
        One or several files of `export_events`.

    Returns
    -------
    counts
        added, known, conflicts.

    Raises
    ------
    SourceError
        A file cannot be read.
    LedgerError
        Lines were altered, or do not fit this land base; `issues` names each, and
        nothing was imported.
    StoreError
        The file stays busy.

    Warns
    -----
    LandbaseWarning
        New records are dated more than five minutes after this land base's clock:
        a clock is wrong, and conflicts and the state of a day go by such times.
    """
    one = isinstance(paths, str | Path)
    files = [Path(paths)] if one else [Path(path) for path in paths]  # type: ignore[arg-type,union-attr] # `one` tells which
    # what needs no lock is done before others are made to wait
    lines, unsound = read_lines(files)
    refuse(unsound)
    with writing(self._engine) as connection:
        now = self._clock()
        rules = load_rules(connection)
        added, known = take_over(
            connection, lines, now=not_before(connection, stamp(now)), rules=rules
        )
        found = open_conflicts(connection, rules=rules)
    _warn_of_clocks(added, now, rules.zone)
    return ImportResult(len(added), known, found["conflict"].nunique())


def _warn_of_clocks(lines: Sequence[Line], now: dt.datetime, zone: dt.tzinfo) -> None:
    """Say where records are dated in the future of this land base's clock."""
    limit = stamp(now + _SKEW)
    ahead = [x for x in lines if x.record["recorded_at"] > limit]
    if not ahead:
        return
    files = sorted({line.file for line in ahead})
    latest = max(line.record["recorded_at"] for line in ahead)
    moments = from_stamps([stamp(now), latest], zone=zone)
    here, there = (f"{moment:%Y-%m-%d %H:%M}" for moment in moments)
    warn(
        "records_ahead",
        files=files,
        count=len(ahead),
        latest=there,
        here=here,
        stacklevel=3,
    )


def conflicts(
    self: Opened,
    on: dt.date | str | None = None,
    *,
    known: dt.date | str | None = None,
) -> pd.DataFrame:
    """List records that do not go together and that no one has resolved.

    They come of people who did not know of each other's records. A person resolves
    a conflict by recording: a correction (`supersedes`) of one of the decisions, a
    later word on the milestone, or by taking back an operation.

    Parameters
    ----------
    on, known
        As in `parcels`.

    Returns
    -------
    conflicts
        One row a record, as `landbase.cases.conflicts.find_conflicts` gives it;
        `number`
        is its `event_id`, `milestone_id` or `lineage_id`.

    Raises
    ------
    DataError
        `on` or `known` is not a day.
    """
    with reading(self._engine) as connection:
        before = before_of(connection, known)
        rules = load_rules(connection, before=before)
        last_day = None if on is None else day(on)
        return open_conflicts(connection, rules=rules, on=last_day, before=before)


def event_lines(connection: sa.Connection, *, since: str | None) -> list[str]:
    """Write every record that was learned of since a moment as a line of JSON."""
    lines = [
        _json({"journal": journal.name, **record})
        for journal in JOURNALS.values()
        for record in causal_order(_records(connection, journal, since), journal)
    ]
    header = {"format": FORMAT, "version": VERSION, "records": len(lines)}
    return [_json(header), *lines]


def _records(
    connection: sa.Connection, journal: Journal, since: str | None
) -> list[dict[str, Any]]:
    """Read records in the order of recording, with names in place of numbers."""
    names = ("uid", *journal.addressed)
    query = sa.select(*(journal.table.c[name] for name in names))
    if since is not None:
        query = query.where(journal.table.c.known_at >= since)
    rows = connection.execute(query.order_by(*journal.in_order())).fetchall()
    records = [dict(zip(names, row, strict=True)) for row in rows]
    for link, of in journal.links.items():
        uids = uids_of(connection, JOURNALS[of], [r[link] for r in records])
        for record in records:
            record[link] = uids.get(record[link])
    return records


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file of lines, whole or not at all."""
    with (
        replacing(path) as beside,
        beside.open("w", encoding="utf-8", newline="\n") as file,
    ):
        file.writelines(f"{line}\n" for line in lines)


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


_UID = re.compile(r"[0-9a-f]{32}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LARGEST = 2**63
_ALWAYS = {"uid", "home_id", "recorded_at"}


def read_lines(paths: Sequence[Path]) -> tuple[list[Line], Issues]:
    """Read files of exchange and verify each line."""
    lines: list[Line] = []
    faults: list[dict[str, Any]] = []
    for path in paths:
        found, wrong = _read_file(path)
        lines += found
        faults += wrong
    return lines, faults_to_issues(faults)


def faults_to_issues(faults: Sequence[dict[str, Any]]) -> Issues:
    """Make issues of faults; those of a code have the same details."""
    by_code: dict[str, list[dict[str, Any]]] = {}
    for fault in faults:
        by_code.setdefault(fault["code"], []).append(fault)
    return Issues.concat(_issues(code, those) for code, those in by_code.items())


def _issues(code: str, faults: Sequence[dict[str, Any]]) -> Issues:
    place = ("source", "source_row", "parcel_id", "column", "value")
    names = {*faults[0]} - {*place, "code"}
    of = {name: [fault.get(name) for fault in faults] for name in (*place, *names)}
    return Issues.of(
        code,
        source=of["source"],
        source_row=of["source_row"],
        parcel_id=of["parcel_id"],
        column=of["column"],
        value=of["value"],
        details={name: of[name] for name in names},
    )


def _read_file(path: Path) -> tuple[list[Line], list[dict[str, Any]]]:
    name = Path(path).name
    require_regular(Path(path))
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(
            "file_cannot_be_read", path=path, error=why_blocked(error)
        ) from error
    texts = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    head = _parsed(texts[0]) if texts else None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return [], [{"code": "exchange_header", "source": name}]
    if head.get("version") != VERSION:
        stated = head.get("version")
        return [], [{"code": "exchange_version", "source": name, "value": stated}]
    checked = [
        _verified(name, number, text)
        for number, text in enumerate(texts[1:], start=2)
        if text.strip()
    ]
    lines = [line for line in checked if isinstance(line, Line)]
    faults = [fault for fault in checked if not isinstance(fault, Line)]
    count = len({line.record["uid"] for line in lines})
    if not faults and count != head.get("records"):
        stated = {"stated": head.get("records"), "count": count}
        faults.append({"code": "exchange_incomplete", "source": name, **stated})
    return lines, faults


def _verified(file: str, number: int, text: bytes) -> Line | dict[str, Any]:
    """Read a line, or say what is wrong with it."""
    place = {"source": file, "source_row": number}
    unread = {**place, "code": "exchange_unreadable"}
    values = _parsed(text)
    if not isinstance(values, dict):
        return {**unread, "column": "JSON"}
    journal = JOURNALS.get(str(values.pop("journal", None)))
    if journal is None:
        return {**unread, "column": "journal"}
    wrong = next(_wrong_fields(values, journal), None)
    if wrong is not None:
        stated = values.get(wrong)
        return {
            **unread,
            "column": wrong,
            "value": None if stated is None else str(stated),
        }
    line = Line(file, number, journal, values)
    try:
        uid = address(journal.name, [values[n] for n in journal.addressed])
    except UnicodeEncodeError:  # half a surrogate pair
        return {**unread, "column": "JSON"}
    return line if uid == values["uid"] else line.fault("exchange_altered", "uid")


def _parsed(text: bytes) -> Any:
    """Read JSON; None where it is none."""
    try:
        return _DECODER.decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _wrong_fields(values: dict[str, Any], journal: Journal) -> Iterator[str]:
    """Name the fields that are unknown, lacking, or of another kind."""
    names = {"uid", *journal.addressed}
    yield from sorted(values.keys() ^ names)
    for name in sorted(names):
        value = values[name]
        if value is None:
            if name in _ALWAYS or name in journal.needed:
                yield name
        elif not _fits(name, value, journal):
            yield name


def _fits(name: str, value: Any, journal: Journal) -> bool:
    if name == "uid" or name in journal.links:
        return isinstance(value, str) and _UID.fullmatch(value) is not None
    if name == "follows":
        return isinstance(value, str) and all(map(_UID.fullmatch, value.split(" ")))
    if name == "sha256":
        return isinstance(value, str) and _SHA256.fullmatch(value) is not None
    if name == "file" and isinstance(value, str):
        return value not in {"", ".", ".."} and not set(value) & set("/\\\0")
    kinds = {"home_id": "INTEGER", "recorded_at": "DATETIME"}
    return _KINDS[kinds.get(name) or journal.content[name]](value)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return False
    return day.isoformat() == value and in_range(day) is not None


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        # in any zone it is a moment too
        dt.datetime.fromisoformat(value) + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return False
    return True


_KINDS: dict[str, Callable[[Any], bool]] = {
    "TEXT": lambda value: isinstance(value, str),
    "DATE": _is_day,
    "DATETIME": _is_moment,
    "DOUBLE": lambda value: isinstance(value, float) and math.isfinite(value),
    "INTEGER": lambda value: type(value) is int and abs(value) < _LARGEST,
}

_Fault = dict[str, Any]
_ROLES = {PARENT, CHILD, VOID}
_IMPORTING_KINDS = {*KINDS, VOID}
_SHOWN = 3
# what a text that is no parcel may bring about, from JSON to geometry
_NO_PARCEL = (DataError, ShapelyError, ValueError, LookupError, TypeError)


def take_over(
    connection: sa.Connection,
    lines: Sequence[Line],
    *,
    now: str,
    rules: Rules,
) -> tuple[list[Line], int]:
    """Append the records that are not known yet, inside a transaction."""
    mark(connection, now=now)
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
    other += _alike(first, there).values()
    refuse(faults_to_issues([*faults, *other]))
    database_of(connection).defer_references(connection)
    _bear(connection, first, now=now, rules=rules)
    _append(connection, LINEAGE, [x for x in fresh if x.journal is LINEAGE], now)
    # nothing is kept before this lets it be: the transaction ends with a refusal
    refuse(check_incoming(connection, _in_order(fresh), rules=rules))
    for journal in JOURNALS.values():
        if journal is not LINEAGE:
            those = [x for x in fresh if x.journal is journal]
            _append(connection, journal, those, now)
    touched = {line.record.get("parcel_id") for line in fresh}
    refresh_states(connection, rules, sorted(i for i in touched if i))
    return fresh, len(unique) - len(fresh)


def _in_order(lines: Sequence[Line]) -> list[Line]:
    """Put lines in the order of recording, each behind those that it refers to."""

    def moment(line: Line) -> tuple[str, int, str]:
        record = line.record
        return record["recorded_at"], record["home_id"], record["uid"]

    ordered = []
    for journal in JOURNALS.values():
        those = sorted((x for x in lines if x.journal is journal), key=moment)
        of = {line.record["uid"]: line for line in those}
        records = causal_order([line.record for line in those], journal)
        ordered += [of[record["uid"]] for record in records]
    return ordered


def refuse(faults: Issues) -> None:
    """Take over nothing where anything is wrong."""
    if not len(faults):
        return
    raise LedgerError(
        "base_import_refused",
        count=len(faults),
        faults=faults.message(_SHOWN),
        issues=faults,
    )


def _uids(connection: sa.Connection, journal: Journal) -> set[str]:
    return set(connection.execute(sa.select(journal.table.c.uid)).scalars())


def _parcels(connection: sa.Connection) -> set[str]:
    return set(connection.execute(sa.select(parcels.c.parcel_id)).scalars())


def _unknown_parcels(lines: Sequence[Line], ids: set[str]) -> Iterator[_Fault]:
    strange = [
        line
        for line in lines
        if "parcel_id" in line.record and line.record["parcel_id"] not in ids
    ]
    alike = _alike(strange, ids)
    for line in strange:
        if line.record["parcel_id"] not in alike:
            yield line.fault("exchange_unknown_parcel", "parcel_id")
    yield from alike.values()


def _alike(lines: Sequence[Line], ids: set[str]) -> dict[str, _Fault]:
    """Find the lines whose parcel is here under an id written otherwise."""
    of = {str(line.record["parcel_id"]): line for line in lines}
    pairs, several = recognise(of, ids)
    found = pairs | {name: answers[0] for name, answers in several.items()}
    return {
        name: of[name].fault("exchange_id_looks_alike", "parcel_id")
        | {"value": visible(name), "other_id": visible(own)}
        for name, own in found.items()
    }


def _unknown_codes(lines: Sequence[Line], rules: Rules) -> Iterator[_Fault]:
    allowed = {
        DECISIONS.name: {
            name: set(rules.vocabulary.codes(name))
            for name in ("disposal_type", "status")
        },
        LINEAGE.name: {"kind": _IMPORTING_KINDS, "role": _ROLES},
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
    """Say whether a parcel that is here began as another land base says."""
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
    """Add the children to the parcels, together; one by one to name what is wrong."""
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


def open_conflicts(
    connection: sa.Connection,
    *,
    rules: Rules,
    on: pd.Timestamp | None = None,
    before: str | None = None,
) -> pd.DataFrame:
    """Find the conflicts that no one has resolved."""
    lineage = _load(connection, LINEAGE, before)
    forks = _forked_parcels(connection, DECISIONS, before)
    ids = sorted(forks | set(lineage["parcel_id"]))
    steps = sorted(_forked_parcels(connection, MILESTONES, before))
    decisions = _load(connection, DECISIONS, before, ids)
    decisions = _with_evidence(connection, decisions, rules)
    return find_conflicts(
        decisions,
        _load(connection, MILESTONES, before, steps),
        lineage,
        areas=_areas(connection, decisions, forks),
        rules=rules,
        on=on,
    )


def conflict_issues(
    connection: sa.Connection,
    *,
    source: str,
    rules: Rules,
) -> Issues:
    """Warn of conflicts that no one has resolved, one issue for each."""
    found = open_conflicts(connection, rules=rules)
    each = found.drop_duplicates("conflict")
    if each.empty:
        return Issues.none()
    records = found.groupby("conflict").size().to_numpy()
    return Issues.of(
        "open_conflict",
        source=source,
        parcel_id=each["parcel_id"],
        value=each["kind"],
        details={
            "count": records,
            "kind_zh": each["kind"].map(words("cli", "zh").part("conflict")),
            "kind_en": each["kind"].map(words("cli", "en").part("conflict")),
        },
    )


def _with_evidence(
    connection: sa.Connection, decisions: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """Add to decisions the dates of their parcels by which some of them count."""
    names = ("parcel_id", *rules.vocabulary.evidence)
    ids = decisions["parcel_id"].unique().tolist()
    rows = connection.execute(known_parcels(names, ids=ids)).fetchall()
    facts = frame_of(rows, (KEY, *names)).drop(columns=KEY)
    return decisions.merge(facts.astype("str"), on="parcel_id", how="left")


def _areas(
    connection: sa.Connection, decisions: pd.DataFrame, forks: set[str]
) -> pd.Series:
    """Measure the parcels of which decisions in conflict state an area."""
    stated = decisions.loc[decisions["area_m2"].notna(), "parcel_id"]
    wanted = sorted(forks & set(stated))
    if not wanted:
        return pd.Series(dtype="float64")
    return load_areas(connection, wanted)


def _forked_parcels(
    connection: sa.Connection, journal: Journal, before: str | None
) -> set[str]:
    """Find parcels of which two did not know of each other's records."""
    c = journal.table.c
    query = sa.select(c.parcel_id).distinct()
    if before is not None:
        query = query.where(c.known_at < before)
    same = (*(c[name] for name in journal.subject), sa.func.coalesce(c.follows, ""))
    query = query.group_by(*same).having(sa.func.count() > 1)
    return set(connection.execute(query).scalars())


def _load(
    connection: sa.Connection,
    journal: Journal,
    before: str | None,
    ids: list[str] | None = None,
) -> pd.DataFrame:
    """Read records in the order of recording, links by uid."""
    table = journal.table
    chain = ["follows"] if journal.subject else []
    names = [journal.key, "uid", *chain, *journal.content, "recorded_at"]
    query = sa.select(*(table.c[name] for name in names))
    if before is not None:
        query = query.where(table.c.known_at < before)
    if ids is not None and len(ids) <= MANY_IDS:
        query = query.where(table.c.parcel_id.in_(ids))
    rows = connection.execute(query.order_by(*journal.in_order())).fetchall()
    types = {journal.key: "INTEGER", "recorded_at": "DATETIME", **journal.content}
    zone = zone_of(connection)
    columns = {
        name: journal_column(types.get(name, "TEXT"), values, zone)
        for name, values in by_name(rows, names).items()
    }
    records = pd.DataFrame(columns).rename(columns={journal.key: "number"})
    uids = records.set_index("number")["uid"]
    for link in journal.links:
        records[link] = records[link].map(uids).astype("str")
    if ids is None or len(ids) <= MANY_IDS:
        return records
    return records[among(records["parcel_id"], ids)].reset_index(drop=True)
