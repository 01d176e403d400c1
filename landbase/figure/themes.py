"""What a map is coloured by: columns, deadlines, sizes, and completion rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.cases.deadlines import kinds_of_due
from landbase.rules.schema import require_columns
from landbase.style import Legend, LegendClass, make_legend
from landbase.texts import LANGS, words
from landbase.units import from_m2
from landbase.values import read_day

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules import Rules

__all__ = ["RATES", "Rates", "Theme", "make_theme", "rate_class", "rates_of"]

_SOON = 30
_SIZES = (1.0, 5.0, 20.0, 50.0)  # hectares


class Theme(NamedTuple):
    """A legend, and the class of each parcel in its column."""

    legend: Legend
    codes: pd.Series


def _ramp(column: str, entries: list[tuple[str, str, str]], rules: Rules) -> Legend:
    zh, en = (words("paper", lang).part(f"{column}_class") for lang in LANGS)
    classes = tuple(
        LegendClass(code=code, zh=zh[code], en=en[code], color=color, hatch=hatch)
        for code, color, hatch in entries
    )
    return Legend(column=column, classes=classes, rules=rules)


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
    rules: Rules,
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
    rules
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
        legend = _ramp("overdue", _DEADLINES, rules)
        return Theme(legend, _deadlines(parcels, on, rules))
    if color_by == "area":
        hectares = from_m2(areas, "ha").to_numpy()
        codes = np.char.mod("%d", np.digitize(hectares, _SIZES) + 1)
        legend = _ramp("area", _CLASSES_OF_SIZE, rules)
        sized = pd.Series(codes, index=parcels.index, dtype="str")
        return Theme(legend, sized.where(areas.notna()))
    legend = make_legend(parcels, color_by=color_by, rules=rules)
    return Theme(legend, parcels[color_by])


def _deadlines(
    parcels: gpd.GeoDataFrame, on: dt.date | str | None, rules: Rules
) -> pd.Series:
    """Tell for each parcel whether its due day has passed, as of a day."""
    require_columns(parcels, "status", "due")
    if on is None:
        raise ValueError("pass on=, the day to judge deadlines by")
    done = parcels["status"].isin(rules.marked("disposed"))
    left = (pd.to_datetime(parcels["due"]) - pd.Timestamp(read_day(on))).dt.days
    timely = kinds_of_due(left, within_days=_SOON)
    kinds = np.select([done, left.isna()], ["done", "no_due"], timely)
    return pd.Series(kinds, index=parcels.index, dtype="str")


class Rates(NamedTuple):
    """Completion rates that colour the banners, where parcels are not coloured."""

    of_banners: pd.Series  # in the order of the outlines; missing without a task


def rates_of(progress: pd.DataFrame, banners: gpd.GeoDataFrame) -> Rates:
    """Give the rate of each banner, all categories together; missing without a task."""
    rates = progress["rate"].xs("all", level="category")
    return Rates(rates.reindex(banners["banner"].astype("str")))
