"""Interpret one table of a ledger: words to codes, areas to m², dates to days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.clean.cells import read_ids
from landbase.clean.notes import Notes
from landbase.clean.terms import read_terms
from landbase.ledger.areas import Area, Units, check_signs, read_area, report_units
from landbase.ledger.columns import Columns, find_columns, without_number
from landbase.ledger.groups import read_group
from landbase.ledger.levels import check_levels, drop_repeats
from landbase.ledger.totals import check_totals
from landbase.sources.raw import RawTable
from landbase.values import (
    half_width,
    is_missing,
    parse_dates,
    parse_ids,
    parse_numbers,
    parse_text,
    split_header,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landbase.issues import Issues
    from landbase.rules import Rules
    from landbase.sources.ledger import LedgerTable
    from landbase.units import AreaUnit

__all__ = ["read_table"]

_TERMS = {"category", "banner", "cause", "disposal_type", "status"}
_NUMBERS_OF_PAPERS = {"parcel_id", "supervision_no", "contract_no"}
# read before the others: issues name parcels, and the category decides between words
_FIRST = ("parcel_id", "category")


@dataclass(frozen=True, eq=False)
class _Job:
    """One table on its way."""

    table: LedgerTable
    columns: Columns
    units: Units
    notes: Notes
    category: str | None
    rules: Rules

    def header(self, column: str) -> str:
        return self.columns.matched.headers[column]

    def type(self, column: str) -> str:
        terms = {
            **self.rules.vocabulary.terms["field"],
            **self.rules.vocabulary.terms["ledger_field"],
        }
        return terms[column].type


def read_table(
    table: LedgerTable,
    *,
    fields: Mapping[str, str],
    category: str | None,
    unit: AreaUnit | None,
    rules: Rules,
) -> tuple[pd.DataFrame, Issues]:
    """Interpret one table.

    Parameters
    ----------
    table
        The table as found.
    fields, category, unit
        As in `read_ledger`; headers of other tables are passed over.
    rules
        The words.

    Returns
    -------
    ledger
        As `read_ledger` gives it, columns not yet in order.
    issues
        Those of the table included.

    Raises
    ------
    SchemaError
        `fields` is wrong.
    ValueError
        `fields` names a column that there is not.
    """
    here = {part for parts in table.header.parts for part in parts} | {*table.frame}
    columns = find_columns(
        table,
        fields={name: column for name, column in fields.items() if name in here},
        category=category,
        rules=rules,
    )
    raw = RawTable(table.source, table.frame, table.rows, issues=table.issues)
    units = Units.of(table.header.captions, unit)
    job = _Job(table, columns, units, Notes(raw), category, rules)
    _report_header(job)
    frame, areas = _read_columns(job)
    totals = check_totals(table, areas)
    areas = drop_repeats(frame, areas, job.notes)
    check_levels(frame, areas, job.notes)
    ledger = _put_together(job, frame, areas)
    return ledger, job.notes.issues() + totals


def _report_header(job: _Job) -> None:
    table, matched = job.table, job.columns.matched
    pairs = [f"{header}→{column}" for column, header in matched.headers.items()]
    pairs += [f"{m.header}→{m.kind}.{m.code}" for m in job.columns.members if m.code]
    job.notes.once(
        "ledger_header_found",
        first=table.header.top + 1,
        last=table.header.bottom + 1,
        count=len(table.frame),
        mapped="、".join(pairs) or "—",
        kept="、".join(matched.kept) or "—",
    )
    for column, others in matched.rivals.items():
        taken = matched.headers[column]
        more = "、".join(others)
        job.notes.once("columns_rival", column=column, value=more, taken=taken)
    for member in job.columns.members:
        if member.code is None and member.kind != "due":
            job.notes.once(
                "ledger_unknown_word", column=member.header, value=member.word
            )
    if "parcel_id" not in matched.headers:
        headers = "、".join(map(str, table.frame.columns))
        job.notes.once("ledger_no_id_column", value=headers)


def _read_columns(job: _Job) -> tuple[pd.DataFrame, dict[str, Area]]:
    """Read our columns and the groups; the areas are kept apart."""
    frame = pd.DataFrame(index=job.table.frame.index)
    areas = {}
    names = sorted(job.columns.matched.headers, key=lambda name: name not in _FIRST)
    for column in names:
        if job.type(column) == "area":
            named = job.columns.matched.units.get(column, ())
            header = job.header(column)
            areas[column] = read_area(
                job.table, header, job.notes, named=named, units=job.units
            )
        else:
            frame[column] = _read_column(job, column, frame)
    for kind in ("due", "cause", "disposal_type"):
        members = [member for member in job.columns.members if member.kind == kind]
        words, more = read_group(job.table, members, job.notes, units=job.units)
        areas |= more
        if words is not None and kind not in frame:
            frame[kind] = words
    report_units(areas.values(), job.notes)
    return frame, check_signs(areas, job.notes)


def _read_column(job: _Job, column: str, frame: pd.DataFrame) -> pd.Series:
    header, kind = job.header(column), job.type(column)
    cells = job.table.frame[header]
    if column in _NUMBERS_OF_PAPERS:
        return _papers(job, column, cells)
    if kind in _TERMS:
        return read_terms(
            _without_numbers(cells),
            job.notes,
            kind=kind,
            header=header,
            category=_category(job, frame),
            rules=job.rules,
        )
    shown = cells.astype("str").array
    if kind == "date":
        days, bad = parse_dates(cells, deadline=column == "due")
        job.notes.at("bad_date", bad, column=header, value=shown)
        return days
    if kind in {"ratio", "float", "int"}:
        numbers, bad = parse_numbers(cells)
        job.notes.at("bad_number", bad, column=header, value=shown)
        return _shares(job, header, numbers) if kind == "ratio" else numbers
    return parse_text(cells)


def _shares(job: _Job, header: str, numbers: pd.Series) -> pd.Series:
    """Read shares of 1; the header may carry the percent sign for its cells."""
    cells = job.table.frame[header]
    if "%" in half_width(header):
        signed = parse_text(cells).str.contains("[%％]").fillna(value=False)
        numbers = numbers.where(signed.astype(bool), numbers / 100)
    outside = numbers.notna() & ~numbers.between(0, 1)
    shown = cells.astype("str").array
    job.notes.at("bad_share", outside, column=header, value=shown)
    return numbers.mask(outside)


def _papers(job: _Job, column: str, cells: pd.Series) -> pd.Series:
    """Read a column of ids; a row without a parcel id is set aside."""
    header, notes = job.header(column), job.notes
    if column == "parcel_id":
        return read_ids(cells, notes, header=header)
    ids, bad = parse_ids(cells)
    notes.at("digits_lost", bad, column=header, value=cells.astype("str").array)
    return ids


def _category(job: _Job, frame: pd.DataFrame) -> pd.Series | None:
    if "category" in frame:
        return (
            frame["category"].fillna(job.category)
            if job.category
            else frame["category"]
        )
    if job.category is None:
        return None
    return pd.Series(job.category, index=frame.index, dtype="str")


def _without_numbers(cells: pd.Series) -> pd.Series:
    """Drop the numbers that lists put before their words."""
    return cells.map(lambda v: without_number(v) if isinstance(v, str) else v)


def _put_together(
    job: _Job, frame: pd.DataFrame, areas: Mapping[str, Area]
) -> pd.DataFrame:
    values = pd.DataFrame({n: a.m2 for n, a in areas.items()}, index=frame.index)
    taken = {*frame, *values, "source", "source_row"}
    others = {
        f"{name}_found" if name in taken else name: _other(job.table, name)
        for name in job.columns.matched.kept
    }
    whole = pd.concat([frame, values, pd.DataFrame(others, index=frame.index)], axis=1)
    if "category" not in whole and job.category is not None:
        whole["category"] = pd.Series(job.category, index=whole.index, dtype="str")
    whole["source"] = pd.Series(job.table.source, index=whole.index, dtype="str")
    whole["source_row"] = pd.Series(job.table.rows, index=whole.index, dtype="Int64")
    return whole[~job.notes.aside].reset_index(drop=True)


def _other(table: LedgerTable, header: str) -> pd.Series:
    """Read a column that is not ours: numbers where all are numbers, else text.

    Areas that merged ranges repeat stand once here too.
    """
    cells = table.frame[header]
    given = cells[~is_missing(cells)]
    numeric = [isinstance(v, int | float | np.number) for v in given]
    if not numeric or not all(numeric):
        return parse_text(cells)
    if split_header(header).units or "面积" in header:
        cells = cells.where(table.own[header])
    return cells.astype("float64")
