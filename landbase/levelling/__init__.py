"""Levelling (平差) as bureaus do it: by name, nested, in rows and columns at once."""

from landbase.levelling.crossed import level_crossed
from landbase.levelling.named import Levelling, level_by, level_nested
from landbase.levelling.table import level_table

__all__ = ["Levelling", "level_by", "level_crossed", "level_nested", "level_table"]
