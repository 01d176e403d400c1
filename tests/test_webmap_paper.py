"""What is on paper and in pictures stays whole, however long legends and words are."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from browsing import open_page
from PIL import Image

from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from browsing import Opened
    from playwright.sync_api import Browser

HEADING = Heading(
    title="存量土地图", as_of="2023-07-06", note="内部使用", source="某市自然资源局"
)
PRINT = {"zh": "打印", "en": "Print"}
TOTAL = {"zh": "合计", "en": "Total"}
RATIO = {"zh": "比例尺1:", "en": "Scale 1:"}
NO_ROOM = {"zh": "本图幅放不下分旗区表", "en": "The table by banner has no room"}


def plain(text: str) -> str:
    """A text without blanks, radicals as the characters they look like."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def parcels_of(classes: int) -> gpd.GeoDataFrame:
    """Parcels in so many classes, with names of usual and of great length."""
    parcels = make_parcels(300)
    names = [
        f"第{n:02}类：退回用地指标并重新安排建设项目的地块" if n % 3 else f"第{n:02}类"
        for n in range(classes)
    ]
    parcels["kind"] = [names[n % classes] for n in range(len(parcels))]
    return parcels


def opened_map(
    browser: Browser, work: Path, classes: int, lang: Any = "zh", before: str = ""
) -> Opened:
    m = disposal_map(parcels_of(classes), color_by="kind", lang=lang, title=HEADING)
    opened = open_page(browser, save_map(m, work / "a.html"), before=before)
    opened.drawn()
    return opened


def sheet(opened: Opened, lang: str = "zh", paper: str = "A4") -> None:
    opened.page.get_by_role("button", name=PRINT[lang], exact=True).click()
    opened.page.locator(".lb-field-paper").select_option(paper)


def printed(opened: Opened) -> str:
    """The text of the one page that the browser prints."""
    pdf = pypdf.PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True)))
    (page,) = pdf.pages
    return plain(page.extract_text())


def outside(opened: Opened) -> list[str]:
    """The parts of the sheet that are not whole within what holds them."""
    found: list[str] = opened.page.evaluate(
        "() => { const box = (node) => node.getBoundingClientRect();"
        "const sheet = document.querySelector('.lb-sheet'), cut = [];"
        "const within = (node, whole) => { const a = box(node), b = box(whole);"
        "if (a.bottom > b.bottom + 0.5 || a.right > b.right + 0.5)"
        "cut.push(node.textContent); };"
        "for (const part of sheet.children) within(part, sheet);"
        "for (const name of ['.lb-sheet-side', '.lb-sheet-foot']) {"
        "const part = sheet.querySelector(name);"
        "part.querySelectorAll('tr, p, span').forEach((one) => within(one, part)); }"
        "return cut; }"
    )
    return found


def cells_of(opened: Opened, table: str) -> list[str]:
    """The texts of the cells of a table, long names by how they begin."""
    texts = opened.page.locator(f"{table} :is(th, td)").all_text_contents()
    return [plain(text)[:12] for text in texts]


@pytest.mark.parametrize("classes", [6, 15, 20])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_long_legend_leaves_the_foot_on_the_sheet(
    browser: Browser, work: Path, lang: Any, classes: int
) -> None:
    opened = opened_map(browser, work, classes, lang)
    lines = cells_of(opened, ".lb-legend > table")
    groups = cells_of(opened, ".lb-by")
    assert len(lines) == 4 * (classes + 2)
    sheet(opened, lang)
    for paper in ("A4", "A3"):
        opened.page.locator(".lb-field-paper").select_option(paper)
        assert outside(opened) == []
        text = printed(opened)
        for part in [*lines, RATIO[lang], "某市自然资源局", TOTAL[lang]]:
            assert plain(part) in text, part
        day = opened.page.locator(".lb-field-day").input_value()
        assert day in text
        whole = all(cell in text for cell in groups)
        assert whole != (plain(NO_ROOM[lang]) in text)
        assert whole or paper == "A4"


def test_type_on_the_sheet_is_small_only_where_it_must_be(
    browser: Browser, work: Path
) -> None:
    sizes = []
    for classes in (6, 20):
        opened = opened_map(browser, work, classes)
        sheet(opened)
        sizes.append(
            opened.page.locator(".lb-sheet-side").evaluate(
                "(node) => getComputedStyle(node).getPropertyValue('--lb-type')"
            )
        )
    assert sizes[0] == "1.00"
    assert float(sizes[1]) >= 0.7


