"""What reading parcels costs beside pyogrio and geopandas reading the same file.

python benchmarks/reading.py [PARCELS [SUFFIX ...]]      300,000, every format

CPU seconds, the better of two runs, and the most memory of a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import warnings
from multiprocessing import get_context
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

COUNT = 300_000
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".gdb": "OpenFileGDB"}
SUFFIXES = [*DRIVERS, ".parquet"]
# Each reading is timed in a process of its own, whose memory is its own as well.
MEASURE = """
import resource, sys, time, warnings
warnings.simplefilter("ignore")
from {module} import {name}
taken = []
for _ in range(2):
    begun = time.process_time()
    {name}(sys.argv[1]{options})
    taken.append(time.process_time() - begun)
print(min(taken), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""
ROWS = {"module": "pyogrio", "name": "read_dataframe", "options": ""}
ARROW = {**ROWS, "options": ", use_arrow=True"}
PANDAS = {"module": "geopandas", "name": "read_parquet", "options": ""}
OURS = {"module": "landbase.parcels.read", "name": "read_parcels", "options": ""}


def made(count: int) -> gpd.GeoDataFrame:
    """Make squares in a grid, with the columns of a register."""
    number = np.arange(count)
    x, y = 109 + number % 1000 * 0.0012, 38.5 + number // 1000 * 0.0012
    days = np.datetime64("2015-01-01") + number % 3000
    return gpd.GeoDataFrame(
        {
            "DKBH": [f"{150622 + n % 5}-P-{n:07d}" for n in number],
            "TDLB": np.where(number % 3 == 0, "闲置土地", "批而未供"),
            "DKMC": [f"某项目{n % 5000}号地块" for n in number],
            "XZQ": np.array(["准格尔旗", "达拉特旗", "东胜区"])[number % 3],
            "MJ": np.round(5 + number % 4500 / 100, 2),
            "PZRQ": days.astype(str),
            "BZ": np.array(["", "无", "待核", None], dtype=object)[number % 4],
        },
        geometry=shapely.box(x, y, x + 0.001, y + 0.001),
        crs=4490,
    )


def cost(path: Path, reading: dict[str, str]) -> tuple[float, float]:
    """Measure the CPU seconds and the memory, in GiB, of reading a file."""
    command = [sys.executable, "-c", MEASURE.format(**reading), str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own script
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def write(count: int, path: Path) -> None:
    """Write parcels made up; in a process of its own, or its memory would count."""
    warnings.simplefilter("ignore")
    parcels = made(count)
    if path.suffix == ".parquet":
        parcels.to_parquet(path)
    else:
        driver = DRIVERS[path.suffix]
        parcels.to_file(path, driver=driver, encoding="utf-8")


def main(count: int, suffixes: list[str]) -> None:
    """Write the parcels in every format, and read them by either."""
    print(f"{count:,} parcels: CPU seconds and GiB; raw is pyogrio by Arrow, geopandas")
    with tempfile.TemporaryDirectory() as folder:
        for suffix in suffixes:
            path = Path(folder) / f"parcels{suffix}"
            writer = get_context("spawn").Process(target=write, args=(count, path))
            writer.start()
            writer.join()
            tabular = suffix == ".parquet"
            raw, raw_memory = cost(path, PANDAS if tabular else ARROW)
            ours, memory = cost(path, OURS)
            rows = "" if tabular else f"by rows {cost(path, ROWS)[0]:6.2f} s, "
            print(
                f"{suffix:9} {rows}raw {raw:6.2f} s {raw_memory:5.2f} GiB, "
                f"landbase {ours:6.2f} s {memory:5.2f} GiB, {ours / raw:.2f} times",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT, sys.argv[2:] or SUFFIXES)
