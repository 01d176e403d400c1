"""Nothing on a map page covers another thing, on small maps too, dark and light."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import folium
import pytest
from browsing import open_page
from decided_pages import decided_base
from hypothesis import given
from hypothesis import strategies as st
from test_webmap_tools import contrast

from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.texts import words
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.parts import MapTools, ParcelPanel, ParcelSelection, TimeSlider
from landbase.webmap.payload import Label, placed_labels, width_of
from landbase.webmap.save import save_map
from landbase.webmap.split import save_split_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

HEADING = Heading(
    title="存量土地图", as_of="2023-07-06", note="内部使用", review_no="蒙S(2023)031号"
)
# what can be used lies open: at its middle there is itself
COVERED = """(selector) => [...document.querySelectorAll(selector)]
  .filter((node) => node.offsetParent && node.getClientRects().length)
  .filter((node) => {
    const box = node.getBoundingClientRect();
    const hit = document.elementFromPoint(
      box.left + box.width / 2, box.top + box.height / 2);
    return !hit || !(node.contains(hit) || hit.contains(node));
  }).map((node) => node.className + node.textContent)"""
CONTROLS = (
    ".lb-search input, .lb-button, .lb-fold, .leaflet-bar a, .leaflet-bar button,"
    ".lb-tool, .lb-bar button, .lb-bar input, .lb-small"
)


def page_of(
    browser: Browser, work: Path, kind: str, lang: Any, size: tuple[int, int]
) -> Opened:
    """A whole map page, or a map of somebody's own as notebooks show it."""
    base = decided_base(work, 60)
    if kind == "page":
        m = disposal_map(
            base.parcels(), decisions=Timeline.of(base), lang=lang, title=HEADING
        )
    else:
        m = folium.Map([39.6, 109.8], tiles=None, zoom_start=8, control_scale=True)
        layer = ParcelLayer(base.parcels(), decisions=Timeline.of(base), lang=lang)
        layer.add_to(m)
        ParcelPanel(layer).add_to(m)
        ParcelSelection(layer).add_to(m)
        TimeSlider(layer).add_to(m)
        MapTools(lang=lang).add_to(m)
    path = save_map(m, work / "a.html")
    opened = open_page(browser, path)
    opened.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened.page.reload()
    opened.drawn()
    settle(opened)
    return opened


def settle(opened: Opened) -> None:
    """Wait until the page has followed a change of sizes."""
    opened.run(
        "for (let n = 0; n < 4; n++) await new Promise(requestAnimationFrame);"
        "await new Promise((done) => setTimeout(done, 300));"
    )


def boxes(opened: Opened, selector: str) -> list[tuple[float, float, float, float]]:
    found: list[tuple[float, float, float, float]] = opened.page.locator(
        f"{selector} >> visible=true"
    ).evaluate_all(
        "(all) => all.map((n) => n.getBoundingClientRect())"
        ".map((b) => [b.left, b.top, b.right, b.bottom])"
    )
    return found


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
@pytest.mark.parametrize("kind", ["page", "own"])
def test_measuring_stands_above_the_bars_at_the_foot(
    browser: Browser, work: Path, kind: str, size: tuple[int, int]
) -> None:
    opened = page_of(browser, work, kind, "zh", size)
    opened.page.get_by_role("button", name="测面积", exact=True).click()
    for step in ("time", "selection"):
        if step == "selection":
            opened.page.locator(".lb-tool-every").click()
            settle(opened)
        (panel,) = boxes(opened, ".lb-measure")
        bars = boxes(opened, ".lb-bar")
        assert len(bars) == (1 if step == "time" else 2)
        assert all(panel[3] <= bar[1] for bar in bars)
        lines = boxes(opened, ".leaflet-control-scale-line")
        assert all(line[2] <= bar[0] for line in lines for bar in bars)
        assert lines
        assert panel[1] > 0


SMALL = [("page", (500, 768)), ("page", (1366, 268)), ("own", (600, 400))]


