"""Many parcels in little room: a fair picture, short frames, the pointer finds all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from browsing import open_page
from test_webmap_tiles import WHITE, dense_parcels, saved

from landbase.style import make_legend
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

LAYER = "let layer; map.eachLayer((l) => { if (l.store) layer = l; });"
CLASSES_AT = f"""{LAYER}
return value.map(([x, y]) => {{
  const row = layer.rowAt(map.containerPointToLatLng([x + 0.5, y + 0.5]));
  return row < 0 ? -1 : layer.store.position[row];
}});"""


def rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def tile_edges(opened: Opened) -> list[float]:
    """Where tiles meet, in px from the left."""
    return opened.run(
        "const side = map.getContainer().getBoundingClientRect().left;"
        "return [...new Set([...document.querySelectorAll('.lb-tile')]"
        ".map((t) => t.getBoundingClientRect().left - side))]"
        ".filter((x) => x > 5 && x < 1360);"
    )


def test_where_dots_cover_each_other_the_classes_seen_are_a_fair_sample(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(60_000)
    opened = open_page(browser, saved(parcels, work / "a.html", columns=["parcel_id"]))
    opened.look_at(109.0, 39.2, 6)
    opened.drawn()
    colors = opened.image().getcolors(1366 * 768)
    assert colors is not None
    seen = {color: count for count, color in colors if color != WHITE}
    legend = make_legend(parcels)
    real = Counter(legend.positions(parcels["status"]).tolist())
    total = sum(seen.values())
    assert total < len(parcels)  # so they do cover each other
    for position, count in real.items():
        share = seen[rgb(legend.all_classes[position].color)] / total
        assert abs(share - count / len(parcels)) < 0.03


def test_the_pointer_finds_what_is_drawn_on_tile_edges_too(
    browser: Browser, work: Path
) -> None:
    parcels = dense_parcels()
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.look_at(109.914, 39.714, 14)
    opened.drawn()
    opened.run(
        f"{LAYER} layer.store.classes.forEach((c) => {{ c.edge = 'transparent'; }});"
        "layer.refresh();"
    )
    opened.drawn()
    edges = tile_edges(opened)
    assert edges
    random = np.random.default_rng(0)
    pixels = random.integers([0, 0], [1366, 768], size=(3000, 2))
    pixels[:1500, 0] = np.round(random.choice(edges, 1500)) - random.integers(
        0, 2, 1500
    )
    image = opened.image()
    found = opened.run(CLASSES_AT, pixels.tolist())
    colors = [rgb(entry.color) for entry in make_legend(parcels).all_classes]
    wanted = [WHITE if number < 0 else colors[number] for number in found]
    seen = [image.getpixel((int(x), int(y))) for x, y in pixels]
    right = np.abs(np.subtract(seen, wanted)).max(axis=1) < 60
    assert right[:1500].mean() >= 0.98
    assert right[1500:].mean() >= 0.98
    assert len(set(found[:1500])) > 2


def test_after_a_filter_the_pointer_finds_only_what_is_left(
    browser: Browser, work: Path
) -> None:
    parcels = dense_parcels(100)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.look_at(109.86, 39.66, 15)
    opened.drawn()
    hidden = opened.run(
        f"{LAYER} const store = layer.store;"
        "store.position.forEach((at, row) => { store.shown[row] = at ? 1 : 0; });"
        "layer.refresh(); return store.count - store.shown.reduce((a, b) => a + b, 0);"
    )
    assert 0 < hidden < len(parcels)
    opened.drawn()
    random = np.random.default_rng(0)
    pixels = random.integers([0, 0], [1366, 768], size=(3000, 2))
    found = opened.run(CLASSES_AT, pixels.tolist())
    assert 0 not in found
    image = opened.image()
    gone = rgb(make_legend(parcels).all_classes[0].color)
    assert gone not in {image.getpixel((int(x), int(y))) for x, y in pixels}
    assert max(found) > 0


def test_a_tile_is_drawn_in_steps(browser: Browser, work: Path) -> None:
    parcels = dense_parcels(2500, step=0.003)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.look_at(109.87, 39.67, 12)
    opened.drawn()
    most, steps = opened.run(
        f"""{LAYER} const from = layer.store, counts = [];
        Object.values(layer._tiles).forEach((entry) => {{
          let steps = 0;
          for (const _ of layer._draw(entry.el, entry.coords)) steps += 1;
          counts.push(steps);
        }});
        return [from.count, Math.max(...counts)];"""
    )
    assert most == 2500
    assert steps > 3
    opened.assert_clean()


def test_what_cannot_be_read_is_said(browser: Browser, work: Path) -> None:
    for compress in (True, False):
        path = saved(make_parcels(30), work / "a.html", compress=compress)
        page = path.read_text("utf-8")
        start = page.index('_data">') + 300
        path.write_text(page[:start] + "A" * 400 + page[start + 400 :], "utf-8")
        opened = open_page(browser, path)
        message = opened.page.locator(".lb-message", has_text="读取失败")
        message.wait_for()
        assert "分旗区" in message.inner_text()
