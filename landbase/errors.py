"""Errors and warnings of landbase; every one of them is a `LandbaseError`.

An error is made with a key of ``rules/texts/errors.toml`` and the values that fill the
text of that key, so that it speaks both languages. Wrong arguments are plain
`TypeError` or `ValueError`. Faults in the user's data are rows of an issue table
wherever the work can go on; these classes are for when it cannot. The command line
maps them to exit codes; they know nothing of it.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    "unheard",
    "warn",
    "wrong_kind",
]


class LandbaseError(Exception):
    """Base of all errors that landbase raises on purpose.

    Parameters
    ----------
    key
        A key of the catalogue of errors.
    **values
        What the fields of the text are filled with.

    Attributes
    ----------
    zh
        The message in Chinese, which the command line shows; `str` gives the English.
    key
        The key of its text in the catalogue.

    Examples
    --------
    >>> error = SourceError("file_missing", path="a.shp")
    >>> str(error), error.zh
    ('there is no file a.shp', '没有文件“a.shp”')
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        stated = Text(f"errors.{key}", **values)
        super().__init__(str(stated))
        self.key, self.zh = key, stated.zh

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), str(self), self.__dict__)


def _remade(kind: type[LandbaseError], message: str, state: Any) -> LandbaseError:
    """Make an error again that came from another process."""
    error = kind.__new__(kind, message)
    error.__dict__.update(state)
    return error


class DataError(LandbaseError, ValueError):
    """The data cannot be used as they are.

    Attributes
    ----------
    issues
        The rows at fault, or None where the fault is not in single rows.
    """

    def __init__(
        self, key: str, /, *, issues: Issues | None = None, **values: Any
    ) -> None:
        super().__init__(key, **values)
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


_unheard: ContextVar[bool] = ContextVar("unheard", default=False)


@contextmanager
def unheard() -> Iterator[None]:
    """Keep quiet here of what has been said of the whole; other threads go on."""
    before = _unheard.set(True)
    try:
        yield
    finally:
        _unheard.reset(before)


def warn(
    key: str,
    /,
    *,
    stacklevel: int = 2,
    category: type[Warning] = LandbaseWarning,
    **values: Any,
) -> None:
    """Warn in both languages, by a text of the catalogue."""
    if _unheard.get():
        return
    stated = Text(f"warnings.{key}", **values)
    told = category(f"{stated.zh} / {stated}")
    told.__dict__.update(zh=stated.zh, en=str(stated))  # the command line shows one
    warnings.warn(told, stacklevel=stacklevel + 1)


def wrong_kind(value: object, wanted: str) -> TypeError:
    """Say what was given where a table was wanted, and the likely way out.

    Examples
    --------
    >>> import pandas as pd
    >>> print(wrong_kind(pd.DataFrame(), "a GeoDataFrame"))
    a GeoDataFrame is wanted, a DataFrame was given (a merge or a concat of tables
    can lose the geometry: GeoDataFrame(table, geometry=..., crs=...) gives it back)
    >>> print(wrong_kind("a.shp", "a GeoDataFrame"))
    a GeoDataFrame is wanted, a str was given (read the file first)
    """
    hint = ""
    if hasattr(value, "parcels"):
        hint = " (give its .parcels)"
    elif hasattr(value, "columns") and "GeoDataFrame" in wanted:
        hint = (
            " (a merge or a concat of tables can lose the geometry:"
            " GeoDataFrame(table, geometry=..., crs=...) gives it back)"
        )
    elif hasattr(value, "__fspath__") or isinstance(value, str):
        hint = " (read the file first)"
    return TypeError(f"{wanted} is wanted, a {type(value).__name__} was given{hint}")
