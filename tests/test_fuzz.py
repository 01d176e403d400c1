"""A little of the fuzzing in every run: some changed files for each reader."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import fuzzing
import pytest

from landbase.io.gdal import EXCHANGE

if TYPE_CHECKING:
    from pathlib import Path

TIMES = 3  # for each reader; `make fuzz` goes on for an hour


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return fuzzing.corpus(tmp_path_factory.mktemp("corpus"))


def test_every_reader_has_a_file(files: list[Path]) -> None:
    suffixes = {path.suffix for path in files}
    alike = {".geojsons", ".ndjson"}  # read as .geojsonl is
    assert {*EXCHANGE} - alike <= suffixes
    assert {".shp", ".gpkg", ".gdb", ".geojson", ".parquet", ".txt", ".zip"} <= suffixes


def test_the_sound_files_are_read(files: list[Path]) -> None:
    assert [fuzzing.try_one(path, 0) for path in files] == [None] * len(files)


def test_changed_files_end_in_parcels_or_in_an_error_of_landbase(
    files: list[Path], tmp_path: Path
) -> None:
    tried = fuzzing.rounds(files, tmp_path / "now", first=0)
    results = islice(tried, TIMES * len(files))
    assert [finding for _, finding in results if finding is not None] == []


def test_the_same_seed_makes_the_same_file(files: list[Path], tmp_path: Path) -> None:
    dxf = next(path for path in files if path.suffix == ".dxf")
    one = fuzzing.changed_copy(dxf, tmp_path / "one", 7).read_bytes()
    assert one == fuzzing.changed_copy(dxf, tmp_path / "two", 7).read_bytes()
    assert one != dxf.read_bytes()
