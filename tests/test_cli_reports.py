"""The commands of reports write their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import landbase as lb
from landbase.cli import main
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("command", "name", "magic"),
    [
        ("figure", "图.pdf", b"%PDF"),
        ("tables", "表.xlsx", b"PK"),
        ("bulletin", "报.docx", b"PK"),
    ],
)
def test_a_command_writes_its_file(
    work: Path, command: str, name: str, magic: bytes
) -> None:
    with lb.LandBase.open(work / "库.gpkg") as base:
        base.add(make_parcels(4).drop(columns=["status", "disposal_type"]))
    told = [command, str(work / "库.gpkg"), "--on", "2023-07-06", "-o"]
    with pytest.raises(SystemExit) as left:
        main([*told, str(work / name), "--allow-errors"])
    assert left.value.code == 0
    assert (work / name).read_bytes().startswith(magic)
