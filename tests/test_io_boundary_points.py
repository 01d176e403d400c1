"""Boundary-point TXT: every deviation seen, the meaning of rings, round trips."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from landbase.crs import to_geographic
from landbase.errors import (
    ConfigError,
    CRSError,
    GeometryError,
    SchemaError,
    SourceError,
)
from landbase.io.boundary_points.lines import read_decimals
from landbase.io.boundary_points.read import is_boundary_points, read_boundary_points
from landbase.io.boundary_points.rings import RingSet, nest
from landbase.io.boundary_points.write import write_boundary_points
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

HEADER = """[属性描述]
格式版本号=1.01版本
数据产生单位=某局
数据产生日期=2023-1-1
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=37
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""
E0, N0 = 37_500_000, 4_400_000
SQUARE = [(0, 0), (0, 100), (100, 100), (100, 0)]


def points(
    corners: Any = SQUARE, *, ring: int = 1, form: str = "J{i},{ring},{n:.3f},{e:.3f}"
) -> str:
    """Lay out a closed ring of (east, north) offsets."""
    rows = [*enumerate(corners, start=1), (1, corners[0])]
    return "".join(
        form.format(i=i, ring=ring, n=N0 + n, e=E0 + e) + "\n" for i, (e, n) in rows
    )


def head(
    area: str = "1.0000", name: str = "甲", id_: str = "D1", count: int = 5
) -> str:
    return f"{count},{area},{id_},{name},面,K50,工业用地,0601,@\n"


@pytest.fixture
def read(work: Path) -> Any:
    def reader(
        text: str | bytes, *, encoding: str = "utf-8", **options: Any
    ) -> RawTable:
        path = work / "红线 坐标.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        (table,) = read_boundary_points(path, **options)
        return table

    return reader


def codes(table: RawTable) -> set[str]:
    return set(table.issues.table["code"])


def square() -> Any:
    return shapely.Polygon([(E0 + e, N0 + n) for e, n in SQUARE])


def is_square(table: RawTable, row: int = 0) -> bool:
    return bool(table.geometry[row].normalize().equals_exact(
        square().normalize(), 1e-6
    ))  # fmt: skip


def test_the_documented_form(read: Any) -> None:
    table = read(HEADER + head() + points(), encoding="gbk")
    assert table.crs.to_epsg() == 4525
    assert is_square(table)
    row = table.frame.iloc[0]
    assert row["地块编号"] == "D1"
    assert row["地块名称"] == "甲"
    assert row["地块面积"] == "1.0000"
    assert row["地类编码"] == "0601"
    assert row["数据产生单位"] == "某局"
    assert table.rows.tolist() == [1]
    assert codes(table) == {"encoding_chosen", "boundary_header", "boundary_dialect"}


@pytest.mark.parametrize(
    "encoding",
    ["gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_encodings(read: Any, encoding: str) -> None:
    table = read(HEADER + head(name="准格尔旗大路园区") + points(), encoding=encoding)
    assert table.frame["地块名称"][0] == "准格尔旗大路园区"
    assert is_square(table)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends(read: Any, newline: str) -> None:
    text = (HEADER + head() + points()).replace("\n", newline)
    assert is_square(read(text))
    assert is_square(read(text.rstrip() + "\r"))


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("[", "【").replace("]", "】"),
        lambda t: t.replace("[", "［").replace("]", "］"),
        lambda t: "[项目信息]\n项目名称=某项目\n电子监管号=1506\n" + t,
        lambda t: "[备注]\n说明=无\n" + t,
        lambda t: t.replace("1.01版本", ""),
        lambda t: t.replace("格式版本号=1.01版本\n", ""),
        lambda t: t.replace("1.01版本", "1.00版本"),
        lambda t: t.replace("精度=0.001", "精度=3"),
        lambda t: t.replace("几度分带=3", "分带=3度带"),
        lambda t: t.replace("=", "＝"),
        lambda t: t.replace("转换参数=,,,,,,", "转换参数=0,0,0,0,0,0,0"),
        lambda t: t.replace(",@", "@"),
        lambda t: t.replace(",@", ""),
        lambda t: t.replace("面,K50,工业用地,0601,@", "面,K50,工业用地,@"),
        lambda t: t.replace("0601,@", "0601,150622,某村,@"),
        lambda t: t.replace("0601,@", "0601,a,b,c,@"),
        lambda t: t.replace(",1,44", ", 1 , 44"),
        lambda t: t.replace(",1,44", ",1,\t44"),
        lambda t: t.replace("J", "J0"),
        lambda t: t.replace("J", ""),
        lambda t: t + "\n\n\x1a",
        lambda t: t + "以上坐标由某单位提供\n",
        lambda t: t.replace("[地块坐标]\n", "[地块坐标]\n\n\n"),
    ],
)
def test_deviations_that_change_nothing(read: Any, change: Any) -> None:
    table = read(change(HEADER + head() + points()))
    assert is_square(table)
    assert table.crs.to_epsg() == 4525
    assert table.frame["地块编号"].tolist() == ["D1"]
    assert table.frame["地块名称"].tolist() == ["甲"]
    assert not len(table.issues.of_severity("error"))


