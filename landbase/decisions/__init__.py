"""What may be decided for a parcel, and what a sequence of decisions comes to.

Pure functions on frames; the land base in `landbase.store` keeps the events.
"""

from __future__ import annotations

from landbase.decisions.areas import fill_areas
from landbase.decisions.events import EVENT_COLUMNS, Decision, read_events
from landbase.decisions.lifecycle import allowed_after, may_follow
from landbase.decisions.rules import check_events, ways_for
from landbase.decisions.state import current_state

__all__ = [
    "EVENT_COLUMNS",
    "Decision",
    "allowed_after",
    "check_events",
    "current_state",
    "fill_areas",
    "may_follow",
    "read_events",
    "ways_for",
]
