"""The disposal map: parcels by class, banners, legend, cards; offline by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import folium

from landbase.style import Heading, Legend
from landbase.webmap.drawing import Drawing, make_drawing
from landbase.webmap.elements import LandMap, LayerControlName, Statement
from landbase.webmap.layer import FEW, PANES, banner_layer, parcel_layers
from landbase.webmap.overlays import (
    BaseMaps,
    ImageLayer,
    OutlineLayer,
    base_map_layers,
    base_map_sources,
    covers_ground,
)
from landbase.webmap.parts import (
    LayerPart,
    MapTools,
    controls,
    idle_soon_notes,
    selection,
    side_panel,
    time_slider,
    usual_title,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from folium.map import Layer

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words
    from landbase.webmap.elements import DataLayer
    from landbase.webmap.states import Timeline

__all__ = ["disposal_map", "open_on"]

_COUNTRY = [[18.0, 73.0], [53.5, 135.0]]  # shown when there is nothing to show


def disposal_map(  # noqa: PLR0913 - the parts of a page, each by its name
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    color_by: str | Legend | None = None,
    columns: Sequence[str] | None = None,
    rules: Rules | None = None,
    lang: Lang = "zh",
    title: str | Heading | None = None,
    areas: pd.Series | pd.DataFrame | None = None,
    decisions: pd.DataFrame | Timeline | None = None,
    basemap: BaseMaps = None,
    overlays: Sequence[ImageLayer | OutlineLayer] = (),
    by_place: bool = True,
    compress: bool = True,
    soon_days: int | None = None,
) -> folium.Map:
    """Draw a map of parcels coloured by class, to look at and click on, offline.

    Parcels that would be too small to see are drawn as dots. Values are shown as
    text, whatever they hold. Outlines are rounded to 1e-6 degree for drawing only.

    Parameters
    ----------
    parcels
        Parcels with at least `parcel_id`, `category` and the column to colour by, in
        a known CRS of CGCS2000 or WGS 84. Not changed.
    banners
        Outlines with `banner` (code) and, if there is one, `name`. Not changed.
    color_by
        A column, as for `make_legend`; or a `Legend`, which also says where labels
        come from. By default "status"; parcels without any are coloured by
        "category", with a warning.
    columns
        What tooltip and card show; the first is the title. By default the usual ones
        among those there are. Other columns are not in the page, only the class of
        each parcel, its category and its area. Of decisions the page then has only
        those of these columns; figures by month need a `Timeline` whose `columns` have
        `effective` and `area_m2`.
    rules
        Words, colours and what counts as disposed of; by default the rules that the
        parcels were read by, or those of the legend.
    lang
        Language of the page.
    title
        Title of the page, or a `Heading` that also has a date and marks.
    areas
        Areas in m² on the index of `parcels`; by default they are measured on the
        ellipsoid. Of a table, such as columns of `compare_areas`, the first column
        counts and the card shows all.
    decisions
        Decisions as `LandBase.decisions` gives them, or a `Timeline`, which also says
        what of them is shown and how the parcels were before. The page then has a
        slider over their days, and the card of a parcel its decisions. Status,
        disposal type and what else of the columns asked for follows from decisions
        are those of the day; the page opens on the last, whatever `parcels` says.
    basemap
        None; an `OfflineBaseMap`, which lies in the page itself; or one or several of
        `tianditu(key)`, `BaseMap` and providers of xyzservices, whose tiles the page
        then asks for.
    overlays
        Layers from files, drawn under the parcels: `ImageLayer`, `OutlineLayer`.
    by_place
        Whether, with `banners`, the table per banner goes by where parcels lie, cut
        at the lines, as `area_table` with banners does; otherwise it goes by the
        declared `banner`. The page says which.
    compress
        Whether the parcels of a page with more than 2,000 are compressed. Browsers
        from before 2023 may not read that; they open a page with False, which is
        larger.
    soon_days
        Where the heading has its day (`Heading.as_of`), name below the legend the
        parcels that are not disposed of and reach the full year of article 2 within
        so many days, with the last day of the year. None names none.

    Returns
    -------
    map
        A `folium.Map` that holds all it needs: a layer for each category, banner
        outlines, legend with counts, mu and hectares, layer control and scale bar.

    Raises
    ------
    CRSError
        A CRS is missing, or is of another datum.
    SchemaError
        A column is missing.
    GeometryError
        There is something else than polygons.
    ValueError
        The column to colour by has too many values, `areas` is not on the index of
        `parcels`, or a decision has no day.
    SourceError
        A base map cannot be read, lies elsewhere, or has no room in the page.
    MissingDependencyError
        A base map needs the extra ``basemap``.

    Warns
    -----
    LandbaseWarning
        Some parcels or outlines cannot be cut, so that the table per banner goes by
        declared banners; parcels have no status, and are coloured by category; or a
        base map is there in part.

    Examples
    --------
    >>> from landbase.testing import make_parcels
    >>> disposal_map(make_parcels(3), title="存量土地").get_root().title
    '存量土地'
    """
    sources = base_map_sources(basemap)
    drawing = make_drawing(
        parcels,
        color_by=color_by,
        columns=columns,
        rules=rules,
        lang=lang,
        areas=areas,
        decisions=decisions,
    )
    base_maps = base_map_layers(
        sources, parcels, words=drawing.words, compress=compress
    )
    covered = any(map(covers_ground, [*base_maps, *overlays]))
    drawing = replace(drawing, has_base_map=covered)
    outlines = [] if banners is None else [banner_layer(banners, drawing)]
    if by_place:
        drawing = drawing.placed(parcels, banners)
    under: list[Layer] = [*base_maps, *overlays, *outlines]
    heading = title if isinstance(title, Heading) else Heading(title=title)
    warned = idle_soon_notes(
        parcels, on=heading.as_of, within_days=soon_days, drawing=drawing
    )
    return _assembled(drawing, under, heading, compress=compress, notes=warned)


def _assembled(
    drawing: Drawing,
    under: list[Layer],
    heading: Heading,
    *,
    compress: bool,
    notes: Sequence[str],
) -> LandMap:
    """Put the parts of a page together, in the order in which they are made."""
    title = heading.title or usual_title(drawing)
    marks = heading.lines(drawing.lang, texts=drawing.texts)
    tiles = drawing.has_base_map or len(drawing.parcels) > FEW
    page = LandMap(
        title=title, zoom_snap=1 if tiles else 0.25
    )  # tiles want whole zooms
    layers = parcel_layers(drawing, compress=compress)
    control = folium.LayerControl(position="topright", collapsed=False)
    parts = [
        Statement("title", {"title": title, "notes": marks}),
        Statement("controls", controls(drawing)),
        Statement("panes", PANES),
        *under,
        *layers,
        control,
        LayerControlName(control, drawing.words["layers"], drawing.words.part("looks")),
        *_tools(drawing, layers, heading, notes),
        MapTools(lang=drawing.lang, source=heading.source or "", texts=drawing.texts),
    ]
    for part in parts:
        page.add_child(part)
    bounds = page.get_bounds()
    open_on(page, _COUNTRY if bounds[0][0] is None else bounds, words=drawing.words)
    return page


def open_on(
    page: folium.Map, bounds: Sequence[Sequence[float | None]], *, words: Words
) -> None:
    """Let a page open on south-west and north-east of a place, and on no other."""
    fit = {"bounds": bounds, "words": words.part("views")}
    page.add_child(Statement("fit", fit), name="fit")


def _tools(
    drawing: Drawing,
    layers: list[DataLayer],
    heading: Heading,
    notes: Sequence[str],
) -> list[LayerPart]:
    """Make what works on the parcels: time slider, selection, legend and filters."""
    if not len(drawing.parcels):
        return []
    slider = time_slider(drawing, layers, heading)
    return [
        *([LayerPart("time", slider)] if slider else []),
        LayerPart("selection", selection(drawing, layers)),
        LayerPart("panel", side_panel(drawing, layers, heading, notes=notes)),
    ]
