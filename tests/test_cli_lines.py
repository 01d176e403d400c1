"""A narrow terminal: lines are broken between words or letters, not in a figure."""

from __future__ import annotations

import io
import re
import sys
import warnings
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from landbase import LandBase, sample_path
from landbase.cli.language import VARIABLE
from landbase.cli.lines import line_starts, show_text
from landbase.cli.main import main
from landbase.errors import LandbaseWarning, warn
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAID = (
    "警告  a.shp第107行（150602-P-0107）的登记面积68,820.56平方米与图形面积"
    "70836.18平方米相差-2015.62平方米，占1.5%，已于2023年7月6日核对。"
)


class Screen(io.StringIO):
    """A terminal that keeps what is written."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Run something on a terminal of some columns; give the lines on both streams."""

    def run(width: int, action: Callable[[], object]) -> list[str]:
        out = Screen()
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", str(width))
            patch.setenv("TERM", "xterm")
            for name in ("stdout", "stderr"):
                patch.setattr(sys, name, out)
            action()
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())
        return [line.rpartition("\r")[2].rstrip() for line in plain.splitlines()]

    return run


def parts(text: str, width: int, hang: int = 0) -> list[str]:
    starts = line_starts(text, width, hang=hang)
    return [text[a:b] for a, b in zip([0, *starts], [*starts, None], strict=True)]


@pytest.mark.parametrize("width", range(20, 100))
def test_figures_ids_and_days_are_whole_at_every_width(width: int) -> None:
    lines = parts(SAID, width)
    assert "".join(lines) == SAID
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    for whole in ("150602-P-0107", "68,820.56", "70836.18", "-2015.62", "1.5%"):
        assert sum(whole in line for line in lines) == 1
    for line in lines[1:]:
        assert line[0] not in "，。；：）”"
    assert not any(line.rstrip()[-1] in "（“" for line in lines)


@given(st.text(max_size=80), st.integers(4, 60), st.integers(0, 3))
def test_nothing_is_lost_but_blanks_at_the_end_of_lines(
    text: str, width: int, hang: int
) -> None:
    starts = line_starts(text, width, hang=hang)
    assert starts == sorted(set(starts))
    assert all(0 < start < len(text) for start in starts)
    assert "".join(parts(text, width, hang)) == text


def test_a_path_is_whole_so_that_it_can_be_copied(
    seen: Callable[..., list[str]],
) -> None:
    path = "/tmp/批而未供/一个很长很长的文件夹/2023年的/土地库.gpkg"  # noqa: S108
    lines = seen(30, lambda: show_text(f"取出地块1720宗，存入“{path}”。"))
    assert sum(path in line for line in lines) == 1


def test_lines_hang_under_their_text(seen: Callable[..., list[str]]) -> None:
    told = "      → 按测量成果更正界线后重新读取，并核对面积。"
    first, *rest = seen(40, lambda: show_text(told))
    assert first.startswith("      → 按测量")
    assert rest
    assert all(re.match(r" {8}\S", line) for line in rest)


def test_a_pipe_gets_sentences_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_text(SAID * 5)
    assert capsys.readouterr().out == SAID * 5 + "\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_warning_is_told_in_the_language_chosen(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    base: Path,
    work: Path,
    lang: str,
) -> None:
    monkeypatch.setenv(VARIABLE, lang)
    with pytest.raises(SystemExit):
        main(["export", str(base), str(work / "a.shp")])
    said = capsys.readouterr().err
    assert ("未写出以下字段" in said, "written without" in said) == (
        lang == "zh",
        lang == "en",
    )


def test_in_python_a_warning_is_in_both() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        warn("name_changed", old="a", new="b")
    (one,) = told
    assert isinstance(one.message, LandbaseWarning)
    assert str(one.message).count(" / ") == 1


# ------------------------------------------------------------------- commands walked
@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("库") / "土地库.gpkg"
    with LandBase.open(path) as kept:
        kept.add(make_parcels(40, seed=3))
        held = kept.parcels()
        for one in held.loc[held["category"] == "idle", "parcel_id"].head(6):
            kept.record(one, "start_by_deadline", status="planned", due="2023-08-01",
                        effective="2023-03-01", by="张三",
                        document="内政土发〔2023〕15号")  # fmt: skip
    return path


WALK = (
    ("rules",),
    ("areas", "--base", "{base}", "--by", "zone,cause"),
    ("deadlines", "--on", "2023-07-20"),
    ("balance", "--limit", "5"),
    ("history", "{first}"),
    ("progress", "--tasks", "{tasks}", "--on", "2023-07-06"),
    ("check", "{odd}", "--category", "idle"),
)
FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{4}-\d\d-\d\d|\d{6}-\w-\d{4}|〔\d+〕\d+号")


@pytest.mark.parametrize(("width", "lang"), [(60, "zh"), (80, "en")])
@pytest.mark.parametrize("words", WALK, ids=lambda words: "-".join(words[:1]))
def test_no_command_folds_a_figure_on_a_narrow_terminal(  # noqa: PLR0917
    seen: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
    base: Path,
    words: tuple[str, ...],
    width: int,
    lang: str,
) -> None:
    monkeypatch.setenv(VARIABLE, lang)
    with LandBase.open(base) as kept:
        first = kept.decisions()["parcel_id"].iloc[0]
    places = {
        "base": base,
        "first": first,
        "tasks": sample_path("年度任务.csv"),
        "odd": sample_path("as_it_arrives") / "几何问题.gpkg",
    }
    filled = [word.format(**places) for word in words]
    if filled[0] not in {"areas", "check"}:
        filled.insert(1, str(base))

    def run() -> None:
        with pytest.raises(SystemExit):
            main(filled)

    narrow, wide = seen(width, run), seen(400, run)
    tall = [line for line in narrow if cell_len(line) > width]
    assert not tall
    shown = set(FIGURE.findall("\n".join(narrow)))
    assert shown <= set(FIGURE.findall("\n".join(wide)))
    assert not any(re.search(r"\d[.,〔-]$", line) for line in narrow)


def test_the_steps_of_no_parcel_are_refused_and_none_yet_is_said(
    seen: Callable[..., list[str]], base: Path
) -> None:
    def run(parcel: str) -> list[str]:
        def call() -> None:
            with pytest.raises(SystemExit):
                main(["procedure", str(base), parcel])

        return seen(120, call)

    with LandBase.open(base) as kept:
        first = kept.parcels()["parcel_id"].iloc[0]
    assert "尚未启动" in "".join(run(first))
    assert "没有地块" in "".join(run("无此地块"))
