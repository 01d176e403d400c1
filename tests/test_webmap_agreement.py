"""The parcel layer in a browser against matplotlib: the same class, pixel by pixel.

matplotlib draws the same parcels at the same extent by its own means, from the outlines
as they are in the table: it knows nothing of our payload, tiles and canvas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
import geopandas as gpd
import numpy as np
import pytest
import shapely
from browsing import SIZES, open_page
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline
from shapely.geometry import MultiPolygon
from test_webmap_tiles import dense_parcels, saved

from landbase.style import make_legend
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

WIDTH, HEIGHT = SIZES["small"]
DPI = 96  # a point of matplotlib is then 4/3 of a pixel
APART = (0.0083, 0.0065)  # degrees: parcels fill the view and do not overlap
HEAPED = (0.005, 0.0035)  # they do, so that it matters which one is drawn last
# a dark outline mixed with a colour is of no class: outlines as parcels are here
PLAIN = (
    "Landbase.pageLayers.forEach((layer) => {"
    "layer.store.classes.forEach((entry) => { entry.edge = entry.color; });"
    "layer.refresh(); });"
    "map.eachLayer((one) => {"
    "if (one.row >= 0) one.setStyle({color: one.options.fillColor}); });"
)
BARE = (
    "<style>.folium-map { background: #fff !important; top: 0 !important;"
    " height: 100% !important } .lb-title, .leaflet-control-container,"
    " .lb-bottom { display: none !important }</style>"
)


VIEW = (  # the corners of the screen: Leaflet puts its map on whole pixels
    "return [[0, 768], [1366, 0]].map((p) => {"
    "const q = map.project(map.containerPointToLatLng(p), 0); return [q.x, q.y]; });"
)
PAPER = (  # a print has its centre in the middle
    "const q = map.project(map.getCenter(), 0), unit = 2 ** -map.getZoom();"
    "return [[-683, 384], [683, -384]].map(([x, y]) =>"
    "[q.x + x * unit, q.y + y * unit]);"
)


def extent_of(opened: Opened, what: str = VIEW) -> list[float]:
    """West, east, south, north of a view on the Mercator plane of zoom 0, in px."""
    (west, south), (east, north) = opened.run(what)
    return [west, east, south, north]


def on_plane(coordinates: np.ndarray) -> np.ndarray:
    """Longitude and latitude → the Mercator plane of zoom 0, by the formula."""
    lon, lat = np.radians(coordinates).T
    y = 0.5 - np.log(np.tan(np.pi / 4 + lat / 2)) / (2 * np.pi)
    return np.column_stack([0.5 + lon / (2 * np.pi), y]) * 256


def outline_of(shape: shapely.Geometry) -> Outline:
    """A polygon or several, with holes, as one path of matplotlib."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    rings = [
        np.asarray(ring.coords)[:, :2]
        for part in parts
        for ring in (part.exterior, *part.interiors)
    ]
    paths = [Outline(on_plane(ring), closed=True) for ring in rings]
    return Outline.make_compound_path(*paths)


