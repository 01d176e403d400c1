"""Sheets of paper: report maps, parcel sheets, atlases and charts (matplotlib)."""

from landbase.figure._matplotlib import load_matplotlib

load_matplotlib()  # before the first of the modules below asks for it

from landbase.figure.atlas import Atlas, atlas  # noqa: E402 - after the door is open
from landbase.figure.charts import (  # noqa: E402
    monthly_chart,
    progress_chart,
    stacked_chart,
)
from landbase.figure.maps import report_map  # noqa: E402
from landbase.figure.pages import Pages  # noqa: E402
from landbase.figure.paper import PaperFigure  # noqa: E402
from landbase.figure.parcel import parcel_sheet  # noqa: E402
from landbase.figure.points import boundary_points  # noqa: E402

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
