"""The table per banner in a real browser, by where parcels lie: as the area table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from browsing import open_page
from decided_pages import LAND
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon
from test_webmap_panel import by_banner, tick

from landbase.banners.layer import read_banners
from landbase.banners.table import area_table, print_table
from landbase.errors import LandbaseWarning
from landbase.parcels.read import read_parcels
from landbase.sample import sample_path
from landbase.testing import make_parcels
from landbase.webmap.drawing import find_places
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

# west of 110 one banner, east of it two, and to the south land of no banner
OUTSIDE = "旗区界线以外"


def across(count: int) -> gpd.GeoDataFrame:
    """Parcels that are drawn as large as hamlets, so that many lie across a line."""
    parcels = make_parcels(count, holes=0.2, parts=0.2)
    scaled = parcels.geometry.scale(12, 12, origin="center")
    return parcels.set_geometry(scaled)


def assert_as_printed(
    opened: Opened, chosen: gpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> None:
    """The table per banner is the printed area table of the same parcels."""
    printed = print_table(area_table(chosen, banners))["合计"]
    wanted = {str(line): row.tolist() for line, row in printed.iterrows() if any(row)}
    wanted["total"] = wanted.pop("合计")
    shown = by_banner(opened)
    assert shown.keys() == wanted.keys()
    for line, row in wanted.items():
        assert shown[line] == pytest.approx(row, abs=1e-9)


@pytest.mark.parametrize("count", [300, 2300])
def test_parcels_across_a_line_are_cut_as_in_the_area_table(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = across(count)
    places = find_places(parcels, LAND)
    assert places is not None
    assert len(places.parts) > 10
    opened = open_page(browser, save_map(disposal_map(parcels, LAND), work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-button").click()
    assert_as_printed(opened, parcels, LAND)
    assert OUTSIDE in by_banner(opened)
    tick(opened, "处置状态", "已销号")
    closed = parcels[parcels["status"] == "closed"]
    assert_as_printed(opened, closed, LAND)
    opened.page.locator(".lb-layers label", has_text="闲置土地").click()
    rest = closed[closed["category"] != "idle"]
    assert_as_printed(opened, rest, LAND)
    assert "跨界地块在界线处分割" in opened.page.locator(".lb-by").text_content()
    opened.assert_clean()


def test_the_sample_has_the_figures_of_its_tables(browser: Browser, work: Path) -> None:
    banners = read_banners(sample_path("旗区界线(示意).geojson"))
    parcels = pd.concat([
        read_parcels(sample_path(f"{name}_37带.shp"), category=code).parcels
        for name, code in (("批而未供", "approved_unsupplied"), ("闲置土地", "idle"))
    ])
    parcels = parcels.reset_index(drop=True)
    m = disposal_map(parcels, banners, color_by="category")
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    assert_as_printed(opened, parcels, banners)
    assert len(find_places(parcels, banners).parts) > 4


def test_who_asks_for_declared_banners_gets_them(browser: Browser, work: Path) -> None:
    parcels = across(200)
    m = disposal_map(parcels, LAND, by_place=False, lang="en")
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    shown = by_banner(opened)
    count = parcels["banner"].value_counts()
    assert sorted(row[0] for key, row in shown.items() if key != "total") == sorted(
        count.tolist()
    )
    assert "declared banner" in opened.page.locator(".lb-by").text_content()


@pytest.mark.parametrize(
    "spoiled", [Polygon([(109, 39), (111, 40), (111, 39), (109, 40)]), None]
)
def test_what_cannot_be_cut_is_said_and_drawn_all_the_same(
    browser: Browser, work: Path, spoiled: Polygon | None
) -> None:
    parcels = across(60)
    shapes = parcels.geometry.to_numpy().copy()
    shapes[3] = spoiled
    parcels = parcels.set_geometry(gpd.GeoSeries(shapes, crs=parcels.crs))
    with pytest.warns(LandbaseWarning, match="goes by declared banners"):
        m = disposal_map(parcels, LAND)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    assert "分旗区按地块登记旗区" in opened.page.locator(".lb-by").text_content()
    assert by_banner(opened)["total"][0] == len(parcels)


@given(st.lists(st.integers(0, 39), unique=True, max_size=40))
def test_places_follow_the_parcels_that_are_taken(rows: list[int]) -> None:
    parcels = across(40)
    places = find_places(parcels, LAND)
    assert places is not None
    taken = places.taken(np.array(rows, dtype=int))
    own = find_places(parcels.iloc[rows], LAND)
    if own is None:
        assert not rows
        return
    assert taken.home.tolist() == own.home.tolist()
    assert taken.parts["row"].tolist() == own.parts["row"].tolist()
    assert taken.parts["line"].tolist() == own.parts["line"].tolist()
    assert taken.parts["share"].tolist() == pytest.approx(own.parts["share"].tolist())
    assert taken.parts["row"].is_monotonic_increasing
