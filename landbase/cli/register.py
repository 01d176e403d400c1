"""Commands on the register: record-many, deadlines, recommend, idle-test, verify."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.codes import CLEAN, FINDINGS, UNUSABLE
from landbase.cli.machine import Json, issue_records, print_json, records
from landbase.cli.options import BaseArgument, Limit, as_path
from landbase.cli.show import console, show_frame, show_issues
from landbase.cli.values import as_day, existing_base
from landbase.cli.words import lang, say
from landbase.errors import LedgerError

if TYPE_CHECKING:
    import pandas as pd

    from landbase.issues import Issues
    from landbase.store import LandBase

__all__ = ["add_commands"]

_SHOWN = 20
_BEIJING = dt.timezone(dt.timedelta(hours=8))


def add_commands(app: typer.Typer) -> None:
    """Give the command line the commands of the register."""
    commands = (
        (record_many, "按台账或表格成批登记处置", "record all decisions of a table"),
        (deadlines, "列出已超期和即将到期的整改", "list what is overdue or due soon"),
        (recommend, "建议每宗地可用的处置方式", "list the ways open to each parcel"),
        (idle_test, "按办法第二条判断是否闲置土地", "say which parcels are idle land"),
        (verify, "核查土地库有无改动或损坏", "check that a land base is sound"),
    )
    for command, zh, en in commands:
        name = command.__name__.replace("_", "-")
        app.command(name=name, help=say(zh, en))(command)


Day = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="YYYY-MM-DD",
        show_default=False,
        help=say("按哪一天判断，默认今天", "the day to judge by; today by default"),
    ),
]
Parcel = Annotated[
    str | None,
    typer.Option(metavar="ID", help=say("只看这一宗地", "this parcel only")),
]


def record_many(
    base: BaseArgument,
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE",
            parser=as_path,
            help=say("台账或处置表：xlsx、csv", "ledger or table: xlsx, csv"),
        ),
    ],
    *,
    effective: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=say("表中未写处置日期的，按这一天", "the day of rows that give none"),
        ),
    ] = None,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Record every decision of a table, or none."""
    from landbase.cli.register_tables import read_decisions

    day = None if effective is None else as_day(effective)
    with existing_base(base) as kept:
        decisions, faults = read_decisions(table, effective=day, words=kept.vocabulary)
        count = 0
        if not faults.count("error"):
            count, refused = _recorded(kept, decisions)
            faults += refused
    if as_json:
        print_json({"recorded": count, "issues": issue_records(faults)})
    else:
        _tell_recorded(count, faults, limit)
    raise typer.Exit(UNUSABLE if faults.count("error") else CLEAN)


def _recorded(kept: "LandBase", decisions: "pd.DataFrame") -> "tuple[int, Issues]":
    """Record; give how many, and why not where none was."""
    from landbase.issues import Issues

    try:
        return kept.record_many(decisions), Issues.none()
    except LedgerError as error:
        if error.issues is None:
            raise
        return 0, error.issues


def _tell_recorded(count: int, faults: "Issues", limit: int) -> None:
    if len(faults):
        show_issues(faults, limit=limit)
    refused = bool(faults.count("error"))
    zh = "有错误，一条也没有登记。" if refused else f"已登记 {count} 条处置记录。"
    en = "nothing was recorded" if refused else f"recorded {count} decision(s)"
    console().print(say(zh, en), markup=False)


def deadlines(
    base: BaseArgument,
    *,
    on: Day = None,
    within_days: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            help=say("几天以内到期的算即将到期", "days ahead that count as soon"),
        ),
    ] = 30,
    as_json: Json = False,
) -> None:
    """List what is overdue and what falls due soon."""
    from landbase.cli.register_tables import in_words

    day = _day(on)
    with existing_base(base) as kept:
        table = kept.deadlines(day, within_days=within_days)
        words = kept.vocabulary
    if as_json:
        print_json({"on": day.isoformat(), "deadlines": records(table)})
        return
    near = table[table["deadline"] != "later"]
    counts = table["deadline"].value_counts()
    over, soon, later = (counts.get(n, 0) for n in ("overdue", "due_soon", "later"))
    if len(near):
        show_frame(in_words(near, words, lang()))
    told = say(
        f"截至 {day}：已超期 {over} 宗，{within_days} 天内到期 {soon} 宗，"
        f"其余未到期 {later} 宗。",
        f"on {day}: {over} overdue, {soon} due within {within_days} days, "
        f"{later} later",
    )
    console().print(told, markup=False)


