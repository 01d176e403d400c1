"""Commands that compare accounts: reconcile, balance, progress."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.files import exit_code
from landbase.cli.language import CLEAN, FINDINGS, lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    BaseArgument,
    Category,
    Crs,
    Encoding,
    Out,
    Zone,
    as_column,
    as_day,
    as_path,
    as_term,
    existing_base,
    finite,
)
from landbase.cli.show import give_way, show_files, show_frame, show_issues
from landbase.errors import warn
from landbase.texts import Texts

if TYPE_CHECKING:
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules

__all__ = ["progress_of", "reconcile_files"]

_SHOWN = 20

Json = Annotated[bool, typer.Option("--json", help=say("help.json_for_scripts"))]


class Kind(StrEnum):
    """Which areas of an account count."""

    declared = "declared"
    ellipsoidal = "ellipsoidal"
    planar = "planar"


def _account(help_text: str) -> Any:
    return typer.Argument(metavar="FILE", parser=as_path, help=help_text)


def _area(flag: str, help_text: str) -> Any:
    return typer.Option(flag, metavar="KIND", help=help_text)


def reconcile_files(  # noqa: PLR0913 - the options of a command
    left: Annotated[Path, _account(say("help.left_account"))],
    right: Annotated[Path, _account(say("help.right_account"))],
    *,
    key: Annotated[
        str,
        typer.Option(
            "--key", metavar="COLUMN", parser=as_column, help=say("help.id_column")
        ),
    ] = "parcel_id",
    on: Annotated[str | None, typer.Option(metavar="COLUMN", hidden=True)] = None,
    area: Annotated[
        Kind,
        _area("--area", say("help.left_areas")),
    ] = Kind.declared,
    right_area: Annotated[
        Kind, _area("--right-area", say("help.right_areas"))
    ] = Kind.declared,
    by: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", parser=as_column, help=say("help.total_by")),
    ] = None,
    tolerance: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            min=0.0,
            help=say("help.tolerance"),
            callback=finite,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help=say("help.strict"),
        ),
    ] = False,
    category: Category = None,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Hold two accounts of the same land against each other."""
    from landbase.issues import Issues
    from landbase.reconciliation.result import reconcile

    if on is not None:  # what --key was called
        warn("name_changed", old="--on", new="--key")
        key = on
    reading = {"crs": crs, "zone": zone, "encoding": encoding, "category": category}
    accounts = [_read(path, reading) for path in (left, right)]
    issues = Issues.concat(found for _, found in accounts)
    if exit_code(issues):
        show_issues(issues, limit=_SHOWN, aside=True)
    result = reconcile(
        *(frame for frame, _ in accounts),
        on=key,
        area=(_column(area), _column(right_area)),
        by=by,
        tolerance=tolerance,
        names=(left.name, right.name),
    )
    if output is not None:
        result.to_excel(output, lang=lang())
    if as_json:
        _print_json(_as_record(result))
    else:
        _show(result)
        if output is not None:
            show_files((output, say("file.reconciliation")))
    wrong = len(result.wrong if strict else result.unexplained)
    raise typer.Exit(FINDINGS if wrong or issues.count("error") else CLEAN)


def _column(kind: Kind) -> str:
    return "declared_area_m2" if kind is Kind.declared else kind.value


def _read(path: Path, reading: dict[str, Any]) -> tuple[pd.DataFrame, Issues]:
    """Read a ledger or a file of parcels by its name, and what was found in it."""
    from landbase.parcels.files import LEDGERS

    if path.suffix.lower() in LEDGERS:
        from landbase.parcels.ledger import read_ledger

        ledger = read_ledger(path, encoding=reading["encoding"])
        return ledger.ledger, ledger.issues
    from landbase.parcels.read import read_parcels

    category = reading["category"]
    coded = None if category is None else as_term("category", category)
    read = read_parcels(path, **(reading | {"category": coded}))
    return read.parcels, read.issues


# what a narrow terminal need not show: first what describes, areas last
_LESS = (
    *("left_row", "right_row", "left_rows", "right_rows", "match", "evidence"),
    *("explained", "group", "share", "abs_m2", "hidden", "wrong_rows"),
)


def _show(result: Any) -> None:
    for line in result.sentences(lang()):
        show_text(line)
    heads = Texts(result.rules.texts).words("reconcile", lang()).part("column")
    for title, table in result.worded(lang(), most=_SHOWN).items():
        if len(table):
            shown = table.set_index(table.columns[0])
            show_frame(give_way(shown, *(heads[n] for n in _LESS)), title=title)


def _as_record(result: Any) -> dict[str, Any]:
    return {
        "lines": len(result.lines),
        "unexplained": len(result.unexplained),
        "classes": result.explained["count"].to_dict(),
        "totals": json.loads(result.totals.to_json(orient="index")),
        "differences": json.loads(result.differences.to_json(orient="records")),
    }


def _print_json(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def progress_of(
    base: BaseArgument,
    *,
    tasks: Annotated[
        Path,
        typer.Option(metavar="FILE", parser=as_path, help=say("help.tasks")),
    ],
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=say("help.on"))],
    threshold: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            min=0.0,
            help=say("help.remind_below"),
            callback=finite,
        ),
    ] = None,
    accepted_only: Annotated[
        bool,
        typer.Option("--accepted-only", help=say("help.accepted_only")),
    ] = False,
    as_json: Json = False,
) -> None:
    """Hold the year's disposals against its tasks, and list who is behind."""
    from landbase.cases.progress import progress, reminders
    from landbase.parcels.tasks import read_tasks
    from landbase.report.rates import print_progress, progress_sentence

    day = as_day(on)
    with existing_base(base) as kept:
        decisions, rules = kept.decisions(on=day), kept.rules
    due = read_tasks(tasks, rules=rules)
    table = progress(decisions, due, year=day.year, on=day, accepted_only=accepted_only)
    behind = reminders(table, threshold=threshold)
    sentence = progress_sentence(table, year=day.year, on=day, lang=lang())
    if as_json:
        flat = {"progress": table, "reminders": behind}
        texts = {k: t.reset_index().to_json(orient="records") for k, t in flat.items()}
        records = {name: json.loads(text) for name, text in texts.items()}
        _print_json({"sentence": sentence, **records})
        return
    show_text(sentence)
    printed = print_progress(table, lang=lang(), rules=rules)
    heads = Texts(rules.texts).words("report", lang()).part("progress")
    least = [heads[name] for name in ("accepted_rate", "accepted")]
    show_frame(give_way(printed, say("say.disposed_ha"), *least))
    for line in _reminded(behind, rules):
        show_text(line)


def _reminded(behind: pd.DataFrame, rules: Rules) -> list[str]:
    """Say who is to be reminded, one line each."""
    from landbase.units import from_m2

    words = rules.vocabulary
    banners, categories = (words.labels(k, lang()) for k in ("banner", "category"))
    categories |= {"all": say("say.together")}
    lines = [say("say.remind")] if len(behind) else []
    parts, kinds = (behind.index.get_level_values(n) for n in (0, 1))
    rows = zip(parts, kinds, behind.to_dict("records"), strict=True)
    for part, category, row in rows:
        who = f"{banners.get(part, part)} {categories.get(category, category)}"
        left = from_m2(float(row["remaining_m2"]), "mu")
        lines.append(say("say.behind", who=who, rate=row["rate"], left=left))
    return lines
