"""Commands for what is handed in: figure, atlas, tables, bulletin."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.options import Banners, BaseArgument
from landbase.cli.reading import read_banner_file
from landbase.cli.report_options import (
    AllowErrors,
    ColorBy,
    Maker,
    Note,
    On,
    Paper,
    Portrait,
    Size,
    Source,
    Span,
    Tasks,
    Title,
    out,
    text,
)
from landbase.cli.show import show_files
from landbase.cli.values import day_of, existing_base
from landbase.cli.words import lang, say
from landbase.texts import words

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules import Rules
    from landbase.style import Heading

__all__ = ["add_report_commands"]

_EDGES = 4  # west, south, east, north


def add_report_commands(app: typer.Typer) -> None:
    """Give the command line the commands of reports."""
    for command in (
        figure,
        atlas,
        tables,
        bulletin,
    ):
        app.command(help=say(f"command.{command.__name__}"))(command)


def figure(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    color_by: ColorBy = "status",
    title: Title = None,
    size: Paper = Size.A4,
    portrait: Portrait = False,
    extent: Annotated[
        str | None,
        text(
            "help.extent",
            metavar="EXTENT",
        ),
    ] = None,
    maker: Maker = "",
    source: Source = None,
    note: Note = None,
    tasks: Tasks = None,
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.file_write")] = Path("map.pdf"),
) -> None:
    """Draw a report map."""
    from landbase.figure import report_map

    with existing_base(base) as kept:
        day, rules = day_of(on, kept), kept.rules
        parcels, decisions = kept.parcels(on=day), kept.decisions()
    outlines = read_banner_file(banners, rules)
    sheet = report_map(
        parcels,
        outlines,
        title=_heading(title, note, _errors(parcels, outlines, allow=allow_errors)),
        color_by=color_by,
        size=size.value,
        orientation="portrait" if portrait else "landscape",
        extent=_extent(extent),
        lang=lang(),
        on=day,
        progress=_progress(decisions, tasks, day, rules),
        maker=maker or None,
        source=source,
        rules=rules,
    )
    sheet.savefig(output)
    show_files((output, say("file.report_map")))


def atlas(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    banners: Annotated[Path, text("help.banners", metavar="FILE")],
    on: On = None,
    by: Annotated[
        str,
        text(
            "help.atlas_by",
            metavar="BY",
        ),
    ] = "banner",
    color_by: ColorBy = "status",
    title: Title = None,
    size: Paper = Size.A4,
    portrait: Portrait = False,
    maker: Maker = "",
    source: Source = None,
    note: Note = None,
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.atlas_folder")] = Path("atlas"),
) -> None:
    """Draw an atlas."""
    from landbase.banners import read_banners
    from landbase.figure import atlas as draw_atlas

    with existing_base(base) as kept:
        day, rules = day_of(on, kept), kept.rules
        parcels = kept.parcels(on=day)
    outlines = read_banners(banners, rules=rules)
    made = draw_atlas(
        parcels,
        outlines,
        output,
        by=_by(by),
        title=_heading(title, note, _errors(parcels, outlines, allow=allow_errors)),
        color_by=color_by,
        size=size.value,
        orientation="portrait" if portrait else "landscape",
        lang=lang(),
        on=day,
        maker=maker or None,
        source=source,
        rules=rules,
    )
    show_files((made.combined, say("file.atlas")), (made.index, say("file.index")))


def tables(
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    tasks: Tasks = None,
    maker: Maker = "",
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.workbook")] = Path("tables.xlsx"),
) -> None:
    """Write the tables of a report."""
    from landbase.report import report_tables

    with existing_base(base) as kept:
        report_tables(
            kept,
            on=day_of(on, kept),
            path=output,
            banners=read_banner_file(banners, kept.rules),
            tasks=_tasks(tasks, kept.rules),
            lang=lang(),
            maker=maker,
            allow_errors=allow_errors,
        )
    show_files((output, say("file.tables")))


def bulletin(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    tasks: Tasks = None,
    period: Annotated[Span, text("help.period", metavar="旬|月|季|年")] = Span.ten_days,
    template: Annotated[Path | None, text("help.template", metavar="FILE")] = None,
    maker: Maker = "",
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.file_write_reports")] = Path("bulletin.docx"),
) -> None:
    """Write the bulletin of a period."""
    from landbase.report import bulletin as write_bulletin

    with existing_base(base) as kept:
        write_bulletin(
            kept,
            on=day_of(on, kept),
            path=output,
            period=period.value,
            template=template,
            banners=read_banner_file(banners, kept.rules),
            tasks=_tasks(tasks, kept.rules),
            lang=lang(),
            maker=maker,
            allow_errors=allow_errors,
        )
    show_files((output, say("file.bulletin")))


def _errors(parcels: Any, banners: Any, *, allow: bool) -> int:
    """Count what is open; refuse it unless allowed."""
    from landbase.checks import check_parcels
    from landbase.report.facts import count_errors

    return count_errors(check_parcels(parcels, banners), allow=allow)


def _heading(title: str | None, note: str | None, errors: int) -> "Heading":
    """Make the title with its marks; open errors are one of them."""
    from landbase.style import Heading

    texts = words("report", lang())
    marks = [texts["mark"] if note is None else note]
    marks += [texts("override", count=errors).strip()] if errors else []
    usual = say("told.usual_title")
    return Heading(title=title or usual, note="\n".join(marks).strip() or None)


def _tasks(path: Path | None, rules: "Rules") -> "pd.DataFrame | None":
    from landbase.tasks import read_tasks

    return None if path is None else read_tasks(path, rules=rules)


def _progress(
    decisions: "pd.DataFrame", path: Path | None, day: dt.date, rules: "Rules"
) -> "pd.DataFrame | None":
    from landbase.cases.progress import progress

    tasks = _tasks(path, rules)
    if tasks is None:
        return None
    return progress(decisions, tasks, year=day.year, on=day)


def _numbers(text: str) -> list[float] | None:
    """Read numbers with commas between; None where it is something else."""
    try:
        return [float(part) for part in text.replace("，", ",").split(",")]
    except ValueError:
        return None


def _extent(text: str | None) -> Any:
    """Read an extent: a code, or four degrees."""
    edges = _numbers(text) if text and "," in text.replace("，", ",") else None
    if edges is not None and len(edges) == _EDGES:
        return tuple(edges)
    return text


def _by(text: str) -> Any:
    number = _numbers(text)
    return text if number is None else number[0]
