"""Text formats that declare types: the cells as they are written, then their types.

GDAL makes of each cell what its column declares: 15,5 becomes 15, a text among numbers
0, and a day in another form nothing. So it is given copies whose columns are text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd

from landbase.io.layers import is_long, read_moments
from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from landbase.io.layers import RawTable

__all__ = ["Declared", "give_types", "untype_gml", "untype_kml", "untype_mif"]

# Header, or position of the column → "whole", "number" or "day".
Declared = dict[str | int, str]

_MIF_COLUMNS = re.compile(
    rb"^[ \t]*columns[ \t]+([0-9]+)[ \t]*\r?\n", re.IGNORECASE | re.MULTILINE
)
_MIF_COLUMN = re.compile(rb"([ \t]*\S+[ \t]+)([A-Za-z]+)([^\r\n]*)(\r?\n?)")
# A moment as a .mid has it: YYYYMMDDhhmmssfff
_MIF_MOMENT = re.compile(r"^([0-9]{8})([0-9]{6})([0-9]{3})$")
_MIF_KINDS = {
    b"integer": "whole", b"smallint": "whole", b"largeint": "whole",
    b"decimal": "number", b"float": "number", b"date": "day", b"datetime": "day",
}  # fmt: skip


def untype_mif(path: Path) -> Declared:
    """Make text of the columns of a .mif, in place; give what they were."""
    data = path.read_bytes()
    found = _MIF_COLUMNS.search(data)
    if found is None:
        return {}
    kinds: Declared = {}
    head, at = [data[: found.end()]], found.end()
    for position in range(int(found[1])):
        column = _MIF_COLUMN.match(data, at)
        if column is None:
            return {}
        at = column.end()
        kind = _MIF_KINDS.get(column[2].lower())
        if kind is None:
            head.append(column[0])
        else:
            kinds[position] = kind
            head.append(column[1] + b"Char(254)" + column[4])
    path.write_bytes(b"".join([*head, data[at:]]))
    return kinds


_KML_FIELD = re.compile(r"<(?:\w+:)?SimpleField\s[^<>]*>")
_NAME = re.compile(r"""\bname\s*=\s*(["'])(.*?)\1""")
_TYPE = re.compile(r"""(\btype\s*=\s*["'])(\w+)(?=["'])""")
_KML_KINDS = {
    **dict.fromkeys(("int", "uint", "short", "ushort"), "whole"),
    **dict.fromkeys(("float", "double"), "number"),
}


def untype_kml(path: Path) -> Declared:
    """Make text of the fields that a KML file declares, in place."""
    kinds: Declared = {}

    def as_text(field: re.Match[str]) -> str:
        name, kind = _NAME.search(field[0]), _TYPE.search(field[0])
        if name is None or kind is None or kind[2] not in _KML_KINDS:
            return field[0]
        kinds[name[2]] = _KML_KINDS[kind[2]]
        return _TYPE.sub(r"\1string", field[0], count=1)

    text = path.read_text("utf-8", errors="surrogateescape")
    plain = _KML_FIELD.sub(as_text, text)
    if kinds:
        path.write_bytes(plain.encode("utf-8", errors="surrogateescape"))
    return kinds


_WHOLE = r"(?:\w*[iI]nteger|(?:unsigned)?(?:[iI]nt|[lL]ong|[sS]hort|[bB]yte))"
_XSD_KINDS = (
    (re.compile(_WHOLE), "whole"),
    (re.compile(r"decimal|float|double"), "number"),
    (re.compile(r"date|dateTime"), "day"),
)
_XSD_TYPE = re.compile(
    rf"""(\b(?:base|type)\s*=\s*["'](?:\w+:)?)(?:{_WHOLE}|decimal|float|double|date|dateTime)(?=["'])"""
)


def untype_gml(path: Path) -> Declared:
    """Make text of the fields that the schema beside a GML file declares, in place."""
    schema = path.with_suffix(".xsd")
    if not schema.exists():
        return {}
    text = schema.read_text("utf-8", errors="surrogateescape")
    try:
        root = ET.fromstring(text)  # noqa: S314 - without a DOCTYPE, which is refused
    except ET.ParseError:  # GDAL passes over it
        return {}
    kinds: Declared = {}
    for element in root.iter():
        name, kind = element.get("name"), _kind_of(element)
        if name and kind and element.tag.endswith("}element"):
            kinds[name] = kind
    if kinds:
        plain = _XSD_TYPE.sub(r"\1string", text)
        schema.write_bytes(plain.encode("utf-8", errors="surrogateescape"))
    return kinds


def _kind_of(element: ET.Element) -> str | None:
    said = element.get("type") or next(
        (base for part in element.iter() if (base := part.get("base"))), ""
    )
    local = said.rpartition(":")[2]
    return next((kind for form, kind in _XSD_KINDS if form.fullmatch(local)), None)


_FORMS = {
    "whole": r"[-+]?[0-9]+",
    "number": r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?",
    "day": r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:T?[0-9:.]+(?:Z|[-+][0-9:]+)?)?",
}


def give_types(table: RawTable, declared: Mapping[str | int, str]) -> RawTable:
    """Give columns of text the types declared, and name the cells of other kinds.

    A column with a cell that cannot be of its type stays text.
    """
    frame, found = table.frame.copy(deep=False), [table.issues]
    for position, header in enumerate(table.frame.columns):
        kind = declared.get(position) or declared.get(header)
        if kind is None or not pd.api.types.is_string_dtype(frame[header]):
            continue
        texts = frame[header].str.strip()
        texts = texts.mask(texts == "")
        odd = texts.notna() & ~texts.str.fullmatch(_FORMS[kind]).fillna(value=True)
        frame[header] = _typed(texts, kind)
        if odd.any():
            at = np.flatnonzero(odd)
            issue = Issues.of(
                "cell_of_other_kind",
                source=table.source,
                source_row=table.rows[at],
                column=header,
                value=texts.iloc[at].to_numpy(dtype=object),
            )
            found.append(issue)
    return replace(table, frame=frame, issues=Issues.concat(found))


def _typed(texts: pd.Series, kind: str) -> pd.Series:
    """Read a column that is wholly of its kind; any other stays text."""
    if kind == "day":
        texts = texts.str.replace(_MIF_MOMENT, r"\1T\2.\3", regex=True)
        return read_moments(
            np.array([None if pd.isna(t) else t for t in texts], object)
        )
    there = texts.dropna()
    if not there.str.fullmatch(_FORMS["number"]).all():
        return texts
    whole = there.str.fullmatch(_FORMS["whole"])
    if is_long(there[whole].map(int).to_numpy(dtype=object)):
        return texts  # every digit of an id
    if whole.all() and len(there) == len(texts):
        return texts.astype("int64")
    return texts.astype("float64")
