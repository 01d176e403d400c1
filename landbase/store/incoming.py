"""Reading files of exchange: every line understood and verified, or named."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.store.chain import address
from landbase.store.exporting import FORMAT, VERSION
from landbase.store.journals import JOURNALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from landbase.store.journals import Journal

__all__ = ["Line", "faults_to_issues", "read_lines"]

_UID = re.compile(r"[0-9a-f]{32}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_LARGEST = 2**63


class Line(NamedTuple):
    """A record as a file has it.

    Attributes
    ----------
    file, number
        Where it stands.
    journal
        Where it belongs.
    record
        `uid` and what it is computed from; links by uid.
    """

    file: str
    number: int
    journal: Journal
    record: dict[str, Any]

    def fault(self, code: str, column: str | None = None) -> dict[str, Any]:
        """Say what is wrong with it; with a column, also what stands there."""
        return {
            "code": code,
            "source": self.file,
            "source_row": self.number,
            "parcel_id": self.record.get("parcel_id"),
            "column": column,
            "value": None if column is None else self.record.get(column),
        }


def read_lines(
    paths: Sequence[Path], *, needed: Mapping[str, set[str]]
) -> tuple[list[Line], Issues]:
    """Read files of exchange and verify each line.

    Parameters
    ----------
    paths
        The files.
    needed
        Of each journal, the columns that no record lacks.

    Returns
    -------
    lines, issues
        The sound lines, and an error for each other one.

    Raises
    ------
    SourceError
        A file cannot be read.
    """
    lines: list[Line] = []
    faults: list[dict[str, Any]] = []
    for path in paths:
        found, wrong = _read_file(path, needed)
        lines += found
        faults += wrong
    return lines, faults_to_issues(faults)


def faults_to_issues(faults: Sequence[dict[str, Any]]) -> Issues:
    """Make issues of faults; those of a code have the same details."""
    by_code: dict[str, list[dict[str, Any]]] = {}
    for fault in faults:
        by_code.setdefault(fault["code"], []).append(fault)
    return Issues.concat(_issues(code, those) for code, those in by_code.items())


def _issues(code: str, faults: Sequence[dict[str, Any]]) -> Issues:
    place = ("source", "source_row", "parcel_id", "column", "value")
    names = {*faults[0]} - {*place, "code"}
    of = {name: [fault.get(name) for fault in faults] for name in (*place, *names)}
    return Issues.of(
        code,
        source=of["source"],
        source_row=of["source_row"],
        parcel_id=of["parcel_id"],
        column=of["column"],
        value=of["value"],
        details={name: of[name] for name in names},
    )


def _read_file(
    path: Path, needed: Mapping[str, set[str]]
) -> tuple[list[Line], list[dict[str, Any]]]:
    name = Path(path).name
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(
            "file_cannot_be_read", path=path, error=error.strerror
        ) from error
    texts = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    head = _parsed(texts[0]) if texts else None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return [], [{"code": "exchange_header", "source": name}]
    if head.get("version") != VERSION:
        told = head.get("version")
        return [], [{"code": "exchange_version", "source": name, "value": told}]
    checked = [
        _verified(name, number, text, needed)
        for number, text in enumerate(texts[1:], start=2)
        if text.strip()
    ]
    lines = [line for line in checked if isinstance(line, Line)]
    faults = [fault for fault in checked if not isinstance(fault, Line)]
    count = len({line.record["uid"] for line in lines})
    if not faults and count != head.get("records"):
        told = {"told": head.get("records"), "count": count}
        faults.append({"code": "exchange_incomplete", "source": name, **told})
    return lines, faults


def _verified(
    file: str, number: int, text: bytes, needed: Mapping[str, set[str]]
) -> Line | dict[str, Any]:
    """Read a line, or say what is wrong with it."""
    place = {"source": file, "source_row": number}
    unread = {**place, "code": "exchange_unreadable"}
    values = _parsed(text)
    if not isinstance(values, dict):
        return {**unread, "column": "JSON"}
    journal = JOURNALS.get(str(values.pop("journal", None)))
    if journal is None:
        return {**unread, "column": "journal"}
    wrong = next(_wrong_fields(values, journal, needed[journal.name]), None)
    if wrong is not None:
        told = values.get(wrong)
        return {**unread, "column": wrong, "value": None if told is None else str(told)}
    line = Line(file, number, journal, values)
    try:
        uid = address(journal.name, [values[n] for n in journal.addressed])
    except UnicodeEncodeError:  # half a surrogate pair
        return {**unread, "column": "JSON"}
    return line if uid == values["uid"] else line.fault("exchange_altered", "uid")


def _parsed(text: bytes) -> Any:
    """Read JSON; None where it is none."""
    try:
        return _DECODER.decode(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _wrong_fields(
    values: dict[str, Any], journal: Journal, needed: set[str]
) -> Iterator[str]:
    """Name the fields that are unknown, lacking, or of another kind."""
    names = {"uid", *journal.addressed}
    yield from sorted(values.keys() ^ names)
    for name in sorted(names):
        value = values[name]
        if value is None:
            if name in needed:
                yield name
        elif not _fits(name, value, journal):
            yield name


def _fits(name: str, value: Any, journal: Journal) -> bool:
    if name == "uid" or name in journal.links:
        return isinstance(value, str) and _UID.fullmatch(value) is not None
    if name == "follows":
        return isinstance(value, str) and all(map(_UID.fullmatch, value.split(" ")))
    kinds = {"home_id": "INTEGER", "recorded_at": "DATETIME"}
    return _KINDS[kinds.get(name) or journal.content[name]](value)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_KINDS: dict[str, Callable[[Any], bool]] = {
    "TEXT": lambda value: isinstance(value, str),
    "DATE": _is_day,
    "DATETIME": _is_moment,
    "DOUBLE": lambda value: isinstance(value, float) and math.isfinite(value),
    "INTEGER": lambda value: type(value) is int and abs(value) < _LARGEST,
}