@pytest.mark.parametrize(
    "form",
    [
        "{i},{ring},{n},{e}",
        "J{i},{n:.3f},{e:.3f}",
        "{n:.3f},{e:.3f}",
        "J{i} {ring} {n:.3f} {e:.3f}",
        "J{i}\t{ring}\t{n:.3f}\t{e:.3f}",
        "J{i};{ring};{n:.3f};{e:.3f}",
        "{{J{i},{ring},{n:.3f},{e:.3f}}}",
        "J{i}，{ring}，{n:.3f}，{e:.3f}",
        "J{i},{ring},{n:.3f},{e:.3f},",
        "J{i},{ring},{n:.3f},{e:.3f},1250.5",
        "J{i},{ring},{e:.3f},{n:.3f}",
        "{e:.3f},{n:.3f}",
        "J{i},{ring},{n:.9f},{e:.9f}",
        "J{i},{ring},{n:.6e},{e:.12e}",
        "J{i},1,{n:.3f},{e:.3f},{ring}",
    ],
)
def test_point_lines(read: Any, form: str) -> None:
    table = read(HEADER + head() + points(form=form))
    assert is_square(table)
    easting_first = form.index("{e") < form.index("{n")
    assert ("boundary_easting_first" in codes(table)) == easting_first


def test_points_in_a_block_of_braces(read: Any) -> None:
    table = read(HEADER + head() + "{\n" + points() + "}\n")
    assert is_square(table)


def test_full_width_digits(read: Any) -> None:
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    assert is_square(read(HEADER + head() + points().translate(wide)))


@pytest.mark.parametrize(
    "last", ["J1,1,{n},{e}\n", "J5,1,{n},{e}\n", "", "J1,3,{n},{e}\n"]
)
def test_closing_points(read: Any, last: str) -> None:
    opened = "".join(points().splitlines(keepends=True)[:-1])
    table = read(HEADER + head() + opened + last.format(n=N0, e=E0) + head(id_="D2")
                 + points())  # fmt: skip
    assert is_square(table)
    assert is_square(table, 1)
    assert ("boundary_unclosed" in codes(table)) == (not last)
    assert ("boundary_ring_number" in codes(table)) == (",3," in last)


@pytest.mark.parametrize(
    ("header", "east", "epsg", "code"),
    [
        ({}, E0, 4525, None),
        ({}, 500_000, 4546, "boundary_zone_from_header"),
        ({"带号=37": "带号="}, E0, 4525, None),
        ({"带号=37": "带号=36"}, E0, 4525, "boundary_zone_differs"),
        ({"2000国家大地坐标系": "1980西安坐标系"}, E0, 2361, None),
        ({"2000国家大地坐标系": "80国家大地坐标系"}, 500_000, 2382, None),
        ({"2000国家大地坐标系": "54北京坐标系"}, E0, 2413, None),
        ({"2000国家大地坐标系": "某独立坐标系"}, E0, None, None),
        ({"带号=37": "带号="}, 500_000, None, None),
        ({"带号=37": "带号=19", "分带=3": "分带=6"}, 19_500_000, 4497, None),
        ({"带号=37": "带号=19", "分带=3": "分带=6"}, 500_000, 4508, None),
    ],
)
def test_zones_and_datums(
    read: Any, header: dict[str, str], east: int, epsg: int | None, code: str | None
) -> None:
    text = HEADER + head() + points()
    for old, new in header.items():
        text = text.replace(old, new)
    text = text.replace(",3750", f",{east // 10_000}")
    table = read(text)
    assert (table.crs.to_epsg() if table.crs else None) == epsg
    assert table.geometry[0].bounds[0] == east
    assert code is None or code in codes(table)


def test_degrees(read: Any) -> None:
    corners = [(110.0, 39.8), (110.0, 39.801), (110.001, 39.801), (110.001, 39.8)]
    rows = [*corners, corners[0]]
    for text in ("J1,1,{y:.9f},{x:.9f}\n", "J1,1,{x:.9f},{y:.9f}\n"):
        body = "".join(text.format(x=x, y=y) for x, y in rows)
        table = read(HEADER.replace("=米", "=度") + head("0.9505") + body)
        assert table.crs.to_epsg() == 4490
        assert table.geometry[0].bounds == (110.0, 39.8, 110.001, 39.801)
        assert "boundary_dms" not in codes(table)


