"""Sheets of a part: their figures are those of the table by the same parts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import landbase as lb
from landbase.errors import SchemaError
from landbase.paper.atlas import _index, atlas
from landbase.paper.content import in_banner, legend_figures, parts_of
from landbase.paper.map import report_map
from landbase.paper.sheet import SheetStyle, make_content
from landbase.rules.ruleset import Rules
from landbase.style import TOTAL, Heading

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.paper.content import MapContent

DAY = "2023-07-06"
WEST, EAST, NORTH = "150602", "150603", "150621"
X, Y = 500_000, 4_300_000  # on the central meridian, where 100 m square are 1 ha


def squares(places: list[tuple[float, float, float]], **columns: Any) -> Any:
    """Make squares of a side at (x, y) from the corner where three banners meet."""
    shapes = [shapely.box(X + x, Y + y, X + x + a, Y + y + a) for x, y, a in places]
    table = {
        "parcel_id": [f"P{n}" for n in range(len(shapes))],
        "category": "idle",
        "status": "planned",
    }
    return gpd.GeoDataFrame(table | columns, geometry=shapes, crs="EPSG:4546")


def three_banners() -> gpd.GeoDataFrame:
    far = 3000
    rings = [
        [(-far, -far), (0, -far), (0, 0), (-far, 0)],
        [(0, -far), (far, -far), (far, 0), (0, 0)],
        [(-far, 0), (0, 0), (far, 0), (far, far), (-far, far)],
    ]
    shapes = [shapely.Polygon([(X + x, Y + y) for x, y in ring]) for ring in rings]
    names = {"banner": [WEST, EAST, NORTH], "name": ["西", "东", "北"]}
    return gpd.GeoDataFrame(names, geometry=shapes, crs="EPSG:4546")


def content_of(parcels: Any, color_by: str, lang: Any = "zh") -> MapContent:
    return make_content(
        parcels, three_banners(), color_by=color_by, on=DAY, areas=None,
        progress=None, lang=lang, rules=Rules.default(),
    )  # fmt: skip


def text_of(figure: Any) -> str:
    return PdfReader(io.BytesIO(figure.to_bytes("pdf"))).pages[0].extract_text()


def lines_of(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Give the printed total columns of an area table, as texts."""
    last = lb.print_table(table).iloc[:, -3:]
    return [(f"{n:,.0f}", f"{mu:,.2f}", f"{ha:,.2f}") for n, mu, ha in last.to_numpy()]


def test_a_parcel_across_the_line_is_cut_there_as_in_the_table() -> None:
    parcels = squares([(-25, -500, 100), (-900, -900, 100)])  # a quarter in the west
    west, east = (
        text_of(report_map(parcels, three_banners(), title="t", extent=code, on=DAY))
        for code in (WEST, EAST)
    )
    assert "1.2518.751合计" in west  # a line of the legend is drawn from the right
    assert "0.7511.251合计" in east
    west, east = west.replace("\n", ""), east.replace("\n", "")
    assert "跨界地块1宗只绘出并统计界内部分" in west
    assert "跨界地块1宗只绘出并统计界内部分" in east
    assert "其中1宗的主要部分在界外，不计入宗数" in west
    assert "不计入宗数" not in east


def test_a_banner_without_parcels_says_so_too() -> None:
    sheet = report_map(
        squares([(9, -99, 9)]),
        three_banners(),
        title="t",
        extent=NORTH,
        on=DAY,
        lang="en",
    )
    assert "0.000.000Total" in text_of(sheet)
    assert "across" not in text_of(sheet)


def test_what_is_drawn_is_what_is_counted() -> None:
    parcels = squares([(-25, -500, 100)])
    west = in_banner(content_of(parcels, "status"), WEST)
    drawn = lb.ellipsoidal_area(west.parcels)
    assert drawn.to_list() == pytest.approx([2500], rel=1e-4)
    assert west.areas.to_list() == pytest.approx([2500], rel=1e-4)


offsets = st.floats(-1000, 1000)


@settings(max_examples=25, deadline=None)
@given(
    places=st.lists(st.tuples(offsets, offsets, st.floats(5, 400)), max_size=8),
    color_by=st.sampled_from(["status", "category", "banner", "area"]),
    seed=st.integers(0, 9),
)
def test_every_sheet_and_the_index_have_the_figures_of_the_table(
    places: Any, color_by: str, seed: int
) -> None:
    chosen = np.random.default_rng(seed).integers(0, 3, (3, len(places)))
    parcels = squares(
        places,
        category=np.array(["idle", "approved_unsupplied", "idle"])[chosen[0]],
        status=np.array(["planned", "closed", None], dtype=object)[chosen[1]],
        banner=np.array([WEST, EAST, None], dtype=object)[chosen[2]],
    )
    content, banners = content_of(parcels, color_by), three_banners()
    exact = lb.area_table(parcels, banners)
    printed = lb.print_table(exact).set_axis(exact.index)
    printed = printed.set_axis(exact.columns, axis="columns")
    parts, rows = parts_of(content, "banner")
    assert [tuple(row[1:]) for row in rows] == lines_of(exact)
    for part, code in zip(parts, (WEST, EAST, NORTH), strict=True):
        of, own = part.content, printed.loc[code]
        assert of.theme is not None
        figures = legend_figures(of.theme, of.parcels, of.areas, part=of.part)
        assert figures.loc[TOTAL].to_list() == own["all"].to_list()
        sums = figures.drop(TOTAL).sum().round(2)
        assert sums.to_list() == own["all"].round(2).to_list()
        if color_by == "category":
            for position in figures.index.drop(TOTAL):
                category = of.theme.legend.all_classes[position].code
                assert figures.loc[position].to_list() == own[category].to_list()
    assert content.theme is not None
    whole = legend_figures(content.theme, content.parcels, content.areas)
    assert whole.loc[TOTAL].to_list() == printed.loc["total", "all"].to_list()


