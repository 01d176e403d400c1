"""Reading boundary-point files into a layer, with a report of every guess."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from landbase.errors import SourceError
from landbase.io.boundary_points.heads import (
    AREA,
    COUNT,
    SHAPE,
    TECHNICAL,
    UNIT,
    Dialect,
    Heads,
    Parcels,
    Shifted,
    are_degrees,
    can_be_minutes,
    choose_dialect,
    join_names,
    known_dialects,
    place_points,
    read_parcel_lines,
    signature,
    states_minutes,
)
from landbase.io.boundary_points.lines import read_bytes
from landbase.io.boundary_points.rings import (
    Cut,
    Nested,
    RingSet,
    Verdict,
    cut_rings,
    judge,
    make_rings,
    nest,
)
from landbase.io.counts import compare_total, count_head_lines
from landbase.io.encoding import origin_of
from landbase.io.layers import RawTable
from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    from pyproj import CRS

    from landbase.io.boundary_points.heads import Broken
    from landbase.io.boundary_points.lines import Header

__all__ = ["is_boundary_points", "read_boundary_points"]

_MILLION = 1_000_000
_RADIUS = 6_371_000
_WIDEST = 500  # fields of a head line; the widest dialect has some thirty


class Block(NamedTuple):
    """Parcels of one coordinate system, one entry each unless said otherwise.

    Attributes
    ----------
    shapes
        The polygons; None where the parcel is set aside.
    rejected
        Parcels set aside.
    crs
        The CRS stated.
    faults
        Issue code → the parcels it sets aside, each in one of them.
    nested, verdict
        The readings of the rings, and what the declared area says.
    cut, rings
        How points were parted into rings (points and owners counted in the block).
    counts
        Number of points.
    notes
        Issue code → value and details, for the block as a whole.
    """

    shapes: npt.NDArray[np.object_]
    rejected: npt.NDArray[np.bool_]
    crs: CRS | None
    faults: dict[str, npt.NDArray[np.bool_]]
    nested: Nested
    verdict: Verdict
    cut: Cut
    rings: RingSet
    counts: npt.NDArray[np.intp]
    notes: dict[str, dict[str, Any]]


class _Points(NamedTuple):
    owner: npt.NDArray[np.intp]
    ring: npt.NDArray[np.int64]
    first: npt.NDArray[np.float64]
    second: npt.NDArray[np.float64]


def read_block(parcels: Parcels, table: Table, rows: npt.NDArray[np.intp]) -> Block:
    """Make polygons of some parcels under one kind of header."""
    points = _of_rows(parcels, rows)
    header = parcels.sections.headers[parcels.header[rows[0]]]
    broken = np.zeros(parcels.total, dtype=bool)
    broken[[one.parcel for one in parcels.broken if one.parcel >= 0]] = True
    declared = _column(table, AREA, rows)
    lost = broken[rows] | _not_areas(_column(table, SHAPE, rows))
    degrees = are_degrees(points.first, points.second) and not header.signs
    can_be = degrees and can_be_minutes(points.first, points.second)
    said = states_minutes(header)
    block = _try(points, len(rows), header, declared, minutes=can_be and said)
    if degrees and said and not can_be:
        block.notes["boundary_no_minutes"] = {"value": header.value(UNIT)}
    if can_be and not said:
        other = _try(points, len(rows), header, declared, minutes=True)
        fits = [int(b.verdict.fits["containment"].sum()) for b in (block, other)]
        block = other if fits[1] > fits[0] else block
    return _settle(block, broken[rows], lost)


def _column(table: Table, name: str, rows: npt.NDArray[np.intp]) -> pd.Series:
    if name not in table.frame.columns:
        return pd.Series(pd.array([None] * len(rows), dtype="str"))
    return table.frame[name].iloc[rows].reset_index(drop=True)


def _not_areas(shape: pd.Series) -> npt.NDArray[np.bool_]:
    others = [word for word in shape.dropna().unique() if set(word) & set("点线")]
    return shape.isin(others).to_numpy(dtype=bool)


def _of_rows(parcels: Parcels, rows: npt.NDArray[np.intp]) -> _Points:
    """Take the points of some parcels, owners counted among these."""
    p = parcels.points
    if len(rows) == parcels.total:
        return _Points(parcels.owner, p.ring, p.first, p.second)
    place = np.full(parcels.total, -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    owner = place[parcels.owner]
    use = owner >= 0
    return _Points(owner[use], p.ring[use], p.first[use], p.second[use])


def _try(
    points: _Points, total: int, header: Header, declared: pd.Series, *, minutes: bool
) -> Block:
    """Read the points one way, without a word on what is set aside."""
    placed = place_points(points.first, points.second, header, minutes=minutes)
    xy = np.column_stack([placed.x, placed.y])
    cut = cut_rings(points.owner, points.ring, xy)
    rings = make_rings(points.owner, cut.starts, xy)
    short = np.zeros(total, dtype=bool)
    missing = shapely.is_missing(rings.rings)
    short[rings.owner[missing]] = True
    whole = RingSet(
        rings.owner[~missing], rings.rings[~missing], rings.closed[~missing]
    )
    nested = nest(whole, total, degrees=placed.degrees)
    counts = np.bincount(points.owner, minlength=total)
    return Block(
        nested.shapes,
        np.zeros(total, dtype=bool),
        placed.crs,
        {"boundary_no_points": counts == 0, "boundary_short_ring": short},
        nested,
        judge(declared, nested, stretch=0.0 if placed.degrees else _stretch(placed.x)),
        cut,
        rings,
        counts,
        placed.notes,
    )


def _stretch(easting: npt.NDArray[np.float64]) -> float:
    """Give the most that a plane area exceeds the true one: (distance / radius)²."""
    if not len(easting):
        return 0.0
    off = np.abs(easting % _MILLION - _MILLION / 2).max()
    return float(off / _RADIUS) ** 2


def _settle(
    block: Block, broken: npt.NDArray[np.bool_], lost: npt.NDArray[np.bool_]
) -> Block:
    """Decide which reading of the rings counts, and which parcels are set aside."""
    nested, fits = block.nested, block.verdict.fits
    several = nested.rings > 1
    said = np.isfinite(block.verdict.declared)
    filled = several & ~fits["containment"] & fits["filled"]
    unproven = several & said & ~fits["containment"] & ~filled
    doubtful = unproven & (~nested.agrees | nested.crossing)
    found = {
        "boundary_bad_point": broken,
        "boundary_not_area": lost & ~broken,
        **block.faults,
        "boundary_rings_undecided": doubtful | (several & nested.crossing),
    }
    rejected = np.zeros(len(broken), dtype=bool)
    faults = {}
    for code, where in found.items():
        faults[code] = where & ~rejected
        rejected |= where
    shapes = np.where(filled, nested.filled, nested.shapes)
    return block._replace(shapes=shapes, rejected=rejected, faults=faults)


ID, NAME = "地块编号", "地块名称"
_SAMPLE = 2_000


class Table(NamedTuple):
    """The attributes of parcels.

    Attributes
    ----------
    frame
        One row a parcel; text as found, missing where empty.
    templates
        How head lines were read: label, number of lines, names of the fields.
    said
        Number of points that each head line states; NaN where it states none.
    shifted
        Head lines with more commas than they should have.
    """

    frame: pd.DataFrame
    templates: list[tuple[str, int, list[str]]]
    said: npt.NDArray[np.float64]
    shifted: list[Shifted]


def make_table(
    parcels: Parcels, among: Mapping[str, Dialect], *, stated: str | None
) -> Table:
    """Name the fields of head lines, by the legend above them or by a template."""
    counts = np.bincount(parcels.owner, minlength=parcels.total)
    choices = {stated: among[stated]} if stated else among
    joined = join_names(
        parcels.heads, widths={len(one.head) for one in choices.values()}
    )
    templates, parts = [], []
    for group in _by_legend(parcels, joined.heads):
        if len(group.columns) > _WIDEST:
            raise SourceError("points_head_wide", fields=len(group.columns))
        legend = tuple(parcels.sections.headers[parcels.header[group.rows[0]]].legend)
        label, names = _names(group, counts, legend, choices)
        templates.append((label, len(group.rows), names))
        parts.append(_frame(group, names))
    said = np.full(parcels.total, np.nan)
    for part in parts:
        said[part.index] = part.pop(COUNT) if COUNT in part else np.nan
    frame = pd.concat(parts) if len(parts) > 1 else (parts or [pd.DataFrame()])[0]
    frame = frame.reindex(np.arange(parcels.total))
    if not parts:
        frame[ID] = pd.array([None] * len(frame), dtype="str")
    return Table(_with_keys(frame, parcels), templates, said, joined.shifted)


def _by_legend(parcels: Parcels, heads: list[Heads]) -> list[Heads]:
    """Part groups of head lines whose headers give different legends."""
    legends = [tuple(header.legend) for header in parcels.sections.headers]
    if len(set(legends)) == 1:
        return heads
    kinds = {legend: number for number, legend in enumerate(dict.fromkeys(legends))}
    kind = np.array([kinds[legend] for legend in legends])[parcels.header]
    groups = []
    for group in heads:
        for which in np.unique(kind[group.rows]):
            here = np.flatnonzero(kind[group.rows] == which).tolist()
            columns = [[column[at] for at in here] for column in group.columns]
            groups.append(Heads(group.rows[here], columns))
    return groups


def _frame(group: Heads, names: list[str]) -> pd.DataFrame:
    """Make columns of text, missing where empty; the count of points as numbers."""
    columns: dict[str, Any] = {}
    for name, cells in zip(names, group.columns, strict=True):
        if name == COUNT:
            columns[name] = _counts(cells)
        elif name:
            columns[name] = _texts(cells)
    return pd.DataFrame(columns, index=group.rows)


def _texts(cells: list[str]) -> Any:
    """Make a column of text, missing where empty; most columns say one thing only."""
    if cells.count(cells[0]) == len(cells):
        one = pd.array([cells[0] or None], dtype="str")
        return one.take(np.zeros(len(cells), dtype=np.intp))
    known = [cell or None for cell in cells] if "" in cells else cells
    return pd.array(known, dtype="str")


def _counts(cells: list[str]) -> npt.NDArray[np.float64]:
    """Read the numbers of points that head lines state; NaN where there is none."""
    distinct = list(dict.fromkeys(cells))
    numbers = pd.to_numeric(pd.Series(distinct, dtype=object), errors="coerce")
    known = dict(zip(distinct, numbers.astype("float64"), strict=True))
    return np.array([known[cell] for cell in cells], dtype=np.float64)


def _names(
    group: Heads,
    counts: npt.NDArray[np.intp],
    legend: tuple[str, ...],
    among: Mapping[str, Dialect],
) -> tuple[str, list[str]]:
    """Name the fields of head lines of one width."""
    width = len(group.columns)
    if len(legend) == width:
        return "【…】", _unique(legend)
    sample = pd.DataFrame({
        n: pd.array(c[:_SAMPLE], dtype="str") for n, c in enumerate(group.columns)
    })
    dialect = choose_dialect(sample, counts[group.rows[:_SAMPLE]], among)
    if len(among) == 1:
        dialect = next(iter(among.values()))
    if dialect is None:
        return "—", [f"列{number}" for number in range(1, width + 1)]
    alike = [d.zh for d in among.values() if d.head == dialect.head]
    extra = [f"列{number}" for number in range(len(dialect.head) + 1, width + 1)]
    return " / ".join(alike), [*dialect.head[:width], *extra]


def _unique(names: tuple[str, ...]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def _with_keys(frame: pd.DataFrame, parcels: Parcels) -> pd.DataFrame:
    """Add the keys of headers that describe the land, each as a column."""
    headers = parcels.sections.headers
    flat = [
        {k: v for keys in header.sections.values() for k, v in keys.items() if v}
        for header in headers
    ]
    names = dict.fromkeys(name for keys in flat for name in keys)
    extra = [n for n in names if n not in TECHNICAL and n not in frame.columns]
    added = {
        name: pd.array([flat[h].get(name) for h in parcels.header], dtype="str")
        for name in extra
    }
    return frame.assign(**added)


_READINGS = {
    "containment": "包含关系",
    "filled": "不扣内环",
    "direction": "环的方向",
    "first_is_shell": "首环减其余",
    "all_parts": "全部相加",
}
_SHOWN = 40
_QUOTED = 100


def report_file(parcels: Parcels, table: Table, *, source: str) -> Issues:
    """Report what concerns the file: encoding, header, templates, stray lines."""
    found: list[Issues] = []

    def note(code: str, value: Any, **details: Any) -> None:
        if value:
            found.append(Issues.of(code, source=source, value=value, details=details))

    choice, sections = parcels.texts.choice, parcels.sections
    if choice is not None:
        note("encoding_chosen", choice.codec.upper(), **origin_of(choice))
    note("boundary_two_encodings", len(parcels.texts.other))
    note("bad_text_lines", "、".join(map(str, parcels.bad_lines)))
    for header in sections.headers:
        technical = [f"{k}={header.value(k)}" for k in TECHNICAL if header.value(k)]
        note("boundary_header", "，".join(technical), line=header.line + 1)
    for label, count, names in table.templates:
        fields = "、".join(filter(None, names))
        note("boundary_dialect", label, count=count, names=fields)
    with_head = sum(len(group.rows) for group in parcels.heads)
    note("boundary_no_heads", parcels.total - with_head)
    note("boundary_identical_heads", parcels.repeated)
    found.append(_note_shifted(table, source))
    stray = [text for _, text in sections.ignored]
    stray += [one.text for one in parcels.broken if one.parcel < 0]
    shown = "；".join(text[:_SHOWN] for text in stray[:5])
    note("boundary_lines_ignored", shown, count=len(stray))
    return Issues.concat(found)


def report_block(
    parcels: Parcels,
    table: Table,
    block: Block,
    *,
    rows: npt.NDArray[np.intp],
    source: str,
) -> Issues:
    """Report what concerns parcels: rings, counts, witnesses, and who is set aside."""
    frame = table.frame.iloc[rows]
    ids = frame[ID].to_numpy(dtype=object) if ID in frame.columns else None
    found = [
        Issues.of(code, source=source, value=part["value"], details=_others(part))
        for code, part in block.notes.items()
    ]

    def note(
        code: str, where: npt.NDArray[np.bool_], *, value: Any = None, **more: Any
    ) -> None:
        at = np.flatnonzero(where)
        if not len(at):
            return
        issue = Issues.of(
            code,
            source=source,
            source_row=rows[at] + 1,
            parcel_id=None if ids is None else ids[at],
            value=None if value is None else np.asarray(value, dtype=object)[at],
            set_aside=code in block.faults,
            details={k: np.asarray(v, dtype=object)[at] for k, v in more.items()},
        )
        found.append(issue)

    for code, where in block.faults.items():
        note(code, where, **_particulars(code, where, parcels, block, rows=rows))
    _note_rings(block, note)
    _note_counts(table.said[rows], block, note)
    return Issues.concat([*found, *_on_rings(block, source)])


def _particulars(
    code: str,
    where: npt.NDArray[np.bool_],
    parcels: Parcels,
    block: Block,
    *,
    rows: npt.NDArray[np.intp],
) -> dict[str, Any]:
    """Give what else to say of the parcels that a fault sets aside."""
    if code == "boundary_bad_point" and where.any():
        return _quoted(parcels, rows)
    if code == "boundary_rings_undecided":
        return {"value": _candidates(block, where)}
    return {}


def _quoted(parcels: Parcels, rows: npt.NDArray[np.intp]) -> dict[str, list[Any]]:
    """Give the first unreadable line of each parcel, its number, and how many are."""
    lines: dict[int, list[Broken]] = {}
    for one in parcels.broken:
        lines.setdefault(one.parcel, []).append(one)
    each = [lines.get(row, []) for row in rows.tolist()]
    return {
        "value": [found[0].text[:_QUOTED] if found else None for found in each],
        "line": [found[0].line if found else None for found in each],
        "count": [len(found) for found in each],
    }


def _note_shifted(table: Table, source: str) -> Issues:
    """Report head lines with too many commas: the name that was read, or none."""
    named = [one for one in table.shifted if one.name is not None]
    others = [one for one in table.shifted if one.name is None]
    ids = table.frame.get(ID)
    return Issues.concat(
        Issues.of(
            code,
            source=source,
            source_row=[one.row + 1 for one in lines],
            parcel_id=None if ids is None else ids.iloc[[one.row for one in lines]],
            column=NAME,
            value=[one.text for one in lines],
            details={"name": [one.name for one in lines]},
        )
        for code, lines in (
            ("boundary_name_commas", named),
            ("boundary_head_unclear", others),
        )
        if lines
    )


def _note_counts(stated: npt.NDArray[np.float64], block: Block, note: Any) -> None:
    """Compare the numbers of points stated, which may count closing points or not."""
    closing = np.bincount(block.rings.owner, block.rings.closed, minlength=len(stated))
    bare = block.counts - closing
    most = bare + np.bincount(block.rings.owner, minlength=len(stated))
    off = np.isfinite(stated) & ((stated < bare) | (stated > most)) & (block.counts > 0)
    whole = np.array([f"{number:.0f}" for number in stated], dtype=object)
    note("boundary_count_differs", off, value=whole, found=block.counts)


def _others(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != "value"}


def _note_rings(block: Block, note: Any) -> None:
    """Say which reading of several rings counts, and what speaks for it."""
    nested, verdict = block.nested, block.verdict
    several = (nested.rings > 1) & ~block.rejected
    said = np.isfinite(verdict.declared)
    fits = verdict.fits["containment"]
    filled = several & ~fits & verdict.fits["filled"]
    chosen = np.where(filled, nested.areas["filled"], nested.areas["containment"])
    shown = {
        "value": _figures(chosen, several, ".2f"),
        "residual": _figures(verdict.declared - chosen, several, "+.2f"),
    }
    note("boundary_rings_filled", filled, **shown)
    note("boundary_rings_read", several & fits, rings=nested.rings, **shown)
    unproven = several & said & ~fits & ~filled
    note("boundary_rings_unproven", unproven, value=_candidates(block, unproven))
    alone = several & ~said & ~nested.agrees
    note("boundary_rings_one_witness", alone, value=_candidates(block, alone))


def _figures(
    numbers: npt.NDArray[np.float64], where: npt.NDArray[np.bool_], form: str
) -> npt.NDArray[np.object_]:
    """Print some numbers."""
    texts = np.full(len(numbers), "", dtype=object)
    texts[where] = [format(number, form) for number in numbers[where]]
    return texts


def _candidates(block: Block, where: npt.NDArray[np.bool_]) -> list[str | None]:
    """List the areas of all readings, of the parcels meant."""
    texts: list[str | None] = [None] * len(where)
    for at in np.flatnonzero(where):
        areas = [
            f"{label} {block.nested.areas[code][at]:.2f}"
            for code, label in _READINGS.items()
        ]
        declared = block.verdict.declared[at]
        texts[at] = "；".join([*areas, f"登记 {declared:.2f}"])
    return texts


def _on_rings(block: Block, source: str) -> list[Issues]:
    """Report how rings were closed and parted, for the whole table."""
    found = []
    counts = {
        "boundary_unclosed": int((~block.rings.closed).sum()),
        "boundary_ring_number": len(block.cut.relabelled),
        "boundary_ring_split": len(block.cut.split),
    }
    for code, count in counts.items():
        if count:
            found.append(Issues.of(code, source=source, value=count))
    return found


_SNIFF = 4096
_MARKS = ("坐标]", "坐标】", "属性描述", "项目信息")


def is_boundary_points(path: Path | str) -> bool:
    """Tell whether a text file looks like boundary points, by its first lines."""
    data = read_bytes(Path(path))[:_SNIFF]
    texts = (data.decode(codec, errors="replace") for codec in ("utf-8", "gb18030"))
    return any(mark in text for text in texts for mark in _MARKS)


def read_boundary_points(
    path: Path | str,
    *,
    source: str | None = None,
    encoding: str | None = None,
    dialect: str | Mapping[str, Any] | None = None,
) -> list[RawTable]:
    """Read a boundary-point TXT file, in whatever form it has."""
    file = Path(path)
    name = source or file.name
    among, stated = known_dialects(dialect)
    return _read(file, name, encoding=encoding, among=among, stated=stated)


def _read(
    file: Path,
    name: str,
    *,
    encoding: str | None,
    among: Mapping[str, Dialect],
    stated: str | None,
) -> list[RawTable]:
    parcels = read_parcel_lines(file, encoding=encoding)
    if not parcels.total:
        raise SourceError("points_file_empty", name=name)
    table = make_table(parcels, among, stated=stated)
    groups = _groups(parcels)
    raws = []
    for number, rows in enumerate(groups, start=1):
        block = read_block(parcels, table, rows)
        called = name if len(groups) == 1 else f"{name}({number})"
        raws.append(_raw(parcels, table, block, rows=rows, source=called))
    issues = report_file(parcels, table, source=raws[0].source)
    raws[0] = replace(raws[0], issues=issues + raws[0].issues)
    heads = count_head_lines(file) or 0
    # parcels without a head line are not counted by head lines
    return compare_total(raws, heads if heads >= parcels.total else None)


def _groups(parcels: Parcels) -> list[npt.NDArray[np.intp]]:
    """Group parcels by the coordinate system that their header states."""
    states: dict[tuple[str, ...], int] = {}
    number = [
        states.setdefault(signature(header), len(states))
        for header in parcels.sections.headers
    ]
    group = np.array(number)[parcels.header]
    return [np.flatnonzero(group == which) for which in np.unique(group)]


def _raw(
    parcels: Parcels,
    table: Table,
    block: Block,
    *,
    rows: npt.NDArray[np.intp],
    source: str,
) -> RawTable:
    """Make a raw table of the parcels that could be given."""
    kept = rows[~block.rejected]
    return RawTable(
        source=source,
        frame=table.frame.iloc[kept].reset_index(drop=True),
        rows=kept.astype(np.int64) + 1,
        geometry=block.shapes[~block.rejected],
        crs=block.crs,
        issues=report_block(parcels, table, block, rows=rows, source=source),
    )
