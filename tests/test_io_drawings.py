"""DXF as surveyors deliver it: data of CASS, encodings by version, arcs, escapes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import ezdxf
import pytest
import shapely
from ezdxf.enums import MTextEntityAlignment

from landbase.errors import SourceError
from landbase.io.formats import read_source
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

X, Y = 37_420_000.0, 4_420_000.0


def square(x: float = X, side: float = 100.0) -> list[tuple[float, float]]:
    return [(x, Y), (x + side, Y), (x + side, Y + side), (x, Y + side)]


def drawing(version: str, encoding: str = "gbk") -> Any:
    made = ezdxf.new(version)
    made.encoding = encoding
    made.appids.add("SOUTH")
    return made


def boundary(made: Any, number: str, holder: str, *, x: float = X) -> Any:
    line = made.modelspace().add_lwpolyline(square(x), close=True)
    line.dxf.layer = "JZD"
    strings = ("300000", number, holder, "071")
    line.set_xdata("SOUTH", [(1000, text) for text in strings])
    return line


def read(made: Any, path: Path) -> RawTable:
    made.saveas(path)
    (table,) = read_source(path)
    return table


@pytest.mark.parametrize("version", ["R2000", "R2004", "R2007", "R2018"])
def test_cass_says_number_holder_and_class_of_land(work: Path, version: str) -> None:
    made = drawing(version)
    boundary(made, "150602001001", "鄂尔多斯市某公司")
    made.modelspace().add_text("注记", dxfattribs={"insert": (X, Y)})
    house = made.modelspace().add_lwpolyline(square(X + 500, 10), close=True)
    house.set_xdata("SOUTH", [(1000, "141101"), (1000, "3")])
    made.saveas(work / "宗地.dxf")

    parcels, issues = read_parcels(work / "宗地.dxf", category="idle")

    row = parcels.iloc[0]
    assert len(parcels) == 1
    assert (row["parcel_id"], row["holder"], row["land_use"]) == (
        "150602001001", "鄂尔多斯市某公司", "071",
    )  # fmt: skip
    assert parcels.to_crs(4525).area.iloc[0] == pytest.approx(10_000, abs=0.01)
    set_aside = issues.by_code()["drawing_no_boundary"].table
    assert set_aside["source_row"].tolist() == [2, 3]
    assert {"cass_read", "crs_detected"} <= set(issues.table["code"])


@pytest.mark.parametrize(
    ("version", "codec"),
    [
        ("AC1018", "gbk"),
        ("AC1018", "utf-8"),
        ("AC1021", "utf-8"),
        ("AC1021", "gbk"),
        ("AC1032", "utf-8"),
        ("AC1009", "gbk"),
    ],
)
def test_the_text_is_decoded_by_version_and_by_trying(
    work: Path, version: str, codec: str
) -> None:
    tags = f"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\n{version}\n"
    tags += "9\n$DWGCODEPAGE\n3\nANSI_936\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n"
    points = "".join(f"10\n{x}\n20\n{y}\n" for x, y in square())
    for handle, layer in ((101, "批而未供地块"), (102, "东胜区闲置土地")):
        tags += f"0\nLWPOLYLINE\n5\n{handle}\n100\nAcDbEntity\n8\n{layer}\n"
        tags += f"100\nAcDbPolyline\n90\n4\n70\n1\n{points}"
    path = work / "图.dxf"
    path.write_bytes((tags + "0\nENDSEC\n0\nEOF\n").encode(codec))

    (table,) = read_source(path)

    assert table.frame["Layer"].tolist() == ["批而未供地块", "东胜区闲置土地"]
    assert shapely.area(table.geometry).tolist() == [10_000, 10_000]
    stated = "utf-8" if version >= "AC1021" else "gbk"
    codes = table.issues.table["code"].tolist()
    assert ("encoding_refuted" in codes) == (codec != stated)


def test_a_stated_encoding_is_followed(work: Path) -> None:
    made = drawing("R2004", "big5")
    made.modelspace().add_lwpolyline(square(), close=True).dxf.layer = "閒置土地"
    made.header["$DWGCODEPAGE"] = "ANSI_936"
    made.saveas(work / "a.dxf")
    (table,) = read_source(work / "a.dxf", encoding="big5")
    assert table.frame["Layer"].tolist() == ["閒置土地"]


def test_arcs_have_the_area_of_arcs(work: Path) -> None:
    made = drawing("R2010")
    space = made.modelspace()
    half = [(X, Y, 0), (X + 100, Y, 1), (X + 100, Y + 100, 0), (X, Y + 100, 0)]
    space.add_lwpolyline(half, format="xyb", close=True)
    space.add_lwpolyline([(x, y, -b) for x, y, b in half], format="xyb", close=True)
    space.add_circle((X, Y), radius=50)
    space.add_ellipse((X, Y), major_axis=(80, 0), ratio=0.5)
    space.add_polyline2d([(x, y, 0, 0, b) for x, y, b in half], format="xyseb").close()

    table = read(made, work / "a.dxf")

    disc = math.pi * 50**2
    expected = [10_000 + disc / 2, 10_000 - disc / 2, disc, math.pi * 80 * 40]
    areas = shapely.area(table.geometry)
    assert areas == pytest.approx([*expected, expected[0]], rel=2e-5)


def test_a_mirrored_outline_lies_where_it_is_drawn(work: Path) -> None:
    made = drawing("R2010")
    mirrored = [(-x, y) for x, y in square()]
    line = made.modelspace().add_lwpolyline(mirrored, close=True)
    line.dxf.extrusion = (0, 0, -1)
    table = read(made, work / "a.dxf")
    assert shapely.bounds(table.geometry[0]).tolist() == [X, Y, X + 100, Y + 100]


def test_an_outline_in_a_block_is_read_where_the_block_is(work: Path) -> None:
    made = drawing("R2010")
    block = made.blocks.new("地块")
    block.add_lwpolyline([(0, 0), (10, 0), (10, 10), (0, 10)], close=True)
    made.modelspace().add_blockref("地块", (X, Y), dxfattribs={"xscale": 2})
    table = read(made, work / "a.dxf")
    assert shapely.bounds(table.geometry[0]).tolist() == [X, Y, X + 20, Y + 10]


def test_escapes_of_text_are_decoded(work: Path) -> None:
    made = drawing("R2000")
    space = made.modelspace()
    space.add_text(r"\U+5730\U+5757 45%%d %%uA%%u", dxfattribs={"insert": (X, Y)})
    text = space.add_mtext(r"{\fSimSun|b0;\H2.5x;宗地}\P150602\~1\L\M+5B5D8\l")
    text.set_location((X, Y), attachment_point=MTextEntityAlignment.TOP_LEFT)
    space.add_lwpolyline(square(), close=True).dxf.layer = r"\U+95F2置土地"

    table = read(made, work / "a.dxf")

    assert table.frame["Text"].tolist()[:2] == ["地块 45° A", "宗地\n150602 1地"]
    assert table.frame["Layer"].tolist()[2] == "闲置土地"


def test_what_has_no_place_is_no_damage(work: Path) -> None:
    made = drawing("R2010")
    boundary(made, "150602001001", "某公司")
    made.modelspace().add_text("注记")  # at the origin
    made.modelspace().add_mtext("注记")
    made.modelspace().add_ray((X, Y), (1, 0))
    table = read(made, work / "a.dxf")
    assert "reader_warned" not in set(table.issues.table["code"])


def test_a_binary_drawing_is_read(work: Path) -> None:
    made = drawing("R2010")
    boundary(made, "150602001001", "某公司")
    made.saveas(work / "a.dxf", fmt="bin")
    (table,) = read_source(work / "a.dxf")
    assert table.frame["权利人"].tolist() == ["某公司"]


def test_a_damaged_structure_is_mended_and_told(work: Path) -> None:
    made = drawing("R2010")
    boundary(made, "150602001001", "某公司")
    made.saveas(work / "a.dxf")
    data = (work / "a.dxf").read_bytes()
    (work / "a.dxf").write_bytes(data.replace(b"ENDSEC", b"ENDSEX", 1))
    (table,) = read_source(work / "a.dxf")
    assert table.frame["宗地号"].tolist() == ["150602001001"]
    assert "reader_warned" in table.issues.table["code"].tolist()


@pytest.mark.parametrize(
    "data", [b"0\nSECTION\n", b"\0" * 100, b"AutoCAD Binary DXF\r\n"]
)
def test_what_is_no_drawing_is_refused(work: Path, data: bytes) -> None:
    (work / "a.dxf").write_bytes(data)
    with pytest.raises(SourceError, match=r"a\.dxf"):
        read_source(work / "a.dxf")


def test_outlines_without_the_marks_of_subclasses_keep_their_closing(
    work: Path,
) -> None:
    points = "".join(f"10\n{x}\n20\n{y}\n" for x, y in square())
    tags = (
        f"0\nSECTION\n2\nENTITIES\n0\nLWPOLYLINE\n5\n1A\n8\nDK\n90\n4\n70\n1\n{points}"
    )
    (work / "a.dxf").write_text(tags + "0\nENDSEC\n0\nEOF\n", encoding="ascii")
    (table,) = read_source(work / "a.dxf")
    assert shapely.area(table.geometry).tolist() == [10_000]
    assert table.frame["Layer"].tolist() == ["DK"]
