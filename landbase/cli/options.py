"""Options that several commands share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from landbase.cli.words import say

__all__ = [
    "Banners",
    "BaseArgument",
    "BaseOption",
    "Category",
    "Crs",
    "Encoding",
    "Files",
    "FilesOrNone",
    "Layer",
    "Limit",
    "On",
    "Out",
    "Page",
    "Zone",
    "as_path",
    "finite",
]


def as_path(text: str) -> Path:
    """Refuse an empty path, which would stand for the folder we are in."""
    if not str(text).strip():
        raise typer.BadParameter(say("told.path_empty"))
    return Path(text)


_files = typer.Argument(
    metavar="FILES...",
    parser=as_path,
    help=say("help.files"),
    show_default=False,
)
Files = Annotated[list[Path], _files]
FilesOrNone = Annotated[list[Path] | None, _files]
Banners = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        parser=as_path,
        help=say("help.banners"),
    ),
]
Category = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say("help.category"),
    ),
]
Layer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help=say("help.layer")),
]
Crs = Annotated[
    str | None,
    typer.Option(
        metavar="CRS",
        help=say("help.crs"),
    ),
]
Zone = Annotated[
    int | None,
    typer.Option(
        metavar="25-45",
        min=25,
        max=45,
        show_default=False,
        help=say("help.zone"),
    ),
]


def _encoding(name: str | None) -> str | None:
    """Refuse a name that is no encoding, before files are read by a guess."""
    from landbase.sources.encoding import find_codec

    if name is None or find_codec(name) is not None:
        return name
    raise typer.BadParameter(say("told.encoding_unknown", name=name))


Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say("help.encoding"),
        callback=_encoding,
    ),
]
BaseArgument = Annotated[
    Path,
    typer.Argument(metavar="BASE", parser=as_path, help=say("help.base")),
]
BaseOption = Annotated[
    Path | None,
    typer.Option(
        "--base",
        metavar="FILE",
        parser=as_path,
        help=say("help.base_for_files"),
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        help=say("help.base_on"),
    ),
]


def finite(value: float | None) -> float | None:
    """Refuse nan and inf, which read as numbers and mean none."""
    if value is None or math.isfinite(value):
        return value
    raise typer.BadParameter(say("told.must_be_number"))


def _ending(path: Path | None, ending: str) -> Path | None:
    """Refuse a name that would mislead whoever opens the file."""
    if path is None or path.suffix.lower() == ending:
        return path
    raise typer.BadParameter(say("told.suffix_wrong", ending=ending))


Out = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=say("help.xlsx"),
        callback=lambda path: _ending(path, ".xlsx"),
    ),
]
Page = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=say("help.html"),
        callback=lambda path: _ending(path, ".html"),
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=0,
        help=say("help.limit"),
    ),
]
