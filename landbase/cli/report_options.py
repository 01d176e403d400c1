"""Options of the commands of reports."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from landbase.cli.options import as_path
from landbase.cli.words import say

__all__ = [
    "AllowErrors",
    "ColorBy",
    "Maker",
    "Note",
    "On",
    "Paper",
    "Portrait",
    "Size",
    "Source",
    "Span",
    "Tasks",
    "Title",
    "out",
    "text",
]


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


def text(
    zh: str,
    en: str,
    *flags: str,
    metavar: str = "TEXT",
    parser: Callable[[str], Any] | None = None,
) -> Any:
    """Make an option with its help."""
    return typer.Option(*flags, metavar=metavar, help=say(zh, en), parser=parser)


On = Annotated[
    str | None, text("数据日期，默认今天", "as of this day", metavar="YYYY-MM-DD")
]
Title = Annotated[str | None, text("标题", "title")]
ColorBy = Annotated[
    str,
    text(
        "按哪个字段分类，另有 overdue、area、progress",
        "a column, or overdue, area, progress",
        metavar="COLUMN",
    ),
]
Paper = Annotated[Size, text("纸张", "paper", metavar="A4|A3|A2|A1|A0")]
Portrait = Annotated[
    bool, typer.Option("--portrait", help=say("竖幅", "upright instead of wide"))
]
Maker = Annotated[str, text("制图（填报）单位", "who makes it")]
Source = Annotated[str | None, text("资料来源", "where the data come from")]
Note = Annotated[str | None, text("密级等标注", "a mark such as 内部使用")]
Tasks = Annotated[
    Path | None,
    text("年度任务表", "table of annual tasks", metavar="FILE", parser=as_path),
]
AllowErrors = Annotated[
    bool,
    typer.Option(
        "--allow-errors",
        help=say("数据有错误也出具，并在首页注明", "make it despite open errors"),
    ),
]


def out(zh: str, en: str) -> Any:
    """Make the option that names what is written."""
    return typer.Option(
        "--output", "-o", metavar="FILE", parser=as_path, help=say(zh, en)
    )
