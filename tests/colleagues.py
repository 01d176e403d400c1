"""Several land bases of colleagues who work apart, for the tests of exchange."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely import box

if TYPE_CHECKING:
    from servers import Bases

    from landbase.store.base import LandBase

__all__ = ["IDS", "Clock", "beside", "everything", "halves", "land", "meet", "two"]

IDS = ["甲-1", "甲-2", "甲-3"]
BEGUN = pd.Timestamp("2020-01-01")
START = {"status": "planned", "effective": "2023-03-01"}


class Clock:
    """A clock that goes on by a second at each look."""

    def __init__(self, day: str = "2023-07-01", *, ahead: float = 0.0) -> None:
        self.now = dt.datetime.fromisoformat(f"{day}T00:00:00+00:00")
        self.now += dt.timedelta(seconds=ahead)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def land() -> gpd.GeoDataFrame:
    """Three idle parcels of about a hectare, on which work has begun."""
    shapes = [box(110 + i / 100, 39, 110 + i / 100 + 0.001, 39.001) for i in range(3)]
    said = {"parcel_id": IDS, "category": "idle", "actual_start": BEGUN}
    return gpd.GeoDataFrame(said, geometry=shapes, crs=4490)


def halves(ids: tuple[str, str], of: str = IDS[0]) -> gpd.GeoDataFrame:
    """Give the two halves of a parcel ids of their own."""
    parent = land().set_index("parcel_id").loc[[of, of]].reset_index(drop=True)
    west, south, east, north = parent.total_bounds
    middle = (west + east) / 2
    shapes = [box(west, south, middle, north), box(middle, south, east, north)]
    return parent.assign(parcel_id=list(ids)).set_geometry(shapes)


def two(bases: Bases, *, copies: bool = True, **options: Any) -> tuple[LandBase, ...]:
    """Give two colleagues the same parcels, as copies of a file or each its own."""
    names = ["甲 库", "乙 库"]
    bases(names[0], clock=Clock("2023-06-01")).add(land())
    if copies and not bases.on_server:
        shutil.copy(*map(str, map(bases.place, names)))
    else:
        bases(names[1], clock=Clock("2023-06-02")).add(land())
    return tuple(
        bases(name, clock=Clock(ahead=ahead), **options)
        for name, ahead in zip(names, (0.0, 0.5), strict=True)
    )


_FOLDERS: dict[str, Path] = {}


def beside(base: LandBase, name: str | None = None) -> Path:
    """Name a file of exchange: beside the file, or in a folder for a database."""
    if base.home is not None:
        made = base.home.with_suffix(".jsonl")
        return made if name is None else made.with_stem(name)
    folder = _FOLDERS.setdefault(base.place, Path(tempfile.mkdtemp()))
    return folder / f"{name or base.name}.jsonl"


def everything(base: LandBase) -> object:
    """Give what a land base holds, to see that nothing came of what was refused."""
    if base.home is not None:
        return base.home.read_bytes()
    return base.head, base.parcels().to_csv(), base.decisions().to_csv()


def meet(*bases: LandBase) -> list[int]:
    """Let each import what all the others have; give how many conflicts each sees."""
    files = [base.export_events(beside(base)) for base in bases]
    for base, file in itertools.product(bases, files):
        base.import_events(file)
    return [base.conflicts()["conflict"].nunique() for base in bases]
