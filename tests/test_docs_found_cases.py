"""The page of cases found: every case is there, and every test it names."""

from __future__ import annotations

import re

from conftest import ROOT

PAGE = (ROOT / "docs/found-cases.md").read_text("utf-8")
COLUMNS = 5
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")]
CASES = [f"G{n}" for n in range(1, 25)] + [f"D{n}" for n in range(1, 16)]


def names_in(file: str) -> set[str]:
    (path,) = (ROOT / "tests").rglob(file or "no file")
    return set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))


def test_every_case_has_a_row() -> None:
    said = re.findall(r"^\| ([GD]\d+) ", PAGE, re.MULTILINE)
    assert said == CASES


def test_every_test_named_is_there() -> None:
    for row in ROWS:
        named = re.findall(r"`(?:(test_\w+\.py)::)?(test_\w+)`", row)
        assert named or "test" in row or "---" in row, row
        file = ""
        for given, name in named:
            file = given or file
            assert name in names_in(file), f"{file}::{name}"


def test_every_row_has_all_its_cells() -> None:
    for row in ROWS:
        assert len(re.split(r"(?<!\\)\|", row)) == COLUMNS + 2, row
