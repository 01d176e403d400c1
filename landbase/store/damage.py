"""What a land base that is damaged brings about, and how it is said."""

from __future__ import annotations

import sqlite3

from shapely.errors import ShapelyError
from sqlalchemy import exc

from landbase.errors import LandbaseError, StoreError

__all__ = ["UNREADABLE", "reason_of", "unreadable"]

# What bytes that are not what was written bring about, from SQLite to geometry. What
# landbase says of what a person gave is a `LandbaseError`, and passes.
UNREADABLE = (
    exc.SQLAlchemyError,
    sqlite3.Error,
    ShapelyError,
    LandbaseError,
    ValueError,  # UnicodeDecodeError and JSONDecodeError too
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)


def unreadable(error: Exception, path: str | None) -> StoreError:
    """Make the error that something in a land base cannot be read."""
    return StoreError("base_content_unreadable", path=path, error=reason_of(error))


def reason_of(error: Exception) -> str:
    """Say in one line why something in a file cannot be read."""
    stated = getattr(error, "orig", None) or error
    text = " ".join(str(stated).split())[:_LONGEST_REASON]
    return f"{type(stated).__name__}: {text}" if text else type(stated).__name__


_LONGEST_REASON = 200
