"""What a map is coloured by: columns, deadlines, sizes, and completion rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.schema import require_columns
from landbase.style import Legend, LegendClass, make_legend
from landbase.texts import LANGS, words
from landbase.units import from_m2

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.vocabulary import Vocabulary

__all__ = ["RATES", "Theme", "make_theme", "rate_class", "rates_of"]

_SOON = 30
_SIZES = (1.0, 5.0, 20.0, 50.0)  # hectares


class Theme(NamedTuple):
    """A legend, and the class of each parcel in its column."""

    legend: Legend
    codes: pd.Series


def _ramp(
    column: str, entries: list[tuple[str, str, str]], vocabulary: Vocabulary
) -> Legend:
    zh, en = (words("paper", lang).part(f"{column}_class") for lang in LANGS)
    classes = tuple(
        LegendClass(code=code, zh=zh[code], en=en[code], color=color, hatch=hatch)
        for code, color, hatch in entries
    )
    return Legend(column=column, classes=classes, vocabulary=vocabulary)


_DEADLINES = [
    ("overdue", "#B2182B", ""),
    ("due_soon", "#FFBB33", "///"),
    ("later", "#6699FF", "..."),
    ("no_due", "#BFC7CE", "\\\\\\"),
    ("done", "#229988", "xxx"),
]
_CLASSES_OF_SIZE = [
    ("1", "#FEE391", ""),
    ("2", "#FEC44F", "..."),
    ("3", "#EC7014", "///"),
    ("4", "#AA3300", "\\\\\\"),
    ("5", "#662506", "xxx"),
]
# lower bound of the rate, key of its text, colour, hatch
RATES = (
    (1.0, "whole", "#1B7837", "xxx"),
    (0.75, "from_75", "#7FBF7B", "///"),
    (0.5, "from_50", "#FEE08B", "..."),
    (0.25, "from_25", "#F9A65A", "\\\\\\"),
    (0.0, "below_25", "#C8501E", ""),
)


def rate_class(rates: pd.Series) -> npt.NDArray[np.intp]:
    """Give the position in `RATES` of each rate; -1 where there is none."""
    bounds = np.array([bound for bound, *_ in RATES])
    rate = rates.to_numpy(np.float64, na_value=np.nan)
    found = (rate[:, None] < bounds[None, :]).sum(axis=1)
    return np.where(np.isnan(rate), -1, found)


def make_theme(
    parcels: gpd.GeoDataFrame,
    *,
    color_by: str | Legend,
    areas: pd.Series,
    on: dt.date | str | None,
    vocabulary: Vocabulary,
) -> Theme:
    """Give the classes of a map.

    Parameters
    ----------
    parcels
        With the columns that the theme needs. Not changed.
    color_by
        As for `report_map`.
    areas
        m² on the index of `parcels`.
    on
        The day to judge deadlines by.
    vocabulary
        Words and labels.

    Returns
    -------
    theme
        Legend and values on the index of `parcels`.

    Raises
    ------
    SchemaError
        A column is missing.
    ValueError
        Deadlines are asked for without a day, or a column has too many values.
    """
    if isinstance(color_by, Legend):
        require_columns(parcels, color_by.column)
        return Theme(color_by, parcels[color_by.column])
    if color_by == "overdue":
        legend = _ramp("overdue", _DEADLINES, vocabulary)
        return Theme(legend, _deadlines(parcels, on, vocabulary))
    if color_by == "area":
        hectares = from_m2(areas, "ha").to_numpy()
        codes = np.char.mod("%d", np.digitize(hectares, _SIZES) + 1)
        legend = _ramp("area", _CLASSES_OF_SIZE, vocabulary)
        sized = pd.Series(codes, index=parcels.index, dtype="str")
        return Theme(legend, sized.where(areas.notna()))
    legend = make_legend(parcels, color_by=color_by, vocabulary=vocabulary)
    return Theme(legend, parcels[color_by])


def _deadlines(
    parcels: gpd.GeoDataFrame, on: dt.date | str | None, vocabulary: Vocabulary
) -> pd.Series:
    """Tell for each parcel whether its due day has passed, as of a day."""
    require_columns(parcels, "status", "due")
    if on is None:
        raise ValueError("pass on=, the day to judge deadlines by")
    done = {c for c, t in vocabulary.terms["status"].items() if t.disposed}
    left = (pd.to_datetime(parcels["due"]) - pd.Timestamp(on)).dt.days
    kinds = np.select(
        [parcels["status"].isin(done), left.isna(), left < 0, left <= _SOON],
        ["done", "no_due", "overdue", "due_soon"],
        "later",
    )
    return pd.Series(kinds, index=parcels.index, dtype="str")


def rates_of(progress: pd.DataFrame, banners: gpd.GeoDataFrame) -> pd.Series:
    """Give the rate of each banner, all categories together; missing without a task."""
    rates = progress["rate"].xs("all", level="category")
    return rates.reindex(banners["banner"].astype("str"))
