"""What a project file may say, as frozen values; unknown entries are refused."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the annotations
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
    with_config,
)

from landbase.project.load import load_model
from landbase.project.report import ReportSettings
from landbase.project.values import (
    STRICT,
    Below,
    Category,
    Crs,
    Existing,
    Matching,
    Product,
    Settings,
    SevenParameters,
    TiandituLayer,
    files_of,
)
from landbase.rules import Region, Rules
from landbase.rules.schema import Tolerances
from landbase.rules.vocabulary import Lang, Vocabulary
from landbase.units import AreaUnit  # noqa: TC001 - pydantic reads the annotations

__all__ = [
    "BannerFile",
    "InputFile",
    "LedgerFile",
    "MapSettings",
    "OutputSettings",
    "Project",
    "ReportSettings",
    "RulesSettings",
    "TaskFile",
    "load_rules_file",
]


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
    effective: dt.date | None = None


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
    """Where the bureau is; entries as for `landbase.rules.Region`."""

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
    initial: bool = False
    planned: bool = False
    disposed: bool = False
    accepted: bool = False
    returned: bool = False
    disposes: bool = False
    basis: str = ""
    sure: str = ""
    rank: int | None = None
    first_for: tuple[str, ...] = ()
    after_years: int = 0
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
    on: dt.date | None = None
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
    """Read the rules of a project file, or of a file with its rules alone.

    Parameters
    ----------
    path
        The TOML file; the files that a project names need not be there.

    Returns
    -------
    rules
        The rules of landbase with what the file says on top.

    Raises
    ------
    ConfigError
        The file is missing, or says what is not known; the message names the lines.
    """
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
