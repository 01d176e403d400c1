"""The fold of a land base: how long for so many parcels, and that it is linear.

Run: python benchmarks/fold.py [number of parcels]
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from landbase.cases.fold import fold
from landbase.rules.ruleset import Rules

EVENTS = 3  # a parcel, on average
SHAPED = 0.02  # of the parcels are split into two
STATUSES = ("planned", "in_progress", "disposed", "closed", "returned")
WAYS = ("revoke_approval", "free_reclaim", "speed_up_supply", "start_by_deadline")


def history(count: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make events, lineage and areas of so many parcels."""
    random = np.random.default_rng(7)
    ids = np.char.mod("150602-P-%08d", np.arange(count)).astype(object)
    area = random.uniform(500, 90_000, count).round(2)
    number = EVENTS * count
    of = random.integers(0, count, number)
    days = np.datetime64("2020-01-01", "s") + random.integers(0, 1400, number).astype(
        "timedelta64[D]"
    )
    due = days + random.integers(30, 700, number).astype("timedelta64[D]")
    due[random.random(number) < 0.5] = np.datetime64("NaT", "s")
    part = (area[of] * random.choice([0.3, 0.5, 1.0], number)).round(2)
    events = pd.DataFrame({
        "event_id": np.arange(1, number + 1),
        "parcel_id": pd.array(ids[of], dtype="str"),
        "disposal_type": pd.array(np.array(WAYS)[random.integers(0, 4, number)]),
        "status": pd.array(np.array(STATUSES)[random.integers(0, 5, number)]),
        "effective": days,
        "due": due,
        "area_m2": np.where(random.random(number) < 0.7, part, np.nan),
    })
    facts = pd.DataFrame({"area_m2": area}, index=pd.Index(ids, dtype="str"))
    # a land base has the area of every disposal
    done = events["status"].isin(["disposed", "closed"])
    events["area_m2"] = events["area_m2"].where(~done, part)
    return events, lineage(ids, area, random), facts


def lineage(
    ids: np.ndarray, area: np.ndarray, random: np.random.Generator
) -> pd.DataFrame:
    """Split some parcels into two, all at the end."""
    some = random.choice(len(ids), int(SHAPED * len(ids)), replace=False)
    name = np.char.mod("op-%08d", some).astype(object)
    parts = [
        ("parent", ids[some], area[some]),
        *(("child", ids[some] + f"-{n}", area[some] / 2) for n in (1, 2)),
    ]
    return pd.concat(
        [
            pd.DataFrame({
                "operation": name, "role": role, "parcel_id": parcels, "area_m2": own,
                "effective": np.datetime64("2024-06-01", "s"), "voids": None,
            })
            for role, parcels, own in parts
        ],
        ignore_index=True,
    ).astype({"parcel_id": "str", "voids": "str"})  # fmt: skip


def seconds(count: int) -> float:
    """Time one fold."""
    events, shaped, facts = history(count)
    start = time.perf_counter()
    cases = fold(events, shaped, None, Rules.default(), parcels=facts, on="2024-12-31")
    taken = time.perf_counter() - start
    counted = cases.events.loc[cases.events["undone_on"].isna(), "added_m2"].sum()
    print(
        f"{count:>9,} parcels, {len(events):>9,} events: {taken:6.2f} s; "
        f"disposed of {cases.state['disposed_m2'].sum():,.2f} m², "
        f"added by events {counted:,.2f} m²"
    )
    return taken


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    half, whole = seconds(count // 2), seconds(count)
    print(f"twice as many take {whole / half:.2f} times as long")


if __name__ == "__main__":
    main()
