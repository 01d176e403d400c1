"""Charts beside maps: progress against task, disposals by month, ways and causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import rc_context

from landbase.area import ellipsoidal_area
from landbase.banners.split import OUTSIDE, TWICE
from landbase.banners.table import located_table, print_table
from landbase.cases.progress import CITY, MISSING, disposed_areas
from landbase.paper.marks import text_mm, wrap
from landbase.paper.page import MM_PER_INCH, PaperFigure, new_page, settings
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import column_named, require_columns
from landbase.style import Legend, make_legend
from landbase.texts import Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang

__all__ = ["monthly_chart", "progress_chart", "stacked_chart"]

_WIDTH, _HEIGHT = 170.0, 95.0  # mm, as wide as the text of an A4 page
_TASK = "#D5DADE"
_NAME_SIZE = 7.0  # points
_GAP_MM = 5.0
_KEY_SIZE, _KEY_MM = 6.0, 41.0  # points, and the room beside the bars for a label


def progress_chart(
    progress: pd.DataFrame,
    *,
    title: str = "",
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> PaperFigure:
    """Draw for each banner the task of the year and what was disposed of, in mu."""
    held = rules_of(rules, of=progress)
    texts = Texts(held.texts).words("paper", lang)
    names = held.vocabulary.labels("banner", lang)
    names = {**names, MISSING: texts["missing"]}
    parts = progress.xs("all", level="category").drop(index=CITY)
    exact = pd.DataFrame(parts[["task_m2", "disposed_m2"]]).fillna(0.0)
    mu = from_m2(exact, "mu")
    with rc_context(settings()):
        figure, axes = _chart(title)
        rows = np.arange(len(parts))[::-1]
        axes.barh(rows, mu["task_m2"], 0.72, color=_TASK, label=texts["task"])
        axes.barh(
            rows, mu["disposed_m2"], 0.4, color="#1F5FA8", hatch="///",
            edgecolor="white", linewidth=0, label=texts["done"],
        )  # fmt: skip
        rates = parts["rate"].to_numpy(float)
        ends = mu.max(axis="columns").to_numpy(float)
        for row, rate, end in zip(rows, rates, ends, strict=True):
            text = texts["no_task"] if np.isnan(rate) else f"{rate:.2%}"
            axes.text(end, row, f" {text}", va="center", fontsize=7)
        _name_bars(axes, rows, [names.get(str(c), str(c)) for c in parts.index])
        axes.margins(x=0.14)
        _finish(axes, texts["mu"], loc="lower right")
    return figure


def monthly_chart(
    decisions: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    title: str = "",
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> PaperFigure:
    """Draw what was disposed of in each month of a year, in mu, by category."""
    held = rules_of(rules, of=decisions)
    counted = disposed_areas(decisions, on=on)
    day = pd.to_datetime(counted["effective"])
    counted, day = counted[day.dt.year == year], day[day.dt.year == year]
    legend = make_legend(counted, color_by="category", rules=held)
    keys = [day.dt.month, pd.Series(legend.positions(counted["category"]), day.index)]
    table = counted["area_m2"].groupby(keys).sum().unstack()
    months = range(1, 13)
    table = from_m2(table.reindex(months).fillna(0.0), "mu")
    with rc_context(settings()):
        figure, axes = _chart(title)
        _stack(axes, table, legend, lang, upright=True)
        texts = Texts(held.texts).words("paper", lang)
        axes.set_xticks(list(months), [texts("month", month=m) for m in months])
        _finish(axes, texts["mu"], upright=True)
    return figure


def stacked_chart(
    parcels: gpd.GeoDataFrame,
    *,
    by: str,
    over: str = "banner",
    areas: pd.Series | None = None,
    banners: gpd.GeoDataFrame | None = None,
    title: str = "",
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> PaperFigure:
    """Draw areas in mu as stacked bars, such as ways or causes per banner."""
    by, over = column_named(parcels, by), column_named(parcels, over)
    require_columns(parcels, by, over)
    held = rules_of(rules, of=parcels)
    legend = make_legend(parcels, color_by=by, rules=held)
    m2 = (ellipsoidal_area(parcels) if areas is None else areas).fillna(0.0)
    if banners is not None and over == "banner":
        parcels, m2, line, labels = _by_place(parcels, banners, m2, lang, held)
    else:
        rows = make_legend(parcels, color_by=over, rules=held)
        line = rows.positions(parcels[over])
        labels = [entry.label(lang) for entry in rows.all_classes]
    keys = [line, legend.positions(parcels[by])]
    table = from_m2(m2.groupby(keys).sum().unstack().fillna(0.0), "mu")[::-1]
    with rc_context(settings()):
        figure, axes = _chart(title, right=0.7)
        _stack(axes, table.set_axis(range(len(table))), legend, lang, upright=False)
        _name_bars(axes, range(len(table)), [labels[n] for n in table.index])
        unit = Texts(held.texts).words("paper", lang)["mu"]
        _finish(
            axes, unit, fontsize=_KEY_SIZE, loc="upper left",
            bbox_to_anchor=(1.01, 1.02),
        )  # fmt: skip
    return figure


def _by_place(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    areas: pd.Series,
    lang: Lang,
    held: Rules,
) -> tuple[gpd.GeoDataFrame, pd.Series, npt.NDArray[np.intp], list[str]]:
    """Cut parcels at the outlines: parts, areas, the line of each, names of lines."""
    table, parts, codes, area_m2 = located_table(
        parcels, banners, areas=areas, rules=held
    )
    once = parts.place != TWICE
    if "outside" not in table.index:  # what is there has no area
        once &= parts.place != OUTSIDE
    lines = np.where(parts.place == OUTSIDE, len(codes), parts.banner)[once]
    whole = parcels.iloc[parts.parcel[once]].reset_index(drop=True)
    printed = print_table(table, lang=lang, rules=held)
    return whole, pd.Series(area_m2[once]), lines, list(map(str, printed.index))


def _stack(
    axes: Axes, table: pd.DataFrame, legend: Legend, lang: Lang, *, upright: bool
) -> None:
    """Stack the columns of a table in the order and colours of a legend."""
    room = _WIDTH if upright else _KEY_MM
    base = np.zeros(len(table))
    for position, entry in enumerate(legend.all_classes):
        if position not in table:
            continue
        values = table[position].to_numpy()
        label = wrap(entry.label(lang), room, _KEY_SIZE)
        look: dict[str, Any] = {
            "color": entry.color, "hatch": entry.hatch or None, "edgecolor": "white",
            "linewidth": 0, "label": "\n".join(label),
        }  # fmt: skip
        if upright:
            axes.bar(table.index, values, 0.7, bottom=base, **look)
        else:
            axes.barh(table.index, values, 0.7, left=base, **look)
        base += values


def _name_bars(axes: Axes, rows: Any, names: list[str]) -> None:
    """Write what each bar is of, with the room that the longest name needs."""
    axes.set_yticks(rows, names)
    x0, y0, x1, y1 = axes.get_position().extents
    longest = max((text_mm(name, _NAME_SIZE) for name in names), default=0.0)
    left = max(x0, (longest + _GAP_MM) / _WIDTH)
    axes.set_position((left, y0, x1 - left, y1 - y0))


def _chart(title: str, *, right: float = 0.97) -> tuple[PaperFigure, Axes]:
    """Make a sheet with one set of axes."""
    figure, _, _ = new_page()
    figure.set_size_inches(_WIDTH / MM_PER_INCH, _HEIGHT / MM_PER_INCH)
    low, high = 0.12, 0.88 if title else 0.96
    axes = figure.add_axes((0.13, low, right - 0.13, high - low))
    axes.set_title(title, fontsize=10, fontweight="bold")
    return figure, axes


def _finish(axes: Axes, unit: str, **legend: Any) -> None:
    """Name the unit along the axis of areas, and add the legend, where there is one."""
    named = axes.set_ylabel if legend.pop("upright", False) else axes.set_xlabel
    named(unit, fontsize=7.5)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(**{"fontsize": 7, "frameon": False, **legend})
    axes.tick_params(labelsize=_NAME_SIZE, length=2)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, axis="both", color="#E3E8EC", linewidth=0.4)
    axes.set_axisbelow(True)
