"""Files as a hostile user gives them: a clear message, no row lost, no traceback."""

from __future__ import annotations

import json
import os
import sqlite3
import time
import warnings
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import hostile_corpus
import pandas as pd
import pytest
import rasterio
import shapely
import xlsxwriter
from decided_pages import decided_base
from ledger_books import write as write_ledger

from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.errors import LandbaseError, SourceError
from landbase.io.formats import read_source
from landbase.io.sheets import read_grids
from landbase.parcels.read import read_parcels
from landbase.rules.schema import REQUIRED_COLUMNS
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import place_image
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Count

Said = tuple[int, str]
RING = [[111, 39.5], [111.001, 39.5], [111.001, 39.501], [111, 39.501], [111, 39.5]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run a command; give its exit code and all that was said."""
    monkeypatch.setenv(VARIABLE, "zh")

    def call(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out + said.err

    return call


@pytest.fixture
def check(run: Callable[..., Said]) -> Callable[..., Said]:
    """Run `landbase check` on a file."""
    return lambda path: run("check", str(path), "--category", "批而未供")


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"地块编号": "P-1", **properties},
        "geometry": geometry,
    }


def write(path: Path, features: list[Any], **members: Any) -> Path:
    whole = {"type": "FeatureCollection", "features": features, **members}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [(f"a{suffix}", "是空文件")
     for suffix in (".shp", ".gpkg", ".geojson", ".tab", ".mif", ".kml", ".kmz",
                    ".dxf", ".gml", ".fgb", ".parquet", ".zip")]
    + [("a.txt", "没有地块"), ("a.gpx", "请转为面后导出"),
       ("a.xlsx", "没有能够识别表头的表"), ("a.xyz", "可用格式")],
)  # fmt: skip
def test_empty_files(
    work: Path, check: Callable[..., Said], name: str, said: str
) -> None:
    (work / name).touch()
    code, text = check(work / name)
    assert code == 3
    assert said in text
    assert "landbase-" not in text  # no temporary folder
    assert "driver explicitly" not in text


def test_lists_in_a_column_of_ids(work: Path) -> None:
    features = [
        feature(SQUARE),
        feature(SQUARE, 地块编号=["P-2"]),
        feature(SQUARE, 地块编号=["P-3", "P-4"]),
        feature(SQUARE, 地块编号=5),
    ]
    parcels, _ = read_parcels(write(work / "a.geojson", features), category="idle")
    assert parcels["parcel_id"].tolist() == ["P-1", "P-2", "P-3、P-4", "5"]


@pytest.mark.parametrize("kind", [None, "feature", 7])
def test_features_without_their_type_are_not_lost_in_silence(
    work: Path, kind: Any
) -> None:
    odd = feature(SQUARE) | {"type": kind}
    if kind is None:
        del odd["type"]
    path = write(work / "a.geojson", [odd, feature(SQUARE, 地块编号="P-2")])
    parcels, issues = read_parcels(path, category="idle")
    assert parcels[["parcel_id", "source_row"]].to_numpy().tolist() == [["P-2", 2]]
    assert issues.set_aside_rows()["source_row"].tolist() == [1]
    (counted,) = issues.by_code()["rows_counted"].table["message_en"]
    assert counted == "a.geojson: 2 rows read, 1 kept as parcels, 1 set aside."


@pytest.mark.parametrize(
    ("crs", "warned"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::99999"}}, True),
        ({"type": "name", "properties": {"name": "某局坐标系"}}, True),
        ({"type": "link", "properties": {"href": "somewhere"}}, True),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, False),
        (
            {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}, "type": "name"},
            False,
        ),
        (None, False),
    ],
)
def test_a_crs_that_nobody_knows_is_not_called_wgs84(
    work: Path, crs: Any, *, warned: bool
) -> None:
    path = write(work / "a.geojson", [feature(SQUARE)], crs=crs)
    parcels, issues = read_parcels(path, category="idle")
    assert len(parcels) == 1
    assert ("crs_not_known" in issues.by_code()) == warned
    assert not ("crs_wgs84" in issues.by_code() and warned)


def test_an_empty_layer_says_so(work: Path, check: Callable[..., Said]) -> None:
    code, text = check(write(work / "a.geojson", []))
    assert code == 3
    assert "没有任何要素" in text


def test_a_shapefile_without_its_table_says_why_it_has_no_ids(
    work: Path, check: Callable[..., Said]
) -> None:
    frame = gpd.GeoDataFrame({"DKBH": ["P-1"]}, geometry=[shapely.box(0, 0, 9, 9)])
    frame.set_crs(4525).to_file(work / "a.shp")
    (work / "a.dbf").unlink()
    code, text = check(work / "a.shp")
    assert code == 3
    assert ".dbf" in text


def test_a_drawing_without_closed_lines(work: Path, check: Callable[..., Said]) -> None:
    line = shapely.LineString([(37_500_000, 4_400_000), (37_500_100, 4_400_100)])
    gpd.GeoDataFrame(geometry=[line], crs=4525).to_file(work / "a.dxf", driver="DXF")
    code, text = check(work / "a.dxf")
    assert code == 3
    assert "没有地块编号" in text
    assert "程序出错" not in text


def test_what_stands_cut_off_is_told_without_places_of_ours(
    work: Path, check: Callable[..., Said]
) -> None:
    (work / "a.kml").write_text("<kml><Document><Placemark>", encoding="utf-8")
    code, text = check(work / "a.kml")
    assert code == 3
    assert "a.kml" in text
    assert "layer.kml" not in text
    assert "landbase-" not in text


def accounts(work: Path, *rows: list[Any], head: str = "面积（公顷）") -> list[str]:
    """Write a layer of P-1 and P-2, a hectare each, and a ledger of some rows."""
    east = [37_500_000, 37_500_200]
    shapes = [shapely.box(e, 4_400_000, e + 100, 4_400_100) for e in east]
    columns = {"DKBH": ["P-1", "P-2"], "面积公顷": [1.0, 1.0]}
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4525)
    frame.to_file(work / "a.gpkg")
    ledger = write_ledger(work / "台账.xlsx", [["地块编号", "名称", head], *rows])
    return ["reconcile", str(work / "a.gpkg"), str(ledger), "--category", "批而未供"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["P-2", "乙", "约一公顷"], "不是可用的数值"),
        (["P-2", "乙", -1], "面积为负"),
        ([1.50622123456789e17, "乙", 1], "第15位以后的数字已丢失"),
        ([None, "乙", 1], "没有地块编号"),
    ],
)
def test_what_is_wrong_with_an_account_is_told_and_counts(
    work: Path, run: Callable[..., Said], row: list[Any], said: str
) -> None:
    code, text = run(*accounts(work, ["P-1", "甲", 1], row))
    assert code == 1
    assert said in text
    assert "台账.xlsx第3行" in text


def test_a_row_set_aside_keeps_accounts_that_agree_from_being_clean(
    work: Path, run: Callable[..., Said]
) -> None:
    rows: list[list[Any]] = [["P-1", "甲", 1], ["P-2", "乙", 1]]
    clean, _ = run(*accounts(work, *rows))
    assert clean == 0
    code, text = run(*accounts(work, *rows, [None, "丙", 100]))
    assert "两份台账一致" in text
    assert "没有地块编号" in text
    assert code == 1


def test_areas_without_a_unit_are_not_compared_in_silence(
    work: Path, run: Callable[..., Said]
) -> None:
    rows: list[list[Any]] = [["P-1", "甲", 1], ["P-2", "乙", 1]]
    code, text = run(*accounts(work, *rows, head="面积"))
    assert code == 1
    assert "“面积”有2个数没有单位" in text


@pytest.mark.parametrize("name", ["junk", "hex", "idna"])
def test_an_encoding_that_there_is_not_is_wrong_usage(
    work: Path, run: Callable[..., Said], name: str
) -> None:
    code, text = run("check", str(work / "a.shp"), "--encoding", name)
    assert code == 2
    assert name in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "没有命令“chek”；是否应为“check”？"),
        (["check"], "缺少参数“文件"),
        (["check", "a", "--nope"], "没有选项“--nope”"),
        (["check", "a", "--limit"], "选项“--limit”后须填写内容"),
        (["check", "a", "--limit", "x"], "须为整数"),
        (["check", "a", "--zone", "99"], "不能大于45"),
        (["reconcile", "a"], "缺少参数“文件”"),
        (["reconcile", "a", "b", "c"], "多出“c”"),
        (
            ["reconcile", "a", "b", "--area", "x"],
            "须为declared、ellipsoidal、planar之一",
        ),
        (["reconcile", "a", "b", "--tolerance", "x"], "须为数字"),
        (["deadlines", "a", "--json=3"], "选项“--json”后不填写内容"),
        (["record", "a", "b", "c", "--area", "nan"], "不是面积"),
        (["reconcile", "a", "b", "--tolerance", "inf"], "须为数字"),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    run: Callable[..., Said], arguments: list[str], said: str
) -> None:
    code, text = run(*arguments)
    assert code == 2
    assert said in text
    assert not {"Input", "Invalid", "Missing", "unexpected"} & set(text.split())


def told(call: Callable[[], Any]) -> str:
    """Give all that a reader gives or says; anything but our own errors is a fault."""
    try:
        return str(call())
    except LandbaseError as error:
        return f"{error} {error.zh}"


def shown(path: Path) -> str:
    tables = read_source(path)
    return " ".join(
        t.frame.to_json(force_ascii=False, date_format="iso")
        + str(t.issues.table.to_dict())
        for t in tables
    )


def test_no_vector_file_leads_elsewhere(
    work: Path, listener: tuple[str, list[str]], count: Count
) -> None:
    url, asked = listener
    own = hostile_corpus.Canaries(work / "own")
    named = hostile_corpus.vectors(url, own)
    paths = {
        name: hostile_corpus.put(files, work / f"v{number}", own)
        for number, (name, files) in enumerate(named.items())
    }
    (work / "db").mkdir()
    paths |= hostile_corpus.databases(work / "db", url, own)
    packed: dict[str, Path] = {}
    for name, path in paths.items():
        assert hostile_corpus.CANARY not in told(lambda p=path: shown(p)), name
        packed.setdefault(path.suffix, path)
    # archives pass the same door, so one of each format is enough
    for suffix, path in packed.items():
        archive = hostile_corpus.zipped(path, work / f"{suffix[1:]}.zip")
        assert hostile_corpus.CANARY not in told(lambda p=archive: shown(p)), suffix
    assert len(paths) > 80
    assert len(packed) > 8
    count("files that lead elsewhere", len(paths) + len(packed))
    count("requests that they made", len(asked))
    assert asked == []


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_no_image_leads_elsewhere(
    work: Path, listener: tuple[str, list[str]], count: Count
) -> None:
    url, asked = listener
    own = hostile_corpus.Canaries(work / "own")
    (work / "img").mkdir()
    found = hostile_corpus.images(work / "img", url, own)
    for name, path in found.items():
        try:
            image = place_image(path, bounds=None, crs=None, most=16)
        except LandbaseError:
            continue
        with rasterio.MemoryFile(image.png) as memory, memory.open() as opened:
            assert opened.read(1).max() == 7, name
    count("files that lead elsewhere", len(found))
    count("requests that they made", len(asked))
    assert asked == []


@pytest.mark.parametrize(
    "start", ["http://127.0.0.1:9/", "/vsicurl/http://a/", "zip://"]
)
def test_an_address_is_refused_by_name(start: str) -> None:
    for call in (
        lambda: read_source(start + "a.geojson"),
        lambda: place_image(Path(start + "a.tif"), bounds=None, crs=None, most=16),
    ):
        with pytest.raises(LandbaseError) as caught:
            call()
        assert "address" in str(caught.value)


def grid(path: Path, change: Callable[[str], str], part: str = "sheet1") -> Path:
    """Write a workbook of one row, one part of which a hostile hand has changed."""
    plain = path.with_name("plain.xlsx")
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["地块编号", "面积（亩）"])
        sheet.write_row(1, 0, ["P-1", 3])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", 8) as new:
        for item in old.infolist():
            data = old.read(item).decode()
            if part in item.filename and not item.filename.endswith(".rels"):
                changed = change(data)
                assert changed != data
                data = changed
            new.writestr(item.filename, data)
    return path


ROW = (
    '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>{2}</t></is></c></row></sheetData>'
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.replace('r="2"', 'r="999999999"'), "工作表之外"),
        (lambda s: s.replace("A2", "XFE2"), "工作表之外"),
        (lambda s: s.replace("A2", "A1048577"), "工作表之外"),
        (lambda s: s.replace("</sheetData>", ROW.format(1048576, "XFD", "x")), "范围"),
        (lambda s: s.replace("</sheetData>", ROW.format(3, "A", "x" * 1_000_001)),
         "过长"),
        (lambda s: '<!DOCTYPE a [<!ENTITY b "c">]>' + s, "文档类型"),
    ],
)  # fmt: skip
def test_cells_no_program_writes(
    work: Path, check: Callable[..., Said], change: Callable[[str], str], said: str
) -> None:
    code, text = check(grid(work / "a.xlsx", change))
    assert code == 3, text
    assert said in text


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace(
            "<sheetData>", "<!--" + "<row " * 60_000 + "--><sheetData>"
        ),
        lambda s: s.replace("<sheetData>", "<!--" + "<c " * 60_000 + "--><sheetData>"),
        lambda s: s.replace("</sheetData>", ROW.format(1048576, "XFD", " ")),
        lambda s: s.replace(
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A4:XFD1048576"/></mergeCells>',
        ),
    ],
)
def test_what_is_crafted_in_a_workbook_costs_no_more_than_its_size(
    work: Path, change: Callable[[str], str]
) -> None:
    (sheet,) = read_grids(grid(work / "a.xlsx", change)).grids
    assert sheet.cells.tolist() == [["地块编号", "面积（亩）"], ["P-1", 3]]


def test_a_text_that_cells_share_is_bounded_too(
    work: Path, check: Callable[..., Said]
) -> None:
    book = grid(
        work / "a.xlsx", lambda s: s.replace("P-1", "P" * 1_000_001), "sharedStrings"
    )
    assert "过长" in check(book)[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
@pytest.mark.parametrize(
    "suffix", [".shp", ".geojson", ".xlsx", ".csv", ".txt", ".zip"]
)
def test_a_pipe_is_not_waited_for(
    work: Path, check: Callable[..., Said], suffix: str
) -> None:
    os.mkfifo(pipe := work / f"管{suffix}")
    code, text = check(pipe)
    assert code == 3
    assert "不是普通文件" in text
    write(work / "a.geojson", [feature(SQUARE)])
    code, text = check(work)
    assert f"管{suffix}" in text


def view(path: Path, *, of_table: bool) -> Path:
    """Write a GeoPackage in which a query without end stands beside or as its layer."""
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
    one = gpd.GeoDataFrame(
        {"地块编号": ["P-1"]}, geometry=[shapely.geometry.shape(SQUARE)], crs=4490
    )
    one.to_file(path, layer="t")
    with closing(sqlite3.connect(path)) as base:
        if of_table:
            base.execute("ALTER TABLE t RENAME TO t0")
            base.execute(
                f"CREATE VIEW t AS SELECT * FROM t0 WHERE ({endless} SELECT MAX(n)"  # noqa: S608 - that is the attack
                " FROM r) > 0"
            )
        else:
            base.execute(
                f"CREATE VIEW v AS {endless} SELECT n AS fid, (SELECT geom FROM t) AS"  # noqa: S608 - likewise
                " geom, 'P' || n AS 地块编号 FROM r"
            )
            base.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
                " VALUES ('v', 'features', 'v', 4490)"
            )
            base.execute(
                "INSERT INTO gpkg_geometry_columns VALUES"
                " ('v', 'geom', 'POLYGON', 4490, 0, 0)"
            )
        base.commit()
    return path


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let readers be stopped sooner than a large file needs."""
    monkeypatch.setattr("landbase.io.guarded._SECONDS", 8.0)
    monkeypatch.setattr("landbase.io.stored._SECONDS", 2.0)


@pytest.mark.usefixtures("soon")
def test_a_query_without_end_in_a_geopackage(work: Path) -> None:
    with pytest.raises(SourceError, match="longer than 8 s"):
        read_parcels(view(work / "a.gpkg", of_table=True), category="idle")
    beside = view(work / "b.gpkg", of_table=False)
    parcels, issues = read_parcels(beside, category="idle")
    assert parcels["parcel_id"].tolist() == ["P-1"]
    left = issues.table.loc[issues.table["code"] == "layers_not_read", "value"]
    assert left.tolist() == ["v"]
    with pytest.raises(SourceError, match="longer than 8 s"):
        read_parcels(beside, layer="v", category="idle")
    # a query that ends is read when it is asked for
    with closing(sqlite3.connect(beside)) as base:
        base.execute("DROP VIEW v")
        base.execute("CREATE VIEW v AS SELECT * FROM t")
        base.commit()
    assert len(read_parcels(beside, layer="v", category="idle")[0]) == 1


NAMES = ['a" OR 1=1 --', '面积"亩"', '"', "a'b", "x\\", 'a"; DROP TABLE t; --']


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("driver", ["GPKG", "SQLite", "GeoJSON", "FlatGeobuf"])
def test_a_name_of_a_column_is_no_statement(work: Path, name: str, driver: str) -> None:
    suffix = {"GPKG": ".gpkg", "SQLite": ".sqlite", "GeoJSON": ".geojson"}
    path = work / f"a{suffix.get(driver, '.fgb')}"
    one = shapely.geometry.shape(SQUARE)
    values = pd.array([2**53 + 1, None, 3], dtype="Int64")
    rows = gpd.GeoDataFrame(
        {"地块编号": ["P-1", "P-2", "P-3"], name: values},
        geometry=[shapely.transform(one, lambda c, n=n: c + n) for n in range(3)],
        crs=4490,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about names that a driver changes
        rows.to_file(path, driver=driver)
    parcels, _ = read_parcels(path, category="idle")
    own = {*REQUIRED_COLUMNS, "source", "source_row", "category", "geometry"}
    (kept,) = {*parcels.columns} - own
    found = dict(zip(parcels["parcel_id"], parcels[kept], strict=True))
    assert [*found]
    assert pd.isna(found["P-2"])
    if kept == name and not (
        name.endswith("\\") and driver in {"GeoJSON", "FlatGeobuf"}
    ):
        assert str(found["P-1"]) == str(2**53 + 1)


def test_rings_and_comments_cost_no_more_than_their_length(work: Path) -> None:
    path = work / "a.kml"
    for text in (
        "<innerBoundaryIs>",
        "<innerBoundaryIs ",
        "<!-- ",
        "</LinearRing><!--",
    ):
        path.write_text(f"<kml><Document>{text * 100_000}</Document></kml>")
        begun = time.process_time()
        with pytest.raises(SourceError, match="cannot be read"):
            read_parcels(path, category="idle")
        assert time.process_time() - begun < 5  # seconds; it was minutes


def test_a_map_of_some_columns_holds_no_others_of_decisions(work: Path) -> None:
    base = decided_base(work, 6)
    page = disposal_map(
        base.parcels(),
        columns=["parcel_id"],
        decisions=Timeline.of(base),
        compress=False,
    )
    text = save_map(page, work / "a.html").read_text("utf-8")
    told = base.decisions()
    for column in ("document", "reason", "by"):
        for value in told[column].dropna().unique():
            assert value not in text, column
