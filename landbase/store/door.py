"""The parcels of a land base that is given as a file."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from landbase.errors import LandbaseWarning
from landbase.io.bases import land_base_version
from landbase.issues import Issues
from landbase.store.base import LandBase
from landbase.store.columns import SCHEMA_VERSION
from landbase.store.queries import DECISION_COLUMNS
from landbase.store.sqlite import copied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas as gpd

    from landbase.rules.ruleset import Rules

__all__ = ["STATE_COLUMNS", "BaseParcels", "count_decisions", "read_base"]

# What parcels have from the decisions of their base; another base finds it anew.
STATE_COLUMNS = DECISION_COLUMNS


class BaseParcels(NamedTuple):
    """Parcels as `LandBase.parcels` gives them, and what is to be said of them."""

    parcels: gpd.GeoDataFrame
    issues: Issues


def read_base(
    path: Path | str, *, rules: Rules | None = None, unused: Iterable[str] = ()
) -> BaseParcels:
    """Read the parcels of a land base as they are now; the file stays as it is."""
    file = Path(path)
    with _opened(file, rules) as base:
        parcels = base.parcels()
    details: dict[str, object] = {"count": len(parcels)}
    found = [Issues.of("base_read", source=file.name, details=details)]
    version = land_base_version(file)
    if version is not None and version < SCHEMA_VERSION:
        details = {"version": version, "newest": SCHEMA_VERSION}
        found.append(Issues.of("base_read_by_copy", source=file.name, details=details))
    if names := "、".join(unused):
        found.append(Issues.of("base_options_unused", source=file.name, value=names))
    return BaseParcels(parcels, Issues.concat(found))


def count_decisions(path: Path | str) -> int:
    """Count the decisions in force in a land base; the file stays as it is."""
    with _opened(Path(path), None) as base:
        return len(base.decisions())


@contextmanager
def _opened(path: Path, rules: Rules | None) -> Iterator[LandBase]:
    """Open a land base to read it; one of an older kind by way of a copy."""
    version = land_base_version(path)
    if version is None or version >= SCHEMA_VERSION:
        with LandBase.open(path, rules=rules) as base:
            yield base
        return
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = copied(path, Path(folder) / path.name)
        with warnings.catch_warnings():
            # what is said of the copy would name a file that is soon gone
            warnings.simplefilter("ignore", LandbaseWarning)
            base = LandBase.open(copy)
        with base:
            yield base
