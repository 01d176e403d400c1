"""The command `rules`: what a land base goes by, compared and taken over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.codes import CLEAN, FINDINGS
from landbase.cli.machine import Json, print_json, records
from landbase.cli.options import BaseArgument, as_path
from landbase.cli.show import console, show_frame
from landbase.cli.values import as_day, existing_base
from landbase.cli.words import lang, say

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules import Rules

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
            help=say(
                "项目文件（或只含规则的 toml），与土地库的规则比较",
                "a project file, or a TOML of rules alone, to compare with",
            ),
        ),
    ] = None,
    take_over: Annotated[
        bool,
        typer.Option(
            "--take-over",
            help=say("改用该文件的规则，并记录在案", "take over the rules of the file"),
        ),
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("责任人", "responsible person")),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("更改原因", "why"))
    ] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            metavar="YYYY-MM-DD",
            help=say("这一天的规则，默认现在", "the rules of this day; now by default"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the rules of a land base, compare them, or take others over."""
    from landbase.project import load_rules_file
    from landbase.rules import Rules

    if take_over and (file is None or by is None or reason is None):
        raise typer.BadParameter(
            say(
                "--take-over 须同时给出 --from、--by 和 --reason",
                "--take-over needs --from, --by and --reason",
            )
        )
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
    held: "Rules",
    history: "pd.DataFrame",
    difference: "pd.DataFrame",
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
    held: "Rules",
    history: "pd.DataFrame",
    difference: "pd.DataFrame",
    file: Path | None,
) -> None:
    if file is None:
        _tell_held(held, history)
    if difference.empty:
        same = say("与 landbase 自带的规则相同。", "the same as those of landbase")
        if file is not None:
            same = say("规则相同。", "the rules are the same")
        console().print(same, markup=False)
        return
    heads = (say("自带", "landbase"), say("土地库", "land base"))
    title = say("与 landbase 自带规则的不同", "What differs from those of landbase")
    if file is not None:
        heads = (say("土地库", "land base"), file.name)
        title = say("土地库与文件的不同", "What differs")
    shown = difference.set_axis([say("条目", "item"), *heads], axis="columns")
    show_frame(shown.set_index(shown.columns[0]), title=title)
    if file is not None:
        told = say(
            f"{len(difference)} 处不同，土地库的规则有效。改用："
            "landbase rules 土地库 --from 文件 --take-over --by 姓名 --reason 原因",
            f"{len(difference)} item(s) differ; the land base goes by its own. Take "
            "over with landbase rules BASE --from FILE --take-over --by NAME --reason WHY",
        )
        console().print(told, markup=False, soft_wrap=True)


def _tell_held(held: "Rules", history: "pd.DataFrame") -> None:
    """Say which rules hold, and since when and by whom."""
    from landbase.rules.schema import column_labels

    told = say(
        f"规则 {held.digest[:12]}，时区 {held.region.time_zone}，"
        f"上级区划：{'、'.join(held.region.parents)}",
        f"rules {held.digest[:12]}, time zone {held.region.time_zone}, units above: "
        f"{', '.join(held.region.parents)}",
    )
    console().print(told, markup=False, soft_wrap=True)
    shown = history.assign(
        recorded_at=history["recorded_at"].dt.strftime("%Y-%m-%d %H:%M"),
        digest=history["digest"].str.slice(0, 12),
    ).fillna("")
    heads = column_labels(lang()) | {
        "changed": say("变更条目", "changed"),
        "digest": say("规则", "rules"),
    }
    shown = shown.rename(columns=heads)
    show_frame(shown.set_index(shown.columns[0]), title=say("沿革", "History"))


def _tell_taken(difference: "pd.DataFrame") -> None:
    count = len(difference)
    told = say("规则相同，未作更改。", "the rules are the same; nothing was changed")
    if count:
        told = say(
            f"已改用 {count} 处，并记录在案。", f"took over {count} item(s), on record"
        )
    console().print(told, markup=False)
