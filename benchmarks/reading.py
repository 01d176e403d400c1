"""How long reading parcels takes beside pyogrio reading the same file, in CPU seconds.

python benchmarks/reading.py [PARCELS]      300,000 by default
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 300_000
DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".gdb": "OpenFileGDB"}


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


def seconds(function: Callable[..., Any], path: Path, **options: Any) -> float:
    """Measure the CPU time of the better of two runs."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        function(path, **options)
        taken.append(time.process_time() - begun)
    return min(taken)


def main(count: int) -> None:
    """Write the parcels in every format and read them in three ways."""
    warnings.simplefilter("ignore")
    parcels = made(count)
    print(f"{count:,} parcels, CPU seconds: pyogrio by rows, by Arrow, landbase")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, driver in DRIVERS.items():
            path = Path(folder) / f"parcels{suffix}"
            parcels.to_file(path, driver=driver, encoding="utf-8")
            rows = seconds(pyogrio.read_dataframe, path)
            arrow = seconds(pyogrio.read_dataframe, path, use_arrow=True)
            ours = seconds(read_parcels, path)
            ratios = f"{ours / rows:.2f} x rows, {ours / arrow:.2f} x Arrow"
            print(f"{suffix:6} {rows:7.2f} {arrow:7.2f} {ours:7.2f}   {ratios}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