@pytest.mark.parametrize("unit", ["度分秒", "度"])
def test_degrees_minutes_seconds(read: Any, unit: str) -> None:
    # 110°00′00″ to 110°00′36″, 39°48′00″ to 39°48′36″; 0.01° each way: 95.07 ha
    rows = [("110.0000", "39.4800"), ("110.0000", "39.4836"), ("110.0036", "39.4836"),
            ("110.0036", "39.4800"), ("110.0000", "39.4800")]  # fmt: skip
    body = "".join(f"J1,1,{y},{x}\n" for x, y in rows)
    table = read(HEADER.replace("=米", f"={unit}") + head("95.08") + body)
    assert "boundary_dms" in codes(table)
    assert table.geometry[0].bounds == pytest.approx((110.0, 39.8, 110.01, 39.81))


def test_degree_signs(read: Any) -> None:
    rows = [("110°00′00.0″", "39°48′00″"), ("110°00′00″", "39°48′36″"),
            ("110°00'36\"", "39°48'36\""), ("110度0分36秒", "39度48分0秒")]  # fmt: skip
    body = "".join(f"J1,1,{y},{x}\n" for x, y in rows)
    table = read(HEADER + head("95.08") + body)
    assert table.geometry[0].bounds == pytest.approx((110.0, 39.8, 110.01, 39.81))


def test_degree_signs_under_a_header_that_says_so_are_read_once(read: Any) -> None:
    rows = [("110°00′00.0″", "39°12′00″"), ("110°00′00″", "39°12′36″"),
            ("110°00′36″", "39°12′36″"), ("110°00′36″", "39°12′00″")]  # fmt: skip
    body = "".join(f"J1,1,{y},{x}\n" for x, y in rows)
    table = read(HEADER.replace("计量单位=米", "计量单位=度分秒") + head() + body)
    assert table.geometry[0].bounds == pytest.approx((110.0, 39.2, 110.01, 39.21))
    assert "boundary_dms" not in codes(table)


def test_numbers_that_cannot_be_minutes_are_plain_degrees(read: Any) -> None:
    corners = [(110.0, 39.8), (110.0, 39.81), (110.01, 39.81), (110.01, 39.8)]
    body = "".join(f"J1,1,{y},{x}\n" for x, y in corners)
    table = read(HEADER.replace("计量单位=米", "计量单位=度分秒") + head() + body)
    assert table.geometry[0].bounds == pytest.approx((110.0, 39.8, 110.01, 39.81))
    assert "boundary_no_minutes" in codes(table)


HOLE = [(20, 20), (40, 20), (40, 40), (20, 40)]
APART = [(200, 0), (200, 50), (250, 50), (250, 0)]
ISLAND = [(25, 25), (25, 30), (30, 30), (30, 25)]


@pytest.mark.parametrize(
    "area", ["0.9600", "9600.00", "14.4", "0.9600公顷", "9600平方米"]
)
def test_a_ring_inside_is_a_hole(read: Any, area: str) -> None:
    table = read(HEADER + head(area) + points() + points(HOLE, ring=2))
    assert table.geometry[0].area == pytest.approx(9600)
    assert len(table.geometry[0].interiors) == 1
    assert "boundary_rings_read" in codes(table)


def test_a_ring_apart_is_a_part(read: Any) -> None:
    table = read(HEADER + head("1.2500") + points() + points(APART, ring=2))
    assert table.geometry[0].geom_type == "MultiPolygon"
    assert table.geometry[0].area == pytest.approx(12_500)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_islands_in_holes_in_any_order(read: Any, order: tuple[int, ...]) -> None:
    rings = [SQUARE, HOLE, ISLAND, APART]
    body = "".join(points(rings[k], ring=n) for n, k in enumerate(order, start=1))
    table = read(HEADER + head("1.2125") + body)
    shape = table.geometry[0]
    assert shape.is_valid
    assert shape.area == pytest.approx(10_000 - 400 + 25 + 2_500)
    assert len(shape.geoms) == 3


def test_twenty_thousand_rings_of_one_parcel() -> None:
    step = np.arange(100) * 100.0
    x, y = (side.ravel() for side in np.meshgrid(step, step))
    faces = [shapely.box(x, y, x + 90, y + 90), shapely.box(x, y, x + 50, y + 40)]
    rings = shapely.get_exterior_ring(np.concatenate(faces))
    found = RingSet(np.zeros(20_000, dtype=np.intp), rings, np.ones(20_000, dtype=bool))
    began = time.process_time()
    nested = nest(found, 1, degrees=False)
    assert (
        time.process_time() - began < 5
    )  # a tenth of a second; all pairs take minutes
    assert nested.areas["containment"].tolist() == [10_000 * (8_100.0 - 2_000)]
    assert shapely.get_num_geometries(nested.shapes[0]) == 10_000
    assert not nested.crossing[0]


