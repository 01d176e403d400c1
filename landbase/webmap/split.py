"""A page for each banner, zone or other value, and one that leads to them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from landbase.apportion import apportion_crossed
from landbase.area import ellipsoidal_area
from landbase.crs import to_geographic
from landbase.files import file_stem
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, column_labels, require_columns
from landbase.rules.vocabulary import KINDS
from landbase.style import Heading, Legend, make_legend, sum_by_category
from landbase.tables.cells import texts_given
from landbase.texts import Texts, capital
from landbase.units import from_m2
from landbase.webmap.elements import Statement
from landbase.webmap.layer import Contents, are_measured, bounds_of, overview
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map, write_page
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    import folium
    import geopandas as gpd

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words
    from landbase.webmap.overlays import BaseMaps, ImageLayer, OutlineLayer

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


def save_split_map(  # noqa: PLR0913 - what disposal_map takes, and how to part it
    parcels: gpd.GeoDataFrame,
    path: Path | str,
    *,
    banners: gpd.GeoDataFrame | None = None,
    by: str = "banner",
    color_by: str | Legend = "status",
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
    """
    held = rules_of(rules, of=parcels)
    if not isinstance(color_by, Legend):
        color_by = make_legend(parcels, color_by=color_by, rules=held)
    elif rules is not None:
        color_by = replace(color_by, rules=rules)
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
    index.with_suffix("").mkdir(parents=True, exist_ok=True)
    for value, page in pages.iterrows():
        save_map(_map_of(str(value), page["label"], parcels, asked), page["path"])
    return SplitMap(write_page(index, _contents(parcels, pages, asked)), pages)


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
        page.add_child(Statement("fit", [[south, west], [north, east]]))
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
