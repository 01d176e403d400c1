"""Commands on a land base: record, history, milestones, documents, verify."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.language import CLEAN, FINDINGS, UNUSABLE, lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    DAY,
    BaseArgument,
    By,
    DocumentNo,
    Limit,
    Out,
    ParcelId,
    Reason,
    Rows,
    Soon,
    as_area,
    as_day,
    as_path,
    as_term,
    day_of,
    due_day,
    existing_base,
    known_day,
)
from landbase.cli.show import (
    Json,
    decision_record,
    in_words,
    issue_records,
    label_history,
    print_json,
    records,
    show_frame,
    show_issues,
    show_list,
    show_remarks,
)
from landbase.errors import LedgerError, StoreError

if TYPE_CHECKING:
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase

__all__ = [
    "add_case_commands",
    "add_commands",
    "history",
    "record",
]

Unless = Annotated[str | None, typer.Option(metavar="CODE", help=say("help.unless"))]


def record(  # noqa: PLR0913 - the parts of a decision
    base: BaseArgument,
    parcel_id: ParcelId,
    disposal_type: Annotated[
        str,
        typer.Argument(
            metavar="TYPE",
            help=say("help.disposal_type"),
        ),
    ],
    *,
    status: Annotated[
        str,
        typer.Option(
            metavar="STATUS",
            help=say("help.status"),
        ),
    ],
    effective: Annotated[str, typer.Option(metavar=DAY, help=say("help.effective"))],
    due: Annotated[str | None, typer.Option(metavar=DAY, help=say("help.due"))] = None,
    document: DocumentNo = None,
    by: By = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.reason"))
    ] = None,
    area: Annotated[
        float | None,
        typer.Option(metavar="AREA", help=say("help.area"), parser=as_area),
    ] = None,
    exception: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=say("help.exception"),
        ),
    ] = None,
    supersedes: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help=say("help.supersedes"),
        ),
    ] = None,
    new_agreed_start: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=say("help.new_agreed_start")),
    ] = None,
    unless: Unless = None,
    as_json: Json = False,
) -> None:
    """Record a decision."""
    with existing_base(base) as kept:
        rules = kept.rules
        decision = kept.record(
            parcel_id,
            as_term("disposal_type", disposal_type, rules=rules),
            status=as_term("status", status, rules=rules),
            effective=as_day(effective),
            due=due_day(due),
            document=document,
            by=by,
            reason=reason,
            area_m2=area,
            exception=exception,
            supersedes=supersedes,
            new_agreed_start=None
            if new_agreed_start is None
            else as_day(new_agreed_start),
            unless=unless,
        )
        found = kept.review([parcel_id])
    if as_json:
        print_json(decision_record(decision))
        return
    if len(found):
        show_issues(found, limit=_SHOWN)
    show_text(say("say.recorded", number=decision.event_id, parcel_id=parcel_id))


def history(base: BaseArgument, parcel_id: ParcelId, *, as_json: Json = False) -> None:
    """Show all that was recorded about a parcel."""
    with existing_base(base) as kept:
        life, rules = kept.history(parcel_id), kept.rules
    if as_json:
        print_json({"parcel_id": parcel_id, "history": records(life)})
    else:
        show_frame(label_history(life, rules, lang()))


# what a ledger of a bureau never has, and a table made for recording may have
_FURTHER = ("exception", "supersedes")
_PLACE = ["source", "source_row"]


def read_decisions(
    path: Path, *, effective: dt.date | None, rules: Rules
) -> tuple[pd.DataFrame, Issues]:
    """Read the decisions of a ledger, or of a table made for recording."""
    import pandas as pd

    from landbase.parcels.join import ledger_decisions
    from landbase.parcels.ledger import read_ledger
    from landbase.tables.columns import match_columns

    ledger, issues = read_ledger(path, rules=rules)
    decisions = ledger_decisions(ledger, effective=effective, rules=rules)
    heads = match_columns(
        map(str, ledger.columns), kinds=("record_field",), rules=rules
    ).headers
    for name in [name for name in _FURTHER if name in heads]:
        given = ledger.drop_duplicates(_PLACE).set_index(_PLACE)[heads[name]]
        places = pd.MultiIndex.from_frame(decisions[_PLACE])
        decisions[name] = given.reindex(places).to_numpy()
    return decisions, issues.of_severity("error", "warning")


_SHOWN = 20


def add_commands(app: typer.Typer) -> None:
    """Give the command line the commands of the register."""
    commands = (
        record_many,
        deadlines,
        recommend,
        idle_test,
        review,
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
        metavar=DAY,
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
            metavar=DAY,
            help=say("help.effective_default"),
        ),
    ] = None,
    unless: Unless = None,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Record every decision of a table, or none."""
    day = known_day(effective)
    with existing_base(base) as kept:
        decisions, faults = read_decisions(table, effective=day, rules=kept.rules)
        count = 0
        if not faults.count("error"):
            count, refused = _recorded(kept, decisions, unless)
            faults += refused
            if count:
                faults += kept.review(decisions["parcel_id"].unique())
    if as_json:
        print_json({"recorded": count, "issues": issue_records(faults)})
    else:
        _tell_recorded(count, faults, limit)
    raise typer.Exit(UNUSABLE if faults.count("error") else CLEAN)