@pytest.mark.parametrize("scale", [1.0, 1e-5, 1e5])
def test_rings_are_put_together_with_those_of_their_own_parcel_only(
    scale: float,
) -> None:
    faces = [box(0, 0, 9, 9), box(1, 1, 4, 4), box(0, 0, 9, 9), box(20, 0, 21, 1),
             box(1, 1, 8, 8), box(2, 2, 3, 3)]  # fmt: skip
    rings = shapely.get_exterior_ring(shapely.transform(faces, lambda xy: xy * scale))
    owner = np.array([0, 0, 1, 1, 3, 3])
    nested = nest(RingSet(owner, rings, np.ones(6, dtype=bool)), 4, degrees=False)
    areas = nested.areas["containment"] / scale**2
    assert areas == pytest.approx([72, 82, 0, 48])
    assert nested.shapes[2] is None


def test_several_rings_under_one_number(read: Any) -> None:
    table = read(HEADER + head("1.2100") + points() + points(HOLE) + points(APART))
    assert table.geometry[0].area == pytest.approx(12_100)
    assert "boundary_ring_split" in codes(table)


def test_without_ring_numbers_rings_end_where_they_close(read: Any) -> None:
    form = "J{i},{n},{e}"
    body = points(form=form) + points(HOLE, form=form)
    assert read(HEADER + head("0.96") + body).geometry[0].area == pytest.approx(9600)


def test_declared_area_that_counts_the_hole_in(read: Any) -> None:
    table = read(HEADER + head("1.0000") + points() + points(HOLE, ring=2))
    assert table.geometry[0].area == pytest.approx(10_000)
    assert "boundary_rings_filled" in codes(table)


def test_no_reading_fits_but_the_turn_of_the_rings_agrees(read: Any) -> None:
    more = head("1.0000", id_="D2") + points()
    table = read(HEADER + head("0.7300") + points() + points(HOLE, ring=2) + more)
    assert table.geometry[0].area == pytest.approx(9600)
    found = table.issues.table.set_index("code").loc["boundary_rings_unproven"]
    assert found["severity"] == "error"
    assert "9600.00" in found["value"]
    assert "10400.00" in found["value"]
    assert not found["set_aside"]


def test_no_witness_agrees(read: Any) -> None:
    more = head("1.0000", id_="D2") + points()
    wrong_way = points(HOLE[::-1], ring=2)
    table = read(HEADER + head("0.7300") + points() + wrong_way + more)
    assert table.frame["地块编号"].tolist() == ["D2"]
    assert table.rows.tolist() == [2]
    found = table.issues.table.set_index("code").loc["boundary_rings_undecided"]
    assert found["set_aside"]
    assert found["source_row"] == 1
    assert found["parcel_id"] == "D1"


def test_crossing_rings_are_not_read(read: Any) -> None:
    crossing = [(50, 50), (50, 150), (150, 150), (150, 50)]
    text = HEADER + head("2.0") + points() + points(crossing, ring=2)
    table = read(text + head("1.0", id_="D2") + points())
    assert table.frame["地块编号"].tolist() == ["D2"]
    assert "boundary_rings_undecided" in codes(table)


def test_without_declared_area_containment_and_turn_decide(read: Any) -> None:
    table = read(HEADER + head("") + points() + points(HOLE, ring=2))
    assert table.geometry[0].area == pytest.approx(9600)
    assert not codes(table) & {"boundary_rings_one_witness", "boundary_rings_unproven"}
    table = read(HEADER + head("") + points() + points(HOLE[::-1], ring=2))
    assert "boundary_rings_one_witness" in codes(table)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (
            head() + points().replace("4400100.000", "44O0100.000", 1),
            "boundary_bad_point",
        ),
        (head() + points().replace("4400100.000", "", 1), "boundary_bad_point"),
        (head(), "boundary_no_points"),
        (head() + points([(0, 0), (1, 1)]), "boundary_short_ring"),
        (head() + points() + "J9,2,4400007,37500007\n", "boundary_short_ring"),
        (head().replace("面", "线") + points(), "boundary_not_area"),
    ],
)
def test_a_faulty_parcel_is_set_aside_alone(read: Any, bad: str, code: str) -> None:
    table = read(HEADER + bad + head(id_="D2") + points())
    assert table.frame["地块编号"].tolist() == ["D2"]
    assert is_square(table)
    aside = table.issues.table[table.issues.table["set_aside"]]
    assert aside[["code", "source_row", "parcel_id"]].values.tolist() == [
        [code, 1, "D1"]
    ]


def test_unreadable_lines_are_quoted(read: Any) -> None:
    bad = points().replace("4400100.000", "44O0100.000")
    table = read(HEADER + head() + points() + head(id_="D2") + bad)
    told = table.issues.table.set_index("code").loc["boundary_bad_point"]
    assert told["value"] == "J2,1,44O0100.000,37500000.000"
    assert told["message_zh"] == (
        "红线 坐标.txt第2个地块（D2）有2行界址点无法读取，未纳入；"
        "文件第21行：J2,1,44O0100.000,37500000.000"
    )


