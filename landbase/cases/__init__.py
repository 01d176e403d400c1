"""The case of each parcel: what was decided about it, and what that comes to.

Pure functions on frames; the land base in `landbase.store` keeps the events.
"""

from __future__ import annotations

from landbase.cases.conflicts import CONFLICT_KINDS, find_conflicts
from landbase.cases.deadlines import area_balance, find_deadlines
from landbase.cases.events import EVENT_COLUMNS, Decision, read_events
from landbase.cases.fold import Cases, fold
from landbase.cases.idle import end_of_year_after, idle_test
from landbase.cases.lifecycle import allowed_after, may_follow
from landbase.cases.milestones import (
    check_milestones,
    complete_milestones,
    find_milestones,
    read_milestones,
)
from landbase.cases.recommend import recommend
from landbase.cases.rules import check_events, fill_areas, try_events, ways_for

__all__ = [
    "CONFLICT_KINDS",
    "EVENT_COLUMNS",
    "Cases",
    "Decision",
    "allowed_after",
    "area_balance",
    "check_events",
    "check_milestones",
    "complete_milestones",
    "end_of_year_after",
    "fill_areas",
    "find_conflicts",
    "find_deadlines",
    "find_milestones",
    "fold",
    "idle_test",
    "may_follow",
    "read_events",
    "read_milestones",
    "recommend",
    "try_events",
    "ways_for",
]
