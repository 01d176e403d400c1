"""The command line on a narrow screen, in a script and in a hurry."""

from __future__ import annotations

import io
import json
import shutil
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from landbase import LandBase, sample_path
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.cli.show import show_frame
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")


@pytest.fixture
def landbase(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return int(left.value.code or 0), capsys.readouterr().out

    return call


@pytest.fixture
def base(work: Path) -> Path:
    path = work / "土地库.gpkg"
    with LandBase.open(path) as kept:
        kept.add(make_parcels(70, seed=3))
    return path


class Screen(io.StringIO):
    """A terminal of some columns that keeps what is written."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Screen]:
    """Put a screen in place of standard output, which pytest sets for every phase."""

    def begin() -> Screen:
        made = Screen()
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("TERM", "dumb")
        monkeypatch.setattr(sys, "stdout", made)
        return made

    return begin


def widths(text: str) -> list[int]:
    return [cell_len(line.rstrip()) for line in text.splitlines()]


def test_at_80_columns_a_table_of_areas_gives_up_hectares_not_figures(
    screen: Callable[[], Screen],
) -> None:
    seen = screen()
    groups = ["批而未供", "闲置土地", "合计"]
    columns = pd.MultiIndex.from_product([groups, ["宗数", "亩", "公顷"]])
    row = [1122, 86_800.25, 5_786.68] * 3
    frame = pd.DataFrame([row], columns=columns, index=pd.Index(["伊金霍洛旗"]))
    show_frame(frame.rename_axis("旗区"))
    said = seen.getvalue()
    assert max(widths(said)) <= 80
    assert said.count("86,800.25") == 3
    assert "未显示：公顷" in said


def test_a_table_still_too_wide_is_shown_a_group_at_a_time(
    screen: Callable[[], Screen],
) -> None:
    seen = screen()
    kinds = [f"面积{n}（亩）" for n in range(4)]
    columns = pd.MultiIndex.from_product([["甲", "乙", "丙"], kinds])
    frame = pd.DataFrame([[123_456.25] * 12], columns=columns, index=["东胜区"])
    show_frame(frame.rename_axis("旗区"))
    said = seen.getvalue()
    assert said.count("123,456.25") == 12
    assert max(widths(said)) <= 80


def test_texts_are_folded_and_what_matters_least_gives_way(
    base: Path, screen: Callable[[], Screen]
) -> None:
    seen = screen()
    with pytest.raises(SystemExit):
        main(["recommend", str(base), "--limit", "3"])
    said = seen.getvalue()
    assert max(widths(said.partition("窗口较窄")[0])) <= 80
    assert "依据已核" in said.partition("未显示：")[2]
    assert "处置方式" in said.partition("未显示：")[0]


def test_on_a_terminal_a_list_ends_after_fifty_rows(
    screen: Callable[[], Screen],
) -> None:
    seen = screen()
    from landbase.cli.show import show_list

    frame = pd.DataFrame({"甲": range(70)}).rename_axis("号")
    show_list(frame, limit=None, output=None, name="清单")
    assert "另有20行未显示" in seen.getvalue()


def test_a_pipe_has_every_column_and_row_whole(
    landbase: Callable[..., Said], base: Path
) -> None:
    _, said = landbase("balance", base)
    assert said.count("1506") == 70
    columns = pd.MultiIndex.from_product([["甲", "乙", "丙", "丁"], list("abcdef")])
    frame = pd.DataFrame([[1_234_567.25] * 24], columns=columns, index=["旗"])
    show_frame(frame)


def test_a_wide_table_in_a_pipe_cuts_no_figure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    columns = pd.MultiIndex.from_product([["甲", "乙", "丙", "丁"], list("abcdef")])
    show_frame(pd.DataFrame([[1_234_567.25] * 24], columns=columns, index=["旗"]))
    assert capsys.readouterr().out.count("1,234,567.25") == 24


def test_lists_have_a_limit_and_a_file_for_all(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    output = work / "核对.xlsx"
    _, said = landbase("balance", base, "--limit", 2, "-o", output)
    assert "另有68行未显示" in said
    assert str(output) in said
    (name,) = load_workbook(output).sheetnames
    assert name == "面积核对"
    assert load_workbook(output)[name].max_row == 71


def test_check_as_json(landbase: Callable[..., Said]) -> None:
    file = sample_path("as_it_arrives") / "几何问题.gpkg"
    code, said = landbase("check", file, "--json")
    found = json.loads(said)
    assert code == 1
    assert set(found) == {"parcels", "refused", "counts", "issues"}
    assert len(found["issues"]) == sum(found["counts"].values())
    code, said = landbase("check", "没有.shp", "--json")
    assert (code, json.loads(said)["refused"]) == (3, ["没有.shp"])


def test_areas_as_json_close(landbase: Callable[..., Said], base: Path) -> None:
    code, said = landbase("areas", "--base", base, "--by", "旗区，土地类别", "--json")
    found = json.loads(said)
    assert (code, found["by"]) == (0, ["banner", "category"])
    *lines, total = found["lines"]
    assert (total["banner"], total["category"]) == ("total", "")
    for unit in ("count", "mu", "ha"):
        parts = sum(line[f"all_{unit}"] for line in lines)
        assert parts == pytest.approx(total[f"all_{unit}"])
    assert total["all_count"] == 70


def test_several_columns_are_written_each_to_its_own(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    output = work / "面积.xlsx"
    landbase("areas", "--base", base, "--by", "旗区,形成原因", "-o", output)
    sheet = load_workbook(output).worksheets[0]
    heads = {str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row}
    assert {"旗区", "形成原因"} <= heads


def test_parts_of_a_shapefile_are_taken_together_and_wildcards_found(
    landbase: Callable[..., Said], work: Path
) -> None:
    for part in sample_path(".").glob("闲置土地_37带.*"):
        shutil.copy(part, work)
    parts = sorted(work.glob("闲置土地_37带.*"))
    assert len(parts) > 3
    expected = landbase(
        "check", work / "闲置土地_37带.shp", "--category", "闲置", "--json"
    )
    assert landbase("check", *parts, "--category", "闲置", "--json") == expected
    # as cmd.exe hands it on
    assert landbase("check", work / "*.shp", "--category", "闲置", "--json") == expected
    assert landbase("check", work / "*.gdb")[0] == 2


def test_check_reads_ledgers_and_holds_them_against_the_parcels(
    landbase: Callable[..., Said], work: Path
) -> None:
    parcels = make_parcels(5, seed=3)
    parcels.to_file(work / "地块.gpkg")
    ids = [parcels["parcel_id"].iloc[0], "没有"]
    book = pd.DataFrame({"地块编号": ids, "项目名称": ["甲", "乙"], "备注": ["", ""]})
    book.to_excel(work / "台账.xlsx", index=False)
    code, said = landbase("check", work / "地块.gpkg", work / "台账.xlsx", "--json")
    codes = [issue["code"] for issue in json.loads(said)["issues"]]
    assert code == 1
    assert codes.count("join_ledger_only") == 1
    assert codes.count("join_parcel_only") == 4
    (work / "坏.xlsx").write_bytes(b"PK")
    code, said = landbase("check", work / "坏.xlsx", work / "地块.gpkg", "--json")
    assert (code, json.loads(said)["parcels"]) == (3, 5)


def test_fields_are_said_on_the_command_line(
    landbase: Callable[..., Said], work: Path
) -> None:
    parcels = make_parcels(5, seed=3).rename(columns={"parcel_id": "某某"})
    parcels.to_file(work / "地块.gpkg")
    assert landbase("check", work / "地块.gpkg")[0] == 3
    for said in ("某某=parcel_id", "某某=地块编号", "某某＝地块编号"):
        assert landbase("check", work / "地块.gpkg", "--fields", said)[0] == 0
    assert landbase("check", work / "地块.gpkg", "--fields", "某某")[0] == 2


def test_a_map_of_a_number_in_classes(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    page = work / "图.html"
    asked = ("map", "--base", base, "--color-by", "登记面积", "-o", page)
    assert landbase(*asked, "--breaks", "10,100")[0] == 0
    text = page.read_text("utf-8")
    assert "10～100" in text
    assert "登记面积（亩）" in text
    assert landbase(*asked, "--classes", "4")[0] == 0
    assert landbase(*asked, "--breaks", "10，x")[0] == 2
    assert landbase(*asked, "--classes", "4", "--breaks", "1")[0] == 2


def test_completion_knows_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    from landbase.cli.app import app

    monkeypatch.setenv("_LANDBASE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "landbase are")
    monkeypatch.setenv("COMP_CWORD", "1")
    written = Screen()
    monkeypatch.setattr(sys, "stdout", written)
    with pytest.raises(SystemExit):
        app([], prog_name="landbase")
    assert written.getvalue().split() == ["areas"]
