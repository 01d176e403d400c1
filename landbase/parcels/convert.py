"""Columns of a file into columns of the parcel table: headers, words, areas, shapes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely
from shapely import GeometryType

from landbase.geometry import (
    is_polygonal,
    is_shown,
    is_valid,
    polygons_only,
    repair,
    survey,
)
from landbase.issues import Issues
from landbase.tables.cells import (
    contains,
    find_commas,
    find_moved_days,
    parse_areas,
    parse_dates,
    parse_numbers,
    parse_text,
)
from landbase.tables.distinct import distinct_rows
from landbase.tables.ids import find_cleaned, parse_ids, visible
from landbase.tables.ruined import find_ruined
from landbase.texts import words
from landbase.units import UNITS, decimals_of, from_m2, to_m2

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.io.layers import RawTable
    from landbase.rules.ruleset import Rules
    from landbase.rules.schema import Tolerances
    from landbase.tables.columns import MatchedColumns
    from landbase.units import AreaUnit

__all__ = [
    "Mapped",
    "Notes",
    "Shown",
    "compare_areas",
    "convert",
    "note_commas",
    "note_moved",
    "note_ruined",
    "read_areas",
    "read_ids",
    "read_money",
    "read_terms",
    "repair_shapes",
]


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


class Notes:
    """The issues of one table; grows while the table is cleaned.

    Attributes
    ----------
    source, rows
        What issues call the table, and the number of each row in it.
    ids
        The parcel id of each row, once it is known.
    rejected
        True for the rows that do not become parcels.
    """

    def __init__(self, raw: RawTable) -> None:
        self.source = raw.source
        self.rows = raw.rows
        self.ids: pd.Series | None = None
        self.rejected = np.zeros(len(raw.rows), dtype=bool)
        self._found = [raw.issues]

    def once(
        self, code: str, *, column: Any = None, value: Any = None, **more: Any
    ) -> None:
        """Note something about the table as a whole; `more` fills the message."""
        issue = Issues.of(
            code, source=self.source, column=column, value=value, details=more
        )
        self._found.append(issue)

    def at(
        self,
        code: str,
        where: npt.ArrayLike,
        *,
        column: Any = None,
        value: Any = None,
        set_aside: bool = False,
        **more: Any,
    ) -> None:
        """Note something about rows."""
        positions = np.flatnonzero(np.asarray(where, dtype=bool))
        if not len(positions):
            return
        ids = None if self.ids is None else self.ids.array.take(positions)
        issue = Issues.of(
            code,
            source=self.source,
            source_row=self.rows[positions],
            parcel_id=ids,
            column=column,
            value=_pick(value, positions),
            set_aside=set_aside,
            details={name: _pick(part, positions) for name, part in more.items()},
        )
        self._found.append(issue)
        if set_aside:
            self.rejected[positions] = True

    def issues(self) -> Issues:
        """Give everything noted so far, in order."""
        return Issues.concat(self._found)


class Shown(NamedTuple):
    """Cells to be shown as they were found; made text only where they are."""

    cells: pd.Series


def _pick(part: Any, positions: npt.NDArray[np.intp]) -> Any:
    if isinstance(part, Shown):
        return part.cells.iloc[positions].astype("str").array
    if part is None or pd.api.types.is_scalar(part):
        return part
    return pd.Series(part).array.take(positions)


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
    """Find the codes of a column of words; what is not known is noted and left out."""
    texts = parse_text(column)
    given = pd.DataFrame({"text": texts})
    if kind in _BY_CATEGORY and category is not None:
        given["category"] = category
    at, first = distinct_rows(given)
    held = given.iloc[first].reset_index(drop=True)
    asked = held["text"]
    codes = _codes(asked, held.get("category"), kind, rules)
    unknown = asked.notna() & codes.isna()
    misfit = pd.Series(data=False, index=held.index)
    if "category" in held and unknown.any():
        misfit[unknown] = rules.vocabulary.find_all(kind, asked[unknown]).notna()
    shown = Shown(texts)
    code = "unknown_category_left" if kind == "category" else f"unknown_{kind}"
    notes.at(code, (unknown & ~misfit).to_numpy()[at], column=header, value=shown)
    if misfit.any():
        label = held["category"].map(rules.vocabulary.labels("category")).fillna("")
        where, labels = misfit.to_numpy()[at], label.array.take(at)
        notes.at("term_misfit", where, column=header, value=shown, category=labels)
    times = np.bincount(at, minlength=len(held))
    _report(asked, codes, times, notes, kind=kind, header=header, rules=rules)
    return pd.Series(codes.array.take(at), index=texts.index, name=kind)


def _codes(
    texts: pd.Series, category: pd.Series | None, kind: str, rules: Rules
) -> pd.Series:
    """Find the codes of words by themselves; of banners by all that names them."""
    codes = rules.vocabulary.find_all(kind, texts, category=category)
    if kind == "banner":
        codes = codes.fillna(rules.find_banners(texts[codes.isna()]))
    return codes


def note_missing(
    codes: pd.Series, column: pd.Series, notes: Notes, header: str
) -> None:
    """Note the cells of a vocabulary column that say nothing."""
    code = "missing_banner" if codes.name == "banner" else "missing_term"
    notes.at(code, parse_text(column).isna(), column=header)


def _report(
    texts: pd.Series,
    codes: pd.Series,
    times: npt.NDArray[np.integer],
    notes: Notes,
    *,
    kind: str,
    header: str,
    rules: Rules,
) -> None:
    """Say which words were taken for which terms, where they are not their labels."""
    labels = codes.map(rules.vocabulary.labels(kind))
    plain = texts.eq(codes) | texts.eq(labels)
    taken = codes.notna() & ~plain
    if taken.any():
        pairs = texts[taken] + "→" + labels[taken]
        counts = pd.Series(times[taken]).groupby(pairs.to_numpy(), sort=False).sum()
        shown = "、".join(f"{pair}（{count}）" for pair, count in counts.items())
        notes.once("terms_mapped", column=header, value=shown)


_TERMS = {"banner", "cause", "disposal_type", "status", "yes_no"}
_NUMBERS_OF_PAPERS = {"supervision_no", "contract_no", "filed_no", "recognition_no"}
_ASKED_FOR = {"banner", "cause", "disposal_type"}
_ELSEWHERE = {"parcel_id", "category", "declared_area_m2"}


def note_ruined(frame: pd.DataFrame, notes: Notes) -> None:
    """Say which texts were ruined before they came here, and what they likely were."""
    for header in frame.columns:
        where, likely = find_ruined(frame[header])
        if not where.any():
            continue
        shown = Shown(frame[header])
        known = likely.notna()
        notes.at(
            "text_ruined_likely",
            where & known,
            column=header,
            value=shown,
            likely=likely.fillna(""),
        )
        notes.at("text_ruined", where & ~known, column=header, value=shown)


def read_ids(column: pd.Series, notes: Notes, *, header: str) -> pd.Series:
    """Read parcel ids; rows without one are set aside."""
    ids, lost = parse_ids(column)
    notes.ids = ids
    note_cleaned(column, ids, notes, header=header)
    notes.at("id_digits_lost", lost, column=header, value=Shown(column), set_aside=True)
    missing = ids.isna() & ~lost
    notes.at("missing_id", missing, column=header, set_aside=True)
    notes.at("id_was_date", _are_moments(column), column=header, value=Shown(ids))
    return ids


def _are_moments(column: pd.Series) -> pd.Series:
    """Tell which cells are moments, as spreadsheets make them of 2022-1-2 or 3-1."""
    if column.dtype != object:
        whole = pd.api.types.is_datetime64_any_dtype(column)
        return column.notna() & whole
    return column.map(lambda cell: isinstance(cell, pd.Timestamp | dt.date)).astype(
        bool
    )


def note_cleaned(
    column: pd.Series, ids: pd.Series, notes: Notes, *, header: str
) -> None:
    """Say which ids held characters that nobody sees, or marks of a spreadsheet."""
    cleaned = (ids != column) & ids.notna() if column.dtype == "str" else ids.notna()
    if cleaned.any():
        cleaned[cleaned] = find_cleaned(column[cleaned])
    if not cleaned.any():
        return
    shown = np.full(len(column), "", dtype=object)
    shown[cleaned] = [visible(value) for value in column[cleaned]]
    taken = ids.to_numpy(dtype=object)
    notes.at("id_cleaned", cleaned, column=header, value=shown, taken=taken)


def convert(
    mapped: Mapped, notes: Notes, *, category: pd.Series, rules: Rules
) -> dict[str, pd.Series]:
    """Convert the columns that stand for themselves: text, words, dates, shares."""
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
            converted[name] = _dates(cells, notes, header, rules.zone)
        elif kind == "money":
            converted[name] = read_money(cells, notes, header=header)
        elif kind in {"ratio", "float", "int"}:
            converted[name] = _numbers(cells, notes, header, share=kind == "ratio")
        elif name in _NUMBERS_OF_PAPERS:
            converted[name] = _papers(cells, notes, header)
        else:
            converted[name] = parse_text(cells)
    return converted


def _papers(cells: pd.Series, notes: Notes, header: str) -> pd.Series:
    ids, bad = parse_ids(cells)
    notes.at("digits_lost", bad, column=header, value=Shown(cells))
    return ids


def _dates(cells: pd.Series, notes: Notes, header: str, zone: dt.tzinfo) -> pd.Series:
    days, bad = parse_dates(cells, zone=zone)
    notes.at("bad_date", bad, column=header, value=Shown(cells))
    note_moved(cells, days, notes, header=header, zone=zone)
    return days


def note_moved(
    cells: pd.Series, days: pd.Series, notes: Any, *, header: str, zone: dt.tzinfo
) -> None:
    """Say which moments were taken for another day than the one written."""
    if _at_sixteen(cells):
        notes.once("days_at_sixteen", column=header)
    moved = find_moved_days(cells, zone)
    if not moved.any():
        return
    day = days.dt.strftime("%Y-%m-%d").fillna("").to_numpy(dtype=object)
    notes.at(
        "day_in_zone",
        moved,
        column=header,
        value=cells.astype("str").array,
        day=day,
        zone=str(zone),
    )


# Midnight of China in UTC, where a program has dropped that it is UTC.
_SIXTEEN = r".*[T ]16:00(?::00(?:\.0+)?)?"


def _at_sixteen(cells: pd.Series) -> bool:
    """Tell whether every moment of a column is at four in the afternoon, in no zone."""
    if pd.api.types.is_numeric_dtype(cells):
        return False
    there = cells.dropna()
    for part in (there[:1], there):  # the first tells of most columns
        if not contains(part.astype("str"), _SIXTEEN, whole=True).all():
            return False
    return not there.empty


def note_commas(cells: pd.Series, notes: Any, *, header: str) -> None:
    """Say what the commas in the figures of a column were taken for."""
    if commas := find_commas(cells):
        notes.once(f"commas_{commas}", column=header)


def _numbers(cells: pd.Series, notes: Notes, header: str, *, share: bool) -> pd.Series:
    numbers, bad = parse_numbers(cells)
    note_commas(cells, notes, header=header)
    notes.at("bad_number", bad, column=header, value=Shown(cells))
    if not share:
        return numbers
    if "%" in header or "％" in header:  # the header says what the cells leave out
        said = parse_text(cells).str.contains("[%％]").fillna(value=False).astype(bool)
        numbers = numbers.where(said, numbers / 100)
    outside = numbers.notna() & ~numbers.between(0, 1)
    notes.at("bad_share", outside, column=header, value=Shown(cells))
    return numbers.mask(outside, np.nan)


_YUAN = {"亿元": 1e-4, "万元": 1.0, "元": 1e4}  # how many are 10,000 yuan


def read_money(cells: pd.Series, notes: Notes, *, header: str) -> pd.Series:
    """Read sums of money in 10,000 yuan; a cell's own 元 goes before the header's."""
    texts = parse_text(cells).fillna("")
    own = texts.str.endswith("元").to_numpy(dtype=bool)
    bare = cells.astype(object).where(~own, texts.str.removesuffix("元"))
    numbers, bad = parse_numbers(bare)
    notes.at("bad_number", bad, column=header, value=Shown(cells))
    unit = next((unit for unit in _YUAN if unit in header), None)
    if unit is None and (numbers.notna() & ~own).any():
        notes.once("money_unit_assumed", column=header)
    # 1.2万元 is 1.2万 yuan by now
    return numbers / np.where(own, _YUAN["元"], _YUAN[unit or "万元"])


# The units are at least 6.6 times apart, so that this much cannot mix them up.
_NEAR = 0.05
_MOST = 0.5


class _Guess(NamedTuple):
    """The unit that most rows agree with: rows compared, and how many agree."""

    unit: AreaUnit | None
    agree: int
    compared: int


class Declared(NamedTuple):
    """Declared areas as columns of the table, and the step in m² of their digits."""

    columns: dict[str, pd.Series]
    step: pd.Series | None = None


def read_areas(mapped: Mapped, notes: Notes, *, measured: pd.Series) -> Declared:
    """Read the declared areas, in m²."""
    if "declared_area_m2" not in mapped.ours:
        return Declared({})
    cells = mapped.ours["declared_area_m2"]
    header = mapped.matched.headers["declared_area_m2"]
    named = mapped.matched.units.get("declared_area_m2", ())
    areas, bad, numbers, units = parse_areas(cells, unit=named[0] if named else None)
    negative, shown = numbers < 0, Shown(cells)
    note_commas(cells, notes, header=header)
    notes.at("bad_number", bad, column=header, value=shown)
    notes.at("area_negative", negative, column=header, value=shown)
    areas = areas.mask(negative)
    if named:
        _report_named(named[0], _guess(numbers, measured), notes, header)
    unnamed = numbers[numbers.notna() & units.isna() & ~negative]
    if unnamed.empty:
        return Declared({"declared_area_m2": areas}, _steps(numbers, units))
    guess = _guess(unnamed, measured[unnamed.index])
    if guess.unit is None:
        if not notes.rejected[unnamed.index].all():
            notes.once("area_unit_undecided", column=header, **_evidence(guess))
        columns = {"declared_area_m2": areas, header: cells}
        return Declared(columns, _steps(numbers, units))
    notes.once(
        "area_unit_inferred",
        column=header,
        value=UNITS[guess.unit].symbol,
        unit_zh=UNITS[guess.unit].zh,
        unit_en=UNITS[guess.unit].symbol,
        **_evidence(guess),
    )
    columns = {"declared_area_m2": areas.fillna(to_m2(unnamed, guess.unit))}
    return Declared(columns, _steps(numbers, units.fillna(guess.unit)))


_FEWEST_PRINTED = {"mu": 2, "ha": 2, "wan_mu": 4, "km2": 4}
_ENOUGH = 10  # figures that tell coarse printing from round numbers


def _steps(numbers: pd.Series, units: pd.Series) -> pd.Series:
    """Find in what steps areas are printed, in m²; 0 where they are not rounded."""
    step = pd.Series(0.0, index=numbers.index)
    for unit in units.dropna().unique():
        of = (units == unit) & numbers.notna()
        decimals = decimals_of(numbers[of].to_numpy(dtype=np.float64))
        if decimals is None:
            continue
        if of.sum() < _ENOUGH:
            decimals = max(decimals, _FEWEST_PRINTED.get(unit, 0))
        step[of] = to_m2(10.0**-decimals, unit)
    return step


def _beyond(difference: pd.Series, step: pd.Series | None) -> pd.Series:
    """Give what printing in steps does not explain: rounded, or cut off, or up."""
    if step is None:
        return difference.abs()
    ranges = ((-step / 2, step / 2), (-step, 0 * step), (0 * step, step))
    left = [
        pd.Series(np.maximum(np.maximum(low - difference, difference - high), 0.0))
        for low, high in ranges
    ]
    return min(left, key=lambda beyond: int((beyond > 0).sum()))  # the first of equals


def compare_areas(
    declared: Declared, measured: pd.Series, notes: Notes, *, tolerances: Tolerances
) -> None:
    """Note declared areas that differ from the measured by more than is allowed."""
    if "declared_area_m2" not in declared.columns:
        return
    areas = declared.columns["declared_area_m2"]
    off = _beyond(areas - measured, declared.step) > tolerances.slack(measured)
    notes.at(
        "declared_area_differs",
        off,
        column="declared_area_m2",
        value=_printed(areas, off),
        measured=_printed(measured, off),
        difference=_printed(areas - measured, off, "{:+.2f}"),
    )


def _printed(areas: pd.Series, where: pd.Series, form: str = "{:.2f}") -> pd.Series:
    """Write areas where they are wanted; the others stay empty."""
    texts = pd.Series("", index=areas.index, dtype=object)
    texts[where] = areas[where].map(form.format)
    return texts


def _guess(numbers: pd.Series, measured: pd.Series) -> _Guess:
    """Find the unit in which most rows come near the measured area."""
    both = (numbers > 0) & (measured > 0)
    compared = int(both.sum())
    agree = {
        unit: int(
            (numbers[both] / from_m2(measured[both], unit) - 1).abs().le(_NEAR).sum()
        )
        for unit in UNITS
    }
    best = max(UNITS, key=lambda unit: agree[unit])
    decided = compared > 0 and agree[best] > _MOST * compared
    return _Guess(best if decided else None, agree[best], compared)


def _report_named(named: AreaUnit, guess: _Guess, notes: Notes, header: str) -> None:
    """Say which unit the header names, and when the drawn parcels speak for another."""
    if guess.unit not in {None, named}:
        notes.once(
            "area_unit_doubtful",
            column=header,
            value=UNITS[named].symbol,
            unit_zh=UNITS[named].zh,
            unit_en=UNITS[named].symbol,
            other_zh=UNITS[guess.unit].zh,
            other_en=UNITS[guess.unit].symbol,
            **_evidence(guess),
        )
    else:
        notes.once(
            "area_unit_named",
            column=header,
            value=UNITS[named].symbol,
            unit_zh=UNITS[named].zh,
            unit_en=UNITS[named].symbol,
        )


def _evidence(guess: _Guess) -> dict[str, int]:
    return {"agree": guess.agree, "compared": guess.compared}


_NO_METRE = 1e8  # twice the largest easting, with its zone


def repair_shapes(
    geometry: npt.NDArray[np.object_], notes: Notes, *, tolerances: Tolerances
) -> npt.NDArray[np.object_]:
    """Keep polygons, repair invalid ones, and note every change."""
    shapes = geometry.copy()
    filled = is_shown(shapes)
    notes.at("empty_geometry", ~filled, set_aside=True)
    if _take_from_collections(shapes, notes):
        filled = is_shown(shapes)
    flat = is_polygonal(shapes)
    _note_others(shapes, filled & ~flat, notes)
    reach, sure = survey(shapes)
    # no number, or no metre on Earth
    endless = filled & flat & ~(reach < _NO_METRE)
    notes.at("bad_coordinates", endless, set_aside=True)
    shapes[~filled | ~flat | endless] = None
    _repair(shapes, notes, tolerances.repair_share, sure=sure & ~endless)
    return shapes


def _note_others(
    shapes: npt.NDArray[np.object_], others: npt.NDArray[np.bool_], notes: Notes
) -> None:
    """Set aside what is no polygon, by the name of what it is."""
    names = np.full(len(shapes), "", dtype=object)
    names[others] = _names(shapely.get_type_id(shapes[others]))
    known = words("finding", "zh").part("shape")
    kind_zh = names.copy()
    kind_zh[others] = [known.get(name, name) for name in names[others]]
    stated: dict[str, Any] = {"value": names, "kind_zh": kind_zh, "kind_en": names}
    notes.at("not_polygon", others, set_aside=True, **stated)


def _take_from_collections(shapes: npt.NDArray[np.object_], notes: Notes) -> bool:
    """Take the polygons out of mixed collections, in place; tell if there were any."""
    mixed = shapely.get_type_id(shapes) == GeometryType.GEOMETRYCOLLECTION
    if not mixed.any():
        return False
    taken = polygons_only(shapes[mixed])
    some = ~shapely.is_empty(taken)
    hit = np.flatnonzero(mixed)[some]
    shapes[hit] = taken[some]
    where = np.zeros(len(shapes), dtype=bool)
    where[hit] = True
    notes.at("collection_reduced", where)
    return True


def _repair(
    shapes: npt.NDArray[np.object_],
    notes: Notes,
    share: float,
    *,
    sure: npt.NDArray[np.bool_],
) -> None:
    """Repair invalid polygons in place; those that change too much become None."""
    broken = ~is_valid(shapes, sure=sure) & ~shapely.is_missing(shapes)
    if not broken.any():
        return
    reason = np.full(len(shapes), "", dtype=object)
    reason[broken] = shapely.is_valid_reason(shapes[broken])
    before, after = np.zeros(len(shapes)), np.zeros(len(shapes))
    before[broken] = shapely.area(shapes[broken])
    shapes[broken] = repair(shapes[broken])
    after[broken] = shapely.area(shapes[broken])
    larger = np.maximum(before, after)
    change = np.abs(after - before) / np.where(larger > 0, larger, 1)
    percent = np.char.mod("%.4g%%", 100 * change)
    gone = broken & (after <= 0)
    notes.at("zero_area", gone, value=reason, set_aside=True)
    lost = broken & ~gone & (change > share)
    stated: dict[str, Any] = {
        "value": reason,
        "change": percent,
        "why_zh": _in_chinese(reason),
        "why_en": reason,
    }
    notes.at("geometry_broken", lost, set_aside=True, **stated)
    kept = broken & ~gone & ~lost
    notes.at("geometry_repaired", kept, **stated)
    shapes[gone | lost] = None


def _in_chinese(reasons: npt.NDArray[np.object_]) -> list[str]:
    """Say in Chinese what GEOS found, with the place; what is new stays as it is."""
    stated = words("finding", "zh")
    known = stated.part("geos")
    parted = [str(reason).partition("[") for reason in reasons]
    return [
        known.get(what, what) + (stated("at_place", place=place[:-1]) if place else "")
        for what, _, place in parted
    ]


def _names(kinds: npt.NDArray[np.integer]) -> npt.NDArray[np.object_]:
    known = {kind.value: kind.name.lower() for kind in GeometryType}
    return np.array([known[int(kind)] for kind in kinds], dtype=object)
