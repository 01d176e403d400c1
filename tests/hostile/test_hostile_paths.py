"""Paths that no system takes or that lead round: told by every door that reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import landbase as lb
from landbase.io.tiles import open_tiles
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _open_tiles(path: Path) -> None:
    with open_tiles(path):
        pass


DOORS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "parcels": (".gpkg", lambda path: lb.read_parcels(path, category="idle")),
    "points": (".txt", lambda path: lb.read_parcels(path, category="idle")),
    "zip": (".zip", lambda path: lb.read_parcels(path, category="idle")),
    "banners": (".geojson", lb.read_banners),
    "ledger": (".xlsx", lb.read_ledger),
    "tasks": (".csv", lb.read_tasks),
    "image": (".png", lambda path: lb.ImageLayer(path, name="影像")),
    "tiles": (".pmtiles", _open_tiles),
    "project": (".toml", lb.Project.load),
    "schema": (".toml", lb.ExportSchema.load),
    "receipt": (".json", lb.read_receipt),
    "base": (".gpkg", lb.LandBase.open),
    "repair": (".gpkg", lambda path: lb.repair(path, path.with_name("新.gpkg"))),
}
# each is made in a folder that is empty
PATHS: dict[str, Callable[[Path, str], Path]] = {
    "a name of 600 bytes": lambda place, suffix: place / f"{'长' * 200}{suffix}",
    "folders of 600 bytes": lambda place, suffix: place / ("长" * 200) / f"a{suffix}",
    "a path of 9000 bytes": lambda place, suffix: place.joinpath(
        *["长" * 30] * 100, f"a{suffix}"
    ),
    "a NUL": lambda place, suffix: place / f"a\0{suffix}",
    "half a letter": lambda place, suffix: place / f"a\ud800{suffix}",
    "below a file": lambda place, suffix: _file(place) / f"a{suffix}",
    "a link to itself": lambda place, suffix: _loop(place, suffix),  # noqa: PLW0108 - defined below
    "below a link to itself": lambda place, suffix: _loop(place, "") / f"a{suffix}",
}


def _file(place: Path) -> Path:
    (place / "文件").write_bytes(b"")
    return place / "文件"


def _loop(place: Path, suffix: str) -> Path:
    path = place / f"圈{suffix}"
    path.symlink_to(path)
    return path


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("door", DOORS)
def test_a_path_that_is_none_is_told_by_every_door(
    work: Path, door: str, path: str
) -> None:
    suffix, read = DOORS[door]
    with pytest.raises(lb.LandbaseError) as refused:
        read(PATHS[path](work, suffix))
    assert refused.value.zh
    assert "Errno" not in f"{refused.value}{refused.value.zh}"


def test_a_link_in_a_folder_that_leads_to_itself_is_passed_over(work: Path) -> None:
    make_parcels(3).to_file(work / "地块.gpkg")
    _loop(work, "")
    assert len(lb.read_parcels(work, category="idle").parcels) == 3
