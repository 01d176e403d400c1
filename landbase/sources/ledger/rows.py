"""Tell the rows of a ledger apart: parcels, totals, notes, repeated headers, blanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.rules.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

__all__ = ["KINDS", "Body", "sort_rows", "total_label"]

KINDS = ("data", "total", "note", "header_again", "number_only", "blank")
_WORDS = "总合计|合计|总计|小计|累计|共计"
_COUNTED = r"(?:[:：(（].*|共?[0-9]+[宗个块条户项笔]?(?:地块|地)?)?"
_TOTAL = re.compile(rf"[^0-9]{{0,14}}?(?:{_WORDS}){_COUNTED}")
# 2023年合计, 1.准格尔旗小计: only where the row begins, for remarks hold figures too
_FIRST_TOTAL = re.compile(rf"[^,，。;；]{{0,18}}?(?:{_WORDS}){_COUNTED}")
_FIRST_CELLS = 2
_REMARKS = {"备注", "说明", "附注", "备注说明"}
_NOTE = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|复核|负责人|联系|单位|日期|第.{1,4}页)"
)
_SERIAL = {"序号", "顺序号", "no", "xh", "编号"}
_SAME_HEADER = 0.6
_MIN_COUNTED = 3


class Body(NamedTuple):
    """The rows below a header.

    Attributes
    ----------
    cells
        The rows with merged ranges filled.
    own
        True where the value stood in the cell itself, False where a range filled it.
    ids
        The columns that name the parcel.
    names
        The last part of each column's header.
    """

    cells: npt.NDArray[np.object_]
    own: npt.NDArray[np.bool_]
    ids: tuple[int, ...]
    names: tuple[str, ...]


def sort_rows(body: Body) -> npt.NDArray[np.str_]:
    """Give the kind of every row, of `KINDS`."""
    kinds = np.full(len(body.cells), "data", dtype="<U12")
    kinds[~body.own.any(axis=1)] = "blank"
    for row in np.flatnonzero(_doubtful(body) & (kinds == "data")):
        kinds[row] = _kind(body, int(row))
    first = next((r for r, kind in enumerate(kinds) if kind != "blank"), None)
    if first is not None and _counts_columns(body.cells[first]):
        kinds[first] = "header_again"
    return kinds


def total_label(cells: Iterable[object], names: Iterable[str]) -> str | None:
    """Find the label of a total row, without inner spaces.

    Parameters
    ----------
    cells
        The row; empty cells are None.
    names
        The folded name of each column. Remarks are passed over.

    Returns
    -------
    label
        Such as 准格尔旗小计; None where the row has none.
    """
    texts = [
        "".join(cell.split())
        for cell, name in zip(cells, names, strict=True)
        if isinstance(cell, str) and name not in _REMARKS
    ]
    for number, text in enumerate(texts):
        form = _FIRST_TOTAL if number < _FIRST_CELLS else _TOTAL
        if form.fullmatch(text):
            return text
    return None


def _doubtful(body: Body) -> npt.NDArray[np.bool_]:
    """Mark the rows that may be something else than a parcel.

    Those without an id, with an id that runs over several columns, or with a label
    in the place of the id. Without a column of ids every row is looked at.
    """
    doubtful = np.ones(len(body.cells), dtype=bool)
    for column in body.ids:
        given = body.cells[:, column] != np.array(None)
        name = body.names[column]
        odd = [not _is_id(value, name) for value in body.cells[:, column]]
        merged = given & ~body.own[:, column]
        doubtful &= ~given | np.array(odd, dtype=bool) | merged
    return doubtful


def _is_id(value: object, name: str) -> bool:
    """Tell an id from the words that stand in its column by other right."""
    if not isinstance(value, str):
        return value is not None
    if fold(value) == name:
        return False
    plain = "".join(value.split())
    return not (_FIRST_TOTAL.fullmatch(plain) or _NOTE.match(plain) or "：" in plain)


def _kind(body: Body, row: int) -> str:
    own = np.flatnonzero(body.own[row])
    values = [body.cells[row, column] for column in own]
    if total_label(values, [body.names[column] for column in own]) is not None:
        return "total"
    names = {body.names[column] for column in own}
    if names <= _SERIAL and not _has_id(body, row) and _is_serial(values[0]):
        return "number_only"
    if _repeats_header(body, row, own):
        return "header_again"
    if not _has_id(body, row) and _is_note(values):
        return "note"
    return "data"


def _is_serial(value: object) -> bool:
    return not isinstance(value, str) or value.strip().rstrip(".、").isdigit()


def _has_id(body: Body, row: int) -> bool:
    return any(_is_id(body.cells[row, n], body.names[n]) for n in body.ids)


def _is_note(values: list[object]) -> bool:
    """Tell remarks and signatures: text alone, in one cell or with their own labels."""
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        return False
    return len(texts) == 1 or all(
        "：" in t or ":" in t or _NOTE.match(t) for t in texts
    )


def _repeats_header(body: Body, row: int, own: npt.NDArray[np.int64]) -> bool:
    same = sum(fold(str(body.cells[row, c])) == body.names[c] != "" for c in own)
    return bool(same >= max(2, _SAME_HEADER * len(own)))


def _counts_columns(row: npt.NDArray[np.object_]) -> bool:
    """Tell a row that numbers the columns: 1, 2, 3 … or 甲, 乙, (1), (2) …."""
    texts = [re.sub(r"[()（）\s]|\.0$", "", str(v)) for v in row if v is not None]
    figures = [text for text in texts if text not in set("甲乙丙丁戊")]
    expected = [str(number) for number in range(1, len(figures) + 1)]
    return (
        len(figures) >= _MIN_COUNTED
        and [f.partition("=")[0] for f in figures] == expected
    )