def recommend(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """List the ways open to each parcel, the likeliest first."""
    from landbase.cli.register_tables import in_words
    from landbase.decisions import recommend as ways_open

    day = _day(on)
    with existing_base(base) as kept:
        parcels, words = _parcels(kept, day, parcel), kept.vocabulary
    ways = ways_open(parcels, on=day, vocabulary=words, lang=lang())
    if as_json:
        print_json({"on": day.isoformat(), "ways": records(ways)})
        return
    if len(ways):
        show_frame(in_words(ways, words, lang()))
    told = say(
        f"{len(parcels)} 宗地中 {ways['parcel_id'].nunique()} 宗尚需处置。"
        "以上为建议，由人决定后用 landbase record 登记；"
        "“已核实”为“否”的，何处待核实见理由。",
        f"{ways['parcel_id'].nunique()} of {len(parcels)} parcel(s) are open. "
        "These are suggestions; a person decides and records. "
        "Where confirmed is no, the reason says what is not.",
    )
    console().print(told, markup=False, soft_wrap=True)


def idle_test(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Say which parcels are idle land by article 2."""
    from landbase.cli.register_tables import in_words
    from landbase.decisions import idle_test as judge

    day = _day(on)
    with existing_base(base) as kept:
        parcels, words = _parcels(kept, day, parcel), kept.vocabulary
    test = judge(parcels, on=day)
    test.insert(0, "parcel_id", parcels["parcel_id"])
    if as_json:
        print_json({"on": day.isoformat(), "parcels": records(test)})
        return
    shown = test if parcel else test[test["verdict"] != "not_idle"]
    if len(shown):
        show_frame(in_words(shown, words, lang()))
    counts = test["verdict"].value_counts()
    names = ("idle", "suspected", "cannot_tell", "not_idle")
    idle, maybe, unknown, fine = (counts.get(name, 0) for name in names)
    told = say(
        f"截至 {day}：闲置 {idle} 宗，疑似闲置 {maybe} 宗，"
        f"资料不足 {unknown} 宗，不属闲置 {fine} 宗。",
        f"on {day}: {idle} idle, {maybe} suspected, {unknown} cannot be told, "
        f"{fine} not idle",
    )
    console().print(told, markup=False)


def verify(
    base: BaseArgument,
    *,
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            parser=as_path,
            help=say("存放附件的文件夹", "where documents lie that are not kept here"),
        ),
    ] = None,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Check that a land base keeps its promises."""
    with existing_base(base) as kept:
        found = kept.verify(documents=documents)
    broken = found.count("error")
    if as_json:
        print_json({"sound": not broken, "issues": issue_records(found)})
    else:
        for message in found.of_severity("info").table[f"message_{lang()}"]:
            console().print(message, markup=False, soft_wrap=True)
        show_issues(found, limit=limit)
        sound = say("土地库完好。", "The land base is sound.")
        unsound = say(
            "土地库已被改动或损坏，请勿继续使用，改用备份。",
            "The land base was altered or damaged; use a backup instead.",
        )
        console().print(unsound if broken else sound, markup=False)
    raise typer.Exit(FINDINGS if broken else CLEAN)


def _day(text: str | None) -> dt.date:
    return dt.datetime.now(_BEIJING).date() if text is None else as_day(text)


def _parcels(kept: "LandBase", day: dt.date, parcel: str | None) -> "pd.DataFrame":
    """Take all parcels as of a day, or the one named."""
    parcels: pd.DataFrame = kept.parcels(on=day)
    if parcel is None:
        return parcels
    one: pd.DataFrame = parcels[parcels["parcel_id"] == parcel].reset_index(drop=True)
    if one.empty:
        raise LedgerError("parcel_unknown", parcel=parcel)
    return one
