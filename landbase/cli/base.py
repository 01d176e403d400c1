"""Commands on a land base: record, history, reshape, milestones, documents, verify."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.language import CLEAN, FINDINGS, UNUSABLE, lang, say
from landbase.cli.options import (
    BaseArgument,
    Limit,
    as_day,
    as_path,
    as_term,
    day_of,
    existing_base,
    finite,
)
from landbase.cli.show import (
    Json,
    console,
    decision_record,
    in_words,
    issue_records,
    label_history,
    print_json,
    records,
    show_frame,
    show_issues,
)
from landbase.errors import LedgerError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase

__all__ = [
    "add_commands",
    "add_shaping_commands",
    "history",
    "record",
    "show_rules",
]

ParcelId = Annotated[str, typer.Argument(metavar="PARCEL", help=say("help.parcel_id"))]


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
    effective: Annotated[
        str,
        typer.Option(metavar="YYYY-MM-DD", help=say("help.effective")),
    ],
    due: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=say("help.due")),
    ] = None,
    document: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.document_no"))
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("help.responsible")),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.reason"))
    ] = None,
    area: Annotated[
        float | None,
        typer.Option(
            metavar="M2",
            help=say("help.area"),
            callback=finite,
        ),
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
            due=None if due is None else as_day(due),
            document=document,
            by=by,
            reason=reason,
            area_m2=area,
            exception=exception,
            supersedes=supersedes,
        )
    if as_json:
        print_json(decision_record(decision))
        return
    console().print(
        say("say.recorded", number=decision.event_id, parcel_id=parcel_id),
        markup=False,
    )


def history(base: BaseArgument, parcel_id: ParcelId, *, as_json: Json = False) -> None:
    """Show all that was recorded about a parcel."""
    with existing_base(base) as kept:
        life, rules = kept.history(parcel_id), kept.rules
    if as_json:
        print_json({"parcel_id": parcel_id, "history": records(life)})
    else:
        show_frame(label_history(life, rules, lang()))


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
        console().print(same, markup=False)
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
        console().print(wording, markup=False, soft_wrap=True)


def _tell_held(held: Rules, history: pd.DataFrame) -> None:
    """Say which rules hold, and since when and by whom."""
    from landbase.rules.schema import column_labels

    wording = say(
        "rules.held",
        digest=held.digest[:12],
        zone=held.region.time_zone,
        parents=held.region.parents,
    )
    console().print(wording, markup=False, soft_wrap=True)
    shown = history.assign(
        recorded_at=history["recorded_at"].dt.strftime("%Y-%m-%d %H:%M"),
        digest=history["digest"].str.slice(0, 12),
    ).fillna("")
    heads = column_labels(lang()) | {
        "changed": say("rules.changed"),
        "digest": say("rules.rules"),
    }
    shown = shown.rename(columns=heads)
    show_frame(shown.set_index(shown.columns[0]), title=say("rules.history"))


def _tell_taken(difference: pd.DataFrame) -> None:
    count = len(difference)
    wording = say("rules.nothing_changed")
    if count:
        wording = say("rules.taken", count=count)
    console().print(wording, markup=False)


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


def _recorded(kept: LandBase, decisions: pd.DataFrame) -> tuple[int, Issues]:
    """Record; give how many, and why not where none was."""
    from landbase.issues import Issues

    try:
        return kept.record_many(decisions), Issues.none()
    except LedgerError as error:
        if error.issues is None:
            raise
        return 0, error.issues


def _tell_recorded(count: int, faults: Issues, limit: int) -> None:
    if len(faults):
        show_issues(faults, limit=limit)
    refused = bool(faults.count("error"))
    done = say("say.recorded_many", count=count)
    console().print(say("say.none_recorded") if refused else done, markup=False)


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
    wording = say(
        "say.deadlines",
        day=day,
        over=over,
        within_days=within_days,
        soon=soon,
        later=later,
    )
    console().print(wording, markup=False)


def recommend(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    as_json: Json = False,
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
    if len(ways):
        others = _not_of_idle(ways, parcels)
        told = ways.assign(verdict=ways["verdict"].mask(others, _NOT_APPLICABLE))
        show_frame(in_words(told, words, lang()))
    wording = say("say.recommend", count=len(parcels), open=ways["parcel_id"].nunique())
    console().print(wording, markup=False, soft_wrap=True)


def idle_test(
    base: BaseArgument,
    *,
    parcel: Parcel = None,
    on: Day = None,
    as_json: Json = False,
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
    if len(shown):
        show_frame(in_words(shown, words, lang()))
    counts = told["verdict"].value_counts()
    names = ("idle", "suspected", "cannot_tell", *_NOTHING_TO_DO)
    found = {name: counts.get(name, 0) for name in names}
    console().print(say("say.idle_test", day=day, **found), markup=False)


_NOT_APPLICABLE = "not_applicable"
_NOTHING_TO_DO = ("not_idle", _NOT_APPLICABLE)


def _not_of_idle(table: pd.DataFrame, parcels: pd.DataFrame) -> pd.Series:
    """Mark the rows of parcels that the idle-land test is not made for."""
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"]
    return ~table["parcel_id"].isin(idle)


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
        sound = say("say.base_sound")
        unsound = say("say.base_damaged")
        console().print(unsound if broken else sound, markup=False)
    raise typer.Exit(FINDINGS if broken else CLEAN)


def _parcels(kept: LandBase, day: dt.date, parcel: str | None) -> pd.DataFrame:
    """Take all parcels as of a day, or the one named."""
    parcels: pd.DataFrame = kept.parcels(on=day)
    if parcel is None:
        return parcels
    one: pd.DataFrame = parcels[parcels["parcel_id"] == parcel].reset_index(drop=True)
    if one.empty:
        raise LedgerError("parcel_unknown", parcel=parcel)
    return one


_DAY = "YYYY-MM-DD"
Document = Annotated[
    str | None, typer.Option(metavar="TEXT", help=say("help.document_no"))
]
Reason = Annotated[
    str | None, typer.Option(metavar="TEXT", help=say("help.reshape_reason"))
]


def add_shaping_commands(app: typer.Typer) -> None:
    """Give the command line the commands on the life of a parcel."""
    commands = (
        reshape,
        milestone,
        attach,
        balance,
    )
    for command in commands:
        app.command(help=say(f"command.{command.__name__}"))(command)


def reshape(  # noqa: PLR0913 - the parts of an operation
    base: BaseArgument,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=say("help.operation"),
        ),
    ],
    children: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            parser=as_path,
            help=say("help.new_parcels"),
        ),
    ],
    *,
    parcel: Annotated[
        list[str],
        typer.Option(
            metavar="ID",
            help=say("help.old_parcels"),
        ),
    ],
    effective: Annotated[
        str, typer.Option(metavar=_DAY, help=say("help.reshape_effective"))
    ],
    document: Document = None,
    by: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.person"))
    ] = None,
    reason: Reason = None,
    exception: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=say("help.areas_exception"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Record a split, a merger or a boundary adjustment."""
    _require_kind(kind, parcel)
    with existing_base(base) as kept:
        found = _children(kept, children, parcel)
        name = getattr(kept, kind)(
            parcel[0] if kind == "split" else parcel,
            found,
            effective=as_day(effective),
            document=document,
            by=by,
            reason=reason,
            exception=exception,
        )
    begun = found["parcel_id"].tolist()
    if as_json:
        print_json({"operation": name, "ended": parcel, "begun": begun})
        return
    ids = "、".join(parcel), "、".join(begun)
    console().print(
        say("say.reshaped", before=ids[0], after=ids[1], name=name),
        markup=False,
        soft_wrap=True,
    )


