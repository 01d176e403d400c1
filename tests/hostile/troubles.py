"""What the system may refuse to whoever writes a file: no space, no right, no place."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Trouble = Callable[[Path, str], AbstractContextManager[Path]]

# of Linux: passing over rights to write, to read, and of owners
_PASSING = 1 << 1 | 1 << 2 | 1 << 3
_VERSION = 0x20080522


class NotAllowedHere(Exception):  # noqa: N818 - no fault: the machine forbids it
    """The machine does not let a trouble be made: that cell is not tried."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Rights(ctypes.Structure):
    _fields_ = tuple(
        (name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")
    )


@contextmanager
def plain_rights() -> Iterator[None]:
    """Let rights of files hold for root too, as they do for people."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    header, rights = _Header(_VERSION, 0), (_Rights * 2)()
    if system.capget(ctypes.byref(header), rights):
        raise NotAllowedHere("giving up rights")
    before = rights[0].effective
    rights[0].effective = before & ~_PASSING
    if system.capset(ctypes.byref(header), rights):
        raise NotAllowedHere("giving up rights")
    try:
        yield
    finally:
        rights[0].effective = before
        system.capset(ctypes.byref(header), rights)


@contextmanager
def disk(place: Path, *, size: int) -> Iterator[Path]:
    """Mount a small disk, where that is allowed."""
    place.mkdir(exist_ok=True)
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        raise NotAllowedHere("mounting a small disk")
    told = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(told, capture_output=True, check=False).returncode:
        raise NotAllowedHere("mounting a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> Path:
    """Leave no byte free on a small disk."""
    full = place / "满"
    with full.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    assert not shutil.disk_usage(place).free
    return full


@contextmanager
def full_disk(place: Path, name: str) -> Iterator[Path]:
    """No byte is free."""
    fill(place)
    yield place / name


@contextmanager
def almost_full_disk(place: Path, name: str) -> Iterator[Path]:
    """A file can be begun, and not be ended."""
    full = fill(place)
    with full.open("r+b") as file:
        file.truncate(full.stat().st_size - 4096)
    yield place / name


@contextmanager
def read_only_disk(place: Path, name: str) -> Iterator[Path]:
    """A disk that is mounted for reading."""
    again = ["mount", "-o", "remount,ro", str(place)]
    subprocess.run(again, check=True, capture_output=True)
    yield place / name


@contextmanager
def no_rights(place: Path, name: str) -> Iterator[Path]:
    """A folder in which nothing may be made."""
    place.chmod(0o555)
    try:
        with plain_rights():
            yield place / name
    finally:
        place.chmod(0o755)


@contextmanager
def a_folder(place: Path, name: str) -> Iterator[Path]:
    """Where the file is to be stands a folder that holds something."""
    (place / name).mkdir()
    (place / name / "人的.txt").write_text("人的", "utf-8")
    yield place / name


@contextmanager
def below_a_file(place: Path, name: str) -> Iterator[Path]:
    """The folder that is named is a file."""
    (place / "文件").write_text("人的", "utf-8")
    yield place / "文件" / name


@contextmanager
def long_name(place: Path, name: str) -> Iterator[Path]:
    """A name that no system takes."""
    yield place / f"{'长' * 90}{name}"


@contextmanager
def longest_name(place: Path, name: str) -> Iterator[Path]:
    """A name of 255 bytes, the most that systems take, in letters of three."""
    stem, dot, suffix = name.partition(".")
    letters, more = divmod(255 - len(f"{stem}{dot}{suffix}".encode()), 3)
    yield place / f"{'长' * letters}{'x' * more}{stem}{dot}{suffix}"


@contextmanager
def in_use(place: Path, name: str) -> Iterator[Path]:
    """Another program holds the file that stands there, as on Windows."""
    target = place / name
    target.write_bytes(b"old")
    real = {way: getattr(os, way) for way in ("replace", "rename")}

    def held(way: str) -> Callable[..., None]:
        def move(source: str, to: str, **more: int) -> None:
            if target in {_path(source), _path(to)}:
                raise PermissionError(errno.EBUSY, "busy", str(source), None, str(to))
            real[way](source, to, **more)

        return move

    def _path(given: object) -> Path:
        return type(place)(os.fsdecode(given))  # type: ignore[arg-type]

    with mock.patch.multiple(os, replace=held("replace"), rename=held("rename")):
        yield target


@contextmanager
def a_link_to_nothing(place: Path, name: str) -> Iterator[Path]:
    """A link whose end is gone."""
    (place / name).symlink_to(place / "没有" / "没有")
    yield place / name


@contextmanager
def a_file_to_be_read(place: Path, name: str) -> Iterator[Path]:
    """An older file that its owner may only read."""
    (place / name).write_bytes(b"old")
    (place / name).chmod(0o444)
    with plain_rights():
        yield place / name


# name → what makes it
TROUBLES: dict[str, Trouble] = {
    "full": full_disk,
    "almost full": almost_full_disk,
    "read only": read_only_disk,
    "no rights": no_rights,
    "a folder": a_folder,
    "below a file": below_a_file,
    "long name": long_name,
    "in use": in_use,
}
# these may be written, where what is there afterwards is whole
ODD: dict[str, Trouble] = {
    "link to nothing": a_link_to_nothing,
    "file to be read": a_file_to_be_read,
    "longest name": longest_name,
}
# these need a disk of their own
_APART = {full_disk, almost_full_disk, read_only_disk}


@contextmanager
def in_trouble(
    made: Trouble | None,
    place: Path,
    name: str,
    *,
    size: int,
    first: Callable[[], object] = lambda: None,
) -> Iterator[Path]:
    """Make a folder and a trouble in it; give what is to be written there.

    `first` is done while all is still well, on the disk that will be in trouble.
    """
    place.mkdir(exist_ok=True)
    with ExitStack() as stack:
        if made in _APART:
            stack.enter_context(disk(place, size=size))
        first()
        yield place / name if made is None else stack.enter_context(made(place, name))
