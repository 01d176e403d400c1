"""Small files as they really arrive: one of each fault, and what should be found.

Every file is a little town of its own; `making.expected` lists what reading, cleaning
and checking should find in it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import translate

from making.arrives_files import (
    replace_bytes,
    write_geojson,
    write_layer,
    write_shape,
    write_zip,
)
from making.expected import write_expected
from making.lots import lay_out
from making.world import EPSG, measure, to_millimetres

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_arrivals"]

_ORIGIN = {36: (36_618_000.0, 4_444_000.0), 37: (37_441_000.0, 4_444_000.0)}
_BANNER = "150621"
# A name that its field cuts in the middle of a character.
_CUT, _HALF = "示例到件项目名", "称".encode("gbk")[:1]
_WAYS = {"批而未供": ("加快供应", "规划调整"), "闲置土地": ("限期开工", "企业自身原因")}


def write_arrivals(outlines: gpd.GeoDataFrame, folder: Path, seed: int) -> None:
    """Write all files of `as_it_arrives`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_systems(folder, seed)
    _write_encodings(folder, seed + 10)
    _write_areas(folder, seed + 20)
    _write_geometry(folder, seed + 30)
    _write_pairs(folder, seed + 40)
    _write_banners(outlines, folder, seed + 50)
    _write_words(folder, seed + 60)
    write_expected(folder / "预期问题.csv")


def _town(
    seed: int, count: int = 12, *, category: str = "批而未供", first: int = 1,
    zone: int = 37, turn: float = 12,
) -> gpd.GeoDataFrame:  # fmt: skip
    """Make parcels without a fault, in the plane of a zone."""
    rng = np.random.default_rng(seed)
    x, y = _ORIGIN[zone]
    x, y = x + 200 * (seed % 10), y + 6_000 * (seed % 7)
    lots = lay_out(count, large=False, turn=turn, rng=rng)
    shapes = to_millimetres(
        np.array([translate(lot, x, y) for lot in lots], dtype=object)
    )
    letter = "P" if category == "批而未供" else "X"
    way, cause = _WAYS[category]
    frame = gpd.GeoDataFrame(
        {
            "DKBH": [f"{_BANNER}-{letter}-{9000 + first + k}" for k in range(count)],
            "TDLB": category,
            "XMMC": [f"示例到件项目{first + k}" for k in range(count)],
            "XZQDM": _BANNER,
            "PZWH": f"内政土发〔2018〕{100 + seed % 90}号",
            "PZSJ": dt.date(2018, 5, 1 + seed % 28).isoformat(),
            "WGYY": cause,
            "CZFS": way,
            "TDMJ": 0.0,
            "zone": zone,
        },
        geometry=shapes,
    )
    return _with_areas(frame)


