"""Search in a real browser: by id, name, pinyin initials, with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import open_page

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
    first = opened.page.get_by_role("option").first
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
    line = opened.page.get_by_role("option")
    assert line.count() == 1
    assert "鄂尔多斯市Ａ公司" not in line.locator("b").inner_text()  # found by holder


def test_arrows_choose_and_escape_closes(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    search = opened.page.get_by_label(SEARCH)
    search.fill("1506")
    options = opened.page.get_by_role("option")
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
    opened.page.get_by_role("option").first.click()
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    opened.assert_clean()


def test_what_filters_hide_is_not_found(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 100)
    opened.page.locator(".lb-button").click()
    opened.page.get_by_label("关键字").fill("鄂尔多斯市Ａ公司")
    opened.page.locator(".lb-chip").wait_for()
    opened.page.get_by_label(SEARCH).fill("zgeqdl")
    assert opened.page.locator(".lb-results").inner_text() == "没有找到"


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
