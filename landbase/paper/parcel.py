"""`parcel_sheet`: one parcel, with its points, areas, bounds, facts and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib import rc_context
from matplotlib.patches import PathPatch

from landbase.crs import project, to_geographic
from landbase.paper.marks import (
    Labels,
    Table,
    boundary_points,
    crs_line,
    draw_foot,
    draw_graticule,
    draw_inset,
    draw_marks,
    draw_neat_line,
    draw_table,
    draw_title,
    outline,
    own_zone,
)
from landbase.paper.page import (
    Box,
    Pages,
    PaperFigure,
    View,
    lay_out,
    make_view,
    new_page,
    settings,
)
from landbase.paper.sheet import area_rows, attribute_rows, event_rows, side_rows
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, require_columns
from landbase.tables.cells import read_day
from landbase.texts import Texts, day_in

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.texts import Lang, Words

__all__ = ["parcel_sheet"]

_MAP = Box(14, 192, 92, 76)
_MARKS = Box(14, 166, 92, 24)
_FACTS = Box(112, 176, 88, 96)
_INSET = Box(62, 163, 32, 24)
_POINTS = Box(10, 22, 98, 140)
_RIGHT = Box(112, 22, 88, 150)
_ROWS = 36  # of points in a block on the first page
_BLOCKS = 2
_LATER_ROWS, _LATER_BLOCKS = 66, 4
_MOST_LABELS = 40
_ROOM = 0.0003  # degrees around a parcel, some 30 m


def parcel_sheet(  # noqa: PLR0913 - what a sheet may say, each by its name
    parcel: gpd.GeoDataFrame,
    *,
    history: pd.DataFrame | None = None,
    neighbours: gpd.GeoDataFrame | None = None,
    banners: gpd.GeoDataFrame | None = None,
    lang: Lang = "zh",
    on: dt.date | str | None = None,
    maker: str | None = None,
    made_on: dt.date | str | None = None,
    note: str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> Pages:
    """Draw the sheet of one parcel, upright on A4.

    Parameters
    ----------
    parcel
        One row of the parcel table. Not changed.
    history
        As `LandBase.history` gives it; its decisions are listed.
    neighbours
        Parcels to draw around it. The 四至 name those that are near by their holder,
        else name, else id; without any the sheet has the range in degrees alone.
    banners
        Outlines; with them a small map shows where the parcel lies.
    lang
        Language.
    on
        The day the data are of.
    maker, made_on, note
        制图单位; 制图日期, by default today; and a mark such as 内部使用.
    rules
        By default the rules that the parcels were read by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    pages
        One page; more where the boundary points do not fit on one. `savefig` writes
        them to a PDF, or a single page to a picture.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    GeometryError
        There is not exactly one parcel with a polygon.
    SchemaError
        A column is missing.
    MissingDependencyError
        matplotlib or a font with Chinese letters is missing.

    Examples
    --------
    >>> from landbase.testing import make_parcels
    >>> len(parcel_sheet(make_parcels(1), on="2023-07-06").figures)
    1
    """
    require_columns(parcel, *REQUIRED_COLUMNS)
    held = rules_of(rules, vocabulary=vocabulary, of=parcel)
    texts = Texts(held.texts).words("paper", lang)
    points = boundary_points(parcel)
    zone, _ = own_zone(parcel)
    name = str(parcel["parcel_id"].iloc[0])
    title = texts("sheet_title", name=name)
    first, later = points.iloc[: _ROWS * _BLOCKS], points.iloc[_ROWS * _BLOCKS :]
    where = texts("zone", zone=zone)
    with rc_context(settings()):
        figure, view = _first_page(parcel, points, neighbours, title, note, texts)
        draw_table(figure, _FACTS, attribute_rows(parcel, held, texts))
        if banners is not None:
            whole = to_geographic(banners).geometry.to_numpy()
            draw_inset(figure, _INSET, whole, view, texts)
        head = texts("points_title", zone=where)
        _draw_points(figure, _POINTS, first, head, (_ROWS, _BLOCKS), texts)
        tables = [area_rows(parcel, where, texts)]
        tables += side_rows(parcel, neighbours, texts)
        _stack(figure, _RIGHT, [*tables, event_rows(history, held, texts)])
        last = [texts("maker", maker=maker)] if maker else []
        as_of = [] if on is None else [texts("as_of", day=day_in(read_day(on), lang))]
        last += as_of
        made = held.today() if made_on is None else read_day(made_on)
        last += [texts("made_on", day=day_in(made, lang))]
        draw_foot(figure, _foot_box(), [crs_line(view, texts), "　　".join(last)])
        more = _later_pages(later, title, head, texts)
    return Pages(title=name, figures=(figure, *more))


def _foot_box() -> Box:
    return lay_out(210, 297, inset=False).foot


def _first_page(  # noqa: PLR0917 - parts of one page
    parcel: gpd.GeoDataFrame,
    points: pd.DataFrame,
    neighbours: gpd.GeoDataFrame | None,
    title: str,
    note: str | None,
    texts: Words,
) -> tuple[PaperFigure, View]:
    """Make the page with frame, title, map and scale."""
    figure, width, height = new_page("A4", "portrait")
    layout = lay_out(width, height, inset=False)
    draw_neat_line(figure, layout.neat)
    draw_title(figure, layout.title, title, [note] if note else [])
    shapes = to_geographic(parcel).geometry.to_numpy()
    view = make_view(
        shapely.buffer(shapes, _ROOM), width=_MAP.width, height=_MAP.height
    )
    axes = figure.axes_at(_MAP)
    west, south, east, north = view.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    draw_graticule(axes, view, "degrees")
    _draw_neighbours(axes, view, parcel, neighbours)
    axes.add_patch(
        PathPatch(
            outline(project(shapes, view.crs)),
            facecolor="#F6D5C8",
            edgecolor="#B2182B",
            lw=1.1,
        )
    )
    _number_points(Labels(axes, view), points)
    draw_marks(figure, _MARKS, view, texts, size="A4")
    return figure, view


def _draw_neighbours(
    axes: Axes,
    view: View,
    parcel: gpd.GeoDataFrame,
    neighbours: gpd.GeoDataFrame | None,
) -> None:
    """Draw the parcels around, grey."""
    if neighbours is None:
        return
    near = to_geographic(neighbours)
    near = near[near["parcel_id"] != parcel["parcel_id"].iloc[0]]
    around = project(near.geometry.to_numpy(), view.crs)
    around = around[shapely.intersects(around, shapely.box(*view.bounds))]
    axes.add_patch(
        PathPatch(outline(around), facecolor="#EEF1F4", edgecolor="#8899AA", lw=0.4)
    )


def _number_points(labels: Labels, points: pd.DataFrame) -> None:
    """Mark the points, and number as many as can be read."""
    xy = points[["y", "x"]].to_numpy(np.float64)
    labels.axes.plot(xy[:, 0], xy[:, 1], ".", color="#7F0000", markersize=2.5)
    step = -(-len(points) // _MOST_LABELS)
    labels.place(xy[::step], points["point"].iloc[::step].tolist(), size=5.5)


def _stack(figure: PaperFigure, box: Box, tables: list[Table]) -> None:
    """Draw tables below each other."""
    top = box.y + box.height
    for table in tables:
        used = draw_table(figure, Box(box.x, box.y, box.width, top - box.y), table)
        top -= used + 3


def _draw_points(  # noqa: PLR0917 - a place and what stands there
    figure: PaperFigure,
    box: Box,
    points: pd.DataFrame,
    title: str,
    shape: tuple[int, int],
    texts: Words,
) -> None:
    """Draw points in blocks side by side."""
    rows, blocks = shape
    head = texts["points_head"].split("|")
    width = box.width / blocks
    for block in range(blocks):
        part = points.iloc[block * rows : (block + 1) * rows]
        if part.empty:
            break
        table = Table(
            title=title if block == 0 else " ",
            head=head,
            rows=_point_rows(part),
            widths=(0.15 * width, 0.32 * width, 0.34 * width, 0.16 * width),
            right=(1, 2, 3),
            size=5.4,
        )
        draw_table(figure, Box(box.x + block * width, box.y, width, box.height), table)


def _point_rows(points: pd.DataFrame) -> list[list[str]]:
    return [
        [point, f"{x:.3f}", f"{y:.3f}", f"{length:.2f}"]
        for point, x, y, length in zip(
            points["point"], points["x"], points["y"], points["length"], strict=True
        )
    ]


def _later_pages(
    points: pd.DataFrame, title: str, head: str, texts: Words
) -> list[PaperFigure]:
    """Give the points that did not fit pages of their own."""
    figures: list[Any] = []
    size = _LATER_ROWS * _LATER_BLOCKS
    for start in range(0, len(points), size):
        figure, width, height = new_page("A4", "portrait")
        layout = lay_out(width, height, inset=False)
        draw_neat_line(figure, layout.neat)
        more = texts("continued", number=start // size + 1)
        draw_title(figure, layout.title, f"{title}{more}", [])
        part = points.iloc[start : start + size]
        shape = (_LATER_ROWS, _LATER_BLOCKS)
        _draw_points(figure, Box(10, 12, 190, 262), part, head, shape, texts)
        figures.append(figure)
    return figures
