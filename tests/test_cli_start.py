"""`landbase init`: a project file that runs, from what lies in a folder."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from landbase import LandBase, Project, sample_path
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")


def of_category(category: str) -> gpd.GeoDataFrame:
    parcels = make_parcels(12, seed=3)
    rows = parcels[parcels["category"] == category]
    return rows.drop(columns=["category", "status", "disposal_type", "cause"])


@pytest.fixture
def folder(work: Path) -> Path:
    of_category("idle").to_file(work / "闲置土地 2023.gpkg", layer="dk")
    below = work / "批而未供"
    below.mkdir()
    of_category("approved_unsupplied").to_file(below / "地块.geojson")
    outlines = sample_path("旗区界线(示意).geojson").read_bytes()
    (work / "旗区.geojson").write_bytes(outlines)
    first = of_category("idle")["parcel_id"].iloc[0]
    pd.DataFrame({
        "地块编号": [first], "处置方式": ["限期开工"], "处置日期": ["2023-03-01"],
    }).to_excel(work / "台账.xlsx", index=False)  # fmt: skip
    (work / "说明.csv").write_text("甲,乙\n1,2\n", "utf-8")
    return work


def test_what_it_writes_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("init", folder) == 0
    said = capsys.readouterr().out
    assert "地块文件（图层）2个" in said
    project = folder / "landbase.toml"
    written = tomllib.loads(project.read_text("utf-8"))
    categories = {one["path"]: one["category"] for one in written["input"]}
    assert categories == {
        "闲置土地 2023.gpkg": "闲置土地",
        "批而未供/地块.geojson": "批而未供",
    }
    assert written["banners"]["path"] == "旗区.geojson"
    assert written["ledger"]["path"] == "台账.xlsx"
    assert "#   说明.csv" in project.read_text("utf-8")
    assert call("run", project) in {0, 1}
    with LandBase.open(folder / "out" / "landbase.gpkg") as base:
        assert len(base.parcels()) == 12
        assert len(base.decisions()) == 1


def test_it_never_writes_over_a_project_file(folder: Path) -> None:
    (folder / "landbase.toml").write_text("# 我的", "utf-8")
    assert call("init", folder) == 2
    assert (folder / "landbase.toml").read_text("utf-8") == "# 我的"
    assert call("init", folder / "没有") == 2


def test_what_cannot_be_used_is_a_comment_that_says_why(work: Path) -> None:
    for file in sample_path("as_it_arrives").glob("缺投影_无带号.*"):
        (work / file.name).write_bytes(file.read_bytes())
    of_category("idle").to_file(work / "地块.gpkg")
    assert call("init", work) == 0
    text = (work / "landbase.toml").read_text("utf-8")
    assert "input" not in tomllib.loads(text)
    assert "--zone" in text
    assert "# 文件名和字段均未说明土地类别" in text
    assert '# path = "地块.gpkg"' in text


def test_a_table_that_is_none_of_all_says_why(folder: Path) -> None:
    roads = make_parcels(3)[["geometry"]].assign(路名="某路")
    roads.to_file(folder / "道路.gpkg")
    assert call("init", folder) == 0
    lines = (folder / "landbase.toml").read_text("utf-8").splitlines()
    (table,) = [line for line in lines if line.startswith("#   说明.csv")]
    (layer,) = [line for line in lines if line.startswith("#   道路.gpkg")]
    assert len(table) > len("#   说明.csv") + 10
    assert len(layer) > len("#   道路.gpkg") + 10


def test_an_empty_folder_gives_an_example(work: Path) -> None:
    assert call("--lang", "en", "init", work) == 0
    text = (work / "landbase.toml").read_text("utf-8")
    assert "No file of parcels was found" in text
    assert tomllib.loads(text)["output"] == {"folder": "out", "base": "landbase.gpkg"}


def test_the_layers_of_a_geodatabase_are_inputs_of_their_own(work: Path) -> None:
    path = work / "数据.gpkg"
    of_category("idle").to_file(path, layer="闲置土地")
    of_category("approved_unsupplied").to_file(path, layer="批而未供")
    assert call("init", work) == 0
    inputs = Project.load(work / "landbase.toml").input
    assert {(one.layer, one.category) for one in inputs} == {
        ("闲置土地", "idle"),
        ("批而未供", "approved_unsupplied"),
    }
