"""`LandBase`: parcels and what was decided about them, in one place."""

from __future__ import annotations

import datetime as dt
import html
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import pandas as pd

from landbase.cases.deadlines import area_balance, find_milestones, read_milestones
from landbase.cases.events import EVENT_COLUMNS, Decision, read_events
from landbase.errors import LedgerError, warn
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.store.columns import day, from_stamps, stamp, wall_clock
from landbase.store.exchange import (
    event_lines,
    needed_columns,
    open_conflicts,
    read_lines,
    refuse,
    take_over,
    write_lines,
)
from landbase.store.journals import MILESTONES
from landbase.store.parcels import AddResult, add_parcels, checked_parcels
from landbase.store.queries import (
    before_of,
    cases_of,
    deadlines_of,
    lineage_table,
    list_decisions,
    load_journal,
    load_rules,
    parcel_history,
    parcels_as_of,
    successors_of,
    summary,
    zone_of,
)
from landbase.store.rulebook import change_rules, rules_history
from landbase.store.sqlite import (
    create_or_check,
    open_engine,
    reading,
    refuse_network,
    writing,
)
from landbase.store.verify import verify
from landbase.store.writes import (
    Operation,
    attach,
    documents,
    not_before,
    record_events,
    record_milestones,
    reshape,
    take_back,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    import geopandas as gpd
    import sqlalchemy as sa

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.rules.schema import Tolerances
    from landbase.rules.vocabulary import Vocabulary
    from landbase.store.exchange import Line

__all__ = ["ImportResult", "LandBase"]


class Core:
    """A file, a clock, and the rules that the file keeps."""

    path: Path
    _engine: sa.Engine
    _clock: Callable[[], dt.datetime]

    @property
    def rules(self) -> Rules:
        """The rules that hold in this land base now; change them with `set_rules`."""
        return self.rules_on(None)

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms that parcels and decisions may use, of `rules`."""
        return self.rules.vocabulary

    @property
    def tolerances(self) -> Tolerances:
        """How much is too much, of `rules`."""
        return self.rules.tolerances

    def rules_on(self, known: dt.date | str | None) -> Rules:
        """Give the rules that held on a day."""
        with reading(self._engine) as connection:
            return load_rules(connection, before=before_of(connection, known))

    def set_rules(self, rules: Rules, *, by: str, reason: str) -> pd.DataFrame:
        """Put other rules in the place of those that hold, on the record."""
        with writing(self._engine) as connection:
            return change_rules(
                connection, rules, by=by, reason=reason, now=self._now(connection)
            )

    def rules_history(self) -> pd.DataFrame:
        """List the rules that held one after the other."""
        with reading(self._engine) as connection:
            return rules_history(connection)

    def _now(self, connection: sa.Connection) -> str:
        """Give the time of recording; never before the newest record."""
        return not_before(connection, stamp(self._clock()))


class Answers(Core):
    """What can be asked of a land base; `LandBase` adds what can be told it."""

    def parcels(
        self,
        on: dt.date | str | None = None,
        *,
        known: dt.date | str | None = None,
        ended: bool = False,
    ) -> gpd.GeoDataFrame:
        """Give every parcel with its state on a day, as it was known on a day."""
        with reading(self._engine) as connection:
            rules = load_rules(connection, before=before_of(connection, known))
            parcels = parcels_as_of(
                connection, on=on, known=known, ended=ended, rules=rules
            )
        remember_rules(parcels, rules)
        return parcels

    def history(self, parcel_id: str) -> pd.DataFrame:
        """Give all that was recorded about a parcel, in the order of its life."""
        with reading(self._engine) as connection:
            return parcel_history(connection, parcel_id)

    def decisions(
        self,
        on: dt.date | str | None = None,
        *,
        known: dt.date | str | None = None,
        superseded: bool = False,
    ) -> pd.DataFrame:
        """Give all decisions in the order of recording."""
        with reading(self._engine) as connection:
            rules = load_rules(connection, before=before_of(connection, known))
            table = list_decisions(
                connection, on=on, known=known, superseded=superseded, rules=rules
            )
        remember_rules(table, rules)
        return table

    def deadlines(
        self,
        on: dt.date | str,
        *,
        within_days: int = 30,
        known: dt.date | str | None = None,
        steps: bool = True,
    ) -> pd.DataFrame:
        """List what is overdue on a day and what is due, soonest first."""
        with reading(self._engine) as connection:
            return deadlines_of(
                connection,
                on=on,
                within_days=within_days,
                known=known,
                steps=steps,
                rules=self.rules_on(known),
            )

    def milestones(
        self,
        on: dt.date | str,
        *,
        within_days: int = 30,
        known: dt.date | str | None = None,
    ) -> pd.DataFrame:
        """Say how each step of the route maps stands on a day."""
        with reading(self._engine) as connection:
            rows = load_journal(
                connection, MILESTONES, before=before_of(connection, known)
            )
        return find_milestones(rows, on=day(on), within_days=within_days)

    def documents(self, *, known: dt.date | str | None = None) -> pd.DataFrame:
        """List the documents attached to decisions."""
        with reading(self._engine) as connection:
            return documents(connection, before=before_of(connection, known))

    def balance(
        self, on: dt.date | str | None = None, *, known: dt.date | str | None = None
    ) -> pd.DataFrame:
        """Balance each parcel's area: what was disposed of, is planned, is left."""
        with reading(self._engine) as connection:
            before = before_of(connection, known)
            rules = load_rules(connection, before=before)
            last_day = None if on is None else day(on)
            cases = cases_of(connection, rules, on=last_day, before=before, areas=True)
        return area_balance(cases, rules.tolerances)

    def verify(self, *, documents: Path | str | None = None) -> Issues:
        """Check that the file keeps its promises."""
        with reading(self._engine) as connection:
            return verify(
                connection,
                path=self.path,
                documents=None if documents is None else Path(documents),
            )

    def _repr_html_(self) -> str:
        with reading(self._engine) as connection:
            table = summary(connection, rules=load_rules(connection))
        name = html.escape(self.path.name)
        return f"<p>土地库 <b>{name}</b></p>{table.to_html()}"


class Records(Core):
    """What can be recorded for a parcel; nothing of it is ever overwritten."""

    def record(  # noqa: PLR0913 - the parts of a decision, each by its name
        self,
        parcel_id: str,
        disposal_type: str,
        *,
        status: str,
        effective: dt.date | str,
        due: dt.date | str | None = None,
        document: str | None = None,
        by: str | None = None,
        reason: str | None = None,
        area_m2: float | None = None,
        exception: str | None = None,
        supersedes: int | None = None,
    ) -> Decision:
        """Record one decision."""
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
        }
        recorded, rules = self._record(pd.DataFrame([event]))
        return _decision(recorded.iloc[0], rules.zone)

    def record_many(self, table: pd.DataFrame) -> int:
        """Record a table of decisions, all or nothing."""
        return len(self._record(table)[0])

    def set_milestone(
        self,
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
        """Set a step of a parcel's route map, change it, or say that it is done."""
        said = {"parcel_id": parcel_id, "step": step, "due": due, "person": person}
        said |= {"unit": unit, "done_on": done_on, "document": document}
        self.set_milestones(pd.DataFrame([said | {"reason": reason}]))

    def set_milestones(self, table: pd.DataFrame) -> int:
        """Set the steps of many parcels, all or nothing."""
        steps, unread = read_milestones(table)
        with writing(self._engine) as connection:
            return record_milestones(
                connection, steps, unread, now=self._now(connection)
            )

    def attach(
        self,
        event_id: int,
        file: Path | str,
        *,
        kind: str | None = None,
        dated: dt.date | str | None = None,
        keep: bool = False,
    ) -> int:
        """Attach a document to a decision."""
        of_day = None if dated is None else f"{day(dated):%Y-%m-%d}"
        with writing(self._engine) as connection:
            return attach(
                connection,
                event_id,
                file,
                kind=kind,
                dated=of_day,
                keep_in=self.path if keep else None,
                now=self._now(connection),
            )

    def _record(self, table: pd.DataFrame) -> tuple[pd.DataFrame, Rules]:
        # what needs no lock is done before others are made to wait
        events, unread = read_events(table)
        with writing(self._engine) as connection:
            rules = load_rules(connection)
            rows = record_events(
                connection, events, unread, now=self._now(connection), rules=rules
            )
        return rows, rules


def _decision(row: pd.Series, zone: dt.tzinfo) -> Decision:
    """Make a value of an event as stored."""
    values = {name: row[name] for name in ("event_id", *EVENT_COLUMNS)}
    for name in ("effective", "due"):
        values[name] = None if row[name] is None else dt.date.fromisoformat(row[name])
    moment = from_stamps([row["recorded_at"]], zone=zone)[0]
    values["recorded_at"] = moment.to_pydatetime()
    return Decision(**values)


class Lineages(Core):
    """Splits, mergers and boundary adjustments."""

    def split(
        self,
        parcel_id: str,
        children: gpd.GeoDataFrame,
        *,
        effective: dt.date | str,
        document: str | None = None,
        by: str | None = None,
        reason: str | None = None,
        exception: str | None = None,
    ) -> str:
        """Split a parcel: it ends on a day, and several begin in its place."""
        said = Operation("split", _day(effective), document, by, reason, exception)
        return self._reshape([parcel_id], children, said)

    def merge(
        self,
        parcel_ids: Sequence[str],
        child: gpd.GeoDataFrame,
        *,
        effective: dt.date | str,
        document: str | None = None,
        by: str | None = None,
        reason: str | None = None,
        exception: str | None = None,
    ) -> str:
        """Merge parcels: they end on a day, and one begins in their place."""
        said = Operation("merge", _day(effective), document, by, reason, exception)
        return self._reshape(list(parcel_ids), child, said)

    def adjust(
        self,
        parcel_ids: Sequence[str],
        children: gpd.GeoDataFrame,
        *,
        effective: dt.date | str,
        document: str | None = None,
        by: str | None = None,
        reason: str | None = None,
        exception: str | None = None,
    ) -> str:
        """Adjust boundaries: parcels end, others with new lines begin on their land."""
        said = Operation("adjust", _day(effective), document, by, reason, exception)
        return self._reshape(list(parcel_ids), children, said)

    def take_back(self, operation: str, *, reason: str, by: str | None = None) -> None:
        """Take back a split, merger or adjustment that was recorded in error."""
        if not reason.strip():
            raise LedgerError("void_needs_reason")
        with writing(self._engine) as connection:
            now = self._now(connection)
            today = f"{from_stamps([now], zone=zone_of(connection))[0]:%Y-%m-%d}"
            said = Operation("void", today, None, by, reason, None)
            take_back(
                connection, operation, said, now=now, rules=load_rules(connection)
            )

    def lineage(self, *, known: dt.date | str | None = None) -> pd.DataFrame:
        """List all splits, mergers and adjustments in the order of recording."""
        with reading(self._engine) as connection:
            return lineage_table(connection, before=before_of(connection, known))

    def successors(self, parcel_id: str) -> list[str]:
        """Lead an id to the parcels that are there now."""
        with reading(self._engine) as connection:
            return successors_of(connection, parcel_id)

    def _reshape(
        self, parents: list[str], children: gpd.GeoDataFrame, said: Operation
    ) -> str:
        with writing(self._engine) as connection:
            return reshape(
                connection,
                parents,
                children,
                said,
                now=self._now(connection),
                rules=load_rules(connection),
            )


def _day(of: dt.date | str) -> str:
    return f"{day(of):%Y-%m-%d}"


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


class Exchange(Core):
    """Export, import, and the conflicts that come of working apart."""

    def export_events(
        self, path: Path | str, *, since: dt.date | str | None = None
    ) -> Path:
        """Write the records of all journals to a file, for others to import."""
        with reading(self._engine) as connection:
            eve = since and (day(since) - dt.timedelta(days=1)).date()
            first = before_of(connection, eve)
            lines = event_lines(connection, since=first)
        target = Path(path)
        write_lines(target, lines)
        return target

    def import_events(self, paths: Path | str | Iterable[Path | str]) -> ImportResult:
        """Take over what others have recorded, all or nothing."""
        one = isinstance(paths, str | Path)
        files = [Path(paths)] if one else [Path(path) for path in paths]  # type: ignore[arg-type,union-attr] # `one` tells which
        with reading(self._engine) as connection:
            needed = needed_columns(connection)
        # what needs no lock is done before others are made to wait
        lines, unsound = read_lines(files, needed=needed)
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

    def conflicts(
        self,
        on: dt.date | str | None = None,
        *,
        known: dt.date | str | None = None,
    ) -> pd.DataFrame:
        """List records that do not go together and that no one has resolved."""
        with reading(self._engine) as connection:
            before = before_of(connection, known)
            rules = load_rules(connection, before=before)
            return open_conflicts(
                connection,
                rules=rules,
                on=None if on is None else day(on),
                before=before,
            )


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


_SHOWN = 5  # items of a difference in a warning


class LandBase(Answers, Records, Lineages, Exchange):
    """Parcels and decisions in a GeoPackage, which QGIS and ArcGIS open as well.

    Open one with `LandBase.open`. Nothing is held open between calls, so that several
    colleagues can work on one file; each call sees, or writes, one consistent state.

    Attributes
    ----------
    path
        The file.
    rules, vocabulary, tolerances
        The rules that the file keeps: words, marks, tolerances, region, time zone.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        path: Path,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._engine = engine
        self._clock = clock
        self.path = path

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        rules: Rules | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        vocabulary: Vocabulary | None = None,
        tolerances: Tolerances | None = None,
        wait_seconds: float = 30.0,
        force: bool = False,
    ) -> Self:
        """Open a land base; make it when the file is missing.

        Parameters
        ----------
        path
            The .gpkg file. Missing folders are made.
        rules
            The rules of a new land base; by default those that come with landbase. A
            land base that is there keeps its own, and a warning tells what differs;
            `set_rules` takes others over.
        clock
            Gives the time of recording, with its zone; by default the computer's.
        vocabulary, tolerances
            As parts of `rules`; they will go.
        wait_seconds
            How long to wait while someone else writes; a warning tells of it.
        force
            Open it on a network share too, where locks are not reliable.

        Returns
        -------
        base
            Usable in a `with` statement, which changes nothing else.

        Warns
        -----
        LandbaseWarning
            `rules` differ from those of the land base, or it was brought up to date.

        Raises
        ------
        StoreError
            The file is no land base, is of a newer kind, stays busy, or is on a
            network share.
        """
        if not force:
            refuse_network(path)
        target = Path(path).absolute()
        target.parent.mkdir(parents=True, exist_ok=True)
        engine = open_engine(target, wait_seconds=wait_seconds)
        time_of = clock or wall_clock
        wanted = rules
        if vocabulary is not None or tolerances is not None:
            wanted = rules_of(rules, vocabulary=vocabulary, tolerances=tolerances)
        create_or_check(engine, now=stamp(time_of()), rules=wanted)
        base = cls(engine, path=target, clock=time_of)
        if wanted is not None:
            _tell_difference(base, wanted)
        return base

    def add(self, parcels: gpd.GeoDataFrame) -> AddResult:
        """Add parcels; those that are there already are compared and updated.

        Adding the same again changes nothing. What an update replaces is kept
        (`history`, and `parcels` with `known`). A column that is absent leaves what is
        known; a missing value says that there is none. A status or disposal type that
        repeats what the decisions say is not taken as the parcel's own.

        Parameters
        ----------
        parcels
            The parcel table (DESIGN section 3) in any CGCS2000 CRS, with any further
            columns of text, numbers, days or yes/no. Not changed.

        Returns
        -------
        counts
            added, changed, unchanged.

        Raises
        ------
        CRSError
            The CRS is missing or of another datum.
        GeometryError
            Parcels have heights (Z).
        SchemaError
            Columns or rows are at fault (`issues` lists the rows); nothing was added.
        StoreError
            The file stays busy.
        """
        checked = checked_parcels(parcels, rules=self.rules)
        with writing(self._engine) as connection:
            rules = load_rules(connection)
            return add_parcels(
                connection, checked, now=self._now(connection), rules=rules
            )

    def close(self) -> None:
        """Let go of the file; it is not held between calls in any case."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"LandBase({str(self.path)!r})"


def _tell_difference(base: LandBase, wanted: Rules) -> None:
    """Say that a land base goes by its own rules where others were asked for."""
    difference = base.rules.difference(wanted)
    if difference.empty:
        return
    items = difference["item"].tolist()
    more = ["……"] if len(items) > _SHOWN else []
    warn(
        "rules_differ",
        name=base.path.name,
        count=len(items),
        items=[*items[:_SHOWN], *more],
        stacklevel=3,
    )
