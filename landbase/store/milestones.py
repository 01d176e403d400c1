"""Recording milestones, and reading them as they were known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.cases import check_milestones, complete_milestones
from landbase.errors import LedgerError
from landbase.store.appending import append
from landbase.store.frames import iso_days, plain, to_records
from landbase.store.journals import MILESTONES
from landbase.store.loading import load_journal
from landbase.store.tables import parcels

if TYPE_CHECKING:
    from landbase.issues import Issues

__all__ = ["record_milestones"]

_DAYS = ("due", "done_on")


def record_milestones(
    connection: sa.Connection, steps: pd.DataFrame, unread: Issues, *, now: str
) -> int:
    """Record a table of milestones inside a transaction, all or nothing.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    steps, unread
        From `landbase.cases.read_milestones`. Not changed.
    now
        The time of recording, as stored.

    Returns
    -------
    count
        How many were recorded.

    Raises
    ------
    LedgerError
        Some do not fit; `issues` lists every reason.
    """
    rows = complete_milestones(steps, load_journal(connection, MILESTONES))
    known = pd.Series(
        list(connection.execute(sa.select(parcels.c.parcel_id)).scalars()), dtype="str"
    )
    faults = unread + check_milestones(rows, known)
    if len(faults):
        raise LedgerError("base_milestones_refused", told=faults.told(), issues=faults)
    stored = {
        name: iso_days(rows[name]) if name in _DAYS else plain(rows[name])
        for name in MILESTONES.content
    }
    records = to_records(pd.DataFrame(stored, dtype=object))
    return len(append(connection, MILESTONES, records, now=now))
