"""Time `reconcile` on two accounts of the same land with outlines.

    python benchmarks/reconcile.py [PARCELS]

PARCELS (200,000) on both sides, of 12 vertices each; on the right one row in 50 is at
fault: units, digits, other ids, doubled and missing rows, plane areas. The time is of
the wall clock, and has to stay under a minute.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import landbase as lb
from landbase.testing import make_parcels

if TYPE_CHECKING:
    import geopandas as gpd

EVERY = 50


def other_account(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make a second account with faults in one row of `EVERY`."""
    area = parcels["m2"].round(2).to_numpy().copy()
    ids = parcels["parcel_id"].to_numpy(dtype=object).copy()
    fault = np.arange(len(area)) // EVERY % 5
    at = np.arange(len(area)) % EVERY == 0
    area[at & (fault == 0)] *= 15
    digits = np.rint(area * 100).astype(np.int64)
    high, low = digits // 10**5 % 10, digits // 10**4 % 10
    swapped = digits + (low - high) * (10**5 - 10**4)
    area = np.where(at & (fault == 1), swapped / 100, area)
    area = np.where(at & (fault == 2), lb.planar_area(parcels).round(2), area)
    other = at & (fault == 3)
    ids[other] = [f"另-{number}" for number in np.flatnonzero(other)]
    made = parcels.assign(parcel_id=ids, m2=area)
    gone = np.flatnonzero(at & (fault == 4))
    kept = made.drop(index=made.index[gone[::2]])
    return pd.concat([kept, made.iloc[gone[1::2]]], ignore_index=True)


def main(count: int = 200_000) -> None:
    parcels = make_parcels(count)
    parcels = parcels.assign(m2=lb.ellipsoidal_area(parcels))
    other = other_account(parcels)
    before = time.perf_counter()
    result = lb.reconcile(parcels, other, area="m2", by="banner")
    took = time.perf_counter() - before
    print(result.explained.to_string())
    print(f"{len(parcels):,} x {len(other):,} rows with outlines: {took:.1f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
