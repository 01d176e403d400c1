"""The table of decision events: its columns, their types, and one event as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.errors import SchemaError
from landbase.issues import Issues
from landbase.rules.names import with_names
from landbase.rules.schema import column_labels, require_columns
from landbase.tables.cells import parse_areas, parse_dates
from landbase.tables.html import html_of
from landbase.texts import words

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "AGREED_TYPES",
    "EVENT_COLUMNS",
    "EVENT_NEEDED",
    "EVENT_TYPES",
    "Decision",
    "future_days",
    "read_events",
    "typed_days",
    "typed_table",
    "unread_cells",
]

# What a person gives for an event, in the order in which it is stored, with the types
# of GeoPackage; the journals of decisions and of what they agreed on are made of it.
EVENT_TYPES = {
    "parcel_id": "TEXT",
    "disposal_type": "TEXT",
    "status": "TEXT",
    "effective": "DATE",
    "due": "DATE",
    "document": "TEXT",
    "by": "TEXT",
    "reason": "TEXT",
    "area_m2": "DOUBLE",
    "exception": "TEXT",
    "supersedes": "INTEGER",
}
AGREED_TYPES = {"new_agreed_start": "DATE"}
EVENT_COLUMNS = (*EVENT_TYPES, *AGREED_TYPES)
EVENT_NEEDED = EVENT_COLUMNS[:4]
_DATES = ("effective", "due", "done_on", *AGREED_TYPES)
_PLACE = ("source", "source_row")
_CODES = ("disposal_type", "status")  # shown by their names


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
    new_agreed_start
        The day newly agreed on for the start, where there is one.
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
    new_agreed_start: dt.date | None
    recorded_at: dt.datetime

    def _repr_html_(self) -> str:
        labels = column_labels() | words("report", "zh").part("shown")
        codes = pd.DataFrame([{name: vars(self)[name] for name in _CODES}])
        named = with_names(codes).iloc[0]
        shown = vars(self) | {name: named[f"{name}_name"] for name in _CODES}
        return html_of({labels.get(n, n): value for n, value in shown.items()})


def read_events(table: pd.DataFrame) -> tuple[pd.DataFrame, Issues]:
    """Give a table of events its types, and say which values could not be read."""
    require_columns(table, *EVENT_NEEDED)
    given, events = typed_table(table, EVENT_COLUMNS, source="decisions")
    # a decision needs its day: one that is missing counts as one that cannot be read
    needed = given
    if (lacking := given["effective"].isna()).any():
        day = given["effective"].astype("object").mask(lacking, "nan")
        needed = given.assign(effective=day)
    return events, unread_cells(
        needed, events, ("effective", "due", "area_m2", "supersedes", *AGREED_TYPES)
    )


def typed_table(
    table: pd.DataFrame, names: tuple[str, ...], *, source: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the columns of a table that is to be recorded their types."""
    given = table.reset_index(drop=True).reindex(columns=[*names, *_PLACE])
    columns = {name: _typed(name, given[name]) for name in (*names, *_PLACE)}
    typed = pd.DataFrame(columns, index=given.index)
    typed["source"] = typed["source"].fillna(source)
    counted = pd.Series(np.arange(1, len(typed) + 1), dtype="Int64")
    typed["source_row"] = typed["source_row"].fillna(counted)
    return given, typed


def _typed(name: str, values: pd.Series) -> pd.Series:
    kinds = {"area_m2": "float64", "supersedes": "Int64", "source_row": "Int64"}
    kind = "datetime64[s]" if name in _DATES else kinds.get(name, "str")
    if values.isna().all():
        return pd.Series(None, index=values.index, dtype=kind)
    if name in _DATES:
        return _typed_days(values, deadline=name == "due")
    if kind == "str":
        text = values.astype("str")
        blank = text.str.strip() == ""
        return text.where(~blank) if blank.any() else text
    if kind == "float64":
        return parse_areas(values, unit="m2")[0]
    numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    return numbers.where(numbers == numbers.round()).astype("Int64")


def _typed_days(values: pd.Series, *, deadline: bool) -> pd.Series:
    """Read days as people write them; of moments each is looked at once."""
    if not pd.api.types.is_datetime64_dtype(values.dtype):
        return parse_dates(values.astype(object), deadline=deadline)[0]
    codes, found = pd.factorize(values)
    days = parse_dates(pd.Series(found).astype(object), deadline=deadline)[0]
    known = np.append(days.to_numpy(dtype="datetime64[s]"), np.datetime64("NaT", "s"))
    return pd.Series(known[codes], index=values.index)


def typed_days(column: pd.Series) -> pd.Series:
    """Read a column of days that are there or missing; refuse others."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return column
    days, bad = parse_dates(column)
    if bad.any():
        first = str(column[bad].iloc[0])
        raise SchemaError(
            "days_unreadable", name=column.name, count=int(bad.sum()), first=first
        )
    return days


def future_days(
    rows: pd.DataFrame, name: str, *, today: pd.Timestamp | pd.Series
) -> Issues:
    """Find what is said to have happened on a day that had not come, of each row."""
    ahead = rows[rows[name] > today]
    if ahead.empty:
        return Issues.none()
    days = pd.Series(today, index=rows.index)[ahead.index]
    return Issues.of(
        "day_in_future",
        source=ahead["source"],
        source_row=ahead["source_row"],
        parcel_id=ahead["parcel_id"],
        column=name,
        value=ahead[name].dt.strftime("%Y-%m-%d"),
        details={"today": days.dt.strftime("%Y-%m-%d")},
    )


def unread_cells(
    given: pd.DataFrame, typed: pd.DataFrame, names: tuple[str, ...]
) -> Issues:
    """List the values that are there but could not be read."""
    found = []
    for name in names:
        lost = given[name].notna() & typed[name].isna()
        if lost.any():
            rows = typed[lost]
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
