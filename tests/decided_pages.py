"""Pages of parcels with decisions, open in a browser: what files of tests share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from browsing import open_page
from shapely import box

from landbase.store.base import LandBase
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

LAND = gpd.GeoDataFrame(
    {"banner": ["150602", "150622", "150626"], "name": ["甲旗", "乙旗", "丙旗"]},
    geometry=[
        box(106, 38.2, 110, 42),
        box(110, 39.5, 113, 42),
        box(110, 38.2, 113, 39.5),
    ],
    crs="EPSG:4490",
)
WAY = {"idle": "extend_start", "approved_unsupplied": "revoke_approval"}


def decided_base(work: Path, count: int, name: str = "a") -> LandBase:
    """A land base in which most parcels run through several decisions."""
    base = LandBase.open(work / f"{name}.gpkg")
    parcels = make_parcels(count).drop(columns=["status", "disposal_type"])
    parcels["cause"] = None
    base.add(parcels)
    random = np.random.default_rng(4)
    decided = parcels[random.random(count) < 0.8]
    tables = []
    for step, status in enumerate(("planned", "in_progress", "disposed", "closed")):
        some = decided[random.random(len(decided)) < 1 - 0.2 * step]
        days = 20 + 220 * step + random.integers(0, 200, len(some))
        tables.append(
            pd.DataFrame({
                "parcel_id": some["parcel_id"].astype(str),
                "disposal_type": some["category"].map(WAY),
                "status": status,
                "effective": pd.Timestamp("2021-01-01") + pd.to_timedelta(days, "D"),
                "document": f"准政发〔202{step}〕{step}号",
                "by": "经办人甲",
                "reason": "内部理由乙",
            })
        )
    base.record_many(pd.concat(tables, ignore_index=True))
    return base


def on_day(opened: Opened, day: str) -> None:
    field = opened.page.locator(".lb-day input")
    field.fill(day)
    field.press("Enter")
    opened.drawn()


class Made:
    """A page of parcels with decisions, and the land base that it is of."""

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir()
        self.base = decided_base(folder, count)
        self.path = self.page_in("zh", folder / "a.html")

    def page_in(self, lang: Any, path: Path) -> Path:
        timeline = Timeline.of(self.base)
        m = disposal_map(self.on(None), LAND, decisions=timeline, lang=lang)
        return save_map(m, path)

    @cache  # noqa: B019 - as long as the tests of this file
    def on(self, day: str | None) -> gpd.GeoDataFrame:
        """The parcels of a day, so large that many lie across a line."""
        parcels = self.base.parcels(on=day)
        return parcels.set_geometry(parcels.geometry.scale(12, 12, origin="center"))


def opened_at(browser: Browser, made: Made, fragment: str = "afar=off") -> Opened:
    opened = open_page(browser, made.path, fragment=fragment)
    opened.drawn()
    return opened


def still(opened: Opened) -> None:
    """Wait until the page has followed what was done, and has drawn it."""
    opened.run(
        "const busy = () => Object.values(map._layers).some((one) => one._frame);"
        "for (let n = 0; n < 4 || busy(); n++)"
        " await new Promise(requestAnimationFrame);"
    )
    opened.drawn()


def texts(opened: Opened, rows: str) -> list[list[str]]:
    found: list[list[str]] = opened.page.locator(rows).evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return found


def number(text: str) -> float:
    return float(text.replace(",", ""))
