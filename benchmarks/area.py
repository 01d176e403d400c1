"""Ellipsoidal area of many parcels against what a colleague would write instead.

Run: python benchmarks/area.py [number of parcels]
"""

from __future__ import annotations

import resource
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Geod, Transformer

from landbase.area import ellipsoidal_area, planar_area
from landbase.crs import zone_crs, zone_of
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

GEOD = Geod(a=6378137.0, rf=298.257222101)
LOOP_SAMPLE = 100_000
DENSE_SAMPLE = 5_000
ROUNDS = 5


def best(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Give the shortest time in seconds, and the result."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def loop(shapes: Any) -> list[float]:
    return [abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in shapes]


def dense_loop(shapes: Any) -> list[float]:
    """Cut edges every 70 m in the plane of the zone, one parcel after the other."""
    planes = {
        zone: Transformer.from_crs(4490, zone_crs(zone), always_xy=True)
        for zone in range(35, 39)
    }
    areas = []
    for shape in shapes:
        plane = planes[int(zone_of(shape.centroid.x))]
        flat = shapely.transform(shape, plane.transform, interleaved=False)
        cut = shapely.segmentize(flat, 70)
        back = shapely.transform(
            cut,
            lambda x, y, p=plane: p.transform(x, y, direction="INVERSE"),
            interleaved=False,
        )
        areas.append(abs(GEOD.geometry_area_perimeter(back)[0]))
    return areas


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    parcels = make_parcels(n)
    vertices = int(shapely.get_num_coordinates(parcels.geometry.to_numpy()).sum())
    print(f"{n:,} parcels, {vertices:,} vertices")

    some = parcels.geometry.to_numpy()[:LOOP_SAMPLE]
    seconds, plain = best(lambda: loop(some), 3)
    plain_all = seconds * n / len(some)
    few = some[:DENSE_SAMPLE]
    seconds, dense = best(lambda: dense_loop(few), 1)
    dense_all = seconds * n / len(few)
    print(f"Geod in a loop               {plain_all:8.3f} s")
    print(f"Geod in a loop, densified    {dense_all:8.3f} s  (from {len(few):,})")

    ways: list[tuple[str, Callable[[], Any]]] = [
        ('edges="chord"', lambda: ellipsoidal_area(parcels, edges="chord")),
        ('edges="plane"', lambda: ellipsoidal_area(parcels)),
        ('rounding="official"', lambda: ellipsoidal_area(parcels, rounding="official")),
        ("planar_area", lambda: planar_area(parcels)),
    ]
    for name, work in ways:
        seconds, area = best(work)
        against = plain if name == 'edges="chord"' else dense
        off = np.abs(area.to_numpy()[: len(against)] / np.array(against) - 1).max()
        print(
            f"{name:22} {seconds:8.3f} s  {plain_all / seconds:6.1f} × the loop  "
            f"{dense_all / seconds:7.1f} × the densified loop  largest relative "
            f"difference {off:.1e}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
