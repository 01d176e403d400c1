"""A land base given as a file is opened as one, by whatever reads files."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
import test_store_migrating as migrating
from shapely import box

from landbase.banners.layer import read_banners
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.errors import SourceError
from landbase.io.bases import is_land_base, land_base_version
from landbase.io.formats import read_source
from landbase.io.write import write_parcels
from landbase.parcels.join import join_ledger, ledger_decisions
from landbase.parcels.ledger import read_ledger
from landbase.parcels.read import read_parcels
from landbase.pipeline import run
from landbase.project import Project
from landbase.reconciliation.result import reconcile
from landbase.rules.ruleset import rules_of
from landbase.sample import sample_path
from landbase.store.base import LandBase
from landbase.testing import assert_parcels_equal, make_parcels

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = (
    ("批而未供_37带.shp", "approved_unsupplied"),
    ("闲置土地_37带.shp", "idle"),
    ("36带.gdb", None),
)
WAY = "transfer_or_cooperate"


def codes(issues: pd.DataFrame) -> set[str]:
    return set(issues["code"])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The land base of the sample data: 1,720 parcels."""
    path = tmp_path_factory.mktemp("示例 库") / "土地库.gpkg"
    read = [read_parcels(sample_path(n), category=c).parcels for n, c in SOURCES]
    with LandBase.open(path) as base:
        base.add(pd.concat(read, ignore_index=True))
    return path


@pytest.fixture
def split(sample: Path, work: Path) -> Path:
    """The same after one parcel was split in two: 1,721 live of 1,722 ever."""
    path = work / "土地库.gpkg"
    shutil.copy(sample, path)
    with LandBase.open(path) as base:
        halve(base, base.parcels()["parcel_id"].iloc[0])
    return path


def halve(base: LandBase, parcel: str) -> None:
    now = base.parcels().set_index("parcel_id").loc[[parcel]]
    west, south, east, north = now.total_bounds
    middle = (west + east) / 2
    sides = [box(west, south, middle, north), box(middle, south, east, north)]
    shapes = [now.geometry.iloc[0].intersection(side) for side in sides]
    frame = {"parcel_id": [f"{parcel}-1", f"{parcel}-2"], "geometry": shapes}
    category = [now["category"].iloc[0]] * 2
    children = gpd.GeoDataFrame(frame | {"category": category}, crs=now.crs)
    base.split(parcel, children, effective="2023-06-01", reason="分割")


@pytest.fixture
def small(work: Path) -> Path:
    """Twelve parcels, of which one is disposed of."""
    path = work / "小库.gpkg"
    with LandBase.open(path) as base:
        base.add(make_parcels(12))
        idle = base.parcels().query("category == 'idle'")["parcel_id"].iloc[0]
        base.record(idle, WAY, status="disposed", effective="2023-03-01")
    return path


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def test_the_sample_base_and_its_ledger_agree(sample: Path) -> None:
    """1,720 false errors before: its plain table was read."""
    parcels, issues = read_parcels(sample)
    assert len(parcels) == 1720
    assert codes(issues.table) == {"base_read"}
    ledger = read_ledger(sample_path("一地一策台账.xlsx")).ledger
    result = reconcile(parcels, ledger)
    assert (len(result.lines), len(result.wrong), len(result.unexplained)) == (
        1720,
        0,
        0,
    )
    joined = join_ledger(parcels, ledger).issues.table
    assert not {"join_ledger_only", "join_parcel_only"} & codes(joined)


