"""Taking out of a damaged land base what still verifies."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.files import make_folder_of, why_blocked
from landbase.io.bases import is_address
from landbase.issues import Issues
from landbase.rules.ruleset import Rules
from landbase.store import postgres
from landbase.store.columns import (
    PARCEL_CONTENT,
    STORED_FIELDS,
    columns,
    parcels,
    stamp,
    versions,
    wall_clock,
)
from landbase.store.damage import UNREADABLE, reason_of
from landbase.store.frames import from_rows
from landbase.store.journals import (
    ALL_JOURNALS,
    EVIDENCE,
    FIRST,
    JOURNALS,
    PAPERS,
    RULES,
    Journal,
    seal,
)
from landbase.store.opening import WAIT_SECONDS, create
from landbase.store.papers import digest_of, keep_copy, place_of
from landbase.store.place import file_uri, real_path, require_file
from landbase.store.qgis import renew_styles
from landbase.store.queries import load_rules
from landbase.store.rulebook import begin_rules
from landbase.store.sealing import (
    COLUMNS,
    REPAIRED,
    VERSION,
    Version,
    head_of,
    seal_unsealed,
    version_digests,
)
from landbase.store.sqlite import note_extent
from landbase.store.states import refresh_states
from landbase.store.writes import address_of, append_known
from landbase.tables.html import html_of
from landbase.texts import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["RepairResult", "repair"]

_SECOND_FILES = ("-wal", "-journal")


class RepairResult(NamedTuple):
    """What was taken out of a damaged land base.

    Attributes
    ----------
    path
        The new land base.
    parcels, records
        How many parcels and records of journals are in it.
    issues
        What does not verify and is not in it, and what is in it in an earlier form.
    """

    path: Path
    parcels: int
    records: int
    issues: Issues

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


def repair(
    path: Path | str,
    out: Path | str,
    *,
    clock: Callable[[], dt.datetime] | None = None,
) -> RepairResult:
    """Take out of a damaged land base what still verifies, and list what does not.

    A version of a parcel is taken where its digest is sealed, a record where it is what
    its name says and the chain vouches for it. Where what is known of a parcel now does
    not verify, the last version that does is taken. The damaged file stays as it is.

    Parameters
    ----------
    path
        The damaged land base.
    out
        The new one, which must not be there yet. What it holds is sealed as repaired.
    clock
        As for `LandBase.open`.

    Returns
    -------
    repair
        The new land base, what is in it, and issues: an error for all that is not.

    Raises
    ------
    StoreError
        Nothing can be read, `out` is there already, or the land base is on a server.

    Examples
    --------
    >>> import tempfile
    >>> from landbase.store.base import LandBase
    >>> from landbase.testing import make_parcels
    >>> folder = tempfile.mkdtemp()
    >>> with LandBase.open(f"{folder}/a.gpkg") as base:
    ...     base.add(make_parcels(3))
    AddResult(added=3, changed=0, unchanged=0)
    >>> repair(f"{folder}/a.gpkg", f"{folder}/b.gpkg").parcels
    3
    """
    if is_address(path):
        engine = postgres.open_engine(str(path), wait_seconds=WAIT_SECONDS)
        raise StoreError("repair_of_server", path=postgres.name_of(engine))
    source, target = real_path(path), real_path(out)
    require_file(source)
    if target.exists():
        raise StoreError("repair_out_exists", path=out)
    now = stamp((clock or wall_clock)())
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        damaged = Path(folder) / "damaged.gpkg"
        try:
            shutil.copyfile(source, damaged)
            for ending in _SECOND_FILES:
                if (second := Path(f"{source}{ending}")).is_file():
                    shutil.copyfile(second, f"{damaged}{ending}")
        except OSError as error:
            raise StoreError(
                "base_unusable", path=path, error=why_blocked(error)
            ) from error
        found = _Found(damaged, source)
    make_folder_of(target)
    taking = _Taking(found, target, now)
    if not create(
        target, taking.fill, wait_seconds=WAIT_SECONDS, now=now, kind=REPAIRED
    ):
        raise StoreError("repair_out_exists", path=out)
    done = {"parcels": len(taking.now), "records": taking.records}
    told = Issues.of(
        "repair_taken", source=source.name, value=target.name, details=done
    )
    return RepairResult(target, **done, issues=Issues.concat([told, *taking.issues]))


class _Rows(NamedTuple):
    """Rows of a table by number, and the numbers that cannot be read."""

    there: dict[int, dict[str, Any]]
    lost: list[int]


class _Reader:
    """Reads what can be read, row by row where need be."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(file_uri(path, "rw"), uri=True)
        # a damaged entry of the schema takes only its own table away
        self.connection.execute("PRAGMA writable_schema = ON")
        self.connection.execute("PRAGMA cell_size_check = ON")
        self.most = path.stat().st_size // _SMALLEST

    def rows(self, table: str, key: str, names: Sequence[str], last: int) -> _Rows:
        """Read a table of which `last` numbers were given."""
        there: dict[int, dict[str, Any]] = {}
        lost: list[int] = []
        ahead = [(-(2**62), 2**62)]
        listed = ", ".join(f'"{name}"' for name in (key, *names))
        query = f"SELECT {listed} FROM {table} WHERE {key} BETWEEN ? AND ?"  # noqa: S608 - our names
        while ahead:
            first, end = ahead.pop()
            try:
                rows = self.connection.execute(query, (first, end)).fetchall()
            except UNREADABLE:
                # all at once first, then halves of the numbers that can be there
                low, high = max(first, 1), min(end, last)
                if low > high:
                    continue
                if low == high:
                    lost.append(low)
                    continue
                middle = (low + high) // 2
                ahead += [(low, middle), (middle + 1, high)]
                continue
            for row in rows:
                there[row[0]] = dict(zip((key, *names), row, strict=True))
        return _Rows(there, sorted({*lost, *(set(range(1, last + 1)) - there.keys())}))

    def last(self, table: str, key: str) -> int:
        """Give the highest number that a table is known to have given."""
        queries = (
            f"SELECT max(seq) FROM sqlite_sequence WHERE name = '{table}'",  # noqa: S608 - ours
            f"SELECT max({key}) FROM {table}",  # noqa: S608 - ours
        )
        found = [0]
        for query in queries:
            try:
                found.append(self.connection.execute(query).fetchone()[0])
            except UNREADABLE:
                continue
        return max(n for n in found if type(n) is int and 0 <= n <= self.most)


