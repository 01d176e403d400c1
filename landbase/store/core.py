"""What the parts of a land base have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.store.appending import not_before
from landbase.store.files import reading, writing
from landbase.store.loading import before_of, load_rules
from landbase.store.rulebook import change_rules, rules_history
from landbase.store.times import stamp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    import sqlalchemy as sa

    from landbase.rules import Rules, Tolerances, Vocabulary

__all__ = ["Core"]


class Core:
    """A file, a clock, and the rules that the file keeps."""

    path: Path
    _engine: sa.Engine
    _clock: Callable[[], dt.datetime]

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

    def rules_on(self, known: dt.date | str | None) -> Rules:
        """Give the rules that held on a day.

        Parameters
        ----------
        known
            The day, or None for now. Before the first record, the first rules held.

        Returns
        -------
        rules
            The rules as they were at the end of that day.

        Raises
        ------
        ValueError
            `known` is not a day.
        """
        with reading(self._engine) as connection:
            return load_rules(connection, before=before_of(connection, known))

    def set_rules(self, rules: Rules, *, by: str, reason: str) -> pd.DataFrame:
        """Put other rules in the place of those that hold, on the record.

        What was decided stays as it is; from now on it is read, counted and checked by
        the new rules, and reports with `known` before now by those of that day.

        Parameters
        ----------
        rules
            The new rules, whole.
        by, reason
            Who answers for it, and why.

        Returns
        -------
        difference
            What changed, as `Rules.difference` gives it; empty where nothing did, and
            then nothing is recorded.

        Raises
        ------
        LedgerError
            `by` or `reason` is empty.
        ConfigError
            The new rules lack a code that parcels or decisions use.
        StoreError
            The file stays busy.
        """
        with writing(self._engine) as connection:
            return change_rules(
                connection, rules, by=by, reason=reason, now=self._now(connection)
            )

    def rules_history(self) -> pd.DataFrame:
        """List the rules that held one after the other.

        Returns
        -------
        history
            One row a record, oldest first: `recorded_at` (in the zone of the rules),
            `by`, `reason`, `changed` (the items that differ from the rules before;
            those of the first, from the rules of landbase) and `digest`.
        """
        with reading(self._engine) as connection:
            return rules_history(connection)

    def _now(self, connection: sa.Connection) -> str:
        """Give the time of recording; never before the newest record."""
        return not_before(connection, stamp(self._clock()))