@pytest.mark.parametrize(
    ("line", "id_", "name", "use"),
    [
        ("5,1.0,D1,甲,乙,面,K50,工业,0601,@\n", "D1", "甲,乙", "工业"),
        ("5,1.0,D1,甲,乙,丙,丁,面,K50,工业,0601,@\n", "D1", "甲,乙,丙,丁", "工业"),
        ("5,1.0,D1,,甲,面,K50,工业,0601,@\n", "D1", ",甲", "工业"),
        ("5,,D1,甲,乙,面,,,,@\n", "D1", "甲,乙", None),
        ("5,1.0,D1,甲,乙,面,K50,工业,0601,150622,某村,@\n", "D1", "甲,乙", "工业"),
        ("5,甲,乙,面,工业,@\n", None, "甲,乙", "工业"),
        ("D1,甲,乙,面,,@\n", "D1", "甲,乙", None),
        ("5,1.0,D1,甲,乙,面,K50,工业,0601@\n", "D1", "甲,乙", "工业"),
    ],
)
def test_commas_in_a_name_stay_in_it(
    read: Any, line: str, id_: str | None, name: str, use: str | None
) -> None:
    table = read(HEADER + line + points())
    row = table.frame.astype(object).where(table.frame.notna(), None).iloc[0]
    assert row.get("地块编号") == id_
    assert row["地块名称"] == name
    assert row.get("地块用途") == use
    told = table.issues.table.set_index("code").loc["boundary_name_commas"]
    assert told["value"] == line.rstrip("\n").removesuffix("@").removesuffix(",")
    assert is_square(table)


def test_one_line_with_commas_among_others(read: Any) -> None:
    text = HEADER + head() + points() + head(name="甲,乙", id_="D2") + points()
    table = read(text + head(id_="D3") + points())
    assert table.frame["地块编号"].tolist() == ["D1", "D2", "D3"]
    assert table.frame["地块名称"].tolist() == ["甲", "甲,乙", "甲"]
    assert table.frame["地类编码"].tolist() == ["0601"] * 3
    told = table.issues.table.set_index("code").loc["boundary_name_commas"]
    assert told[["source_row", "parcel_id"]].tolist() == [2, "D2"]


@pytest.mark.parametrize(
    "line",
    [
        "5,1.0,D2,甲,乙,,K50,工业,0601,@\n",  # no shape at all
        "5,1.0,D2,甲,乙,面,K50,@\n",  # as wide as no template
        "5,1.0,D2,甲,乙,面,丙,面,K50,工业,0601,@\n",  # two ends, each of some width
    ],
)
def test_a_head_line_that_stays_unclear_is_reported(read: Any, line: str) -> None:
    table = read(HEADER + head() + points() + line + points())
    told = table.issues.table.set_index("code").loc["boundary_head_unclear"]
    assert told["value"] == line.rstrip(",@\n")
    assert len(table.frame) == 2


def test_head_lines_without_any_point(read: Any) -> None:
    table = read(HEADER + head() + head(id_="D2"))
    assert len(table.frame) == 0
    aside = table.issues.table[table.issues.table["set_aside"]]
    assert aside["code"].tolist() == ["boundary_no_points"] * 2


def test_identical_heads_stay_two_parcels(read: Any) -> None:
    moved = [(e + 500, n) for e, n in SQUARE]
    table = read(HEADER + head() + points() + head() + points(moved))
    assert len(table.frame) == 2
    assert table.geometry[1].bounds[0] == E0 + 500
    assert "boundary_identical_heads" in codes(table)


def test_stated_count_is_checked_with_and_without_the_closing_point(read: Any) -> None:
    for count in (4, 5):
        table = read(HEADER + head(count=count) + points())
        assert "boundary_count_differs" not in codes(table)
    assert "boundary_count_differs" in codes(read(HEADER + head(count=9) + points()))


def test_a_count_is_told_as_it_was_written(read: Any) -> None:
    table = read(HEADER + head(count=9) + points())
    told = table.issues.table.set_index("code").loc["boundary_count_differs"]
    assert "写有9个界址点，实有5个" in told["message_zh"]


def test_a_zone_that_there_is_not_is_told(read: Any) -> None:
    table = read(HEADER.replace("带号=37", "带号=99") + head() + points())
    told = table.issues.table.set_index("code").loc["boundary_zone_differs"]
    assert "带号99" in told["message_zh"]
    assert table.crs.to_epsg() == 4525


