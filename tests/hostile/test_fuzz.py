"""A little of the fuzzing in every run: some changed files for each door."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING

import fuzzing
import pytest

from landbase.io.formats import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from fuzzing import Target

TIMES = 2  # for each door; `make fuzz` goes on for an hour


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> list[Target]:
    return fuzzing.targets(tmp_path_factory.mktemp("corpus"))


def test_every_reader_has_a_file(targets: list[Target]) -> None:
    suffixes = {t.file.suffix for t in targets if t.door == "parcels"}
    read = {suffix for suffix, kind in FORMATS.items() if kind.is_taken or kind.read}
    alike = {".geojsons", ".geoparquet"}  # read as .geojsonl and .parquet are
    assert read - alike == suffixes


def test_every_door_has_a_file(targets: list[Target]) -> None:
    assert {target.door for target in targets} == {*fuzzing.DOORS}


def test_the_sound_files_are_read(targets: list[Target], tmp_path: Path) -> None:
    for seed, target in enumerate(targets):
        folder = tmp_path / str(seed)
        shutil.copytree(target.file.parent, folder)
        assert fuzzing.try_one(target, folder / target.file.name, seed) is None


def test_changed_files_end_in_parcels_or_in_an_error_of_landbase(
    targets: list[Target], tmp_path: Path
) -> None:
    tried = fuzzing.rounds(targets, tmp_path / "now", first=0)
    results = islice(tried, TIMES * len(targets))
    assert [finding for _, finding in results if finding is not None] == []


def test_the_same_seed_makes_the_same_file(
    targets: list[Target], tmp_path: Path
) -> None:
    dxf = next(target for target in targets if target.file.suffix == ".dxf")
    one = fuzzing.changed_copy(dxf, tmp_path / "one", 7).read_bytes()
    assert one == fuzzing.changed_copy(dxf, tmp_path / "two", 7).read_bytes()
    assert one != dxf.file.read_bytes()


@pytest.mark.parametrize("ring", ["9" * 20, "-" + "9" * 30, "1e308", "9" * 400])
@pytest.mark.parametrize(
    "line", ["J2,{},4420100.0,37420000.0", "J2，{}，4420100.0，37420000.0"]
)
def test_a_ring_of_many_digits_is_read_as_none(
    work: Path, ring: str, line: str
) -> None:
    """What a run of mutants found: the number did not fit into 64 bits."""
    path = work / "a.txt"
    told = fuzzing.TXT.replace("J2,1,4420100.0,37420000.0", line.format(ring))
    path.write_text(told, "utf-8")
    assert fuzzing.try_one(fuzzing.Target("parcels", path), path, 0) is None
