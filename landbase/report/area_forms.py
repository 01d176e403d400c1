"""Forms of areas: per banner, way, cause and status, with totals that close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import apportion
from landbase.banners import MEASURES, label_table, round_table
from landbase.rules.schema import column_labels
from landbase.tables import Form, cell_name
from landbase.units import from_m2, to_m2

if TYPE_CHECKING:
    from landbase.report.facts import Facts
    from landbase.rules import Rules
    from landbase.texts import Words

__all__ = ["area_form", "check_form"]

_COUNT, _AREA = "#,##0", "#,##0.00"
_MEASURES = len(MEASURES) + 1  # of each group: count, mu, ha and 万亩


def area_form(exact: pd.DataFrame, *, note: str, words: Words, rules: Rules) -> Form:
    """Give the areas by one column, per category and together.

    Parameters
    ----------
    exact
        As `landbase.area_table` gives it. Not changed.
    note
        What stands below the title.
    words, rules
        Texts in a language, and labels.

    Returns
    -------
    form
        Lines, and a total whose formulas give what is printed.
    """
    lang, by = words.lang, str(exact.index.name)
    rounded = _with_wan_mu(exact)
    printed = label_table(rounded, rules.vocabulary, lang)
    groups = list(dict.fromkeys(rounded.columns.get_level_values(0)))
    first = words.get(by) or column_labels(lang, vocabulary=rules.vocabulary).get(
        by, by
    )
    of_group, of_measure = (printed.columns.get_level_values(n) for n in (0, 1))
    measures = [words["wan_mu"] if m == "wan" else m for m in of_measure]
    labels = list(zip(of_group, measures, strict=True))
    rows = [
        [label, *values]
        for label, values in zip(
            printed.index, printed.to_numpy(object).tolist(), strict=True
        )
    ]
    return Form(
        name=words("by_name", what=first),
        title=words("by_title", what=first),
        note=note,
        head=((first, first), *labels),
        rows=rows,
        formats=("", *([_COUNT, _AREA, _AREA, _AREA] * len(groups))),
        formulas=_sums(list(exact.index), len(groups)),
        totals=(len(rows) - 1,),
    )


def _with_wan_mu(exact: pd.DataFrame) -> pd.DataFrame:
    """Round a table, with the same areas in 万亩 behind the columns of each group."""
    scaled = exact.copy()
    for group in exact.columns.unique(0):
        scaled[group, "mu"] = from_m2(to_m2(exact[group, "mu"], "mu"), "wan_mu")
    rounded, wan = round_table(exact), round_table(scaled)
    columns: dict[tuple[str, str], pd.Series] = {}
    for group in rounded.columns.unique(0):
        columns |= {(group, measure): rounded[group, measure] for measure in MEASURES}
        columns[group, "wan"] = wan[group, "mu"]
    together = pd.DataFrame(columns)
    together.attrs = exact.attrs
    together.index.name = exact.index.name
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
    names = facts.rules.vocabulary.labels("banner", facts.lang)
    names = {**names, "missing": facts.words["missing"]}
    mu = from_m2(sums[["declared", "ellipsoidal"]], "mu")
    ours, theirs = apportion(mu["declared"]), apportion(mu["ellipsoidal"])
    delta, lacking = np.round(ours - theirs, 2), sums["lacking"].tolist()
    lines = zip(sums.index, ours, theirs, delta, lacking, strict=True)
    rows = [[names.get(code, code), *figures] for code, *figures in lines]
    ends = [np.round(part.sum(), 2) for part in (ours, theirs, delta)]
    return [*rows, [facts.words["total"], *ends, int(sums["lacking"].sum())]]
