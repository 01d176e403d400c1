"""`landbase init`: a project file with comments, from the files of a folder."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.language import lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import as_path
from landbase.cli.show import show_files
from landbase.errors import DataError, LandbaseError
from landbase.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from landbase.io.layers import RawTable
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["init"]

_NAME = "landbase.toml"


@dataclass
class _Input:
    """A file of parcels, or a layer of one, and what was seen in it."""

    path: str
    rows: int
    layer: str | None = None
    category: str | None = None
    has_category: bool = False
    fault: LandbaseError | None = None


@dataclass
class _Found:
    """What the files of a folder are."""

    inputs: list[_Input] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)
    ledgers: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", parser=as_path, help=say("help.init_folder")),
    ] = Path(),
) -> None:
    """Write a project file from the files that are there."""
    if not folder.is_dir():
        raise typer.BadParameter(say("say.no_folder", path=folder))
    target = folder / _NAME
    if target.exists():
        raise typer.BadParameter(say("say.project_there", path=target))
    found = _look(folder)
    lines = "\n".join(_written(found, name=folder.resolve().name))
    write_file(target, f"{lines}\n".encode())
    for line in _told(found):
        show_text(line)
    show_files((target, say("file.project")))
    show_text(say("say.run_next", path=target))


def _look(folder: Path) -> _Found:
    """Look into every file, and say what it is by its columns and its name."""
    from landbase.io.bases import is_land_base
    from landbase.io.formats import sources_in
    from landbase.parcels.files import LEDGERS

    found = _Found()
    for file in sources_in(folder):
        name = file.relative_to(folder).as_posix()
        if not is_land_base(file):
            _take_layers(found, file, name)
    sheets = [f for f in sorted(folder.rglob("*")) if f.suffix.lower() in LEDGERS]
    for file in sheets:
        if not file.name.startswith("~$"):  # what Excel leaves beside an open file
            _take_sheet(found, file, file.relative_to(folder).as_posix())
    return found


def _take_layers(found: _Found, file: Path, name: str) -> None:
    from landbase.io.formats import read_source

    try:
        tables = read_source(file)
    except DataError as error:
        found.inputs.append(_Input(path=name, rows=0, fault=error))
        return
    taken = [pair for raw in tables if (pair := _input_of(raw, name)) is not None]
    if taken and len(tables) > 1:
        for one, layer in taken:
            one.layer = layer
    found.inputs += [one for one, _ in taken]
    if not taken:
        _take_outlines(found, file, name)


def _input_of(raw: RawTable, name: str) -> tuple[_Input, str] | None:
    """Tell parcels by their ids, and their category by column or name."""
    from landbase.parcels.read import Cleaning, clean_tables
    from landbase.rules.vocabulary import Vocabulary
    from landbase.tables.columns import match_columns

    columns = match_columns(map(str, raw.frame.columns), cut=True).headers
    if raw.geometry is None or "parcel_id" not in columns:
        return None
    layer = raw.source.rpartition("(")[2].removesuffix(")")
    made = _Input(path=name, rows=len(raw.rows), has_category="category" in columns)
    if not made.has_category:
        made.category = _named_category([layer, name], Vocabulary.default())
    try:
        clean_tables([raw], Cleaning(category=made.category or _any_category()))
    except LandbaseError as error:
        made.fault = error
    return made, layer


def _any_category() -> str:
    from landbase.rules.vocabulary import Vocabulary

    return Vocabulary.default().codes("category")[0]


def _named_category(names: list[str], words: Vocabulary) -> str | None:
    """Find the one category that a layer or file is named after."""
    from landbase.rules.vocabulary import fold

    for name in map(fold, names):
        hits = [
            term.zh
            for term in words.terms["category"].values()
            if any(fold(word) in name for word in (term.zh, *term.aliases) if word)
        ]
        if len(hits) == 1:
            return hits[0]
    return None


def _take_outlines(found: _Found, file: Path, name: str) -> None:
    """Take a layer without parcels as outlines of banners; say why it is not."""
    from landbase.banners.layer import read_banners

    try:
        outlines = read_banners(file)
    except LandbaseError as error:
        found.others.append(f"{name}  {_said(error)}")
        return
    (found.banners if len(outlines) else found.others).append(name)


def _take_sheet(found: _Found, file: Path, name: str) -> None:
    """Tell annual tasks from ledgers by what can be read; say why it is neither."""
    from landbase.parcels.ledger import read_ledger
    from landbase.parcels.tasks import read_tasks

    with contextlib.suppress(LandbaseError):  # then it is a ledger, or nothing
        read_tasks(file)
        found.tasks.append(name)
        return
    try:
        ledger = read_ledger(file).ledger
    except LandbaseError as error:
        found.others.append(f"{name}  {_said(error)}")
        return
    (found.ledgers if "parcel_id" in ledger else found.others).append(name)


def _said(error: LandbaseError) -> str:
    """Say on one line, as a comment must be, what is wrong."""
    return " ".join((error.zh if lang() == "zh" else str(error)).split())


def _written(found: _Found, *, name: str) -> Iterator[str]:
    """Write the project file, line by line."""
    yield from _comment("init.head")
    yield f"\n[project]\nname = {_quoted(name)}"
    yield from _comment("init.day")
    yield "# on = 2023-07-06"
    yield from _comment("init.areas")
    yield '# areas = "ellipsoidal"'
    for one in found.inputs:
        yield ""
        yield from _input_lines(one)
    if not found.inputs:
        yield ""
        yield from _comment("init.no_input")
        yield '# [[input]]\n# path = "批而未供.shp"\n# category = "批而未供"'
    for table, files in (
        ("banners", found.banners),
        ("ledger", found.ledgers),
        ("tasks", found.tasks),
    ):
        yield ""
        yield from _comment(f"init.{table}")
        yield from _file_lines(table, files)
    if found.others:
        yield ""
        yield from _comment("init.others")
        yield from (f"#   {other}" for other in found.others)
    yield ""
    yield from _comment("init.map")
    yield '# [map]\n# title = "…"\n# note = "内部使用"\n'
    yield from _comment("init.report")
    yield '# [report]\n# maker = "…"\n'
    yield from _comment("init.output")
    yield '[output]\nfolder = "out"\nbase = "landbase.gpkg"'


def _input_lines(one: _Input) -> Iterator[str]:
    """Write an input; one that cannot be used as it is stands as a comment."""
    off = "# " if one.fault or not (one.category or one.has_category) else ""
    if one.fault is not None:
        yield from _comment("init.fault", error=_said(one.fault))
    elif off:
        yield from _comment("init.no_category")
    else:
        yield from _comment("init.rows", count=one.rows)
    yield f"{off}[[input]]\n{off}path = {_quoted(one.path)}"
    if one.layer is not None:
        yield f"{off}layer = {_quoted(one.layer)}"
    if not one.has_category:
        yield f"{off}category = {_quoted(one.category or '批而未供')}"
    if one.fault is not None:
        yield '# crs = "EPSG:4525"'


def _file_lines(table: str, files: list[str]) -> Iterator[str]:
    """Name the first file; a project has one of each."""
    off = "" if files else "# "
    yield f"{off}[{table}]\n{off}path = {_quoted(files[0] if files else '…')}"
    yield from (f"# path = {_quoted(other)}" for other in files[1:])


def _comment(key: str, **values: object) -> Iterator[str]:
    yield from (f"# {line}".rstrip() for line in say(key, **values).splitlines())


def _quoted(text: str) -> str:
    """Write a text as TOML does, which takes the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _told(found: _Found) -> Iterator[str]:
    usable = [i for i in found.inputs if not i.fault and (i.category or i.has_category)]
    yield say(
        "say.init_found",
        parcels=len(usable),
        rows=sum(one.rows for one in usable),
        banners=len(found.banners),
        ledgers=len(found.ledgers),
        tasks=len(found.tasks),
    )
    left = len(found.inputs) - len(usable)
    if left:
        yield say("say.init_left", count=left)