def test_files_joined_into_one(work: Path) -> None:
    other = HEADER.replace("带号=37", "带号=36").replace("某局", "另一局")
    second = points().replace(",375", ",365")
    path = work / "合并.txt"
    path.write_bytes(
        (HEADER + head() + points()).encode("gbk")
        + b"\xef\xbb\xbf"
        + (other + head(id_="D2") + second).encode("utf-8")
    )
    first, last = read_boundary_points(path)
    assert [first.crs.to_epsg(), last.crs.to_epsg()] == [4525, 4524]
    assert [first.rows.tolist(), last.rows.tolist()] == [[1], [2]]
    assert last.frame["数据产生单位"].tolist() == ["另一局"]
    assert first.source != last.source
    assert "boundary_two_encodings" in codes(first)


def test_zones_mixed_under_one_header_are_left_to_the_placing(read: Any) -> None:
    second = points().replace(",375", ",365")
    table = read(HEADER + head() + points() + head(id_="D2") + second)
    assert table.crs is None
    assert [g.bounds[0] // 1e6 for g in table.geometry] == [37, 36]


def test_an_older_datum_is_kept_where_its_zone_is_not_known(read: Any) -> None:
    old = HEADER.replace("2000国家大地坐标系", "1980年西安坐标系")
    mixed = head() + points() + head(id_="D2") + points().replace(",375", ",365")
    bare = old.replace("带号=37", "带号=") + head() + points().replace(",375", ",5")
    for text in (old + mixed, bare):
        assert read(text).crs.to_epsg() == 4610


def test_one_impossible_easting_does_not_unsettle_the_zone(read: Any) -> None:
    slip = points().replace("37500100.000", "375001000.000", 1)
    table = read(HEADER + head() + points() + head(id_="D2") + slip)
    assert table.crs.to_epsg() == 4525
    assert "boundary_zone_differs" not in codes(table)


def test_a_signature_below_the_points_spoils_no_parcel(read: Any) -> None:
    table = read(HEADER + head() + points() + "制图:张三,审核:李四 2023\n")
    assert len(table.rows) == 1
    assert "boundary_lines_ignored" in codes(table)


def test_tabs_for_commas(read: Any) -> None:
    table = read(HEADER + (head() + points()).replace(",", "\t"))
    assert table.frame[["地块编号", "地块名称"]].iloc[0].tolist() == ["D1", "甲"]
    assert table.geometry[0].area == pytest.approx(10_000)


def test_parcels_without_head_lines(read: Any) -> None:
    table = read(HEADER + points() + points(HOLE, ring=2) + "\n" + points(APART))
    assert [round(g.area) for g in table.geometry] == [9600, 2500]
    assert table.frame["地块编号"].isna().all()
    assert "boundary_no_heads" in codes(table)


def test_the_legend_of_head_lines_names_their_fields(read: Any) -> None:
    names = "界址点数,面积,地块编号,项目名称,耕地面积,图幅号,用途,地类,坡度,等别,备注"
    legend = f"【{names},@】\n"
    line = "5,1.0,D1,甲,0.5,K50,水田,0101,2,6,无,@\n"
    table = read(HEADER + legend + line + points())
    row = table.frame.iloc[0]
    assert row["项目名称"] == "甲"
    assert row["等别"] == "6"
    assert is_square(table)


@pytest.mark.parametrize(
    ("line", "column", "value", "zh"),
    [
        ("5,甲,面,工业,@\n", "地块名称", "甲", "执法"),
        ("D1,甲,面,,@\n", "地块编号", "D1", "一张图"),
        ("5,1.0,D1,甲,面,K50,工业,0601,150622,某村,@\n", "村名", "某村", "报部"),
    ],
)
def test_templates_are_chosen_by_evidence(
    read: Any, line: str, column: str, value: str, zh: str
) -> None:
    table = read(HEADER + line + points())
    assert table.frame[column].tolist() == [value]
    said = table.issues.table.set_index("code").loc["boundary_dialect", "value"]
    assert zh in said


def test_a_named_and_an_added_template(read: Any) -> None:
    text = HEADER + "D1,5,甲,@\n" + points()
    own = {"head": ["地块编号", "界址点数", "地块名称"]}
    table = read(text, dialect=own)
    assert table.frame.iloc[0].tolist()[:2] == ["D1", "甲"]
    text = HEADER + "D1,甲,面,,@\n" + points()
    table = read(text, dialect="enforcement")
    assert table.frame["地块名称"].tolist() == ["甲"]
    with pytest.raises(ValueError, match="dialect"):
        read(text, dialect="nonsense")
    with pytest.raises(ConfigError, match="north"):
        read(text, dialect={"head": ["a"], "point": ["ring"]})


@pytest.mark.parametrize(
    "text", ["", "\r\n", "[属性描述]\n坐标系=\n", "hello\n", "\x00"]
)
def test_empty_files_are_refused(read: Any, text: str) -> None:
    with pytest.raises(SourceError, match="no parcel"):
        read(text)


def test_real_files(shared_data: Path) -> None:
    folder = shared_data / "boundary_points"
    (table,) = read_boundary_points(folder / "windr07_SampleData_gbk.txt")
    areas = [round(g.area, 2) for g in table.geometry]
    assert areas == pytest.approx([109.43, 14969.69, 459.72, 989.26, 165.19], abs=0.011)
    assert [len(shapely.get_parts(g)) for g in table.geometry] == [1, 1, 1, 5, 2]
    assert table.crs.to_epsg() == 4525
    for path in sorted(folder.glob("polygon-txt_*.txt")):
        assert is_boundary_points(path)
        (table,) = read_boundary_points(path)
        assert table.crs.to_epsg() == 4526
        assert shapely.is_valid(table.geometry).all()
        assert not len(table.issues.of_severity("error"))
        area = table.frame["地块面积"].iloc[0]
        if str(area).replace(".", "").isdigit():
            assert table.geometry[0].area / 1e4 == pytest.approx(float(area), abs=6e-5)


def test_what_looks_like_boundary_points(work: Path) -> None:
    path = work / "a.txt"
    for text, answer in ((HEADER, True), ("说明：无", False), ("", False)):
        path.write_text(text, "gbk")
        assert is_boundary_points(path) is answer


# ------------------------------------------------------------------ writing


DIALECTS = [
    "supply",
    "approval",
    "approval_with_place",
    "linked",
    "enforcement",
    "one_map",
]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10_000),
    vertices=st.integers(3, 9),
    crs=st.sampled_from([4490, 4525]),
    options=st.fixed_dictionaries({
        "zone": st.sampled_from([36, 37]),
        "dialect": st.sampled_from(DIALECTS),
        "precision": st.sampled_from([2, 3, 4]),
        "renumber": st.booleans(),
        "encoding": st.sampled_from(["gb18030", "utf-8"]),
    }),
)
def test_what_is_written_reads_again_as_the_same_parcels(
    work: Path, seed: int, vertices: int, crs: int, options: dict[str, Any]
) -> None:
    parcels = make_parcels(
        12, seed=seed, vertices=vertices, holes=0.4, parts=0.4, crs=crs
    )
    path = write_boundary_points(parcels, work / "回读.txt", **options)
    zone, precision = options["zone"], options["precision"]
    (table,) = read_boundary_points(path)
    assert table.crs.to_epsg() == 4488 + zone
    assert len(table.issues.of_severity("error")) == 0
    plane = parcels.to_crs(table.crs).geometry.to_numpy()
    reach = 0.71 * 10.0**-precision + 1e-6
    ours, theirs = shapely.normalize(plane), shapely.normalize(table.geometry)
    assert (
        shapely.get_num_coordinates(ours) == shapely.get_num_coordinates(theirs)
    ).all()
    assert (shapely.hausdorff_distance(ours, theirs) <= reach).all()
    assert (
        shapely.get_num_geometries(ours) == shapely.get_num_geometries(theirs)
    ).all()
    if "地块编号" in table.frame:
        assert table.frame["地块编号"].tolist() == parcels["parcel_id"].tolist()
    if "地块面积" in table.frame:
        hectares = table.frame["地块面积"].astype(float)
        assert np.abs(hectares * 1e4 - parcels["declared_area_m2"]).max() <= 0.51


