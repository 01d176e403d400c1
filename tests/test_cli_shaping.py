"""Commands on the life of a parcel: what they record, say, and refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from shapely import box

from landbase import LandBase
from landbase.cli.language import VARIABLE
from landbase.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str, str]


@pytest.fixture
def landbase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run a command; give exit code, what was said, and what was complained."""
    monkeypatch.setenv(VARIABLE, "zh")

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


def boxes(**edges: tuple[float, float]) -> gpd.GeoDataFrame:
    """Make parcels side by side, from one longitude to another."""
    shapes = [
        box(110 + a / 1000, 39, 110 + b / 1000, 39.001) for a, b in edges.values()
    ]
    return gpd.GeoDataFrame({"parcel_id": list(edges)}, geometry=shapes, crs=4490)


@pytest.fixture
def base(work: Path) -> Path:
    path = work / "土地 库.gpkg"
    kept = LandBase.open(path)
    kept.add(boxes(A=(0, 2), B=(2, 3)).assign(category="idle"))
    kept.record("A", "start_by_deadline", status="planned", effective="2023-03-01")
    return path


def test_a_split_from_a_file(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    new = work / "新 地块.geojson"
    boxes(A1=(0, 1), A2=(1, 2)).to_file(new)
    split = (
        "reshape",
        base,
        "split",
        new,
        "--parcel",
        "A",
        "--effective",
        "2023-06-01",
    )
    code, said, _ = landbase(*split)
    assert code == 0
    assert "A → A1、A2" in said
    assert LandBase.open(base).parcels()["parcel_id"].tolist() == ["B", "A1", "A2"]
    code, _, complained = landbase(*split)
    assert code == 3
    assert "现为：A1、A2" in complained
    code, said, _ = landbase("history", base, "A1")
    assert "分割" in said


def test_a_merger_as_json_and_wrong_words(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    new = work / "合并.geojson"
    boxes(C=(0, 3)).to_file(new)
    parents = ("--parcel", "A", "--parcel", "B", "--effective", "2023-06-01")
    assert landbase("reshape", base, "split", new, *parents)[0] == 2
    assert landbase("reshape", base, "melt", new, *parents)[0] == 2
    code, said, _ = landbase("reshape", base, "merge", new, *parents, "--json")
    assert code == 0
    told = json.loads(said)
    assert (told["ended"], told["begun"]) == (["A", "B"], ["C"])


def test_a_step_is_due_and_listed(landbase: Callable[..., Said], base: Path) -> None:
    code, said, _ = landbase(
        "milestone", base, "A", "约谈", "--due", "2023-07-01", "--person", "张三"
    )
    assert (code, "约谈" in said) == (0, True)
    code, said, _ = landbase("deadlines", base, "--on", "2023-07-06")
    assert "约谈" in said
    assert "已逾期1宗" in said
    code, _, complained = landbase("milestone", base, "B", "复工")
    assert code == 3
    assert "须有时限" in complained


def test_a_document_is_attached_kept_and_looked_after(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    paper = work / "批 复.pdf"
    paper.write_bytes(b"approval")
    code, said, _ = landbase("attach", base, 1, paper, "--keep", "--json")
    assert (code, json.loads(said)["evidence_id"]) == (0, 1)
    assert landbase("verify", base)[0] == 0
    next((work / "土地 库.files").rglob("*.pdf")).unlink()
    code, said, _ = landbase("verify", base)
    assert code == 1
    assert "批 复.pdf" in said
    assert landbase("attach", base, 9, paper)[0] == 3


def test_the_balance(landbase: Callable[..., Said], base: Path) -> None:
    code, said, _ = landbase("balance", base)
    assert code == 1
    assert "2宗地中1宗" in said
    code, said, _ = landbase("balance", base, "--json")
    assert [row["balanced"] for row in json.loads(said)["parcels"]] == [True, False]
