"""The commands of reports write their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

import landbase as lb
from landbase.cli.language import VARIABLE
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


def test_the_demo_says_what_it_leaves_out_and_speaks_english_when_asked(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from landbase import products as report

    monkeypatch.setattr(report, "find_spec", lambda _: None)
    monkeypatch.setenv(VARIABLE, "zh")
    with pytest.raises(SystemExit) as left:
        main(["demo", "--out", str(work), "--lang", "en"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "bulletin left out" in said
    assert "landbase[report]" in said
    assert (work / "report" / "tables.xlsx").is_file()
    assert not (work / "report" / "bulletin.docx").exists()
    page = (work / "map.html").read_text("utf-8")
    assert "Disposal status" in page
    assert "处置状态" not in page
    for name in (
        "issues.xlsx",
        "area_table.xlsx",
        "progress.xlsx",
        "report/tables.xlsx",
    ):
        sheets = load_workbook(work / name, read_only=True).sheetnames
        assert "".join(sheets).isascii()
