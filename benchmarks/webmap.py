"""Measure our map of many parcels against `folium.GeoJson` of the same, in Chromium.

    python benchmarks/webmap.py [PARCELS] [OURS ...]

PARCELS (100,000, of 12 vertices) are drawn both ways; OURS (200,000) are further
numbers drawn by landbase alone; 1000000 takes a minute and 4 GB.

- build: from the table to the file; its CPU time beside it;
- painted: until everything in view is drawn, by the browser's own clock;
- pan, zoomed: the longest stretch for which the page is kept busy while the map is
  moved, over all parcels and where some hundreds fill the view;
- filter: the same while banners are ticked in the panel, figures included;
- select, day: the same while all parcels are selected and let go again, and while the
  time slider steps over the days of three decisions a parcel ("decided" lines);
- heap: what scripts hold after a collection, buffers included.

A stretch is one task of the page's main thread in a trace of the browser, in CPU time:
other programs that run meanwhile don't count. folium gets its scripts inlined as
`save_map` does it, so that both open offline.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

from landbase.style import make_legend
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from playwright.sync_api import Browser, Page

COLUMNS = ["name", "parcel_id", "banner", "holder", "status"]
PATIENCE = 600_000  # ms
FIND = "const map = Object.values(window).find((v) => v && v instanceof L.Map);"
PAINTED = f"""async () => {{
  {FIND}
  const layers = []; map.eachLayer((l) => l.ready && layers.push(l));
  for (const l of layers) {{
    await l.ready;
    while (l._frame || (l._waiting || []).length)
      await new Promise((d) => setTimeout(d, 5));
  }}
  await new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)));
  return performance.now();
}}"""
PAN = f"""async (zoom) => {{
  {FIND}
  if (zoom) map.setZoom(zoom, {{animate: false}});
  await new Promise((d) => setTimeout(d, 1000));
  for (let i = 0; i < 12; i++) {{
    const far = i % 4 === 3 ? 6 : 1; // now and then to where nothing is drawn yet
    map.panBy([far * (i % 2 ? -80 : 90), far * (i % 3 ? 30 : -50)], {{animate: false}});
    await new Promise((d) => setTimeout(d, 200));
  }}
}}"""
FILTER = """async () => {
  const boxes = document.querySelectorAll(".lb-filter-form details input");
  for (let i = 0; i < 10; i++) {
    boxes[i >> 1].click(); // on, off
    await new Promise((d) => setTimeout(d, 300));
  }
}"""
SELECT = """async () => {
  for (let i = 0; i < 3; i++) {
    document.querySelector(".lb-tool-every").click();
    await new Promise((d) => setTimeout(d, 600));
    [...document.querySelectorAll(".lb-selection button")].pop().click();
    await new Promise((d) => setTimeout(d, 600));
  }
}"""
DAYS = f"""async () => {{
  {FIND}
  map.landbaseTime.play(true);
  await new Promise((d) => setTimeout(d, 10000));
  map.landbaseTime.play(false);
}}"""
ZOOMED = 14
STEPS = ("planned", "in_progress", "disposed")


def ours(parcels: gpd.GeoDataFrame, path: Path) -> None:
    save_map(disposal_map(parcels, columns=COLUMNS), path)


def decided(parcels: gpd.GeoDataFrame, path: Path) -> None:
    random, count = np.random.default_rng(1), len(STEPS)
    days = np.tile(200 * np.arange(count), len(parcels))
    days += random.integers(0, 200, len(days))
    ways = {"idle": "extend_start", "approved_unsupplied": "revoke_approval"}
    decisions = pd.DataFrame({
        "parcel_id": parcels["parcel_id"].to_numpy().repeat(count),
        "disposal_type": parcels["category"].map(ways).to_numpy().repeat(count),
        "status": np.tile(STEPS, len(parcels)),
        "effective": pd.Timestamp("2021-01-01") + pd.to_timedelta(days, "D"),
        "document": np.char.mod("〔2021〕%d号", days),
    })
    save_map(disposal_map(parcels, columns=COLUMNS, decisions=decisions), path)


def plain(parcels: gpd.GeoDataFrame, path: Path) -> None:
    legend = make_legend(parcels)
    colors = {entry.code: entry.color for entry in legend.classes}
    m = folium.Map([39.2, 109.0], tiles=None, zoom_start=8, prefer_canvas=True)
    folium.GeoJson(
        parcels[[*COLUMNS, parcels.geometry.name]],
        style_function=lambda f: {"fillColor": colors[f["properties"]["status"]]},
        tooltip=folium.GeoJsonTooltip(COLUMNS),
    ).add_to(m)
    save_map(m, path)


def measure(
    browser: Browser, draw: Callable[[gpd.GeoDataFrame, Path], None], count: int
) -> dict[str, float | None]:
    parcels = make_parcels(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        start, busy = time.perf_counter(), time.process_time()
        draw(parcels, path)
        built, busy = time.perf_counter() - start, time.process_time() - busy
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(PATIENCE)
        page.goto(path.as_uri(), timeout=PATIENCE, wait_until="commit")
        page.wait_for_load_state("load", timeout=PATIENCE)
        result = {
            "build s": built,
            "CPU s": busy,
            "file MB": path.stat().st_size / 1e6,
            "painted s": page.evaluate(PAINTED) / 1e3,
            "pan ms": longest(page, lambda: page.evaluate(PAN, 0)),
            "filter ms": busiest(page, FILTER, asked=draw is not plain),
            "select ms": busiest(page, SELECT, asked=draw is not plain),
            "day ms": busiest(page, DAYS, asked=draw is decided),
            "zoomed ms": longest(page, lambda: page.evaluate(PAN, ZOOMED)),
            "heap MB": heap(page),
        }
        page.close()
    return result


def busiest(page: Page, script: str, *, asked: bool) -> float | None:
    return longest(page, lambda: page.evaluate(script)) if asked else None


def longest(page: Page, act: Callable[[], object]) -> float:
    """Give the CPU time of the longest task of the page's main thread, in ms."""
    events: list[dict[str, Any]] = []
    done: list[bool] = []
    session = page.context.new_cdp_session(page)
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    config = {"includedCategories": ["toplevel"]}
    session.send("Tracing.start", {"traceConfig": config})
    act()
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(20)
    session.detach()
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event["tdur"]
        for event in events
        if event["name"].endswith("RunTask")
        and "tdur" in event
        and (event["pid"], event["tid"]) in threads
    ]
    return max(tasks) / 1e3


