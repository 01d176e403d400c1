"""The part of a land base that is told of parcels that end and begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.errors import LedgerError
from landbase.store.core import Core
from landbase.store.files import reading, writing
from landbase.store.listing import lineage_table, successors_of
from landbase.store.loading import before_of, load_rules, zone_of
from landbase.store.reshaping import Operation, reshape, take_back
from landbase.store.times import day, from_stamps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

__all__ = ["Lineages"]


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
