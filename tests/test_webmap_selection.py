"""Several parcels at once, in a real browser: picked, summed, copied, downloaded."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import numpy as np
import pytest
import shapely
from browsing import open_page
from shapely.geometry import box
from test_webmap_panel import tick

from landbase.area import ellipsoidal_area
from landbase.banners.table import area_table
from landbase.parcels.read import read_parcels
from landbase.testing import make_parcels
from landbase.units import round_half_up
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

SMALL, LARGE = 200, 2100
COUNTS = pytest.mark.parametrize("count", [SMALL, LARGE])
COLUMNS = ["parcel_id", "name", "category", "banner", "status"]


def opened_map(
    browser: Browser, parcels: gpd.GeoDataFrame, work: Path, lang: Any = "zh"
) -> Opened:
    m = disposal_map(parcels, columns=COLUMNS, lang=lang)
    opened = open_page(browser, save_map(m, work / "选择.html"))
    opened.drawn()
    return opened


def selected(opened: Opened) -> list[str]:
    return sorted(
        opened.run(
            "return map.landbaseSelection.chosen().map("
            "({layer, row}) => layer.store.text(0, row));"
        )
    )


def assert_sums(opened: Opened, chosen: gpd.GeoDataFrame) -> None:
    """The sums of the selection are those of the area table."""
    assert selected(opened) == sorted(chosen["parcel_id"])
    total = area_table(chosen, by="banner")["all"].loc["total"]
    shown = opened.page.locator(".lb-sums b").all_inner_texts()
    mu, ha = round_half_up(total[["mu", "ha"]].to_numpy(float), 2)
    assert shown == [f"已选{len(chosen):,}宗", f"{mu:,.2f}亩", f"{ha:,.2f}公顷"]


def drag(opened: Opened, one: tuple[float, float], other: tuple[float, float]) -> None:
    opened.page.mouse.move(*one)
    opened.page.mouse.down()
    opened.page.mouse.move(*other, steps=4)
    opened.page.mouse.up()
    opened.drawn()


@COUNTS
def test_a_box_selects_what_meets_it(browser: Browser, work: Path, count: int) -> None:
    parcels = make_parcels(count, holes=0.3, parts=0.3)
    opened = opened_map(browser, parcels, work)
    middle = parcels.geometry.iloc[count // 2].centroid
    opened.look_at(middle.x, middle.y, 9)
    opened.drawn()
    opened.page.locator(".lb-tool-box").click()
    drag(opened, (380, 230), (640, 520))
    corners = opened.run(
        "const r = map.getContainer().getBoundingClientRect();"
        "return [[380, 230], [640, 520]].map(([x, y]) =>"
        "map.containerPointToLatLng([x - r.left, y - r.top]))"
        ".map((p) => [p.lng, p.lat]);"
    )
    (west, north), (east, south) = corners
    frame = box(west, south, east, north)
    chosen = parcels[parcels.intersects(frame)]
    assert 2 < len(chosen) < count / 2
    assert_sums(opened, chosen)
    tick_open = opened.page.locator(".lb-button")
    tick_open.click()
    tick(opened, "处置状态", "已销号")
    assert_sums(opened, chosen[chosen["status"] == "closed"])
    hidden = opened.page.locator(".lb-sums .lb-none").inner_text()
    assert str((chosen["status"] != "closed").sum()) in hidden
    opened.page.locator(".lb-chip").first.click()
    assert_sums(opened, chosen)
    opened.page.get_by_role("button", name="清除", exact=True).click()
    assert selected(opened) == []
    assert opened.page.locator(".lb-selection").is_hidden()
    opened.assert_clean()


@COUNTS
def test_a_box_within_a_parcel_or_its_hole(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    ring = box(110, 39, 110.02, 39.02).difference(box(110.005, 39.005, 110.015, 39.015))
    parcels.loc[0, parcels.geometry.name] = ring
    near = parcels.intersects(box(109.99, 38.99, 110.03, 39.03))
    parcels = parcels[~near | (parcels.index == 0)]
    opened = opened_map(browser, parcels, work)
    own = parcels["parcel_id"].iloc[0]
    for lon, wanted in ((110.002, [own]), (110.010, [])):
        x, y = opened.look_at(lon, 39.01, 15)
        opened.drawn()
        opened.page.keyboard.down("Shift")
        drag(opened, (x - 12, y - 12), (x + 12, y + 12))
        opened.page.keyboard.up("Shift")
        assert selected(opened) == wanted
        opened.run("map.landbaseSelection.clear();")
    assert opened.page.locator(".leaflet-popup").count() == 0
    opened.assert_clean()


@COUNTS
def test_shift_click_takes_one_more_or_one_less(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    for number, rows in ((3, [3]), (50, [3, 50]), (3, [50])):
        at = parcels.geometry.iloc[number].representative_point()
        x, y = opened.look_at(at.x, at.y, 15)
        opened.drawn()
        opened.page.keyboard.down("Shift")
        opened.page.mouse.click(x, y)
        opened.page.keyboard.up("Shift")
        assert_sums(opened, parcels.iloc[rows])
        assert opened.page.locator(".leaflet-popup").count() == 0
    opened.page.mouse.click(x, y)  # without Shift: its card, which can select it too
    opened.page.get_by_role("button", name="加入选择").click()
    assert_sums(opened, parcels.iloc[[3, 50]])
    opened.page.get_by_role("button", name="移出选择").click()
    assert_sums(opened, parcels.iloc[[50]])
    opened.assert_clean()


@COUNTS
def test_what_is_selected_is_drawn_so(browser: Browser, work: Path, count: int) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    shape = parcels.geometry.iloc[7]
    at = shape.representative_point()
    opened.look_at(at.x, at.y, 15)
    opened.drawn()
    lon, lat = shapely.get_coordinates(shape)[:2].mean(axis=0)
    x, y = opened.on_page(lon, lat)

    def marked() -> bool:
        image = opened.image()
        near = [(int(x) + a, int(y) + b) for a in range(-2, 3) for b in range(-2, 3)]
        return (0xD6, 0, 0x6C) in {image.getpixel(at) for at in near}

    assert not marked()
    opened.page.locator(".lb-tool-every").click()
    opened.drawn()
    assert marked()
    opened.page.get_by_role("button", name="清除", exact=True).click()
    opened.drawn()
    assert not marked()


@COUNTS
def test_downloads_hold_the_selection(browser: Browser, work: Path, count: int) -> None:
    parcels = make_parcels(count, holes=0.4, parts=0.4)
    evil = ["=1+1", "+A1", "-2+3", "@SUM(A1)", '甲"乙,丙\n丁', "＝1", "\t=1", "0012"]
    parcels.loc[: len(evil) - 1, "name"] = evil
    parcels.loc[8, "name"] = "1506221234567890123"
    parcels.loc[9, parcels.geometry.name] = None
    opened = opened_map(browser, parcels, work)
    opened.page.locator(".lb-tool-every").click()
    assert selected(opened) == sorted(parcels["parcel_id"])
    with opened.page.expect_download() as caught:
        opened.page.get_by_role("button", name="CSV").click()
    assert caught.value.suggested_filename == "选中地块.csv"
    content = caught.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    by_id = {row["地块编号"]: row for row in rows}
    assert sorted(by_id) == sorted(parcels["parcel_id"])
    name = list(rows[0])[1]
    names = [by_id[own][name] for own in parcels["parcel_id"][:9]]
    assert names[:4] == ["'" + text for text in evil[:4]]
    assert names[4:] == [evil[4], "'＝1", "'\t=1", "\t0012", "\t1506221234567890123"]
    areas = ellipsoidal_area(parcels)
    for own, m2 in zip(parcels["parcel_id"], areas, strict=True):
        row = by_id[own]
        if np.isfinite(m2):
            assert float(row["面积（平方米）"]) == pytest.approx(m2, abs=0.0051)
            assert float(row["面积（亩）"]) == pytest.approx(m2 * 15 / 1e4, abs=0.0051)
            assert float(row["面积（公顷）"]) == pytest.approx(m2 / 1e4, abs=0.000051)
    with opened.page.expect_download() as caught:
        opened.page.get_by_role("button", name="GeoJSON").click()
    path = work / caught.value.suggested_filename
    caught.value.save_as(path)
    assert_geojson(path, parcels)
    opened.assert_clean()


def assert_geojson(path: Path, parcels: gpd.GeoDataFrame) -> None:
    """The rings are those of the parcels, and our own reader takes the file."""
    data = json.loads(path.read_text("utf-8"))
    assert "0.000001" in data["note"]
    frame = gpd.read_file(path).set_index("parcel_id").loc[parcels["parcel_id"]]
    assert frame.crs.to_epsg() == 4490
    there = parcels.geometry.notna().to_numpy()
    assert frame.geometry.isna().to_numpy().tolist() == (~there).tolist()
    apart = shapely.hausdorff_distance(
        frame.geometry.to_numpy()[there], parcels.geometry.to_numpy()[there]
    )
    assert apart.max() < 0.8e-6
    symmetric = shapely.area(
        shapely.symmetric_difference(
            frame.geometry.to_numpy()[there], parcels.geometry.to_numpy()[there]
        )
    )
    assert (symmetric < 0.02 * shapely.area(parcels.geometry.to_numpy()[there])).all()
    assert frame["area_m2"].tolist()[:5] == ellipsoidal_area(parcels).tolist()[:5]
    back, _ = read_parcels(path)
    own = parcels[there].set_index("parcel_id")
    assert sorted(back["parcel_id"]) == sorted(own.index)
    back = back.set_index("parcel_id").loc[own.index]
    assert back["status"].tolist() == own["status"].tolist()


def test_copying_is_for_pasting_into_a_sheet(browser: Browser, work: Path) -> None:
    parcels = make_parcels(30)
    parcels.loc[0, "name"] = "=1\t2\n3"
    opened = opened_map(browser, parcels, work)
    opened.page.locator(".lb-tool-every").click()
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.page.get_by_role("button", name="复制").click()
    opened.page.get_by_role("button", name="已复制").wait_for()
    lines = opened.run("return navigator.clipboard.readText();").split("\n")
    assert len(lines) == 31
    assert lines[0].split("\t")[0] == "地块编号"
    assert {len(line.split("\t")) for line in lines} == {8}
    assert any("\t'=1 2 3\t" in line for line in lines)


@COUNTS
def test_a_link_keeps_a_small_selection(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    ids = [str(own) for own in parcels["parcel_id"].iloc[[2, 77]]]
    for own in ids:
        opened.page.locator(".lb-search input").fill(own)
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_timeout(400)
        opened.page.get_by_role("button", name="加入选择").click()
    opened.page.wait_for_timeout(400)
    link = opened.page.url
    assert sorted(json.loads(parse_qs(urlsplit(link).fragment)["select"][0])) == ids
    opened.page.goto("about:blank")
    opened.page.goto(link)
    opened.drawn()
    assert_sums(opened, parcels.iloc[[2, 77]])
    for broken in ("select=%7B", "select=3", "select=%5B%22none%22%5D"):
        opened.page.goto("about:blank")
        opened.page.goto(link.partition("#")[0] + "#" + broken)
        opened.drawn()
        assert selected(opened) == []
    opened.page.locator(".lb-tool-every").click()
    opened.page.wait_for_timeout(400)
    assert ("select" in opened.page.url) == (count == SMALL)  # of a thousand at most
    assert opened.messages == []


def test_layers_that_are_off_are_not_selected_and_english(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(60)
    opened = opened_map(browser, parcels, work, "en")
    opened.page.locator(".lb-layers label").nth(0).click()
    opened.page.locator(".lb-tool-every").click()
    idle = parcels[parcels["category"] == "idle"]
    assert selected(opened) == sorted(idle["parcel_id"])
    assert f"{len(idle)} selected" in opened.page.locator(".lb-sums").inner_text()
    with opened.page.expect_download() as caught:
        opened.page.get_by_role("button", name="CSV").click()
    assert caught.value.suggested_filename == "selected-parcels.csv"
    head = caught.value.path().read_text("utf-8-sig").splitlines()[0]
    assert head.endswith("area (m²),area (mu),area (ha)")
    opened.assert_clean()
