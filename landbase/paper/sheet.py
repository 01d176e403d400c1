"""A sheet, laid out and drawn: title, map, legend, inset, foot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely
from matplotlib import rc_context

from landbase.area import ellipsoidal_area, planar_area
from landbase.crs import project, to_geographic
from landbase.paper.content import (
    BannerContent,
    MapContent,
    draw_map,
    make_theme,
    rates_of,
)
from landbase.paper.marks import (
    Table,
    crs_line,
    dms,
    draw_foot,
    draw_inset,
    draw_marks,
    draw_neat_line,
    draw_title,
    own_zone,
)
from landbase.paper.page import lay_out, make_view, new_page, settings
from landbase.rules.land_uses import land_use_text
from landbase.rules.ruleset import Rules
from landbase.rules.schema import (
    PARCEL_COLUMNS,
    REQUIRED_COLUMNS,
    column_labels,
    require_columns,
)
from landbase.tables.cells import read_day, texts_given
from landbase.texts import Texts, day_in
from landbase.units import UNITS, from_m2, round_half_up

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt

    from landbase.paper.content import Rates, Theme
    from landbase.paper.marks import GraticuleKind
    from landbase.paper.page import Orientation, PaperFigure, PaperSize, View
    from landbase.style import Heading, Legend
    from landbase.texts import Lang, Words

__all__ = [
    "SheetStyle",
    "area_rows",
    "attribute_rows",
    "draw_sheet",
    "event_rows",
    "make_content",
    "side_rows",
]

_LEFT_OUT = {"declared_area_m2", "source", "source_row"}
_NEAR_M = 100.0
_EVENTS = ("effective", "disposal_type", "status", "due", "document", "area_m2")
_MOST_EVENTS = 12


def cell_text(name: str, value: Any, rules: Rules, lang: Lang) -> str:
    """Write one value of a parcel or decision as people read it."""
    if value is None or pd.isna(value):
        return ""
    if kind := rules.vocabulary.kind_of(name):
        return str(rules.vocabulary.labels(kind, lang).get(str(value), value))
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if name.endswith("_ratio"):
        return f"{value:.2%}"
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def attribute_rows(parcel: gpd.GeoDataFrame, rules: Rules, words: Words) -> Table:
    """Give what is known of a parcel, without what is not filled."""
    labels = column_labels(words.lang, vocabulary=rules.vocabulary)
    row = parcel.iloc[0]
    names = [n for n in PARCEL_COLUMNS if n in parcel and n not in _LEFT_OUT]
    texts = {name: cell_text(name, row[name], rules, words.lang) for name in names}
    if texts.get("land_use"):
        scheme = texts.get("land_use_scheme")
        texts["land_use"] = land_use_text(
            texts["land_use"], scheme, lang=words.lang, rules=rules
        )
    return Table(
        title=words["attributes"],
        rows=[[labels[name], text] for name, text in texts.items() if text],
        widths=(28, 60),
    )


def side_rows(
    parcel: gpd.GeoDataFrame, neighbours: gpd.GeoDataFrame | None, words: Words
) -> list[Table]:
    """Give who lies to the four sides where that is known, and the range in degrees."""
    west, south, east, north = to_geographic(parcel).geometry.total_bounds
    limits = [dms(east, "E"), dms(south, "N"), dms(west, "E"), dms(north, "N")]
    bounds = [list(row) for row in zip(_sides(words, "bounds"), limits, strict=True)]
    tables = [Table(title=words["bounds_title"], rows=bounds, widths=(30, 58))]
    names = [""] * len(bounds)
    if neighbours is not None:
        names = _beside(parcel, neighbours)
    if any(names):
        texts = [name or words["side_unknown"] for name in names]
        rows = [list(row) for row in zip(_sides(words, "sides"), texts, strict=True)]
        tables.insert(0, Table(title=words["sides_title"], rows=rows, widths=(14, 74)))
    return tables


def _sides(words: Words, key: str) -> list[str]:
    return words[key].split("|")


def _names_of(parcels: gpd.GeoDataFrame) -> pd.Series:
    """Call parcels by who holds them, else by their name, else by their id."""
    named: pd.Series = parcels["parcel_id"].astype("str")
    for column in ("name", "holder"):
        if column in parcels:
            given = texts_given(parcels[column])
            named = given.where(given.notna(), named)
    return named


def _beside(parcel: gpd.GeoDataFrame, neighbours: gpd.GeoDataFrame) -> list[str]:
    """Name who is nearest within 100 m to the east, south, west and north."""
    _, crs = own_zone(parcel)
    own = project(to_geographic(parcel).geometry.to_numpy(), crs)[0]
    others = neighbours[neighbours["parcel_id"] != parcel["parcel_id"].iloc[0]]
    shapes = project(to_geographic(others).geometry.to_numpy(), crs)
    x0, y0, x1, y1 = own.bounds
    reach = _NEAR_M
    strips = (
        shapely.box(x1, y0, x1 + reach, y1),
        shapely.box(x0, y0 - reach, x1, y0),
        shapely.box(x0 - reach, y0, x0, y1),
        shapely.box(x0, y1, x1, y1 + reach),
    )
    names = _names_of(others).to_numpy()
    found = []
    for strip in strips:
        there = shapely.intersects(shapes, strip)
        far = shapely.distance(shapes[there], own)
        found.append(str(names[there][far.argmin()]) if there.any() else "")
    return found


def event_rows(history: pd.DataFrame | None, rules: Rules, words: Words) -> Table:
    """Give the decisions in force, the last ones where there are many."""
    labels = column_labels(words.lang, vocabulary=rules.vocabulary)
    area = words("in_unit", what=labels["area_m2"], unit=words["m2"])
    events = history
    if events is not None:
        events = events[(events["kind"] == "decision") & events["superseded_by"].isna()]
    rows = [] if events is None else [
        [cell_text(name, row.get(name), rules, words.lang) for name in _EVENTS]
        for _, row in events.tail(_MOST_EVENTS).iterrows()
    ]  # fmt: skip
    if events is not None and (more := len(events) - _MOST_EVENTS) > 0:
        note = words("more_events", count=more)
        rows.append([note, *[""] * (len(_EVENTS) - 1)])
    if not rows:
        rows = [[words["no_decisions"], *[""] * (len(_EVENTS) - 1)]]
    return Table(
        title=words["decisions_title"],
        head=[labels.get(name, name) for name in _EVENTS[:-1]] + [area],
        rows=rows,
        widths=(14, 16, 13, 14, 14, 17),
        right=(5,),
        size=5.6,
    )


def area_rows(parcel: gpd.GeoDataFrame, where: str, words: Words) -> Table:
    """Give the areas by method in all units."""
    found = {
        words["ellipsoidal"]: ellipsoidal_area(parcel).iloc[0],
        words("planar", zone=where): planar_area(parcel).iloc[0],
    }
    if "declared_area_m2" in parcel:
        found[words["declared"]] = parcel["declared_area_m2"].iloc[0]
    rows = [
        [label, *_figures(float(area))]
        for label, area in found.items()
        if area == area  # noqa: PLR0124 - NaN is not itself
    ]
    return Table(
        title=words["areas_title"],
        head=["", words["m2"], words["mu"], words["ha"]],
        rows=rows,
        widths=(34, 20, 17, 17),
        right=(1, 2, 3),
    )


def _figures(area: float) -> list[str]:
    printed = [
        (from_m2(area, unit), UNITS[unit].decimals) for unit in ("m2", "mu", "ha")
    ]
    return [
        f"{float(round_half_up(figure, digits)):,.{digits}f}"
        for figure, digits in printed
    ]


@dataclass(frozen=True, kw_only=True)
class SheetStyle:
    """Paper and texts of a sheet, as for `report_map`."""

    heading: Heading
    size: PaperSize
    orientation: Orientation
    words: Words
    rules: Rules = field(default_factory=Rules.default)
    on: dt.date | str | None = None
    scale: float | None = None
    graticule: GraticuleKind | None = "degrees"
    maker: str | None = None
    made_on: dt.date | str | None = None
    source: str | None = None

    def title(self) -> tuple[str, list[str]]:
        """Give the title and its marks; the day is one of them."""
        heading = self.heading
        if self.on is not None and heading.as_of is None:
            heading = replace(heading, as_of=str(read_day(self.on)))
        texts = Texts(self.rules.texts)
        return heading.title or "", heading.lines(self.words.lang, texts=texts)

    def foot(self, view: View) -> list[str]:
        """Give the two lines at the foot, with the day on which the map is made."""
        given = self.made_on
        day = self.rules.today() if given is None else read_day(given)
        last = [self.words("made_on", day=day_in(day, self.words.lang))]
        if self.maker:
            last.insert(0, self.words("maker", maker=self.maker))
        if self.source:
            last.append(self.words("source", source=self.source))
        return [crs_line(view, self.words), "　　".join(last)]


def make_content(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    *,
    color_by: str | Legend,
    on: dt.date | str | None,
    areas: pd.Series | None,
    progress: pd.DataFrame | None,
    lang: Lang,
    rules: Rules,
) -> MapContent:
    """Check the arguments of `report_map` and bring all to EPSG:4490."""
    require_columns(parcels, *REQUIRED_COLUMNS)
    if areas is not None and not areas.index.equals(parcels.index):
        raise ValueError("areas must be a Series on the index of the parcels")
    m2 = ellipsoidal_area(parcels) if areas is None else areas
    theme: Theme | Rates
    if color_by != "progress":
        theme = make_theme(parcels, color_by=color_by, areas=m2, on=on, rules=rules)
    elif progress is None or banners is None:
        raise ValueError("a map of progress needs banners and progress=")
    else:
        theme = rates_of(progress, banners)
    content = MapContent(
        parcels=to_geographic(parcels),
        areas=m2,
        measured=areas is None,
        theme=theme,
        banners=None,
        words=Texts(rules.texts).words("paper", lang),
        rules=rules,
    )
    if banners is None:
        return content
    return BannerContent(**{**vars(content), "banners": to_geographic(banners)})


def draw_sheet(
    shapes: npt.NDArray[np.object_],
    style: SheetStyle,
    *,
    show: Callable[[View], MapContent],
    around: npt.NDArray[np.object_] | None,
) -> PaperFigure:
    """Draw a sheet."""
    with rc_context(settings()):
        figure, width, height = new_page(style.size, style.orientation)
        layout = lay_out(width, height, inset=around is not None)
        view = make_view(
            shapes, width=layout.map.width, height=layout.map.height, scale=style.scale
        )
        draw_neat_line(figure, layout.neat)
        draw_title(figure, layout.title, *style.title())
        draw_map(figure, layout, show(view), view, graticule=style.graticule)
        draw_marks(figure, layout.marks, view, style.words, size=style.size)
        if around is not None:
            draw_inset(figure, layout.inset, around, view, style.words)
        draw_foot(figure, layout.foot, style.foot(view))
    return figure
