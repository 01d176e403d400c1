"""Writing parcels: exact schemas, nothing cut, failed writes change nothing."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbase.errors import (
    ConfigError,
    CRSError,
    DataError,
    GeometryError,
    LandbaseWarning,
    SchemaError,
    SourceError,
)
from landbase.io.write import ExportField, ExportSchema, write_parcels
from landbase.parcels.read import read_parcels
from landbase.rules.schema import as_parcels
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = shapely.box(0, 0, 100, 100)
SCHEMA = """
encoding = "{encoding}"

[[field]]
name = "编号"
from = "parcel_id"
width = 12
required = true

[[field]]
name = "方式"
from = "disposal_type"
width = 20
value = "zh"

[[field]]
name = "亩"
from = "declared_area_m2"
type = "float"
width = 8
precision = 2
unit = "mu"

[[field]]
name = "批准"
from = "approval_date"
type = "date"
"""


def parcels(**columns: object) -> gpd.GeoDataFrame:
    given = {
        "parcel_id": ["甲1", "乙2"],
        "category": ["idle", "idle"],
        "disposal_type": ["free_reclaim", None],
        "declared_area_m2": [10_000.0, None],
        "approval_date": pd.to_datetime(["2020-01-02", None]),
    } | columns
    hole = SQUARE.difference(shapely.box(40, 40, 60, 60))
    parts = shapely.MultiPolygon([SQUARE, shapely.box(200, 0, 300, 100)])
    shapes = [
        shapely.affinity.translate(s, 37_500_000, 4_300_000) for s in (hole, parts)
    ]
    return as_parcels(gpd.GeoDataFrame(given, geometry=shapes, crs="EPSG:4525"))


def schema_file(folder: Path, encoding: str = "GBK", text: str = SCHEMA) -> Path:
    path = folder / "上报模板.toml"
    path.write_text(text.format(encoding=encoding), "utf-8")
    return path


@pytest.fixture(params=["fiona", "pyshp"])
def writer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write shapefiles as where fiona is, and as where it has no wheels."""
    if request.param == "pyshp":
        monkeypatch.setattr("landbase.io.write.find_spec", lambda _: None)
    return str(request.param)


@pytest.mark.parametrize(("encoding", "language"), [("GBK", 0x4D), ("UTF-8", 0)])
@pytest.mark.usefixtures("writer")
def test_the_schema_is_exact(work: Path, encoding: str, language: int) -> None:
    path = write_parcels(
        parcels(), work / "上报.shp", schema=schema_file(work, encoding)
    )
    assert path.with_suffix(".cpg").read_text() == encoding
    header = path.with_suffix(".dbf").read_bytes()
    assert header[29] == language
    described = [
        (
            header[at : at + 11].rstrip(b"\0").decode(encoding),
            chr(header[at + 11]),
            header[at + 16],
            header[at + 17],
        )
        for at in range(32, 32 + 4 * 32, 32)
    ]
    assert described == [
        ("编号", "C", 12, 0),
        ("方式", "C", 20, 0),
        ("亩", "N", 8, 2),
        ("批准", "D", 8, 0),
    ]
    back = pyogrio.read_dataframe(path, encoding=encoding)
    assert back["编号"].tolist() == ["甲1", "乙2"]
    assert back["方式"].iloc[0] == "无偿收回"
    assert back["亩"].iloc[0] == 15.0
    assert pd.isna(back["亩"].iloc[1])
    assert pd.Timestamp(back["批准"].iloc[0]).date() == dt.date(2020, 1, 2)
    assert back.geometry.area.tolist() == [9_600.0, 20_000.0]
    assert shapely.get_num_interior_rings(back.geometry.iloc[0]) == 1
    assert back.crs.to_epsg() == 4525


@pytest.mark.usefixtures("writer")
def test_a_hole_is_no_parcel_of_its_own_when_read_again(work: Path) -> None:
    path = write_parcels(parcels(), work / "上报.shp", schema=schema_file(work))
    again, _ = read_parcels(path, category="idle", fields={"编号": "parcel_id"})
    assert again["parcel_id"].tolist() == ["甲1", "乙2"]
    same = shapely.equals(
        shapely.set_precision(again.geometry.to_numpy(), 1e-9),
        shapely.set_precision(parcels().to_crs(4490).geometry.to_numpy(), 1e-9),
    )
    assert same.all()


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"parcel_id": ["七个汉字过宽了", "乙2"]}, "export_too_long"),
        ({"parcel_id": ["😀", "乙2"]}, "export_unencodable"),
        ({"declared_area_m2": [1e9, None]}, "export_too_long"),
        ({"parcel_id": [None, "乙2"]}, "export_required"),
    ],
)
def test_what_does_not_fit_is_listed_and_nothing_is_written(
    work: Path, columns: dict[str, object], code: str
) -> None:
    target = work / "上报.shp"
    write_parcels(parcels(), target, schema=schema_file(work))
    before = {p.name: p.read_bytes() for p in work.iterdir()}
    with pytest.raises(DataError, match="nothing was") as caught:
        write_parcels(parcels(**columns), target, schema=schema_file(work))
    assert caught.value.issues is not None
    table = caught.value.issues.table
    assert table["code"].tolist() == [code]
    assert table["source_row"].tolist() == [1]
    assert {p.name: p.read_bytes() for p in work.iterdir()} == before


