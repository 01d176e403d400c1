"""What each stage of a run costs, beside the tools that a colleague would take for it.

    python benchmarks/run.py [PARCELS] [FEW] [--in FOLDER]

PARCELS (200,000) are made, written, read, checked, cut by nine banners, added to a land
base, decided on and read back, and a project file is run on them. CPU seconds and peak
memory are of a process of its own for each stage, after its libraries are loaded and
what the stage works on is read. `geopandas.overlay` with `dissolve` is measured on FEW
(20,000), for it grows too slow; landbase beside it on as many.

Areas: every engine cuts in longitude and latitude. What is compared is one definition
that all offer: areas of the parts in the plane of EPSG:4545, by banner, within 1e-9.
The figures that landbase reports are measured on the ellipsoid; that is what
"area_table" times. DuckDB and SedonaDB are measured where they are installed
(`pip install duckdb-extension-spatial sedonadb`): the package brings DuckDB's extension
"spatial", for nothing is downloaded here.
"""

from __future__ import annotations

import argparse
import importlib.resources
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio
from area_table import made_banners, parcels_within, peak_gib

import landbase as lb
from landbase.banners.split import split_by_banner
from landbase.pipeline import run
from landbase.project import Project
from landbase.store.base import LandBase

if TYPE_CHECKING:
    from collections.abc import Callable

    Figures = dict[str, float]

PLANE = "EPSG:4545"
WITHIN = 1e-9
WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}
DAY = "2023-07-06"
PROJECT = """
[project]
name = "run"
on = 2023-07-06

[[input]]
path = "parcels.gpkg"

[ledger]
path = "ledger.xlsx"

[output]
folder = "out"
base = "base.gpkg"
"""
LEDGER_ROWS = 400


def prepare(folder: Path, count: int) -> None:
    """Write all that the stages read."""
    banners = made_banners()
    parcels = parcels_within(banners, count).reset_index(drop=True)
    made = lb.testing.make_parcels(2 * count).drop(columns="geometry")
    parcels = gpd.GeoDataFrame(
        parcels[["parcel_id", "geometry"]].merge(made, on="parcel_id"), crs=4490
    )[[*made.columns, "geometry"]]
    banners.to_pickle(folder / "banners.pickle")
    parcels.to_pickle(folder / "parcels.pickle")
    parcels.to_file(folder / "parcels.gpkg")
    parcels.to_parquet(folder / "parcels.parquet")
    for name, frame in (("parcels", parcels), ("banners", banners)):
        plain = pd.DataFrame(frame[frame.columns[:1]]).assign(
            wkb=frame.to_wkb().geometry
        )
        plain.to_parquet(folder / f"{name}_wkb.parquet")
    decisions(parcels).head(LEDGER_ROWS).rename(
        columns={
            "parcel_id": "地块编号",
            "disposal_type": "处置方式",
            "status": "处置状态",
            "effective": "生效日期",
        }
    ).to_excel(folder / "ledger.xlsx", index=False)
    (folder / "project.toml").write_text(PROJECT, encoding="utf-8")


def decisions(parcels: pd.DataFrame) -> pd.DataFrame:
    """Plan a way for each parcel."""
    return pd.DataFrame({
        "parcel_id": parcels["parcel_id"],
        "disposal_type": parcels["category"].map(WAYS),
        "status": "planned",
        "effective": pd.Timestamp("2023-01-01"),
        "by": "甲",
    })


