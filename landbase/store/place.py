"""Where a land base lies: which file is meant, and whether this computer keeps it."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path
from urllib.parse import quote

from landbase.errors import SourceError, StoreError
from landbase.files import flush, require_name, why_blocked
from landbase.io.layers import refuse_address
from landbase.texts import Text

__all__ = [
    "content_of",
    "file_uri",
    "publish",
    "real_path",
    "refuse_network",
    "require_file",
    "require_room_beside",
]

MOUNTS = Path("/proc/mounts")
# File systems whose files another computer keeps, or the host of a virtual machine:
# locks are not passed on, or not in time. Windows, Novell, Unix, Plan 9 …
_NETWORK = frozenset({
    *("cifs", "smb", "smb2", "smb3", "smbfs", "ncp", "ncpfs", "nwfs"),
    *("nfs", "nfs3", "nfs4", "pnfs", "9p", "afs", "kafs", "auristorfs", "coda"),
    *("davfs", "davfs2", "webdav", "ftpfs", "curlftpfs", "sshfs", "s3fs", "rclone"),
    # … clusters, where many computers share a disk
    *("ceph", "glusterfs", "lustre", "lustre_lite", "beegfs", "fhgfs", "gpfs", "mmfs"),
    *("ocfs2", "gfs", "gfs2", "acfs", "cvfs", "snfs", "panfs", "pvfs2", "orangefs"),
    *("moosefs", "mfs", "lizardfs", "juicefs", "xtreemfs", "quobyte", "wekafs"),
    *("cephfs", "hdfs", "mapr", "objectivefs", "seaweedfs", "vxcfs", "stornext"),
    # … folders that a virtual machine shares with its host
    *("prl_fs", "prl_fs_freeze", "vboxsf", "vmhgfs", "hgfs", "virtiofs", "uvfs"),
    *("acsfs", "macfuse", "osxfuse"),
})
_OF_GUESTS = frozenset({"9p", "virtiofs"})
# What a program on this computer keeps on its disk; all else behind FUSE is taken for a
# network, as most of it is.
_LOCAL_FUSE = frozenset({
    *(
        "fuseblk",
        "fusectl",
        "fuse.ntfs",
        "fuse.ntfs-3g",
        "fuse.exfat",
        "fuse.exfat-fuse",
    ),
    *("fuse.lxcfs", "fuse.portal", "fuse.fuse-overlayfs", "fuse.overlayfs"),
    *("fuse.mergerfs", "fuse.unionfs", "fuse.unionfs-fuse", "fuse.bindfs", "fuse.aufs"),
    *("fuse.encfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.veracrypt", "fuse.securefs"),
    *("fuse.zfs", "fuse.zfs-fuse", "fuse.ext2", "fuse.fuse-ext2", "fuse.lkl"),
    *(
        "fuse.archivemount",
        "fuse.dislocker",
        "fuse.ifuse",
        "fuse.apfs",
        "fuse.apfs-fuse",
    ),
})
# Windows' names of local devices begin with two strokes as well
_LOCAL_DEVICE = re.compile(r"//[?.]/(?!unc/)", re.IGNORECASE)


def refuse_network(path: Path | str, *, mounts: Path = MOUNTS) -> None:
    r"""Refuse a file that another computer keeps."""
    real = real_path(path)
    where = _share_of(str(path)) or _share_of(str(real)) or _drive_of(real)
    if where is None and mounts.is_file():
        where = _mount_of(real, mounts.read_text("utf-8", "replace"))
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
    device, kind, longest = "", "", Path()
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 3:  # noqa: PLR2004 - device, place, kind
            continue
        place = Path(_unescaped(fields[1]))
        deeper = len(place.parts) >= len(longest.parts)
        if deeper and path.is_relative_to(place):
            device, kind, longest = _unescaped(fields[0]), fields[2].lower(), place
    if longest == Path(longest.anchor) and kind in _OF_GUESTS:
        return None  # all that a container or virtual machine has, its own disk
    return f"{kind}, {longest}" if _is_remote(kind, device) else None


def _is_remote(kind: str, device: str) -> bool:
    """Say whether a file system is another computer's."""
    if kind == "drvfs":  # Windows' disks and shares, as Linux on Windows sees them
        return _share_of(device) is not None
    if kind == "fuse" or kind.startswith("fuse."):
        return kind not in _LOCAL_FUSE
    return kind in _NETWORK


