"""The table of decision events: its columns, their types, and one event as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.issues import Issues
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["EVENT_COLUMNS", "Decision", "read_events", "typed_table", "unread_cells"]

# what a person gives for an event, in the order in which it is stored
EVENT_COLUMNS = (
    "parcel_id",
    "disposal_type",
    "status",
    "effective",
    "due",
    "document",
    "by",
    "reason",
    "area_m2",
    "exception",
    "supersedes",
)
_REQUIRED = EVENT_COLUMNS[:4]
_DATES = ("effective", "due", "done_on")
_PLACE = ("source", "source_row")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One recorded event; immutable, as the record is.

    Attributes
    ----------
    event_id
        Number of the event, in the order of recording.
    parcel_id, disposal_type, status
        Which parcel, by which way, and what it comes to (codes).
    effective, due
        The day it takes effect, and the day by which it is to be done.
    document, by, reason
        Document number, responsible person, and why.
    area_m2
        The area decided on, in m².
    exception
        Why it was recorded against a rule, where it was.
    supersedes
        The event that this one corrects.
    recorded_at
        When it was recorded, in the zone of the rules.
    """

    event_id: int
    parcel_id: str
    disposal_type: str
    status: str
    effective: dt.date
    due: dt.date | None
    document: str | None
    by: str | None
    reason: str | None
    area_m2: float | None
    exception: str | None
    supersedes: int | None
    recorded_at: dt.datetime


def read_events(table: pd.DataFrame) -> tuple[pd.DataFrame, Issues]:
    """Give a table of events its types, and say which values could not be read."""
    require_columns(table, *_REQUIRED)
    given, events = typed_table(table, EVENT_COLUMNS, source="decisions")
    # a decision needs its day: one that is missing counts as one that cannot be read
    day = given["effective"].astype("object")
    needed = given.assign(effective=day.where(day.notna(), "nan"))
    return events, unread_cells(
        needed, events, ("effective", "due", "area_m2", "supersedes")
    )


def typed_table(
    table: pd.DataFrame, names: tuple[str, ...], *, source: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the columns of a table that is to be recorded their types."""
    given = table.reset_index(drop=True).reindex(columns=[*names, *_PLACE])
    typed = pd.DataFrame(index=given.index)
    for name in given.columns:
        typed[name] = _typed(name, given[name])
    typed["source"] = typed["source"].fillna(source)
    counted = pd.Series(np.arange(1, len(typed) + 1), dtype="Int64")
    typed["source_row"] = typed["source_row"].fillna(counted)
    return given, typed


def _typed(name: str, values: pd.Series) -> pd.Series:
    if name in _DATES:
        return _days(values)
    if name == "area_m2":
        return pd.to_numeric(values, errors="coerce").astype("float64")
    if name in {"supersedes", "source_row"}:
        numbers = pd.to_numeric(values, errors="coerce").astype("float64")
        return numbers.where(numbers == numbers.round()).astype("Int64")
    text = values.astype("str")
    return text.where(text.str.strip() != "")


def _days(values: pd.Series) -> pd.Series:
    """Read days; a number is no date, though pandas would take it for nanoseconds."""
    if pd.api.types.is_numeric_dtype(values.dtype):
        return pd.Series(pd.NaT, index=values.index, dtype="datetime64[s]")
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        values = pd.to_datetime(values.astype("str"), errors="coerce", format="ISO8601")
    days: pd.Series = values.dt.tz_localize(None).dt.normalize()
    return days.astype("datetime64[s]")


def unread_cells(
    given: pd.DataFrame, typed: pd.DataFrame, names: tuple[str, ...]
) -> Issues:
    """List the values that are there but could not be read."""
    found = []
    for name in names:
        lost = given[name].notna() & typed[name].isna()
        rows = typed[lost]
        if lost.any():
            found.append(
                Issues.of(
                    "event_unreadable",
                    source=rows["source"],
                    source_row=rows["source_row"],
                    parcel_id=rows["parcel_id"],
                    column=name,
                    value=given.loc[lost, name].astype("str"),
                )
            )
    return Issues.concat(found)
