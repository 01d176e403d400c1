"""Options that several commands share."""

from __future__ import annotations

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
    "On",
    "Out",
    "Zone",
]

_files = typer.Argument(
    metavar="FILES...",
    help=say(
        "地块文件：shp、gpkg、gdb、geojson、zip",
        "files of parcels: shp, gpkg, gdb, geojson or zip",
    ),
    show_default=False,
)
Files = Annotated[list[Path], _files]
FilesOrNone = Annotated[list[Path] | None, _files]
Banners = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help=say("旗区界线文件", "file of banner outlines")),
]
Category = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say(
            "类别：批而未供、闲置土地",
            "approved_unsupplied or idle, where the file has no such column",
        ),
    ),
]
Layer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help=say("只读这一图层", "the only layer wanted")),
]
Crs = Annotated[
    str | None,
    typer.Option(
        metavar="CRS",
        help=say(
            "文件未注明时的坐标系，如 EPSG:4525",
            "CRS such as EPSG:4525, where the file states none",
        ),
    ),
]
Zone = Annotated[
    int | None,
    typer.Option(
        metavar="25-45",
        min=25,
        max=45,
        show_default=False,
        help=say("横坐标不带带号时的 3 度带带号", "3° zone of eastings without prefix"),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say("文字编码，如 gb18030", "encoding of the text, such as gb18030"),
    ),
]
BaseArgument = Annotated[
    Path,
    typer.Argument(metavar="BASE", help=say("土地库 (.gpkg)", "land base (.gpkg)")),
]
BaseOption = Annotated[
    Path | None,
    typer.Option(
        "--base",
        metavar="FILE",
        help=say("用土地库代替地块文件", "take the parcels of this land base"),
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        help=say("土地库在这一天的状态", "the land base as of this day"),
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help=say("写入的 xlsx 文件", "xlsx to write")
    ),
]
