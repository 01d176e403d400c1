"""Measure our map of many parcels against `folium.GeoJson` of the same, in Chromium.

    python benchmarks/webmap.py [PARCELS] [OURS ...]

PARCELS (100,000, of 12 vertices) are drawn both ways; OURS are further numbers drawn
by landbase alone. Built is the time from the table to the file; painted is the time
until everything in view is drawn, from the browser's own clock; a frame is the longest
of many while the map is moved, and while every other parcel is hidden and shown again;
heap is what scripts hold, buffers included, after a collection.

folium gets its scripts inlined as `save_map` does it, so that both open offline.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from playwright.sync_api import sync_playwright

from landbase.style import make_legend
from landbase.testing import make_parcels
from landbase.webmap import disposal_map, save_map

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from playwright.sync_api import Browser

COLUMNS = ["name", "parcel_id", "banner", "holder", "status"]
PATIENCE = 600_000  # ms
FIND = "const map = Object.values(window).find((v) => v && v instanceof L.Map);"
PAINTED = f"""async () => {{
  {FIND}
  const layers = []; map.eachLayer((l) => l.ready && layers.push(l));
  for (const l of layers) {{
    await l.ready;
    while (l._frame || l._waiting.length) await new Promise((d) => setTimeout(d, 5));
  }}
  await new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)));
  return performance.now();
}}"""
FRAMES = f"""async (what) => {{
  {FIND}
  const gaps = []; let last = performance.now(), on = true;
  const tick = () => {{
    const now = performance.now(); gaps.push(now - last); last = now;
    if (on) requestAnimationFrame(tick);
  }};
  requestAnimationFrame(tick);
  for (let i = 0; i < 20; i++) {{
    const by = [i % 2 ? -80 : 90, i % 3 ? 30 : -50];
    if (what === "pan") map.panBy(by, {{animate: false}});
    else map.eachLayer((l) => {{
      if (!l.store) return;
      for (let r = i % 2; r < l.store.count; r += 2) l.store.shown[r] ^= 1;
      l.refresh();
    }});
    await new Promise((d) => setTimeout(d, 150));
  }}
  on = false;
  return Math.max(...gaps.slice(1));
}}"""


def ours(parcels: gpd.GeoDataFrame, path: Path) -> None:
    save_map(disposal_map(parcels, columns=COLUMNS), path)


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
) -> dict[str, float]:
    parcels = make_parcels(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        start = time.perf_counter()
        draw(parcels, path)
        built = time.perf_counter() - start
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(PATIENCE)
        page.goto(path.as_uri(), timeout=PATIENCE, wait_until="commit")
        page.wait_for_load_state("load", timeout=PATIENCE)
        result: dict[str, Any] = {
            "built s": built,
            "file MB": path.stat().st_size / 1e6,
            "painted s": page.evaluate(PAINTED) / 1e3,
            "pan ms": page.evaluate(FRAMES, "pan"),
            "filter ms": page.evaluate(FRAMES, "filter") if draw is ours else None,
            "heap MB": heap(page),
        }
        page.close()
    return result


def heap(page: Any) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    return (used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6


def show(rows: dict[str, dict[str, float]]) -> None:
    measures = list(next(iter(rows.values())))
    print(f"{'':28}" + "".join(f"{name:>12}" for name in measures))
    for name, row in rows.items():
        cells = [
            f"{row[m]:12.2f}" if row[m] is not None else f"{'—':>12}" for m in measures
        ]
        print(f"{name:28}" + "".join(cells))


def main(count: int = 100_000, *further: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        rows = {f"landbase {count:,}": measure(browser, ours, count)}
        for number in further:
            rows[f"landbase {number:,}"] = measure(browser, ours, number)
        show(rows)
        theirs = measure(browser, plain, count)
        rows = {f"landbase {count:,}": rows[f"landbase {count:,}"]}
        rows[f"folium.GeoJson {count:,}"] = theirs
        own = rows[f"landbase {count:,}"]
        rows["times as much"] = {
            name: theirs[name] / own[name] if theirs[name] is not None else None
            for name in own
        }
        print()
        show(rows)
        browser.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
