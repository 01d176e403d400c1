"""The time slider and the selection, as data for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.webmap.states import before_of
from landbase.webmap.timeline import STATE_COLUMNS
from landbase.webmap.tool_words import SELECT_WORDS, TIME_WORDS

if TYPE_CHECKING:
    from landbase.style import Heading
    from landbase.webmap.drawing import Drawing

__all__ = ["codes_of_days", "selection", "time_slider"]


def codes_of_days(drawing: Drawing) -> set[str]:
    """Find the classes that parcels belong to on any day, where days are asked for."""
    timeline, legend = drawing.timeline, drawing.legend
    if timeline is None or legend.column not in STATE_COLUMNS:
        return set()
    events = timeline.decisions[~timeline.decisions["corrected"]]
    events = events[events["parcel_id"].isin(drawing.parcels["parcel_id"])]
    tables = [t for t in (before_of(timeline), events) if legend.column in t]
    values = pd.concat([table[legend.column].astype(object) for table in tables])
    found = set(legend.positions(values).tolist())
    return {legend.all_classes[position].code or "missing" for position in found}


def time_slider(drawing: Drawing, heading: Heading) -> dict[str, Any] | None:
    """Give the words of the time slider; None where there is nothing to slide over.

    Parameters
    ----------
    drawing
        The map.
    heading
        Its heading, whose day follows the slider.

    Returns
    -------
    data
        Words, and the note of the heading that holds the day.
    """
    timeline = drawing.timeline
    if timeline is None or not len(drawing.parcels):
        return None
    if not timeline.decisions["parcel_id"].isin(drawing.parcels["parcel_id"]).any():
        return None
    note = heading.lines(drawing.lang)[0] if heading.as_of else ""
    return {"words": TIME_WORDS[drawing.lang], "asOf": heading.as_of, "note": note}


def selection(drawing: Drawing) -> dict[str, Any]:
    """Give the words of the selection."""
    return {"words": SELECT_WORDS[drawing.lang] | {"missing": drawing.words["missing"]}}
