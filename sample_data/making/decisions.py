"""What was decided for each parcel, as the ledger has it on 2023-07-06."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from making.attributes import SHOWN_ID
from making.places import BANNERS
from making.words import ARTICLE_14, STEPS, SURNAMES, WAYS

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["AS_OF", "make_decisions", "start_works"]

AS_OF = dt.date(2023, 7, 6)
_COLUMNS = [
    "parcel_id", "disposal_type", "status", "effective", "due", "document", "by",
    "reason",
]  # fmt: skip
# How parcels that are not disposed of stand on that day.
_OPEN = {"registered": 0.38, "planned": 0.34, "in_progress": 0.26, "returned": 0.02}


def make_decisions(parcels: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Make the rows of the ledger.

    Parameters
    ----------
    parcels
        Parcels with parcel_id, category, cause, disposed, remark.
    seed
        Seed of the chance behind it.

    Returns
    -------
    decisions
        One row each, in the order of the parcels and then of time; a parcel about
        which nothing is decided has none. No row is later than 2023-07-06.
    """
    rng = np.random.default_rng(seed)
    rows = [
        event for parcel in parcels.to_dict("records") for event in _life(parcel, rng)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def start_works(
    parcels: gpd.GeoDataFrame, decisions: pd.DataFrame, seed: int
) -> gpd.GeoDataFrame:
    """Let building have begun where a start by a deadline has disposed of a parcel.

    Parameters
    ----------
    parcels
        As `make_decisions` takes them; not changed.
    decisions
        As it gives them.
    seed
        Seed of the chance behind it.

    Returns
    -------
    parcels
        With actual_start, developed_ratio and invested_ratio of those parcels.
    """
    rng = np.random.default_rng(seed)
    done = decisions["status"].isin(["disposed", "closed"])
    begun = decisions[done & (decisions["disposal_type"] == "start_by_deadline")]
    known = parcels.set_index("parcel_id")[
        ["actual_start", "developed_ratio", "invested_ratio"]
    ]
    for parcel_id, effective in zip(
        begun["parcel_id"], begun["effective"], strict=True
    ):
        day = effective - dt.timedelta(days=int(rng.integers(1, 25)))
        shares = np.round(rng.uniform(0.05, 0.3, 2), 2).tolist()
        known.loc[parcel_id] = [day, *shares]
    return parcels.assign(**{name: known[name].to_numpy() for name in known})


def _life(parcel: dict[str, Any], rng: np.random.Generator) -> list[dict[str, Any]]:
    if parcel["parcel_id"] == SHOWN_ID:
        return []
    if parcel["disposed"]:
        return _done(parcel, rng)
    status = str(rng.choice(list(_OPEN), p=list(_OPEN.values())))
    if status == "registered":
        return []
    effective = _day(dt.date(2022, 3, 1), AS_OF, rng)
    due = effective + dt.timedelta(days=int(rng.integers(240, 900)))
    way = _way(parcel, rng, disposes=status != "in_progress" or rng.random() < 0.6)
    event = _event(parcel, rng, way, status, (effective, due))
    if status != "returned":
        return [event]
    before = effective - dt.timedelta(days=int(rng.integers(20, 55)))
    early = _event(parcel, rng, way, "in_progress", (before, due))
    return [early, event | {"reason": "佐证材料不全，退回补正"}]


def _done(parcel: dict[str, Any], rng: np.random.Generator) -> list[dict[str, Any]]:
    """Give the disposal, and for some what came before it."""
    year = parcel["disposed"]
    first = dt.date(year, 3, 1) if year == 2022 else dt.date(2023, 1, 4)
    effective = _day(first, min(dt.date(year, 12, 30), AS_OF), rng)
    closed = rng.random() < (0.85 if year == 2022 else 0.35)
    way = _way(parcel, rng, disposes=True)
    due = effective + dt.timedelta(days=int(rng.integers(-20, 200)))
    done = "closed" if closed else "disposed"
    last = _event(parcel, rng, way, done, (effective, due))
    if rng.random() > 0.2:
        return [last]
    before = effective - dt.timedelta(days=int(rng.integers(20, 55)))
    talks = parcel["cause"] == "enterprise" and rng.random() < 0.6
    status = "in_progress" if talks or rng.random() < 0.5 else "planned"
    early = _event(parcel, rng, "interview" if talks else way, status, (before, due))
    return [early | {"reason": ""}, last]


def _way(parcel: dict[str, Any], rng: np.random.Generator, *, disposes: bool) -> str:
    """Choose a way that fits the cause."""
    cause = parcel["cause"] if parcel["stopped_on"] is None else "stopped"
    ways = WAYS[cause] if disposes or cause not in STEPS else STEPS[cause]
    return str(rng.choice(list(ways), p=list(ways.values())))


def _lawful(way: str, parcel: dict[str, Any], day: dt.date) -> str:
    """Put another way in the place of one that article 14 does not allow on a day."""
    if way not in ARTICLE_14:
        return way
    years, before, begun = ARTICLE_14[way]
    if pd.notna(parcel["actual_start"]) and parcel["actual_start"] <= day:
        return begun
    return way if day > _years_after(parcel["agreed_start"], years) else before


def _years_after(day: dt.date, years: int) -> dt.date:
    """Give the anniversary; of 29 February the day before."""
    short = day - dt.timedelta(days=(day.month, day.day) == (2, 29))
    return short.replace(year=day.year + years)


def _event(
    parcel: dict[str, Any],
    rng: np.random.Generator,
    way: str,
    status: str,
    days: tuple[dt.date, dt.date],
) -> dict[str, Any]:
    """Make one row of the ledger; `days` are when it took effect and when it is due."""
    effective, due = days
    way = _lawful(way, parcel, effective)
    if way == "temporary_use":
        due = min(due, _years_after(effective, 2))
    short = BANNERS[parcel["banner"]].short
    office = "政发" if way in {"revoke_approval", "free_reclaim"} else "自然资发"
    number = int(rng.integers(3, 320))
    return {
        "parcel_id": parcel["parcel_id"],
        "disposal_type": way,
        "status": status,
        "effective": effective,
        "due": due,
        "document": f"{short}{office}〔{effective.year}〕{number}号",
        "by": str(rng.choice(SURNAMES)) + "某某",
        "reason": parcel["remark"],
    }


def _day(first: dt.date, last: dt.date, rng: np.random.Generator) -> dt.date:
    return first + dt.timedelta(days=int(rng.integers((last - first).days + 1)))
