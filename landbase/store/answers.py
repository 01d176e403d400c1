"""The half of a land base that answers."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from landbase.decisions import find_deadlines
from landbase.store.files import reading
from landbase.store.history import parcel_history
from landbase.store.listing import list_decisions, parcels_as_of, summary
from landbase.store.times import day
from landbase.store.verify import verify

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import sqlalchemy as sa

    from landbase.issues import Issues
    from landbase.vocabulary import Vocabulary

__all__ = ["Answers"]


class Answers:
    """What can be asked of a land base; `LandBase` adds what can be told it."""

    path: Path
    vocabulary: Vocabulary
    _engine: sa.Engine

    def parcels(
        self,
        on: dt.date | str | None = None,
        *,
        known: dt.date | str | None = None,
    ) -> gpd.GeoDataFrame:
        """Give every parcel with its state on a day, as it was known on a day.

        Parameters
        ----------
        on
            Decisions that take effect after this day are left out; by default none.
        known
            What was recorded after this day (Beijing time) is left out; by default
            nothing.

        Returns
        -------
        parcels
            The parcel table in EPSG:4490, in order of addition: what was added, with
            `status` and `disposal_type` of the last decision (by the day it takes
            effect, then by recording). A parcel without one has those it was added
            with, or status `registered`. Once there are decisions also `effective`,
            `due`, `document` of that decision and `disposed_area_m2`, all that was
            disposed of so far.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        with reading(self._engine) as connection:
            return parcels_as_of(
                connection, on=on, known=known, vocabulary=self.vocabulary
            )

    def history(self, parcel_id: str) -> pd.DataFrame:
        """Give all that was recorded about a parcel, in the order of its life.

        Parameters
        ----------
        parcel_id
            Which parcel.

        Returns
        -------
        history
            One row a record: `kind` ("registered", "changed", "decision"), for
            decisions `event_id`, the columns of `record`, and `superseded_by`; for
            changes `changed`, the columns that changed; `recorded_at` (Beijing time).

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
            the columns of `record` and `recorded_at` (Beijing time).

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        with reading(self._engine) as connection:
            return list_decisions(connection, on=on, known=known, superseded=superseded)

    def deadlines(
        self,
        on: dt.date | str,
        *,
        within_days: int = 30,
        known: dt.date | str | None = None,
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

        Returns
        -------
        deadlines
            One row a parcel with a due day that is not disposed of, as
            `landbase.decisions.find_deadlines` gives it.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        return find_deadlines(
            self.decisions(on=on, known=known),
            on=day(on),
            within_days=within_days,
            vocabulary=self.vocabulary,
        )

    def verify(self) -> Issues:
        """Check that the file keeps its promises.

        Every decision against the chain of hashes, the triggers that refuse changes,
        references, the spatial index, and SQLite's own check of the file.

        Returns
        -------
        issues
            An error for each broken promise (``issues.count("error")`` is 0 where
            there is none), and as info the number of decisions and the last hash.

        Raises
        ------
        StoreError
            The file cannot be read at all.
        """
        with reading(self._engine) as connection:
            return verify(connection, source=self.path.name)

    def _repr_html_(self) -> str:
        with reading(self._engine) as connection:
            table = summary(connection, vocabulary=self.vocabulary)
        name = html.escape(self.path.name)
        return f"<p>土地库 <b>{name}</b></p>{table.to_html()}"
