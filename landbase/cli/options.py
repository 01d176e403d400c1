"""Options, arguments and their words: what a person may type."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from enum import StrEnum
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.language import lang, say
from landbase.errors import DataError

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase

__all__ = [
    "DAY",
    "AllowErrors",
    "Banners",
    "BaseArgument",
    "BaseFile",
    "BaseOption",
    "By",
    "Category",
    "ColorBy",
    "Crs",
    "DocumentNo",
    "Encoding",
    "Fields",
    "Files",
    "FilesOrNone",
    "Layer",
    "Limit",
    "Maker",
    "Note",
    "On",
    "Out",
    "Page",
    "Paper",
    "ParcelId",
    "Portrait",
    "Reason",
    "ReportDay",
    "Rows",
    "RulesFile",
    "Size",
    "Soon",
    "Source",
    "Span",
    "Tasks",
    "Title",
    "Zone",
    "as_area",
    "as_column",
    "as_columns",
    "as_day",
    "as_fields",
    "as_numbers",
    "as_path",
    "as_place",
    "as_scheduler",
    "as_term",
    "base_is_there",
    "base_name",
    "day_of",
    "due_day",
    "existing_base",
    "file_beside",
    "finite",
    "gather",
    "known_day",
    "out",
    "text",
]


_COMMA = re.compile("[,，]")


def as_day(text: str, *, deadline: bool = False) -> dt.date:
    """Read a day, as people write days; a deadline may be 2023年9月底前."""
    from landbase.tables.cells import read_day

    try:
        return read_day(text, deadline=deadline)
    except DataError as error:
        raise _bad(error) from error


def as_area(text: str) -> float:
    """Read an area in m²; a bare number is one of square metres."""
    from landbase.tables.cells import read_area

    try:
        return read_area(text)
    except DataError as error:
        raise _bad(error) from error


def _bad(error: DataError) -> typer.BadParameter:
    return typer.BadParameter(error.zh if lang() == "zh" else str(error))


def as_scheduler(text: str) -> str:
    """Read who computes: the address of a scheduler, or what this machine has."""
    from landbase.scale.cluster import is_scheduler

    if is_scheduler(text):
        return text
    raise _bad(DataError("scheduler_unknown", given=text))


def as_term(kind: str, text: str, *, rules: Rules | None = None) -> str:
    """Find the code of a word in Chinese or English."""
    from landbase.rules.ruleset import rules_of

    words = rules_of(rules).vocabulary
    found = words.find(kind, text)
    if found is None:
        labels = words.labels(kind, lang())
        known = list(labels.values())
        if lang() == "en":
            known = [f"{label} ({code})" for code, label in labels.items()]
        raise typer.BadParameter(say("say.word_unknown", text=text, known=known))
    return found


def day_of(text: str | None, base: LandBase) -> dt.date:
    """Read a day; by default today in the time zone of a land base's rules."""
    return base.rules.today() if text is None else as_day(text)


def existing_base(place: Path | str, *, examine: bool = False) -> LandBase:
    """Open a land base that is there; a missing one is not made."""
    from landbase.store.base import LandBase

    if not base_is_there(place):
        raise typer.BadParameter(say("say.no_base", path=place))
    return LandBase.open(place, examine=examine)


def base_is_there(place: Path | str) -> bool:
    """Say whether there is a land base, or something else in its place."""
    from landbase.io.bases import is_address

    if is_address(place):
        from landbase.store.opening import server_has

        return server_has(str(place))
    path = Path(place)
    return path.exists() or path.is_symlink()


def base_name(place: str) -> str:
    """Give the name of a land base's file, or of its database on a server."""
    from landbase.io.bases import is_address

    if is_address(place):
        return place.rpartition("/")[2].partition("?")[0]
    return Path(place).name


def file_beside(place: str, ending: str) -> Path:
    """Name a file beside a land base; in this folder where that is on a server."""
    from landbase.io.bases import is_address

    if is_address(place):
        return Path(base_name(place) + ending)
    return Path(place).with_suffix(ending)


def known_day(text: str | None) -> dt.date | None:
    """Read a day where one is given."""
    return None if text is None else as_day(text)


def due_day(text: str | None) -> dt.date | None:
    """Read the day of a deadline where one is given."""
    return None if text is None else as_day(text, deadline=True)


def as_column(text: str) -> str:
    """Find the column of a Chinese label; what is none is the name of a column.

    Examples
    --------
    >>> as_column("开发区"), as_column("zone"), as_column("登记面积")
    ('zone', 'zone', 'declared_area_m2')
    """
    from landbase.rules.schema import column_of_label

    return column_of_label(text)


