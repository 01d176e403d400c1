"""Writing records of the journals as JSON Lines, for another land base to take over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.files import replacing
from landbase.store.appending import uids_of
from landbase.store.journals import JOURNALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from landbase.store.journals import Journal

__all__ = [
    "FORMAT",
    "VERSION",
    "causal_order",
    "event_lines",
    "references",
    "write_lines",
]

FORMAT, VERSION = "landbase-events", 1


def event_lines(connection: sa.Connection, *, since: str | None) -> list[str]:
    """Write every record that was learned of since a moment as a line of JSON.

    Parameters
    ----------
    connection
        An open connection.
    since
        The moment, as stored; None for all.

    Returns
    -------
    lines
        A header, then the records, each after those that it refers to; the same
        records give the same lines in whatever land base they are.
    """
    lines = [
        _json({"journal": journal.name, **record})
        for journal in JOURNALS.values()
        for record in causal_order(_records(connection, journal, since), journal)
    ]
    header = {"format": FORMAT, "version": VERSION, "records": len(lines)}
    return [_json(header), *lines]


def _records(
    connection: sa.Connection, journal: Journal, since: str | None
) -> list[dict[str, Any]]:
    """Read records in the order of recording, with names in place of numbers."""
    names = ("uid", *journal.addressed)
    query = sa.select(*(journal.table.c[name] for name in names))
    if since is not None:
        query = query.where(journal.table.c.known_at >= since)
    rows = connection.execute(query.order_by(*journal.in_order())).fetchall()
    records = [dict(zip(names, row, strict=True)) for row in rows]
    for link, of in journal.links.items():
        uids = uids_of(connection, JOURNALS[of], [r[link] for r in records])
        for record in records:
            record[link] = uids.get(record[link])
    return records


def causal_order(
    records: Sequence[dict[str, Any]], journal: Journal
) -> Iterator[dict[str, Any]]:
    """Put records behind those that they refer to; else the order stays.

    Parameters
    ----------
    records
        With `uid`, `follows` and links by uid, all of them true: then no two can
        refer to each other.
    journal
        Theirs.

    Yields
    ------
    record
        Each once, also one that is given twice.
    """
    by_uid = {record["uid"]: record for record in records}
    done: set[str] = set()
    for record in records:
        stack = [record]
        while stack:
            top = stack[-1]
            ahead = [u for u in references(top, journal) if u in by_uid]
            waiting = [by_uid[u] for u in ahead if u not in done]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            if top["uid"] not in done:
                done.add(top["uid"])
                yield top


def references(record: dict[str, Any], journal: Journal) -> Iterator[str]:
    """Name the records of the same journal that a record refers to."""
    yield from (record.get("follows") or "").split()
    for link, of in journal.links.items():
        if of == journal.name and record[link] is not None:
            yield record[link]


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file of lines, whole or not at all.

    Parameters
    ----------
    path
        The file; replaced when it exists.
    lines
        Without line ends.

    Raises
    ------
    StoreError
        It cannot be written.
    """
    try:
        with (
            replacing(path) as beside,
            beside.open("w", encoding="utf-8", newline="\n") as file,
        ):
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise StoreError(
            "file_cannot_be_written", path=path, error=error.strerror
        ) from error


def _json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
