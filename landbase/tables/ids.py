"""Ids: what nobody sees taken out, how two are compared, which stand for which."""

from __future__ import annotations

import re
import string
import unicodedata
from numbers import Real
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.tables.cells import (
    Parsed,
    by_distinct,
    contains,
    half_width,
    named_as,
    parse_text,
    told,
)
from landbase.tables.distinct import byte_lengths, bytes_of, made_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

__all__ = [
    "Alike",
    "Recognised",
    "all_differ",
    "among",
    "clean_id",
    "clean_ids",
    "find_alike",
    "find_cleaned",
    "id_key",
    "id_keys",
    "parse_ids",
    "recognise",
    "visible",
]

# Characters that show nothing, wherever they stand in an id.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800]")
_BLANKS = re.compile(r"[ \u3000\t\r\n]+")
# What is typed for a hyphen: hyphens, dashes, minus signs, lines of tables, the mark of
# a long vowel.
_HYPHENS = re.compile(
    "[\u02d7\u058a\u1806\u2010-\u2015\u2043\u2212\u23af\u2500\u2501\u2796\u2e3a"
    "\u30fc\ufe31\ufe32\ufe58\ufe63\uff0d\uff70]"
)
# Letters of other scripts that look like Latin ones.
_TWINS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo",
)
_TWIN = re.compile(f"[{''.join(map(chr, _TWINS))}]")
# Marks that one keyboard types for those of another, where nothing else differs.
_MARKS = str.maketrans("∕⁄∶︓∼〜。．｡〔〕﹝﹞【】", "//::~~...[][][]")
_QUOTED = re.compile("[\"'“‘「](.+)[\"'”’」]")
# How spreadsheets and their exports mark digits that are text: ="0012" and '0013
_FORMULA = re.compile(r'=\s*"([^"]*)"')
# Most ids are made of these alone, and hold nothing to be taken out.
_SIGNS = string.ascii_letters + string.digits + "-_./()[]#+:,"
_PLAIN = "[-A-Za-z0-9_./()\\[\\]#+:,\u4e00-\u9fff〔〕]+"
_ASCII = r"[-A-Za-z0-9_./()\[\]#+:,]+"


def clean_id(text: str) -> str:
    """Take out of an id what nobody sees or tells apart, and marks of spreadsheets.

    Invisible characters go, blanks at its ends too and several in a row become one;
    full-width characters become half-width, every hyphen the same one.

    Examples
    --------
    >>> clean_id("T-9\u00a0"), clean_id('="0012"'), clean_id("'0013")
    ('T-9', '0012', '0013')
    >>> clean_id("Ｔ－９"), clean_id("T–9")
    ('T-9', 'T-9')
    """
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    plain = _HYPHENS.sub("-", half_width(_ODD_SPACES.sub(" ", plain)))
    plain = _BLANKS.sub(" ", plain).strip()
    if match := _FORMULA.fullmatch(plain):
        plain = match[1].strip()
    return plain[1:] if plain.startswith("'") and len(plain) > 1 else plain


def visible(text: str) -> str:
    """Write what nobody sees in a text as its number; behind what looks Latin, too.

    Examples
    --------
    >>> visible("T-9\u00a0"), visible("\u0422-9")
    ('T-9<U+00A0>', 'Т<U+0422>-9')
    """

    def number(match: re.Match[str]) -> str:
        shown = match[0] if ord(match[0]) in _TWINS else ""
        return f"{shown}<U+{ord(match[0]):04X}>"

    for hidden in (_INVISIBLE, _ODD_SPACES, _TWIN):
        text = hidden.sub(number, text)
    return text


def _holds_text(column: pd.Series) -> bool:
    return not (
        pd.api.types.is_numeric_dtype(column)
        or pd.api.types.is_datetime64_any_dtype(column)
    )


def _odd(column: pd.Series, plain: str) -> pd.Series:
    """Tell which cells are text that needs a closer look."""
    if column.dtype == "str":
        if made_of(column, _SIGNS):
            return pd.Series(data=False, index=column.index)
        return ~contains(column, plain, whole=True) & column.notna()
    return column.map(lambda value: isinstance(value, str)).astype(bool)


def clean_ids(column: pd.Series) -> pd.Series:
    """Clean the ids of a column; cells that are no text stay."""
    if not _holds_text(column):
        return column
    odd = _odd(column, _PLAIN)
    if not odd.any():
        return column
    cleaned = column.copy()
    cleaned[odd] = by_distinct(column[odd], lambda value: clean_id(str(value)))
    return named_as(cleaned, column)