def as_columns(text: str) -> list[str]:
    """Find the columns of labels with commas between.

    Examples
    --------
    >>> as_columns("开发区，形成原因")
    ['zone', 'cause']
    """
    return [as_column(part) for part in _COMMA.split(text) if part.strip()]


def as_numbers(text: str) -> list[float] | None:
    """Read numbers with commas between; None where it is something else."""
    try:
        return [float(part) for part in _COMMA.split(text)]
    except ValueError:
        return None


def as_path(text: str) -> Path:
    """Refuse an empty path, which would stand for the folder we are in."""
    if not str(text).strip():
        raise typer.BadParameter(say("say.path_empty"))
    return Path(text)


def as_place(text: str) -> str:
    """Refuse an empty name of a land base."""
    if not str(text).strip():
        raise typer.BadParameter(say("say.path_empty"))
    return str(text)


def gather(files: list[Path] | None) -> list[Path]:
    """Take the parts of a shapefile together, and find what a wildcard means."""
    from landbase.io.formats import without_parts

    if not files:
        return []  # typer makes None of it
    found: list[Path] = []
    for file in files:
        typed = str(file)
        # cmd.exe and PowerShell hand on *.shp as it was typed
        wild = not file.exists() and any(mark in typed for mark in "*?")
        named = sorted(map(Path, glob(typed))) if wild else [file]  # noqa: PTH207 - it may be absolute
        if not named:
            raise typer.BadParameter(say("say.none_match", text=typed))
        found += named
    return without_parts(found)


_files = typer.Argument(
    metavar="FILES...",
    parser=as_path,
    help=say("help.files"),
    show_default=False,
    callback=gather,
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
RulesFile = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        parser=as_path,
        help=say("help.rules_file"),
    ),
]


def as_fields(pairs: list[str] | None) -> dict[str, str] | None:
    """Read what headers of a file mean: 地块代号=地块编号, or 地块代号=parcel_id.

    Raises
    ------
    BadParameter
        A pair is none.

    Examples
    --------
    >>> as_fields(["地块代号=地块编号", "MJ＝declared_area_m2"])
    {'地块代号': 'parcel_id', 'MJ': 'declared_area_m2'}
    """
    stated = {}
    for pair in [one for text in pairs or () for one in _COMMA.split(text)]:
        header, mark, column = pair.replace("＝", "=").rpartition("=")
        if not (mark and header.strip() and column.strip()):
            raise typer.BadParameter(say("say.fields_wrong", text=pair))
        stated[header.strip()] = as_column(column.strip())
    return stated or None


Fields = Annotated[
    list[str] | None,
    typer.Option(metavar="HEADER=COLUMN", help=say("help.fields")),
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
    from landbase.io.encoding import find_codec

    if name is None or find_codec(name) is not None:
        return name
    raise typer.BadParameter(say("say.encoding_unknown", name=name))


Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=say("help.encoding"),
        callback=_encoding,
    ),
]
# a file, or the address of a server
BaseArgument = Annotated[
    str,
    typer.Argument(metavar="BASE", parser=as_place, help=say("help.base")),
]
BaseFile = Annotated[
    str,
    typer.Argument(metavar="BASE", parser=as_place, help=say("help.base_file")),
]
ParcelId = Annotated[str, typer.Argument(metavar="PARCEL", help=say("help.parcel_id"))]
# what every record may have
DAY = "YYYY-MM-DD"
DocumentNo = Annotated[
    str | None, typer.Option(metavar="TEXT", help=say("help.document_no"))
]
By = Annotated[str | None, typer.Option(metavar="TEXT", help=say("help.responsible"))]
Reason = Annotated[
    str | None, typer.Option(metavar="TEXT", help=say("help.reshape_reason"))
]
Soon = Annotated[int, typer.Option("--soon", metavar="N", min=0, help=say("help.soon"))]
BaseOption = Annotated[
    str | None,
    typer.Option(
        "--base",
        metavar="BASE",
        parser=as_place,
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
    raise typer.BadParameter(say("say.must_be_number"))


def _ending(path: Path | None, ending: str) -> Path | None:
    """Refuse a name that would mislead whoever opens the file."""
    if path is None or path.suffix.lower() == ending:
        return path
    raise typer.BadParameter(say("say.suffix_wrong", ending=ending))


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

Rows = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=0, help=say("help.rows")),
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


ReportDay = Annotated[str | None, text("help.data_day", metavar="YYYY-MM-DD")]
Title = Annotated[str | None, text("help.title")]
ColorBy = Annotated[
    str,
    text(
        "help.color_by",
        metavar="COLUMN",
        parser=as_column,
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
