"""Commands that exchange records with colleagues: events export, import, conflicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.help import Commands
from landbase.cli.language import CLEAN, FINDINGS, UNUSABLE, lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    BaseArgument,
    Limit,
    as_day,
    as_path,
    existing_base,
    file_beside,
)
from landbase.cli.show import (
    Json,
    in_words,
    issue_records,
    print_json,
    records,
    show_files,
    show_frame,
    show_issues,
)
from landbase.errors import LedgerError
from landbase.texts import words

if TYPE_CHECKING:
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.vocabulary import Vocabulary
    from landbase.store.exchange import ImportResult

__all__ = ["events"]

_SHOWN = 20
events = Commands(
    help=say("command.events"),
    no_args_is_help=True,
)


@events.command(
    name="export",
    help=say("command.events_export"),
)
def export_events(
    base: BaseArgument,
    out: Annotated[
        Path | None,
        typer.Argument(
            metavar="OUT",
            parser=as_path,
            help=say("help.events_out"),
            show_default=False,
        ),
    ] = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=say("help.known_since"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write records for others to import."""
    first = None if since is None else as_day(since)
    target = out or file_beside(base, ".events.jsonl")
    with existing_base(base) as kept:
        written = kept.export_events(target, since=first)
    with written.open("rb") as lines:
        count = sum(1 for _ in lines) - 1
    if as_json:
        print_json({"file": str(written), "records": count})
        return
    show_files((written, say("say.records", count=count)))


@events.command(
    name="import",
    help=say("command.events_import"),
)
def import_events(
    base: BaseArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...",
            parser=as_path,
            help=say("help.exported_files"),
            show_default=False,
        ),
    ],
    *,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Take over what others recorded."""
    from landbase.issues import Issues

    with existing_base(base) as kept:
        try:
            result, faults = kept.import_events(files), Issues.none()
        except LedgerError as error:
            if error.issues is None:
                raise
            result, faults = None, error.issues
    if as_json:
        none = {"added": 0, "known": 0, "conflicts": None}
        counts = none if result is None else result._asdict()
        print_json(counts | {"issues": issue_records(faults)})
    elif result is None:
        _tell_refused(faults, limit)
    else:
        _tell_imported(result)
    if result is None:
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(FINDINGS if result.conflicts else CLEAN)


def _tell_refused(faults: Issues, limit: int) -> None:
    show_issues(faults, limit=limit)
    wording = say("say.nothing_was_imported")
    show_text(wording)


def _tell_imported(result: ImportResult) -> None:
    wording = say("say.imported", added=result.added, known=result.known)
    show_text(wording)
    if result.conflicts:
        open_ = say("say.conflicts_open", count=result.conflicts)
        show_text(open_)


@events.command(
    name="conflicts",
    help=say("command.events_conflicts"),
)
def show_conflicts(
    base: BaseArgument,
    *,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=say("help.effective_by"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List conflicts that no one has resolved."""
    day = None if on is None else as_day(on)
    with existing_base(base) as kept:
        found, words = kept.conflicts(on=day), kept.vocabulary
    count = found["conflict"].nunique()
    if as_json:
        print_json({"conflicts": count, "records": records(found)})
    elif count:
        _tell_conflicts(found, words)
    else:
        wording = say("say.no_conflicts")
        show_text(wording)
    raise typer.Exit(FINDINGS if count else CLEAN)


def _tell_conflicts(found: pd.DataFrame, terms: Vocabulary) -> None:
    for number, rows in found.groupby("conflict"):
        first = rows.iloc[0]
        kinds = words("cli", lang()).part("conflict")
        shown = rows.drop(columns=["conflict", "kind", "uid"])
        shown["recorded_at"] = shown["recorded_at"].dt.strftime("%Y-%m-%d %H:%M")
        shown["journal"] = [say(f"journal.{name}") for name in shown["journal"]]
        title = f"{number}  {first['parcel_id']}  {kinds[first['kind']]}"
        show_frame(in_words(shown, terms, lang()), title=title)
    count = found["conflict"].nunique()
    wording = say("say.conflict_s_person_decides", count=count)
    show_text(wording)
