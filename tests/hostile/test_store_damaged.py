"""Random bytes of a land base are changed: all that is asked of it ends in findings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from damage import COPIES, damaged, examine

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Count

PARTS = 12
# each part takes as many copies; `make attack` takes all
EACH = COPIES // PARTS if "ATTACK_MINUTES" in os.environ else 2


@pytest.mark.parametrize("part", range(PARTS))
def test_random_bytes_end_in_findings_never_in_a_raw_error(
    full: Path, work: Path, part: int, count: Count
) -> None:
    for seed in range(part, EACH * PARTS, PARTS):
        path = damaged(full, work / f"{seed}.gpkg", seed=seed)
        raw = [f"{door}: {what}" for door, what in examine(path) if what]
        count("damaged copies")
        count("raw errors of damaged copies", len(raw))
        assert raw == []
