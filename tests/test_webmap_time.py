"""The map as of any day, in a real browser: figures, colours, filters, cards, links."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from browsing import SIZES, open_page
from decided_pages import decided_base, on_day
from layer_bytes import decoded
from test_webmap_panel import assert_figures, tick

from landbase.errors import SchemaError
from landbase.rules.ruleset import Rules
from landbase.store.base import LandBase
from landbase.testing import make_parcels
from landbase.texts import day_in
from landbase.webmap.elements import areas_for_card
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from browsing import Opened
    from playwright.sync_api import Browser

SMALL, LARGE = 240, 2100
DAYS = ("2020-12-31", "2021-06-30", "2022-03-15", "2022-12-31", "2030-01-01")


def opened_base(
    browser: Browser, base: LandBase, work: Path, lang: Any = "zh", size: str = "small"
) -> Opened:
    m = disposal_map(base.parcels(), decisions=Timeline.of(base), lang=lang)
    opened = open_page(browser, save_map(m, work / "时间.html"), size)
    opened.drawn()
    return opened


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_the_page_is_what_the_land_base_says_on_each_day(
    browser: Browser, work: Path, count: int
) -> None:
    base = decided_base(work, count)
    opened = opened_base(browser, base, work)
    assert_figures(opened, base.parcels())
    states = {day: base.parcels(on=day) for day in DAYS}
    for day in (*DAYS, *reversed(DAYS)):
        on_day(opened, day)
        assert_figures(opened, states[day])
    opened.page.locator(".lb-button").click()
    tick(opened, "处置状态", "处置中")
    for day in DAYS:
        on_day(opened, day)
        now = states[day]
        assert_figures(opened, now[now["status"] == "in_progress"])
    opened.assert_clean()


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_every_parcel_has_the_state_and_colour_of_the_day(
    browser: Browser, work: Path, count: int
) -> None:
    base = decided_base(work, count)
    columns = ["parcel_id", "status", "disposal_type", "effective", "document"]
    columns.append("disposed_area_m2")
    m = disposal_map(base.parcels(), decisions=Timeline.of(base), columns=columns)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    for day in DAYS:
        on_day(opened, day)
        text = opened.run(  # as one text: many small ones take long to come over
            "return JSON.stringify(Landbase.pageLayers.flatMap(({store}) =>"
            "Array.from({length: store.count}, (_, r) =>"
            "[...store.columns.map((c, n) => store.text(n, r)),"
            "store.classes[store.position[r]].color])));"
        )
        now = base.parcels(on=day)
        layer = decoded(ParcelLayer(now, columns=columns).data)["header"]["classes"]
        wanted = disposal_rows(now, columns, [c["color"] for c in layer])
        assert sorted(json.loads(text)) == sorted(wanted)


def disposal_rows(
    now: gpd.GeoDataFrame, columns: list[str], colors: list[str]
) -> list[list[str]]:
    """The texts and the colour of each parcel, by other means than the page's."""
    from landbase.rules.vocabulary import Vocabulary
    from landbase.style import make_legend
    from landbase.webmap.payload import column_texts

    legend, words = make_legend(now), Vocabulary.default()
    texts = [
        column_texts(now[name], lang="zh", rules=Rules(vocabulary=words))
        for name in columns
    ]
    rows = zip(*texts, legend.positions(now["status"]), strict=True)
    return [[*row[:-1], colors[row[-1]]] for row in rows]


def test_a_correction_is_shown_and_what_it_corrects_does_not_count(
    browser: Browser, work: Path
) -> None:
    base = LandBase.open(work / "a.gpkg")
    parcels = make_parcels(4).drop(columns=["status", "disposal_type"])
    parcels["cause"], parcels["category"] = None, "approved_unsupplied"
    base.add(parcels)
    own = str(parcels["parcel_id"].iloc[0])
    way = "revoke_approval"
    first = base.record(
        own, way, status="planned", effective="2022-01-10", area_m2=6670.0
    )
    base.record(
        own,
        way,
        status="in_progress",
        effective="2022-02-20",
        supersedes=first.event_id,
        reason="<b>日期</b>写错",
        document="文〔2022〕8号",
    )
    base.record(own, way, status="closed", effective="2023-05-01", document="文9")
    opened = opened_base(browser, base, work)
    opened.page.locator(".lb-search input").fill(own)
    opened.page.keyboard.press("Enter")
    events = opened.page.locator(".lb-event")
    assert events.count() == 3
    assert events.nth(2).locator("time").inner_text() == "2022-01-10"
    assert "已更正" in events.nth(2).inner_text()
    assert "10.01亩" in events.nth(2).inner_text()
    assert "lb-corrected" in (events.nth(2).get_attribute("class") or "")
    assert events.nth(1).locator(".lb-tag").inner_text() == "更正"
    assert "<b>日期</b>写错" in events.nth(1).inner_text()
    assert "文〔2022〕8号" in events.nth(1).inner_text()
    on_day(opened, "2022-01-31")  # the corrected one would hold, were it not corrected
    assert_figures(opened, base.parcels(on="2022-01-31"))
    assert opened.page.locator(".lb-not-yet").count() == 2
    fields = opened.page.locator(".lb-popup .lb-fields")
    assert "已上图入库" in fields.inner_text()
    on_day(opened, "2022-02-20")
    assert opened.page.locator(".lb-not-yet").count() == 1
    assert "处置中" in fields.inner_text()
    opened.assert_clean()


