"""A page for each banner, zone or other value, and one that leads to them."""

from __future__ import annotations

import warnings
from copy import copy
from dataclasses import dataclass, replace
from html import escape
from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import numpy as np
import pandas as pd
import shapely

from landbase.apportion import apportion_crossed
from landbase.area import ellipsoidal_area
from landbase.crs import to_geographic
from landbase.errors import SourceError, warn
from landbase.files import file_stem, replacing_all
from landbase.geometry import is_shown
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import (
    REQUIRED_COLUMNS,
    column_labels,
    column_named,
    require_columns,
)
from landbase.rules.vocabulary import KINDS
from landbase.style import Heading, Legend, make_legend, sum_by_category
from landbase.tables.cells import texts_given
from landbase.tables.html import html_of
from landbase.texts import Texts, capital
from landbase.units import from_m2
from landbase.webmap.drawing import are_measured, bounds_of, usual_coloring
from landbase.webmap.map import disposal_map, open_on
from landbase.webmap.overlays import base_map_layers, base_map_sources
from landbase.webmap.payload import Label, bundle, placed_labels
from landbase.webmap.save import save_map, write_page
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import folium
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words
    from landbase.webmap.overlays import (
        BaseMaps,
        BaseMapSource,
        ImageLayer,
        OutlineLayer,
    )

    Placing = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

__all__ = ["save_split_map"]


class SplitMap(NamedTuple):
    """The files that `save_split_map` wrote.

    Attributes
    ----------
    contents
        The page that leads to the others.
    pages
        Index: the values of the column, in order, missing ones last as "". Columns
        label, path, count, mu and ha; mu and ha are levelled to the total.
    """

    contents: Path
    pages: pd.DataFrame

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


def save_split_map(  # noqa: PLR0913 - what disposal_map takes, and how to part it
    parcels: gpd.GeoDataFrame,
    path: Path | str,
    *,
    banners: gpd.GeoDataFrame | None = None,
    by: str = "banner",
    color_by: str | Legend | None = None,
    columns: Sequence[str] | None = None,
    rules: Rules | None = None,
    lang: Lang = "zh",
    title: str | Heading | None = None,
    areas: pd.Series | pd.DataFrame | None = None,
    decisions: pd.DataFrame | Timeline | None = None,
    basemap: BaseMaps = None,
    overlays: Sequence[ImageLayer | OutlineLayer] = (),
    compress: bool = True,
    soon_days: int | None = None,
) -> SplitMap:
    """Save a map page for each value of a column, and a page that leads to them.

    A page holds only the parcels of its value, so it can be handed to those who may
    see no others. Classes have the same colours on all pages.

    Parameters
    ----------
    parcels
        As for `disposal_map`, with the column `by`. Not changed.
    path
        The .html file of the leading page; the others go into a folder of the same
        name beside it. Files of the same names are replaced, others stay.
    banners
        Outlines with `banner` and, if there is one, `name`. A page by banner shows
        that banner, another page those that its parcels declare. Not changed.
    by
        The column, as declared: a parcel is on the page of its value, whole.
    color_by, columns, rules, lang, title, areas, decisions, basemap, overlays
        As for `disposal_map`.
    compress, soon_days
        As for `disposal_map`.

    Returns
    -------
    written
        The leading page, and a table of the others. Their counts and areas sum to
        those of all parcels.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    SchemaError
        A column is missing.
    GeometryError
        There is something else than polygons.
    ValueError
        The column to colour by has too many values, or `areas` is not on the index
        of `parcels`.
    SourceError
        A base map cannot be read, has no room in a page, or lies around no parcels.

    Warns
    -----
    LandbaseWarning
        A base map does not reach the parcels of some pages, which are without it.
    """
    require_columns(parcels)
    held = rules_of(rules, of=parcels)
    if color_by is None:
        color_by = usual_coloring(parcels, decisions)
    if not isinstance(color_by, Legend):
        color_by = make_legend(parcels, color_by=color_by, rules=held)
    elif rules is not None:
        color_by = replace(color_by, rules=rules)
    by = column_named(parcels, by)
    asked = _Asked(
        legend=color_by,
        heading=title if isinstance(title, Heading) else Heading(title=title),
        banners=banners,
        by=by,
        columns=columns,
        words=Texts(color_by.rules.texts).words("map", lang),
        areas=areas,
        decisions=decisions,
        basemap=basemap,
        overlays=tuple(overlays),
        compress=compress,
        soon_days=soon_days,
    )
    require_columns(parcels, by, *REQUIRED_COLUMNS)
    if areas is not None and not areas.index.equals(parcels.index):
        raise ValueError("areas must be on the index of the parcels")
    index = Path(path)
    pages = _pages(parcels, asked, folder=index.with_suffix(""))
    with replacing_all([*pages["path"], index]) as beside:
        _save_pages(parcels, pages.assign(path=np.array(beside[:-1], object)), asked)
        write_page(beside[-1], _contents(parcels, pages, asked))
    return SplitMap(index, pages)


