"""What a report map shows: its theme, the entries of its legend, its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Self, TypeAlias, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch

from landbase.apportion import apportion, exact_sums
from landbase.banners.split import BANNER
from landbase.banners.table import (
    ALL,
    MEASURES,
    Located,
    area_table,
    located_table,
    print_table,
    round_table,
)
from landbase.cases.fold import counts_as_disposed
from landbase.cases.milestones import kinds_of_due
from landbase.crs import project
from landbase.geometry import is_shown, repair
from landbase.paper.marks import (
    OUTLINE,
    Labels,
    Line,
    draw_graticule,
    draw_legend,
    draw_polygons,
    draw_symbols,
    needs_symbols,
    outline,
)
from landbase.rules.schema import require_columns
from landbase.style import TOTAL, Legend, LegendClass, make_legend
from landbase.tables.cells import read_day, texts_given
from landbase.texts import LANGS, Texts
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.paper.marks import GraticuleKind, Symbols
    from landbase.paper.page import Layout, PaperFigure, View
    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words

__all__ = [
    "RATES",
    "BannerContent",
    "By",
    "MapContent",
    "Part",
    "PartOf",
    "Rates",
    "Theme",
    "banner_shape",
    "draw_map",
    "in_banner",
    "legend_figures",
    "make_theme",
    "parts_of",
    "rates_of",
]

_SOON = 30
_CLASS = "landbase_class"  # a column for the while of a table
_SIZES = (1.0, 5.0, 20.0, 50.0)  # hectares


class Theme(NamedTuple):
    """A legend, and the class of each parcel in its column."""

    legend: Legend
    codes: pd.Series


def _ramp(column: str, entries: list[tuple[str, str, str]], rules: Rules) -> Legend:
    texts = Texts(rules.texts)
    zh, en = (texts.words("paper", lang).part(f"{column}_class") for lang in LANGS)
    classes = tuple(
        LegendClass(code=code, zh=zh[code], en=en[code], color=color, hatch=hatch)
        for code, color, hatch in entries
    )
    return Legend(column=column, classes=classes, rules=rules)


_DEADLINES = [
    ("overdue", "#B2182B", ""),
    ("due_soon", "#FFBB33", "///"),
    ("later", "#6699FF", "..."),
    ("no_due", "#BFC7CE", "\\\\\\"),
    ("done", "#229988", "xxx"),
]
_CLASSES_OF_SIZE = [
    ("1", "#FEE391", ""),
    ("2", "#FEC44F", "..."),
    ("3", "#EC7014", "///"),
    ("4", "#AA3300", "\\\\\\"),
    ("5", "#662506", "xxx"),
]
# lower bound of the rate, key of its text, colour, hatch
RATES = (
    (1.0, "whole", "#1B7837", "xxx"),
    (0.75, "from_75", "#7FBF7B", "///"),
    (0.5, "from_50", "#FEE08B", "..."),
    (0.25, "from_25", "#F9A65A", "\\\\\\"),
    (0.0, "below_25", "#C8501E", ""),
)


def rate_class(rates: pd.Series) -> npt.NDArray[np.intp]:
    """Give the position in `RATES` of each rate; -1 where there is none."""
    bounds = np.array([bound for bound, *_ in RATES])
    rate = rates.to_numpy(np.float64, na_value=np.nan)
    found = (rate[:, None] < bounds[None, :]).sum(axis=1)
    return np.where(np.isnan(rate), -1, found)


def make_theme(
    parcels: gpd.GeoDataFrame,
    *,
    color_by: str | Legend,
    areas: pd.Series,
    on: dt.date | str | None,
    rules: Rules,
) -> Theme:
    """Give the classes of a map."""
    if isinstance(color_by, Legend):
        require_columns(parcels, color_by.column)
        return Theme(color_by, parcels[color_by.column])
    if color_by == "overdue":
        legend = _ramp("overdue", _DEADLINES, rules)
        return Theme(legend, _deadlines(parcels, on, rules))
    if color_by == "area":
        hectares = from_m2(areas, "ha").to_numpy()
        codes = np.char.mod("%d", np.digitize(hectares, _SIZES) + 1)
        legend = _ramp("area", _CLASSES_OF_SIZE, rules)
        sized = pd.Series(codes, index=parcels.index, dtype="str")
        return Theme(legend, sized.where(areas.notna()))
    legend = make_legend(parcels, color_by=color_by, rules=rules)
    return Theme(legend, parcels[legend.column])


def _deadlines(
    parcels: gpd.GeoDataFrame, on: dt.date | str | None, rules: Rules
) -> pd.Series:
    """Tell for each parcel whether its due day has passed, as of a day."""
    require_columns(parcels, "status", "due")
    if on is None:
        raise ValueError("pass on=, the day to judge deadlines by")
    done = counts_as_disposed(parcels, rules=rules)
    left = (pd.to_datetime(parcels["due"]) - pd.Timestamp(read_day(on))).dt.days
    timely = kinds_of_due(left, within_days=_SOON)
    kinds = np.select([done, left.isna()], ["done", "no_due"], timely)
    return pd.Series(kinds, index=parcels.index, dtype="str")


class Rates(NamedTuple):
    """Completion rates that colour the banners, where parcels are not coloured."""

    of_banners: pd.Series  # in the order of the outlines; missing without a task


def rates_of(progress: pd.DataFrame, banners: gpd.GeoDataFrame) -> Rates:
    """Give the rate of each banner, all categories together; missing without a task."""
    rates = progress["rate"].xs("all", level="category")
    return Rates(rates.reindex(banners["banner"].astype("str")))


def legend_title(content: MapContent) -> str:
    """Name what the classes are of."""
    words = content.words
    if isinstance(content.theme, Rates):
        return words["progress"]
    column = content.theme.legend.column
    title = words.get(column) or content.theme.legend.title(content.lang)
    return title[:1].upper() + title[1:]


def legend_lines(content: MapContent, symbols: Symbols | None) -> list[Line]:
    """Give the lines of the legend: classes with figures, total, outlines."""
    words = content.words
    if isinstance(content.theme, Rates):
        lines = _rate_lines(content.theme, words)
    else:
        lines = []
        figures = legend_figures(
            content.theme, content.parcels, content.areas, part=content.part
        )
        shown = {
            position: (f"{row['count']:,.0f}", f"{row['mu']:,.2f}", f"{row['ha']:,.2f}")
            for position, row in figures.iterrows()
        }
        for number, entry in enumerate(content.theme.legend.all_classes):
            if number in shown:
                lines.append(
                    Line(
                        label=entry.label(content.lang), color=entry.color,
                        edge=entry.edge, hatch=entry.hatch, figures=shown[number],
                        shape=None if symbols is None else number,
                    )
                )  # fmt: skip
        lines.append(Line(label=words["total"], figures=shown[TOTAL]))
    if content.banners is not None:
        lines.append(Line(label=words["banner_line"], edge="#5A3E78", outline=True))
    return lines


def legend_figures(
    theme: Theme,
    parcels: pd.DataFrame,
    areas: pd.Series,
    *,
    part: PartOf | None = None,
) -> pd.DataFrame:
    """Count parcels and sum areas per class, as the tables of a report print them.

    The index is as that of `legend_table`.
    """
    position = theme.legend.positions(theme.codes)
    if part is not None and part.line is not None:
        return _figures_of_part(theme.legend, position, areas, part)
    # a code of one width for each class, whatever the values are called
    named = parcels.assign(**{_CLASS: np.char.mod("%06d", position)})
    exact = area_table(named, by=_CLASS, areas=areas, rules=theme.legend.rules)
    figures = pd.DataFrame(round_table(exact)[ALL][[*MEASURES]])
    return figures.set_axis([*map(int, figures.index[:-1]), TOTAL])


def _figures_of_part(
    legend: Legend, position: npt.NDArray[np.intp], areas: pd.Series, part: PartOf
) -> pd.DataFrame:
    """Level the classes of a part to its line of a printed table."""
    line = cast("pd.Series", part.line)
    m2 = exact_sums(areas.fillna(0.0), position)
    counted = pd.Series(1 if part.counted is None else part.counted, index=areas.index)
    figures = pd.DataFrame({"count": counted.astype(int).groupby(position).sum()})
    for unit in ("mu", "ha"):
        figures[unit] = apportion(from_m2(m2, unit), line[ALL, unit])
    if legend.column == "category":  # the table has these figures itself
        for number in figures.index:
            code = legend.all_classes[number].code or "missing"
            figures.loc[number] = line[code].reindex([*MEASURES]).to_numpy()
    figures.loc[TOTAL] = line[ALL].reindex([*MEASURES]).to_numpy()
    return figures


def _rate_lines(rates: Rates, words: Words) -> list[Line]:
    """Give the classes of rates, and one for banners that have no task."""
    lines = [
        Line(label=words[f"rates.{key}"], color=color, hatch=hatch)
        for _, key, color, hatch in RATES
    ]
    if rates.of_banners.isna().any():
        lines.append(Line(label=words["no_task"], color="white"))
    return lines


def legend_notes(
    content: MapContent, labels: Labels, symbols: Symbols | None
) -> list[str]:
    """Say below the legend what a reader has to know."""
    words, notes = content.words, []
    if symbols is not None and symbols.cell_m is not None:
        notes.append(words("clusters", km=symbols.cell_m / 1000))
    elif symbols is not None:
        notes.append(words["symbols"])
    if isinstance(content.theme, Theme):
        if content.part is not None and content.part.note:
            notes.append(content.part.note)
        if content.theme.legend.column == "banner" and content.banners is not None:
            notes.append(words["declared_banner"])
        notes.append(words["areas" if content.measured else "areas_given"])
    if labels.unplaced:
        notes.append(words("unplaced", count=labels.unplaced))
    return notes


_MOST_NUMBERS = 60  # parcels on a map that still gets their numbers
_BANNER_SIZE = 8.0
_NUMBER_SIZE = 5.5
_LEAST_MM = 3  # a banner with less of it on the map has no name there


@dataclass(frozen=True, kw_only=True, eq=False)
class PartOf:
    """What the legend of a part of the parcels has to say.

    Attributes
    ----------
    note
        What is shown and counted.
    line
        The part's line of the printed table of all parts, which the legend closes to;
        None where it is no line of a table.
    counted
        Which parcels count in their number; None for all.
    """

    note: str
    line: pd.Series | None = None
    counted: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class MapContent:
    """What a map shows.

    Attributes
    ----------
    parcels
        In EPSG:4490.
    areas
        m², on the same index.
    measured
        Whether the areas were measured here.
    theme
        Classes and values of the parcels, or the rates that the banners show.
    banners
        Outlines in EPSG:4490, or None.
    part
        Of what this is a part, or None.
    words, rules
        Texts in the language of the map, and the rules that hold.
    """

    parcels: gpd.GeoDataFrame
    areas: pd.Series
    measured: bool
    theme: Theme | Rates
    banners: gpd.GeoDataFrame | None
    words: Words
    rules: Rules
    part: PartOf | None = None

    @property
    def lang(self) -> Lang:
        """The language of the map."""
        return self.words.lang

    def with_banners(self) -> BannerContent:
        """Give the content as one that has banners."""
        raise ValueError("an extent by banner needs banners")

    def only(
        self, rows: npt.NDArray[np.intp] | npt.NDArray[np.bool_], part: PartOf
    ) -> Self:
        """Keep some of the parcels."""
        theme = self.theme
        if isinstance(theme, Theme):
            theme = theme._replace(codes=theme.codes.iloc[rows])
        parcels, areas = self.parcels.iloc[rows], self.areas.iloc[rows]
        return replace(self, parcels=parcels, areas=areas, theme=theme, part=part)

    def outlines(self) -> npt.NDArray[np.object_]:
        """Give the outlines of the banners, or where there are none of the parcels."""
        return np.asarray(self.parcels.geometry, dtype=object)


@dataclass(frozen=True, kw_only=True, eq=False)
class BannerContent(MapContent):
    """What a map with banners shows."""

    banners: gpd.GeoDataFrame

    @cached_property
    def located(self) -> Located:
        """The table per banner by where the parcels lie, and their parts."""
        return located_table(
            self.parcels, self.banners, areas=self.areas, rules=self.rules
        )

    def with_banners(self) -> BannerContent:
        """Give the content itself."""
        return self

    def banner_names(self) -> list[str]:
        """Name the banners, row by row; a layer's own names are Chinese."""
        codes = self.banners["banner"].astype("str")
        given = self.banners.get("name", codes).fillna(codes)
        known = self.rules.vocabulary.labels("banner", self.lang)
        own = dict(zip(codes, given, strict=True))
        names = own | known if self.lang == "en" else known | own
        return [str(names[code]) for code in codes]

    def outlines(self) -> npt.NDArray[np.object_]:
        """Give the outlines of the banners."""
        return np.asarray(self.banners.geometry, dtype=object)


