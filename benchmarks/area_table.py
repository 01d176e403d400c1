"""Time `area_table` against `geopandas.overlay` then `dissolve`, on the same parcels.

    python benchmarks/area_table.py [PARCELS] [LARGE]

PARCELS (100,000) are measured both ways, and LARGE (1,000,000) by landbase alone,
each in a process of its own, whose peak memory is printed. Parcels have 12 vertices
and lie in the banners. Outlines are the real ones of ../shared/data where
they are, and always nine made ones with 8,000 vertices each, as survey lines have.

Times are of the processor, the best of as many runs as 2 seconds hold, so that other
work on the machine does not count. The other way measures parts in the plane of one
zone, which is quicker and coarser than the ellipsoid. `groupby` in place of `dissolve`
is shown too: it gives the same sums without merging geometry.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

import landbase as lb
from landbase.testing import make_parcels

REAL = Path("../shared/data/boundaries/ordos9_tianditu_cgcs2000.geojson")
ROOT = Path(__file__).resolve().parent.parent
ENOUGH = 2.0  # seconds to measure for; the best run counts
LEVELS = 11  # halvings of a made line: 2,048 segments
WEST, SOUTH = 107.0, 37.8


def made_line(seed: int) -> npt.NDArray[np.float64]:
    """Displace midpoints of a unit segment again and again, less near its ends."""
    random = np.random.default_rng(seed)
    line = np.array([[0.0, 0.0], [1.0, 0.0]])
    for level in range(LEVELS):
        middle = (line[1:] + line[:-1]) / 2
        middle[:, 1] += random.normal(0, 0.06 / 1.9**level, len(middle))
        line = np.insert(line, range(1, len(line)), middle, axis=0)
    room = 0.9 * np.minimum(line[:, 0], 1 - line[:, 0])
    line[:, 1] = np.clip(line[:, 1], -room, room)
    return line


def made_banners() -> gpd.GeoDataFrame:
    """Draw nine banners in a square, neighbours with one line between them."""
    outlines = []
    for east, north in np.ndindex(3, 3):
        south, upper = (made_line(10 * east + north + k) for k in (0, 1))
        west, right = (made_line(99 + 10 * north + east + k)[:, ::-1] for k in (0, 1))
        right, upper = np.add(right, (1, 0)), np.add(upper, (0, 1))
        sides = (south, right, upper[::-1], west[::-1])
        ring = np.add(np.vstack([side[:-1] for side in sides]), (east, north))
        outlines.append(shapely.Polygon(np.add(ring.round(9), (WEST, SOUTH))))
    codes = ["150602", "150603", *(f"1506{number}" for number in range(21, 28))]
    return gpd.GeoDataFrame({"banner": codes}, geometry=outlines, crs=4490)


def outlines(kind: str) -> gpd.GeoDataFrame:
    return lb.read_banners(ROOT / REAL) if kind == "real" else made_banners()


def parcels_within(banners: gpd.GeoDataFrame, count: int) -> gpd.GeoDataFrame:
    """Make parcels, and keep those whose middle lies in a banner."""
    parcels = make_parcels(2 * count)[["parcel_id", "category", "geometry"]]
    bounds = shapely.bounds(parcels.geometry.to_numpy())
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    city = banners.geometry.union_all()
    shapely.prepare(city)
    return parcels[shapely.contains_xy(city, middle)].sample(count, random_state=0)


def landbase(parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> float:
    return float(lb.area_table(parcels, banners).loc["total", ("all", "ha")])


def overlay_dissolve(parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> float:
    parts = gpd.overlay(parcels, banners, how="intersection")
    parts["ha"] = parts.to_crs(4545).area / 10_000
    table = parts.dissolve(by=["banner", "category"], aggfunc={"ha": "sum"})
    return float(table["ha"].sum())


def overlay_groupby(parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> float:
    parts = gpd.overlay(parcels, banners, how="intersection")
    parts["ha"] = parts.to_crs(4545).area / 10_000
    return float(parts.groupby(["banner", "category"])["ha"].sum().sum())


WAYS = {f.__name__: f for f in (landbase, overlay_dissolve, overlay_groupby)}


def measure(way: str, kind: str, file: str) -> dict[str, float]:
    """Measure one way in this process, after a small run that loads libraries."""
    banners = outlines(kind)
    parcels = pd.read_pickle(file)  # noqa: S301 - written by this script
    WAYS[way](parcels.head(1000), banners)
    seconds, spent = np.inf, 0.0
    while spent < ENOUGH:
        before = time.process_time()
        hectares = WAYS[way](parcels, banners)
        took = time.process_time() - before
        seconds, spent = min(seconds, took), spent + took
    return {"seconds": seconds, "gib": peak_gib(), "hectares": hectares}


def peak_gib() -> float:
    """Read the most memory this process has had; Linux only.

    Not from `getrusage`, which starts from the memory of the parent process.
    """
    status = Path("/proc/self/status").read_text("ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 2**20


def measured_apart(way: str, kind: str, file: Path) -> float:
    done = subprocess.run(  # noqa: S603 - this script
        [sys.executable, __file__, "--one", way, kind, str(file)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    print(
        f"  {way:17} {result['seconds']:7.2f} s  peak {result['gib']:5.2f} GiB"
        f"  {result['hectares']:14,.2f} ha",
        flush=True,
    )
    return result["seconds"]


def main(count: int = 100_000, large: int = 1_000_000) -> None:
    kinds = (["real"] if (ROOT / REAL).is_file() else []) + ["made"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "parcels.pickle"
        for kind in kinds:
            print(f"{kind} outlines, {count:,} parcels")
            parcels_within(outlines(kind), count).to_pickle(file)
            ours, *others = (measured_apart(way, kind, file) for way in WAYS)
            for way, seconds in zip([*WAYS][1:], others, strict=True):
                print(f"  {way} / landbase = {seconds / ours:.1f}")
            print(f"{kind} outlines, {large:,} parcels")
            parcels_within(outlines(kind), large).to_pickle(file)
            measured_apart("landbase", kind, file)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(*sys.argv[2:])))
    else:
        main(*map(int, sys.argv[1:]))
