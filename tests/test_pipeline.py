"""A whole run: the letter's figures from the sample files, and runs that go wrong."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook

import landbase as lb
from landbase import LandBase, Project, SchemaError, SourceError, sample_path
from landbase.errors import LandbaseWarning
from landbase.parcels.files import check_files
from landbase.pipeline import _in_force, compare_published, not_yet_recorded, run
from landbase.report.rates import print_progress
from landbase.tables.write import Sheet, write_workbook
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase import RunResult

WAN_MU = 10_000


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("示例 结果")


@pytest.fixture(scope="module")
def sample(out: Path) -> Project:
    return Project.load(sample_path("landbase.toml")).saved_in(out).reporting(())


@pytest.fixture(scope="module")
def result(sample: Project) -> RunResult:
    return run(sample)


# ------------------------------------------------------------- the letter


def test_the_stock_is_the_letters(result: RunResult) -> None:
    total = result.table.loc["total"]
    mu = [total[group, "mu"] / WAN_MU for group in ("approved_unsupplied", "idle")]
    assert [round(area, 2) for area in mu] == [8.68, 4.97]
    assert round(total["all", "mu"] / WAN_MU, 2) == 13.65


def test_the_rate_of_2023_is_28_57_percent(result: RunResult) -> None:
    rate = result.progress[2023].loc[("city", "approved_unsupplied"), "rate"]
    assert round(rate * 100, 2) == 28.57


def test_every_published_figure_agrees(result: RunResult) -> None:
    compared = compare_published(result, sample_path("公布数据.csv"))
    assert len(compared) == 14
    assert compared["agrees"].all()
    assert (
        compared["computed"].astype(float) == compared["published"].astype(float)
    ).all()


def test_a_figure_that_differs_is_shown(result: RunResult, work: Path) -> None:
    path = work / "公布.csv"
    path.write_text("指标,年度,土地类别,数值,单位\n存量,,闲置土地,4.98,万亩\n", "utf-8")
    (row,) = compare_published(result, path).to_dict("records")
    assert (row["computed"], row["published"], row["agrees"]) == ("4.97", "4.98", False)


def test_published_figures_need_their_columns(result: RunResult, work: Path) -> None:
    path = work / "公布.csv"
    path.write_text("指标,数值\n存量,4.98\n", "utf-8")
    with pytest.raises(SchemaError, match="lacks 年度"):
        compare_published(result, path)


# ------------------------------------------------------------- what a run leaves


def test_a_run_leaves_its_files(result: RunResult, out: Path) -> None:
    assert {path.name for path in out.iterdir()} == {
        *("ordos.gpkg", "issues.xlsx", "area_table.xlsx", "progress.xlsx"),
        "map.html",
    }
    assert result.on == dt.date(2023, 7, 6)
    assert repr(result).startswith("RunResult(on 2023-07-06: 1720 parcels, 0 errors")


def test_no_row_is_lost(result: RunResult) -> None:
    assert len(result.parcels) == 1720
    assert len(result.issues.set_aside_rows()) == 0


def test_the_printed_table_closes(result: RunResult) -> None:
    book = load_workbook(result.areas_file, data_only=True)
    assert book.sheetnames[0] == "按旗区"
    page = book["按旗区"]
    assert page.oddFooter.left.text == (
        "鄂尔多斯市批而未供和闲置土地（示例）　2023年7月6日"
    )
    assert {"A3:A4", "B3:E3"} <= {str(found) for found in page.merged_cells.ranges}
    _, note, heads, under, *lines = page.iter_rows(values_only=True)
    assert "2023年7月6日" in note[0]
    assert (heads[:2], under[1:4]) == (("旗区", "批而未供"), ("宗数", "亩", "公顷"))
    for column in range(1, len(under)):
        parts = sum(line[column] for line in lines[:-1])
        assert round(parts, 2) == round(lines[-1][column], 2)


def test_the_list_of_issues_is_the_one_shown(result: RunResult) -> None:
    rows = load_workbook(result.issues_file)["问题清单"].max_row - 1
    assert rows == len(result.issues)


def test_progress_is_printed_per_year(result: RunResult) -> None:
    book = load_workbook(result.progress_file or "")
    assert book.sheetnames == ["2022年进度", "2023年进度"]
    printed = print_progress(result.progress[2023], lang="en")
    assert printed.index[-1] == "total"
    column = printed["idle", "disposed (mu)"]
    assert round(column.iloc[:-1].sum(), 2) == column.iloc[-1]


def test_a_second_run_adds_nothing(result: RunResult, sample: Project) -> None:
    before = LandBase.open(result.base).decisions()
    again = run(sample)
    pd.testing.assert_frame_equal(LandBase.open(again.base).decisions(), before)
    pd.testing.assert_frame_equal(again.table, result.table)
    assert again.map_file.read_bytes() == result.map_file.read_bytes()


def test_an_earlier_day_knows_nothing_of_later_decisions(result: RunResult) -> None:
    then = LandBase.open(result.base).parcels(on="2021-12-31")
    assert set(then["status"]) == {"registered"}


def test_every_step_is_told(sample: Project, work: Path) -> None:
    told: list[tuple[str, str]] = []
    run(sample.saved_in(work), tell=lambda step, about: told.append((step, about)))
    assert [step for step, _ in told] == [
        *["read"] * 6,
        *("check", "keep", "measure", "draw"),
    ]


# ------------------------------------------------------------- small projects


def project(folder: Path, more: str = "", *, on: str = "2023-07-06") -> Project:
    make_parcels(6, seed=1).to_file(folder / "地块.gpkg")
    path = folder / "p.toml"
    text = f'[project]\nname = "小"\non = {on}\n[[input]]\npath = "地块.gpkg"\n{more}'
    path.write_text(text, "utf-8")
    return Project.load(path)


def ledger(folder: Path, rows: dict[str, list[object]]) -> None:
    write_workbook(folder / "台账.xlsx", [Sheet("台账", pd.DataFrame(rows))])


LEDGER = '[ledger]\npath = "台账.xlsx"\n'


def test_a_run_needs_neither_banners_nor_ledger_nor_tasks(work: Path) -> None:
    result = run(project(work))
    assert result.progress == {}
    assert result.progress_file is None
    assert result.table.loc["total", ("all", "count")] == 6


def test_what_fits_is_recorded_and_the_rest_is_an_issue(work: Path) -> None:
    ids = make_parcels(6, seed=1)["parcel_id"].tolist()
    categories = make_parcels(6, seed=1)["category"].tolist()
    way = {"approved_unsupplied": "加快供应", "idle": "限期开工"}
    ledger(
        work,
        {
            "地块编号": [ids[0], ids[1], "NOWHERE-1"],
            "处置方式": [way[categories[0]], way[categories[1]], "加快供应"],
            "处置状态": ["方案已定", "方案已定", "方案已定"],
            "处置日期": ["2023-01-05", None, "2023-01-05"],
        },
    )
    result = run(project(work, LEDGER))
    recorded = LandBase.open(result.base).decisions()
    assert recorded["parcel_id"].tolist() == [ids[0]]
    codes = set(result.issues.table["code"])
    assert "join_ledger_only" in codes
    late = result.issues.table[result.issues.table["parcel_id"] == ids[1]]
    assert (late["severity"] == "error").any()


def test_days_that_the_ledger_lacks_may_be_given(work: Path) -> None:
    first = make_parcels(6, seed=1).iloc[0]
    way = "加快供应" if first["category"] == "approved_unsupplied" else "限期开工"
    ledger(
        work,
        {
            "地块编号": [first["parcel_id"]],
            "处置方式": [way],
            "处置状态": ["方案已定"],
        },
    )
    result = run(project(work, LEDGER + "effective = 2023-02-01\n"))
    (day,) = LandBase.open(result.base).decisions()["effective"]
    assert day == pd.Timestamp("2023-02-01")


def test_an_input_that_cannot_be_used_ends_the_run(work: Path) -> None:
    small = project(work)
    (work / "地块.gpkg").write_bytes(b"no geopackage")
    with pytest.raises(SourceError):
        run(small)


def test_repeated_ids_are_refused_after_the_list_was_written(work: Path) -> None:
    small = project(work, '[[input]]\npath = "又.gpkg"\n'.replace("又", "地块"))
    with pytest.raises(SchemaError):
        run(small)
    rows = load_workbook(work / "out/issues.xlsx")["问题清单"]
    titles = {row[1] for row in rows.iter_rows(values_only=True)}
    assert "地块编号重复" in titles


def test_a_key_of_ones_own_brings_tianditu(work: Path) -> None:
    result = run(project(work, '[map]\ntianditu_key = "mykey"\n'))
    assert "tk=mykey" in result.map_file.read_text("utf-8")


def test_tasks_of_years_to_come_are_left_out(work: Path) -> None:
    (work / "任务.csv").write_text("年度,类别,任务（亩）\n2031,闲置,3\n", "utf-8")
    with pytest.warns(LandbaseWarning, match="任务表中没有2023年的任务"):
        result = run(project(work, '[tasks]\npath = "任务.csv"\n'))
    assert result.progress == {}


# ------------------------------------------------------------- parts


def test_one_bad_file_stops_no_other(work: Path) -> None:
    make_parcels(3, seed=1).to_file(work / "好.gpkg")
    (work / "坏.gpkg").write_bytes(b"x")
    checked = check_files([work / "坏.gpkg", work / "好.gpkg"])
    assert checked.refused == (work / "坏.gpkg",)
    assert checked.parcels is not None
    assert len(checked.parcels) == 3
    refusal = checked.issues.by_code()["file_refused"]
    assert refusal.table["source"].tolist() == ["坏.gpkg"]


def test_of_only_bad_files_nothing_is_left(work: Path) -> None:
    assert check_files([work / "没有.gpkg"]).parcels is None


def test_what_is_read_once_is_what_the_land_base_gives(
    result: RunResult, work: Path
) -> None:
    copy = shutil.copyfile(result.base, work / "base.gpkg")
    with LandBase.open(copy) as base:
        known = base.decisions()
        pd.testing.assert_frame_equal(base.decisions(superseded=True), known)
        assert _in_force(base, known) is known
        row = known.iloc[-1]
        base.record(
            row["parcel_id"], row["disposal_type"], status=row["status"],
            effective=row["effective"], supersedes=int(row["event_id"]), by="甲",
            reason="更正",
        )  # fmt: skip
        corrected = _in_force(base, base.decisions(superseded=True))
        pd.testing.assert_frame_equal(corrected, base.decisions())
        assert row["event_id"] not in corrected["event_id"].to_list()


def test_like_decisions_are_told_apart_by_number() -> None:
    one = {
        "parcel_id": "A",
        "disposal_type": "x",
        "status": "disposed",
        "effective": pd.Timestamp("2023-01-01"),
        "document": None,
    }
    three = pd.DataFrame([one, one, one | {"status": "closed"}])
    recorded = pd.DataFrame([one]).astype({"effective": "datetime64[s]"})
    new = not_yet_recorded(three, recorded)
    assert new["status"].tolist() == ["disposed", "closed"]
    assert len(not_yet_recorded(three, three)) == 0
    assert len(three) == 3


def test_the_day_is_today_where_none_is_given(work: Path) -> None:
    small = project(work, on="2023-07-06")
    free = small.model_copy(
        update={"project": small.project.model_copy(update={"on": None})}
    )
    before = lb.Rules.default().today()  # in Beijing, whatever the computer says
    assert before <= lb.run(free).on <= lb.Rules.default().today()


def test_parcels_that_an_earlier_run_left_are_named(work: Path) -> None:
    path, settings = work / "地块.gpkg", work / "项目.toml"
    settings.write_text(
        '[project]\nname = "试"\n[[input]]\npath = "地块.gpkg"', "utf-8"
    )
    parcels = make_parcels(3, seed=3)
    parcels.assign(parcel_id=["误", *parcels["parcel_id"][1:]]).to_file(path)
    first = run(Project.load(settings))
    assert "base_parcel_not_read" not in set(first.issues.table["code"])
    parcels.to_file(path)
    again = run(Project.load(settings))
    (left,) = again.issues.by_code()["base_parcel_not_read"].table.to_dict("records")
    assert (left["severity"], left["parcel_id"]) == ("warning", "误")
    assert len(again.parcels) == 4
    assert "误" in pd.read_excel(again.issues_file)["地块编号"].tolist()
