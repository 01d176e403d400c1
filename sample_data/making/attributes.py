"""What the parcels' tables say: ids, names, batches, dates, causes, declared areas."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from making.places import BANNERS
from making.words import FIRST, LAND_USES, LINES, SECOND, TOWN_LINES

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["SHOWN_ID", "add_attributes"]

# The documentation records a decision on this one, so nothing is decided for it.
SHOWN_ID = "150622-P-0031"
_NEIGHBOURS = ["banner", "category", "place"]
_LETTER = {"approved_unsupplied": "P", "idle": "X"}
_CAUSES = {
    "approved_unsupplied": {
        "no_plan_unwanted": 0.10,
        "not_cleared": 0.20,
        "project_changed": 0.24,
        "planning_changed": 0.13,
        "used_unsupplied": 0.12,
        "remnant": 0.07,
        "supply_under_way": 0.10,
        "government_reserve": 0.04,
    },
    "idle": {"enterprise": 0.55, "government": 0.36, "court_seizure": 0.09},
}
_NEW_SCHEME, _OLD_SCHEME = "国土空间用地用海分类", "GB/T 21010-2017"


def add_attributes(frame: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """Give the parcels ids and fill in their columns.

    Parameters
    ----------
    frame
        Parcels with banner, place, dev_zone, kind, lon, lat, category, disposed.
    seed
        Seed of the chance behind it.

    Returns
    -------
    parcels
        In order of parcel_id, with all columns that the files hold.
    """
    rng = np.random.default_rng(seed)
    frame = _number(frame)
    frame = frame.assign(**_batches(frame, rng))
    rows = [_describe(row, rng) for row in frame.to_dict("records")]
    more = pd.DataFrame(rows, index=frame.index)
    result = frame.assign(**{name: more[name] for name in more})
    result = result.assign(**_papers(result, np.random.default_rng(seed + 50)))
    return result.assign(declared_m2=_declared(frame["area_m2"].to_numpy(), rng))


def _number(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Count within banner and category, place by place."""
    keys = ["banner", "category", "dev_zone", "place", "lat", "lon", "area_m2"]
    ordered = frame.sort_values(keys).reset_index(drop=True)
    serial = ordered.groupby(["banner", "category"]).cumcount() + 1
    letters = ordered["category"].map(_LETTER)
    ids = ordered["banner"] + "-" + letters + "-" + serial.map("{:04d}".format)
    return _free_shown(ordered.assign(parcel_id=ids))


