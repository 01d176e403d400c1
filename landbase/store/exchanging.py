"""The part of a land base that exchanges records with others, without a server."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from landbase.errors import warn
from landbase.store.appending import not_before
from landbase.store.conflicts import open_conflicts
from landbase.store.core import Core
from landbase.store.exporting import event_lines, write_lines
from landbase.store.files import reading, writing
from landbase.store.importing import needed_columns, refuse, take_over
from landbase.store.incoming import read_lines
from landbase.store.loading import before_of, load_rules
from landbase.store.times import day, from_stamps, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from landbase.store.incoming import Line

__all__ = ["Exchange", "ImportResult"]


# Clocks that are this far apart are told of; a network keeps them closer.
_SKEW = dt.timedelta(minutes=5)


class ImportResult(NamedTuple):
    """What came of an import.

    Attributes
    ----------
    added, known
        How many records were new, and how many were here already; together all of
        the files, each once.
    conflicts
        How many conflicts are open in the land base now (`LandBase.conflicts`).
    """

    added: int
    known: int
    conflicts: int


class Exchange(Core):
    """Export, import, and the conflicts that come of working apart."""

    def export_events(
        self, path: Path | str, *, since: dt.date | str | None = None
    ) -> Path:
        """Write the records of all journals to a file, for others to import.

        Parameters
        ----------
        path
            The file, JSON Lines in UTF-8 (docs/land-base.md); replaced when it exists.
            The same records give the same bytes in whatever land base they are.
        since
            Only what this land base learned of on this day (in the zone of its rules)
            or later; by default all.

        Returns
        -------
        path
            The file written.

        Raises
        ------
        ValueError
            `since` is not a day.
        StoreError
            The file cannot be written.
        """
        with reading(self._engine) as connection:
            eve = since and (day(since) - dt.timedelta(days=1)).date()
            first = before_of(connection, eve)
            lines = event_lines(connection, since=first)
        target = Path(path)
        write_lines(target, lines)
        return target

    def import_events(self, paths: Path | str | Iterable[Path | str]) -> ImportResult:
        """Take over what others have recorded, all or nothing.

        Records that are here already are left as they are, so that files can be
        imported in any order and again. Conflicts are not resolved: both sides stay,
        and `conflicts` lists them.

        Parameters
        ----------
        paths
            One or several files of `export_events`.

        Returns
        -------
        counts
            added, known, conflicts.

        Raises
        ------
        SourceError
            A file cannot be read.
        LedgerError
            Lines were altered, or do not fit this land base; `issues` names each, and
            nothing was imported.
        StoreError
            The file stays busy.

        Warns
        -----
        LandbaseWarning
            New records are dated more than five minutes after this land base's clock:
            a clock is wrong, and conflicts and the state of a day go by such times.
        """
        one = isinstance(paths, str | Path)
        files = [Path(paths)] if one else [Path(path) for path in paths]  # type: ignore[arg-type,union-attr] # `one` tells which
        with reading(self._engine) as connection:
            needed = needed_columns(connection)
        # what needs no lock is done before others are made to wait
        lines, unsound = read_lines(files, needed=needed)
        refuse(unsound)
        with writing(self._engine) as connection:
            now = self._clock()
            rules = load_rules(connection)
            added, known = take_over(
                connection, lines, now=not_before(connection, stamp(now)), rules=rules
            )
            found = open_conflicts(connection, rules=rules)
        _warn_of_clocks(added, now, rules.zone)
        return ImportResult(len(added), known, found["conflict"].nunique())

    def conflicts(
        self,
        on: dt.date | str | None = None,
        *,
        known: dt.date | str | None = None,
    ) -> pd.DataFrame:
        """List records that do not go together and that no one has resolved.

        They come of people who did not know of each other's records. A person resolves
        a conflict by recording: a correction (`supersedes`) of one of the decisions, a
        later word on the milestone, or by taking back an operation.

        Parameters
        ----------
        on, known
            As in `parcels`.

        Returns
        -------
        conflicts
            One row a record, as `landbase.cases.find_conflicts` gives it; `number`
            is its `event_id`, `milestone_id` or `lineage_id`.

        Raises
        ------
        ValueError
            `on` or `known` is not a day.
        """
        with reading(self._engine) as connection:
            before = before_of(connection, known)
            rules = load_rules(connection, before=before)
            return open_conflicts(
                connection,
                rules=rules,
                on=None if on is None else day(on),
                before=before,
            )


def _warn_of_clocks(lines: Sequence[Line], now: dt.datetime, zone: dt.tzinfo) -> None:
    """Say where records are dated in the future of this land base's clock."""
    limit = stamp(now + _SKEW)
    ahead = [x for x in lines if x.record["recorded_at"] > limit]
    if not ahead:
        return
    files = sorted({line.file for line in ahead})
    latest = max(line.record["recorded_at"] for line in ahead)
    moments = from_stamps([stamp(now), latest], zone=zone)
    here, there = (f"{moment:%Y-%m-%d %H:%M}" for moment in moments)
    warn(
        "records_ahead",
        files=files,
        count=len(ahead),
        latest=there,
        here=here,
        stacklevel=3,
    )
