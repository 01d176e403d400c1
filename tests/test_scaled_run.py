"""A run over partitions: the files of one process, and what can go wrong."""

from __future__ import annotations

import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import landbase as lb
from landbase import scaled_run
from landbase.cli.main import main
from landbase.errors import MissingDependencyError, SourceError, StoreError
from landbase.project import Project
from landbase.sample import sample_path
from landbase.scale import partitions
from landbase.scale.cluster import connected
from landbase.scaled_run import run_scaled
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROJECT = """
[project]
name = "某局"
on = 2023-07-06
lang = "zh"
[[input]]
path = "地块*.parquet"
[output]
folder = "结果"
"""


def listed(issues: pd.DataFrame) -> list[tuple[str, ...]]:
    return sorted(map(tuple, issues.astype("str").to_numpy()))


def small(folder: Path, count: int = 60) -> Path:
    """Make a project of two files, and give its file."""
    parcels = make_parcels(count)
    half = count // 2
    parcels.iloc[:half].to_parquet(folder / "地块1.parquet")
    parcels.iloc[half:].to_parquet(folder / "地块2.parquet")
    path = folder / "landbase.toml"
    path.write_text(PROJECT, "utf-8")
    return path


def left_with(*words: str) -> Any:
    """Run a command, and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main([*words])
    return left.value.code


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """The sample project, run by one process and over seven partitions."""
    folder = tmp_path_factory.mktemp("运行 结果")
    sample = Project.load(sample_path("landbase.toml")).reporting(())
    one = lb.run(sample.saved_in(folder / "一"))
    return one, run_scaled(sample.saved_in(folder / "多"), partitions=7)


def test_figures_and_files_are_those_of_one_process(both: tuple[Any, Any]) -> None:
    one, many = both
    assert many.parcels.npartitions == 7
    pd.testing.assert_frame_equal(many.table, one.table, check_exact=True)
    pd.testing.assert_frame_equal(many.stock, one.stock, check_exact=True)
    assert [*many.progress] == [*one.progress] == [2022, 2023]
    for year, table in one.progress.items():
        pd.testing.assert_frame_equal(many.progress[year], table, check_exact=True)
    for name in ("areas_file", "progress_file", "map_file"):
        assert getattr(many, name).read_bytes() == getattr(one, name).read_bytes()


def test_issues_are_a_dataset_and_rows_in_are_rows_out(both: tuple[Any, Any]) -> None:
    one, many = both
    assert listed(many.issues.table) == listed(one.issues.table)
    every = pd.read_parquet(many.issues_folder)
    assert listed(every) == listed(one.issues.table)
    assert len(many.all_issues) == len(every)
    counted = every.loc[every["code"] == "rows_counted", "message_en"]
    read = counted.str.extract(r"(\d+) rows read, (\d+) kept.*?(\d+) set aside")
    rows, kept, aside = read.astype(int).sum()
    assert rows == kept + aside
    assert kept == len(many.parcels) == len(one.parcels)
    assert many.issues_file.exists()


def test_parcels_are_kept_as_they_are_on_the_day(both: tuple[Any, Any]) -> None:
    one, many = both
    found = many.parcels.compute().sort_index()
    for name in one.parcels.columns.drop("geometry"):
        shown = [
            t[name].astype("str").fillna("—").tolist() for t in (found, one.parcels)
        ]
        assert shown[0] == shown[1], name


def test_a_second_run_takes_the_place_of_the_first(tmp_path: Path) -> None:
    project = Project.load(small(tmp_path))
    first = run_scaled(project, partitions=3)
    before = {p: p.read_bytes() for p in (first.areas_file, first.map_file)}
    second = run_scaled(project, scheduler="threads", partitions=2)
    assert {p: p.read_bytes() for p in before} == before
    assert second.parcels.npartitions == 2
    assert len(second.parcels) == 60
    names = {path.name for path in (tmp_path / "结果").iterdir()}
    assert names == {
        "parcels", "issues", "issues.xlsx", "area_table.xlsx", "map.html",
    }  # fmt: skip


def test_faulty_decisions_are_left_out_with_their_issues(tmp_path: Path) -> None:
    path = small(tmp_path)
    parcels = make_parcels(60)
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
    rows = [
        f"{idle[0]},闲置土地,限期动工,方案已定,2023-03-01",
        f"{idle[1]},闲置土地,撤销批文,方案已定,2023-03-01",  # no way of idle land
        f"{idle[2]},闲置土地,限期动工,方案已定,2093-03-01",  # a day to come
        "无此地块,闲置土地,限期动工,方案已定,2023-03-01",
    ]
    head = "地块编号,类别,处置方式,处置状态,决定日期\n"
    (tmp_path / "台账.csv").write_text(head + "\n".join(rows), "utf-8")
    said = PROJECT + '[ledger]\npath = "台账.csv"\n'
    path.write_text(said, "utf-8")
    many = run_scaled(Project.load(path), partitions=4)
    one = lb.run(Project.load(path).saved_in(tmp_path / "一"))
    assert listed(many.issues.table) == listed(one.issues.table)
    assert many.issues.count("error") > 0
    found = many.parcels.compute().set_index("parcel_id")["status"]
    wanted = one.parcels.set_index("parcel_id")["status"]
    assert found[wanted.index].tolist() == wanted.tolist()
    assert many.map_file.read_bytes() == one.map_file.read_bytes()


def test_of_too_many_parcels_the_map_has_squares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from landbase.scale import maps

    monkeypatch.setattr(scaled_run, "MOST_DRAWN", 50)
    monkeypatch.setattr(maps.disposal_map, "__kwdefaults__", {
        **maps.disposal_map.__kwdefaults__, "most": 50,
    })  # fmt: skip
    result = run_scaled(Project.load(small(tmp_path)), partitions=3)
    assert "地块密度" in result.map_file.read_text("utf-8")
    assert result.table.loc["total", ("all", "count")] == 60


def test_of_too_many_issues_the_workbook_has_the_worst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small(tmp_path)
    again = make_parcels(60).iloc[:4].assign(parcel_id=["甲", "乙", "丙", None])
    again.to_parquet(tmp_path / "地块3.parquet")
    monkeypatch.setattr(scaled_run, "_MOST_TOLD", 2)
    result = run_scaled(Project.load(path))
    assert len(result.issues) == 2
    assert set(result.issues.table["severity"]) == {"error"}
    assert len(result.all_issues) > 2


def test_a_land_base_is_refused(tmp_path: Path) -> None:
    project = Project.load(small(tmp_path))
    lb.run(project)
    with pytest.raises(StoreError, match="land base"):
        run_scaled(project)
    moved = project.saved_in(tmp_path / "另")
    base = tmp_path / "结果" / "landbase.gpkg"
    text = PROJECT.replace("地块*.parquet", str(base))
    (tmp_path / "库.toml").write_text(text.replace('"结果"', '"三"'), "utf-8")
    with pytest.raises(SourceError, match="export"):
        run_scaled(Project.load(tmp_path / "库.toml"))
    assert run_scaled(moved).map_file.exists()


@pytest.mark.parametrize("name", ["parcels", "issues"])
@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_no_run_made_is_not_replaced(tmp_path: Path, name: str, kind: str) -> None:
    project = Project.load(small(tmp_path))
    place = tmp_path / "结果" / name
    kept = place
    if kind == "file":
        place.parent.mkdir()
    else:
        folder = place if kind == "folder" else tmp_path / "别处"
        folder.mkdir(parents=True)
        kept = folder / "part-00000.parquet"
        if kind == "link":
            place.parent.mkdir()
            place.symlink_to(folder, target_is_directory=True)
    kept.write_bytes(b"mine")
    with pytest.raises(SourceError, match="no such run made"):
        run_scaled(project)
    assert kept.read_bytes() == b"mine"


def test_a_run_does_not_replace_what_it_reads(tmp_path: Path) -> None:
    run_scaled(Project.load(small(tmp_path)))
    files = sorted((tmp_path / "结果" / "parcels").glob("*.parquet"))
    text = PROJECT.replace("地块*.parquet", "结果/parcels/*.parquet")
    (tmp_path / "再.toml").write_text(text, "utf-8")
    with pytest.raises(SourceError, match="to be read"):
        run_scaled(Project.load(tmp_path / "再.toml"))
    assert all(file.exists() for file in files)


def test_products_are_left_out_with_a_warning(tmp_path: Path) -> None:
    path = small(tmp_path)
    path.write_text(PROJECT + '[report]\nproducts = ["tables"]\n', "utf-8")
    with pytest.warns(lb.LandbaseWarning, match=r"\[report\]"):
        run_scaled(Project.load(path))


def test_what_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "dask_geopandas", None)
    with pytest.raises(MissingDependencyError, match=r"landbase\[scale\]"):
        run_scaled(Project.load(small(tmp_path)))
    assert left_with("run", str(tmp_path / "landbase.toml"), "--partitions", "2") == 3
    assert "landbase[scale]" in capsys.readouterr().err
    assert not (tmp_path / "结果").exists()


def test_a_scheduler_that_is_away_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from landbase.scale import cluster

    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # and nobody listens
        address = f"tcp://127.0.0.1:{held.getsockname()[1]}"
        said = ("run", str(small(tmp_path)), "--scheduler", address)
        assert left_with(*said) == 3
    shown = capsys.readouterr().err
    assert address in shown
    assert "调度器" in shown
    no_port = ("tcp://", "tcp://主机", "tcp://h:abc", "tcp://h:99999", "127.0.0.1:8786")
    for wrong in (*no_port, "ucx://h:1", "不存在"):
        assert left_with(*said[:2], "--scheduler", wrong) == 2
        assert "threads" in capsys.readouterr().err


@pytest.fixture
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"allowed_failures": 0},
    ) as made:
        yield made


def _fatal(part: Any) -> Any:
    if len(part):
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def test_a_cluster_does_the_run_and_a_worker_that_dies_for_good_is_said(
    tmp_path: Path, cluster: Any
) -> None:
    project = Project.load(small(tmp_path))
    one = lb.run(project.saved_in(tmp_path / "一"))
    address = cluster.scheduler_address
    many = run_scaled(project, scheduler=address, partitions=3)
    assert many.map_file.read_bytes() == one.map_file.read_bytes()
    pd.testing.assert_frame_equal(many.table, one.table, check_exact=True)
    fatal = partitions.later(_fatal)
    tasks = [fatal(piece) for piece in partitions.in_pieces(many.parcels)]
    with pytest.raises(SourceError, match="died again"), connected(address):
        partitions.computed(tasks)


def test_a_scheduler_without_workers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    from landbase.scale import cluster as clusters

    monkeypatch.setattr(clusters, "_PATIENCE", 2)
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as made,
        pytest.raises(SourceError, match="no workers"),
        connected(made.scheduler_address),
    ):
        pytest.fail("nobody is there to work")
