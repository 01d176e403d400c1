"""The life of one parcel: all that was recorded about it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from landbase.cases.events import EVENT_COLUMNS
from landbase.cases.lineage import CHILD, PARENT, VOID, ancestors
from landbase.errors import LedgerError
from landbase.store.columns import (
    PARCEL_CONTENT,
    STORED_FIELDS,
    from_stamps,
    parcels,
    versions,
)
from landbase.store.database import Opened, reading
from landbase.store.documents import load_documents
from landbase.store.ids import own_id
from landbase.store.journals import DECISIONS, LINEAGE, MILESTONES
from landbase.store.queries import load_events, load_journal, zone_of

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["history"]


_COLUMNS = ("kind", "event_id", *EVENT_COLUMNS, "superseded_by", "changed")
_OF_STEPS = ("step", "unit", "done_on")
_OF_DOCUMENTS = ("attached_to", "file", "document_kind", "dated")
_TYPES = {
    "event_id": "Int64",
    **dict.fromkeys(("changed", "step", "unit", "file", "document_kind"), "str"),
    **dict.fromkeys(("done_on", "dated"), "datetime64[s]"),
    "attached_to": "Int64",
}


def history(self: Opened, parcel_id: str) -> pd.DataFrame:
    """Give all that was recorded about a parcel, in order of time.

    A decision stands on the day it takes effect, a step on the day it was done, a
    document on the day it bears; what has no such day, on that of its recording.

    Parameters
    ----------
    parcel_id
        Which parcel.

    Returns
    -------
    history
        One row a record of this parcel and of those whose land it has: `kind`
        ("registered", "changed", "decision", "milestone", "document", "split",
        "merge", "adjust", "void"), `parcel_id`, for decisions `event_id`, the columns
        of `record`, and `superseded_by`; in `changed` the columns that changed, or
        the ids before and after ("A → B、C"); for milestones `step`, `unit` and
        `done_on`, with `due`, `by`, `document` and `reason`; for documents `file`,
        `document_kind`, `dated` and, in `attached_to`, the decision; `recorded_at`
        (in the zone of the rules).

    Raises
    ------
    LedgerError
        There is no such parcel.
    """
    with reading(self._engine) as connection:
        shaped = load_journal(connection, LINEAGE)
        parcel_id = own_id(connection, parcel_id)
        family = (parcel_id, *ancestors(shaped, parcel_id))
        lives = [_life(connection, one) for one in family]
        steps = _steps(connection, family)
        papers = _papers(connection, family)
    if lives[0] is None:
        raise LedgerError("parcel_unknown_add_first", parcel_id=parcel_id)
    ids = [life["parcel_id"].iloc[0] for life in lives if life is not None]
    stated = [*(life for life in lives if life is not None), _operations(shaped, ids)]
    both = pd.concat([*stated, *(t for t in (steps, papers) if len(t))])
    order = both.sort_values(["when", "recorded_at"], kind="stable")
    names = [*_COLUMNS, *_OF_STEPS, *_OF_DOCUMENTS, "recorded_at"]
    return order.reset_index(drop=True).reindex(columns=names).astype(_TYPES)


def _life(connection: sa.Connection, parcel_id: str) -> pd.DataFrame | None:
    """Read what was registered, changed and decided of one parcel."""
    states = _states(connection, parcel_id)
    if not states:
        return None
    own = _registrations(states, zone_of(connection))
    of_parcel = DECISIONS.table.c.parcel_id == parcel_id
    events = load_events(connection, where=of_parcel)
    events["kind"] = "decision"
    corrected = events.dropna(subset="supersedes")
    corrected_by = corrected.drop_duplicates("supersedes", keep="last")
    by_number = corrected_by.set_index("supersedes")["event_id"]
    events["superseded_by"] = events["event_id"].map(by_number).astype("Int64")
    both = pd.concat([own, events], ignore_index=True).assign(parcel_id=parcel_id)
    when = both["effective"].fillna(both["recorded_at"].dt.normalize())
    # a life begins with the registration, whatever day a decision takes effect
    first = pd.Timestamp.min.ceil("s")
    return both.assign(when=when.where(both["kind"] != "registered", first))


def _steps(connection: sa.Connection, ids: tuple[str, ...]) -> pd.DataFrame:
    """Make a row of all that was said of the steps of these parcels."""
    rows = load_journal(connection, MILESTONES)
    rows = rows[rows["parcel_id"].isin(ids)].rename(columns={"person": "by"})
    when = rows["done_on"].fillna(rows["recorded_at"].dt.normalize())
    return rows.assign(kind="milestone", when=when)


def _papers(connection: sa.Connection, ids: tuple[str, ...]) -> pd.DataFrame:
    """Make a row of each document that the decisions on these parcels rest on."""
    rows = load_documents(connection)
    rows = rows[rows["parcel_id"].isin(ids)]
    rows = rows.rename(columns={"event_id": "attached_to", "kind": "document_kind"})
    when = rows["dated"].fillna(rows["recorded_at"].dt.normalize())
    return rows.assign(kind="document", when=when)


def _operations(lineage: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Make a row of each operation on these parcels: ids before and after."""
    rows = []
    for _, operation in lineage.groupby("operation", sort=False):
        members = {
            role: part["parcel_id"].tolist() for role, part in operation.groupby("role")
        }
        parents = members.get(PARENT, [])
        children = members.get(CHILD, [])
        voided = members.get(VOID, [])
        if not set(ids) & {*parents, *children, *voided}:
            continue
        first = operation.iloc[0]
        text = f"{'、'.join(parents)} → {'、'.join(children)}"
        rows.append({
            "kind": first["kind"],
            "parcel_id": next(i for i in ids if i in {*parents, *children, *voided}),
            "changed": text if parents else f"{first['voids']} ×",
            **first[["effective", "document", "by", "reason", "exception"]],
            "recorded_at": first["recorded_at"],
            "when": first["effective"],
        })
    return pd.DataFrame(rows)


