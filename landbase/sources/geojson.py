"""What GDAL does not tell of a GeoJSON file: features passed over, a CRS not known."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import numpy as np

from landbase.issues import Issues
from landbase.sources.table import stated_crs

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from pyproj import CRS

__all__ = ["honest_crs", "true_rows"]

# The member "crs" as it was before RFC 7946: a name in an object, or alone.
_CRS_MEMBER = re.compile(
    r'"crs"\s*:\s*(?:\{[^{}]*"properties"\s*:\s*\{[^{}]*"(?:name|href)"\s*:\s*)?'
    r'"([^"]+)"'
)
_NUMBER = r"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
_FIRST_POSITION = re.compile(rf'"coordinates"\s*:\s*\[[\s\[]*{_NUMBER}\s*,\s*{_NUMBER}')
_FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
_GEOMETRY = re.compile(r'"geometry"\s*:')


def honest_crs(
    path: Path, crs: CRS | None, *, source: str, found: list[Issues]
) -> CRS | None:
    """Take back the CRS that GDAL supplies for a file that does not say it.

    Parameters
    ----------
    path
        A GeoJSON file.
    crs
        As GDAL gives it: WGS 84 where it understood nothing else.
    source
        What issues call the file.
    found
        Takes an issue where the file states what nobody knows.

    Returns
    -------
    crs
        None where the file states none that can be used and is not in degrees, or
        states one that is not known.
    """
    if crs is None:
        return None
    text = path.read_text("utf-8", errors="replace")
    if member := _CRS_MEMBER.search(text):
        if stated_crs(member[1]) is None:
            found.append(Issues.of("crs_not_known", source=source, value=member[1]))
            return None
        return crs
    if '"coordinateSystem"' not in text:
        return crs if _within_degrees(text) else None
    return crs


def _within_degrees(text: str) -> bool:
    """Tell whether the first position of a text can be longitude, latitude."""
    match = _FIRST_POSITION.search(text)
    if match is None:
        return True
    x, y = (abs(float(part)) for part in match.groups())
    return x <= 180 and y <= 90  # noqa: PLR2004 - degrees


def true_rows(
    path: Path, rows: npt.NDArray[np.int64], *, source: str, found: list[Issues]
) -> npt.NDArray[np.int64]:
    """Give rows the numbers that their features have in the file.

    GDAL passes over a feature that lacks its type without a word.

    Parameters
    ----------
    path
        A GeoJSON file.
    rows
        The rows that GDAL gave, numbered on.
    source
        What issues call the file.
    found
        Takes an issue for each feature passed over.

    Returns
    -------
    rows
        Numbers of the same rows, from 1.
    """
    text = path.read_text("utf-8", errors="replace")
    marks = (len(pattern.findall(text)) for pattern in (_FEATURE, _GEOMETRY))
    if max(marks) <= len(rows):
        return rows
    try:
        members = json.loads(text)
    except ValueError:  # GDAL is laxer; what it took cannot be held against the text
        return rows
    features = members.get("features") if isinstance(members, dict) else None
    if not isinstance(features, list):
        return rows
    good = np.array([_is_feature(one) for one in features], dtype=bool)
    if good.all() or good.sum() != len(rows):
        return rows
    lost = np.flatnonzero(~good) + 1
    issue = Issues.of(
        "feature_not_read", source=source, source_row=lost, set_aside=True
    )
    found.append(issue)
    return np.flatnonzero(good).astype(np.int64) + 1


def _is_feature(member: object) -> bool:
    return isinstance(member, dict) and member.get("type") == "Feature"
