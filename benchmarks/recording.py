"""Time single records: by size of the land base, against a table, by many hands.

    python benchmarks/recording.py [PARCELS] [RECORDS] [HANDS]

PARCELS (20,000) have three decisions each; RECORDS (100) are made one by one on that
land base and on one of 200 parcels: a record reads the rows of its parcel, so that the
ratio of the two is about 1. The same as one table shows what a call costs beyond its
event. HANDS (8) processes then share RECORDS on the large one. Times of one process are
of the processor.
"""

from __future__ import annotations

import multiprocessing as mp
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pandas as pd

from landbase.errors import LandbaseWarning
from landbase.store.base import LandBase
from landbase.testing import make_parcels

WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}
SMALL = 200


def made(path: Path, count: int) -> LandBase:
    """Make a land base of so many parcels with three decisions each."""
    base = LandBase.open(path)
    parcels = make_parcels(count)
    base.add(parcels)
    for month, status in enumerate(("planned", "in_progress", "in_progress"), start=1):
        base.record_many(events(parcels, status=status, month=month))
    return base


def events(parcels: pd.DataFrame, *, status: str, month: int) -> pd.DataFrame:
    return pd.DataFrame({
        "parcel_id": parcels["parcel_id"],
        "disposal_type": parcels["category"].map(WAYS),
        "status": status,
        "effective": f"2023-{month:02}-01",
        "due": "2024-01-01",
        "document": "准政发〔2023〕12号",
    })


def one_by_one(base: LandBase, table: pd.DataFrame) -> float:
    """Record the rows of a table one by one; give the seconds for each."""
    before = time.process_time()
    for row in table.to_dict("records"):
        base.record(**row)
    return (time.process_time() - before) / len(table)


def record_from(path: Path, first: int, count: int) -> None:
    warnings.simplefilter("ignore", LandbaseWarning)  # others write too: that is meant
    base = LandBase.open(path)
    parcels = base.parcels().iloc[first : first + count]
    one_by_one(base, events(parcels, status="in_progress", month=5))


def main(count: int = 20_000, records: int = 100, hands: int = 8) -> None:
    warnings.simplefilter("ignore", LandbaseWarning)
    with tempfile.TemporaryDirectory() as folder:
        large = made(Path(folder) / "large.gpkg", count)
        small = made(Path(folder) / "small.gpkg", SMALL)
        each = {}
        for base in (small, large):
            table = events(base.parcels(), status="in_progress", month=4)
            one_by_one(base, table[:5])  # loads libraries
            each[base] = one_by_one(base, table.iloc[5 : 5 + min(records, SMALL - 5)])
        table = events(large.parcels(), status="in_progress", month=6)
        start = time.process_time()
        large.record_many(table.iloc[:records])
        many = (time.process_time() - start) / records
        print(f"record, {SMALL:,} parcels      {each[small] * 1e3:8.1f} ms")
        print(f"record, {count:,} parcels   {each[large] * 1e3:8.1f} ms")
        print(f"  large / small = {each[large] / each[small]:.2f}")
        print(f"record_many of {records}      {many * 1e3:8.2f} ms an event")
        print(f"  record / event of a table = {each[large] / many:.0f}")
        share = records // hands
        work = [(large.path, 1000 + n * share, share) for n in range(hands)]
        start = time.perf_counter()
        processes = [mp.Process(target=record_from, args=one) for one in work]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        seconds = time.perf_counter() - start
        print(f"{hands} hands, {share} each: {seconds:.1f} s, opening included")
        if any(process.exitcode for process in processes):
            sys.exit("a process failed")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
