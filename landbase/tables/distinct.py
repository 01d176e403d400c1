"""Columns by their distinct values, so that what repeats is looked at once.

Registers repeat themselves: names of banners, owners, causes, days. What a column says
is asked of its distinct values, and the answers are spread over the rows; of a column
that hardly repeats, the bytes that occur in it say at once what cannot stand there.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

__all__ = [
    "Distinct",
    "by_values",
    "byte_lengths",
    "bytes_of",
    "distinct_rows",
    "made_of",
    "may_hold",
    "remembered",
    "repeated",
]

_SAMPLE = 4096
_REPEATS = 0.9  # share of distinct values in a sample from which nothing is gained


class Distinct(NamedTuple):
    """A column by its values: which of them stands in each row.

    Attributes
    ----------
    codes
        The position in `texts` for each row.
    texts
        Of the type of the column, on a plain RangeIndex; the last one is missing
        where a cell of the column is.
    """

    codes: npt.NDArray[np.integer]
    texts: pd.Series

    def spread(self, answers: pd.Series, like: pd.Series) -> pd.Series:
        """Give each row the answer for its value, on the index of a column."""
        taken = answers.array.take(self.codes)
        return pd.Series(taken, index=like.index, name=like.name)


# What was found of the columns of a table, by the place of their data in memory.
_FOUND: ContextVar[dict[tuple[int, str], tuple[Any, Any]] | None]
_FOUND = ContextVar("landbase_found", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Find the distinct values of each column once, while a table is cleaned."""
    token = _FOUND.set({})
    try:
        yield
    finally:
        _FOUND.reset(token)


def _once(column: pd.Series, what: str, find: Callable[[pd.Series], Any]) -> Any:
    """Find something of a column of text, or remember it."""
    found, held = _FOUND.get(), _arrow(column)
    if found is None or held is None:
        return find(column)
    key = (id(held), what)
    if key not in found:
        found[key] = (held, find(column))  # held, so that no other takes its place
    return found[key][1]


def _arrow(column: pd.Series) -> Any:
    """Give the Arrow array that holds a column of text; None where none does."""
    if column.dtype != "str" or getattr(column.dtype, "storage", "") != "pyarrow":
        return None
    held: Any = column.array
    return held.__arrow_array__()


def repeated(column: pd.Series) -> Distinct | None:
    """Find the distinct values of a column of text; None where they hardly repeat.

    Examples
    --------
    >>> found = repeated(pd.Series(["甲", "乙", None, "甲"], dtype="str"))
    >>> found.codes.tolist(), found.texts.tolist()
    ([0, 1, 2, 0], ['甲', '乙', nan])
    >>> repeated(pd.Series(["甲", "乙"], dtype="str")) is None
    True
    """
    found: Distinct | None = _once(column, "values", _repeated)
    return found