def draw_map(
    figure: PaperFigure,
    layout: Layout,
    content: MapContent,
    view: View,
    *,
    graticule: GraticuleKind | None,
) -> None:
    """Draw the map into its frame, and its legend."""
    axes = figure.axes_at(layout.map)
    west, south, east, north = view.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_gid("map")
    if graticule is not None:
        draw_graticule(axes, view, graticule)
    labels = Labels(axes, view)
    _draw_banners(axes, content, view)
    symbols = _draw_parcels(axes, content, view, labels)
    _label_banners(content, view, labels)
    draw_legend(
        figure, layout.legend, title=legend_title(content),
        lines=legend_lines(content, symbols),
        notes=legend_notes(content, labels, symbols), symbols=symbols,
        words=content.words,
    )  # fmt: skip


def _draw_banners(axes: Axes, content: MapContent, view: View) -> None:
    """Draw the outlines, filled by their rates where the map is of those."""
    if content.banners is None:
        return
    shapes = project(content.banners.geometry.to_numpy(), view.crs)
    if isinstance(content.theme, Rates):
        classes = rate_class(content.theme.of_banners)
        for number, (_, _, color, hatch) in enumerate(RATES):
            path = outline(shapes[classes == number])
            if path.codes is not None:
                axes.add_patch(
                    PathPatch(
                        path,
                        facecolor=color,
                        hatch=hatch or None,
                        lw=0,
                        zorder=1,
                        edgecolor="#44444488",
                    )
                )
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    axes.add_collection(
        LineCollection(
            [shapely.get_coordinates(line) for line in shapely.get_parts(lines)],
            colors="#5A3E78",
            linewidths=0.9,
            linestyles=[OUTLINE],
            zorder=2,
        ),
        autolim=False,
    )


