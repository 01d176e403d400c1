"""Parcels in partitions on dask: time and memory as their number grows.

python benchmarks/scale.py [--parcels 200000,400000] [--workers 1,2] [--in FOLDER]
    [--areas-only]

CPU seconds are those of the workers and of the process that asks, together; the peak is
the most that one worker has used so far.
"""

from __future__ import annotations

import argparse
import logging
import re
import resource
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from distributed import Client, LocalCluster

from landbase import ellipsoidal_area, scale
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 50_000  # parcels of a file
TILES = 15  # of them to a side, made so much smaller
DECIDED = 10  # of so many parcels one has decisions
DAY = "2023-07-06"
WESTERN, EASTERN, MERIDIAN = "150602", "150603", 109.0


def make_files(folder: Path, count: int) -> None:
    """Write files of parcels with ids of their own, each in a tile of its own."""
    parcels = make_parcels(CHUNK)
    corner = parcels.total_bounds[:2]
    size = (parcels.total_bounds[2:] - corner) / TILES
    for number in range(0, count, CHUNK):
        ids = [f"P-{number + n:09d}" for n in range(CHUNK)]
        start = corner + size * divmod(number // CHUNK, TILES)
        moved = shapely.transform(
            parcels.geometry.to_numpy(),
            lambda at, start=start: start + (at - corner) / TILES,
        )
        middle = shapely.bounds(moved)[:, 0]
        banner = np.where(middle < MERIDIAN, WESTERN, EASTERN)
        part = parcels.assign(parcel_id=ids, banner=banner).set_geometry(
            gpd.GeoSeries(moved, crs=parcels.crs)
        )
        part["declared_area_m2"] = ellipsoidal_area(part).round(2)
        part.to_parquet(folder / f"{number:09d}.parquet")


def renamed(part: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give every hundredth parcel another id."""
    other = part["parcel_id"].str.endswith("00")
    return part.assign(parcel_id=part["parcel_id"].mask(other, "N" + part["parcel_id"]))


def make_events(count: int) -> pd.DataFrame:
    """Decide twice about every tenth parcel."""
    ids = [f"P-{n:09d}" for n in range(0, count, DECIDED)]
    half = len(ids)
    return pd.DataFrame({
        "event_id": np.arange(2 * half),
        "parcel_id": pd.array([*ids, *ids], dtype="str"),
        "disposal_type": pd.array(["free_reclaim"] * 2 * half, dtype="str"),
        "status": pd.array(["planned"] * half + ["disposed"] * half, dtype="str"),
        "effective": pd.to_datetime(["2023-02-01"] * half + ["2023-05-01"] * half),
        "area_m2": 1000.25,
    })


def used() -> tuple[float, float]:
    """Give the CPU seconds that this process has used, and its peak memory in GiB."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # not ru_maxrss, which a new process has from the one that started it
    status = Path("/proc/self/status").read_text("utf-8")
    (peak,) = re.findall(r"VmHWM:\s+(\d+)", status)
    return usage.ru_utime + usage.ru_stime, int(peak) / 2**20


class Stages:
    """Stages of one run: each is timed and printed."""

    def __init__(self, client: Client, head: str) -> None:
        self.client, self.took = client, dict[str, float]()
        print(f"\n| {head} | time | CPU | peak of a worker |\n|---|---|---|---|")

    def cpu(self) -> float:
        """Give the CPU seconds of all workers and of this process."""
        there = self.client.run(used).values()
        return used()[0] + sum(seconds for seconds, _ in there)

    def timed(self, name: str, task: Callable[[], Any]) -> Any:
        """Run a stage, and print what it took."""
        start, before = time.perf_counter(), self.cpu()
        result = task()
        took, spent = time.perf_counter() - start, self.cpu() - before
        peak = max(most for _, most in self.client.run(used).values())
        self.took[name] = spent
        line = f"| {name} | {took:.0f} s | {spent:.0f} s | {peak:.2f} GiB |"
        print(line, flush=True)
        return result


def run(
    count: int, workers: int, within: str | None, *, areas_only: bool
) -> dict[str, float]:
    """Measure the stages for a number of parcels: all, or reading to the area table."""
    sides = np.array([106.7, MERIDIAN, 111.4])
    box = shapely.box(sides[:-1], 37.6, sides[1:], 40.9)
    banners = gpd.GeoDataFrame({"banner": [WESTERN, EASTERN]}, geometry=box, crs=4490)
    tasks = pd.DataFrame({
        "year": [2023], "banner": [None], "category": ["idle"], "area": [1e6],
        "unit": ["mu"],
    })  # fmt: skip
    with (
        tempfile.TemporaryDirectory(dir=within) as made,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit="2GiB",
            dashboard_address=None,
            local_directory=made,
        ) as cluster,
        Client(cluster) as client,
    ):
        folder = Path(made) / "files"
        folder.mkdir()
        make_files(folder, count)
        stages = Stages(client, f"{count:,} parcels, {workers} workers of 2 GiB")
        read = Path(made) / "read"
        stages.timed("read", lambda: scale.read_parcels(folder, read))
        parcels, _ = scale.open_parcels(read)
        table = stages.timed("area table", lambda: scale.area_table(parcels, banners))
        total = ", ".join(map(str, table.iloc[-1]))
        print(f"| total {total} | | | |", flush=True)
        if areas_only:
            print(f"| this process | | | {used()[1]:.2f} GiB |", flush=True)
            return stages.took
        found = stages.timed(
            "check", lambda: len(scale.check_parcels(parcels, banners))
        )
        cases = scale.fold(parcels, make_events(count))
        stages.timed(
            "decisions: progress",
            lambda: scale.progress(cases.decisions, tasks, year=2023, on=DAY),
        )
        stages.timed(
            "decisions: areas by status",
            lambda: scale.area_table(cases.parcels, by="status"),
        )
        other = parcels.map_partitions(renamed, meta=parcels._meta)  # noqa: SLF001 - as dask documents it
        stages.timed(
            "reconcile, 1 % by place",
            lambda: scale.reconcile(parcels, other, area="ellipsoidal").clean,
        )
        own = used()[1]
        print(f"| issues {found:,}; this process | | | {own:.2f} GiB |", flush=True)
        return stages.took


def main() -> None:
    """Measure all sizes with all numbers of workers, and how the work grows."""
    logging.getLogger("distributed.shuffle").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser()
    parser.add_argument("--parcels", default="200000,400000")
    parser.add_argument("--workers", default="2")
    parser.add_argument("--in", dest="within")
    parser.add_argument("--areas-only", action="store_true")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.parcels.split(",")]
    for workers in map(int, asked.workers.split(",")):
        runs = {
            size: run(size, workers, asked.within, areas_only=asked.areas_only)
            for size in sizes
        }
        for small, large in pairwise(sizes):
            per_parcel = [sum(runs[n].values()) / n for n in (small, large)]
            doublings = np.log2(large / small)
            growth = (per_parcel[1] / per_parcel[0]) ** (1 / doublings)
            print(
                f"\nCPU a parcel from {small:,} to {large:,}, {workers} workers:"
                f" ×{growth:.2f} per doubling (1 is linear)",
                flush=True,
            )


if __name__ == "__main__":
    main()