def _recorded(
    kept: LandBase, decisions: pd.DataFrame, unless: str | None
) -> tuple[int, Issues]:
    """Record; give how many, and why not where none was."""
    from landbase.issues import Issues

    try:
        return kept.record_many(decisions, unless=unless), Issues.none()
    except LedgerError as error:
        if error.issues is None:
            raise
        return 0, error.issues


def _tell_recorded(count: int, faults: Issues, limit: int) -> None:
    if len(faults):
        show_issues(faults, limit=limit)
    refused = bool(faults.count("error"))
    done = say("say.recorded_many", count=count)
    show_text(say("say.none_recorded") if refused else done)


# what a narrow terminal need not show
_LESS = ("document", "by", "cause", "verdict", "status", "category", "confirmed")


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
    soon: Soon = 90,
    limit: Rows = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """List what is overdue, what falls due soon, and what will be idle soon."""
    with existing_base(base) as kept:
        day = day_of(on, kept)
        table = kept.deadlines(day, within_days=within_days, soon_days=soon)
        words = kept.vocabulary
    if as_json:
        print_json({"on": day.isoformat(), "deadlines": records(table)})
        return
    near = table[table["deadline"] != "later"]
    counts = table["deadline"].value_counts()
    kinds = ("overdue", "due_soon", "later", "idle_soon")
    over, due, later, idle = (int(counts.get(kind, 0)) for kind in kinds)
    if len(near) or output is not None:
        show_list(
            in_words(near, words, lang(), gives=(*_LESS, "banner", "disposal_type")),
            limit=limit,
            output=output,
            name=say("list.deadlines"),
        )
    told = {"day": day, "within_days": within_days}
    wording = say("say.deadlines", **told, over=over, soon=due, later=later)
    show_text(wording)
    show_text(say("say.idle_soon", count=idle, days=soon))