def find_cleaned(column: pd.Series) -> pd.Series:
    """Tell which ids held more than plain blanks to be taken out.

    Examples
    --------
    >>> find_cleaned(pd.Series(["T-9\u00a0", " T-9 ", "'0013"])).tolist()
    [True, False, True]
    """
    changed = pd.Series(data=False, index=column.index)
    if not _holds_text(column):
        return changed
    odd = _odd(column, _PLAIN)
    if odd.any():
        changed[odd] = told(column[odd], _is_changed)
    return changed


def _is_changed(value: object) -> bool:
    return clean_id(str(value)) != str(value).strip(" \t\r\n\u3000")


# A spreadsheet keeps fifteen digits of a number; what lies beyond is lost.
_EXACT = 10**15
# What a spreadsheet shows for a formula that failed; no id is called so.
_FAILED = r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)"
_POINT_ZERO = r"[0-9]+\.0+"
_DECIMALS = r"[0-9]+\.[0-9]+"
_SCIENTIFIC = r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2}"


def parse_ids(column: pd.Series) -> Parsed:
    """Read a column of ids: cleaned, as text, with digits that were lost marked bad.

    Examples
    --------
    >>> parse_ids(pd.Series(["150622.0", "P-1"])).values.tolist()
    ['150622', 'P-1']
    >>> parse_ids(pd.Series(["1.0", "1.1"])).values.tolist()
    ['1.0', '1.1']
    >>> parse_ids(pd.Series(["1.50622E+18"])).bad.tolist()
    [True]
    """
    texts = parse_text(clean_ids(column))
    dotted = _is(texts, _DECIMALS, mark=".")
    if dotted.any() and _is(texts[dotted], _POINT_ZERO, mark=".").all():
        texts = texts.mask(dotted, texts.str.replace(r"\.0+$", "", regex=True))
    if (failed := _is(texts, _FAILED, mark="#")).any():
        texts = texts.mask(failed)
    lost = _too_long(column) | _is(texts, _SCIENTIFIC, mark="+")
    if not lost.any():
        return Parsed(texts, lost)
    return Parsed(texts.mask(lost), lost & texts.notna())


def _is(texts: pd.Series, pattern: str, *, mark: str) -> pd.Series:
    """Tell which texts are as a pattern says; every one of it holds the mark."""
    return contains(texts, pattern, whole=True, signs=mark)


def _too_long(column: pd.Series) -> pd.Series:
    """Tell which cells are numbers so large that a float has lost their last digits."""
    if pd.api.types.is_float_dtype(column):
        large = (column >= _EXACT) | (column <= -_EXACT)
        return large.fillna(value=False).astype(bool)
    if column.dtype != object:  # whole numbers of 64 bits have every digit
        return pd.Series(data=False, index=column.index)
    return told(
        column, lambda value: isinstance(value, Real) and abs(float(value)) >= _EXACT
    )


_PARTING = re.compile(r"(?<![0-9]) | (?![0-9])")


def id_key(text: str) -> str:
    """Reduce an id to what tells it from others: two with one key are not told apart.

    Beyond what `clean_id` takes out, case makes no difference, nor do letters that
    look alike, marks that another keyboard types for them, quotes around all, nor a
    blank, unless it parts two numbers. Dashes, dots and zeros do.

    Examples
    --------
    >>> id_key("t - 9") == id_key("T-9"), id_key("⼟-1") == id_key("土-1")
    (True, True)
    >>> id_key("P-1.1") == id_key("P-11"), id_key("1 1") == id_key("11")
    (False, False)
    """
    plain = clean_id(text).translate(_MARKS)
    if match := _QUOTED.fullmatch(plain):
        plain = match[1].strip()
    plain = "".join(map(_plain_sign, plain)).translate(_TWINS)
    plain = _PARTING.sub("", plain)
    return unicodedata.normalize("NFC", plain).casefold()


def _plain_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "No":  # 10² is not 102
        return sign
    if kind == "Nd":  # digits of any script
        return str(unicodedata.decimal(sign))
    return unicodedata.normalize("NFKC", sign)


def id_keys(ids: pd.Series) -> pd.Series:
    """Give the key of each id; missing ones stay missing."""
    texts = ids.astype("str")
    keys = texts.str.lower()
    odd = _odd(texts, _ASCII)
    if odd.any():
        keys[odd] = by_distinct(texts[odd], lambda value: id_key(str(value)))
    return keys


