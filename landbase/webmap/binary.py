"""Many parcels in few bytes: whole numbers of varying length, one section a column.

A number is written in groups of seven bits, the lowest first; the high bit of a byte
says that more follow. Differences have their sign in the lowest bit (zigzag).
"""

from __future__ import annotations

import base64
import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from landbase.webmap.payload import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Sections", "varints", "zigzag"]

_GROUP = 7
_COMPRESSION = 6


def zigzag(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Fold signed numbers onto whole ones: 0, -1, 1, -2 become 0, 1, 2, 3.

    Parameters
    ----------
    values
        Signed numbers.

    Returns
    -------
    folded
        Of the same shape.

    Examples
    --------
    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def varints(values: npt.ArrayLike) -> bytes:
    """Write whole numbers from 0 up, each in as many bytes as it needs.

    Parameters
    ----------
    values
        The numbers, one-dimensional.

    Returns
    -------
    written
        The bytes of all, one after the other.

    Examples
    --------
    >>> varints([1, 127, 128]).hex()
    '017f8001'
    """
    left = np.array(values, dtype=np.uint64)  # a copy, to shift
    if not len(left):
        return b""
    groups = max(1, -(-int(left.max()).bit_length() // _GROUP))
    parts = np.empty((len(left), groups), dtype=np.uint8)
    needed = np.ones(parts.shape, dtype=bool)
    for group in range(groups):
        low = left.astype(np.uint8) & np.uint8(0x7F)
        left >>= np.uint64(_GROUP)
        more = left > 0
        parts[:, group] = low | more.view(np.uint8) << np.uint8(_GROUP)
        needed[:, group + 1 :] = more[:, None]
    return parts[needed].tobytes()


def _joined(texts: Sequence[str]) -> bytes:
    """Write texts one after the other, NUL between them; one inside is a blank."""
    joined = "\0".join(texts)
    if joined.count("\0") >= len(texts):
        joined = "\0".join(text.replace("\0", " ") for text in texts)
    return joined.encode("utf-8")


@dataclass
class Sections:
    """A header and named sections of bytes, to be read in one pass.

    Attributes
    ----------
    header
        Anything for JSON; the names and lengths of the sections join it.
    """

    header: dict[str, Any]
    _parts: dict[str, bytes] = field(default_factory=dict, init=False)

    def add(self, name: str, content: bytes) -> None:
        """Add a section."""
        self._parts[name] = content

    def add_numbers(self, name: str, values: npt.ArrayLike) -> None:
        """Add a section of whole numbers from 0 up."""
        self.add(name, varints(values))

    def add_columns(self, name: str, columns: Sequence[Mapping[str, Any]]) -> None:
        """Add packed columns, numbered from 0 after the name."""
        for number, column in enumerate(columns):
            if "words" in column:
                self.add_numbers(f"{name}{number}", column["values"])
            else:
                self.add(f"{name}{number}", _joined(column["values"]))

    def to_bytes(self) -> bytes:
        """Write the length of the header, the header and the sections."""
        lengths = [[name, len(content)] for name, content in self._parts.items()]
        header = to_json(self.header | {"sections": lengths}).encode("utf-8")
        size = len(header).to_bytes(4, "little")
        return b"".join([size, header, *self._parts.values()])

    def to_text(self, *, compress: bool) -> str:
        """Write all as base64, compressed with gzip or not; no time in it."""
        content = self.to_bytes()
        if compress:
            content = gzip.compress(content, compresslevel=_COMPRESSION, mtime=0)
        return base64.b64encode(content).decode("ascii")
