"""Copies of documents beside a land base: where they lie, and what is in them."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import PurePath
from typing import TYPE_CHECKING

from landbase.errors import SourceError
from landbase.files import replacing, why_blocked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "digest_of",
    "folder_of",
    "is_folder_of_digest",
    "keep_copy",
    "place_of",
    "plain_name",
]

_FOLDER_DIGITS = 16


def place_of(base: Path, digest: str, name: str) -> Path:
    """Say where the copy of a document lies: a folder for each content.

    Whoever made the base chose name and digest: neither may lead elsewhere.
    """
    content = digest[:_FOLDER_DIGITS]
    inner = content if is_folder_of_digest(content) else "_"
    return folder_of(base) / inner / plain_name(name)


def plain_name(name: str) -> str:
    """Give the name of a document without what would lead to another folder.

    Examples
    --------
    >>> plain_name("会议纪要.pdf"), plain_name("../../会议纪要.pdf"), plain_name("..")
    ('会议纪要.pdf', '会议纪要.pdf', '_')
    """
    last = PurePath(name.replace("\0", "")).name
    return "_" if last in {"", ".."} else last


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
