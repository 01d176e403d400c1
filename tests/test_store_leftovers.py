"""What killed programs left is listed and cleared away; people's files stay."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tampering import edit

from landbase.errors import LandbaseWarning, StoreError
from landbase.files import unfinished
from landbase.store.base import LandBase
from landbase.store.sqlite import copy_beside

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "0123456789abcdef"


def left(path: Path) -> set[str]:
    with LandBase.open(path) as base:
        table = base.verify().table
    return set(table.loc[table["code"] == "verify_leftover", "value"])


def test_what_was_left_is_listed_and_cleared_away(copy: Path, work: Path) -> None:
    folder = copy.with_suffix(".files")
    [kept] = folder.rglob("批文.txt")
    older = work / "土地 库.v5.gpkg"
    shutil.copyfile(copy, older)
    edit(older, "UPDATE landbase_meta SET value = '5'")
    again = shutil.copyfile(older, work / "土地 库.v5-2.gpkg")
    orphan = digest_of_orphan(folder)
    ours = {
        again,
        unfinished(copy),
        unfinished(older),
        unfinished(kept),
        work / "土地 库.v5.gpkg.part",
        work / "土地 库.v4-3.gpkg.part-journal",
        orphan,
    }
    for path in ours:
        if not path.exists():
            path.write_bytes(b"")
    theirs = {
        work / "土地 库.gpkg.part",
        work / "y.html.part",
        work / "土地 库.v5-9.gpkg",
        work / "土地 库.v3.gpkg.part",
        work / "别的.gpkg.landbase-0123abcd.part",
        folder / "我的.pdf",
        folder / DIGEST / "我的.txt",
        folder / DIGEST / "我的.txt.part",
        kept.with_name("笔记.txt"),
    }
    for path in theirs:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"mine")
    assert left(copy) == {str(path.relative_to(work)) for path in ours}
    with LandBase.open(copy) as base:
        assert set(base.tidy()) == ours
        assert base.tidy() == []
        assert not len(base.verify().of_severity("error", "warning"))
    assert not any(path.exists() for path in ours)
    assert all(path.read_bytes() == b"mine" for path in theirs)
    assert older.exists()
    assert kept.exists()


def digest_of_orphan(folder: Path) -> Path:
    content = "孤".encode()
    place = folder / hashlib.sha256(content).hexdigest()[:16] / "孤.txt"
    place.parent.mkdir()
    place.write_bytes(content)
    return place


def test_of_a_broken_base_nothing_is_cleared_away(copy: Path) -> None:
    orphan = digest_of_orphan(copy.with_suffix(".files"))
    edit(copy, "UPDATE decisions SET document = '改'")
    with LandBase.open(copy) as base, pytest.raises(StoreError, match="not verify"):
        base.tidy()
    assert orphan.exists()


def test_documents_that_another_base_may_keep_are_left(copy: Path, work: Path) -> None:
    orphan = digest_of_orphan(copy.with_suffix(".files"))
    LandBase.open(work / "土地 库.db").close()
    assert left(copy) == set()
    with LandBase.open(copy) as base:
        assert base.tidy() == []
    assert orphan.exists()


def test_migrations_that_are_killed_leave_one_copy(copy: Path, work: Path) -> None:
    names = {copy_beside(copy, 5).name for _ in range(3)}
    assert names == {"土地 库.v5.gpkg"}
    # once it holds something else, the copy is another one
    database = sqlite3.connect(copy)
    database.execute("CREATE TABLE notes (text TEXT)")
    database.commit()
    database.close()
    assert copy_beside(copy, 5).name == "土地 库.v5-2.gpkg"
    assert sorted(p.name for p in work.iterdir() if p.is_file()) == [
        "土地 库.gpkg",
        "土地 库.v5-2.gpkg",
        "土地 库.v5.gpkg",
    ]


def test_an_older_base_is_brought_up_to_date_by_one_copy(
    copy: Path, work: Path
) -> None:
    edit(copy, "UPDATE landbase_meta SET value = '5'")
    copy_beside(copy, 5)  # as a migration that was killed then left it
    with pytest.warns(LandbaseWarning, match=r"v5\.gpkg"):
        LandBase.open(copy).close()
    assert not (work / "土地 库.v5-2.gpkg").exists()
