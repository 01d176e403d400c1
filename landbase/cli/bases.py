"""Commands on a land base: record, history."""

from typing import Annotated

import typer

from landbase.cli.machine import Json, decision_record, print_json, records
from landbase.cli.options import BaseArgument, finite
from landbase.cli.show import console, show_frame
from landbase.cli.values import as_day, as_term, existing_base
from landbase.cli.words import lang, say

__all__ = ["ParcelId", "history", "record"]

ParcelId = Annotated[
    str, typer.Argument(metavar="PARCEL", help=say("地块编号", "parcel id"))
]


def record(  # noqa: PLR0913 - the parts of a decision
    base: BaseArgument,
    parcel_id: ParcelId,
    disposal_type: Annotated[
        str,
        typer.Argument(
            metavar="TYPE",
            help=say("处置方式，如 撤销批文", "disposal type, such as revoke_approval"),
        ),
    ],
    *,
    status: Annotated[
        str,
        typer.Option(
            metavar="STATUS",
            help=say("处置状态，如 方案已定", "status, such as planned"),
        ),
    ],
    effective: Annotated[
        str,
        typer.Option(
            metavar="YYYY-MM-DD", help=say("处置日期", "the day it takes effect")
        ),
    ],
    due: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=say("整改时限", "to be done by")),
    ] = None,
    document: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("文号", "document number"))
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("责任人", "responsible person")),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("备注", "reason"))
    ] = None,
    area: Annotated[
        float | None,
        typer.Option(
            metavar="M2",
            help=say("处置面积（平方米）", "area in m²"),
            callback=finite,
        ),
    ] = None,
    exception: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=say("不合规定而仍登记的理由", "why it goes against a rule"),
        ),
    ] = None,
    supersedes: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help=say("更正第几号记录", "number of the decision it corrects"),
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
        say(
            f"已登记第 {decision.event_id} 号处置记录：{parcel_id}",
            f"recorded decision {decision.event_id} of {parcel_id}",
        ),
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
