"""A map page as a place to work: lines that filter, the table, places, files."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import shapely
from decided_pages import Made, number, opened_at, still
from pyproj import Transformer

from landbase.crs import zone_crs
from landbase.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from browsing import Opened
    from playwright.sync_api import Browser, Download

STATUS = Vocabulary.default().labels("status")
PLACE = re.compile(r"([\d.]+)°?E?[^\d]+([\d.]+)")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("page") / "页", 120)


def chips(opened: Opened) -> list[str]:
    return opened.page.locator(".lb-chip[data-filter]").all_inner_texts()


def test_a_line_filters_with_ctrl_adds_and_twice_looks_at_it(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    lines = opened.page.locator(".lb-legend > table tbody .lb-pick")
    names = lines.all_inner_texts()
    lines.nth(0).click()
    assert chips(opened) == [names[0]]
    lines.nth(1).click()
    assert chips(opened) == [names[1]]
    lines.nth(0).click(modifiers=["Control"])
    assert sorted(chips(opened)) == sorted(names[:2])
    lines.nth(0).click(modifiers=["Control"])
    lines.nth(1).click()
    assert chips(opened) == []
    opened.run("document.querySelector('.lb-by').open = true")
    opened.page.locator(".lb-by .lb-pick", has_text="丙旗").dblclick()
    assert chips(opened) == ["丙旗"]
    bounds = opened.run(
        "const b = map.getBounds(); return [b.getNorth(), b.getSouth()]"
    )
    assert bounds[0] < 42  # no longer all of the city
    opened.assert_clean()


def test_the_table_follows_filter_and_map_and_is_worked_by_keyboard(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    page = opened.page
    page.get_by_role("button", name="列表", exact=True).click()
    grid = page.get_by_role("grid")
    count = page.locator(".lb-list-count")
    assert count.inner_text() == f"{len(small.on(None))}宗"
    page.get_by_role("button", name="亩", exact=True).click()  # the largest first
    areas = page.locator(".lb-grid-row .lb-number:nth-last-child(2)")
    found = [number(text) for text in areas.all_inner_texts()]
    assert len(found) > 3
    assert found == sorted(found, reverse=True)
    page.locator(".lb-legend > table tbody .lb-pick").first.click()
    still(opened)
    assert count.inner_text() == f"{opened.legend()['total'][0]}宗"
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    current = page.locator(".lb-grid-row.lb-current")
    assert current.get_attribute("data-at") == "1"
    name = current.locator("div").first.inner_text()
    page.keyboard.press(" ")
    assert opened.run("return map.landbaseSelection.chosen().length") == 1
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup .lb-card").wait_for()
    assert page.locator(".leaflet-popup .lb-card-title").inner_text() == name
    opened.assert_clean()


def test_the_pointer_has_coordinates_in_degrees_and_zone(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    x, y = opened.look_at(109.9, 39.7, 14)
    opened.page.mouse.move(x, y)
    still(opened)
    degrees, plane = opened.page.locator(".lb-where span").all_inner_texts()
    lon, lat = map(float, re.findall(r"[\d.]+", degrees)[:2])
    assert [lon, lat] == pytest.approx([109.9, 39.7], abs=2e-4)
    north, east = map(float, re.findall(r"[XY]=([\d.]+)", plane))
    to_plane = Transformer.from_crs(4490, zone_crs(37), always_xy=True)
    wanted = to_plane.transform(lon, lat)
    assert [east, north] == pytest.approx(wanted, abs=1)
    opened.assert_clean()


def test_boundary_points_are_copied_in_order_as_the_zone_has_them(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    parcel = small.on(None).iloc[7]
    page.locator(".lb-search input").fill(parcel["parcel_id"])
    page.keyboard.press("Enter")
    page.evaluate("navigator.clipboard.writeText('')")
    page.get_by_role("button", name="复制界址点").click()
    # the button says so for two seconds only, which a busy machine misses
    page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    _, head, *lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert head.split("\t")[1] == "点号"
    zone = round(parcel.geometry.centroid.x / 3)
    to_plane = Transformer.from_crs(4490, zone_crs(zone), always_xy=True)
    rows = [line.split("\t") for line in lines]
    assert len(rows) == len(shapely.get_coordinates(parcel.geometry))
    for row in rows:
        wanted = to_plane.transform(float(row[4]), float(row[5]))
        assert [float(row[3]), float(row[2])] == pytest.approx(wanted, abs=0.2)
    opened.assert_clean()


def test_labels_stand_on_parcels_from_the_zoom_at_which_they_have_room(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    opened.page.get_by_label("地块标注").check()
    still(opened)
    label = opened.page.locator(".lb-parcel-label")
    assert label.count() == 0
    parcel = small.on(None).iloc[3]
    opened.look_at(*parcel.geometry.centroid.coords[0], 15)
    still(opened)
    label.first.wait_for()
    assert any(parcel["parcel_id"] in text for text in label.all_inner_texts())
    opened.page.get_by_label("地块标注").uncheck()
    still(opened)
    assert label.count() == 0
    opened.assert_clean()


def saved_as(opened: Opened, name: str) -> bytes:
    with opened.page.expect_download() as caught:
        opened.page.locator(".lb-selection").get_by_role("button", name=name).click()
    download: Download = caught.value
    return download.path().read_bytes()


def test_a_workbook_and_kml_hold_what_is_selected_with_its_sums(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    opened.page.locator(".lb-legend > table tbody .lb-pick").first.click()
    opened.page.locator(".lb-tool-every").click()
    total = opened.legend()["total"]
    content = saved_as(opened, "Excel")
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    assert sheet is not None
    head, *rows, sums = sheet.iter_rows(values_only=True)
    assert "地块编号" in head
    assert f"{len(rows):,}" == total[0]
    at = head.index("面积（亩）")
    assert sums[at] == pytest.approx(sum(float(str(row[at])) for row in rows))
    assert float(str(sums[at])) == pytest.approx(number(total[1]), abs=0.0051)
    ns = {"k": "http://www.opengis.net/kml/2.2"}
    tree = ET.fromstring(saved_as(opened, "KML"))  # noqa: S314 - of our own page
    assert len(tree.findall(".//k:Placemark", ns)) == len(rows)
    opened.assert_clean()
