"""Time the land base, and try to break it.

    python benchmarks/land_base.py [--parcels 100000] [--kills 20] [--hands 8 --each 50]
        [--server postgresql://user@127.0.0.1/postgres]

PARCELS are added, decided on five times each and read back, beside what a colleague
would write a GeoPackage with. HANDS processes record EACH events on one land base at
once; none may be lost or there twice. Then processes that record, add and import are
killed at KILLS random moments each (for the record: 200, and 500 events each hand): the
base must verify, hold every event that was acknowledged, and of what was being added or
imported all or nothing.

With SERVER all but the first is done on databases that are made there, by whom may make
them; and the server's own processes are killed under who records, adds and imports,
where this is their machine and who runs this may.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import multiprocessing as mp
import os
import random
import signal
import sys
import tempfile
import time
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa
import sqlalchemy.exc

from landbase.errors import LandbaseWarning, StoreError
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Place = Path | str
WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}
LIFE = ("planned", "in_progress", "in_progress", "disposed", "closed")
ADDED, SENT = 2000, 400
GOES_ON = 3.0  # seconds


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


def record_on(place: Place, said: Connection, hand: int, each: int) -> None:
    """Record as one colleague does, event by event."""
    warnings.simplefilter("ignore", LandbaseWarning)  # others write too: that is meant
    with LandBase.open(place) as base:
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


def add_to(place: Place, said: Connection) -> None:
    with LandBase.open(place) as base:
        parcels = make_parcels(ADDED)
        said.send("ready")
        base.add(parcels)
        said.send("done")


def import_into(place: Place, said: Connection, sent: Path) -> None:
    with LandBase.open(place) as base:
        said.send("ready")
        base.import_events(sent)
        said.send("done")


def whole(
    place: Place, said: Connection, work: Callable[..., None], *more: Any
) -> None:
    """Do it; who loses the server ends as a command does, with a message."""
    with contextlib.suppress(StoreError):
        work(place, said, *more)


class Child:
    """A process that is about to write, and what it says it has done."""

    def __init__(self, work: Callable[..., None], place: Place, *more: object) -> None:
        # a server that has imported landbase starts each process quickly
        kind = "forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn"
        context: Any = mp.get_context(kind)
        self.hears, says = context.Pipe(duplex=False)
        self.process = context.Process(target=whole, args=(place, says, work, *more))
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


class Files:
    """Land bases in files, each in a folder; what is killed is who writes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, itertools.count()

    def new(self) -> Place:
        """Say where the next one is to be."""
        return self.folder / f"base-{next(self.numbers)}.gpkg"

    def drop(self, place: Place) -> None:
        """Take one away."""
        Path(place).unlink()

    def kill(self, child: Child, _place: Place) -> None:
        """Kill who writes."""
        child.process.kill()


class Databases:
    """Land bases on a server, each in a database of its own."""

    def __init__(self, address: str, *, servers_own: bool) -> None:
        self.url, self.numbers = sa.make_url(address), itertools.count()
        driven = self.url.set(drivername="postgresql+psycopg")
        self.engine = sa.create_engine(
            driven, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )
        self.servers_own = servers_own

    def new(self) -> Place:
        """Make the next one."""
        name = f"landbase_tried_{os.getpid()}_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        place = self.url.set(database=name).render_as_string(hide_password=False)
        with LandBase.open(place):
            return place

    def drop(self, place: Place) -> None:
        """Take one away."""
        self._run(f"DROP DATABASE {sa.make_url(str(place)).database} WITH (FORCE)")

    def kill(self, child: Child, place: Place) -> None:
        """Kill who writes, or the processes by which the server writes for him."""
        if not self.servers_own:
            child.process.kill()
            return
        name = sa.make_url(str(place)).database
        for pid in self._run(
            f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
            " AND backend_type = 'client backend'"
        ):
            os.kill(pid, signal.SIGKILL)
        # who was told that a commit was lost, asks, and learns that it is kept, goes on
        child.process.join(GOES_ON)
        child.process.kill()

    def _run(self, statement: str) -> list[int]:
        """Run a statement, once the server is there; it is away after each kill."""
        for _ in range(600):
            with (
                contextlib.suppress(sa.exc.OperationalError),
                self.engine.connect() as connection,
            ):
                done = connection.exec_driver_sql(statement)
                return list(done.scalars()) if done.returns_rows else []
            time.sleep(0.1)
        sys.exit("the server did not come back")


