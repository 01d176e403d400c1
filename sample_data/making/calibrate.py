"""Make the totals the letter's: scale the parcels in the open, then choose groups.

Lots of towns keep their size, so neighbours stay neighbours. All parcels in the open
are scaled by one factor about their centroids until the stock is the letter's; then
parcels are chosen, by exchanging pairs, so that each group has the area it must have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from landbase.units import to_m2
from making.world import measure, to_millimetres

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["LETTER", "Letter", "assign_groups", "scale_to_stock"]

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Letter:
    """What the letter of 2023-07-06 says, in mu where no unit is named.

    28.57 % of 23 000 mu is 6571.1 mu, which prints as 0.66 万亩.
    """

    unsupplied: float = 86_800
    idle: float = 49_700
    unsupplied_2022: float = 21_100
    unsupplied_2023: float = 6_571.1
    idle_2022: float = 19_800
    idle_2023: float = 12_600
    zone_projects: int = 85
    zone_ha: float = 491.73
    stopped_production_ha: float = 155
    stopped_building_ha: float = 168


LETTER = Letter()


def scale_to_stock(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Scale the parcels in the open until all parcels sum to the stock."""
    target = to_m2(LETTER.unsupplied + LETTER.idle, "mu")
    shapes = frame.geometry.to_numpy().copy()
    is_open = (frame["kind"] != "lot").to_numpy()
    result = frame
    for _ in range(4):
        areas = measure(result)
        missing = target - areas.sum()
        factor = np.sqrt(1 + missing / areas[is_open].sum())
        shapes[is_open] = _scale(shapes[is_open], factor)
        result = result.set_geometry(to_millimetres(shapes))
    return result.assign(area_m2=np.round(measure(result), 4))


def _scale(shapes: npt.NDArray[np.object_], factor: float) -> npt.NDArray[np.object_]:
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    owner = np.repeat(np.arange(len(shapes)), shapely.get_num_coordinates(shapes))
    points = shapely.get_coordinates(shapes)
    moved = middles[owner] + (points - middles[owner]) * factor
    return np.asarray(shapely.set_coordinates(shapes.copy(), moved), dtype=object)


def assign_groups(frame: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """Say of each parcel its category, when it was disposed of, and its remark.

    Parameters
    ----------
    frame
        Parcels with area_m2 and dev_zone.
    seed
        Seed of the chance behind it.

    Returns
    -------
    frame
        With category, disposed (2022, 2023 or 0) and remark.
    """
    rng = np.random.default_rng(seed)
    areas = frame["area_m2"].to_numpy()
    in_zone = (frame["dev_zone"] != "").to_numpy()
    zone = _pick(
        areas, np.flatnonzero(in_zone), LETTER.zone_ha * 10_000, rng,
        count=LETTER.zone_projects,
    )  # fmt: skip
    elsewhere = to_m2(LETTER.idle, "mu") - areas[zone].sum()
    idle = _pick(areas, np.flatnonzero(~in_zone), elsewhere, rng)
    disposed = np.zeros(len(frame), dtype=np.int64)
    _dispose_idle(disposed, areas, zone, idle, rng)
    others = np.setdiff1d(np.arange(len(frame)), np.concatenate([zone, idle]))
    for year, mu in ((2022, LETTER.unsupplied_2022), (2023, LETTER.unsupplied_2023)):
        free = others[disposed[others] == 0]
        disposed[_pick(areas, free, to_m2(mu, "mu"), rng)] = year
    category = np.full(len(frame), "approved_unsupplied", dtype=object)
    category[np.concatenate([zone, idle])] = "idle"
    remark = _remarks(areas, idle[disposed[idle] > 0], len(frame), rng)
    return frame.assign(category=category, disposed=disposed, remark=remark)


def _dispose_idle(
    disposed: Rows, areas: Numbers, zone: Rows, idle: Rows, rng: np.random.Generator
) -> None:
    """Enter the years of the idle parcels; those in development zones are all done."""
    disposed[zone] = np.where(rng.random(len(zone)) < 0.6, 2022, 2023)
    for year, mu in ((2022, LETTER.idle_2022), (2023, LETTER.idle_2023)):
        missing = to_m2(mu, "mu") - areas[zone[disposed[zone] == year]].sum()
        free = idle[disposed[idle] == 0]
        disposed[_pick(areas, free, missing, rng)] = year


def _remarks(
    areas: Numbers, done: Rows, count: int, rng: np.random.Generator
) -> npt.NDArray[np.object_]:
    """Mark the parcels of enterprises that stopped producing or building."""
    remark = np.full(count, "", dtype=object)
    production = _pick(areas, done, LETTER.stopped_production_ha * 10_000, rng)
    remark[production] = "停产企业盘活"
    left = np.setdiff1d(done, production)
    remark[_pick(areas, left, LETTER.stopped_building_ha * 10_000, rng)] = (
        "停建项目盘活"
    )
    return remark


def _pick(
    areas: Numbers,
    among: Rows,
    target: float,
    rng: np.random.Generator,
    *,
    count: int | None = None,
) -> Rows:
    """Choose rows whose areas sum to a target within 0.5 m²."""
    order = rng.permutation(among)
    if count is None:
        count = int(np.searchsorted(np.cumsum(areas[order]), target))
    chosen, free = order[:count].copy(), order[count:].copy()
    before = np.inf
    for _ in range(2_000):
        missing = target - areas[chosen].sum()
        if abs(missing) < 0.5:
            return np.sort(chosen)
        gain = areas[free][:, None] - areas[chosen][None, :]
        i, j = np.unravel_index(np.abs(gain - missing).argmin(), gain.shape)
        if abs(missing) >= before:  # no exchange helps: change something, try again
            i, j = rng.integers(len(free)), rng.integers(len(chosen))
        before = np.inf if abs(missing) >= before else abs(missing)
        chosen[j], free[i] = free[i], chosen[j]
    raise ValueError(f"no choice of {count} parcels sums to {target:.1f} m²")
