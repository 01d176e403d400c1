"""Encodings of text, found by evidence; text that was cut or misread."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.issues import Issues
from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy.typing as npt

__all__ = [
    "ByteColumns",
    "Choice",
    "Claim",
    "choice_issue",
    "choose_encoding",
    "decode",
    "find_codec",
    "mapinfo_claims",
    "origin_of",
    "plain_names",
    "to_neutral",
    "to_utf8",
    "unique_headers",
]

# Code pages by the names files use for them; GB 2312 and GBK are parts of GB 18030.
_CHINESE = "gb18030"
_NAMES = {
    "65001": "utf-8",
    "936": _CHINESE,
    "gbk": _CHINESE,
    "gb2312": _CHINESE,
    "gb18030": _CHINESE,
    "54936": _CHINESE,
    "950": "big5",
    "949": "cp949",
    "932": "cp932",
    "1200": "utf-16",
    "88591": "latin-1",
    "88592": "iso8859-2",
    "885915": "iso8859-15",
}
# Any bytes decode in these, so that decoding proves nothing.
_WESTERN = {"iso8859-1", "cp1252", "cp437", "cp850", "iso8859-15"}
# Codecs of Python's that stand for letters by signs; "hex" and the like are no text.
_ESCAPES = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
_LIKELY = 0.9
_SAMPLE = 20_000
# Below this code point UTF-8 needs two bytes only, which GBK text can look like.
_THREE_BYTES = "\u0800"
_LATIN_WORD = re.compile(r"[A-Za-z][^\x00-\x7f](?=[A-Za-z])")


class Claim(NamedTuple):
    """An encoding that something names: its origin and the name as found."""

    origin: str
    name: str


class Decoded(NamedTuple):
    """Decoded values, and the positions of those cut off or not decodable."""

    texts: list[str]
    cut: list[int]
    bad: list[int]


@dataclass(frozen=True)
class Choice:
    """The encoding chosen, why, and which claims the data refuted.

    Attributes
    ----------
    codec
        Python's name of the encoding.
    origin
        "argument", "cpg", "language byte", "UTF-8" or "GB18030".
    checked
        How many different values with other than ASCII characters it was tried on.
    refuted
        The claims that do not fit the data.
    """

    codec: str
    origin: str
    checked: int
    refuted: tuple[Claim, ...] = ()


def find_codec(name: str) -> str | None:
    """Find Python's codec for an encoding as files name it ("936", "ANSI 936", "GBK").

    Examples
    --------
    >>> find_codec("ANSI 936"), find_codec("ISO 88591"), find_codec("nonsense")
    ('gb18030', 'iso8859-1', None)
    """
    plain = re.sub(
        r"^(ansi|oem|cp|ms|windows|iso|ibm)[\s_-]*", "", name.strip().lower()
    )
    digits = re.sub(r"[\s_-]", "", plain)
    for candidate in (_NAMES.get(digits), name.strip(), digits, f"cp{digits}"):
        found = _text_codec(candidate or "")
        if found is not None:
            return _NAMES.get(found, found)
    return None


def _text_codec(name: str) -> str | None:
    """Find a codec of Python's that turns bytes into text and is no way of escaping."""
    try:
        found = codecs.lookup(name).name
        b"0000".decode(found, errors="replace")
    except (LookupError, ValueError):
        return None
    return None if found in _ESCAPES else found


def decode(values: Sequence[bytes], full: Sequence[bool], codec: str) -> Decoded:
    """Decode values one by one, keeping what is readable of each."""
    try:
        texts = b"\n".join(values).decode(codec).split("\n")
    except UnicodeDecodeError:
        texts = []
    if len(texts) == len(values):
        return Decoded(texts, [], [])
    texts = []
    cut: list[int] = []
    bad: list[int] = []
    for position, value in enumerate(values):
        try:
            texts.append(value.decode(codec))
        except UnicodeDecodeError as error:
            at_end = full[position] and _is_cut(value, error, codec)
            (cut if at_end else bad).append(position)
            texts.append(
                value[: error.start].decode(codec)
                if at_end
                else value.decode(codec, errors="replace")
            )
    return Decoded(texts, cut, bad)


def choose_encoding(
    values: Sequence[bytes], full: Sequence[bool], claims: Sequence[Claim]
) -> Choice | None:
    """Choose an encoding: the first claim that fits, else UTF-8, else GB18030."""
    pairs = [(v, f) for v, f in zip(values, full, strict=True) if not v.isascii()]
    if not pairs:
        return None
    sample = [v for v, _ in pairs[:_SAMPLE]], [f for _, f in pairs[:_SAMPLE]]
    readings: dict[str, Decoded] = {}

    def read(codec: str) -> Decoded:
        if codec not in readings:
            readings[codec] = decode(*sample, codec)
        return readings[codec]

    refuted: list[Claim] = []
    for claim in claims:
        codec = find_codec(claim.name)
        if codec is not None and (claim.origin == "argument" or _fits(codec, read)):
            return Choice(codec, claim.origin, len(pairs), tuple(refuted))
        refuted.append(claim)
    utf8_fails = len(read("utf-8").bad)
    chinese_fails = len(read(_CHINESE).bad)
    use_utf8 = utf8_fails < chinese_fails or (
        utf8_fails == chinese_fails and not _is_chinese_rather(read)
    )
    codec, origin = ("utf-8", "UTF-8") if use_utf8 else (_CHINESE, "GB18030")
    return Choice(codec, origin, len(pairs), tuple(refuted))


