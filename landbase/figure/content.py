"""What a map shows, and its drawing inside the frame with the legend that says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch

from landbase.banners import Located, located_table
from landbase.crs import project
from landbase.figure.entries import legend_lines, legend_notes, legend_title
from landbase.figure.graticule import draw_graticule
from landbase.figure.labels import Labels
from landbase.figure.legends import draw_legend
from landbase.figure.shapes import (
    OUTLINE,
    draw_polygons,
    draw_symbols,
    needs_symbols,
    outline,
)
from landbase.figure.themes import RATES, Rates, Theme, rate_class
from landbase.geometry import is_shown, repair
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
    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang
    from landbase.texts import Words

__all__ = ["BannerContent", "MapContent", "PartOf", "draw_map"]

_MOST_NUMBERS = 60  # parcels on a map that still gets their numbers
_BANNER_SIZE = 8.0
_NUMBER_SIZE = 5.5
_LEAST_MM = 3  # a banner with less of it on the map has no name there


@dataclass(frozen=True, kw_only=True, eq=False)
class PartOf:
    """What the legend of a part of the parcels has to say.

    Attributes
    ----------
    note
        What is shown and counted.
    line
        The part's line of the printed table of all parts, which the legend closes to;
        None where it is no line of a table.
    counted
        Which parcels count in their number; None for all.
    """

    note: str
    line: pd.Series | None = None
    counted: npt.NDArray[np.bool_] | None = None


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
        Classes and values of the parcels, or the rates that the banners show.
    banners
        Outlines in EPSG:4490, or None.
    part
        Of what this is a part, or None.
    words, rules
        Texts in the language of the map, and the rules that hold.
    """

    parcels: gpd.GeoDataFrame
    areas: pd.Series
    measured: bool
    theme: Theme | Rates
    banners: gpd.GeoDataFrame | None
    words: Words
    rules: Rules
    part: PartOf | None = None

    @property
    def lang(self) -> Lang:
        """The language of the map."""
        return self.words.lang

    def with_banners(self) -> BannerContent:
        """Give the content as one that has banners.

        Raises
        ------
        ValueError
            There are none.
        """
        raise ValueError("an extent by banner needs banners")

    def only(
        self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_], part: PartOf
    ) -> Self:
        """Keep some of the parcels."""
        theme = self.theme
        if isinstance(theme, Theme):
            theme = theme._replace(codes=theme.codes.iloc[rows])
        parcels, areas = self.parcels.iloc[rows], self.areas.iloc[rows]
        return replace(self, parcels=parcels, areas=areas, theme=theme, part=part)

    def outlines(self) -> npt.NDArray[np.object_]:
        """Give the outlines of the banners, or where there are none of the parcels."""
        return np.asarray(self.parcels.geometry, dtype=object)


@dataclass(frozen=True, kw_only=True, eq=False)
class BannerContent(MapContent):
    """What a map with banners shows."""

    banners: gpd.GeoDataFrame

    @cached_property
    def located(self) -> Located:
        """The table per banner by where the parcels lie, and their parts."""
        return located_table(
            self.parcels, self.banners, areas=self.areas, rules=self.rules
        )

    def with_banners(self) -> BannerContent:
        """Give the content itself."""
        return self

    def banner_names(self) -> list[str]:
        """Name the banners, row by row; a layer's own names are Chinese."""
        codes = self.banners["banner"].astype("str")
        given = self.banners.get("name", codes).fillna(codes)
        known = self.rules.vocabulary.labels("banner", self.lang)
        own = dict(zip(codes, given, strict=True))
        names = own | known if self.lang == "en" else known | own
        return [str(names[code]) for code in codes]

    def outlines(self) -> npt.NDArray[np.object_]:
        """Give the outlines of the banners."""
        return np.asarray(self.banners.geometry, dtype=object)


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
    draw_legend(
        figure, layout.legend, title=legend_title(content),
        lines=legend_lines(content, symbols),
        notes=legend_notes(content, labels, symbols), symbols=symbols,
        words=content.words,
    )  # fmt: skip


def _draw_banners(axes: Axes, content: MapContent, view: View) -> None:
    """Draw the outlines, filled by their rates where the map is of those."""
    if content.banners is None:
        return
    shapes = project(content.banners.geometry.to_numpy(), view.crs)
    if isinstance(content.theme, Rates):
        classes = rate_class(content.theme.of_banners)
        for number, (_, _, color, hatch) in enumerate(RATES):
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
    if isinstance(content.theme, Rates) or not len(content.parcels):
        return None
    legend, values = content.theme
    shapes = content.parcels.geometry.to_numpy()
    drawn = is_shown(shapes)
    shapes = shapes[drawn]
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
    if not isinstance(content, BannerContent):
        return
    shapes = project(content.banners.geometry.to_numpy(), view.crs)
    west, south, east, north = view.bounds
    seen = shapely.clip_by_rect(repair(shapes), west, south, east, north)
    there = ~shapely.is_empty(seen) & (shapely.area(seen) > view.metres(_LEAST_MM) ** 2)
    points = shapely.get_coordinates(shapely.point_on_surface(seen[there]))
    names = np.array(_banner_texts(content), dtype=object)[there]
    order = np.argsort(-shapely.area(seen[there]), kind="stable")
    labels.place(
        points[order], names[order].tolist(), size=_BANNER_SIZE, fontweight="bold",
        color="#3B2A55",
    )  # fmt: skip


def _banner_texts(content: BannerContent) -> list[str]:
    """Name the banners, with their rates where the map is of those."""
    texts = content.banner_names()
    if isinstance(content.theme, Theme):
        return texts
    shares = content.theme.of_banners.to_numpy(float, na_value=np.nan)
    rates = round_half_up(shares * 100, 2)
    none = content.words["no_task"]
    shown = [none if np.isnan(rate) else f"{rate:.2f}%" for rate in rates]
    return [f"{text} {rate}" for text, rate in zip(texts, shown, strict=True)]
