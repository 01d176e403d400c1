"""Splits, mergers and boundary adjustments in a land base."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases.events import future_days
from landbase.cases.lineage import CHILD, PARENT, VOID, in_effect, living_successors
from landbase.cases.reshaping import (
    check_children,
    check_closes,
    check_parents,
    inherit,
)
from landbase.errors import LedgerError
from landbase.issues import Issues
from landbase.rules.schema import require_columns
from landbase.store.columns import PARCEL_CONTENT, day_of_stamp, parcels
from landbase.store.frames import from_rows, to_rows
from landbase.store.ids import cleaned_ids, led_to_known
from landbase.store.journals import LINEAGE, address
from landbase.store.parcels import (
    add_parcels,
    checked_parcels,
    refuse_look_alikes,
)
from landbase.store.queries import (
    KEY,
    cases_of,
    in_force,
    load_events,
    load_journal,
    load_parcels,
    load_rules,
    with_state,
)
from landbase.store.sealing import writing
from landbase.store.states import refresh_states
from landbase.store.writes import append, moment_of
from landbase.tables.cells import read_day
from landbase.texts import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd

    from landbase.cases.fold import Cases
    from landbase.rules.ruleset import Rules
    from landbase.store.database import Opened

__all__ = ["adjust", "merge", "split", "take_back"]


_SHOWN = 3
_CONTENT = tuple(PARCEL_CONTENT)


def birth_texts(begun: gpd.GeoDataFrame) -> dict[str, str]:
    """Write each parcel as JSON: its row in the file, and the types of its columns."""
    geometry = begun.geometry.name
    given = {n: str(begun[n].dtype) for n in begun.columns if n != geometry}
    texts = {}
    for row in to_rows(begun).to_dict("records"):
        row["geom"] = row["geom"].hex()
        text = json.dumps({"columns": given, "row": row}, ensure_ascii=False)
        texts[row["parcel_id"]] = text
    return texts


class Birth(NamedTuple):
    """A child as its row of lineage has it: columns with types, and the row."""

    columns: dict[str, str]
    row: tuple[Any, ...]


def read_birth(text: str, *, parcel_id: str) -> Birth:
    """Read what a child began with."""
    try:
        born = json.loads(text)
        row = dict(born["row"], geom=bytes.fromhex(born["row"]["geom"]))
        birth = Birth(dict(born["columns"]), tuple(row[name] for name in _CONTENT))
    except (LookupError, TypeError) as error:
        raise ValueError(str(error)) from error
    if row["parcel_id"] != parcel_id:
        raise ValueError(str(row["parcel_id"]))
    return birth


def add_born(
    connection: sa.Connection,
    births: Sequence[Birth],
    *,
    now: str,
    rules: Rules,
) -> None:
    """Add parcels born in another land base, those of like columns at once."""
    for columns, those in groupby(births, key=_columns_of):
        parcels = from_rows([birth.row for birth in those], _CONTENT, dict(columns))
        checked = checked_parcels(parcels, rules=rules)
        add_parcels(connection, checked, now=now, rules=rules)


def _columns_of(birth: Birth) -> list[tuple[str, str]]:
    return [*birth.columns.items()]


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


def split(
    self: Opened,
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
        The day from which the children are there; not after today.
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
    return _reshape(self, [parcel_id], children, said)


def merge(
    self: Opened,
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
    return _reshape(self, list(parcel_ids), child, said)


def adjust(
    self: Opened,
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
    return _reshape(self, list(parcel_ids), children, said)


def take_back(
    self: Opened, operation: str, *, reason: str, by: str | None = None
) -> None:
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
        now, rules = moment_of(self, connection), load_rules(connection)
        today = f"{day_of_stamp(now, zone=rules.zone):%Y-%m-%d}"
        said = Operation("void", today, None, by, reason, None)
        shaped = load_journal(connection, LINEAGE)
        of_it = in_effect(shaped)[lambda rows: rows["operation"] == operation]
        children = of_it.loc[of_it["role"] == CHILD, "parcel_id"].tolist()
        why = _obstacle(connection, shaped, children) if len(of_it) else _UNKNOWN
        if why is not None:
            _refuse(
                Issues.of(
                    "lineage_cannot_void",
                    source="lineage",
                    value=operation,
                    details={"why_zh": why.zh, "why_en": str(why)},
                )
            )
        own = address("operation", [operation, *said, now])
        records = [
            _record(own, said, VOID, i, voids=operation) for i in of_it["parcel_id"]
        ]
        append(connection, LINEAGE, records, now=now)
        refresh_states(connection, rules, of_it["parcel_id"].tolist())


def _day(of: dt.date | str) -> str:
    return read_day(of).isoformat()


def _reshape(
    self: Opened, parents: list[str], children: gpd.GeoDataFrame, said: Operation
) -> str:
    with writing(self._engine) as connection:
        now, rules = moment_of(self, connection), load_rules(connection)
        parents = led_to_known(connection, pd.Series(parents, dtype="str")).tolist()
        return reshape(connection, parents, children, said, now=now, rules=rules)


def reshape(
    connection: sa.Connection,
    parents: Sequence[str],
    children: gpd.GeoDataFrame,
    operation: Operation,
    *,
    now: str,
    rules: Rules,
) -> str:
    """End parcels and begin others in their place, inside a transaction."""
    require_columns(children, "parcel_id")
    day = pd.Timestamp(operation.effective)
    own, faults = _ending(connection, list(parents), operation, len(children))
    rows = pd.DataFrame({"parcel_id": [*parents]}).assign(
        source="lineage", source_row=None, effective=day
    )
    today = day_of_stamp(now, zone=rules.zone)
    _refuse(faults + future_days(rows, "effective", today=today))
    events = load_events(connection, ids=list(parents), where=in_force(None))
    events = events[events["parcel_id"].isin(parents)]
    cases = cases_of(connection, rules, on=day, ids=list(parents))
    before = with_state(own, cases)
    used = pd.Series(list(connection.execute(sa.select(parcels.c.parcel_id)).scalars()))
    children = children.assign(
        parcel_id=cleaned_ids(connection, children["parcel_id"].astype("str"))
    )
    faults = _later(events, day) + check_children(children, before, used, rules=rules)
    said = _undecided(own, cases)
    begun = checked_parcels(inherit(children, said, rules=rules), rules=rules)
    if operation.exception is None:
        faults += check_closes(begun, before, tolerances=rules.tolerances)
    _refuse(faults)
    refuse_look_alikes(connection, begun)
    add_parcels(connection, begun, now=now, rules=rules)
    name = _reshaping_append(connection, before, begun, operation, now)
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
            "base_operation_refused", faults=faults.message(_SHOWN), issues=faults
        )


def _reshaping_append(
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


_UNKNOWN = Text("errors.void_unknown")


def _obstacle(
    connection: sa.Connection, lineage: pd.DataFrame, children: list[str]
) -> Text | None:
    """Say what stands in the way of taking an operation back."""
    gone = living_successors(lineage)
    ended = [i for i in children if i in gone]
    if ended:
        return Text("errors.void_ended", names="、".join(ended))
    events = load_events(connection, ids=children, where=in_force(None))
    decided = sorted(set(events["parcel_id"]) & set(children))
    if decided:
        return Text("errors.void_decided", names="、".join(decided))
    return None
