"""Two days, charts, views from afar in a real browser: figures of fold and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from decided_pages import LAND, Made, number, on_day, opened_at, still, texts

from landbase.apportion import apportion_crossed
from landbase.area import ellipsoidal_area
from landbase.banners.table import area_table, print_table
from landbase.cases.fold import counts_as_disposed
from landbase.cases.progress import disposed_areas
from landbase.rules.ruleset import rules_of
from landbase.rules.vocabulary import Vocabulary
from landbase.style import make_legend
from landbase.units import from_m2
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    import geopandas as gpd
    from browsing import Opened
    from playwright.sync_api import Browser


EARLIER, LATER = "2021-09-30", "2022-12-31"
STATUS = Vocabulary.default().labels("status")
FEW, MANY = 240, 2300


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("page") / "页", FEW)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("page") / "页", MANY)


@pytest.fixture(params=["small", "large"])
def made(request: Any) -> Made:
    """Parcels that Leaflet draws, or tiles."""
    found: Made = request.getfixturevalue(request.param)
    return found


def changed(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, shown: pd.Series
) -> list[list[str]]:
    """The lines of the table of changes, from the parcels of two days."""
    assert before["parcel_id"].tolist() == after["parcel_id"].tolist()
    m2 = ellipsoidal_area(after)
    table = pd.DataFrame({
        "from": before["status"], "to": after["status"],
        "category": after["category"], "m2": m2,
    })[shown]  # fmt: skip
    codes = [*STATUS]
    moved = table[table["from"] != table["to"]]
    pairs = sorted(
        {*zip(moved["from"], moved["to"], strict=True)},
        key=lambda pair: [codes.index(code) for code in pair],
    )
    parts = [
        *[moved[(moved["from"] == a) & (moved["to"] == b)] for a, b in pairs],
        table[table["from"] == table["to"]],
    ]
    categories = ["approved_unsupplied", "idle"]
    exact = np.array([
        [part.loc[part["category"] == code, "m2"].sum() for code in categories]
        for part in parts
    ])
    names = [f"{STATUS[a]}→{STATUS[b]}" for a, b in pairs] + ["未变化"]
    units = {
        unit: apportion_crossed(from_m2(exact, unit)).sum(axis=1) / 100
        for unit in ("mu", "ha")
    }
    lines = [
        [name, f"{len(part):,}", f"{units['mu'][n]:,.2f}", f"{units['ha'][n]:,.2f}"]
        for n, (name, part) in enumerate(zip(names, parts, strict=True))
    ]
    total = [f"{len(table):,}", *(f"{units[u].sum():,.2f}" for u in ("mu", "ha"))]
    return [*lines, ["合计", *total]]


def test_what_changed_between_two_days_is_what_the_land_base_says(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made)
    page = opened.page
    on_day(opened, LATER)
    page.get_by_role("button", name="两日对比").click()
    field = page.get_by_label("左侧日期")
    for earlier, later in ((LATER, EARLIER), ("2020-12-31", LATER)):
        on_day(opened, later)
        field.fill(earlier)
        field.press("Enter")
        still(opened)
        before, after = made.on(earlier), made.on(later)
        everything = pd.Series(data=True, index=after.index)
        wanted = changed(before, after, everything)
        rows = ".lb-changes tbody tr, .lb-changes tfoot tr"
        assert texts(opened, rows) == wanted
        assert len(wanted) > 4
    (day, other) = page.locator(".lb-swipe span").all_inner_texts()
    assert (day, other) == ("2020年12月31日", "2022年12月31日")
    banner = make_filter(opened, "banner", "准格尔旗")
    still(opened)
    shown = made.on(LATER)["banner"] == banner
    assert texts(opened, rows) == changed(made.on("2020-12-31"), made.on(LATER), shown)
    opened.assert_clean()


def make_filter(opened: Opened, column: str, label: str) -> str:
    """Filter a column by one value, as a click on a line does; gives its code."""
    opened.run(f"map.landbaseFilters.only({column!r}, {label!r})")
    codes = {name: code for code, name in Vocabulary.default().labels(column).items()}
    return codes[label]


def test_a_day_can_be_compared_with_itself_and_a_link_keeps_it(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small, f"compare={EARLIER}&day={EARLIER}")
    still(opened)
    assert "没有变化" in opened.page.locator(".lb-changes").inner_text()
    on_day(opened, LATER)
    still(opened)
    assert opened.page.locator(".lb-changes tbody tr").count() > 3
    opened.page.get_by_role("button", name="结束对比").click()
    assert opened.page.locator(".lb-changes, .lb-swipe, .lb-compare").count() == 0
    opened.run("await new Promise((done) => setTimeout(done, 400))")
    assert "compare" not in opened.page.url
    opened.assert_clean()


def test_left_of_the_line_parcels_have_the_colours_of_the_earlier_day(
    browser: Browser, made: Made
) -> None:
    before, after = made.on(EARLIER), made.on(LATER)
    row = int(np.flatnonzero(before["status"] != after["status"])[0])
    was, became = before["status"].iloc[row], after["status"].iloc[row]
    middle = after.geometry.iloc[row].representative_point()
    legend = make_legend(after)
    colors = {entry.code: entry.color for entry in legend.classes}
    fragment = f"afar=off&compare={EARLIER}&day={LATER}"
    opened = opened_at(browser, made, fragment)
    opened.run(  # the only parcel there, whatever lies on it
        f"map.landbaseFilters._change({{text: {after['parcel_id'].iloc[row]!r}}})"
    )
    x, y = opened.look_at(middle.x, middle.y, 13)
    for share, status in ((0, became), (1, was)):
        opened.run(f"map.landbaseCompare._to({share})")
        still(opened)
        assert opened.pixel(x, y) == colors[status]
    opened.page.mouse.move(x, y)
    tip = opened.page.locator(".lb-tip").inner_text()
    assert "2021年9月30日" in tip
    assert STATUS[was] in tip
    opened.run("map.landbaseCompare._to(0)")
    opened.page.mouse.move(x + 1, y)
    assert STATUS[became] in opened.page.locator(".lb-tip").last.inner_text()
    opened.assert_clean()


def test_the_line_moves_by_keyboard_and_a_row_selects_what_changed(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small, f"compare={EARLIER}&day={LATER}")
    still(opened)
    line = opened.page.get_by_role("slider", name="左右分界")
    line.focus()
    opened.page.keyboard.press("ArrowRight")
    assert line.get_attribute("aria-valuenow") == "52"
    first = opened.page.locator(".lb-changes tbody tr").first
    wanted = first.locator("td").first.inner_text()
    first.get_by_role("button").click()
    assert f"已选{wanted}宗" in opened.page.locator(".lb-sums").inner_text()
    opened.assert_clean()


def open_charts(opened: Opened) -> None:
    opened.run("document.querySelector('.lb-charts').open = true")
    opened.page.locator(".lb-bars-list li").first.wait_for()


def test_the_chart_by_banner_has_the_figures_of_the_area_table(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    on_day(opened, LATER)
    open_charts(opened)
    still(opened)
    parcels = small.on(LATER)
    blocks = opened.page.locator(".lb-bars-list li").evaluate_all(
        "(lines) => lines.map((line) => [line.querySelector('button').textContent,"
        "line.querySelector('.lb-bar-sum').textContent,"
        "[...line.querySelectorAll('i')].map((i) => [i.dataset.code, i.dataset.mu,"
        "i.style.backgroundColor])])"
    )
    printed = print_table(area_table(parcels, LAND))["合计"]
    names = [str(name) for name, row in printed.iterrows() if any(row)][:-1]
    assert [name for name, _, _ in blocks] == names
    exact = {
        code: area_table(parcels[parcels["status"] == code], LAND)["all"]["mu"]
        for code in parcels["status"].unique()
    }
    banners = [*LAND["banner"], "outside"]
    colors = {entry.code: entry.color for entry in make_legend(parcels).classes}
    for name, total, cells in blocks:
        line = banners[[*LAND["name"], "旗区界线以外"].index(name)]
        assert number(total) == pytest.approx(printed.loc[name].iloc[1], abs=1e-9)
        assert sum(int(mu) for _, mu, _ in cells) == round(number(total) * 100)
        for code, mu, color in cells:
            assert int(mu) / 100 == pytest.approx(exact[code].get(line, 0), abs=0.0101)
            assert rgb(colors[code]) == color
    opened.assert_clean()


def rgb(color: str) -> str:
    parts = [str(int(color[i : i + 2], 16)) for i in (1, 3, 5)]
    return f"rgb({', '.join(parts)})"


@pytest.mark.parametrize("day", [LATER, "2021-10-15"])
def test_months_have_what_the_chart_on_paper_has(
    browser: Browser, small: Made, day: str
) -> None:
    opened = opened_at(browser, small)
    on_day(opened, day)
    open_charts(opened)
    still(opened)
    counted = disposed_areas(small.base.decisions(), on=day)
    counted = counted[counted["effective"].dt.year == int(day[:4])]
    months = counted["effective"].dt.month
    exact = from_m2(counted["area_m2"].groupby(months).sum(), "mu")
    found = opened.page.locator(".lb-month").evaluate_all(
        "(all) => all.map((one) => [...one.querySelectorAll('i')]"
        ".reduce((sum, i) => sum + Number(i.dataset.mu), 0) / 100)"
    )
    wanted = [float(exact.get(month, 0.0)) for month in range(1, 13)]
    assert found == pytest.approx(wanted, abs=0.0101)
    note = opened.page.locator(".lb-chart-months .lb-foot").first.inner_text()
    if sum(wanted):
        assert f"合计{sum(found):,.2f}亩" in note
        assert sum(found) == pytest.approx(float(exact.sum()), abs=0.00501)
    else:
        assert "没有处置" in note
    opened.assert_clean()


def test_charts_filter_as_the_legend_does(browser: Browser, small: Made) -> None:
    opened = opened_at(browser, small)
    page = opened.page
    on_day(opened, LATER)
    open_charts(opened)
    banner = page.locator(".lb-bars-list li", has_text="乙旗")
    banner.get_by_role("button").click()
    assert page.locator(".lb-chip").all_inner_texts() == ["乙旗"]
    still(opened)
    banner.locator("i[data-code=closed]").click()
    chips = page.locator(".lb-chip[data-filter]")
    assert chips.all_inner_texts() == ["乙旗", STATUS["closed"]]
    still(opened)
    banner.locator("i[data-code=closed]").click()  # again: both go
    assert chips.count() == 0
    still(opened)
    counted = disposed_areas(small.base.decisions(), on=LATER)
    month = counted["effective"].dt.strftime("%Y-%m")
    most = month[month.str.startswith("2022")].value_counts().index[0]
    page.locator(f".lb-month[data-month='{most}']").click()
    assert chips.all_inner_texts() == [f"{most}处置"]
    ids = counted.loc[month == most, "parcel_id"].nunique()
    assert opened.legend()["total"][0] == str(ids)
    opened.assert_clean()


def test_a_filter_by_any_column_has_a_chip_and_a_link(
    browser: Browser, small: Made
) -> None:
    opened = opened_at(browser, small)
    page = opened.page
    page.locator(".lb-button").click()
    page.get_by_label("按某列筛选").select_option(label="批准文号")
    parcels = small.on(None)
    part = str(parcels["approval_no"].dropna().iloc[0])[-6:]
    page.get_by_label("该列含有").fill(part)
    page.locator(".lb-chip").first.wait_for()
    assert page.locator(".lb-chip").first.inner_text() == f"批准文号：{part}"
    shown = parcels["approval_no"].fillna("").str.contains(part, regex=False).sum()
    assert 0 < shown < len(parcels)
    assert opened.legend()["total"][0] == str(shown)
    opened.run("await new Promise((done) => setTimeout(done, 400))")
    page.reload()
    opened.drawn()
    assert opened.legend()["total"][0] == str(shown)
    page.locator(".lb-chip").first.click()
    assert opened.legend()["total"][0] == str(len(parcels))
    assert opened.messages == []


def test_rates_by_banner_are_those_of_the_area_table(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made, f"afar=rate&day={LATER}")
    still(opened)
    parcels = made.on(LATER)
    done = counts_as_disposed(parcels, rules=rules_of(None, of=parcels))
    assert 0 < done.sum() < len(done)
    part = area_table(parcels[done], LAND)["all"]["mu"]
    whole = area_table(parcels, LAND)["all"]["mu"]
    for code, name in zip(LAND["banner"], LAND["name"], strict=True):
        label = opened.page.locator(".lb-banner-name", has_text=name).inner_text()
        assert label == f"{name} {100 * part[code] / whole[code]:.1f}%"
    assert "按面积" in opened.page.locator(".lb-overview").inner_text()
    hidden = opened.run(
        "return [...document.querySelectorAll('.leaflet-overlay-pane > *')]"
        ".every((one) => getComputedStyle(one).visibility === 'hidden' || "
        "!one.matches('canvas, .leaflet-layer'))"
    )
    assert hidden
    opened.run("map.setZoom(map.getZoom() + 4, {animate: false})")
    still(opened)
    assert opened.page.locator(".lb-overview, .lb-rate").count() == 0
    opened.page.get_by_label("小比例尺时").select_option("off")
    opened.run("map.setZoom(map.getZoom() - 4, {animate: false})")
    still(opened)
    assert opened.page.locator(".lb-overview, .lb-rate").count() == 0
    opened.assert_clean()


def test_of_itself_a_page_of_many_parcels_shows_rates_and_of_few_parcels(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made, "")
    still(opened)
    there = opened.page.locator(".lb-overview").count()
    assert there == (1 if len(made.on(None)) > 2000 else 0)
    opened.assert_clean()


def test_hexagons_hold_all_that_is_shown_and_lead_closer(
    browser: Browser, made: Made
) -> None:
    opened = opened_at(browser, made, "afar=density")
    still(opened)
    assert "每六边形" not in opened.page.locator(".lb-overview").inner_text()
    count = opened.run(
        "return map.landbaseOverview._hexagons.reduce((n, one) => n + one.count, 0)"
    )
    assert count == len(made.on(None))
    assert re.search(
        r"约[\d.]+公里", opened.page.locator(".lb-overview-note").inner_text()
    )
    lon, lat = opened.run(
        "const most = map.landbaseOverview._hexagons.reduce((a, b) =>"
        "b.count > a.count ? b : a);"
        "const y = most.y / 1e7 * Math.PI / 180;"
        "const lat = 2 * Math.atan(Math.exp(y)) - Math.PI / 2;"
        "return [most.x / 1e7, lat * 180 / Math.PI]"
    )
    x, y = opened.on_page(lon, lat)
    opened.page.mouse.move(x, y)
    assert "宗" in opened.page.locator(".lb-tip").inner_text()
    before = opened.run("return map.getZoom()")
    opened.page.mouse.click(x, y)
    assert opened.run("return map.getZoom()") == before + 2
    opened.assert_clean()


def test_a_page_says_nothing_of_what_it_was_not_asked_to_show(small: Made) -> None:
    parcels = small.on(None)
    plain = ParcelLayer(
        parcels, color_by="category", columns=["parcel_id"], compress=False
    )
    timeline = Timeline.of(small.base, columns=("effective", "status"))
    decided = ParcelLayer(parcels, decisions=timeline, compress=False)
    from layer_bytes import decoded

    header = decoded(plain.data, compressed=False)
    assert "done" not in header
    assert "disposals" not in decoded(decided.data, compressed=False)["header"]
