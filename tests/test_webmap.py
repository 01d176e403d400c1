"""The map as data: what is in the page, what is refused, and that it stands alone."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import xyzservices
from hypothesis import given, settings
from hypothesis import strategies as st
from layer_bytes import decoded, outlines_of, texts_of
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from landbase.errors import CRSError, GeometryError, PageError, SchemaError, SourceError
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.style import Heading, make_legend
from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import BaseMap, tianditu
from landbase.webmap.payload import column_texts, pack_columns, pack_shapes, to_json
from landbase.webmap.save import find_links, save_map

if TYPE_CHECKING:
    from pathlib import Path

BANNERS = gpd.GeoDataFrame(
    {"banner": ["150602", "150603"], "name": ["东胜区", "康巴什区"]},
    geometry=[box(106, 37, 109, 41), box(109, 37, 112, 41)],
    crs="EPSG:4490",
)
WORDS = Vocabulary.default()


def layers_of(page: str) -> list[dict]:
    texts = re.findall(r'<script type="text/plain"[^>]*>([^{<]*)</script>', page)
    return [decoded(text, compressed=False) for text in texts]


def unpacked(packed: dict) -> list:
    """The outlines, read the way the page reads them."""
    xy = np.cumsum(np.reshape(packed["xy"], (-1, 2)), axis=0) / packed["scale"]
    points = iter(xy.tolist())
    lengths, counts = iter(packed["vertices"]), iter(packed["rings"])
    shapes = []
    for polygons in packed["polygons"]:
        parts = []
        for _ in range(polygons):
            rings = [
                [next(points) for _ in range(next(lengths))]
                for _ in range(next(counts))
            ]
            parts.append(Polygon(rings[0], rings[1:]))
        shapes.append(MultiPolygon(parts))
    return shapes


@given(st.integers(0, 30), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_outlines_come_back_within_half_a_millionth_of_a_degree(
    n: int, seed: int
) -> None:
    parcels = make_parcels(n, seed=seed, holes=0.3, parts=0.3)
    packed = pack_shapes(parcels.geometry)
    json.dumps(packed)
    back = gpd.GeoSeries(unpacked(packed), crs=parcels.crs)
    assert len(back) == n
    if n:
        assert (
            shapely.hausdorff_distance(
                np.array(back), parcels.geometry.to_numpy()
            ).max()
            < 0.8e-6
        )
        holes = [sum(len(p.interiors) for p in shape.geoms) for shape in back]
        own = parcels.geometry.apply(
            lambda g: sum(len(p.interiors) for p in getattr(g, "geoms", [g]))
        )
        assert holes == own.tolist()


def test_rows_without_outline_keep_their_place() -> None:
    square = box(110, 39, 110.001, 39.001)
    geometry = gpd.GeoSeries([None, square, Polygon(), square], crs="EPSG:4490")
    assert pack_shapes(geometry)["polygons"] == [0, 1, 0, 1]


def test_other_shapes_than_polygons_are_refused() -> None:
    geometry = gpd.GeoSeries([Point(110, 39), LineString([(0, 0), (1, 1)])])
    with pytest.raises(GeometryError, match="LineString, Point"):
        pack_shapes(geometry)


def test_values_are_written_as_people_read_them() -> None:
    frame = pd.DataFrame({
        "status": ["closed", "unheard of", None],
        "approval_date": pd.to_datetime(["2023-07-06", None, "2022-01-31"]),
        "developed_ratio": [1 / 3, np.nan, 1.0],
        "declared_area_m2": [1234.565, np.nan, 0.0],
        "自有": [1, None, 2.5],
    })
    texts = {
        name: column_texts(frame[name], lang="zh", rules=Rules.default()).tolist()
        for name in frame
    }
    assert texts == {
        "status": ["已销号", "unheard of", ""],
        "approval_date": ["2023-07-06", "", "2022-01-31"],
        "developed_ratio": ["33.3%", "", "100.0%"],
        "declared_area_m2": ["1,234.57", "", "0.00"],
        "自有": ["1.0", "", "2.5"],
    }


def test_words_that_repeat_are_written_once() -> None:
    frame = pd.DataFrame({"status": ["closed"] * 9 + ["planned"], "id": range(10)})
    status, own = pack_columns(
        frame, ["status", "id"], lang="zh", rules=Rules.default()
    )
    assert status["words"] == ["已销号", "方案已定"]
    assert status["values"].tolist() == [0] * 9 + [1]
    assert status["label"] == "处置状态"
    assert own == {"name": "id", "label": "id", "values": [str(n) for n in range(10)]}


@given(st.text())
def test_json_in_a_page_cannot_end_its_script(text: str) -> None:
    written = to_json({"a": text + "</script><!--"})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"a": text + "</script><!--"}


def test_only_the_columns_asked_for_are_in_the_page(work: Path) -> None:
    parcels = make_parcels(50)
    parcels["holder"] = "秘密单位甲"
    parcels["内部备注"] = "秘密备注"
    parcels["approval_no"] = "秘密文号"
    columns = ("parcel_id", "status")
    page = save_map(disposal_map(parcels, columns=columns), work / "图.html")
    text = page.read_text("utf-8")
    found = [texts_of(layer) for layer in layers_of(text)]
    assert "秘密" not in text + str(found)
    ids = {parcel for texts in found for parcel in texts["地块编号"]}
    assert ids == set(parcels["parcel_id"])
    every = [
        c["label"] for layer in layers_of(text) for c in layer["header"]["columns"]
    ]
    assert set(every) == {"地块编号", "处置状态"}


def test_a_layer_for_each_category_and_the_banners() -> None:
    parcels = make_parcels(40)
    parcels.loc[:3, "category"] = None
    page = disposal_map(parcels, BANNERS)
    layers = [c for c in page._children.values() if isinstance(c, folium.map.Layer)]
    names = [layer.layer_name for layer in layers]
    assert names == ["旗区界线", "批而未供", "闲置土地", "未填"]
    (west, south, east, north) = (106, 37, 112, 41)
    assert page.get_bounds() == [[south, west], [north, east]]


def test_every_parcel_is_in_one_layer(work: Path) -> None:
    parcels = make_parcels(60, parts=0.2)
    parcels.loc[5, "category"] = None
    parcels.loc[6, parcels.geometry.name] = None
    page = save_map(disposal_map(parcels), work / "a.html").read_text("utf-8")
    layers = layers_of(page)
    assert sum(layer["header"]["count"] for layer in layers) == 60
    outlines = [shape for layer in layers for shape in outlines_of(layer)]
    assert sum(not shape.is_empty for shape in outlines) == 59
    assert "另有1宗没有图形" in page


def test_the_same_input_gives_the_same_bytes(work: Path) -> None:
    parcels = make_parcels(30)
    first = disposal_map(parcels, BANNERS)
    one = save_map(first, work / "一.html").read_bytes()
    again = save_map(first, work / "二.html").read_bytes()
    other = save_map(disposal_map(parcels, BANNERS), work / "三.html").read_bytes()
    assert one == again == other
    assert sorted(path.name for path in work.iterdir()) == [
        "一.html",
        "三.html",
        "二.html",
    ]


def test_a_page_that_cannot_be_written_leaves_the_old_one(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save_map(disposal_map(make_parcels(2)), work / "a.html")
    before = path.read_bytes()

    def full(_beside: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(path), "replace", full)
    with pytest.raises(SourceError, match="the disk is full"):
        save_map(disposal_map(make_parcels(3)), path)
    assert path.read_bytes() == before
    assert [page.name for page in work.iterdir()] == ["a.html"]


def test_inputs_are_not_changed(work: Path) -> None:
    parcels, banners = make_parcels(20), BANNERS.copy()
    before = parcels.copy(deep=True)
    areas = pd.Series(1.0, index=parcels.index)
    m = disposal_map(parcels, banners, areas=areas)
    children = list(m._children)
    save_map(m, work / "a.html")
    assert list(m._children) == children
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before))
    pd.testing.assert_frame_equal(pd.DataFrame(banners), pd.DataFrame(BANNERS))


def test_a_renamed_geometry_column_and_a_projected_crs_work() -> None:
    parcels = make_parcels(5).rename_geometry("shape")
    near = parcels.to_crs("EPSG:4525")
    one = disposal_map(parcels).get_bounds()
    assert np.allclose(disposal_map(near).get_bounds(), one, atol=1e-7)


def test_what_cannot_be_drawn_is_refused() -> None:
    parcels = make_parcels(5)
    with pytest.raises(CRSError):
        disposal_map(parcels.set_crs(None, allow_override=True))
    with pytest.raises(CRSError):
        disposal_map(parcels, BANNERS.set_crs(None, allow_override=True))
    with pytest.raises(CRSError):
        disposal_map(parcels.set_crs("EPSG:4610", allow_override=True))
    with pytest.raises(SchemaError, match="无此列"):
        disposal_map(parcels, columns=["无此列"])
    with pytest.raises(SchemaError, match="status"):
        disposal_map(parcels.drop(columns="status"), color_by="status")
    with pytest.raises(SchemaError, match="banner"):
        disposal_map(parcels, BANNERS.drop(columns="banner"))
    with pytest.raises(ValueError, match="index"):
        disposal_map(parcels, areas=pd.Series([1.0]))
    with pytest.raises(TypeError, match="no base map"):
        disposal_map(parcels, basemap="OpenStreetMap")  # type: ignore[arg-type]


def test_a_legend_brings_its_own_words(work: Path) -> None:
    own = {"status": {"closed": {"zh": "已了结"}}}
    parcels = make_parcels(40)
    legend = make_legend(parcels, rules=Rules(vocabulary=WORDS.extended(own)))
    page = save_map(disposal_map(parcels, color_by=legend), work / "a.html")
    text = page.read_text("utf-8")
    assert "已了结" in text
    assert "已销号" not in text


def test_title_of_the_page_is_text(work: Path) -> None:
    heading = Heading(
        title="</title><b>x", as_of=str(date(2023, 7, 6)), note="https://x.example/"
    )
    page = save_map(disposal_map(make_parcels(2), title=heading), work / "a.html")
    text = page.read_text("utf-8")
    assert "<title>&lt;/title&gt;&lt;b&gt;x</title>" in text
    assert "数据截至2023年7月6日" in text


# ---- pages that would ask for something


def test_a_plain_folium_map_is_saved_with_leaflet_inside(work: Path) -> None:
    m = folium.Map(location=[39.6, 109.8], tiles=None)
    folium.GeoJson(make_parcels(3)[["parcel_id", "geometry"]]).add_to(m)
    text = save_map(m, work / "a.html").read_text("utf-8")
    assert "Leaflet 1.9" in text
    for left_out in ("bootstrap", "awesome", "glyphicons", "jquery"):
        assert f"{left_out}.min" not in text
    assert find_links(text) == []


def test_tiles_that_nobody_asked_for_are_refused(work: Path) -> None:
    with pytest.raises(PageError, match=r"tile\.openstreetmap\.org.*tiles=None"):
        save_map(folium.Map(), work / "a.html")
    assert list(work.iterdir()) == []


def test_icons_from_the_network_are_refused_by_name(work: Path) -> None:
    m = folium.Map(tiles=None)
    folium.Marker([39, 110], icon=folium.Icon()).add_to(m)
    with pytest.raises(PageError, match=r"leaflet\.awesome-markers\.js"):
        save_map(m, work / "a.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://x.example/a.png">',
        '<img srcset="//x.example/a.png 2x">',
        '<link rel="preload" href="https://x.example/a.js">',
        "<style>@import 'https://x.example/a.css';</style>",
        "<style>a { background: url(http://x.example/a.png) }</style>",
        '<p style="background: url(//x.example/a.png)">',
        '<iframe src="https://x.example"></iframe>',
        '<object data="https://x.example/a.svg"></object>',
        '<video poster="https://x.example/a.png"></video>',
        '<meta http-equiv="refresh" content="0; url=https://x.example">',
        '<script>fetch("https://x.example/a")</script>',
        '<script>new WebSocket("wss://x.example/a")</script>',
        "<script>i.src = '//x.example/a.png'</script>",
        '<script>"<b" ; x(`https://x.example/a`)</script>',
        '<img src="a.png">',
    ],
)
def test_links_of_every_kind_are_found(markup: str, work: Path) -> None:
    m = folium.Map(tiles=None)
    m.get_root().html.add_child(folium.Element(markup))
    with pytest.raises(PageError, match=r"x\.example|a\.png"):
        save_map(m, work / "a.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://x.example">可点击</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<script>var ns = "http://www.w3.org/2000/svg"; // see x</script>',
        '<script>var a = "<a href=\\"https://x.example\\">c</a>";</script>',
        '<script type="application/json">"https://x.example/text"</script>',
        "<p>http://x.example 是文字</p>",
    ],
)
def test_what_asks_for_nothing_passes(markup: str, work: Path) -> None:
    m = folium.Map(tiles=None)
    m.get_root().html.add_child(folium.Element(markup))
    assert save_map(m, work / "a.html").is_file()


def test_the_policy_of_a_page_forbids_requests(work: Path) -> None:
    page = save_map(disposal_map(make_parcels(2)), work / "a.html").read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline'; img-src data: blob:; " in policy[1]
    assert "http" not in policy[1]


# ---- base maps


def test_tianditu_needs_a_key_and_a_known_layer() -> None:
    with pytest.raises(ValueError, match="key"):
        tianditu(" ")
    with pytest.raises(ValueError, match="vec, cva"):
        tianditu("k", layer="osm")
    assert tianditu("k&x", layer="cia").url.endswith("&tk=k%26x")
    assert tianditu("k", layer="cia").overlay
    assert tianditu("k", lang="en").name == "Tianditu vector"


def test_tiles_of_a_chosen_base_map_are_let_through(work: Path) -> None:
    base_maps = [tianditu("KEY"), tianditu("KEY", layer="cva")]
    m = disposal_map(make_parcels(3), basemap=base_maps)
    page = save_map(m, work / "a.html").read_text("utf-8")
    policy = re.search(r"img-src ([^;]*);", page)
    assert policy is not None
    hosts = [f"https://t{n}.tianditu.gov.cn" for n in range(8)]
    assert policy[1].split() == ["data:", "blob:", *hosts]
    assert "tk=KEY" in page


def test_providers_of_xyzservices_are_base_maps(work: Path) -> None:
    provider = xyzservices.TileProvider(
        name="Own.Tiles",
        url="https://{s}.tiles.example/{z}/{x}/{y}{r}.png",
        attribution="(C) Own",
        html_attribution='&copy; <a href="https://own.example">Own</a>',
    )
    m = disposal_map(make_parcels(3), basemap=provider)
    page = save_map(m, work / "a.html").read_text("utf-8")
    assert "https://a.tiles.example" in page


def test_one_base_map_is_shown_and_all_labels() -> None:
    own = BaseMap(name="自有", url="https://own.example/{z}/{x}/{y}", attribution="own")
    base_maps = [tianditu("k", layer="cva"), tianditu("k"), own]
    page = disposal_map(make_parcels(1), basemap=base_maps)
    layers = [c for c in page._children.values() if isinstance(c, folium.TileLayer)]
    assert [layer.show for layer in layers] == [True, True, False]