def _require_kind(kind: str, parents: list[str]) -> None:
    """Refuse a kind that there is not, and a split of several."""
    if kind not in {"split", "merge", "adjust"}:
        raise typer.BadParameter(say("say.operation_unknown", kind=kind))
    if kind == "split" and len(parents) > 1:
        raise typer.BadParameter(say("say.split_one_parcel"))


def _children(kept: LandBase, path: Path, parents: list[str]) -> gpd.GeoDataFrame:
    """Read the new parcels; what the file does not say, the parents will."""
    from landbase.parcels.read import read_parcels

    before = kept.parcels(ended=True)
    of_parents = before.loc[before["parcel_id"].isin(parents), "category"]
    category = of_parents.iloc[0] if len(of_parents) else "approved_unsupplied"
    children, issues = read_parcels(path, category=category)
    if issues.count("error"):
        show_issues(issues, limit=20)
        raise LedgerError("shaping_file_has_errors", path=path)
    return children.dropna(axis="columns", how="all")


def milestone(  # noqa: PLR0913 - the parts of a milestone
    base: BaseArgument,
    parcel_id: ParcelId,
    step: Annotated[
        str,
        typer.Argument(metavar="STEP", help=say("help.step")),
    ],
    *,
    due: Annotated[
        str | None, typer.Option(metavar=_DAY, help=say("help.step_due"))
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.person"))
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("help.unit"))
    ] = None,
    done_on: Annotated[
        str | None, typer.Option(metavar=_DAY, help=say("help.done_on"))
    ] = None,
    document: Document = None,
    reason: Reason = None,
    as_json: Json = False,
) -> None:
    """Set a step of a parcel's route map, change it, or say that it is done."""
    with existing_base(base) as kept:
        kept.set_milestone(
            parcel_id,
            step,
            due=None if due is None else as_day(due),
            person=person,
            unit=unit,
            done_on=None if done_on is None else as_day(done_on),
            document=document,
            reason=reason,
        )
    if as_json:
        print_json({"parcel_id": parcel_id, "step": step})
        return
    wording = say("say.step_set", parcel_id=parcel_id, step=step)
    console().print(wording, markup=False)


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
        typer.Option(metavar=_DAY, help=say("help.document_day")),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=say("help.keep_copy")),
    ] = False,
    as_json: Json = False,
) -> None:
    """Attach a document to a decision."""
    day = None if dated is None else as_day(dated)
    with existing_base(base) as kept:
        number = kept.attach(event, file, kind=kind, dated=day, keep=keep)
    if as_json:
        print_json({"evidence_id": number, "event_id": event, "file": file.name})
        return
    wording = say("say.attached", event=event, file=file.name)
    console().print(wording, markup=False)


def balance(
    base: BaseArgument,
    *,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar=_DAY,
            help=say("help.balance_on"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Balance each parcel's area; exit 1 where something is left without a way."""
    with existing_base(base) as kept:
        table = kept.balance(None if on is None else as_day(on)).reset_index()
        words = kept.vocabulary
    open_ = table[~table["balanced"]]
    if as_json:
        print_json({"parcels": records(table)})
    else:
        if len(open_):
            show_frame(in_words(open_.drop(columns="balanced"), words, lang()))
        wording = say("say.balance", count=len(table), open=len(open_))
        console().print(wording, markup=False)
    raise typer.Exit(FINDINGS if len(open_) else CLEAN)
