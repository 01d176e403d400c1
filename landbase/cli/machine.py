"""Results for scripts: JSON in UTF-8 on standard output, whatever the language."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.words import say

if TYPE_CHECKING:
    import pandas as pd

    from landbase.cases import Decision
    from landbase.issues import Issues

__all__ = ["Json", "decision_record", "issue_records", "print_json", "records"]

Json = Annotated[bool, typer.Option("--json", help=say("help.json"))]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn rows into records under their own names; codes stay codes.

    Parameters
    ----------
    frame
        Texts, numbers, days, moments; no geometry. Not changed.

    Returns
    -------
    records
        Days as 2023-07-06, moments as 2023-07-06T08:00:00.000, null where missing.
    """
    plain = frame.copy()
    for name in plain.columns:
        column = plain[name]
        if column.dtype.kind != "M":
            continue
        days = bool((column.dropna() == column.dropna().dt.normalize()).all())
        texts = column.dt.strftime("%Y-%m-%d") if days else column.map(_moment)
        plain[name] = texts.astype("object").where(column.notna(), None)
    made: list[dict[str, Any]] = json.loads(
        plain.to_json(orient="records", double_precision=15)
    )
    return made


def _moment(moment: Any) -> str:
    return str(moment.isoformat(timespec="milliseconds"))


def issue_records(issues: Issues) -> list[dict[str, Any]]:
    """Turn issues into records, with their messages in both languages."""
    names = ("code", "severity", "source", "source_row", "parcel_id", "column", "value")
    told = ("message_zh", "message_en", "todo_zh", "todo_en")
    return records(issues.table[[*names, *told]].astype({"value": "str"}))


def decision_record(decision: Decision) -> dict[str, Any]:
    """Turn a decision into a record; days and moments as in `records`."""
    made = asdict(decision)
    for name in ("effective", "due"):
        made[name] = None if made[name] is None else made[name].isoformat()
    return made | {"recorded_at": _moment(decision.recorded_at)}


def print_json(found: object) -> None:
    """Print a result as JSON."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
