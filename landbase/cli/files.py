"""Commands on files: check, areas, map."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.language import CLEAN, FINDINGS, UNUSABLE, lang, say
from landbase.cli.options import (
    Banners,
    BaseOption,
    Category,
    Crs,
    Encoding,
    Fields,
    Files,
    FilesOrNone,
    Layer,
    Limit,
    Note,
    On,
    Out,
    Page,
    RulesFile,
    Soon,
    Title,
    Zone,
    as_column,
    as_columns,
    as_day,
    as_fields,
    as_numbers,
    as_path,
    as_term,
    existing_base,
    text,
)
from landbase.cli.show import (
    Json,
    issue_records,
    print_json,
    records,
    show_files,
    show_frame,
    show_issues,
    summary_line,
)
from landbase.cli.steps import check_plan, steps
from landbase.errors import LandbaseError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from landbase.issues import Issues
    from landbase.parcels.files import CheckResult
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase
    from landbase.style import Legend
    from landbase.webmap.basemap import OfflineBaseMap
    from landbase.webmap.overlays import BaseMap, ImageLayer, OutlineLayer
    from landbase.webmap.states import Timeline

__all__ = [
    "Reading",
    "areas",
    "check",
    "draw",
    "exit_code",
    "read_banner_file",
    "read_files",
]

_IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")


def read_overlay(path: Path, *, crs: str | None) -> ImageLayer | OutlineLayer:
    """Read an image or a vector layer, by the ending of its name."""
    import geopandas as gpd
    import pandas as pd

    from landbase.errors import SourceError
    from landbase.io.formats import read_source
    from landbase.webmap.overlays import ImageLayer, OutlineLayer

    if path.suffix.lower() in _IMAGES:
        return ImageLayer(path, crs=crs)
    frames = [
        gpd.GeoDataFrame(geometry=table.geometry, crs=table.crs or crs)
        for table in read_source(path)
        if table.geometry is not None
    ]
    if not frames:
        raise SourceError("overlay_empty", file=path.name)
    shapes = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True))
    return OutlineLayer(shapes, name=path.stem)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the user says about the files."""

    category: str | None = None
    layer: str | None = None
    crs: str | None = None
    zone: int | None = None
    encoding: str | None = None
    rules: Path | None = None
    fields: dict[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Parcels to work on, and the exit code that their state gives."""

    parcels: gpd.GeoDataFrame
    banners: gpd.GeoDataFrame | None
    code: int
    timeline: Timeline | None = None


def take(
    files: list[Path] | None,
    base: Path | str | None,
    *,
    banners: Path | None,
    on: str | None,
    reading: Reading,
    with_decisions: bool = False,
    as_json: bool = False,
) -> Taken:
    """Take parcels from files or from a land base."""
    if bool(files) == bool(base):
        raise typer.BadParameter(say("say.pass_files"))
    day = None if on is None else as_day(on)
    base = base or _only_base(files or [], on=on, reading=reading)
    if base is not None:
        with existing_base(base) as kept:
            outlines = read_banner_file(banners, kept.rules)
            parcels = kept.parcels(on=day)
            past = _past(kept, day) if with_decisions else None
        return Taken(parcels=parcels, banners=outlines, code=CLEAN, timeline=past)
    outlines = read_banner_file(banners, read_rules_file(reading.rules))
    result = read_files(files or [], outlines, reading)
    if result.refused or result.parcels is None:
        if as_json:
            print_json({"lines": [], "issues": issue_records(result.issues)})
        else:
            show_issues(result.issues, limit=len(result.issues))
        raise typer.Exit(UNUSABLE)
    code = exit_code(result.issues)
    if code:
        sys.stderr.write(summary_line(result.issues) + say("say.see_check"))
    return Taken(parcels=result.parcels, banners=outlines, code=code)


def _only_base(files: list[Path], *, on: str | None, reading: Reading) -> Path | None:
    """Take a land base among the files as if it were given by --base."""
    from landbase.io.bases import is_land_base

    bases = [file for file in files if is_land_base(file)]
    if not bases or reading.layer is not None:
        return None
    if len(files) == 1:
        return bases[0]
    if on is not None:  # the state of a day, beside files that have none
        raise typer.BadParameter(say("say.base_among_files", path=bases[0]))
    return None


def _past(base: LandBase, day: dt.date | None) -> Timeline:
    from landbase.webmap.states import Timeline

    return Timeline.of(base, on=day)


def read_files(
    files: list[Path],
    outlines: gpd.GeoDataFrame | None,
    reading: Reading,
    *,
    rules: Rules | None = None,
    ledgers: bool = False,
) -> CheckResult:
    """Read and check files, showing progress on a terminal."""
    from landbase.parcels.files import check_files

    rules = rules or read_rules_file(reading.rules)
    options = vars(reading) | {"rules": rules, "ledgers": ledgers}
    if reading.category is not None:
        options["category"] = as_term("category", reading.category, rules=rules)
    with steps(check_plan(files)) as tell:
        return check_files(files, outlines, tell=tell, **options)


def read_banner_file(
    path: Path | None, rules: Rules | None = None
) -> gpd.GeoDataFrame | None:
    """Read outlines where a file is named."""
    from landbase.banners.layer import read_banners

    return None if path is None else read_banners(path, rules=rules)


def read_rules_file(path: Path | None) -> Rules | None:
    """Read the rules of a project file, or of a file with rules alone."""
    if path is None:
        return None
    from landbase.project import load_rules_file  # pydantic takes a while

    return load_rules_file(path)


def exit_code(issues: Issues) -> int:
    """Tell whether there are errors or warnings."""
    return FINDINGS if len(issues.of_severity("error", "warning")) else CLEAN


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
    fields: Fields = None,
    rules: RulesFile = None,
    limit: Limit = _SHOWN,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Check files and list what is wrong, errors first."""
    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding,
        rules=rules, fields=as_fields(fields),
    )  # fmt: skip
    result = read_files(files, read_banner_file(banners), reading, ledgers=True)
    if output is not None:
        result.issues.to_excel(output, lang=lang())
    if as_json:
        print_json(_check_record(result))
    else:
        show_issues(result.issues, limit=limit, whole=output)
        if output is not None:
            show_files((output, say("file.issues")))
    raise typer.Exit(UNUSABLE if result.refused else exit_code(result.issues))