def test_a_whole_number_field_refuses_decimals(work: Path) -> None:
    field = ExportField(
        name="亩", source="declared_area_m2", type="int", width=6, unit="mu"
    )
    schema = ExportSchema(fields=(field,))
    with pytest.raises(DataError, match="whole numbers"):
        write_parcels(
            parcels(declared_area_m2=[10_100.0, 10_000.0]),
            work / "a.shp",
            schema=schema,
        )
    write_parcels(
        parcels(declared_area_m2=[20_000.0, 10_000.0]), work / "a.shp", schema=schema
    )
    assert pyogrio.read_dataframe(work / "a.shp")["亩"].tolist() == [30, 15]


@pytest.mark.parametrize(
    "suffix", [".shp", ".gpkg", ".geojson", ".parquet", ".fgb", ".gdb"]
)
def test_every_format_is_read_again_and_can_be_replaced(
    work: Path, suffix: str
) -> None:
    target = work / f"地块 表{suffix}"
    frame = parcels()
    for _ in range(2):
        assert write_parcels(frame, target) == target
    read = gpd.read_parquet if suffix == ".parquet" else pyogrio.read_dataframe
    back = read(target)
    name = "DKBH" if suffix == ".shp" else "parcel_id"
    assert back[name].tolist() == ["甲1", "乙2"]
    assert [p.name for p in work.iterdir() if p.name.startswith(".landbase")] == []


def told_of_columns(told: bool, *names: str) -> AbstractContextManager[object]:  # noqa: FBT001
    """Expect a warning that names columns left out of a shapefile, or none."""
    return pytest.warns(LandbaseWarning, match=names[0]) if told else nullcontext()


def test_a_shapefile_without_a_schema_names_the_columns_it_leaves_out(
    work: Path,
) -> None:
    parcels = make_parcels(3).assign(备注="甲", 空=None)
    with pytest.warns(LandbaseWarning) as told:
        write_parcels(parcels, work / "甲.shp")
    (said,) = (str(one.message) for one in told)
    assert "备注" in said
    assert "空" not in said
    # a schema that was chosen is meant; warnings are errors here
    write_parcels(parcels, work / "乙.shp", schema=ExportSchema.default())
    write_parcels(parcels, work / "乙.gpkg")


@pytest.mark.parametrize(
    "suffix", [".shp", ".gpkg", ".geojson", ".parquet", ".fgb", ".gdb"]
)
def test_what_is_written_reads_again_without_a_complaint(
    work: Path, suffix: str
) -> None:
    whole = make_parcels(12)
    whole["agreed_start"] = whole["agreed_start"].mask(whole.index % 2 == 0)
    whole = whole.assign(numbered=2**40 + whole.index, told=whole.index > 5)
    with told_of_columns(suffix == ".shp", "numbered"):
        written = write_parcels(whole, work / f"甲{suffix}")
    back, issues = read_parcels(written)
    assert issues.count("error") == issues.count("warning") == 0
    back = back.set_index("parcel_id").loc[whole["parcel_id"]].reset_index()
    for name in ("name", "cause", "agreed_start", "approval_date", "banner"):
        pd.testing.assert_series_equal(back[name], whole[name], check_dtype=False)
    far = shapely.hausdorff_distance(
        back.geometry.to_numpy(), whole.geometry.to_numpy()
    )
    assert far.max() < 1e-8  # a millimetre; a geodatabase rounds to its grid
    if suffix != ".shp":  # whose fields are those of the schema
        assert back["numbered"].astype("int64").tolist() == whole["numbered"].tolist()


def test_dates_are_dates_and_moments_keep_their_hour(work: Path) -> None:
    frame = parcels().assign(
        seen=pd.to_datetime(["2023-07-06 12:30:00", None]).astype("datetime64[ms]")
    )
    write_parcels(frame, work / "a.gpkg")
    info = pyogrio.read_info(work / "a.gpkg")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["approval_date"] == "OFTDate"
    assert types["seen"] == "OFTDateTime"
    back = pyogrio.read_dataframe(work / "a.gpkg")
    assert back["seen"][0] == pd.Timestamp("2023-07-06 12:30:00")
    assert back["approval_date"].isna().tolist() == [False, True]


