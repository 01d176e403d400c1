"""What browser tests share: a page that is open, offline, and all that it does."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from playwright.sync_api import Browser, BrowserContext, Page

    from landbase.style import Legend

SIZES = {"small": (1366, 768), "large": (1920, 1080)}
MAP = "Object.values(window).find((v) => v && v instanceof L.Map)"
PATIENCE = 60_000  # ms; a busy machine is slow, but not broken
# What of a map is not yet as it will stay. Tiles fade in by and by; those of the zoom
# before go a while after all of the new one are there.
RESTLESS = """(map) => {
  const layers = Object.values(map._layers);
  const tiles = layers.filter((layer) => layer.ready && layer._tiles);
  const fading = (layer) => Object.values(layer._tiles).some((tile) =>
    tile.coords.z !== layer._tileZoom || (tile.current && !tile.active));
  if (tiles.some((layer) => layer._frame || layer._waiting.length)) return "drawing";
  if (tiles.some(fading)) return "fading in";
  if (map._animatingZoom || (map._panAnim && map._panAnim._inProgress)) return "moving";
  return document.getAnimations().length > 0 && "fading";
}"""


@dataclass
class Opened:
    """A page that is open, and everything it did."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def run(self, script: str, value: Any = None) -> Any:
        return self.page.evaluate(
            f"async (value) => {{ const map = {MAP}; {script} }}", value
        )

    def image(self) -> Image.Image:
        return Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")

    def pixel(self, x: float, y: float) -> str:
        return "#{:02X}{:02X}{:02X}".format(
            *self.image().getpixel((round(x), round(y)))
        )

    def on_page(self, lon: float, lat: float) -> tuple[float, float]:
        x, y = self.run(
            "const p = map.latLngToContainerPoint(value);"
            "const r = map.getContainer().getBoundingClientRect();"
            "return [p.x + r.left, p.y + r.top];",
            [lat, lon],
        )
        return x, y

    def look_at(self, lon: float, lat: float, zoom: float) -> tuple[float, float]:
        self.run(
            "map.setView([value[1], value[0]], value[2], {animate: false})",
            [lon, lat, zoom],
        )
        return self.on_page(lon, lat)

    def drawn(self) -> None:
        """Wait until all layers of tiles are drawn, and nothing moves or fades."""
        self.run(
            "for (const layer of Object.values(map._layers)) await layer.ready;"
            f"const restless = {RESTLESS};"
            "const until = performance.now() + value; let found;"
            "while ((found = restless(map))) {"
            "if (performance.now() > until) throw new Error(`still ${found}`);"
            "await new Promise((done) => setTimeout(done, 10)); }",
            PATIENCE,
        )

    def legend(self) -> dict[str, list[str]]:
        return cells(self.page, ".lb-legend > table tr[data-code]")

    def assert_clean(self) -> None:
        """One request, for the file itself, and nothing said."""
        asked = [url.partition(":")[0] for url in self.requests]
        assert [scheme for scheme in asked if scheme != "blob"] == ["file"]
        assert self.messages == []


def cells(page: Page, rows: str) -> dict[str, list[str]]:
    """The texts of the cells of each row with a code, asked for in one go."""
    found = page.locator(rows).evaluate_all(
        "(rows) => rows.map((row) => [row.dataset.code,"
        "[...row.querySelectorAll('td')].map((cell) => cell.textContent)])"
    )
    return dict(found)


def codes_of(legend: Legend, table: pd.DataFrame) -> list[str]:
    """Give the codes that the lines of a page have for those of a table of classes."""
    codes = [*(entry.code or "" for entry in legend.all_classes), "total"]
    return [codes[position] for position in table.index]


def open_page(
    browser: Browser,
    path: Path,
    size: str = "small",
    before: str = "",
    fragment: str = "",
) -> Opened:
    """Open a page offline, and run a script before those of the page."""
    opened = Opened(_context(browser, *SIZES[size]).new_page())
    if before:
        opened.page.add_init_script(before)
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda said: opened.messages.append(said.text))
    opened.page.on("pageerror", lambda error: opened.messages.append(str(error)))
    opened.page.on("dialog", lambda dialog: opened.messages.append(dialog.message))
    opened.page.goto(path.as_uri() + (f"#{fragment}" if fragment else ""))
    return opened


_CONTEXTS: WeakKeyDictionary[Browser, dict[tuple[int, int], BrowserContext]]
_CONTEXTS = WeakKeyDictionary()


def _context(browser: Browser, width: int, height: int) -> BrowserContext:
    """One for each size: a page in one that is there opens in half the time."""
    kept = _CONTEXTS.setdefault(browser, {})
    if (width, height) not in kept:
        kept[width, height] = browser.new_context(
            viewport={"width": width, "height": height}, offline=True
        )
        kept[width, height].set_default_timeout(PATIENCE)
    return kept[width, height]


def leave(browser: Browser) -> None:
    """Close all that a test opened, and take back what it allowed."""
    kept = _CONTEXTS.get(browser, {}).values()
    for context in browser.contexts:
        if context not in kept:
            context.close()
            continue
        for page in context.pages:
            page.close()
        context.clear_permissions()