def _save_pages(parcels: gpd.GeoDataFrame, pages: pd.DataFrame, asked: _Asked) -> None:
    """Save each page; a base map in a file is on those that it reaches."""
    bare = []
    for value, page in pages.iterrows():
        label = page["label"]
        try:
            made = _map_of(str(value), label, parcels, asked)
        except SourceError as error:
            if error.key != "basemap_elsewhere":
                raise
            bare.append(label)
            if len(bare) == len(pages):
                raise
            part = parcels[(_values(parcels, asked.by) == value).to_numpy()]
            own = replace(asked, basemap=_reached(part, asked))
            made = _map_of(str(value), label, parcels, own)
        save_map(made, page["path"])
    if bare:
        warn("basemap_not_everywhere", pages=bare)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked for of all pages; as for `disposal_map`."""

    legend: Legend
    heading: Heading
    banners: gpd.GeoDataFrame | None
    by: str
    columns: Sequence[str] | None
    words: Words
    areas: pd.Series | pd.DataFrame | None
    decisions: pd.DataFrame | Timeline | None
    basemap: BaseMaps
    overlays: tuple[ImageLayer | OutlineLayer, ...]
    compress: bool
    soon_days: int | None

    @property
    def title(self) -> str:
        """What all pages are of."""
        subject = self.words["parcels"]
        usual = capital(f"{subject} · {self.legend.title(self.words.lang)}")
        return self.heading.title or usual


def _values(parcels: gpd.GeoDataFrame, by: str) -> pd.Series:
    """Give the value of each parcel as text, "" where none is filled in."""
    return texts_given(parcels[by]).fillna("").astype(object)


def _pages(parcels: gpd.GeoDataFrame, asked: _Asked, *, folder: Path) -> pd.DataFrame:
    """List the pages: those of the vocabulary in its order, the rest sorted."""
    values = _values(parcels, asked.by)
    found, terms = set(values), asked.legend.vocabulary
    known = terms.labels(asked.by, asked.words.lang) if asked.by in KINDS else {}
    order = [value for value in known if value in found]
    order += sorted(found - {*order, ""})
    order += [""] if "" in found else []
    missing = asked.words["missing"]
    labels = [known.get(value, value) or missing for value in order]
    m2 = ellipsoidal_area(parcels) if asked.areas is None else _counted(asked.areas)
    sums = sum_by_category(
        parcels,
        pd.Index(order).get_indexer(pd.Index(values)),
        m2.fillna(0).to_numpy(dtype="float64"),
        size=len(order),
    )
    taken: set[str] = set()
    pages = pd.DataFrame(
        {
            "label": labels,
            "path": [
                folder / f"{file_stem(_name(value, label), taken)}.html"
                for value, label in zip(order, labels, strict=True)
            ],
            "count": values.value_counts().reindex(order).to_numpy(dtype="int64"),
        },
        index=pd.Index(order, name=asked.by, dtype=object),
    )
    for unit in ("mu", "ha"):
        pages[unit] = apportion_crossed(from_m2(sums, unit)).sum(axis=1) / 100
    return pages


def _name(value: str, label: str) -> str:
    return label if value in {"", label} else f"{value} {label}"


def _reached(part: gpd.GeoDataFrame, asked: _Asked) -> list[BaseMapSource]:
    """List the base maps that reach some parcels, or need not as they lie elsewhere."""
    found = []
    for source in base_map_sources(asked.basemap):
        try:
            with warnings.catch_warnings(action="ignore"):  # said when the page is made
                base_map_layers(
                    [source], part, words=asked.words, compress=asked.compress
                )
        except SourceError as error:
            if error.key != "basemap_elsewhere":
                raise
        else:
            found.append(source)
    return found


def _map_of(
    value: str, label: str, parcels: gpd.GeoDataFrame, asked: _Asked
) -> folium.Map:
    """Make the map of one value, from its parcels alone."""
    chosen = (_values(parcels, asked.by) == value).to_numpy()
    part = parcels[chosen]
    banners = asked.banners
    if banners is not None and "banner" in part:
        here = {value} if asked.by == "banner" else set(part["banner"].dropna())
        banners = banners[banners["banner"].isin(here)]
    page = disposal_map(
        part,
        banners,
        color_by=asked.legend,
        columns=asked.columns,
        lang=asked.words.lang,
        title=replace(asked.heading, title=f"{label} · {asked.title}"),
        areas=None if asked.areas is None else asked.areas[chosen],
        decisions=_of(asked.decisions, part),
        basemap=asked.basemap,
        overlays=[copy(layer) for layer in asked.overlays],  # each has one parent
        compress=asked.compress,
        soon_days=asked.soon_days,
        by_place=False,  # a parcel is on the page of its value, whole
    )
    around = bounds_of(to_geographic(part))
    if asked.by != "banner" and around is not None:
        # a zone is small in its banner: the page opens on its parcels
        west, south, east, north = around
        open_on(page, [[south, west], [north, east]], words=asked.words)
    return page


def _of(
    decisions: pd.DataFrame | Timeline | None, part: gpd.GeoDataFrame
) -> pd.DataFrame | Timeline | None:
    """Take what concerns some parcels; `before` is on the index of the map's."""
    if not isinstance(decisions, Timeline) or decisions.before is None:
        return decisions
    return replace(decisions, before=decisions.before.loc[part.index])


