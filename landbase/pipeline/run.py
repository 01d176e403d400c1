"""`run`: from a project to results, by calling the other rooms one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from landbase.banners import area_table, read_banners
from landbase.checks import check_parcels
from landbase.clean import read_parcels
from landbase.issues import Issues
from landbase.ledger import join_ledger, ledger_decisions, read_ledger
from landbase.pipeline.check import stack
from landbase.pipeline.keep import not_in_files, record_ledger
from landbase.pipeline.sheets import write_areas, write_progress
from landbase.pipeline.steps import Tell, keep_quiet
from landbase.progress import progress_by_year
from landbase.store import LandBase
from landbase.style import Heading, make_legend
from landbase.tasks import read_tasks
from landbase.values import today
from landbase.webmap import disposal_map, save_map, tianditu

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from landbase.project import Project

__all__ = ["RunResult", "run"]

_AS_DECIDED = ("status", "disposal_type")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RunResult:
    """What a run found and wrote.

    Attributes
    ----------
    on
        The day of the report.
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
    """

    on: dt.date
    parcels: gpd.GeoDataFrame
    issues: Issues
    table: pd.DataFrame
    progress: Mapping[int, pd.DataFrame]
    base: Path
    issues_file: Path
    areas_file: Path
    map_file: Path
    progress_file: Path | None

    def __repr__(self) -> str:
        return (
            f"RunResult(on {self.on}: {len(self.parcels)} parcels, "
            f"{self.issues.count('error')} errors, "
            f"{self.issues.count('warning')} warnings, in {str(self.base.parent)!r})"
        )


def run(project: Project, *, tell: Tell = keep_quiet) -> RunResult:
    """Read a project's files, check them, keep them, measure them and draw the map.

    The list of issues is written before anything is kept, so that it is there also
    where the land base refuses the parcels. A second run with the same files adds
    nothing to the land base.

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
        A file cannot be used, or the land base refuses the parcels.
    """
    settings, folder = project.project, project.output.folder
    on = settings.on or today()
    banners = _banners(project, tell)
    parcels, decisions, issues = _read(project, tell)
    issues += _check(project, parcels, banners, tell)
    issues_file = issues.to_excel(folder / "issues.xlsx", lang=settings.lang)
    tell("keep", project.output.base)
    with _open_base(project) as base:
        base.add(parcels)
        left_out = record_ledger(base, decisions)
        now, known = base.parcels(on=on), base.decisions()
    left_out += not_in_files(now, parcels, base=base.path)
    if len(left_out):
        issues += left_out
        issues.to_excel(issues_file, lang=settings.lang)
    tell("measure", "")
    table = area_table(now, banners, areas=settings.areas, vocabulary=project.words)
    years = _progress(project, known, on)
    return RunResult(
        on=on,
        parcels=now,
        issues=issues,
        table=table,
        progress=years,
        base=base.path,
        issues_file=issues_file,
        areas_file=_write_areas(project, now, table, on),
        progress_file=_write_progress(project, years, on),
        map_file=_draw(project, now, banners, on, tell),
    )


def _banners(project: Project, tell: Tell) -> gpd.GeoDataFrame | None:
    if project.banners is None:
        return None
    tell("read", project.banners.path.name)
    return read_banners(**dict(project.banners), vocabulary=project.words)


def _read(
    project: Project, tell: Tell
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, Issues]:
    """Read all inputs and the ledger: parcels, decisions, issues."""
    parcels, issues = _read_inputs(project, tell)
    if project.ledger is None:
        return parcels, ledger_decisions(parcels.iloc[:0]), issues
    tell("read", project.ledger.path.name)
    options = {k: v for k, v in project.ledger if k != "effective"}
    ledger, of_ledger = read_ledger(**options, vocabulary=project.words)
    joined, of_join = join_ledger(parcels, ledger)
    # The ledger's ways and statuses hold from their day on: they are decisions.
    own = {name: parcels[name] for name in _AS_DECIDED if name in parcels}
    joined = joined.drop(columns=[n for n in _AS_DECIDED if n in joined]).assign(**own)
    decisions = ledger_decisions(
        ledger, effective=project.ledger.effective, vocabulary=project.words
    )
    return joined, decisions, Issues.concat([issues, of_ledger, of_join])


def _read_inputs(project: Project, tell: Tell) -> tuple[gpd.GeoDataFrame, Issues]:
    """Read all inputs; one that cannot be used ends the run, or sums would lack it."""
    tables, found = [], []
    for source in project.input:
        options = {k: v for k, v in source if k != "path"}
        for file in source.files:
            tell("read", file.name)
            parcels, issues = read_parcels(
                file,
                **options,
                vocabulary=project.words,
                tolerances=project.tolerances,
            )
            tables.append(parcels)
            found.append(issues)
    return stack(tables), Issues.concat(found)


def _check(
    project: Project,
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    tell: Tell,
) -> Issues:
    tell("check", "")
    return check_parcels(
        parcels, banners, tolerances=project.tolerances, vocabulary=project.words
    )


def _open_base(project: Project) -> LandBase:
    return LandBase.open(
        project.output.folder / project.output.base,
        vocabulary=project.words,
        tolerances=project.tolerances,
    )


def _progress(
    project: Project, decisions: pd.DataFrame, on: dt.date
) -> dict[int, pd.DataFrame]:
    """Hold each year that has tasks and has begun against them."""
    if project.tasks is None:
        return {}
    tasks = read_tasks(**dict(project.tasks), vocabulary=project.words)
    return progress_by_year(decisions, tasks, on=on)


def _write_areas(
    project: Project, parcels: gpd.GeoDataFrame, table: pd.DataFrame, on: dt.date
) -> Path:
    return write_areas(
        project.output.folder / "area_table.xlsx",
        parcels,
        table,
        areas=project.project.areas,
        day=str(on),
        title=project.project.name,
        lang=project.project.lang,
        vocabulary=project.words,
    )


def _write_progress(
    project: Project, years: dict[int, pd.DataFrame], on: dt.date
) -> Path | None:
    if not years:
        return None
    return write_progress(
        project.output.folder / "progress.xlsx",
        years,
        day=str(on),
        title=project.project.name,
        lang=project.project.lang,
        vocabulary=project.words,
    )


def _draw(
    project: Project,
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    on: dt.date,
    tell: Tell,
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
    tell("draw", "map.html")
    page = disposal_map(
        parcels,
        banners,
        color_by=make_legend(
            parcels, color_by=settings.color_by, vocabulary=project.words
        ),
        columns=settings.columns,
        lang=lang,
        title=heading,
        basemap=[tianditu(str(key), layer=name, lang=lang) for name in layers] or None,
    )
    return save_map(page, project.output.folder / "map.html")
