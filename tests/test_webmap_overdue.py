"""The filter of what is overdue, in a browser: as `LandBase.deadlines` finds it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import pandas as pd
import pytest
from browsing import open_page
from decided_pages import on_day
from layer_bytes import decoded
from test_store_lineage import frame
from test_webmap_panel import assert_figures

from landbase.area import ellipsoidal_area
from landbase.paper.content import make_theme
from landbase.store.base import LandBase
from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.texts import day_in
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

SMALL, LARGE = 240, 2100
# before any deadline, after some, after more than the last decision, and far ahead
DAYS = ("2021-06-30", "2022-03-15", "2022-12-31", "2026-11-27", "2021-12-01")
LABEL = "已逾期（截至{}）"


def base_with_deadlines(work: Path, count: int) -> LandBase:
    """A land base with deadlines that are moved, kept, missed and met."""
    parcels = make_parcels(count).drop(columns=["status", "disposal_type"])
    parcels["cause"] = None
    base = LandBase.open(work / "a.gpkg")
    base.add(parcels)
    random = np.random.default_rng(7)
    way = {"idle": "extend_start", "approved_unsupplied": "revoke_approval"}
    tables = []
    for step, status in enumerate(("planned", "in_progress", "disposed")):
        some = parcels[random.random(count) < 0.8 - 0.25 * step]
        start = pd.Timestamp("2021-01-01")
        effective = start + pd.to_timedelta(
            200 * step + random.integers(0, 200, len(some)), "D"
        )
        due = pd.Series(effective) + pd.to_timedelta(
            random.integers(20, 900, len(some)), "D"
        )
        tables.append(
            pd.DataFrame({
                "parcel_id": some["parcel_id"].to_numpy(),
                "disposal_type": some["category"].map(way).to_numpy(),
                "status": status,
                "effective": effective,
                "due": due.where(random.random(len(some)) < 0.7),
                "document": "准政发〔2021〕1号",
                "by": "经办人",
            })
        )
    base.record_many(pd.concat(tables, ignore_index=True))
    return base


def late_ids(base: LandBase, day: str) -> set[str]:
    table = base.deadlines(on=day, steps=False)
    return set(table.loc[table["deadline"] == "overdue", "parcel_id"])


def tick_overdue(opened: Opened, day: str) -> None:
    opened.page.locator(
        ".lb-filter-form label", has_text=LABEL.format(day_in(day, "zh"))
    ).click()
    opened.drawn()


@pytest.mark.parametrize("count", [SMALL, LARGE])
def test_what_is_overdue_is_what_the_land_base_says_on_each_day(
    browser: Browser, work: Path, count: int
) -> None:
    base = base_with_deadlines(work, count)
    m = disposal_map(base.parcels(), decisions=Timeline.of(base))
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-button").click()
    on_day(opened, DAYS[0])
    tick_overdue(opened, DAYS[0])
    found = []
    for day in DAYS:
        on_day(opened, day)
        now, late = base.parcels(on=day), late_ids(base, day)
        assert_figures(opened, now[now["parcel_id"].isin(late)])
        chip = opened.page.locator(".lb-chip[data-filter]")
        assert chip.all_text_contents() == [LABEL.format(day_in(day, "zh"))]
        found.append(len(late))
    assert len({*found}) > 3, found
    opened.page.locator(".lb-chip").first.click()
    assert_figures(opened, base.parcels(on=DAYS[-1]))
    opened.assert_clean()


def test_without_decisions_the_day_is_that_of_the_heading(
    browser: Browser, work: Path
) -> None:
    parcels = base_with_deadlines(work, 120).parcels()
    on = "2022-06-01"
    m = disposal_map(parcels, title=Heading(as_of=on))
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-button").click()
    tick_overdue(opened, on)
    done = parcels["status"].isin(["disposed", "accepted", "verified", "closed"])
    late = parcels["due"].lt(pd.Timestamp(on)) & ~done
    assert 0 < late.sum() < len(parcels)
    assert_figures(opened, parcels[late])


def test_without_any_day_it_is_today(browser: Browser, work: Path) -> None:
    parcels = make_parcels(4).assign(status="planned")
    today = pd.Timestamp.now().normalize()
    days = pd.to_timedelta([-1, 0, 1, 0], "D")
    parcels["due"] = (today + days).astype("datetime64[s]")
    parcels.loc[3, "due"] = pd.NaT
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-button").click()
    opened.page.locator(".lb-filter-form label", has_text="已逾期").click()
    assert_figures(opened, parcels.iloc[:1])  # a day is over when the next begins


def test_a_link_keeps_it_and_a_broken_one_does_no_harm(
    browser: Browser, work: Path
) -> None:
    base = base_with_deadlines(work, 120)
    m = disposal_map(base.parcels(), decisions=Timeline.of(base))
    path = save_map(m, work / "a.html")
    opened = open_page(browser, path)
    now = base.parcels()
    for said, wanted in ((True, True), ("yes", False), (1, False)):
        part = quote(json.dumps({"overdue": said}))
        opened.page.goto(f"{path.as_uri()}#filter={part}&day=2022-03-15")
        opened.page.reload()
        opened.drawn()
        on = base.parcels(on="2022-03-15")
        late = on["parcel_id"].isin(late_ids(base, "2022-03-15"))
        assert_figures(opened, on[late] if wanted else on)
    assert len(now) == 120
    assert opened.messages == []


def test_days_are_in_the_page_only_where_due_is_asked_for() -> None:
    parcels = make_parcels(6).assign(status="planned")
    parcels["due"] = pd.to_datetime("2023-05-06")
    assert "due" in decoded(ParcelLayer(parcels).data)
    other = decoded(ParcelLayer(parcels, columns=["name", "status"]).data)
    assert "due" not in other
    assert "due" not in other["header"]


@pytest.mark.parametrize("due", [pd.NaT, "2024年底"])
def test_without_a_day_there_is_no_such_filter(
    browser: Browser, work: Path, due: object
) -> None:
    parcels = make_parcels(6).assign(status="planned", due=due)
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-button").click()
    assert opened.page.locator(".lb-filter-form details").count() > 0
    assert opened.page.locator(".lb-filter-form label", has_text="已逾期").count() == 0


def base_split(work: Path) -> LandBase:
    """A, due on 03-01, is split into B and C; D is due later, E has no due day."""
    moment = dt.datetime(2023, 6, 1, tzinfo=dt.UTC)
    base = LandBase.open(work / "a.gpkg", clock=lambda: moment)
    whole = frame({"A": (0, 0, 2, 1), "D": (4, 0, 5, 1), "E": (6, 0, 7, 1)})
    base.add(whole.assign(category="idle", banner="150602"))
    for parcel, due in (("A", "2023-03-01"), ("D", "2023-09-01"), ("E", None)):
        base.record(
            parcel, "extend_start", status="planned", effective="2023-01-05", due=due,
            document="准自然资〔2023〕1号", by="经办人",
        )  # fmt: skip
    halves = frame({"B": (0, 0, 1, 1), "C": (1, 0, 2, 1)})
    base.split("A", halves, effective="2023-05-01", document="准自然资〔2023〕2号")
    return base


@pytest.mark.parametrize("asked", ["days", "parcels alone"])
def test_children_are_overdue_as_their_parent_is_everywhere(
    browser: Browser, work: Path, asked: str
) -> None:
    base, on = base_split(work), "2023-07-06"
    assert late_ids(base, on) == {"B", "C"}
    now = base.parcels(on=on)
    theme = make_theme(
        now, color_by="overdue", areas=ellipsoidal_area(now), on=on, rules=base.rules
    )
    kinds = dict(zip(now["parcel_id"], theme.codes, strict=True))
    assert kinds == {"B": "overdue", "C": "overdue", "D": "later", "E": "no_due"}
    timeline = Timeline.of(base, on=on) if asked == "days" else None
    m = disposal_map(now, decisions=timeline, title=Heading(as_of=on))
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    opened.page.locator(".lb-button").click()
    tick_overdue(opened, on)
    assert_figures(opened, now[now["parcel_id"].isin(["B", "C"])])
    if timeline is not None:  # not yet on the day it was due, and late the day after
        for day, late in (("2023-03-01", 0), ("2023-05-02", 2)):
            on_day(opened, day)
            count = opened.legend()["total"][0]
            assert int(count) == late == len(late_ids(base, day))
    opened.assert_clean()