def recommend(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    limit: Rows = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """List the ways open to each parcel, the likeliest first."""
    from landbase.cases.recommend import recommend as ways_open

    with existing_base(base) as kept:
        day = day_of(on, kept)
        parcels, rules = _parcels(kept, day, parcel), kept.rules
    words = rules.vocabulary
    ways = ways_open(parcels, on=day, rules=rules, lang=lang())
    if as_json:
        print_json({"on": day.isoformat(), "ways": records(ways)})
        return
    if len(ways) or output is not None:
        others = _not_of_idle(ways, parcels)
        told = ways.assign(verdict=ways["verdict"].mask(others, _NOT_APPLICABLE))
        show_list(
            in_words(told, words, lang(), gives=_LESS),
            limit=limit,
            output=output,
            name=say("list.recommend"),
        )
    wording = say("say.recommend", count=len(parcels), open=ways["parcel_id"].nunique())
    show_text(wording)


def idle_test(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    limit: Rows = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Say which parcels are idle land by article 2."""
    from landbase.cases.idle import idle_test as judge

    with existing_base(base) as kept:
        day = day_of(on, kept)
        parcels, words = _parcels(kept, day, parcel), kept.vocabulary
    test = judge(parcels, on=day)
    test.insert(0, "parcel_id", parcels["parcel_id"])
    others = _not_of_idle(test, parcels)
    if as_json:
        print_json({"on": day.isoformat(), "parcels": records(test)})
        return
    told = test.assign(verdict=test["verdict"].mask(others, _NOT_APPLICABLE))
    shown = told if parcel else told[~told["verdict"].isin(_NOTHING_TO_DO)]
    if len(shown) or output is not None:
        show_list(
            in_words(shown, words, lang()),
            limit=limit,
            output=output,
            name=say("list.idle_test"),
        )
    counts = told["verdict"].value_counts()
    names = ("idle", "suspected", "cannot_tell", *_NOTHING_TO_DO)
    found = {name: counts.get(name, 0) for name in names}
    show_text(say("say.idle_test", day=day, **found))


_NOT_APPLICABLE = "not_applicable"
_NOTHING_TO_DO = ("not_idle", _NOT_APPLICABLE)


def _not_of_idle(table: pd.DataFrame, parcels: pd.DataFrame) -> pd.Series:
    """Mark the rows of parcels that the idle-land test is not made for."""
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"]
    return ~table["parcel_id"].isin(idle)


def review(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """List decisions that the rules do not allow, and what decisions lack."""
    with existing_base(base) as kept:
        found = kept.review(None if parcel is None else [parcel])
    if as_json:
        print_json({"issues": issue_records(found)})
    else:
        if len(found):
            show_issues(found, limit=limit)
        against = found.table["code"].eq("decision_against_rules").sum()
        lacking = len(found) - against
        wording = say("say.reviewed", against=against, lacking=lacking)
        show_text(wording)
    raise typer.Exit(FINDINGS if len(found) else CLEAN)


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
    receipt: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", parser=as_path, help=say("help.verify_receipt")),
    ] = None,
    code: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help=say("help.verify_code"))
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(metavar="PEM", parser=as_path, help=say("help.public_key")),
    ] = None,
    tidy: Annotated[bool, typer.Option("--tidy", help=say("help.tidy"))] = False,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Check that a land base keeps its promises."""
    with existing_base(base, examine=True) as kept:
        cleared = _cleared(kept) if tidy else 0
        found = kept.verify(
            documents=documents,
            receipts=receipt or (),
            codes=code or (),
            public_key=public_key,
        )
    broken = found.count("error")
    if as_json:
        print_json({"sound": not broken, "issues": issue_records(found)})
    else:
        show_remarks(found)
        show_issues(found, limit=limit)
        if tidy:
            show_text(say("say.tidied", count=cleared))
        sound = say("say.base_sound")
        unsound = say("say.base_damaged")
        show_text(unsound if broken else sound)
    raise typer.Exit(FINDINGS if broken else CLEAN)


def _cleared(kept: LandBase) -> int:
    """Clear away what was left over; of a land base that is broken nothing."""
    try:
        return len(kept.tidy())
    except StoreError as error:
        if error.key != "tidy_of_broken":
            raise
        return 0  # the check that follows says what is wrong


def _parcels(kept: LandBase, day: dt.date, parcel: str | None) -> pd.DataFrame:
    """Take all parcels as of a day, or the one named."""
    parcels: pd.DataFrame = kept.parcels(on=day)
    if parcel is None:
        return parcels
    from landbase.tables.ids import recognise

    own = recognise([parcel], parcels["parcel_id"]).pairs.get(parcel)
    one: pd.DataFrame = parcels[parcels["parcel_id"] == own].reset_index(drop=True)
    if one.empty:
        raise LedgerError("parcel_unknown", parcel=parcel)
    return one


def add_case_commands(app: typer.Typer) -> None:
    """Give the command line the commands on steps, documents and areas."""
    commands = (milestone, attach, documents, balance)
    for command in commands:
        app.command(help=say(f"command.{command.__name__}"))(command)


def milestone(  # noqa: PLR0913 - the parts of a milestone
    base: BaseArgument,
    parcel_id: ParcelId,
    step: Annotated[
        str,
        typer.Argument(metavar="STEP", help=say("help.step")),
    ],
    *,
    due: Annotated[
        str | None, typer.Option(metavar=DAY, help=say("help.step_due"))
    ] = None,
    person: By = None,
    unit: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.unit"))
    ] = None,
    done_on: Annotated[
        str | None, typer.Option(metavar=DAY, help=say("help.done_on"))
    ] = None,
    document: DocumentNo = None,
    reason: Reason = None,
    as_json: Json = False,
) -> None:
    """Set a step of a parcel's route map, change it, or say that it is done."""
    with existing_base(base) as kept:
        kept.set_milestone(
            parcel_id,
            step,
            due=due_day(due),
            person=person,
            unit=unit,
            done_on=known_day(done_on),
            document=document,
            reason=reason,
        )
    if as_json:
        print_json({"parcel_id": parcel_id, "step": step})
        return
    wording = say("say.step_set", parcel_id=parcel_id, step=step)
    show_text(wording)


def attach(
    base: BaseArgument,
    event: Annotated[
        int,
        typer.Argument(metavar="EVENT", help=say("help.decision")),
    ],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", parser=as_path, help=say("help.document")),
    ],
    *,
    kind: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("help.document_kind")),
    ] = None,
    dated: Annotated[
        str | None,
        typer.Option(metavar=DAY, help=say("help.document_day")),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=say("help.keep_copy")),
    ] = False,
    as_json: Json = False,
) -> None:
    """Attach a document to a decision."""
    with existing_base(base) as kept:
        day = known_day(dated)
        number = kept.attach(event, file, kind=kind, dated=day, keep=keep)
    if as_json:
        print_json({"evidence_id": number, "event_id": event, "file": file.name})
        return
    wording = say("say.attached", event=event, file=file.name)
    show_text(wording)


