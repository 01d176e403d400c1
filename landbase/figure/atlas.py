"""`atlas`: a sheet for each banner, zone or cell, an index, and all in one PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import shapely
from matplotlib import rc_context
from matplotlib.patches import PathPatch

from landbase.area import ellipsoidal_area
from landbase.crs import to_geographic
from landbase.figure.fonts import settings
from landbase.figure.labels import Labels
from landbase.figure.layout import lay_out
from landbase.figure.maps import report_map
from landbase.figure.marks import (
    crs_line,
    draw_foot,
    draw_marks,
    draw_neat_line,
    draw_title,
)
from landbase.figure.pages import combine, write_beside
from landbase.figure.paper import new_page
from landbase.figure.shapes import outline
from landbase.figure.tables import Table, draw_table
from landbase.figure.views import make_view, project
from landbase.figure.words import WORDS
from landbase.schema import require_columns
from landbase.style import Heading, Legend, make_legend
from landbase.units import from_m2, level
from landbase.vocabulary import Vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import geopandas as gpd
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.figure.maps import Extent
    from landbase.figure.paper import Orientation, PaperFigure, PaperSize
    from landbase.figure.views import View
    from landbase.vocabulary import Lang

__all__ = ["Atlas", "atlas"]

By: TypeAlias = Literal["banner", "zone"] | float
_DERIVED = ("overdue", "area")
_UNFIT = re.compile(r"[^\w-]+")
_KM_IN_DEGREE = 111.32


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


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sheet:
    """One part: its name, what it shows, its outline, its parcels."""

    name: str
    extent: Extent
    shape: shapely.Geometry
    inside: npt.NDArray[np.bool_]


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
    source: str | None = None,
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
    color_by, size, orientation, lang, on, maker, source, vocabulary
        As for `report_map`; all sheets share one legend.

    Returns
    -------
    atlas
        The files written: PDF, the same for the same input. A parcel is on the sheet
        on which a point inside of it lies.

    Raises
    ------
    CRSError
        A CRS is missing, or is of another datum.
    SchemaError
        A column is missing.
    ValueError
        There is nothing to show, or an argument is not one of those named.
    MissingDependencyError
        matplotlib, pypdf or a font with Chinese letters is missing.
    """
    words = vocabulary or Vocabulary.default()
    heading = title if isinstance(title, Heading) else Heading(title=title)
    placed, outlines = to_geographic(parcels), to_geographic(banners)
    areas = ellipsoidal_area(placed)
    if isinstance(color_by, str) and color_by not in _DERIVED:
        color_by = make_legend(parcels, color_by=color_by, vocabulary=words)
    parts = list(_parts(placed, outlines, by, _names(outlines, words, lang)))
    if not parts:
        raise ValueError(f"there is nothing to make an atlas of by {by!r}")
    looks: dict[str, Any] = {"size": size, "orientation": orientation, "lang": lang}
    sheet = partial(
        report_map,
        placed,
        outlines,
        color_by=color_by,
        on=on,
        areas=areas,
        maker=maker,
        source=source,
        vocabulary=words,
        **looks,
    )
    index = _index(outlines, parts, areas.to_numpy(), heading, **looks)
    pages = [("index", WORDS[lang]["index"], index.to_bytes("pdf"))]
    for number, part in enumerate(parts, start=1):
        figure = sheet(title=_named(heading, part.name), extent=part.extent)
        stem = _UNFIT.sub("_", part.name)
        pages.append((f"{number:02d}_{stem}", part.name, figure.to_bytes("pdf")))
    return _write(Path(folder), pages)


def _write(folder: Path, pages: list[tuple[str, str, bytes]]) -> Atlas:
    files = [write_beside(folder / f"{stem}.pdf", data) for stem, _, data in pages]
    whole = combine((name, data) for _, name, data in pages)
    combined = write_beside(folder / "atlas.pdf", whole)
    return Atlas(index=files[0], sheets=tuple(files[1:]), combined=combined)


def _named(heading: Heading, name: str) -> Heading:
    text = f"{heading.title}　{name}" if heading.title else name
    return replace(heading, title=text)


def _names(banners: gpd.GeoDataFrame, words: Vocabulary, lang: Lang) -> dict[str, str]:
    """Name the banners; a layer's own names are Chinese."""
    known = words.labels("banner", lang)
    own = dict(zip(banners["banner"], banners.get("name", ()), strict=False))
    return own | known if lang == "en" else known | own


