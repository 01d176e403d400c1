"""Shapefiles: geometry from GDAL, attributes from the DBF itself."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio.raw

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.companions import companion
from landbase.sources.dbf import DbfTable, read_dbf
from landbase.sources.prj import read_prj
from landbase.sources.raw import RawTable
from landbase.sources.shp_records import Mended, mend_shp
from landbase.sources.vector import call_gdal
from landbase.sources.wkb import decode_wkb

if TYPE_CHECKING:
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
    (_, fids, wkb, _), found = _read_geometry(path, source)
    table = _read_attributes(path, source, encoding, found)
    live = fids.astype(np.int64)
    frame = pd.DataFrame(index=pd.RangeIndex(len(live)))
    if table is not None:
        live = live[~np.isin(live, np.flatnonzero(table.deleted))]
        frame = _on_rows(table, live, source, found)
    rows = live + 1
    stated = companion(path, ".prj")
    geometry, more = decode_wkb(wkb[np.isin(fids, live)], source=source, rows=rows)
    found.append(more)
    return RawTable(
        source=source,
        frame=frame,
        rows=rows,
        geometry=geometry,
        crs=None if stated is None else read_prj(stated),
        issues=Issues.concat(found),
    )


def _read_geometry(path: Path, source: str) -> tuple[Any, list[Issues]]:
    """Read the shapes alone: beside a DBF, GDAL passes over shapes without a record."""
    found: list[Issues] = []
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = Path(folder) / "layer.shp"
        shutil.copyfile(path, copy)
        if (index := companion(path, ".shx")) is not None:
            shutil.copyfile(index, copy.with_suffix(".shx"))
        if copy.with_suffix(".shx").exists():
            try:
                result = _shapes(copy, source, found)
            except SourceError as error:
                fault = str(error)
            else:
                # GDAL gives a shape it cannot decode as none at all.
                if all(part is not None for part in result[2]):
                    return result, found
                fault = ""
            mended = mend_shp(copy)
            if not (fault or mended.emptied or mended.left_over):
                return result, found
            found.append(Issues.of("shapes_damaged", source=source, value=fault))
        else:
            found.append(Issues.of("index_rebuilt", source=source))
            mended = mend_shp(copy)
        _note_mending(mended, source, found)
        return _shapes(copy, source, found), found


def _shapes(copy: Path, source: str, found: list[Issues]) -> Any:
    result, warned = call_gdal(
        pyogrio.raw.read, copy, name=source, columns=[], return_fids=True
    )
    if warned:
        found.append(Issues.of("reader_warned", source=source, value=warned))
    return result


def _note_mending(mended: Mended, source: str, found: list[Issues]) -> None:
    if mended.emptied:
        rows = [number + 1 for number in mended.emptied]
        found.append(Issues.of("unreadable_geometry", source=source, source_row=rows))
    if mended.left_over:
        details = {"count": mended.left_over}
        found.append(Issues.of("shapes_cut_short", source=source, details=details))


def _read_attributes(
    path: Path, source: str, encoding: str | None, found: list[Issues]
) -> DbfTable | None:
    beside = companion(path, ".dbf")
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