@pytest.mark.parametrize(("kind", "size"), SMALL)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_controls_of_small_maps_can_be_used(
    browser: Browser, work: Path, lang: Any, kind: str, size: tuple[int, int]
) -> None:
    opened = page_of(browser, work, kind, lang, size)
    page = opened.page
    assert page.evaluate(COVERED, CONTROLS) == []
    for box in boxes(opened, CONTROLS):
        assert 0 <= box[0] <= box[2] <= size[0]
    page.locator(".lb-filters .lb-button").click()
    form = boxes(opened, ".lb-filter-form")[0]
    assert 0 <= form[0] <= form[2] <= size[0]
    assert form[3] <= size[1]
    inputs = ".lb-filter-form > input"
    assert page.evaluate(COVERED, inputs) == []
    page.locator(".lb-filters .lb-button").click()
    page.locator(".lb-tool-every").click()
    settle(opened)
    assert page.evaluate(COVERED, CONTROLS) == []
    assert opened.messages == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_shows_all_of_the_bars(
    browser: Browser, work: Path, width: int
) -> None:
    opened = page_of(browser, work, "page", "zh", (width, 844))
    opened.page.locator(".lb-tool-every").click()
    settle(opened)
    bars = boxes(opened, ".lb-bar")
    assert len(bars) == 2
    for box in [*bars, *boxes(opened, ".lb-bar *"), *boxes(opened, ".lb-views")]:
        assert 0 <= box[0] <= box[2] <= width
    assert opened.messages == []


@pytest.mark.parametrize(("kind", "size"), [SMALL[0], SMALL[2]])
def test_panels_of_narrow_maps_fold(
    browser: Browser, work: Path, kind: str, size: tuple[int, int]
) -> None:
    opened = page_of(browser, work, kind, "zh", size)
    page, fold = opened.page, opened.page.locator(".lb-fold")
    assert fold.inner_text() == "处置状态"
    assert fold.get_attribute("aria-expanded") == "false"
    assert boxes(opened, ".lb-legend") == []
    fold.click()
    assert fold.get_attribute("aria-expanded") == "true"
    (legend,) = boxes(opened, ".lb-legend")
    assert 0 <= legend[0] <= legend[2] <= size[0]
    assert page.evaluate(COVERED, ".lb-fold, .lb-legend") == []
    fold.click()
    assert boxes(opened, ".lb-legend") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    settle(opened)
    assert boxes(opened, ".lb-fold") == []
    assert len(boxes(opened, ".lb-legend")) == 1


