"""What people do to a page in unusual orders, in a real browser: nothing gets stuck."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import folium
import geopandas as gpd
import pytest
from browsing import open_page
from decided_pages import decided_base, on_day
from test_webmap_selection import opened_map

from landbase.testing import make_parcels
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.parts import ParcelPanel, ParcelSelection
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

PAUSE = 400  # ms: the address is written after a pause


def opened_days(browser: Browser, work: Path, count: int = 60) -> Opened:
    base = decided_base(work, count)
    m = disposal_map(base.parcels(), decisions=Timeline.of(base))
    opened = open_page(browser, save_map(m, work / "天.html"))
    opened.drawn()
    return opened


def go(opened: Opened, rest: str) -> None:
    """Paste another address after the # into the same page."""
    opened.run("location.hash = value", rest)
    opened.page.wait_for_timeout(PAUSE)


def test_parts_of_one_map_work_on_one_layer() -> None:
    one, other = ParcelLayer(make_parcels(3)), ParcelLayer(make_parcels(4))
    for parts in (
        (ParcelPanel(one), ParcelSelection(other)),
        (ParcelPanel(one), ParcelPanel(other)),
        (ParcelPanel(one), ParcelPanel(one)),
    ):
        m = folium.Map(tiles=None)
        for part in (one, other, *parts):
            m.add_child(part)
        with pytest.raises(ValueError, match="one ParcelLayer"):
            m.get_root().render()


def test_a_link_of_another_page_claims_no_filter(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, make_parcels(50), work)
    filters = {
        "choices": {"zonex": ["甲"], "name": ["乙"], "status": ["Disposed", "已销号"]},
        "overdue": True,
    }
    go(opened, f"filter={quote(json.dumps(filters))}")
    assert opened.page.locator(".lb-chip").all_inner_texts() == ["已销号"]
    assert opened.legend()["total"][0] == opened.legend()["closed"][0]


def test_without_a_panel_the_selection_follows_the_layers(
    browser: Browser, work: Path
) -> None:
    m = folium.Map([39.6, 109.8], tiles=None, zoom_start=8)
    layer = ParcelLayer(make_parcels(30)).add_to(m)
    m.add_child(ParcelSelection(layer))
    folium.LayerControl(collapsed=False).add_to(m)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-tool-every").click()
    sums = opened.page.locator(".lb-sums b").first
    assert sums.inner_text() == "已选30宗"
    opened.page.locator(".leaflet-control-layers-overlays input").uncheck()
    assert sums.inner_text() == "已选0宗"


@pytest.mark.parametrize("text", ["2023-13-05", "2023-00-05", "2023-02-30", "昨天", ""])
def test_what_is_no_day_changes_nothing(
    browser: Browser, work: Path, text: str
) -> None:
    opened = opened_days(browser, work)
    field = opened.page.locator(".lb-day input")
    before = field.input_value()
    on_day(opened, text)
    assert field.input_value() == before


def test_any_day_is_taken_as_it_is_typed(browser: Browser, work: Path) -> None:
    opened = opened_days(browser, work)
    field = opened.page.locator(".lb-day input")
    for day in ("1999-01-01", "2035-12-31"):
        on_day(opened, day)
        assert field.input_value() == day
    on_day(opened, "1999-01-01")
    opened.page.locator(".lb-earlier").click()
    assert field.input_value() == "1999-01-01"
    opened.page.locator(".lb-later").click()
    assert field.input_value() > "2021-01-01"
    opened.assert_clean()


def test_the_address_forgets_a_place_that_was_left(
    browser: Browser, work: Path
) -> None:
    opened = opened_map(browser, make_parcels(50), work)
    where = "return [map.getCenter().lng, map.getCenter().lat, map.getZoom()]"
    usual = opened.run(where)
    opened.look_at(109.9, 39.7, 11)
    opened.page.wait_for_timeout(PAUSE)
    assert "view=" in opened.page.url
    opened.look_at(*usual)
    opened.page.wait_for_timeout(PAUSE)
    assert "view=" not in opened.page.url
    opened.look_at(109.9, 39.7, 11)
    opened.page.wait_for_timeout(PAUSE)
    go(opened, "theme=dark")
    assert opened.run(where) == pytest.approx(usual, abs=0.006)  # a pixel


def test_a_pasted_address_wins_over_what_was_to_be_written(
    browser: Browser, work: Path
) -> None:
    opened = opened_days(browser, work)
    opened.page.locator(".lb-earlier").click()
    go(opened, "day=2021-06-01")
    assert opened.page.locator(".lb-day input").input_value() == "2021-06-01"
    assert "day=2021-06-01" in opened.page.url
    opened.page.locator(".lb-play").click()
    go(opened, "day=2021-08-01")
    opened.page.wait_for_timeout(1200)
    assert opened.page.locator(".lb-day input").input_value() == "2021-08-01"


@pytest.mark.parametrize("bare", [True, False])
def test_a_page_saved_as_it_is_shown_opens_once(
    browser: Browser, work: Path, *, bare: bool
) -> None:
    if bare:
        m = folium.Map([39.6, 109.8], tiles=None, zoom_start=8)
        layer = ParcelLayer(make_parcels(30)).add_to(m)
        m.add_child(ParcelPanel(layer))
        opened = open_page(browser, save_map(m, work / "a.html"))
        opened.drawn()
    else:
        opened = opened_days(browser, work)
        opened.page.locator(".lb-tool", has_text="打印").click()
    legend = opened.legend()
    (work / "存下.html").write_text(opened.page.content(), "utf-8")
    again = open_page(browser, work / "存下.html")
    again.drawn()
    for part in ("legend", "search", "filters", "title", "time", "print"):
        usual = {"print": 0, "title": not bare, "time": not bare}.get(part, 1)
        assert again.page.locator(f".lb-{part}").count() == usual, part
    assert again.page.locator(".leaflet-map-pane").count() == 1
    assert again.legend() == legend
    again.assert_clean()