def test_written_bytes_are_the_rule_itself(work: Path) -> None:
    land = gpd.GeoDataFrame(
        {"parcel_id": ["D1"], "name": ["甲,乙@丙"], "supervision_no": ["1506222023"]},
        geometry=[
            Polygon([(E0, N0), (E0 + 100, N0), (E0 + 100, N0 + 100), (E0, N0 + 100)])
        ],
        crs=4525,
    )
    before = land.copy(deep=True)
    path = write_boundary_points(land, work / "a.txt", renumber=True, areas="planar")
    lines = path.read_bytes().decode("gbk").split("\r\n")
    assert lines[:3] == ["[项目信息]", "电子监管号=1506222023", "[属性描述]"]
    assert lines[lines.index("[地块坐标]") + 1 :] == [
        "5,1.0000,D1,甲，乙＠丙,面,,,,@",
        "J1,1,4400100.000,37500000.000",
        "J2,1,4400100.000,37500100.000",
        "J3,1,4400000.000,37500100.000",
        "J4,1,4400000.000,37500000.000",
        "J1,1,4400100.000,37500000.000",
        "",
    ]
    assert land.equals(before)
    again = write_boundary_points(land, work / "b.txt", renumber=True, areas="planar")
    assert again.read_bytes() == path.read_bytes()
    assert not list(work.glob("*.part"))


