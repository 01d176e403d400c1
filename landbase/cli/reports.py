"""Commands for what is handed in: figure, atlas, tables, bulletin."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.options import Banners, BaseArgument
from landbase.cli.reading import read_banner_file
from landbase.cli.show import show_files
from landbase.cli.values import as_day, existing_base
from landbase.cli.words import lang, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["add_report_commands"]


class Size(StrEnum):
    """Sizes of paper."""

    A4 = "A4"
    A3 = "A3"
    A2 = "A2"
    A1 = "A1"
    A0 = "A0"


class Span(StrEnum):
    """What a bulletin is for."""

    ten_days = "旬"
    month = "月"
    quarter = "季"
    year = "年"


def _text(zh: str, en: str, *flags: str, metavar: str = "TEXT") -> Any:
    return typer.Option(*flags, metavar=metavar, help=say(zh, en))


On = Annotated[
    str | None, _text("数据日期，默认今天", "as of this day", metavar="YYYY-MM-DD")
]
Title = Annotated[str | None, _text("标题", "title")]
ColorBy = Annotated[
    str,
    _text(
        "按哪个字段分类，另有 overdue、area、progress",
        "a column, or overdue, area, progress",
        metavar="COLUMN",
    ),
]
Paper = Annotated[Size, _text("纸张", "paper", metavar="A4|A3|A2|A1|A0")]
Portrait = Annotated[
    bool, typer.Option("--portrait", help=say("竖幅", "upright instead of wide"))
]
Maker = Annotated[str, _text("制图（填报）单位", "who makes it")]
Source = Annotated[str | None, _text("资料来源", "where the data come from")]
Note = Annotated[str, _text("密级等标注", "a mark such as 内部使用")]
Tasks = Annotated[
    Path | None, _text("年度任务表", "table of annual tasks", metavar="FILE")
]
AllowErrors = Annotated[
    bool,
    typer.Option(
        "--allow-errors",
        help=say("数据有错误也出具，并在首页注明", "make it despite open errors"),
    ),
]


def _out(zh: str, en: str) -> Any:
    return typer.Option("--output", "-o", metavar="FILE", help=say(zh, en))


def add_report_commands(app: typer.Typer) -> None:
    """Give the command line the commands of reports."""
    for command, zh, en in (
        (figure, "制作报告用图（PDF、SVG、PNG）", "draw a report map"),
        (atlas, "逐旗区（或开发区、方格）成图并装订", "draw an atlas of sheets"),
        (tables, "导出全部报表（一个 xlsx）", "write the tables of a report"),
        (bulletin, "生成工作通报（Word）", "write the bulletin of a period"),
    ):
        app.command(help=say(zh, en))(command)


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
        _text(
            "范围：旗区代码，或 西,南,东,北（度）",
            "a banner's code, or west,south,east,north",
            metavar="EXTENT",
        ),
    ] = None,
    maker: Maker = "",
    source: Source = None,
    note: Note = "内部使用",
    tasks: Tasks = None,
    output: Annotated[Path, _out("图件", "file to write")] = Path("map.pdf"),
) -> None:
    """Draw a report map."""
    from landbase.figure import report_map
    from landbase.style import Heading

    day = _day(on)
    with existing_base(base) as kept:
        parcels, decisions = kept.parcels(on=day), kept.decisions()
    sheet = report_map(
        parcels,
        read_banner_file(banners),
        title=Heading(title=title or _usual_title(), note=note or None),
        color_by=color_by,
        size=size.value,
        orientation="portrait" if portrait else "landscape",
        extent=_extent(extent),
        lang=lang(),
        on=day,
        progress=_progress(decisions, tasks, day),
        maker=maker or None,
        source=source,
        vocabulary=kept.vocabulary,
    )
    sheet.savefig(output)
    show_files((output, say("报告图", "report map")))


def atlas(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    banners: Annotated[
        Path, _text("旗区界线文件", "file of banner outlines", metavar="FILE")
    ],
    on: On = None,
    by: Annotated[
        str,
        _text(
            "分幅：banner、zone，或方格公里数",
            "banner, zone, or kilometres of a grid",
            metavar="BY",
        ),
    ] = "banner",
    color_by: ColorBy = "status",
    title: Title = None,
    size: Paper = Size.A4,
    portrait: Portrait = False,
    maker: Maker = "",
    source: Source = None,
    note: Note = "内部使用",
    output: Annotated[Path, _out("写入的文件夹", "folder to write to")] = Path("atlas"),
) -> None:
    """Draw an atlas."""
    from landbase.banners import read_banners
    from landbase.figure import atlas as draw_atlas
    from landbase.style import Heading

    day = _day(on)
    with existing_base(base) as kept:
        parcels = kept.parcels(on=day)
    made = draw_atlas(
        parcels,
        read_banners(banners),
        output,
        by=_by(by),
        title=Heading(title=title or _usual_title(), note=note or None),
        color_by=color_by,
        size=size.value,
        orientation="portrait" if portrait else "landscape",
        lang=lang(),
        on=day,
        maker=maker or None,
        source=source,
        vocabulary=kept.vocabulary,
    )
    show_files(
        (made.combined, say("图册", "atlas")), (made.index, say("索引", "index"))
    )


def tables(
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    tasks: Tasks = None,
    maker: Maker = "",
    allow_errors: AllowErrors = False,
    output: Annotated[Path, _out("报表", "workbook to write")] = Path("tables.xlsx"),
) -> None:
    """Write the tables of a report."""
    from landbase.report import report_tables

    with existing_base(base) as kept:
        report_tables(
            kept,
            on=_day(on),
            path=output,
            banners=read_banner_file(banners),
            tasks=_tasks(tasks),
            lang=lang(),
            maker=maker,
            allow_errors=allow_errors,
        )
    show_files((output, say("报表", "tables")))


def bulletin(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    tasks: Tasks = None,
    period: Annotated[
        Span, _text("期间", "period", metavar="旬|月|季|年")
    ] = Span.ten_days,
    template: Annotated[
        Path | None, _text("本单位的模板", "own template", metavar="FILE")
    ] = None,
    maker: Maker = "",
    allow_errors: AllowErrors = False,
    output: Annotated[Path, _out("通报", "file to write")] = Path("bulletin.docx"),
) -> None:
    """Write the bulletin of a period."""
    from landbase.report import bulletin as write_bulletin

    with existing_base(base) as kept:
        write_bulletin(
            kept,
            on=_day(on),
            path=output,
            period=period.value,
            template=template,
            banners=read_banner_file(banners),
            tasks=_tasks(tasks),
            maker=maker,
            allow_errors=allow_errors,
        )
    show_files((output, say("通报", "bulletin")))


def _day(text: str | None) -> dt.date:
    from landbase.values import today

    return today() if text is None else as_day(text)


def _usual_title() -> str:
    return say("批而未供和闲置土地处置图", "Approved-but-unsupplied and idle land")


def _tasks(path: Path | None) -> "pd.DataFrame | None":
    from landbase.tasks import read_tasks

    return None if path is None else read_tasks(path)


def _progress(
    decisions: "pd.DataFrame", path: Path | None, day: dt.date
) -> "pd.DataFrame | None":
    from landbase.progress import progress

    tasks = _tasks(path)
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
    if edges is not None and len(edges) == 4:  # noqa: PLR2004 - west, south, east, north
        return tuple(edges)
    return text


def _by(text: str) -> Any:
    number = _numbers(text)
    return text if number is None else number[0]
