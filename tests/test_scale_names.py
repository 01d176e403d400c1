"""Columns of sources, events and ledgers that bear the names of anybody's own work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from pyarrow import parquet
from test_scale_cases import TASKS, parted

import landbase as lb
from landbase import scale
from landbase.cases.progress import progress_by_year
from landbase.project import Project
from landbase.scaled_run import run_scaled
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

COUNT, DAY = 40, "2023-07-06"
# those that partitions, dask, pandas or GDAL give to what they work with
NAMES = (
    *("place", "position", "order", "part", "partition", "index", "level_0"),
    *("hilbert_distance", "spatial_partition", "_partitions", "__null_dask_index__"),
    *("__index_level_0__", "to", "at", "c0", "c1", "home", "homes", "rows", "own"),
    *("lives", "line", "group", "count", "sums", "id", "m2", "where", "west", "fid"),
)


def texts(name: str, count: int) -> pd.Series:
    return pd.Series([f"{name}{n % 7}" for n in range(count)], dtype="str", name=name)


def same(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    """Hold tables against each other, cell by cell as text, columns in their order."""
    assert [*found.columns] == [*wanted.columns]
    for name in wanted.columns:
        shown = [t[name].astype("str").fillna("—").tolist() for t in (found, wanted)]
        assert shown[0] == shown[1], name


def in_order(parcels: Any) -> pd.DataFrame:
    return pd.DataFrame(parcels.compute().sort_index().reset_index(drop=True))


def listed(issues: pd.DataFrame) -> list[tuple[str, ...]]:
    return sorted(map(tuple, issues.astype("str").to_numpy()))


def events(parcels: pd.DataFrame) -> pd.DataFrame:
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
    return pd.DataFrame({
        "event_id": range(1, 7),
        "parcel_id": idle[:3] * 2,
        "disposal_type": "start_by_deadline",
        "status": ["planned"] * 3 + ["disposed"] * 3,
        "effective": pd.to_datetime(["2022-05-01"] * 3 + ["2023-03-01"] * 3),
        "actual_start": pd.to_datetime([None] * 3 + ["2023-02-01"] * 3),
        "area_m2": [100.1, 200.2, 300.3] * 2,
    })


@pytest.mark.parametrize("name", NAMES)
def test_a_source_column_of_any_name_is_only_a_column(
    tmp_path: Path, name: str
) -> None:
    source = make_parcels(COUNT)
    source[name] = texts(name, COUNT)
    source.to_parquet(tmp_path / "a.parquet")
    one = lb.read_parcels(tmp_path / "a.parquet").parcels
    folder = tmp_path / "分区"
    many = scale.read_parcels(tmp_path / "a.parquet", folder, npartitions=3).parcels
    same(in_order(many), pd.DataFrame(one))
    by = lb.area_table(one, by=name)
    pd.testing.assert_frame_equal(scale.area_table(many, by=name), by, check_exact=True)
    checked = scale.check_parcels(many).compute()
    assert listed(checked) == listed(lb.check_parcels(one).table)
    assert scale.reconcile(many, one, by=name).clean
    drawn = [
        lb.save_map(page(of, columns=["parcel_id", name], color_by=name), path)
        for page, of, path in (
            (lb.disposal_map, one, tmp_path / "一.html"),
            (scale.disposal_map, many, tmp_path / "多.html"),
        )
    ]
    assert drawn[0].read_bytes() == drawn[1].read_bytes()
    # files of the partitions, and the folder itself, hold the parcels and no more
    written = scale.write_parcels(many, tmp_path / "上报", suffix=".parquet")
    for path in (*written, *sorted((folder / "parcels").glob("*.parquet"))):
        assert parquet.read_schema(path).names == [*one.columns]
    again = scale.read_parcels(folder / "parcels", tmp_path / "再").parcels
    plain = lb.read_parcels(folder / "parcels").parcels
    same(in_order(again), pd.DataFrame(plain))
    assert sorted(again[name].compute()) == sorted(one[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_events_or_ledgers_is_only_a_column(name: str) -> None:
    parcels = make_parcels(COUNT)
    parcels[name] = texts(name, COUNT)
    said = events(parcels)
    said[name] = texts("决定", len(said))
    many = parted(parcels, [n % 3 for n in range(COUNT)])
    cases = scale.fold(many, said, on=DAY)
    told = cases.decisions.compute().sort_values("event_id")
    assert told[name].tolist() == said[name].tolist()
    assert cases.parcels.compute().sort_index()[name].tolist() == [*parcels[name]]
    found = scale.progress_by_year(scale.fold(many, said).decisions, TASKS, on=DAY)
    of = parcels.set_index("parcel_id")
    listing = said.assign(**{
        n: said["parcel_id"].map(of[n]) for n in ("category", "banner")
    })
    wanted = progress_by_year(listing, TASKS, on=DAY)
    for year, table in wanted.items():
        pd.testing.assert_frame_equal(found[year], table, check_exact=True)
    plain = parcels.drop(columns=name)
    ledger = pd.DataFrame({"parcel_id": plain["parcel_id"], name: parcels[name]})
    joined = scale.join_ledger(
        parted(plain, [n % 3 for n in range(COUNT)]), ledger, columns=[name]
    )
    assert in_order(joined.parcels)[name].tolist() == parcels[name].tolist()


PROJECT = """
[project]
name = "某局"
on = 2023-07-06
[[input]]
path = "地块.parquet"
[output]
folder = "结果"
"""


def test_a_run_over_partitions_has_the_columns_of_a_run_and_is_read_again(
    tmp_path: Path,
) -> None:
    source = make_parcels(COUNT)
    for name in NAMES:
        source[name] = texts(name, COUNT)
    source.to_parquet(tmp_path / "地块.parquet")
    (tmp_path / "landbase.toml").write_text(PROJECT, "utf-8")
    project = Project.load(tmp_path / "landbase.toml")
    one = lb.run(project.saved_in(tmp_path / "一"))
    many = run_scaled(project, partitions=3)
    assert [*many.parcels.columns] == [*one.parcels.columns]
    for path in many.parcels_folder.glob("*.parquet"):
        assert parquet.read_schema(path).names == [*one.parcels.columns]
    same(in_order(many.parcels), pd.DataFrame(one.parcels))
    assert many.map_file.read_bytes() == one.map_file.read_bytes()
    assert many.areas_file.read_bytes() == one.areas_file.read_bytes()
    # what the run made is a source like any other, by every door
    text = PROJECT.replace("地块.parquet", "结果/parcels/*.parquet")
    (tmp_path / "再.toml").write_text(text.replace('"结果"', '"再"'), "utf-8")
    again = run_scaled(Project.load(tmp_path / "再.toml"), partitions=2)
    pd.testing.assert_frame_equal(again.table, many.table, check_exact=True)
    read = lb.read_parcels(many.parcels_folder)
    assert {*NAMES} <= {*read.parcels}
    assert len(gpd.read_parquet(many.parcels_folder)) == COUNT
