"""The parcel layer in a real browser: drawn right, found, filtered, with any folium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pytest
import shapely
from browsing import open_page
from shapely.geometry import box

from landbase.style import make_legend
from landbase.testing import make_parcels
from landbase.webmap.layer import FEW, ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

    from landbase.texts import Lang

WHITE = (255, 255, 255)


def dense_parcels(
    n: int = 400, step: float | tuple[float, float] = 0.012
) -> gpd.GeoDataFrame:
    """Parcels of the usual shapes, moved together so that they fill the view."""
    parcels = make_parcels(n, holes=0.2, parts=0.2)
    side = int(np.ceil(n**0.5))
    shapes = parcels.geometry.to_numpy()
    centre = shapely.get_coordinates(shapely.centroid(shapely.envelope(shapes)))
    place = np.column_stack([np.arange(n) % side, np.arange(n) // side])
    offset = [109.8, 39.6] + place * np.asarray(step) - centre
    moved = [
        shapely.transform(shape, lambda xy, by=by: xy + by)
        for shape, by in zip(shapes, offset, strict=True)
    ]
    return parcels.set_geometry(gpd.GeoSeries(moved, crs=parcels.crs))


def saved(parcels: gpd.GeoDataFrame, path: Path, **options: Any) -> Path:
    """A page with nothing but the layer, on white."""
    m = folium.Map([39.6, 109.8], tiles=None, zoom_control=False)
    m.add_child(ParcelLayer(parcels, **options))
    m.get_root().header.add_child(
        folium.Element(
            "<style>.folium-map { background: #fff !important }"
            ".leaflet-control-container { display: none }</style>"
        )
    )
    return save_map(m, path)


def expected_colors(
    opened: Opened, parcels: gpd.GeoDataFrame, pixels: np.ndarray
) -> list[tuple[int, ...]]:
    """The colours at pixels by geometry alone: the class of the parcel there."""
    places = opened.run(
        "return value.map(([x, y]) => {"
        "const p = map.containerPointToLatLng([x + 0.5, y + 0.5]);"
        "return [p.lng, p.lat]; });",
        pixels.tolist(),
    )
    points = shapely.points(places)
    tree = shapely.STRtree(parcels.geometry.to_numpy())
    point, parcel = tree.query(points, predicate="within")
    legend = make_legend(parcels)
    position = legend.positions(parcels["status"])
    colors: list[tuple[int, ...]] = [WHITE] * len(points)
    for at, row in zip(point, parcel, strict=True):
        color = legend.all_classes[position[row]].color
        colors[at] = tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
    return colors


@pytest.mark.parametrize("zoom", [12, 14, 16])
@pytest.mark.parametrize("compress", [True, False])
def test_pixels_have_the_class_of_the_parcel_under_them(
    browser: Browser, work: Path, zoom: int, *, compress: bool
) -> None:
    parcels = dense_parcels()
    opened = open_page(browser, saved(parcels, work / "a.html", compress=compress))
    opened.look_at(109.914, 39.714, zoom)
    opened.drawn()
    opened.assert_clean()
    random = np.random.default_rng(0)
    pixels = random.integers([0, 0], [1366, 768], size=(4000, 2))
    image = opened.image()
    seen = [image.getpixel((int(x), int(y))) for x, y in pixels]
    wanted = expected_colors(opened, parcels, pixels)
    assert len(set(wanted)) > 2
    apart = np.abs(np.subtract(seen, wanted)).max(axis=1)
    assert (apart < 60).mean() >= 0.99
    inside = np.any(np.array(wanted) != WHITE, axis=1)
    outlines = {12: 0.75, 14: 0.94, 16: 0.98}  # they are darker, on purpose
    assert (apart[inside] < 60).mean() >= outlines[zoom]


def test_a_parcel_over_many_tiles_has_no_seams(browser: Browser, work: Path) -> None:
    parcels = make_parcels(1).set_geometry(
        gpd.GeoSeries([box(109.7, 39.5, 109.9, 39.7)], crs="EPSG:4490")
    )
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.look_at(109.8, 39.6, 15)
    opened.drawn()
    opened.run("map.panBy([37, 91], {animate: false})")
    opened.drawn()
    colors = opened.image().getcolors(1366 * 768)
    assert colors is not None
    assert len(colors) == 1


def test_no_parcel_vanishes_at_city_zoom(browser: Browser, work: Path) -> None:
    parcels = make_parcels(3000)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    west, south, east, north = parcels.total_bounds
    opened.run("map.fitBounds(value, {animate: false})", [[south, west], [north, east]])
    opened.drawn()
    centres = shapely.centroid(shapely.envelope(parcels.geometry.to_numpy()))
    places = opened.run(
        "return value.map((p) => { const q = map.latLngToContainerPoint(p);"
        "return [q.x, q.y]; });",
        shapely.get_coordinates(centres)[:, ::-1].tolist(),
    )
    image = opened.image()
    seen = {image.getpixel((int(x), int(y))) for x, y in places}
    assert WHITE not in seen


def test_hover_and_click_on_a_large_map(browser: Browser, work: Path) -> None:
    parcels = make_parcels(2500)
    parcels.loc[7, "name"] = "<script>alert(1)</script>{{ 7 * 7 }}"
    parcels.loc[7, "parcel_id"] = "甲\u2028</script>"
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.drawn()
    at = parcels.geometry.iloc[7].representative_point()
    place = opened.look_at(at.x, at.y, 15)
    opened.drawn()
    opened.page.mouse.move(*place)
    tip = opened.page.locator(".lb-tip .lb-card-title")
    tip.wait_for()
    assert tip.inner_text() == "<script>alert(1)</script>{{ 7 * 7 }}"
    opened.page.mouse.click(*place)
    card = opened.page.locator(".leaflet-popup .lb-card")
    card.wait_for()
    first = card.locator("dd").first.evaluate("(node) => node.textContent")
    assert first == "甲\u2028</script>"
    assert "亩" in card.inner_text()
    opened.page.mouse.move(place[0] + 300, place[1] + 200)
    opened.page.locator(".lb-tip").wait_for(state="detached")
    opened.assert_clean()


def test_areas_are_printed_as_in_the_sheets(browser: Browser, work: Path) -> None:
    parcels = make_parcels(3)
    areas = parcels["declared_area_m2"] * 0 + [2000 / 3, 1_234_565.0, float("nan")]
    opened = open_page(browser, saved(parcels, work / "a.html", areas=areas))
    opened.drawn()
    shown = opened.run(
        "let store; map.eachLayer((l) => { if (l.store) store = l.store; });"
        "return [0, 1, 2].map((r) => [store.text(1, r), store.area(r, 'mu'),"
        "store.area(r, 'ha')]);"
    )
    by_id = {parcel: rest for parcel, *rest in shown}
    assert [by_id[parcel] for parcel in parcels["parcel_id"]] == [
        ["1.00", "0.0667"],
        ["1,851.85", "123.4565"],
        ["—", "—"],
    ]


def test_hidden_parcels_go_and_come_back(browser: Browser, work: Path) -> None:
    parcels = dense_parcels(25)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.look_at(109.824, 39.624, 15)
    opened.drawn()
    before = opened.image().getcolors(1366 * 768)
    hide = (
        "map.eachLayer((l) => {{ if (!l.store) return;"
        "l.store.shown.fill({0}); l.refresh(); }});"
    )
    opened.run(hide.format(0))
    opened.drawn()
    assert [color for _, color in opened.image().getcolors(1366 * 768) or []] == [WHITE]
    opened.run(hide.format(1))
    opened.drawn()
    assert opened.image().getcolors(1366 * 768) == before


def test_an_old_browser_is_told_and_opens_the_plain_page(
    browser: Browser, work: Path
) -> None:
    old = "delete window.DecompressionStream;"
    parcels = make_parcels(20)
    opened = open_page(browser, saved(parcels, work / "a.html"), before=old)
    said = opened.page.locator(".lb-message").inner_text()
    assert "--no-compress" in said
    assert "compress = false" in said
    plain = saved(parcels, work / "b.html", compress=False)
    opened = open_page(browser, plain, before=old)
    opened.drawn()
    assert (
        opened.run(
            "let n = 0; map.eachLayer((l) => { if (l.store) n += l.store.count; });"
            "return n;"
        )
        == 20
    )
    assert opened.page.locator(".lb-message").count() == 0
    opened.assert_clean()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_old_browser_opens_a_large_map_that_is_not_compressed(
    browser: Browser, work: Path, lang: Lang
) -> None:
    parcels = make_parcels(FEW + 100)
    page = disposal_map(parcels, lang=lang, compress=False)
    opened = open_page(
        browser,
        save_map(page, work / "a.html"),
        before="delete window.DecompressionStream;",
    )
    opened.drawn()
    count = "let n = 0; map.eachLayer((l) => { if (l.store) n += l.store.count; });"
    assert opened.run(f"{count} return n;") == FEW + 100
    assert opened.page.locator(".lb-message").count() == 0
    opened.assert_clean()


def test_a_worker_decodes_where_there_are_any(browser: Browser, work: Path) -> None:
    path = save_map(disposal_map(make_parcels(2500)), work / "a.html")
    here = "throw new Error('decoded beside the worker')"
    before = f"window.atob = Uint8Array.fromBase64 = () => {{ {here}; }};"
    opened = open_page(browser, path, before=before)
    opened.drawn()
    assert opened.legend()["total"][0] == "2,500"
    opened.assert_clean()


def test_without_workers_the_page_decodes_by_itself(
    browser: Browser, work: Path
) -> None:
    path = saved(make_parcels(20), work / "a.html")
    opened = open_page(browser, path, before="window.Worker = undefined;")
    opened.drawn()
    opened.assert_clean()


def test_layers_of_a_large_map_can_be_switched_off(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(2500)
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    opened.drawn()
    tiles = opened.page.locator(".lb-tile")
    assert tiles.count() > 0
    for label in opened.page.locator(".lb-layers label").all():
        label.click()
    assert tiles.count() == 0
    opened.assert_clean()