def _draw_parcels(
    axes: Axes, content: MapContent, view: View, labels: Labels
) -> Symbols | None:
    """Draw the parcels, with their numbers where these are few."""
    if isinstance(content.theme, Rates) or not len(content.parcels):
        return None
    legend, values = content.theme
    shapes = content.parcels.geometry.to_numpy()
    drawn = is_shown(shapes)
    shapes = shapes[drawn]
    areas = content.areas.fillna(0).to_numpy()[drawn]
    position, classes = legend.positions(values)[drawn], legend.all_classes
    points = shapely.get_coordinates(
        project(shapely.point_on_surface(shapes), view.crs)
    )
    if needs_symbols(areas, view):
        hectares = from_m2(areas, "ha")
        return draw_symbols(axes, points, hectares, position, classes, view)
    draw_polygons(axes, project(shapes, view.crs), position, classes)
    if len(shapes) <= _MOST_NUMBERS:
        largest = np.argsort(-areas, kind="stable")
        names = content.parcels["parcel_id"].astype("str").to_numpy()[drawn][largest]
        labels.place(points[largest], names.tolist(), size=_NUMBER_SIZE)
    return None


def _label_banners(content: MapContent, view: View, labels: Labels) -> None:
    """Write the names of the banners where they are in the frame."""
    if not isinstance(content, BannerContent):
        return
    shapes = project(content.banners.geometry.to_numpy(), view.crs)
    west, south, east, north = view.bounds
    seen = shapely.clip_by_rect(repair(shapes), west, south, east, north)
    there = ~shapely.is_empty(seen) & (shapely.area(seen) > view.metres(_LEAST_MM) ** 2)
    points = shapely.get_coordinates(shapely.point_on_surface(seen[there]))
    names = np.array(_banner_texts(content), dtype=object)[there]
    order = np.argsort(-shapely.area(seen[there]), kind="stable")
    labels.place(
        points[order], names[order].tolist(), size=_BANNER_SIZE, fontweight="bold",
        color="#3B2A55",
    )  # fmt: skip


