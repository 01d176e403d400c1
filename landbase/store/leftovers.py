"""What killed programs left beside a land base: told apart from people's own files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from landbase.errors import StoreError
from landbase.files import UNFINISHED, is_unfinished, why_blocked
from landbase.io.bases import is_land_base, land_base_version
from landbase.issues import Issues
from landbase.store.documents import load_documents
from landbase.store.papers import (
    digest_of,
    folder_of,
    is_folder_of_digest,
    place_of,
)
from landbase.store.place import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import sqlalchemy as sa

__all__ = ["Leftover", "delete_leftover", "find_leftovers", "leftover_issues"]

_SQLITE = b"SQLite format 3\0"
# a copy was so called while it was made, before names told who made them
_EARLIER = re.compile(r"(.+)\.part(-journal)?", re.DOTALL)


class Leftover(NamedTuple):
    """A file beside a land base that nothing refers to.

    Attributes
    ----------
    path
        The file.
    ours
        landbase made it: a copy that was not finished, one of an older version that
        holds the same as another, or one of a document that is not recorded. What it
        did not make is never deleted.
    """

    path: Path
    ours: bool


def find_leftovers(connection: sa.Connection, path: Path) -> list[Leftover]:
    """Find what nothing refers to, beside a land base and among its documents."""
    return [*_beside(path), *_among_documents(connection, path)]


def _beside(path: Path) -> Iterator[Leftover]:
    """Find unfinished files and copies that hold the same as another."""
    copy = re.compile(
        rf"{re.escape(path.stem)}\.v(\d+)(?:-(\d+))?{re.escape(path.suffix)}"
    )
    copies: list[tuple[int, int, Path]] = []
    for file in sorted(path.parent.iterdir()):
        if file.is_symlink() or not file.is_file():
            continue
        made = UNFINISHED.fullmatch(file.name)
        if (
            is_unfinished(file, path) or (made and copy.fullmatch(made[1]))
        ) or _made_earlier(file, copy):
            yield Leftover(file, ours=True)
        elif found := copy.fullmatch(file.name):
            copies.append((int(found[1]), int(found[2] or 1), file))
    seen: set[tuple[int, str]] = set()
    for version, _, file in sorted(copies):
        if land_base_version(file) != version:
            continue  # a name like ours, and something else
        content = (version, content_of(file))
        if content in seen:
            yield Leftover(file, ours=True)
        seen.add(content)


def _made_earlier(file: Path, copy: re.Pattern[str]) -> bool:
    """Say whether this is what an earlier landbase was copying when it was killed."""
    made = _EARLIER.fullmatch(file.name)
    if made is None or not copy.fullmatch(made[1]):
        return False
    if made[2]:
        return True  # SQLite's own journal of such a file
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE)) in {b"", _SQLITE}


def _among_documents(connection: sa.Connection, path: Path) -> Iterator[Leftover]:
    """Find copies of documents of which there is no record."""
    folder = folder_of(path)
    if folder.is_symlink() or not folder.is_dir():
        return
    others = (p for p in path.parent.iterdir() if p.stem == path.stem and p != path)
    if any(map(is_land_base, others)):
        return  # one of another suffix keeps its documents in the same folder
    rows = load_documents(connection).to_dict("records")
    known = {place_of(path, row["sha256"], row["file"]) for row in rows if row["kept"]}
    for file in sorted(folder.rglob("*")):
        if file in known or (file.is_dir() and not file.is_symlink()):
            continue
        yield Leftover(file, _is_ours(file, folder))


def _is_ours(file: Path, folder: Path) -> bool:
    """Say whether a file among the documents was put there by landbase."""
    of_digest = file.parent.parent == folder and is_folder_of_digest(file.parent.name)
    if not of_digest or file.is_symlink() or not file.is_file():
        return False
    unfinished = UNFINISHED.fullmatch(file.name) is not None
    return unfinished or is_folder_of_digest(file.parent.name, digest_of(file))


def leftover_issues(connection: sa.Connection, path: Path) -> Issues:
    """List what nothing refers to."""
    found = find_leftovers(connection, path)
    ours = [one for one in found if one.ours]
    foreign = [one for one in found if not one.ours]
    return Issues.concat(
        Issues.of(
            code,
            source=path.name,
            value=[str(one.path.relative_to(path.parent)) for one in those],
        )
        for code, those in (("verify_leftover", ours), ("verify_foreign_file", foreign))
        if those
    )


def delete_leftover(path: Path) -> None:
    """Delete a file, and the folder that was made for it alone."""
    try:
        path.unlink(missing_ok=True)
        if is_folder_of_digest(path.parent.name) and not any(path.parent.iterdir()):
            path.parent.rmdir()
    except OSError as error:
        raise StoreError(
            "leftover_not_deleted", path=path, error=why_blocked(error)
        ) from error
