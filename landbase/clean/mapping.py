"""Give a raw table our column names, and say what was mapped and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from landbase.columns import MatchedColumns, match_columns
from landbase.rules.schema import PARCEL_COLUMNS
from landbase.values import is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from landbase.clean.notes import Notes
    from landbase.rules import Rules
    from landbase.sources.raw import RawTable

__all__ = ["Mapped", "map_columns"]

_GLANCE = 100
_RESERVED = {*PARCEL_COLUMNS, "geometry"}


class Mapped(NamedTuple):
    """A table under our names.

    Attributes
    ----------
    ours
        The columns of the parcel table that were found, cells as found.
    others
        The columns we do not know.
    matched
        Which header each column of `ours` had.
    """

    ours: pd.DataFrame
    others: pd.DataFrame
    matched: MatchedColumns


def map_columns(
    raw: RawTable,
    notes: Notes,
    *,
    fields: Mapping[str, str] | None,
    rules: Rules,
) -> Mapped:
    """Match the headers of a table and note the outcome.

    Parameters
    ----------
    raw
        The table as read.
    notes
        Takes the issues.
    fields
        Header → our column, as the user says; headers of other tables are passed over.
    rules
        The words.

    Returns
    -------
    mapped
        On the rows of the table.
    """
    headers = [str(header) for header in raw.frame.columns]
    told = {h: column for h, column in (fields or {}).items() if h in headers}
    empty = {h for h in headers if _is_empty(raw.frame[h])}
    matched = match_columns(
        headers,
        fields=told,
        aliases=raw.aliases,
        empty=empty,
        cut=True,
        rules=rules,
    )
    _report(matched, notes)
    ours = raw.frame[list(matched.headers.values())].set_axis(
        list(matched.headers), axis=1
    )
    names = {h: _own_name(h, headers) for h in matched.kept}
    for header, name in names.items():
        if header != name:
            notes.once("column_renamed", column=header, value=name)
    return Mapped(
        ours, raw.frame[list(names)].set_axis(list(names.values()), axis=1), matched
    )


def _is_empty(column: pd.Series) -> bool:
    """Tell whether a column says nothing in any row; most show it at once."""
    return bool(is_missing(column.head(_GLANCE)).all() and is_missing(column).all())


def _own_name(header: str, headers: list[str]) -> str:
    """Keep a header, unless it is the name of a column of ours."""
    name = header
    while name.casefold() in _RESERVED or (name != header and name in headers):
        name += "_found"
    return name


def _report(matched: MatchedColumns, notes: Notes) -> None:
    pairs = [f"{header}→{column}" for column, header in matched.headers.items()]
    notes.once("columns_mapped", value="、".join(pairs) or "—")
    if matched.kept:
        notes.once("columns_kept", value="、".join(matched.kept))
    for column, others in matched.rivals.items():
        taken = matched.headers[column]
        notes.once("columns_rival", column=column, value="、".join(others), taken=taken)
    for column in matched.guessed:
        notes.once("column_guessed", column=column, value=matched.headers[column])
