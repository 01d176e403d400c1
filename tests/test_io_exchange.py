"""Formats of other programs are read in a child, and never take us with them."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio
import pytest
import shapely

from landbase.errors import SourceError
from landbase.io.formats import read_source
from landbase.io.guarded import read_guarded
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

BOXES = [shapely.box(110 + n / 100, 39, 110.001 + n / 100, 39.001) for n in range(3)]
DRIVERS = {
    "地块.tab": "MapInfo File",
    "地块.mif": "MapInfo File",
    "地块.kml": "LIBKML",
    "地块.gml": "GML",
    "地块.fgb": "FlatGeobuf",
    "地块.geojsonl": "GeoJSONSeq",
    "地块.sqlite": "SQLite",
}


def layer() -> gpd.GeoDataFrame:
    cells = {"DKBH": ["P-1", "P-2", "P-3"], "XMMC": ["一号地", "二号地", "三号地"]}
    return gpd.GeoDataFrame(cells, geometry=BOXES, crs=4326)


def codes(table: RawTable) -> set[str]:
    return set(table.issues.table["code"])


@pytest.mark.parametrize("name", DRIVERS)
def test_each_format_gives_the_same_parcels(work: Path, name: str) -> None:
    options = {"ENCODING": "UTF-8"} if DRIVERS[name] == "MapInfo File" else {}
    pyogrio.write_dataframe(layer(), work / name, driver=DRIVERS[name], **options)
    before = sorted(path.name for path in work.iterdir())
    parcels, issues = read_parcels(work / name, category="idle")
    parcels = parcels.sort_values("parcel_id")  # FlatGeobuf orders by place
    assert parcels["parcel_id"].tolist() == ["P-1", "P-2", "P-3"]
    assert parcels["name"].tolist() == ["一号地", "二号地", "三号地"]
    assert shapely.area(parcels.geometry.to_numpy()) == pytest.approx(
        [1e-6] * 3, rel=1e-3
    )
    assert issues.count("error") == 0
    assert sorted(path.name for path in work.iterdir()) == before


MIF = """Version 450
Charset "{charset}"
Delimiter ","
CoordSys NonEarth Units "m" Bounds (0, 0) (50000000, 50000000)
Columns 2
  地块编号 Char(10)
  项目名称 Char(20)
Data

Region 1
  5
