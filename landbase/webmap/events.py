"""Decisions in the sections of a parcel layer: a day, and a state to change to.

The events of a row follow each other in the order in which they hold. A column of the
parcels that follows the day has the words of all its states; its own section holds
the state before any decision, and that of the events what each changes it to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.units import from_m2, round_half_up
from landbase.webmap.payload import pack_columns
from landbase.webmap.states import before_of, place
from landbase.webmap.timeline import STATE_COLUMNS, Timeline

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.webmap.binary import Sections
    from landbase.webmap.drawing import Drawing

__all__ = ["add_events", "before_decisions", "day_number"]

# bits of the flags of an event: a birth is no decision, and one that came over from
# other land counts once
_CORRECTED, _CORRECTION, _BIRTH, _AGAIN = 1, 2, 4, 8


def day_number(day: Any) -> int:
    """Count the days from 1970-01-01 to a day."""
    return int(np.datetime64(pd.Timestamp(day), "D").astype(np.int64))


def before_decisions(drawing: Drawing) -> gpd.GeoDataFrame:
    """Give the parcels of a drawing with their state before any decision."""
    if drawing.timeline is None:
        return drawing.parcels
    before = before_of(drawing.timeline)
    state = {str(name): before[name].to_numpy() for name in before}
    return drawing.parcels.assign(**state)


@dataclass(frozen=True)
class _Packing:
    """What packing the events of a layer works on."""

    drawing: Drawing
    timeline: Timeline
    events: pd.DataFrame
    columns: list[dict[str, Any]]  # those of the parcels, already packed

    def states(self) -> list[tuple[int, npt.NDArray[np.intp]]]:
        """Join the words of columns that follow the day: column and its states."""
        found = []
        for number, column in enumerate(self.columns):
            name = column["name"]
            if name not in STATE_COLUMNS:
                continue
            own, words = _coded(column)
            (packed,) = pack_columns(
                self.events[[f"state_{name}"]].rename(columns={f"state_{name}": name}),
                [name],
                lang=self.drawing.lang,
                rules=self.drawing.legend.rules,
            )
            later, more = _coded(packed)
            joined = {word: at for at, word in enumerate(dict.fromkeys(words + more))}
            places = np.array([joined[word] for word in more], dtype=np.intp)
            column |= {"values": own, "words": list(joined)}
            found.append((number, places[later]))
        return found

    def shown(self) -> list[dict[str, Any]]:
        """Pack what the card shows of a decision, its day apart."""
        names = [name for name in self.timeline.columns or () if name != "effective"]
        table = self.events[names].copy()
        if "area_m2" in table:
            table["area_m2"] = _mu(table["area_m2"])
        return pack_columns(
            table,
            names,
            lang=self.drawing.lang,
            rules=self.drawing.legend.rules,
        )


def _coded(column: dict[str, Any]) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Give a packed column as positions in its words."""
    if "words" in column:
        return np.asarray(column["values"], dtype=np.intp), column["words"]
    codes, words = pd.factorize(np.array(column["values"], dtype=object))
    return codes, words.tolist()


def _mu(area: pd.Series) -> pd.Series:
    """Print areas in m² as mu; missing ones stay missing."""
    rounded = round_half_up(from_m2(area.astype("float64"), "mu").to_numpy(), 2)
    texts = pd.Series([f"{value:,.2f}" for value in rounded], index=area.index)
    return texts.where(area.notna(), None)


def add_events(
    sections: Sections, drawing: Drawing, columns: list[dict[str, Any]]
) -> pd.DataFrame | None:
    """Add the decisions of a drawing to the sections of its layer.

    Parameters
    ----------
    sections
        The sections; their header gets an entry `events`.
    drawing
        The map, its parcels in the order of the sections.
    columns
        Their packed columns. Those that follow the day get the words of all days.

    Returns
    -------
    events
        The decisions as `place` gives them; None where they were not asked for.
    """
    timeline, legend, parcels = drawing.timeline, drawing.legend, drawing.parcels
    if timeline is None:
        return None
    events = place(timeline, parcels, rules=legend.rules)
    packing = _Packing(drawing, timeline, events, columns)
    days = events["effective"].to_numpy("datetime64[D]").astype(np.int64)
    start = int(days.min()) if len(days) else 0
    again = events["order"].duplicated() & ~events["birth"]
    flags = (
        _CORRECTED * events["corrected"]
        + _CORRECTION * events["correction"]
        + _BIRTH * events["birth"]
        + _AGAIN * again
    )
    sections.add_numbers("events", np.bincount(events["row"], minlength=len(parcels)))
    sections.add_numbers("event_day", days - start)
    sections.add_numbers("event_flags", flags.to_numpy(dtype=np.int64))
    states, shown = packing.states(), packing.shown()
    for number, values in states:
        sections.add_numbers(f"event_state{number}", values)
    colored = legend.column in STATE_COLUMNS
    if colored:
        positions = legend.positions(events[f"state_{legend.column}"])
        sections.add_numbers("event_position", positions)
    sections.add_columns("event_column", shown)
    sections.header["events"] = {
        "count": len(events),
        "start": start,
        "on": start if pd.isna(timeline.on) else day_number(timeline.on),
        "dated": "effective" in (timeline.columns or ()),
        "states": [number for number, _ in states],
        "colored": colored,
        "columns": [{k: v for k, v in c.items() if k != "values"} for c in shown],
    }
    return events
