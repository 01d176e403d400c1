"""Time the land base, and try to break it.

    python benchmarks/land_base.py [--parcels 100000] [--kills 20] [--hands 8 --each 50]

PARCELS are added, decided on five times each and read back, beside what a colleague
would write a GeoPackage with. HANDS processes record EACH events on one file at once;
none may be lost or there twice. Then processes that record, add and import are killed
at KILLS random moments each (for the record: 200, and 500 events each hand): the base
must verify, hold every event that was acknowledged, and of what was being added or
imported all or nothing.
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import random
import shutil
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from landbase.errors import LandbaseWarning
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}
LIFE = ("planned", "in_progress", "in_progress", "disposed", "closed")
ADDED, SENT = 2000, 400


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
        timed(name, partial(base.record_many, table))
    timed("parcels() with all events", base.parcels)
    timed("parcels(on, known)", lambda: base.parcels("2023-03-05", known="2030-01-01"))
    timed("decisions()", base.decisions)
    issues = timed("verify()", base.verify)
    expect(issues.count("error") == 0, "it verifies")
    some = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()[:20]
    timed("record, 20 times", lambda: [_return(base, parcel) for parcel in some])
    sent = folder / "events.jsonl"
    timed("export_events", lambda: base.export_events(sent))
    other = LandBase.open(folder / "other.gpkg")
    other.add(parcels)
    timed("import_events", lambda: other.import_events(sent))
    timed("import the same again", lambda: other.import_events(sent))
    timed("conflicts()", other.conflicts)
    print(f"size of the file: {base.path.stat().st_size / 1e6:.0f} MB")


def _return(base: LandBase, parcel: str) -> None:
    way = WAYS["idle"]
    base.record(parcel, way, status="returned", effective="2023-07-01", reason="退回")


def record_on(path: Path, said: Connection, hand: int, each: int) -> None:
    """Record as one colleague does, event by event."""
    warnings.simplefilter("ignore", LandbaseWarning)  # others write too: that is meant
    base = LandBase.open(path)
    parcels = base.parcels()
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
    said.send("ready")
    for count in range(each):
        base.record(
            idle[count % len(idle)],
            WAYS["idle"],
            status="planned",
            effective="2023-03-01",
            by=f"{hand}-{count}",
        )
        said.send(count)


def add_to(path: Path, said: Connection) -> None:
    base, parcels = LandBase.open(path), make_parcels(ADDED)
    said.send("ready")
    base.add(parcels)
    said.send("done")


def import_into(path: Path, said: Connection, sent: Path) -> None:
    base = LandBase.open(path)
    said.send("ready")
    base.import_events(sent)
    said.send("done")


class Child:
    """A process that is about to write, and what it says it has done."""

    def __init__(self, work: Callable[..., None], path: Path, *more: object) -> None:
        # a server that has imported landbase starts each process quickly
        kind = "forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn"
        context: Any = mp.get_context(kind)
        self.hears, says = context.Pipe(duplex=False)
        self.process = context.Process(target=work, args=(path, says, *more))
        self.process.start()
        says.close()
        self.hears.recv()

    def told(self) -> list[Any]:
        """Wait for the end; give what it had said by then."""
        heard = []
        try:
            while True:
                heard.append(self.hears.recv())
        except (EOFError, OSError):
            self.process.join()
        return heard

    def killed(self, after: float) -> list[Any]:
        """Kill it after some seconds; give what it had said by then."""
        time.sleep(after)
        self.process.kill()
        return self.told()


SPANS: dict[str, float] = {}


def undisturbed(work: Callable[..., None], path: Path, *more: object) -> float:
    """Say how long work takes until after its end, from a run on a copy."""
    if work.__name__ not in SPANS:
        copy = path.with_name("copy.gpkg")
        shutil.copy(path, copy)
        child = Child(work, copy, *more)
        start = time.perf_counter()
        child.told()
        SPANS[work.__name__] = 1.2 * (time.perf_counter() - start)
    return SPANS[work.__name__]


def kill_recording(path: Path, moment: float) -> int:
    LandBase.open(path).add(make_parcels(40))
    told = Child(record_on, path, 0, 100_000).killed(moment * 0.5)
    base = LandBase.open(path)
    kept = base.decisions()["by"].tolist()
    expect(kept == [f"0-{n}" for n in range(len(kept))], "events in order, none twice")
    expect(len(kept) >= len(told), "every acknowledged event is there")
    expect(base.verify().count("error") == 0, "it verifies")
    return len(kept)


def kill_adding(path: Path, moment: float) -> int:
    LandBase.open(path)
    told = Child(add_to, path).killed(moment * undisturbed(add_to, path))
    base = LandBase.open(path)
    kept = len(base.parcels())
    expect(kept in {0, ADDED}, "all parcels or none")
    expect(kept == ADDED or not told, "what was acknowledged is there")
    expect(base.verify().count("error") == 0, "it verifies")
    return kept


def kill_importing(path: Path, moment: float) -> int:
    sent = path.with_name("sent.jsonl")
    parcels = make_parcels(40)
    LandBase.open(path).add(parcels)
    if not sent.exists():
        other = LandBase.open(path.with_name("other.gpkg"))
        other.add(parcels)
        idle = parcels[parcels["category"] == "idle"]["parcel_id"]
        table = pd.DataFrame({
            "parcel_id": [idle.iloc[n % len(idle)] for n in range(SENT)],
            "disposal_type": WAYS["idle"],
            "status": "planned",
            "effective": "2023-03-01",
        })
        other.record_many(table)
        other.export_events(sent)
    span = undisturbed(import_into, path, sent)
    told = Child(import_into, path, sent).killed(moment * span)
    base = LandBase.open(path)
    kept = len(base.decisions())
    expect(kept in {0, SENT}, "all events or none")
    expect(kept == SENT or not told, "what was acknowledged is there")
    expect(base.verify().count("error") == 0, "it verifies")
    expect(base.import_events(sent).added == SENT - kept, "it can be imported again")
    return kept


def kill_all(folder: Path, kills: int) -> None:
    work = {
        "record": kill_recording,
        "add": kill_adding,
        "import_events": kill_importing,
    }
    for name, kill in work.items():
        moments = random.Random(name)  # noqa: S311 - a moment
        kept = []
        for number in range(kills):
            path = folder / f"{name}-{number}.gpkg"
            kept.append(kill(path, moments.uniform(0.0, 1.0)))
            path.unlink()
        done = sum(1 for count in kept if count)
        print(
            f"{kills} kills during {name}: every base verified, none lost; "
            f"{sum(kept):,} kept, {kills - done} bases with nothing yet"
        )


def crowd(path: Path, hands: int, each: int) -> None:
    """Let several processes record at once."""
    LandBase.open(path).add(make_parcels(60))
    start = time.perf_counter()
    children = [Child(record_on, path, hand, each) for hand in range(hands)]
    for child in children:
        expect(len(child.told()) == each, "each event was acknowledged")
        expect(child.process.exitcode == 0, "no one gave up")
    took = time.perf_counter() - start
    base = LandBase.open(path)
    written = base.decisions()["by"]
    wanted = {f"{hand}-{n}" for hand in range(hands) for n in range(each)}
    expect(set(written) == wanted, "none was lost")
    expect(bool(written.is_unique), "none is there twice")
    expect(base.verify().count("error") == 0, "it verifies")
    count = hands * each
    print(
        f"{hands} processes, {each} events each: {count:,} kept, none twice, "
        f"in {took:.0f} s ({took / count * 1000:.0f} ms each)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="time and try the land base")
    for name, default in (("parcels", 100_000), ("kills", 20), ("hands", 8)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--each", type=int, default=50)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if told.parcels:
            measure(folder, told.parcels)
        crowd(folder / "crowd.gpkg", told.hands, told.each)
        kill_all(folder, told.kills)


if __name__ == "__main__":
    main()
