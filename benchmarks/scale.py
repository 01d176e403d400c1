"""Parcels in partitions on dask: time and memory as their number grows.

python benchmarks/scale.py [parcels, by default 200000] [workers, by default 2]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from distributed import Client, LocalCluster

from landbase import scale
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 50_000  # parcels of a file


def make_files(folder: Path, count: int) -> None:
    """Write files of parcels with ids of their own, each moved a little."""
    parcels = make_parcels(CHUNK)
    for number in range(0, count, CHUNK):
        ids = [f"P-{number + n:09d}" for n in range(CHUNK)]
        moved = shapely.transform(
            parcels.geometry.to_numpy(), lambda at, by=number * 1e-9: at + by
        )
        part = parcels.assign(parcel_id=ids).set_geometry(
            gpd.GeoSeries(moved, crs=parcels.crs)
        )
        part.to_parquet(folder / f"{number:09d}.parquet")


def peak_gib() -> float:
    """Give the most memory that this process has used."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def timed(client: Client, name: str, task: Callable[[], Any]) -> Any:
    """Run a stage, and print what it took."""
    start = time.perf_counter()
    result = task()
    took = time.perf_counter() - start
    peak = max(client.run(peak_gib).values())
    print(f"| {name} | {took:.1f} s | {peak:.2f} GiB |", flush=True)
    return result


def run(count: int, workers: int) -> float:
    """Measure all stages for a number of parcels."""
    box = shapely.box(np.array([106.7, 109.0]), 37.6, np.array([109.0, 111.4]), 40.9)
    banners = gpd.GeoDataFrame({"banner": ["150602", "150603"]}, geometry=box, crs=4490)
    print(f"\n| {count:,} parcels, {workers} workers | time | peak of a worker |")
    print("|---|---|---|")
    with (
        tempfile.TemporaryDirectory() as made,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit="2GiB",
            dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,
    ):
        folder = Path(made) / "files"
        folder.mkdir()
        make_files(folder, count)
        start = time.perf_counter()
        parcels, _ = timed(
            client, "read", lambda: scale.read_parcels(folder, Path(made) / "read")
        )
        timed(client, "area table", lambda: scale.area_table(parcels, banners))
        found = timed(
            client, "check", lambda: len(scale.check_parcels(parcels, banners))
        )
        print(f"| issues | {found:,} | |")
        return time.perf_counter() - start


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    half, whole = run(count // 2, workers), run(count, workers)
    print(f"\ngrowth per doubling: {whole / half / 2:.2f} (1 is linear)")
