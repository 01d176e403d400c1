"""What was found, guessed or set aside in a boundary-point file, as issues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from landbase.issues import Issues
from landbase.sources.boundary_points.header import TECHNICAL
from landbase.sources.boundary_points.tables import ID, NAME

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.sources.boundary_points.blocks import Block
    from landbase.sources.boundary_points.parcels import Broken, Parcels
    from landbase.sources.boundary_points.tables import Table

__all__ = ["report_block", "report_file"]

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
    """Report what concerns the file: encoding, header, templates, stray lines.

    Parameters
    ----------
    parcels, table
        What was read.
    source
        What issues call the file.

    Returns
    -------
    issues
        None of them sets a parcel aside.
    """
    found: list[Issues] = []

    def note(code: str, value: Any, **details: Any) -> None:
        if value:
            found.append(Issues.of(code, source=source, value=value, details=details))

    choice, sections = parcels.texts.choice, parcels.sections
    if choice is not None:
        origin = {"origin": choice.origin, "checked": choice.checked}
        note("encoding_chosen", choice.codec.upper(), **origin)
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
    """Report what concerns parcels: rings, counts, witnesses, and who is set aside.

    Parameters
    ----------
    parcels, table
        All of the file.
    block
        The parcels read.
    rows
        Their positions in the file.
    source
        What issues call the file.

    Returns
    -------
    issues
        Every parcel set aside has exactly one that says so.
    """
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
    several = (nested.rings > 1) & ~block.aside
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
