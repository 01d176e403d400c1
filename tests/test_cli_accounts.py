"""The commands on figures: reconcile and progress, on the sample data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from landbase import LandBase, ledger_decisions, read_ledger, read_parcels, sample_path
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str]


@pytest.fixture
def landbase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run a command; give its exit code and what it said."""
    monkeypatch.setenv(VARIABLE, "zh")

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return int(left.value.code or 0), capsys.readouterr().out

    return call


@pytest.fixture
def two(work: Path) -> tuple[Path, Path]:
    """Two files of parcels: in the other one area is 15 times too large, one is new."""
    parcels = make_parcels(9)
    ours, theirs = work / "甲 方.gpkg", work / "乙方.gpkg"
    parcels.head(8).to_file(ours)
    areas = parcels["declared_area_m2"].copy()
    areas[2] *= 15
    parcels.assign(declared_area_m2=areas).to_file(theirs)
    return ours, theirs


def test_the_same_file_twice_is_0(
    landbase: Callable[..., Said], two: tuple[Path, Path]
) -> None:
    code, said = landbase("reconcile", two[0], two[0])
    assert code == 0
    assert said.startswith("两份台账一致。")


def test_what_is_not_explained_is_1_and_named(
    landbase: Callable[..., Said], two: tuple[Path, Path], work: Path
) -> None:
    output = work / "对账.xlsx"
    code, said = landbase("reconcile", *two, "--by", "banner", "-o", output)
    assert code == 1
    assert "单位错用" in said
    assert "仅右侧台账有" in said
    assert "甲 方.gpkg" in load_workbook(output)["差异明细"]["A1"].value


def test_json_is_for_scripts(
    landbase: Callable[..., Said], two: tuple[Path, Path]
) -> None:
    code, said = landbase("reconcile", *two, "--json")
    record = json.loads(said)
    assert (code, record["unexplained"]) == (1, 1)
    assert record["classes"]["unit_slip"] == 1
    classes = {row["class"] for row in record["differences"]}
    assert {"unit_slip", "only_right"} <= classes


def test_explained_is_0_unless_strict(
    landbase: Callable[..., Said], work: Path
) -> None:
    parcels = make_parcels(6)
    areas = parcels["declared_area_m2"].copy()
    areas[2] *= 15
    files = work / "一.gpkg", work / "二.gpkg"
    parcels.to_file(files[0])
    parcels.assign(declared_area_m2=areas).to_file(files[1])
    assert landbase("reconcile", *files)[0] == 0
    assert landbase("reconcile", *files, "--strict")[0] == 1


def test_the_command_prints_the_letters_sentence(
    landbase: Callable[..., Said], work: Path
) -> None:
    base = work / "土地库.gpkg"
    with LandBase.open(base) as kept:
        for name, category in (
            ("批而未供_37带.shp", "approved_unsupplied"),
            ("闲置土地_37带.shp", "idle"),
            ("36带.gdb", None),
        ):
            kept.add(read_parcels(sample_path(name), category=category).parcels)
        ledger = read_ledger(sample_path("一地一策台账.xlsx")).ledger
        kept.record_many(ledger_decisions(ledger))
    arguments = ("progress", base, "--tasks", sample_path("年度任务.csv"))
    code, said = landbase(*arguments, "--on", "2023-07-06", "--threshold", 0.3)
    assert code == 0
    assert (
        "批而未供土地消化完成0.66万亩，完成率28.57%；闲置土地消化完成1.26万亩" in said
    )
    reminded = said[said.index("发函提醒") :]
    assert "乌审旗 批而未供：完成率9.80%" in reminded
    assert "东胜区" not in reminded
    code, said = landbase(*arguments, "--on", "2023-07-06", "--json")
    record = json.loads(said)
    assert code == 0
    assert "28.57%" in record["sentence"]
    assert {row["banner"] for row in record["progress"]} >= {"150602", "city"}


def test_a_year_without_tasks_is_3_and_says_which_there_are(
    landbase: Callable[..., Said], work: Path
) -> None:
    base = work / "库.gpkg"
    with LandBase.open(base) as kept:
        kept.add(make_parcels(9))
    for options in ((), ("--json",), ("--threshold", 0.3)):
        asked = ("progress", base, "--tasks", sample_path("年度任务.csv"))
        code, said = landbase(*asked, "--on", "2026-11-27", *options)
        assert code == 3
        assert not said


def test_the_column_of_ids_is_the_key_and_its_old_name_warns(
    landbase: Callable[..., Said], two: tuple[Path, Path], recwarn: Any
) -> None:
    """The command writes what is warned of to standard error."""
    assert landbase("reconcile", two[0], two[0], "--key", "parcel_id")[0] == 0
    assert not recwarn
    with pytest.MonkeyPatch.context() as patch:
        told: list[str] = []
        patch.setattr("landbase.cli.main._tell_line", told.append)
        assert landbase("reconcile", two[0], two[0], "--on", "parcel_id")[0] == 0
    assert any("“--on”已改名为“--key”" in line for line in told)
    assert "--on" not in landbase("reconcile", "--help")[1]
