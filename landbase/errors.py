"""Errors and warnings of landbase; every one of them is a `LandbaseError`.

Wrong arguments are plain `TypeError` or `ValueError`. Faults in the user's data are
rows of an issue table wherever the work can go on; these classes are for when it
cannot. The command line maps them to exit codes; they know nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landbase.issues import Issues

__all__ = [
    "CRSError",
    "ConfigError",
    "DataError",
    "GeometryError",
    "LandbaseError",
    "LandbaseWarning",
    "LedgerError",
    "MissingDependencyError",
    "PageError",
    "SchemaError",
    "SourceError",
    "StoreError",
]


class LandbaseError(Exception):
    """Base of all errors that landbase raises on purpose.

    Attributes
    ----------
    zh
        The message in Chinese, which the command line shows; the English one where
        there is none.
    """

    def __init__(self, message: str, *, zh: str | None = None) -> None:
        super().__init__(message)
        self.zh = message if zh is None else zh


class DataError(LandbaseError, ValueError):
    """The data cannot be used as they are.

    Attributes
    ----------
    issues
        The rows at fault, or None where the fault is not in single rows.
    """

    def __init__(
        self, message: str, *, zh: str | None = None, issues: Issues | None = None
    ) -> None:
        super().__init__(message, zh=zh)
        self.issues = issues


class SourceError(DataError):
    """A file is missing, unreadable, or of a kind that is not supported."""


class SchemaError(DataError):
    """Columns are missing, or have wrong types or codes."""


class CRSError(DataError):
    """The coordinate reference system is missing, ambiguous or does not fit."""


class GeometryError(DataError):
    """Geometries are empty, invalid or of the wrong type."""


class LedgerError(DataError):
    """A decision does not fit its parcel: unknown parcel, wrong type, too much area."""


class ConfigError(LandbaseError, ValueError):
    """A project file or a vocabulary is wrong; the message names the line."""


class StoreError(LandbaseError):
    """A land base file cannot be used now: busy, no land base, or of a newer kind."""


class PageError(LandbaseError):
    """A map page would ask for something from outside; the message names each link."""


class MissingDependencyError(LandbaseError, ImportError):
    """A package of an optional extra is not installed; the message names the extra."""


class LandbaseWarning(UserWarning):
    """Something was done that the user should know of."""
