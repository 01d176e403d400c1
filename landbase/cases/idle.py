"""The idle-land test (闲置土地处置办法, order 53 of 2012) over a table.

Article 2 has two limbs. Not started: a full year after the agreed start, work has not
begun. Stopped: work began, less than a third of the area is developed or less than a
quarter of the money invested, and it has been stopped for a full year; such land may
be recognised as idle.

The agreed start is the one newly agreed on where there is one (article 12, paragraph
2), else that of the contract, else a year after the land was handed over (article 22).
Money spent is no start (article 30).

A full year ends with the anniversary (the last day of the month where there is none,
as after 29 February); land can be idle from the day after (民法典 201 and 202). That a
last day on a holiday moves (203) is not modelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.rules.vocabulary import LIMBS
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    import datetime as dt

    import numpy.typing as npt

__all__ = [
    "TESTED",
    "end_of_year_after",
    "idle_test",
    "limb_of",
    "limb_on",
    "start_of_clock",
]

VERDICTS = ("idle", "suspected", "cannot_tell", "not_idle")
DEVELOPED_SHARE = 1 / 3
INVESTED_SHARE = 1 / 4
_DATES = (
    "agreed_start",
    "new_agreed_start",
    "handed_over",
    "actual_start",
    "stopped_on",
)
_RATIOS = ("developed_ratio", "invested_ratio")
# the columns that the test asks for
TESTED = (*_DATES, *_RATIOS)
NOT_STARTED, STOPPED = LIMBS


def end_of_year_after(days: pd.Series, *, years: int = 1) -> pd.Series:
    """Find the last day of the years that begin the day after each given day.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2021-03-01", "2020-02-29"]))
    >>> end_of_year_after(days).dt.strftime("%Y-%m-%d").tolist()
    ['2022-03-01', '2021-02-28']
    """
    given = days.to_numpy(dtype="datetime64[D]")
    month = given.astype("datetime64[M]")
    target = month + np.timedelta64(12 * years, "M")
    first, after = (
        months.astype("datetime64[D]")
        for months in (target, target + np.timedelta64(1, "M"))
    )
    last = after - first - np.timedelta64(1, "D")
    ends = first + np.minimum(given - month.astype("datetime64[D]"), last)
    return pd.Series(ends.astype("datetime64[s]"), index=days.index)


def start_of_clock(parcels: pd.DataFrame) -> pd.Series:
    """Give the day from which a year without a start counts; missing where not known.

    Examples
    --------
    >>> parcels = pd.DataFrame({
    ...     "agreed_start": pd.to_datetime(["2021-03-01", "2021-03-01", None]),
    ...     "new_agreed_start": pd.to_datetime([None, "2022-03-01", None]),
    ...     "handed_over": pd.to_datetime([None, None, "2020-03-01"])})
    >>> start_of_clock(parcels).dt.strftime("%Y-%m-%d").tolist()
    ['2021-03-01', '2022-03-01', '2021-03-01']
    """
    known = _columns(parcels, _DATES, "datetime64[s]")
    deemed = end_of_year_after(known["handed_over"])
    agreed = known["agreed_start"].fillna(deemed)
    return known["new_agreed_start"].fillna(agreed)


def limb_on(parcels: pd.DataFrame, days: pd.Series) -> pd.Series:
    """Say by which limb land is to be judged: "stopped" once work has begun.

    Parameters
    ----------
    parcels
        As `idle_test` takes them.
    days
        The day to judge by, for each parcel.

    Returns
    -------
    limb
        "not_started", "stopped", or missing where it is not known whether work began.
    """
    limb = np.select([*_begun(parcels, days)], [STOPPED, NOT_STARTED], "")
    text = pd.Series(limb, index=parcels.index, dtype="str")
    return text.where(text != "")


def limb_of(
    day: str,
    *,
    started: str | None,
    stopped: str | None,
    developed: float | None,
) -> str | None:
    """Say what `limb_on` says, of one parcel; days as ISO text.

    Examples
    --------
    >>> limb_of("2023-07-06", started="2019-01-01", stopped=None, developed=None)
    'stopped'
    """
    days = np.array([[day], [started], [stopped]], dtype="datetime64[s]")
    share = np.array([np.nan if developed is None else developed], dtype="float64")
    began, not_yet = _begun_by(days[0], days[1], days[2], share)
    return STOPPED if began[0] else NOT_STARTED if not_yet[0] else None


def idle_test(parcels: pd.DataFrame, *, on: dt.date | str) -> pd.DataFrame:
    """Say of each parcel whether it is idle land on a day, as far as is known.

    Missing dates are not taken for something that did not happen: they are named. That
    work has not begun is said by a share developed of 0, or by a start later than the
    day; that it has, by its day, by a stop, or by a share developed. Money spent says
    neither.

    Parameters
    ----------
    parcels
        The parcel table; of its columns `agreed_start`, `new_agreed_start`,
        `handed_over`, `actual_start`, `stopped_on` (dates), `developed_ratio`,
        `invested_ratio` (0 to 1) and `category`; absent ones count as missing. Ratios
        are taken to hold on that day. Not changed.
    on
        The day to judge by.

    Returns
    -------
    test
        On the index of `parcels`. `verdict`: "idle" (a limb is met), "suspected" (all
        that is known points to it, but something is missing), "cannot_tell" or
        "not_idle" (also land not yet supplied, which has no agreed start). `limb`:
        "not_started" or "stopped", where one is met or suspected. `year_ended`, the
        last day of the full year, and `days_over`, the days since (`Int64`).
        `missing`: the columns to fill in, joined by ", ".

    Examples
    --------
    >>> parcels = pd.DataFrame({
    ...     "agreed_start": pd.to_datetime(["2021-03-01", "2021-03-01"]),
    ...     "developed_ratio": [0.0, 0.0]})
    >>> idle_test(parcels, on="2022-03-01")["verdict"].tolist()
    ['not_idle', 'not_idle']
    >>> test = idle_test(parcels, on="2022-03-02")
    >>> test[["verdict", "limb", "days_over"]].values.tolist()[0]
    ['idle', 'not_started', 1]
    """
    day = pd.Timestamp(read_day(on))
    facts = _facts(parcels, pd.Series(day, index=parcels.index))
    first, second = _not_started(facts), _stopped(facts)
    limb_two = second["rank"] < first["rank"]
    best = pd.DataFrame({n: first[n].where(~limb_two, second[n]) for n in first})
    category = parcels.get("category", pd.Series("idle", index=parcels.index))
    unsupplied = (category == "approved_unsupplied").to_numpy()
    rank = np.where(unsupplied, VERDICTS.index("not_idle"), best["rank"].astype(int))
    verdict = np.array(VERDICTS)[rank]
    points = np.isin(verdict, VERDICTS[:2])
    limb = np.where(limb_two, STOPPED, NOT_STARTED)
    missing = np.where(unsupplied | (verdict == "not_idle"), "", best["missing"])
    text = pd.Series(missing, index=parcels.index, dtype="str")
    return pd.DataFrame({
        "verdict": pd.Series(verdict, index=parcels.index, dtype="str"),
        "limb": pd.Series(limb, index=parcels.index, dtype="str").where(points),
        "year_ended": best["ended"].where(points).astype("datetime64[s]"),
        "days_over": best["over"].where(points).astype("Int64"),
        "missing": text.where(text != ""),
    })


def _columns(parcels: pd.DataFrame, names: tuple[str, ...], dtype: Any) -> pd.DataFrame:
    """Take columns of one type; absent ones are missing throughout."""
    return parcels.reindex(columns=list(names)).astype(dtype)


def _facts(parcels: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Gather what the test asks, with what had not happened yet taken out."""
    dates = _columns(parcels, _DATES, "datetime64[s]")
    facts = pd.concat([dates, _columns(parcels, _RATIOS, "float64")], axis=1)
    facts["day"] = days.astype("datetime64[s]")
    facts["started"], facts["not_started"] = _begun(parcels, facts["day"])
    later_stop = facts["stopped_on"] > facts["day"]
    facts["stopped_on"] = facts["stopped_on"].mask(later_stop)
    facts["running"] = later_stop
    facts["start"] = start_of_clock(parcels)
    # land that was stopped and whose start was newly agreed on has that year anew
    newer = facts["new_agreed_start"] > facts["stopped_on"]
    facts["still"] = facts["stopped_on"].mask(newer, facts["new_agreed_start"])
    return facts