def test_the_button_of_a_card_follows_the_selection(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(20)
    opened = opened_map(browser, parcels, work)
    opened.page.locator(".lb-search input").fill(str(parcels["parcel_id"][3]))
    opened.page.keyboard.press("Enter")
    button = opened.page.locator(".lb-choose", has_text=re.compile("选择$"))
    button.click()
    assert button.inner_text() == "移出选择"
    opened.page.locator(".lb-selection button", has_text="清除").click()
    assert button.inner_text() == "加入选择"


def test_search_opens_nothing_that_is_no_longer_listed(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(20)
    opened = opened_map(browser, parcels, work)
    field = opened.page.locator(".lb-search input")
    field.fill(str(parcels["parcel_id"][3]))
    field.press("Escape")
    field.press("Enter")
    assert opened.page.locator(".lb-card").count() == 0
    field.press("ArrowDown")
    assert opened.page.locator(".lb-results li[role=option]").count() == 1
    field.press("Enter")
    assert opened.page.locator(".lb-card").count() == 1


@pytest.mark.parametrize("count", [20, 2100])
def test_a_card_goes_with_its_parcel(browser: Browser, work: Path, count: int) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    idle = parcels[parcels["category"] == "idle"].iloc[0]
    card = opened.page.locator(".leaflet-popup:visible .lb-card")

    def show() -> None:
        field = opened.page.locator(".lb-search input")
        field.fill("")
        field.fill(str(idle["parcel_id"]))
        opened.page.keyboard.press("Enter")
        card.wait_for()

    show()
    layer = opened.page.locator(".lb-layers label", has_text="闲置土地")
    layer.click()
    card.wait_for(state="detached")
    layer.click()
    show()
    opened.page.locator(".lb-button").click()
    opened.page.locator(".lb-filter-form input[type=search]").first.fill("没有这样的字")
    card.wait_for(state="detached")


def test_before_the_layers_are_read_the_slider_is_off(
    browser: Browser, work: Path
) -> None:
    base = decided_base(work, 2100)
    m = disposal_map(base.parcels(), decisions=Timeline.of(base))
    path = save_map(m, work / "a.html")
    opened = open_page(browser, path, before="delete window.DecompressionStream;")
    controls = opened.page.locator(".lb-time :is(button, input)")
    assert controls.count() > 0
    assert all(control.is_disabled() for control in controls.all())
    assert opened.messages == []


def test_a_parcel_without_outline_is_shown_where_the_map_is(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(20)
    shapes = parcels.geometry.to_numpy().copy()
    shapes[4] = None
    parcels = parcels.set_geometry(gpd.GeoSeries(shapes, crs=parcels.crs))
    opened = opened_map(browser, parcels, work)
    where = "return [map.getCenter().lng, map.getCenter().lat, map.getZoom()]"
    before = opened.run(where)
    opened.page.locator(".lb-search input").fill(str(parcels["parcel_id"][4]))
    opened.page.keyboard.press("Enter")
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    after = opened.run(where)
    assert after[2] == before[2]
    assert after[:2] == pytest.approx(before[:2], abs=1)


def test_a_large_selection_is_said_to_be_in_no_link_and_stays(
    browser: Browser, work: Path
) -> None:
    opened = opened_map(browser, make_parcels(1200), work)
    opened.page.locator(".lb-tool-every").click()
    assert "不写入链接" in opened.page.locator(".lb-sums").inner_text()
    go(opened, "theme=dark")
    assert opened.page.locator(".lb-sums b").first.inner_text() == "已选1,200宗"


def test_chips_and_forms_are_left_by_keyboard(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, make_parcels(50), work)
    opened.page.locator(".lb-button").click()
    form = opened.page.locator(".lb-filter-form")
    for column in ("旗区", "处置状态"):
        fold = form.locator("details", has_text=column).first
        fold.locator("summary").click()
        fold.locator("input").first.check()
    form.locator("input[type=search]").first.press("Escape")
    assert form.is_hidden()
    focused = "document.activeElement.className"
    assert opened.page.evaluate(focused) == "lb-button"
    opened.page.locator(".lb-chip").first.press("Enter")
    assert opened.page.evaluate(focused) == "lb-chip"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate(focused) == "lb-button"
    assert opened.page.locator(".lb-chip").count() == 0


def test_on_a_bare_map_a_card_moves_it_no_more_than_it_needs(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(20)
    m = folium.Map([39.6, 109.8], tiles=None, zoom_start=9)
    ParcelLayer(parcels).add_to(m)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    at = parcels.geometry.iloc[3].representative_point()
    place = opened.look_at(at.x, at.y, 13)
    opened.drawn()
    opened.page.mouse.click(*place)
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    opened.drawn()
    moved = opened.on_page(at.x, at.y)
    assert abs(moved[0] - place[0]) < 2


def test_the_bars_make_room_when_the_table_per_banner_opens(
    browser: Browser, work: Path
) -> None:
    opened = opened_days(browser, work, 400)
    opened.page.locator(".lb-by summary").click()
    opened.page.wait_for_timeout(200)
    bars = opened.page.locator(".lb-bottom").bounding_box()
    panel = opened.page.locator(".lb-legend").bounding_box()
    assert bars is not None
    assert panel is not None
    assert bars["x"] + bars["width"] <= panel["x"]
