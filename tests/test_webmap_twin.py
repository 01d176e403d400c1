"""Two days side by side: two maps moved together, both with their day, and on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdf
import pytest
from decided_pages import Made, opened_at, still, texts
from test_webmap_paper import plain

from landbase.style import make_legend

if TYPE_CHECKING:
    from browsing import Opened
    from playwright.sync_api import Browser

EARLIER, LATER = "2021-09-30", "2022-12-31"
LINK = f"afar=off&compare={EARLIER}&day={LATER}&panes=side"
MIDDLES = """
  const twin = map.landbaseCompare._twin.map, wide = map.landbaseCovered;
  const at = map.containerPointToLatLng([1.5 * wide, map.getSize().y / 2]);
  const own = twin.getCenter();
  const away = twin.project(own).distanceTo(twin.project(at));
  return [away, twin.getZoom(), map.getZoom()];
"""


@pytest.fixture(scope="module", params=[120, 2300])
def made(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Parcels that Leaflet draws, or tiles."""
    return Made(tmp_path_factory.mktemp("page") / "页", request.param)


def assert_together(opened: Opened) -> float:
    """Both maps look at the same place, at the same zoom, which is given."""
    away, own, other = opened.run(MIDDLES)
    assert away < 1.5  # px: both are rounded
    assert own == other
    return float(own)


def test_both_maps_move_together_whichever_is_moved(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made, LINK)
    still(opened)
    page, box = opened.page, opened.page.locator(".lb-twin").bounding_box()
    assert box is not None
    zoom = assert_together(opened)
    for x in (box["x"] + box["width"] / 2, box["x"] + 1.5 * box["width"]):
        center = opened.run("return map.getCenter()")
        page.mouse.move(x, 500)
        page.mouse.down()
        page.mouse.move(x + 90, 430, steps=5)
        page.mouse.up()
        still(opened)
        assert opened.run("return map.getCenter()") != center
        assert assert_together(opened) == zoom
    page.mouse.move(box["x"] + box["width"] / 2, 450)
    page.mouse.wheel(0, -240)
    soon = "await new Promise((done) => setTimeout(done, 20));"
    opened.run(f"while (map.getZoom() <= value) {soon}", zoom)
    still(opened)
    assert assert_together(opened) > zoom
    opened.assert_clean()


def test_each_map_has_the_colours_and_the_card_of_its_day(
    browser: Browser, made: Made
) -> None:
    before, after = made.on(EARLIER), made.on(LATER)
    row = int(np.flatnonzero(before["status"] != after["status"])[0])
    was, became = before["status"].iloc[row], after["status"].iloc[row]
    at = after.geometry.iloc[row].representative_point()
    colors = {entry.code: entry.color for entry in make_legend(after).classes}
    opened = opened_at(browser, made, LINK)
    days = opened.page.locator(".lb-swipe span").all_inner_texts()
    assert days == ["2021年9月30日", "2022年12月31日"]
    opened.run(
        f"map.landbaseFilters._change({{text: {after['parcel_id'].iloc[row]!r}}})"
    )
    x, y = opened.look_at(at.x, at.y, 13)
    opened.run(  # into the middle of what is seen of it
        "map.panBy([-(value - map.getContainer().clientWidth / 2), 0],"
        "{animate: false})",
        1.5 * opened.run("return map.landbaseCovered"),
    )
    still(opened)
    x, y = opened.on_page(at.x, at.y)
    covered = opened.run("return map.landbaseCovered")
    assert opened.pixel(x, y) == colors[became]
    assert opened.pixel(x - covered, y) == colors[was]
    opened.page.mouse.move(x - covered, y)
    assert "2021年9月30日" in opened.page.locator(".lb-twin .lb-tip").inner_text()
    opened.assert_clean()


def test_the_button_keeps_what_is_seen_and_a_link_the_maps(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made, f"afar=off&compare={EARLIER}&day={LATER}")
    still(opened)
    view = "const c = map.getCenter(); return [c.lat, c.lng, map.getZoom()]"
    before = opened.run(view)
    lines = texts(opened, ".lb-changes tr")
    button = opened.page.get_by_role("button", name="并排")
    button.click()
    still(opened)
    assert button.get_attribute("aria-pressed") == "true"
    assert assert_together(opened) == before[2] - 1
    assert texts(opened, ".lb-changes tr") == lines
    names = opened.page.locator(".lb-banner-name")
    assert names.count() % 2 == 0  # the banners are on both
    opened.run("await new Promise((done) => setTimeout(done, 400))")
    assert "panes=side" in opened.page.url
    button.click()
    still(opened)
    assert opened.page.locator(".lb-twin").count() == 0
    assert opened.run(view) == pytest.approx(before, abs=0.1)  # some px
    opened.page.get_by_role("button", name="并排").click()
    opened.page.get_by_role("button", name="结束对比").click()
    assert opened.page.locator(".lb-twin, .lb-swipe, .lb-changes").count() == 0
    opened.run("await new Promise((done) => setTimeout(done, 400))")
    assert "panes" not in opened.page.url
    opened.assert_clean()


def test_a_layer_that_goes_from_one_map_goes_from_both(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made, LINK)
    still(opened)
    twin = opened.page.locator(".lb-twin .lb-banner-name")
    assert twin.count() == 3
    opened.page.locator(".lb-layers label", has_text="旗区界线").click()
    assert twin.count() == 0
    opened.page.locator(".lb-layers label", has_text="旗区界线").click()
    assert twin.count() == 3
    opened.assert_clean()


@pytest.mark.parametrize("way", ["across", "upright"])
def test_both_days_and_the_table_are_on_one_sheet(
    browser: Browser, made: Made, way: str
) -> None:
    opened = opened_at(browser, made, LINK)
    still(opened)
    lines = texts(opened, ".lb-changes tbody tr, .lb-changes tfoot tr")
    page = opened.page
    page.get_by_role("button", name="打印", exact=True).click()
    assert page.locator(".lb-field-pages").input_value() == "days"
    page.locator(".lb-field-way").select_option(way)
    page.locator(".lb-main:enabled").wait_for()
    assert page.locator(".lb-sheet").count() == 1
    assert page.locator(".lb-sheet-map canvas").count() == 2
    pictures = page.locator(".lb-sheet-map canvas").evaluate_all(
        "(all) => all.map((one) => one.toDataURL())"
    )
    assert pictures[0] != pictures[1]
    printed = texts(opened, '.lb-sheet [data-part="changes"] tbody tr,'
                    '.lb-sheet [data-part="changes"] tfoot tr')  # fmt: skip
    assert printed == [line for line in lines if line[1] != "0"]
    sheet = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(sheet.pages) == 1
    text = sheet.pages[0].extract_text().replace("\n", "")
    text = plain(text)
    assert "2021年9月30日" in text
    assert "单击" not in text
    page.locator(".lb-field-pages").select_option("view")
    assert page.locator(".lb-sheet-map canvas").count() == 1
    opened.assert_clean()
