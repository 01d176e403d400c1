"""The command map."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.options import (
    Banners,
    BaseOption,
    Category,
    Crs,
    Encoding,
    FilesOrNone,
    Layer,
    On,
    Page,
    Zone,
    as_path,
)
from landbase.cli.overlays import read_overlay
from landbase.cli.reading import Reading, take
from landbase.cli.report_options import Note, Title, text
from landbase.cli.show import show_files
from landbase.cli.values import as_day
from landbase.cli.words import lang, say

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.webmap import BaseMap, Timeline

__all__ = ["draw"]


def draw(  # noqa: PLR0913 - the options of a command
    files: FilesOrNone = None,
    *,
    base: BaseOption = None,
    on: On = None,
    banners: Banners = None,
    color_by: Annotated[
        str | None,
        text(
            "help.map_color_by",
            metavar="COLUMN",
        ),
    ] = None,
    columns: Annotated[
        str | None,
        text(
            "help.columns",
            metavar="A,B,...",
        ),
    ] = None,
    decision_columns: Annotated[
        str | None,
        text(
            "help.decision_columns",
            metavar="A,B,...",
        ),
    ] = None,
    no_decisions: Annotated[
        bool,
        typer.Option(
            "--no-decisions",
            help=say("help.no_decisions"),
        ),
    ] = False,
    title: Title = None,
    note: Note = None,
    review_no: Annotated[str | None, text("help.review_no")] = None,
    tianditu: Annotated[
        str | None,
        text(
            "help.tianditu",
            metavar="KEY",
        ),
    ] = None,
    split_by: Annotated[
        str | None,
        text(
            "help.split_by",
            metavar="COLUMN",
        ),
    ] = None,
    overlay: Annotated[
        list[Path] | None,
        text(
            "help.overlay",
            metavar="FILE",
            parser=as_path,
        ),
    ] = None,
    no_compress: Annotated[
        bool,
        typer.Option(
            "--no-compress",
            help=say("help.no_compress"),
        ),
    ] = False,
    category: Category = None,
    layer: Layer = None,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    output: Page = Path("map.html"),
) -> None:
    """Make a map page."""
    from landbase.style import Heading
    from landbase.webmap import areas_for_card

    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding
    )
    taken = take(
        files,
        base,
        banners=banners,
        on=on,
        reading=reading,
        with_decisions=not no_decisions,
    )
    known = "status" if "status" in taken.parcels else "category"
    asked: dict[str, Any] = {
        "color_by": color_by or known,
        "columns": _names(columns),
        "lang": lang(),
        "title": Heading(
            title=title,
            as_of=None if on is None else str(as_day(on)),
            note=note,
            review_no=review_no,
        ),
        "banners": taken.banners,
        "areas": areas_for_card(taken.parcels),
        "decisions": _showing(taken.timeline, _names(decision_columns)),
        "basemap": _tiles(tianditu),
        "overlays": [read_overlay(path, crs=crs) for path in overlay or ()],
        "compress": not no_compress,
    }
    show_files((_save(taken.parcels, output, split_by, asked), say("file.map_page")))
    raise typer.Exit(taken.code)


def _names(text: str | None) -> tuple[str, ...] | None:
    return tuple(text.replace("，", ",").split(",")) if text else None


def _showing(
    timeline: "Timeline | None", columns: tuple[str, ...] | None
) -> "Timeline | None":
    """Say what the page shows of decisions."""
    if timeline is None or columns is None:
        return timeline
    return replace(timeline, columns=columns)


def _tiles(key: str | None) -> "list[BaseMap] | None":
    """Make the layers of 天地图: the map and its names."""
    from landbase.webmap import tianditu

    if key is None:
        return None
    return [tianditu(key, layer=name, lang=lang()) for name in ("vec", "cva")]


def _save(
    parcels: "gpd.GeoDataFrame",
    output: Path,
    split_by: str | None,
    asked: dict[str, Any],
) -> Path:
    """Save one page, or one for each value and a page that leads to them."""
    from landbase.webmap import disposal_map, save_map, save_split_map

    if split_by is None:
        return save_map(disposal_map(parcels, **asked), output)
    return save_split_map(parcels, output, by=split_by, **asked).contents
