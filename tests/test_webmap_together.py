"""Where parts of a page meet: measuring and selecting, the slider and prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import open_page
from decided_pages import decided_base, on_day
from shapely.geometry import box
from test_webmap_selection import drag, opened_map, selected

from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.split import save_split_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

CORNERS = (300, 200), (800, 600)


def tool(opened: Opened, name: str) -> None:
    opened.page.locator(".lb-tool", has_text=name).first.click()


@pytest.mark.parametrize("count", [200, 2100])
def test_nothing_is_selected_while_something_is_measured(
    browser: Browser, work: Path, count: int
) -> None:
    opened = opened_map(browser, make_parcels(count), work)
    opened.page.locator(".lb-tool-box").click()
    tool(opened, "测距")  # puts the box away
    pressed = opened.page.locator(".lb-tool-box").get_attribute("aria-pressed")
    assert pressed == "false"
    middle = opened.run("const c = map.getCenter(); return [c.lng, c.lat]")
    zoom = opened.run("return map.getZoom()")
    drag(opened, *CORNERS)
    opened.page.keyboard.down("Shift")
    drag(opened, *CORNERS)
    opened.page.mouse.click(*CORNERS[0])
    opened.page.keyboard.up("Shift")
    assert selected(opened) == []
    opened.look_at(*middle, zoom)  # drags moved the map
    opened.page.locator(".lb-tool-box").click()  # puts the measuring away
    assert opened.page.locator(".lb-measure").is_hidden()
    drag(opened, *CORNERS)
    assert len(selected(opened)) > 5
    opened.assert_clean()


@pytest.mark.parametrize(("as_of", "marks"), [(None, 1), ("2023-07-06", 1)])
def test_print_and_picture_say_the_day_of_the_slider(
    browser: Browser, work: Path, as_of: str | None, marks: int
) -> None:
    base = decided_base(work, 60)
    timeline = Timeline.of(base)
    m = disposal_map(base.parcels(), decisions=timeline, title=Heading(as_of=as_of))
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    on_day(opened, "2022-03-15")
    said = opened.run("return Landbase.surroundings(map).marks")
    assert said == ["数据截至2022年3月15日"] * marks
    tool(opened, "打印")
    head = opened.page.locator(".lb-sheet-head")
    assert "数据截至2022年3月15日" in head.inner_text()
    opened.assert_clean()


def test_what_is_selected_is_marked_on_paper(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, make_parcels(50), work)
    paint = (
        "const canvas = Landbase.paint(map, {center: map.getCenter(),"
        "zoom: map.getZoom(), width: 1366, height: 720, ratio: 1, ground: '#fff'});"
        "const data = canvas.getContext('2d').getImageData(0, 0, 1366, 720).data;"
        "let marked = 0; for (let i = 0; i < data.length; i += 4)"
        "marked += data[i] === 0xd6 && data[i + 1] === 0 && data[i + 2] === 0x6c;"
        "return marked;"
    )
    assert opened.run(paint) == 0
    opened.page.locator(".lb-tool-every").click()
    assert opened.run(paint) > 50


def test_a_page_of_a_zone_opens_on_its_parcels(browser: Browser, work: Path) -> None:
    parcels = make_parcels(200)
    parcels["zone"] = None
    parcels.loc[:3, "zone"] = "甲园区"
    from test_webmap_split import OUTLINES

    wide = OUTLINES.set_geometry([box(106, 37, 112, 41), box(107, 38, 111, 40)])
    for by in ("zone", "banner"):
        pages = save_split_map(
            parcels, work / f"{by}.html", by=by, banners=wide.set_crs("EPSG:4490")
        ).pages
        opened = open_page(browser, pages["path"].iloc[0])
        opened.drawn()
        west, south, east, north = parcels[
            parcels[by].astype(object) == pages.index[0]
        ].total_bounds
        zoom = opened.run(
            "return map.getZoom() - map.getBoundsZoom([[value[1], value[0]],"
            "[value[3], value[2]]])",
            [west, south, east, north],
        )
        near = zoom > -1.5  # room for the panels is all that is left
        assert near == (by == "zone"), zoom


def test_a_card_names_the_files_attached_to_a_decision(
    browser: Browser, work: Path
) -> None:
    base = decided_base(work, 30)
    decided = base.decisions()
    first, other = decided.drop_duplicates("parcel_id").index[:2]
    for name in ("收回决定书.pdf", "公告<b>照片&amp;.jpg"):
        (work / name).write_bytes(b"x")
        base.attach(int(decided["event_id"][first]), work / name)
    m = disposal_map(base.parcels(), decisions=Timeline.of(base))
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    for at, shown in ((first, True), (other, False)):
        opened.page.locator(".lb-search input").fill(str(decided["parcel_id"][at]))
        opened.page.keyboard.press("Enter")
        card = opened.page.locator(".leaflet-popup .lb-card", has_text="处置记录").last
        card.wait_for()
        lines = card.locator(".lb-event-line").all_inner_texts()
        assert ("附件 收回决定书.pdf、公告<b>照片&amp;.jpg" in lines) == shown, lines
    opened.assert_clean()


def address_of(opened: Opened) -> str:
    opened.page.wait_for_timeout(400)  # the address is written after a pause
    return opened.page.url


@pytest.mark.parametrize("count", [60, 2100])
def test_a_link_opens_the_same_place_and_layers(
    browser: Browser, work: Path, count: int
) -> None:
    opened = opened_map(browser, make_parcels(count), work)
    assert "#" not in address_of(opened)  # nothing was moved yet
    opened.look_at(109.9, 39.7, 11)
    opened.page.locator(".lb-layers label", has_text="闲置土地").click()
    other = open_page(browser, work / "选择.html")
    other.page.goto(address_of(opened))
    other.page.reload()
    other.drawn()
    for page in (opened, other):
        there = page.run(
            "const c = map.getCenter(); return [c.lng, c.lat, map.getZoom()]"
        )
        assert there == pytest.approx([109.9, 39.7, 11], abs=1e-3)
        ticked = page.page.locator(".lb-layers label:has(input:checked)")
        assert ticked.all_inner_texts() == ["批而未供"]
    assert other.legend() == opened.legend()
    other.page.locator(".lb-layers label", has_text="闲置土地").click()
    assert "off=" not in address_of(other)
    assert other.messages == []


@pytest.mark.parametrize(
    "rest", ["view=1,2", "view=a,b,c", "view=99,0,3&off={", "off=[1,null]", "off=7"]
)
def test_a_broken_link_opens_the_usual_view(
    browser: Browser, work: Path, rest: str
) -> None:
    opened = opened_map(browser, make_parcels(40), work)
    usual = opened.run("return [map.getCenter().lng, map.getZoom()]")
    opened.page.goto(f"{(work / '选择.html').as_uri()}#{rest}")
    opened.page.reload()
    opened.drawn()
    assert opened.run("return [map.getCenter().lng, map.getZoom()]") == usual
    assert opened.page.locator(".lb-layers input:checked").count() == 2
    assert opened.messages == []
