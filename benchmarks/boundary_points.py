"""Reading boundary points against a bare loop over the lines of the same file.

Run: python benchmarks/boundary_points.py [number of parcels]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from landbase.io.boundary_points.read import read_boundary_points
from landbase.io.boundary_points.write import write_boundary_points
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7


def bare_loop(path: Path, encoding: str) -> None:
    with path.open(encoding=encoding) as file:
        for line in file:
            line.split(",")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(path: Path, encoding: str) -> None:
    """Take turns, so that what else runs on the machine hits both alike."""
    loop, read = [], []
    for _ in range(ROUNDS):
        loop.append(timed(lambda: bare_loop(path, encoding)))
        read.append(timed(lambda: read_boundary_points(path)))
    ratio = min(loop) / min(read)
    print(
        f"{encoding:8} bare loop {min(loop):6.3f} s   read {min(read):6.3f} s   "
        f"{ratio:.2f} of the loop's speed"
    )


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    parcels = make_parcels(n)
    with tempfile.TemporaryDirectory() as folder:
        for encoding in ("gbk", "utf-8"):
            path = Path(folder) / f"{encoding}.txt"
            seconds = timed(
                lambda path=path, encoding=encoding: write_boundary_points(
                    parcels, path, zone=37, encoding=encoding
                )
            )
            lines = path.read_bytes().count(b"\n")
            print(f"{n:,} parcels, {lines:,} lines, written in {seconds:.2f} s")
            compare(path, encoding)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