def heap(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    return (used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6


def show(rows: dict[str, dict[str, float | None]]) -> None:
    measures = list(next(iter(rows.values())))
    print(f"{'':28}" + "".join(f"{name:>12}" for name in measures))
    for name, row in rows.items():
        values = [row[measure] for measure in measures]
        cells = ["—" if value is None else f"{value:.2f}" for value in values]
        cells = [f"{cell:>12}" for cell in cells]
        print(f"{name:28}" + "".join(cells))


def main(count: int = 100_000, *further: int) -> None:
    further = further or (2 * count,)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        rows = {
            f"landbase {count:,}": measure(browser, ours, count),
            f"landbase {count:,} decided": measure(browser, decided, count),
        }
        for number in further:
            rows[f"landbase {number:,}"] = measure(browser, ours, number)
        show(rows)
        theirs = measure(browser, plain, count)
        rows = {f"landbase {count:,}": rows[f"landbase {count:,}"]}
        rows[f"folium.GeoJson {count:,}"] = theirs
        own = rows[f"landbase {count:,}"]
        ratios: dict[str, float | None] = {}
        for name, value in own.items():
            other = theirs[name]
            ratios[name] = other / value if other is not None and value else None
        rows["times as much"] = ratios
        print()
        show(rows)
        browser.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