def _banner_texts(content: BannerContent) -> list[str]:
    """Name the banners, with their rates where the map is of those."""
    texts = content.banner_names()
    if isinstance(content.theme, Theme):
        return texts
    shares = content.theme.of_banners.to_numpy(float, na_value=np.nan)
    rates = round_half_up(shares * 100, 2)
    none = content.words["no_task"]
    shown = [none if np.isnan(rate) else f"{rate:.2f}%" for rate in rates]
    return [f"{text} {rate}" for text, rate in zip(texts, shown, strict=True)]


By: TypeAlias = Literal["banner", "zone"] | float
Boxes: TypeAlias = "dict[str, shapely.Geometry]"
Rows: TypeAlias = "list[list[str]]"
_KM_IN_DEGREE = 111.32
_ROOM = 0.003  # degrees around the parcels of a zone, some 300 m


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """One sheet of an atlas: its name, the outline it has to hold, what it shows."""

    name: str
    shape: shapely.Geometry
    content: MapContent


def banner_shape(content: MapContent, code: str) -> shapely.Geometry:
    """Find the outline of a banner."""
    banners = content.with_banners().banners
    codes = banners["banner"].astype("str")
    if not (found := (codes == code).to_numpy()).any():
        known = ", ".join(codes)
        raise ValueError(f"there is no banner {code!r}; use one of {known}")
    shape: shapely.Geometry = banners.geometry[found].union_all()
    return shape


