"""`read_ledger`: a ledger of any shape into one row a parcel and way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.errors import SchemaError
from landbase.io.layers import RawTable
from landbase.io.sheets import LedgerTable, read_tables
from landbase.issues import Issues
from landbase.parcels.convert import (
    Notes,
    note_commas,
    note_moved,
    note_ruined,
    read_ids,
    read_money,
    read_terms,
)
from landbase.parcels.ledger_areas import (
    Area,
    Units,
    check_signs,
    check_totals,
    last_digit,
    read_area,
    report_units,
)
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.tables.cells import (
    half_width,
    is_missing,
    parse_dates,
    parse_numbers,
    parse_text,
    split_header,
)
from landbase.tables.columns import MatchedColumns, match_columns
from landbase.tables.html import html_of
from landbase.tables.ids import find_alike, parse_ids, visible
from landbase.texts import Text
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.units import AreaUnit

__all__ = ["read_ledger"]

_KINDS = ("field", "ledger_field")
_GROUPS = ("cause", "disposal_type", "due")
_NUMBERING = re.compile(
    r"^\s*(?:[(（]?[0-9]{1,2}[)）.．、]\s*|[①-⑳]\s*|[(（]?[一二三四五六七八九十]{1,2}[)）、]\s*)"
)
_CATEGORY_WORDS = {"未供": "approved_unsupplied", "闲置": "idle"}


class Member(NamedTuple):
    """A column of a group such as 未供原因, with one word of it as its name.

    Attributes
    ----------
    header
        The column's full name in the table.
    kind
        "cause", "disposal_type" or "due".
    word
        The last part of the header.
    code
        The code of the word; for "due" the day, written YYYY-MM-DD; None where the
        word is not known or names none.
    units
        The area units in the header or the group's name.
    """

    header: str
    kind: str
    word: str
    code: str | None
    units: tuple[AreaUnit, ...]


@dataclass(frozen=True)
class Columns:
    """What each column means.

    Attributes
    ----------
    matched
        Our columns, and the headers kept under their own names.
    members
        The columns of groups.
    """

    matched: MatchedColumns
    members: tuple[Member, ...]


def find_columns(
    table: LedgerTable,
    *,
    fields: Mapping[str, str],
    category: str | None,
    rules: Rules,
) -> Columns:
    """Match the headers of a ledger."""
    names = list(table.frame.columns)
    parts = dict(zip(table.header.names, table.header.parts, strict=True))
    last = {name: parts[name][-1] if parts[name] else name for name in names}
    stated = _full_names(fields, last)
    members = _members({n: parts[n] for n in names if n not in stated}, category, rules)
    grouped = {member.header for member in members}
    matched = match_columns(
        [name for name in names if name not in grouped],
        fields=stated,
        aliases={name: word for name, word in last.items() if word != name},
        empty={name for name in names if bool(is_missing(table.frame[name]).all())},
        kinds=_KINDS,
        rules=rules,
    )
    return Columns(_each_header_once(matched), tuple(members))


def without_number(word: str) -> str:
    """Drop the number before a word, as in 1.规划调整 or （二）约谈."""
    return _NUMBERING.sub("", word)


def _full_names(fields: Mapping[str, str], last: Mapping[str, str]) -> dict[str, str]:
    """Let the user name a column by the last part of its header, if unique."""
    counts = Counter(last.values())
    by_last = {word: name for name, word in last.items() if counts[word] == 1}
    return {
        name if name in last else by_last.get(name, name): column
        for name, column in fields.items()
    }


def _each_header_once(matched: MatchedColumns) -> MatchedColumns:
    """Leave a header with the first of the columns that it could mean."""
    first: dict[str, str] = {}
    for column, header in matched.headers.items():
        first.setdefault(header, column)
    headers = {column: header for header, column in first.items()}
    units = {
        column: matched.units[column] for column in headers if column in matched.units
    }
    return MatchedColumns(
        headers=headers,
        units=units,
        guessed=matched.guessed,
        rivals={
            column: tuple(h for h in others if h not in first)
            for column, others in matched.rivals.items()
            if column in headers and not set(others) <= set(first)
        },
        kept=matched.kept,
    )


def _members(
    parts: Mapping[str, tuple[str, ...]], category: str | None, rules: Rules
) -> list[Member]:
    found = []
    for name, texts in parts.items():
        group = _group(texts[:-1], rules)
        if group is None or _means_column(texts[-1], rules):
            continue
        kind, group_name = group
        within = category or _category_of(group_name)
        word = without_number(split_header(texts[-1]).name)
        code = _code(kind, word, within, rules)
        units = split_header(texts[-1]).units or split_header(group_name).units
        found.append(Member(name, kind, word, code, units))
    counts = Counter(member.kind for member in found)
    return [m for m in found if counts[m.kind] > 1 or m.code is not None]


def _group(texts: tuple[str, ...], rules: Rules) -> tuple[str, str] | None:
    for text in texts:
        for kind in _KINDS:
            code = rules.vocabulary.find(kind, without_number(split_header(text).name))
            if code in _GROUPS:
                return code, text
    return None


def _means_column(word: str, rules: Rules) -> bool:
    name = split_header(word).name
    return any(rules.vocabulary.find(kind, name) is not None for kind in _KINDS)


def _category_of(group: str) -> str | None:
    return next((c for word, c in _CATEGORY_WORDS.items() if word in group), None)


def _code(kind: str, word: str, category: str | None, rules: Rules) -> str | None:
    if kind != "due":
        return rules.vocabulary.find(kind, word, category=category)
    days, _ = parse_dates(pd.Series([word]), deadline=True, zone=rules.zone)
    return None if days.isna().any() else days.iloc[0].date().isoformat()


_BATCH = ("batch_name", "approval_no")
_PARCEL = (*_BATCH, "parcel_id", "name")
_BATCH_AREAS = {"batch_area_m2", "batch_left_m2"}
_NOISE = 0.01  # m²; below any figure that a ledger prints


class _Side(NamedTuple):
    """One side of an equation: m² of each run of rows, its names, half a digit."""

    m2: pd.Series
    stated: Text
    slack: float


def drop_repeats(
    frame: pd.DataFrame, areas: Mapping[str, Area], notes: Notes
) -> dict[str, Area]:
    """Leave out batch and parcel areas that are typed again on every supply row."""
    if "supplied_area_m2" not in areas:
        return dict(areas)
    kept = dict(areas)
    runs = {True: _runs(frame, _BATCH), False: _runs(frame, _PARCEL)}
    for name, area in areas.items():
        if name == "supplied_area_m2":
            continue
        run = runs[name in _BATCH_AREAS]
        first = area.m2.groupby(run).transform("first")
        later = area.m2.notna().groupby(run).cumsum() > 1
        repeat = later & (area.m2 == first)
        shown = area.figures.astype("str").array
        notes.at("ledger_area_repeated", repeat, column=area.header, value=shown)
        kept[name] = area._replace(m2=area.m2.mask(repeat))
    return kept


def check_levels(frame: pd.DataFrame, areas: Mapping[str, Area], notes: Notes) -> None:
    """Check that what is left of each parcel and batch closes."""
    run = _runs(frame, _PARCEL)
    left = _left(areas, run)
    if left is None:
        return
    if "parcel_left_m2" in areas:
        _compare(left, _unsupplied(areas, run), run, notes)
        _check_deadlines(frame, left.m2, run, notes)
    for kind in ("cause", "disposal_type"):
        names = [name for name in areas if name.startswith(f"{kind}.")]
        _compare(left, _sum(areas, names, run, f"sum_of_{kind}"), run, notes)
    if "batch_left_m2" in areas:
        batch = _runs(frame, _BATCH)
        whole = _sum(areas, ["batch_left_m2"], batch, "left_of_batch")
        parts = ("parcel_left_m2",) if "parcel_left_m2" in areas else ()
        _compare(whole, _sum(areas, parts, batch, "left_of_parcels"), batch, notes)


def _runs(frame: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Give each run of rows with the same keys a number; without keys, each row."""
    keys = frame[[name for name in names if name in frame]].astype("str").fillna("")
    if keys.empty:
        return pd.Series(np.arange(len(frame)), index=frame.index)
    return keys.ne(keys.shift()).any(axis=1).cumsum()


