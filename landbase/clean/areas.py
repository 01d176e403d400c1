"""Declared areas: their unit, by name or by comparison with the drawn parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.units import from_m2, to_m2
from landbase.values import parse_areas

if TYPE_CHECKING:
    import pandas as pd

    from landbase.clean.mapping import Mapped
    from landbase.clean.notes import Notes
    from landbase.rules.schema import Tolerances
    from landbase.units import AreaUnit

__all__ = ["compare_areas", "read_areas"]

_UNITS: tuple[AreaUnit, ...] = ("m2", "mu", "ha", "wan_mu", "km2")
_LABELS = {"m2": "m²", "mu": "亩", "ha": "公顷", "wan_mu": "万亩", "km2": "km²"}
# The units are at least 6.6 times apart, so that this much cannot mix them up.
_NEAR = 0.05
_MOST = 0.5


class _Guess(NamedTuple):
    """The unit that most rows agree with: rows compared, and how many agree."""

    unit: AreaUnit | None
    agree: int
    compared: int


def read_areas(
    mapped: Mapped, notes: Notes, *, measured: pd.Series
) -> dict[str, pd.Series]:
    """Read the declared areas, in m².

    A unit named in the cell or in the header is taken. Otherwise it is the unit in
    which most rows come within 5 % of the measured area; where there is no such unit
    the areas stay missing.

    Parameters
    ----------
    mapped
        The table under our names.
    notes
        Takes the issues.
    measured
        The ellipsoidal area of each row in m², missing where there is no geometry.

    Returns
    -------
    columns
        `declared_area_m2` on the rows of the table, and the column as found under
        its header where its unit could not be decided; nothing where the table has
        no such column.
    """
    if "declared_area_m2" not in mapped.ours:
        return {}
    cells = mapped.ours["declared_area_m2"]
    header = mapped.matched.headers["declared_area_m2"]
    named = mapped.matched.units.get("declared_area_m2", ())
    areas, bad, numbers, units = parse_areas(cells, unit=named[0] if named else None)
    negative, shown = numbers < 0, cells.astype("str").array
    notes.at("bad_number", bad, column=header, value=shown)
    notes.at("area_negative", negative, column=header, value=shown)
    areas = areas.mask(negative)
    if named:
        _report_named(named[0], _guess(numbers, measured), notes, header)
    unnamed = numbers[numbers.notna() & units.isna() & ~negative]
    if unnamed.empty:
        return {"declared_area_m2": areas}
    guess = _guess(unnamed, measured[unnamed.index])
    if guess.unit is None:
        if not notes.aside[unnamed.index].all():
            notes.once("area_unit_undecided", column=header, **_evidence(guess))
        return {"declared_area_m2": areas, header: cells}
    notes.once(
        "area_unit_inferred",
        column=header,
        value=_LABELS[guess.unit],
        **_evidence(guess),
    )
    return {"declared_area_m2": areas.fillna(to_m2(unnamed, guess.unit))}


def compare_areas(
    declared: pd.Series, measured: pd.Series, notes: Notes, *, tolerances: Tolerances
) -> None:
    """Note declared areas that differ from the measured ones by more than is allowed.

    Parameters
    ----------
    declared, measured
        In m², on the rows of the table.
    notes
        Takes the issues.
    tolerances
        `declared_m2` and `declared_share`, of which the larger counts.
    """
    allowed = np.maximum(tolerances.declared_m2, tolerances.declared_share * measured)
    off = (declared - measured).abs() > allowed
    notes.at(
        "declared_area_differs",
        off,
        column="declared_area_m2",
        value=declared.map("{:.2f}".format),
        measured=measured.map("{:.2f}".format),
        difference=(declared - measured).map("{:+.2f}".format),
    )


def _guess(numbers: pd.Series, measured: pd.Series) -> _Guess:
    """Find the unit in which most rows come near the measured area."""
    both = (numbers > 0) & (measured > 0)
    compared = int(both.sum())
    agree = {
        unit: int(
            (numbers[both] / from_m2(measured[both], unit) - 1).abs().le(_NEAR).sum()
        )
        for unit in _UNITS
    }
    best = max(_UNITS, key=lambda unit: agree[unit])
    decided = compared > 0 and agree[best] > _MOST * compared
    return _Guess(best if decided else None, agree[best], compared)


def _report_named(named: AreaUnit, guess: _Guess, notes: Notes, header: str) -> None:
    """Say which unit the header names, and when the drawn parcels speak for another."""
    if guess.unit not in {None, named}:
        notes.once(
            "area_unit_doubtful",
            column=header,
            value=_LABELS[named],
            other=_LABELS[str(guess.unit)],
            **_evidence(guess),
        )
    else:
        notes.once("area_unit_named", column=header, value=_LABELS[named])


def _evidence(guess: _Guess) -> dict[str, int]:
    return {"agree": guess.agree, "compared": guess.compared}
