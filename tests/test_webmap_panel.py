"""The panel in a real browser: filters, chips, links, and figures that follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from browsing import cells, codes_of, open_page

from landbase.area import ellipsoidal_area
from landbase.banners.table import area_table, print_table
from landbase.rules.vocabulary import KINDS, Vocabulary
from landbase.style import Heading, legend_table, make_legend
from landbase.testing import make_parcels
from landbase.units import from_m2
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from browsing import Opened
    from playwright.sync_api import Browser

SMALL, LARGE = 300, 2300
BANNER = Vocabulary.default().labels("banner")


def opened_map(
    browser: Browser, parcels: gpd.GeoDataFrame, work: Path, lang: Any = "zh"
) -> Opened:
    opened = open_page(
        browser, save_map(disposal_map(parcels, lang=lang), work / "a.html")
    )
    opened.drawn()
    opened.page.locator(".lb-button").click()
    return opened


def tick(opened: Opened, column: str, *labels: str) -> None:
    fold = opened.page.locator(".lb-filter-form details", has_text=column).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    for label in labels:
        fold.get_by_label(label, exact=True).check()


def by_banner(opened: Opened) -> dict[str, list[float]]:
    return {
        code: [float(text.replace(",", "")) for text in texts]
        for code, texts in cells(opened.page, ".lb-by tr[data-code]").items()
    }


def assert_figures(opened: Opened, chosen: gpd.GeoDataFrame) -> None:
    """The legend and the table per banner are those of the parcels chosen."""
    legend = make_legend(chosen)
    table = legend_table(legend, chosen)
    table.index = pd.Index(codes_of(legend, table))
    shown = {
        code: [float(text.replace(",", "")) for text in texts]
        for code, texts in opened.legend().items()
    }
    shown = {code: row for code, row in shown.items() if row[0] or code == "total"}
    wanted = {str(code): row.tolist() for code, row in table.iterrows()}
    assert shown.keys() == wanted.keys()
    groups = by_banner(opened)
    for code, row in wanted.items():
        assert shown[code] == pytest.approx(row, abs=1e-9)
    assert groups["total"] == pytest.approx(wanted["total"], abs=1e-9)
    if not len(chosen):
        return
    printed = print_table(area_table(chosen, by="banner"))["合计"].drop(index="合计")
    assert groups.keys() == {*printed.index, "total"}
    for label, row in printed.iterrows():
        assert groups[str(label)] == pytest.approx(row.tolist(), abs=1e-9)


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_figures_follow_the_filters(browser: Browser, work: Path, count: int) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    assert_figures(opened, parcels)
    tick(opened, "旗区", "准格尔旗", "东胜区")
    chosen = parcels[parcels["banner"].isin(["150622", "150602"])]
    assert_figures(opened, chosen)
    tick(opened, "处置状态", "已销号")
    chosen = chosen[chosen["status"] == "closed"]
    assert_figures(opened, chosen)
    mu = from_m2(ellipsoidal_area(chosen), "mu")
    middle = float(np.round(mu.median(), 1))
    opened.page.get_by_label("面积（亩） 最小").fill(str(middle))
    opened.page.keyboard.press("Tab")
    assert_figures(opened, chosen[mu >= middle])
    chips = opened.page.locator(".lb-chip")
    assert chips.all_inner_texts()[:1] == [f"≥ {middle:g}亩"]
    assert "全部清除" in chips.all_inner_texts()
    chips.last.click()
    assert chips.count() == 0
    assert_figures(opened, parcels)
    opened.assert_clean()


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_each_column_of_the_form_filters(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    parcels["zone"] = np.where(np.arange(count) % 3 == 0, "甲园区", "乙园区")
    opened = opened_map(browser, parcels, work)
    columns = {
        "category": "类别",
        "banner": "旗区",
        "zone": "开发区",
        "disposal_type": "处置方式",
        "cause": "形成原因",
        "status": "处置状态",
    }
    words = Vocabulary.default()
    for column, title in columns.items():
        values = parcels[column].astype(object)
        value = values.dropna().iloc[0]
        labels = words.labels(column, "zh") if column in KINDS else {}
        tick(opened, title, labels.get(value, value))
        assert_figures(opened, parcels[values == value])
        opened.page.locator(".lb-chip").first.click()
    assert_figures(opened, parcels)
    opened.assert_clean()


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_layers_that_are_off_are_not_counted(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    opened.page.locator(".lb-layers label").nth(0).click()
    assert_figures(opened, parcels[parcels["category"] == "idle"])
    tick(opened, "旗区", "乌审旗")
    opened.page.locator(".lb-layers label").nth(0).click()
    assert_figures(opened, parcels[parcels["banner"] == "150626"])
    opened.assert_clean()


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_text_is_found_in_any_column_asked_for(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    parcels.loc[11, "name"] = "ＡＢＣ 冷链 (Cold)"
    opened = opened_map(browser, parcels, work)
    find = opened.page.get_by_label("关键字")
    find.fill("冷链 cold")
    opened.page.locator(".lb-chip").wait_for()
    assert opened.legend()["total"][0] == "1"
    find.fill(str(parcels["parcel_id"].iloc[5]))
    opened.page.locator(".lb-chip", has_text=parcels["parcel_id"].iloc[5]).wait_for()
    assert opened.legend()["total"][0] == "1"
    find.fill("没有这样的文字")
    opened.page.locator(".lb-chip", has_text="没有").wait_for()
    assert opened.legend()["total"] == ["0", "0.00", "0.00"]
    opened.assert_clean()


def test_a_link_opens_the_same_view(browser: Browser, work: Path) -> None:
    parcels = make_parcels(SMALL)
    opened = opened_map(browser, parcels, work)
    tick(opened, "旗区", "杭锦旗")
    opened.page.get_by_label("面积（亩） 最大").fill("200")
    opened.page.keyboard.press("Tab")
    opened.page.wait_for_timeout(400)  # the address is written after a pause
    link = opened.page.url
    state = json.loads(parse_qs(urlsplit(link).fragment)["filter"][0])
    assert state == {
        "text": "",
        "least": None,
        "most": 200,
        "overdue": False,
        "choices": {"banner": ["杭锦旗"]},
    }
    mu = from_m2(ellipsoidal_area(parcels), "mu")
    chosen = parcels[(parcels["banner"] == "150625") & (mu <= 200)]
    other = opened.page.context.new_page()
    other.goto(link)
    other.locator(".lb-chip").first.wait_for()
    opened.page = other
    assert_figures(opened, chosen)
    texts = other.locator(".lb-chip").all_inner_texts()
    assert texts == ["≤ 200亩", "杭锦旗", "全部清除"]
    assert opened.messages == []


@pytest.mark.parametrize(
    "fragment",
    [
        "filter=%7Bbroken",
        "filter=1",
        "filter=null",
        "filter=%7B%22choices%22%3A3%7D",
        "filter=%7B%22choices%22%3A%7B%22banner%22%3A5%7D%2C%22text%22%3A5%7D",
    ],
)
def test_a_broken_link_shows_everything(
    browser: Browser, work: Path, fragment: str
) -> None:
    parcels = make_parcels(30)
    path = save_map(disposal_map(parcels), work / "a.html")
    opened = open_page(browser, path)
    opened.page.goto(f"{path.as_uri()}#{fragment}")
    opened.page.reload()
    opened.page.locator(".lb-filter-form details").first.wait_for(state="attached")
    assert opened.legend()["total"][0] == "30"
    assert opened.messages == []


def test_hidden_parcels_cannot_be_clicked(browser: Browser, work: Path) -> None:
    for count in (SMALL, LARGE):
        parcels = make_parcels(count)
        opened = opened_map(browser, parcels, work)
        row = parcels.iloc[0]
        banner = BANNER[row["banner"]]
        other = next(name for name in BANNER.values() if name != banner)
        tick(opened, "旗区", other)
        opened.page.locator(".lb-button").click()
        at = row.geometry.representative_point()
        opened.page.mouse.click(*opened.look_at(at.x, at.y, 15))
        opened.page.wait_for_timeout(300)
        assert opened.page.locator(".leaflet-popup").count() == 0


def test_only_columns_asked_for_can_be_filtered(browser: Browser, work: Path) -> None:
    m = disposal_map(make_parcels(30), columns=["parcel_id", "status"])
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    folds = opened.page.locator(".lb-filter-form summary")
    assert folds.all_text_contents() == ["处置状态"]
    assert opened.page.locator(".lb-by").count() == 0


def test_the_panel_speaks_english(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, make_parcels(60), work, lang="en")
    tick(opened, "banner", "Uxin Banner")
    assert opened.page.locator(".lb-chip").all_inner_texts() == ["Uxin Banner"]
    name = opened.page.locator(".lb-chip").get_attribute("aria-label")
    assert name == "Remove Uxin Banner"
    opened.assert_clean()


def test_nothing_overlaps_when_the_filters_are_open(
    browser: Browser, work: Path
) -> None:
    opened = opened_map(browser, make_parcels(SMALL), work)
    for fold in opened.page.locator(".lb-filter-form summary").all():
        fold.click()
    form = opened.page.locator(".lb-filter-form").bounding_box()
    scale = opened.page.locator(".leaflet-control-scale").bounding_box()
    assert form is not None
    assert scale is not None
    assert form["y"] + form["height"] <= scale["y"]


# two of blank, two that are called as lines are, one as the label of blanks, two alike
BLANKS = ["", None, "  ", pd.NA, "missing", "total", "未填", "a", "A"]


@pytest.mark.parametrize("count", [len(BLANKS), LARGE])
def test_a_class_of_blanks_is_one_class_on_the_page(
    browser: Browser, work: Path, count: int
) -> None:
    marks = pd.Series(BLANKS, dtype=object)[np.arange(count) % len(BLANKS)].to_list()
    parcels = make_parcels(count).assign(mark=marks, banner=marks, category="idle")
    m = disposal_map(parcels, color_by="mark", columns=["parcel_id", "mark", "banner"])
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    rows = opened.page.locator(".lb-legend > table tbody tr")
    legend = [
        (row.locator("th").inner_text(), row.locator("td").all_inner_texts())
        for row in rows.all()
    ]
    labels = ["A", "a", "missing", "total", "未填", "未填"]
    assert sorted(label for label, _ in legend) == labels
    each = [int(texts[0].replace(",", "")) for _, texts in legend]
    assert each[-1] == sum(not str(mark).strip() or pd.isna(mark) for mark in marks)
    for table in (".lb-legend > table", ".lb-by table"):
        found = opened.page.locator(f"{table} tr[data-code]").all()
        texts = [row.locator("td").all_text_contents() for row in found]
        lines = [[float(text.replace(",", "")) for text in row] for row in texts]
        assert lines[-1][0] == count
        assert np.sum(lines[:-1], axis=0).round(2).tolist() == lines[-1]
        assert lines[-1][1] == pytest.approx(
            from_m2(ellipsoidal_area(parcels).sum(), "mu"), abs=0.01
        )


def test_the_page_names_what_becomes_idle_soon() -> None:
    parcels = make_parcels(3).assign(
        category="idle",
        status=["registered", "registered", "closed"],
        developed_ratio=0.0,
        agreed_start=pd.to_datetime(["2022-08-01", "2020-01-01", "2022-08-01"]),
    )
    first = parcels["parcel_id"].iloc[0]
    told = f"90天内将满一年、可能构成闲置的1宗：{first}（2023年8月1日）。"

    def page(**options: Any) -> str:
        heading = Heading(title="图", as_of="2023-07-06")
        return (
            disposal_map(parcels, **{"title": heading, **options}).get_root().render()
        )

    assert told in page(soon_days=90)
    assert "将满一年" not in page()
    assert "将满一年" not in page(soon_days=25)
    assert "将满一年" not in page(soon_days=90, title="没有日期")
