"""The layers of a map: parcels of each category, banner outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from landbase.crs import to_geographic
from landbase.schema import require_columns
from landbase.webmap.elements import DataLayer
from landbase.webmap.payload import area_texts, pack_columns, pack_shapes
from landbase.webmap.words import WORDS, capital

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from landbase.style import Legend
    from landbase.vocabulary import Lang

__all__ = ["PANES", "Drawing", "banner_layer", "parcel_layers"]

PANES = (
    {"name": "lbBanners", "zIndex": 350},
    {"name": "lbLabels", "zIndex": 620},
)
_TOOLTIP_COLUMNS = 4
_PANEL_ROOM = 424  # px on the right that the panels may cover


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What the parts of a map share.

    Attributes
    ----------
    parcels
        In degrees.
    areas
        In m², on the index of `parcels`.
    measured
        The areas were measured here, not given.
    legend, columns, lang
        As asked for.
    has_base_map
        Something is under the parcels.
    """

    parcels: gpd.GeoDataFrame
    areas: pd.Series
    measured: bool
    legend: Legend
    columns: tuple[str, ...]
    lang: Lang
    has_base_map: bool

    @property
    def words(self) -> dict[str, str]:
        """The words of the page."""
        return WORDS[self.lang]

    def labels(self, kind: str) -> dict[str, str]:
        """Map codes to labels, in the order of the vocabulary."""
        return self.legend.vocabulary.labels(kind, self.lang)


def banner_layer(banners: gpd.GeoDataFrame, drawing: Drawing) -> DataLayer:
    """Make the layer of banner outlines with their names.

    Parameters
    ----------
    banners
        Outlines with `banner` and, if there is one, `name`.
    drawing
        The map.

    Returns
    -------
    layer
        Outlines below the parcels, names above them.
    """
    require_columns(banners, "banner")
    outlines = to_geographic(banners)
    inner = outlines.geometry.representative_point()
    places = [[round(y, 5), round(x, 5)] for x, y in zip(inner.x, inner.y, strict=True)]
    data = {
        "shapes": pack_shapes(outlines.geometry),
        "names": _banner_names(outlines, drawing),
        "labels": [place if place[0] == place[0] else None for place in places],
    }
    options = {
        "pane": PANES[0]["name"],
        "labelPane": PANES[1]["name"],
        "fill": 0 if drawing.has_base_map else 1,
    }
    name = drawing.words["banners"]
    return DataLayer(
        "banners", data, options=options, name=name, bounds=_bounds(outlines)
    )


def parcel_layers(drawing: Drawing) -> list[DataLayer]:
    """Make a layer for each category that occurs, in the order of the vocabulary."""
    labels = drawing.labels("category")
    category = drawing.parcels["category"].astype(object)
    found = set(category.dropna())
    codes = [*(c for c in labels if c in found), *sorted(found - set(labels))]
    layers = [
        _parcel_layer(drawing, (category == code).to_numpy(), labels.get(code, code))
        for code in codes
    ]
    lacking = category.isna().to_numpy()
    if lacking.any():
        layers.append(_parcel_layer(drawing, lacking, drawing.words["missing"]))
    return layers


def _parcel_layer(drawing: Drawing, rows: Any, name: str) -> DataLayer:
    parcels, legend, words = drawing.parcels[rows], drawing.legend, drawing.words
    areas = drawing.areas[rows]
    data = {
        "shapes": pack_shapes(parcels.geometry),
        "classes": [{"color": c.color, "edge": c.edge} for c in legend.all_classes],
        "position": legend.positions(parcels[legend.column]).tolist(),
        "columns": pack_columns(
            parcels, drawing.columns, lang=drawing.lang, vocabulary=legend.vocabulary
        ),
        "untitled": name,
        "area": {
            "label": words["area"],
            "mu": area_texts(areas, "mu", decimals=2),
            "ha": area_texts(areas, "ha", decimals=4),
            "muUnit": words["mu"],
            "haUnit": words["ha"],
        },
    }
    options = {
        "tooltip": _tooltip(drawing),
        "opacity": 0.75 if drawing.has_base_map else 1,
        "room": _PANEL_ROOM,
        "closeLabel": words["close"],
    }
    return DataLayer(
        "parcels", data, options=options, name=capital(name), bounds=_bounds(parcels)
    )


def _banner_names(outlines: gpd.GeoDataFrame, drawing: Drawing) -> list[str]:
    """Name banners: the layer's own name in Chinese, else the label, else the code."""
    codes = outlines["banner"].astype(object)
    names = codes.map(drawing.labels("banner"))
    if "name" in outlines:
        own = outlines["name"].astype(object)
        first, second = (own, names) if drawing.lang == "zh" else (names, own)
        names = first.where(first.notna(), second)
    return [str(name) for name in names.where(names.notna(), codes)]


def _tooltip(drawing: Drawing) -> list[int]:
    """Choose columns for the tooltip: the first ones and the one that colours."""
    columns, own = drawing.columns, drawing.legend.column
    chosen = list(range(1, len(columns)))[:_TOOLTIP_COLUMNS]
    if own in columns[_TOOLTIP_COLUMNS + 1 :]:
        chosen[-1] = columns.index(own)
    return chosen


def _bounds(frame: gpd.GeoDataFrame) -> list[float] | None:
    bounds = frame.total_bounds
    return [float(value) for value in bounds] if np.isfinite(bounds).all() else None
