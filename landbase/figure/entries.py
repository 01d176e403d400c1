"""What the legend of a map says: classes with their figures, and notes below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.apportion import apportion
from landbase.banners import ALL, MEASURES, area_table, round_table
from landbase.figure.legends import Line
from landbase.figure.themes import RATES, Rates, Theme
from landbase.units import from_m2

if TYPE_CHECKING:
    from landbase.figure.content import MapContent, PartOf
    from landbase.figure.labels import Labels
    from landbase.figure.shapes import Symbols
    from landbase.texts import Words

__all__ = ["legend_figures", "legend_lines", "legend_notes", "legend_title"]


def legend_title(content: MapContent) -> str:
    """Name what the classes are of."""
    words = content.words
    if isinstance(content.theme, Rates):
        return words["progress"]
    column = content.theme.legend.column
    title = words.get(column) or content.theme.legend.title(content.lang)
    return title[:1].upper() + title[1:]


def legend_lines(content: MapContent, symbols: Symbols | None) -> list[Line]:
    """Give the lines of the legend: classes with figures, total, outlines.

    Parameters
    ----------
    content
        What the map shows.
    symbols
        How parcels are drawn, where not as polygons.

    Returns
    -------
    lines
        From the top down.
    """
    words = content.words
    if isinstance(content.theme, Rates):
        lines = _rate_lines(content.theme, words)
    else:
        lines = []
        figures = legend_figures(
            content.theme, content.parcels, content.areas, part=content.part
        )
        shown = {
            code: (f"{row['count']:,.0f}", f"{row['mu']:,.2f}", f"{row['ha']:,.2f}")
            for code, row in figures.iterrows()
        }
        for number, entry in enumerate(content.theme.legend.all_classes):
            if (code := entry.code or "missing") in shown:
                lines.append(
                    Line(
                        label=entry.label(content.lang), color=entry.color,
                        edge=entry.edge, hatch=entry.hatch, figures=shown[code],
                        shape=None if symbols is None else number,
                    )
                )  # fmt: skip
        lines.append(Line(label=words["total"], figures=shown["total"]))
    if content.banners is not None:
        lines.append(Line(label=words["banner_line"], edge="#5A3E78", outline=True))
    return lines


def legend_figures(
    theme: Theme,
    parcels: pd.DataFrame,
    areas: pd.Series,
    *,
    part: PartOf | None = None,
) -> pd.DataFrame:
    """Count parcels and sum areas per class, as the tables of a report print them.

    Parameters
    ----------
    theme
        Classes and values on the index of `parcels`.
    parcels, areas
        Parcels or their parts, with their areas in m².
    part
        Of what they are a part, or None.

    Returns
    -------
    figures
        Index: the codes that occur, "missing" where it occurs, "total". Columns count,
        mu, ha, rounded to two decimals so that every column closes, exactly as
        `print_table` prints the same area table: of a part, its line of that table.
    """
    if part is not None and part.line is not None:
        return _figures_of_part(theme, areas, part, part.line)
    column, rules = theme.legend.column, theme.legend.rules
    with_class = parcels.assign(**{column: theme.codes})
    exact = area_table(with_class, by=column, areas=areas, rules=rules)
    return pd.DataFrame(round_table(exact)[ALL][[*MEASURES]])


def _figures_of_part(
    theme: Theme, areas: pd.Series, part: PartOf, line: pd.Series
) -> pd.DataFrame:
    """Level the classes of a part to its line of a printed table."""
    codes = theme.codes.astype("str").fillna("missing").to_numpy()
    m2 = areas.fillna(0.0).groupby(codes).sum()
    counted = pd.Series(1 if part.counted is None else part.counted, index=areas.index)
    figures = pd.DataFrame({"count": counted.astype(int).groupby(codes).sum()})
    for unit in ("mu", "ha"):
        figures[unit] = apportion(from_m2(m2, unit), line[ALL, unit])
    if theme.legend.column == "category":  # the table has these figures itself
        for code in figures.index:
            figures.loc[code] = line[code].reindex([*MEASURES]).to_numpy()
    figures.loc["total"] = line[ALL].reindex([*MEASURES]).to_numpy()
    return figures


def _rate_lines(rates: Rates, words: Words) -> list[Line]:
    """Give the classes of rates, and one for banners that have no task."""
    lines = [
        Line(label=words[f"rates.{key}"], color=color, hatch=hatch)
        for _, key, color, hatch in RATES
    ]
    if rates.of_banners.isna().any():
        lines.append(Line(label=words["no_task"], color="white"))
    return lines


def legend_notes(
    content: MapContent, labels: Labels, symbols: Symbols | None
) -> list[str]:
    """Say below the legend what a reader has to know.

    Parameters
    ----------
    content
        What the map shows.
    labels
        Those on the map.
    symbols
        How parcels are drawn, where not as polygons.

    Returns
    -------
    notes
        Sentences.
    """
    words, notes = content.words, []
    if symbols is not None and symbols.cell_m is not None:
        notes.append(words("clusters", km=symbols.cell_m / 1000))
    elif symbols is not None:
        notes.append(words["symbols"])
    if isinstance(content.theme, Theme):
        if content.part is not None and content.part.note:
            notes.append(content.part.note)
        if content.theme.legend.column == "banner" and content.banners is not None:
            notes.append(words["declared_banner"])
        notes.append(words["areas" if content.measured else "areas_given"])
    if labels.unplaced:
        notes.append(words("unplaced", count=labels.unplaced))
    return notes
