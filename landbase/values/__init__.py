"""Read whole columns of cells: numbers, dates, areas, ids, as people type them.

Every reader takes a Series and gives values on the same index, beside a mask of the
cells that could not be read; what says nothing (empty, —, 无) is missing, not bad.
"""

from landbase.values.areas import Header, ParsedAreas, parse_areas, split_header
from landbase.values.cells import Parsed, half_width, is_missing
from landbase.values.dates import parse_dates
from landbase.values.numbers import parse_numbers
from landbase.values.text import parse_ids, parse_text

__all__ = [
    "Header",
    "Parsed",
    "ParsedAreas",
    "half_width",
    "is_missing",
    "parse_areas",
    "parse_dates",
    "parse_ids",
    "parse_numbers",
    "parse_text",
    "split_header",
]
