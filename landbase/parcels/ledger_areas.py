"""Areas of a ledger: units, shares of ways and causes, and sums that must agree."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.issues import Issues
from landbase.parcels.convert import note_commas
from landbase.tables.cells import find_commas, parse_areas, split_header
from landbase.tables.number_formats import read_number_format
from landbase.texts import Text
from landbase.units import UNITS, from_m2, to_m2

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt
    import pandas as pd

    from landbase.io.sheets import LedgerTable
    from landbase.parcels.convert import Notes
    from landbase.tables.cells import Commas
    from landbase.units import AreaUnit

__all__ = [
    "Area",
    "Units",
    "check_signs",
    "check_totals",
    "last_digit",
    "read_area",
    "report_units",
]

_MOST_DECIMALS = 8
_LEFT = {"batch_left_m2", "parcel_left_m2"}
_WHOLE = {"declared_area_m2", "batch_area_m2"}


class Area(NamedTuple):
    """One column of areas.

    Attributes
    ----------
    header
        Its name in the file.
    m2
        On the rows of the table; missing where a merged range repeats it.
    figures
        The figures as found, in `unit` but for cells with a unit of their own.
    unit
        The unit of cells that name none; None where nobody named it.
    evidence
        What named it: "header", "caption" or "argument".
    commas
        What commas in its figures mean.
    """

    header: str
    m2: pd.Series
    figures: pd.Series
    unit: AreaUnit | None
    evidence: str
    commas: Commas = ""


class Units(NamedTuple):
    """What tells the unit of areas beside cells and headers."""

    caption: AreaUnit | None
    argument: AreaUnit | None

    @classmethod
    def of(cls, captions: Sequence[str], argument: AreaUnit | None) -> Units:
        """Read the lines above a table; several different units tell nothing."""
        named = {unit for text in captions for unit in split_header(f"{text}。").units}
        return cls(named.pop() if len(named) == 1 else None, argument)


def read_area(
    table: LedgerTable,
    header: str,
    notes: Notes,
    *,
    named: Sequence[AreaUnit],
    units: Units,
) -> Area:
    """Read a column of areas; what merged ranges repeat is left out."""
    unit, evidence = _choose(named, units)
    own = table.own[header]
    cells = table.frame[header].where(own)
    cells = _with_shown_units(cells, table.formats.get(header, {}), unit, notes)
    commas = find_commas(cells)
    values, bad, figures, found = parse_areas(cells, unit=unit, commas=commas)
    note_commas(cells, notes, header=header)
    shown = cells.astype("str").array
    notes.at("bad_number", bad, column=header, value=shown)
    nameless = figures.notna() & found.isna()
    if nameless.any():
        count = int(nameless.sum())
        notes.once("ledger_area_unit_unknown", column=header, count=count)
    return Area(header, values, figures, unit, evidence, commas)


def _with_shown_units(
    cells: pd.Series, formats: Mapping[int, str], unit: AreaUnit | None, notes: Notes
) -> pd.Series:
    """Write the unit that a number format shows behind the number of its cell.

    A format of another unit than the header's decides nothing; the cell is emptied.
    """
    told = {n: read_number_format(code) for n, code in formats.items()}
    units = {n: form.unit for n, form in told.items() if form and form.unit}
    units = {n: named for n, named in units.items() if cells.notna().iloc[n]}
    if not units:
        return cells
    written = cells.astype(object)
    differs = np.zeros(len(cells), dtype=bool)
    for position, named in units.items():
        value = written.iloc[position]
        differs[position] = unit not in {None, named}
        written.iloc[position] = (
            None if differs[position] else f"{value}{UNITS[named].words[0]}"
        )
    header, shown = cells.name, cells.astype("str").array
    form = np.full(len(cells), "", dtype=object)
    form[list(formats)] = list(formats.values())
    notes.at("unit_format_differs", differs, column=header, value=shown, form=form)
    if not differs.all():
        symbols = {UNITS[u].symbol for n, u in units.items() if not differs[n]}
        for symbol in sorted(symbols):
            notes.once("unit_from_format", column=header, value=symbol)
    return written


def check_signs(areas: Mapping[str, Area], notes: Notes) -> dict[str, Area]:
    """Report areas below zero, and parcels and batches of no area at all."""
    checked = dict(areas)
    for name, area in areas.items():
        below, shown = area.figures < 0, area.figures.map("{:.10g}".format).array
        code = "ledger_left_negative" if name in _LEFT else "area_negative"
        notes.at(code, below, column=area.header, value=shown)
        if name in _WHOLE:
            notes.at("area_zero", area.figures == 0, column=area.header, value=shown)
        if name not in _LEFT:
            checked[name] = area._replace(m2=area.m2.mask(below))
    return checked


def report_units(areas: Iterable[Area], notes: Notes) -> None:
    """Say in which unit columns were read, and by what evidence."""
    columns: dict[tuple[AreaUnit, str], list[str]] = {}
    for area in areas:
        if area.unit is not None and area.figures.notna().any():
            columns.setdefault((area.unit, area.evidence), []).append(area.header)
    for (unit, evidence), headers in columns.items():
        named_by = Text(f"finding.unit_by_{evidence}")
        notes.once(
            "ledger_area_unit",
            column="、".join(headers),
            value=UNITS[unit].symbol,
            unit_zh=UNITS[unit].zh,
            unit_en=UNITS[unit].symbol,
            evidence_zh=named_by.zh,
            evidence_en=str(named_by),
        )


def last_digit(area: Area) -> float:
    """Give half a unit of the last digit that a column prints, in m²."""
    decimals = max(map(_decimals, area.figures.dropna().unique()), default=0)
    return to_m2(0.5 * 10.0**-decimals, area.unit or "m2")


def _decimals(figure: float) -> int:
    exponent = Decimal(repr(float(figure))).normalize().as_tuple().exponent
    return min(max(-int(exponent), 0), _MOST_DECIMALS)


def _choose(named: Sequence[AreaUnit], units: Units) -> tuple[AreaUnit | None, str]:
    if named:
        return named[0], "header"
    if units.caption is not None:
        return units.caption, "caption"
    return units.argument, "argument"


_LEVELS = {"小计": 1, "共计": 1, "合计": 2, "累计": 3, "总计": 3, "总合计": 3}
_WORD = re.compile("总合计|小计|共计|合计|累计|总计")
_NOTHING = 1e-3  # m²; no ledger means so little
_FLOATS = 1e-11  # of the figures: what summing and converting them may leave behind


class _Column(NamedTuple):
    """A column of areas beside the figures of its total rows."""

    area: Area
    half: float
    shown: list[object]
    totals: list[float]
    halves: list[float]


class _Compared(NamedTuple):
    """One figure of a total row against the sum of some rows, all in m²."""

    area: Area
    shown: object
    total: float
    found: float
    tolerance: float
    rounding: float

    @property
    def off(self) -> float:
        return abs(self.total - self.found)

    @property
    def agrees(self) -> bool:
        """Tell whether the figures are the same in every digit that both print."""
        return self.off < _NOTHING or self._within(self.tolerance)

    @property
    def rounded(self) -> bool:
        """Tell whether rounding alone can have made the difference."""
        return self._within(self.rounding)

    def _within(self, bound: float) -> bool:
        return self.off < bound - _FLOATS * max(abs(self.total), abs(self.found))


def check_totals(table: LedgerTable, areas: Mapping[str, Area]) -> Issues:
    """Compare every total row with what it covers."""
    levels = [_level(label) for label in table.total_labels]
    columns = [_column(table, area) for area in areas.values()]
    found = []
    for number, row in enumerate(table.total_rows):
        covers = _covers(table.rows, table.total_rows, levels, number)
        readings = [(c, _compare(columns, number, c)) for c in covers]
        readings = [(cover, compared) for cover, compared in readings if compared]
        if not readings:
            found.append(_left_out(table, int(row), table.total_labels[number]))
            continue
        cover, compared = min(readings, key=lambda reading: _fit(reading[1]))
        where = (table, int(row), table.total_labels[number])
        found += _report(where, int(cover.sum()), compared)
    return Issues.concat(found)


def _level(label: str) -> int:
    match = _WORD.search(label)
    return _LEVELS[match[0]] if match else 1


def _covers(
    rows: npt.NDArray[np.int64],
    totals: npt.NDArray[np.int64],
    levels: Sequence[int],
    number: int,
) -> list[npt.NDArray[np.bool_]]:
    """List which rows a total may cover, the likeliest first."""
    here, level = totals[number], levels[number]
    peers = [t for t, other in zip(totals, levels, strict=True) if other >= level]
    before = max((t for t in peers if t < here), default=0)
    after = min((t for t in peers if t > here), default=np.iinfo(np.int64).max)
    back, on = (rows > before) & (rows < here), (rows > here) & (rows < after)
    choices = [back, on, rows > 0, rows < here]
    return [choice for choice in choices if choice.any()]


def _column(table: LedgerTable, area: Area) -> _Column:
    cells = table.totals[area.header]
    m2, _, figures, _ = parse_areas(cells, unit=area.unit, commas=area.commas)
    halves = [last_digit(area._replace(figures=figures[[n]])) for n in figures.index]
    return _Column(area, last_digit(area), list(cells), list(m2), halves)


def _compare(
    columns: list[_Column], number: int, cover: npt.NDArray[np.bool_]
) -> list[_Compared]:
    compared = []
    for column in columns:
        total = column.totals[number]
        if math.isnan(total):
            continue
        parts = column.area.m2[cover]
        half = column.halves[number]
        tolerance = min(half, column.half)
        rounding = half + column.half * _spread(int(parts.notna().sum()))
        sums = (total, float(parts.sum()), tolerance, rounding)
        compared.append(_Compared(column.area, column.shown[number], *sums))
    return compared


def _fit(compared: list[_Compared]) -> int:
    """Rank a reading: every figure agrees, agrees but for rounding, does not."""
    if all(one.agrees for one in compared):
        return 0
    return 1 if all(one.rounded for one in compared) else 2


def _spread(count: int) -> float:
    """Give how many half digits a sum of rounded figures is off at most, as a rule."""
    return min(float(count), 2 * math.sqrt(count))


def _report(
    where: tuple[LedgerTable, int, str], count: int, compared: list[_Compared]
) -> list[Issues]:
    """Report what differs; one line where nothing does."""
    table, row, label = where
    off = [one for one in compared if not one.agrees]
    if not off:
        details = {"label": label, "count": count}
        return [
            Issues.of(
                "ledger_total_checked",
                source=table.source,
                source_row=row,
                value=label,
                details=details,
            )
        ]
    return [_difference(where, count, one) for one in off]


def _difference(
    where: tuple[LedgerTable, int, str], count: int, one: _Compared
) -> Issues:
    table, row, label = where
    code = "ledger_total_rounding" if one.rounded else "ledger_total_differs"
    unit = one.area.unit or "m2"
    return Issues.of(
        code,
        source=table.source,
        source_row=row,
        column=one.area.header,
        value=str(one.shown),
        details={
            "label": label,
            "count": count,
            "found": f"{from_m2(one.found, unit):.10g}",
            "difference": f"{from_m2(one.off, unit):.6g}",
        },
    )


def _left_out(table: LedgerTable, row: int, label: str) -> Issues:
    return Issues.of("ledger_note", source=table.source, source_row=row, value=label)
