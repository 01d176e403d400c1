"""Read a ledger: tables as found → our columns, with every doubt an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from landbase.errors import SchemaError
from landbase.issues import Issues
from landbase.ledger.interpret import read_table
from landbase.rules import remember_rules, rules_of
from landbase.sources.ledger import LedgerTable, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.units import AreaUnit

__all__ = ["LedgerResult", "read_ledger"]


class LedgerResult(NamedTuple):
    """A ledger read, and what was found on the way.

    Attributes
    ----------
    ledger
        One row for each row of the file that is about a parcel.
    issues
        What was guessed, left out, unreadable or does not add up.
    """

    ledger: pd.DataFrame
    issues: Issues


def read_ledger(  # noqa: PLR0913 - every one is a question that only the user can answer
    path: Path | str,
    *,
    sheet: str | None = None,
    header: int | tuple[int, int] | None = None,
    category: str | None = None,
    unit: AreaUnit | None = None,
    fields: Mapping[str, str] | None = None,
    encoding: str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> LedgerResult:
    """Read a ledger from a workbook (.xlsx, .xls) or a CSV file.

    Titles and unit lines above the header, headers of several rows, merged cells,
    total rows, repeated headers and notes are understood. Total rows are compared
    with what they cover and left out. In a ledger of three levels (batch, parcel,
    supply) the equations between them are checked.

    Parameters
    ----------
    path
        The file.
    sheet
        The one sheet to read; by default every visible sheet that lists parcels.
    header
        Number of the header's row, or of its first and last, as the sheet counts.
    category
        The category of all rows ("approved_unsupplied" or "idle"), where the ledger
        has no column for it; it tells what words such as 其他 mean.
    unit
        The unit of areas for which neither the cell, the header nor a line above the
        table names one.
    fields
        Header, or its last part, → our column; goes before the vocabulary.
    encoding
        Of a CSV file; by default UTF-8 or GB18030, judged on the data.
    rules
        The words; by default those that come with landbase.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    result
        The ledger has the columns of the parcel table and of decisions (`effective`,
        `due`, `document`, `by`, `reason`, `area_m2`, …) that were found, codes for
        words, areas in m²; then, for a ledger with an area for each cause or way,
        columns ``cause.<code>`` and ``disposal_type.<code>`` in m²; then the other
        columns under their own names; then `source` and `source_row`. Texts of merged
        cells stand in every row, areas only in the first, so that a column of areas
        can be summed. Rows without an id are set aside with an issue; where there is
        no column of ids at all, all rows are kept.

    Raises
    ------
    SourceError
        The file cannot be read, has no such sheet, or no table with known headers.
    SchemaError
        `fields` names a header that is not there.
    MissingDependencyError
        The file is an .xls and xlrd is not installed.
    ValueError
        `category`, `header` or a column in `fields` is not valid.
    """
    known = rules_of(rules, vocabulary=vocabulary)
    words = known.vocabulary
    if category is not None and category not in words.codes("category"):
        raise ValueError(
            f"category={category!r}: use one of {', '.join(words.codes('category'))}"
        )
    told = dict(fields or {})
    ids = [name for name, column in told.items() if column == "parcel_id"]
    tables = read_tables(
        path, sheet=sheet, header=header, encoding=encoding, ids=ids, rules=known
    )
    _require_headers(told, tables)
    read = [
        read_table(t, fields=told, category=category, unit=unit, rules=known)
        for t in tables
    ]
    ledgers = [ledger for ledger, _ in read]
    ledger = ledgers[0] if len(ledgers) == 1 else pd.concat(ledgers, ignore_index=True)
    ledger = _in_order(ledger, words)
    remember_rules(ledger, known)
    return LedgerResult(ledger, Issues.concat(i for _, i in read))


def _require_headers(told: Mapping[str, str], tables: list[LedgerTable]) -> None:
    there = {part for t in tables for parts in t.header.parts for part in parts}
    there |= {name for table in tables for name in table.frame.columns}
    if missing := [name for name in told if name not in there]:
        raise SchemaError("ledger_headers_missing", missing=missing)


def _in_order(ledger: pd.DataFrame, words: Vocabulary) -> pd.DataFrame:
    """Put our columns first, in the order of the vocabulary, and the place last."""
    known = [*words.codes("field"), *words.codes("ledger_field")]
    place = ["source", "source_row"]
    first = [name for name in known if name in ledger]
    groups = [n for n in ledger if str(n).startswith(("cause.", "disposal_type."))]
    others = [n for n in ledger if n not in {*first, *groups, *place}]
    return ledger[[*first, *groups, *others, *place]]
