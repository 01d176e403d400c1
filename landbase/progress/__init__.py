"""How much of the year's task is done, who is behind, and what a period brought."""

from landbase.progress.periods import (
    MEASURES,
    PeriodReport,
    compare_periods,
    period_of,
    period_report,
)
from landbase.progress.printed import print_progress, round_progress
from landbase.progress.rates import (
    ALL,
    CITY,
    MISSING,
    disposed_areas,
    progress,
    progress_sentence,
)
from landbase.progress.reminders import reminders
from landbase.progress.years import progress_by_year

__all__ = [
    "ALL",
    "CITY",
    "MEASURES",
    "MISSING",
    "PeriodReport",
    "compare_periods",
    "disposed_areas",
    "period_of",
    "period_report",
    "print_progress",
    "progress",
    "progress_by_year",
    "progress_sentence",
    "reminders",
    "round_progress",
]
