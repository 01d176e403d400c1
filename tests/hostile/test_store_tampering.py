"""Whatever is changed in a land base from outside, `verify` finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tampering import (
    ACTS,
    EDITS,
    GUARDED,
    SEAL_EDITS,
    edit,
    findings,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Count


def test_there_are_as_many_edits_as_were_promised() -> None:
    assert len(EDITS) + len(SEAL_EDITS) + len(GUARDED) + len(ACTS) >= 62


def test_an_edit_that_changes_nothing_finds_nothing(copy: Path) -> None:
    edit(copy)
    assert findings(copy) == []


def assert_found(path: Path, count: Count) -> None:
    seen = findings(path)
    count("edits of a land base")
    count("edits of a land base found", bool(seen))
    assert seen


@pytest.mark.parametrize("name", [*EDITS, *SEAL_EDITS])
def test_an_edit_with_the_triggers_away_is_found(
    copy: Path, name: str, count: Count
) -> None:
    edit(copy, *(EDITS | SEAL_EDITS)[name])
    assert_found(copy, count)


@pytest.mark.parametrize("name", GUARDED)
def test_an_edit_by_another_program_is_found(
    copy: Path, name: str, count: Count
) -> None:
    edit(copy, *GUARDED[name], guarded=True)
    assert_found(copy, count)


@pytest.mark.parametrize("name", ACTS)
def test_what_is_done_with_files_and_hashes_is_found(
    copy: Path, name: str, count: Count
) -> None:
    ACTS[name](copy)
    assert_found(copy, count)
