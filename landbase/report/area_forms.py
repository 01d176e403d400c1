"""Forms of areas: per banner, way, cause and status, with totals that close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.banners import print_table
from landbase.schema import column_labels
from landbase.units import from_m2, level, to_m2
from landbase.workbook import Form, cell_name

if TYPE_CHECKING:
    from landbase.report.facts import Facts
    from landbase.texts import Words
    from landbase.vocabulary import Lang, Vocabulary

__all__ = ["area_form", "check_form"]

_COUNT, _AREA = "#,##0", "#,##0.00"
_MEASURES = 4  # count, mu, ha and 万亩 of each group


def area_form(
    exact: pd.DataFrame, *, note: str, words: Words, vocabulary: Vocabulary
) -> Form:
    """Give the areas by one column, per category and together.

    Parameters
    ----------
    exact
        As `landbase.area_table` gives it. Not changed.
    note
        What stands below the title.
    words, vocabulary
        Texts in a language, and labels.

    Returns
    -------
    form
        Lines, and a total whose formulas give what is printed.
    """
    lang, by = words.lang, str(exact.index.name)
    printed = print_table(exact, lang=lang, vocabulary=vocabulary)
    groups = list(dict.fromkeys(printed.columns.get_level_values(0)))
    body = _with_wan_mu(exact, printed, lang, vocabulary)
    names = [*printed.columns.get_level_values(1)[:3], words["wan_mu"]]
    first = words.get(by) or column_labels(lang, vocabulary=vocabulary).get(by, by)
    head = ((first, first), *((group, name) for group in groups for name in names))
    rows = [
        [label, *values]
        for label, values in zip(
            body.index, body.to_numpy(object).tolist(), strict=True
        )
    ]
    return Form(
        name=words("by_name", what=first),
        title=words("by_title", what=first),
        note=note,
        head=head,
        rows=rows,
        formats=("", *([_COUNT, _AREA, _AREA, _AREA] * len(groups))),
        formulas=_sums(list(exact.index), len(groups)),
        totals=(len(rows) - 1,),
    )


def _with_wan_mu(
    exact: pd.DataFrame, printed: pd.DataFrame, lang: Lang, vocabulary: Vocabulary
) -> pd.DataFrame:
    """Put the same areas in 万亩, levelled, behind the columns of each group."""
    scaled = exact.copy()
    for column in [(group, "mu") for group in exact.columns.unique(0)]:
        scaled[column] = from_m2(to_m2(exact[column], "mu"), "wan_mu")
    wan = print_table(scaled, lang=lang, vocabulary=vocabulary)
    parts = []
    for group in dict.fromkeys(printed.columns.get_level_values(0)):
        parts += [printed[group], wan[group].iloc[:, 1]]
    together: pd.DataFrame = pd.concat(parts, axis="columns")
    return together


def _sums(lines: list[str], groups: int) -> dict[tuple[int, int], str]:
    """Give the formulas: the last row sums the lines, the last group the categories."""
    total, top, formulas = len(lines) - 1, 4, {}
    twice = lines.index("twice") if "twice" in lines else None
    for column in range(1, groups * _MEASURES + 1):
        first, last = (cell_name(top, row, column) for row in (0, total - 1))
        text = f"SUM({first}:{last})"
        if twice is not None and (column - 1) % _MEASURES:
            text += f"-2*{cell_name(top, twice, column)}"
        formulas[total, column] = text
    if groups > 1:
        for row in range(total):
            for measure in range(1, _MEASURES + 1):
                column = (groups - 1) * _MEASURES + measure
                parts = range(measure, column, _MEASURES)
                formulas[row, column] = "+".join(
                    cell_name(top, row, part) for part in parts
                )
    return formulas


def check_form(facts: Facts) -> Form:
    """Hold declared areas against those of record, per banner as declared.

    Parameters
    ----------
    facts
        What the report is about.

    Returns
    -------
    form
        Declared and ellipsoidal areas of the parcels that declare one, and their
        difference; parcels that declare none are counted.
    """
    texts = facts.words
    rows = _check_rows(facts)
    top, total = 3, len(rows) - 1
    formulas = {
        (total, n): f"SUM({cell_name(top, 0, n)}:{cell_name(top, total - 1, n)})"
        for n in range(1, 5)
    }
    formulas |= {
        (n, 3): f"{cell_name(top, n, 1)}-{cell_name(top, n, 2)}" for n in range(total)
    }
    heads = ("declared_banner", "declared", "ellipsoidal", "delta", "lacking")
    return Form(
        name=texts["check_name"],
        title=texts["check_title"],
        note=facts.note(),
        head=tuple((texts[name],) for name in heads),
        rows=rows,
        formats=("", _AREA, _AREA, _AREA, _COUNT),
        formulas=formulas,
        totals=(total,),
    )


def _check_rows(facts: Facts) -> list[list[Any]]:
    """Give declared, ellipsoidal, difference and count without, and their totals."""
    parcels = facts.parcels
    declared = parcels.get("declared_area_m2", pd.Series(np.nan, index=parcels.index))
    known = declared.notna()
    key = parcels["banner"].astype("str").fillna("missing")
    sums = pd.DataFrame({
        "declared": declared.where(known, 0.0).groupby(key).sum(),
        "ellipsoidal": facts.areas.where(known, 0.0).groupby(key).sum(),
        "lacking": (~known).groupby(key).sum(),
    })
    names = facts.vocabulary.labels("banner", facts.lang)
    names = {**names, "missing": facts.words["missing"]}
    mu = from_m2(sums[["declared", "ellipsoidal"]], "mu")
    ours, theirs = level(mu["declared"]), level(mu["ellipsoidal"])
    delta, lacking = np.round(ours - theirs, 2), sums["lacking"].tolist()
    lines = zip(sums.index, ours, theirs, delta, lacking, strict=True)
    rows = [[names.get(code, code), *figures] for code, *figures in lines]
    ends = [np.round(part.sum(), 2) for part in (ours, theirs, delta)]
    return [*rows, [facts.words["total"], *ends, int(sums["lacking"].sum())]]
