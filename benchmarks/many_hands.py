"""Let clerks record at once, and say how long each of them waits.

    python benchmarks/many_hands.py [PLACE] [--hands 8] [--each 100] [--parcels 1700]

PLACE is the address of an empty database of PostgreSQL with PostGIS, or a file that is
not there yet (by default one in a temporary folder). HANDS processes record EACH plans
and steps on a land base of PARCELS: none may be lost or there twice, the books must
verify, and the times that clerks waited are told, the slowest hundredth last.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from landbase.errors import LandbaseWarning
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}


def clerk(
    place: str, ids: list[tuple[str, str]], hand: int, ready: Barrier, said: Connection
) -> None:
    """Record as one clerk does, one after another; tell how long each took."""
    warnings.simplefilter("ignore", LandbaseWarning)  # others write too: that is meant
    waited = []
    with LandBase.open(place, wait_seconds=120) as base:
        base.head  # noqa: B018 - connects
        ready.wait()
        for count, (parcel_id, category) in enumerate(ids):
            start = time.perf_counter()
            base.record(
                parcel_id,
                WAYS[category],
                status="planned",
                effective="2023-03-01",
                due="2024-01-01",
                by=f"{hand}-{count}",
            )
            waited.append(time.perf_counter() - start)
    said.send(waited)


def crowd(place: str, *, hands: int, each: int, parcels: int) -> np.ndarray:
    """Let clerks record at once; give how long each record took, in seconds."""
    land = make_parcels(parcels)
    with LandBase.open(place) as base:
        base.add(land)
    named = list(zip(land["parcel_id"], land["category"], strict=True))
    context = mp.get_context("spawn")
    ready = context.Barrier(hands + 1)
    heard = []
    for hand in range(hands):
        # clerks share the parcels: two may have the same in hand
        ids = [named[(hand + n * 3) % len(named)] for n in range(each)]
        hears, says = context.Pipe(duplex=False)
        process = context.Process(target=clerk, args=(place, ids, hand, ready, says))
        process.start()
        says.close()
        heard.append((process, hears))
    ready.wait()
    start = time.perf_counter()
    waited = np.concatenate([hears.recv() for _, hears in heard])
    took = time.perf_counter() - start
    for process, _ in heard:
        process.join()
    print(f"{hands} clerks, {each} records each: {len(waited) / took:.0f} a second")
    with LandBase.open(place) as base:
        by = base.decisions()["by"].str.replace("（.*", "", regex=True)
        wanted = {f"{hand}-{n}" for hand in range(hands) for n in range(each)}
        if set(by) != wanted or not by.is_unique or base.verify().count("error"):
            sys.exit("broken: a record is lost, doubled, or does not verify")
    return waited


def main() -> None:
    parser = argparse.ArgumentParser(description="let clerks record at once")
    parser.add_argument("place", nargs="?")
    for name, default in (("hands", 8), ("each", 100), ("parcels", 1700)):
        parser.add_argument(f"--{name}", type=int, default=default)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = told.place or str(Path(folder) / "库.gpkg")
        waited = crowd(place, hands=told.hands, each=told.each, parcels=told.parcels)
    for name, share in (("half within", 50), ("p99", 99), ("slowest", 100)):
        print(f"{name:<12}{np.percentile(waited, share) * 1e3:8.0f} ms")


if __name__ == "__main__":
    main()
