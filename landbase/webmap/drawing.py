"""What the parts of a page share: the drawing, its parcels, areas, days and places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.banners.split import BANNER, TWICE, part_parcels
from landbase.crs import to_geographic
from landbase.errors import GeometryError, SchemaError, warn
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, column_named, require_columns
from landbase.style import Legend, make_legend
from landbase.tables.cells import texts_given
from landbase.texts import Texts
from landbase.webmap.states import STATE_COLUMNS, as_timeline, before_of, state_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words
    from landbase.webmap.states import Timeline

__all__ = [
    "Drawing",
    "Places",
    "are_measured",
    "banner_names",
    "before_decisions",
    "bounds_of",
    "find_places",
    "make_drawing",
    "method_labels",
    "others_of",
    "usual_coloring",
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
        Something that covers the land is under the parcels.
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
    has_base_map: bool = False
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
        found, known = {*category.dropna().unique()}, self.labels("category")
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
        names = banner_names(banners, self)
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
    color_by: str | Legend | None,
    columns: Sequence[str] | None,
    rules: Rules | None,
    lang: Lang,
    areas: pd.Series | pd.DataFrame | None,
    decisions: pd.DataFrame | Timeline | None = None,
) -> Drawing:
    """Check what a map is asked for, and bring it together."""
    require_columns(parcels)
    usual = [name for name in USUAL_COLUMNS if name in parcels.columns]
    asked = usual if columns is None else columns
    shown = tuple(dict.fromkeys(column_named(parcels, column) for column in asked))
    color_by = usual_coloring(parcels, decisions) if color_by is None else color_by
    own = (
        color_by.column
        if isinstance(color_by, Legend)
        else column_named(parcels, color_by)
    )
    require_columns(parcels, *REQUIRED_COLUMNS, own, *shown)
    _require_texts(parcels, own, *shown)
    judged = ("status",) if "due" in shown and "status" in parcels else ()
    told = None if columns is None else shown
    timeline = as_timeline(decisions, parcels, names=(*shown, own, *judged), asked=told)
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
        methods=methods,
        timeline=timeline,
    )


def usual_coloring(
    parcels: gpd.GeoDataFrame, decisions: pd.DataFrame | Timeline | None = None
) -> str:
    """Colour by status; parcels that have none yet by category, and say so."""
    if decisions is not None or "category" not in parcels:
        return "status"
    if not len(parcels) and "status" in parcels:
        return "status"
    if "status" in parcels and parcels["status"].notna().any():
        return "status"
    warn("map_by_category", stacklevel=4)
    return "category"


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


def banner_names(outlines: gpd.GeoDataFrame, drawing: Drawing) -> list[str]:
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


def before_decisions(drawing: Drawing) -> gpd.GeoDataFrame:
    """Give the parcels of a drawing with their state before any decision."""
    if drawing.timeline is None:
        return drawing.parcels
    before = before_of(drawing.timeline)
    state = {str(name): before[name].to_numpy() for name in before}
    return drawing.parcels.assign(**state)


def others_of(drawing: Drawing) -> Iterator[tuple[str, pd.Series]]:
    """Give name and areas of each method but the first, the one that counts."""
    if drawing.methods is not None:
        for name in drawing.methods.columns[1:]:
            yield str(name), drawing.methods[name]


def method_labels(drawing: Drawing) -> list[str]:
    """Name the methods, the one that counts first; nothing where there is but one."""
    others = [name for name, _ in others_of(drawing)]
    if not others or drawing.methods is None:
        return []
    labels = drawing.words.part("areas")
    names = [str(drawing.methods.columns[0]), *others]
    return [labels.get(name, name) for name in names]
