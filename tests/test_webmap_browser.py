"""The map in a real browser: offline, without requests, as people see and use it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import pandas as pd
import pytest
from browsing import SIZES, codes_of, open_page
from shapely.geometry import Polygon, box

from landbase.area import ellipsoidal_area
from landbase.style import Heading, legend_table, make_legend
from landbase.testing import make_parcels
from landbase.units import from_m2
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import tianditu
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

BANNERS = gpd.GeoDataFrame(
    {"banner": ["150602", "150603"], "name": ["东胜区", "康巴什区"]},
    geometry=[box(109.7, 39.7, 110.1, 39.9), box(109.7, 39.5, 110.1, 39.7)],
    crs="EPSG:4490",
)
EVIL = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "\"'`${alert(4)}`",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "\\u003c & &lt; \\",
    "鄂尔多斯市\u2028㐂𠮷",
]


def boxes_of(opened: Opened, *selectors: str) -> list[dict[str, float]]:
    found = [
        opened.page.locator(selector).first.bounding_box() for selector in selectors
    ]
    return [box_ for box_ in found if box_ is not None]


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def parcels_near() -> gpd.GeoDataFrame:
    """Three parcels of about 500 m in a row, the second one with a hole."""
    outlines = [
        Polygon([(x, 39.8), (x + 0.006, 39.8), (x + 0.006, 39.805), (x, 39.805)])
        for x in (109.9, 109.91, 109.92)
    ]
    hole = box(109.912, 39.8015, 109.914, 39.8035)
    outlines[1] = outlines[1].difference(hole)
    return gpd.GeoDataFrame(
        {
            "parcel_id": ["甲-1", "甲-2", "甲-3"],
            "category": ["approved_unsupplied", "idle", "idle"],
            "name": ["一号地块", "二号地块", None],
            "holder": ["某公司", "某集团", "某厂"],
            "status": ["closed", "registered", None],
        },
        geometry=outlines,
        crs="EPSG:4490",
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_city_opens_offline_in_both_languages_and_sizes(
    browser: Browser, work: Path, lang: Any, size: str
) -> None:
    parcels = make_parcels(1700, holes=0.05, parts=0.05)
    heading = Heading(as_of="2023-07-06", note="内部使用")
    m = disposal_map(parcels, BANNERS, lang=lang, title=heading)
    path = save_map(m, work / "状态 图.html")
    assert path.stat().st_size < 2_000_000
    opened = open_page(browser, path, size)
    opened.assert_clean()
    assert (
        opened.page.evaluate("document.documentElement.lang")
        == {
            "zh": "zh-CN",
            "en": "en",
        }[lang]
    )
    texts = opened.page.locator("body").inner_text()
    expected = {
        "zh": [
            "批而未供、闲置土地",
            "处置状态",
            "已销号",
            "合计",
            "旗区界线",
            "东胜区",
        ],
        "en": ["Disposal status", "Closed", "Total", "Banner outlines", "Dongsheng"],
    }
    day = {"zh": "2023年7月6日", "en": "2023-07-06"}[lang]
    for text in [*expected[lang], day, "内部使用"]:
        assert text in texts
    drawn = opened.run("let n = 0; map.eachLayer((l) => n += l.row >= 0); return n;")
    assert drawn == 1700
    parts = boxes_of(
        opened,
        *(".lb-title", ".lb-layers", ".lb-legend"),
        *(".leaflet-control-scale", ".leaflet-control-zoom"),
    )
    assert len(parts) == 5
    width, height = SIZES[size]
    for number, part in enumerate(parts):
        assert not any(overlap(part, other) for other in parts[number + 1 :])
        assert part["x"] >= 0
        assert part["x"] + part["width"] <= width
        assert part["y"] + part["height"] <= height


def test_it_opens_in_about_a_second(browser: Browser, work: Path) -> None:
    path = save_map(disposal_map(make_parcels(1700), BANNERS), work / "a.html")
    opened = open_page(browser, path)
    opened.run("return new Promise((done) => requestAnimationFrame(done));")
    taken = opened.page.evaluate(
        "performance.getEntriesByType('navigation')[0].domComplete"
    )
    assert taken < 3000  # a busy machine; usually under 500


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_legend_has_the_computed_figures(
    browser: Browser, work: Path, lang: Any
) -> None:
    parcels = make_parcels(300)
    legend = make_legend(parcels)
    table = legend_table(legend, parcels)
    table.index = pd.Index(codes_of(legend, table))
    opened = open_page(
        browser, save_map(disposal_map(parcels, lang=lang), work / "a.html")
    )
    shown = opened.legend()
    assert list(shown) == list(table.index)
    for code, row in table.iterrows():
        figures = [float(text.replace(",", "")) for text in shown[str(code)]]
        assert figures == [row["count"], row["mu"], row["ha"]]
    mu = sum(float(shown[code][1].replace(",", "")) for code in list(shown)[:-1])
    assert mu == pytest.approx(
        float(from_m2(ellipsoidal_area(parcels).sum(), "mu")), abs=0.01
    )


def test_parcels_have_the_colours_of_the_legend(browser: Browser, work: Path) -> None:
    parcels = parcels_near()
    opened = open_page(
        browser, save_map(disposal_map(parcels, BANNERS), work / "a.html")
    )
    opened.look_at(109.913, 39.8025, 15)
    legend = make_legend(parcels)
    colors = [legend.all_classes[n].color for n in legend.positions(parcels["status"])]
    inside = [(109.903, 39.8025), (109.911, 39.8025), (109.923, 39.8025)]
    seen = [opened.pixel(*opened.on_page(*place)) for place in inside]
    assert seen == colors
    assert opened.pixel(*opened.on_page(109.913, 39.8025)) == "#FFFFFF"  # the hole
    assert opened.pixel(*opened.on_page(109.908, 39.8025)) == "#FFFFFF"  # between
    opened.run("map.setZoom(9, {animate: false})")  # dots now
    lon, lat = 109.903, 39.8025
    assert opened.pixel(*opened.on_page(lon, lat)) != "#FFFFFF"
    opened.assert_clean()


def test_zooming_leaves_no_half_pixels(browser: Browser, work: Path) -> None:
    opened = open_page(browser, save_map(disposal_map(parcels_near()), work / "a.html"))
    opened.look_at(109.9131, 39.8027, 14.25)
    opened.look_at(109.9137, 39.8021, 15.75)
    place = opened.run(
        "const r = document.querySelector('canvas').getBoundingClientRect();"
        "return [r.x, r.y];"
    )
    assert [value % 1 for value in place] == [0, 0]


def test_tooltip_and_card_show_the_columns_asked_for(
    browser: Browser, work: Path
) -> None:
    parcels = parcels_near()
    columns = ("name", "parcel_id", "status")
    m = disposal_map(parcels, columns=columns)
    opened = open_page(browser, save_map(m, work / "a.html"))
    area = ellipsoidal_area(parcels).iloc[0]
    mu, ha = from_m2(area, "mu"), from_m2(area, "ha")
    at = opened.look_at(109.903, 39.8025, 15)
    opened.page.mouse.move(*at)
    tip = opened.page.locator(".lb-tip")
    tip.wait_for()
    for text in [
        "一号地块",
        "地块编号",
        "甲-1",
        "已销号",
        f"{mu:,.2f}亩",
        f"{ha:,.4f}公顷",
    ]:
        assert text in tip.inner_text()
    opened.page.mouse.click(*at)
    card = opened.page.locator(".leaflet-popup .lb-card")
    card.wait_for()
    assert card.locator("dt").all_inner_texts() == ["地块编号", "处置状态"]
    assert card.locator("dd").all_inner_texts() == ["甲-1", "已销号"]
    assert "某公司" not in opened.page.content()
    button = opened.page.locator(".leaflet-popup-close-button")
    assert button.get_attribute("aria-label") == "关闭"
    button.click()
    card.wait_for(state="detached")
    opened.page.mouse.move(5, 300)
    at = opened.look_at(109.923, 39.8025, 15)
    opened.page.mouse.click(*at)
    card.wait_for()
    assert card.locator(".lb-card-title").inner_text() == "闲置土地"  # it has no name
    assert card.locator("dd").all_inner_texts() == ["甲-3", "—"]
    opened.assert_clean()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_value_is_text_whatever_it_holds(
    browser: Browser, work: Path, lang: Any
) -> None:
    parcels = pd.concat([parcels_near()] * 3, ignore_index=True).iloc[: len(EVIL)]
    step = [0.02 * n for n in range(len(EVIL))]
    parcels = parcels.set_geometry(
        gpd.GeoSeries(
            [box(109.8, 39.7 + s, 109.81, 39.71 + s) for s in step], crs="EPSG:4490"
        )
    )
    parcels = parcels.assign(name=EVIL, parcel_id=EVIL, zone=EVIL, category=EVIL)
    parcels["{{ 1 + 1 }}<i>"] = EVIL
    banners = BANNERS.assign(banner=EVIL[:2], name=EVIL[2:4])
    heading = Heading(title=EVIL[0], as_of=EVIL[1], note=EVIL[4])
    columns = ["name", "zone", "{{ 1 + 1 }}<i>"]
    m = disposal_map(
        parcels, banners, color_by="zone", columns=columns, lang=lang, title=heading
    )
    opened = open_page(browser, save_map(m, work / "a.html"))
    for name, s in zip(EVIL, step, strict=True):
        at = opened.look_at(109.805, 39.705 + s, 15)
        opened.page.mouse.click(*at)
        card = opened.page.locator(".leaflet-popup .lb-card")
        card.wait_for()
        title = card.locator(".lb-card-title").evaluate("(node) => node.textContent")
        assert title == name
        cells = card.locator("dd").evaluate_all("(all) => all.map(n => n.textContent)")
        assert cells == [name, name]
        assert "{{ 1 + 1 }}<i>" in card.locator("dt").all_inner_texts()
        opened.page.keyboard.press("Escape")
        opened.run("map.closePopup()")
        card.wait_for(state="detached")
    layers = opened.page.locator(".lb-layers label").evaluate_all(
        "(all) => all.map(n => n.textContent.trim())"
    )
    assert {*layers[1:]} == set(EVIL)
    labels = opened.page.locator(".lb-legend tbody th").evaluate_all(
        "(all) => all.map(n => n.textContent)"
    )
    assert {*labels} == set(EVIL)
    assert opened.page.title() == EVIL[0]
    opened.assert_clean()


def test_layers_can_be_switched_off(browser: Browser, work: Path) -> None:
    parcels = parcels_near()
    opened = open_page(
        browser, save_map(disposal_map(parcels, BANNERS), work / "a.html")
    )
    opened.look_at(109.913, 39.8025, 15)
    first, second = (109.903, 39.8025), (109.911, 39.8025)
    assert opened.pixel(*opened.on_page(*first)) == "#12A57C"
    boxes = opened.page.locator(".lb-layers label")
    assert [text.strip() for text in boxes.all_inner_texts()] == [
        "旗区界线",
        "批而未供",
        "闲置土地",
    ]
    boxes.nth(1).click()
    assert opened.pixel(*opened.on_page(*first)) == "#FFFFFF"
    assert opened.pixel(*opened.on_page(*second)) == "#C8501E"
    boxes.nth(1).click()
    boxes.nth(0).click()
    assert opened.pixel(*opened.on_page(*first)) == "#12A57C"
    assert opened.page.locator(".lb-banner-name").count() == 0
    opened.assert_clean()


def test_the_parcel_under_the_pointer_stands_out(browser: Browser, work: Path) -> None:
    opened = open_page(browser, save_map(disposal_map(parcels_near()), work / "a.html"))
    at = opened.look_at(109.903, 39.8025, 15)
    edge = opened.on_page(109.903, 39.8)  # the tooltip covers another
    before = opened.image().getpixel((round(edge[0]), round(edge[1])))
    opened.page.mouse.move(*at)
    opened.page.locator(".lb-tip").wait_for()
    now = opened.image().getpixel((round(edge[0]), round(edge[1])))
    assert now == pytest.approx((0x11, 0x18, 0x27), abs=4)  # the colour of an outline
    assert before != pytest.approx(now, abs=40)
    opened.page.mouse.move(5, 300)
    opened.page.locator(".lb-tip").wait_for(state="detached")
    assert opened.image().getpixel((round(edge[0]), round(edge[1]))) == before


def test_the_scale_is_metric_and_the_controls_speak_chinese(
    browser: Browser, work: Path
) -> None:
    opened = open_page(browser, save_map(disposal_map(parcels_near()), work / "a.html"))
    lines = opened.page.locator(".leaflet-control-scale-line").all_inner_texts()
    assert len(lines) == 1
    assert re.fullmatch(r"\d+(公里|米)", lines[0])
    zoom = opened.page.locator(".leaflet-control-zoom a")
    titles = [link.get_attribute("title") for link in zoom.all()]
    assert titles == ["放大", "缩小"]


def test_the_view_fits_the_data_beside_the_panels(browser: Browser, work: Path) -> None:
    parcels = make_parcels(200)
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    west, south, east, north = parcels.total_bounds
    left, bottom = opened.on_page(west, south)
    right, top = opened.on_page(east, north)
    panel = boxes_of(opened, ".lb-legend")[0]
    assert left >= 0
    assert right <= panel["x"]
    assert top >= 48
    assert bottom <= 768
    assert bottom - top > 500


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("with_banners", [True, False])
def test_a_map_of_nothing_says_so(
    browser: Browser, work: Path, lang: Any, *, with_banners: bool
) -> None:
    banners = BANNERS if with_banners else None
    m = disposal_map(make_parcels(0), banners, lang=lang)
    opened = open_page(browser, save_map(m, work / "a.html"))
    message = {"zh": "没有可显示的地块。", "en": "There are no parcels to show."}
    assert opened.page.locator(".lb-message").inner_text() == message[lang]
    assert opened.page.locator(".lb-legend").count() == 0
    opened.assert_clean()


def test_a_base_map_that_does_not_answer_breaks_nothing(
    browser: Browser, work: Path
) -> None:
    m = disposal_map(parcels_near(), BANNERS, basemap=tianditu("KEY"))
    opened = open_page(browser, save_map(m, work / "a.html"))
    at = opened.look_at(109.903, 39.8025, 15)
    opened.page.mouse.click(*at)
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    asked = {url for url in opened.requests if not url.startswith("file:")}
    assert asked
    assert all(re.match(r"https://t\d\.tianditu\.gov\.cn/vec_w/", url) for url in asked)
    assert all("ERR_INTERNET_DISCONNECTED" in text for text in opened.messages)
    attribution = opened.page.locator(".leaflet-control-attribution").inner_text()
    assert attribution == "天地图 · 国家地理信息公共服务平台"


def test_a_plain_folium_map_with_marker_and_popup_opens_offline(
    browser: Browser, work: Path
) -> None:
    m = folium.Map([39.8, 109.9], tiles=None, zoom_start=12)
    folium.Marker([39.8, 109.9], popup="弹窗", tooltip="提示").add_to(m)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.page.locator(".leaflet-marker-icon").click()
    assert opened.page.locator(".leaflet-popup-content").inner_text() == "弹窗"
    loaded = opened.page.locator(".leaflet-marker-icon").evaluate(
        "(image) => image.naturalWidth"
    )
    assert loaded > 0
    requests = [url for url in opened.requests if not url.startswith("data:")]
    assert [url.partition(":")[0] for url in requests] == ["file"]
    assert opened.messages == []


def test_a_folium_popup_works_on_our_map_too(browser: Browser, work: Path) -> None:
    m = disposal_map(parcels_near())
    folium.Marker([39.8, 109.913], popup="加上的").add_to(m)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.page.locator(".leaflet-marker-icon").click()
    assert opened.page.locator(".leaflet-popup-content").inner_text() == "加上的"
    assert opened.messages == []


def test_the_page_blocks_what_is_added_to_it_afterwards(
    browser: Browser, work: Path
) -> None:
    opened = open_page(browser, save_map(disposal_map(parcels_near()), work / "a.html"))
    failures: list[str | None] = []
    opened.page.on("requestfailed", lambda request: failures.append(request.failure))
    opened.page.evaluate(
        "() => { const s = document.createElement('script');"
        "s.textContent = 'window.broken = 1'; document.body.append(s);"
        "const i = new Image(); i.src = 'https://x.example/a.png'; }"
    )
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.broken === undefined")
    assert failures == ["csp"]
    assert len(opened.messages) == 2  # the browser tells of both
