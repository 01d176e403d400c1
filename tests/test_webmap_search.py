"""Search in a real browser: by id, name, pinyin initials, with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import open_page
from pyproj import Transformer

from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

SEARCH = "查找：名称、编号、用地单位、拼音首字母"


def opened_map(browser: Browser, work: Path, count: int) -> Opened:
    parcels = make_parcels(count)
    parcels.loc[3, "name"] = "准格尔旗大路<b>产业园</b>"
    parcels.loc[4, "holder"] = "鄂尔多斯市Ａ公司"
    columns = ["name", "parcel_id", "holder", "banner"]
    opened = open_page(
        browser, save_map(disposal_map(parcels, columns=columns), work / "a.html")
    )
    opened.drawn()
    return opened


@pytest.mark.parametrize("count", [100, 2300])
@pytest.mark.parametrize(
    "typed", ["大路<b>产", "zgeqdl", "ZGEQDL", "准格尔旗大路", "尔旗大路"]
)
def test_a_parcel_is_found_and_opened(
    browser: Browser, work: Path, count: int, typed: str
) -> None:
    opened = opened_map(browser, work, count)
    opened.page.get_by_label(SEARCH).fill(typed)
    first = opened.page.locator("[role=option]").first
    first.wait_for()
    assert first.locator("b").inner_text() == "准格尔旗大路<b>产业园</b>"
    opened.page.keyboard.press("Enter")
    card = opened.page.locator(".leaflet-popup .lb-card-title")
    card.wait_for()
    assert card.inner_text() == "准格尔旗大路<b>产业园</b>"
    assert opened.run("return map.getZoom();") > 12
    assert opened.page.get_by_role("listbox").is_hidden()
    opened.assert_clean()


def test_full_width_letters_and_holders_are_found(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    opened.page.get_by_label(SEARCH).fill("鄂尔多斯市a公")
    line = opened.page.locator("[role=option]")
    assert line.count() == 1
    assert "鄂尔多斯市Ａ公司" not in line.locator("b").inner_text()  # found by holder


def test_arrows_choose_and_escape_closes(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    search = opened.page.get_by_label(SEARCH)
    search.fill("1506")
    options = opened.page.locator("[role=option]")
    assert options.count() == 8
    chosen = opened.page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == "lb-result-0"
    opened.page.keyboard.press("ArrowDown")
    assert chosen.get_attribute("id") == "lb-result-1"
    assert search.get_attribute("aria-activedescendant") == "lb-result-1"
    opened.page.keyboard.press("ArrowUp")
    opened.page.keyboard.press("ArrowUp")
    assert chosen.get_attribute("id") == "lb-result-7"
    opened.page.keyboard.press("Escape")
    assert opened.page.get_by_role("listbox").is_hidden()
    assert search.get_attribute("aria-expanded") == "false"


def test_a_click_opens_and_nothing_is_said_so(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    search = opened.page.get_by_label(SEARCH)
    search.fill("没有这块地")
    assert opened.page.locator(".lb-results").inner_text() == "没有找到"
    opened.page.keyboard.press("Enter")
    search.fill("dlb")
    opened.page.keyboard.press("Escape")
    search.fill("zgeqdl")
    opened.page.locator("[role=option]").first.click()
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    opened.assert_clean()


def test_what_filters_hide_is_found_and_shown(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    opened.page.locator(".lb-button").click()
    opened.page.get_by_label("关键字").fill("鄂尔多斯市Ａ公司")
    opened.page.locator(".lb-chip").wait_for()
    opened.page.get_by_label(SEARCH).fill("zgeqdl")
    (line,) = opened.page.locator("[role=option]").all()
    assert line.locator("em").inner_text() == "被筛选隐藏，点击即清除筛选并显示"
    line.click()
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    assert opened.page.locator(".lb-chip").count() == 0
    opened.page.locator(".lb-layers label", has_text="批而未供").first.click()
    opened.page.get_by_label(SEARCH).fill("zgeqdl")
    line = opened.page.locator("[role=option]").first
    assert line.locator("em").inner_text() == "所在图层已关闭，点击即打开并显示"
    line.click()
    opened.page.locator(".leaflet-popup .lb-card").last.wait_for()
    assert opened.page.locator(".lb-layers input[type=checkbox]").first.is_checked()
    opened.assert_clean()


@pytest.mark.parametrize("count", [100, 2300])
def test_a_click_leaves_the_card_open(browser: Browser, work: Path, count: int) -> None:
    opened = opened_map(browser, work, count)
    opened.page.get_by_label(SEARCH).fill("zgeqdl")
    opened.page.locator("[role=option]").first.click()
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    opened.page.wait_for_timeout(400)  # a click that closes it comes within that
    assert opened.page.locator(".leaflet-popup .lb-card").is_visible()
    opened.assert_clean()


def test_a_tap_leaves_the_card_open(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    session = opened.page.context.new_cdp_session(opened.page)
    opened.page.get_by_label(SEARCH).fill("zgeqdl")
    box = opened.page.locator("[role=option]").first.bounding_box()
    assert box is not None
    at = {"x": box["x"] + 20, "y": box["y"] + 10}
    session.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]}
    )
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    opened.page.wait_for_timeout(400)
    assert opened.page.locator(".leaflet-popup .lb-card").is_visible()


@pytest.mark.parametrize(
    ("typed", "note", "chip"),
    [
        ("准格尔旗", "按旗区筛选", "准格尔旗"),
        ("zgeq", "按旗区筛选", "准格尔旗"),
        ("已销号", "按处置状态筛选", "已销号"),
        ("规划", "按原因筛选", "规划"),
    ],
)
def test_values_of_columns_are_found_and_filter(
    browser: Browser, work: Path, typed: str, note: str, chip: str
) -> None:
    parcels = make_parcels(100)
    parcels.loc[:19, "banner"] = "150622"
    parcels.loc[:9, "cause"] = "plan_change"
    path = save_map(disposal_map(parcels), work / "a.html")
    opened = open_page(browser, path)
    opened.drawn()
    search = opened.page.get_by_label(SEARCH)
    search.fill(typed)
    line = opened.page.locator("[role=option]").first
    found = line.locator("span").inner_text()
    if note.startswith("按原因"):
        assert "筛选" in found
    else:
        assert found.startswith(note)
    line.click()
    assert chip in opened.page.locator(".lb-chip").first.inner_text()
    shown = int(opened.legend()["total"][0])
    assert f"共{shown}宗" in found
    opened.assert_clean()


@pytest.mark.parametrize("count", [100, 2300])
def test_ids_are_found_without_their_hyphens(
    browser: Browser, work: Path, count: int
) -> None:
    opened = opened_map(browser, work, count)
    wanted = make_parcels(count)["parcel_id"].iloc[17]
    search = opened.page.get_by_label(SEARCH)
    for typed in (wanted.replace("-", ""), wanted.replace("-", "–"), wanted.lower()):
        search.fill(typed)
        line = opened.page.locator("[role=option]").first
        assert wanted in line.inner_text(), typed


def test_a_coordinate_is_gone_to(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    place = make_parcels(100).geometry.iloc[30].representative_point()
    plane = Transformer.from_crs(4490, 4525, always_xy=True)  # zone 37
    x, y = plane.transform(place.x, place.y)
    search = opened.page.get_by_label(SEARCH)
    for typed in (f"{place.y:.6f}, {place.x:.6f}", f"X={y:.2f} Y={x:.2f}"):
        search.fill(typed)
        opened.page.keyboard.press("Enter")
        lng, lat = opened.run("const c = map.getCenter(); return [c.lng, c.lat];")
        assert (lng, lat) == pytest.approx((place.x, place.y), abs=1e-4)
        assert opened.page.locator(".lb-spot i").is_visible()
    opened.assert_clean()


@pytest.mark.parametrize("count", [300, 2300])
def test_the_first_answer_for_every_parcel_is_the_parcel(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.drawn()
    wanted = parcels["parcel_id"].sample(40, random_state=0).tolist()
    found = opened.run(
        "return value.map((id) => {"
        "const hit = Landbase.findParcels(map, id, ['parcel_id'])[0];"
        "const store = hit.layer.store;"
        "const at = store.columns.findIndex((one) => one.name === 'parcel_id');"
        "return store.text(at, hit.row); });",
        wanted,
    )
    assert found == wanted
