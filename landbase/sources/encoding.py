"""Which encoding the bytes of an attribute table are in, judged on the bytes.

A file may name its encoding (`.cpg`, the language byte of a DBF) and may be wrong.
Every name is tried on the data: the bytes must decode, and the text must look like
text. Chinese text read under the wrong encoding still decodes often enough (UTF-8 as
GBK gives 榛戦緳), but then most of its characters lie outside GB 2312, the set of
ordinary Chinese characters, and that is what gives it away.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Choice", "Claim", "Decoded", "choose_encoding", "decode", "find_codec"]

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
    """Decode values one by one, keeping what is readable of each.

    Parameters
    ----------
    values
        Bytes without padding.
    full
        Whether each value fills its field, so that its last character may be cut.
    codec
        Python's name of an encoding that leaves ASCII as it is.

    Returns
    -------
    decoded
        The texts; a character cut at the end of a full field is left off, other
        bytes that are not text become U+FFFD, and both are listed by position.
    """
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
    """Choose an encoding: the first claim that fits, else UTF-8, else GB18030.

    Parameters
    ----------
    values
        Different values of the text columns, headers included; those that are plain
        ASCII say nothing and are passed over.
    full
        Whether each value fills its field.
    claims
        What names an encoding, strongest first. A claim of origin "argument" is
        followed without a check.

    Returns
    -------
    choice
        None where every value is plain ASCII, so that there is nothing to choose.
        Where no encoding decodes every value, the one that decodes the most.
    """
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