def test_area_units_and_missing_areas(work: Path) -> None:
    land = gpd.GeoDataFrame(
        {"parcel_id": ["D1", "D2"], "declared_area_m2": [10_000.0, np.nan]},
        geometry=[
            box(E0, N0, E0 + 100, N0 + 100),
            box(E0 + 200, N0, E0 + 300, N0 + 100),
        ],
        crs=4525,
    )
    for unit, said in (("ha", "1.0000"), ("m2", "10000.00"), ("mu", "15.0000")):
        path = write_boundary_points(land, work / "a.txt", area_unit=unit)
        (table,) = read_boundary_points(path)
        assert table.frame["地块面积"].iloc[0] == said
        assert table.frame["地块面积"].isna().tolist() == [False, True]


def test_writing_is_refused(work: Path) -> None:
    parcels = make_parcels(4)
    path = work / "a.txt"
    with pytest.raises(CRSError, match="several zones"):
        write_boundary_points(parcels, path)
    with pytest.raises(ValueError, match="dialect"):
        write_boundary_points(parcels, path, dialect="nonsense", zone=37)
    with pytest.raises(ValueError, match="zone"):
        write_boundary_points(parcels, path, zone=1)
    with pytest.raises(GeometryError, match="1 parcels"):
        write_boundary_points(
            parcels.set_geometry([None, *parcels.geometry[1:]]), path, zone=37
        )
    with pytest.raises(SchemaError, match="parcel_id"):
        write_boundary_points(parcels.drop(columns="parcel_id"), path, zone=37)
    with pytest.raises(SchemaError, match="utf-8"):
        write_boundary_points(parcels.assign(name="𠮷"), path, zone=37, encoding="gbk")
    with pytest.raises(CRSError, match="no parcels"):
        write_boundary_points(parcels.iloc[:0], path)
    assert not path.exists()


def test_six_degree_zones_and_wgs84(work: Path) -> None:
    parcels = make_parcels(3).set_crs(4326, allow_override=True)
    path = write_boundary_points(parcels, work / "a.txt", zone=19)
    (table,) = read_boundary_points(path)
    assert table.crs.to_epsg() == 4497
    back = to_geographic(gpd.GeoSeries(table.geometry, crs=table.crs)).to_numpy()
    assert shapely.hausdorff_distance(back, parcels.geometry.to_numpy()).max() < 1e-7


# ------------------------------------------------------------------ digits


@settings(max_examples=100)
@given(
    texts=st.lists(
        st.one_of(
            st.from_regex(r"\A[0-9]{1,8}(\.[0-9]{0,8})?\Z"),
            st.text("0123456789.-+e ,xJ", max_size=12),
            st.text(max_size=4),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_numbers_are_read_as_python_reads_them(texts: list[str]) -> None:
    raw = [text.encode("utf-8", "replace") for text in texts]
    buffer = np.frombuffer(b" " * 16 + b"|".join(raw) + b"\n", dtype=np.uint8)
    widths = np.array([len(text) for text in raw])
    start = 16 + np.cumsum(widths + 1) - widths - 1
    numbers, read = read_decimals(buffer, start, start + widths)
    for text, number, good in zip(raw, numbers, read, strict=True):
        if good:
            assert float(text) == number
        else:
            plain = text.strip()
            short = plain.replace(b".", b"", 1)
            whole, _, rest = plain.partition(b".")
            assert not (
                short.isdigit() and 0 < len(whole) <= 8 and len(rest) <= 8
                and int(short) < 2**53
            )  # fmt: skip


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, 700), st.integers(0, 40), st.binary(max_size=12)),
        max_size=6,
    )
)
def test_any_damage_gives_a_table_or_a_clear_error(
    work: Path, cuts: list[tuple[int, int, bytes]]
) -> None:
    body = (
        head("0.96") + points() + points(HOLE, ring=2) + head(id_="D2") + points(APART)
    )
    data = (HEADER + body).encode("gbk")
    for at, length, put in cuts:
        data = data[:at] + put + data[at + length :]
    path = work / "坏.txt"
    path.write_bytes(data)
    try:
        tables = read_boundary_points(path)
    except SourceError:
        return
    for table in tables:
        assert len(table.frame) == len(table.rows) == len(table.geometry)
        assert not shapely.is_missing(table.geometry).any()
    aside = sum(int(table.issues.table["set_aside"].sum()) for table in tables)
    kept = sum(len(table.frame) for table in tables)
    rows = {row for table in tables for row in table.rows.tolist()}
    assert len(rows) == kept
    assert kept + aside >= 1


def test_parts_and_holes_of_one_parcel_read_valid(read: Any) -> None:
    shape = MultiPolygon([Polygon(SQUARE, [HOLE]), Polygon(APART)])
    body = points() + points(HOLE, ring=2) + points(APART, ring=3)
    table = read(HEADER + head("1.21") + body)
    assert table.geometry[0].equals(
        shapely.transform(shape, lambda c: c + np.array([E0, N0]))
    )