def test_keys_buttons_and_play_move_the_day(browser: Browser, work: Path) -> None:
    base = decided_base(work, 40)
    days = sorted(base.decisions()["effective"].dt.strftime("%Y-%m-%d").unique())
    opened = opened_base(browser, base, work)
    field = opened.page.locator(".lb-time .lb-input")
    slider = opened.page.locator(".lb-time .lb-range")
    assert field.input_value() == days[-1]
    slider.focus()
    opened.page.keyboard.press("ArrowLeft")
    assert field.input_value() == days[-2]
    spoken = day_in(days[-2], "zh")
    assert slider.get_attribute("aria-valuetext") == spoken
    opened.page.keyboard.press("ArrowRight")
    assert field.input_value() == days[-1]
    opened.page.keyboard.press("Home")
    opened.page.wait_for_timeout(100)
    before_all = pd.Timestamp(days[0]) - pd.Timedelta(days=1)
    assert field.input_value() == f"{before_all:%Y-%m-%d}"
    opened.page.get_by_label("下一个处置日").click()
    assert field.input_value() == days[0]
    field.fill("2021年7月1日")
    field.press("Enter")
    assert field.input_value() == "2021-07-01"
    field.fill("没有这一天")
    field.press("Enter")
    assert field.input_value() == "2021-07-01"
    slider.focus()
    opened.page.keyboard.press(" ")
    opened.page.get_by_label("暂停").wait_for()
    opened.page.wait_for_timeout(1000)
    assert field.input_value() > "2021-07-01"
    opened.page.get_by_label("暂停").click()
    stopped = field.input_value()
    opened.page.wait_for_timeout(700)
    assert field.input_value() == stopped
    opened.assert_clean()


def test_a_link_opens_the_same_day_and_the_title_follows(
    browser: Browser, work: Path
) -> None:
    from landbase.style import Heading

    base = decided_base(work, 40)
    last = f"{base.decisions()['effective'].max():%Y-%m-%d}"
    m = disposal_map(
        base.parcels(), decisions=Timeline.of(base), title=Heading(as_of=last)
    )
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    assert (
        opened.page.locator(".lb-note").inner_text() == f"数据截至{day_in(last, 'zh')}"
    )
    on_day(opened, "2022-01-01")
    assert opened.page.locator(".lb-note").inner_text() == "数据截至2022年1月1日"
    opened.page.wait_for_timeout(400)
    link = opened.page.url
    assert parse_qs(urlsplit(link).fragment) == {"day": ["2022-01-01"]}
    opened.page.goto("about:blank")
    opened.page.goto(link)
    opened.drawn()
    assert_figures(opened, base.parcels(on="2022-01-01"))
    for broken in ("day=2022-13-45", "day=%3Cb%3E", "day="):
        opened.page.goto("about:blank")
        opened.page.goto(link.partition("#")[0] + "#" + broken)
        opened.drawn()
        assert opened.page.locator(".lb-day input").input_value() == last
    assert opened.messages == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_slider_selection_and_card_have_their_places(
    browser: Browser, work: Path, lang: Any, size: str, count: int
) -> None:
    base = decided_base(work, count)
    opened = opened_base(browser, base, work, lang, size)
    opened.page.locator(".lb-tool-every").click()
    parts = [
        opened.page.locator(name).first.bounding_box()
        for name in (
            *(".lb-title", ".lb-layers", ".lb-legend", ".lb-time", ".lb-selection"),
            *(".leaflet-control-scale", ".leaflet-control-zoom", ".lb-picking"),
            ".lb-filters",
        )
    ]
    boxes = [part for part in parts if part is not None]
    assert len(boxes) == 9
    for number, one in enumerate(boxes):
        assert one["x"] >= 0
        assert one["x"] + one["width"] <= SIZES[size][0]
        assert one["y"] + one["height"] <= SIZES[size][1]
        for other in boxes[number + 1 :]:
            assert (
                one["x"] >= other["x"] + other["width"]
                or other["x"] >= one["x"] + one["width"]
                or one["y"] >= other["y"] + other["height"]
                or other["y"] >= one["y"] + one["height"]
            )
    opened.assert_clean()


# ---------------------------------------------------------------- what is in the page


def whole_text(m: Any, work: Path) -> str:
    """Everything the page of a map says, its layers unpacked."""
    return unpacked(save_map(m, work / "p.html"))