def _states(connection: sa.Connection, parcel_id: str) -> list[Any]:
    """Read what was known of the parcel, oldest first."""
    past = sa.select(*(versions.c[n] for n in (*PARCEL_CONTENT, "recorded_at")))
    past = past.where(versions.c.parcel_id == parcel_id).order_by(versions.c.version_id)
    now = sa.select(*(parcels.c[n] for n in (*PARCEL_CONTENT, "recorded_at")))
    now = now.where(parcels.c.parcel_id == parcel_id)
    return [*connection.execute(past), *connection.execute(now)]


def _registrations(states: list[Any], zone: dt.tzinfo) -> pd.DataFrame:
    """Make a row of each state: the first is the registration, others are changes."""
    changes = ["、".join(_differences(old, new)) for old, new in pairwise(states)]
    count = len(states)
    return pd.DataFrame({
        "kind": ["registered", *(["changed"] * (count - 1))],
        "event_id": pd.array([None] * count, dtype="Int64"),
        "disposal_type": pd.Series([s.disposal_type for s in states], dtype="str"),
        "status": pd.Series([s.status for s in states], dtype="str"),
        "effective": np.full(count, None, dtype="datetime64[s]"),
        "due": np.full(count, None, dtype="datetime64[s]"),
        "supersedes": pd.array([None] * count, dtype="Int64"),
        "superseded_by": pd.array([None] * count, dtype="Int64"),
        "changed": pd.Series([None, *changes], dtype="str"),
        "recorded_at": from_stamps([s.recorded_at for s in states], zone=zone),
    })


def _differences(old: Any, new: Any) -> list[str]:
    """Name the columns in which two states differ."""
    names = {"geom": "geometry"}
    fields = ("geom", *STORED_FIELDS)
    found = [names.get(n, n) for n in fields if getattr(old, n) != getattr(new, n)]
    before, after = json.loads(old.extra or "{}"), json.loads(new.extra or "{}")
    extras = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return found + extras
