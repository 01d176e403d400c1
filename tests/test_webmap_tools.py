"""Measuring, printing, pictures, dark and light, the keyboard; in a real browser."""

from __future__ import annotations

import io
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pypdf
import pytest
from browsing import SIZES, open_page
from PIL import Image
from pyproj import Geod
from shapely.geometry import box

from landbase.style import Heading, make_legend
from landbase.testing import make_parcels
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import tianditu
from landbase.webmap.parts import MapTools
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

SMALL, LARGE = 300, 2300
GEOD = Geod(a=6378137.0, rf=298.257222101)
BANNERS = gpd.GeoDataFrame(
    {"banner": ["150602", "150603"], "name": ["东胜区", "康巴什区"]},
    geometry=[box(106.7, 39, 109, 40.9), box(109, 37.6, 111.4, 39)],
    crs="EPSG:4490",
)
HEADING = Heading(
    title="存量土地图",
    as_of="2023-07-06",
    note="内部使用",
    review_no="蒙S(2023)031号",
    source="某市自然资源局",
)
NAMES = {
    "zh": ["测距", "测面积", "批注", "打印", "保存图片", "深色"],
    "en": ["Distance", "Area", "Notes", "Print", "Save image", "Dark"],
}
MM = 72 / 25.4  # points of a millimetre


def opened_map(
    browser: Browser,
    work: Path,
    count: int = SMALL,
    *,
    lang: Any = "zh",
    size: str = "small",
) -> Opened:
    m = disposal_map(make_parcels(count), BANNERS, lang=lang, title=HEADING)
    opened = open_page(browser, save_map(m, work / "a.html"), size)
    opened.drawn()
    return opened


def press(opened: Opened, name: str) -> None:
    opened.page.get_by_role("button", name=name, exact=True).first.click()


def numbers(text: str) -> list[float]:
    return [float(part.replace(",", "")) for part in re.findall(r"\d[\d,.]*", text)]


def figures(opened: Opened) -> list[str]:
    return opened.page.locator(".lb-measure dd").all_inner_texts()


# ---- measuring


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_measuring_with_the_pointer(browser: Browser, work: Path, count: int) -> None:
    opened = opened_map(browser, work, count)
    row = make_parcels(count).geometry.iloc[count // 2].representative_point()
    opened.look_at(row.x, row.y, 13)
    opened.drawn()
    spots = [(683, 408), (803, 408), (803, 528)]  # the first on a parcel
    places = opened.run(
        "return value.map(([x, y]) => {"
        "const p = map.containerPointToLatLng([x, y - 48]);"
        "return [p.lng, p.lat]; });",
        spots,
    )
    lon, lat = zip(*places, strict=True)
    press(opened, "测距")
    for spot in spots:
        opened.page.mouse.click(*spot)
    opened.page.mouse.move(20, 700)
    opened.page.keyboard.press("Enter")
    (length,) = figures(opened)
    wanted = GEOD.line_length(lon, lat)
    assert numbers(length) == pytest.approx([wanted, wanted / 1000], abs=0.06)
    assert re.fullmatch(r"[\d,.]+米（[\d.]+公里）", length)
    assert opened.page.locator(".leaflet-popup, .lb-tip").count() == 0
    press(opened, "测面积")
    for spot in spots:
        opened.page.mouse.click(*spot)
    opened.page.mouse.dblclick(*spots[2])  # adds nothing, ends
    mu, ha, m2, around = figures(opened)
    area, perimeter = GEOD.polygon_area_perimeter(lon, lat)
    assert numbers(m2)[0] == pytest.approx(abs(area), rel=2e-6)
    assert numbers(mu)[0] == pytest.approx(abs(area) * 15 / 10_000, abs=0.01)
    assert numbers(ha)[0] == pytest.approx(abs(area) / 10_000, abs=0.001)
    assert mu.endswith("亩")
    assert ha.endswith("公顷")
    assert numbers(around)[0] == pytest.approx(perimeter, abs=0.06)
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator(".lb-measure").is_visible()
    opened.page.mouse.click(*spots[0])  # cards open again
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    opened.assert_clean()


def test_measuring_with_the_keyboard(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, lang="en")
    opened.page.get_by_role("button", name="Area", exact=True).focus()
    opened.page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        opened.page.keyboard.press("Space")
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(400)  # the map glides
    opened.page.keyboard.press("Space")
    assert len(figures(opened)) == 4
    assert figures(opened)[0].endswith(" mu")
    opened.page.keyboard.press("Backspace")
    opened.page.keyboard.press("Backspace")
    assert figures(opened) == []
    opened.page.keyboard.press("Escape")
    focused = "document.activeElement.textContent"
    assert opened.page.evaluate(focused) == "Area"
    opened.assert_clean()


def test_a_ring_that_crosses_itself_has_no_area(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    press(opened, "测面积")
    for spot in [(300, 300), (500, 500), (500, 300), (300, 500)]:
        opened.page.mouse.click(*spot)
    opened.page.keyboard.press("Enter")
    assert figures(opened)[0] == "边线相交，无法计算面积"


# ---- print


def printed(opened: Opened) -> pypdf.PageObject:
    """The sheet as the browser prints it: one page."""
    pdf = pypdf.PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True)))
    (page,) = pdf.pages
    return page


