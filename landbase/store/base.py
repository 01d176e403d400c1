"""`LandBase`: parcels and what was decided about them, in one file."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Self

from landbase.errors import LandbaseWarning
from landbase.rules import rules_of
from landbase.store.adding import AddResult, add_parcels
from landbase.store.answers import Answers
from landbase.store.checking import checked_parcels
from landbase.store.exchanging import Exchange
from landbase.store.files import create_or_check, open_engine, writing
from landbase.store.lineages import Lineages
from landbase.store.loading import load_rules
from landbase.store.place import refuse_network
from landbase.store.records import Records
from landbase.store.times import stamp, wall_clock

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from types import TracebackType

    import geopandas as gpd
    import sqlalchemy as sa

    from landbase.rules import Rules, Tolerances, Vocabulary

__all__ = ["LandBase"]

_SHOWN = 5  # items of a difference in a warning


class LandBase(Answers, Records, Lineages, Exchange):
    """Parcels and decisions in a GeoPackage, which QGIS and ArcGIS open as well.

    Open one with `LandBase.open`. Nothing is held open between calls, so that several
    colleagues can work on one file; each call sees, or writes, one consistent state.

    Attributes
    ----------
    path
        The file.
    rules, vocabulary, tolerances
        The rules that the file keeps: words, marks, tolerances, region, time zone.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        path: Path,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._engine = engine
        self._clock = clock
        self.path = path

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        rules: Rules | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        vocabulary: Vocabulary | None = None,
        tolerances: Tolerances | None = None,
        wait_seconds: float = 30.0,
        force: bool = False,
    ) -> Self:
        """Open a land base; make it when the file is missing.

        Parameters
        ----------
        path
            The .gpkg file. Missing folders are made.
        rules
            The rules of a new land base; by default those that come with landbase. A
            land base that is there keeps its own, and a warning tells what differs;
            `set_rules` takes others over.
        clock
            Gives the time of recording, with its zone; by default the computer's.
        vocabulary, tolerances
            As parts of `rules`; they will go.
        wait_seconds
            How long to wait while someone else writes; a warning tells of it.
        force
            Open it on a network share too, where locks are not reliable.

        Returns
        -------
        base
            Usable in a `with` statement, which changes nothing else.

        Warns
        -----
        LandbaseWarning
            `rules` differ from those of the land base, or it was brought up to date.

        Raises
        ------
        StoreError
            The file is no land base, is of a newer kind, stays busy, or is on a
            network share.
        """
        if not force:
            refuse_network(path)
        target = Path(path).absolute()
        target.parent.mkdir(parents=True, exist_ok=True)
        engine = open_engine(target, wait_seconds=wait_seconds)
        time_of = clock or wall_clock
        wanted = rules
        if vocabulary is not None or tolerances is not None:
            wanted = rules_of(rules, vocabulary=vocabulary, tolerances=tolerances)
        create_or_check(engine, now=stamp(time_of()), rules=wanted)
        base = cls(engine, path=target, clock=time_of)
        if wanted is not None:
            _tell_difference(base, wanted)
        return base

    def add(self, parcels: gpd.GeoDataFrame) -> AddResult:
        """Add parcels; those that are there already are compared and updated.

        Adding the same again changes nothing. What an update replaces is kept
        (`history`, and `parcels` with `known`). A column that is absent leaves what is
        known; a missing value says that there is none. A status or disposal type that
        repeats what the decisions say is not taken as the parcel's own.

        Parameters
        ----------
        parcels
            The parcel table (DESIGN section 3) in any CGCS2000 CRS, with any further
            columns of text, numbers, days or yes/no. Not changed.

        Returns
        -------
        counts
            added, changed, unchanged.

        Raises
        ------
        CRSError
            The CRS is missing or of another datum.
        GeometryError
            Parcels have heights (Z).
        SchemaError
            Columns or rows are at fault (`issues` lists the rows); nothing was added.
        StoreError
            The file stays busy.
        """
        checked = checked_parcels(parcels, rules=self.rules)
        with writing(self._engine) as connection:
            rules = load_rules(connection)
            return add_parcels(
                connection, checked, now=self._now(connection), rules=rules
            )

    def close(self) -> None:
        """Let go of the file; it is not held between calls in any case."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"LandBase({str(self.path)!r})"


def _tell_difference(base: LandBase, wanted: Rules) -> None:
    """Say that a land base goes by its own rules where others were asked for."""
    difference = base.rules.difference(wanted)
    if difference.empty:
        return
    items = difference["item"].tolist()
    shown = "、".join(items[:_SHOWN]) + ("……" if len(items) > _SHOWN else "")
    name = base.path.name
    warnings.warn(
        f"给出的规则与 {name} 的规则有 {len(items)} 处不同（{shown}），"
        f"仍按 {name} 的规则；查看和改用：landbase rules {name} --from 文件 "
        "--take-over --by 姓名 --reason 原因 / "
        f"the rules given differ from those of {name} in {len(items)} item(s); those "
        "of the land base hold. See and take over: landbase rules, or set_rules()",
        LandbaseWarning,
        stacklevel=3,
    )
