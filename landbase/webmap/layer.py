"""The parcel layer of a page: what it draws, its card, its labels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from math import cos, radians
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import quote

import numpy as np
import pandas as pd
import shapely

from landbase.area import ellipsoidal_area
from landbase.banners.split import BANNER, TWICE, part_parcels
from landbase.crs import to_geographic
from landbase.errors import GeometryError, SchemaError, warn
from landbase.geometry import is_shown
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, require_columns
from landbase.style import Legend, make_legend
from landbase.tables.cells import texts_given
from landbase.texts import Texts, capital
from landbase.webmap.elements import DataLayer, method_labels, others_of
from landbase.webmap.payload import (
    DRAWING_SCALE,
    Label,
    Sections,
    bundle,
    pack_columns,
    pack_shapes,
    placed_labels,
    printed_units,
    shapes_of,
    to_json,
    zigzag,
)
from landbase.webmap.states import (
    STATE_COLUMNS,
    add_dues,
    add_events,
    as_timeline,
    before_decisions,
    state_on,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words
    from landbase.webmap.states import Timeline

__all__ = [
    "FEW",
    "PANES",
    "Contents",
    "Drawing",
    "ParcelLayer",
    "are_measured",
    "banner_layer",
    "bounds_of",
    "find_places",
    "make_drawing",
    "overview",
    "parcel_layers",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    """Where parcels lie.

    Attributes
    ----------
    codes
        Codes of the banners in order, then "outside".
    home
        For each parcel, the position in `codes` of where its largest part lies.
    parts
        The parts of parcels across a line: `row` (position, ascending), `line`
        (position in `codes`), `share` of the parcel's area.
    """

    codes: list[str]
    home: npt.NDArray[np.intp]
    parts: pd.DataFrame

    def taken(self, rows: npt.NDArray[Any]) -> Self:
        """Give the places of some parcels, or of all in another order."""
        chosen = np.arange(len(self.home))[rows]
        position = np.full(len(self.home), -1)
        position[chosen] = np.arange(len(chosen))
        parts = self.parts.assign(row=position[self.parts["row"]])
        parts = parts[parts["row"] >= 0].sort_values(["row", "line"], ignore_index=True)
        return type(self)(codes=self.codes, home=self.home[chosen], parts=parts)


def find_places(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame | None
) -> Places | None:
    """Find where parcels lie, cut at the outlines of banners."""
    if banners is None or not len(parcels):
        return None
    require_columns(banners, "banner")
    try:
        parts, codes = part_parcels(parcels, banners)
    except (GeometryError, SchemaError) as error:
        warn("banners_declared", error=error, stacklevel=4)
        return None
    if (parts.place == TWICE).any():
        return None  # part_parcels has warned of outlines that overlap
    line = np.where(parts.place == BANNER, parts.banner, len(codes))
    home = np.empty(len(parcels), dtype=np.intp)
    home[parts.parcel[parts.main]] = line[parts.main]
    across = np.bincount(parts.parcel, minlength=len(parcels))[parts.parcel] > 1
    table = pd.DataFrame({
        "row": parts.parcel[across],
        "line": line[across],
        "share": parts.share[across],
    })
    return Places(codes=[*codes, "outside"], home=home, parts=table)


def add_places(sections: Sections, places: Places, labels: dict[str, str]) -> None:
    """Add places to the sections of a parcel layer."""
    parts = places.parts
    sections.header["places"] = [labels.get(code, code) for code in places.codes]
    sections.add_numbers("place", places.home)
    sections.add_numbers("part_row", np.diff(parts["row"].to_numpy(), prepend=0))
    sections.add_numbers("part_line", parts["line"].to_numpy())
    sections.add("part_share", parts["share"].to_numpy("<f8").tobytes())


if TYPE_CHECKING:
    _Place = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

_WIDTH, _MOST_HEIGHT, _MARGIN = 640.0, 560.0, 8.0  # px of the overview
_GRID = 2.0  # px: dots nearer than this are one


class Overview(NamedTuple):
    """A small picture, as the content of an SVG element.

    Attributes
    ----------
    width, height
        Its size.
    land
        Value → path of its outline; "" for outlines that lead nowhere.
    dots
        Value → path of the dots of its parcels.
    places
        Value → where its name stands.
    """

    width: float
    height: float
    land: dict[str, str]
    dots: dict[str, str]
    places: dict[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What the page says.

    Attributes
    ----------
    title, marks
        What stands over it.
    head
        What the pages are of: the label of the column.
    pages
        As in `SplitMap`.
    measured
        The areas were measured, not given.
    declared
        The pages go by the declared banner, which the page then says.
    words
        Language of the page.
    """

    title: str
    marks: tuple[str, ...]
    head: str
    pages: pd.DataFrame
    measured: bool
    declared: bool
    words: Words

    def page(self, picture: Overview | None) -> str:
        """Write the page."""
        words = self.words
        marks = "".join(f"<span>{escape(mark)}</span>" for mark in self.marks)
        svg = "" if picture is None else self._svg(picture)
        note = words["note" if self.measured else "note_given"]
        if self.declared:
            note += words["after_sentence"] + words["declared"]
        return (
            f'<!DOCTYPE html>\n<html lang="{words["html_lang"]}">\n<head>\n'
            '<meta charset="utf-8"/>\n<meta name="viewport" '
            'content="width=device-width, initial-scale=1"/>\n'
            '<link rel="icon" href="data:,"/>\n'
            f"<title>{escape(self.title)}</title>\n"
            f"<style>{bundle('contents.css')}</style>\n</head>\n"
            f'<body class="lb-index">\n<header><h1>{escape(self.title)}</h1>'
            f"<p>{marks}</p></header>\n<main>\n<section>{self._table()}"
            f"<p>{escape(note)}</p></section>\n{svg}</main>\n</body>\n</html>\n"
        )

    def _link(self, path: Path) -> str:
        return escape(f"{quote(path.parent.name)}/{quote(path.name)}")

    def _table(self) -> str:
        words = self.words
        heads = [self.head, words["count"], words["mu"], words["ha"]]
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
        lines = [
            f'<tr data-code="{escape(str(value))}"><th scope="row">'
            f'<a href="{self._link(page["path"])}">{escape(page["label"])}</a></th>'
            f"{_figures(page)}</tr>"
            for value, page in self.pages.iterrows()
        ]
        total = self.pages[["count", "mu", "ha"]].sum()
        return (
            f"<table><thead><tr>{head}</tr></thead>\n<tbody>{chr(10).join(lines)}</tbody>"
            f'\n<tfoot><tr data-code="total"><th scope="row">{words["total"]}</th>'
            f"{_figures(total)}</tr></tfoot></table>"
        )

    def _svg(self, picture: Overview) -> str:
        """Write the overview: land, dots and names, each a link to its page."""
        links = {v: self._link(page["path"]) for v, page in self.pages.iterrows()}
        labels = self.pages["label"].to_dict()
        parts = []
        for kind, paths in (("land", picture.land), ("dots", picture.dots)):
            for value, path in paths.items():
                shape = f'<path class="{kind}" d="{path}"/>'
                parts.append(_anchor(shape, links.get(value), labels.get(value)))
        for label in self._names(picture):
            name = escape(label.text)
            parts.append(f'<text x="{label.x:.0f}" y="{label.y:.0f}">{name}</text>')
        size = f"0 0 {picture.width:.0f} {picture.height:.0f}"
        return (
            f'<svg viewBox="{size}" role="group" aria-label="{escape(self.title)}">'
            f"{''.join(parts)}</svg>\n"
        )

    def _names(self, picture: Overview) -> list[Label]:
        """Place the names, those of most parcels first; the table has them all."""
        pages = self.pages.drop(index="", errors="ignore")  # not given is no place
        pages = pages.sort_values("count", ascending=False, kind="stable")
        there = pages[pages.index.isin(picture.places)]
        wanted = [
            Label(label, *picture.places[str(value)])
            for value, label in there["label"].items()
        ]
        return placed_labels(wanted, width=picture.width, height=picture.height)


