"""Read boundary-point TXT: from lines to raw tables with polygons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from landbase.errors import SourceError
from landbase.sources.boundary_points.blocks import Block, read_block
from landbase.sources.boundary_points.dialects import known_dialects
from landbase.sources.boundary_points.header import signature
from landbase.sources.boundary_points.parcels import Parcels, read_parcel_lines
from landbase.sources.boundary_points.report import report_block, report_file
from landbase.sources.boundary_points.tables import Table, make_table
from landbase.sources.boundary_points.text import read_bytes
from landbase.sources.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from landbase.sources.boundary_points.dialects import Dialect

__all__ = ["is_boundary_points", "read_boundary_points"]

_SNIFF = 4096
_MARKS = ("坐标]", "坐标】", "属性描述", "项目信息")


def is_boundary_points(path: Path | str) -> bool:
    """Tell whether a text file looks like boundary points, by its first lines.

    Parameters
    ----------
    path
        Any file.

    Returns
    -------
    answer
        True where it has one of the format's section marks.
    """
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
    """Read a boundary-point TXT file, in whatever form it has.

    Rings become shells, holes and parts by containment; the turn of the rings and
    the declared area are the other witnesses, and where they do not bear it out an
    issue gives the candidate areas.

    Parameters
    ----------
    path
        The file.
    source
        What issues call it; by default its name.
    encoding
        Its encoding, where the one found is wrong.
    dialect
        The template of its head lines, where the one found is wrong: a name of
        `dialects.toml`, or one of your own with `head` and `point` as there.

    Returns
    -------
    tables
        One, or one for each coordinate system that headers of the file state. Rows
        are parcels, numbered through the file; a parcel that cannot be given has an
        issue that sets it aside.

    Raises
    ------
    SourceError
        The file holds no parcel.
    ConfigError
        A `dialect` of your own cannot be.
    ValueError
        No `dialect` has that name.
    """
    file = Path(path)
    name = source or file.name
    among, told = known_dialects(dialect)
    return _read(file, name, encoding=encoding, among=among, told=told)


def _read(
    file: Path,
    name: str,
    *,
    encoding: str | None,
    among: Mapping[str, Dialect],
    told: str | None,
) -> list[RawTable]:
    parcels = read_parcel_lines(file, encoding=encoding)
    if not parcels.total:
        raise SourceError("points_file_empty", name=name)
    table = make_table(parcels, among, told=told)
    groups = _groups(parcels)
    raws = []
    for number, rows in enumerate(groups, start=1):
        block = read_block(parcels, table, rows)
        called = name if len(groups) == 1 else f"{name}({number})"
        raws.append(_raw(parcels, table, block, rows=rows, source=called))
    issues = report_file(parcels, table, source=raws[0].source)
    raws[0] = replace(raws[0], issues=issues + raws[0].issues)
    return raws


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
    kept = rows[~block.aside]
    return RawTable(
        source=source,
        frame=table.frame.iloc[kept].reset_index(drop=True),
        rows=kept.astype(np.int64) + 1,
        geometry=block.shapes[~block.aside],
        crs=block.crs,
        issues=report_block(parcels, table, block, rows=rows, source=source),
    )
