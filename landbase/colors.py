"""The colours of statuses and categories, the same in every map and every program."""

from __future__ import annotations

__all__ = ["CODE_COLORS"]

# Warm for what is still to be done, blue for what is under way, green for closed.
CODE_COLORS = {
    "status": {
        "registered": "#C8501E",
        "planned": "#EDB32C",
        "in_progress": "#5DB3E4",
        "disposed": "#1F5FA8",
        "closed": "#12A57C",
        "returned": "#7A2A6B",
    },
    "category": {"approved_unsupplied": "#C8501E", "idle": "#1F5FA8"},
}
