"""A page of squares that count parcels, where there are too many to draw each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pandas as pd

from landbase.style import TOTAL, Heading, legend_table, make_legend
from landbase.texts import Texts
from landbase.webmap.drawing import bounds_of
from landbase.webmap.elements import LandMap, LayerControlName, Statement
from landbase.webmap.layer import PANES, ParcelLayer, banner_layer
from landbase.webmap.map import open_on
from landbase.webmap.parts import MapTools, controls

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from landbase.rules.ruleset import Rules
    from landbase.style import Legend
    from landbase.texts import Lang, Words

__all__ = ["density_map"]

_CLASSES = 5


def density_map(
    squares: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    km: float,
    title: str | Heading | None = None,
    rules: Rules,
    lang: Lang = "zh",
) -> folium.Map:
    """Draw squares coloured by how many parcels they hold, offline.

    Parameters
    ----------
    squares
        Squares in EPSG:4490 with `count`, the parcels whose centre is in each, and
        `area_m2`, what these measure. Not changed.
    banners
        Outlines as for `disposal_map`. Not changed.
    km
        How wide a square is, about.
    title, rules, lang
        As for `disposal_map`.

    Returns
    -------
    map
        A `folium.Map`; its legend counts the parcels, and says that none is drawn by
        itself.
    """
    words = Texts(rules.texts).words("map", lang)
    counted, shown = words["count"], words["density.title"]
    of = [words("density.square", count=count) for count in squares["count"]]
    table = squares.assign(**{
        "parcel_id": [f"{number}" for number in range(len(squares))],
        "category": None,
        counted: squares["count"],
        shown: pd.array(of, dtype="str"),
    })
    areas = table["area_m2"].rename("ellipsoidal_m2")
    values = table if len(table) else table.reindex([0])  # classes of nothing
    legend = make_legend(values, color_by=counted, breaks=_CLASSES, rules=rules)
    layer = ParcelLayer(
        table,
        color_by=legend,
        columns=[shown],
        rules=rules,
        lang=lang,
        areas=areas,
        name=shown,
    )
    drawing = layer.drawing
    heading = title if isinstance(title, Heading) else Heading(title=title)
    lines = heading.lines(lang, texts=drawing.texts)
    page = LandMap(title=heading.title or shown, zoom_snap=1)
    control = folium.LayerControl(position="topright", collapsed=False)
    key = _legend(legend, table, areas, words=words, km=km)
    outlines = [] if banners is None else [banner_layer(banners, drawing)]
    for part in (
        Statement("title", {"title": heading.title or shown, "notes": lines}),
        Statement("controls", controls(drawing)),
        Statement("panes", PANES),
        *outlines,
        layer,
        control,
        LayerControlName(control, words["layers"], words.part("looks")),
        Statement("legend", key),
        MapTools(lang=lang, source=heading.source or "", texts=drawing.texts),
    ):
        page.add_child(part)
    west, south, east, north = bounds_of(table) or (73.0, 18.0, 135.0, 53.5)
    open_on(page, [[south, west], [north, east]], words=words)
    return page


def _legend(
    legend: Legend, squares: pd.DataFrame, areas: pd.Series, *, words: Words, km: float
) -> dict[str, Any]:
    """Give the lines of the legend, whose counts are of parcels."""
    table = legend_table(legend, squares, areas=areas)
    position = legend.positions(squares[legend.column])
    size = len(legend.all_classes)
    count = np.bincount(position, weights=squares["count"], minlength=size)
    lines = []
    for place in table.index.drop([TOTAL]):
        entry = legend.all_classes[place]
        line = _figures(int(count[place]), dict(table.loc[place]))
        look = {"color": entry.color, "edge": entry.edge, "code": entry.code or ""}
        lines.append(line | look | {"label": entry.label(words.lang)})
    whole = int(squares["count"].sum())
    total = _figures(whole, dict(table.loc[TOTAL]))
    return {
        "title": words["density.title"],
        "heads": [words["density.each"], words["count"], words["mu"], words["ha"]],
        "lines": lines,
        "total": total | {"code": "total", "label": words["total"]},
        "notes": [words["note"], words("density.note", count=whole, km=km)],
        "how": "",
    }


def _figures(count: int, areas: Mapping[Any, Any]) -> dict[str, str]:
    return {
        "count": f"{count:,}",
        "mu": f"{areas['mu']:,.2f}",
        "ha": f"{areas['ha']:,.2f}",
    }
