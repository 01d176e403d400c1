"""Time `import landbase` against `import geopandas`, each in fresh interpreters.

The median of several runs; the ratio is to stay below 1.10.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

RUNS = 7
CODE = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
WORK = {
    "import geopandas": "import geopandas",
    "import landbase": "import landbase",
    "import landbase, read and measure": (
        "import landbase; landbase.read_parcels; landbase.area_table"
    ),
}


def seconds(statement: str) -> float:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", CODE.format(statement)],
        capture_output=True,
        check=True,
        text=True,
    )
    return float(done.stdout)


def main() -> None:
    for statement in WORK.values():
        seconds(statement)  # once, so that every file is in the cache
    took = {
        name: statistics.median(seconds(statement) for _ in range(RUNS))
        for name, statement in WORK.items()
    }
    base = took["import geopandas"]
    for name, time in took.items():
        print(f"{name:35} {time * 1000:8.1f} ms   {time / base:5.2f} x")


if __name__ == "__main__":
    main()
