"""Copies of a land base in which random bytes are changed, and all asked of them."""

from __future__ import annotations

import random
import traceback
from typing import TYPE_CHECKING

from landbase.errors import LandbaseError
from landbase.store.base import LandBase
from landbase.store.repair import repair
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COPIES, BYTES = 120, 30


def damaged(full: Path, path: Path, *, seed: int) -> Path:
    """Copy a land base and change some bytes of it."""
    chosen = random.Random(seed)  # noqa: S311 - repeatable, not secret
    content = bytearray(full.read_bytes())
    for _ in range(BYTES):
        content[chosen.randrange(len(content))] = chosen.randrange(256)
    path.write_bytes(content)
    return path


def examine(path: Path) -> Iterator[tuple[str, str]]:
    """Ask everything of a damaged copy; give the door, and an error that is raw."""
    for door, ask in DOORS.items():
        raw = ""
        try:
            ask(path)
        except LandbaseError as error:
            raw = "" if str(error) and error.zh else "an error without words"
        except Exception:  # noqa: BLE001 - this is what is looked for
            raw = traceback.format_exc()
        yield door, raw


def _of_base(ask: Callable[[LandBase], object]) -> Callable[[Path], object]:
    def asked(path: Path) -> None:
        with LandBase.open(path, examine=True) as base:
            ask(base)

    return asked


def _map(base: LandBase) -> None:
    page = disposal_map(base.parcels(), decisions=Timeline.of(base))
    save_map(page, base.path.with_suffix(".html"))


def _repaired(path: Path) -> None:
    done = repair(path, path.with_suffix(".new.gpkg"))
    with LandBase.open(done.path) as new:
        assert new.verify().count("error") == 0
        assert len(new.parcels(ended=True)) == done.parcels


DOORS: dict[str, Callable[[Path], object]] = {
    "open": LandBase.open,
    "verify": _of_base(LandBase.verify),
    "parcels": _of_base(LandBase.parcels),
    "decisions": _of_base(LandBase.decisions),
    "map": _of_base(_map),
    "repair": _repaired,
}
