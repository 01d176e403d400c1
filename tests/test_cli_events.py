"""Commands of exchange, as two colleagues use them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from colleagues import IDS, Clock, two
from servers import Bases

from landbase import LandBase
from landbase.cli.language import VARIABLE
from landbase.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str, str]
PLAN = ("--status", "方案已定", "--effective", "2023-03-01")


@pytest.fixture
def landbase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Run a command; give exit code, what was said, and what was complained."""

    def call(*arguments: object) -> Said:
        monkeypatch.setenv(VARIABLE, "zh")
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def paths(work: Path) -> list[Path]:
    return [base.path for base in two(Bases(work, None))]


def test_records_go_from_one_to_the_other(
    landbase: Callable[..., Said], paths: list[Path], work: Path
) -> None:
    ours, theirs = paths
    landbase("record", ours, IDS[0], "限期开工", *PLAN)
    code, said, _ = landbase("events", "export", ours)
    file = ours.with_suffix(".events.jsonl")
    assert (code, "1条记录" in said, file.exists()) == (0, True, True)
    code, said, _ = landbase("events", "import", theirs, file)
    assert (code, said) == (0, "已导入1条记录，另有0条库中已有。\n")
    code, said, _ = landbase("events", "import", theirs, file, file, "--lang", "en")
    assert (code, said) == (0, "imported 0 record(s); 1 were here already\n")
    arguments = (work / "空.jsonl", "--since", "2199-01-01", "--json")
    code, said, _ = landbase("events", "export", ours, *arguments)
    assert json.loads(said) == {"file": str(arguments[0]), "records": 0}


def test_a_clock_that_is_ahead_is_told(
    landbase: Callable[..., Said], paths: list[Path], work: Path
) -> None:
    ahead = LandBase.open(paths[0], clock=Clock("2999-01-01"))
    plan = {"status": "planned", "effective": "2023-03-01"}
    ahead.record(IDS[0], "start_by_deadline", **plan)
    file = ahead.export_events(work / "甲.jsonl")
    code, said, noted = landbase("events", "import", paths[1], file)
    assert (code, said) == (0, "已导入1条记录，另有0条库中已有。\n")
    assert "注意：甲.jsonl中有1条记录的登记时间（最晚2999-01-01 08:00）" in noted
    assert "请核对双方电脑的时钟" in noted


def test_conflicts_are_told_and_resolved(
    landbase: Callable[..., Said], paths: list[Path]
) -> None:
    ours, theirs = paths
    landbase("record", ours, IDS[0], "限期开工", *PLAN, "--by", "张三")
    landbase("record", theirs, IDS[0], "无偿收回", *PLAN, "--exception", "说明")
    landbase("events", "export", ours)
    file = ours.with_suffix(".events.jsonl")
    code, said, _ = landbase("events", "import", theirs, file)
    assert (code, "1处冲突待处理" in said) == (1, True)
    code, said, _ = landbase("events", "import", theirs, file, "--json")
    result = {"added": 0, "known": 1, "conflicts": 1, "issues": []}
    assert (code, json.loads(said)) == (1, result)
    code, said, _ = landbase("events", "conflicts", theirs)
    assert code == 1
    assert "同日处置登记不一致" in said
    assert {"张三", "限期开工", "无偿收回"} <= set(said.split())
    _, said, _ = landbase("events", "conflicts", theirs, "--lang", "en")
    assert "different decisions of one day" in said
    code, said, _ = landbase("events", "conflicts", theirs, "--json")
    found = json.loads(said)
    assert (code, found["conflicts"], len(found["records"])) == (1, 1, 2)
    assert found["records"][0]["kind"] == "same_day"
    assert landbase("events", "conflicts", theirs, "--on", "2023-02-01")[0] == 0
    more = ("--supersedes", 1, "--reason", "核对无误", "--json")
    code, said, _ = landbase("record", theirs, IDS[0], "限期开工", *PLAN, *more)
    recorded = json.loads(said)
    assert (code, recorded["event_id"], recorded["supersedes"]) == (0, 3, 1)
    assert recorded["effective"] == "2023-03-01"
    assert landbase("events", "conflicts", theirs)[:2] == (0, "没有冲突。\n")


def test_what_was_altered_is_refused(
    landbase: Callable[..., Said], paths: list[Path]
) -> None:
    ours, theirs = paths
    landbase("record", ours, IDS[0], "限期开工", *PLAN, "--by", "张三")
    landbase("events", "export", ours)
    file = ours.with_suffix(".events.jsonl")
    file.write_text(file.read_text("utf-8").replace("张三", "李四"), "utf-8")
    code, said, _ = landbase("events", "import", theirs, file)
    assert code == 3
    assert "第2行" in said
    assert "全部记录均未导入" in said
    code, said, _ = landbase("events", "import", theirs, file, "--json")
    found = json.loads(said)
    assert (code, found["added"], found["conflicts"]) == (3, 0, None)
    assert found["issues"][0]["code"] == "exchange_altered"
    assert LandBase.open(theirs).decisions().empty
    code, _, complained = landbase("events", "import", theirs, ours.with_name("无"))
    assert (code, "无法读取" in complained) == (3, True)


def test_an_exception_can_be_recorded(
    landbase: Callable[..., Said], paths: list[Path]
) -> None:
    done = ("--status", "已销号", "--effective", "2023-03-01")
    assert landbase("record", paths[0], IDS[0], "限期开工", *done)[0] == 3
    more = ("--exception", "无文号先行销号")
    assert landbase("record", paths[0], IDS[0], "限期开工", *done, *more)[0] == 0
    kept = LandBase.open(paths[0]).decisions()
    assert kept["exception"].tolist() == ["无文号先行销号"]
