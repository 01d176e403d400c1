"""Recording events: checked against the whole base, then sealed and appended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.cases import EVENT_COLUMNS, check_events, fill_areas, try_events
from landbase.cases.lineage import family, misplaced_events
from landbase.errors import LedgerError
from landbase.store.appending import append
from landbase.store.frames import iso_days, plain, to_records
from landbase.store.journals import DECISIONS, LINEAGE
from landbase.store.loading import in_force, load_events, load_journal, load_parcels
from landbase.store.states import refresh_states

if TYPE_CHECKING:
    import sqlalchemy as sa

    from landbase.issues import Issues
    from landbase.rules import Rules

__all__ = ["record_events"]

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
    """Record a table of events inside a transaction, all or nothing.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    events, unread
        From `landbase.cases.read_events`, in the order in which they are to be
        recorded. Not changed.
    now
        The time of recording, as stored.
    rules
        What is allowed, and what counts as disposed of.

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
