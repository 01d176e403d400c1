"""A land base is kept from network shares, and tells who has to wait."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from landbase.errors import LandbaseWarning, SourceError, StoreError
from landbase.store.base import LandBase
from landbase.store.place import refuse_network
from landbase.store.receipts import make_receipt_key
from landbase.store.repair import repair
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mounts(work: Path) -> Path:
    """A list of mounts with the folder 共享 盘 on another computer."""
    share = str(work / "共享 盘").replace(" ", "\\040")
    file = work / "mounts"
    lines = (
        "/dev/sda1 / ext4 rw 0 0",
        f"//server/land {share} cifs rw 0 0",
        f"/dev/sdb1 {share}/本地 ext4 rw 0 0",
        "broken",
    )
    file.write_text("\n".join(lines), "utf-8")
    return file


@pytest.mark.parametrize(
    "path",
    [
        r"\\server\share\土地库.gpkg",
        "//server/share/土地库.gpkg",
        r"\\?\UNC\server\share\a.gpkg",
    ],
)
def test_a_base_on_a_share_is_refused_with_the_reason(path: str) -> None:
    with pytest.raises(StoreError, match="network share") as caught:
        LandBase.open(path)
    assert "网络共享" in caught.value.zh


def test_a_local_device_of_windows_is_no_share(mounts: Path) -> None:
    refuse_network(r"\\?\C:\a.gpkg", mounts=mounts)


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"])
def test_a_network_mount_is_refused(mounts: Path, kind: str) -> None:
    mounts.write_text(mounts.read_text("utf-8").replace("cifs", kind), "utf-8")
    with pytest.raises(StoreError, match=kind):
        refuse_network(mounts.parent / "共享 盘" / "年" / "a.gpkg", mounts=mounts)


def test_a_local_disk_below_and_beside_a_share_is_not(mounts: Path) -> None:
    folder = mounts.parent
    for path in ("共享 盘/本地/a.gpkg", "共享 盘子/a.gpkg", "a.gpkg"):
        refuse_network(folder / path, mounts=mounts)
    refuse_network(folder / "a.gpkg", mounts=folder / "none")


def test_a_share_is_used_when_forced(
    work: Path, mounts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "landbase.store.place.refuse_network.__kwdefaults__", {"mounts": mounts}
    )
    path = work / "共享 盘" / "a.gpkg"
    with pytest.raises(StoreError, match="cifs"):
        LandBase.open(path)
    assert not path.parent.exists()
    assert LandBase.open(path, force=True).parcels().empty


def test_who_waits_is_told_then_refused_cleanly(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landbase.store.sqlite._TELL_AFTER", 0.05)
    base = LandBase.open(work / "忙.gpkg", wait_seconds=0.3)
    writer = sqlite3.connect(base.path)
    writer.execute("BEGIN IMMEDIATE")
    with (
        pytest.warns(LandbaseWarning, match="waiting up to") as told,
        pytest.raises(StoreError, match="being written"),
    ):
        base.add(make_parcels(2))
    assert len(told) == 1
    writer.rollback()
    writer.close()
    assert base.add(make_parcels(2)).added == 2


OF_OTHER_COMPUTERS = (
    *(
        "cifs",
        "smb3",
        "smbfs",
        "nfs",
        "nfs4",
        "afs",
        "9p",
        "ceph",
        "glusterfs",
        "ncpfs",
    ),
    *("lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "davfs", "fuse.davfs2", "orangefs"),
    *("prl_fs", "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "virtiofs", "fuse.sshfs"),
    *("fuse.rclone", "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.juicefs", "fuse", "coda"),
)
OF_THIS = (
    "ext4",
    "xfs",
    "btrfs",
    "ntfs3",
    "fuseblk",
    "fuse.mergerfs",
    "overlay",
    "zfs",
)


def test_the_kinds_of_mounts_that_others_keep(mounts: Path) -> None:
    text = mounts.read_text("utf-8")
    inside = mounts.parent / "共享 盘" / "a.gpkg"
    for kind in OF_OTHER_COMPUTERS:
        mounts.write_text(text.replace(" cifs ", f" {kind} "), "utf-8")
        with pytest.raises(StoreError, match=re.escape(kind)):
            refuse_network(inside, mounts=mounts)
    for kind in OF_THIS:
        mounts.write_text(text.replace(" cifs ", f" {kind} "), "utf-8")
        refuse_network(inside, mounts=mounts)


@pytest.mark.parametrize(
    ("device", "remote"),
    [("C:\\134", False), ("\\134\\134server\\134share", True), ("//server/s", True)],
)
def test_windows_disks_under_linux_are_local_and_its_shares_are_not(
    mounts: Path, device: str, *, remote: bool
) -> None:
    text = mounts.read_text("utf-8")
    text = text.replace("//server/land", device).replace(" cifs ", " drvfs ")
    mounts.write_text(text, "utf-8")
    inside = mounts.parent / "共享 盘" / "a.gpkg"
    if not remote:
        refuse_network(inside, mounts=mounts)
        return
    with pytest.raises(StoreError, match="drvfs"):
        refuse_network(inside, mounts=mounts)


def test_the_disk_of_a_virtual_machine_is_its_own(mounts: Path) -> None:
    mounts.write_text("root / 9p rw 0 0\nx /mnt/c 9p rw 0 0\n", "utf-8")
    refuse_network("/data/a.gpkg", mounts=mounts)
    with pytest.raises(StoreError, match="9p"):
        refuse_network("/mnt/c/a.gpkg", mounts=mounts)


def test_a_link_into_a_share_is_a_share(work: Path, mounts: Path) -> None:
    (work / "共享 盘").mkdir()
    (work / "链接").symlink_to(work / "共享 盘")
    with pytest.raises(StoreError, match="cifs"):
        refuse_network(work / "链接" / "a.gpkg", mounts=mounts)


def test_a_file_of_no_bytes_is_refused_and_stays(work: Path) -> None:
    path = work / "空.gpkg"
    path.touch()
    with pytest.raises(StoreError, match="no bytes") as caught:
        LandBase.open(path)
    assert "0字节" in caught.value.zh
    assert path.read_bytes() == b""
    with closing(sqlite3.connect(work / "无表.gpkg")) as other:
        other.execute("PRAGMA user_version = 1")
    for path in (work / "无表.gpkg", work):
        with pytest.raises(StoreError, match="not a land base"):
            LandBase.open(path)


def test_one_that_is_deleted_while_open_is_not_made_anew(work: Path) -> None:
    base = LandBase.open(work / "删.gpkg")
    base.add(make_parcels(2))
    base.path.rename(work / "移走.gpkg")
    for ask in (base.parcels, base.verify, lambda: base.add(make_parcels(2))):
        with pytest.raises(StoreError, match="no longer there"):
            ask()
    assert not base.path.exists()
    base.path.touch()  # and where only its name was put back
    with pytest.raises(StoreError, match="no bytes"):
        base.parcels()
    (work / "移走.gpkg").replace(base.path)
    assert len(base.parcels()) == 2


def test_a_link_leads_to_the_file_and_its_documents(work: Path) -> None:
    (work / "数据").mkdir()
    real = work / "数据" / "真.gpkg"
    LandBase.open(real).close()
    link = work / "链接.gpkg"
    link.symlink_to(real)
    (work / "通知.txt").write_text("通知", "utf-8")
    parcels = make_parcels(2)
    with LandBase.open(link) as base:
        assert base.path == real
        base.add(parcels)
        parcel = parcels["parcel_id"].iloc[0]
        base.attach_to_parcel(parcel, work / "通知.txt", keep=True)
    assert (work / "数据" / "真.files").is_dir()
    assert not link.with_suffix(".files").exists()
    with LandBase.open(real) as base:
        assert base.documents(look=True)["state"].tolist() == ["there"]


def test_a_link_to_nothing_makes_nothing(work: Path) -> None:
    (work / "断.gpkg").symlink_to(work / "盘" / "没有.gpkg")
    (work / "环.gpkg").symlink_to(work / "环.gpkg")
    for name in ("断.gpkg", "环.gpkg"):
        with pytest.raises(StoreError, match="is a link"):
            LandBase.open(work / name)
    assert not (work / "盘").exists()


def test_names_that_mean_something_in_addresses_are_names(work: Path) -> None:
    path = work / "a?mode=memory#b%20c&d.gpkg"
    with LandBase.open(path) as base:
        base.add(make_parcels(2))
    assert path.stat().st_size > 0
    assert [p.name for p in work.iterdir()] == [path.name]


def test_a_new_base_is_there_whole_or_not_at_all(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("landbase.store.opening.begin_rules", killed)
    with pytest.raises(KeyboardInterrupt):
        LandBase.open(work / "新.gpkg")
    assert list(work.iterdir()) == []


def test_what_is_written_while_qgis_keeps_it_in_wal_is_told_or_put_back(
    work: Path,
) -> None:
    base = LandBase.open(work / "库.gpkg")
    qgis = sqlite3.connect(base.path)
    assert qgis.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    qgis.execute("BEGIN")
    qgis.execute("SELECT count(*) FROM parcels").fetchone()
    with pytest.warns(LandbaseWarning, match="WAL mode"):
        base.add(make_parcels(2))
    assert "verify_wal" in base.verify().table["code"].tolist()
    qgis.rollback()
    qgis.close()
    base.add(make_parcels(3))  # a warning would be an error here
    assert "verify_wal" not in base.verify().table["code"].tolist()
    assert not base.path.with_name("库.gpkg-wal").exists()


@pytest.mark.parametrize("inner", ["库.gpkg", "夹/库.gpkg"])
def test_a_place_below_a_file_is_refused_by_every_door(work: Path, inner: str) -> None:
    """Opening, copying, repairing and making keys say so, with the name of the file."""
    (work / "文件").touch()
    below = work / "文件" / inner
    base = LandBase.open(work / "土地.gpkg")
    doors = {
        "open": lambda: LandBase.open(below),
        "copy": lambda: base.copy(below),
        "repair": lambda: repair(base.path, below),
        "key": lambda: make_receipt_key(below),
    }
    for name, door in doors.items():
        with pytest.raises(SourceError, match=r"库\.gpkg"):
            door()
        assert (work / "文件").is_file(), name
