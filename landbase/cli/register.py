"""Commands on the register: record-many, deadlines, recommend, idle-test, verify."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.codes import CLEAN, FINDINGS, UNUSABLE
from landbase.cli.machine import Json, issue_records, print_json, records
from landbase.cli.options import BaseArgument, Limit, as_path
from landbase.cli.show import console, show_frame, show_issues
from landbase.cli.values import as_day, day_of, existing_base
from landbase.cli.words import lang, say
from landbase.errors import LedgerError

if TYPE_CHECKING:
    import pandas as pd

    from landbase.issues import Issues
    from landbase.store import LandBase

__all__ = ["add_commands"]

_SHOWN = 20


def add_commands(app: typer.Typer) -> None:
    """Give the command line the commands of the register."""
    commands = (
        record_many,
        deadlines,
        recommend,
        idle_test,
        verify,
    )
    for command in commands:
        name = command.__name__
        help_ = say(f"command.{name}")
        app.command(name=name.replace("_", "-"), help=help_)(command)


Day = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="YYYY-MM-DD",
        show_default=False,
        help=say("help.judged_on"),
    ),
]
Parcel = Annotated[
    str | None,
    typer.Option(metavar="ID", help=say("help.parcel_only")),
]


def record_many(
    base: BaseArgument,
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE",
            parser=as_path,
            help=say("help.decisions_table"),
        ),
    ],
    *,
    effective: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=say("help.effective_default"),
        ),
    ] = None,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Record every decision of a table, or none."""
    from landbase.cli.register_tables import read_decisions

    day = None if effective is None else as_day(effective)
    with existing_base(base) as kept:
        decisions, faults = read_decisions(table, effective=day, rules=kept.rules)
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
    done = say("told.recorded_many", count=count)
    console().print(say("told.none_recorded") if refused else done, markup=False)


def deadlines(
    base: BaseArgument,
    *,
    on: Day = None,
    within_days: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            help=say("help.within_days"),
        ),
    ] = 30,
    as_json: Json = False,
) -> None:
    """List what is overdue and what falls due soon."""
    from landbase.cli.register_tables import in_words

    with existing_base(base) as kept:
        day = day_of(on, kept)
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
        "told.deadlines",
        day=day,
        over=over,
        within_days=within_days,
        soon=soon,
        later=later,
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
    from landbase.cases import recommend as ways_open
    from landbase.cli.register_tables import in_words

    with existing_base(base) as kept:
        day = day_of(on, kept)
        parcels, rules = _parcels(kept, day, parcel), kept.rules
    words = rules.vocabulary
    ways = ways_open(parcels, on=day, rules=rules, lang=lang())
    if as_json:
        print_json({"on": day.isoformat(), "ways": records(ways)})
        return
    if len(ways):
        show_frame(in_words(ways, words, lang()))
    told = say("told.recommend", count=len(parcels), open=ways["parcel_id"].nunique())
    console().print(told, markup=False, soft_wrap=True)


def idle_test(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Say which parcels are idle land by article 2."""
    from landbase.cases import idle_test as judge
    from landbase.cli.register_tables import in_words

    with existing_base(base) as kept:
        day = day_of(on, kept)
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
        "told.idle_test", day=day, idle=idle, maybe=maybe, unknown=unknown, fine=fine
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
            help=say("help.documents_folder"),
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
        sound = say("told.base_sound")
        unsound = say("told.base_damaged")
        console().print(unsound if broken else sound, markup=False)
    raise typer.Exit(FINDINGS if broken else CLEAN)


def _parcels(kept: "LandBase", day: dt.date, parcel: str | None) -> "pd.DataFrame":
    """Take all parcels as of a day, or the one named."""
    parcels: pd.DataFrame = kept.parcels(on=day)
    if parcel is None:
        return parcels
    one: pd.DataFrame = parcels[parcels["parcel_id"] == parcel].reset_index(drop=True)
    if one.empty:
        raise LedgerError("parcel_unknown", parcel=parcel)
    return one