def _check_record(result: CheckResult) -> dict[str, Any]:
    from landbase.issues import SEVERITIES

    return {
        "parcels": 0 if result.parcels is None else len(result.parcels),
        "refused": [str(file) for file in result.refused],
        "counts": {name: result.issues.count(name) for name in SEVERITIES},
        "issues": issue_records(result.issues),
    }


def areas(  # noqa: PLR0913 - the options of a command
    files: FilesOrNone = None,
    *,
    base: BaseOption = None,
    on: On = None,
    banners: Banners = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="A,B,...",
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
    fields: Fields = None,
    rules: RulesFile = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Count parcels, mu and hectares per banner or any other column."""
    from landbase.banners.table import area_table, print_table
    from landbase.pipeline import write_table
    from landbase.rules.ruleset import rules_of

    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding,
        rules=rules, fields=as_fields(fields),
    )  # fmt: skip
    taken = take(files, base, banners=banners, on=on, reading=reading, as_json=as_json)
    columns = as_columns(by)
    table = area_table(taken.parcels, taken.banners, by=columns, areas=kind.value)
    if as_json:
        told = {"areas": kind.value, "by": columns, "lines": records(_flat(table))}
        print_json(told)
    else:
        show_frame(print_table(table, lang=lang()))
    if output is not None:
        write_table(
            output,
            table,
            areas=kind.value,
            day=on or "",
            lang=lang(),
            rules=rules_of(of=taken.parcels),
        )
        if not as_json:
            show_files((output, say("file.areas")))
    raise typer.Exit(taken.code)


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table of groups one row of headings, such as `idle_mu`."""
    heads = ["_".join(pair) for pair in table.columns]
    return table.set_axis(heads, axis=1).reset_index()


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
            parser=as_column,
        ),
    ] = None,
    classes: Annotated[
        int | None,
        typer.Option(metavar="N", min=2, max=9, help=say("help.classes")),
    ] = None,
    breaks: Annotated[str | None, text("help.breaks", metavar="A,B,...")] = None,
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
    basemap: Annotated[
        Path | None,
        text(
            "help.basemap",
            metavar="FILE",
            parser=as_path,
        ),
    ] = None,
    basemap_mb: Annotated[
        float,
        typer.Option(
            help=say("help.basemap_mb"),
            metavar="MB",
            min=0.01,
        ),
    ] = 3.0,
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
            parser=as_column,
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
    soon: Soon = 90,
    category: Category = None,
    layer: Layer = None,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    fields: Fields = None,
    rules: RulesFile = None,
    output: Page = Path("map.html"),
) -> None:
    """Make a map page."""
    from landbase.style import Heading
    from landbase.webmap.elements import areas_for_card

    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding,
        rules=rules, fields=as_fields(fields),
    )  # fmt: skip
    taken = take(
        files,
        base,
        banners=banners,
        on=on,
        reading=reading,
        with_decisions=not no_decisions,
    )
    asked: dict[str, Any] = {
        "color_by": _coloring(taken.parcels, color_by, classes, breaks),
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
        "basemap": [*_embedded(basemap, basemap_mb, crs), *_tiles(tianditu)],
        "overlays": [read_overlay(path, crs=crs) for path in overlay or ()],
        "compress": not no_compress,
        "soon_days": soon,
    }
    show_files((_save(taken.parcels, output, split_by, asked), say("file.map_page")))
    raise typer.Exit(taken.code)


