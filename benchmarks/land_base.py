"""Time the land base, against what a colleague would write a GeoPackage with.

    python benchmarks/land_base.py [PARCELS] [KILLS]

PARCELS (100,000) are added, decided on five times each and read back. Then a process
that records is killed at KILLS (20; 200 for the record) random moments, and each time
the base must verify and hold every event that was acknowledged.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from landbase.store import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}
LIFE = ("planned", "in_progress", "in_progress", "disposed", "closed")
CHILD = """
import sys
from landbase.store import LandBase
base = LandBase.open(sys.argv[1])
parcels = base.parcels()
parcels = parcels[parcels["category"] == "idle"]["parcel_id"].tolist()
print("ready", flush=True)
for count in range(100_000):
    base.record(parcels[count % len(parcels)], "start_by_deadline", status="planned",
                effective="2023-03-01", by=str(count))
    print(count, flush=True)
"""


def expect(holds: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        sys.exit(f"broken: {what}")


def timed(name: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    result = work()
    print(f"{name:<44}{time.perf_counter() - start:8.2f} s")
    return result


def measure(folder: Path, count: int) -> None:
    parcels = make_parcels(count)
    plain = folder / "plain.gpkg"
    timed("geopandas to_file (no checks, no past)", lambda: parcels.to_file(plain))
    timed("geopandas read_file", lambda: gpd.read_file(plain))
    base = LandBase.open(folder / "base.gpkg")
    timed(f"add {count:,} parcels", lambda: base.add(parcels))
    timed("add the same again", lambda: base.add(parcels))
    for month, status in enumerate(LIFE, start=1):
        table = pd.DataFrame({
            "parcel_id": parcels["parcel_id"],
            "disposal_type": parcels["category"].map(WAYS),
            "status": status,
            "effective": f"2023-{month:02}-01",
            "document": "准政发〔2023〕12号",
        })
        name = f"record_many {count:,} ({status})"
        timed(name, lambda table=table: base.record_many(table))  # type: ignore[misc]
    timed("parcels() with all events", base.parcels)
    timed("parcels(on, known)", lambda: base.parcels("2023-03-05", known="2030-01-01"))
    timed("decisions()", base.decisions)
    issues = timed("verify()", base.verify)
    expect(issues.count("error") == 0, "it verifies")
    some = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()[:20]
    timed("record, 20 times", lambda: [_return(base, parcel) for parcel in some])
    print(f"size of the file: {base.path.stat().st_size / 1e6:.0f} MB")


def _return(base: LandBase, parcel: str) -> None:
    way = WAYS["idle"]
    base.record(parcel, way, status="returned", effective="2023-07-01", reason="退回")


def kill(folder: Path, seed: int) -> int:
    """Kill a recording process; count the events it leaves."""
    path = folder / f"kill-{seed}.gpkg"
    LandBase.open(path).add(make_parcels(40))
    child = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", CHILD, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    out = child.stdout or sys.exit("the child has no output")
    out.readline()
    time.sleep(random.Random(seed).uniform(0.0, 0.5))  # noqa: S311 - a moment
    child.kill()
    told = len(out.read().split())
    child.wait()
    base = LandBase.open(path)
    kept = base.decisions()["by"].astype(int).tolist()
    expect(kept == list(range(len(kept))), "events are in order, none twice")
    expect(len(kept) >= told, "every acknowledged event is there")
    expect(base.verify().count("error") == 0, "it verifies")
    return len(kept)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), count)
        left = [kill(Path(folder), seed) for seed in range(kills)]
    print(f"{kills} kills: every base verified, {sum(left)} events, none lost")


if __name__ == "__main__":
    main()
