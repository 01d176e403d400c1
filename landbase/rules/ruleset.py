"""`Rules`: all that a bureau fixes, as one immutable value that a land base keeps."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
import unicodedata
from dataclasses import asdict, dataclass, field, replace
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from landbase.errors import ConfigError, warn
from landbase.rules.schema import COLUMN_KINDS, Tolerances
from landbase.rules.shown import shown_table
from landbase.rules.vocabulary import Vocabulary
from landbase.texts import Texts, WordingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Region", "Rules", "remember_rules", "rules_of"]

_PARTS = ("vocabulary", "tolerances", "region", "texts")
_ATTRIBUTE = "landbase_rules"
# six digits of GB/T 2260, perhaps padded to the nine or twelve of finer editions
_CODE = re.compile(r"([1-8]\d{5})(?:\d{3}|\d{6})?(?:\.0+)?")
_UNIT_ABOVE = re.compile("自治区|自治州|地区|省|市|盟|州")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True)
class Region:
    """Where the bureau is.

    Attributes
    ----------
    parents
        Names of the units above the banners, the widest first; what stands before a
        banner's name in a file may be any of them. Names that end as such units do
        (省, 自治区, 市, 盟, 地区, 州) need not be listed.
    time_zone
        IANA name of the zone whose days count: of "today", of the time of recording.
    """

    parents: tuple[str, ...] = ("内蒙古自治区", "内蒙古", "鄂尔多斯市", "鄂尔多斯")
    time_zone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        if not _is_zone(self.time_zone):
            raise ConfigError("rules_zone_unknown", zone=self.time_zone)

    def _repr_html_(self) -> str:
        return shown_table(
            [("、".join(self.parents), self.time_zone)], ("parents", "time_zone")
        )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Rules:
    """The rules by which parcels are read, decided on, counted and shown; immutable.

    A land base keeps its rules (`LandBase.rules`), so that whoever opens it gets the
    same answers.

    Attributes
    ----------
    vocabulary
        Categories, causes, ways with rank, limit and legal basis, statuses with their
        marks and colours, banners, fields.
    tolerances
        How much is too much.
    region
        Where the bureau is, and in which time zone.
    texts
        Texts that the bureau has reworded: key → {"zh": …, "en": …}.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary.default)
    tolerances: Tolerances = field(default_factory=Tolerances)
    region: Region = field(default_factory=Region)
    texts: Mapping[str, Mapping[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def __post_init__(self) -> None:
        try:
            Texts(self.texts)
        except WordingError as error:
            raise ConfigError("rules_texts", error=error) from error

    @staticmethod
    @cache
    def default() -> Rules:
        """Give the rules that come with landbase; always the same object."""
        return Rules()

    @classmethod
    def from_toml(cls, text: str) -> Rules:
        r"""Read rules from TOML: what it says is put on top of the defaults.

        Parameters
        ----------
        text
            TOML with any of ``[vocabulary.*]``, ``[tolerances]``, ``[region]`` and
            ``[texts.*]``.

        Returns
        -------
        rules
            The rules.

        Raises
        ------
        ConfigError
            It is not TOML, or says what is not known.

        Examples
        --------
        >>> own = Rules.from_toml('[region]\ntime_zone = "Asia/Urumqi"')
        >>> own.region.time_zone, own == Rules.default()
        ('Asia/Urumqi', False)
        """
        try:
            said = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError("rules_not_toml", error=error) from error
        return cls.default().extended(said)

    @staticmethod
    def from_json(text: str) -> Rules:
        """Read rules as `to_json` writes them, whole.

        Raises
        ------
        ConfigError
            They are damaged, or of a newer landbase.
        """
        return _from_json(text)

    def to_json(self) -> str:
        """Write all of the rules as JSON; equal rules give the same bytes."""
        return self._text

    @cached_property
    def _text(self) -> str:
        tolerances = {k: float(v) for k, v in asdict(self.tolerances).items()}
        texts = {
            key: dict(sorted(self.texts[key].items())) for key in sorted(self.texts)
        }
        region = asdict(self.region)
        values = (self.vocabulary.entries(), tolerances, region, texts)
        return _json(dict(zip(_PARTS, values, strict=True)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of `to_json`, hexadecimal: the same for equal rules everywhere."""
        return hashlib.sha256(self._text.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rules):
            return NotImplemented
        return self is other or self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        changes = len(Rules.default().difference(self))
        stated = f"{changes} entries of its own" if changes else "as landbase has them"
        return f"Rules({stated}, {self.digest[:8]})"

    def _repr_html_(self) -> str:
        own = Rules.default().difference(self)
        stated = f"规则 {self.digest[:12]}，与自带的规则有 {len(own)} 处不同"
        columns = ("item", "before", "after")
        return (
            f"<p>{stated}</p>{shown_table(own.to_numpy(), columns) if len(own) else ''}"
        )

    def extended(self, said: Mapping[str, Any]) -> Rules:
        """Add to the rules, or change some of them.

        Parameters
        ----------
        said
            Any of "vocabulary" (kind → code → entries, as `Vocabulary.extended`
            takes), "tolerances" (name → value), "region" and "texts" (key →
            {"zh", "en"}).

        Returns
        -------
        rules
            New rules; these are unchanged.

        Raises
        ------
        ConfigError
            Something is not known.

        Examples
        --------
        >>> way = {"zh": "以租代供", "en": "lease", "disposes": True, "rank": 2}
        >>> own = Rules.default().extended({
        ...     "vocabulary": {"disposal_type": {"lease": way}}})
        >>> Rules.default().difference(own)["item"].tolist()
        ['vocabulary.disposal_type.lease']
        """
        if unknown := sorted(set(said) - set(_PARTS)):
            raise ConfigError("rules_part_unknown", unknown=unknown, parts=list(_PARTS))
        texts = {**self.texts, **said.get("texts", {})}
        try:
            region = dict(said.get("region", {}))
            if "parents" in region:
                region["parents"] = tuple(region["parents"])
            return replace(
                self,
                vocabulary=self.vocabulary.extended(said.get("vocabulary", {})),
                tolerances=replace(self.tolerances, **said.get("tolerances", {})),
                region=replace(self.region, **region),
                texts=MappingProxyType({k: dict(v) for k, v in texts.items()}),
            )
        except (TypeError, AttributeError) as error:  # a wrong name or type
            raise ConfigError("rules_entries_unknown", error=error) from error

    def difference(self, other: Rules) -> pd.DataFrame:
        """Compare with other rules.

        Parameters
        ----------
        other
            The others.

        Returns
        -------
        table
            One row for each item that differs: `item` (such as
            "vocabulary.disposal_type.lease"), `before` (what these rules say of it,
            only the entries that differ) and `after` (what the others say); empty
            text where one does not have it.
        """
        ours, theirs = dict(_items(self)), dict(_items(other))
        rows = []
        for item in dict.fromkeys([*ours, *theirs]):
            before, after = ours.get(item, {}), theirs.get(item, {})
            if before != after:
                names = [
                    n
                    for n in dict.fromkeys([*before, *after])
                    if before.get(n) != after.get(n)
                ]
                rows.append((item, _stated(before, names), _stated(after, names)))
        rows += _moved(self.vocabulary, other.vocabulary)
        return pd.DataFrame(rows, columns=["item", "before", "after"], dtype="str")

    def marked(self, mark: str) -> frozenset[str]:
        """Give the codes of the statuses that have a mark.

        Parameters
        ----------
        mark
            "initial", "planned", "disposed", "accepted" or "returned".

        Returns
        -------
        codes
            Status codes.

        Examples
        --------
        >>> sorted(Rules.default().marked("disposed"))
        ['closed', 'disposed']
        """
        statuses = self.vocabulary.terms["status"].items()
        return frozenset(code for code, term in statuses if getattr(term, mark))

    def find_banner(self, text: str) -> str | None:
        """Find the banner that a code or name of a real file means.

        Parameters
        ----------
        text
            A code of six digits, or of the nine or twelve of finer editions; or a name,
            with or without the units above it before it.

        Returns
        -------
        code
            The code; None where no banner, or more than one, is meant.

        Examples
        --------
        >>> rules = Rules.default()
        >>> rules.find_banner("内蒙古自治区鄂尔多斯市准格尔旗")
        '150622'
        >>> rules.find_banner("准旗"), rules.find_banner("150622001")
        ('150622', '150622')
        """
        plain = unicodedata.normalize("NFKC", text).strip()
        if found := _CODE.fullmatch(plain):
            return self.vocabulary.find("banner", found[1])
        for name in _without_parents(plain, self.region.parents):
            if (code := self.vocabulary.find("banner", name)) is not None:
                return code
        return None

    def find_banners(self, texts: pd.Series) -> pd.Series:
        """Find the banners that a column of codes or names means, as `find_banner`."""
        found = {text: self.find_banner(str(text)) for text in texts.dropna().unique()}
        return texts.map(found).astype("str")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone whose days count."""
        return ZoneInfo(self.region.time_zone)

    def today(self) -> dt.date:
        """Give the day that it is in the rules' time zone."""
        return dt.datetime.now(self.zone).date()


def rules_of(
    rules: Rules | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    tolerances: Tolerances | None = None,
    of: object = None,
) -> Rules:
    """Find the rules that hold: those given, else those a table was made by."""
    text = getattr(of, "attrs", {}).get(_ATTRIBUTE)
    known = Rules.default() if text is None else Rules.from_json(text)
    found = known if rules is None else rules
    if vocabulary is None and tolerances is None:
        return found
    warn("parts_of_rules", stacklevel=3)
    return replace(
        found,
        vocabulary=vocabulary or found.vocabulary,
        tolerances=tolerances or found.tolerances,
    )


def remember_rules(frame: pd.DataFrame, rules: Rules) -> None:
    """Note on a new table by which rules it was made, for `rules_of`."""
    if rules == Rules.default():
        frame.attrs.pop(_ATTRIBUTE, None)
    else:
        frame.attrs[_ATTRIBUTE] = rules.to_json()


@lru_cache(maxsize=64)
def _from_json(text: str) -> Rules:
    default = Rules.default()
    if text == default.to_json():
        return default
    try:
        said = json.loads(text)
        words = said["vocabulary"]
        ours = default.vocabulary.entries()
        # columns that landbase has gained since are known to every land base
        whole = ours | words | {k: ours[k] | words.get(k, {}) for k in COLUMN_KINDS}
        empty = Vocabulary(MappingProxyType({}))
        return replace(default, vocabulary=empty.extended(whole)).extended({
            part: value for part, value in said.items() if part != "vocabulary"
        })
    except (ValueError, KeyError, AttributeError) as error:
        raise ConfigError("rules_unreadable", error=error) from error


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _items(rules: Rules) -> Iterator[tuple[str, dict[str, Any]]]:
    """Take rules apart: the name of each item, and what is said of it."""
    for kind, terms in rules.vocabulary.entries().items():
        yield from ((f"vocabulary.{kind}.{code}", said) for code, said in terms.items())
    for name, value in asdict(rules.tolerances).items():
        yield f"tolerances.{name}", {"": float(value)}
    for name, value in asdict(rules.region).items():
        yield f"region.{name}", {"": value}
    yield from ((f"texts.{key}", dict(text)) for key, text in rules.texts.items())


def _moved(ours: Vocabulary, theirs: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Tell where two vocabularies have the same terms in another order."""
    for kind, terms in ours.terms.items():
        before, after = list(terms), list(theirs.terms[kind])
        if before != after and set(before) == set(after):
            yield f"vocabulary.{kind}", _json(before), _json(after)


def _stated(said: Mapping[str, Any], names: list[str]) -> str:
    """Write entries as in a project file."""
    stated = [(name, _json(said[name])) for name in names if name in said]
    return ", ".join(f"{name} = {value}" if name else value for name, value in stated)


def _without_parents(name: str, parents: tuple[str, ...]) -> Iterator[str]:
    """Give a name as it is, then with ever less of the units above before it."""
    yield name
    local = name
    for parent in parents:
        local = local.removeprefix(parent)
    yield local
    for unit in _UNIT_ABOVE.finditer(name):
        yield name[unit.end() :]