def unpacked(path: Path) -> str:
    """Everything a page says, its layers unpacked."""
    page = path.read_text("utf-8")
    texts = re.findall(r'<script type="text/plain"[^>]*>([^{<]*)</script>', page)
    raw = [base64.b64decode(text) for text in texts]
    layers = [
        decoded(text, compressed=content[:2] == b"\x1f\x8b")
        for text, content in zip(texts, raw, strict=True)
    ]
    return page + "".join(
        json.dumps(part, ensure_ascii=False)
        if isinstance(part, dict)
        else part.decode("utf-8", "replace")
        for layer in layers
        for part in layer.values()
    )


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_only_decisions_columns_and_parcels_asked_for_are_in_the_page(
    work: Path, count: int
) -> None:
    base = decided_base(work, count + 60)
    parcels, events = base.parcels(), base.decisions()
    events["document"] = "文号" + events["parcel_id"].astype(str)
    half = parcels.iloc[:count]
    without = whole_text(disposal_map(half), work)
    assert "准政发" not in without
    assert '"dated":' not in without
    some = Timeline(decisions=events, columns=("effective", "status", "document"))
    text = whole_text(disposal_map(half, decisions=some), work)
    assert "经办人甲" not in text
    assert "内部理由乙" not in text
    others = events[~events["parcel_id"].isin(half["parcel_id"])]
    assert len(others)
    assert not [d for d in others["document"] if d in text]
    assert (events.merge(half[["parcel_id"]])["document"]).map(text.__contains__).all()
    usual = whole_text(disposal_map(half, decisions=events), work)
    assert "内部理由乙" in usual
    assert "经办人甲" not in usual  # persons only when they are asked for
    named = Timeline(decisions=events, columns=("effective", "by"))
    assert "经办人甲" in whole_text(disposal_map(half, decisions=named), work)


def test_decisions_are_not_changed_and_give_the_same_bytes(work: Path) -> None:
    base = decided_base(work, 60)
    parcels, events = base.parcels(), base.decisions()
    before = events.copy(deep=True), parcels.copy(deep=True)
    pages = [
        save_map(disposal_map(parcels, decisions=events), work / f"{n}.html")
        for n in range(2)
    ]
    assert pages[0].read_bytes() == pages[1].read_bytes()
    pd.testing.assert_frame_equal(events, before[0])
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before[1]))


def test_faulty_decisions_are_refused_and_none_are_nothing() -> None:
    parcels = make_parcels(5)
    events = pd.DataFrame({
        "parcel_id": parcels["parcel_id"].iloc[:2],
        "disposal_type": "interview",
        "status": "planned",
        "effective": ["2022-01-01", None],
    })
    with pytest.raises(ValueError, match=str(parcels["parcel_id"].iloc[1])):
        disposal_map(parcels, decisions=events)
    with pytest.raises(SchemaError, match="effective"):
        disposal_map(parcels, decisions=events.drop(columns="effective"))
    given = Timeline(decisions=events.iloc[:1], columns=("document",))
    with pytest.raises(SchemaError, match="document"):
        disposal_map(parcels, decisions=given)
    other = Timeline(decisions=events.iloc[:1], before=parcels.iloc[:2])
    with pytest.raises(ValueError, match="index"):
        disposal_map(parcels, decisions=other)
    m = disposal_map(parcels, decisions=events.iloc[:0])
    assert '{"kind":"time"' not in m.get_root().render()


def test_a_later_correction_does_not_reach_back_into_a_report(work: Path) -> None:
    base = LandBase.open(work / "a.gpkg")
    parcels = make_parcels(2).drop(columns=["status", "disposal_type"])
    parcels["cause"], parcels["category"] = None, "approved_unsupplied"
    base.add(parcels)
    own, way = str(parcels["parcel_id"].iloc[0]), "revoke_approval"
    first = base.record(own, way, status="planned", effective="2022-01-10")
    base.record(
        own,
        way,
        status="planned",
        effective="2022-09-01",
        supersedes=first.event_id,
        reason="错",
    )
    assert Timeline.of(base, on="2022-06-30").decisions.empty
    assert len(Timeline.of(base).decisions) == 2


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_a_card_has_the_areas_by_method(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    parcels["declared_area_m2"] = 66_700.0
    parcels.loc[0, "declared_area_m2"] = np.nan
    areas = areas_for_card(parcels)
    opened = open_page(
        browser, save_map(disposal_map(parcels, areas=areas), work / "a.html")
    )
    opened.drawn()
    for row, declared in ((1, "100.05亩"), (0, "—")):
        opened.page.locator(".lb-search input").fill(str(parcels["parcel_id"][row]))
        opened.page.keyboard.press("Enter")
        opened.page.wait_for_timeout(400)  # until the card before has faded
        cells = opened.page.locator(".lb-methods > *").all_inner_texts()
        mu = areas["ellipsoidal_m2"][row] * 15 / 1e4
        assert cells[0] == "椭球面积"
        shown = float(cells[1].removesuffix("亩").replace(",", ""))
        assert shown == pytest.approx(mu, abs=0.006)
        assert cells[3:5] == ["登记面积", declared]
    assert opened.page.locator(".lb-decisions").count() == 0
    opened.assert_clean()
