"""Columns of words: categories, banners, causes, ways and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.values import parse_text

if TYPE_CHECKING:
    from landbase.clean.notes import Notes
    from landbase.rules import Rules

__all__ = ["note_missing", "read_terms"]

_BY_CATEGORY = {"cause", "disposal_type"}


def read_terms(
    column: pd.Series,
    notes: Notes,
    *,
    kind: str,
    header: str,
    category: pd.Series | None,
    rules: Rules,
) -> pd.Series:
    """Find the codes of a column of words; what is not known is noted and left out.

    Parameters
    ----------
    column
        Cells as found.
    notes
        Takes the issues.
    kind
        The vocabulary, which is also our column's name.
    header
        The column's name in the file.
    category
        The category of each row, which limits causes and ways.
    rules
        The words, and the region that banners are in.

    Returns
    -------
    codes
        On the rows of the table.
    """
    texts = parse_text(column)
    limited = category if kind in _BY_CATEGORY else None
    codes = rules.vocabulary.find_all(kind, texts, category=limited)
    if kind == "banner":
        codes = codes.fillna(rules.find_banners(texts[codes.isna()]))
    unknown = texts.notna() & codes.isna()
    misfit = pd.Series(data=False, index=texts.index)
    if limited is not None and unknown.any():
        misfit[unknown] = rules.vocabulary.find_all(kind, texts[unknown]).notna()
    shown = texts.to_numpy(dtype=object)
    notes.at(f"unknown_{kind}", unknown & ~misfit, column=header, value=shown)
    if kind in _BY_CATEGORY:
        label = _label(limited, rules)
        notes.at("term_misfit", misfit, column=header, value=shown, category=label)
    _report(texts, codes, notes, kind=kind, header=header, rules=rules)
    return codes


def note_missing(
    codes: pd.Series, column: pd.Series, notes: Notes, header: str
) -> None:
    """Note the cells of a vocabulary column that say nothing.

    Parameters
    ----------
    codes
        What was read, named by our column.
    column
        Cells as found.
    notes
        Takes the issues.
    header
        The column's name in the file.
    """
    code = "missing_banner" if codes.name == "banner" else "missing_term"
    notes.at(code, parse_text(column).isna(), column=header)


def _label(category: pd.Series | None, rules: Rules) -> object:
    if category is None:
        return ""
    labels = rules.vocabulary.labels("category")
    return category.map(labels).fillna("").to_numpy(dtype=object)


def _report(
    texts: pd.Series,
    codes: pd.Series,
    notes: Notes,
    *,
    kind: str,
    header: str,
    rules: Rules,
) -> None:
    """Say which words were taken for which terms, where they are not their labels."""
    labels = rules.vocabulary.labels(kind)
    plain = texts.eq(codes) | texts.eq(codes.map(labels))
    taken = codes.notna() & ~plain
    if taken.any():
        counts = (texts[taken] + "→" + codes[taken].map(labels)).value_counts(
            sort=False
        )
        shown = "、".join(f"{pair}（{count}）" for pair, count in counts.items())
        notes.once("terms_mapped", column=header, value=shown)
