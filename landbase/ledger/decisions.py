"""The decisions of a ledger, one row each, ready to be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.rules import rules_of
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["DECISION_COLUMNS", "ledger_decisions"]

DECISION_COLUMNS = (
    "parcel_id",
    "disposal_type",
    "status",
    "effective",
    "due",
    "document",
    "by",
    "reason",
    "area_m2",
    "cause",
    "source",
    "source_row",
)
_DATES = ("effective", "due")
# Sums of areas that print alike may differ by this much, in m².
_SAME_AREA = 1.0


def ledger_decisions(
    ledger: pd.DataFrame,
    *,
    effective: dt.date | str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """List the decisions of a ledger.

    A row that names a way of disposal is a decision. A row with an area for each way
    is one planned decision for each way with an area; where it has one way and
    several causes that make up its area, one for each cause.

    Parameters
    ----------
    ledger
        As `read_ledger` gives it. Not changed.
    effective
        The day of decisions for which the ledger gives none; by default it stays
        missing, and such a decision cannot be recorded.
    rules
        Tells which words name ways; by default the rules that the ledger was read by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    decisions
        Columns parcel_id, disposal_type, status, effective, due, document, by,
        reason, area_m2 (m²; missing where the ledger gives none), cause, source,
        source_row; in the order of the ledger. A way without a status is "planned":
        it is named, and nothing says that it has begun. A cause is missing where
        several causes meet several ways. Rows without a way are left out.

    Raises
    ------
    SchemaError
        There is no column `parcel_id`.

    Examples
    --------
    >>> ledger = pd.DataFrame({
    ...     "parcel_id": ["P-1"],
    ...     "cause.planning_changed": [30.0],
    ...     "disposal_type.revoke_approval": [10.0],
    ...     "disposal_type.speed_up_supply": [20.0],
    ... })
    >>> planned = ledger_decisions(ledger)
    >>> planned[["disposal_type", "area_m2"]].to_numpy().tolist()
    [['revoke_approval', 10.0], ['speed_up_supply', 20.0]]
    >>> planned["cause"].unique().tolist(), planned["status"].unique().tolist()
    (['planning_changed'], ['planned'])
    """
    require_columns(ledger, "parcel_id")
    words = rules_of(rules, vocabulary=vocabulary, of=ledger).vocabulary
    rows = ledger.reset_index(drop=True)
    ways, causes = (_long(rows, kind, words) for kind in ("disposal_type", "cause"))
    by_cause = _by_cause(ways, causes)
    others = ways[~ways["row"].isin(by_cause["row"])]
    by_area = pd.concat([by_cause, _by_way(others, causes)])
    plain = rows.reindex(columns=DECISION_COLUMNS)
    planned = by_area.join(
        plain.drop(columns=["disposal_type", "area_m2", "cause"]), on="row"
    )
    named = plain[plain["disposal_type"].notna() & ~plain.index.isin(by_area["row"])]
    named = named.assign(row=named.index, part=0)
    decisions = pd.concat([part for part in (planned, named) if len(part)] or [named])
    decisions = decisions.sort_values(["row", "part"], kind="stable", ignore_index=True)
    return _typed(decisions[list(DECISION_COLUMNS)], effective)


def _long(rows: pd.DataFrame, kind: str, words: Vocabulary) -> pd.DataFrame:
    """Lay the areas of a group below each other: row, part, code and area above 0."""
    parts = []
    for part, name in enumerate(n for n in rows if str(n).startswith(f"{kind}.")):
        code = str(name).split(".")[1]
        if code in words.terms[kind]:
            area = rows[name].astype("float64")
            parts.append(
                pd.DataFrame({
                    "row": rows.index,
                    "part": part,
                    "code": code,
                    "area": area,
                })
            )
    empty = pd.DataFrame({"row": [], "part": [], "code": [], "area": []})
    long = pd.concat(parts) if parts else empty
    long = long[long["area"] > 0].astype({
        "row": "int64",
        "part": "int64",
        "code": "str",
    })
    return long.sort_values(["row", "part"], ignore_index=True)


def _by_way(ways: pd.DataFrame, causes: pd.DataFrame) -> pd.DataFrame:
    """Make one decision for each way, with the cause where there is one only."""
    only = causes[~causes["row"].duplicated(keep=False)].set_index("row")["code"]
    return pd.DataFrame({
        "row": ways["row"],
        "part": ways["part"],
        "disposal_type": ways["code"],
        "area_m2": ways["area"],
        "cause": ways["row"].map(only).astype("str"),
    })


def _by_cause(ways: pd.DataFrame, causes: pd.DataFrame) -> pd.DataFrame:
    """Make one decision for each cause of rows whose one way takes all their area."""
    only = ways[~ways["row"].duplicated(keep=False)].set_index("row")
    of_causes = causes.groupby("row")["area"].sum().reindex(only.index)
    whole = only[(of_causes - only["area"]).abs() <= _SAME_AREA]
    chosen = causes[causes["row"].isin(whole.index)]
    return pd.DataFrame({
        "row": chosen["row"],
        "part": chosen["part"],
        "disposal_type": chosen["row"].map(whole["code"]).astype("str"),
        "area_m2": chosen["area"],
        "cause": chosen["code"],
    })


def _typed(decisions: pd.DataFrame, effective: dt.date | str | None) -> pd.DataFrame:
    numbers = {"area_m2": "float64", "source_row": "Int64"}
    dates = dict.fromkeys(_DATES, "datetime64[s]")
    others = dict.fromkeys(set(DECISION_COLUMNS) - set(numbers) - set(dates), "str")
    typed = decisions.astype(others | numbers | dates)
    typed["status"] = typed["status"].fillna("planned")
    if effective is not None:
        typed["effective"] = typed["effective"].fillna(pd.Timestamp(effective))
    return typed