def _free_shown(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Let the parcel of the documentation change places with one not disposed of."""
    at = frame.index[frame["parcel_id"] == SHOWN_ID][0]
    here = (frame[_NEIGHBOURS] == frame.loc[at, _NEIGHBOURS]).all(axis=1)
    free = frame.index[here & (frame["disposed"] == 0)]
    other = min(free, key=lambda row: (abs(row - at), row))
    order = frame.index.to_numpy().copy()
    order[[at, other]] = order[[other, at]]
    ids = frame["parcel_id"].to_numpy()
    return frame.loc[order].assign(parcel_id=ids).reset_index(drop=True)


def _batches(frame: gpd.GeoDataFrame, rng: np.random.Generator) -> dict[str, Any]:
    """Put two to nine neighbours in the list into one approval."""
    names: list[str] = []
    numbers: list[str] = []
    dates: list[dt.date] = []
    serial: dict[tuple[str, int], int] = {}
    for (code, category, _), rows in frame.groupby(
        ["banner", "category", "place"], sort=False
    ):
        left = len(rows)
        while left:
            size = min(int(rng.integers(2, 10)), left)
            first, last = (2012, 2020) if category != "idle" else (2008, 2016)
            date = _day(dt.date(first, 2, 1), dt.date(last, 12, 20), rng)
            serial[code, date.year] = serial.get((code, date.year), 0) + 1
            order = serial[code, date.year]
            name = f"{BANNERS[code].zh}{date.year}年度第{order}批次建设用地"
            names += [name] * size
            numbers += [f"内政土发〔{date.year}〕{int(rng.integers(11, 980))}号"] * size
            dates += [date] * size
            left -= size
    return {"batch": names, "approval_no": numbers, "approval_date": dates}


def _day(first: dt.date, last: dt.date, rng: np.random.Generator) -> dt.date:
    return first + dt.timedelta(days=int(rng.integers((last - first).days + 1)))


def _describe(row: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Make up one parcel."""
    town = row["kind"] == "lot" and not row["dev_zone"] and rng.random() < 0.75
    lines = TOWN_LINES if town else LINES
    business, project, use = lines[int(rng.integers(len(lines)))]
    stem = "示例" + str(rng.choice(FIRST)) + str(rng.choice(SECOND))
    idle = row["category"] == "idle"
    causes = _CAUSES[row["category"]]
    cause = str(rng.choice(list(causes), p=list(causes.values())))
    if row["parcel_id"] == SHOWN_ID:
        cause = "planning_changed"
    firm = f"{stem}{business}有限公司"
    return {
        "name": stem + project.format(n=int(rng.integers(1, 13)) * (5 if town else 10)),
        "holder": firm if idle or rng.random() < 0.3 else "",
        "land_use": LAND_USES[use][int(idle)],
        "land_use_scheme": _OLD_SCHEME if idle else _NEW_SCHEME,
        "cause": cause,
        **_contract(row, cause, rng),
    }


def _contract(
    row: dict[str, Any], cause: str, rng: np.random.Generator
) -> dict[str, Any]:
    """Give the contract and the building history of idle land."""
    if row["category"] != "idle":
        return dict.fromkeys(
            ("supervision_no", "contract_no", "agreed_start", "actual_start",
             "stopped_on", "developed_ratio", "invested_ratio")
        )  # fmt: skip
    signed = row["approval_date"] + dt.timedelta(days=int(rng.integers(120, 700)))
    agreed = signed + dt.timedelta(days=int(rng.integers(180, 400)))
    serial = int(rng.integers(1, 1200))
    started = cause != "government" and rng.random() < 0.2
    began = agreed + dt.timedelta(days=int(rng.integers(-40, 200)))
    stopped = began + dt.timedelta(days=int(rng.integers(60, 400)))
    return {
        # what stopped goes the ways of article 12, as do causes of government
        "cause": "government" if started else cause,
        "supervision_no": f"{row['banner']}{signed.year}B{serial:05d}",
        "contract_no": f"示例出让〔{signed.year}〕{serial}号",
        "agreed_start": agreed,
        "actual_start": began if started else None,
        "stopped_on": min(stopped, dt.date(2021, 6, 30)) if started else None,
        "developed_ratio": round(float(rng.uniform(0.02, 0.32)), 2) if started else 0.0,
        "invested_ratio": round(float(rng.uniform(0.01, 0.24)), 2) if started else 0.0,
    }


def _papers(frame: gpd.GeoDataFrame, rng: np.random.Generator) -> dict[str, list[Any]]:
    """Say where the parcels lie, who is in charge, and how idle land was supplied."""
    banners = [BANNERS[code].zh for code in frame["banner"]]
    idle = (frame["category"] == "idle").tolist()
    modes = rng.choice(["出让", "划拨"], p=[0.85, 0.15], size=len(frame)).tolist()
    yuan = frame["area_m2"].to_numpy() * rng.uniform(80, 260, len(frame))
    prices = np.round(yuan / 10_000, 2).tolist()
    filed = [f"示例备〔{n:04d}〕" for n in range(1, len(frame) + 1)]
    return {
        "location": [
            f"{banner}{place}"
            for banner, place in zip(banners, frame["place"], strict=True)
        ],
        "responsible": [f"示例{banner}自然资源局" for banner in banners],
        "supply_mode": [m if i else None for m, i in zip(modes, idle, strict=True)],
        "price": [
            p if i and m == "出让" else None
            for p, i, m in zip(prices, idle, modes, strict=True)
        ],
        "filed_no": [f if i else None for f, i in zip(filed, idle, strict=True)],
    }


def _declared(areas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Declare the area of record, to 0.01 m²; a few documents say something else."""
    declared = np.round(areas, 2)
    off = rng.choice(len(areas), size=14, replace=False)
    factors = 1 + rng.choice([-1, 1], 14) * rng.uniform(0.002, 0.04, 14)
    declared[off] = np.round(areas[off] * factors, 2)
    return declared
