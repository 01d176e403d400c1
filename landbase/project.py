"""What a project file may say, as frozen values; unknown entries are refused."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Self,
    TypeAlias,
    TypeVar,
    get_args,
)

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
    with_config,
)

from landbase.errors import ConfigError, LandbaseError
from landbase.files import require_name, why_blocked
from landbase.rules.ruleset import Region, Rules
from landbase.rules.schema import Tolerances
from landbase.rules.shown import shown_table
from landbase.rules.vocabulary import Vocabulary
from landbase.tables.cells import read_day
from landbase.tables.html import html_of
from landbase.texts import Both, Lang, Text
from landbase.units import AreaUnit

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["Product", "Project", "ReportSettings", "find_line", "load_rules_file"]

KeyPath: TypeAlias = tuple[str | int, ...]

_PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=(.*)")


def find_line(text: str, path: KeyPath) -> int:
    r"""Find the line of a key, or of the nearest table around it.

    Examples
    --------
    >>> text = '[[input]]\npath = "a.shp"\n[[input]]\nzone = 99'
    >>> find_line(text, ("input", 1, "zone"))
    4
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        within = [n for keys, n in lines.items() if keys[:length] == path[:length]]
        if within:
            return min(within)
    return 1


def _lines(text: str) -> dict[KeyPath, int]:
    """Give the first line of every table and entry."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:  # inside a text of several lines nothing is a key
            quotes = "" if quotes in line else quotes
        elif found := _TABLE.fullmatch(line):
            table = _counted(_parts(found[2]), counts, new=found[1] == "[[")
            lines.setdefault(table, number)
        elif found := _ENTRY.fullmatch(line):
            lines.setdefault((*table, *_parts(found[1])), number)
            opened = [q for q in ('"' * 3, "'" * 3) if found[2].count(q) == 1]
            quotes = opened[0] if opened else ""
    return lines


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _counted(names: KeyPath, counts: dict[KeyPath, int], *, new: bool) -> KeyPath:
    """Put the number of its table behind every name that is an array of tables."""
    path: KeyPath = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if new and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


STRICT = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Settings(BaseModel):
    """A table of the file: frozen, and unknown entries are refused."""

    model_config = STRICT

    def _repr_html_(self) -> str:
        said = self.model_dump(exclude_none=True)
        rows = [(name, _plain(value)) for name, value in said.items()]
        return shown_table(rows, ("item", "value"))


def _plain(value: Any) -> str:
    """Give an entry as one reads it: names of files, and lists in a line."""
    if isinstance(value, Path):
        return value.name
    if isinstance(value, tuple | list):
        return "、".join(dict.fromkeys(map(_plain, value)))
    return str(value) if value != {} else ""


_GLOB = frozenset("*?[")


def _below(path: Path, info: ValidationInfo) -> Path:
    """Take a relative path from the folder of the project file."""
    return Path((info.context or {}).get("folder", ".")) / path


def _existing(path: Path, info: ValidationInfo) -> Path:
    full = _below(path, info)
    if not full.exists():
        raise ValueError(f"there is no file {full}")
    return full


def _matching(pattern: str, info: ValidationInfo) -> str:
    full = _below(Path(pattern), info)
    if not files_of(full):
        raise ValueError(f"no file fits {full}")
    return str(full)


def files_of(path: Path) -> list[Path]:
    """List the files a path or pattern names, in order; a real name is no pattern."""
    if path.exists():
        return [path]
    parts = path.parts
    wild = next((n for n, part in enumerate(parts) if _GLOB & {*part}), None)
    if wild is None:
        return []
    return sorted(Path(*parts[:wild]).glob("/".join(parts[wild:])))


def _own_categories(table: dict[str, Any]) -> Vocabulary | None:
    """Add the categories of a file to ours; None where they are at fault themselves."""
    words = Vocabulary.default()
    try:
        own = table["vocabulary"]["category"]
    except (KeyError, TypeError):
        return words
    try:
        return words.extended({"category": own})
    except (ConfigError, TypeError, AttributeError):
        return None


def _known_category(word: str, info: ValidationInfo) -> str:
    context: dict[str, Any] = info.context or {}
    words: Vocabulary | None = context.get("words", Vocabulary.default())
    if words is None:  # the faults of the categories are told, not what follows
        return word
    found = words.find("category", word)
    if found is None:
        known = ", ".join(words.codes("category"))
        raise ValueError(f"category {word!r} is not known; use one of {known}")
    return found


Category = Annotated[str, AfterValidator(_known_category)]
Below = Annotated[Path, AfterValidator(_below)]
Day = Annotated[dt.date, BeforeValidator(read_day)]
Existing = Annotated[Path, AfterValidator(_existing)]
Matching = Annotated[str, AfterValidator(_matching)]
Crs = str | int
SevenParameters = Annotated[list[float], Field(min_length=7, max_length=7)]
Product = Literal["map", "charts", "atlas", "tables", "bulletin"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
TiandituLayer = Literal["vec", "cva", "img", "cia", "ter", "cta"]

Model = TypeVar("Model", bound=BaseModel)


def load_model(model: type[Model], path: Path) -> Model:
    """Read a TOML file into a model."""
    require_name(path)
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(
            "project_unreadable", path=path, error=why_blocked(error)
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("project_not_toml", path=path, error=error) from error
    folder, words = path.absolute().parent, _own_categories(table)
    try:
        return model.model_validate(table, context={"folder": folder, "words": words})
    except ValidationError as error:
        schema = model.model_json_schema()
        found = [
            (find_line(text, fault["loc"]), _say(fault, schema))
            for fault in error.errors()
        ]
        faults = sorted(found, key=lambda pair: (pair[0], str(pair[1])))
        stated = [
            Text("errors.project_fault_line", line=line, fault=fault)
            for line, fault in faults
        ]
        raise ConfigError("project_faults", path=path, faults=stated) from error


def _say(fault: ErrorDetails, schema: dict[str, Any]) -> Text:
    """Word one fault: which entry, what is wrong, what would do."""
    keys = fault["loc"]
    entry = ".".join(key for key in keys if isinstance(key, str))
    if fault["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        names = known_entries(schema, keys[:-1])
        near = difflib.get_close_matches(str(keys[-1]), names, n=1)
        if near:
            return Text("errors.project_entry_near", entry=entry, near=near[0])
        return Text("errors.project_entry_unknown", entry=entry, names=names)
    if fault["type"] == "missing":
        return Text("errors.project_entry_missing", entry=entry)
    what = fault["msg"].removeprefix("Value error, ")
    error = fault.get("ctx", {}).get("error")
    both = Both(what, error.zh) if isinstance(error, LandbaseError) else what
    return Text("errors.project_value_wrong", entry=entry, what=both)


def known_entries(schema: dict[str, Any], keys: KeyPath) -> list[str]:
    """List the entries that may stand at a place."""
    at = _resolved(schema, schema)
    for key in keys:
        if isinstance(key, int):
            at = at["items"]
        else:
            at = at.get("properties", {}).get(key) or at["additionalProperties"]
        at = _resolved(at, schema)
    return list(at.get("properties", {}))


def _resolved(at: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, and of a table that may be absent take the table."""
    for option in at.get("anyOf", ()):
        if option.get("type") != "null":
            at = option
            break
    if "$ref" in at:
        return dict(schema["$defs"][at["$ref"].rpartition("/")[2]])
    return at


