"""A city's land base on a server, and its people, each of whom logs in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
from colleagues import Clock

from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Server

__all__ = ["SECRET", "START", "City", "made_city"]

SECRET = "s3cret-口令"  # noqa: S105 - of a server that lives as long as the test
USERS = ("wang", "li", "zhao", "qian", "sun")
START = {"disposal_type": "start_by_deadline", "status": "planned"}
START |= {"effective": "2023-03-01"}


class City:
    """A city's land base, its banners, and how each of its people opens it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.base = LandBase.open(server.address(name), clock=Clock())
        parcels = make_parcels(60)
        self.base.add(parcels)
        idle = parcels[parcels["category"] == "idle"]
        self.here, self.there = idle["banner"].dropna().unique()[:2]
        self.mine = idle.loc[idle["banner"] == self.here, "parcel_id"].tolist()
        self.theirs = idle.loc[idle["banner"] == self.there, "parcel_id"].tolist()
        self.base.grant("wang", role="writer", banners=[self.here])
        self.base.grant("li", role="writer", banners=[self.there])
        self.base.grant("zhao", role="reader")
        self.base.grant("qian", role="admin")

    def open(self, user: str) -> LandBase:
        return LandBase.open(
            self.server.address(self.name, user), clock=Clock("2023-08-01")
        )

    def sql(self, user: str, statement: str) -> list[Any]:
        """Do as who knows SQL and has a password."""
        where = f"host=127.0.0.1 port={self.server.port} dbname={self.name}"
        with psycopg.connect(f"{where} user={user} password={SECRET}") as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []


def made_city(server: Server) -> Iterator[City]:
    for user in USERS:
        server.run(
            "postgres",
            f"""DO $$ BEGIN CREATE ROLE {user} LOGIN PASSWORD
            '{SECRET}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$""",
        )
    name = server.new()
    made = City(server, name)
    yield made
    made.base.close()
    server.drop(name)
