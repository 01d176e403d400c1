"""Cells of the known columns, turned into the types of the parcel table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from landbase.clean.terms import note_missing, read_terms
from landbase.values import parse_dates, parse_ids, parse_numbers, parse_text

if TYPE_CHECKING:
    import pandas as pd

    from landbase.clean.mapping import Mapped
    from landbase.clean.notes import Notes
    from landbase.rules import Rules

__all__ = ["convert", "read_ids"]

_TERMS = {"banner", "cause", "disposal_type", "status"}
_NUMBERS_OF_PAPERS = {"supervision_no", "contract_no"}
_ASKED_FOR = {"banner", "cause", "disposal_type"}
_ELSEWHERE = {"parcel_id", "category", "declared_area_m2"}


def read_ids(column: pd.Series, notes: Notes, *, header: str) -> pd.Series:
    """Read parcel ids; rows without one are set aside.

    Parameters
    ----------
    column
        Cells as found.
    notes
        Takes the issues; its `ids` are set.
    header
        The column's name in the file.

    Returns
    -------
    ids
        `str`, missing where the row is set aside.
    """
    ids, lost = parse_ids(column)
    notes.ids = ids
    notes.at(
        "id_digits_lost", lost, column=header, value=_shown(column), set_aside=True
    )
    missing = ids.isna() & ~lost
    notes.at("missing_id", missing, column=header, set_aside=True)
    return ids


def convert(
    mapped: Mapped, notes: Notes, *, category: pd.Series, rules: Rules
) -> dict[str, pd.Series]:
    """Convert the columns that stand for themselves: text, words, dates, shares.

    Parameters
    ----------
    mapped
        The table under our names.
    notes
        Takes an issue for every cell that cannot be read; the cell is then missing.
    category
        The category of each row.
    rules
        The words.

    Returns
    -------
    columns
        Our column → values on the rows of the table; id, category and area are left
        to others.
    """
    terms = rules.vocabulary.terms["field"]
    converted = {}
    for name in mapped.ours.columns:
        if name in _ELSEWHERE:
            continue
        cells, header = mapped.ours[name], mapped.matched.headers[name]
        kind = terms[name].type
        if kind in _TERMS:
            converted[name] = read_terms(
                cells,
                notes,
                kind=kind,
                header=header,
                category=category,
                rules=rules,
            )
            if name in _ASKED_FOR:
                note_missing(converted[name], cells, notes, header)
        elif kind == "date":
            converted[name] = _dates(cells, notes, header)
        elif kind in {"ratio", "float", "int"}:
            converted[name] = _numbers(cells, notes, header, share=kind == "ratio")
        elif name in _NUMBERS_OF_PAPERS:
            converted[name] = _papers(cells, notes, header)
        else:
            converted[name] = parse_text(cells)
    return converted


def _papers(cells: pd.Series, notes: Notes, header: str) -> pd.Series:
    ids, bad = parse_ids(cells)
    notes.at("digits_lost", bad, column=header, value=_shown(cells))
    return ids


def _dates(cells: pd.Series, notes: Notes, header: str) -> pd.Series:
    days, bad = parse_dates(cells)
    notes.at("bad_date", bad, column=header, value=_shown(cells))
    return days


def _numbers(cells: pd.Series, notes: Notes, header: str, *, share: bool) -> pd.Series:
    numbers, bad = parse_numbers(cells)
    notes.at("bad_number", bad, column=header, value=_shown(cells))
    if not share:
        return numbers
    if "%" in header or "％" in header:  # the header says what the cells leave out
        said = parse_text(cells).str.contains("[%％]").fillna(value=False).astype(bool)
        numbers = numbers.where(said, numbers / 100)
    outside = numbers.notna() & ~numbers.between(0, 1)
    notes.at("bad_share", outside, column=header, value=_shown(cells))
    return numbers.mask(outside, np.nan)


def _shown(cells: pd.Series) -> pd.api.extensions.ExtensionArray:
    """Show cells as they were found."""
    return cells.astype("str").array
