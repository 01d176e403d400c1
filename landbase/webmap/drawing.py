"""What the parts of a map share, and the layer of banner outlines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.crs import to_geographic
from landbase.rules import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, require_columns
from landbase.style import Legend, make_legend
from landbase.texts import words
from landbase.webmap.elements import DataLayer
from landbase.webmap.payload import pack_shapes, to_json
from landbase.webmap.places import find_places
from landbase.webmap.states import state_on
from landbase.webmap.timeline import STATE_COLUMNS, as_timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang
    from landbase.texts import Words
    from landbase.webmap.places import Places
    from landbase.webmap.timeline import Timeline

__all__ = [
    "PANES",
    "USUAL_COLUMNS",
    "Drawing",
    "banner_layer",
    "bounds_of",
    "make_drawing",
]

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
    def lang(self) -> Lang:
        """The language of the page."""
        return self.words.lang

    @property
    def category_codes(self) -> list[str]:
        """The categories that occur, in the order of tables; "" where one lacks."""
        category = self.parcels["category"].astype(object)
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
    """Check what a map is asked for, and bring it together.

    Parameters
    ----------
    parcels, color_by, columns, rules, lang, areas, decisions
        As for `disposal_map`.
    has_base_map
        Something is under the parcels.

    Returns
    -------
    drawing
        The parcels in degrees, with areas and legend.

    Raises
    ------
    ValueError
        `areas` is not on the index of `parcels`, or a decision has no day.
    """
    usual = [name for name in USUAL_COLUMNS if name in parcels.columns]
    shown = tuple(dict.fromkeys(usual if columns is None else columns))
    own = color_by.column if isinstance(color_by, Legend) else color_by
    require_columns(parcels, *REQUIRED_COLUMNS, own, *shown)
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
        measured=areas is None or counted.name == "ellipsoidal_m2",
        legend=color_by,
        columns=shown,
        words=words("map", lang),
        has_base_map=has_base_map,
        methods=methods,
        timeline=timeline,
    )


def _values_of(
    column: str, parcels: gpd.GeoDataFrame, timeline: Timeline | None
) -> pd.DataFrame:
    """Gather the values that a column has on any day."""
    tables: list[pd.DataFrame] = [parcels]
    if timeline is not None and column in STATE_COLUMNS:
        others = (timeline.before, timeline.decisions)
        tables += [table for table in others if table is not None and column in table]
    return pd.DataFrame({column: pd.concat([table[column] for table in tables])})


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
