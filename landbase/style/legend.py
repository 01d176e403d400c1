"""The classes of a column, with colour, hatch and labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.schema import column_labels, require_columns
from landbase.style.colors import HATCHES, MISSING_COLOR, PALETTE, colors_of, darker
from landbase.texts import words
from landbase.vocabulary import KINDS, Vocabulary

if TYPE_CHECKING:
    from landbase.vocabulary import Lang

__all__ = ["Legend", "LegendClass", "make_legend"]


@dataclass(frozen=True, kw_only=True)
class LegendClass:
    """One class of a legend.

    Attributes
    ----------
    code
        The value in the table; None for the class of missing values.
    zh, en
        Labels.
    color
        Fill, as ``#RRGGBB``.
    hatch
        Hatch for print, in the notation of matplotlib.
    """

    code: str | None
    zh: str
    en: str
    color: str
    hatch: str = ""

    @property
    def edge(self) -> str:
        """Outline: the fill, darkened enough to be seen on white."""
        return darker(self.color)

    def label(self, lang: Lang = "zh") -> str:
        """Give the label in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, kw_only=True)
class Legend:
    """The classes of one column, in order; immutable.

    Attributes
    ----------
    column
        The column that colours the parcels.
    classes
        All classes, whether shown or not.
    vocabulary
        Where the labels come from.
    """

    column: str
    classes: tuple[LegendClass, ...]
    vocabulary: Vocabulary = field(default_factory=Vocabulary.default, repr=False)

    @property
    def missing(self) -> LegendClass:
        """The class of parcels without a value."""
        return LegendClass(
            code=None,
            zh=words("common", "zh")["missing"],
            en=words("common", "en")["missing"],
            color=MISSING_COLOR,
        )

    @property
    def all_classes(self) -> tuple[LegendClass, ...]:
        """The classes, and the one of missing values last."""
        return (*self.classes, self.missing)

    def title(self, lang: Lang = "zh") -> str:
        """Name what the classes are of."""
        labels = column_labels(lang, vocabulary=self.vocabulary)
        return labels.get(self.column, self.column)

    def positions(self, values: pd.Series) -> npt.NDArray[np.intp]:
        """Find the class of each value.

        Parameters
        ----------
        values
            Codes; missing ones belong to the last class.

        Returns
        -------
        positions
            Positions in `all_classes`, one for each value.

        Raises
        ------
        ValueError
            A value has no class.
        """
        codes = [entry.code for entry in self.classes]
        found = pd.Index(codes, dtype=object).get_indexer(
            pd.Index(_texts(values), dtype=object)
        )
        lost = values[(found < 0) & values.notna().to_numpy()]
        if len(lost):
            shown = ", ".join(sorted(set(map(str, lost)))[:5])
            raise ValueError(
                f"the legend of {self.column} has no class for {shown}; "
                "make it from all parcels with make_legend"
            )
        return np.where(found < 0, len(codes), found)


def make_legend(
    parcels: pd.DataFrame,
    *,
    color_by: str = "status",
    vocabulary: Vocabulary | None = None,
) -> Legend:
    """Make the legend of a column.

    Parameters
    ----------
    parcels
        Any table with the column. Not changed.
    color_by
        "status", "disposal_type", "cause", "category", "banner", "zone", or any
        column with at most 20 different values.
    vocabulary
        Codes and labels; by default the words of landbase.

    Returns
    -------
    legend
        For a column with a vocabulary: all its codes, whether in the table or not,
        so that a code keeps its colour; then values that are no codes, sorted. For
        another column its values, sorted: to keep their colours over several maps,
        make the legend once, from all parcels.

    Raises
    ------
    SchemaError
        The column is missing.
    ValueError
        The column has too many values for a legend.

    Examples
    --------
    >>> legend = make_legend(pd.DataFrame({"status": ["closed"]}))
    >>> legend.classes[0].label("zh"), legend.classes[4].color
    ('已上图入库', '#12A57C')
    """
    require_columns(parcels, color_by)
    words = Vocabulary.default() if vocabulary is None else vocabulary
    terms = words.terms.get(color_by, {}) if color_by in KINDS else {}
    used = set(_texts(parcels[color_by]).dropna())
    found = used - set(terms)
    codes = [*terms, *sorted(found)]
    if len(codes) > len(PALETTE):  # a long vocabulary, of which few codes occur
        codes = [code for code in codes if code in used]
    if len(codes) > len(PALETTE):
        raise ValueError(
            f"column {color_by} has {len(codes)} values, a legend holds "
            f"{len(PALETTE)}; colour by another column"
        )
    colors = colors_of(color_by, codes)
    classes = tuple(
        LegendClass(
            code=code,
            zh=words.label(color_by, code, "zh") if terms else code,
            en=words.label(color_by, code, "en") if terms else code,
            color=color,
            hatch=hatch,
        )
        for code, color, hatch in zip(codes, colors, cycle(HATCHES), strict=False)
    )
    return Legend(column=color_by, classes=classes, vocabulary=words)


def _texts(values: pd.Series) -> pd.Series:
    """Give codes as text, missing values missing."""
    return values.astype(object).where(values.isna(), values.astype(str))
