"""Text formats (GeoJSON, KML, GML, MIF) in any encoding, made ready for GDAL."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING

from landbase.issues import Issues
from landbase.sources.encoding import Claim, choose_encoding, decode
from landbase.sources.texts import choice_issue

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["mapinfo_claims", "plain_names", "to_neutral", "to_utf8"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_ANY_DECLARED = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])[\w.-]+""")
# MapInfo's names of character sets, and Python's.
_CHARSETS = {
    "windowssimpchinese": "936",
    "codepage936": "936",
    "windowstradchinese": "950",
    "windowslatin1": "1252",
    "windowslatin2": "1250",
    "windowscyrillic": "1251",
    "windowsjapanese": "932",
    "windowskorean": "949",
    "iso8859_1": "88591",
    "utf-8": "utf-8",
}
_CHARSET = re.compile(rb'^(\s*!?charset\s+"?)([\w-]+)', re.IGNORECASE | re.MULTILINE)
_FIELD_NAME = re.compile(
    r"""(<(?:\w+:)?(?:Data|SimpleData|SimpleField)\s[^<>]*?\bname\s*=\s*)(["'])(.*?)\2"""
)
_HEAD = 4096


def to_utf8(path: Path, *, source: str) -> Issues:
    """Rewrite a text file as UTF-8 without a mark, in place, where it is not.

    Parameters
    ----------
    path
        A copy that may be changed.
    source
        What issues call the file.

    Returns
    -------
    issues
        The encoding, where it was not plain UTF-8.
    """
    data = path.read_bytes()
    for mark, codec in _MARKS:
        if data.startswith(mark):
            _write(path, data.decode(codec, errors="replace"))
            return Issues.none()
    declared = _DECLARED.search(data[:_HEAD])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        claims = [Claim("XML", declared[1].decode("ascii"))] if declared else []
        return _recode(path, data, claims, source)
    if declared:
        _write(path, text)
    return Issues.none()


def _recode(path: Path, data: bytes, claims: list[Claim], source: str) -> Issues:
    """Rewrite a file in the encoding that its bytes show, line by line."""
    lines = data.split(b"\n")
    full = [False] * len(lines)
    choice = choose_encoding(lines, full, claims)
    if choice is None:  # all of it ASCII, which is UTF-8
        return Issues.none()
    decoded = decode(lines, full, choice.codec)
    _write(path, "\n".join(decoded.texts))
    found = [choice_issue(choice, source)]
    if decoded.bad:
        numbers = [position + 1 for position in decoded.bad]
        found.append(Issues.of("bad_text_lines", source=source, value=numbers))
    return Issues.concat(found)


def _write(path: Path, text: str) -> None:
    path.write_bytes(_ANY_DECLARED.sub(r"\1UTF-8", text, count=1).encode("utf-8"))


def plain_names(path: Path) -> dict[str, str]:
    """Give the data fields of a KML file stand-in names that its reader keeps.

    Parameters
    ----------
    path
        A copy in UTF-8; changed in place.

    Returns
    -------
    renamed
        Stand-in → the name in the file, for the names with other than ASCII letters.
    """
    text = path.read_text("utf-8")
    found = dict.fromkeys(match[3] for match in _FIELD_NAME.finditer(text))
    names = [name for name in found if not name.isascii()]
    plain = {name: f"field_{number}" for number, name in enumerate(names, start=1)}

    def stand_in(match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{plain.get(match[3], match[3])}{match[2]}"

    path.write_bytes(_FIELD_NAME.sub(stand_in, text).encode("utf-8"))
    return {stand: unescape(name) for name, stand in plain.items()}


def mapinfo_claims(path: Path) -> list[Claim]:
    """Read the character set that a .mif or .tab file names."""
    found = _CHARSET.search(path.read_bytes()[:_HEAD])
    name = found[2].decode("ascii").lower() if found else ""
    return [Claim("charset", _CHARSETS[name])] if name in _CHARSETS else []


def to_neutral(path: Path) -> None:
    """Make a .mif or .tab file name no character set, so that GDAL decodes nothing."""
    data = path.read_bytes()
    head = _CHARSET.sub(rb"\1Neutral", data[:_HEAD], count=1)
    path.write_bytes(head + data[_HEAD:])
