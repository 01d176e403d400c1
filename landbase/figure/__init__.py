"""Sheets of paper: report maps, parcel sheets, atlases and charts (matplotlib)."""

from landbase.figure.maps import report_map
from landbase.figure.paper import PaperFigure

__all__ = ["PaperFigure", "report_map"]