def _drive_of(path: Path) -> str | None:
    """Name the drive letter that stands for a share."""
    if sys.platform != "win32":
        return None
    import ctypes

    root = path.anchor
    remote = ctypes.windll.kernel32.GetDriveTypeW(root) == _DRIVE_REMOTE
    return f"DRIVE_REMOTE {root}" if remote else None


_DRIVE_REMOTE = 4


def _unescaped(place: str) -> str:
    """Read the octal escapes that stand for blanks."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), place)


def real_path(path: Path | str) -> Path:
    """Follow links to the file itself: documents and journals lie beside that.

    Raises
    ------
    SourceError
        An address is given, not a file.
    StoreError
        Links lead in a circle, or to nothing: the disk that the file is on may not be
        there.
    """
    refuse_address(path)
    require_name(path)
    named = Path(path).absolute()
    try:
        real = named.resolve()
        dangling = named.is_symlink() and not real.exists()
    except (OSError, RuntimeError) as error:
        raise StoreError("base_link_broken", path=path, target="?") from error
    if dangling:
        raise StoreError("base_link_broken", path=path, target=real)
    return real


def require_file(path: Path) -> None:
    """Refuse a file that is gone, or of which nothing is left; it is not made anew."""
    if path.exists() and not path.is_file():
        raise StoreError("base_is_something_else", path=path)
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError as error:
        raise StoreError(
            "base_unusable", path=path, error=why_blocked(error)
        ) from error
    if size is None:
        raise StoreError("base_gone", path=path)
    if not size:
        raise StoreError("base_of_no_bytes", path=path)


def require_room_beside(path: Path) -> None:
    """Refuse a name beside which SQLite could make no journal, and so write nothing.

    Raises
    ------
    SourceError
        It is longer than what the system takes less the ending of a journal.
    """
    on_windows = os.name == "nt"
    name = f"{path.name}{_JOURNAL}"
    size = len(name.encode("utf-16-le")) // 2 if on_windows else len(os.fsencode(name))
    if size > _LONGEST_NAME:
        why = Text("errors.blocked_name_long")
        raise SourceError("file_not_written", path=path, why=why)


_JOURNAL = "-journal"
_LONGEST_NAME = 255  # bytes; on Windows, units of UTF-16


def file_uri(path: Path, mode: str) -> str:
    """Name a file as SQLite wants it, to be opened and not to be made.

    Examples
    --------
    >>> file_uri(Path("/数据/a?b.gpkg"), "rw")
    'file:///%E6%95%B0%E6%8D%AE/a%3Fb.gpkg?mode=rw'
    """
    plain = path.as_posix()
    rooted = plain if plain.startswith("/") else f"/{plain}"
    return f"file://{quote(rooted)}?mode={mode}"


def publish(beside: Path, path: Path) -> bool:
    """Give a file that is whole its name; False if someone else took it meanwhile."""
    flush(beside)
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links, such as that of a stick
        if path.exists():
            return False
        beside.rename(path)
    flush(path.parent)
    return True


# what SQLite's header says of a file's own life: counters, and who wrote last
_OWN_LIFE = ((24, 28), (40, 44), (92, 100))


def content_of(path: Path) -> str:
    """Give the digest of a file of SQLite, the same for each copy of one state."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        head = bytearray(file.read(100))
        for start, end in _OWN_LIFE:
            head[start:end] = bytes(end - start)
        total.update(head)
        return hashlib.file_digest(file, lambda: total).hexdigest()