def test_names_that_a_format_cannot_have(work: Path) -> None:
    twice = pd.concat([parcels(), parcels()[["parcel_id"]]], axis=1)
    for frame, said in (
        (twice, "parcel_id"),
        (parcels().assign(Parcel_ID="x"), "Parcel_ID"),
        (parcels().assign(fid="x"), "fid"),
    ):
        with pytest.raises(SchemaError, match=said) as caught:
            write_parcels(frame, work / "a.gpkg")
        assert "改名" in caught.value.zh
    write_parcels(parcels().assign(Parcel_ID="x"), work / "a.geojson")
    with pytest.raises(CRSError, match="junk"):
        write_parcels(parcels(), work / "a.gpkg", crs="junk")
    (work / "file").touch()
    with pytest.raises(SourceError, match="was not written"):
        write_parcels(parcels(), work / "file" / "a.gpkg")


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson", ".parquet", ".fgb"])
def test_the_same_parcels_give_the_same_bytes(work: Path, suffix: str) -> None:
    first, second = work / "一", work / "二"
    for folder in (first, second):
        write_parcels(parcels(), folder / f"a{suffix}")
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {
        p.name: p.read_bytes() for p in second.iterdir()
    }


def test_the_input_is_left_alone_and_may_be_transformed(work: Path) -> None:
    frame = parcels()
    before = frame.copy()
    path = write_parcels(frame, work / "a.gpkg", crs="EPSG:4490", layer="地块")
    pd.testing.assert_frame_equal(frame, before)
    back = pyogrio.read_dataframe(path, layer="地块")
    assert back.crs.to_epsg() == 4490


def test_companions_of_an_older_shapefile_do_not_stay(work: Path) -> None:
    (work / "a.sbn").write_bytes(b"old index")
    write_parcels(parcels(), work / "a.shp")
    assert not (work / "a.sbn").exists()


def test_refusals_name_what_is_wrong(work: Path) -> None:
    with pytest.raises(SourceError, match=r"\.rar"):
        write_parcels(parcels(), work / "a.rar")
    with pytest.raises(CRSError):
        write_parcels(parcels().set_crs(None, allow_override=True), work / "a.gpkg")
    frame = parcels()
    points = frame.set_geometry(frame.geometry.centroid)
    with pytest.raises(GeometryError, match="no polygon"):
        write_parcels(points, work / "a.shp")
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        'encoding = "EBCDIC-X"',
        "colour = 1",
        'encoding = "GBK"',
        '[[field]]\nname = "六个汉字太长"\nfrom = "name"',
        '[[field]]\nname = "A"\nfrom = "name"\nwidth = 300',
        '[[field]]\nname = "A"\nfrom = "name"\ntype = "blob"',
        '[[field]]\nname = "A"\nfrom = "name"\ncolour = 1',
        '[[field]]\nname = "A"',
        '[[field]]\nname = "A"\nfrom = "name"\n[[field]]\nname = "a"\nfrom = "zone"',
        "not toml",
    ],
)
def test_a_wrong_schema_is_refused(work: Path, text: str) -> None:
    path = work / "s.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"s\.toml"):
        ExportSchema.load(path)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=25,
    deadline=None,  # a busy machine is slow to write
)
@given(
    name=st.text(
        st.characters(codec="gbk", exclude_categories=["Cc", "Zs"]),
        min_size=1,
        max_size=20,
    )
)
@pytest.mark.usefixtures("writer")
def test_gbk_text_comes_back_letter_by_letter(work: Path, name: str) -> None:
    path = write_parcels(parcels(name=[name, name]), work / "a.shp")
    assert pyogrio.read_dataframe(path, encoding="GBK")["XMMC"].tolist() == [name, name]


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("suffix", [".SHP", ".GPKG", ".GEOJSON", ".PARQUET", ".FGB"])
def test_a_suffix_in_capitals_names_what_is_written(work: Path, suffix: str) -> None:
    path = work / f"地块{suffix}"
    for count in (5, 2):  # the second over the first
        write_parcels(make_parcels(count), path)
        assert len(read_parcels(path).parcels) == count
    suffixes = {part.suffix for part in work.iterdir() if part.stem == path.stem}
    assert suffixes == {part.upper() for part in suffixes}


@pytest.mark.usefixtures("writer")
def test_old_companions_go_whatever_their_case(work: Path) -> None:
    path = work / "a.shp"
    for suffix in (".QIX", ".sbn", ".shp.xml"):
        (work / f"a{suffix}").write_bytes(b"old")
    write_parcels(make_parcels(2), path)
    assert {part.suffix for part in work.iterdir() if part.stem == "a"} == {
        ".shp", ".shx", ".dbf", ".prj", ".cpg",
    }  # fmt: skip
    assert not (work / "a.shp.xml").exists()