@pytest.mark.parametrize("first", [0, 1])
def test_the_command_reconciles_a_base_on_either_side(
    sample: Path,
    first: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    pair = [sample, sample_path("一地一策台账.xlsx")]
    assert call("reconcile", pair[first], pair[1 - first], "--json") == 0
    assert '"lines": 1720' in capsys.readouterr().out


def test_after_a_split_the_children_count_and_the_parent_does_not(split: Path) -> None:
    """1,722 of 1,721 before."""
    parcels = read_parcels(split).parcels
    with LandBase.open(split) as base:
        assert_parcels_equal(parcels, base.parcels())
        assert len(base.parcels(ended=True)) == 1722
    assert len(parcels) == 1721


@pytest.mark.parametrize("command", [["areas"], ["areas", "--on", "2023-01-01"]])
def test_a_base_among_files_counts_as_by_its_option(
    small: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    name, *options = command
    assert call(name, small, *options) == 0
    given = capsys.readouterr().out
    assert call(name, "--base", small, *options) == 0
    assert given == capsys.readouterr().out


def test_the_map_of_a_base_has_its_decisions(small: Path, work: Path) -> None:
    pages = [work / "a.html", work / "b.html"]
    assert call("map", small, "-o", pages[0]) == 0
    assert call("map", "--base", small, "-o", pages[1]) == 0
    assert pages[0].read_text("utf-8") == pages[1].read_text("utf-8")


def test_check_opens_a_base(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", small) == 0
    assert "0个错误、0个警告、1条提示" in capsys.readouterr().out


def test_the_state_of_a_day_is_asked_of_one_base(small: Path, split: Path) -> None:
    assert call("areas", small, split, "--on", "2023-01-01") == 2
    assert call("areas", small, split) in {0, 1}


def test_state_and_rules_are_those_of_the_base(small: Path) -> None:
    parcels, issues = read_parcels(small, category="idle", crs="EPSG:4490")
    own = make_parcels(12)["status"]
    assert (parcels["status"] == "disposed").sum() == (own == "disposed").sum() + 1
    assert parcels["category"].nunique() == 2
    unused = issues.table.set_index("code").loc["base_options_unused", "value"]
    assert unused == "category=、crs="
    with LandBase.open(small) as base:
        assert rules_of(of=parcels) == base.rules


@pytest.mark.parametrize("name", ["副本.bak", "副本.sqlite", "副本", "副本.db.old"])
def test_a_copy_under_another_name_is_a_base(small: Path, name: str) -> None:
    copy = shutil.copy(small, small.with_name(name))
    assert is_land_base(copy)
    assert_parcels_equal(read_parcels(copy).parcels, read_parcels(small).parcels)


def test_reading_leaves_the_file_alone(small: Path) -> None:
    small.chmod(0o444)
    before, beside = small.read_bytes(), sorted(small.parent.iterdir())
    assert len(read_parcels(small).parcels) == 12
    assert small.read_bytes() == before
    assert sorted(small.parent.iterdir()) == beside


def test_an_older_base_is_read_by_a_copy(work: Path) -> None:
    path = work / "旧库.gpkg"
    migrating.make_base(path).close()
    migrating.turn_back(path)
    before, beside = path.read_bytes(), sorted(work.iterdir())
    parcels, issues = read_parcels(path)
    assert land_base_version(path) == 1
    assert path.read_bytes() == before
    assert sorted(work.iterdir()) == beside
    assert {"base_read", "base_read_by_copy"} <= codes(issues.table)
    with pytest.warns(match="brought"), LandBase.open(path) as base:
        assert_parcels_equal(parcels, base.parcels())
    assert "base_read_by_copy" not in codes(read_parcels(path).issues.table)


def test_a_table_named_is_read_plain_and_told(small: Path) -> None:
    parcels, issues = read_parcels(small, layer="parcels")
    own = make_parcels(12).set_index("parcel_id")["status"]
    assert parcels.set_index("parcel_id")["status"].to_dict() == own.to_dict()
    assert "base_plain_table" in codes(issues.table)


def test_a_layer_of_the_user_in_a_base_is_his(small: Path) -> None:
    outlines = gpd.GeoDataFrame(
        {"banner": ["150602"]}, geometry=[box(109, 39, 110, 40)], crs="EPSG:4490"
    )
    outlines.to_file(small, layer="旗区", mode="a")
    assert read_banners(small, layer="旗区").index.tolist() == [0]
    (table,) = read_source(small, layer="旗区")
    assert "base_plain_table" not in codes(table.issues.table)


def test_in_a_folder_or_archive_it_is_named_not_read(small: Path, work: Path) -> None:
    folder = work / "资料"
    folder.mkdir()
    make_parcels(3).to_file(folder / "a.geojson")
    shutil.copy(small, folder / "库.gpkg")
    parcels, issues = read_parcels(folder)
    assert len(parcels) == 3
    (said,) = issues.table.loc[issues.table["code"] == "source_refused", "message_zh"]
    assert "土地库" in said
    packed = work / "库.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(small, "库.gpkg")
    with pytest.raises(SourceError, match="land base") as refused:
        read_parcels(packed)
    assert "单独给出" in refused.value.zh


def test_outlines_are_not_read_from_a_base(small: Path) -> None:
    with pytest.raises(SourceError, match="land base"):
        read_banners(small)


def test_a_base_is_never_overwritten(small: Path) -> None:
    before = small.read_bytes()
    with pytest.raises(SourceError) as refused:
        write_parcels(make_parcels(3), small)
    assert "不能被覆盖" in refused.value.zh
    with LandBase.open(small) as base, pytest.raises(SourceError):
        base.export_events(small)
    assert small.read_bytes() == before


def test_other_files_are_no_bases(work: Path) -> None:
    plain, other = work / "a.gpkg", work / "b.gpkg"
    make_parcels(2).to_file(plain)
    database = sqlite3.connect(other)
    database.execute("CREATE TABLE landbase_meta (key, value)")
    database.commit()
    database.close()
    (work / "c.gpkg").write_bytes(small_head())
    assert not any(is_land_base(p) for p in (plain, other, work / "c.gpkg", work))
    assert not is_land_base(work / "d.gpkg")
    assert len(read_parcels(plain, category="idle").parcels) == 2


def small_head() -> bytes:
    return b"SQLite format 3\0".ljust(68, b"\0") + b"GPKG"


@pytest.mark.parametrize("kind", ["int64", "Int64", "float64"])
def test_ids_of_numbers_join_ids_of_text(kind: Any) -> None:
    parcels = make_parcels(3).assign(parcel_id=["7", "8", "9"])
    ledger = pd.DataFrame({
        "parcel_id": pd.Series([9, 8, 7]).astype(kind),
        "holder": ["丙", "乙", "甲"],
        "disposal_type": WAY,
    })
    parcels["holder"] = pd.Series(None, index=parcels.index, dtype="str")
    joined = join_ledger(parcels, ledger)
    assert joined.parcels["holder"].tolist() == ["甲", "乙", "丙"]
    numbers = parcels.assign(parcel_id=pd.Series([7, 8, 9]).astype(kind))
    for left, right in ((numbers, ledger), (numbers, ledger.astype({"holder": str}))):
        assert join_ledger(left, right).parcels["holder"].tolist() == ["甲", "乙", "丙"]
    assert not {"join_ledger_only", "join_parcel_only"} & codes(joined.issues.table)
    assert ledger_decisions(ledger)["parcel_id"].tolist() == ["9", "8", "7"]


def test_a_run_takes_a_base_and_says_that_decisions_stay(
    small: Path, work: Path
) -> None:
    file = work / "landbase.toml"
    text = '[project]\nname = "甲"\non = 2023-07-06\n[[input]]\npath = "小库.gpkg"\n'
    file.write_text(text + '[output]\nfolder = "out"\n', "utf-8")
    result = run(Project.load(file))
    assert len(result.parcels) == 12
    states = result.parcels.set_index("parcel_id")["status"].to_dict()
    assert (
        states == read_parcels(small).parcels.set_index("parcel_id")["status"].to_dict()
    )
    assert "base_decisions_left" in codes(result.issues.table)
    again = run(Project.load(file))
    assert again.parcels["status"].tolist() == result.parcels["status"].tolist()


def test_reading_a_file_in_wal_mode_leaves_nothing_beside_it(work: Path) -> None:
    path = work / "a.gpkg"
    write_parcels(make_parcels(2), path)
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode=WAL")
    before = path.read_bytes()
    assert len(read_parcels(path).parcels) == 2
    assert [part.name for part in work.iterdir()] == ["a.gpkg"]
    assert path.read_bytes() == before
