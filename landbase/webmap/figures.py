"""What a page draws of its figures: charts, rates by banner, density, two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.style import MISSING_COLOR, make_legend
from landbase.texts import capital

if TYPE_CHECKING:
    from landbase.webmap.drawing import Drawing

__all__ = [
    "chart_options",
    "overview_options",
    "state_options",
    "tells_disposals",
    "tells_status",
]

_CLASSES = 5  # of rates and densities, at most


def tells_status(drawing: Drawing) -> bool:
    """Whether the page may say which parcels are disposed of: it shows the status."""
    return "status" in (*drawing.columns, drawing.legend.column)


def tells_disposals(drawing: Drawing) -> bool:
    """Whether the page may say what was disposed of when: it shows day and area."""
    timeline = drawing.timeline
    return timeline is not None and {"effective", "area_m2"} <= {
        *(timeline.columns or ())
    }


def chart_options(drawing: Drawing) -> dict[str, Any]:
    """Give the words of the charts, and the colours of the categories."""
    legend = make_legend(
        drawing.parcels, color_by="category", rules=drawing.legend.rules
    )
    known = {entry.code: entry for entry in legend.classes}
    labels = drawing.labels("category") | {"": drawing.words["missing"]}
    categories = [
        {
            "label": capital(labels.get(code, code)),
            "color": known[code].color if code in known else MISSING_COLOR,
        }
        for code in drawing.category_codes
    ]
    return {
        "words": drawing.words.part("charts") | {"date": drawing.words["date"]},
        "categories": categories,
        "months": tells_disposals(drawing),
    }


def overview_options(drawing: Drawing) -> dict[str, Any]:
    """Give the words and the colours of what stands for parcels from afar."""
    rates = pd.DataFrame({"rate": pd.Series(dtype="float64")})
    legend = make_legend(rates, color_by="rate", breaks=[*range(1, _CLASSES)])
    return {
        "words": drawing.words.part("overview"),
        "ramp": [entry.color for entry in legend.classes],
        "rated": tells_status(drawing) and drawing.places is not None,
    }


def state_options(drawing: Drawing) -> dict[str, Any] | None:
    """Name the states that two days are compared by, with their colours, in order.

    The key is what the page has for a state: its words, or the position of its class.
    """
    if not tells_status(drawing):
        return None
    by_words = "status" in drawing.columns
    legend = drawing.legend
    if legend.column != "status":
        legend = make_legend(
            drawing.parcels, color_by="status", rules=drawing.legend.rules
        )
    lines = [
        {
            "key": (entry.label(drawing.lang) if entry.code else "")
            if by_words
            else position,
            "label": capital(entry.label(drawing.lang)),
            "color": entry.color,
            "edge": entry.edge,
        }
        for position, entry in enumerate(legend.all_classes)
    ]
    return {"column": "status" if by_words else "class", "lines": lines}
