"""Read past features that GDAL cannot decode, by halving the layer around them.

A reader that goes feature by feature (fiona) stops for good at the first such
feature, and so loses all that follow; parts read by position do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from landbase.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

__all__ = ["Salvaged", "read_in_parts"]

# A damaged header may claim any number.
_MOST_FEATURES = 20_000_000
# Every failed part is opened once more; a layer in ruins is given up in time.
_MOST_FAILURES = 2_000

Part = tuple[Any, Any, Any, Any]  # meta, fids, wkb, cells, as pyogrio gives them


class Salvaged(NamedTuple):
    """What could be read, and the positions of what was read and what not."""

    part: Part
    read: npt.NDArray[np.int64]
    lost: npt.NDArray[np.int64]


def read_in_parts(read: Callable[[int, int], Part], count: int) -> Salvaged | None:
    """Read a layer in parts, each half as large where it fails.

    Parameters
    ----------
    read
        Reads so many features from a position on; raises `SourceError`.
    count
        How many features the layer says it has.

    Returns
    -------
    salvaged
        None where no feature can be read.
    """
    waiting, failures = [(0, min(count, _MOST_FEATURES))], 0
    parts: list[Part] = []
    read_at: list[range] = []
    lost: list[range] = []
    while waiting:
        start, size = waiting.pop()
        part = None if failures > _MOST_FAILURES else _attempt(read, start, size)
        got = 0 if part is None else len(part[1])
        if part is not None:
            parts.append(part)
            read_at.append(range(start, start + got))
        elif size > 1 and failures <= _MOST_FAILURES:
            failures += 1
            half = size // 2
            waiting += [(start + half, size - half), (start, half)]
            continue
        failures += part is None
        lost.append(range(start + got, start + size))
    if not any(len(part[1]) for part in parts):
        return None
    return Salvaged(_joined(parts), _positions(read_at), _positions(lost))


def _attempt(read: Callable[[int, int], Part], start: int, size: int) -> Part | None:
    try:
        return read(start, size)
    except SourceError:  # the caller halves the part, and names what is lost
        return None


def _positions(ranges: list[range]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.arange(part.start, part.stop) for part in ranges])


def _joined(parts: list[Part]) -> Part:
    """Put parts, which come in order, behind one another."""
    meta = parts[0][0]
    fids = np.concatenate([part[1] for part in parts])
    wkb = None
    if parts[0][2] is not None:
        wkb = np.concatenate([part[2] for part in parts])
    columns = zip(*(part[3] for part in parts), strict=True)
    return meta, fids, wkb, [np.concatenate(column) for column in columns]
