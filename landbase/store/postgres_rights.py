"""Who may do what in a land base on PostgreSQL: roles, and banners that one sees.

The roles are the server's, and open the tables of every land base there; what one may
do in a land base is said by its own `landbase_grants`.
"""

# ruff: noqa: ISC004 - statements in lines of the usual length

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.store.journals import JOURNALS, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ROLES", "grant", "members", "renew_rights"]

ROLES = ("reader", "writer", "admin")
NONE = "none"
_GROWN = ", ".join((
    *JOURNALS,
    *("seals", "parcel_seals", "parcels", "parcel_states"),
    "landbase_columns",
))
_READ = ", ".join((
    *JOURNALS,
    *(RULES.name, "seals", "parcel_seals", "parcels", "parcel_versions"),
    *("parcel_states", "parcels_current", "landbase_columns", "landbase_files"),
    *("landbase_meta", "landbase_heads", "layer_styles"),
))
# what each role may do beside what the one before it may
_RIGHTS = {
    "reader": (
        f"GRANT SELECT ON {_READ} TO landbase_reader",
        # what policies, columns and views ask, and nothing that writes or locks
        "GRANT EXECUTE ON FUNCTION landbase_outline(bytea), landbase_blob(geometry),"
        " landbase_stamp(timestamptz), landbase_granted(), landbase_sees_all(),"
        " landbase_banners(), landbase_kept(text) TO landbase_reader",
    ),
    "writer": (
        "GRANT landbase_reader TO landbase_writer",
        f"GRANT INSERT ON {_GROWN} TO landbase_writer",
        "GRANT UPDATE ON parcels TO landbase_writer",
        "GRANT UPDATE (dtype) ON landbase_columns TO landbase_writer",
        "GRANT DELETE ON parcel_states TO landbase_writer",
        "GRANT EXECUTE ON FUNCTION landbase_lock(), landbase_next_parcel(),"
        " landbase_keep(text, bytea) TO landbase_writer",
    ),
    "admin": (
        "GRANT landbase_writer TO landbase_admin",
        f"GRANT INSERT ON {RULES.name} TO landbase_admin",
        "GRANT INSERT, UPDATE, DELETE ON layer_styles TO landbase_admin",
    ),
}


def grant(
    connection: sa.Connection, user: str, *, role: str, banners: Sequence[str]
) -> None:
    """Give a user a role, in some banners or in all; "none" takes it away."""
    known = sa.text("SELECT 1 FROM pg_roles WHERE rolname = :user")
    if connection.execute(known, {"user": user}).first() is None:
        raise StoreError("grant_user_unknown", user=user)
    if role == "admin" and banners:
        raise StoreError("grant_admin_of_banner")
    for statement in _prepare(connection):
        connection.exec_driver_sql(statement)
    name = connection.dialect.identifier_preparer.quote(user)
    # the roles are the server's: another land base may need one that was given there
    connection.execute(
        sa.text("DELETE FROM landbase_grants WHERE member = :user"), {"user": user}
    )
    if role == NONE:
        return
    connection.exec_driver_sql(f"GRANT landbase_{role} TO {name}")
    named: list[str | None] = list(dict.fromkeys(banners))
    connection.execute(
        sa.text("INSERT INTO landbase_grants VALUES (:user, :role, :banner)"),
        [{"user": user, "role": role, "banner": one} for one in named or [None]],
    )


def renew_rights(connection: sa.Connection) -> None:
    """Say anew what the roles may do here, where anything was granted."""
    granted = "SELECT EXISTS (SELECT FROM landbase_grants)"
    if connection.exec_driver_sql(granted).scalar():
        for statement in _prepare(connection):
            connection.exec_driver_sql(statement)


def _prepare(connection: sa.Connection) -> Iterator[str]:
    """Make the roles that the server lacks, and say what they may do here."""
    query = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'landbase_%%'"
    there = set(connection.exec_driver_sql(query).scalars())
    for role in ROLES:
        if f"landbase_{role}" not in there:
            yield f"CREATE ROLE landbase_{role} NOLOGIN"
        yield from _RIGHTS[role]


def members(connection: sa.Connection) -> pd.DataFrame:
    """List who was given what: one row a user and banner."""
    query = sa.text(
        "SELECT member, role, banner FROM landbase_grants ORDER BY member, banner"
    )
    rows = connection.execute(query).fetchall()
    return pd.DataFrame(rows, columns=["member", "role", "banner"]).astype("str")
