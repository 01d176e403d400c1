"""Files: written whole or as they were, under names that every system takes."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from landbase.errors import SourceError
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "UNFINISHED",
    "file_stem",
    "flush",
    "is_unfinished",
    "make_folder_of",
    "replacing",
    "replacing_all",
    "replacing_set",
    "require_name",
    "require_regular",
    "unfinished",
    "why_blocked",
    "write_file",
]

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u2028\u2029]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST = 60  # characters; a name of a file has at most 255 bytes


# nobody else gives such a name: what bears it after a kill can be cleared away
UNFINISHED = re.compile(
    r"(.+)\.landbase-[0-9a-f]{8}\.part(?:-journal|-wal|-shm)?", re.DOTALL
)


# bytes; systems take 255, of which what `UNFINISHED` adds takes up to 30
_LONGEST_BESIDE = 225


def unfinished(path: Path) -> Path:
    """Name a file that is being made, to be `path` once it is whole."""
    return path.with_name(f"{_cut(path.name)}.landbase-{secrets.token_hex(4)}.part")


def is_unfinished(file: Path, path: Path) -> bool:
    """Tell whether a file is what was made to become `path`."""
    made = UNFINISHED.fullmatch(file.name)
    return made is not None and made[1] == _cut(path.name)


def _cut(name: str, *, ending: str = "") -> str:
    """Shorten a name so far that with what is added to it every system takes it."""
    raw = os.fsencode(f"{name}{ending}")
    if len(raw) <= _LONGEST_BESIDE:
        return f"{name}{ending}"
    kept = raw[: _LONGEST_BESIDE - len(os.fsencode(ending))]
    return f"{kept.decode('utf-8', errors='ignore')}{ending}"


def make_folder_of(path: Path) -> None:
    """Make the folder in which a file is to be.

    Raises
    ------
    SourceError
        The system does not let it be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(
            "file_not_written", path=path, why=why_blocked(error)
        ) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place to write to that replaces a file once all is written.

    What is given has a name that nothing else has. What is published is on the disk
    before it gets its name: a machine that stops leaves the old file or the new.

    Raises
    ------
    SourceError
        The system does not let the file be written: no space, no right, in use.
    OSError
        Another file, that what is written is made from, cannot be read.
    """
    beside = unfinished(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield beside
            flush(beside)
            beside.replace(path)
            flush(path.parent)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        if not _is_of(error, path, beside):
            raise
        raise SourceError(
            "file_not_written", path=_to_be(path), why=why_blocked(error)
        ) from error


def _to_be(path: Path) -> Path:
    """Name what an unfinished file is going to be."""
    found = UNFINISHED.fullmatch(path.name)
    return path if found is None else path.with_name(found[1])


@contextmanager
def replacing_all(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give a place for each of several files, that replace those together.

    All are written before the first is replaced; where one is held open elsewhere, all
    stay as they were.

    Raises
    ------
    SourceError
        The system does not let the files be written.
    """
    beside = [unfinished(path) for path in paths]
    aside = [unfinished(path) for path in paths]
    made = [folder for folder in {p.parent for p in paths} if not folder.exists()]
    done = False
    try:
        yield beside
        _refuse_folders(paths)
        for path in beside:
            flush(path)
        there = [(p, a) for p, a in zip(paths, aside, strict=True) if p.exists()]
        _swap(there, list(zip(beside, paths, strict=True)))
        done = True
    except OSError as error:
        named = error.filename and Path(os.fsdecode(error.filename))
        path = named if named in set(paths) else paths[-1]
        raise SourceError(
            "file_not_written", path=path, why=why_blocked(error)
        ) from error
    finally:
        for path in [*beside, *(aside if done else ())]:
            path.unlink(missing_ok=True)
        for folder in made if not done else ():
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()


def _refuse_folders(paths: Iterable[Path]) -> None:
    for path in filter(Path.is_dir, paths):
        raise IsADirectoryError(errno.EISDIR, "a folder", str(path))


def _swap(old: list[tuple[Path, Path]], new: list[tuple[Path, Path]]) -> None:
    """Move old files aside and new ones in place, or all back as it was."""
    moved: list[tuple[Path, Path]] = []
    try:
        for here, there in [*old, *new]:
            here.rename(there)
            moved.append((here, there))
    except OSError:
        for here, there in reversed(moved):
            there.rename(here)
        raise


def _is_of(error: OSError, path: Path, beside: Path) -> bool:
    """Tell whether an error of the system is about what is being written."""
    if error.filename is None or error.errno in _REASONS["full"]:
        return True  # nothing that is read runs out of space
    return Path(os.fsdecode(error.filename)) in {path, beside, *path.parents}


