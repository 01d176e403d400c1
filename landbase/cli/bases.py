"""Commands on a land base: record, history."""

from typing import Annotated

import typer

from landbase.cli.machine import Json, decision_record, print_json, records
from landbase.cli.options import BaseArgument, finite
from landbase.cli.show import console, show_frame
from landbase.cli.values import as_day, as_term, existing_base
from landbase.cli.words import lang, say

__all__ = ["ParcelId", "history", "record"]

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
        say("told.recorded", number=decision.event_id, parcel_id=parcel_id),
        markup=False,
    )


def history(base: BaseArgument, parcel_id: ParcelId, *, as_json: Json = False) -> None:
    """Show all that was recorded about a parcel."""
    from landbase.cli.labels import label_history

    with existing_base(base) as kept:
        life, rules = kept.history(parcel_id), kept.rules
    if as_json:
        print_json({"parcel_id": parcel_id, "history": records(life)})
    else:
        show_frame(label_history(life, rules, lang()))
