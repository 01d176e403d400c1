"""Several processes write one file: nothing is lost, nothing is twice."""

from __future__ import annotations

import multiprocessing
import signal
from typing import TYPE_CHECKING

import pytest
from killing import kill_a_writer, killed_base

from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Count

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


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", [0.05, 0.11, 0.23, 0.37])
def test_a_killed_process_leaves_every_event_that_was_acknowledged(
    work: Path, moment: float, count: Count
) -> None:
    path = killed_base(work / "断电.gpkg")
    for _ in range(2):  # the second one writes where the first was killed
        told, lost = kill_a_writer(path, after=moment)
        assert lost == ""
        count("writers killed")
        count("events acknowledged before", told)