def _repeated(column: pd.Series) -> Distinct | None:
    step = max(1, len(column) // _SAMPLE)
    at = np.arange(0, len(column) - step + 1, step)  # one in each step, by no rhythm
    at += np.random.default_rng(0).integers(0, step, len(at))
    sample = column.array.take(at)
    if len(pd.unique(sample)) > _REPEATS * len(sample):
        return None
    codes, values = pd.factorize(column.array)
    if (codes < 0).any():
        values = values.insert(len(values), np.nan)
        codes = np.where(codes < 0, len(values) - 1, codes)
    return Distinct(codes.astype(np.int32), pd.Series(values))


def by_values(column: pd.Series, answer: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Answer for each cell by itself, for equal texts once.

    Examples
    --------
    >>> texts = pd.Series(["a", "b", "a"], dtype="str")
    >>> by_values(texts, lambda values: values.str.upper()).tolist()
    ['A', 'B', 'A']
    """
    held = repeated(column) if column.dtype == "str" else None
    return answer(column) if held is None else held.spread(answer(held.texts), column)


def distinct_rows(
    columns: pd.DataFrame,
) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.intp]]:
    """Find the distinct rows of columns of text, in order.

    Returns
    -------
    codes, first
        Which of them each row is, and where each stands first. Where a column hardly
        repeats, every row counts as one of its own.

    Examples
    --------
    >>> columns = pd.DataFrame({"text": list("aab"), "of": list("xxx")}, dtype="str")
    >>> [found.tolist() for found in distinct_rows(columns)]
    [[0, 0, 1], [0, 2]]
    """
    joined = np.zeros(len(columns), dtype=np.int64)
    for name in columns.columns:
        if (held := repeated(columns[name])) is None:
            return np.arange(len(columns)), np.arange(len(columns))
        joined = joined * len(held.texts) + held.codes
    codes, distinct = pd.factorize(joined)
    first = np.empty(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(columns))[::-1]
    return codes, first


def may_hold(column: pd.Series, signs: str) -> bool:
    """Tell whether any of some signs may stand in a column of text; if not, none does.

    Signs whose first byte in UTF-8 is the same are not told apart.

    Examples
    --------
    >>> texts = pd.Series(["P-1", "P-2"], dtype="str")
    >>> may_hold(texts, "?\u3000"), may_hold(texts, "?-")
    (False, True)
    """
    there: bytes = _once(column, "bytes", _bytes_in)
    return not {sign.encode()[0] for sign in signs}.isdisjoint(there)


def made_of(column: pd.Series, signs: str) -> bool:
    """Tell whether every text of a column certainly holds some ASCII signs alone.

    No text is empty then, and none is missing.

    Examples
    --------
    >>> texts = pd.Series(["10", "0"], dtype="str")
    >>> made_of(texts, "01"), made_of(texts, "1"), made_of(texts.str[1:], "01")
    (True, False, False)
    """
    there: bytes = _once(column, "bytes", _bytes_in)
    if not set(signs.encode()).issuperset(there):
        return False
    return bool((column.str.len() > 0).all())


def _bytes_in(column: pd.Series) -> bytes:
    """List the bytes that occur in the texts of a column."""
    if _arrow(column) is None:
        return bytes(range(256))
    there: set[int] = set()
    data = bytes_of(column).tobytes()
    while data:  # what is often there goes at once
        met = bytes(set(data[:_SAMPLE]))
        there.update(met)
        data = data.translate(None, met)
    return bytes(sorted(there))


def bytes_of(column: pd.Series) -> npt.NDArray[np.uint8]:
    """Give all texts of a column of Arrow's, one behind the other, in UTF-8."""
    parts = [np.zeros(0, dtype=np.uint8)]
    for chunk in _arrow(column).chunks:
        _, where, data = chunk.buffers()
        if data is None or not len(chunk):
            continue
        ends = np.frombuffer(where, _offsets(chunk))[chunk.offset :]
        first, last = int(ends[0]), int(ends[len(chunk)])
        parts.append(np.frombuffer(data, np.uint8)[first:last])
    return parts[1] if len(parts) == 2 else np.concatenate(parts)  # noqa: PLR2004 - one


def byte_lengths(column: pd.Series) -> npt.NDArray[np.int64] | None:
    """Give the length of each text in bytes; None where Arrow does not hold them.

    Missing cells have none.
    """
    if (held := _arrow(column)) is None:
        return None
    parts = [np.zeros(0, dtype=np.int64)]
    for chunk in held.chunks:
        if len(chunk):
            ends = np.frombuffer(chunk.buffers()[1], _offsets(chunk))
            ends = ends[chunk.offset : chunk.offset + len(chunk) + 1]
            parts.append(np.diff(ends).astype(np.int64))
    return np.concatenate(parts)


def _offsets(chunk: Any) -> type[np.integer]:
    import pyarrow as pa

    return np.int64 if pa.types.is_large_string(chunk.type) else np.int32