def _parts(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame, by: By, names: dict[str, str]
) -> Iterator[_Sheet]:
    """Give the parts of an atlas in order."""
    points = shapely.point_on_surface(parcels.geometry.to_numpy())
    if by == "banner":
        for code, shape in zip(banners["banner"], banners.geometry, strict=True):
            inside = shapely.intersects(shape, points)
            name = str(names.get(code, code))
            yield _Sheet(name=name, extent=str(code), shape=shape, inside=inside)
    elif by == "zone":
        require_columns(parcels, "zone")
        for name in sorted(parcels["zone"].dropna().unique()):
            there = (parcels["zone"] == name).to_numpy()
            box = shapely.box(*shapely.total_bounds(points[there])).buffer(0.003)
            yield _boxed(str(name), box, points)
    elif isinstance(by, int | float) and by > 0:
        yield from _cells(points, float(by))
    else:
        raise ValueError(f"by is 'banner', 'zone' or kilometres, not {by!r}")


def _boxed(name: str, box: Any, points: npt.NDArray[np.object_]) -> _Sheet:
    west, south, east, north = box.bounds
    shape = shapely.box(west, south, east, north)
    return _Sheet(
        name=name,
        extent=(west, south, east, north),
        shape=shape,
        inside=shapely.intersects(shape, points),
    )


def _cells(points: npt.NDArray[np.object_], km: float) -> Iterator[_Sheet]:
    """Give the cells of a grid in which there are points, from the north-west on."""
    xy = shapely.get_coordinates(points)
    high = km / _KM_IN_DEGREE
    wide = high / np.cos(np.radians(xy[:, 1].mean()))
    west, north = xy[:, 0].min(), xy[:, 1].max()
    columns = ((xy[:, 0] - west) // wide).astype(int)
    rows = ((north - xy[:, 1]) // high).astype(int)
    for row, column in sorted(set(zip(rows.tolist(), columns.tolist(), strict=True))):
        x, y = west + column * wide, north - row * high
        cell = shapely.box(x, y - high, x + wide, y)
        yield _boxed(f"{chr(65 + row % 26)}{column + 1}", cell, points)


def _index(
    banners: gpd.GeoDataFrame,
    parts: list[_Sheet],
    areas: npt.NDArray[np.float64],
    heading: Heading,
    **looks: Any,
) -> PaperFigure:
    """Draw where the sheets are, and list them with their figures."""
    lang: Lang = looks["lang"]
    words = WORDS[lang]
    with rc_context(settings()):
        figure, width, height = new_page(looks["size"], looks["orientation"])
        layout = lay_out(width, height, inset=False)
        draw_neat_line(figure, layout.neat)
        name = _named(heading, words["index"]).title or ""
        draw_title(figure, layout.title, name, heading.lines(lang))
        lines = banners.geometry.to_numpy()
        view = make_view(lines, width=layout.map.width, height=layout.map.height)
        _draw_places(figure.axes_at(layout.map), view, lines, parts)
        draw_table(figure, layout.legend, _list(parts, areas, words))
        draw_marks(figure, layout.marks, view, lang)
        draw_foot(figure, layout.foot, [crs_line(view, lang)])
    return figure


def _draw_places(
    axes: Axes, view: View, lines: npt.NDArray[np.object_], parts: list[_Sheet]
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


def _list(
    parts: list[_Sheet], areas: npt.NDArray[np.float64], words: dict[str, str]
) -> Table:
    """List the sheets with the parcels on them."""
    m2 = np.array([np.nansum(areas[part.inside]) for part in parts])
    mu, ha = (level(from_m2(m2, "mu")), level(from_m2(m2, "ha")))
    rows = [
        [f"{n} {part.name}", f"{part.inside.sum():,}", f"{a:,.2f}", f"{b:,.2f}"]
        for n, (part, a, b) in enumerate(zip(parts, mu, ha, strict=True), start=1)
    ]
    count = sum(int(part.inside.sum()) for part in parts)
    rows.append([words["total"], f"{count:,}", f"{mu.sum():,.2f}", f"{ha.sum():,.2f}"])
    return Table(
        title=words["index"],
        head=["", words["count"], words["mu"], words["ha"]],
        rows=rows,
        widths=(26, 12, 17, 15),
        right=(1, 2, 3),
    )