def held(folder: Path, count: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Give so many parcels, and the banners."""
    parcels, banners = (
        pd.read_pickle(folder / f"{name}.pickle")  # noqa: S301 - written by this script
        for name in ("parcels", "banners")
    )
    return parcels.head(count), banners


def of_file(read: Callable[[Path], Any], name: str) -> Any:
    """Make a stage that reads a file."""
    return lambda folder, _: lambda: read(folder / name) and None


def check(folder: Path, count: int) -> Any:
    parcels, banners = held(folder, count)
    return lambda: lb.check_parcels(parcels, banners)


def area_table(folder: Path, count: int) -> Any:
    parcels, banners = held(folder, count)
    return lambda: lb.area_table(parcels, banners)


def split(folder: Path, count: int) -> Any:
    parcels, banners = held(folder, count)

    def figures() -> Figures:
        parts = split_by_banner(parcels, banners)
        parts = parts[parts["place"] == "banner"]
        return parts.to_crs(PLANE).area.groupby(parts["banner"]).sum().to_dict()

    return figures


def overlay(folder: Path, count: int) -> Any:
    parcels, banners = held(folder, count)

    def figures() -> Figures:
        parts = gpd.overlay(
            parcels[["category", "geometry"]], banners, keep_geom_type=True
        ).to_crs(PLANE)
        parts["m2"] = parts.area
        summed = parts.dissolve(by=["banner", "category"], aggfunc={"m2": "sum"})
        return summed["m2"].groupby("banner").sum().to_dict()

    return figures


def duckdb(folder: Path, count: int) -> Any:
    base = with_spatial()
    query = f"""
        WITH p AS (SELECT ST_GeomFromWKB(wkb) AS shape FROM
            (SELECT wkb FROM '{folder}/parcels_wkb.parquet' LIMIT {count})),
        b AS (SELECT banner, ST_GeomFromWKB(wkb) AS shape FROM
            '{folder}/banners_wkb.parquet')
        SELECT banner, sum(ST_Area(ST_Transform(ST_Intersection(p.shape, b.shape),
            'EPSG:4490', '{PLANE}', always_xy := true)))
        FROM p JOIN b ON ST_Intersects(p.shape, b.shape) GROUP BY banner
    """  # noqa: S608 - our own folder
    return lambda: dict(base.execute(query).fetchall())


def with_spatial() -> Any:
    """Open DuckDB with its extension out of the package that brings it."""
    from duckdb import connect

    base = connect(config={"autoinstall_known_extensions": "false"})
    brought = Path(str(importlib.resources.files("duckdb_extension_spatial")))
    (extension,) = brought.rglob("spatial.duckdb_extension")
    base.execute(f"LOAD '{extension}'")
    return base


def sedona(folder: Path, count: int) -> Any:
    from sedonadb import connect

    parcels, banners = held(folder, count)
    base = connect()
    base.create_data_frame(parcels[["parcel_id", "geometry"]]).to_view("p")
    base.create_data_frame(banners).to_view("b")
    query = f"""
        SELECT b.banner AS banner, sum(ST_Area(ST_Transform(
            ST_Intersection(p.geometry, b.geometry), '{PLANE}'))) AS m2
        FROM p JOIN b ON ST_Intersects(p.geometry, b.geometry) GROUP BY b.banner
    """  # noqa: S608 - our own names

    def figures() -> Figures:
        table = base.sql(query).to_pandas()
        return dict(zip(table["banner"], table["m2"], strict=True))

    return figures


def add(folder: Path, count: int) -> Any:
    parcels, _ = held(folder, count)
    return lambda: LandBase.open(folder / "base.gpkg").add(parcels) and None


def record(folder: Path, count: int) -> Any:
    parcels, _ = held(folder, count)
    base, planned = LandBase.open(folder / "base.gpkg"), decisions(parcels)
    return lambda: base.record_many(planned)


def parcels_on(folder: Path, _: int) -> Any:
    base = LandBase.open(folder / "base.gpkg")
    return partial(base.parcels, on=DAY)


def whole(folder: Path, _: int) -> Any:
    project = Project.load(folder / "project.toml")
    return partial(run, project)


# stage → how it is made, the modules that it needs
STAGES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "read GeoPackage": (of_file(lb.read_parcels, "parcels.gpkg"), ()),
    "  pyogrio, Arrow": (
        of_file(
            lambda p: pyogrio.read_dataframe(p, use_arrow=True).empty, "parcels.gpkg"
        ),
        ("pyarrow",),
    ),
    "read GeoParquet": (of_file(lb.read_parcels, "parcels.parquet"), ("pyarrow",)),
    "  geopandas": (
        of_file(lambda p: gpd.read_parquet(p).empty, "parcels.parquet"),
        ("pyarrow",),
    ),
    "check_parcels": (check, ()),
    "area_table": (area_table, ()),
    "split_by_banner, plane": (split, ()),
    "  DuckDB spatial": (duckdb, ("duckdb", "duckdb_extension_spatial")),
    "  SedonaDB": (sedona, ("sedonadb",)),
    "split_by_banner, few": (split, ()),
    "  overlay, dissolve, few": (overlay, ()),
    "LandBase.add": (add, ()),
    "record_many, all": (record, ()),
    "parcels(on=)": (parcels_on, ()),
    "landbase run": (whole, ()),
}


def spent() -> float:
    """Give the CPU seconds of this process and of those it started."""
    uses = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def measure(stage: str, folder: str, count: str) -> dict[str, Any]:
    """Measure one stage in this process."""
    warnings.simplefilter("ignore")
    work = STAGES[stage][0](Path(folder), int(count))
    before, start = spent(), time.perf_counter()
    figures = work()
    result = {"cpu": spent() - before, "took": time.perf_counter() - start}
    told = figures if isinstance(figures, dict) else None
    return result | {"gib": peak_gib(), "figures": told}


def measured_apart(stage: str, folder: Path, count: int) -> dict[str, Any] | None:
    """Measure a stage in a process of its own, and print its line."""
    lacking = [name for name in STAGES[stage][1] if not importlib.util.find_spec(name)]
    line = f"| {stage:<25} | {count:>9,} |"
    if lacking:
        print(f"{line} not installed: {', '.join(lacking)}", flush=True)
        return None
    done = subprocess.run(  # noqa: S603 - this script
        [sys.executable, __file__, "--one", stage, str(folder), str(count)],
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        print(f"{line} failed: {done.stderr.strip().splitlines()[-1]}", flush=True)
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(
        f"{line} {result['cpu']:8.2f} s | {result['took']:8.2f} s |"
        f" {result['gib']:5.2f} GiB |",
        flush=True,
    )
    return result


def compare(found: dict[str, Figures]) -> None:
    """Say how far the figures of an engine are from those of landbase."""
    pairs = {
        "  DuckDB spatial": "split_by_banner, plane",
        "  SedonaDB": "split_by_banner, plane",
        "  overlay, dissolve, few": "split_by_banner, few",
    }
    for engine, ours in pairs.items():
        if engine not in found or ours not in found:
            continue
        one, other = pd.Series(found[ours]), pd.Series(found[engine])
        off = float((other.reindex(one.index) / one - 1).abs().max(skipna=False))
        verdict = "within" if off <= WITHIN else "NOT within"
        print(f"{engine.strip()}: areas per banner differ by {off:.1e}, {verdict} 1e-9")


def main(count: int, few: int, folder: Path) -> None:
    prepare(folder, count)
    print(
        f"| {'stage':<25} | {'parcels':>9} | {'CPU':>10} | {'time':>10} | {'peak':>9} |"
    )
    print(f"|{'-' * 27}|{'-' * 10}:|{'-' * 11}:|{'-' * 11}:|{'-' * 10}:|")
    found = {}
    for stage in STAGES:
        done = measured_apart(
            stage, folder, min(few, count) if "few" in stage else count
        )
        if done and done["figures"]:
            found[stage] = done["figures"]
    compare(found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(*sys.argv[2:])))
    else:
        asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        asked.add_argument("parcels", nargs="?", type=int, default=200_000)
        asked.add_argument("few", nargs="?", type=int, default=20_000)
        asked.add_argument("--in", dest="within", help="where the files are put")
        given = asked.parse_args()
        with tempfile.TemporaryDirectory(dir=given.within) as place:
            main(given.parcels, given.few, Path(place))
