"""Commands on parcels: check, areas."""

from enum import StrEnum
from typing import Annotated

import typer

from landbase.cli.codes import UNUSABLE
from landbase.cli.options import (
    Banners,
    BaseOption,
    Category,
    Crs,
    Encoding,
    Files,
    FilesOrNone,
    Layer,
    Limit,
    On,
    Out,
    Zone,
)
from landbase.cli.reading import (
    Reading,
    exit_code,
    read_banner_file,
    read_files,
    take,
)
from landbase.cli.show import show_files, show_frame, show_issues
from landbase.cli.words import lang, say

__all__ = ["areas", "check"]

_SHOWN = 20


class Areas(StrEnum):
    """Which areas count."""

    ellipsoidal = "ellipsoidal"
    planar = "planar"
    declared = "declared"


def check(  # noqa: PLR0913 - the options of a command
    files: Files,
    *,
    banners: Banners = None,
    category: Category = None,
    layer: Layer = None,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    limit: Limit = _SHOWN,
    output: Out = None,
) -> None:
    """Check files and list what is wrong, errors first."""
    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding
    )
    result = read_files(files, read_banner_file(banners), reading)
    show_issues(result.issues, limit=limit, whole=output)
    if output is not None:
        written = result.issues.to_excel(output, lang=lang())
        show_files((written, say("file.issues")))
    raise typer.Exit(UNUSABLE if result.refused else exit_code(result.issues))


def areas(  # noqa: PLR0913 - the options of a command
    files: FilesOrNone = None,
    *,
    base: BaseOption = None,
    on: On = None,
    banners: Banners = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="COLUMN",
            help=say("help.by"),
        ),
    ] = "banner",
    kind: Annotated[
        Areas,
        typer.Option(
            "--areas",
            metavar="KIND",
            help=say("help.areas"),
        ),
    ] = Areas.ellipsoidal,
    category: Category = None,
    layer: Layer = None,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    output: Out = None,
) -> None:
    """Count parcels, mu and hectares per banner or any other column."""
    from landbase.banners import area_table, print_table
    from landbase.pipeline.sheets import write_table
    from landbase.rules import rules_of

    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding
    )
    taken = take(files, base, banners=banners, on=on, reading=reading)
    table = area_table(taken.parcels, taken.banners, by=by, areas=kind.value)
    printed = print_table(table, lang=lang())
    show_frame(printed)
    if output is not None:
        write_table(
            output,
            table,
            areas=kind.value,
            day=on or "",
            lang=lang(),
            rules=rules_of(of=taken.parcels),
        )
        show_files((output, say("file.areas")))
    raise typer.Exit(taken.code)
