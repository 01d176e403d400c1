"""Text formats (GeoJSON, KML, GML, MIF) in any encoding, made ready for GDAL."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING

from landbase.issues import Issues
from landbase.sources.encoding import Claim, choose_encoding, decode

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
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if _DECLARED.search(data[:_HEAD]):
            _write(path, data.decode("utf-8"))
        return Issues.none()
    declared = _DECLARED.search(data[:_HEAD])
    claims = [Claim("XML", declared[1].decode("ascii"))] if declared else []
    lines = data.split(b"\n")
    full = [False] * len(lines)
    choice = choose_encoding(lines, full, claims)
    codec = choice.codec if choice else "utf-8"
    decoded = decode(lines, full, codec)
    _write(path, "\n".join(decoded.texts))
    found = [
        Issues.of(
            "encoding_chosen",
            source=source,
            value=codec,
            details={
                "origin": choice.origin if choice else "UTF-8",
                "checked": choice.checked if choice else 0,
            },
        )
    ]
    if decoded.bad:
        rows = [position + 1 for position in decoded.bad]
        found.append(Issues.of("bad_text_lines", source=source, value=rows))
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
