"""Opacity and order of layers: on the map, in links, by keyboard, on paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import geopandas as gpd
import pytest
import shapely
from browsing import open_page
from decided_pages import LAND

from landbase.testing import make_parcels
from landbase.webmap.basemap import OfflineBaseMap
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import OutlineLayer
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

FEW, MANY = 60, 2100
LINES, RED = "管线<b>", "#cc0000"
START = ["闲置土地", "批而未供", LINES, "底图", "旗区界线"]
AT = """
  const canvas = Landbase.paint(map, {center: L.latLng(value[1], value[0]),
    zoom: 15, width: 9, height: 9, ratio: 1, ground: "#ffffff"});
  return [...canvas.getContext("2d").getImageData(4, 4, 1, 1).data].slice(0, 3);
"""


class Page:
    """Parcels over a lake of the base map, with a line through the first parcel."""

    def __init__(self, folder: Path, count: int) -> None:
        parcels = make_parcels(count)
        first = parcels[parcels["category"] == "idle"].geometry.iloc[0]
        west, south, east, north = first.bounds
        self.at = first.representative_point()
        line = shapely.LineString([(west, self.at.y), (east, self.at.y)])
        lake = first.buffer(2 * max(east - west, north - south))
        base = gpd.GeoDataFrame({"kind": ["water"]}, geometry=[lake], crs=parcels.crs)
        lines = gpd.GeoDataFrame(geometry=[line], crs=parcels.crs)
        m = disposal_map(
            parcels,
            LAND,
            basemap=OfflineBaseMap(source=base),
            overlays=[OutlineLayer(lines, name=LINES, color=RED, width=8)],
        )
        self.path = save_map(m, folder / "a.html")

    def opened(self, browser: Browser, looks: object = None) -> Opened:
        link = f"&looks={quote(json.dumps(looks))}" if looks else ""
        opened = open_page(browser, self.path, fragment=f"afar=off{link}")
        opened.drawn()
        opened.page.locator(".lb-looks summary").click()
        return opened

    def colors(self, opened: Opened) -> tuple[str, str]:
        """The colour at the middle of the first parcel: on the map, and on paper."""
        x, y = opened.look_at(self.at.x, self.at.y, 15)
        opened.drawn()
        paper = opened.run(AT, [self.at.x, self.at.y])
        return opened.pixel(x, y), "#{:02X}{:02X}{:02X}".format(*paper)


@pytest.fixture(scope="module", params=[FEW, MANY])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Page:
    """Parcels that Leaflet draws, or tiles."""
    return Page(tmp_path_factory.mktemp("page"), request.param)


def names(opened: Opened) -> list[str]:
    return opened.page.locator(".lb-looks li > span").all_inner_texts()


def kept(opened: Opened) -> dict[str, object]:
    opened.run("await new Promise((done) => setTimeout(done, 400))")
    link = parse_qs(urlsplit(opened.page.url).fragment).get("looks", ["{}"])
    found: dict[str, object] = json.loads(link[0])
    return found


def test_a_layer_goes_up_by_keyboard_and_a_link_keeps_the_order(
    browser: Browser, made: Page
) -> None:
    opened = made.opened(browser)
    assert names(opened) == START
    before = made.colors(opened)
    assert before[0] == before[1] != RED.upper()
    up = opened.page.get_by_role("button", name=f"将“{LINES}”上移一层")
    up.focus()
    for _ in range(3):  # over both layers of parcels at once, and no further
        opened.page.keyboard.press("Enter")
    wanted = [LINES, "闲置土地", "批而未供", "底图", "旗区界线"]
    assert names(opened) == wanted
    assert up.get_attribute("aria-disabled") == "true"
    assert opened.run("return document.activeElement.title") == f"将“{LINES}”上移一层"
    assert made.colors(opened) == (RED.upper(), RED.upper())
    assert kept(opened) == {"order": wanted[::-1]}
    again = made.opened(browser, kept(opened))
    assert names(again) == wanted
    assert made.colors(again) == (RED.upper(), RED.upper())
    down = opened.page.get_by_role("button", name=f"将“{LINES}”下移一层")
    down.click()
    assert names(opened) == START
    assert made.colors(opened) == before
    assert kept(opened) == {}
    opened.assert_clean()


def test_banners_over_parcels_hide_none_of_them(browser: Browser, made: Page) -> None:
    opened = made.opened(browser)
    before = made.colors(opened)
    for _ in range(3):
        opened.page.get_by_role("button", name="将“旗区界线”上移一层").click()
    assert names(opened)[0] == "旗区界线"
    assert made.colors(opened) == before
    opened.assert_clean()


def test_each_layer_has_an_opacity_of_its_own_on_map_and_paper(
    browser: Browser, made: Page
) -> None:
    opened = made.opened(browser, {"shares": {"闲置土地": 0.1, LINES: 0.1}})
    sliders = opened.page.get_by_role("slider", name="不透明度")
    assert sliders.count() == len(START)
    faint, _ = made.colors(opened)
    green, blue = (int(faint[at : at + 2], 16) for at in (3, 5))
    assert min(green, blue) > 150  # the lake and the land, nearly alone
    assert (
        made.colors(opened)[1] == pytest.approx(faint)
        or abs(int(made.colors(opened)[1][3:5], 16) - green) < 12
    )
    slider = opened.page.get_by_role("slider", name=f"“{LINES}”的不透明度")
    slider.focus()
    opened.page.keyboard.press("End")
    assert kept(opened) == {"shares": {"闲置土地": 0.1}}
    assert made.colors(opened)[0] != faint
    opened.assert_clean()


def test_links_of_one_opacity_for_all_parcels_still_open(
    browser: Browser, made: Page
) -> None:
    opened = open_page(browser, made.path, fragment="afar=off&opacity=0.4")
    opened.drawn()
    shares = opened.run("return Landbase.pageLayers.map((one) => one.options.opacity)")
    assert set(shares) == {0.4}
    opened.assert_clean()


@pytest.mark.parametrize(
    "looks", [[], "x", {"order": 3}, {"shares": {"底图": 7}}, {"order": ["无"]}]
)
def test_what_a_link_says_wrongly_changes_nothing(
    browser: Browser, made: Page, looks: object
) -> None:
    opened = made.opened(browser, looks)
    assert names(opened) == START
    values = opened.page.locator(".lb-looks input[type=range]").evaluate_all(
        "(all) => all.map((one) => one.value)"
    )
    assert len({*values}) <= 2
    opened.assert_clean()
