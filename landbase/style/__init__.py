"""One legend for every map: classes, colours, hatches and labels, screen and paper.

A code has one colour for good: it depends on the vocabulary, never on which parcels
are shown. The colours stay apart for people with red-green colour blindness (the
test simulates it); on paper hatches tell classes apart as well.
"""

from landbase.style.colors import FONTS, MISSING_COLOR
from landbase.style.heading import Heading
from landbase.style.legend import Legend, LegendClass, make_legend
from landbase.style.table import legend_table, sum_by_category

__all__ = [
    "FONTS",
    "MISSING_COLOR",
    "Heading",
    "Legend",
    "LegendClass",
    "legend_table",
    "make_legend",
    "sum_by_category",
]
