"""Commands on the life of a parcel: reshape, milestone, attach, balance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.bases import ParcelId
from landbase.cli.codes import CLEAN, FINDINGS
from landbase.cli.machine import Json, print_json, records
from landbase.cli.options import BaseArgument, as_path
from landbase.cli.show import console, show_frame, show_issues
from landbase.cli.values import as_day, existing_base
from landbase.cli.words import lang, say
from landbase.errors import LedgerError

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.store import LandBase

__all__ = ["add_shaping_commands"]

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
        say("told.reshaped", before=ids[0], after=ids[1], name=name),
        markup=False,
        soft_wrap=True,
    )


def _require_kind(kind: str, parents: list[str]) -> None:
    """Refuse a kind that there is not, and a split of several."""
    if kind not in {"split", "merge", "adjust"}:
        raise typer.BadParameter(say("told.operation_unknown", kind=kind))
    if kind == "split" and len(parents) > 1:
        raise typer.BadParameter(say("told.split_one_parcel"))


def _children(kept: "LandBase", path: Path, parents: list[str]) -> "gpd.GeoDataFrame":
    """Read the new parcels; what the file does not say, the parents will."""
    from landbase.clean import read_parcels

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
    told = say("told.step_set", parcel_id=parcel_id, step=step)
    console().print(told, markup=False)


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
    told = say("told.attached", event=event, file=file.name)
    console().print(told, markup=False)


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
    from landbase.cli.register_tables import in_words

    with existing_base(base) as kept:
        table = kept.balance(None if on is None else as_day(on)).reset_index()
        words = kept.vocabulary
    open_ = table[~table["balanced"]]
    if as_json:
        print_json({"parcels": records(table)})
    else:
        if len(open_):
            show_frame(in_words(open_.drop(columns="balanced"), words, lang()))
        told = say("told.balance", count=len(table), open=len(open_))
        console().print(told, markup=False)
    raise typer.Exit(FINDINGS if len(open_) else CLEAN)
