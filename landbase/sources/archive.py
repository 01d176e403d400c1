"""Zip archives: taken out into a temporary folder, within bounds."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from landbase.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_UNPACKED_BYTES", "unpack"]

# A city's whole land base unpacks to well under this.
MAX_UNPACKED_BYTES = 4 * 1024**3
MAX_MEMBERS = 20_000
# Everything that zipfile lets through when an archive is damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
)
_BLOCK = 1024**2
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f]')


def unpack(path: Path, folder: Path, *, limit: int = MAX_UNPACKED_BYTES) -> int:
    """Unpack a zip archive; nothing is written outside the folder.

    Parameters
    ----------
    path
        The archive.
    folder
        An existing folder, empty.
    limit
        The most bytes to write, whatever sizes the archive claims.

    Returns
    -------
    written
        Bytes written.

    Raises
    ------
    SourceError
        It is not a zip archive, it is damaged or encrypted, or it holds more than
        `limit`.
    """
    written = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for info, target in _targets(archive, folder, path.name):
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as packed, target.open("wb") as plain:
                    while block := packed.read(_BLOCK):
                        written += len(block)
                        if written > limit:
                            raise SourceError(
                                "archive_too_large", file=path.name, limit=limit
                            )
                        plain.write(block)
    except _DAMAGE as error:
        raise SourceError("archive_unreadable", file=path.name, error=error) from error
    return written


def _targets(
    archive: zipfile.ZipFile, folder: Path, name: str
) -> Iterator[tuple[zipfile.ZipInfo, Path]]:
    """Pair the files of an archive with where to put them."""
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise SourceError("archive_too_many_files", name=name, count=len(members))
    for info in members:
        if info.flag_bits & _ENCRYPTED:
            raise SourceError("archive_password", name=name)
        parts = PurePosixPath(_name(info).replace("\\", "/")).parts
        safe = [
            _UNSAFE.sub("_", part) for part in parts if part not in {"/", "..", "."}
        ]
        if safe and not _is_clutter(safe):
            yield info, folder.joinpath(*safe)


def _name(info: zipfile.ZipInfo) -> str:
    """Read a member's name; Windows writes Chinese ones in GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_clutter(parts: list[str]) -> bool:
    """Pass over what macOS adds to archives."""
    return parts[0] == "__MACOSX" or parts[-1].startswith("._")
