"""`LandBase`: parcels and what was decided about them, in one place."""

from __future__ import annotations

import datetime as dt
import html
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import pandas as pd

from landbase.cases.deadlines import area_balance, find_milestones, read_milestones
from landbase.cases.events import EVENT_COLUMNS, Decision, read_events
from landbase.errors import LandbaseWarning, LedgerError, warn
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
        """Give the rules that held on a day.

        Parameters
        ----------
        known
            The day, or None for now. Before the first record, the first rules held.

        Returns
        -------
        rules
            The rules as they were at the end of that day.

        Raises
        ------
        ValueError
            `known` is not a day.
        """
        with reading(self._engine) as connection:
            return load_rules(connection, before=before_of(connection, known))

    def set_rules(self, rules: Rules, *, by: str, reason: str) -> pd.DataFrame:
        """Put other rules in the place of those that hold, on the record.

        What was decided stays as it is; from now on it is read, counted and checked by
        the new rules, and reports with `known` before now by those of that day.

        Parameters
        ----------
        rules
            The new rules, whole.
        by, reason
            Who answers for it, and why.

        Returns
        -------
        difference
            What changed, as `Rules.difference` gives it; empty where nothing did, and
            then nothing is recorded.

        Raises
        ------
        LedgerError
            `by` or `reason` is empty.
        ConfigError
            The new rules lack a code that parcels or decisions use.
        StoreError
            The file stays busy.
        """
        with writing(self._engine) as connection:
            return change_rules(
                connection, rules, by=by, reason=reason, now=self._now(connection)
            )

    def rules_history(self) -> pd.DataFrame:
        """List the rules that held one after the other.

        Returns
        -------
        history
            One row a record, oldest first: `recorded_at` (in the zone of the rules),
            `by`, `reason`, `changed` (the items that differ from the rules before;
            those of the first, from the rules of landbase) and `digest`.
        """
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
        """Give every parcel with its state on a day, as it was known on a day.

        Parameters
        ----------
        on
            Decisions that take effect after this day are left out; by default none.
        known
            What was recorded after this day (in the zone of the rules) is left out; by
            default nothing.
        ended
            Also give parcels that were split, merged or adjusted by that day, and
            those that are not there yet.

        Returns
        -------
        parcels
            The parcel table in EPSG:4490, in order of addition: what was added, with
            `status` and `disposal_type` of the last decision (by the day it takes
            effect, then by recording). A parcel without one has those it was added
            with, or status `registered`. Once there are decisions also `effective`,
            `due`, `document`, `exception` of that decision (why it goes against the
            rules) and `disposed_area_m2`, all that was disposed of so far.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        with reading(self._engine) as connection:
            rules = load_rules(connection, before=before_of(connection, known))
            parcels = parcels_as_of(
                connection, on=on, known=known, ended=ended, rules=rules
            )
        remember_rules(parcels, rules)
        return parcels

    def history(self, parcel_id: str) -> pd.DataFrame:
        """Give all that was recorded about a parcel, in the order of its life.

        Parameters
        ----------
        parcel_id
            Which parcel.

        Returns
        -------
        history
            One row a record of this parcel and of those whose land it has: `kind`
            ("registered", "changed", "decision", "split", "merge", "adjust", "void"),
            `parcel_id`, for decisions `event_id`, the columns of `record`, and
            `superseded_by`; in `changed` the columns that changed, or the ids before
            and after ("A → B、C"); `recorded_at` (in the zone of the rules).

        Raises
        ------
        LedgerError
            There is no such parcel.
        """
        with reading(self._engine) as connection:
            return parcel_history(connection, parcel_id)

    def decisions(
        self,
        on: dt.date | str | None = None,
        *,
        known: dt.date | str | None = None,
        superseded: bool = False,
    ) -> pd.DataFrame:
        """Give all decisions in the order of recording.

        Parameters
        ----------
        on, known
            As in `parcels`.
        superseded
            Also give events that a later one corrects.

        Returns
        -------
        decisions
            `event_id`, `parcel_id`, then of the parcel `category` and `banner`, then
            the columns of `record` and `recorded_at` (Beijing time); then, of events
            in force, `round`, `due_after`, `added_m2`, `accepted_m2` and `undone_on`
            as `landbase.cases.fold.Cases` says.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
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
        """List what is overdue on a day and what is due, soonest first.

        Parameters
        ----------
        on
            The day to judge by.
        within_days
            A due day up to so many days ahead is "due_soon".
        known
            As in `parcels`.
        steps
            Also list the milestones that are not done; otherwise one row a parcel.

        Returns
        -------
        deadlines
            One row a parcel with a due day that is not disposed of, as
            `landbase.cases.deadlines.find_deadlines` gives it, and one for each step, with
            `step`, `by` (person) and `unit`. What was due for a parcel that was split
            or merged since is due for its successors.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
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
        """Say how each step of the route maps stands on a day.

        Parameters
        ----------
        on, within_days, known
            As in `deadlines`.

        Returns
        -------
        steps
            As `landbase.cases.deadlines.find_milestones` gives it, done ones included.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        with reading(self._engine) as connection:
            rows = load_journal(
                connection, MILESTONES, before=before_of(connection, known)
            )
        return find_milestones(rows, on=day(on), within_days=within_days)

    def documents(self, *, known: dt.date | str | None = None) -> pd.DataFrame:
        """List the documents attached to decisions.

        Parameters
        ----------
        known
            As in `parcels`.

        Returns
        -------
        documents
            `evidence_id`, `event_id`, `parcel_id`, `file` (its name), `sha256`,
            `size` (bytes), `kind`, `dated`, `kept` (a copy lies beside the land
            base), `recorded_at` (in the zone of the rules).

        Raises
        ------
        ValueError
            `known` is not a day.
        """
        with reading(self._engine) as connection:
            return documents(connection, before=before_of(connection, known))

    def balance(
        self, on: dt.date | str | None = None, *, known: dt.date | str | None = None
    ) -> pd.DataFrame:
        """Balance each parcel's area: what was disposed of, is planned, is left.

        Parameters
        ----------
        on, known
            As in `parcels`.

        Returns
        -------
        balance
            Index `parcel_id`, areas in m² as `landbase.cases.deadlines.area_balance` gives
            them; `balanced` is False where the ways do not make up what is left.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        with reading(self._engine) as connection:
            before = before_of(connection, known)
            rules = load_rules(connection, before=before)
            last_day = None if on is None else day(on)
            cases = cases_of(connection, rules, on=last_day, before=before, areas=True)
        return area_balance(cases, rules.tolerances)

    def verify(self, *, documents: Path | str | None = None) -> Issues:
        """Check that the file keeps its promises.

        Every record against its journal's chain of hashes, the triggers that refuse
        changes, references, the spatial index, attached documents, SQLite's own check
        of the file, and every code in parcels and decisions against the rules.

        Parameters
        ----------
        documents
            A folder in which to look for documents that are not kept beside the land
            base.

        Returns
        -------
        issues
            An error for each broken promise (``issues.count("error")`` is 0 where
            there is none), and as info the number of records and the last hash of
            each journal.

        Raises
        ------
        StoreError
            The file cannot be read at all.
        """
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
        """Record one decision.

        Parameters
        ----------
        parcel_id
            A parcel of this land base.
        disposal_type
            The way (处置方式), a code that fits the parcel's category and cause.
        status
            What it comes to, a code that may follow the status before.
        effective
            The day it takes effect.
        due
            The day by which it is to be done.
        document, by, reason
            Document number, responsible person, why. A return (`returned`) and a
            correction need a reason.
        area_m2
            The area decided on, in m². A disposal without one is for what its way was
            for so far, failing that for the rest of the parcel's ellipsoidal area.
        exception
            Why this goes against the rules on cause, or on what a way can bring.
        supersedes
            `event_id` of the event of this parcel that this one corrects.

        Returns
        -------
        decision
            The event as recorded.

        Raises
        ------
        LedgerError
            It does not fit; the message says why and what would.
        StoreError
            The file stays busy.
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
        }
        recorded, rules = self._record(pd.DataFrame([event]))
        return _decision(recorded.iloc[0], rules.zone)

    def record_many(self, table: pd.DataFrame) -> int:
        """Record a table of decisions, all or nothing.

        Parameters
        ----------
        table
            One row an event in order of recording: `parcel_id`, `disposal_type`,
            `status`, `effective`, and any of the other arguments of `record` as
            columns. `source` and `source_row` place the faults; further columns are
            not kept. Not changed.

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
            The day on which it was done.
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
        self.set_milestones(pd.DataFrame([said | {"reason": reason}]))

    def set_milestones(self, table: pd.DataFrame) -> int:
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
        """Attach a document to a decision.

        Parameters
        ----------
        event_id
            The decision.
        file
            The document; its name, size and SHA-256 are recorded.
        kind
            What it is, such as "批准文件".
        dated
            The day on the document.
        keep
            Copy it into the folder beside the land base (``土地库.files``), where
            `verify` looks after it.

        Returns
        -------
        evidence_id
            Its number.

        Raises
        ------
        LedgerError
            There is no such decision.
        SourceError
            The file cannot be read.
        StoreError
            The file cannot be copied, or the land base stays busy.
        """
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
        """Split a parcel: it ends on a day, and several begin in its place.

        Parameters
        ----------
        parcel_id
            The parcel that ends; its id is never used again.
        children
            Those that begin, in any CGCS2000 CRS, with `parcel_id` and geometry; what
            else they do not say is taken from the parcel, but for declared areas and
            sources. Where it was disposed of in part, each needs its `status`. Not
            changed.
        effective
            The day from which the children are there.
        document, by, reason
            Document number, responsible person, why.
        exception
            Why the areas need not close.

        Returns
        -------
        operation
            The name of the operation, for `take_back`.

        Raises
        ------
        LedgerError
            Ids do not fit, the land or its area is not the same before and after, or
            the parcel has a later decision; `issues` lists all of it.
        DataError
            The children are no parcels.
        StoreError
            The file stays busy.
        """
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
        """Merge parcels: they end on a day, and one begins in their place.

        Parameters
        ----------
        parcel_ids
            The parcels that end.
        child
            The one that begins, as the children of `split`; it takes over only what
            all of them say alike. Not changed.
        effective, document, by, reason, exception
            As for `split`.

        Returns
        -------
        operation
            The name of the operation.

        Raises
        ------
        LedgerError
            As for `split`.
        DataError
            The child is no parcel.
        StoreError
            The file stays busy.
        """
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
        """Adjust boundaries: parcels end, others with new lines begin on their land.

        Parameters
        ----------
        parcel_ids
            The parcels that end.
        children
            Those that begin, with ids of their own, as for `split`. Not changed.
        effective, document, by, reason, exception
            As for `split`.

        Returns
        -------
        operation
            The name of the operation.

        Raises
        ------
        LedgerError
            As for `split`.
        DataError
            The children are no parcels.
        StoreError
            The file stays busy.
        """
        said = Operation("adjust", _day(effective), document, by, reason, exception)
        return self._reshape(list(parcel_ids), children, said)

    def take_back(self, operation: str, *, reason: str, by: str | None = None) -> None:
        """Take back a split, merger or adjustment that was recorded in error.

        The parcels that ended are there again; those that began never were. The record
        keeps both the operation and its taking back.

        Parameters
        ----------
        operation
            Its name, as `split` gave it and `lineage` shows it.
        reason, by
            Why, and who answers for it.

        Raises
        ------
        LedgerError
            There is no such operation in effect, its children have decisions or ended
            since, or no reason is given.
        StoreError
            The file stays busy.
        """
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
        """List all splits, mergers and adjustments in the order of recording.

        Parameters
        ----------
        known
            As in `parcels`.

        Returns
        -------
        lineage
            One row a parcel of an operation: `operation`, `kind`, `role` ("parent",
            "child"; "void" where it is taken back), `parcel_id`, `area_m2`
            (ellipsoidal), `effective`, `document`, `by`, `reason`, `exception`,
            `voids`, `recorded_at` (in the zone of the rules).

        Raises
        ------
        ValueError
            `known` is not a day.
        """
        with reading(self._engine) as connection:
            return lineage_table(connection, before=before_of(connection, known))

    def successors(self, parcel_id: str) -> list[str]:
        """Lead an id to the parcels that are there now.

        Parameters
        ----------
        parcel_id
            Any id that was ever in the land base.

        Returns
        -------
        ids
            The parcel itself where it has not ended; otherwise those in its place.

        Raises
        ------
        LedgerError
            There never was such a parcel.
        """
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
        ValueError
            `since` is not a day.
        StoreError
            The file cannot be written.
        """
        with reading(self._engine) as connection:
            eve = since and (day(since) - dt.timedelta(days=1)).date()
            first = before_of(connection, eve)
            lines = event_lines(connection, since=first)
        target = Path(path)
        write_lines(target, lines)
        return target

    def import_events(self, paths: Path | str | Iterable[Path | str]) -> ImportResult:
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
            One row a record, as `landbase.cases.conflicts.find_conflicts` gives it; `number`
            is its `event_id`, `milestone_id` or `lineage_id`.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
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
    shown = "、".join(items[:_SHOWN]) + ("……" if len(items) > _SHOWN else "")
    name = base.path.name
    warnings.warn(
        f"给出的规则与 {name} 的规则有 {len(items)} 处不同（{shown}），"
        f"仍按 {name} 的规则；查看和改用：landbase rules {name} --from 文件 "
        "--take-over --by 姓名 --reason 原因 / "
        f"the rules given differ from those of {name} in {len(items)} item(s); those "
        "of the land base hold. See and take over: landbase rules, or set_rules()",
        LandbaseWarning,
        stacklevel=3,
    )