def among(ids: pd.Series | pd.Index, known: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Tell which ids are among others; a missing one never is.

    `Series.isin` asks Arrow about each of the others, ten times as long.

    Examples
    --------
    >>> among(pd.Series(["P-1", None, "P-3"], dtype="str"), ["P-3", "P-4"]).tolist()
    [False, False, True]
    """
    if isinstance(known, pd.Series | pd.Index):
        known = known.dropna().to_numpy(dtype=object)
    there, asked = set(known), ids.to_numpy(dtype=object)
    return np.fromiter(map(there.__contains__, asked), dtype=bool, count=len(asked))


# Odd numbers of 64 bits, by which the parts of a text are multiplied.
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
_WORD = 8


def all_differ(texts: pd.Series) -> bool:
    """Tell whether no text stands twice.

    Texts of one length are told apart by sums of their bytes, where no two are equal.

    Examples
    --------
    >>> all_differ(pd.Series(["P-1", "P-2"], dtype="str"))
    True
    >>> all_differ(pd.Series(["P-1", "P-2", "P-1"], dtype="str"))
    False
    """
    lengths = byte_lengths(texts)
    if lengths is not None and len(lengths) and lengths.min() == lengths.max() > 0:
        sums = np.sort(_sums(texts, int(lengths[0])))
        if (sums[1:] != sums[:-1]).all():
            return True
    return bool(texts.is_unique)


def _sums(texts: pd.Series, width: int) -> npt.NDArray[np.uint64]:
    """Give equal texts equal numbers; different ones rarely have the same."""
    cells = bytes_of(texts).reshape(-1, width)
    sums = np.zeros(len(cells), dtype=np.uint64)
    for number, start in enumerate(range(0, width, _WORD)):
        part = cells[:, start : start + _WORD]
        words = np.zeros((len(part), _WORD), dtype=np.uint8)
        words[:, : part.shape[1]] = part
        mixed = words.view(np.uint64).ravel() * np.uint64(_ODD[number % len(_ODD)])
        sums = (sums ^ mixed ^ (mixed >> np.uint64(29))) * np.uint64(_ODD[-1])
    return sums


class Alike(NamedTuple):
    """Ids that look like an earlier one, by position.

    Attributes
    ----------
    later, first
        Where the id stands, and where the one that it looks like.
    """

    later: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]


def find_alike(ids: pd.Series) -> Alike:
    """Find ids that are written otherwise than an earlier one, and look the same.

    Examples
    --------
    >>> find_alike(pd.Series(["T-9", "T-10", "t-9", "T-9"])).later.tolist()
    [2]
    """
    keys = id_keys(ids)
    codes, distinct = pd.factorize(keys)
    first = np.full(len(distinct), -1, dtype=np.intp)
    at = np.flatnonzero(codes >= 0)
    first[codes[at[::-1]]] = at[::-1]
    before = np.where(codes >= 0, first[codes], np.arange(len(ids)))
    texts = ids.astype("str").to_numpy(dtype=object)
    differ = np.flatnonzero((before != np.arange(len(ids))) & (codes >= 0))
    differ = differ[texts[differ] != texts[before[differ]]]
    return Alike(differ, before[differ])


class Recognised(NamedTuple):
    """Ids as they are given, led to ids that are known.

    Attributes
    ----------
    pairs
        Given id → known id; without those that are nobody's.
    several
        Given id → the known ids that it looks like, where it is none of them.
    """

    pairs: dict[str, str]
    several: dict[str, list[str]]


def recognise(given: Iterable[str], known: Iterable[str]) -> Recognised:
    """Lead ids to those that are known: the same one, else the one that looks alike.

    Examples
    --------
    >>> recognise(["t-9", "T-10"], ["T-9", "T-1"]).pairs
    {'t-9': 'T-9'}
    """
    names, there = list(dict.fromkeys(given)), list(dict.fromkeys(known))
    exact = set(there)
    pairs = {name: name for name in names if name in exact}
    open_ = [name for name in names if name not in exact]
    by_key: dict[str, list[str]] = {}
    if open_:
        keys = id_keys(pd.Series(there, dtype="str"))
        for name, key in zip(there, keys, strict=True):
            by_key.setdefault(key, []).append(name)
    several = {}
    keys_of = id_keys(pd.Series(open_, dtype="str")) if by_key else ()
    for name, key in zip(open_, keys_of, strict=False):
        answers = by_key.get(key, [])
        if len(answers) == 1:
            pairs[name] = answers[0]
        elif answers:
            several[name] = answers
    return Recognised(pairs, several)