def nothing(place: Place) -> None:
    opened(place).close()


def some_parcels(place: Place) -> None:
    with opened(place) as base:
        base.add(make_parcels(40))


def opened(place: Place) -> LandBase:
    """Open a land base once its server is there again."""
    for _ in range(600):
        with contextlib.suppress(StoreError):
            return LandBase.open(place)
        time.sleep(0.1)
    sys.exit("the land base cannot be opened any more")


def hands_of(base: LandBase) -> pd.Series:
    """Say who recorded; a server adds who logged in."""
    return base.decisions()["by"].str.replace("（.*", "", regex=True)


def recorded(base: LandBase, told: list[Any]) -> int:
    kept = hands_of(base).tolist()
    expect(kept == [f"0-{n}" for n in range(len(kept))], "events in order, none twice")
    expect(len(kept) >= len(told), "every acknowledged event is there")
    return len(kept)


def added(base: LandBase, told: list[Any]) -> int:
    kept = len(base.parcels())
    expect(kept in {0, ADDED}, "all parcels or none")
    expect(kept == ADDED or not told, "what was acknowledged is there")
    return kept


def imported(base: LandBase, told: list[Any], sent: Path) -> int:
    kept = len(base.decisions())
    expect(kept in {0, SENT}, "all events or none")
    expect(kept == SENT or not told, "what was acknowledged is there")
    expect(base.import_events(sent).added == SENT - kept, "it can be imported again")
    return kept


def events_to_send(folder: Path) -> Path:
    sent, parcels = folder / "sent.jsonl", make_parcels(40)
    with LandBase.open(folder / "sender.gpkg") as base:
        base.add(parcels)
        idle = parcels[parcels["category"] == "idle"]["parcel_id"]
        base.record_many(
            pd.DataFrame({
                "parcel_id": [idle.iloc[n % len(idle)] for n in range(SENT)],
                "disposal_type": WAYS["idle"],
                "status": "planned",
                "effective": "2023-03-01",
            })
        )
        base.export_events(sent)
    return sent


def kill_all(bases: Files | Databases, sent: Path, kills: int) -> None:
    for prepare, work, more, found in (
        (some_parcels, record_on, (0, 100_000), recorded),
        (nothing, add_to, (), added),
        (some_parcels, import_into, (sent,), partial(imported, sent=sent)),
    ):
        name = work.__name__
        moments = random.Random(name)  # noqa: S311 - a moment
        span, kept = 0.5, []
        for number in range(kills + 1):
            place = bases.new()
            prepare(place)
            child = Child(work, place, *more)
            start = time.perf_counter()
            if number or work is record_on:
                time.sleep(moments.uniform(0.0, span))
                bases.kill(child, place)
            told = child.told()
            if number == 0 and work is not record_on:  # undisturbed, to know how long
                span = 1.2 * (time.perf_counter() - start)
            with opened(place) as base:
                kept.append(found(base, told))
                expect(base.verify().count("error") == 0, "it verifies")
            bases.drop(place)
        done = sum(1 for count in kept if count)
        print(
            f"{kills} kills during {name}: every base verified, none lost; "
            f"{sum(kept):,} kept, {len(kept) - done} bases with nothing yet"
        )


def crowd(place: Place, hands: int, each: int) -> None:
    """Let several processes record at once."""
    with LandBase.open(place) as base:
        base.add(make_parcels(60))
    start = time.perf_counter()
    children = [Child(record_on, place, hand, each) for hand in range(hands)]
    for child in children:
        expect(len(child.told()) == each, "each event was acknowledged")
        expect(child.process.exitcode == 0, "no one gave up")
    took = time.perf_counter() - start
    with LandBase.open(place) as base:
        written = hands_of(base)
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
    parser.add_argument("--server")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if told.parcels:
            measure(folder, told.parcels)
        kinds: list[Files | Databases] = [Files(folder)]
        if told.server:
            kinds = [
                Databases(told.server, servers_own=servers_own)
                for servers_own in (False, True)
            ]
        place = kinds[0].new()
        crowd(place, told.hands, told.each)
        kinds[0].drop(place)
        sent = events_to_send(folder)
        for bases in kinds:
            kill_all(bases, sent, told.kills)


if __name__ == "__main__":
    main()
