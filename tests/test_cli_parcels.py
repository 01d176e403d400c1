"""Commands on parcels: adding files, and what is written to be sent up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely import box

import landbase as lb
from landbase.cli.language import VARIABLE
from landbase.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str, str]
HECTARE = 10_000.0


@pytest.fixture
def landbase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run a command; give exit code, what was said, and what was complained."""
    monkeypatch.setenv(VARIABLE, "zh")

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


def squares(ids: str, *, north: float = 4_400_000.0) -> gpd.GeoDataFrame:
    """Make a hectare for each letter, side by side in zone 37, as a bureau has them."""
    shapes = [
        box(37_500_000 + 200 * n, north, 37_500_100 + 200 * n, north + 100)
        for n in range(len(ids))
    ]
    table = {"地块编号": list(ids), "登记面积": HECTARE, "旗区": "准格尔旗"}
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4525)


@pytest.fixture
def file(work: Path) -> Path:
    path = work / "批而未供 地块.gpkg"
    squares("ABC").to_file(path)
    return path


@pytest.fixture
def base(work: Path, file: Path) -> Path:
    parcels, _ = lb.read_parcels(file, category="approved_unsupplied")
    path = work / "土地 库.gpkg"
    with lb.LandBase.open(path) as kept:
        extra = {"zone": ["甲区", "乙区", None]}
        days = pd.to_datetime(["2012-03-06", "2019-01-01", None])
        kept.add(parcels.assign(**extra, approval_date=days))
        way = {"status": "planned", "effective": "2023-03-01", "due": "2023-09-30"}
        kept.record("A", "revoke_approval", by="张三", document="准〔2023〕1号", **way)
        kept.record(
            "A", "revoke_approval", status="in_progress", effective="2023-04-01"
        )
        kept.record("B", "revoke_approval", **way)
    return path


def test_files_are_added_to_a_base_that_is_made(
    landbase: Callable[..., Said], work: Path, file: Path
) -> None:
    made = work / "新 库.gpkg"
    code, said, _ = landbase("add", made, file, "--category", "批而未供")
    assert code == 0
    assert "新 库.gpkg：新增3宗，更新0宗，未变0宗。" in said
    code, said, _ = landbase("add", made, file, "--category", "批而未供")
    assert "新增0宗，更新0宗，未变3宗。" in said
    with lb.LandBase.open(made) as kept:
        found = kept.parcels()
    assert found["parcel_id"].tolist() == ["A", "B", "C"]
    assert found["banner"].tolist() == ["150622"] * 3


def test_an_id_that_is_there_with_something_else_stops_all(
    landbase: Callable[..., Said], work: Path, base: Path
) -> None:
    other = work / "另一批.gpkg"
    squares("CD", north=4_410_000.0).to_file(other)
    command = ("add", base, other, "--category", "批而未供")
    code, said, _ = landbase(*command)
    assert code == 3
    assert "库中已有地块C，不同之处：" in said
    assert "图形" in said
    assert "一宗也没有录入" in said
    code, said, _ = landbase(*command, "--json")
    told = json.loads(said)
    assert (code, told["added"], told["changed"]) == (3, 0, 0)
    assert [i["code"] for i in told["issues"]].count("base_known_differs") == 1
    with lb.LandBase.open(base) as kept:
        assert len(kept.parcels()) == 3
    code, said, _ = landbase(*command, "--update", "--json")
    told = json.loads(said)
    assert [told[name] for name in ("added", "changed", "unchanged")] == [1, 1, 0]
    with lb.LandBase.open(base) as kept:
        assert kept.history("C")["kind"].tolist() == ["registered", "changed"]


def test_errors_stop_all_unless_allowed(
    landbase: Callable[..., Said], work: Path
) -> None:
    twice, made = work / "重复.gpkg", work / "库.gpkg"
    squares("AB").assign(地块编号=["A", None]).to_file(twice)
    command = ("add", made, twice, "--category", "批而未供")
    code, said, _ = landbase(*command)
    assert code == 3
    assert "错误" in said
    assert not made.exists()
    code, said, _ = landbase(*command, "--allow-errors")
    assert code == 1  # there was something to be said
    assert "新增1宗" in said


def test_a_file_that_cannot_be_read_stops_all(
    landbase: Callable[..., Said], work: Path, file: Path
) -> None:
    made = work / "库.gpkg"
    (work / "坏.shp").write_bytes(b"no shapefile")
    code, said, _ = landbase(
        "add", made, file, work / "坏.shp", "--category", "批而未供"
    )
    assert code == 3
    assert "坏.shp" in said
    assert not made.exists()


def test_a_base_among_the_files_gives_its_parcels_without_its_decisions(
    landbase: Callable[..., Said], work: Path, base: Path
) -> None:
    other = work / "另库.gpkg"
    _, said, _ = landbase("add", other, base, "--json")
    assert json.loads(said)["added"] == 3
    with lb.LandBase.open(other) as kept:
        assert kept.decisions().empty
        assert "due" not in kept.parcels()


