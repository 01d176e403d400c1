"""The commands of reports write their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

import landbase as lb
from landbase.cli.main import main
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


@pytest.mark.parametrize("command", ["figure", "atlas", "tables", "bulletin"])
def test_open_errors_refuse_every_command_unless_allowed(
    work: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with lb.LandBase.open(work / "库.gpkg") as base:
        base.add(make_parcels(4).drop(columns=["status", "disposal_type"]))
    banners = str(lb.sample_path("旗区界线(示意).geojson"))
    name = {"atlas": "册", "figure": "图.pdf"}.get(command, "x.xlsx")
    told = [command, str(work / "库.gpkg"), "--banners", banners, "-o",
            str(work / name), "--on", "2023-07-06"]  # fmt: skip
    with pytest.raises(SystemExit) as left:
        main(told)
    assert left.value.code not in {0, None}
    assert "--allow-errors" in capsys.readouterr().err
    assert not (work / name).exists()
    with pytest.raises(SystemExit) as left:
        main([*told, "--allow-errors"])
    assert left.value.code == 0
    if command in {"figure", "atlas"}:
        path = work / name if command == "figure" else work / name / "index.pdf"
        text = PdfReader(path).pages[0].extract_text().replace("\n", "")
        assert "个错误级问题未处理" in text
