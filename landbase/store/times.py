"""Times of recording: UTC in the file, as GeoPackage has them; Beijing time in frames.

China keeps one time; a day of a report ends at midnight there.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BEIJING", "day", "end_of_day", "from_stamps", "stamp", "wall_clock"]

BEIJING = dt.timezone(dt.timedelta(hours=8))


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
    >>> stamp(dt.datetime(2023, 7, 6, 16, tzinfo=BEIJING))
    '2023-07-06T08:00:00.000Z'
    """
    if moment.tzinfo is None:
        raise ValueError(
            "a clock must give times with a zone, such as datetime.now(UTC)"
        )
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def end_of_day(of: dt.date | str) -> str:
    """Give the first moment, as stored, that is after a day in Beijing."""
    midnight = day(of).to_pydatetime() + dt.timedelta(days=1)
    return stamp(midnight.replace(tzinfo=BEIJING))


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


def from_stamps(stamps: Sequence[str | None]) -> pd.DatetimeIndex:
    """Read stored times as Beijing times, `datetime64[ms]` without a zone."""
    # numpy reads no "Z", and every stored time ends with one
    bare = [None if text is None else text.removesuffix("Z") for text in stamps]
    utc = np.array(bare, dtype="datetime64[ms]")
    return pd.DatetimeIndex(utc + np.timedelta64(8, "h"))
