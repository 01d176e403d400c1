"""`report_map`: a sheet with a map that can be pasted or signed as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely
from matplotlib import rc_context

from landbase.area import ellipsoidal_area
from landbase.crs import to_geographic
from landbase.figure.content import MapContent, draw_map
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
from landbase.figure.paper import Orientation, PaperFigure, PaperSize, new_page
from landbase.figure.themes import make_theme
from landbase.figure.views import make_view, project
from landbase.figure.words import WORDS
from landbase.schema import REQUIRED_COLUMNS, require_columns
from landbase.style import Heading, Legend
from landbase.values import today
from landbase.vocabulary import Vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt
    import pandas as pd

    from landbase.figure.graticule import GraticuleKind
    from landbase.figure.views import View
    from landbase.vocabulary import Lang

__all__ = ["Extent", "report_map"]

# a banner's code, or west, south, east and north in degrees
Extent: TypeAlias = str | tuple[float, float, float, float]


def report_map(  # noqa: PLR0913 - what a sheet may say, each by its name
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    title: str | Heading,
    color_by: str | Legend = "status",
    size: PaperSize = "A4",
    orientation: Orientation = "landscape",
    extent: Extent | None = None,
    scale: float | None = None,
    lang: Lang = "zh",
    on: dt.date | str | None = None,
    areas: pd.Series | None = None,
    progress: pd.DataFrame | None = None,
    graticule: GraticuleKind | None = "degrees",
    region: gpd.GeoDataFrame | None = None,
    maker: str | None = None,
    made_on: dt.date | str | None = None,
    source: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> PaperFigure:
    """Draw a map sheet, true to scale, with all that belongs on it.

    The projection is the 3° zone of what is shown, or an equal-area cone where that
    lies in several zones. Where half of the parcels would be narrower than 1.5 mm on
    paper, all are drawn as symbols in proportion to their areas, above 5,000 those of
    a class in a cell together (2.5 mm, or more until there are at most 5,000); the
    legend says so.

    Parameters
    ----------
    parcels
        Parcels with at least `parcel_id`, `category` and the column to colour by, in
        a CRS of CGCS2000 or WGS 84. Not changed.
    banners
        Outlines with `banner` and, if there is one, `name`. Not changed.
    title
        The title, or a `Heading` that also has a day, a mark (内部使用) and a 审图号.
    color_by
        "status", "disposal_type", "cause", "category", "banner", "zone" or another
        column; "overdue" (needs `due` and `on`), "area" (classes in hectares),
        "progress" (banners by completion rate; needs `banners` and `progress`); or a
        `Legend`, so that several maps have the same.
    size, orientation
        Of the paper.
    extent
        A banner's code, or degrees (west, south, east, north); by default all.
    scale
        The denominator; by default the largest round one at which the extent fits.
    lang
        Language of the sheet.
    on
        The day the data are of.
    areas
        m² on the index of `parcels`; by default measured on the ellipsoid.
    progress
        As `landbase.progress` gives it.
    graticule
        "degrees", "kilometres" (of the plane of the map) or None.
    region
        Outlines of what is around, such as the autonomous region. A map of a part has
        an inset that shows where it lies among the banners; a map of all has one only
        with these, since where the city itself lies is not known otherwise.
    maker, made_on, source
        制图单位, 制图日期 (by default `on`, else today), 资料来源.
    vocabulary
        Words; by default those of landbase.

    Returns
    -------
    figure
        A `matplotlib.figure.Figure` the size of the paper, whose `savefig` gives the
        same bytes each time, with fonts embedded and text that can be searched. The
        figures in the legend are those that `print_table` prints for these parcels.

    Raises
    ------
    CRSError
        A CRS is missing, or is of another datum.
    SchemaError
        A column is missing.
    ValueError
        An argument is not one of those named, nothing lies in the extent, or `areas`
        is not on the index of `parcels`.
    MissingDependencyError
        matplotlib or a font with Chinese letters is missing.

    Examples
    --------
    >>> from landbase.testing import make_parcels
    >>> sheet = report_map(make_parcels(3), title="存量土地", on="2023-07-06")
    >>> (sheet.get_size_inches() * 25.4).round().tolist()
    [297.0, 210.0]
    """
    content = _content(
        parcels, banners, color_by, on, areas, progress, lang, vocabulary
    )
    heading = _heading(title, on)
    with rc_context(settings()):
        figure, width, height = new_page(size, orientation)
        around = _around(content, extent, region)
        layout = lay_out(width, height, inset=around is not None)
        room = {"width": layout.map.width, "height": layout.map.height}
        view = make_view(_shown(content, extent), **room, scale=scale)
        shown = content if extent is None else _within(content, view, extent)
        draw_neat_line(figure, layout.neat)
        draw_title(figure, layout.title, heading.title or "", heading.lines(lang))
        draw_map(figure, layout, shown, view, graticule=graticule)
        draw_marks(figure, layout.marks, view, lang)
        if around is not None:
            draw_inset(figure, layout.inset, around, view, lang)
        last = [("maker", maker), ("made_on", made_on or on), ("source", source)]
        draw_foot(figure, layout.foot, _foot(view, last, lang))
    return figure


def _heading(title: str | Heading, on: dt.date | str | None) -> Heading:
    """Put the day into the heading unless it has one."""
    heading = title if isinstance(title, Heading) else Heading(title=title)
    if on is None or heading.as_of is not None:
        return heading
    return replace(heading, as_of=str(on))


def _content(  # noqa: PLR0917 - the arguments of report_map that it is made of
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    color_by: str | Legend,
    on: dt.date | str | None,
    areas: pd.Series | None,
    progress: pd.DataFrame | None,
    lang: Lang,
    vocabulary: Vocabulary | None,
) -> MapContent:
    """Check the arguments and bring all to EPSG:4490."""
    require_columns(parcels, *REQUIRED_COLUMNS)
    if areas is not None and not areas.index.equals(parcels.index):
        raise ValueError("areas must be a Series on the index of the parcels")
    words = vocabulary or Vocabulary.default()
    m2 = ellipsoidal_area(parcels) if areas is None else areas
    theme = None
    if color_by != "progress":
        theme = make_theme(
            parcels, color_by=color_by, areas=m2, on=on, vocabulary=words
        )
    elif progress is None or banners is None:
        raise ValueError("a map of progress needs banners and progress=")
    return MapContent(
        parcels=to_geographic(parcels),
        areas=m2,
        measured=areas is None,
        theme=theme,
        banners=None if banners is None else to_geographic(banners),
        progress=progress,
        lang=lang,
        vocabulary=words,
    )


def _shown(content: MapContent, extent: Extent | None) -> npt.NDArray[np.object_]:
    """Give the shapes that the map has to hold."""
    if isinstance(extent, str):
        return np.array([_banner(content, extent)], dtype=object)
    if extent is not None:
        west, south, east, north = extent
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
            raise ValueError(
                f"extent is west, south, east, north in degrees, not {extent}"
            )
        box = shapely.segmentize(shapely.box(*extent), 0.05)
        return np.array([box], dtype=object)
    parcels = np.asarray(content.parcels.geometry, dtype=object)
    if content.banners is None:
        return parcels
    return np.concatenate([content.banners.geometry.to_numpy(), parcels])


def _around(
    content: MapContent, extent: Extent | None, region: gpd.GeoDataFrame | None
) -> npt.NDArray[np.object_] | None:
    """Give the outlines for an inset; None where there is nothing to show it in."""
    if region is not None:
        return np.asarray(to_geographic(region).geometry, dtype=object)
    return None if extent is None else content.outlines()


def _banner(content: MapContent, code: str) -> Any:
    """Find the outline of a banner."""
    if content.banners is None:
        raise ValueError("an extent by banner needs banners")
    found = content.banners[content.banners["banner"].astype("str") == code]
    if found.empty:
        known = ", ".join(content.banners["banner"].astype("str"))
        raise ValueError(f"there is no banner {code!r}; use one of {known}")
    return found.geometry.union_all()


def _within(content: MapContent, view: View, extent: Extent) -> MapContent:
    """Keep the parcels of the extent: by where a point inside of them lies."""
    shapes = content.parcels.geometry.to_numpy()
    points = shapely.point_on_surface(shapes)
    if isinstance(extent, str):
        area = _banner(content, extent)
    else:
        area, points = shapely.box(*view.bounds), project(points, view.crs)
    shapely.prepare(area)
    return content.only(shapely.intersects(area, points))


def _foot(view: View, parts: Sequence[tuple[str, object]], lang: Lang) -> list[str]:
    """Give the two lines at the foot of a sheet."""
    words = WORDS[lang]
    known = {key: value for key, value in parts if value}
    known.setdefault("made_on", today())
    order = [key for key, _ in parts]
    last = [words[key].format(known[key]) for key in order if key in known]
    return [crs_line(view, lang), "　　".join(last)]
