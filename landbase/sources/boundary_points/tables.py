"""The attribute table: fields of head lines under their names, keys of headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.sources.boundary_points.commas import Shifted, join_names
from landbase.sources.boundary_points.dialects import COUNT, Dialect, choose_dialect
from landbase.sources.boundary_points.header import TECHNICAL
from landbase.sources.boundary_points.parcels import Heads

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from landbase.sources.boundary_points.parcels import Parcels

__all__ = ["ID", "NAME", "Table", "make_table"]

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
    parcels: Parcels, among: Mapping[str, Dialect], *, told: str | None
) -> Table:
    """Name the fields of head lines, by the legend above them or by a template.

    Parameters
    ----------
    parcels
        The parcels of a file.
    among
        The templates.
    told
        The template that the user names.

    Returns
    -------
    table
        One row a parcel, in the order of the file.
    """
    counts = np.bincount(parcels.owner, minlength=parcels.total)
    choices = {told: among[told]} if told else among
    joined = join_names(
        parcels.heads, widths={len(one.head) for one in choices.values()}
    )
    templates, parts = [], []
    for group in _by_legend(parcels, joined.heads):
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