def _with_areas(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Declare the area of record."""
    return frame.assign(TDMJ=np.round(measure(frame), 2))


def _moved(frame: gpd.GeoDataFrame, change: Any) -> gpd.GeoDataFrame:
    """Change all coordinates."""
    return frame.set_geometry(shapely.transform(frame.geometry.to_numpy(), change))


def _write_systems(folder: Path, seed: int) -> None:
    """Coordinates whose system has to be found out, or cannot be."""
    write_shape(_town(seed), folder / "缺投影_有带号.shp", epsg=None)
    bare = _moved(_town(seed + 1), lambda p: p - [37_000_000, 0])
    write_shape(bare, folder / "缺投影_无带号.shp", epsg=None)
    swapped = _moved(_town(seed + 2), lambda p: p[:, ::-1])
    write_shape(swapped, folder / "坐标轴颠倒.shp", epsg=None)
    write_shape(_town(seed + 3), folder / "西安80坐标.shp", epsg=2361)


def _write_encodings(folder: Path, seed: int) -> None:
    """Text whose encoding nothing names."""
    write_shape(_town(seed), folder / "GBK编码_无cpg.shp", epsg=4525, language=0x4D)
    write_shape(
        _town(seed + 1), folder / "UTF8编码_无cpg.shp", epsg=4525, encoding="UTF-8"
    )
    cut = _town(seed + 3)
    cut.loc[5, "XMMC"] = f"{_CUT}*"
    widths = {"XMMC": len(f"{_CUT}*".encode("gbk"))}
    path = folder / "文字截断.shp"
    write_shape(cut, path, epsg=4525, widths=widths)
    whole = f"{_CUT}*".encode("gbk")
    replace_bytes(path.with_suffix(".dbf"), whole, whole[:-1] + _HALF)
    write_zip(_town(seed + 2), folder / "压缩包.zip", "批而未供", epsg=4525)


def _write_areas(folder: Path, seed: int) -> None:
    """Areas whose unit nothing names, and one that is wrong."""
    hectares = _town(seed)
    hectares["TDMJ"] = np.round(hectares["TDMJ"] / 10_000, 4)
    write_shape(hectares, folder / "面积单位未注明.shp", epsg=4525)
    wrong = _town(seed + 1)
    wrong.loc[4, "TDMJ"] = np.round(wrong.loc[4, "TDMJ"] * 1.03, 2)
    write_shape(wrong, folder / "面积不符.shp", epsg=4525)


def _write_geometry(folder: Path, seed: int) -> None:
    """Shapes that are broken, flat, thin or not there."""
    town = _town(seed, 10)
    shapes = town.geometry.to_numpy().copy()
    x, y = shapely.get_coordinates(shapes[0].centroid)[0] + [4_000, 4_000]
    outlines: dict[int, list[tuple[float, float]]] = {
        2: [(0, 0), (200, 0), (200, 200), (-0.5, 200), (0.5, 200.6)],
        3: [(300, 0), (500, 200), (500, 0), (300, 200)],
        5: [(600, 0), (900, 0), (900, 0.4), (600, 0.4)],
        6: [(1000, 0), (1100, 100), (1050, 50)],
    }
    for row, points in outlines.items():
        shapes[row] = translate(Polygon(points), round(x), round(y))
    # What was declared is right for the rows that can be used.
    mended = town.set_geometry(shapely.make_valid(shapes, method="structure"))
    shapes[8] = None
    faulty = _with_areas(mended).set_geometry(gpd.GeoSeries(shapes))
    write_layer(faulty, folder / "几何问题.gpkg", "批而未供", epsg=4525)
    write_geojson(
        _town(seed + 1, 10), folder / "环未闭合.geojson", epsg=4525, unclosed=4
    )


def _write_pairs(folder: Path, seed: int) -> None:
    """Parcels that are there twice or lie on each other; one in both categories."""
    town = _town(seed, 12)
    shapes = town.geometry.to_numpy().copy()
    shapes[7] = shapes[1]
    x, y = shapely.get_coordinates(shapes[0].centroid)[0] + [5_000, 0]
    squares = {8: (0, 0, 200), 9: (50, 50, 80), 10: (400, 0, 200), 11: (500, 100, 200)}
    for row, (dx, dy, side) in squares.items():
        shapes[row] = shapely.box(0, 0, side, side)
        shapes[row] = to_millimetres(
            np.array([translate(shapes[row], x + dx, y + dy)])
        )[0]
    write_layer(
        _with_areas(town.set_geometry(shapes)), folder / "重复与重叠.gpkg", "批而未供",
        epsg=4525,
    )  # fmt: skip
    one = _town(seed + 1, 10)
    two = _town(seed + 2, 10, category="闲置土地")
    both = two.geometry.to_numpy().copy()
    both[3] = one.geometry.iloc[5]  # one id, one outline
    both[6] = one.geometry.iloc[8]  # one outline under two ids
    two = _with_areas(two.set_geometry(both))
    two.loc[3, "DKBH"] = one.loc[5, "DKBH"]
    path = folder / "两类同一地块.gpkg"
    write_layer(one, path, "批而未供", epsg=4525)
    write_layer(two, path, "闲置土地", epsg=4525)


def _write_banners(outlines: gpd.GeoDataFrame, folder: Path, seed: int) -> None:
    """Parcels that are not where their table says."""
    town = _town(seed, 12)
    shapes = town.geometry.to_numpy().copy()
    plane = outlines.to_crs(EPSG[37]).set_index("旗区代码").geometry
    line = plane["150621"].intersection(plane["150622"])
    middle = shapely.line_merge(line).interpolate(0.5, normalized=True)
    outside = shapely.Point(37_441_000, 4_520_000)
    for row, (point, side) in {6: (outside, 160), 8: (middle, 300)}.items():
        square = shapely.box(-side / 2, -side / 2, side / 2, side / 2)
        shapes[row] = translate(square, round(point.x), round(point.y))
    faulty = _with_areas(town.set_geometry(shapes))
    codes = {2: "150622", 3: None, 4: "150699", 5: "152722"}
    for row, code in codes.items():
        faulty.loc[row, "XZQDM"] = code
    write_shape(faulty, folder / "旗区问题.shp", epsg=4525)


def _write_words(folder: Path, seed: int) -> None:
    """Cells that are empty, unknown or unreadable."""
    town = _town(seed, 18).astype({"TDMJ": "object"})
    cells: list[tuple[int, str, Any]] = [
        (1, "DKBH", None),
        (3, "DKBH", town.loc[2, "DKBH"]),
        (4, "TDLB", None),
        (5, "TDLB", "低效用地"),
        (6, "WGYY", None),
        (7, "WGYY", "风水不好"),
        (8, "CZFS", "另行研究"),
        (9, "CZFS", "无偿收回"),
        (10, "PZSJ", "2018年13月45日"),
        (11, "PZSJ", "不详"),
        (12, "TDMJ", "约三亩半"),
        (13, "CZFS", None),
    ]
    for row, column, value in cells:
        town.loc[row, column] = value
    town.loc[15] = town.loc[14]
    town["TDMJ"] = [None if v is None else str(v) for v in town["TDMJ"]]
    write_shape(town, folder / "填写问题.shp", epsg=4525)
