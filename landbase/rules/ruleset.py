"""`Rules`: all that a bureau fixes, as one immutable value that a land base keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import ZoneInfo

from landbase.rules.schema import Tolerances
from landbase.rules.vocabulary import Vocabulary

__all__ = ["Region", "Rules"]


@dataclass(frozen=True, kw_only=True)
class Region:
    """Where the bureau is.

    Attributes
    ----------
    parents
        Names of the units above the banners, the widest first; what stands before a
        banner's name in a file may be any of them.
    """

    parents: tuple[str, ...] = ("内蒙古自治区", "内蒙古", "鄂尔多斯市", "鄂尔多斯")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules by which parcels are read, decided on, counted and shown; immutable.

    Attributes
    ----------
    vocabulary
        Categories, causes, ways, statuses with their marks, banners, fields.
    tolerances
        How much is too much.
    region
        Where the bureau is.
    time_zone
        IANA name of the zone whose days count: of "today", of the time of recording.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary.default)
    tolerances: Tolerances = field(default_factory=Tolerances)
    region: Region = field(default_factory=Region)
    time_zone: str = "Asia/Shanghai"

    @staticmethod
    @cache
    def default() -> Rules:
        """Give the rules that come with landbase; always the same object."""
        return Rules()

    def marked(self, mark: str) -> frozenset[str]:
        """Give the codes of the statuses that have a mark.

        Parameters
        ----------
        mark
            "initial", "planned", "disposed", "accepted" or "returned".

        Returns
        -------
        codes
            Status codes.

        Examples
        --------
        >>> sorted(Rules.default().marked("disposed"))
        ['closed', 'disposed']
        """
        statuses = self.vocabulary.terms["status"].items()
        return frozenset(code for code, term in statuses if getattr(term, mark))

    def today(self) -> dt.date:
        """Give the day that it is in the rules' time zone."""
        return dt.datetime.now(ZoneInfo(self.time_zone)).date()