def _begun(
    parcels: pd.DataFrame, days: pd.Series
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Say where work is known to have begun by a day, and where not to have."""
    day = days.to_numpy("datetime64[s]")
    none = pd.Series(pd.NaT, index=parcels.index, dtype="datetime64[s]")
    start, stop = (
        parcels.get(name, none).astype("datetime64[s]").to_numpy()
        for name in ("actual_start", "stopped_on")
    )
    blank = pd.Series(np.nan, index=parcels.index, dtype="float64")
    share = parcels.get("developed_ratio", blank).to_numpy("float64", na_value=np.nan)
    return _begun_by(day, start, stop, share)


def _begun_by(
    day: npt.NDArray[np.datetime64],
    start: npt.NDArray[np.datetime64],
    stop: npt.NDArray[np.datetime64],
    share: npt.NDArray[np.floating[Any]],
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    later = start > day
    # a stop that is still to come is none
    began = ~np.isnat(start) | (~np.isnat(stop) & ~(stop > day)) | (share > 0)
    return began & ~later, later | ((share == 0) & ~began)


def _over(facts: pd.DataFrame, since: str) -> tuple[pd.Series, pd.Series]:
    """Count the days after the full year that follows a day."""
    ended = end_of_year_after(facts[since])
    return ended, (facts["day"] - ended).dt.days


def _limb(
    facts: pd.DataFrame,
    since: str,
    verdicts: list[tuple[Any, str]],
    missing: npt.NDArray[np.object_],
) -> pd.DataFrame:
    """Put a limb's verdicts, first match first, beside its days and what is missing."""
    ended, over = _over(facts, since)
    conditions = [np.asarray(condition) for condition, _ in verdicts]
    ranks = [VERDICTS.index(verdict) for _, verdict in verdicts]
    rank = np.select(conditions, ranks, VERDICTS.index("not_idle"))
    table = {"rank": rank, "ended": ended, "over": over, "missing": missing}
    return pd.DataFrame(table, index=facts.index)


def _not_started(facts: pd.DataFrame) -> pd.DataFrame:
    _, over = _over(facts, "start")
    may = ~facts["started"]
    verdicts = [
        (facts["not_started"] & (over > 0), "idle"),
        (may & ((over > 0) | facts["start"].isna()), "cannot_tell"),
    ]
    missing = _names(
        facts,
        agreed_start=may & facts["start"].isna(),
        actual_start=may & ~facts["not_started"],
    )
    return _limb(facts, "start", verdicts, missing)


def _stopped(facts: pd.DataFrame) -> pd.DataFrame:
    _, over = _over(facts, "still")
    little = (facts["developed_ratio"] < DEVELOPED_SHARE) | (
        facts["invested_ratio"] < INVESTED_SHARE
    )
    unknown = facts[list(_RATIOS)].isna().any(axis=1) & ~little
    may = facts["started"] & (little | unknown)
    open_stop = facts["stopped_on"].isna() & ~facts["running"]
    verdicts = [
        (may & little & (over > 0), "idle"),
        (may & unknown & (over > 0), "suspected"),
        (may & open_stop, "cannot_tell"),
    ]
    missing = _names(
        facts,
        stopped_on=may & open_stop,
        developed_ratio=may & unknown,
        invested_ratio=may & unknown,
    )
    return _limb(facts, "still", verdicts, missing)


def _names(facts: pd.DataFrame, **asked: pd.Series) -> npt.NDArray[np.object_]:
    """Name the columns that are asked for and not there."""
    text = np.full(len(facts), "", dtype=object)
    for name, needed in asked.items():
        lacking = (needed & facts[name].isna()).to_numpy()
        text = np.where(lacking & (text != ""), text + ", " + name, text)
        text = np.where(lacking & (text == ""), name, text)
    return text
