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
        raise typer.BadParameter(
            say(
                "路径是空的：请写出文件或文件夹（本文件夹写作 .）",
                "the path is empty; name a file or folder (this folder is .)",
            )
        )
    return Path(text)


_files = typer.Argument(
    metavar="FILES...",
    parser=as_path,
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
    typer.Option(
        metavar="FILE",
        parser=as_path,
        help=say("旗区界线文件", "file of banner outlines"),
    ),
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


def _encoding(name: str | None) -> str | None:
    """Refuse a name that is no encoding, before files are read by a guess."""
    from landbase.sources.encoding import find_codec

    if name is None or find_codec(name) is not None:
        return name
    raise typer.BadParameter(
        say(
            f"{name!r} 不是已知的编码，请写 utf-8、gb18030 等",
            f"{name!r} is no known encoding; write utf-8 or gb18030",
        )
    )


Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say("文字编码，如 gb18030", "encoding of the text, such as gb18030"),
        callback=_encoding,
    ),
]
BaseArgument = Annotated[
    Path,
    typer.Argument(
        metavar="BASE", parser=as_path, help=say("土地库 (.gpkg)", "land base (.gpkg)")
    ),
]
BaseOption = Annotated[
    Path | None,
    typer.Option(
        "--base",
        metavar="FILE",
        parser=as_path,
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


def finite(value: float | None) -> float | None:
    """Refuse nan and inf, which read as numbers and mean none."""
    if value is None or math.isfinite(value):
        return value
    raise typer.BadParameter(say("须为数字", "it must be a number"))


def _ending(path: Path | None, ending: str) -> Path | None:
    """Refuse a name that would mislead whoever opens the file."""
    if path is None or path.suffix.lower() == ending:
        return path
    raise typer.BadParameter(
        say(f"文件名须以 {ending} 结尾", f"the file's name must end with {ending}")
    )


Out = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=say("写入的 xlsx 文件", "xlsx to write"),
        callback=lambda path: _ending(path, ".xlsx"),
    ),
]
Page = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=say("写入的网页", "page to write"),
        callback=lambda path: _ending(path, ".html"),
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=0,
        help=say("屏幕上最多显示几条问题", "how many issues to show at most"),
    ),
]
