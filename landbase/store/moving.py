"""Moving a land base between a file and a server, with its whole history."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.files import make_folder_of
from landbase.io.bases import is_address
from landbase.store import postgres, sqlite
from landbase.store.columns import (
    columns,
    parcel_seals,
    parcels,
    seals,
    stamp,
    states,
    versions,
)
from landbase.store.database import (
    Opened,
    database_of,
    insert_many,
    name_of,
    reading,
)
from landbase.store.frames import AT_ONCE, by_name
from landbase.store.journals import (
    ALL_JOURNALS,
    EVIDENCE,
    JOURNALS,
    PAPERS,
    short_form,
)
from landbase.store.opening import WAIT_SECONDS, create
from landbase.store.papers import folder_of, plain_name
from landbase.store.place import real_path, refuse_network
from landbase.store.sealing import (
    last_seal,
    sealing,
    version_digests,
    versions_now,
    versions_past,
)
from landbase.store.verify import verify
from landbase.tables.html import html_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CopyResult", "copy"]

# in the order in which one refers to another
_TABLES = (
    *(columns, parcels, versions),
    *(JOURNALS[n].table for n in ("decisions", "lineage", "milestones")),
    *(JOURNALS[n].table for n in ("evidence", "agreements", "parcel_documents")),
    *(ALL_JOURNALS["rules"].table, parcel_seals, seals),
)


class CopyResult(NamedTuple):
    """What a copy of a land base holds.

    Attributes
    ----------
    place
        The file, or the address of the server.
    parcels, records
        How many parcels and records of journals are in it.
    head
        The code of the books, which is that of the land base that was copied.
    """

    place: str
    parcels: int
    records: int
    head: str

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


def copy(self: Opened, target: Path | str) -> CopyResult:
    """Copy the whole land base: from a file to a server, back, or to another of a kind.

    Every version of every parcel, every record with its number, its time and its hash,
    every seal, the rules, our styles and the documents that were kept: the chain of the
    copy is that of this land base to the last digit. Both are verified.

    Parameters
    ----------
    target
        A file that is not there yet, or the address of a database that has no land base
        yet, as `LandBase.open` takes it.

    Returns
    -------
    copy
        Where it is, what is in it, and the code of the books.

    Raises
    ------
    StoreError
        This land base does not verify, there is one at `target` already, who asks does
        not see or own all, or an outline is not in the form that landbase writes.

    Examples
    --------
    >>> import tempfile
    >>> from landbase.store.base import LandBase
    >>> folder = tempfile.mkdtemp()
    >>> base = LandBase.open(f"{folder}/ordos.gpkg")
    >>> base.copy(f"{folder}/copy.gpkg").head == base.head
    True
    """
    _require_whole(self)
    with reading(self._engine) as source:
        head = short_form(last_seal(source).hash)
        engine = _make(self, source, target)
    try:
        with reading(engine) as made:
            if short_form(last_seal(made).hash) != head:
                raise StoreError("copy_differs", path=name_of(made))
            count = sa.select(sa.func.count())
            known = made.execute(count.select_from(parcels)).scalar_one()
            records = sum(
                made.execute(count.select_from(journal.table)).scalar_one()
                for journal in ALL_JOURNALS.values()
            )
        return CopyResult(name_of(engine), known, records, head)
    finally:
        engine.dispose()


def _require_whole(base: Opened) -> None:
    if verify(base).count("error"):
        raise StoreError("copy_of_broken", path=base.name)


def _make(base: Opened, source: sa.Connection, target: Path | str) -> sa.Engine:
    """Make the copy, all or nothing; give its engine."""
    now = stamp(base._clock())  # noqa: SLF001 - of this room
    if is_address(target):
        engine = postgres.open_engine(str(target), wait_seconds=WAIT_SECONDS)
        with postgres.making(engine) as connection, sealing(connection):
            if postgres.find_version(connection) is not None:
                raise StoreError("copy_target_exists", path=name_of(engine))
            postgres.create_all(connection)
            _fill(base, source, connection, None, now=now)
        return engine
    path = real_path(target)
    refuse_network(target)
    if path.exists():
        raise StoreError("copy_target_exists", path=target)
    make_folder_of(path)
    kept = folder_of(path)
    if kept.exists():
        raise StoreError("copy_target_exists", path=kept)

    def fill(connection: sa.Connection) -> None:
        _fill(base, source, connection, path, now=now)

    try:
        made = create(path, fill, wait_seconds=WAIT_SECONDS, now=now)
    except BaseException:
        shutil.rmtree(kept, ignore_errors=True)
        raise
    if not made:
        raise StoreError("copy_target_exists", path=target)
    return sqlite.open_engine(path, wait_seconds=WAIT_SECONDS)


def _fill(
    base: Opened,
    source: sa.Connection,
    made: sa.Connection,
    home: Path | None,
    *,
    now: str,
) -> None:
    """Put everything into an empty land base; nothing is sealed anew."""
    database = database_of(made)
    database.defer_references(made)
    with database.copying(made), database.adding_many(made, *_TABLES, states):
        for table in _TABLES:
            [key] = table.primary_key
            for rows in _parts(source, sa.select(*table.c).order_by(key)):
                insert_many(made, table, rows)
        with database.renewing_states(made):
            for rows in _parts(source, sa.select(*states.c)):
                insert_many(made, states, rows)
    if (bounds := database_of(source).extent(source)) is not None:
        database.note_extent(made, bounds, now)
    _copy_styles(source, made)
    _copy_documents(base, source, made, home)
    for query in (versions_now(), versions_past()):
        both = [version_digests(one.execute(query)) for one in (source, made)]
        wrong = [a.fid for a, b in zip(*both, strict=True) if a != b]
        if wrong:
            raise StoreError("copy_outline_form", count=len(wrong), first=wrong[0])


def _parts(
    source: sa.Connection, query: sa.Select[Any]
) -> Iterator[dict[str, tuple[Any, ...]]]:
    fetched = source.execute(query)
    names = list(fetched.keys())
    for rows in fetched.partitions(AT_ONCE):
        yield by_name(rows, names)


def _copy_styles(source: sa.Connection, made: sa.Connection) -> None:
    """Copy the styles, which say in what database they are."""
    ours, theirs = database_of(source), database_of(made)
    if not sa.inspect(source).has_table(ours.STYLES.name):
        made.execute(sa.delete(theirs.STYLES))
        return
    default = sa.cast(ours.STYLES.c.useAsDefault, sa.Integer)
    place = theirs.styles_place(made)
    rows = []
    for *told, chosen in source.execute(sa.select(*ours.styles_told(), default)):
        row = dict(zip(_STYLED, told, strict=True)) | place
        rows.append(row | {"useAsDefault": chosen})
    if rows:
        made.execute(sa.insert(theirs.STYLES), rows)


_STYLED = (
    *("f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column"),
    *("styleName", "styleQML", "styleSLD", "description", "owner", "update_time"),
)


def _copy_documents(
    base: Opened, source: sa.Connection, made: sa.Connection, home: Path | None
) -> None:
    """Copy the documents that were kept."""
    ours, theirs = database_of(source), database_of(made)
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        for journal in (EVIDENCE, PAPERS):
            c = journal.table.c
            query = sa.select(c.sha256, c.file).where(c.kept == 1).distinct()
            for digest, name in source.execute(query):
                content = ours.document(source, base.home, digest, name)
                paper = Path(folder) / plain_name(name)
                paper.write_bytes(content)
                theirs.keep_document(made, home, paper, digest)
