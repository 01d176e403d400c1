"""What GDAL says, without what concerns nobody: folders, SQL, advice to programmers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["plain_words"]

_ADVICE = re.compile(r"[.;]* It might help to specify the correct driver[^;；]*")
_STATEMENT = re.compile(r"sqlite3_\w+\(.*\) failed: ", re.DOTALL)
_OWN_PLACE = re.compile(
    r"(?:Error occurred in )?\S+\.(?:cpp|c|h)(?:, (?:line )?\d+: ?| at line \d+)"
)
_QUOTED_PATH = re.compile(r"'[^']*[/\\]([^'/\\]+)'")


def plain_words(text: str, *, copy: Path | None = None, name: str = "") -> str:
    """Leave out of GDAL's words what only its programmers can use.

    Parameters
    ----------
    text
        As GDAL said it.
    copy
        The temporary copy that was read, where there was one.
    name
        What the user calls the file; stands for the copy.

    Returns
    -------
    text
        On one line.

    Examples
    --------
    >>> plain_words("'/tmp/x/a.gpkg' not recognized as being in a supported file format"
    ...             ". It might help to specify the correct driver explicitly.")
    "'a.gpkg' not recognized as being in a supported file format"
    """
    if copy is not None:
        text = text.replace(str(copy), name).replace(f"{copy.parent}/", "")
    text = _STATEMENT.sub("", _ADVICE.sub("", _OWN_PLACE.sub("", text)))
    return " ".join(_QUOTED_PATH.sub(r"'\1'", text).split()) or "damaged"
