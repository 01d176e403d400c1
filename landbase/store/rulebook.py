"""The rules that a land base keeps: read as known on a day, changed on the record."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from landbase.errors import ConfigError, LedgerError
from landbase.issues import Issues
from landbase.rules import Rules
from landbase.store.appending import append
from landbase.store.journals import DECISIONS, RULES
from landbase.store.loading import load_rules
from landbase.store.states import refresh_states
from landbase.store.styles import renew_style
from landbase.store.tables import parcels
from landbase.store.times import from_stamps

__all__ = [
    "begin_rules",
    "change_rules",
    "code_issues",
    "rules_history",
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
    renew_style(connection, Rules.default().vocabulary, begun.vocabulary, now=now)


def change_rules(
    connection: sa.Connection, rules: Rules, *, by: str, reason: str, now: str
) -> pd.DataFrame:
    """Put other rules in the place of those that hold, as `LandBase.set_rules` says."""
    if not by.strip() or not reason.strip():
        raise LedgerError(
            "a change of rules needs the person and the reason (by, reason)",
            zh="更改规则须写明责任人和原因（by、reason）",
        )
    before = load_rules(connection)
    difference = before.difference(rules)
    if difference.empty:
        return difference
    _refuse_lost_codes(connection, before, rules)
    _append(connection, rules, by=by, reason=reason, now=now)
    refresh_states(connection, rules)
    renew_style(connection, before.vocabulary, rules.vocabulary, now=now)
    return difference


def rules_history(connection: sa.Connection) -> pd.DataFrame:
    """List the changes of the rules, as `LandBase.rules_history` says."""
    c = RULES.table.c
    query = sa.select(c.rules, c.by, c.reason, c.recorded_at).order_by(c.rules_id)
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
        raise ConfigError(
            f"the rules lack codes that parcels or decisions use: {names}; "
            "the rules were not changed",
            zh=f"新规则缺少地块或处置记录正在使用的代码：{names}；规则未更改",
        )
