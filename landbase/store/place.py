"""Where a land base may lie: SQLite's locks are not safe across a network."""

from __future__ import annotations

import re
from pathlib import Path

from landbase.errors import StoreError

__all__ = ["MOUNTS", "refuse_network"]

MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"})
# Windows' names of local devices begin with two strokes as well
_LOCAL_DEVICE = re.compile(r"//[?.]/(?!unc/)", re.IGNORECASE)


def refuse_network(path: Path | str, *, mounts: Path = MOUNTS) -> None:
    r"""Refuse a file that another computer keeps.

    Parameters
    ----------
    path
        As the user gave it; ``\\server\share\…`` is told by its beginning, everything
        else by where it leads.
    mounts
        The system's list of mounts; other systems than Linux have none.

    Raises
    ------
    StoreError
        The path leads to a network share; the message names it.
    """
    where = _share_of(str(path)) or _share_of(str(Path(path).resolve()))
    if where is None and mounts.is_file():
        where = _mount_of(Path(path).resolve(), mounts.read_text("utf-8", "replace"))
    if where is None:
        return
    raise StoreError("base_on_network", path=path, where=where)


def _share_of(text: str) -> str | None:
    r"""Name the share of a ``\\server\share`` path."""
    plain = text.replace("\\", "/")
    if not plain.startswith("//") or _LOCAL_DEVICE.match(plain):
        return None
    return "UNC " + "/".join(plain.split("/")[:4])


def _mount_of(path: Path, table: str) -> str | None:
    """Name the mount that a path is on where it is of a network file system."""
    kind, longest = "", Path()
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 3:  # noqa: PLR2004 - device, place, kind
            continue
        place = Path(_unescaped(fields[1]))
        deeper = len(place.parts) >= len(longest.parts)
        if deeper and path.is_relative_to(place):
            kind, longest = fields[2], place
    return f"{kind}, {longest}" if kind in _NETWORK else None


def _unescaped(place: str) -> str:
    """Read the octal escapes that stand for blanks."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)
