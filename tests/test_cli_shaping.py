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
    assert "A→A1、A2" in said
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
    assert "共2宗地：1宗尚未确定处置方式，0宗" in said
    code, said, _ = landbase("balance", base, "--json")
    assert [row["balanced"] for row in json.loads(said)["parcels"]] == [True, False]


def test_documents_are_listed_with_what_is_missing(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    folder = work / "档案"
    folder.mkdir()
    for name in ("纪要.pdf", "批复.pdf"):
        (folder / name).write_bytes(name.encode())
        dated = ("--dated", "2023年2月28日")
        assert (
            landbase("attach", base, 1, folder / name, "--kind", "纪要", *dated)[0] == 0
        )
    code, said, _ = landbase("documents", base)
    assert code == 0
    assert "共2份附件，缺失0份，已改动0份。" in said
    for part in ("A", "纪要.pdf", "2023-02-28", "未存副本", "文件状态"):
        assert part in said
    (folder / "纪要.pdf").unlink()
    (folder / "批复.pdf").write_bytes(b"other")
    code, said, _ = landbase("documents", base, "--documents", folder, "--json")
    found = {row["file"]: row["state"] for row in json.loads(said)["documents"]}
    assert code == 1
    assert found == {"纪要.pdf": "missing", "批复.pdf": "altered"}
    code, said, _ = landbase("documents", base, "--parcel", "B")
    assert (code, "共0份附件" in said) == (0, True)
    assert landbase("documents", base, "--parcel", "无此地")[0] == 3


def test_history_has_steps_and_documents_in_order_of_time(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    paper = work / "会议纪要.pdf"
    paper.write_bytes(b"minutes")
    landbase("attach", base, 1, paper, "--dated", "2023-02-28", "--kind", "纪要")
    step = ("milestone", base, "A", "约谈", "--due", "2023.5.1", "--person", "张三")
    assert landbase(*step, "--done-on", "2023/4/20")[0] == 0
    landbase("record", base, "A", "限期开工", "--status", "处置中", "--effective",
             "2023年5月2日", "--area", "0.5公顷")  # fmt: skip
    code, said, _ = landbase("history", base, "A", "--json")
    rows = json.loads(said)["history"]
    assert code == 0
    assert [row["kind"] for row in rows] == [
        *("registered", "document", "decision", "milestone", "decision"),
    ]
    assert (rows[1]["file"], rows[1]["attached_to"]) == ("会议纪要.pdf", 1)
    assert (rows[3]["step"], rows[3]["done_on"], rows[3]["by"]) == (
        "约谈",
        "2023-04-20",
        "张三",
    )
    assert rows[4]["area_m2"] == 5000
    _, said, _ = landbase("history", base, "A")
    for part in ("附件", "节点", "约谈", "2023-04-20", "会议纪要.pdf", "5,000.00"):
        assert part in said


@pytest.mark.parametrize(
    "typed",
    ["2023年4月1日", "2023.4.1", "2023/4/1", "20230401", "２０２３－０４－０１"],
)
def test_a_day_is_read_at_every_door(
    landbase: Callable[..., Said], base: Path, work: Path, typed: str
) -> None:
    doors = [
        ("deadlines", base, "--on", typed),
        ("balance", base, "--on", typed),
        ("recommend", base, "--on", typed),
        ("idle-test", base, "--on", typed),
        ("areas", "--base", base, "--by", "category", "--on", typed),
        ("rules", base, "--known", typed),
        ("export", base, work / "a.geojson", "--on", typed),
        ("events", "export", base, "--since", typed),
        ("events", "conflicts", base, "--on", typed),
        ("milestone", base, "A", "约谈", "--due", typed, "--done-on", typed),
        ("record", base, "A", "限期开工", "--status", "处置中", "--effective", typed),
    ]
    for door in doors:
        code, _, complaint = landbase(*door)
        assert code in {0, 1}, (door, complaint)
