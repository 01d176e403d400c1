"""Several files of parcels, and ledgers beside them: read, stacked and checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import geopandas as gpd
import pandas as pd

from landbase.errors import LandbaseError, MissingDependencyError
from landbase.issues import Issues
from landbase.parcels.checks import check_parcels
from landbase.parcels.join import join_ledger
from landbase.parcels.ledger import read_ledger
from landbase.parcels.read import read_parcels
from landbase.tables.html import html_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from landbase.parcels.ledger import LedgerResult
    from landbase.rules.ruleset import Rules

__all__ = [
    "LEDGERS",
    "CheckResult",
    "Step",
    "Tell",
    "check_files",
    "keep_quiet",
    "not_yet_said",
    "stack",
]


Step: TypeAlias = Literal["read", "check", "keep", "measure", "draw", "report"]
# called with the step and what it is about, such as a file's name
Tell: TypeAlias = Callable[[Step, str], None]


def keep_quiet(step: Step, about: str) -> None:
    """Tell nobody."""


# suffixes of tables that are read as ledgers
LEDGERS = (".xlsx", ".xlsm", ".xls", ".csv")
_ROW = ["source", "source_row"]
_NO_BANNER = {"missing_banner", "unknown_banner"}


class CheckResult(NamedTuple):
    """What was found in several files.

    Attributes
    ----------
    parcels
        The parcels of all files that could be used; None where there are none.
    issues
        Of reading, then of the whole table.
    refused
        The files that could not be used; each has an issue `file_refused`.
    """

    parcels: gpd.GeoDataFrame | None
    issues: Issues
    refused: tuple[Path, ...]

    def _repr_html_(self) -> str:
        return html_of(
            self._asdict() | {"refused": "、".join(p.name for p in self.refused)}
        )


def check_files(
    files: Iterable[Path],
    banners: gpd.GeoDataFrame | None = None,
    *,
    tell: Tell = keep_quiet,
    rules: Rules | None = None,
    ledgers: bool = False,
    **reading: Any,
) -> CheckResult:
    """Read files of parcels, check them together, and say what is wrong."""
    # of ledgers, those with ids are held against the parcels
    read: list[gpd.GeoDataFrame] = []
    books: list[pd.DataFrame] = []
    found, refused = [], []
    for file in files:
        tell("read", file.name)
        is_ledger = ledgers and file.suffix.lower() in LEDGERS
        try:
            if is_ledger:
                book, issues = _read_ledger(file, rules, reading)
                books.append(book)
            else:
                parcels, issues = read_parcels(file, rules=rules, **reading)
                read.append(parcels)
        except MissingDependencyError:
            raise
        except LandbaseError as error:
            refused.append(file)
            why = {"why_zh": error.zh, "why_en": str(error)}
            issues = Issues.of(
                "file_refused", source=file.name, value=str(error), details=why
            )
        found.append(issues)
    together = stack(read) if read else None
    if together is not None:
        tell("check", "")
        checked = check_parcels(together, banners, rules=rules)
        found.append(not_yet_said(checked, found))
        found += [
            join_ledger(together, book, rules=rules).issues
            for book in books
            if "parcel_id" in book
        ]
    return CheckResult(together, Issues.concat(found), tuple(refused))


def _read_ledger(
    file: Path, rules: Rules | None, reading: Mapping[str, Any]
) -> LedgerResult:
    """Read a ledger by what was said for all files, as far as it means something."""
    options = {name: reading.get(name) for name in ("category", "encoding", "fields")}
    return read_ledger(file, rules=rules, **options)


def not_yet_said(checked: Issues, read: list[Issues]) -> Issues:
    """Leave out what reading has said of a row already, also that it has no banner."""
    said = Issues.concat(read).table
    rows = pd.MultiIndex.from_frame(said.loc[said["code"].isin(_NO_BANNER), _ROW])
    table = checked.table
    again = pd.MultiIndex.from_frame(table[_ROW]).isin(rows)
    again &= (table["code"] == "banner_not_declared").to_numpy()
    same = [*_ROW, "code"]
    known = pd.MultiIndex.from_frame(said[same])
    again |= pd.MultiIndex.from_frame(table[same]).isin(known)
    return Issues(table[~again].reset_index(drop=True))


def stack(tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Put tables of parcels below each other, on one plain index."""
    filled = [table for table in tables if len(table)] or tables[:1]
    together = pd.concat(filled, ignore_index=True)
    geometry = tables[0].geometry.name
    others = [name for name in together if name != geometry]
    return gpd.GeoDataFrame(together[[*others, geometry]], geometry=geometry)
