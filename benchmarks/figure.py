"""Time what is handed in: a city of many parcels, an atlas of nine banners.

    python benchmarks/figure.py [PARCELS]

Each is held against drawing the same parcels with `GeoDataFrame.plot` into a PDF of the
same size, in one run; memory is the highest that the process has held so far.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

import landbase as lb
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = "2023-07-06"


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def memory() -> str:
    try:
        import resource
    except ImportError:
        return "not told here"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def main(count: int = 100_000) -> None:
    banners = lb.read_banners(lb.sample_path("旗区界线(示意).geojson"))
    parcels = make_parcels(count)
    few = parcels.iloc[:1720]

    def city() -> None:
        lb.report_map(parcels, banners, title="t", on=DAY).to_bytes("pdf")

    def plain() -> None:
        figure = Figure(figsize=(11.69, 8.27))
        parcels.plot("status", ax=figure.add_subplot())
        figure.savefig(io.BytesIO(), format="pdf")

    def book() -> None:
        with tempfile.TemporaryDirectory() as folder:
            lb.atlas(few, banners, folder, title="t", on=DAY)

    city_s, memory_s = seconds(city), memory()
    print(f"city of {count:,} parcels: {city_s:.1f} s (limit 10), {memory_s}")
    plain_s = seconds(plain)
    print(
        f"GeoDataFrame.plot of the same: {plain_s:.1f} s ({plain_s / city_s:.1f} times)"
    )
    print(f"atlas of {len(banners)} banners: {seconds(book):.1f} s (limit 30)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
