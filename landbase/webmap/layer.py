"""Layers of parcels: few as polygons of Leaflet, many on canvas tiles of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.geometry import is_shown
from landbase.texts import capital
from landbase.webmap.binary import Sections, zigzag
from landbase.webmap.drawing import Drawing, bounds_of, make_drawing
from landbase.webmap.dues import add_dues
from landbase.webmap.elements import DataLayer
from landbase.webmap.events import add_events, before_decisions
from landbase.webmap.methods import method_labels, others_of
from landbase.webmap.payload import (
    DRAWING_SCALE,
    pack_columns,
    printed_units,
    shapes_of,
)
from landbase.webmap.places import add_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang
    from landbase.style import Legend
    from landbase.webmap.timeline import Timeline

__all__ = ["FEW", "ParcelLayer", "parcel_layers"]

FEW = 2_000  # parcels that Leaflet draws well by itself
_TOOLTIP_COLUMNS = 4
_LARGEST_DOT, _SMALLEST_DOT = 7.0, 2.0  # px


class ParcelLayer(DataLayer):
    """Parcels on canvas tiles: hundreds of thousands in one page, on any `folium.Map`.

    The page holds the outlines as differences of whole numbers (1e-6 degree, for
    drawing only: equal vertices stay equal, and areas are never computed from them),
    the columns asked for, the class and the area of each parcel. A parcel smaller
    than a dot shows as a dot of its colour. The map should zoom in whole steps.

    Parameters
    ----------
    parcels
        Parcels with at least `parcel_id`, `category` and the column to colour by, in
        a known CRS of CGCS2000 or WGS 84. Not changed.
    color_by, columns, lang, areas, decisions
        As for `disposal_map`.
    banners
        Outlines by which the table per banner of a `ParcelPanel` cuts parcels; they
        are not drawn.
    name
        Name in a layer control.
    compress
        Compress with gzip. Browsers from before 2023 may not read that; they open a
        page with False, which is larger.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    SchemaError
        A column is missing.
    GeometryError
        There is something else than polygons.
    ValueError
        The column to colour by has too many values, `areas` is not on the index of
        `parcels`, or a decision has no day.

    Examples
    --------
    >>> import folium
    >>> from landbase.testing import make_parcels
    >>> m = folium.Map(tiles=None)
    >>> m.add_child(ParcelLayer(make_parcels(3))) is m
    True
    """

    def __init__(  # noqa: PLR0913 - what disposal_map takes of the parcels
        self,
        parcels: gpd.GeoDataFrame,
        *,
        color_by: str | Legend = "status",
        columns: Sequence[str] | None = None,
        rules: Rules | None = None,
        lang: Lang = "zh",
        areas: pd.Series | pd.DataFrame | None = None,
        decisions: pd.DataFrame | Timeline | None = None,
        banners: gpd.GeoDataFrame | None = None,
        name: str | None = None,
        compress: bool = True,
    ) -> None:
        drawing = make_drawing(
            parcels,
            color_by=color_by,
            columns=columns,
            rules=rules,
            lang=lang,
            areas=areas,
            decisions=decisions,
        ).placed(parcels, banners)
        self.drawing = drawing  # for the parts of a map that work on this layer
        title = name or drawing.words["parcels"]
        super().__init__(**_tiles(drawing, title, compress=compress))


def parcel_layers(drawing: Drawing, *, compress: bool = True) -> list[DataLayer]:
    """Make a layer for each category that occurs, in the order of the vocabulary."""
    labels = drawing.labels("category") | {"": drawing.words["missing"]}
    category = drawing.parcels["category"].astype(object)
    category = category.where(category.notna(), "")
    return [
        _layer(
            drawing.taken((category == code).to_numpy()),
            labels.get(code, code),
            few=len(drawing.parcels) <= FEW,
            compress=compress,
        )
        for code in drawing.category_codes
    ]


def _layer(drawing: Drawing, name: str, *, few: bool, compress: bool) -> DataLayer:
    if few:
        return _small_layer(drawing, name)
    return DataLayer(**_tiles(drawing, name, compress=compress))


def _tiles(drawing: Drawing, name: str, *, compress: bool) -> dict[str, Any]:
    """Say what a layer of tiles is made of; the more parcels, the smaller the dots."""
    many, words = max(len(drawing.parcels), FEW), drawing.words
    options = _options(drawing, name) | {
        "compressed": compress,
        "dot": max(_SMALLEST_DOT, _LARGEST_DOT * (FEW / many) ** 0.5),
        "reading": words["reading"],
        "tooOld": words["too_old"],
        "unread": words["unread"],
    }
    return {
        "kind": "tiles",
        "data": _sections(drawing).to_text(compress=compress),
        "options": options,
        "name": capital(name),
        "bounds": bounds_of(drawing.parcels),
    }


def _small_layer(drawing: Drawing, name: str) -> DataLayer:
    """Make a layer of polygons of Leaflet; any browser reads it."""
    look = {"opacity": 0.75 if drawing.has_base_map else 1}
    return DataLayer(
        "parcels",
        _sections(drawing).to_text(compress=False),
        options=_options(drawing, name) | look,
        name=capital(name),
        bounds=bounds_of(drawing.parcels),
    )


def _sections(drawing: Drawing) -> Sections:
    """Write the parcels, near ones near each other, as sections of bytes."""
    drawing = drawing.taken(_order(drawing.parcels))
    parcels, legend = before_decisions(drawing), drawing.legend
    columns = pack_columns(
        parcels, drawing.columns, lang=drawing.lang, rules=legend.rules
    )
    sections = Sections({})
    events = add_events(sections, drawing, columns)
    if "due" in drawing.columns:
        add_dues(sections, parcels, events, rules=legend.rules)
    if drawing.places is not None:
        add_places(sections, drawing.places, drawing.place_labels)
    sections.header |= _header(drawing, columns)
    shapes = shapes_of(parcels.geometry.orient_polygons())
    for part in ("polygons", "rings", "vertices"):
        sections.add_numbers(part, getattr(shapes, part))
    sections.add_numbers("xy", zigzag(shapes.xy).ravel())
    sections.add_numbers("position", legend.positions(parcels[legend.column]))
    sections.add("areas", drawing.areas.to_numpy("<f8").tobytes())
    for number, (_, own) in enumerate(others_of(drawing), start=1):
        sections.add(f"areas{number}", own.to_numpy("<f8").tobytes())
    _add_categories(sections, drawing)
    sections.add_columns("column", columns)
    return sections


def _add_categories(sections: Sections, drawing: Drawing) -> None:
    """Say which category each parcel is of: tables are levelled within each."""
    codes = drawing.category_codes
    found = drawing.parcels["category"].astype(object)
    position = pd.Index(codes).get_indexer(found.where(found.notna(), ""))
    sections.header["categories"] = codes
    if len(codes) > 1:
        sections.add_numbers("category", position)


def _header(drawing: Drawing, columns: list[dict[str, Any]]) -> dict[str, Any]:
    """Say what the sections hold, and how areas in m² are printed."""
    return {
        "count": len(drawing.parcels),
        "scale": DRAWING_SCALE,
        "classes": _classes(drawing.legend),
        "columns": [{k: v for k, v in c.items() if k != "values"} for c in columns],
        "units": printed_units(drawing.words),
        "methods": method_labels(drawing),
    }


def _order(parcels: gpd.GeoDataFrame) -> npt.NDArray[np.intp]:
    """Order rows along a Hilbert curve; those without outline come last."""
    shapes = parcels.geometry
    there = is_shown(shapes.to_numpy())
    distance = np.full(len(shapes), np.iinfo(np.int64).max)
    if there.any():
        distance[there] = shapes[there].hilbert_distance()
    return np.argsort(distance, kind="stable")


def _classes(legend: Legend) -> list[dict[str, str]]:
    return [{"color": entry.color, "edge": entry.edge} for entry in legend.all_classes]


def _options(drawing: Drawing, name: str) -> dict[str, Any]:
    """Say what tooltip and card show: the first columns and the one that colours."""
    columns, own, words = drawing.columns, drawing.legend.column, drawing.words
    card = list(range(1, len(columns)))
    tooltip = card[:_TOOLTIP_COLUMNS]
    if own in columns[_TOOLTIP_COLUMNS + 1 :]:
        tooltip[-1] = columns.index(own)
    return {
        "tooltip": tooltip,
        "card": card,
        "untitled": name,
        "areaLabel": words["area"],
        "closeLabel": words["close"],
        "words": words.part("card"),
    }
