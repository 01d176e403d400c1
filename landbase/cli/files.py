"""Commands on parcels: check, areas, map."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    Page,
    Zone,
)
from landbase.cli.overlays import read_overlay
from landbase.cli.reading import (
    Reading,
    exit_code,
    read_banner_file,
    read_files,
    take,
)
from landbase.cli.show import show_files, show_frame, show_issues
from landbase.cli.words import lang, say

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["areas", "check", "draw"]

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
        show_files((written, say("问题清单", "list of issues")))
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
            help=say(
                "分组字段，如 zone、status、cause",
                "banner, zone, status, disposal_type, cause or any column",
            ),
        ),
    ] = "banner",
    kind: Annotated[
        Areas,
        typer.Option(
            "--areas",
            metavar="KIND",
            help=say("面积：椭球、平面或登记", "ellipsoidal, planar or declared"),
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
    from landbase.vocabulary import Vocabulary

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
            vocabulary=Vocabulary.default(),
        )
        show_files((output, say("面积表", "area table")))
    raise typer.Exit(taken.code)


def draw(  # noqa: PLR0913 - the options of a command
    files: FilesOrNone = None,
    *,
    base: BaseOption = None,
    on: On = None,
    banners: Banners = None,
    color_by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help=say(
                "着色字段，默认处置状态",
                "the column that colours parcels; by default status, or category "
                "where parcels have no status yet",
            ),
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,...",
            help=say(
                "点击地块时显示的字段",
                "columns shown for a parcel, with commas between",
            ),
        ),
    ] = None,
    no_decisions: Annotated[
        bool,
        typer.Option(
            "--no-decisions",
            help=say(
                "网页不含处置记录和时间轴",
                "leave out the decisions of a land base and the slider over their days",
            ),
        ),
    ] = False,
    title: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("标题", "title of the page")),
    ] = None,
    split_by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help=say(
                "按此字段每值一页，另有目录",
                "a page for each value of this column, such as banner, and one that "
                "leads to them",
            ),
        ),
    ] = None,
    overlay: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help=say(
                "叠加的图层或影像，可多次",
                "another vector layer or an image to lay under the parcels; may be "
                "repeated",
            ),
        ),
    ] = None,
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
        "columns": columns.replace("，", ",").split(",") if columns else None,
        "lang": lang(),
        "title": Heading(title=title, as_of=on),
        "banners": taken.banners,
        "areas": areas_for_card(taken.parcels),
        "decisions": taken.timeline,
        "overlays": [read_overlay(path, crs=crs) for path in overlay or ()],
    }
    show_files((_save(taken.parcels, output, split_by, asked), say("地图", "map")))
    raise typer.Exit(taken.code)


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
