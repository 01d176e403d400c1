"""A map sheet drawn: the content brought together, and its place on the paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from matplotlib import rc_context

from landbase.area import ellipsoidal_area
from landbase.crs import to_geographic
from landbase.figure.content import BannerContent, MapContent, draw_map
from landbase.figure.fonts import settings
from landbase.figure.layout import lay_out
from landbase.figure.marks import (
    crs_line,
    draw_foot,
    draw_inset,
    draw_marks,
    draw_neat_line,
    draw_title,
)
from landbase.figure.paper import new_page
from landbase.figure.themes import make_theme, rates_of
from landbase.figure.views import make_view
from landbase.rules import Rules
from landbase.rules.schema import REQUIRED_COLUMNS, require_columns
from landbase.texts import words
from landbase.values import read_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from landbase.figure.graticule import GraticuleKind
    from landbase.figure.paper import Orientation, PaperFigure, PaperSize
    from landbase.figure.themes import Rates, Theme
    from landbase.figure.views import View
    from landbase.rules.vocabulary import Lang
    from landbase.style import Heading, Legend
    from landbase.texts import Words

__all__ = ["Looks", "draw_sheet", "make_content"]


@dataclass(frozen=True, kw_only=True)
class Looks:
    """Paper and texts of a sheet, as for `report_map`."""

    heading: Heading
    size: PaperSize
    orientation: Orientation
    words: Words
    rules: Rules = field(default_factory=Rules.default)
    on: dt.date | str | None = None
    scale: float | None = None
    graticule: GraticuleKind | None = "degrees"
    maker: str | None = None
    made_on: dt.date | str | None = None
    source: str | None = None

    def title(self) -> tuple[str, list[str]]:
        """Give the title and its marks; the day is one of them."""
        heading = self.heading
        if self.on is not None and heading.as_of is None:
            heading = replace(heading, as_of=str(read_day(self.on)))
        return heading.title or "", heading.lines(self.words.lang)

    def foot(self, view: View) -> list[str]:
        """Give the two lines at the foot."""
        day = self.made_on or self.on or self.rules.today()
        last = [self.words("made_on", day=day)]
        if self.maker:
            last.insert(0, self.words("maker", maker=self.maker))
        if self.source:
            last.append(self.words("source", source=self.source))
        return [crs_line(view, self.words), "　　".join(last)]


def make_content(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    *,
    color_by: str | Legend,
    on: dt.date | str | None,
    areas: pd.Series | None,
    progress: pd.DataFrame | None,
    lang: Lang,
    rules: Rules,
) -> MapContent:
    """Check the arguments of `report_map` and bring all to EPSG:4490.

    Raises
    ------
    CRSError, SchemaError
        As for `report_map`.
    ValueError
        As for `report_map`.
    """
    require_columns(parcels, *REQUIRED_COLUMNS)
    if areas is not None and not areas.index.equals(parcels.index):
        raise ValueError("areas must be a Series on the index of the parcels")
    m2 = ellipsoidal_area(parcels) if areas is None else areas
    theme: Theme | Rates
    if color_by != "progress":
        theme = make_theme(parcels, color_by=color_by, areas=m2, on=on, rules=rules)
    elif progress is None or banners is None:
        raise ValueError("a map of progress needs banners and progress=")
    else:
        theme = rates_of(progress, banners)
    content = MapContent(
        parcels=to_geographic(parcels),
        areas=m2,
        measured=areas is None,
        theme=theme,
        banners=None,
        words=words("paper", lang),
        rules=rules,
    )
    if banners is None:
        return content
    return BannerContent(**{**vars(content), "banners": to_geographic(banners)})


def draw_sheet(
    shapes: npt.NDArray[np.object_],
    looks: Looks,
    *,
    show: Callable[[View], MapContent],
    around: npt.NDArray[np.object_] | None,
) -> PaperFigure:
    """Draw a sheet.

    Parameters
    ----------
    shapes
        What the map has to hold, in EPSG:4490.
    looks
        Paper and texts.
    show
        Gives what to show, once the frame is known.
    around
        Outlines for an inset that shows where the map lies, or None.

    Returns
    -------
    figure
        The sheet.

    Raises
    ------
    ValueError
        There is nothing to show, or paper or graticule are not known.
    """
    with rc_context(settings()):
        figure, width, height = new_page(looks.size, looks.orientation)
        layout = lay_out(width, height, inset=around is not None)
        view = make_view(
            shapes, width=layout.map.width, height=layout.map.height, scale=looks.scale
        )
        draw_neat_line(figure, layout.neat)
        draw_title(figure, layout.title, *looks.title())
        draw_map(figure, layout, show(view), view, graticule=looks.graticule)
        draw_marks(figure, layout.marks, view, looks.words, size=looks.size)
        if around is not None:
            draw_inset(figure, layout.inset, around, view, looks.words)
        draw_foot(figure, layout.foot, looks.foot(view))
    return figure
