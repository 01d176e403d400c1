"""What every reader gives: a table as found, before anything is interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from pyproj import CRS

__all__ = ["RawTable"]


@dataclass(frozen=True, eq=False)
class RawTable:
    """One table of one source, as found.

    Attributes
    ----------
    source
        The file's name, or ``file(layer)`` where a file has several.
    frame
        The attribute columns under their own names, on a plain RangeIndex. Text is
        decoded; nothing else is interpreted.
    rows
        The 1-based number of each row in its source, as a person counts them.
    geometry
        Geometries on the rows of `frame`, in `crs`, with None where there is none;
        None altogether for a table without geometry.
    crs
        The CRS that the source states; None where it states none.
    issues
        What the reader found or guessed, and every record it could not give.
    aliases
        Column name → the longer name that the source keeps beside it, where it does.
    """

    source: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    geometry: npt.NDArray[np.object_] | None = None
    crs: CRS | None = None
    issues: Issues = field(default_factory=Issues.none)
    aliases: Mapping[str, str] = field(default_factory=dict)