class ReportSettings(Settings):
    """What is made to be handed in; entries as for the functions that make it.

    Attributes
    ----------
    products
        Which; by default all.
    lang, title, note, review_no, maker, source
        Language and texts; title and language are by default the project's.
    color_by, size, orientation, atlas_by
        As for `landbase.report_map` and `landbase.atlas`; a map for each of `color_by`.
    period, template
        As for `landbase.bulletin`.
    ha_decimals
        As for `landbase.report_tables`.
    allow_errors
        Make all of it although there are open errors; each first page says so.
    folder
        Where it goes, below the folder of the results.
    """

    products: Annotated[tuple[Product, ...], Field(min_length=1)] = PRODUCTS
    lang: Lang | None = None
    title: str | None = None
    note: str | None = None
    review_no: str | None = None
    maker: str = ""
    source: str | None = None
    color_by: Annotated[tuple[str, ...], Field(min_length=1)] = ("status",)
    size: Literal["A4", "A3", "A2", "A1", "A0"] = "A4"
    orientation: Literal["landscape", "portrait"] = "landscape"
    atlas_by: Literal["banner", "zone"] | Annotated[float, Field(gt=0)] = "banner"
    period: Literal["旬", "月", "季", "年"] = "旬"
    template: Existing | None = None
    ha_decimals: Annotated[int, Field(ge=0, le=6)] = 2
    allow_errors: bool = False
    folder: Annotated[str, Field(pattern=r"^[^/\\]+$")] = "report"


