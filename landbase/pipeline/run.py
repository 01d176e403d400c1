"""`run`: from a project to results, by calling the other rooms one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from landbase.banners import area_table
from landbase.cases.progress import progress_by_year
from landbase.checks import check_parcels
from landbase.errors import DataError
from landbase.pipeline.inputs import read_all, read_outlines
from landbase.pipeline.keep import not_in_files, record_ledger
from landbase.pipeline.report import ReportInput, make_report, require_parts
from landbase.pipeline.sheets import write_areas, write_progress
from landbase.pipeline.steps import Tell, keep_quiet
from landbase.store import LandBase
from landbase.style import Heading, make_legend
from landbase.tasks import read_tasks
from landbase.webmap import (
    Timeline,
    areas_for_card,
    disposal_map,
    save_map,
    tianditu,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd

    from landbase.issues import Issues
    from landbase.project import Project
    from landbase.rules import Rules

__all__ = ["RunResult", "run"]

_ISSUES = "issues.xlsx"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RunResult:
    """What a run found and wrote.

    Attributes
    ----------
    on
        The day of the report.
    rules
        The rules of the land base, by which all was read, counted and drawn.
    parcels
        All parcels of the land base with their status on that day.
    issues
        All that was found on the way.
    table
        The area table per banner, as `landbase.area_table` gives it.
    progress
        Year → progress until the day of the report or the year's end.
    base, issues_file, areas_file, map_file, progress_file
        The files; no `progress_file` without tasks.
    report
        What `[report]` asks for: product and file.
    refused
        Why there is no report although one is asked for: open errors.
    """

    on: dt.date
    rules: Rules
    parcels: gpd.GeoDataFrame
    issues: Issues
    table: pd.DataFrame
    progress: Mapping[int, pd.DataFrame]
    base: Path
    issues_file: Path
    areas_file: Path
    map_file: Path
    progress_file: Path | None
    report: tuple[tuple[str, Path], ...] = ()
    refused: DataError | None = None

    def __repr__(self) -> str:
        return (
            f"RunResult(on {self.on}: {len(self.parcels)} parcels, "
            f"{self.issues.count('error')} errors, "
            f"{self.issues.count('warning')} warnings, in {str(self.base.parent)!r})"
        )


def run(project: Project, *, tell: Tell = keep_quiet) -> RunResult:
    """Read a project's files, check them, keep them, measure them and draw the map.

    A land base that is there keeps its rules: where the project file has others, a
    warning tells what differs. The list of issues is written before anything is kept,
    so that it is there also where the land base refuses the parcels. A second run with
    the same files adds nothing to the land base.

    Parameters
    ----------
    project
        As `Project.load` gives it.
    tell
        Called at each step with the step and what it is about.

    Returns
    -------
    result
        Parcels, issues, tables and the files written.

    Raises
    ------
    LandbaseError
        A file cannot be used, the land base refuses the parcels, or something that
        the report needs is not installed (said before anything is read).
    """
    require_parts(project.report)
    rules = _rules(project)
    on, file = project.project.on or rules.today(), project.output.folder / _ISSUES
    banners = read_outlines(project, tell, rules=rules)
    parcels, decisions, issues = read_all(project, tell, rules=rules)
    tell("check", "")
    issues += check_parcels(parcels, banners, rules=rules)
    issues.to_excel(file, lang=project.project.lang)
    tell("keep", project.output.base)
    with _open_base(project, rules) as base:
        issues += _keep(base, parcels, decisions)
        now, known = base.parcels(on=on), base.decisions()
        past = _past(project, base, on)
    issues += not_in_files(now, parcels, base=base.path)
    issues.to_excel(file, lang=project.project.lang)
    tell("measure", "")
    tasks, kind = _tasks(project, rules), project.project.areas
    table = area_table(now, banners, areas=kind, rules=rules)
    years = progress_by_year(known, tasks, on=on)
    result = RunResult(
        on=on,
        rules=rules,
        parcels=now,
        issues=issues,
        table=table,
        progress=years,
        base=base.path,
        issues_file=file,
        areas_file=_write_areas(project, now, table, on, rules),
        progress_file=_write_progress(project, years, on, rules),
        map_file=_draw(project, now, banners, on, tell, timeline=past, rules=rules),
    )
    return _with_report(project, result, known, banners, tasks, tell)


def _keep(base: LandBase, parcels: gpd.GeoDataFrame, decisions: pd.DataFrame) -> Issues:
    """Keep what was read; say which decisions were left out."""
    base.add(parcels)
    return record_ledger(base, decisions)


def _with_report(  # noqa: PLR0917 - what the run has found
    project: Project,
    result: RunResult,
    decisions: pd.DataFrame,
    banners: gpd.GeoDataFrame | None,
    tasks: pd.DataFrame | None,
    tell: Tell,
) -> RunResult:
    """Make what is to be handed in; open errors stop that, not the run."""
    with _open_base(project, result.rules) as base:
        given = ReportInput(
            base=base,
            on=result.on,
            parcels=result.parcels,
            decisions=decisions,
            progress=result.progress,
            banners=banners,
            tasks=tasks,
            issues=result.issues,
        )
        try:
            return replace(result, report=make_report(project, given, tell=tell))
        except DataError as error:
            if error.issues is None:
                raise
            return replace(result, refused=error)


def _open_base(project: Project, rules: Rules | None = None) -> LandBase:
    return LandBase.open(project.output.folder / project.output.base, rules=rules)


def _rules(project: Project) -> Rules:
    """Take the rules of the land base; a new one will get those of the project."""
    path = project.output.folder / project.output.base
    if not path.exists() or not path.stat().st_size:
        return project.rules
    with _open_base(project, project.rules) as base:
        return base.rules


def _past(project: Project, base: LandBase, on: dt.date) -> Timeline | None:
    """Take the decisions for the map, unless it is to be without."""
    settings = project.map
    if not settings.decisions:
        return None
    return Timeline.of(base, on=on, columns=settings.decision_columns)


def _tasks(project: Project, rules: Rules) -> pd.DataFrame | None:
    if project.tasks is None:
        return None
    return read_tasks(**dict(project.tasks), rules=rules)


def _write_areas(
    project: Project,
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame,
    on: dt.date,
    rules: Rules,
) -> Path:
    return write_areas(
        project.output.folder / "area_table.xlsx",
        parcels,
        table,
        areas=project.project.areas,
        day=str(on),
        title=project.project.name,
        lang=project.project.lang,
        rules=rules,
    )


def _write_progress(
    project: Project, years: dict[int, pd.DataFrame], on: dt.date, rules: Rules
) -> Path | None:
    if not years:
        return None
    return write_progress(
        project.output.folder / "progress.xlsx",
        years,
        day=str(on),
        title=project.project.name,
        lang=project.project.lang,
        rules=rules,
    )


def _draw(
    project: Project,
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    on: dt.date,
    tell: Tell,
    *,
    timeline: Timeline | None,
    rules: Rules,
) -> Path:
    settings, lang = project.map, project.map.lang or project.project.lang
    key = settings.tianditu_key
    layers = settings.tianditu_layers if key else ()
    heading = Heading(
        title=settings.title or project.project.name,
        as_of=str(on),
        note=settings.note,
        review_no=settings.review_no,
    )
    color_by = settings.color_by
    past = () if timeline is None else (timeline.decisions, timeline.before)
    tables = [table for table in (parcels, *past) if table is not None]
    values = pd.concat([table.reindex(columns=[color_by]) for table in tables])
    tell("draw", "map.html")
    page = disposal_map(
        parcels,
        banners,
        color_by=make_legend(values, color_by=color_by, rules=rules),
        columns=settings.columns,
        lang=lang,
        title=heading,
        areas=areas_for_card(parcels),
        decisions=timeline,
        compress=settings.compress,
        basemap=[tianditu(str(key), layer=name, lang=lang) for name in layers] or None,
    )
    return save_map(page, project.output.folder / "map.html")