@pytest.mark.parametrize(("kind", "size"), [SMALL[0], SMALL[2]])
def test_cards_of_narrow_maps_lie_open(
    browser: Browser, work: Path, kind: str, size: tuple[int, int]
) -> None:
    opened = page_of(browser, work, kind, "zh", size)
    search = opened.page.locator(".lb-search input")
    search.fill("0000031")
    search.press("Enter")
    opened.page.locator(".leaflet-popup .lb-card").wait_for()
    settle(opened)
    parts = ".leaflet-popup-close-button, .leaflet-popup .lb-card-title"
    assert opened.page.evaluate(COVERED, parts) == []
    (card,) = boxes(opened, ".leaflet-popup-content-wrapper")
    bars = boxes(opened, ".lb-bar")
    assert all(card[3] <= bar[1] for bar in bars)
    opened.page.locator(".leaflet-popup-close-button").click()
    opened.page.locator(".leaflet-popup").wait_for(state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_icons_of_buttons_can_be_seen(
    browser: Browser, work: Path, scheme: Any
) -> None:
    opened = page_of(browser, work, "page", "zh", (1366, 768))
    opened.page.emulate_media(color_scheme=scheme)
    pairs = []
    for _ in range(2):  # as it is, then with the box pressed
        pairs += opened.page.evaluate(
            "() => [...document.querySelectorAll('.lb-picking button,"
            ".lb-time-button')].map((n) => {"
            "const icon = getComputedStyle(n, '::before');"
            "const line = parseFloat(icon.borderTopWidth) > 0;"
            "let up = n, ground = 'rgba(0, 0, 0, 0)';"
            "while (up && /, 0(\\.\\d+)?\\)$/.test(ground)) {"
            "ground = getComputedStyle(up).backgroundColor; up = up.parentElement; }"
            "return [n.className + n.title,"
            "line ? icon.borderTopColor : icon.backgroundColor, ground]; })"
        )
        opened.page.locator(".lb-picking button").first.click()
        opened.page.mouse.move(600, 400)
    assert len(pairs) == 10
    assert [pair for pair in pairs if contrast(*pair[1:]) < 3] == []


UNITS = {"zh": ("米", "公里"), "en": ("m", "km")}


@pytest.mark.parametrize("lang", UNITS)
def test_the_scale_is_in_the_language_of_the_page(
    browser: Browser, work: Path, lang: Any
) -> None:
    units = UNITS[lang]
    m = disposal_map(make_parcels(5), lang=lang)
    opened = open_page(browser, save_map(m, work / "a.html"))
    line = opened.page.locator(".leaflet-control-scale-line")
    for zoom, unit in zip((17, 8), units, strict=True):
        opened.look_at(109.8, 39.6, zoom)
        number, said = re.fullmatch(r"(\d+) ?(\D+)", line.inner_text()).groups()
        assert said == unit
        width = line.evaluate("(node) => node.offsetWidth")
        metres = float(number) * (1000 if unit == units[1] else 1)
        across = opened.run(
            "const y = map.getSize().y / 2;"
            "return map.distance(map.containerPointToLatLng([0, y]),"
            "map.containerPointToLatLng([100, y])) / 100;"
        )
        assert width == pytest.approx(metres / across, abs=1.5)


# ---- the page that leads to the pages of a split map


SIDES = st.floats(10, 400)
NAMES = st.text(st.sampled_from("鄂尔多斯W i"), min_size=1, max_size=12)


@given(
    st.lists(st.builds(Label, NAMES, st.floats(-50, 450), st.floats(-50, 450))),
    SIDES,
    SIDES,
)
def test_names_keep_within_and_apart(
    wanted: list[Label], width: float, height: float
) -> None:
    placed = placed_labels(wanted, width=width, height=height)
    for label in placed:
        half = width_of(label.text) / 2
        assert half <= label.x <= width - half
        assert 0 < label.y < height
    for one, other in combinations(placed, 2):
        reach = (width_of(one.text) + width_of(other.text)) / 2
        assert abs(one.x - other.x) >= reach or abs(one.y - other.y) >= 13
    assert placed == placed_labels(wanted, width=width, height=height)


def test_names_with_room_stay_where_they_are() -> None:
    wanted = [Label("东胜区", 100, 50), Label("准格尔旗", 100, 90)]
    assert placed_labels(wanted, width=300, height=200) == wanted
    assert placed_labels([Label("长" * 40, 9, 9)], width=300, height=200) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_the_overview_are_whole_and_apart(
    browser: Browser, work: Path, lang: Any
) -> None:
    parcels = make_parcels(200)
    zones = ["鄂尔多斯市上海庙经济开发区", "Dalad Economic Development Zone", None]
    x = parcels.geometry.representative_point().x
    middle = ["东胜经济技术开发区", "康巴什高新技术产业园区"]
    parcels["zone"] = [
        zones[n % 3]
        if at < x.quantile(0.1) or at > x.quantile(0.9)
        else [*middle, None][n % 3]
        for n, at in enumerate(x)
    ]
    written = save_split_map(parcels, work / "a.html", by="zone", lang=lang)
    opened = open_page(browser, written.contents)
    names = opened.page.locator("svg text").all_text_contents()
    assert len(names) == 4
    assert words("map", lang)["missing"] not in names
    assert words("map", lang)["missing"] in written.pages["label"].tolist()
    (frame,) = boxes(opened, "svg")
    found = boxes(opened, "svg text")
    for box in found:
        assert frame[0] <= box[0] <= box[2] <= frame[2]
        assert frame[1] <= box[1] <= box[3] <= frame[3]
    for one, other in combinations(found, 2):
        apart = one[2] <= other[0] or other[2] <= one[0]
        assert apart or one[3] <= other[1] + 3 or other[3] <= one[1] + 3