class InputFile(Settings):
    """A file, or files of one pattern, that hold parcels.

    Attributes
    ----------
    path
        The file, folder or pattern (``*``, ``?``, ``**``), as an absolute path.
    category, layer, crs, zone, encoding, fields, dialect, transformation
        As for `landbase.read_parcels`.
    """

    path: Matching
    category: Category | None = None
    layer: str | None = None
    crs: Crs | None = None
    zone: Annotated[int, Field(ge=25, le=45)] | None = None
    encoding: str | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    dialect: str | dict[str, str | list[str]] | None = None
    transformation: str | SevenParameters | None = None

    @property
    def files(self) -> list[Path]:
        """The files meant, in order of their names."""
        return files_of(Path(self.path))


class BannerFile(Settings):
    """The banner outlines; entries as for `landbase.read_banners`."""

    path: Existing
    code: str | None = None
    name: str | None = None
    layer: str | None = None
    crs: Crs | None = None
    encoding: str | None = None


class LedgerFile(Settings):
    """The ledger of decisions; entries as for `landbase.read_ledger`.

    Attributes
    ----------
    path, sheet, category, unit, encoding, fields
        As for `landbase.read_ledger`.
    effective
        The day of decisions for which the ledger gives none.
    """

    path: Existing
    sheet: str | None = None
    category: Category | None = None
    unit: AreaUnit | None = None
    encoding: str | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    effective: Day | None = None


class TaskFile(Settings):
    """The annual tasks; entries as for `landbase.read_tasks`."""

    path: Existing
    sheet: str | None = None


class MapSettings(Settings):
    """The map page; entries as for `landbase.disposal_map`.

    Attributes
    ----------
    title, color_by, columns, lang
        As for `landbase.disposal_map`; title and language are by default the
        project's.
    decisions, decision_columns
        Whether the page has the decisions, with a slider over their days; and what
        the card of a parcel shows of them.
    compress
        As for `landbase.disposal_map`: false for browsers from before 2023.
    note, review_no
        A mark such as 内部使用, and the 审图号 of a map that was reviewed.
    basemap, basemap_mb
        A file for a base map inside the page, and the MB that it may take; as for
        `landbase.OfflineBaseMap`.
    tianditu_key, tianditu_layers
        With a key of the bureau's own, the page asks 天地图 for these layers.
    """

    title: str | None = None
    color_by: str = "status"
    columns: tuple[str, ...] | None = None
    lang: Lang | None = None
    decisions: bool = True
    decision_columns: tuple[str, ...] | None = None
    compress: bool = True
    note: str | None = None
    review_no: str | None = None
    basemap: Existing | None = None
    basemap_mb: Annotated[float, Field(gt=0)] = 3.0
    tianditu_key: str | None = None
    tianditu_layers: tuple[TiandituLayer, ...] = ("vec", "cva")


class OutputSettings(Settings):
    """Where results go."""

    folder: Below = Path("out")
    base: Annotated[str, Field(pattern=r"^[^/\\]+\.gpkg$")] = "landbase.gpkg"


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class _Tolerances(Tolerances):
    """`Tolerances` with unknown entries refused."""


def _known_zone(name: str) -> str:
    return Region(time_zone=name).time_zone


class _Region(Settings):
    """Where the bureau is; entries as for `landbase.rules.ruleset.Region`."""

    parents: tuple[str, ...] = Region().parents
    time_zone: Annotated[str, AfterValidator(_known_zone)] = Region().time_zone


class _Text(Settings):
    """A text that the bureau has reworded."""

    zh: str | None = None
    en: str | None = None


class _Term(Settings):
    """A term of the bureau's own, or a change to one of ours; see vocabulary.toml."""

    zh: str | None = None
    en: str | None = None
    category: Category | None = None
    causes: tuple[str, ...] = ()
    limbs: tuple[str, ...] = ()
    any_cause_limbs: tuple[str, ...] = ()
    initial: bool = False
    planned: bool = False
    disposed: bool = False
    accepted: bool = False
    returned: bool = False
    like: str | None = None
    disposes: bool = False
    disposes_with: tuple[str, ...] = ()
    supplied_until: str = ""
    basis: str = ""
    sure: str = ""
    rank: int | None = None
    first_for: tuple[str, ...] = ()
    letter_for: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    behind_for: tuple[str, ...] = ()
    after_years: int = 0
    years_from: str = ""
    most_years: int = 0
    lasts_from: str = ""
    restarts: bool = False
    needs: tuple[str, ...] = ()
    limit_zh: str = ""
    limit_en: str = ""
    limit_sure: str = ""
    color: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()


_Terms = dict[str, dict[str, _Term]]