def _left(areas: Mapping[str, Area], run: pd.Series) -> _Side | None:
    """Tell what is left of each parcel: as the ledger says, or as follows from it."""
    if "parcel_left_m2" in areas:
        return _sum(areas, ["parcel_left_m2"], run, "left_of_parcel")
    return _unsupplied(areas, run)


def _unsupplied(areas: Mapping[str, Area], run: pd.Series) -> _Side | None:
    area = _sum(areas, ["declared_area_m2"], run, "area_of_parcel")
    supplied = _sum(areas, ["supplied_area_m2"], run, "area_supplied")
    if area is None or supplied is None:
        return area
    rest = area.m2 - supplied.m2.fillna(0.0)
    return _Side(rest, _stated("area_less_supplied"), max(area.slack, supplied.slack))


def _stated(key: str) -> Text:
    return Text(f"finding.ledger.{key}")


def _sum(
    areas: Mapping[str, Area], names: Sequence[str], run: pd.Series, key: str
) -> _Side | None:
    """Sum columns over runs of rows; None where the ledger has no such column."""
    chosen = [areas[name] for name in names if name in areas]
    if not chosen:
        return None
    rows = pd.concat([area.m2 for area in chosen], axis=1).sum(axis=1, min_count=1)
    slack = max(last_digit(area) for area in chosen)
    return _Side(rows.groupby(run).sum(min_count=1), _stated(key), slack)


