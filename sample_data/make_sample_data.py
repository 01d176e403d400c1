"""Make the synthetic sample data: python sample_data/make_sample_data.py [FOLDER].

The same seed gives the same content. Without FOLDER the data beside this script are
made again. Nothing here is real but the figures of the letter and the names of
banners, towns and development zones.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

HERE = Path(__file__).resolve().parent
SEED = 20230706


@dataclass(frozen=True)
class Sample:
    """All tables of the sample, before they are written.

    Attributes
    ----------
    outlines
        The nine banners, EPSG:4490.
    parcels
        One row each, in the plane of its own `zone`, with `area_m2` of record.
    decisions
        The rows of the ledger that decide something.
    tasks
        Annual tasks by banner.
    """

    outlines: gpd.GeoDataFrame
    parcels: gpd.GeoDataFrame
    decisions: pd.DataFrame
    tasks: pd.DataFrame


def make(seed: int = SEED) -> Sample:
    """Make all tables; every step has its own seed, so that one can change alone."""
    from making.attributes import add_attributes
    from making.calibrate import assign_groups, scale_to_stock
    from making.decisions import make_decisions, start_works
    from making.outlines import make_outlines
    from making.places import BANNERS
    from making.tables import make_tasks
    from making.world import build

    names = {code: (banner.zh, banner.en) for code, banner in BANNERS.items()}
    outlines = make_outlines(names, seed)
    ground = scale_to_stock(build(outlines, seed + 1))
    parcels = add_attributes(assign_groups(ground, seed + 2), seed + 3)
    decisions = make_decisions(parcels, seed + 4)
    parcels = start_works(parcels, decisions, seed + 6)
    return Sample(outlines, parcels, decisions, make_tasks(parcels, seed + 5))


def write(sample: Sample, folder: Path) -> None:
    """Write everything as a bureau would have it."""
    from making.arrives import write_arrivals
    from making.layers import write_geodatabase, write_outlines, write_shapefile
    from making.ledger import ledger_table, write_ledger
    from making.schematic import write_base_map
    from making.tables import published, write_csv

    for old in ("36带.gdb", "as_it_arrives"):
        shutil.rmtree(folder / old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    parcels = sample.parcels
    east = parcels[parcels["zone"] == 37]
    for category, name in (("approved_unsupplied", "批而未供"), ("idle", "闲置土地")):
        rows = east[east["category"] == category]
        write_shapefile(rows, folder / f"{name}_37带.shp", epsg=4525)
    write_geodatabase(parcels[parcels["zone"] == 36], folder / "36带.gdb", epsg=4524)
    write_outlines(sample.outlines, folder / "旗区界线(示意).geojson")
    write_base_map(folder / "底图" / "底图(示意).geojson")
    write_ledger(ledger_table(parcels, sample.decisions), folder / "一地一策台账.xlsx")
    write_csv(sample.tasks, folder / "年度任务.csv")
    write_csv(published(), folder / "公布数据.csv")
    write_arrivals(sample.outlines, folder / "as_it_arrives", SEED + 100)


def main(arguments: list[str]) -> None:
    """Make the data and write them."""
    folder = Path(arguments[0]) if arguments else HERE
    write(make(), folder)
    print(f"sample data written to {folder}")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1:])