def _anchor(shape: str, link: str | None, label: str | None) -> str:
    """Let a shape lead to a page; the table has the same link for the keyboard."""
    if link is None:
        return shape
    title = f"<title>{escape(label or '')}</title>"
    return f'<a href="{link}" tabindex="-1">{title}{shape}</a>'


def _figures(row: pd.Series) -> str:
    texts = [f"{int(row['count']):,}", f"{row['mu']:,.2f}", f"{row['ha']:,.2f}"]
    return "".join(f"<td>{text}</td>" for text in texts)


def overview(
    parcels: gpd.GeoDataFrame,
    values: pd.Series,
    banners: gpd.GeoDataFrame | None,
    *,
    linked: bool,
) -> Overview | None:
    """Draw where parcels lie, small."""
    frames = [frame for frame in (parcels, banners) if frame is not None]
    ends = np.array([frame.total_bounds for frame in frames])
    ends = ends[np.isfinite(ends).all(axis=1)]
    if not len(ends):
        return None
    west, south = ends[:, :2].min(axis=0)
    east, north = ends[:, 2:].max(axis=0)
    narrow = cos(radians((south + north) / 2))
    room = np.array([_WIDTH, _MOST_HEIGHT]) - 2 * _MARGIN
    spans = np.maximum([(east - west) * narrow, north - south], 1e-6)
    times = float((room / spans).min())

    def place(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        moved = (xy - [west, north]) * [narrow * times, -times]
        return np.asarray(moved + _MARGIN)

    size = spans * times + 2 * _MARGIN
    dots, middles = _dots(parcels, values, place)
    land: dict[str, str] = {}
    if banners is not None:
        shapes = shapely.transform(banners.geometry.to_numpy(), place)
        codes = banners["banner"].astype(str) if linked else [""] * len(banners)
        for code, shape in zip(codes, shapely.simplify(shapes, 0.5), strict=True):
            land[code] = land.get(code, "") + _outline(shape)
        if linked:
            inner = shapely.get_coordinates(shapely.point_on_surface(shapes))
            known = dict(zip(codes, map(tuple, inner.tolist()), strict=True))
            middles |= {code: at for code, at in known.items() if code in middles}
    return Overview(float(size[0]), float(size[1]), land, dots, middles)


def _outline(shape: shapely.Geometry | None) -> str:
    """Write the rings of a shape as a path."""
    rings = () if shape is None else tuple(shapely.get_rings(shape))
    texts = [
        "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1])
        for ring in rings
    ]
    return "".join(f"M{text}Z" for text in texts)


def _dots(
    parcels: gpd.GeoDataFrame, values: pd.Series, place: _Place
) -> tuple[dict[str, str], dict[str, tuple[float, float]]]:
    """Write the places of parcels as a path for each value, and give the middles."""
    there = is_shown(parcels.geometry.to_numpy())
    bounds = parcels.geometry[there].bounds.to_numpy()
    xy = place((bounds[:, :2] + bounds[:, 2:]) / 2)
    grid = pd.DataFrame(np.round(xy / _GRID) * _GRID, columns=["x", "y"])
    grid["value"] = values[there].to_numpy()
    dots, middles = {}, {}
    for value, group in grid.groupby("value", sort=True):
        once = group[["x", "y"]].drop_duplicates()
        pairs = zip(once["x"], once["y"], strict=True)
        dots[str(value)] = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in pairs)
        middles[str(value)] = (float(group["x"].mean()), float(group["y"].mean()))
    return dots, middles


