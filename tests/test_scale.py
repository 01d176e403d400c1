"""The same figures and the same issues, whatever the partitions."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import landbase as lb
from landbase import scale
from landbase.errors import SchemaError, SourceError
from landbase.issues import Issues
from landbase.scale import reading
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import dask_geopandas as dgpd

COUNT = 240


def squares(bounds: list[tuple[str, float, float]]) -> gpd.GeoDataFrame:
    """Banners as strips of longitude, that overlap where they say so."""
    codes, west, east = zip(*bounds, strict=True)
    return gpd.GeoDataFrame(
        {"banner": codes, "name": [f"旗{code}" for code in codes]},
        geometry=shapely.box(west, 36, east, 42),
        crs=4490,
    )


BANNERS = squares([
    ("150621", 106.0, 109.2),
    ("150622", 109.2, 110.0),
    ("150623", 110.0, 110.9),
])


OVERLAPPING = squares([("150621", 106.0, 110.5), ("150622", 107.5, 112.0)])


def crowded() -> gpd.GeoDataFrame:
    """Parcels of which some lie on others, far and near, in both categories."""
    parcels = make_parcels(COUNT)
    shapes = parcels.geometry.to_numpy().copy()
    rng = np.random.default_rng(20231128)
    for one, other in rng.integers(0, COUNT, (16, 2)):
        moved = 2e-4 * (one % 2)
        shapes[one] = shapely.transform(shapes[other], lambda at, by=moved: at + by)
    parcels = parcels.set_geometry(gpd.GeoSeries(shapes, crs=parcels.crs))
    parcels.loc[[3, 150], "banner"] = None
    parcels.loc[[7, 8, 180], "declared_area_m2"] = np.nan
    return parcels


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three files: one in pieces, one whole, one with columns of its own."""
    folder = tmp_path_factory.mktemp("批而未供 数据")
    parcels = crowded().assign(批次=np.arange(COUNT))
    parts = [parcels.iloc[:130], parcels.iloc[130:190], parcels.iloc[180:]]
    # of the last file the first rows are again those of the second
    last = parts[2].copy()
    last.iloc[2, last.columns.get_loc("name")] = "改名"
    last["批次"] = [f"第{n}批" for n in last["批次"]]
    paths = [folder / name for name in ("a.parquet", "b.gpkg", "c.parquet")]
    parts[0].to_parquet(paths[0])
    parts[1].to_file(paths[1])
    last.to_parquet(paths[2])
    return paths


@pytest.fixture(scope="module")
def one(files: list[Path]) -> lb.parcels.read.ReadResult:
    """All of it as one process reads it."""
    return lb.read_parcels(files)


