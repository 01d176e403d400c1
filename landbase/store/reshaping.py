"""Recording splits, mergers and boundary adjustments, and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases.lineage import (
    CHILD,
    PARENT,
    VOID,
    in_effect,
    living_successors,
)
from landbase.cases.reshaping import (
    check_children,
    check_closes,
    check_parents,
    inherit,
)
from landbase.errors import LedgerError
from landbase.issues import Issues
from landbase.rules.schema import require_columns
from landbase.store.adding import add_parcels
from landbase.store.appending import append
from landbase.store.births import birth_texts
from landbase.store.chain import address
from landbase.store.checking import checked_parcels
from landbase.store.journals import LINEAGE
from landbase.store.loading import (
    KEY,
    cases_of,
    in_force,
    load_events,
    load_journal,
    load_parcels,
    with_state,
)
from landbase.store.states import refresh_states
from landbase.store.tables import parcels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from landbase.cases import Cases
    from landbase.rules import Rules

__all__ = ["Operation", "reshape", "take_back"]

_SHOWN = 3


class Operation(NamedTuple):
    """What a person says of a split, merger, adjustment, or of taking one back.

    Attributes
    ----------
    kind
        "split", "merge", "adjust" or "void".
    effective
        The day it takes effect, ISO text.
    document, by, reason, exception
        Document number, responsible person, why, and why areas need not close.
    """

    kind: str
    effective: str
    document: str | None
    by: str | None
    reason: str | None
    exception: str | None


def reshape(
    connection: sa.Connection,
    parents: Sequence[str],
    children: gpd.GeoDataFrame,
    operation: Operation,
    *,
    now: str,
    rules: Rules,
) -> str:
    """End parcels and begin others in their place, inside a transaction.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    parents, children
        Ids of the parcels that end; those that begin, in a CGCS2000 CRS, with at least
        `parcel_id`. Not changed.
    operation
        What is said of it.
    now
        The time of recording, as stored.
    rules
        What is allowed, and by how much areas may differ.

    Returns
    -------
    operation
        The name of the operation.

    Raises
    ------
    DataError
        Something does not fit or close; `issues` lists all of it.
    """
    require_columns(children, "parcel_id")
    day = pd.Timestamp(operation.effective)
    own, faults = _ending(connection, list(parents), operation, len(children))
    _refuse(faults)
    events = load_events(connection, ids=list(parents), where=in_force(None))
    events = events[events["parcel_id"].isin(parents)]
    cases = cases_of(connection, rules, on=day, ids=list(parents))
    before = with_state(own, cases)
    used = pd.Series(list(connection.execute(sa.select(parcels.c.parcel_id)).scalars()))
    faults = _later(events, day) + check_children(children, before, used, rules=rules)
    said = _undecided(own, cases)
    begun = checked_parcels(inherit(children, said, rules=rules), rules=rules)
    if operation.exception is None:
        faults += check_closes(begun, before, tolerances=rules.tolerances)
    _refuse(faults)
    add_parcels(connection, begun, now=now, rules=rules)
    name = _append(connection, before, begun, operation, now)
    refresh_states(connection, rules, [*parents, *begun["parcel_id"]])
    return name


def _undecided(own: gpd.GeoDataFrame, cases: Cases) -> gpd.GeoDataFrame:
    """Leave out the state of parcels with decisions: children have it by these."""
    state = cases.state["effective"].reindex(own["parcel_id"]).isna().to_numpy()
    said = own.drop(columns=KEY)
    names = [n for n in ("status", "disposal_type") if n in said]
    return said.assign(**{name: said[name].where(state) for name in names})


def _ending(
    connection: sa.Connection, parents: list[str], operation: Operation, children: int
) -> tuple[gpd.GeoDataFrame, Issues]:
    """Read the parcels that are to end, and see whether they can."""
    own = load_parcels(connection, ids=parents)
    own = own[own["parcel_id"].isin(parents)].reset_index(drop=True)
    faults = check_parents(
        parents,
        own["parcel_id"],
        kind=operation.kind,
        children=children,
        day=pd.Timestamp(operation.effective),
        lineage=load_journal(connection, LINEAGE),
    )
    return own, faults


def _later(events: pd.DataFrame, day: pd.Timestamp) -> Issues:
    rows = events[events["effective"] >= day]
    if rows.empty:
        return Issues.none()
    days = rows["effective"].dt.strftime("%Y-%m-%d")
    ids = rows["parcel_id"]
    return Issues.of(
        "lineage_later_decision", source="lineage", parcel_id=ids, value=days
    )


def _refuse(faults: Issues) -> None:
    if len(faults):
        raise LedgerError(
            "base_operation_refused", told=faults.told(_SHOWN), issues=faults
        )


def _append(
    connection: sa.Connection,
    before: gpd.GeoDataFrame,
    begun: gpd.GeoDataFrame,
    operation: Operation,
    now: str,
) -> str:
    """Append a row for each parcel that ends or begins."""
    ids = [sorted(p["parcel_id"]) for p in (before, begun)]
    name = address("operation", [*operation, *ids, now])
    births = birth_texts(begun)
    rows = [
        (role, parcel_id, area, births.get(parcel_id) if role == CHILD else None)
        for role, those in ((PARENT, before), (CHILD, begun))
        for parcel_id, area in zip(
            those["parcel_id"], ellipsoidal_area(those), strict=True
        )
    ]
    records = [
        _record(name, operation, role, parcel_id, area_m2=area, parcel=birth)
        for role, parcel_id, area, birth in rows
    ]
    append(connection, LINEAGE, records, now=now)
    return name


def _record(
    name: str, operation: Operation, role: str, parcel_id: str, **more: Any
) -> dict[str, Any]:
    said = operation._asdict()
    row = {"operation": name, "role": role, "parcel_id": parcel_id, **said, **more}
    return {column: row.get(column) for column in LINEAGE.content}


def take_back(
    connection: sa.Connection,
    name: str,
    operation: Operation,
    *,
    now: str,
    rules: Rules,
) -> None:
    """Take an operation back: its parents are there again, its children never were.

    Parameters
    ----------
    connection
        In a transaction.
    name
        The operation.
    operation
        Who takes it back and why; `kind` is "void".
    now
        The time of recording, as stored.
    rules
        Those that hold.

    Raises
    ------
    LedgerError
        There is no such operation in effect, or its children have a record.
    """
    lineage = load_journal(connection, LINEAGE)
    of_it = in_effect(lineage)[lambda rows: rows["operation"] == name]
    children = of_it.loc[of_it["role"] == CHILD, "parcel_id"].tolist()
    why = _obstacle(connection, lineage, children) if len(of_it) else _UNKNOWN
    if why is not None:
        details = {"why_zh": why[0], "why_en": why[1]}
        _refuse(
            Issues.of(
                "lineage_cannot_void", source="lineage", value=name, details=details
            )
        )
    own = address("operation", [name, *operation, now])
    records = [_record(own, operation, VOID, i, voids=name) for i in of_it["parcel_id"]]
    append(connection, LINEAGE, records, now=now)
    refresh_states(connection, rules, of_it["parcel_id"].tolist())


_UNKNOWN = (
    "没有这个操作，或已撤销",
    "there is no such operation, or it was taken back",
)


def _obstacle(
    connection: sa.Connection, lineage: pd.DataFrame, children: list[str]
) -> tuple[str, str] | None:
    """Say what stands in the way of taking an operation back."""
    gone = living_successors(lineage)
    ended = [i for i in children if i in gone]
    if ended:
        names = "、".join(ended)
        return f"{names} 又已分割、合并或调整", f"{names} ended since"
    events = load_events(connection, ids=children, where=in_force(None))
    decided = sorted(set(events["parcel_id"]) & set(children))
    if decided:
        names = "、".join(decided)
        return f"{names} 已有处置记录", f"{names} has decisions"
    return None
