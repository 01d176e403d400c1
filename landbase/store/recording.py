"""Recording events: checked against the whole base, then sealed and appended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.decisions import EVENT_COLUMNS, check_events, fill_areas
from landbase.decisions.lineage import misplaced_events
from landbase.errors import LedgerError
from landbase.store.appending import append
from landbase.store.frames import iso_days, plain, to_records
from landbase.store.journals import DECISIONS, LINEAGE
from landbase.store.loading import in_force, load_events, load_journal, load_parcels

if TYPE_CHECKING:
    import sqlalchemy as sa

    from landbase.issues import Issues
    from landbase.schema import Tolerances
    from landbase.vocabulary import Vocabulary

__all__ = ["record_events"]

_SHOWN = 3
_TIMELINE = ("event_id", "parcel_id", "disposal_type", "status", "effective", "area_m2")


def record_events(
    connection: sa.Connection,
    events: pd.DataFrame,
    unread: Issues,
    *,
    now: str,
    vocabulary: Vocabulary,
    tolerances: Tolerances,
) -> pd.DataFrame:
    """Record a table of events inside a transaction, all or nothing.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    events, unread
        From `landbase.decisions.read_events`, in the order in which they are to be
        recorded. Not changed.
    now
        The time of recording, as stored.
    vocabulary, tolerances
        As for `check_events`.

    Returns
    -------
    rows
        What was stored, as stored.

    Raises
    ------
    LedgerError
        Some events cannot be recorded; `issues` lists every reason.
    """
    ids = events["parcel_id"].dropna().unique().tolist()
    earlier = load_events(connection, names=_TIMELINE, ids=ids, where=in_force(None))
    earlier = earlier[earlier["parcel_id"].isin(ids)].reset_index(drop=True)
    needs_area = _needs_area(events, vocabulary) or earlier["area_m2"].notna().any()
    known = _facts(connection, ids, needs_area=bool(needs_area))
    if not len(unread):
        kept = earlier[~earlier["event_id"].isin(events["supersedes"].dropna())]
        areas = known["area_of_record_m2"]
        filled = fill_areas(events, kept, areas, vocabulary=vocabulary)
        events = events.assign(area_m2=filled)
    faults = unread + check_events(
        events, known, earlier=earlier, vocabulary=vocabulary, tolerances=tolerances
    )
    faults += misplaced_events(events, load_journal(connection, LINEAGE))
    if len(faults):
        raise LedgerError(
            "base_decisions_refused",
            count=len(faults),
            decisions=len(events),
            told=faults.told(_SHOWN),
            issues=faults,
        )
    return _append(connection, events, now)


def _needs_area(events: pd.DataFrame, vocabulary: Vocabulary) -> bool:
    """Tell whether areas matter; a plan for the whole parcel needs no measuring."""
    statuses = vocabulary.terms["status"].items()
    counts = events["status"].isin([code for code, term in statuses if term.disposed])
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
        "area_of_record_m2": pd.Series(area, index=parcels.index, dtype="float64"),
    })
    return facts.set_index("parcel_id")


def _append(connection: sa.Connection, events: pd.DataFrame, now: str) -> pd.DataFrame:
    stored = {name: _stored(name, events[name]) for name in EVENT_COLUMNS}
    records = to_records(pd.DataFrame(stored, dtype=object))
    return pd.DataFrame(append(connection, DECISIONS, records, now=now), dtype=object)


def _stored(name: str, column: pd.Series) -> object:
    return iso_days(column) if name in {"effective", "due"} else plain(column)
