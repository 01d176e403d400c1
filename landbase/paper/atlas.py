"""`atlas`: a sheet for each banner, zone or cell, an index, and all in one PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib import rc_context
from matplotlib.patches import PathPatch

from landbase.crs import project
from landbase.files import write_file
from landbase.paper.content import parts_of
from landbase.paper.marks import (
    Labels,
    Table,
    draw_foot,
    draw_marks,
    draw_neat_line,
    draw_table,
    draw_title,
    outline,
)
from landbase.paper.page import combine, lay_out, make_view, new_page, settings
from landbase.paper.sheet import SheetStyle, draw_sheet, make_content
from landbase.rules.ruleset import rules_of
from landbase.style import Heading, Legend
from landbase.tables.html import html_of

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.paper.content import By, MapContent, Part
    from landbase.paper.page import Orientation, PaperFigure, PaperSize, View
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.texts import Lang, Words

__all__ = ["atlas"]

_UNFIT = re.compile(r"[^\w-]+")


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """The files of an atlas.

    Attributes
    ----------
    index
        The sheet that shows where the others are.
    sheets
        One for each part, in order.
    combined
        All in one PDF with bookmarks, the index first.
    """

    index: Path
    sheets: tuple[Path, ...]
    combined: Path

    def _repr_html_(self) -> str:
        return html_of(vars(self) | {"sheets": len(self.sheets)})


def atlas(  # noqa: PLR0913 - what sheets may say, each by its name
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    folder: Path | str,
    *,
    by: By = "banner",
    title: str | Heading = "",
    color_by: str | Legend = "status",
    size: PaperSize = "A4",
    orientation: Orientation = "landscape",
    lang: Lang = "zh",
    on: dt.date | str | None = None,
    maker: str | None = None,
    made_on: dt.date | str | None = None,
    source: str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> Atlas:
    """Draw a sheet for each part of the city, an index, and one PDF of all.

    Parameters
    ----------
    parcels, banners
        As for `report_map`. Not changed.
    folder
        Where the files go; it is made where it is missing.
    by
        "banner": one sheet for each banner; "zone": one for each value of `zone`; a
        number: cells of so many kilometres in which there are parcels.
    title
        What the sheets are of; the name of the part follows it.
    color_by, size, orientation, lang, on, maker, made_on, source, rules, vocabulary
        As for `report_map`; all sheets share one legend.

    Returns
    -------
    atlas
        The files written: PDF, the same for the same input. Sheets and index have the
        figures that `print_table` prints for these parcels by the same `by`: banners
        show what lies in them, cut at their outlines; zones the parcels that declare
        them; cells those with a point inside of them there.

    Raises
    ------
    CRSError
        A CRS is missing, or is of another datum.
    GeometryError
        A geometry is missing, or one on an outline is not valid.
    SchemaError
        A column is missing, or banners have missing or repeated codes.
    ValueError
        There is nothing to show, or an argument is not one of those named.
    MissingDependencyError
        matplotlib, pypdf or a font with Chinese letters is missing.
    """
    heading = title if isinstance(title, Heading) else Heading(title=title)
    content = make_content(
        parcels, banners, color_by=color_by, on=on, areas=None, progress=None,
        lang=lang, rules=rules_of(rules, vocabulary=vocabulary, of=parcels),
    )  # fmt: skip
    parts, rows = parts_of(content, by)
    if not parts:
        raise ValueError(f"there is nothing to make an atlas of by {by!r}")
    style = SheetStyle(
        rules=content.rules,
        heading=heading, size=size, orientation=orientation, words=content.words, on=on,
        maker=maker, made_on=made_on, source=source,
    )  # fmt: skip
    index = _index(content, parts, rows, style)
    pages = [("index", content.words["index"], index.to_bytes("pdf"))]
    for number, part in enumerate(parts, start=1):
        named = replace(style, heading=_named(heading, part.name))
        figure = _sheet(part, named)
        stem = _UNFIT.sub("_", part.name)
        pages.append((f"{number:02d}_{stem}", part.name, figure.to_bytes("pdf")))
    return _write(Path(folder), pages)


def _sheet(part: Part, style: SheetStyle) -> PaperFigure:
    return draw_sheet(
        np.array([part.shape], dtype=object),
        style,
        show=lambda _: part.content,
        around=part.content.outlines(),
    )


def _write(folder: Path, pages: list[tuple[str, str, bytes]]) -> Atlas:
    files = [write_file(folder / f"{stem}.pdf", data) for stem, _, data in pages]
    whole = combine((name, data) for _, name, data in pages)
    combined = write_file(folder / "atlas.pdf", whole)
    return Atlas(index=files[0], sheets=tuple(files[1:]), combined=combined)


def _named(heading: Heading, name: str) -> Heading:
    text = f"{heading.title}　{name}" if heading.title else name
    return replace(heading, title=text)


def _index(
    content: MapContent, parts: list[Part], rows: list[list[str]], style: SheetStyle
) -> PaperFigure:
    """Draw where the sheets are, and list them with their figures."""
    lines = content.outlines()
    with rc_context(settings()):
        figure, width, height = new_page(style.size, style.orientation)
        layout = lay_out(width, height, inset=False)
        draw_neat_line(figure, layout.neat)
        named = replace(style, heading=_named(style.heading, style.words["index"]))
        draw_title(figure, layout.title, *named.title())
        shapes = np.array([part.shape for part in parts], dtype=object)
        whole = np.concatenate([lines, shapes])
        view = make_view(whole, width=layout.map.width, height=layout.map.height)
        _draw_places(figure.axes_at(layout.map), view, lines, parts)
        draw_table(figure, layout.legend, _list(rows, style.words))
        draw_marks(figure, layout.marks, view, style.words, size=style.size)
        draw_foot(figure, layout.foot, style.foot(view))
    return figure


def _draw_places(
    axes: Axes, view: View, lines: npt.NDArray[np.object_], parts: list[Part]
) -> None:
    """Draw the outline of each sheet with its number and name."""
    west, south, east, north = view.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    shapes = np.array([part.shape for part in parts], dtype=object)
    plane = project(shapes, view.crs)
    for drawn, color in ((project(lines, view.crs), "#5A3E78"), (plane, "#B2182B")):
        axes.add_patch(
            PathPatch(outline(drawn), facecolor="none", edgecolor=color, lw=0.8)
        )
    middles = shapely.get_coordinates(shapely.point_on_surface(plane))
    texts = [f"{n} {part.name}" for n, part in enumerate(parts, start=1)]
    Labels(axes, view).place(middles, texts, size=7)


def _list(rows: list[list[str]], words: Words) -> Table:
    """List the sheets with their figures."""
    return Table(
        title=words["index"],
        head=["", words["count"], words["mu"], words["ha"]],
        rows=rows,
        widths=(26, 12, 17, 15),
        right=(1, 2, 3),
    )
