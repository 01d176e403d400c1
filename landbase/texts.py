"""Every text that people read, in Chinese and English, from one catalogue.

The catalogue is the files of ``rules/texts``, one an audience: `errors.toml` for what
is refused, `cli.toml` for the command line, `map.toml` for the page, `paper.toml` for
report maps, `report.toml` for tables and bulletins, and so on. A text is a key with
both languages; a file that lacks one is not read. A bureau words a text differently
by `Texts` with its own, which its rules keep.

Values fill fields as `str.format` does, with three things more: a list is joined as
the language joins it (with ``{names:;}`` by semicolons), what has words of its own in
both languages (an error, another text) gives those of the language asked for, and a
day (or, with ``{on:day}``, its text) is written out in Chinese, 2023年7月6日.
"""

from __future__ import annotations

import datetime as dt
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

__all__ = [
    "LANGS",
    "Both",
    "Lang",
    "Text",
    "Texts",
    "WordingError",
    "Words",
    "capital",
    "day_in",
    "fields_of",
    "fill",
    "text",
    "words",
]

Lang: TypeAlias = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
_COMMON = "common"
_BETWEEN = {
    "": {"zh": "、", "en": ", "},
    ";": {"zh": "；", "en": "; "},
    "n": {"zh": "\n", "en": "\n"},
}


@cache
def _group(name: str) -> Mapping[str, Mapping[str, str]]:
    """Read one file of the catalogue; every text of it has both languages."""
    path = files("landbase").joinpath("rules", "texts", f"{name}.toml")
    try:
        stated = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise KeyError(f"there is no group of texts {name!r}") from None
    return MappingProxyType(dict(_flat(stated, f"{name}.toml")))


def _flat(stated: Mapping[str, Any], where: str, start: str = "") -> Iterator[Any]:
    """Give keys and texts of a table and of the tables in it."""
    for key, text in stated.items():
        if not isinstance(text, dict) or {*text} & {*LANGS} not in (set(), {*LANGS}):
            raise ValueError(f"{where}: {start}{key} needs both zh and en")
        if {*text} == {*LANGS}:
            yield start + key, text
        else:
            yield from _flat(text, where, f"{start}{key}.")


def fields_of(template: str) -> frozenset[str]:
    """Name the fields that a text is to be filled with.

    Examples
    --------
    >>> sorted(fields_of("{path} has {count:,} rows"))
    ['count', 'path']
    """
    parsed = string.Formatter().parse(template)
    return frozenset(re.split(r"[.[]", name)[0] for _, name, _, _ in parsed if name)


def capital(text: str) -> str:
    """Begin a label with a capital, as a line of its own does."""
    return text[:1].upper() + text[1:]


_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?")
_DAY = "day"


def day_in(day: dt.date | str, lang: Lang) -> str:
    """Write a day as a sentence has it; a text that is no ISO day stays as it is.

    Examples
    --------
    >>> day_in("2023-07-06", "zh"), day_in("2023-07-06", "en")
    ('2023年7月6日', '2023-07-06')
    """
    iso = _ISO_DAY.fullmatch(str(day))
    if iso is None:
        return str(day)
    year, month, number = map(int, iso.groups())
    return f"{year}年{month}月{number}日" if lang == "zh" else iso[0][:10]


class _Filler(string.Formatter):
    """Fills in values as one language writes them."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Convert the members of a list, not the list."""
        if isinstance(value, list | tuple) and conversion:
            return [self.convert_field(one, conversion) for one in value]
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> Any:
        """Join a list; take of a text in both languages the right one."""
        if isinstance(value, list | tuple):
            stated = (self.format_field(one, "") for one in value)
            return _BETWEEN[format_spec][self.lang].join(stated)
        if format_spec == _DAY or (not format_spec and isinstance(value, dt.date)):
            return day_in(value, self.lang)
        if self.lang == "zh" and not isinstance(value, str):
            value = getattr(value, "zh", value)
        return format(value if format_spec else str(value), format_spec)


_FILLERS: dict[str, _Filler] = {lang: _Filler(lang) for lang in LANGS}


def fill(template: str, lang: Lang, values: Mapping[str, Any]) -> str:
    """Fill in a text that is not of the catalogue's groups, such as a finding's.

    Examples
    --------
    >>> fill("自{born:day}起存在", "zh", {"born": "2023-07-06"})
    '自2023年7月6日起存在'
    """
    return _FILLERS[lang].vformat(template, (), values)


