"""Prints of several sheets: each banner, each selected parcel; across and upright."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from browsing import cells, open_page
from decided_pages import Made, number, opened_at, still, texts
from test_webmap_paper import plain

from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

MM = 72 / 25.4  # points


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("page") / "页", 120)


def sheets(opened: Opened, kind: str, way: str = "across", paper: str = "A4") -> int:
    """Ask for sheets, wait until all are drawn, and give how many there are."""
    page = opened.page
    if not page.locator(".lb-print").count():
        page.get_by_role("button", name="打印", exact=True).click()
    page.locator(".lb-field-paper").select_option(paper)
    page.locator(".lb-field-way").select_option(way)
    page.locator(".lb-field-pages").select_option(kind)
    page.locator(".lb-main:enabled").wait_for()
    return page.locator(".lb-sheet").count()


def pdf_of(opened: Opened) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(opened.page.pdf(prefer_css_page_size=True)))


def test_each_banner_has_a_sheet_whose_total_is_its_line_of_the_table(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    opened.run("document.querySelector('.lb-by').open = true")
    table = cells(opened.page, ".lb-by tr[data-code]")
    del table["total"]
    assert sheets(opened, "banner") == len(table)
    heads = opened.page.locator(".lb-sheet h1").all_inner_texts()
    assert [head.split(" · ")[-1] for head in heads] == [*table]
    totals = texts(opened, ".lb-sheet-side tfoot tr")
    assert [row[1:] for row in totals] == [*table.values()]
    for at, row in enumerate(table.values()):
        lines = texts(opened, f".lb-holder:nth-child({at + 1}) .lb-sheet-side tbody tr")
        for column in (1, 2, 3):
            sums = sum(number(line[column]) for line in lines)
            assert sums == pytest.approx(number(row[column - 1]), abs=1e-9)
    pages = pdf_of(opened).pages
    assert len(pages) == len(table)
    for name, leaf in zip(table, pages, strict=True):
        assert plain(name) in plain(leaf.extract_text())
    opened.assert_clean()


@pytest.mark.parametrize(
    ("way", "paper", "size"),
    [("upright", "A4", (210, 297)), ("upright", "A3", (297, 420))],
)
def test_each_selected_parcel_has_a_sheet_with_its_record(
    browser: Browser, small: Made, way: str, paper: str, size: tuple[int, int]
) -> None:
    opened = opened_at(browser, small)
    ids = opened.run(
        "const store = Landbase.pageLayers[0].store;"
        "[3, 4, 5].forEach((row) => (store.selected[row] = 1));"
        "map.landbaseSelection.changed();"
        "const at = store.columns.findIndex(({name}) => name === 'parcel_id');"
        "return [3, 4, 5].map((row) => store.text(at, row))"
    )
    assert sheets(opened, "parcel", way, paper) == 3
    cards = opened.page.locator(".lb-sheet .lb-card").all_inner_texts()
    assert all(parcel in card for parcel, card in zip(ids, cards, strict=True))
    assert opened.page.locator(".lb-sheet button").count() == 0
    pages = pdf_of(opened).pages
    assert len(pages) == 3
    for leaf in pages:
        box = leaf.mediabox
        assert [float(box.width) / MM, float(box.height) / MM] == pytest.approx(
            size, abs=0.5
        )
    spare = opened.page.locator(".lb-sheet-side").evaluate_all(
        "(all) => all.every((side) => side.scrollHeight <= side.clientHeight + 1 &&"
        "side.scrollWidth <= side.clientWidth + 1)"
    )
    assert spare
    # only the parcel of the sheet has a ring: what was selected still is
    assert opened.run("return map.landbaseSelection.chosen().length") == 3
    opened.assert_clean()


def test_a_scale_that_is_set_holds_for_all_sheets_and_another_kind_begins_anew(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    count = sheets(opened, "banner")
    ratios = opened.page.locator(".lb-ratio")
    assert len({*ratios.all_inner_texts()}) > 1
    field = opened.page.locator(".lb-field-scale")
    field.fill("400000")
    field.press("Tab")
    opened.page.locator(".lb-main:enabled").wait_for()
    assert ratios.all_inner_texts() == ["比例尺1:400,000"] * count
    assert sheets(opened, "view") == 1
    assert ratios.all_inner_texts() != ["比例尺1:400,000"]
    opened.page.get_by_role("button", name="关闭", exact=True).last.click()
    assert opened.page.locator(".lb-print").count() == 0
    opened.assert_clean()


def test_more_parcels_than_sheets_are_said(browser: Browser, small: Made) -> None:
    opened = opened_at(browser, small)
    opened.page.locator(".lb-tool-every").click()
    opened.page.get_by_role("button", name="打印", exact=True).click()
    opened.page.locator(".lb-field-pages").select_option("parcel")
    said = opened.page.locator(".lb-print-said")
    assert "最多60张" in said.inner_text()
    assert opened.page.locator(".lb-main").is_disabled()
    opened.page.keyboard.press("Escape")  # no sheet is drawn any more
    still(opened)
    assert opened.page.locator(".lb-sheet").count() == 0
    opened.assert_clean()


def test_paper_has_what_the_map_shows_from_afar_and_single_banners_their_parcels(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small, "afar=rate")
    still(opened)
    rates = opened.page.locator(".lb-rate").all_text_contents()
    assert any(rates)
    assert sheets(opened, "view") == 1
    side = opened.page.locator(".lb-sheet-side")
    assert "处置率" in side.inner_text()
    assert classes_on(opened) == 0
    assert sheets(opened, "banner") > 1
    assert "处置率" not in side.first.inner_text()
    assert classes_on(opened) > 2
    opened.page.keyboard.press("Escape")
    still(opened)
    assert opened.page.locator(".lb-overview").count() == 1
    assert opened.page.locator(".lb-rate").all_text_contents() == rates
    opened.assert_clean()


def classes_on(opened: Opened) -> int:
    """How many classes of the legend have their colour on the first map on paper."""
    found: int = opened.run(
        "const canvas = document.querySelector('.lb-sheet canvas');"
        "const copy = document.createElement('canvas');"
        "copy.width = canvas.width; copy.height = canvas.height;"
        "const context = copy.getContext('2d'); context.drawImage(canvas, 0, 0);"
        "const data = new Uint32Array(context.getImageData("
        "0, 0, copy.width, copy.height).data.buffer), seen = new Set(data);"
        "const pixel = (color) => new Uint32Array(Uint8Array.from(["
        "...color.match(/[0-9a-f]{2}/gi).map((two) => parseInt(two, 16)), 255])"
        ".buffer)[0];"
        "return Landbase.pageLayers[0].store.classes"
        ".filter(({color}) => seen.has(pixel(color))).length"
    )
    return found


def test_the_focus_stays_in_the_dialog_where_there_is_one_kind_of_sheet(
    browser: Browser, work: Path
) -> None:
    m = disposal_map(make_parcels(20), columns=["parcel_id"])
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    opened.page.get_by_role("button", name="打印", exact=True).click()
    assert opened.page.locator(".lb-field-pages").is_hidden()
    opened.page.keyboard.press("Shift+Tab")  # from the paper, the first that is seen
    focused = opened.page.evaluate("document.activeElement.textContent")
    assert focused == "关闭"
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.className").endswith("paper")
    opened.assert_clean()