def _compare(
    left: _Side | None, right: _Side | None, run: pd.Series, notes: Notes
) -> None:
    """Report every run whose sides differ by half a digit of the coarser or more."""
    if left is None or right is None:
        return
    off = (left.m2.fillna(0.0) - right.m2.fillna(0.0)).abs()
    wrong = off > max(left.slack, right.slack) + _NOISE
    where = ~run.duplicated() & run.map(wrong).astype(bool)
    notes.at(
        "ledger_left_differs",
        where,
        left_zh=left.stated.zh,
        left_en=str(left.stated),
        left=_in_mu(left.m2, run),
        right_zh=right.stated.zh,
        right_en=str(right.stated),
        right=_in_mu(right.m2, run),
        difference=_in_mu(off, run),
    )


def _check_deadlines(
    frame: pd.DataFrame, left: pd.Series, run: pd.Series, notes: Notes
) -> None:
    if "due" not in frame:
        return
    without = frame["due"].isna().groupby(run).all() & (left > _NOISE)
    where = ~run.duplicated() & run.map(without).astype(bool)
    notes.at("ledger_no_deadline", where, left=_in_mu(left, run))


def _in_mu(values: pd.Series, run: pd.Series) -> list[str]:
    mu = from_m2(values.fillna(0.0), "mu")
    return run.map(mu.map("{:.6g}".format)).to_list()


_TICKS = {"√", "✓", "✔", "☑", "▲", "●", "○", "是", "有", "y", "yes", "v"}


def read_group(
    table: LedgerTable, members: Sequence[Member], notes: Notes, *, units: Units
) -> tuple[pd.Series | None, dict[str, Area]]:
    """Read a group of columns such as 未供原因 with a column for each cause."""
    if not members:
        return None, {}
    if members[0].kind == "due" or _is_ticked(table, members):
        return _ticked(table, members), {}
    areas: dict[str, Area] = {}
    for member in members:
        name = base = f"{member.kind}.{member.code or member.word}"
        again = 2
        while name in areas:
            name, again = f"{base}.{again}", again + 1
        areas[name] = read_area(
            table, member.header, notes, named=member.units, units=units
        )
    return None, areas