class Words(Mapping[str, str]):
    """The texts of one group in one language.

    ``words[key]`` is a text as it stands, ``words(key, **values)`` is filled in. The
    texts of `common.toml` are among those of every group.

    Attributes
    ----------
    lang
        The language.

    Examples
    --------
    >>> paper = words("paper", "en")
    >>> paper["legend"], paper("maker", maker="the bureau")
    ('Legend', 'Made by: the bureau')
    """

    def __init__(
        self, group: str, lang: Lang, own: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.lang: Lang = lang
        self._texts = {
            key: {**text, **own.get(f"{name}.{key}", {})}[lang]
            for name in dict.fromkeys((_COMMON, group))
            for key, text in _group(name).items()
        }

    def __getitem__(self, key: str) -> str:
        return self._texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def part(self, table: str) -> dict[str, str]:
        """Give the texts of one table of the file, by the key in it."""
        start = f"{table}."
        return {
            key.removeprefix(start): text
            for key, text in self._texts.items()
            if key.startswith(start)
        }

    def __call__(self, key: str, /, **values: Any) -> str:
        """Give a text, filled in."""
        return _FILLERS[self.lang].vformat(self._texts[key], (), values)


class WordingError(ValueError):
    """A text is worded as it cannot be, said in both languages."""

    def __init__(self, key: str, /, **values: Any) -> None:
        stated = Text(f"errors.{key}", **values)
        super().__init__(str(stated))
        self.zh = stated.zh


@dataclass(frozen=True)
class Texts:
    """The catalogue, with what a bureau words differently; immutable.

    Attributes
    ----------
    own
        key → language → text, for the texts that differ, in one language or in both.
        A key is the file's name, a point and the key in it.

    Raises
    ------
    WordingError
        There is no such text or language, or a text has fields that it cannot fill.

    Examples
    --------
    >>> own = Texts({"paper.legend": {"zh": "图　例"}})
    >>> own.text("paper.legend", "zh"), own.text("paper.legend", "en")
    ('图　例', 'Legend')
    """

    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, stated in self.own.items():
            group, _, name = key.partition(".")
            try:
                known = _group(group)[name]
            except KeyError:
                raise WordingError("text_unknown", name=key) from None
            allowed = fields_of(known["zh"]) | fields_of(known["en"])
            for lang, template in stated.items():
                if lang not in LANGS:
                    raise WordingError("text_language", name=key, code=lang)
                try:
                    more = sorted(fields_of(template) - allowed)
                except ValueError as error:  # a brace that is not closed
                    raise WordingError("text_braces", name=key, error=error) from error
                if more:
                    raise WordingError("text_fields", name=key, fields=more)

    @staticmethod
    @cache
    def default() -> Texts:
        """Give the texts that come with landbase; always the same object."""
        return Texts()

    def words(self, group: str, lang: Lang) -> Words:
        """Give the texts of one group in one language."""
        return Words(group, lang, self.own) if self.own else words(group, lang)

    def text(self, key: str, /, lang: Lang, **values: Any) -> str:
        """Give one text, filled in."""
        group, _, name = key.partition(".")
        return self.words(group, lang)(name, **values)


@cache
def words(group: str, lang: Lang) -> Words:
    """Give the texts of one group in one language, as they come with landbase."""
    return Words(group, lang, {})


def text(key: str, /, lang: Lang, **values: Any) -> str:
    """Give one text of the catalogue, as it comes with landbase, filled in.

    Examples
    --------
    >>> text("errors.schema_columns_missing", "en", missing=["a", "b"], present=["c"])
    'missing column(s) a, b; the table has c'
    """
    return Texts.default().text(key, lang, **values)


@dataclass(frozen=True)
class Both:
    """Words that came in both languages, such as what an issue says.

    Attributes
    ----------
    en, zh
        The words.

    Examples
    --------
    >>> told = Both("no id in row 3", "第 3 行没有编号")
    >>> text("errors.at_source", "zh", source="a.shp", error=told)
    'a.shp：第 3 行没有编号'
    """

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en


class Text:
    """A text with its values, in whichever language it will be read.

    Attributes
    ----------
    key, values
        Which text, and what fills it.

    Examples
    --------
    >>> told = Text("errors.schema_columns_missing", missing=["a"], present=["b"])
    >>> str(told), told.zh
    ('missing column(s) a; the table has b', '缺少字段a；现有字段：b')
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return text(self.key, "en", **self.values)

    @property
    def zh(self) -> str:
        """The text in Chinese."""
        return text(self.key, "zh", **self.values)
