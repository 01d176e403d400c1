"""The long attacks, each for a share of the time; what was made and found is printed.

PYTHONPATH=tests python tests/hostile/attack.py [MINUTES] [SEED] [PART]

- kills: writers are killed at random moments; what they had acknowledged is there
- hands: several processes record, add, export and verify in one land base at once
- edits: all edits of `tampering`, each behind the triggers' back, must be found
- copies: 120 damaged copies, 30 bytes each, must end in findings
- mutants: files changed at random by every door of `fuzzing`
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import fuzzing
import numpy as np
import tampering
from damage import COPIES, damaged, examine
from killing import kill_a_writer, killed_base

from landbase.errors import StoreError
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

Findings = list[str]
# of the time that is given; edits and copies take as long as they take
SHARES = {"kills": 0.15, "hands": 0.15, "mutants": 0.7}
HANDS = 4


def kills(folder: Path, seconds: float, hand: random.Random) -> Findings:
    """Kill writers of one land base until the time is up."""
    path = killed_base(folder / "断电.gpkg")
    end, found, acknowledged, killed = time.monotonic() + seconds, [], 0, 0
    while time.monotonic() < end:
        told, lost = kill_a_writer(path, after=hand.uniform(0.0, 2.0))
        killed += 1
        acknowledged += told
        if lost:
            found.append(f"kill {killed}: {lost}")
    print(
        f"kills: {killed} killed, {acknowledged} events acknowledged, {len(found)} lost"
    )
    return found


def work_at(path: Path, number: int, seconds: float, told: object) -> None:
    """Do one thing after another in a land base; put down what each took."""
    hand = random.Random(number)  # noqa: S311 - repeatable, not secret
    idle = make_parcels(60).query("category == 'idle'")["parcel_id"].tolist()
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        count += 1
        act = hand.choices(("record", "add", "export", "verify"), (60, 15, 15, 10))[0]
        begun = time.perf_counter()
        what = ""
        try:
            _act(LandBase.open(path), act, f"{number}-{count}", hand.choice(idle))
        except StoreError as error:
            what = error.key
        except Exception:  # noqa: BLE001 - this is what is looked for
            what = traceback.format_exc()
        told.put((act, time.perf_counter() - begun, f"{number}-{count}", what))  # type: ignore[attr-defined]


def _act(base: LandBase, act: str, name: str, parcel: str) -> None:
    if act == "record":
        base.record(parcel, "start_by_deadline", status="planned",
                    effective="2023-03-01", by=name)  # fmt: skip
    elif act == "add":
        base.add(make_parcels(1).assign(parcel_id=f"新-{name}"))
    elif act == "export":
        base.export_events(base.path.with_name(f"{name}.jsonl"))
        base.path.with_name(f"{name}.jsonl").unlink()
    elif errors := base.verify().of_severity("error").table["message_en"].tolist():
        raise AssertionError(errors)


def hands(folder: Path, seconds: float, hand: random.Random) -> Findings:
    """Let several processes do everything at once; nothing is lost or doubled."""
    del hand
    path = killed_base(folder / "多人.gpkg")
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Manager().Queue()
    several = [
        spawn.Process(target=work_at, args=(path, number, seconds, told))
        for number in range(HANDS)
    ]
    for one in several:
        one.start()
    for one in several:
        one.join()
    done = [told.get() for _ in range(told.qsize())]
    found = [what for *_, what in done if what not in {"", "base_busy"}]
    found += [f"a hand ended with {one.exitcode}" for one in several if one.exitcode]
    found += [] if done else ["nothing was done"]
    said = {name for act, _, name, what in done if act == "record" and not what}
    with LandBase.open(path) as base:
        kept = base.decisions(superseded=True)["by"].dropna().tolist()
        found += [f"lost: {name}" for name in said - {*kept}]
        found += [f"twice: {n}" for n, times in Counter(kept).items() if times > 1]
        found += base.verify().of_severity("error").table["message_en"].tolist()
    for act in sorted({act for act, *_ in done}):
        taken = [took for kind, took, _, what in done if kind == act and not what]
        busy = sum(kind == act and what == "base_busy" for kind, _, _, what in done)
        p50, p99 = np.percentile(taken or [0.0], [50, 99])
        line = f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
        print(f"hands: {act} {len(taken)}, {line}, {busy} told to wait")
    return found


def edits(folder: Path, seconds: float, hand: random.Random) -> Findings:
    """Make every edit; with less than a minute, as many as there is time for."""
    full = folder / "全.gpkg"
    tampering.make_full_base(full)
    made: dict[str, Callable[[Path], object]] = {
        name: (lambda p, s=statements, g=name in tampering.GUARDED: tampering.edit(
            p, *s, guarded=g))
        for name, statements in (
            tampering.EDITS | tampering.SEAL_EDITS | tampering.GUARDED
        ).items()
    } | tampering.ACTS  # fmt: skip
    names = hand.sample([*made], len(made))
    end, found, tried = time.monotonic() + max(seconds, 5), [], 0
    for number, name in enumerate(names):
        if time.monotonic() > end:
            break
        (place := folder / f"改{number}").mkdir()
        made[name](copy := tampering.copy_base(full, place / "库.gpkg"))
        tried += 1
        if not tampering.findings(copy):
            found.append(f"not found: {name}")
    print(f"edits: {tried} of {len(made)} made, {tried - len(found)} found")
    return found


def copies(folder: Path, seconds: float, hand: random.Random) -> Findings:
    """Damage copies; each must end in findings, by every door."""
    full = folder / "全 本.gpkg"
    tampering.make_full_base(full)
    end, found, tried = time.monotonic() + max(seconds, 5), [], 0
    outcomes: Counter[str] = Counter()
    for seed in range(COPIES):
        if time.monotonic() > end:
            break
        tried += 1
        path = damaged(
            full, folder / f"坏{seed}.gpkg", seed=seed + hand.randrange(2**20)
        )
        for door, what in examine(path):
            outcomes[f"{door} {'raw' if what else 'told'}"] += 1
            if what:
                found.append(f"copy {seed}, {door}: {what}")
    counts = ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
    print(f"copies: {tried} of {COPIES}, {len(found)} raw errors ({counts})")
    return found


def mutants(folder: Path, seconds: float, hand: random.Random) -> Findings:
    """Change files at random, by every door."""
    wanted = fuzzing.targets(folder / "源")
    hand.shuffle(wanted)
    end, found = time.monotonic() + seconds, []
    tried: Counter[str] = Counter()
    rounds = fuzzing.rounds(wanted, folder / "now", hand.randrange(2**30))
    for target, finding in rounds:
        tried[target.door] += 1
        if finding is not None:
            found.append(f"seed {finding.seed} {finding.target}: {finding.what}")
        if time.monotonic() > end:
            break
    counts = ", ".join(f"{name} {count}" for name, count in sorted(tried.items()))
    print(f"mutants: {tried.total()} files, {len(found)} findings: {counts}")
    return found


PARTS = {part.__name__: part for part in (kills, hands, edits, copies, mutants)}


def main(minutes: float, seed: int, part: str | None) -> int:
    """Attack for some minutes; give whether anything was found."""
    every: Findings = []
    for name, attack in PARTS.items():
        if part not in {None, name}:
            continue
        share = 1.0 if part else SHARES.get(name, 1.0)
        hand = random.Random(f"{seed} {name}")  # noqa: S311 - repeatable
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="attack-") as folder:
            found = attack(Path(folder), 60 * minutes * share, hand)
        print(f"{name}: {time.monotonic() - begun:.0f} s, seed {seed}", flush=True)
        for what in found:
            print(f"FOUND by {name}: {what}", flush=True)
        every += found
    print(f"{len(every)} findings")
    return bool(every)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(
        main(
            float(given[0]) if given else 60.0,
            int(given[1]) if given[1:] else 0,
            given[2] if given[2:] else None,
        )
    )
