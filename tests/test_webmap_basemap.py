"""Base maps that lie in the page: cut, bounded, offline, on paper, in both themes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
from browsing import open_page
from pmtiles.tile import TileType
from shapely.geometry import LineString, Point, box
from tile_files import color_of, pictures, vector_tile, write_mbtiles, write_pmtiles

from landbase.errors import LandbaseWarning, MissingDependencyError, SourceError
from landbase.io.tiles import Tile, _tiles_of
from landbase.testing import make_parcels
from landbase.webmap.basemap import OfflineBaseMap, extent_of
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.sketch import SketchLabel, sketch_of_frame

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

EXTENT = extent_of(make_parcels(60))
WATER, ROAD = "#C3DCEC", "#D6BF94"
EVIL = "<img src=x onerror=alert(1)>"


def layer_of(frame: gpd.GeoDataFrame, source: Any, **options: Any) -> Any:
    """The element of the base map on a page."""
    m = disposal_map(frame, basemap=OfflineBaseMap(source=source, **options))
    return next(
        child for child in m._children.values()
        if getattr(child, "kind", "") in {"pictures", "sketch"}
    )  # fmt: skip


def own_layer() -> gpd.GeoDataFrame:
    """A lake of 0.2°, a trunk road through it, a town and a boundary."""
    middle = make_parcels(60).union_all().envelope.centroid
    x, y = middle.x, middle.y
    return gpd.GeoDataFrame(
        {
            "class": ["lake", "trunk", "town", "boundary"],
            "name": ["红碱淖", "国道", EVIL, None],
        },
        geometry=[
            box(x - 0.1, y - 0.1, x + 0.1, y + 0.1),
            LineString([(x - 1, y), (x + 1, y)]),
            Point(x, y + 0.4),
            LineString([(x - 1, y - 0.3), (x + 1, y - 0.3)]),
        ],
        crs="EPSG:4490",
    )


def opened_map(browser: Browser, work: Path, source: Any, **options: Any) -> Opened:
    m = disposal_map(make_parcels(60), basemap=OfflineBaseMap(source=source, **options))
    opened = open_page(browser, save_map(m, work / "底 图.html"))
    opened.drawn()
    opened.page.wait_for_function("document.querySelector('.leaflet-tile-loaded')")
    return opened


def ink_at(opened: Opened, lon: float, lat: float) -> str:
    opened.look_at(lon, lat, 12)
    opened.drawn()
    opened.page.wait_for_timeout(300)  # tiles fade in
    x, y = opened.on_page(lon, lat)
    return opened.pixel(x, y)


def test_a_layer_of_ones_own_lies_where_it_is(browser: Browser, work: Path) -> None:
    frame = own_layer()
    lake, road = frame.geometry.iloc[0], frame.geometry.iloc[1]
    opened = opened_map(browser, work, frame, attribution=EVIL)
    inside = (lake.centroid.x + 0.05, lake.centroid.y + 0.05)
    assert ink_at(opened, *inside) == WATER
    assert ink_at(opened, lake.centroid.x + 0.05, lake.centroid.y) == ROAD
    outside = (lake.bounds[2] + 0.03, road.bounds[1] + 0.03)
    assert ink_at(opened, *outside) not in {WATER, ROAD}
    opened.page.get_by_role("button", name="深色", exact=True).click()
    dark = ink_at(opened, *inside)
    assert dark not in {WATER, "#FFFFFF"}
    assert int(dark[1:3], 16) < 60
    assert opened.page.locator(".leaflet-control-attribution").inner_text() == EVIL
    opened.assert_clean()


def paper(opened: Opened, lon: float, lat: float) -> list[int]:
    """The colour of a place as print and picture paint it."""
    color: list[int] = opened.run(
        "const canvas = Landbase.paint(map, {center: L.latLng(value[1], value[0]),"
        "zoom: 9.4, width: 60, height: 60, ratio: 1, ground: '#f4f6f8'});"
        "return [...canvas.getContext('2d').getImageData(30, 30, 1, 1).data];",
        [lon, lat],
    )
    return color[:3]


def test_paper_has_the_base_map_and_who_made_it(browser: Browser, work: Path) -> None:
    frame = own_layer()
    lake = frame.geometry.iloc[0].centroid
    opened = opened_map(browser, work, frame, attribution="© 某测绘院")
    assert paper(opened, lake.x + 0.05, lake.y + 0.05) == [0xC3, 0xDC, 0xEC]
    opened.page.get_by_role("button", name="打印", exact=True).click()
    side = opened.page.locator(".lb-sheet-side")
    assert "© 某测绘院" in side.inner_text()


@pytest.mark.parametrize("ending", ["mbtiles", "pmtiles"])
def test_pictures_lie_where_they_are(browser: Browser, work: Path, ending: str) -> None:
    tiles = pictures(range(5, 11), bounds=EXTENT)
    path = work / f"影像.{ending}"
    if ending == "mbtiles":
        write_mbtiles(path, tiles, attribution="© <b>影像</b>")
    else:
        write_pmtiles(path, tiles, TileType.PNG, attribution="© <b>影像</b>")
    opened = opened_map(browser, work, path)
    place = make_parcels(60).geometry.iloc[0].centroid
    lon, lat = place.x + 0.03, place.y + 0.03  # beside the parcels
    west, north, *_ = _tiles_of(10, (lon, lat, lon, lat))
    wanted = color_of(10, west, north)
    assert ink_at(opened, lon, lat) == "#{:02X}{:02X}{:02X}".format(*wanted)
    west, north, *_ = _tiles_of(9, (lon, lat, lon, lat))
    assert paper(opened, lon, lat) == [*color_of(9, west, north)]
    assert "© 影像" in opened.page.locator(".leaflet-control-attribution").inner_text()
    opened.assert_clean()


def test_a_base_map_is_cut_to_the_parcels_and_to_its_room(work: Path) -> None:
    frame = make_parcels(60)
    tiles = pictures(range(11), bounds=(100, 30, 120, 45))
    path = write_mbtiles(work / "a.mbtiles", tiles)
    layer = layer_of(frame, path)
    kept = {tuple(tile[:3]) for tile in layer.options["tiles"]}
    for zoom in {zoom for zoom, *_ in kept}:
        west, north, east, south = _tiles_of(zoom, EXTENT)
        columns, rows = range(west, east + 1), range(north, south + 1)
        assert {tile[1:] for tile in kept if tile[0] == zoom} == {
            *itertools.product(columns, rows)
        }
    with pytest.warns(LandbaseWarning, match="取至第"):
        small = layer_of(frame, path, most_mb=len(layer.data) / 2e6)
    assert len(small.data) <= len(layer.data) / 2
    assert small.options["maxZoom"] < layer.options["maxZoom"] == 10
    with pytest.raises(SourceError) as refused:
        layer_of(frame, path, most_mb=0.0001)
    assert refused.value.key == "basemap_large"


def test_damaged_pictures_are_left_out_and_counted(work: Path) -> None:
    frame = make_parcels(60)
    tiles = pictures([7], bounds=EXTENT)
    bad = [tiles[0]._replace(data=tiles[0].data[:40]), *tiles[1:]]
    with pytest.warns(LandbaseWarning, match="有1片"):
        layer = layer_of(frame, write_mbtiles(work / "a.mbtiles", bad))
    assert len(layer.options["tiles"]) == len(tiles) - 1
    all_bad = [tile._replace(data=b"\x89PNG\r\n\x1a\n no") for tile in tiles]
    with pytest.raises(SourceError) as refused:
        layer_of(frame, write_mbtiles(work / "b.mbtiles", all_bad))
    assert refused.value.key == "tiles_unreadable"


def vector_tiles(zoom: int) -> list[Tile]:
    """In each tile a lake over its north-west quarter, and a town in the middle."""
    data = vector_tile([
        {
            "name": "water",
            "features": [
                {
                    "geometry": "POLYGON((0 0, 2048 0, 2048 2048, 0 2048, 0 0))",
                    "properties": {"class": "lake"},
                }
            ],
        },
        {
            "name": "place",
            "features": [
                {"geometry": "POINT(2048 3000)", "properties": {"name:zh": "某镇"}},
                {"geometry": "POINT(9 9)", "properties": {"name": "x" * 999}},
            ],
        },
        {
            "name": "boundary",
            "features": [{"geometry": "LINESTRING(0 9, 4096 9)", "properties": {}}],
        },
    ])
    west, north, east, south = _tiles_of(zoom, EXTENT)
    places = itertools.product(range(west, east + 1), range(north, south + 1))
    return [Tile(zoom, x, y, data) for x, y in places]


@pytest.mark.parametrize("ending", ["mbtiles", "pmtiles"])
def test_vector_tiles_become_a_quiet_drawing(
    browser: Browser, work: Path, ending: str
) -> None:
    tiles = [*vector_tiles(7), *vector_tiles(8)]
    path = work / f"矢量.{ending}"
    if ending == "mbtiles":
        write_mbtiles(path, tiles)
    else:
        write_pmtiles(path, tiles, TileType.MVT)
    opened = opened_map(browser, work, path)
    west, north, *_ = _tiles_of(8, EXTENT)

    def place(share: float) -> tuple[float, float]:
        lon = (west + 1 + share) / 256 * 360 - 180
        lat = np.degrees(
            np.arctan(np.sinh(np.pi * (1 - 2 * (north + 1 + share) / 256)))
        )
        return lon, float(lat)

    assert paper(opened, *place(0.25)) == [0xC3, 0xDC, 0xEC]
    assert paper(opened, *place(0.75)) != [0xC3, 0xDC, 0xEC]
    opened.assert_clean()


def test_what_is_no_base_map_is_refused(work: Path, monkeypatch: Any) -> None:
    frame = make_parcels(60)
    far = pictures([7], bounds=(0, 0, 1, 1))
    for source in (
        write_mbtiles(work / "far.mbtiles", far),
        own_layer().translate(50).to_frame("geometry").set_crs(4490),
    ):
        with pytest.raises(SourceError) as refused:
            layer_of(frame, source)
        assert refused.value.key == "basemap_elsewhere"
    deep = write_mbtiles(
        work / "deep.mbtiles", pictures([17], bounds=(109, 39, 109.002, 39.002))
    )
    with pytest.raises(SourceError) as refused:
        layer_of(frame, deep)
    assert refused.value.key == "basemap_too_detailed"
    with pytest.raises(TypeError, match="OfflineBaseMap"):
        disposal_map(frame, basemap="a.mbtiles")  # type: ignore[arg-type] # tried
    with pytest.raises(ValueError, match="most_mb"):
        layer_of(frame, own_layer(), most_mb=float("nan"))
    monkeypatch.setitem(__import__("sys").modules, "pmtiles.tile", None)
    path = work / "a.pmtiles"
    path.write_bytes(b"PMTiles")
    with pytest.raises(MissingDependencyError, match=r"landbase\[basemap\]"):
        layer_of(frame, path)


def test_a_page_without_parcels_has_none(work: Path) -> None:
    empty = make_parcels(3).iloc[:0]
    page = save_map(
        disposal_map(empty, basemap=OfflineBaseMap(source=own_layer())),
        work / "a.html",
    )
    assert '"kind":"sketch"' not in page.read_text("utf-8")


def test_a_layer_without_room_is_simplified_or_refused() -> None:
    frame, (west, south, east, north) = make_parcels(60), EXTENT
    x = np.linspace(west, east, 40_000)
    y = south + (north - south) * (0.5 + 0.001 * np.sin(x * 4000))
    road = gpd.GeoDataFrame(geometry=[LineString(np.column_stack([x, y]))], crs=4490)
    whole = len(layer_of(frame, road).data)
    with pytest.warns(LandbaseWarning, match="简化"):
        small = layer_of(frame, road, most_mb=whole / 1.3e6)
    assert len(small.data) <= whole / 1.3
    with pytest.raises(SourceError) as refused:
        layer_of(frame, road, most_mb=0.00005)
    assert refused.value.key == "basemap_large"


def test_words_say_what_is_drawn() -> None:
    frame = gpd.GeoDataFrame(
        {"类别": ["高速", "乡道", "铁路", "水渠", "黄河", "国界线", "林地", None]},
        geometry=[LineString([(n, 0), (n, 1)]) for n in range(6)]
        + [box(6, 0, 7, 1), box(7, 0, 8, 1)],
        crs=4490,
    )
    sketch = sketch_of_frame(frame, layer="", bounds=(-1, -1, 9, 9), tolerance=0)
    counts = {kind: len(lines) for kind, lines in sketch.lines.items() if lines}
    assert counts == {
        "green": 1, "water": 1, "stream": 1, "river": 1, "rail": 1, "minor": 1,
        "major": 1,
    }  # fmt: skip
    towns = gpd.GeoDataFrame(
        {"名称": ["乙镇", "甲市", "\u202e", "长" * 30]},
        geometry=[Point(1, 1)] * 4,
        crs=4490,
    )
    named = sketch_of_frame(towns, layer="地名", bounds=(0, 0, 2, 2), tolerance=0)
    assert [label.text for label in named.labels] == ["乙镇", "甲市"]
    assert isinstance(named.labels[0], SketchLabel)
