"""Other layers and images under the parcels: placed right, read from any raster."""

from __future__ import annotations

import base64
import io
import warnings
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from browsing import open_page
from PIL import Image
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_bounds, from_origin
from shapely.geometry import LineString, MultiPoint, box

from landbase.crs import transform_arrays
from landbase.errors import CRSError, SchemaError, SourceError
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import ImageLayer, OutlineLayer
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

BOUNDS = (109.0, 39.0, 110.0, 40.0)
RED, BLUE = (220, 20, 20), (20, 20, 220)


def halves(count: int = 3, dtype: str = "uint8") -> np.ndarray:
    """Left half red, right half blue."""
    pixels = np.zeros((count, 40, 40), dtype=dtype)
    for band in range(min(count, 3)):
        pixels[band, :, :20], pixels[band, :, 20:] = RED[band], BLUE[band]
    return pixels


def write(path: Path, pixels: np.ndarray, **options: Any) -> Path:
    count, height, width = pixels.shape
    driver = {".tif": "GTiff", ".png": "PNG"}[path.suffix]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver=driver, count=count, height=height, width=width,
            dtype=pixels.dtype, **options,
        ) as into:  # fmt: skip
            into.write(pixels)
    return path


def image_of(layer: ImageLayer) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(layer.url.partition(",")[2])))


def shown(browser: Browser, work: Path, *overlays: Any) -> Opened:
    m = disposal_map(make_parcels(1), overlays=overlays)
    opened = open_page(browser, save_map(m, work / "a.html"))
    opened.drawn()
    return opened


def colors_at(opened: Opened, *places: tuple[float, float]) -> list[str]:
    opened.look_at(109.5, 39.5, 9)
    opened.page.wait_for_timeout(200)
    return [opened.pixel(*opened.on_page(*place)) for place in places]


@pytest.mark.parametrize("kind", ["tif", "bounds", "world file"])
def test_an_image_lies_where_it_belongs(
    browser: Browser, work: Path, kind: str
) -> None:
    transform = from_bounds(*BOUNDS, 40, 40)
    if kind == "tif":
        path = write(work / "影像.tif", halves(), crs="EPSG:4490", transform=transform)
        layer = ImageLayer(path)
    elif kind == "bounds":
        layer = ImageLayer(write(work / "影像.png", halves()), bounds=BOUNDS)
    else:
        path = write(work / "影像.png", halves())
        lines = [1 / 40, 0, 0, -1 / 40, 109 + 1 / 80, 40 - 1 / 80]
        path.with_suffix(".pgw").write_text("\n".join(map(str, lines)), "ascii")
        layer = ImageLayer(path, crs="EPSG:4490")
    ends = np.array(layer.bounds)
    assert ends == pytest.approx(np.array([[39, 109], [40, 110]]), abs=0.02)
    opened = shown(browser, work, layer)
    seen = colors_at(opened, (109.1, 39.8), (109.4, 39.1), (109.6, 39.9), (109.9, 39.2))
    assert seen == ["#DC1414", "#DC1414", "#1414DC", "#1414DC"]
    box_ = opened.page.locator(".lb-layers label", has_text="影像")
    box_.click()
    assert colors_at(opened, (109.1, 39.8)) == ["#E9EEF2"]
    opened.assert_clean()


def test_an_image_in_a_zone_is_brought_onto_the_map(work: Path) -> None:
    x, y = transform_arrays(
        np.array([109.5]), np.array([39.5]), source="EPSG:4490", target="EPSG:4525"
    )
    transform = from_origin(x[0] - 10_000, y[0] + 10_000, 500, 500)
    path = write(work / "a.tif", halves(), crs="EPSG:4525", transform=transform)
    layer = ImageLayer(path)
    (south, west), (north, east) = layer.bounds
    assert (west + east) / 2 == pytest.approx(109.5, abs=0.01)
    assert (south + north) / 2 == pytest.approx(39.5, abs=0.01)
    assert image_of(layer).mode == "RGBA"
    corner = image_of(layer).getpixel((0, 0))
    assert corner[3] in {0, 255}


def test_large_images_are_made_smaller_and_bytes_repeat(work: Path) -> None:
    path = write(work / "a.png", np.full((1, 90, 300), 7, dtype="uint8"))
    layer = ImageLayer(path, bounds=BOUNDS, most_pixels=100)
    assert max(image_of(layer).size) < 160
    assert layer.url == ImageLayer(path, bounds=BOUNDS, most_pixels=100).url
    pixels = np.asarray(image_of(layer)).reshape(-1, 4)
    assert np.unique(pixels[pixels[:, 3] > 0, :3]).tolist() == [7]


