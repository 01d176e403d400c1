"""The sample data: plausible, without faults of their own, and the same each time."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from landbase.area import ellipsoidal_area
from landbase.cases.ways import lasts_too_long, refusals, status_in_law
from landbase.rules.vocabulary import Vocabulary
from landbase.sample import sample_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# as published, or the rounded area of public outlines
PUBLISHED_KM2 = {
    "150602": 2_146,
    "150603": 372.55,
    "150621": 8_192,
    "150622": 7_535,
    "150623": 12_224,
    "150624": 20_383,
    "150625": 18_797,
    "150626": 11_660,
    "150627": 5_492,
}
AS_OF = dt.date(2023, 7, 6)
EPSG = {36: 4524, 37: 4525}


@pytest.fixture(scope="module")
def generator() -> Iterator[Any]:
    """The generating script as a module."""
    folder = str(sample_path("make_sample_data.py").parent)
    sys.path.insert(0, folder)
    yield importlib.import_module("make_sample_data")
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def sample(generator: Any) -> Any:
    return generator.make()


@pytest.fixture(scope="module")
def parcels(sample: Any) -> gpd.GeoDataFrame:
    return sample.parcels


@pytest.fixture(scope="module")
def lands(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """All parcels in EPSG:4490."""
    parts = [rows.set_crs(EPSG[z]).to_crs(4490) for z, rows in parcels.groupby("zone")]
    return pd.concat(parts).sort_index()


# ---------------------------------------------------------------- the same each time


def _files(folder: Path) -> dict[str, Path]:
    """All files that are generated; a File Geodatabase is one."""
    written = {".py", ".pyc", ".md", ".toml"}  # by hand, and by Python
    found = [p for p in folder.rglob("*") if p.is_file() and p.suffix not in written]
    whole = {next((q for q in (p, *p.parents) if q.suffix == ".gdb"), p) for p in found}
    return {p.relative_to(folder).as_posix(): p for p in sorted(whole)}


def _layers(path: Path) -> dict[str, gpd.GeoDataFrame]:
    names = [name for name, _ in pyogrio.list_layers(path)]
    return {name: pyogrio.read_dataframe(path, layer=name) for name in names}


def _same_layers(one: Path, other: Path) -> bool:
    left, right = _layers(one), _layers(other)
    return list(left) == list(right) and all(
        left[name].drop(columns="geometry").equals(right[name].drop(columns="geometry"))
        and shapely.to_wkb(left[name].geometry).tolist()
        == shapely.to_wkb(right[name].geometry).tolist()
        for name in left
    )


def _cells(path: Path) -> tuple[list[Any], list[str]]:
    page = openpyxl.load_workbook(path).worksheets[0]
    return list(page.values), sorted(map(str, page.merged_cells.ranges))


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# Formats whose bytes depend on chance or on the version of a library.
SAME = {
    ".gdb": _same_layers,
    ".gpkg": _same_layers,
    ".xlsx": lambda one, other: _cells(one) == _cells(other),
    ".zip": lambda one, other: _members(one) == _members(other),
}


def test_generating_again_gives_the_same_content(
    generator: Any, sample: Any, work: Path
) -> None:
    generator.write(sample, work)
    made, committed = _files(work), _files(sample_path())
    assert list(made) == list(committed)
    for name, path in made.items():
        if path.suffix in SAME:
            assert SAME[path.suffix](path, committed[name]), name
        else:
            assert path.read_bytes() == committed[name].read_bytes(), name


def test_the_data_are_small_enough_to_live_in_the_repository() -> None:
    files = [p for p in sample_path().rglob("*") if p.is_file() and p.suffix != ".pyc"]
    assert sum(p.stat().st_size for p in files) < 4_000_000


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="没有的文件"):
        sample_path("没有的文件.csv")


# ---------------------------------------------------------------- outlines


def test_outlines_are_a_coverage_of_about_the_published_areas() -> None:
    outlines = gpd.read_file(sample_path("旗区界线(示意).geojson"))
    assert outlines["旗区代码"].tolist() == list(PUBLISHED_KM2)
    assert outlines.crs.to_epsg() == 4490
    assert outlines.geometry.is_valid.all()
    assert outlines.geometry.is_valid_coverage()
    assert shapely.union_all(outlines.geometry.to_numpy()).interiors[:] == []
    assert outlines["说明"].str.contains("示意").all()
    km2 = ellipsoidal_area(outlines) / 1e6
    ratio = km2.to_numpy() / np.array(list(PUBLISHED_KM2.values()))
    assert np.abs(ratio - 1).max() < 0.06
    west, south, east, north = outlines.total_bounds
    assert [west, south, east, north] == pytest.approx(
        [106.711, 37.59, 111.456, 40.861], abs=0.01
    )


def test_four_banners_lie_across_the_line_between_the_zones() -> None:
    outlines = gpd.read_file(sample_path("旗区界线(示意).geojson"))
    bounds = outlines.bounds
    across = outlines[(bounds["minx"] < 109.5) & (bounds["maxx"] > 109.5)]
    assert set(across["旗区代码"]) == {"150602", "150621", "150626", "150627"}


# ---------------------------------------------------------------- parcels


def test_there_are_about_1700_parcels_each_once(parcels: gpd.GeoDataFrame) -> None:
    assert 1_650 < len(parcels) < 1_750
    assert parcels["parcel_id"].is_unique
    letters = parcels["category"].map({"approved_unsupplied": "P", "idle": "X"})
    expected = parcels["banner"] + "-" + letters
    assert (parcels["parcel_id"].str[:8] == expected).all()
    assert parcels["parcel_id"].str.fullmatch(r"15\d{4}-[PX]-\d{4}").all()


def test_the_readme_counts_them_rightly(parcels: gpd.GeoDataFrame) -> None:
    text = sample_path("README.md").read_text("utf-8")
    counts = parcels["category"].value_counts()
    assert f"{len(parcels):,} parcels" in text
    assert f"{counts['approved_unsupplied']:,} approved" in text
    assert f"{counts['idle']} idle" in text


def test_parcels_are_valid_and_no_two_overlap(lands: gpd.GeoDataFrame) -> None:
    shapes = lands.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    assert pairs.sum() > 500  # neighbours share edges
    common = shapely.intersection(shapes[left[pairs]], shapes[right[pairs]])
    assert shapely.area(common).max() < 1e-14  # square degrees: below a mm²


def test_each_parcel_is_in_the_zone_of_its_centroid(lands: gpd.GeoDataFrame) -> None:
    middles = shapely.get_x(shapely.centroid(lands.geometry.to_numpy()))
    assert (np.where(middles < 109.5, 36, 37) == lands["zone"]).all()


def test_shapes_are_of_many_kinds(lands: gpd.GeoDataFrame) -> None:
    shapes = lands.geometry.to_numpy()
    bounds = lands.bounds
    points = shapely.get_num_coordinates(shapes)
    assert ((bounds["minx"] < 109.5) & (bounds["maxx"] > 109.5)).sum() == 8
    assert (shapely.get_num_interior_rings(shapes) > 0).sum() >= 10
    assert (shapely.get_num_geometries(shapes) > 1).sum() >= 10
    assert points.min() >= 4
    assert points.max() > 30
    assert 10 < points.mean() < 15


def test_a_dozen_parcels_lie_across_a_banner_line(
    sample: Any, lands: gpd.GeoDataFrame
) -> None:
    outlines = sample.outlines.set_index("旗区代码").geometry
    home = outlines.loc[lands["banner"]].to_numpy()
    shapes = lands.geometry.to_numpy()
    across = ~shapely.covers(home, shapes)
    assert 8 <= across.sum() <= 16
    assert shapely.intersects(home, shapes).all()


def test_areas_are_spread_like_real_ones(parcels: gpd.GeoDataFrame) -> None:
    hectares = parcels["area_m2"] / 10_000
    assert hectares.mean() == pytest.approx(5.3, abs=0.2)
    assert hectares.median() < 0.75 * hectares.mean()
    assert hectares.min() > 0.2
    assert hectares.max() < 80


def test_names_say_that_they_are_made_up(parcels: gpd.GeoDataFrame) -> None:
    assert parcels["name"].str.startswith("示例").all()
    holders = parcels["holder"]
    assert holders[holders != ""].str.startswith("示例").all()


def test_words_are_those_of_the_vocabulary(parcels: gpd.GeoDataFrame) -> None:
    words = Vocabulary.default()
    for category, rows in parcels.groupby("category"):
        allowed = words.codes("cause", category=str(category))
        assert set(rows["cause"]) <= set(allowed)
    assert set(parcels["banner"]) == set(words.codes("banner"))


# ---------------------------------------------------------------- decisions and tables


_DATES = ("approval_date", "agreed_start", "actual_start", "stopped_on")


def test_decisions_follow_the_rules(sample: Any) -> None:
    words = Vocabulary.default()
    cases = sample.decisions.merge(sample.parcels, on="parcel_id", validate="m:1")
    assert len(cases) == len(sample.decisions)
    days = {n: pd.to_datetime(cases[n]) for n in ("effective", "due", *_DATES)}
    ratios = cases[["developed_ratio", "invested_ratio"]].astype("float64")
    typed = cases.assign(**days, **ratios)
    law = typed.join(status_in_law(typed, typed["effective"]))
    assert refusals(law, vocabulary=words).isna().all()
    assert (
        lasts_too_long(law.assign(new_agreed_start=pd.NaT), vocabulary=words)
        .isna()
        .all()
    )
    for case in cases.itertuples():
        way = words.term("disposal_type", case.disposal_type)
        assert way.category == case.category
        assert way.disposes or not words.term("status", case.status).disposed
        assert case.status != "returned" or case.reason
        if way.disposes_with and words.term("status", case.status).disposed:
            assert case.actual_start <= case.effective
            assert case.stopped_on is None


def test_nothing_is_recorded_after_the_letter(sample: Any) -> None:
    assert max(sample.decisions["effective"]) <= AS_OF
    assert min(sample.decisions["effective"]) >= dt.date(2021, 12, 1)


def test_some_open_decisions_are_overdue(sample: Any) -> None:
    last = sample.decisions.drop_duplicates("parcel_id", keep="last")
    not_done = last[~last["status"].isin(["disposed", "closed"])]
    late = (not_done["due"] < AS_OF).sum()
    assert 20 < late < 0.4 * len(not_done)
    assert set(last["status"]) >= {"planned", "in_progress", "returned"}


def test_the_parcel_of_the_documentation_is_free_to_decide(sample: Any) -> None:
    shown = sample.parcels.set_index("parcel_id").loc["150622-P-0031"]
    assert shown["cause"] == "planning_changed"
    assert shown["disposed"] == 0
    assert "150622-P-0031" not in set(sample.decisions["parcel_id"])


def test_tasks_of_the_banners_sum_to_the_letters() -> None:
    tasks = pd.read_csv(sample_path("年度任务.csv"), dtype={"旗区代码": "str"})
    assert set(tasks["单位"]) == {"亩"}
    sums = tasks.groupby(["年度", "土地类别"])["任务面积"].sum()
    assert sums.to_dict() == {
        (2022, "批而未供"): 14_500,
        (2022, "闲置土地"): 9_900,
        (2023, "批而未供"): 23_000,
        (2023, "闲置土地"): 11_900,
    }
    assert (tasks["任务面积"] > 0).all()


@pytest.mark.parametrize("name", ["批而未供_37带", "闲置土地_37带"])
def test_shapefiles_are_gbk_and_do_not_say_so(name: str) -> None:
    assert not sample_path(f"{name}.shp").with_suffix(".cpg").exists()
    data = sample_path(f"{name}.dbf").read_bytes()
    assert data[29] == 0
    assert "示例".encode("gbk") in data
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
