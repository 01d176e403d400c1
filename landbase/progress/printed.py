"""Progress as it is printed: labelled, rounded, and every sum closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.banners import print_table
from landbase.progress.rates import CITY
from landbase.rules.vocabulary import Vocabulary
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Lang

__all__ = ["print_progress"]

_REST = "unassigned"
_LEAST_M2 = 1e-3
_WORDS = {
    "zh": {
        "task": "任务（亩）",
        "mu": "已处置（亩）",
        "ha": "已处置（公顷）",
        "rate": "完成率",
        "rank": "排名",
        _REST: "全市任务减各旗区任务",
    },
    "en": {
        "task": "task (mu)",
        "mu": "disposed (mu)",
        "ha": "disposed (ha)",
        "rate": "rate",
        "rank": "rank",
        _REST: "city's task less the banners'",
    },
}


def print_progress(
    table: pd.DataFrame,
    *,
    lang: Lang = "zh",
    ranked: bool = False,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Label the progress of a year and round it so that the printed areas close.

    Parameters
    ----------
    table
        As `landbase.progress` gives it, by banner. Not changed.
    lang, vocabulary
        Language and words of the labels.
    ranked
        With a column for the rank.

    Returns
    -------
    printed
        One row a banner and one for the city; for each category the task in mu, what
        was disposed of in mu and ha at two decimals, and the rate in percent from
        areas of record, missing without a task. In every column of areas the lines
        sum to the city, in every line the categories to their total. Where the city
        has another task than its banners together, a line of its own says by how much.
    """
    words, which = _WORDS[lang], vocabulary or Vocabulary.default()
    wide = _with_rest(table)
    codes = list(table.index.get_level_values(1).unique())
    tasks = _printed(wide, codes, {"mu": "task_m2"}, lang, which)
    done = _printed(
        wide, codes, {"mu": "disposed_m2", "ha": "disposed_m2"}, lang, which
    )
    given, columns = wide["task_m2"].notna(), {}
    for number, code in enumerate(codes):
        label = done.columns[2 * number][0]
        own = {
            "task": tasks.iloc[:, number].where(given[code].to_numpy()),
            "mu": done.iloc[:, 2 * number],
            "ha": done.iloc[:, 2 * number + 1],
            "rate": round_half_up(wide["rate", code] * 100, 2),
            "rank": wide["rank", code],
        }
        for name in own if ranked else [n for n in own if n != "rank"]:
            columns[label, words[name]] = pd.Series(own[name]).array
    index = done.index.map(lambda name: words[_REST] if name == _REST else name)
    return pd.DataFrame(columns, index=index)


def _with_rest(table: pd.DataFrame) -> pd.DataFrame:
    """Lay categories side by side, with a line for what no banner has to do."""
    rows, codes = (table.index.get_level_values(n).unique() for n in (0, 1))
    shown = table[["task_m2", "disposed_m2", "rate", "rank"]]
    wide = pd.DataFrame(shown.unstack("category").loc[rows])
    task = wide["task_m2"].fillna(0.0)
    rest = task.loc[CITY] - task.drop(index=CITY).sum()
    if (rest.abs() >= _LEAST_M2).any():
        wide = wide.reindex([*rows.drop(CITY), _REST, CITY])
        for code in codes:
            wide.loc[_REST, ("task_m2", code)] = rest[code]
            wide.loc[_REST, ("disposed_m2", code)] = 0.0
    wide.index = pd.Index(
        ["total" if row == CITY else row for row in wide.index],
        name=str(table.index.names[0]),
    )
    return wide


def _printed(
    wide: pd.DataFrame,
    codes: list[str],
    sources: dict[str, str],
    lang: Lang,
    words: Vocabulary,
) -> pd.DataFrame:
    """Round one measure of all categories so that lines and categories close."""
    exact = pd.DataFrame({
        (code, unit): from_m2(wide[source, code].fillna(0.0), unit)  # type: ignore[arg-type] # names of units
        for code in codes
        for unit, source in sources.items()
    })
    exact.index = pd.Index(wide.index, name=wide.index.name)
    return print_table(exact, lang=lang, vocabulary=words)