def _fits(codec: str, read: Callable[[str], Decoded]) -> bool:
    """Judge a claim: it must decode, and no better reading may speak against it."""
    if read(codec).bad:
        return False
    if codec == "utf-8":
        return True
    utf8 = read("utf-8")
    if not utf8.bad and _share(utf8.texts, _beyond_two_bytes) > 1 - _LIKELY:
        return False
    return codec not in _WESTERN or (bool(utf8.bad) and not _looks_chinese(read))


def _is_chinese_rather(read: Callable[[str], Decoded]) -> bool:
    """Decide for GB18030 where the bytes would also pass as UTF-8 (or neither does)."""
    far = _share(read("utf-8").texts, _beyond_two_bytes)
    return far <= 1 - _LIKELY and _looks_chinese(read)


def _looks_chinese(read: Callable[[str], Decoded]) -> bool:
    """Tell whether the GB18030 reading is ordinary Chinese, not accented letters."""
    chinese = read(_CHINESE)
    if chinese.bad or _share(chinese.texts, _in_gb2312) < _LIKELY:
        return False
    joined = "\n".join(chinese.texts)
    others = sum(not character.isascii() for character in joined)
    return 2 * len(_LATIN_WORD.findall(joined)) <= others


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    """Give the share of the characters beyond ASCII that pass a test."""
    others = [c for text in texts for c in text if not c.isascii()]
    return sum(map(test, others)) / len(others) if others else 0.0


def _beyond_two_bytes(character: str) -> bool:
    return character >= _THREE_BYTES


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_cut(value: bytes, error: UnicodeDecodeError, codec: str) -> bool:
    """Tell whether the fault is an unfinished character at the end of the value."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(value, final=False)
    except UnicodeDecodeError:
        return False
    return error.start > 0


@dataclass
class ByteColumns:
    """Decode text columns and note what was cut or unreadable.

    Attributes
    ----------
    source
        What issues call the table.
    choice
        The encoding of the table; None where all of it is plain ASCII.
    claims
        What names an encoding; one of origin "argument" is followed everywhere.
    found
        Takes the issues.
    """

    source: str
    choice: Choice | None
    claims: Sequence[Claim]
    found: list[Issues]

    def column(
        self,
        values: npt.NDArray[np.object_],
        header: str,
        *,
        codes: npt.NDArray[np.intp] | None = None,
        width: int | None = None,
    ) -> pd.Series:
        """Decode one column; with `codes`, the values are the distinct ones."""
        unique = values
        if codes is None:
            codes, unique = pd.factorize(values)
        full = [len(value) == width for value in unique]
        codec = self.choice.codec if self.choice else "ascii"
        decoded = decode(unique.tolist(), full, codec)
        if decoded.bad and not any(c.origin == "argument" for c in self.claims):
            own = choose_encoding(unique.tolist(), full, [])
            other = decode(unique.tolist(), full, own.codec) if own else decoded
            if own and len(other.bad) < len(decoded.bad):
                decoded = other
                details = {"codec": own.codec, "main": codec}
                self.note("encoding_mixed", header, details=details)
        for code, positions in (("text_cut", decoded.cut), ("bad_text", decoded.bad)):
            hit = np.flatnonzero(np.isin(codes, positions))
            if len(hit):
                shown = np.array(decoded.texts, dtype=object)[codes[hit]]
                self.note(code, header, source_row=hit + 1, value=shown)
        texts = pd.array([text or None for text in decoded.texts], dtype="str")
        return pd.Series(texts.take(codes, allow_fill=True), name=header)

    def note(self, code: str, header: str, **more: Any) -> None:
        """Note something about a column; `more` goes to `Issues.of`."""
        self.found.append(Issues.of(code, source=self.source, column=header, **more))


def unique_headers(texts: Sequence[str]) -> list[str]:
    """Give every header a number where it is empty or repeats another.

    Examples
    --------
    >>> unique_headers(["A", "A", ""])
    ['A', 'A_2', 'field_3']
    """
    headers: list[str] = []
    for position, text in enumerate(texts):
        name = text or f"field_{position + 1}"
        number = 1
        while name in headers:
            number += 1
            name = f"{text}_{number}"
        headers.append(name)
    return headers


def origin_of(choice: Choice) -> dict[str, object]:
    """Say what an encoding was chosen by, and on how many values it was tried."""
    said = {"origin_en": choice.origin, "origin_zh": _in_chinese(choice.origin)}
    return said | {"checked": choice.checked}


def _in_chinese(origin: str) -> str:
    return words("finding", "zh").part("origin").get(origin, origin)


def choice_issue(choice: Choice, source: str) -> Issues:
    """Report the encoding chosen, and the claims it refuted."""
    refuted = ", ".join(f"{claim.origin} {claim.name}" for claim in choice.refuted)
    known = [claim for claim in choice.refuted if find_codec(claim.name)]
    code = "encoding_refuted" if known else "encoding_unknown"
    return Issues.of(
        code if refuted else "encoding_chosen",
        source=source,
        value=choice.codec,
        details={
            **origin_of(choice),
            "refuted_en": refuted,
            "refuted_zh": "、".join(
                f"{_in_chinese(claim.origin)} {claim.name}" for claim in choice.refuted
            ),
        },
    )


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
    """Rewrite a text file as UTF-8 without a mark, in place, where it is not."""
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
    """Give the data fields of a KML file stand-in names that its reader keeps."""
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