@pytest.mark.parametrize(
    "suffix", [".shp", ".gpkg", ".geojson", ".fgb", ".gdb", ".parquet", ".txt"]
)
def test_what_is_exported_reads_again(
    landbase: Callable[..., Said], work: Path, base: Path, suffix: str
) -> None:
    out = work / f"上 报{suffix}"
    zone = ("--zone", 37) if suffix == ".txt" else ("--crs", "EPSG:4525")
    code, said, _ = landbase("export", base, out, "--banner", "准格尔旗", *zone)
    assert code == 0
    assert "3宗地" in said
    again, issues = lb.read_parcels(out, category="approved_unsupplied")
    assert issues.count("error") == 0
    # FlatGeobuf puts rows in an order of its own
    assert sorted(again["parcel_id"]) == ["A", "B", "C"]
    assert lb.planar_area(again).tolist() == pytest.approx([HECTARE] * 3, abs=1)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (("--status", "方案已定"), "B"),
        (("--status", "方案已定", "--status", "in_progress"), "AB"),
        (("--on", "2023年3月31日", "--status", "planned"), "AB"),
        (("--park", "甲区"), "A"),
        (("--category", "批而未供"), "ABC"),
        (("--query", "登记面积 >= ‘15亩’ and 处置状态 == “处置中”"), "A"),
        (("--query", "批准日期 < '2012年12月31日'"), "A"),
        (
            ("--query", "处置状态 in ('处置中', '方案已定') and not 开发区 == '甲区'"),
            "B",
        ),
        (("--query", "declared_area_m2 / 2 > 4999 and status == 'planned'"), "B"),
    ],
)
def test_only_what_is_asked_for_is_exported(
    landbase: Callable[..., Said],
    work: Path,
    base: Path,
    asked: tuple[str, ...],
    ids: str,
) -> None:
    out = work / "一部分.geojson"
    code, _, complaint = landbase("export", base, out, *asked)
    assert (code, complaint) == (0, "")
    assert gpd.read_file(out)["parcel_id"].tolist() == list(ids)


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (("a.geojson", "--status", "已销号"), 3, "没有符合条件的地块"),
        (("a.csv",), 3, ".xlsx"),
        (("a.txt", "--crs", "EPSG:4525"), 2, "--crs不用于.txt文件"),
        (("a.gpkg", "--dialect", "supply"), 2, "--dialect不用于.gpkg文件"),
        (("a.gpkg", "--query", "登记面积.to_csv('x')"), 2, "无法使用"),
        (("a.gpkg", "--query", "没有的字段 > 1"), 2, "没有的字段"),
        (("a.gpkg", "--query", "登记面积 > '很大'"), 2, "不是面积"),
        (("a.gpkg", "--query", "登记面积 >"), 2, "无法使用"),
        (("a.gpkg", "--query", "登记面积"), 2, "无法使用"),
        (("a.gpkg", "--banner", "火星"), 2, "火星"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_written(  # noqa: PLR0917
    landbase: Callable[..., Said],
    work: Path,
    base: Path,
    asked: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    name, *options = asked
    found, _, complaint = landbase("export", base, work / name, *options)
    assert found == code
    assert told in complaint
    assert not (work / name).exists()


def test_the_list_of_parcels_carries_what_a_superior_asks(
    landbase: Callable[..., Said], work: Path, base: Path
) -> None:
    out = work / "一地一策.xlsx"
    code, _, _ = landbase("export", base, out, "--on", "2023.7.6")
    assert code == 0
    page = openpyxl.load_workbook(out, data_only=True).active
    head = [cell.value for cell in page[3]]
    row = dict(zip(head, [cell.value for cell in page[4]], strict=True))
    wanted = {"地块编号": "A", "整改时限": "2023-09-30", "责任人": "张三"}
    wanted |= {"处置日期": "2023-04-01", "处置文号": "准〔2023〕1号"}
    assert {name: row[name] for name in wanted} == wanted
    assert (row["面积（亩）"], row["已处置（亩）"], row["剩余（亩）"]) == (15, 0, 15)
    assert "责任单位" in head
    assert not [name for name in head if "来源" in str(name)]


def test_a_schema_lays_out_a_workbook_too(
    landbase: Callable[..., Said], work: Path, base: Path
) -> None:
    schema = work / "结构.toml"
    schema.write_text(
        '[[field]]\nname = "DKBH"\nfrom = "parcel_id"\nwidth = 20\n'
        '[[field]]\nname = "MJ"\nfrom = "declared_area_m2"\ntype = "float"\n'
        'width = 12\nprecision = 4\nunit = "ha"\n',
        "utf-8",
    )
    out = work / "按结构.xlsx"
    assert landbase("export", base, out, "--schema", schema)[0] == 0
    page = openpyxl.load_workbook(out).active
    assert [[cell.value for cell in row] for row in page["A1:B2"]] == [
        ["DKBH", "MJ"],
        ["A", 1],
    ]
