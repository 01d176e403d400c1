"""`report_map`: a sheet with a map that can be pasted or signed as it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from landbase.crs import project, to_geographic
from landbase.paper.content import MapContent, PartOf, banner_shape, in_banner
from landbase.paper.sheet import SheetStyle, draw_sheet, make_content
from landbase.rules.ruleset import rules_of
from landbase.style import Heading, Legend

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import numpy.typing as npt
    import pandas as pd

    from landbase.paper.marks import GraticuleKind
    from landbase.paper.page import Orientation, PaperFigure, PaperSize, View
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.texts import Lang

__all__ = ["report_map"]

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
    rules: Rules | None = None,
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
        制图单位, 制图日期 (by default today, in the time zone of the rules), 资料来源.
    rules
        By default the rules that the parcels were read by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    figure
        A `matplotlib.figure.Figure` the size of the paper, whose `savefig` gives the
        same bytes each time, with fonts embedded and text that can be searched. The
        figures in the legend are those that `print_table` prints for these parcels:
        of a banner, its line of the table per banner, parcels cut at its outline and
        counted where their largest part is.

    Raises
    ------
    CRSError
        A CRS is missing, or is of another datum.
    GeometryError
        Of a banner: a geometry is missing, or one on an outline is not valid.
    SchemaError
        A column is missing; of a banner: codes are missing or repeated.
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
    content = make_content(
        parcels, banners, color_by=color_by, on=on, areas=areas, progress=progress,
        lang=lang, rules=rules_of(rules, vocabulary=vocabulary, of=parcels),
    )  # fmt: skip
    style = SheetStyle(
        rules=content.rules,
        heading=title if isinstance(title, Heading) else Heading(title=title),
        size=size, orientation=orientation, words=content.words, on=on, scale=scale,
        graticule=graticule, maker=maker, made_on=made_on, source=source,
    )  # fmt: skip
    return draw_sheet(
        _shown(content, extent),
        style,
        show=partial(_within, content, extent),
        around=_around(content, extent, region),
    )


def _shown(content: MapContent, extent: Extent | None) -> npt.NDArray[np.object_]:
    """Give the shapes that the map has to hold."""
    if isinstance(extent, str):
        return np.array([banner_shape(content, extent)], dtype=object)
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


def _within(content: MapContent, extent: Extent | None, view: View) -> MapContent:
    """Keep what lies in the extent: in a banner, or in the frame of the map."""
    if extent is None:
        return content
    if isinstance(extent, str):
        return in_banner(content, extent)
    points = shapely.point_on_surface(content.parcels.geometry.to_numpy())
    inside = shapely.intersects(shapely.box(*view.bounds), project(points, view.crs))
    return content.only(inside, PartOf(note=content.words["within"]))
