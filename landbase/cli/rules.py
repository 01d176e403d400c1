"""The command on the rules that a land base keeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.language import CLEAN, FINDINGS, lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import BaseArgument, as_day, as_path, existing_base
from landbase.cli.show import Json, give_way, print_json, records, show_frame

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules.ruleset import Rules

__all__ = ["show_rules"]


def show_rules(
    base: BaseArgument,
    *,
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            parser=as_path,
            help=say("rules.help_from"),
        ),
    ] = None,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over",
            help=say("rules.help_take_over"),
        ),
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("rules.help_by")),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("rules.help_reason"))
    ] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            metavar="YYYY-MM-DD",
            help=say("rules.help_known"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the rules of a land base, compare them, or take others over."""
    from landbase.project import load_rules_file
    from landbase.rules.ruleset import Rules

    if take_over and (file is None or by is None or reason is None):
        raise typer.BadParameter(say("rules.take_over_needs"))
    other = Rules.default() if file is None else load_rules_file(file)
    with existing_base(base) as kept:
        held = kept.rules_on(None if known is None else as_day(known))
        history = kept.rules_history()
        if take_over:
            difference = kept.set_rules(other, by=by or "", reason=reason or "")
        elif file is None:
            difference = other.difference(held)
        else:
            difference = held.difference(other)
    if as_json:
        print_json(_as_record(held, history, difference, taken=take_over))
    elif take_over:
        _tell_taken(difference)
    else:
        _tell(held, history, difference, file)
    differs = file is not None and not take_over and len(difference)
    raise typer.Exit(FINDINGS if differs else CLEAN)


def _as_record(
    held: Rules,
    history: pd.DataFrame,
    difference: pd.DataFrame,
    *,
    taken: bool,
) -> dict[str, Any]:
    return {
        "digest": held.digest,
        "time_zone": held.region.time_zone,
        "difference": records(difference),
        "taken_over": taken and bool(len(difference)),
        "history": records(history),
    }


def _tell(
    held: Rules,
    history: pd.DataFrame,
    difference: pd.DataFrame,
    file: Path | None,
) -> None:
    if file is None:
        _tell_held(held, history)
    if difference.empty:
        same = say("rules.same_as_own")
        if file is not None:
            same = say("rules.same")
        show_text(same)
        return
    heads = (say("rules.own"), say("rules.base"))
    title = say("rules.differs_from_own")
    if file is not None:
        heads = (heads[1], file.name)
        title = say("rules.differs")
    shown = difference.set_axis([say("rules.item"), *heads], axis="columns")
    show_frame(shown.set_index(shown.columns[0]), title=title)
    if file is not None:
        wording = say("rules.how_to_take_over", count=len(difference))
        show_text(wording)


def _tell_held(held: Rules, history: pd.DataFrame) -> None:
    """Say which rules hold, and since when and by whom."""
    from landbase.rules.schema import column_labels

    wording = say(
        "rules.held",
        digest=held.digest[:12],
        zone=held.region.time_zone,
        parents=held.region.parents,
    )
    show_text(wording)
    shown = history.assign(
        recorded_at=history["recorded_at"].dt.strftime("%Y-%m-%d %H:%M"),
        digest=history["digest"].str.slice(0, 12),
    ).fillna("")
    heads = column_labels(lang()) | {
        "changed": say("rules.changed"),
        "digest": say("rules.rules"),
    }
    shown = shown.loc[:, (shown != "").any()].rename(columns=heads)  # what is told
    shown = give_way(shown.set_index(shown.columns[0]), heads["reason"])
    show_frame(shown, title=say("rules.history"))


def _tell_taken(difference: pd.DataFrame) -> None:
    count = len(difference)
    wording = say("rules.nothing_changed")
    if count:
        wording = say("rules.taken", count=count)
    show_text(wording)
