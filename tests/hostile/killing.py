"""A writer that is killed, and what it had acknowledged."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

_CHILD = """
import sys
from pathlib import Path
from landbase.store.base import LandBase
base = LandBase.open(Path(sys.argv[1]))
idle = base.parcels().query("category == 'idle'")["parcel_id"].tolist()
begun = int(sys.argv[2])
print("ready", flush=True)
for count in range(begun, begun + 10_000):
    base.record(idle[count % len(idle)], "start_by_deadline", status="planned",
                effective="2023-03-01", by=str(count))
    print(count, flush=True)
"""


def killed_base(path: Path) -> Path:
    """Make a land base to write in."""
    LandBase.open(path).add(make_parcels(60).drop(columns=["status", "disposal_type"]))
    return path


def kill_a_writer(path: Path, *, after: float) -> tuple[int, str]:
    """Kill a writer after some seconds; give what it acknowledged, and what is lost."""
    with LandBase.open(path) as base:
        begun = len(base.decisions(superseded=True))
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), str(begun)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(after)
    child.kill()
    told = [int(line) for line in child.stdout.read().splitlines() if line.strip()]
    child.stdout.close()
    child.wait()
    with LandBase.open(path) as base:
        kept = base.decisions(superseded=True)["by"].astype(int).tolist()
        faults = base.verify().of_severity("error").table["message_en"].tolist()
    if kept != list(range(len(kept))) or len(kept) < begun + len(told):
        faults.append(f"{len(told)} acknowledged, {len(kept) - begun} kept")
    return len(told), "; ".join(faults)