def by_matplotlib(parcels: gpd.GeoDataFrame, extent: list[float]) -> np.ndarray:
    """The picture that matplotlib makes of parcels, outlines as wide as the page's."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    west, east, south, north = extent
    axes.set(xlim=(west, east), ylim=(south, north))
    legend = make_legend(parcels)
    position = legend.positions(parcels["status"])
    shapes = parcels.geometry.orient_polygons().to_numpy()
    for number, entry in enumerate(legend.all_classes):
        outlines = [outline_of(shape) for shape in shapes[position == number]]
        axes.add_collection(
            PathCollection(
                outlines,
                facecolors=entry.color,
                edgecolors=entry.color,
                linewidths=0.8 * 72 / DPI,
                transform=axes.transData,
            )
        )
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(np.int32)


def classes_of(picture: np.ndarray, parcels: gpd.GeoDataFrame) -> np.ndarray:
    """The class of each pixel by the nearest colour; -1 where there is none."""
    legend = make_legend(parcels)
    colors, classes = [(255, 255, 255)], [-1]
    for number, entry in enumerate(legend.all_classes):
        colors.append(tuple(int(entry.color[i : i + 2], 16) for i in (1, 3, 5)))
        classes.append(number)
    palette = np.array(colors, dtype=np.int32)
    best = np.full(picture.shape[:2], 2**31 - 1, dtype=np.int32)
    found = np.zeros(picture.shape[:2], dtype=np.int32)
    for color, number in zip(palette, classes, strict=True):
        apart = ((picture - color) ** 2).sum(axis=2)
        nearer = apart < best
        best[nearer], found[nearer] = apart[nearer], number
    return found


def agreement(
    opened: Opened, parcels: gpd.GeoDataFrame, what: str = VIEW
) -> tuple[float, float]:
    """Shares of pixels of the same class: of all, and of those within parcels."""
    seen = classes_of(np.asarray(opened.image(), dtype=np.int32), parcels)
    wanted = classes_of(by_matplotlib(parcels, extent_of(opened, what)), parcels)
    assert len(np.unique(wanted)) > 3
    same, inside = seen == wanted, (wanted >= 0) | (seen >= 0)
    assert inside.mean() > 0.05  # no empty view
    return float(same.mean()), float(same[inside].mean())


@pytest.mark.parametrize("step", [APART, HEAPED])
def test_tiles_agree_with_matplotlib(
    browser: Browser, work: Path, step: tuple[float, float]
) -> None:
    parcels = dense_parcels(step=step)
    assert parcels.geom_type.eq("MultiPolygon").any()
    rings = shapely.get_num_interior_rings(parcels.geometry.explode())
    assert rings.sum() > 20
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.drawn()
    opened.run(PLAIN)
    for zoom in (13, 14, 15, 16):
        opened.look_at(109.85, 39.64, zoom)
        opened.drawn()
        everywhere, inside = agreement(opened, parcels)
        assert everywhere >= 0.99, zoom
        assert inside >= 0.96, zoom  # outlines are where two ways of smoothing meet
    opened.assert_clean()


def test_few_parcels_agree_with_matplotlib(browser: Browser, work: Path) -> None:
    parcels = dense_parcels(step=APART)
    m = disposal_map(parcels)
    m.get_root().header.add_child(folium.Element(BARE))
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.run(PLAIN)
    opened.run(
        "map.getContainer().classList.remove('lb-under-title');"
        "map.invalidateSize({animate: false})"
    )
    for zoom in (13, 14.5, 16):
        opened.look_at(109.85, 39.64, zoom)
        opened.drawn()
        everywhere, inside = agreement(opened, parcels)
        assert everywhere >= 0.99, zoom
        assert inside >= 0.96, zoom  # outlines are where two ways of smoothing meet


def test_the_comparison_tells_a_hole_from_none_and_one_class_from_another(
    browser: Browser, work: Path
) -> None:
    parcels = dense_parcels(step=HEAPED)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.drawn()
    opened.run(PLAIN)
    opened.look_at(109.85, 39.64, 14)
    opened.drawn()
    filled = parcels.set_geometry(
        gpd.GeoSeries(
            [shapely.make_valid(shapely.envelope(g)) for g in parcels.geometry],
            crs=parcels.crs,
        )
    )
    assert agreement(opened, filled)[0] < 0.99
    turned = parcels.assign(status=parcels["status"].to_numpy()[::-1])
    assert agreement(opened, turned)[0] < 0.9


def test_prints_agree_with_matplotlib(browser: Browser, work: Path) -> None:
    parcels = dense_parcels(step=HEAPED)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    opened.drawn()
    opened.run(PLAIN)
    opened.look_at(109.85, 39.64, 14)
    opened.drawn()
    opened.run(
        "const canvas = Landbase.paint(map, {center: map.getCenter(), zoom: 14,"
        "width: 1366, height: 768, ratio: 1, ground: '#ffffff'});"
        "canvas.style.cssText = 'position: fixed; inset: 0; z-index: 9999';"
        "document.body.appendChild(canvas)"
    )
    everywhere, inside = agreement(opened, parcels, PAPER)
    assert everywhere >= 0.99
    assert inside >= 0.98


def test_dots_stand_where_matplotlib_has_the_parcels(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(2500)
    opened = open_page(browser, saved(parcels, work / "a.html"))
    west, south, east, north = parcels.total_bounds
    opened.run("map.fitBounds(value, {animate: false})", [[south, west], [north, east]])
    opened.drawn()
    seen = classes_of(np.asarray(opened.image(), dtype=np.int32), parcels)
    picture = by_matplotlib(parcels, extent_of(opened))
    drawn = (picture < 200).any(axis=2)  # specks: their colours are mixed with white
    assert drawn.sum() > 500
    y, x = np.nonzero(drawn)
    near = [
        (seen[max(0, v - 2) : v + 3, max(0, u - 2) : u + 3] >= 0).any()
        for v, u in zip(y, x, strict=True)
    ]
    assert all(near)
