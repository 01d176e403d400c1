"""Columns of words: categories, banners, causes, ways and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.values import half_width, parse_text

if TYPE_CHECKING:
    from landbase.clean.notes import Notes
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["note_missing", "read_terms"]

_BY_CATEGORY = {"cause", "disposal_type"}
_CODE_DIGITS = 6
_REGIONS = ("内蒙古自治区", "内蒙古", "鄂尔多斯市", "鄂尔多斯")


def read_terms(
    column: pd.Series,
    notes: Notes,
    *,
    kind: str,
    header: str,
    category: pd.Series | None,
    vocabulary: Vocabulary,
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
    vocabulary
        The words.

    Returns
    -------
    codes
        On the rows of the table.
    """
    texts = parse_text(column)
    limited = category if kind in _BY_CATEGORY else None
    codes = vocabulary.find_all(kind, texts, category=limited)
    if kind == "banner":
        codes = codes.fillna(_shortened(texts[codes.isna()], vocabulary))
    unknown = texts.notna() & codes.isna()
    misfit = pd.Series(data=False, index=texts.index)
    if limited is not None and unknown.any():
        misfit[unknown] = vocabulary.find_all(kind, texts[unknown]).notna()
    shown = texts.to_numpy(dtype=object)
    notes.at(f"unknown_{kind}", unknown & ~misfit, column=header, value=shown)
    if kind in _BY_CATEGORY:
        label = _label(limited, vocabulary)
        notes.at("term_misfit", misfit, column=header, value=shown, category=label)
    _report(texts, codes, notes, kind=kind, header=header, vocabulary=vocabulary)
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


def _shortened(texts: pd.Series, vocabulary: Vocabulary) -> pd.Series:
    """Try longer codes by their first six digits, names without the city before."""
    plain = texts.dropna().map(half_width).astype("str")
    for region in _REGIONS:
        plain = plain.str.removeprefix(region)
    long_code = plain.str.fullmatch(r"\d{9}|\d{12}")
    plain = plain.mask(long_code, plain.str.slice(0, _CODE_DIGITS))
    return vocabulary.find_all("banner", plain)


def _label(category: pd.Series | None, vocabulary: Vocabulary) -> object:
    if category is None:
        return ""
    labels = vocabulary.labels("category")
    return category.map(labels).fillna("").to_numpy(dtype=object)


def _report(
    texts: pd.Series,
    codes: pd.Series,
    notes: Notes,
    *,
    kind: str,
    header: str,
    vocabulary: Vocabulary,
) -> None:
    """Say which words were taken for which terms, where they are not their labels."""
    labels = vocabulary.labels(kind)
    plain = texts.eq(codes) | texts.eq(codes.map(labels))
    taken = codes.notna() & ~plain
    if taken.any():
        counts = (texts[taken] + "→" + codes[taken].map(labels)).value_counts(
            sort=False
        )
        shown = "、".join(f"{pair}（{count}）" for pair, count in counts.items())
        notes.once("terms_mapped", column=header, value=shown)
