"""Annual tasks: what is read from the tables that bureaus keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from landbase.errors import SchemaError, SourceError
from landbase.parcels.tasks import TASK_COLUMNS, read_tasks
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.tables.write import Sheet, write_workbook

if TYPE_CHECKING:
    from pathlib import Path


def csv(work: Path, text: str) -> Path:
    path = work / "年度任务.csv"
    path.write_text(text, "utf-8")
    return path


def test_one_hectare_is_fifteen_mu(work: Path) -> None:
    path = csv(work, "年度,旗区,土地类别,任务面积（亩）\n2023,准格尔旗,闲置,15\n")
    tasks = read_tasks(path)
    assert tuple(tasks.columns) == TASK_COLUMNS
    assert tasks.to_dict("records") == [
        {"year": 2023, "banner": "150622", "category": "idle"}
        | {"area": 10_000.0, "unit": "m2"}
    ]


@pytest.mark.parametrize(
    ("text", "m2"),
    [
        ("年份,类别,面积,单位\n2023年,批而未供,2,公顷\n", 20_000.0),
        ("年度,土地类别,任务(万亩)\n2023,批而未供,2.3\n", 15_333_333.333),
        ("年度,土地类别,年度任务\n2023,批而未供,15亩\n", 10_000.0),
        ('年度,土地类别,任务面积,单位\n2023,批而未供,"1,500",亩\n', 1_000_000.0),
    ],
)
def test_the_unit_may_stand_anywhere(work: Path, text: str, m2: float) -> None:
    tasks = read_tasks(csv(work, text))
    assert tasks["area"].tolist() == pytest.approx([m2])
    assert tasks["banner"].isna().all()


def test_a_title_above_and_empty_lines_below_do_not_matter(work: Path) -> None:
    text = "2023年任务分解表\n\n年度,旗区,类别,任务（亩）\n"
    text += "2023,全市,闲置,3\n,,,\n2023,东胜,闲置,2\n"
    tasks = read_tasks(csv(work, text))
    assert tasks["banner"].isna().tolist() == [True, False]
    assert tasks.index.tolist() == [0, 1]


def test_a_workbook_is_read_by_sheet(work: Path) -> None:
    good = pd.DataFrame({
        "年度": [2022],
        "土地类别": ["闲置"],
        "任务面积（亩）": [15.0],
    })
    other = good.assign(年度=2021)
    path = write_workbook(
        work / "任务.xlsx",
        [
            Sheet("说明", pd.DataFrame({"x": ["y"]})),
            Sheet("甲", good),
            Sheet("乙", other),
        ],
    )
    assert read_tasks(path)["year"].tolist() == [2022]
    assert read_tasks(path, sheet="乙")["year"].tolist() == [2021]


def test_the_head_may_have_two_rows_and_merged_cells(work: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (
        ["2023年处置任务分解表", None, None, None],
        ["年度", "旗区", "任务", None],
        [None, None, "类别", "任务面积（公顷）"],
        [2023, "东胜区", "批而未供", 1],
        [None, None, "闲置", 2],
    ):
        page.append(row)
    for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5", "B4:B5"):
        page.merge_cells(merged)
    book.save(work / "任务.xlsx")
    tasks = read_tasks(work / "任务.xlsx")
    assert tasks["year"].tolist() == [2023, 2023]
    assert tasks["banner"].tolist() == ["150602", "150602"]
    assert tasks["area"].tolist() == [10_000.0, 20_000.0]


def test_a_figure_that_is_merged_counts_once(work: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["年度", "旗区", "类别", "任务（公顷）"])
    page.append([2023, "东胜区", "闲置", 5])
    page.append([2023, "康巴什区", "闲置", None])
    page.merge_cells("D2:D3")
    book.save(work / "任务.xlsx")
    assert read_tasks(work / "任务.xlsx")["area"].tolist() == [50_000.0]


def test_a_bureau_names_its_columns_in_the_vocabulary(work: Path) -> None:
    own = {"table_field": {"area": {"aliases": ["下达数"]}}}
    path = csv(work, "年度,类别,下达数（亩）\n2023,闲置,15\n")
    with pytest.raises(SourceError, match="no table of tasks"):
        read_tasks(path)
    rules = Rules(vocabulary=Vocabulary.default().extended(own))
    assert read_tasks(path, rules=rules)["area"].tolist() == [10_000.0]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("某年,东胜区,闲置,1", "year in row 2"),
        ("2023,火星旗,闲置,1", "banner in row 2"),
        ("2023,东胜区,林地,1", "category in row 2"),
        ("2023,东胜区,闲置,若干", "area in row 2"),
    ],
)
def test_what_is_not_understood_is_refused_by_row(
    work: Path, row: str, words: str
) -> None:
    path = csv(work, f"年度,旗区,土地类别,任务面积（亩）\n{row}\n")
    with pytest.raises(SchemaError, match=words):
        read_tasks(path)


def test_an_area_without_a_unit_is_refused(work: Path) -> None:
    path = csv(work, "年度,土地类别,任务面积\n2023,闲置,15\n")
    with pytest.raises(SchemaError, match="area in row 2"):
        read_tasks(path)


def test_a_file_without_tasks_is_refused(work: Path) -> None:
    with pytest.raises(SourceError, match="no table of tasks"):
        read_tasks(csv(work, "年度,土地类别\n2023,闲置\n"))
