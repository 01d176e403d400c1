"""Text that was decoded wrongly before it came here, and what it most likely was."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from landbase.tables.cells import contains

__all__ = ["Ruined", "find_ruined", "likely_original"]

_BEYOND_TWO_BYTES = 0x800
_LEAST = 2  # Chinese characters that make a reading likely
_SHARE = 0.6
_RARE = 1 / 3
_LAST_BYTE = 0xFF


def _first_characters() -> str:
    """List what the first two bytes of a Chinese character in UTF-8 are in GBK."""
    pairs = (bytes([a, b]) for a in range(0xE4, 0xEA) for b in range(0x80, 0xC0))
    return "".join(pair.decode("gb18030", errors="ignore") for pair in pairs)


# Marks of text that cannot be restored: U+FFFD, that in UTF-8 read as GBK and as
# Latin-1, and question marks that a narrower encoding left.
_LOST = re.compile(r"\ufffd|锟斤|斤拷|ï¿½|\?{3}|\?\?(?=.)|^\?+$")
_FIRST = frozenset(_first_characters())
_SUSPECT = (
    r"锟斤|斤拷|\?\?|^\?$|[" + "\ufffd\u0080-\u00ff" + "".join(sorted(_FIRST)) + "]"
)
_SIGNS = "".join({"锟", "斤", "?", "\ufffd", "\u0080", "\u00ff", *_FIRST})


class Ruined(NamedTuple):
    """Cells of ruined text.

    Attributes
    ----------
    where
        On the index of the column: True where the text is ruined.
    likely
        What it most likely was; missing where nobody can tell.
    """

    where: pd.Series
    likely: pd.Series


def find_ruined(column: pd.Series) -> Ruined:
    """Find the cells of a text column that were decoded wrongly or lost characters.

    Examples
    --------
    >>> found = find_ruined(pd.Series(["甲公司", "锟斤拷锟斤拷公司", "鎵硅€屾湭渚�"]))
    >>> found.where.tolist()
    [False, True, True]
    >>> find_ruined(pd.Series(["鍦板潡缂栧彿"])).likely.tolist()
    ['地块编号']
    """
    none = pd.Series(None, index=column.index, dtype="str")
    nowhere = pd.Series(data=False, index=column.index)
    if not (pd.api.types.is_string_dtype(column) or column.dtype == object):
        return Ruined(nowhere, none)
    texts = column
    if column.dtype == object:
        texts = column.where(column.map(lambda v: isinstance(v, str))).astype("str")
    suspect = contains(texts, _SUSPECT, signs=_SIGNS)
    if not suspect.any():
        return Ruined(nowhere, none)
    told = {text: _judge(text) for text in texts[suspect].unique()}
    verdicts = texts[suspect].map(told)
    likely = none.copy()
    likely[suspect] = [verdict or None for verdict in verdicts]
    where = nowhere.copy()
    where[suspect] = verdicts.notna().to_numpy()
    return Ruined(where, likely)


def _judge(text: str) -> str | None:
    """Give the likely original, nothing where it is lost, None for sound text."""
    if likely := likely_original(text):
        return likely
    return "" if _LOST.search(text) else None


def likely_original(text: str) -> str:
    """Restore text that was read in another encoding than its own; else nothing.

    Examples
    --------
    >>> likely_original("ÎÞ¶¨ºÓÕò"), likely_original("东胜区"), likely_original("Café")
    ('无定河镇', '', '')
    """
    if text.isascii():
        return ""
    known = text.replace("\ufffd", "?")
    western = _western_bytes(known)
    if western is not None and (one := _one_character(western)):
        return one
    readings = (
        data.decode(right, errors="replace").replace("\ufffd?", "\ufffd")
        for data, right in (
            (known.encode("gb18030", errors="replace"), "utf-8"),
            (western, "utf-8"),
            (western, "gb18030"),
        )
        if data is not None
    )
    return next((t for t in readings if _is_chinese(t, text)), "")


def _western_bytes(text: str) -> bytes | None:
    """Give the bytes of a text in Windows-1252, or in Latin-1 where that has none."""
    found = bytearray()
    for character in text:
        try:
            found += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > _LAST_BYTE:
                return None
            found.append(ord(character))
    return bytes(found)


def _one_character(data: bytes) -> str:
    """Read UTF-8 of Chinese and ASCII alone; three such bytes come by no chance."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    chinese = all(c.isascii() or _is_common(c) for c in text) and "锟" not in text
    return text if chinese and not text.isascii() else ""


def _is_chinese(reading: str, text: str) -> bool:
    """Tell whether a reading is ordinary Chinese, and the text it came from is not."""
    if "锟斤" in reading:  # ruined twice
        return False
    others = [c for c in reading if not c.isascii()]
    common = sum(map(_is_common, others))
    if common < _LEAST or common < _SHARE * len(others):
        return False
    there = [c for c in text if not c.isascii()]
    rare = sum(not _is_common(c) for c in there)
    if "\ufffd" not in reading:
        return rare > 0 or all(c in _FIRST for c in there[:1])
    return rare >= _RARE * len(there)


def _is_common(character: str) -> bool:
    """Tell a character of GB 2312 from the rest."""
    if ord(character) < _BEYOND_TWO_BYTES:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
