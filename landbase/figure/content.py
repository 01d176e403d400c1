"""What a map shows, and its drawing inside the frame with the legend that says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch

from landbase.figure.graticule import draw_graticule
from landbase.figure.labels import Labels
from landbase.figure.legends import Line, draw_legend
from landbase.figure.shapes import (
    OUTLINE,
    draw_polygons,
    draw_symbols,
    needs_symbols,
    outline,
)
from landbase.figure.themes import RATES, Theme, legend_figures, rate_class
from landbase.figure.views import project
from landbase.figure.words import WORDS
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from landbase.figure.graticule import GraticuleKind
    from landbase.figure.layout import Layout
    from landbase.figure.paper import PaperFigure
    from landbase.figure.shapes import Symbols
    from landbase.figure.views import View
    from landbase.vocabulary import Lang, Vocabulary

__all__ = ["MapContent", "draw_map"]

_MOST_NUMBERS = 60  # parcels on a map that still gets their numbers
_BANNER_SIZE = 8.0
_NUMBER_SIZE = 5.5
_LEAST_MM = 3  # a banner with less of it on the map has no name there


@dataclass(frozen=True, kw_only=True, eq=False)
class MapContent:
    """What a map shows.

    Attributes
    ----------
    parcels
        In EPSG:4490.
    areas
        m², on the same index.
    measured
        Whether the areas were measured here.
    theme
        Classes and values; None where the banners are coloured by `progress`.
    banners
        Outlines in EPSG:4490, or None.
    progress
        As `landbase.progress` gives it, or None.
    partial
        Whether this is a part of what there is.
    lang, vocabulary
        Language and words.
    """

    parcels: gpd.GeoDataFrame
    areas: pd.Series
    measured: bool
    theme: Theme | None
    banners: gpd.GeoDataFrame | None
    progress: pd.DataFrame | None
    partial: bool = False
    lang: Lang
    vocabulary: Vocabulary

    def only(self, inside: npt.NDArray[np.bool_]) -> MapContent:
        """Keep some of the parcels."""
        theme = self.theme
        if theme is not None:
            theme = theme._replace(codes=theme.codes.loc[inside])
        return replace(
            self,
            parcels=self.parcels[inside],
            areas=self.areas[inside],
            theme=theme,
            partial=True,
        )

    def outlines(self) -> npt.NDArray[np.object_]:
        """Give the outlines of the banners, or where there are none of the parcels."""
        frame = self.parcels if self.banners is None else self.banners
        return np.asarray(frame.geometry, dtype=object)


def draw_map(
    figure: PaperFigure,
    layout: Layout,
    content: MapContent,
    view: View,
    *,
    graticule: GraticuleKind | None,
) -> None:
    """Draw the map into its frame, and its legend.

    Parameters
    ----------
    figure, layout
        The sheet.
    content
        What to show.
    view
        The part of the land, in its projection and scale.
    graticule
        Which lines, or None.
    """
    axes = figure.axes_at(layout.map)
    west, south, east, north = view.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_gid("map")
    if graticule is not None:
        draw_graticule(axes, view, graticule)
    labels = Labels(axes, view)
    _draw_banners(axes, content, view)
    symbols = _draw_parcels(axes, content, view, labels)
    _label_banners(content, view, labels)
    words = WORDS[content.lang]
    notes = _notes(content, labels, symbols, words)
    draw_legend(
        figure, layout.legend, title=_title(content, words),
        lines=_lines(content, symbols, words), notes=notes, symbols=symbols,
        lang=content.lang,
    )  # fmt: skip


def _draw_banners(axes: Axes, content: MapContent, view: View) -> None:
    """Draw the outlines, filled by their rates where the map is of those."""
    if content.banners is None:
        return
    shapes = project(content.banners.geometry.to_numpy(), view.crs)
    if content.theme is None:
        classes = rate_class(_rates(content))
        for number, (_, _, _, color, hatch) in enumerate(RATES):
            path = outline(shapes[classes == number])
            if path.codes is not None:
                axes.add_patch(
                    PathPatch(
                        path,
                        facecolor=color,
                        hatch=hatch or None,
                        lw=0,
                        zorder=1,
                        edgecolor="#44444488",
                    )
                )
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    axes.add_collection(
        LineCollection(
            [shapely.get_coordinates(line) for line in shapely.get_parts(lines)],
            colors="#5A3E78",
            linewidths=0.9,
            linestyles=[OUTLINE],
            zorder=2,
        ),
        autolim=False,
    )


def _draw_parcels(
    axes: Axes, content: MapContent, view: View, labels: Labels
) -> Symbols | None:
    """Draw the parcels, with their numbers where these are few."""
    if content.theme is None or not len(content.parcels):
        return None
    legend, values = content.theme
    drawn = ~(content.parcels.geometry.is_empty | content.parcels.geometry.isna())
    shapes = content.parcels.geometry.to_numpy()[drawn]
    areas = content.areas.fillna(0).to_numpy()[drawn]
    position, classes = legend.positions(values)[drawn], legend.all_classes
    points = shapely.get_coordinates(
        project(shapely.point_on_surface(shapes), view.crs)
    )
    if needs_symbols(areas, view):
        hectares = from_m2(areas, "ha")
        return draw_symbols(axes, points, hectares, position, classes, view)
    draw_polygons(axes, project(shapes, view.crs), position, classes)
    if len(shapes) <= _MOST_NUMBERS:
        largest = np.argsort(-areas, kind="stable")
        names = content.parcels["parcel_id"].astype("str").to_numpy()[drawn][largest]
        labels.place(points[largest], names.tolist(), size=_NUMBER_SIZE)
    return None


def _label_banners(content: MapContent, view: View, labels: Labels) -> None:
    """Write the names of the banners where they are in the frame."""
    if content.banners is None:
        return
    shapes = project(content.banners.geometry.to_numpy(), view.crs)
    west, south, east, north = view.bounds
    seen = shapely.clip_by_rect(shapely.make_valid(shapes), west, south, east, north)
    there = ~shapely.is_empty(seen) & (shapely.area(seen) > view.metres(_LEAST_MM) ** 2)
    points = shapely.get_coordinates(shapely.point_on_surface(seen[there]))
    names = np.array(_banner_texts(content), dtype=object)[there]
    order = np.argsort(-shapely.area(seen[there]), kind="stable")
    labels.place(
        points[order], names[order].tolist(), size=_BANNER_SIZE, fontweight="bold",
        color="#3B2A55",
    )  # fmt: skip


def _banner_texts(content: MapContent) -> list[str]:
    """Name the banners, with their rates where the map is of those."""
    assert content.banners is not None  # noqa: S101 - asked by the caller
    codes = content.banners["banner"].astype("str")
    known = content.vocabulary.labels("banner", content.lang)
    own = dict(zip(codes, content.banners.get("name", codes), strict=True))
    names = own | known if content.lang == "en" else known | own
    texts = [str(names.get(code, code)) for code in codes]
    if content.theme is not None:
        return texts
    rates = round_half_up(_rates(content).to_numpy(float, na_value=np.nan) * 100, 2)
    none = WORDS[content.lang]["no_task"]
    shown = [none if np.isnan(rate) else f"{rate:.2f}%" for rate in rates]
    return [f"{text} {rate}" for text, rate in zip(texts, shown, strict=True)]


def _rates(content: MapContent) -> pd.Series:
    """Give the rate of each banner, all categories together."""
    assert content.progress is not None  # noqa: S101 - checked when made
    assert content.banners is not None  # noqa: S101
    rates = content.progress["rate"].xs("all", level="category")
    return rates.reindex(content.banners["banner"].astype("str"))


def _title(content: MapContent, words: dict[str, str]) -> str:
    if content.theme is None:
        return words["progress"]
    column = content.theme.legend.column
    return words.get(column) or content.theme.legend.title(content.lang)


def _lines(
    content: MapContent, symbols: Symbols | None, words: dict[str, str]
) -> list[Line]:
    """Give the lines of the legend: classes with figures, total, outlines."""
    lines = _rate_lines(content) if content.theme is None else []
    if content.theme is not None and len(content.parcels):
        figures = legend_figures(content.theme, content.parcels, content.areas)
        shown = {
            code: (f"{row['count']:,.0f}", f"{row['mu']:,.2f}", f"{row['ha']:,.2f}")
            for code, row in figures.iterrows()
        }
        for number, entry in enumerate(content.theme.legend.all_classes):
            if (code := entry.code or "missing") in shown:
                lines.append(
                    Line(
                        label=entry.label(content.lang), color=entry.color,
                        edge=entry.edge, hatch=entry.hatch, figures=shown[code],
                        shape=None if symbols is None else number,
                    )
                )  # fmt: skip
        lines.append(Line(label=words["total"], figures=shown["total"]))
    if content.banners is not None:
        lines.append(Line(label=words["banner_line"], edge="#5A3E78", outline=True))
    return lines


def _rate_lines(content: MapContent) -> list[Line]:
    """Give the classes of rates, and one for banners that have no task."""
    lines = [
        Line(label=zh if content.lang == "zh" else en, color=color, hatch=hatch)
        for _, zh, en, color, hatch in RATES
    ]
    if _rates(content).isna().any():
        lines.append(Line(label=WORDS[content.lang]["no_task"], color="white"))
    return lines


def _notes(
    content: MapContent, labels: Labels, symbols: Symbols | None, words: dict[str, str]
) -> list[str]:
    """Say below the legend what a reader has to know."""
    notes = []
    if symbols is not None and symbols.cell_m is not None:
        notes.append(words["clusters"].format(symbols.cell_m / 1000))
    elif symbols is not None:
        notes.append(words["symbols"])
    if content.partial and content.theme is not None:
        notes.append(words["within"])
    if content.theme is not None:
        notes.append(words["areas" if content.measured else "areas_given"])
    if labels.unplaced:
        notes.append(words["unplaced"].format(labels.unplaced))
    return notes
