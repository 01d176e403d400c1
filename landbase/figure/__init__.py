"""Sheets of paper: report maps, parcel sheets, atlases and charts (matplotlib)."""

from landbase.figure.atlas import Atlas, atlas
from landbase.figure.charts import monthly_chart, progress_chart, stacked_chart
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
    "monthly_chart",
    "parcel_sheet",
    "progress_chart",
    "report_map",
    "stacked_chart",
]