def documents(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            metavar="FOLDER",
            parser=as_path,
            help=say("help.documents_folder"),
        ),
    ] = None,
    limit: Rows = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """List the documents of decisions; exit 1 where one is missing or was altered."""
    with existing_base(base) as kept:
        found = kept.documents(look=True, folder=folder)
        if parcel is not None:
            _parcels(kept, kept.rules.today(), parcel)
            found = found[found["parcel_id"] == parcel].reset_index(drop=True)
        words = kept.vocabulary
    wrong = {
        name: int((found["state"] == name).sum()) for name in ("missing", "altered")
    }
    if as_json:
        print_json({"documents": records(found)})
    else:
        shown = found.drop(columns=["kept", "recorded_at"]).rename(
            columns={"state": "file_state", "kind": "document_kind"}
        )
        if len(shown) or output is not None:
            order = ["parcel_id", *shown.columns.drop("parcel_id")]
            show_list(
                in_words(shown[order], words, lang()),
                limit=limit,
                output=output,
                name=say("list.documents"),
            )
        wording = say("say.documents", count=len(found), **wrong)
        show_text(wording)
    raise typer.Exit(FINDINGS if sum(wrong.values()) else CLEAN)


def balance(
    base: BaseArgument,
    *,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar=DAY,
            help=say("help.balance_on"),
        ),
    ] = None,
    limit: Rows = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Balance each parcel's area; exit 1 where something is left without a way."""
    with existing_base(base) as kept:
        table = kept.balance(known_day(on)).reset_index()
        words = kept.vocabulary
    open_ = table[~table["balanced"]]
    if as_json:
        print_json({"parcels": records(table)})
    else:
        if len(open_) or output is not None:
            show_list(
                in_words(open_.drop(columns="balanced"), words, lang()),
                limit=limit,
                output=output,
                name=say("list.balance"),
            )
        none = int((open_["planned_m2"] <= 0).sum())
        counts = {"count": len(table), "none": none, "other": len(open_) - none}
        show_text(say("say.balance", **counts))
    raise typer.Exit(FINDINGS if len(open_) else CLEAN)
