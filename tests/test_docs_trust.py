"""The pages of promises: every attack has its row, every test named is there."""

from __future__ import annotations

import re

from conftest import ROOT

PAGE = (ROOT / "docs/trust.md").read_text("utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
ATTACKS = [f"S{n}" for n in range(1, 20)]
FILES = {path.name: path for path in (ROOT / "tests").rglob("test_*.py")}


def test_every_attack_has_a_row_with_tests_that_are_there() -> None:
    rows = dict(re.findall(r"^\| (S\d+) \| .+ \| (.+) \|$", PAGE, re.MULTILINE))
    assert [*rows] == ATTACKS
    for attack, cell in rows.items():
        named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", cell)
        assert named, attack
        assert len(named) == cell.count("`") // 2, attack
        for file, name in named:
            assert f"\ndef {name}(" in FILES[file].read_text("utf-8"), f"{file}::{name}"


def test_every_file_of_tests_that_is_named_is_there() -> None:
    for page in (PAGE, SECURITY):
        named = re.findall(r"`(tests/[\w/]+\.py)`", page)
        assert len(named) > 8
        for file in named:
            assert (ROOT / file).is_file(), file


def test_every_file_of_attacks_is_named() -> None:
    named = {*re.findall(r"test_\w+\.py", PAGE + SECURITY)}
    made = {path.name for path in (ROOT / "tests" / "hostile").glob("test_*.py")}
    assert made - named == set()


def test_the_number_of_edits_is_that_of_the_edits() -> None:
    from tampering import ACTS, EDITS, GUARDED, SEAL_EDITS

    count = len(EDITS) + len(SEAL_EDITS) + len(GUARDED) + len(ACTS)
    assert re.findall(r"(\d+) edits", PAGE + SECURITY) == [str(count)] * 2
