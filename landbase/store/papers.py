"""Copies of documents beside a land base: where they lie, and what is in them."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from landbase.errors import SourceError
from landbase.files import replacing, why_blocked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["digest_of", "folder_of", "is_folder_of_digest", "keep_copy", "place_of"]

_FOLDER_DIGITS = 16


def place_of(base: Path, digest: str, name: str) -> Path:
    """Say where the copy of a document lies: a folder for each content."""
    return folder_of(base) / digest[:_FOLDER_DIGITS] / name


def folder_of(base: Path) -> Path:
    """Say where the copies of documents lie."""
    return base.with_suffix(".files")


def is_folder_of_digest(name: str, digest: str = "") -> bool:
    """Tell whether a folder is one for the copies of a content, or of this one."""
    hexadecimal = len(name) == _FOLDER_DIGITS and not set(name) - set(
        "0123456789abcdef"
    )
    return hexadecimal and digest[:_FOLDER_DIGITS] in {"", name}


def digest_of(path: Path) -> str:
    """Give the SHA-256 of what a file holds."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_copy(path: Path, target: Path) -> None:
    """Copy, so that a copy is whole or not there.

    Raises
    ------
    SourceError
        The file cannot be read, or its copy not be written.
    """
    try:
        with replacing(target) as beside:
            shutil.copyfile(path, beside)
    except OSError as error:
        raise SourceError(
            "evidence_unreadable", path=path, error=why_blocked(error)
        ) from error
