"""Read and check files that may be in any state; one bad file stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import pandas as pd

from landbase.checks import check_parcels
from landbase.clean import read_parcels
from landbase.errors import LandbaseError, MissingDependencyError
from landbase.issues import Issues
from landbase.pipeline.steps import Tell, keep_quiet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["CheckResult", "check_files", "stack"]

_ROW = ["source", "source_row"]
_NO_BANNER = {"missing_banner", "unknown_banner"}


class CheckResult(NamedTuple):
    """What was found in several files.

    Attributes
    ----------
    parcels
        The parcels of all files that could be used; None where there are none.
    issues
        Of reading, then of the whole table.
    refused
        The files that could not be used; each has an issue `file_refused`.
    """

    parcels: gpd.GeoDataFrame | None
    issues: Issues
    refused: tuple[Path, ...]


def check_files(
    files: Iterable[Path],
    banners: gpd.GeoDataFrame | None = None,
    *,
    tell: Tell = keep_quiet,
    **reading: Any,
) -> CheckResult:
    """Read files of parcels, check them together, and say what is wrong.

    Parameters
    ----------
    files
        As for `landbase.read_parcels`.
    banners
        Outlines as `landbase.read_banners` gives them.
    tell
        Called at each step.
    **reading
        Options of `landbase.read_parcels`, for every file.

    Returns
    -------
    result
        Parcels, issues, and the files that could not be used.

    Raises
    ------
    MissingDependencyError
        A package that a file needs is not installed.
    """
    read, found, refused = [], [], []
    for file in files:
        tell("read", file.name)
        try:
            parcels, issues = read_parcels(file, **reading)
        except MissingDependencyError:
            raise
        except LandbaseError as error:
            refused.append(file)
            why = {"why_zh": error.zh, "why_en": str(error)}
            issues = Issues.of(
                "file_refused", source=file.name, value=str(error), details=why
            )
        else:
            read.append(parcels)
        found.append(issues)
    together = stack(read) if read else None
    if together is not None:
        tell("check", "")
        found.append(_not_yet_said(check_parcels(together, banners), found))
    return CheckResult(together, Issues.concat(found), tuple(refused))


def _not_yet_said(checked: Issues, read: list[Issues]) -> Issues:
    """Leave out that a row has no banner where reading has said so already."""
    said = Issues.concat(read).table
    rows = pd.MultiIndex.from_frame(said.loc[said["code"].isin(_NO_BANNER), _ROW])
    table = checked.table
    again = pd.MultiIndex.from_frame(table[_ROW]).isin(rows)
    again &= (table["code"] == "banner_not_declared").to_numpy()
    return Issues(table[~again].reset_index(drop=True))


def stack(tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Put tables of parcels below each other, on one plain index."""
    filled = [table for table in tables if len(table)] or tables[:1]
    together = pd.concat(filled, ignore_index=True)
    geometry = tables[0].geometry.name
    others = [name for name in together if name != geometry]
    return gpd.GeoDataFrame(together[[*others, geometry]], geometry=geometry)