def _is_ticked(table: LedgerTable, members: Sequence[Member]) -> bool:
    cells = pd.concat([table.frame[member.header] for member in members])
    given = cells[~is_missing(cells)]
    ticks = [isinstance(v, str) and half_width(v).casefold() in _TICKS for v in given]
    return bool(ticks) and all(ticks)


def _ticked(table: LedgerTable, members: Sequence[Member]) -> pd.Series:
    """Give the code of the column that is ticked, where it is one only."""
    marks = np.column_stack([
        ~is_missing(table.frame[member.header]) for member in members
    ])
    codes = np.array([member.code for member in members], dtype=object)
    chosen = np.where(marks.sum(axis=1) == 1, codes[marks.argmax(axis=1)], None)
    words = pd.Series(chosen, index=table.frame.index, dtype="str")
    if members[0].kind == "due":
        return pd.to_datetime(words).astype("datetime64[s]")
    return words


_TERMS = {"category", "banner", "cause", "disposal_type", "status", "yes_no"}
_NUMBERS_OF_PAPERS = {
    *("parcel_id", "supervision_no", "contract_no", "filed_no", "recognition_no"),
}
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
    """Interpret one table."""
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
    note_ruined(table.frame, job.notes)
    totals = check_totals(table, areas)
    areas = drop_repeats(frame, areas, job.notes)
    check_levels(frame, areas, job.notes)
    ledger = _put_together(job, frame, areas)
    return ledger, job.notes.issues() + totals