def in_banner(content: MapContent, code: str) -> MapContent:
    """Keep what lies in a banner, cut at its outline as in the table per banner."""
    if isinstance(content.theme, Rates):  # banners by their rates: no parcels are shown
        return content
    table, parts, codes, area_m2 = content.with_banners().located
    rows = np.flatnonzero((parts.place == BANNER) & (parts.banner == codes.index(code)))
    main = parts.main[rows]
    part = PartOf(
        note=_note(int((~main | (parts.share[rows] < 1)).sum()), int((~main).sum()),
                   content.words),
        line=round_table(table).T[code], counted=main,
    )  # fmt: skip
    whole = content.only(parts.parcel[rows], part)
    index, crs = whole.parcels.index, whole.parcels.crs
    shapes = gpd.GeoSeries(parts.geometry[rows], index=index, crs=crs)
    return replace(
        whole,
        parcels=whole.parcels.set_geometry(shapes),
        areas=pd.Series(area_m2[rows], index=index),
    )


def _note(across: int, elsewhere: int, words: Words) -> str:
    """Say what is counted of parcels across the outline, where there are any."""
    note = words("across", count=across) if across else ""
    return note + (words("elsewhere", count=elsewhere) if elsewhere else "")


def parts_of(content: MapContent, by: By) -> tuple[list[Part], Rows]:
    """Part the parcels as an atlas does."""
    if by == "banner":
        return _by_banner(content.with_banners())
    points = shapely.point_on_surface(content.parcels.geometry.to_numpy())
    if by == "zone":
        require_columns(content.parcels, "zone")
        zones = texts_given(content.parcels["zone"])
        boxes = _around(zones, points)
        return _by_value(content, zones, boxes, note="of_zone")
    if isinstance(by, int | float) and by > 0:
        names, cells = _cells(points, float(by))
        of_cell = pd.Series(names, index=content.parcels.index, name="cell")
        return _by_value(content, of_cell, cells, note="of_cell")
    raise ValueError(f"by is 'banner', 'zone' or kilometres, not {by!r}")