def test_the_index_says_what_lies_on_no_sheet(work: Path) -> None:
    parcels = squares([(-25, -500, 100), (5000, 5000, 100)])
    made = atlas(
        parcels, three_banners(), work, title="t", on=DAY, made_on="2023-07-08"
    )
    index = PdfReader(made.index).pages[0].extract_text()
    for line in ("旗区界线以外 1 15.00 1.00", "合计 2 30.00 2.00"):
        assert line in index
    sheet = PdfReader(made.sheets[0]).pages[0].extract_text()
    assert "面积为CGCS2000椭球面积" in sheet  # measured here, not "as given"
    assert "制图日期：2023年7月8日" in index


@pytest.mark.parametrize(("by", "column"), [("zone", "zone"), (1.0, "cell")])
def test_sheets_of_zones_and_cells_have_the_figures_of_the_index(
    by: Any, column: str
) -> None:
    places = [(x, y, 90.7) for x in range(-2000, 2000, 450) for y in (-700, 10, 800)]
    zones = ["东园", "西园", None, "东园"] * len(places)
    parcels = squares(places, zone=zones[: len(places)])
    content = content_of(parcels, "status")
    parts, rows = parts_of(content, by)
    assert len(parts) > 1
    for part, row in zip(parts, rows, strict=False):
        of = part.content
        assert of.theme is not None
        figures = legend_figures(of.theme, of.parcels, of.areas, part=of.part)
        total = figures.loc[TOTAL]
        assert row[0].endswith(part.name)
        assert row[1:] == [
            f"{total['count']:,.0f}", f"{total['mu']:,.2f}", f"{total['ha']:,.2f}",
        ]  # fmt: skip
    assert rows[-1][1] == f"{len(parcels)}"
    if column == "zone":
        exact = lb.area_table(parcels, by="zone")
        assert [tuple(row[1:]) for row in rows] == lines_of(exact)
        assert rows[-2][0] == "未填"
    assert sum(len(part.content.parcels) for part in parts) <= len(parcels)


def test_a_grid_of_many_rows_names_no_cell_twice() -> None:
    parcels = squares([(0, 300.0 * n, 50) for n in range(60)])
    parts, _ = parts_of(content_of(parcels, "status"), 0.3)
    names = [part.name for part in parts]
    assert len(set(names)) == len(names)
    assert {"A1", "Z1", "AA1"} <= set(names)


def test_repeated_banners_are_refused_as_by_the_table() -> None:
    banners = pd.concat([three_banners(), three_banners()], ignore_index=True)
    with pytest.raises(SchemaError, match="repeated codes"):
        report_map(squares([(0, 0, 9)]), banners, title="t", extent=WEST, on=DAY)


def test_colours_by_declared_banner_say_so() -> None:
    parcels = squares([(0, 0, 9)], banner=[WEST])
    sheet = report_map(parcels, three_banners(), title="t", color_by="banner", on=DAY)
    assert "分类按登记旗区" in text_of(sheet)
    alone = report_map(parcels, title="t", color_by="banner", on=DAY)
    assert "分类按登记旗区" not in text_of(alone)


def test_the_index_of_many_cells_holds_them_all() -> None:
    parcels = squares([(x, 350.0 * n, 50) for n in range(30) for x in (0, 400, 800)])
    content = content_of(parcels, "status")
    parts, rows = parts_of(content, 0.35)
    style = SheetStyle(heading=Heading(title="t"), size="A4", orientation="landscape",
                  words=content.words, on=DAY)  # fmt: skip
    figure = _index(content, parts, rows, style)
    figure.to_bytes("png", dpi=30)
    places, table = figure.axes[-4], figure.axes[-3]
    for patch in places.patches:
        inside = places.get_window_extent().padded(1)
        assert inside.contains(*patch.get_window_extent().min)
        assert inside.contains(*patch.get_window_extent().max)
    lowest = min(text.get_window_extent().y0 for text in table.texts)
    assert len(parts) > 80
    assert lowest >= table.get_window_extent().y0 - 1