def _report_header(job: _Job) -> None:
    table, matched = job.table, job.columns.matched
    pairs = [f"{header}→{column}" for column, header in matched.headers.items()]
    pairs += [f"{m.header}→{m.kind}.{m.code}" for m in job.columns.members if m.code]
    named = [matched.in_words()] if matched.headers else []
    for member in job.columns.members:
        terms = job.rules.vocabulary.terms.get(member.kind, {})
        if member.code is not None:
            label = terms[member.code].zh if member.code in terms else member.code
            named.append(f"{member.header}→{label}")
    job.notes.once(
        "ledger_header_found",
        first=table.header.top + 1,
        last=table.header.bottom + 1,
        count=len(table.frame),
        mapped_en="、".join(pairs) or "—",
        mapped_zh="、".join(named) or "—",
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
        zone = job.rules.zone
        days, bad = parse_dates(cells, deadline=column == "due", zone=zone)
        job.notes.at("bad_date", bad, column=header, value=shown)
        note_moved(cells, days, job.notes, header=header, zone=zone)
        return days
    if kind == "money":
        return read_money(cells, job.notes, header=header)
    if kind in {"ratio", "float", "int"}:
        numbers, bad = parse_numbers(cells)
        note_commas(cells, job.notes, header=header)
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
    note_formats(job.table, header, notes)
    if column == "parcel_id":
        return read_ids(cells, notes, header=header)
    ids, bad = parse_ids(cells)
    notes.at("digits_lost", bad, column=header, value=cells.astype("str").array)
    return ids


def note_formats(table: LedgerTable, header: str, notes: Notes) -> None:
    """Say which ids were read as their number formats show them, and which may be."""
    formats = table.formats.get(header, {})
    cells = table.frame[header]
    for code, is_read in (("id_from_format", True), ("id_format_doubtful", False)):
        where = np.zeros(len(cells), dtype=bool)
        at = [n for n in formats if isinstance(cells.iloc[n], str) is is_read]
        where[at] = True
        form = np.full(len(cells), "", dtype=object)
        form[at] = [formats[n] for n in at]
        notes.at(code, where, column=header, value=cells.astype("str").array, form=form)


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
    return whole[~job.notes.rejected].reset_index(drop=True)


def _other(table: LedgerTable, header: str) -> pd.Series:
    """Read a column that is not ours: numbers where all are numbers, else text."""
    cells = table.frame[header]
    given = cells[~is_missing(cells)]
    numeric = [isinstance(v, int | float | np.number) for v in given]
    if not numeric or not all(numeric):
        return parse_text(cells)
    if split_header(header).units or "面积" in header:
        cells = cells.where(table.own[header])
    return cells.astype("float64")


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

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


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
        The category of all rows ("approved_unsupplied" or 批而未供, "idle" or
        闲置土地), where the ledger has no column for it; it tells what words such as
        其他 mean.
    unit
        The unit of areas for which neither the cell, the header nor a line above the
        table names one.
    fields
        Header, or its last part, → our column; goes before the vocabulary, and tells
        the row of the header where no word of it is known.
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
    if category is not None:
        found = words.find("category", category)
        if found is None:
            codes = ", ".join(words.codes("category"))
            raise ValueError(f"category={category!r}: use one of {codes}")
        category = found
    stated = dict(fields or {})
    ids = [name for name, column in stated.items() if column == "parcel_id"]
    tables = read_tables(
        path,
        sheet=sheet,
        header=header,
        encoding=encoding,
        ids=ids,
        rules=_with_headers(known, stated),
    )
    _require_headers(stated, tables)
    read = [
        read_table(t, fields=stated, category=category, unit=unit, rules=known)
        for t in tables
    ]
    ledgers = [ledger for ledger, _ in read]
    ledger = ledgers[0] if len(ledgers) == 1 else pd.concat(ledgers, ignore_index=True)
    ledger = _in_order(ledger, words)
    remember_rules(ledger, known)
    issues = [*(found for _, found in read), _look_alikes(ledger)]
    return LedgerResult(ledger, Issues.concat(issues))


def _with_headers(rules: Rules, stated: Mapping[str, str]) -> Rules:
    """Let headers that the user names be known when the header is looked for."""
    aliases: dict[str, dict[str, dict[str, list[str]]]] = {}
    for header, column in stated.items():
        for kind in ("field", "ledger_field"):
            if column in rules.vocabulary.terms[kind]:
                of_kind = aliases.setdefault(kind, {})
                of_kind.setdefault(column, {"aliases": []})["aliases"].append(header)
    return rules.extended({"vocabulary": aliases}) if aliases else rules


def _look_alikes(ledger: pd.DataFrame) -> Issues:
    """Name the ids that differ from another of the ledger in nothing that is seen."""
    if "parcel_id" not in ledger:
        return Issues.none()
    each = ledger.drop_duplicates("parcel_id")
    later, first = find_alike(each["parcel_id"])
    if not len(later):
        return Issues.none()
    rows, before = each.iloc[later], each.iloc[first]
    return Issues.of(
        "ledger_ids_look_alike",
        source=rows["source"],
        source_row=rows["source_row"],
        parcel_id=rows["parcel_id"],
        value=rows["parcel_id"].map(visible),
        details={
            "other_id": before["parcel_id"].map(visible),
            "other_source": before["source"],
            "other_row": before["source_row"],
        },
    )


def _require_headers(stated: Mapping[str, str], tables: list[LedgerTable]) -> None:
    there = {part for t in tables for parts in t.header.parts for part in parts}
    there |= {name for table in tables for name in table.frame.columns}
    if missing := [name for name in stated if name not in there]:
        raise SchemaError("ledger_headers_missing", missing=missing)


def _in_order(ledger: pd.DataFrame, words: Vocabulary) -> pd.DataFrame:
    """Put our columns first, in the order of the vocabulary, and the place last."""
    known = [*words.codes("field"), *words.codes("ledger_field")]
    place = ["source", "source_row"]
    first = [name for name in known if name in ledger]
    groups = [n for n in ledger if str(n).startswith(("cause.", "disposal_type."))]
    others = [n for n in ledger if n not in {*first, *groups, *place}]
    return ledger[[*first, *groups, *others, *place]]