# Bytes that no row does without. A damaged count may be anything; more rows than the
# file has room for were never there.
_SMALLEST = 40


class _Found:
    """All that can be read of a damaged land base."""

    def __init__(self, path: Path, source: Path) -> None:
        self.source = source
        try:
            with closing(_Reader(path).connection) as probe:
                tables = _names(probe)
        except UNREADABLE as error:
            raise _nothing(source, reason_of(error)) from error
        if parcels.name not in tables and not set(ALL_JOURNALS) & tables:
            raise _nothing(source, "parcels")
        reader = _Reader(path)
        self.most = reader.most
        with closing(reader.connection):
            self.parcels = _table(reader, parcels, "fid")
            self.versions = _table(reader, versions, "version_id")
            self.columns = _table(reader, columns, "position", gaps=False)
            self.sealed = self._read_sealed(reader, tables)
            self.heads = self._read_heads(reader)
            self.journals = {
                name: _table(reader, journal.table, journal.key)
                for name, journal in ALL_JOURNALS.items()
            }

    @staticmethod
    def _read_sealed(reader: _Reader, tables: set[str]) -> set[Version] | None:
        """Read the digests of versions; None in a land base that had none yet."""
        if "seals" not in tables and "parcel_seals" not in tables:
            return None
        last = reader.last("parcel_seals", "number")
        rows = reader.rows("parcel_seals", "number", ("fid", "digest"), last)
        return {Version(row["fid"], row["digest"]) for row in rows.there.values()}

    @staticmethod
    def _read_heads(reader: _Reader) -> dict[str, Any]:
        """Read where all stood at the last seal that can be read."""
        last = reader.last("seals", "seal_id")
        rows = reader.rows("seals", "seal_id", ("heads",), last)
        for _, row in sorted(rows.there.items(), reverse=True):
            try:
                heads = json.loads(row["heads"])
            except UNREADABLE:
                continue
            if isinstance(heads, dict):
                return heads
        return {}


def _names(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(row[0]) for row in rows}


def _nothing(source: Path, why: str) -> StoreError:
    return StoreError("repair_nothing", path=source, error=why)


def _table(reader: _Reader, table: sa.Table, key: str, *, gaps: bool = True) -> _Rows:
    names = [column.name for column in table.columns if column.name != key]
    last = reader.last(table.name, key)
    rows = reader.rows(table.name, key, names, last)
    return rows if gaps else _Rows(rows.there, [])