def _extended(terms: _Terms) -> Vocabulary:
    entries = {
        kind: {code: term.model_dump(exclude_unset=True) for code, term in by.items()}
        for kind, by in terms.items()
    }
    return Vocabulary.default().extended(entries)


def _fitting(terms: _Terms) -> _Terms:
    _extended(terms)
    return terms


def _some(files: tuple[InputFile, ...]) -> tuple[InputFile, ...]:
    if not files:
        raise ValueError("name at least one file of parcels")
    return files


class _Report(Settings):
    """What the project is called, in which language and for which day it reports."""

    name: str
    lang: Lang = "zh"
    on: Day | None = None
    areas: Literal["ellipsoidal", "planar", "declared"] = "ellipsoidal"


class RulesSettings(BaseModel):
    """What a file says of the rules; of a project file, the rest is left aside.

    Attributes
    ----------
    tolerances
        How much is too much.
    vocabulary
        Own terms, as in vocabulary.toml.
    region, texts
        As for `landbase.Rules`.
    """

    model_config = ConfigDict(frozen=True, validate_default=True)

    tolerances: _Tolerances = _Tolerances()
    vocabulary: Annotated[_Terms, AfterValidator(_fitting)] = Field(
        default_factory=dict
    )
    region: _Region = _Region()
    texts: dict[str, _Text] = Field(default_factory=dict)

    @cached_property
    def rules(self) -> Rules:
        """The rules of landbase with what the file says on top."""
        texts = {k: v.model_dump(exclude_none=True) for k, v in self.texts.items()}
        return Rules(
            vocabulary=_extended(self.vocabulary),
            tolerances=Tolerances(**vars(self.tolerances)),
            region=Region(**dict(self.region)),
            texts=MappingProxyType(texts),
        )


def load_rules_file(path: Path | str) -> Rules:
    """Read the rules of a project file, or of a file with its rules alone."""
    return load_model(RulesSettings, Path(path)).rules


class Project(RulesSettings, Settings):
    """Everything a run needs to know; load one with `Project.load`.

    Attributes
    ----------
    project
        Name, language, the day of the report, which areas count.
    input
        The files with parcels.
    banners, ledger, tasks
        The other files, where there are any.
    tolerances, vocabulary, region, texts
        The rules of a new land base; see `rules`.
    map, report, output
        The map page, what is to be handed in, and where results go.
    """

    project: _Report
    input: Annotated[tuple[InputFile, ...], AfterValidator(_some)]
    banners: BannerFile | None = None
    ledger: LedgerFile | None = None
    tasks: TaskFile | None = None
    map: MapSettings = MapSettings()
    report: ReportSettings | None = None
    output: OutputSettings

    @model_validator(mode="before")
    @classmethod
    def _with_output(cls, table: Any) -> Any:
        """Let the default folder, too, start from that of the project file."""
        return {"output": {}, **table} if isinstance(table, dict) else table

    def _repr_html_(self) -> str:
        files = {
            "input": [Path(file.path) for file in self.input],
            "banners": [self.banners.path] if self.banners else [],
            "ledger_file": [self.ledger.path] if self.ledger else [],
            "tasks": [self.tasks.path] if self.tasks else [],
        }
        made = self.report.products if self.report else ()
        return html_of(
            {"project": self.project.name, "on": self.project.on or ""}
            | {name: _plain(paths) for name, paths in files.items()}
            | {"folder": self.output.folder.resolve(), "base": self.output.base}
            | {"products": _plain(made)}
        )

    @property
    def words(self) -> Vocabulary:
        """The vocabulary of its rules."""
        return self.rules.vocabulary

    def saved_in(self, folder: Path) -> Self:
        """Give the same project with its results going to another folder."""
        output = self.output.model_copy(update={"folder": folder.absolute()})
        return self.model_copy(update={"output": output})

    def speaking(self, lang: Lang) -> Self:
        """Give the same project in a language, unless its file names one."""
        if "lang" in self.project.model_fields_set:
            return self
        own = self.project.model_copy(update={"lang": lang})
        return self.model_copy(update={"project": own})

    def reporting(self, products: tuple[Product, ...]) -> Self:
        """Give the same project with other products; none is no report at all."""
        report = self.report
        if report is not None:
            report = report.model_copy(update={"products": products})
        return self.model_copy(update={"report": report if products else None})

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a project file.

        Parameters
        ----------
        path
            The TOML file. Relative paths in it start from its folder.

        Returns
        -------
        project
            With absolute paths; the files to be read are there.

        Raises
        ------
        ConfigError
            The file, or one it names, is missing, or an entry is unknown or wrong;
            the message names every fault with its line.
        """
        return load_model(cls, Path(path))