def _coloring(
    parcels: gpd.GeoDataFrame,
    column: str | None,
    classes: int | None,
    breaks: str | None,
) -> str | Legend | None:
    """Give the column that colours, or for numbers in classes their legend."""
    from landbase.style import make_legend

    if classes is None and breaks is None:
        return column
    if column is None or (classes is not None and breaks is not None):
        raise typer.BadParameter(say("say.classes_wrong"))
    asked: int | list[float] | None = classes
    if breaks is not None:
        asked = as_numbers(breaks)
        if not asked:
            raise typer.BadParameter(say("say.breaks_wrong", text=breaks))
    try:
        return make_legend(parcels, color_by=column, breaks=asked)
    except ValueError as error:
        if isinstance(error, LandbaseError):
            raise
        raise typer.BadParameter(str(error)) from error


def _names(text: str | None) -> tuple[str, ...] | None:
    names = text.replace("，", ",").split(",") if text else ()
    return tuple(map(as_column, names)) or None


def _showing(
    timeline: Timeline | None, columns: tuple[str, ...] | None
) -> Timeline | None:
    """Say what the page shows of decisions."""
    if timeline is None or columns is None:
        return timeline
    return replace(timeline, columns=columns)


def _embedded(path: Path | None, most: float, crs: str | None) -> list[OfflineBaseMap]:
    """Say what base map goes into the page."""
    from landbase.webmap.basemap import OfflineBaseMap

    if path is None:
        return []
    return [OfflineBaseMap(source=path, most_mb=most, crs=crs)]


def _tiles(key: str | None) -> list[BaseMap]:
    """Make the layers of 天地图: the map and its names."""
    from landbase.webmap.overlays import tianditu

    if key is None:
        return []
    return [tianditu(key, layer=name, lang=lang()) for name in ("vec", "cva")]


def _save(
    parcels: gpd.GeoDataFrame,
    output: Path,
    split_by: str | None,
    asked: dict[str, Any],
) -> Path:
    """Save one page, or one for each value and a page that leads to them."""
    from landbase.webmap.map import disposal_map
    from landbase.webmap.save import save_map
    from landbase.webmap.split import save_split_map

    if split_by is None:
        return save_map(disposal_map(parcels, **asked), output)
    return save_split_map(parcels, output, by=split_by, **asked).contents