class _Taking:
    """Chooses what verifies, and puts it into a new land base."""

    def __init__(self, found: _Found, target: Path, now: str) -> None:
        self.found, self.target, self.time = found, target, now
        self.issues: list[Issues] = []
        self.now: list[dict[str, Any]] = []
        self.past: list[dict[str, Any]] = []
        self._choose_parcels()
        self.taken = self._choose_records()
        self.records = sum(map(len, self.taken.values()))

    def _tell(self, code: str, values: Sequence[object], **details: object) -> None:
        if values:
            source = self.found.source.name
            self.issues.append(
                Issues.of(code, source=source, value=list(values), details=details)
            )

    def _choose_parcels(self) -> None:
        """Take the versions whose digests are sealed; the last one is that of now."""
        found, lives = self.found, dict[int, list[dict[str, Any]]]()
        ids: dict[int, str] = {}
        old = [row for _, row in sorted(found.versions.there.items())]
        for row in (*old, *found.parcels.there.values()):
            fid = row["fid"]
            ids[fid] = str(row["parcel_id"])
            if self._is_sealed(row):
                lives.setdefault(fid, []).append(row)
        if found.sealed is None:
            self._tell("repair_unproven", [found.source.name])
        known = {v.fid for v in found.sealed or ()} | ids.keys() | {*found.parcels.lost}
        lost = sorted(fid for fid in known if fid not in lives and type(fid) is int)
        earlier, named = [], set[str]()
        for _, life in sorted(lives.items()):
            if life[-1]["parcel_id"] in named:
                continue  # no two parcels bear one id
            named.add(life[-1]["parcel_id"])
            if "replaced_at" in life[-1]:
                earlier.append(life[-1]["parcel_id"])
            self.now.append(life[-1])
            for one, after in pairwise(life):
                self.past.append(one | {"replaced_at": after["recorded_at"]})
        self._tell("repair_parcel_lost", [ids.get(fid, f"fid {fid}") for fid in lost])
        self._tell("repair_parcel_past", earlier)

    def _is_sealed(self, row: Mapping[str, Any]) -> bool:
        if self.found.sealed is not None:
            [version] = version_digests([[row[name] for name in VERSION]])
            return version in self.found.sealed
        try:  # nothing is sealed: what can be read has to do
            _ = from_rows(
                [tuple(row[n] for n in PARCEL_CONTENT)], [*PARCEL_CONTENT], {}
            )
        except UNREADABLE:
            return False
        return True

    def _choose_records(self) -> dict[str, list[dict[str, Any]]]:
        """Take the records that verify and whose parcel and links are taken."""
        ids = {row["parcel_id"] for row in self.now}
        there: dict[str, set[int]] = {}
        taken = {}
        for name, journal in ALL_JOURNALS.items():
            rows, lost = self.found.journals[name]
            number = self.found.heads.get(name, [0])[0]
            if type(number) is int and number <= self.found.most:
                lost = [*lost, *(n for n in range(1, number + 1) if n not in rows)]
            good = {n for n in rows if self._verifies(journal, n)}
            whole = {
                n
                for n in sorted(good)
                if rows[n].get("parcel_id") in {*ids, None}
                and all(
                    rows[n][link] is None or rows[n][link] in there.get(of, good)
                    for link, of in journal.links.items()
                )
            }
            there[name] = whole
            taken[name] = [rows[n] for n in sorted(whole)]
            what = Text(f"finding.journal.{name}")
            told = {"what_zh": what.zh, "what_en": str(what)}
            broken = sorted({*lost, *(rows.keys() - good)})
            self._tell("repair_record_lost", broken, **told)
            self._tell("repair_record_left", sorted(good - whole), **told)
        return taken

    def _verifies(self, journal: Journal, number: int) -> bool:
        """Say whether a record is what its name says and the chain lets it be."""
        rows = self.found.journals[journal.name].there
        row = rows[number]
        names = {
            link: {n: r["uid"] for n, r in self.found.journals[of].there.items()}
            for link, of in journal.links.items()
        }
        try:
            if address_of(journal, row, names) != row["uid"]:
                return False
            if number > 1 and number - 1 not in rows:
                return True  # what came before it cannot be read
            before = FIRST if number == 1 else rows[number - 1]["hash"]
            [own] = seal([row], before, journal.sealed)
            if own == row["hash"]:
                return True
            # its hash, or the one before, may be what was damaged
            after = rows.get(number + 1)
            if after is not None and seal([after], own, journal.sealed) == [
                after["hash"]
            ]:
                return True
            return number > 1 and not self._hash_holds(journal, number - 1)
        except UNREADABLE:
            return False

    def _hash_holds(self, journal: Journal, number: int) -> bool:
        """Say whether the hash of a record is the one that was computed from it."""
        rows = self.found.journals[journal.name].there
        before = FIRST if number == 1 else rows.get(number - 1, {}).get("hash")
        return before is None or seal([rows[number]], before, journal.sealed) == [
            rows[number]["hash"]
        ]

    def fill(self, connection: sa.Connection) -> None:
        """Put all that was chosen into the tables of a new land base."""
        self._fill_rules(connection)
        self._fill_columns(connection)
        content = ("fid", *PARCEL_CONTENT, "recorded_at")
        _insert(connection, parcels, self.now, content)
        _insert(connection, versions, self.past, (*content, "replaced_at"))
        self._fill_journals(connection)
        if self.now:
            shapes = from_rows(
                [tuple(row[n] for n in PARCEL_CONTENT) for row in self.now],
                [*PARCEL_CONTENT],
                {},
            )
            note_extent(connection, shapes.total_bounds, self.time)
        rules = load_rules(connection)
        refresh_states(connection, rules)
        renew_styles(connection, rules, now=self.time)
        seal_unsealed(connection)

    def _fill_rules(self, connection: sa.Connection) -> None:
        """Put in the rules; those of landbase where none is left."""
        rows = [row for row in self.taken[RULES.name] if _are_rules(row["rules"])]
        if rows:
            append_known(connection, RULES, _without(rows, RULES))
        else:
            self._tell("repair_rules", [self.found.source.name])
            begin_rules(connection, None, now=self.time)

    def _fill_columns(self, connection: sa.Connection) -> None:
        """Put in the list of columns; what is lost of it the parcels tell."""
        rows = [row for _, row in sorted(self.found.columns.there.items())]
        names = [column.name for column in columns.columns]
        listed = [[row[name] for name in names] for row in rows]
        if head_of(listed) == self.found.heads.get(COLUMNS):
            _insert(connection, columns, rows, names)
            return
        if self.found.heads or not rows:
            self._tell("repair_columns", [self.found.source.name])
        told = {row["name"]: row["dtype"] for row in rows if _is_dtype(row["dtype"])}
        used = dict.fromkeys(
            n for row in self.now for n in json.loads(row["extra"] or "{}")
        )
        wanted = [*(n for n in STORED_FIELDS if n in told or not rows), *used]
        made = [
            {
                "position": position,
                "name": name,
                "dtype": told.get(name, "str"),
                "recorded_at": min(
                    (r["recorded_at"] for r in self.now), default=self.time
                ),
            }
            for position, name in enumerate(wanted, start=1)
        ]
        _insert(connection, columns, made, names)

    def _fill_journals(self, connection: sa.Connection) -> None:
        """Append the records under new numbers, and lead links to these."""
        numbers: dict[str, dict[int, int]] = {}
        for name, journal in JOURNALS.items():
            rows = self.taken[name]
            own = {row[journal.key]: n for n, row in enumerate(rows, start=1)}
            numbers[name] = own
            renewed = _without(rows, journal)
            for row in renewed:
                for link, of in journal.links.items():
                    row[link] = numbers[of].get(row[link])
            if journal in (EVIDENCE, PAPERS):
                self._keep_documents(renewed)
            append_known(connection, journal, renewed)

    def _keep_documents(self, rows: Iterable[dict[str, Any]]) -> None:
        """Copy the documents that are there and as they were."""
        lost = []
        for row in rows:
            if not row["kept"]:
                continue
            old, new = (
                place_of(base, row["sha256"], row["file"])
                for base in (self.found.source, self.target)
            )
            if old.is_file() and digest_of(old) == row["sha256"]:
                keep_copy(old, new)
            else:
                row["kept"] = 0
                lost.append(row["file"])
        self._tell("repair_document_lost", lost)


def _without(rows: Sequence[dict[str, Any]], journal: Journal) -> list[dict[str, Any]]:
    """Give records without what the new chain makes anew."""
    made = {journal.key, "hash"}
    return [{n: v for n, v in row.items() if n not in made} for row in rows]


def _are_rules(text: object) -> bool:
    try:
        Rules.from_json(str(text))
    except UNREADABLE:
        return False
    return True


def _is_dtype(name: object) -> bool:
    try:
        pd.api.types.pandas_dtype(name)
    except UNREADABLE:
        return False
    return True


def _insert(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    names: Sequence[str],
) -> None:
    if rows:
        values = [{name: row[name] for name in names} for row in rows]
        connection.execute(sa.insert(table), values)
