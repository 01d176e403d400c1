"""The areas of a ledger in m², each counted once, and how finely they are printed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from landbase.units import UNITS, to_m2
from landbase.values import parse_areas, split_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from landbase.clean.notes import Notes
    from landbase.sources.ledger import LedgerTable
    from landbase.units import AreaUnit

__all__ = ["Area", "Units", "check_signs", "last_digit", "read_area", "report_units"]

_MOST_DECIMALS = 8
_LEFT = {"batch_left_m2", "parcel_left_m2"}
_WHOLE = {"declared_area_m2", "batch_area_m2"}
_EVIDENCE = {
    "header": ("表头", "its header"),
    "caption": ("表上方的单位说明", "a line above the table"),
    "argument": ("unit= 参数", "unit="),
}


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
    """

    header: str
    m2: pd.Series
    figures: pd.Series
    unit: AreaUnit | None
    evidence: str


class Units(NamedTuple):
    """What tells the unit of areas beside cells and headers."""

    caption: AreaUnit | None
    argument: AreaUnit | None

    @classmethod
    def of(cls, captions: Sequence[str], argument: AreaUnit | None) -> Units:
        """Read the lines above a table; several different units tell nothing.

        A unit in brackets or after 单位 counts; one at the end of a title, as in
        消化3.49万亩, belongs to a figure, which the full stop keeps apart.
        """
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
    """Read a column of areas; what merged ranges repeat is left out.

    Parameters
    ----------
    table
        The table as found.
    header
        The column.
    notes
        Takes the issues.
    named
        The units in the header.
    units
        The other witnesses of the unit.

    Returns
    -------
    area
        Figures without any unit have no value in m².
    """
    unit, evidence = _choose(named, units)
    own = table.own[header]
    cells = table.frame[header].where(own)
    values, bad, figures, found = parse_areas(cells, unit=unit)
    shown = cells.astype("str").array
    notes.at("bad_number", bad, column=header, value=shown)
    nameless = figures.notna() & found.isna()
    if nameless.any():
        count = int(nameless.sum())
        notes.once("ledger_area_unit_unknown", column=header, count=count)
    return Area(header, values, figures, unit, evidence)


def check_signs(areas: Mapping[str, Area], notes: Notes) -> dict[str, Area]:
    """Report areas below zero, and parcels and batches of no area at all.

    Parameters
    ----------
    areas
        Our column → areas.
    notes
        Takes the issues.

    Returns
    -------
    areas
        The same, those below zero missing; but what is left of a parcel or batch is
        kept, for too much may have been supplied.
    """
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
        zh, en = _EVIDENCE[evidence]
        notes.once(
            "ledger_area_unit",
            column="、".join(headers),
            value=UNITS[unit].symbol,
            evidence_zh=zh,
            evidence_en=en,
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
