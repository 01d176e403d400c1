"""A category of the bureau's own, from the files to every product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

import landbase as lb
from landbase.cli.main import main
from landbase.project import Project
from landbase.report.tables import report_tables
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase import RunResult

OWN = """
[vocabulary.category.underused]
zh = "低效用地"
en = "underused"
color = "#6A51A3"
like = "idle"
aliases = ["城镇低效用地"]

[vocabulary.disposal_type.redevelop]
zh = "再开发"
en = "redevelop"
category = "低效用地"
disposes = true
rank = 1
"""
PROJECT = """
[project]
name = "试"
on = 2023-07-06
[[input]]
path = "低效.gpkg"
category = "低效用地"
[[input]]
path = "闲置.gpkg"
category = "闲置土地"
[ledger]
path = "台账.csv"
[tasks]
path = "任务.csv"
"""
IDS = ["D-1", "D-2", "D-3", "X-1"]


@pytest.fixture
def folder(work: Path) -> Path:
    """Three parcels of the bureau's category and an idle one, with their papers."""
    parcels = make_parcels(4).drop(columns=["status", "disposal_type", "category"])
    parcels = parcels.assign(parcel_id=IDS, cause=None, banner="150602")
    parcels.iloc[:3].to_file(work / "低效.gpkg")
    parcels.iloc[3:].to_file(work / "闲置.gpkg")
    (work / "台账.csv").write_text(
        "地块编号,处置方式,处置状态,处置日期,处置文号\n"
        "D-1,再开发,已销号,2023-02-01,准政发〔2023〕1号\n"
        "D-2,调整规划条件,已处置待审核,2023-03-01,\n",
        "utf-8",
    )
    (work / "任务.csv").write_text(
        "年度,旗区,土地类别,任务面积（亩）\n2023,,低效用地,1000\n", "utf-8"
    )
    (work / "landbase.toml").write_text(PROJECT + OWN, "utf-8")
    return work


@pytest.fixture
def result(folder: Path) -> RunResult:
    return lb.run(Project.load(folder / "landbase.toml"))


def test_parcels_decisions_areas_and_progress_have_it(result: RunResult) -> None:
    base = LandBase.open(result.base)
    parcels = base.parcels(on="2023-07-06")
    assert parcels["category"].value_counts().to_dict() == {"underused": 3, "idle": 1}
    own = parcels.set_index("parcel_id").loc[IDS[:2]]
    assert own["status"].tolist() == ["closed", "disposed"]
    assert result.table.columns.unique(0).tolist() == ["idle", "underused", "all"]
    area = lb.ellipsoidal_area(own)
    city = result.progress[2023].loc[("city", "underused")]
    assert city["disposed_m2"] == pytest.approx(area.sum())
    assert city["accepted_m2"] == pytest.approx(area["D-1"])


def test_map_and_tables_name_it(result: RunResult, work: Path) -> None:
    assert result.map_file is not None
    assert "低效用地" in result.map_file.read_text("utf-8")
    base = LandBase.open(result.base)
    page = lb.disposal_map(
        base.parcels(on="2023-07-06"), color_by="category", rules=base.rules
    )
    text = page.get_root().render()
    assert "低效用地" in text
    assert "#6A51A3" in text
    tasks = lb.read_tasks(work / "任务.csv", rules=base.rules)
    book = report_tables(
        base, on="2023-07-06", path=work / "表.xlsx", tasks=tasks, allow_errors=True
    )
    pages = openpyxl.load_workbook(book, data_only=True)
    heads = [cell.value for cell in pages["按旗区"][3]]
    assert "低效用地" in heads
    assert "低效用地" in [cell.value for cell in pages["2023年进度"][3]]
    listed = {cell.value for row in pages["地块清单"] for cell in row}
    assert {"低效用地", "再开发"} <= listed


def test_it_takes_the_ways_of_what_it_is_like(result: RunResult) -> None:
    base = LandBase.open(result.base)
    base.record("D-3", "adjust_planning", status="planned", effective="2023-07-01")
    with pytest.raises(lb.LandbaseError, match="speed_up_supply"):
        base.record("D-3", "speed_up_supply", status="planned", effective="2023-07-01")
    with pytest.raises(lb.LandbaseError, match="redevelop"):
        base.record("X-1", "redevelop", status="planned", effective="2023-07-01")
    ways = lb.recommend(base.parcels(on="2023-07-06"), on="2023-07-06")
    own = ways.loc[ways["parcel_id"] == "D-3", "disposal_type"].tolist()
    assert {"redevelop", "adjust_planning"} <= {*own}
    assert "redevelop" not in {*ways.loc[ways["parcel_id"] == "X-1", "disposal_type"]}


def test_the_command_line_reads_it_by_the_rules_of_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--category", "城镇低效用地", "--rules", str(folder / "landbase.toml")]
    with pytest.raises(SystemExit) as left:
        main(["areas", str(folder / "低效.gpkg"), *asked])
    assert left.value.code in {0, 1}
    assert "低效用地" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        main(["areas", str(folder / "低效.gpkg"), *asked[:2]])
    assert left.value.code == 2


def test_a_project_names_only_categories_that_are_known(folder: Path) -> None:
    file = folder / "landbase.toml"
    file.write_text(PROJECT.replace("低效用地", "没有") + OWN, "utf-8")
    with pytest.raises(lb.ConfigError, match="underused"):
        Project.load(file)
    file.write_text(PROJECT + OWN.replace('like = "idle"', 'like = "没有"'), "utf-8")
    with pytest.raises(lb.ConfigError, match="like"):
        Project.load(file)


def test_a_category_may_be_like_one_that_is_like_another() -> None:
    words = lb.Vocabulary.default().extended({
        "category": {
            "a": {"zh": "甲类", "en": "a", "like": "idle"},
            "b": {"zh": "乙类", "en": "b", "like": "a"},
        }
    })
    assert words.kin("b") == ("b", "a", "idle")
    assert words.codes("cause", category="b") == words.codes("cause", category="idle")
    pairs = words.find_all(
        "cause", pd.Series(["其他", "其他"]), category=pd.Series(["b", "idle"])
    )
    assert pairs.tolist() == ["other_idle", "other_idle"]