@pytest.fixture(scope="module")
def many(
    files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[scale.ScaledResult]:
    """The same in pieces of 130 rows, then 6 partitions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "ROWS", 40)
        folder = tmp_path_factory.mktemp("scale") / "read"
        yield scale.read_parcels(files, folder, npartitions=4)


def listed(issues: pd.DataFrame) -> list[tuple[str, ...]]:
    """Give issues in an order of their own."""
    shown = issues.astype("str").to_numpy()
    return sorted(map(tuple, shown))


def whole(parcels: dgpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(parcels.compute().sort_index().reset_index(drop=True))


def test_reading_in_pieces_gives_the_same_parcels(one: Any, many: Any) -> None:
    found, wanted = whole(many.parcels), pd.DataFrame(one.parcels)
    assert sorted(found.columns) == sorted(wanted.columns)
    assert len(found) == len(wanted) == COUNT
    for name in wanted.columns.drop(["geometry"]):
        shown = [table[name].astype("str").fillna("—") for table in (found, wanted)]
        assert shown[0].tolist() == shown[1].tolist(), name
    assert shapely.equals_exact(found["geometry"], wanted["geometry"]).all()


def test_reading_in_pieces_gives_the_same_issues(one: Any, many: Any) -> None:
    found = many.issues.compute()
    assert listed(found) == listed(one.issues.table)
    counted = found[found["code"] == "rows_counted"]
    assert len(counted) == 3
    assert found["set_aside"].sum() == 10  # rows in = parcels + rows set aside
    assert "duplicate_id" in set(found["code"])


# names that partitions, dask or pandas use, or have used, for work of their own
TAKEN = (
    *("position", "place", "order", "part", "partition", "home", "to", "at", "c0"),
    *("index", "level_0", "hilbert_distance", "spatial_partition", "_partitions"),
    *("lives", "decided", "counts", "repeated", "area_m2"),
)


def test_a_source_may_have_columns_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those by which the work is done are none of the table's."""
    monkeypatch.setattr(reading, "ROWS", 90)
    file = tmp_path / "a.parquet"
    parcels = make_parcels(COUNT)
    texts = {name: [f"{name}-{n}" for n in range(COUNT)] for name in TAKEN}
    gpd.GeoDataFrame(parcels.assign(**texts)).to_parquet(file)
    wanted = lb.read_parcels(file).parcels
    assert {*TAKEN} <= {*wanted}
    read = scale.read_parcels(file, tmp_path / "一", npartitions=3).parcels
    # what lies in the folder are parcels, and can be read as such
    again = scale.read_parcels(tmp_path / "一/parcels", tmp_path / "二").parcels
    plain = gpd.read_parquet(tmp_path / "一/parcels")
    assert sorted(plain.columns) == sorted(wanted.columns)
    for found in (read, again):
        shown, told = whole(found), pd.DataFrame(wanted)
        for name in (*TAKEN, "parcel_id", "category"):
            assert sorted(shown[name].astype("str")) == sorted(told[name].astype("str"))
    assert whole(read)["position"].tolist() == wanted["position"].tolist()
    table = lb.area_table(wanted, BANNERS)
    pd.testing.assert_frame_equal(scale.area_table(read, BANNERS), table)
    issues = lb.check_parcels(wanted).table
    assert listed(scale.check_parcels(read).compute()) == listed(issues)
    parts = scale.split_by_banner(read, BANNERS).compute()
    assert len(parts) == len(lb.split_by_banner(wanted, BANNERS))
    event = {"parcel_id": wanted["parcel_id"].iloc[:3], "status": "planned"}
    events = pd.DataFrame({
        **event,
        "disposal_type": wanted["category"]
        .iloc[:3]
        .map({"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}),
        "effective": pd.Timestamp("2023-05-01"),
    })
    cases = scale.fold(read, events, on="2023-07-06")
    now = cases.parcels.compute().sort_index()
    assert now["place"].tolist() == wanted["place"].tolist()
    assert (now["status"].iloc[:3] == "planned").all()
    assert scale.reconcile(read, wanted).clean
    written = scale.write_parcels(read, tmp_path / "三")
    assert len(written) == 3
    page = scale.disposal_map(read, columns=["parcel_id", "position", "order"])
    lb.save_map(page, tmp_path / "map.html")


@pytest.mark.parametrize(
    "by", ["banner", "status", "category", ["banner", "category"], ["status", "banner"]]
)
@pytest.mark.parametrize("placed", [False, True])
def test_area_tables_agree_to_the_last_digit(
    one: Any, many: Any, by: Any, *, placed: bool
) -> None:
    banners = BANNERS if placed else None
    wanted = lb.area_table(one.parcels, banners, by=by)
    found = scale.area_table(many.parcels, banners, by=by)
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)
    assert found.attrs["names"] == wanted.attrs["names"]


def test_what_is_wrong_with_banners_is_said_once(one: Any, many: Any) -> None:
    with pytest.warns(lb.LandbaseWarning, match="overlap") as told:
        found = scale.area_table(many.parcels, OVERLAPPING)
    assert len(told) == 1
    with pytest.warns(lb.LandbaseWarning, match="overlap"):
        wanted = lb.area_table(one.parcels, OVERLAPPING)
    assert "twice" in wanted.index
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)


def test_parcels_without_a_declared_area_are_told_once(one: Any, many: Any) -> None:
    with pytest.warns(lb.LandbaseWarning, match="3 of 240"):
        found = scale.area_table(many.parcels, areas="declared")
    with pytest.warns(lb.LandbaseWarning, match="3 of 240"):
        wanted = lb.area_table(one.parcels, areas="declared")
    pd.testing.assert_frame_equal(found, wanted, check_exact=True)


@settings(max_examples=3, deadline=None)
@given(st.data())
def test_no_partition_changes_a_table_or_an_issue(
    one: Any, data: st.DataObject
) -> None:
    import dask_geopandas as dgpd

    owner = data.draw(
        st.lists(st.integers(0, 3), min_size=COUNT, max_size=COUNT), label="partition"
    )
    parts = [part for _, part in one.parcels.groupby(np.array(owner))]
    parted = dgpd.from_dask_dataframe(
        dgpd.from_geopandas(parts[0], npartitions=1)
        if len(parts) == 1
        else _stacked(parts),
        geometry="geometry",
    )
    pd.testing.assert_frame_equal(
        scale.area_table(parted, BANNERS),
        lb.area_table(one.parcels, BANNERS),
        check_exact=True,
    )
    found = scale.check_parcels(parted, BANNERS).compute()
    assert listed(found) == listed(lb.check_parcels(one.parcels, BANNERS).table)


def _stacked(parts: list[gpd.GeoDataFrame]) -> Any:
    import dask
    import dask.dataframe as dd

    return dd.from_delayed([dask.delayed(p) for p in parts], meta=parts[0].iloc[:0])


def test_checks_find_each_pair_once_and_all_else(one: Any, many: Any) -> None:
    wanted = lb.check_parcels(one.parcels, BANNERS).table
    found = scale.check_parcels(many.parcels, BANNERS).compute()
    assert listed(found) == listed(wanted)
    kinds = {"overlap_two_way", "overlap_partial", "land_in_both_categories"}
    assert len(kinds & set(wanted["code"])) >= 2
    assert {"banner_not_declared", "other_banner"} <= set(wanted["code"])


def test_an_id_in_two_partitions_is_reported_once(
    one: Any,
) -> None:
    import dask_geopandas as dgpd

    parcels = one.parcels.copy()
    parcels.loc[[5, 144, 231], "parcel_id"] = "同号"
    parted = dgpd.from_geopandas(parcels, npartitions=5)
    wanted = lb.check_parcels(parcels).table
    assert listed(scale.check_parcels(parted).compute()) == listed(wanted)
    assert wanted["code"].isin(["id_repeated", "id_in_both_categories"]).sum() == 2


def test_cut_parcels_are_those_of_one_table(one: Any, many: Any) -> None:
    found = scale.split_by_banner(many.parcels, BANNERS).compute()
    wanted = lb.split_by_banner(one.parcels, BANNERS)
    names = [name for name in wanted.columns if name not in {"geometry", "批次"}]
    assert listed(found[names]) == listed(pd.DataFrame(wanted)[names])


def test_a_file_of_each_partition_holds_all_parcels(
    tmp_path: Path, one: Any, many: Any
) -> None:
    paths = scale.write_parcels(many.parcels, tmp_path / "out", suffix=".parquet")
    assert [path.name for path in paths][:2] == [
        "parcels-0001.parquet",
        "parcels-0002.parquet",
    ]
    back = lb.read_parcels(paths).parcels
    assert sorted(back["parcel_id"]) == sorted(one.parcels["parcel_id"])


def test_partitions_are_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    make_parcels(20).to_parquet(path)
    scale.read_parcels(tmp_path / "a.parquet", tmp_path / "read")
    parcels, issues = scale.open_parcels(tmp_path / "read")
    assert len(parcels) == 20
    assert "rows_counted" in set(issues.compute()["code"])
    with pytest.raises(SourceError, match="holds something"):
        scale.read_parcels(path, tmp_path / "read")
    with pytest.raises(SourceError, match="no parcels"):
        scale.open_parcels(tmp_path)


def test_what_is_wrong_with_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        scale.read_parcels(tmp_path / "none.parquet", tmp_path / "read")
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(b"PAR1 and no more")
    with pytest.raises(SourceError, match=r"damaged\.parquet"):
        scale.read_parcels(damaged, tmp_path / "other")
    nameless = tmp_path / "nameless.parquet"
    make_parcels(5).drop(columns="parcel_id").to_parquet(nameless)
    with pytest.raises(SchemaError):
        scale.read_parcels(nameless, tmp_path / "third")


def test_columns_that_only_some_files_have_keep_their_types(tmp_path: Path) -> None:
    """Whole numbers, figures, days and truth, each missing or other in one file."""
    parcels = make_parcels(60)
    first = parcels.iloc[:30].assign(批次=7, 容积率=1.5, 现场=True, 期=5)
    second = parcels.iloc[30:].drop(columns=["declared_area_m2", "approval_date"])
    second["期"] = 2.5
    first.to_parquet(tmp_path / "a.parquet")
    second.to_parquet(tmp_path / "b.parquet")
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    many, _ = scale.read_parcels(files, tmp_path / "read", npartitions=3)
    found, wanted = whole(many), pd.DataFrame(lb.read_parcels(files).parcels)
    for name in wanted.columns.drop("geometry"):
        shown = [table[name].astype("str").fillna("—") for table in (found, wanted)]
        assert shown[0].tolist() == shown[1].tolist(), name


def test_a_folder_is_read_as_it_is_elsewhere(files: list[Path], tmp_path: Path) -> None:
    """One of several kinds as a whole; one of GeoParquet file by file."""
    only = tmp_path / "列式"
    only.mkdir()
    shutil.copy(files[0], only)
    shutil.copy(files[2], only)
    for folder, name in ((files[0].parent, "一"), (only, "二")):
        parcels, issues = scale.read_parcels(folder, tmp_path / name, npartitions=3)
        wanted = lb.read_parcels(folder)
        assert len(parcels) == len(wanted.parcels)
        assert set(whole(parcels)["source"]) == set(wanted.parcels["source"])
        rows = issues.compute()
        rows = rows[rows["source_row"].notna()]
        of = wanted.issues.table
        assert listed(rows) == listed(of[of["source_row"].notna()])


def test_a_file_without_parcels_is_told_among_others(tmp_path: Path) -> None:
    make_parcels(20).to_parquet(tmp_path / "a.parquet")
    other = make_parcels(5).drop(columns="parcel_id")
    other.to_parquet(tmp_path / "b.parquet")
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    parcels, issues = scale.read_parcels(files, tmp_path / "read")
    assert len(parcels) == 20
    assert listed(issues.compute()) == listed(lb.read_parcels(files).issues.table)


def test_a_header_may_be_in_one_file_only(tmp_path: Path) -> None:
    parcels = make_parcels(20)
    parcels.iloc[:10].to_parquet(tmp_path / "a.parquet")
    renamed = parcels.iloc[10:].rename(columns={"holder": "旧名"})
    renamed.to_parquet(tmp_path / "b.parquet")
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    named = {"旧名": "holder"}
    many, _ = scale.read_parcels(files, tmp_path / "read", fields=named)
    wanted = lb.read_parcels(files, fields=named).parcels["holder"]
    assert sorted(whole(many)["holder"].dropna()) == sorted(wanted.dropna())
    with pytest.raises(SchemaError, match="nowhere"):
        scale.read_parcels(files, tmp_path / "other", fields={"nowhere": "holder"})


def test_what_failed_can_be_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    make_parcels(5).drop(columns="parcel_id").to_parquet(path)
    with pytest.raises(SchemaError):
        scale.read_parcels(path, tmp_path / "read")
    make_parcels(5).to_parquet(path)
    parcels, _ = scale.read_parcels(path, tmp_path / "read", npartitions=9)
    assert len(parcels) == 5  # of which there are fewer than partitions
    assert scale.area_table(parcels).loc["total", ("all", "count")] == 5
    assert len(scale.check_parcels(parcels).compute()) == 0


def test_pieces_in_different_units_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS", 50)
    parcels = make_parcels(100).drop(columns="declared_area_m2")
    area = lb.ellipsoidal_area(parcels)
    parcels["面积"] = np.where(np.arange(100) < 50, area, area / 10_000)
    parcels.to_parquet(tmp_path / "a.parquet")
    with pytest.raises(SourceError, match="unit"):
        scale.read_parcels(tmp_path / "a.parquet", tmp_path / "read")


def test_a_worker_that_dies_changes_no_figure(
    files: list[Path], one: Any, tmp_path: Path
) -> None:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
        ) as made,
        Client(made) as client,
    ):
        parcels, issues = scale.read_parcels(files, tmp_path / "read", npartitions=4)
        future = client.compute(
            parcels.map_partitions(lambda part: part.assign(a=_slow(part)))
        )
        first = next(iter(made.workers.values()))
        os.kill(first.pid, signal.SIGKILL)
        assert len(future.result()) == COUNT
        table = scale.area_table(parcels, BANNERS)
        found = scale.check_parcels(parcels, BANNERS).compute()
        told = issues.compute()
    pd.testing.assert_frame_equal(
        table, lb.area_table(one.parcels, BANNERS), check_exact=True
    )
    assert listed(found) == listed(lb.check_parcels(one.parcels, BANNERS).table)
    assert len(told) == len(one.issues)


def _slow(part: Any) -> Any:
    import time

    time.sleep(0.3)
    return np.ones(len(part))


def test_issues_of_all_partitions_are_a_table_of_issues(many: Any) -> None:
    issues = Issues(scale.check_parcels(many.parcels, BANNERS).compute())
    assert issues.summary(lang="en")["count"].sum() == len(issues)