@contextmanager
def replacing_set(path: Path) -> Iterator[Path]:
    """Give a place to write several files to that together replace those of a name.

    Those that stand there go first, all of them or none; a file that is held open
    elsewhere leaves the old set as it was. The file named comes last, so that no reader
    finds it beside parts of another set. Writers of one set on a machine wait for each
    other.

    Raises
    ------
    SourceError
        The system does not let the files be written, or another writer does not end.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=_BESIDE))
        try:
            written = folder / _cut(path.stem, ending=path.suffix)
            yield written
            with _alone(path):
                _publish(written, path)
        finally:
            if not _holds_old(folder):
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise SourceError(
            "file_not_written", path=path, why=why_blocked(error)
        ) from error


def _publish(written: Path, path: Path) -> None:
    """Put the old files aside and the new ones in place, or all back as it was."""
    new = sorted(
        written.parent.iterdir(), key=lambda part: part.suffix == path.suffix.lower()
    )
    for part in new:
        flush(part)
    aside = written.parent / "old"
    aside.mkdir()
    old = sorted(_set_of(path), key=lambda part: part.name != path.name)
    _swap(
        [(part, aside / part.name) for part in old],
        [(part, _cased(path, part)) for part in new],
    )
    shutil.rmtree(aside, ignore_errors=True)
    flush(path.parent)


def _cased(path: Path, part: Path) -> Path:
    """Name a new part as the file is named: GDAL writes suffixes in small letters."""
    if part.suffix.lower() == path.suffix.lower():
        return path
    return path.with_suffix(
        part.suffix.upper() if path.suffix.isupper() else part.suffix
    )


def _holds_old(folder: Path) -> bool:
    """Tell whether old files could not be put back, and must not be deleted."""
    aside = folder / "old"
    return aside.is_dir() and any(aside.iterdir())


def _set_of(path: Path) -> list[Path]:
    """List a file or folder and, for a shapefile, all that belongs to it."""
    if path.suffix.lower() != ".shp":
        return [path] if path.exists() or path.is_symlink() else []
    stem, long = path.stem.casefold(), len(path.stem)
    return [
        part
        for part in path.parent.iterdir()
        if part.name[:long].casefold() == stem
        and part.name[long:].lower() in _SHAPEFILE_PARTS
    ]


# All that stands beside an outline under its name, and speaks of it.
_SHAPEFILE_PARTS = frozenset({
    ".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".shp.xml",
})  # fmt: skip


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process of this person replaces a set of files.

    One lock serves all sets: moving files takes no time, and a lock each would stay.

    Raises
    ------
    SourceError
        Another one has not ended in time.
    """
    import filelock  # only where several files are one: it starts slowly

    person = getattr(os, "getuid", lambda: "")()  # Windows has a folder for each
    lock = Path(tempfile.gettempdir()) / f"landbase{person}.lock"
    try:
        with filelock.FileLock(lock, timeout=_WAIT_SECONDS):
            yield
    except filelock.Timeout as error:
        raise SourceError("file_not_written_waiting", path=path) from error


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    if path.is_dir():
        for part in path.iterdir() if path.suffix.lower() == ".gdb" else ():
            flush(part)
        if os.name == "nt":  # its folders cannot be opened
            return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def why_blocked(error: BaseException | None) -> Text | str:
    """Say in both languages why the system, or SQLite, does not let a file be used.

    Examples
    --------
    >>> str(why_blocked(OSError(errno.ENOSPC, "No space left on device")))
    'the disk is full; make room and run again'
    """
    code = getattr(error, "errno", None)
    code = _WINDOWS.get(getattr(error, "winerror", None) or 0, code)
    reason = next((name for name, codes in _REASONS.items() if code in codes), None)
    # the last byte says what it is, the others where it was met
    reason = _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, reason)
    if reason is None:
        return getattr(error, "strerror", None) or str(error)
    return Text(f"errors.blocked_{reason}")


_REASONS = {
    "full": {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG},
    "rights": {errno.EACCES, errno.EPERM},
    "read_only": {errno.EROFS},
    "in_use": {errno.EBUSY, errno.ETXTBSY},
    "is_folder": {errno.EISDIR, errno.ENOTEMPTY},
    "no_folder": {errno.ENOENT, errno.ENOTDIR, errno.EEXIST},
    "name_long": {errno.ENAMETOOLONG},
    "links": {errno.ELOOP},
    "device": {errno.EIO, errno.ENODEV, errno.ENXIO},
    "many_open": {errno.EMFILE, errno.ENFILE},
}
# Windows says by other numbers that another program holds a file.
_WINDOWS = {32: errno.EBUSY, 33: errno.EBUSY, 112: errno.ENOSPC, 19: errno.EROFS}
# SQLite: no right, read-only, disk in error, full, a file beside it not to be made
_OF_SQLITE = {
    3: "no_writing",
    8: "no_writing",
    10: "device",
    13: "full",
    14: "no_writing",
}
_BESIDE = ".landbase-"
_WAIT_SECONDS = 60.0


def require_name(path: Path | str) -> None:
    """Refuse a path that no system takes: with a NUL, or half a letter.

    Raises
    ------
    SourceError
        It is one.
    """
    text = str(path)
    try:
        plain = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        plain = False
    if not plain:
        shown = text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")
        raise SourceError("file_missing", path=shown)


def require_regular(path: Path) -> None:
    """Refuse what is neither a file nor a folder: reading a pipe would wait for ever.

    Raises
    ------
    SourceError
        It is a pipe, a socket or a device, or a name that the system does not take.
    """
    require_name(path)
    try:
        regular = path.is_file() or path.is_dir() or not path.exists()
    except OSError as error:
        raise SourceError(
            "file_cannot_be_read", path=path, error=why_blocked(error)
        ) from error
    if not regular:
        raise SourceError("file_not_regular", path=path)


def write_file(path: Path, data: bytes) -> Path:
    """Write a file, whole or not at all."""
    with replacing(path) as beside:
        beside.write_bytes(data)
    return path


def file_stem(text: str, taken: set[str]) -> str:
    """Make a name for a file, that every system takes and no other file has.

    Examples
    --------
    >>> taken = set()
    >>> file_stem("东胜区/北", taken), file_stem("东胜区:北", taken)
    ('东胜区_北', '东胜区_北 2')
    """
    plain = _FORBIDDEN.sub("_", text)[:_LONGEST].strip(" .") or "_"
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    stem, number = plain, 1
    while stem.casefold() in taken:
        number += 1
        stem = f"{plain} {number}"
    taken.add(stem.casefold())
    return stem