def _by_banner(content: BannerContent) -> tuple[list[Part], Rows]:
    located, rows = content.located, content.banners["banner"].astype("str")
    names = dict(zip(rows, content.banner_names(), strict=True))
    parts = [
        Part(
            name=names[code],
            shape=banner_shape(content, code),
            content=in_banner(content, code),
        )
        for code in located.codes
    ]
    return parts, _rows(located.table, located.codes, parts, content)


def _by_value(
    content: MapContent, values: pd.Series, boxes: Boxes, *, note: str
) -> tuple[list[Part], Rows]:
    """Make a part of each value, whole parcels only."""
    named = content.parcels.assign(**{str(values.name): values})
    exact = area_table(
        named, by=str(values.name), areas=content.areas, rules=content.rules
    )
    lines, text = round_table(exact).T, content.words[note]
    rows = values.groupby(values.to_numpy()).indices
    parts = [
        Part(
            name=name,
            shape=box,
            content=content.only(
                np.asarray(rows[name]), PartOf(note=text, line=lines[name])
            ),
        )
        for name, box in boxes.items()
    ]
    return parts, _rows(exact, list(boxes), parts, content)


def _rows(
    exact: pd.DataFrame, codes: list[str], parts: list[Part], content: MapContent
) -> Rows:
    """Write the lines of a table, those of parts under their number and name."""
    printed = print_table(exact, lang=content.lang, rules=content.rules)
    numbered = {
        code: f"{n} {part.name}"
        for n, (code, part) in enumerate(zip(codes, parts, strict=True), start=1)
    }
    order = [*codes, *(code for code in exact.index if code not in numbered)]
    names = dict(zip(exact.index, printed.index, strict=True)) | numbered
    figures = round_table(exact)[ALL][[*MEASURES]]
    return [
        [names[code], f"{count:,.0f}", f"{mu:,.2f}", f"{ha:,.2f}"]
        for code, (count, mu, ha) in figures.loc[order].iterrows()
    ]


def _around(zones: pd.Series, points: npt.NDArray[np.object_]) -> Boxes:
    """Give the rectangles of zones, with room around their parcels."""
    return {
        zone: shapely.box(
            *shapely.total_bounds(points[(zones == zone).to_numpy()])
        ).buffer(_ROOM, join_style="mitre")
        for zone in sorted(zones.dropna().unique())
    }


def _cells(
    points: npt.NDArray[np.object_], km: float
) -> tuple[npt.NDArray[np.object_], Boxes]:
    """Name the cell of each point, and give those with points, from the north-west."""
    there = is_shown(points)
    xy, names = shapely.get_coordinates(points), np.full(len(points), None, object)
    if not len(xy):
        return names, {}
    high = km / _KM_IN_DEGREE
    wide = high / np.cos(np.radians(xy[:, 1].mean()))
    west, north = xy[:, 0].min(), xy[:, 1].max()
    columns = ((xy[:, 0] - west) // wide).astype(int)
    rows = ((north - xy[:, 1]) // high).astype(int)
    grid = np.column_stack([rows, columns])
    names[there] = [_cell_name(row, column) for row, column in grid.tolist()]
    boxes = {}
    for row, column in np.unique(grid, axis=0).tolist():
        x, y = west + column * wide, north - row * high
        boxes[_cell_name(row, column)] = shapely.box(x, y - high, x + wide, y)
    return names, boxes


def _cell_name(row: int, column: int) -> str:
    """Name a cell as sheets do: A1, …, Z1, AA1."""
    letters, rest = "", row + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{column + 1}"
