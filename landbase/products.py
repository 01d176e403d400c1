"""The products of a run: maps, sheets, tables and the bulletin, each in its file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from landbase.errors import MissingDependencyError
from landbase.report.bulletin import bulletin
from landbase.report.facts import count_errors
from landbase.report.tables import report_tables
from landbase.style import Heading
from landbase.texts import Texts, day_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from landbase.issues import Issues
    from landbase.paper.page import PaperFigure
    from landbase.parcels.files import Tell
    from landbase.project import Product, Project, ReportSettings
    from landbase.store.base import LandBase
    from landbase.texts import Lang, Words

__all__ = [
    "ReportInput",
    "make_report",
    "missing_part",
    "require_parts",
]

_DRAWN = {"map", "charts", "atlas", "bulletin"}
_PACKAGES = {
    "atlas": ("pypdf", "figure"),
    "bulletin": ("docxtpl", "report"),
}
_STACKED = ("disposal_type", "cause")


@dataclass(frozen=True, kw_only=True, eq=False)
class ReportInput:
    """What products are made from.

    Attributes
    ----------
    base
        The land base.
    on
        The day.
    parcels, decisions, progress
        What the base holds that day, and the progress of each year.
    banners, tasks
        Where there are any.
    issues
        All that the run found.
    """

    base: LandBase
    on: dt.date
    parcels: gpd.GeoDataFrame
    decisions: pd.DataFrame
    progress: Mapping[int, pd.DataFrame]
    banners: gpd.GeoDataFrame | None
    tasks: pd.DataFrame | None
    issues: Issues


def missing_part(product: str) -> MissingDependencyError | None:
    """Tell what has to be installed before a product can be made."""
    if product in _DRAWN:
        try:
            from landbase.paper.page import find_family

            find_family()
        except MissingDependencyError as error:
            return error
    package, extra = _PACKAGES.get(product, ("", ""))
    if not package or find_spec(package) is not None:
        return None
    return MissingDependencyError(
        "need_package", product=product, package=package, extra=extra
    )


def require_parts(asked: ReportSettings | None) -> None:
    """Refuse products for which something is not installed."""
    for product in () if asked is None else asked.products:
        if (error := missing_part(product)) is not None:
            raise error


def make_report(
    project: Project, given: ReportInput, *, tell: Tell
) -> tuple[tuple[str, Path], ...]:
    """Make the products that a project asks for."""
    asked = project.report
    if asked is None:
        return ()
    errors = count_errors(given.issues, allow=asked.allow_errors)
    job = _Job(
        project=project,
        asked=asked,
        given=given,
        lang=asked.lang or project.project.lang,
        errors=errors,
        folder=project.output.folder / asked.folder,
    )
    files: list[tuple[str, Path]] = []
    for product in asked.products:
        tell("report", product)
        files += [(product, path) for path in _MAKERS[product](job)]
    return tuple(files)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Job:
    """What all products of a run share."""

    project: Project
    asked: ReportSettings
    given: ReportInput
    lang: Lang
    errors: int
    folder: Path

    def heading(self, title: str = "") -> Heading:
        """Give the title with its marks; open errors are one of them."""
        marks = [self.asked.note or self.words["mark"]]
        if self.errors:
            marks.append(self._override())
        return Heading(
            title=title or self.asked.title or self.project.project.name,
            as_of=str(self.given.on),
            note="\n".join(marks),
            review_no=self.asked.review_no,
        )

    def sheet(self) -> dict[str, Any]:
        """Give what maps and atlas have in common."""
        return {
            "size": self.asked.size,
            "orientation": self.asked.orientation,
            "lang": self.lang,
            "on": self.given.on,
            "maker": self.asked.maker or None,
            "source": self.asked.source,
            "rules": self.given.base.rules,
        }

    def of_base(self) -> dict[str, Any]:
        return {
            "base": self.given.base,
            "on": self.given.on,
            "banners": self.given.banners,
            "tasks": self.given.tasks,
            "issues": self.given.issues,
            "lang": self.lang,
            "maker": self.asked.maker,
            "allow_errors": self.asked.allow_errors,
        }

    def charted(self, title: str) -> str:
        """Put open errors below the title of a chart."""
        if not self.errors:
            return title
        return f"{title}\n{self._override()}"

    @property
    def words(self) -> Words:
        """The texts of reports."""
        return Texts(self.given.base.rules.texts).words("report", self.lang)

    def _override(self) -> str:
        return self.words("override", count=self.errors).strip()

    def saved(self, figure: PaperFigure, name: str) -> Path:
        path = self.folder / f"{name}.pdf"
        figure.savefig(path)
        return path


def _make_map(job: _Job) -> list[Path]:
    """Draw a map for each colouring, and one of progress where there are tasks."""
    from landbase.paper.map import report_map

    given, table = job.given, job.given.progress.get(job.given.on.year)
    draw = partial(report_map, given.parcels, given.banners, **job.sheet())
    themes = dict.fromkeys(job.asked.color_by)
    if table is not None and given.banners is not None:
        themes["progress"] = None
    return [
        job.saved(
            draw(title=job.heading(), color_by=theme, progress=table),
            f"map_{theme}",
        )
        for theme in themes
    ]


def _make_charts(job: _Job) -> list[Path]:
    """Draw progress and months of the year, ways and causes."""
    from landbase.paper.charts import monthly_chart, progress_chart, stacked_chart

    given, words = job.given, job.words
    options: Any = {"lang": job.lang, "rules": job.given.base.rules}
    year, day = given.on.year, day_in(given.on, job.lang)
    figures: dict[str, PaperFigure] = {}
    if year in given.progress:
        title = job.charted(f"{words['chart']}　{day}")
        table = given.progress[year]
        figures["progress"] = progress_chart(table, title=title, **options)
    title = job.charted(words("months", year=year))
    figures["months"] = monthly_chart(
        given.decisions, year=year, on=given.on, title=title, **options
    )
    for by in [name for name in _STACKED if name in given.parcels]:
        title = job.charted(f"{words('by_name', what=words[by])}　{day}")
        figures[by] = stacked_chart(
            given.parcels, by=by, banners=given.banners, title=title, **options
        )
    return [job.saved(figure, f"chart_{n}") for n, figure in figures.items()]


def _make_atlas(job: _Job) -> list[Path]:
    """Draw the atlas, where there are banners."""
    from landbase.paper.atlas import atlas

    if job.given.banners is None:
        return []
    made = atlas(
        job.given.parcels,
        job.given.banners,
        job.folder / "atlas",
        by=job.asked.atlas_by,
        title=job.heading(),
        color_by=job.asked.color_by[0],
        **job.sheet(),
    )
    return [made.combined]


def _make_tables(job: _Job) -> list[Path]:
    """Write the workbook."""
    made = report_tables(
        path=job.folder / "tables.xlsx",
        ha_decimals=job.asked.ha_decimals,
        **job.of_base(),
    )
    return [made]


def _make_bulletin(job: _Job) -> list[Path]:
    """Write the bulletin."""
    made = bulletin(
        path=job.folder / "bulletin.docx",
        period=job.asked.period,
        template=job.asked.template,
        title=job.asked.title,
        note=job.asked.note,
        **job.of_base(),
    )
    return [made]


_MAKERS: dict[Product, Callable[[_Job], list[Path]]] = {
    "map": _make_map,
    "charts": _make_charts,
    "atlas": _make_atlas,
    "tables": _make_tables,
    "bulletin": _make_bulletin,
}
