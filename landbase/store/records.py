"""The half of a land base that is told what was decided, planned and documented."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from landbase.cases import EVENT_COLUMNS, Decision, read_events, read_milestones
from landbase.store.core import Core
from landbase.store.evidence import attach
from landbase.store.files import writing
from landbase.store.loading import load_rules
from landbase.store.milestones import record_milestones
from landbase.store.recording import record_events
from landbase.store.times import day, from_stamps

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.rules import Rules

__all__ = ["Records"]


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
