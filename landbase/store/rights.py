"""Giving people rights in a land base on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from landbase.store.database import Opened, database_of, reading
from landbase.store.sealing import writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    Role: TypeAlias = Literal["reader", "writer", "admin", "none"]

__all__ = ["grant", "members"]


def grant(self: Opened, user: str, *, role: Role, banners: Sequence[str] = ()) -> None:
    """Give a user of the server a role in this land base.

    A reader reads; a writer also adds parcels, records and attaches; an admin also sets
    rules and takes over exchange files. Nobody changes or deletes what is recorded. Who
    is given banners sees and records parcels of these alone.

    Parameters
    ----------
    user
        A user of the server, who logs in by that name; what was granted before is
        replaced.
    role
        "reader", "writer", "admin", or "none" to take all away; in this land base
        alone.
    banners
        Codes of banners; by default all.

    Raises
    ------
    StoreError
        The land base is a file, the server has no such user, an admin is given banners,
        or who asks does not own the land base.
    """
    with writing(self._engine) as connection:
        database_of(connection).grant(
            connection, user, role=role, banners=list(banners)
        )


def members(self: Opened) -> pd.DataFrame:
    """List who was given what.

    Returns
    -------
    members
        `member` (the user), `role` and `banner` (missing: all), one row each.

    Raises
    ------
    StoreError
        The land base is a file, or who asks does not own it.
    """
    with reading(self._engine) as connection:
        return database_of(connection).members(connection)