def _counted(areas: pd.Series | pd.DataFrame) -> pd.Series:
    """Take the areas that count: of a table, the first column."""
    return areas.iloc[:, 0] if isinstance(areas, pd.DataFrame) else areas


def _contents(parcels: gpd.GeoDataFrame, pages: pd.DataFrame, asked: _Asked) -> str:
    """Write the page that leads to the others."""
    texts = Texts(asked.legend.rules.texts)
    contents = Contents(
        title=asked.title,
        marks=tuple(asked.heading.lines(asked.words.lang, texts=texts)),
        head=column_labels(asked.words.lang, vocabulary=asked.legend.vocabulary).get(
            asked.by, asked.by
        ),
        pages=pages,
        measured=are_measured(asked.areas),
        declared=asked.by == "banner",
        words=asked.words,
    )
    outlines = None if asked.banners is None else to_geographic(asked.banners)
    values = _values(parcels, asked.by)
    linked = outlines is not None and asked.by == "banner"
    picture = overview(to_geographic(parcels), values, outlines, linked=linked)
    return contents.page(picture)


_GRID = 2.0  # px: dots nearer than this are one


_WIDTH, _MOST_HEIGHT, _MARGIN = 640.0, 560.0, 8.0  # px of the overview


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
    parcels: gpd.GeoDataFrame, values: pd.Series, place: Placing
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
