"""A land base is kept from network shares, and tells who has to wait."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from landbase.errors import LandbaseWarning, StoreError
from landbase.store.base import LandBase
from landbase.store.sqlite import refuse_network
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
        "landbase.store.sqlite.refuse_network.__kwdefaults__", {"mounts": mounts}
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
