"""The rules that a land base keeps: their journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa

from landbase.errors import ConfigError, LedgerError
from landbase.issues import Issues
from landbase.rules.ruleset import Rules
from landbase.store.columns import from_stamps, parcels
from landbase.store.database import Opened, reading
from landbase.store.journals import DECISIONS, RULES
from landbase.store.qgis import renew_styles
from landbase.store.queries import before_of, load_rules
from landbase.store.sealing import writing
from landbase.store.states import refresh_states
from landbase.store.writes import append, moment_of

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "begin_rules",
    "code_issues",
    "rules_history",
    "rules_on",
    "set_rules",
]

# where codes of the vocabulary are kept: kind → the columns that hold them
_CODED: dict[str, tuple[sa.Column[Any], ...]] = {
    "category": (parcels.c.category,),
    "status": (DECISIONS.table.c.status, parcels.c.status),
    "disposal_type": (DECISIONS.table.c.disposal_type, parcels.c.disposal_type),
    "cause": (parcels.c.cause,),
    "banner": (parcels.c.banner,),
}


def begin_rules(connection: sa.Connection, rules: Rules | None, *, now: str) -> None:
    """Write the first rules of a land base."""
    begun = rules or Rules.default()
    _append(connection, begun, by=None, reason=None, now=now)
    renew_styles(connection, begun, now=now)


def rules_on(self: Opened, known: dt.date | str | None) -> Rules:
    """Give the rules that held on a day.

    Parameters
    ----------
    known
        The day, or None for now. Before the first record, the first rules held.

    Returns
    -------
    rules
        The rules as they were at the end of that day.

    Raises
    ------
    DataError
        `known` is not a day.
    """
    with reading(self._engine) as connection:
        return load_rules(connection, before=before_of(connection, known))


def set_rules(self: Opened, rules: Rules, *, by: str, reason: str) -> pd.DataFrame:
    """Put other rules in the place of those that hold, on the record.

    What was decided stays as it is; from now on it is read, counted and checked by
    the new rules, and reports with `known` before now by those of that day.

    Parameters
    ----------
    rules
        The new rules, whole.
    by, reason
        Who answers for it, and why.

    Returns
    -------
    difference
        What changed, as `Rules.difference` gives it; empty where nothing did, and
        then nothing is recorded.

    Raises
    ------
    LedgerError
        `by` or `reason` is empty.
    ConfigError
        The new rules lack a code that parcels or decisions use.
    StoreError
        The file stays busy.
    """
    if not by.strip() or not reason.strip():
        raise LedgerError("rules_change_needs")
    with writing(self._engine) as connection:
        before = load_rules(connection)
        difference = before.difference(rules)
        if difference.empty:
            return difference
        _refuse_lost_codes(connection, before, rules)
        now = moment_of(self, connection)
        _append(connection, rules, by=by, reason=reason, now=now)
        refresh_states(connection, rules)
        renew_styles(connection, rules, now=now)
    return difference


def rules_history(self: Opened) -> pd.DataFrame:
    """List the rules that held one after the other.

    Returns
    -------
    history
        One row a record, oldest first: `recorded_at` (in the zone of the rules),
        `by`, `reason`, `changed` (the items that differ from the rules before;
        those of the first, from the rules of landbase) and `digest`.
    """
    c = RULES.table.c
    query = sa.select(c.rules, c.by, c.reason, c.recorded_at).order_by(c.rules_id)
    with reading(self._engine) as connection:
        rows = connection.execute(query).fetchall()
    states = [Rules.from_json(row.rules) for row in rows]
    earlier = [Rules.default(), *states]
    changes = [a.difference(b) for a, b in zip(earlier, states, strict=False)]
    return pd.DataFrame({
        "recorded_at": from_stamps(
            [row.recorded_at for row in rows], zone=states[-1].zone
        ),
        "by": pd.Series([row.by for row in rows], dtype="str"),
        "reason": pd.Series([row.reason for row in rows], dtype="str"),
        "changed": pd.Series(["、".join(t["item"]) for t in changes], dtype="str"),
        "digest": pd.Series([state.digest for state in states], dtype="str"),
    })


def code_issues(connection: sa.Connection, source: str, rules: Rules) -> Issues:
    """Warn of codes in parcels and decisions that the rules do not have."""
    unknown = _unknown(connection, rules)
    if not unknown:
        return Issues.none()
    return Issues.of(
        "verify_unknown_code",
        source=source,
        column=[kind for kind, _ in unknown],
        value=[code for _, code in unknown],
        details={"count": list(unknown.values())},
    )


def _append(
    connection: sa.Connection,
    rules: Rules,
    *,
    by: str | None,
    reason: str | None,
    now: str,
) -> None:
    record = {"rules": rules.to_json(), "by": by, "reason": reason}
    append(connection, RULES, [record], now=now)


def _unknown(connection: sa.Connection, rules: Rules) -> dict[tuple[str, str], int]:
    """Count the codes that are used and not known, by kind and code."""
    counts: dict[tuple[str, str], int] = {}
    for kind, columns in _CODED.items():
        known = set(rules.vocabulary.codes(kind))
        for column in columns:
            query = sa.select(column, sa.func.count()).group_by(column)
            for code, count in connection.execute(query.where(column.is_not(None))):
                if code not in known:
                    counts[kind, code] = counts.get((kind, code), 0) + count
    return counts


def _refuse_lost_codes(connection: sa.Connection, before: Rules, after: Rules) -> None:
    """Refuse rules without a code that is in use."""
    lost = _unknown(connection, after).keys() - _unknown(connection, before).keys()
    if lost:
        names = ", ".join(f"{kind}.{code}" for kind, code in sorted(lost))
        raise ConfigError("rules_lack_codes", names=names)
