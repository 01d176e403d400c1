"""Times of recording: UTC in the file, as GeoPackage has them; local time in frames.

Which local time, and when a day of a report ends, is the zone of the base's rules.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["day", "end_of_day", "from_stamps", "stamp", "wall_clock"]


def wall_clock() -> dt.datetime:
    """Give the time now, with its zone."""
    return dt.datetime.now(dt.UTC)


def stamp(moment: dt.datetime) -> str:
    """Write a moment as stored: UTC, milliseconds, sorting as text.

    Parameters
    ----------
    moment
        A time with its zone.

    Returns
    -------
    stamp
        Such as ``2023-07-06T08:00:00.000Z``.

    Raises
    ------
    ValueError
        The time has no zone.

    Examples
    --------
    >>> stamp(dt.datetime(2023, 7, 6, 8, tzinfo=dt.UTC))
    '2023-07-06T08:00:00.000Z'
    """
    if moment.tzinfo is None:
        raise ValueError(
            "a clock must give times with a zone, such as datetime.now(UTC)"
        )
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def end_of_day(of: dt.date | str, *, zone: dt.tzinfo) -> str:
    """Give the first moment, as stored, that is after a day in a zone."""
    midnight = day(of).to_pydatetime() + dt.timedelta(days=1)
    return stamp(midnight.replace(tzinfo=zone))


def day(of: dt.date | str) -> pd.Timestamp:
    """Read a day.

    Parameters
    ----------
    of
        A date, or ISO text.

    Returns
    -------
    day
        Midnight, without a zone.

    Raises
    ------
    ValueError
        It is not a day.
    """
    moment = pd.Timestamp(of) if isinstance(of, str | dt.date) else pd.NaT
    if pd.isna(moment):
        raise ValueError(f"{of!r} is not a day; give a date or text like '2023-07-06'")
    return moment.tz_localize(None).normalize()


def from_stamps(stamps: Sequence[str | None], *, zone: dt.tzinfo) -> pd.DatetimeIndex:
    """Read stored times as times of a zone, `datetime64[ms]` without a zone."""
    # numpy reads no "Z", and every stored time ends with one
    bare = [None if text is None else text.removesuffix("Z") for text in stamps]
    utc = pd.DatetimeIndex(np.array(bare, dtype="datetime64[ms]"), tz="UTC")
    return utc.tz_convert(zone).tz_localize(None)
