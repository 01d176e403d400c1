"""The parts of a map on folium maps of people's own, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import pytest
from browsing import open_page
from decided_pages import decided_base, on_day
from test_webmap_panel import assert_figures

from landbase.errors import DataError
from landbase.testing import make_parcels
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.parts import MapTools, ParcelPanel, ParcelSelection, TimeSlider
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

DAY = "2022-03-15"


def own_map(*parts: Any, **options: Any) -> folium.Map:
    """A folium map as anybody makes it, with a marker and a circle of folium."""
    m = folium.Map([39.6, 109.8], tiles=None, zoom_start=8, **options)
    folium.Marker([39.6, 109.8], popup="鄂尔多斯").add_to(m)
    folium.CircleMarker([39.8, 110.0], tooltip="环").add_to(m)
    for part in parts:
        m.add_child(part)
    return m


def opened_with(browser: Browser, m: folium.Map, work: Path) -> Opened:
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    return opened


def test_all_parts_work_on_a_map_of_ones_own(browser: Browser, work: Path) -> None:
    base = decided_base(work, 300)
    parcels = base.parcels()
    layer = ParcelLayer(parcels, decisions=Timeline.of(base))
    m = own_map(layer, MapTools(), ParcelPanel(layer), ParcelSelection(layer))
    opened = opened_with(browser, m.add_child(TimeSlider(layer)), work)
    assert_figures(opened, parcels)
    on_day(opened, DAY)
    now = base.parcels(on=DAY)
    assert_figures(opened, now)
    opened.page.locator(".lb-tool-every").click()
    assert opened.page.locator(".lb-sums b").first.inner_text() == "已选300宗"
    assert opened.page.locator(".lb-tools button").count() == 7
    opened.assert_clean()


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_the_parts_does_not_matter(
    browser: Browser, work: Path, order: int
) -> None:
    base = decided_base(work, 200)
    layer = ParcelLayer(base.parcels(), decisions=Timeline.of(base))
    parts = [TimeSlider(layer), ParcelSelection(layer), ParcelPanel(layer)][::order]
    path = save_map(own_map(layer, *parts), work / "a.html")
    one = str(base.parcels()["parcel_id"].iloc[5])
    opened = open_page(browser, path)
    opened.page.goto(f'{path.as_uri()}#day={DAY}&select=["{one}"]')
    opened.page.reload()
    opened.drawn()
    assert_figures(opened, base.parcels(on=DAY))
    assert opened.page.locator(".lb-sums b").first.inner_text() == "已选1宗"
    assert opened.messages == []


def test_a_slider_alone_changes_the_colours(browser: Browser, work: Path) -> None:
    base = decided_base(work, 200)
    layer = ParcelLayer(base.parcels(), decisions=Timeline.of(base))
    opened = opened_with(browser, own_map(layer, TimeSlider(layer)), work)
    colours = "return Array.from(Landbase.pageLayers[0].store.position)"
    seen = []
    for day in ("2020-12-31", DAY, "2022-12-31"):
        on_day(opened, day)
        # the map without the slider and its bars
        seen.append((opened.run(colours), opened.image().crop((0, 0, 1366, 600))))
    assert len({tuple(positions) for positions, _ in seen}) == len(seen)
    assert len({image.tobytes() for _, image in seen}) == len(seen)
    opened.assert_clean()


def test_a_panel_counts_only_its_own_layer(browser: Browser, work: Path) -> None:
    one, other = make_parcels(60), make_parcels(90, seed=3)
    layer = ParcelLayer(one)
    more = ParcelLayer(other, color_by="cause", name="别的图层")
    m = own_map(layer, more, ParcelPanel(layer), ParcelSelection(layer))
    opened = opened_with(browser, m, work)
    assert_figures(opened, one)
    opened.page.locator(".lb-tool-every").click()
    assert opened.page.locator(".lb-sums b").first.inner_text() == "已选60宗"
    shown = opened.run("return Landbase.pageLayers.map((l) => l.store.selected.length)")
    assert shown == [60, 90]
    assert opened.run("return Math.max(...Landbase.pageLayers[1].store.selected)") == 0


def test_rendered_twice_as_notebooks_do_each_part_is_there_once() -> None:
    layer = ParcelLayer(make_parcels(40))
    m = own_map(layer, ParcelPanel(layer), ParcelSelection(layer))
    folium.LayerControl().add_to(m)
    m.render()
    html = m.get_root().render()
    for kind in ("tiles", "panel", "selection"):
        assert html.count(f'{{"kind":"{kind}"') == 1
    assert html.count("Landbase.start(") == 3


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(DataError, match="昨天"):
        ParcelPanel(ParcelLayer(make_parcels(3)), as_of="昨天")


def test_a_slider_without_decisions_is_refused() -> None:
    parcels = make_parcels(3)
    with pytest.raises(ValueError, match="no decisions to slide over"):
        TimeSlider(ParcelLayer(parcels))
