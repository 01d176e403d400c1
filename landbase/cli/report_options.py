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
    key: str,
    *flags: str,
    metavar: str = "TEXT",
    parser: Callable[[str], Any] | None = None,
) -> Any:
    """Make an option with its help."""
    return typer.Option(*flags, metavar=metavar, help=say(key), parser=parser)


On = Annotated[str | None, text("help.data_day", metavar="YYYY-MM-DD")]
Title = Annotated[str | None, text("help.title")]
ColorBy = Annotated[
    str,
    text(
        "help.color_by",
        metavar="COLUMN",
    ),
]
Paper = Annotated[Size, text("help.size", metavar="A4|A3|A2|A1|A0")]
Portrait = Annotated[bool, typer.Option("--portrait", help=say("help.portrait"))]
Maker = Annotated[str, text("help.maker")]
Source = Annotated[str | None, text("help.source")]
Note = Annotated[str | None, text("help.note")]
Tasks = Annotated[
    Path | None,
    text("help.annual_tasks", metavar="FILE", parser=as_path),
]
AllowErrors = Annotated[
    bool,
    typer.Option(
        "--allow-errors",
        help=say("help.allow_errors"),
    ),
]


def out(key: str) -> Any:
    """Make the option that names what is written."""
    return typer.Option("--output", "-o", metavar="FILE", parser=as_path, help=say(key))