def test_wide_values_are_stretched_and_no_data_is_clear(work: Path) -> None:
    pixels = np.full((1, 40, 40), 1000, dtype="uint16")
    pixels[0, :, 20:], pixels[0, :5] = 3000, 0
    path = write(
        work / "a.tif", pixels, nodata=0, crs="EPSG:4490",
        transform=from_bounds(*BOUNDS, 40, 40),
    )  # fmt: skip
    image = image_of(ImageLayer(path))
    width, height = image.size
    assert image.getpixel((width // 2, 0))[3] == 0
    assert image.getpixel((width // 4, height - 5))[:3] == (0, 0, 0)
    assert image.getpixel((3 * width // 4, height - 5))[:3] == (255, 255, 255)


def test_a_palette_gives_the_colours(work: Path) -> None:
    path = work / "a.tif"
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=20, width=20, dtype="uint8",
        crs="EPSG:4490", transform=from_bounds(*BOUNDS, 20, 20),
    ) as into:  # fmt: skip
        into.write(np.full((1, 20, 20), 5, dtype="uint8"))
        into.write_colormap(1, {5: (1, 2, 3, 255)})
    image = image_of(ImageLayer(path))
    assert image.getpixel((10, 10)) == (1, 2, 3, 255)


def test_what_cannot_be_placed_is_refused(work: Path) -> None:
    plain = write(work / "a.png", halves())
    with pytest.raises(SourceError, match="bounds="):
        ImageLayer(plain)
    lost = write(work / "b.tif", halves(), transform=from_bounds(*BOUNDS, 40, 40))
    with pytest.raises(CRSError, match="crs="):
        ImageLayer(lost)
    (work / "c.tif").write_bytes(b"no image")
    with pytest.raises(SourceError, match=r"c\.tif cannot be read"):
        ImageLayer(work / "c.tif")
    with pytest.raises(SourceError, match=r"d\.tif"):
        ImageLayer(work / "d.tif")


def other_layer() -> gpd.GeoDataFrame:
    shapes = [
        LineString([(109.0, 39.5), (110.0, 39.5)]),
        box(109.2, 39.7, 109.4, 39.9),
        MultiPoint([(109.7, 39.7), (109.8, 39.8)]),
        shapely.GeometryCollection([LineString([(109.2, 39.2), (109.8, 39.2)])]),
        None,
    ]
    names = ["</script><b>一</b>", "保护区", None, "丁", "戊"]
    return gpd.GeoDataFrame(
        {"名称": names, "秘密": "秘密值"}, geometry=shapes, crs="EPSG:4490"
    )


def test_other_outlines_are_drawn_and_their_names_are_text(
    browser: Browser, work: Path
) -> None:
    frame = other_layer()
    before = frame.copy(deep=True)
    layer = OutlineLayer(frame, name="规划", color="#ff0000", width=5, label="名称")
    assert frame.equals(before)
    opened = shown(browser, work, layer)
    lines = [(109.15, 39.5), (109.2, 39.75), (109.7, 39.7), (109.3, 39.2)]
    assert colors_at(opened, *lines) == ["#FF0000"] * 4
    assert colors_at(opened, (109.3, 39.75)) != ["#FF0000"]  # not filled
    names = opened.page.locator(".lb-banner-name").all_text_contents()
    assert names == ["</script><b>一</b>", "保护区", "丁"]
    assert "秘密" not in opened.page.content()
    opened.assert_clean()
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="保存图片").click()
    picture = Image.open(waiting.value.path()).convert("RGB")
    x, y = opened.on_page(109.15, 39.5)
    assert picture.getpixel((round(2 * x), round(2 * y))) == (255, 0, 0)


def test_outlines_know_their_bounds_and_need_a_crs(work: Path) -> None:
    layer = OutlineLayer(other_layer(), name="规划")
    m = folium.Map(tiles=None)
    m.add_child(layer)
    assert m.get_bounds() == [[39.2, 109.0], [39.9, 110.0]]
    assert save_map(m, work / "a.html").is_file()
    with pytest.raises(CRSError):
        OutlineLayer(other_layer().set_crs(None, allow_override=True), name="x")
    with pytest.raises(SchemaError, match="无此列"):
        OutlineLayer(other_layer(), name="x", label="无此列")
    OutlineLayer(other_layer().iloc[:0], name="x")


def test_overlays_work_on_any_folium_map(browser: Browser, work: Path) -> None:
    m = folium.Map([39.5, 109.5], tiles=None, zoom_start=9)
    ImageLayer(write(work / "a.png", halves()), bounds=BOUNDS).add_to(m)
    OutlineLayer(other_layer(), name="规划", color="#00ff00", width=5).add_to(m)
    folium.LayerControl().add_to(m)
    opened = open_page(browser, save_map(m, work / "b.html"))
    assert colors_at(opened, (109.1, 39.8), (109.15, 39.5)) == ["#DC1414", "#00FF00"]
    opened.assert_clean()