def text_of(page: pypdf.PageObject) -> str:
    """The text of a sheet without blanks, radicals as the characters they look like."""
    return plain(page.extract_text())


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def map_width(page: pypdf.PageObject) -> float:
    """The width in points of the widest image of a sheet, which is the map."""
    widths = [0.0]

    def seen(operator: Any, _operands: Any, matrix: Any, _text: Any) -> None:
        if operator == b"Do":
            widths.append(abs(matrix[0]))

    page.extract_text(visitor_operand_before=seen)
    return max(widths)


PAPERS = {"A4": (297, 210), "A3": (420, 297)}


@pytest.mark.parametrize("count", [SMALL, LARGE])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_printed_sheet(
    browser: Browser, work: Path, lang: Any, paper: str, *, count: int
) -> None:
    opened = opened_map(browser, work, count, lang=lang)
    press(opened, NAMES[lang][3])
    opened.page.locator(".lb-field-paper").select_option(paper)
    opened.page.locator(".lb-field-day").fill("2023-08-01")
    opened.page.keyboard.press("Tab")
    page = printed(opened)
    assert [float(page.mediabox.width) / MM, float(page.mediabox.height) / MM] == (
        pytest.approx(PAPERS[paper], abs=0.5)
    )
    text = text_of(page)
    wanted = {
        "zh": ["处置状态", "已销号", "合计", "比例尺1:", "制图日期：2023-08-01", "北"],
        "en": ["Disposal status", "Closed", "Total", "Scale 1:", "Date: 2023-08-01"],
    }
    day = {"zh": "2023年7月6日", "en": "2023-07-06"}[lang]
    marks = ["存量土地图", day, "内部使用", "蒙S(2023)031号", "某市自然资源局"]
    for part in [*wanted[lang], *marks]:
        assert plain(part) in text, part
    for cells in opened.legend().values():
        assert all(cell in text for cell in cells if cells[0] != "0")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator(".lb-print").count() == 0
    opened.assert_clean()


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_the_print_is_true_to_scale(browser: Browser, work: Path, count: int) -> None:
    parcels = make_parcels(count, holes=0, parts=0).iloc[:count]
    square = parcels.geometry.iloc[count // 2].centroid
    half = 0.01
    outline = box(square.x - half, square.y - half, square.x + half, square.y + half)
    parcels.loc[count // 2, parcels.geometry.name] = outline
    parcels["status"] = "registered"
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.look_at(square.x, square.y, 13)
    opened.run("map.panBy([185, 0], {animate: false})")  # beside the panels
    opened.drawn()
    press(opened, "打印")
    opened.page.locator(".lb-field-scale").fill("25000")
    opened.page.keyboard.press("Tab")
    across = opened.run(
        "const c = document.querySelector('.lb-sheet-map canvas');"
        "const copy = new OffscreenCanvas(c.width, c.height).getContext('2d');"
        "copy.drawImage(c, 0, 0);"
        "const d = copy.getImageData(0, 0, c.width, c.height).data;"
        "const hit = (i) => d[i] === value[0] && d[i + 1] === value[1]"
        "&& d[i + 2] === value[2]; let most = 0;"
        "for (let y = 0; y < c.height; y++) { let n = 0;"
        "for (let x = 0; x < c.width; x++) if (hit(4 * (y * c.width + x))) n++;"
        "most = Math.max(most, n); }"
        "return most / c.width * parseFloat(c.style.width);",
        [int(make_legend(parcels).classes[0].color[i : i + 2], 16) for i in (1, 3, 5)],
    )
    metres = GEOD.inv(square.x - half, square.y, square.x + half, square.y)[2]
    assert across == pytest.approx(metres / 25_000 * 1000, rel=0.006)  # and an outline
    page = printed(opened)
    assert map_width(page) == pytest.approx(186 * MM, abs=0.5)
    bar, text = opened.run(
        "const b = document.querySelector('.lb-scale-bar');"
        "return [parseFloat(b.style.width), b.nextElementSibling.textContent];"
    )
    assert text == "1公里"
    assert bar == pytest.approx(40)
    widths: list[float] = []

    def seen(operator: Any, operands: Any, matrix: Any, _text: Any) -> None:
        if operator == b"re":
            widths.append(abs(float(operands[2]) * matrix[0]))

    page.extract_text(visitor_operand_before=seen)
    quarters = [w for w in widths if w == pytest.approx(10 * MM, abs=0.4)]
    assert len(quarters) == 2  # every other quarter of the bar is black


def test_printing_from_the_menu_of_the_browser(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    page = printed(opened)
    assert float(page.mediabox.width) == pytest.approx(297 * MM, abs=1)
    assert "比例尺" in text_of(page)
    assert map_width(page) == pytest.approx(186 * MM, abs=0.5)
    assert opened.page.locator(".lb-print").count() == 0
    opened.assert_clean()


def test_print_says_what_is_filtered_and_is_light(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    opened.page.emulate_media(color_scheme="dark")
    press(opened, "筛选")
    opened.page.locator(".lb-filter-form summary", has_text="处置状态").click()
    for label in ("已销号", "退回"):
        opened.page.get_by_label(label, exact=True).check()
    press(opened, "打印")
    text = text_of(printed(opened))
    assert "筛选:已销号、退回" in text
    assert "方案已定" not in text
    ground = opened.page.locator(".lb-sheet").evaluate(
        "(node) => { const style = getComputedStyle(node);"
        "return [style.backgroundColor, style.color]; }"
    )
    assert ground == ["rgb(255, 255, 255)", "rgb(31, 41, 51)"]
    opened.assert_clean()


# ---- picture


@pytest.mark.parametrize("count", [SMALL, LARGE])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_shows_the_view_at_twice_its_size(
    browser: Browser, work: Path, lang: Any, count: int
) -> None:
    opened = opened_map(browser, work, count, lang=lang)
    parcels = make_parcels(count)
    row = parcels.iloc[count // 2]
    at = row.geometry.representative_point()
    x, y = opened.look_at(at.x, at.y, 15)
    opened.drawn()
    with opened.page.expect_download() as waiting:
        press(opened, NAMES[lang][4])
    assert waiting.value.suggested_filename == "存量土地图.png"
    image = Image.open(waiting.value.path()).convert("RGB")
    assert image.size == (2 * 1366, 2 * 768)
    legend = make_legend(parcels)
    code = next(e for e in legend.classes if e.code == row["status"])
    assert "#{:02X}{:02X}{:02X}".format(*image.getpixel((2 * x, 2 * y))) == code.color
    assert image.getpixel((4, 4)) == (0x22, 0x38, 0x4D)  # the title bar
    opened.assert_clean()


def test_without_leave_to_copy_a_base_map_it_is_left_out(
    browser: Browser, work: Path
) -> None:
    m = disposal_map(make_parcels(30), basemap=tianditu("KEY"))
    refuse = (
        "const own = HTMLCanvasElement.prototype.toBlob; let n = 0;"
        "HTMLCanvasElement.prototype.toBlob = function (...all) {"
        "if (n++ === 0) throw new DOMException('tainted', 'SecurityError');"
        "return own.apply(this, all); };"
    )
    opened = open_page(browser, save_map(m, work / "a.html"), before=refuse)
    with opened.page.expect_download():
        press(opened, "保存图片")
    assert "图片中不含底图" in opened.page.locator(".lb-message").inner_text()


# ---- dark and light


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG has it."""

    def light(color: str) -> float:
        parts = np.array(numbers(color)[:3]) / 255
        linear = np.where(
            parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("count", [SMALL, LARGE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_can_be_read_dark_and_light(
    browser: Browser, work: Path, scheme: Any, count: int
) -> None:
    opened = opened_map(browser, work, count)
    opened.page.emulate_media(color_scheme=scheme)
    press(opened, "筛选")
    at = make_parcels(count).geometry.iloc[9].representative_point()
    place = opened.look_at(at.x, at.y, 15)
    opened.drawn()
    opened.page.mouse.click(*place)
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    press(opened, "测距")
    pairs = opened.page.evaluate(
        "() => [...document.querySelectorAll('.lb-title h1, .lb-note, .lb-tool,"
        ".lb-panel *, .lb-input, .lb-button, .lb-card *, .leaflet-bar a')]"
        ".filter((n) => n.offsetParent && (n.value || [...n.childNodes].some("
        "(c) => c.nodeType === 3 && c.textContent.trim()))).map((n) => {"
        "let up = n, ground = 'rgba(0, 0, 0, 0)';"
        "while (up && /, 0(\\.\\d+)?\\)$/.test(ground)) {"
        "ground = getComputedStyle(up).backgroundColor; up = up.parentElement; }"
        "return [n.textContent, getComputedStyle(n).color, ground]; })"
    )
    assert len(pairs) > 40
    poor = [pair for pair in pairs if contrast(*pair[1:]) < 4.5]
    assert poor == []
    opened.assert_clean()


def test_dark_follows_the_system_and_the_switch(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    theme = "document.documentElement.dataset.theme"
    assert opened.page.evaluate(theme) == "light"
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_function(f"{theme} === 'dark'")
    switch = opened.page.get_by_role("button", name="深色")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert opened.page.evaluate(theme) == "light"
    opened.page.wait_for_timeout(400)  # the address is written after a pause
    assert opened.page.url.endswith("#theme=light")
    opened.page.reload()
    assert opened.page.evaluate(theme) == "light"
    opened.page.get_by_role("button", name="深色").click()
    assert opened.page.evaluate(theme) == "dark"
    opened.page.wait_for_timeout(400)
    assert "theme" not in opened.page.url


# ---- keyboard, screen readers, room


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_controls_are_reached_in_order_with_visible_focus(
    browser: Browser, work: Path, lang: Any, size: str
) -> None:
    opened = opened_map(browser, work, lang=lang, size=size)
    names: list[str] = []
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        name, outline = opened.page.evaluate(
            "() => { const n = document.activeElement, s = getComputedStyle(n);"
            "const l = n.labels && n.labels[0];"
            "return [n.getAttribute('aria-label') || (l && l.textContent.trim())"
            "|| n.textContent.trim(), s.outlineStyle + s.outlineWidth]; }"
        )
        if opened.page.evaluate("document.activeElement === document.body"):
            break
        assert name
        assert outline == "solid3px", name
        names.append(name)
    heads = {
        "zh": [
            "地图",
            "放大",
            "缩小",
            "筛选",
            "图层",
            "旗区界线",
            "处置状态",
            "分旗区",
        ],
        "en": ["Map", "Zoom in", "Zoom out", "Filter", "Layers", "Disposal status"],
    }
    at = [next(i for i, n in enumerate(names) if n == name) for name in heads[lang]]
    assert names[: len(NAMES[lang])] == NAMES[lang]
    assert at == sorted(at)


def test_a_parcel_is_found_and_left_by_keyboard(browser: Browser, work: Path) -> None:
    parcels = make_parcels(SMALL)
    parcels["approval_no"] = [f"内政土发〔2020〕{n}号" for n in range(SMALL)]
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-search input").focus()
    opened.page.keyboard.type("土发〔2020〕217号")
    opened.page.keyboard.press("Enter")
    card = opened.page.get_by_role("dialog")
    card.wait_for()
    assert "内政土发〔2020〕217号" in card.inner_text()
    focused = "document.activeElement.getAttribute('aria-label')"
    assert opened.page.evaluate(focused) == "关闭"
    opened.page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert opened.page.evaluate("document.activeElement.matches('.lb-search input')")
    opened.assert_clean()


def test_the_figures_are_said(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    count, mu, ha = opened.legend()["total"]
    voice = opened.page.locator(".lb-voice")
    assert voice.get_attribute("aria-live") == "polite"
    assert voice.inner_text() == f"当前显示{count}宗，{mu}亩，{ha}公顷"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tools_have_room_beside_a_long_title(
    browser: Browser, work: Path, lang: Any, size: str
) -> None:
    heading = Heading(
        title="鄂尔多斯市批而未供和闲置土地一地一策处置状态分布图" * 2,
        as_of="2023-07-06",
        note="内部使用",
        review_no="蒙S(2023)031号",
    )
    m = disposal_map(make_parcels(30), lang=lang, title=heading)
    opened = open_page(browser, save_map(m, work / "a.html"), size)
    boxes = [
        opened.page.locator(selector).bounding_box()
        for selector in (".lb-title h1", ".lb-notes", ".lb-tools")
    ]
    edges = [(found["x"], found["x"] + found["width"]) for found in boxes if found]
    assert len(edges) == 3
    assert all(one[1] <= other[0] for one, other in pairwise(edges))
    assert edges[2][1] <= SIZES[size][0]


# ---- on a map of one's own


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tools_work_on_any_folium_map(browser: Browser, work: Path, lang: Any) -> None:
    m = folium.Map([39.6, 109.8], tiles=None, zoom_start=8)
    folium.Marker([39.6, 109.8], popup="弹窗").add_to(m)
    folium.GeoJson(make_parcels(5)[["geometry"]]).add_to(m)
    folium.Circle([39.0, 109.0], radius=900).add_to(m)
    ParcelLayer(make_parcels(40), lang=lang).add_to(m)
    MapTools(lang=lang).add_to(m)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    assert opened.page.locator(".lb-tool").all_inner_texts() == NAMES[lang]
    press(opened, NAMES[lang][0])
    opened.page.mouse.click(700, 300)
    opened.page.mouse.click(700, 500)
    opened.page.keyboard.press("Enter")
    assert len(figures(opened)) == 1
    opened.page.keyboard.press("Escape")
    with opened.page.expect_download():
        press(opened, NAMES[lang][4])
    press(opened, NAMES[lang][3])
    assert "1:" in printed(opened).extract_text()
    assert opened.messages == []