37450000 4400000
37450100 4400000
37450100 4400100
37450000 4400100
37450000 4400000
"""


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("WindowsSimpChinese", "gbk"), ("Neutral", "gbk"), ("Neutral", "utf-8"),
     ("WindowsLatin1", "gbk"), ("UTF-8", "utf-8"), ("UTF-8", "gbk"),
     ("WindowsSimpChinese", "utf-8")],
)  # fmt: skip
def test_text_of_mapinfo_is_right_whatever_its_charset(
    work: Path, charset: str, codec: str
) -> None:
    (work / "a.mif").write_bytes(MIF.format(charset=charset).encode(codec))
    (work / "a.mid").write_bytes('"P-1","准格尔旗一号地"\n'.encode(codec))
    parcels, _ = read_parcels(work / "a.mif", category="idle")
    assert parcels["parcel_id"].tolist() == ["P-1"]
    assert parcels["name"].tolist() == ["准格尔旗一号地"]


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16"])
def test_kml_in_any_encoding(work: Path, codec: str) -> None:
    ring = "110,39,0 110.001,39,0 110.001,39.001,0 110,39.001,0 110,39,0"
    text = (
        f'<?xml version="1.0" encoding="{codec}"?>'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        "<name>P-1</name><ExtendedData><Data name='项目名称'><value>一号地</value>"
        "</Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Document></kml>"
    )
    (work / "a.kml").write_bytes(text.encode(codec))
    parcels, _ = read_parcels(
        work / "a.kml", category="idle", fields={"Name": "parcel_id"}
    )
    assert parcels["name"].tolist() == ["一号地"]
    assert parcels["parcel_id"].tolist() == ["P-1"]


def test_kmz_is_a_zip_with_kml(work: Path) -> None:
    pyogrio.write_dataframe(layer(), work / "doc.kml", driver="LIBKML")
    with zipfile.ZipFile(work / "地块.kmz", "w") as archive:
        archive.write(work / "doc.kml", "doc.kml")
        archive.writestr("files/icon.png", b"x")
    (table,) = read_source(work / "地块.kmz")
    assert table.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3"]
    assert not shapely.has_z(table.geometry).any()


def test_a_file_that_kills_the_reader_kills_no_more(
    shared_data: Path, work: Path
) -> None:
    crasher = shared_data / "formats" / "kml_crashers" / "all-arrays.kml"
    (table,) = read_source(crasher)
    assert "reader_fell_back" in codes(table)
    shutil.copyfile(crasher, work / "crasher.kml")
    with pytest.raises(SourceError, match=r"crashed.*export it again"):
        read_guarded(work / "crasher.kml", name="crasher.kml", drivers=["LIBKML"])


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.json", "a.shp"])
def test_it_kills_nothing_under_another_name_either(
    shared_data: Path, work: Path, name: str
) -> None:
    crasher = shared_data / "formats" / "kml_crashers" / "all-arrays.kml"
    shutil.copyfile(crasher, work / name)
    with pytest.raises(SourceError, match="whatever its name says"):
        read_source(work / name)


def test_a_reader_that_takes_too_long_is_stopped(work: Path) -> None:
    pyogrio.write_dataframe(layer(), work / "a.kml", driver="LIBKML")
    with pytest.raises(SourceError, match="took longer than 0 s"):
        read_guarded(work / "a.kml", name="a.kml", drivers=["KML"], seconds=0.01)


def test_a_file_that_points_elsewhere_is_not_followed(work: Path) -> None:
    pyogrio.write_dataframe(layer(), work / "secret.gpkg", driver="GPKG")
    vrt = (
        "<OGRVRTDataSource><OGRVRTLayer name='secret'><SrcDataSource>"
        f"{work / 'secret.gpkg'}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )
    for name in ("a.kml", "a.gml", "a.tab", "a.dxf"):
        (work / name).write_text(vrt, encoding="utf-8")
        with pytest.raises(SourceError, match="cannot be read"):
            read_source(work / name)


def test_a_drawing_gives_polygons_of_its_closed_lines(shared_data: Path) -> None:
    path = shared_data / "formats" / "gdal_closed_polyline_with_bulge_gk40.dxf"
    parcels, issues = read_parcels(
        path, category="idle", fields={"EntityHandle": "parcel_id"}
    )
    (counted,) = issues.by_code()["lines_closed"].table["message_en"]
    assert counted.startswith("1 closed lines")
    plane = parcels.to_crs(4528)
    # 10 205 with GDAL's own steps of 4°; with steps of 0.5° nearer to the arcs
    assert plane.area.iloc[0] == pytest.approx(10_210, abs=1)


DXF = "0\nSECTION\n2\nENTITIES\n{entities}0\nENDSEC\n0\nEOF\n"


def polyline(handle: int, layer: str, *, closed: bool, x: float = 37_450_000.0) -> str:
    corners = [(x, 4_400_000.0), (x + 100, 4_400_000.0), (x + 100, 4_400_100.0)]
    points = "".join(f"10\n{x}\n20\n{y}\n" for x, y in corners)
    return (
        f"0\nLWPOLYLINE\n5\n{handle}\n100\nAcDbEntity\n8\n{layer}\n"
        f"100\nAcDbPolyline\n90\n3\n70\n{int(closed)}\n{points}"
    )


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_layers_of_a_drawing_name_the_category_and_open_lines_are_set_aside(
    work: Path, codec: str
) -> None:
    lines = [
        polyline(101, "批而未供", closed=True),
        polyline(102, "闲置土地", closed=True, x=37_451_000.0),
        polyline(103, "道路", closed=False, x=37_452_000.0),
    ]
    path = work / "图.dxf"
    path.write_text(DXF.format(entities="".join(lines)), encoding=codec)
    parcels, issues = read_parcels(path, fields={"EntityHandle": "parcel_id"})
    assert parcels["category"].tolist() == ["approved_unsupplied", "idle"]
    assert issues.by_code()["not_polygon"].table["source_row"].tolist() == [3]
    assert shapely.get_num_coordinates(parcels.geometry.to_numpy()).tolist() == [4, 4]


def test_real_mapinfo_files(shared_data: Path) -> None:
    (mif,) = read_source(shared_data / "formats" / "gdal_utf8.mif")
    assert mif.frame.columns.tolist()[0] == "Поле_А"
    (tab,) = read_source(shared_data / "formats" / "mapinfo_tab" / "fill_styles.TAB")
    assert len(tab.frame) == 49


def test_refusals_name_the_layers_there_are(work: Path) -> None:
    pyogrio.write_dataframe(layer(), work / "地块.fgb", driver="FlatGeobuf")
    with pytest.raises(SourceError, match="has no layer '别的'; it has 地块"):
        read_source(work / "地块.fgb", layer="别的")
    assert len(read_source(work / "地块.fgb", layer="地块")) == 1
