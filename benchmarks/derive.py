"""Time `derive_unsupplied` against `geopandas.overlay` per approval year, in one run.

    python benchmarks/derive.py [APPROVALS] [SUPPLIES] [REPEATS]

APPROVALS (10,000) over 15 years and SUPPLIES (50,000), as a bureau has them: of ten
approvals four are single projects supplied whole, in the same outline; three are
batches (批次), each one row with all its plots, small ones and large ones; three had no
supply yet. A plot of a batch is divided into lots, of which some are not supplied. One
supply in twelve lies outside every approval or across its line, one lot in ten is drawn
a little apart from its neighbours. Parcels have 12 vertices.

The other way is `geopandas.overlay(how="difference")` for each year. It gives the
remainders only: neither areas on the ellipsoid, nor the account of approvals and of
supplies, nor overlaps and land supplied outside, which landbase's time includes. Times
are of the processor, the best of REPEATS (1).
"""

from __future__ import annotations

import sys
import time
import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

import landbase as lb

if TYPE_CHECKING:
    from collections.abc import Callable

CRS = 4525  # zone 37, in metres
CELL = 1000.0  # metres from one plot to the next
EDGE = 4  # points on each side of a parcel, both corners counted
YEARS = 15
SINGLE, BATCH = 0.4, 0.3  # shares of approvals; the others have no supply
OUTSIDE = 1 / 12
LOTS, UNSUPPLIED = 2, 0.25  # lots of a plot of a batch, and the share not supplied
SPREAD = 1.3  # of the logarithm of how many plots batches have
Floats = npt.NDArray[np.float64]


def patches(corners: Floats, span: Floats) -> npt.NDArray[np.object_]:
    """Draw parts of quadrangles: `span` is from and to across, from and to along."""
    step = np.linspace(0, 1, EDGE)[:-1]
    low, high, near, far = (span[:, k, None] for k in range(4))
    u = np.hstack([low + (high - low) * step, high + 0 * step,
                   high + (low - high) * step, low + 0 * step])  # fmt: skip
    v = np.hstack([near + 0 * step, near + (far - near) * step,
                   far + 0 * step, far + (near - far) * step])  # fmt: skip
    weights = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v)
    xy = sum(w[:, :, None] * corners[:, k, None] for k, w in enumerate(weights))
    return shapely.polygons(np.round(xy, 3))


def made(count: int, supplied: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Make approvals and supplies."""
    random = np.random.default_rng(0)
    kind = random.permutation(count)
    single, batch = kind < SINGLE * count, kind >= (1 - BATCH) * count
    inside = supplied - int(supplied * OUTSIDE) - int(single.sum())
    # plots of each batch: most have few, some have very many
    share = np.exp(random.normal(0, SPREAD, int(batch.sum())))
    plots = np.ones(count, dtype=np.int64)
    lots = inside / LOTS / (1 - UNSUPPLIED)
    plots[batch] = np.maximum(1, np.rint(lots * share / share.sum()))
    owner = np.repeat(np.arange(count), plots)
    corners = corners_of(len(owner), random)
    whole = patches(corners, np.tile([0.0, 1.0, 0.0, 1.0], (len(owner), 1)))
    outlines = shapely.multipolygons(whole, indices=owner)
    at = np.repeat(np.flatnonzero(batch[owner]), LOTS)
    low = np.tile(np.arange(LOTS), len(at) // LOTS) / LOTS
    chosen = np.sort(random.permutation(len(at))[:inside])
    span = np.column_stack([low, low + 1 / LOTS, 0 * low, 0 * low + 1])[chosen]
    cut = patches(corners[at[chosen]], span)
    apart = np.where(random.random(len(cut)) < 1 / 10, 0.2, 0.0)
    apart = np.repeat(apart, shapely.get_num_coordinates(cut))[:, None]
    cut = shapely.transform(cut, lambda xy: xy + apart)
    beyond = np.tile([0.2, 0.6, -0.2, 0.05], (supplied - len(cut) - single.sum(), 1))
    beyond[::2, 2:] -= 0.06  # every other one wholly outside
    others = patches(corners[random.integers(0, len(owner), len(beyond))], beyond)
    shapes = np.concatenate([whole[single[owner]], cut, others])
    years = 2009 + random.integers(0, YEARS, count)
    approvals = gpd.GeoDataFrame(
        {
            "parcel_id": [f"A{n}" for n in range(count)],
            "approval_no": [f"示例〔{y}〕{n}号" for n, y in enumerate(years)],
            "approval_date": pd.to_datetime(years.astype(str)).astype("datetime64[s]"),
        },
        geometry=outlines,
        crs=CRS,
    )
    ids = [f"S{n}" for n in range(len(shapes))]
    return approvals, gpd.GeoDataFrame({"parcel_id": ids}, geometry=shapes, crs=CRS)


def corners_of(count: int, random: np.random.Generator) -> Floats:
    """Lay quadrangles on a grid, one after the other."""
    side = int(np.ceil(np.sqrt(count)))
    row, column = np.divmod(np.arange(count), side)
    origin = np.column_stack([37_400_000 + column * CELL, 4_250_000 + row * CELL])
    size = np.exp(random.normal(5, 0.5, count)).clip(50, 500)
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)
    skew = 1 + random.uniform(-0.12, 0.12, (count, 4, 2))
    return origin[:, None] + 100 + square * size[:, None, None] * skew


def landbase(approvals: gpd.GeoDataFrame, supplies: gpd.GeoDataFrame) -> float:
    derived = lb.derive_unsupplied(approvals, supplies)
    account = derived.approvals
    return float((account["unsupplied_m2"] + account["sliver_m2"]).sum())


def overlay(approvals: gpd.GeoDataFrame, supplies: gpd.GeoDataFrame) -> float:
    total = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lines and points are dropped
        for _, year in approvals.groupby(approvals["approval_date"].dt.year):
            rest = gpd.overlay(year, supplies[["geometry"]], how="difference")
            total += float(lb.ellipsoidal_area(rest).sum())
    return total


def timed(
    way: Callable[[gpd.GeoDataFrame, gpd.GeoDataFrame], float],
    tables: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    repeats: int,
) -> float:
    seconds = np.inf
    for _ in range(repeats):
        before = time.process_time()
        area = way(*tables)
        seconds = min(seconds, time.process_time() - before)
    print(f"  {way.__name__:9} {seconds:7.2f} s  {area / 10_000:14,.4f} ha", flush=True)
    return seconds


def main(count: int = 10_000, supplied: int = 50_000, repeats: int = 1) -> None:
    tables = made(count, supplied)
    landbase(*made(200, 1000))  # loads libraries
    print(f"{count:,} approvals over {YEARS} years, {len(tables[1]):,} supplies")
    ours, theirs = (timed(way, tables, repeats) for way in (landbase, overlay))
    print(f"  overlay per year / landbase = {theirs / ours:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
