"""Several processes write one file: nothing is lost, nothing is twice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

HANDS, EACH = 8, 12


def _idle() -> list[str]:
    parcels = make_parcels(60)
    return parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()


def _write(path: Path, hand: int) -> None:
    """Record as one colleague does, event by event."""
    base = LandBase.open(path)
    idle = _idle()
    for count in range(EACH):
        base.record(
            idle[(hand * EACH + count) % len(idle)],
            "start_by_deadline",
            status="planned",
            effective="2023-03-01",
            by=f"{hand}-{count}",
        )


def test_eight_processes_lose_nothing_and_double_nothing(work: Path) -> None:
    path = work / "多人 土地库.gpkg"
    LandBase.open(path).add(make_parcels(60))
    spawn = multiprocessing.get_context("spawn")
    hands = [spawn.Process(target=_write, args=(path, hand)) for hand in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=120)
    assert [hand.exitcode for hand in hands] == [0] * HANDS
    base = LandBase.open(path)
    written = base.decisions()["by"]
    assert set(written) == {
        f"{hand}-{count}" for hand in range(HANDS) for count in range(EACH)
    }
    assert written.is_unique
    assert base.verify().count("error") == 0


def test_two_processes_can_make_the_same_file(work: Path) -> None:
    path = work / "新库.gpkg"
    spawn = multiprocessing.get_context("spawn")
    hands = [spawn.Process(target=LandBase.open, args=(path,)) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=60)
    assert [hand.exitcode for hand in hands] == [0] * 2
    assert LandBase.open(path).verify().count("error") == 0


_CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_store_many_hands import _idle
from landbase.store.base import LandBase
base = LandBase.open(Path(sys.argv[1]))
idle = _idle()
print("ready", flush=True)
for count in range(10_000):
    base.record(idle[count % len(idle)], "start_by_deadline", status="planned",
                effective="2023-03-01", by=str(count))
    print(count, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", [0.05, 0.11, 0.23, 0.37])
def test_a_killed_process_leaves_every_event_that_was_acknowledged(
    work: Path, moment: float
) -> None:
    path = work / "断电.gpkg"
    LandBase.open(path).add(make_parcels(60))
    here = os.path.dirname(__file__)  # noqa: PTH120 - an argument for the child
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), here],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(moment)
    child.kill()
    told = [int(line) for line in child.stdout.read().splitlines() if line.strip()]
    child.stdout.close()
    child.wait()
    base = LandBase.open(path)
    kept = base.decisions()["by"].astype(int).tolist()
    assert kept == list(range(len(kept)))
    assert len(kept) >= len(told)
    assert base.verify().count("error") == 0
