"""Progress of long work: time left that adds up, and silence where nobody looks."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from landbase import sample_path
from landbase.cli.language import VARIABLE
from landbase.cli.steps import Clock, Part, check_plan, duration, run_plan, steps
from landbase.project import Project

if TYPE_CHECKING:
    from pathlib import Path

PLAN = [
    Part("read", "a.shp", 1e10),
    Part("read", "b.shp", 3e10),
    Part("check", "", 2e10),
]


class Hands:
    """A clock that stands where it is put."""

    time = 0.0

    def __call__(self) -> float:
        return self.time


def test_the_first_step_tells_how_long_the_rest_takes() -> None:
    hands = Hands()
    clock = Clock(PLAN, now=hands)
    clock.tell("read", "a.shp")
    hands.time = 5000.0  # half a second for each million bytes
    clock.tell("read", "b.shp")
    assert clock.left() == pytest.approx(25_000, rel=0.01)
    hands.time = 12_000.0
    assert clock.left() == pytest.approx(18_000, rel=0.01)
    assert clock.share() == pytest.approx(12 / 30, rel=0.01)


def test_a_small_first_file_says_little_of_the_others() -> None:
    hands = Hands()
    clock = Clock([Part("read", "a.shp", 1e4), Part("read", "b.shp", 1e8)], now=hands)
    clock.tell("read", "a.shp")
    hands.time = 1.0  # of starting, not of reading
    clock.tell("read", "b.shp")
    assert 5 < clock.left() < 30


def test_a_step_that_takes_longer_is_never_done_before_it_ends() -> None:
    hands = Hands()
    clock = Clock(PLAN, now=hands)
    clock.tell("read", "a.shp")
    hands.time = 5.0
    clock.tell("check", "")  # what was passed over counts as done
    shares = []
    for hands.time in (6.0, 20.0, 200.0, 2000.0):
        shares.append(clock.share())
        assert clock.left() > 0
    assert all(0 < share < 1 for share in shares)


def test_steps_that_are_not_planned_change_nothing() -> None:
    clock = Clock(PLAN, now=Hands())
    clock.tell("draw", "map.html")
    assert clock.at == -1
    assert Clock([], now=Hands()).share() == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1秒"), (59, "59秒"), (84, "1分20秒"), (700, "11分")],
)
def test_a_time_is_said_as_exactly_as_it_is_known(
    seconds: float, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    assert duration(seconds) == text


def test_a_plan_weighs_files_by_their_bytes(work: Path) -> None:
    for name, size in (("甲.shp", 100), ("甲.dbf", 300), ("乙.geojson", 50)):
        (work / name).write_bytes(b"x" * size)
    plan = check_plan([work / "甲.shp", work / "乙.geojson"])
    assert [part.weight for part in plan[:2]] == [400, 50]
    assert plan[-1].step == "check"


def test_the_plan_of_a_run_has_every_step_that_is_told() -> None:
    project = Project.load(sample_path("landbase.toml"))
    plan = run_plan(project)
    read = [part.about for part in plan if part.step == "read"]
    assert read.count("36带.gdb") == 2
    assert {"旗区界线(示意).geojson", "一地一策台账.xlsx"} <= set(read)
    kinds = dict.fromkeys(part.step for part in plan)
    assert list(kinds) == ["read", "check", "keep", "measure", "draw", "report"]


class Screen(io.StringIO):
    """A terminal that keeps what is written."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_step_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with steps(PLAN) as tell:
        tell("read", "a.shp")
    assert "读取 a.shp" in screen.getvalue()
    assert "约剩" in screen.getvalue()


def test_a_pipe_sees_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with steps(PLAN) as tell:
        tell("read", "a.shp")
    assert capsys.readouterr() == ("", "")
