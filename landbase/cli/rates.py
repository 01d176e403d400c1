"""Commands for what superiors ask of supply: rates, and the list of purchases."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.language import lang, say
from landbase.cli.options import (
    BaseArgument,
    Maker,
    Out,
    as_path,
    as_place,
    day_of,
    existing_base,
    finite,
    out,
)
from landbase.cli.options import ReportDay as On
from landbase.cli.show import show_files, show_frame
from landbase.texts import Texts

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules.ruleset import Rules

__all__ = ["purchases", "rates_of"]

_SPAN = re.compile(r"\s*(\d{4})\s*(?:[-—–~至]+\s*(\d{4}))?\s*")
_IDLE = "idle"


def rates_of(  # noqa: PLR0913 - the options of a command
    approvals: Annotated[
        Path,
        typer.Argument(
            metavar="APPROVALS", parser=as_path, help=say("help.approvals_table")
        ),
    ],
    supplies: Annotated[
        Path,
        typer.Argument(
            metavar="SUPPLIES", parser=as_path, help=say("help.supplies_table")
        ),
    ],
    *,
    years: Annotated[str, typer.Option(metavar="YYYY-YYYY", help=say("help.span"))],
    base: Annotated[
        str | None,
        typer.Option(metavar="BASE", parser=as_place, help=say("help.idle_base")),
    ] = None,
    on: On = None,
    by: Annotated[
        str, typer.Option(metavar="BY", help=say("help.rates_by"))
    ] = "banner",
    gate: Annotated[
        float,
        typer.Option(metavar="SHARE", min=0.0, help=say("help.gate"), callback=finite),
    ] = 0.65,
    as_json: Annotated[
        bool, typer.Option("--json", help=say("help.json_for_scripts"))
    ] = False,
    output: Out = None,
) -> None:
    """Say what share of approved land is supplied, and what of that is idle."""
    from landbase.cases.rates import supply_rates
    from landbase.parcels.supplies import read_supply_table
    from landbase.report.rates import print_rates
    from landbase.report.tables import rates_form
    from landbase.rules.ruleset import Rules

    span, rules = _span(years), Rules.default()
    idle = None
    if base is not None:
        idle, rules = _idle(base, on)
    table = supply_rates(
        read_supply_table(approvals, "approvals", rules=rules),
        read_supply_table(supplies, "supplies", rules=rules),
        idle,
        years=span,
        by=by,
        gate=gate,
    )
    if as_json:
        text = table.reset_index().to_json(orient="records")
        sys.stdout.write(json.dumps(json.loads(text), ensure_ascii=False, indent=1))
        sys.stdout.write("\n")
        return
    words = Texts(rules.texts).words("report", lang())
    title = words("rates.title", first=span[0], last=span[1])
    show_frame(print_rates(table, lang=lang(), rules=rules), title=title)
    if output is not None:
        from landbase.tables.write import write_forms

        form = rates_form(table, years=span, words=words, rules=rules)
        written = write_forms(output, [form], footer="")
        show_files((written, say("file.rates")))


def _span(text: str) -> tuple[int, int]:
    """Read a year, or the first and the last of several."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise typer.BadParameter(say("say.span_unreadable", text=text))
    return int(found[1]), int(found[2] or found[1])


def _idle(path: str, on: str | None) -> tuple[pd.DataFrame, Rules]:
    """Give the idle land of a land base that is not disposed of, with its areas."""
    from landbase.area import ellipsoidal_area

    with existing_base(path) as kept:
        parcels, rules = kept.parcels(on=day_of(on, kept)), kept.rules
    idle: Any = parcels[parcels["category"] == _IDLE]
    area = ellipsoidal_area(idle)
    if "disposed_area_m2" in idle:
        area = (area - idle["disposed_area_m2"].fillna(0.0)).clip(lower=0.0)
    return idle.drop(columns="geometry").assign(area_m2=area), rules


def purchases(
    base: BaseArgument,
    *,
    on: On = None,
    maker: Maker = "",
    output: Annotated[Path, out("help.workbook")] = Path("purchases.xlsx"),
) -> None:
    """Write the list of land to be bought back into the reserve."""
    from landbase.report.purchases import purchase_list

    with existing_base(base) as kept:
        day = day_of(on, kept)
        purchase_list(kept, on=day, path=output, lang=lang(), maker=maker)
    show_files((output, say("file.purchases")))
