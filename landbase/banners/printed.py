"""The area table as it is printed: labelled, rounded, and still closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.apportion import apportion_crossed
from landbase.banners.table import ALL, EXTRA_ROWS
from landbase.rules import rules_of
from landbase.rules.schema import column_labels
from landbase.rules.vocabulary import KINDS, Vocabulary
from landbase.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang

__all__ = ["label_table", "print_table", "round_table"]


def print_table(
    table: pd.DataFrame,
    *,
    lang: Lang = "zh",
    decimals: int = 2,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Label an area table and round it so that the printed figures still close.

    The grand total is rounded half-up. The categories are levelled to it, the lines
    of each category to that category, both by largest remainder. A line's total is
    the sum of its printed categories; where it would be a unit or more from its exact
    value, the roundings of two lines are exchanged within a category. mu and
    hectares are levelled separately, so a printed line need not be 15 : 1.

    Parameters
    ----------
    table
        As `area_table` gives it. Not changed.
    lang
        Language of the labels.
    decimals
        Digits after the decimal point.
    rules
        Where labels come from; by default the rules that the table was made by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    printed
        The same lines and columns under their labels. In every column, lines +
        outside - twice + missing = total to the last digit, and in every line the
        categories sum to their total. Every figure is less than one unit of the last
        digit from its exact value; line totals are within two where whole numbers in
        the table leave no other way.

    Examples
    --------
    >>> import pandas as pd
    >>> thirds = [1 / 3, 2 / 3, 1.0]
    >>> figures = {("idle", "ha"): thirds, ("all", "ha"): thirds}
    >>> table = pd.DataFrame(figures, index=["150602", "150603", "total"])
    >>> print_table(table, lang="en")[("total", "ha")].to_list()
    [0.33, 0.67, 1.0]
    """
    words = rules_of(rules, vocabulary=vocabulary, of=table).vocabulary
    return label_table(round_table(table, decimals=decimals), words, lang)


def round_table(table: pd.DataFrame, *, decimals: int = 2) -> pd.DataFrame:
    """Round an area table as `print_table` does, under its own codes.

    Parameters
    ----------
    table
        As `area_table` gives it. Not changed.
    decimals
        Digits after the decimal point.

    Returns
    -------
    rounded
        The same lines and columns, those of all categories in any case.
    """
    printed = table.copy()
    groups = [g for g in dict.fromkeys(table.columns.get_level_values(0)) if g != ALL]
    sign = np.where(table.index == "twice", -1, 1)[:-1]
    for measure in ("mu", "ha"):
        leaves = [(g, measure) for g in groups or [ALL] if (g, measure) in table]
        if not leaves:
            continue
        exact = table.loc[:, leaves].to_numpy(np.float64)[:-1] * sign[:, None]
        units = apportion_crossed(exact, decimals=decimals) * sign[:, None]
        units = np.vstack([units, sign @ units])
        printed.loc[:, leaves] = units / 10.0**decimals
        printed[(ALL, measure)] = units.sum(axis=1) / 10.0**decimals
    return printed


def label_table(
    rounded: pd.DataFrame,
    words: Vocabulary,
    lang: Lang,
    *,
    measures: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Put labels in place of the codes of a table's lines, groups and measures.

    Parameters
    ----------
    rounded
        A table by banner or another column, with columns (category, measure). Not
        changed. A layer's own names of banners, as `area_table` leaves them in the
        attributes, are Chinese.
    words, lang
        Where labels come from.
    measures
        Labels of measures; by default those of an area table.

    Returns
    -------
    labelled
        The same figures.
    """
    printed = rounded.copy()
    told = Texts.default().words("report", lang)
    by, names = str(printed.index.name), printed.attrs.get("names", {})
    known = words.labels(by, lang) if by in KINDS else {}
    own = known | names if lang == "zh" else names | known
    own |= {row: told[row] for row in EXTRA_ROWS}
    top = words.labels("category", lang) | {
        ALL: told["total"],
        "missing": told["missing"],
    }
    fields = column_labels(lang, vocabulary=words)
    printed.index = pd.Index(
        [own.get(row, row) for row in printed.index],
        dtype="str",
        name=fields.get(by, by),
    )
    of_group, of_measure = (printed.columns.get_level_values(n) for n in (0, 1))
    printed.columns = pd.MultiIndex.from_arrays([
        [top.get(group, group) for group in of_group],
        [(measures or told).get(measure, measure) for measure in of_measure],
    ])
    return printed
