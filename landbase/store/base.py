"""`LandBase`: parcels and what was decided about them, in one place."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Self, TypedDict

from landbase.errors import StoreError, warn
from landbase.files import make_folder_of
from landbase.io.bases import is_address
from landbase.rules.ruleset import Rules, rules_of
from landbase.store import (
    answers,
    exchange,
    moving,
    receipts,
    reshaping,
    rights,
    rulebook,
    writes,
)
from landbase.store import documents as papers
from landbase.store import history as lives
from landbase.store import parcels as stored
from landbase.store import procedure as clocks
from landbase.store import verify as checking
from landbase.store.columns import stamp, wall_clock
from landbase.store.database import name_of, reading
from landbase.store.opening import WAIT_SECONDS, create_or_check, open_server
from landbase.store.place import real_path, refuse_network
from landbase.store.queries import load_rules
from landbase.store.sqlite import leave_wal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    import sqlalchemy as sa

    from landbase.rules.schema import Tolerances
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["LandBase"]


class _Asked(TypedDict):
    """How a land base is to be opened, wherever it is."""

    wait_seconds: float
    now: str
    rules: Rules | None
    examine: bool


_SHOWN = 5  # items of a difference in a warning


class LandBase:
    """Parcels and decisions in a GeoPackage, or on a server with PostGIS.

    QGIS and ArcGIS open either as well.

    Open one with `LandBase.open`. Nothing is held open between calls, so that several
    colleagues can work on one file; each call sees, or writes, one consistent state.

    Attributes
    ----------
    place
        Where it is kept: the file, or the address of the server, without a password.
    name
        The name of the file or of the database.
    rules, vocabulary, tolerances
        The rules that the file keeps: words, marks, tolerances, region, time zone.
    """

    # each operation is a function of the module that it belongs to
    rules_on = rulebook.rules_on
    set_rules = rulebook.set_rules
    rules_history = rulebook.rules_history

    add = stored.add
    parcels = answers.parcels
    history = lives.history
    balance = answers.balance
    cases = answers.cases

    record = writes.record
    record_many = writes.record_many
    review = writes.review
    decisions = answers.decisions
    deadlines = answers.deadlines
    set_milestone = writes.set_milestone
    set_milestones = writes.set_milestones
    milestones = answers.milestones
    start_procedure = clocks.start_procedure
    advance_procedure = clocks.advance_procedure
    procedure = clocks.procedure
    attach = papers.attach
    attach_to_parcel = papers.attach_to_parcel
    documents = papers.documents

    split = reshaping.split
    merge = reshaping.merge
    adjust = reshaping.adjust
    take_back = reshaping.take_back
    lineage = answers.lineage
    successors = answers.successors

    export_events = exchange.export_events
    import_events = exchange.import_events
    conflicts = exchange.conflicts
    verify = checking.verify
    tidy = checking.tidy
    copy = moving.copy
    grant = rights.grant
    members = rights.members
    accept_edits = stored.accept_edits
    head = property(receipts.head)
    receipt = receipts.receipt

    def __init__(
        self,
        engine: sa.Engine,
        *,
        path: Path | None,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._engine = engine
        self._clock = clock
        self.home = path
        self.place = name_of(engine)
        self.name = str(engine.url.database) if path is None else path.name

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        rules: Rules | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        vocabulary: Vocabulary | None = None,
        tolerances: Tolerances | None = None,
        wait_seconds: float = WAIT_SECONDS,
        force: bool = False,
        examine: bool = False,
    ) -> Self:
        """Open a land base; make it when the file is missing.

        Parameters
        ----------
        path
            The .gpkg file. Missing folders are made; a link is followed to the file.
            Or the address of a database of PostgreSQL with PostGIS, such as
            ``postgresql://wang@host/ordos``; the password comes from the environment
            (``PGPASSWORD``) or from ``.pgpass``, never from the address.
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
            Open a file on a network share too, where locks are not reliable.
        examine
            Open one whose tables, triggers or views are not as they must be, too, to
            `verify` it; it cannot be written to.

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
            The file is no land base, has no bytes, is of a newer kind, stays busy, is
            on a network share, is a link to nothing, or has other tables, triggers or
            views than it must have. The server is away, wants another password, lacks
            PostGIS, or gives no right.
        MissingDependencyError
            The package of the extra "postgres" is not installed.
        """
        time_of = clock or wall_clock
        wanted = rules
        if vocabulary is not None or tolerances is not None:
            wanted = rules_of(rules, vocabulary=vocabulary, tolerances=tolerances)
        asked: _Asked = {
            "wait_seconds": wait_seconds,
            "now": stamp(time_of()),
            "rules": wanted,
            "examine": examine,
        }
        if is_address(path):
            base = cls(open_server(str(path), **asked), path=None, clock=time_of)
        else:
            if not force:
                refuse_network(path)
            target = real_path(path)
            make_folder_of(target)
            engine = create_or_check(target, **asked)
            leave_wal(engine, target)
            base = cls(engine, path=target, clock=time_of)
        if wanted is not None:
            _tell_difference(base, wanted)
        return base

    @property
    def path(self) -> Path:
        """The file itself, where a link was given; a server has none.

        Raises
        ------
        StoreError
            The land base is on a server.
        """
        if self.home is None:
            raise StoreError("base_has_no_file", path=self.place)
        return self.home

    @property
    def rules(self) -> Rules:
        """The rules that hold in this land base now; change them with `set_rules`."""
        return self.rules_on(None)

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms that parcels and decisions may use, of `rules`."""
        return self.rules.vocabulary

    @property
    def tolerances(self) -> Tolerances:
        """How much is too much, of `rules`."""
        return self.rules.tolerances

    def close(self) -> None:
        """Let go of the file or the server; a file is not held between calls anyway."""
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

    def _repr_html_(self) -> str:
        with reading(self._engine) as connection:
            table = answers.summary(connection, rules=load_rules(connection))
        name = html.escape(self.name)
        return f"<p>土地库 <b>{name}</b></p>{table.to_html()}"

    def __repr__(self) -> str:
        return f"LandBase({self.place!r})"


def _tell_difference(base: LandBase, wanted: Rules) -> None:
    """Say that a land base goes by its own rules where others were asked for."""
    difference = base.rules.difference(wanted)
    if difference.empty:
        return
    items = difference["item"].tolist()
    more = ["……"] if len(items) > _SHOWN else []
    warn(
        "rules_differ",
        name=base.name,
        count=len(items),
        items=[*items[:_SHOWN], *more],
        stacklevel=3,
    )
