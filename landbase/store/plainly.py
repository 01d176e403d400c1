"""Recording one plain decision: that parcel's rows are read, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.cases.plain import (
    FACTS,
    Told,
    is_allowed,
    state_after,
    with_codes,
)
from landbase.store.columns import from_stamp, parcels, states
from landbase.store.database import database_of
from landbase.store.journals import DECISIONS, LINEAGE
from landbase.store.states import renew_state

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules

__all__ = ["Earlier", "judge_plainly", "renew_plainly"]

_ID: sa.BindParameter[str] = sa.bindparam("parcel_id")
_LINKED = sa.exists().where(LINEAGE.table.c.parcel_id == _ID)
_PARCEL = sa.select(
    *(parcels.c[name] for name in FACTS), _LINKED.label("linked")
).where(parcels.c.parcel_id == _ID)
_decided = DECISIONS.table
_later = _decided.alias("later")
_EARLIER = (
    sa
    .select(
        *(_decided.c[name] for name in Told._fields),
        sa
        .exists()
        .where(_later.c.supersedes == _decided.c.event_id)
        .label("corrected"),
        _decided.c.recorded_at,
    )
    .where(_decided.c.parcel_id == _ID)
    .order_by(*DECISIONS.in_order())
)
Earlier = list[Told]


def judge_plainly(
    connection: sa.Connection, said: dict[str, Any], *, now: str, rules: Rules
) -> tuple[dict[str, Any], Earlier] | None:
    """Give a decision with its codes, and those before it; None: ask the full rules."""
    which = {"parcel_id": said["parcel_id"]}
    parcel = connection.execute(_PARCEL, which).one_or_none()
    coded = with_codes(said, rules)
    if parcel is None or parcel.linked or coded is None:
        return None
    rows = connection.execute(_EARLIER, which).fetchall()
    # decisions from elsewhere may be dated ahead: they hold after ours
    if any(row.recorded_at >= now for row in rows):
        return None
    earlier = [Told(*row[: len(Told._fields)]) for row in rows if not row.corrected]
    today = from_stamp(now, zone=rules.zone).date().isoformat()
    facts = parcel._asdict()
    if not is_allowed(coded, earlier, facts, rules=rules, today=today):
        return None
    coded["by"] = database_of(connection).author(connection, coded["by"])
    return coded, earlier


def renew_plainly(
    connection: sa.Connection, row: dict[str, Any], earlier: Earlier
) -> None:
    """Renew the state of the parcel that a decision was recorded of."""
    told = Told(**{name: row[name] for name in Told._fields})
    after = state_after([*earlier, told])
    state = {"parcel_id": row["parcel_id"], "lives": 1, "decided": 1, **after}
    renew_state(connection, {column.name: state[column.name] for column in states.c})
