"""What once went wrong on map pages, in a real browser: each fault has its test."""

from __future__ import annotations

import html
import re
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from browsing import open_page
from decided_pages import LAND, Made, opened_at, still
from test_webmap_layout import CONTROLS, COVERED, settle
from test_webmap_tiles import saved

from landbase.banners.table import area_table
from landbase.errors import SchemaError
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

# a worker in which reading fails, as in WebKit from a file
FAILING = """
window.Worker = class {
  postMessage() { setTimeout(() => this.onmessage({data: {error: "NotFound"}}), 0); }
  terminate() {}
};
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("page") / "页", 90)


def test_where_a_worker_cannot_read_the_page_reads_by_itself(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(2100)
    opened = open_page(browser, saved(parcels, work / "a.html"), before=FAILING)
    opened.drawn()
    assert opened.run("return Landbase.pageLayers[0].store.count") > 0
    assert opened.page.locator(".lb-message").count() == 0


def test_a_page_that_lacks_its_parcels_is_neither_printed_nor_saved(
    browser: Browser, work: Path
) -> None:
    path = save_map(disposal_map(make_parcels(2100)), work / "a.html")
    page = path.read_text("utf-8")
    start = page.index('_data">') + 300
    path.write_text(page[:start] + "A" * 400 + page[start + 400 :], "utf-8")
    opened = open_page(browser, path)
    opened.page.locator(".lb-message", has_text="读取失败").wait_for()
    for button in ("打印", "保存图片"):
        opened.page.get_by_role("button", name=button, exact=True).click()
        opened.page.locator(".lb-message", has_text="尚未读取").last.wait_for()
        assert opened.page.locator(".lb-sheet").count() == 0
    opened.run("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator(".lb-sheet").count() == 0
    assert "尚未读取" in opened.page.locator(".lb-print").inner_text()


def test_an_old_browser_is_told_in_one_sentence_what_it_lacks(
    browser: Browser, small: Made
) -> None:
    before = "Array.prototype.flatMap = undefined; window.TextDecoder = undefined;"
    opened = open_page(browser, small.path, before=before)
    told = opened.page.locator(".lb-lacking > div")
    assert told.count() == 2
    assert "TextDecoder, Array.flatMap" in told.first.inner_text()
    assert "80" in told.last.inner_text()


def test_a_finger_draws_a_box_to_select(browser: Browser, small: Made) -> None:
    opened = opened_at(browser, small)
    page, box = opened.page, opened.page.locator(".lb-map").bounding_box()
    assert box is not None
    page.locator(".lb-tool-box").click()
    style = page.locator(".lb-map").evaluate(
        "(map) => getComputedStyle(map).touchAction"
    )
    assert style == "none"  # else the browser takes the finger for its own scrolling
    session = page.context.new_cdp_session(page)
    middle = box["x"] + box["width"] / 2 - 180, box["y"] + box["height"] / 2 - 40

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", middle[0] - 250, middle[1] - 200)
    for step in (0.3, 0.6, 1.0):
        reach = -250 + 500 * step, -200 + 480 * step
        touch("touchMove", middle[0] + reach[0], middle[1] + reach[1])
    touch("touchEnd")
    session.detach()
    page.locator(".lb-selection:visible").wait_for()
    assert opened.run("return map.landbaseSelection.chosen().length") > 0


# of phones, notebook cells, windows on half a screen, desks
WIDTHS = (320, 390, 600, 700, 760, 800, 890, 1024, 1366, 1920, 3840)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_covers_a_control_at_any_width_also_while_days_are_compared(
    browser: Browser, small: Made, work: Path, lang: str
) -> None:
    path = small.path
    if lang == "en":
        path = small.page_in(lang, work / "en.html")
    opened = open_page(browser, path, fragment="afar=off")
    opened.drawn()
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 780})
        settle(opened)
        assert opened.page.evaluate(COVERED, CONTROLS) == [], width
        compare = opened.page.locator(".lb-compare-open")
        compare.click()
        settle(opened)
        covered = opened.page.evaluate(COVERED, CONTROLS + ", .lb-swipe i")
        assert covered == [], width
        beside = opened.page.locator(".lb-compare-side")
        beside.click()
        settle(opened)
        assert opened.page.evaluate(COVERED, CONTROLS) == [], width
        beside.click()
        for box in opened.page.locator(".lb-bar:visible, .lb-bar:visible *").all():
            at = box.bounding_box()
            assert at is None or -1 <= at["x"] <= at["x"] + at["width"] <= width + 1
        compare.click()
    assert opened.messages == []


def test_the_map_cannot_be_lost_and_buttons_lead_back(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    opened.run(
        "map.setZoom(0, {animate: false}); map.panBy([9e5, 9e5], {animate: false})"
    )
    assert opened.run(
        "return map.getZoom() >= map.getMinZoom() && map.getMinZoom() > 0"
    )
    opened.page.get_by_role("button", name="全图").click()
    west, south, east, north = small.on(None).total_bounds
    ends = [[south, west], [north, east]]
    within = "return map.getBounds().contains(value)"
    assert opened.run(within, ends)
    one = small.on(None).iloc[[0]]
    opened.run("map.landbaseFilters._change({text: value})", one["parcel_id"].iloc[0])
    opened.page.get_by_role("button", name="缩放到结果").click()
    assert opened.run("return map.getZoom()") >= 12
    west, south, east, north = one.total_bounds
    assert opened.run(within, [[south, west], [north, east]])
    opened.assert_clean()


def test_banners_filter_as_declared_and_by_place_each_by_its_name(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(200)
    path = save_map(disposal_map(parcels, LAND), work / "a.html")
    opened = open_page(browser, path, fragment="afar=off")
    opened.drawn()
    names = opened.page.locator(".lb-filter-form summary").all_text_contents()
    assert {"所在旗区", "登记旗区"} <= {*names}
    place = area_table(parcels, LAND)["all"]["count"]
    opened.run("map.landbaseFilters.only('place', '甲旗')")
    assert opened.legend()["total"][0] == f"{int(place['150602']):,}"
    opened.run("map.landbaseFilters.clear()")
    opened.run("map.landbaseFilters.only('banner', '准格尔旗')")
    declared = int((parcels["banner"] == "150622").sum())
    assert opened.legend()["total"][0] == str(declared)
    assert declared != place["150622"]
    opened.assert_clean()


def test_a_frame_without_an_address_filters_without_an_error(
    browser: Browser, small: Made, work: Path
) -> None:
    page = html.escape(small.path.read_text("utf-8"), quote=True)
    path = work / "a.html"
    path.write_text(
        f'<meta charset="utf-8"/><iframe sandbox="allow-scripts" srcdoc="{page}"'
        ' style="width:1200px;height:700px"></iframe>',
        "utf-8",
    )
    opened = open_page(browser, path)
    frame = opened.page.frame_locator("iframe")
    frame.locator(".lb-legend tbody .lb-pick").first.click()
    frame.locator(".lb-chip").first.wait_for()
    opened.page.wait_for_timeout(500)
    assert opened.messages == []


def test_values_that_differ_in_case_are_two_lines(browser: Browser, work: Path) -> None:
    parcels = make_parcels(60)
    parcels["zone"] = ["a", "A"] * 30
    m = disposal_map(parcels, color_by="zone")
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    lines = opened.page.locator(".lb-legend > table tbody th").all_inner_texts()
    assert sorted(line.strip() for line in lines) == ["A", "a"]
    opened.assert_clean()


def test_a_card_of_many_columns_keeps_within_the_window_and_holds_the_focus(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(60)
    more = {f"第{n}列": f"值{n}" for n in range(28)}
    parcels = parcels.assign(**more)
    columns = ["parcel_id", "name", *more]
    m = disposal_map(parcels, columns=columns)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    search = opened.page.locator(".lb-search input")
    search.fill("0000031")
    search.press("Enter")
    card = opened.page.locator(".leaflet-popup")
    card.locator(".lb-card").wait_for()
    settle(opened)
    box = card.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 768
    for _ in range(12):
        opened.page.keyboard.press("Tab")
        assert card.evaluate("(card) => card.contains(document.activeElement)")
    opened.assert_clean()


def test_names_of_hundreds_of_banners_do_not_cover_each_other(
    browser: Browser, work: Path
) -> None:
    import geopandas as gpd
    from shapely.geometry import box

    cells = [(x, y) for x in range(20) for y in range(15)]
    land = gpd.GeoDataFrame(
        {"banner": [f"15{n:04}" for n in range(300)], "name": ["很长的旗区名称"] * 300},
        geometry=[
            box(107 + 0.2 * x, 38 + 0.2 * y, 107.2 + 0.2 * x, 38.2 + 0.2 * y)
            for x, y in cells
        ],
        crs=4490,
    )
    m = disposal_map(make_parcels(50), land, by_place=False)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    seen = opened.page.locator(".lb-banner-name").evaluate_all(
        "(all) => all.filter((n) => getComputedStyle(n).visibility === 'visible')"
        ".map((n) => n.getBoundingClientRect())"
        ".map((b) => [b.left, b.top, b.right, b.bottom])"
    )
    assert 5 < len(seen) < 300
    for one, other in combinations(seen, 2):
        apart = one[2] <= other[0] or other[2] <= one[0]
        assert apart or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


def test_a_phone_shows_the_whole_title_and_lets_people_zoom(
    browser: Browser, work: Path
) -> None:
    title = "某某市批而未供和闲置土地处置状态一张图（二〇二三年度）"
    path = save_map(disposal_map(make_parcels(30), title=title), work / "a.html")
    opened = open_page(browser, path)
    opened.page.set_viewport_size({"width": 320, "height": 640})
    settle(opened)
    head = opened.page.locator(".lb-title h1")
    cut = (
        "(h) => h.scrollWidth > h.clientWidth + 1 || "
        "h.scrollHeight > h.clientHeight + 1"
    )
    assert not head.evaluate(cut)
    assert head.inner_text() == title
    (meta,) = re.findall(r'<meta name="viewport"[^>]*>', path.read_text("utf-8"))
    assert "maximum-scale" not in meta
    assert "user-scalable" not in meta


def test_columns_that_no_page_can_write_are_refused_by_name() -> None:
    parcels = make_parcels(5)
    parcels["scan"] = [b"\x89PNG"] * 5
    with pytest.raises(SchemaError, match="scan"):
        disposal_map(parcels, columns=["parcel_id", "scan"])
    twice = make_parcels(5)
    twice.insert(1, "name", ["x"] * 5, allow_duplicates=True)
    with pytest.raises(SchemaError, match="name"):
        disposal_map(twice)


def test_a_large_export_is_warned_of_and_can_be_left(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    opened.page.locator(".lb-tool-every").click()
    opened.run(  # as many rows as a city has, of the few that there are
        "const own = map.landbaseSelection, rows = own.rows();"
        "own.rows = () => rows.map(({store, rows: some}) => ({store, rows:"
        "Uint32Array.from({length: 120000}, (_, at) => some[at % some.length])}));"
    )
    opened.page.locator(".lb-selection").get_by_role("button", name="GeoJSON").click()
    asked = opened.page.get_by_role("button", name="继续导出")
    asked.wait_for()
    opened.page.get_by_role("button", name="取消").click()
    asked.wait_for(state="detached")
    still(opened)
    opened.assert_clean()