# What a card shows where nothing else is asked for; the first is its title.
USUAL_COLUMNS = (
    "name",
    "parcel_id",
    "banner",
    "zone",
    "holder",
    "approval_no",
    "category",
    "land_use",
    "cause",
    "disposal_type",
    "status",
    "due",
)

PANES = (
    {"name": "lbBanners", "zIndex": 350},
    {"name": "lbLabels", "zIndex": 620},
)


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
    legend, columns
        As asked for.
    words
        Texts in the language asked for.
    has_base_map
        Something is under the parcels.
    methods
        Areas in m² by other methods, on the index of `parcels`.
    timeline
        What was decided, complete; None where that was not asked for.
    places
        Where the parcels lie; None where the table per banner goes by declared ones.
    place_labels
        Names of those places.
    """

    parcels: gpd.GeoDataFrame
    areas: pd.Series
    measured: bool
    legend: Legend
    columns: tuple[str, ...]
    words: Words
    has_base_map: bool
    methods: pd.DataFrame | None = None
    timeline: Timeline | None = None
    places: Places | None = None
    place_labels: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> Texts:
        """The texts, as the rules word them."""
        return Texts(self.legend.rules.texts)

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.words.lang

    @property
    def category_codes(self) -> list[str]:
        """The categories that occur, in the order of tables; "" where one lacks."""
        category = texts_given(self.parcels["category"])
        found, known = {*category.dropna()}, self.labels("category")
        codes = [*(c for c in known if c in found), *sorted(found - {*known})]
        return [*codes, ""] if category.isna().any() else codes

    def taken(self, rows: npt.NDArray[Any]) -> Self:
        """Give the drawing with some of its rows, or in another order."""
        methods, timeline = self.methods, self.timeline
        if timeline is not None and timeline.before is not None:
            timeline = replace(timeline, before=timeline.before.iloc[rows])
        return replace(
            self,
            parcels=self.parcels.iloc[rows],
            areas=self.areas.iloc[rows],
            methods=None if methods is None else methods.iloc[rows],
            timeline=timeline,
            places=None if self.places is None else self.places.taken(rows),
        )

    def placed(
        self, parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame | None
    ) -> Self:
        """Give the drawing with where its parcels lie, found before it turned them."""
        places = find_places(parcels, banners)
        if banners is None or places is None:
            return self
        names = _banner_names(banners, self)
        labels = dict(zip(banners["banner"].astype(str), names, strict=True))
        return replace(
            self,
            places=places,
            place_labels=labels | {"outside": self.words["outside"]},
        )

    def labels(self, kind: str) -> dict[str, str]:
        """Map codes to labels, in the order of the vocabulary."""
        return self.legend.vocabulary.labels(kind, self.lang)


def make_drawing(
    parcels: gpd.GeoDataFrame,
    *,
    color_by: str | Legend,
    columns: Sequence[str] | None,
    rules: Rules | None,
    lang: Lang,
    areas: pd.Series | pd.DataFrame | None,
    decisions: pd.DataFrame | Timeline | None = None,
    has_base_map: bool = False,
) -> Drawing:
    """Check what a map is asked for, and bring it together."""
    usual = [name for name in USUAL_COLUMNS if name in parcels.columns]
    shown = tuple(dict.fromkeys(usual if columns is None else columns))
    own = color_by.column if isinstance(color_by, Legend) else color_by
    require_columns(parcels, *REQUIRED_COLUMNS, own, *shown)
    _require_texts(parcels, own, *shown)
    judged = ("status",) if "due" in shown and "status" in parcels else ()
    timeline = as_timeline(decisions, parcels, names=(*shown, own, *judged))
    if not isinstance(color_by, Legend):
        held = rules_of(rules, of=parcels)
        values = _values_of(own, parcels, timeline)
        color_by = make_legend(values, color_by=own, rules=held)
    elif rules is not None:
        color_by = replace(color_by, rules=rules)
    if timeline is not None:
        parcels = state_on(timeline, parcels, rules=color_by.rules)
    counted, methods = _areas(parcels, areas)
    return Drawing(
        parcels=to_geographic(parcels),
        areas=counted,
        measured=are_measured(areas),
        legend=color_by,
        columns=shown,
        words=Texts(color_by.rules.texts).words("map", lang),
        has_base_map=has_base_map,
        methods=methods,
        timeline=timeline,
    )


_BYTES = (bytes, bytearray, memoryview)


def _require_texts(parcels: gpd.GeoDataFrame, *names: str) -> None:
    """Refuse columns that a page cannot write: of two of a name, or of bytes."""
    columns = parcels.columns
    if repeated := sorted({*map(str, columns[columns.duplicated()])}):
        raise SchemaError("map_columns_repeated", names=repeated)
    for name in dict.fromkeys(names):
        values = parcels[name]
        if values.dtype.kind == "S" or "binary" in str(values.dtype):
            raise SchemaError("map_column_bytes", column=name)
        if values.dtype == object and values.map(type).isin(_BYTES).any():
            raise SchemaError("map_column_bytes", column=name)


def _values_of(
    column: str, parcels: gpd.GeoDataFrame, timeline: Timeline | None
) -> pd.DataFrame:
    """Gather the values that a column has on any day."""
    tables: list[pd.DataFrame] = [parcels]
    if timeline is not None and column in STATE_COLUMNS:
        others = (timeline.before, timeline.decisions)
        tables += [table for table in others if table is not None and column in table]
    return pd.DataFrame({column: pd.concat([table[column] for table in tables])})


def are_measured(areas: pd.Series | pd.DataFrame | None) -> bool:
    """Whether the areas that count are measured on the ellipsoid, not given."""
    if areas is None:
        return True
    first = areas.columns[0] if isinstance(areas, pd.DataFrame) else areas.name
    return bool(first == "ellipsoidal_m2")


def _areas(
    parcels: gpd.GeoDataFrame, areas: pd.Series | pd.DataFrame | None
) -> tuple[pd.Series, pd.DataFrame | None]:
    """Give the areas that count, and those by other methods."""
    if areas is None:
        return ellipsoidal_area(parcels), None
    if not areas.index.equals(parcels.index):
        raise ValueError("areas must be on the index of the parcels")
    if isinstance(areas, pd.Series):
        return areas, None
    return areas.iloc[:, 0], areas


def banner_layer(banners: gpd.GeoDataFrame, drawing: Drawing) -> DataLayer:
    """Make the layer of banner outlines with their names."""
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
        "banners", to_json(data), options=options, name=name, bounds=bounds_of(outlines)
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


def bounds_of(frame: gpd.GeoDataFrame) -> list[float] | None:
    """Give west, south, east, north in degrees; None where there is nothing."""
    bounds = frame.total_bounds
    return [float(value) for value in bounds] if np.isfinite(bounds).all() else None


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
