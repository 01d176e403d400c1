"""The parcel layer of a page: what it draws, its card, its labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.crs import to_geographic
from landbase.geometry import is_shown
from landbase.rules.schema import require_columns
from landbase.tables.cells import texts_given
from landbase.texts import capital
from landbase.units import from_m2, round_half_up
from landbase.webmap.drawing import (
    Drawing,
    Places,
    banner_names,
    before_decisions,
    bounds_of,
    make_drawing,
    method_labels,
    others_of,
)
from landbase.webmap.elements import DataLayer
from landbase.webmap.figures import tells_disposals, tells_status
from landbase.webmap.payload import (
    DRAWING_SCALE,
    Sections,
    pack_columns,
    pack_shapes,
    printed_units,
    shapes_of,
    to_json,
    zigzag,
)
from landbase.webmap.states import (
    STATE_COLUMNS,
    Timeline,
    add_disposals,
    add_done,
    add_dues,
    day_number,
    place,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.style import Legend
    from landbase.texts import Lang

__all__ = [
    "FEW",
    "PANES",
    "ParcelLayer",
    "banner_layer",
    "parcel_layers",
]


def add_places(sections: Sections, places: Places, labels: dict[str, str]) -> None:
    """Add places to the sections of a parcel layer."""
    parts = places.parts
    sections.header["places"] = [labels.get(code, code) for code in places.codes]
    sections.add_numbers("place", places.home)
    sections.add_numbers("part_row", np.diff(parts["row"].to_numpy(), prepend=0))
    sections.add_numbers("part_line", parts["line"].to_numpy())
    sections.add("part_share", parts["share"].to_numpy("<f8").tobytes())


PANES = (
    {"name": "lbBanners", "zIndex": 350},
    {"name": "lbLabels", "zIndex": 620},
)


def banner_layer(banners: gpd.GeoDataFrame, drawing: Drawing) -> DataLayer:
    """Make the layer of banner outlines with their names."""
    require_columns(banners, "banner")
    outlines = to_geographic(banners)
    inner = outlines.geometry.representative_point()
    places = [[round(y, 5), round(x, 5)] for x, y in zip(inner.x, inner.y, strict=True)]
    data = {
        "shapes": pack_shapes(outlines.geometry),
        "names": banner_names(outlines, drawing),
        "labels": [place if place[0] == place[0] else None for place in places],
    }
    options = {
        "pane": PANES[0]["name"],
        "labelPane": PANES[1]["name"],
        "fill": 0 if drawing.has_base_map else 1,
    }
    name = drawing.words["banners"]
    return DataLayer(
        "banners", to_json(data), options=options, name=name, bounds=bounds_of(outlines)
    )


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
    category = texts_given(drawing.parcels["category"]).fillna("")
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
    if tells_status(drawing):
        add_done(sections, parcels, events, rules=legend.rules)
    if events is not None and tells_disposals(drawing):
        add_disposals(sections, events)
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
    found = texts_given(drawing.parcels["category"]).fillna("")
    position = pd.Index(codes).get_indexer(pd.Index(found))
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


# bits of the flags of an event: a birth is no decision, and one that came over from
# other land counts once
_CORRECTED, _CORRECTION, _BIRTH, _AGAIN = 1, 2, 4, 8


@dataclass(frozen=True)
class _Packing:
    """What packing the events of a layer works on."""

    drawing: Drawing
    timeline: Timeline
    events: pd.DataFrame
    columns: list[dict[str, Any]]  # those of the parcels, already packed

    def states(self) -> list[tuple[int, npt.NDArray[np.intp]]]:
        """Join the words of columns that follow the day: column and its states."""
        found = []
        for number, column in enumerate(self.columns):
            name = column["name"]
            if name not in STATE_COLUMNS:
                continue
            own, words = _coded(column)
            (packed,) = pack_columns(
                self.events[[f"state_{name}"]].rename(columns={f"state_{name}": name}),
                [name],
                lang=self.drawing.lang,
                rules=self.drawing.legend.rules,
            )
            later, more = _coded(packed)
            joined = {word: at for at, word in enumerate(dict.fromkeys(words + more))}
            places = np.array([joined[word] for word in more], dtype=np.intp)
            column |= {"values": own, "words": list(joined)}
            found.append((number, places[later]))
        return found

    def shown(self) -> list[dict[str, Any]]:
        """Pack what the card shows of a decision, its day apart."""
        names = [name for name in self.timeline.columns or () if name != "effective"]
        table = self.events[names].copy()
        if "area_m2" in table:
            table["area_m2"] = _mu(table["area_m2"])
        return pack_columns(
            table,
            names,
            lang=self.drawing.lang,
            rules=self.drawing.legend.rules,
        )


def _coded(column: dict[str, Any]) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Give a packed column as positions in its words."""
    if "words" in column:
        return np.asarray(column["values"], dtype=np.intp), column["words"]
    codes, words = pd.factorize(np.array(column["values"], dtype=object))
    return codes, words.tolist()


def _mu(area: pd.Series) -> pd.Series:
    """Print areas in m² as mu; missing ones stay missing."""
    rounded = round_half_up(from_m2(area.astype("float64"), "mu").to_numpy(), 2)
    texts = pd.Series([f"{value:,.2f}" for value in rounded], index=area.index)
    return texts.where(area.notna(), None)


def add_events(
    sections: Sections, drawing: Drawing, columns: list[dict[str, Any]]
) -> pd.DataFrame | None:
    """Add the decisions of a drawing to the sections of its layer."""
    timeline, legend, parcels = drawing.timeline, drawing.legend, drawing.parcels
    if timeline is None:
        return None
    events = place(timeline, parcels, rules=legend.rules)
    packing = _Packing(drawing, timeline, events, columns)
    days = events["effective"].to_numpy("datetime64[D]").astype(np.int64)
    start = int(days.min()) if len(days) else 0
    again = events["order"].duplicated() & ~events["birth"]
    flags = (
        _CORRECTED * events["corrected"]
        + _CORRECTION * events["correction"]
        + _BIRTH * events["birth"]
        + _AGAIN * again
    )
    sections.add_numbers("events", np.bincount(events["row"], minlength=len(parcels)))
    sections.add_numbers("event_day", days - start)
    sections.add_numbers("event_flags", flags.to_numpy(dtype=np.int64))
    states, shown = packing.states(), packing.shown()
    for number, values in states:
        sections.add_numbers(f"event_state{number}", values)
    colored = legend.column in STATE_COLUMNS
    if colored:
        positions = legend.positions(events[f"state_{legend.column}"])
        sections.add_numbers("event_position", positions)
    sections.add_columns("event_column", shown)
    sections.header["events"] = {
        "count": len(events),
        "start": start,
        "on": start if pd.isna(timeline.on) else day_number(timeline.on),
        "dated": "effective" in (timeline.columns or ()),
        "states": [number for number, _ in states],
        "colored": colored,
        "columns": [{k: v for k, v in c.items() if k != "values"} for c in shown],
    }
    return events
