"""Shapefiles: geometry from GDAL, attributes from the DBF itself."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import pyogrio.raw

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.dbf import DbfTable, read_dbf
from landbase.sources.raw import RawTable
from landbase.sources.vector import call_gdal, stated_crs
from landbase.sources.wkb import decode_wkb

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

__all__ = ["read_shapefile"]


def read_shapefile(path: Path, *, source: str, encoding: str | None = None) -> RawTable:
    """Read a shapefile with the companions it has.

    Parameters
    ----------
    path
        The .shp file. A missing .shx is rebuilt in a temporary folder; a missing or
        unreadable .dbf leaves the rows without attributes, with an error issue.
    source
        What issues call the file.
    encoding
        Overrides what the .cpg, the language byte and the data say.

    Returns
    -------
    table
        One row a record that is not marked as deleted; rows are counted with the
        deleted ones, as a GIS shows them from 1.

    Raises
    ------
    SourceError
        GDAL cannot read the geometry.
    """
    (meta, fids, wkb, _), found = _read_geometry(path, source)
    table = _read_attributes(path, source, encoding, found)
    live = fids.astype(np.int64)
    frame = pd.DataFrame(index=pd.RangeIndex(len(live)))
    if table is not None:
        live = live[~np.isin(live, np.flatnonzero(table.deleted))]
        frame = _on_rows(table, live, source, found)
    rows = live + 1
    geometry, more = decode_wkb(wkb[np.isin(fids, live)], source=source, rows=rows)
    found.append(more)
    return RawTable(
        source=source,
        frame=frame,
        rows=rows,
        geometry=geometry,
        crs=stated_crs(meta["crs"]),
        issues=Issues.concat(found),
    )


def _read_geometry(path: Path, source: str) -> tuple[Any, list[Issues]]:
    """Read the shapes alone: beside a DBF, GDAL passes over shapes without a record."""
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = Path(folder) / "layer.shp"
        shutil.copyfile(path, copy)
        for suffix in (".shx", ".prj"):
            if (part := _companion(path, suffix)) is not None:
                shutil.copyfile(part, copy.with_suffix(suffix))
        found = []
        if not copy.with_suffix(".shx").exists():
            found.append(Issues.of("index_rebuilt", source=source))
        with _rebuilding_index():
            result, warned = call_gdal(
                pyogrio.raw.read, copy, name=source, columns=[], return_fids=True
            )
    if warned:
        found.append(Issues.of("reader_warned", source=source, value=warned))
    return result, found


@contextmanager
def _rebuilding_index() -> Iterator[None]:
    """Let GDAL write a missing .shx beside the .shp."""
    before = pyogrio.get_gdal_config_option("SHAPE_RESTORE_SHX")
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": before})


def _companion(path: Path, suffix: str) -> Path | None:
    """Find the file beside a .shp with another suffix, in any case."""
    name = (path.stem + suffix).casefold()
    return next((p for p in path.parent.iterdir() if p.name.casefold() == name), None)


def _read_attributes(
    path: Path, source: str, encoding: str | None, found: list[Issues]
) -> DbfTable | None:
    beside = _companion(path, ".dbf")
    if beside is None:
        found.append(Issues.of("table_missing", source=source))
        return None
    try:
        table = read_dbf(beside, source=source, encoding=encoding)
    except SourceError as error:
        found.append(Issues.of("table_unreadable", source=source, value=str(error)))
        return None
    found.append(table.issues)
    return table


def _on_rows(
    table: DbfTable, fids: npt.NDArray[np.int64], source: str, found: list[Issues]
) -> pd.DataFrame:
    """Lay the records beside the shapes by their number."""
    if len(without := fids[fids >= len(table.frame)]):
        found.append(Issues.of("no_attributes", source=source, source_row=without + 1))
    extra = np.setdiff1d(np.flatnonzero(~table.deleted), fids)
    if len(extra):
        issue = Issues.of(
            "no_shape", source=source, source_row=extra + 1, set_aside=True
        )
        found.append(issue)
    return table.frame.reindex(fids).reset_index(drop=True)
