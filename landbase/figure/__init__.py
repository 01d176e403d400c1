"""Sheets of paper: report maps, parcel sheets, atlases and charts (matplotlib)."""

from landbase.figure.atlas import Atlas, atlas
from landbase.figure.maps import report_map
from landbase.figure.pages import Pages
from landbase.figure.paper import PaperFigure
from landbase.figure.parcel import parcel_sheet
from landbase.figure.points import boundary_points

__all__ = [
    "Atlas",
    "Pages",
    "PaperFigure",
    "atlas",
    "boundary_points",
    "parcel_sheet",
    "report_map",
]