@pytest.mark.parametrize("wanted", ["-5", "0", ""])
def test_the_field_has_the_scale_of_the_sheet(
    browser: Browser, work: Path, wanted: str
) -> None:
    opened = opened_map(browser, work, 3)
    sheet(opened)
    field = opened.page.locator(".lb-field-scale")
    before = field.input_value()
    for text, scale in [(wanted, before), ("50", "100"), ("25000", "25000")]:
        field.fill(text)
        opened.page.keyboard.press("Tab")
        assert field.input_value() == scale
        ratio = opened.page.locator(".lb-ratio").inner_text()
        assert ratio == f"比例尺1:{int(scale):,}"


def test_no_line_breaks_within_a_date(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 3)
    sheet(opened)
    opened.page.locator(".lb-field-day").fill("2026-11-27")
    for length in range(20, 40):
        opened.page.locator(".lb-field-maker").fill("制" * length)
        opened.page.keyboard.press("Tab")
        broken = opened.page.evaluate(
            "() => [...document.querySelectorAll('.lb-sheet-foot .lb-date')]"
            ".filter((date) => date.getClientRects().length > 1).length"
        )
        assert broken == 0
    assert opened.page.locator(".lb-sheet-foot .lb-date").count() == 1


def test_a_very_long_foot_stays_on_the_sheet(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 3)
    sheet(opened)
    opened.page.locator(".lb-field-maker").fill("某某市自然资源和规划局" * 12)
    opened.page.keyboard.press("Tab")
    assert outside(opened) == []
    assert "比例尺1:" in printed(opened)


def test_printing_needs_no_new_selectors(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, 3)
    assert ":has(" not in (work / "a.html").read_text("utf-8")
    sheet(opened)
    opened.page.emulate_media(media="print")
    assert not opened.page.locator(".lb-title").is_visible()
    assert opened.page.locator(".lb-sheet").is_visible()
    opened.page.emulate_media(media="screen")
    opened.page.get_by_role("button", name="关闭").click()
    assert opened.page.locator(".lb-title").is_visible()


# ---- pictures

SPY = """
  window.drawn = [];
  const own = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
    const end = this.textAlign === "right";
    const width = this.measureText(text.trimEnd()).width;
    window.drawn.push({ text, left: end ? x - width : x, right: end ? x : x + width, y,
      squeezed: most !== undefined && most < width });
    return own.call(this, text, x, y, most);
  };
"""


def picture(opened: Opened, lang: str) -> tuple[list[dict[str, Any]], Image.Image]:
    """What is written on a saved picture, and the picture."""
    opened.run("window.drawn.length = 0;")
    with opened.page.expect_download() as waiting:
        name = {"zh": "保存图片", "en": "Save image"}[lang]
        opened.page.get_by_role("button", name=name, exact=True).click()
    assert waiting.value.suggested_filename == "存量土地图.png"
    image = Image.open(waiting.value.path()).convert("RGB")  # and close the file
    return opened.page.evaluate("window.drawn"), image


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_has_all_filters_and_the_north(
    browser: Browser, work: Path, lang: Any
) -> None:
    opened = opened_map(browser, work, 6, lang, before=SPY)
    usual, image = picture(opened, lang)
    assert image.size == (2 * 1366, 2 * 768)
    assert {"zh": "北", "en": "N"}[lang] in [one["text"] for one in usual]
    opened.page.locator(".lb-button").click()
    opened.run(
        "for (const box of document.querySelectorAll('.lb-filter-form details input'))"
        "if (!box.checked) box.click();"
    )
    chips = opened.page.locator(".lb-chip[data-filter]").all_text_contents()
    assert len(chips) > 30
    drawn, image = picture(opened, lang)
    assert image.width == 2 * 1366
    text = plain("".join(one["text"] for one in drawn))
    joined = {"zh": "筛选：" + "、".join(chips), "en": "Filtered: " + ", ".join(chips)}
    assert plain(joined[lang]) in text
    for one in drawn:
        assert not one["squeezed"]
        assert 0 <= one["left"] <= one["right"] <= image.width / 2, one
        assert one["y"] <= image.height / 2
    assert image.height > 2 * 768


def test_a_legend_larger_than_the_map_stands_beside_it(
    browser: Browser, work: Path
) -> None:
    opened = opened_map(browser, work, 20, before=SPY)
    opened.page.set_viewport_size({"width": 600, "height": 400})
    drawn, image = picture(opened, "zh")
    opened.page.set_viewport_size({"width": 1366, "height": 768})
    lines = [one for one in drawn if re.match("第|合计", one["text"])]
    assert len(lines) == 21
    assert min(one["left"] for one in lines) > 600
    assert max(one["y"] for one in lines) < image.height / 2
