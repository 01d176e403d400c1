"""What axe-core finds on map pages, in both themes, whatever lies open: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from browsing import open_page
from conftest import IN_CI, ROOT
from shapely.geometry import box
from test_webmap_engines import decisions_of, parcels_of

from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.split import save_split_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

BANNERS = gpd.GeoDataFrame(
    {"banner": ["150602", "150603"], "name": ["东胜区", "康巴什区"]},
    geometry=[box(106.7, 39, 109, 40.9), box(109, 37.6, 111.4, 39)],
    crs="EPSG:4490",
)
FINDINGS = """async (axe) => {
  if (!window.axe) (0, eval)(axe);
  const { violations } = await window.axe.run(
    document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) =>
    `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file() and not IN_CI:
        pytest.skip("needs axe-core: make node_modules/.installed")
    return path.read_text("utf-8")


def press(opened: Opened, name: str) -> None:
    opened.page.get_by_role("button", name=name, exact=True).first.click()


def listing(opened: Opened) -> None:
    press(opened, "列表")
    opened.page.locator(".lb-grid-row").first.wait_for()
    opened.page.locator(".lb-columns summary").click()


def searching(text: str) -> Callable[[Opened], None]:
    def search(opened: Opened) -> None:
        opened.page.locator(".lb-search input").fill(text)
        opened.page.locator(".lb-results li").first.wait_for()

    return search


def card(opened: Opened) -> None:
    opened.run(
        "const [layer] = Landbase.pageLayers; const row = [...layer.store.shown]"
        ".findIndex((shown) => shown); layer.showCard(map, row, map.getCenter());"
    )
    opened.page.locator(".leaflet-popup .lb-card").wait_for()


def selected(opened: Opened) -> None:
    opened.page.locator(".lb-tool-every").click()
    opened.page.locator(".lb-legend .lb-pick").first.click()


def filtering(opened: Opened) -> None:
    opened.page.locator(".lb-button").click()
    for fold in opened.page.locator(".lb-filter-form summary").all():
        fold.click()


def measuring(opened: Opened) -> None:
    press(opened, "测面积")
    for spot in ((400, 300), (500, 300), (500, 400)):
        opened.page.mouse.click(*spot)


def noting(opened: Opened) -> None:
    press(opened, "批注")
    press(opened, "标点")
    opened.page.mouse.click(500, 300)
    opened.page.locator(".lb-memo textarea").wait_for()


def drawing(opened: Opened) -> None:
    press(opened, "批注")
    press(opened, "画面")


def looks(opened: Opened) -> None:
    opened.page.locator(".lb-looks summary").click()
    opened.page.get_by_role("button", name="将“旗区界线”上移一层").click()


def beside(opened: Opened) -> None:
    press(opened, "两日对比")
    press(opened, "并排")
    opened.page.locator(".lb-changes table").wait_for()


# what a person opens, and how it is closed again
OPENED: dict[str, tuple[Callable[[Opened], None], Callable[[Opened], None]]] = {
    "page": (lambda _: None, lambda _: None),
    "filters": (filtering, lambda opened: opened.page.locator(".lb-button").click()),
    "results": (searching("150"), searching("没有的地块")),
    "no results": (searching("没有的地块"), lambda opened: opened.page.locator(
        ".lb-search input").fill("")),
    "selection": (selected, lambda opened: opened.page.locator(".lb-chip").click()),
    "list": (listing, lambda opened: opened.page.locator(".lb-list-close").click()),
    "card": (card, lambda opened: opened.run("map.closePopup()")),
    "measuring": (measuring, lambda opened: opened.page.keyboard.press("Escape")),
    "notes": (noting, lambda opened: opened.page.keyboard.press("Escape")),
    "drawing": (drawing, lambda opened: press(opened, "放弃")),
    "looks": (looks, lambda opened: opened.page.locator(
        ".lb-looks summary").click()),
    "two days": (beside, lambda opened: press(opened, "结束对比")),
    "print": (
        lambda opened: press(opened, "打印"),
        lambda opened: opened.page.keyboard.press("Escape"),
    ),
}  # fmt: skip


def find_in_all(opened: Opened, axe: str) -> dict[str, list[str]]:
    """Open one thing after the other, and give what is found of each."""
    opened.drawn()
    found = {}
    for name, (open_, close) in OPENED.items():
        open_(opened)
        opened.drawn()
        found[name] = opened.page.evaluate(FINDINGS, axe)
        close(opened)
    return {name: findings for name, findings in found.items() if findings}


@pytest.mark.parametrize(
    ("theme", "count", "size"), [("dark", 240, "small"), ("light", 2300, "large")]
)
def test_a_page_and_all_that_opens_on_it(  # noqa: PLR0917 - fixtures and parameters
    browser: Browser, work: Path, axe: str, theme: str, count: int, size: str
) -> None:
    parcels = parcels_of(count)
    m = disposal_map(
        parcels,
        BANNERS,
        decisions=decisions_of(parcels),
        title=Heading(title="存量土地图", as_of="2023-07-06", note="内部使用"),
    )
    opened = open_page(browser, save_map(m, work / "a.html"), size)
    opened.drawn()
    if theme == "dark":
        press(opened, "深色")
    assert find_in_all(opened, axe) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_on_a_phone_with_its_panels_unfolded(
    browser: Browser, work: Path, axe: str, theme: str
) -> None:
    opened = open_page(
        browser, save_map(disposal_map(make_parcels(60)), work / "a.html")
    )
    opened.page.set_viewport_size({"width": 390, "height": 844})
    if theme == "dark":
        press(opened, "深色")
    opened.drawn()
    assert opened.page.evaluate(FINDINGS, axe) == []
    opened.page.locator(".lb-fold").click()
    opened.drawn()
    assert opened.page.evaluate(FINDINGS, axe) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_split_pages_and_the_page_that_leads_to_them(
    browser: Browser, work: Path, axe: str, theme: str
) -> None:
    written = save_split_map(make_parcels(60), work / "a.html", banners=BANNERS)
    for path in (written.contents, written.pages["path"].iloc[0]):
        opened = open_page(browser, path)
        opened.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type] # a text
        assert opened.page.evaluate(FINDINGS, axe) == []
