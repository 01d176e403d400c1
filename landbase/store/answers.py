"""The half of a land base that answers."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from landbase.cases import area_balance, find_milestones
from landbase.rules import remember_rules
from landbase.store.core import Core
from landbase.store.evidence import documents
from landbase.store.files import reading
from landbase.store.history import parcel_history
from landbase.store.journals import MILESTONES
from landbase.store.listing import (
    deadlines_of,
    list_decisions,
    parcels_as_of,
    summary,
)
from landbase.store.loading import before_of, cases_of, load_journal, load_rules
from landbase.store.times import day
from landbase.store.verify import verify

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import pandas as pd

    from landbase.issues import Issues

__all__ = ["Answers"]


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
            as `landbase.cases.Cases` says.

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
            `landbase.cases.find_deadlines` gives it, and one for each step, with
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
            As `landbase.cases.find_milestones` gives it, done ones included.

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
            Index `parcel_id`, areas in m² as `landbase.cases.area_balance` gives
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
