"""A run over partitions: what a project file names, for parcels of any number."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase import scale
from landbase.cases.stock import said_of_task_base
from landbase.errors import SourceError, StoreError, warn
from landbase.files import why_blocked
from landbase.io.bases import is_land_base
from landbase.issues import Issues
from landbase.parcels.files import keep_quiet, not_yet_said
from landbase.parcels.join import ledger_decisions
from landbase.parcels.ledger import read_ledger
from landbase.pipeline import (
    AS_DECIDED,
    AS_FURTHER,
    ISSUES_FILE,
    draw_map,
    read_outlines,
    read_project_tasks,
    write_area_tables,
    write_project_progress,
)
from landbase.scale.cluster import connected
from landbase.scale.issues import all_issues, lay_issues, worst_issues
from landbase.scale.ledgers import accepted_events, joined_parcels
from landbase.scale.maps import MOST_DRAWN
from landbase.scale.partitions import (
    collected,
    computed,
    in_pieces,
    laid_out,
    later,
    lay_partitions,
)
from landbase.scale.reading import Source, cleaning, read_sources
from landbase.style import Heading
from landbase.webmap.save import save_map
from landbase.webmap.states import BEFORE_ALL, Timeline

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import dask.dataframe as dd
    import dask_geopandas as dgpd
    import geopandas as gpd

    from landbase.parcels.files import Tell
    from landbase.project import Project
    from landbase.rules.ruleset import Rules

__all__ = ["ScaledRunResult", "run_scaled"]

_MOST_TOLD = 100_000  # issues in the workbook; all are in the folder
_PARCELS, _ISSUES, _WORK = "parcels", "issues", ".landbase-"
_MARK = ".landbase"  # in a folder that a run made, and the next one may replace
_READING = ("layer", "encoding", "dialect")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ScaledRunResult:
    """What a run over partitions found and wrote.

    Attributes
    ----------
    on, rules, table, stock, progress
        As in `landbase.RunResult`.
    parcels
        All parcels with their status on that day, in partitions.
    all_issues
        All that was found on the way, in partitions.
    issues
        The worst of it, up to 100,000.
    parcels_folder, issues_folder
        The same as GeoParquet and Parquet.
    issues_file, areas_file, map_file, progress_file
        The files; no `progress_file` without tasks.
    """

    on: dt.date
    rules: Rules
    parcels: dgpd.GeoDataFrame
    all_issues: dd.DataFrame
    issues: Issues
    table: pd.DataFrame
    stock: pd.DataFrame
    progress: Mapping[int, pd.DataFrame]
    parcels_folder: Path
    issues_folder: Path
    issues_file: Path
    areas_file: Path
    map_file: Path
    progress_file: Path | None


def run_scaled(
    project: Project,
    *,
    scheduler: str | None = None,
    partitions: int | None = None,
    tell: Tell = keep_quiet,
) -> ScaledRunResult:
    """Read, check, measure and draw what a project file names, over partitions.

    The figures are those of `landbase.run`, to the last digit. In place of a land base
    there are two folders, of the parcels as they are on the day, and of the issues;
    decisions of the ledger are held to the same rules. Products of `[report]` are left
    out, with a warning.

    Parameters
    ----------
    project
        As `Project.load` gives it.
    scheduler
        Address of a dask scheduler, or "threads" or "processes" of this machine; by
        default whatever dask has been given. Workers on other machines need the files
        and the folder of results under the same names.
    partitions
        How many; by default one for each 200,000 rows, and for each file.
    tell
        Called at each step with the step and what it is about.

    Returns
    -------
    result
        Tables and the files written.

    Raises
    ------
    LandbaseError
        A file cannot be used, a land base is there or is an input, dask is not
        installed, the scheduler is away, or its workers die over a task.
    """
    with connected(scheduler):
        _refuse_bases(project)
        _refuse_folders(project)
        if project.report is not None:
            warn("scale_report_left")
        folder = project.output.folder.absolute()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as named:
            work = Path(named)
            made = _run(project.saved_in(work / "made"), work, partitions, tell)
            _put_in_place(work / "made", folder, work / "earlier")
    return _found_in(folder, made)


def _refuse_bases(project: Project) -> None:
    base = project.output.folder / project.output.base
    if base.exists() and base.stat().st_size:
        raise StoreError("scale_base_there", path=base)
    for source in project.input:
        for file in source.files:
            if is_land_base(file) and source.layer is None:
                raise SourceError("scale_base_given", path=file)


def _refuse_folders(project: Project) -> None:
    """Refuse to put results in the place of what no run made, or of what it reads."""
    for name in (_PARCELS, _ISSUES):
        place = project.output.folder.absolute() / name
        given = (file.absolute() for source in project.input for file in source.files)
        is_read = any(place == file or place in file.parents for file in given)
        is_there = place.is_symlink() or place.exists()
        if is_read or (is_there and not (place / _MARK).is_file()):
            raise SourceError("scale_folder_there", path=place)


def _put_in_place(made: Path, folder: Path, earlier: Path) -> None:
    """Put all that was made in the place of what an earlier run made, or nothing."""
    earlier.mkdir()
    moved: list[tuple[Path, Path]] = []
    for name in sorted(path.name for path in made.iterdir()):
        place = folder / name
        try:
            for here, there in ((place, earlier / name), (made / name, place)):
                if here.exists():
                    here.replace(there)
                    moved.append((here, there))
        except OSError as error:
            for here, there in reversed(moved):
                there.replace(here)
            why = why_blocked(error)
            raise SourceError("file_not_written", path=place, why=why) from error


def _found_in(folder: Path, made: ScaledRunResult) -> ScaledRunResult:
    """Give a result as it is found in the folder that it was moved to."""
    files: dict[str, Any] = {
        name: folder / path.name
        for name, path in vars(made).items()
        if isinstance(path, Path)
    }
    parcels, issues = scale.open_parcels(folder)
    return replace(made, parcels=parcels, all_issues=issues, **files)


def _run(
    project: Project, work: Path, partitions: int | None, tell: Tell
) -> ScaledRunResult:
    rules, folder = project.rules, project.output.folder
    folder.mkdir()
    on = project.project.on or rules.today()
    banners = read_outlines(project, tell, rules=rules)
    parcels, decisions, told = _read(project, work, partitions, tell)
    tell("check", "")
    today = pd.Timestamp(rules.today())
    events, faults = accepted_events(parcels, decisions, rules=rules, today=today)
    checked = scale.check_parcels(parcels, banners, rules=rules)
    every = lay_issues(_all_pieces(told, checked, faults), folder / _ISSUES)
    worst = worst_issues(every, _MOST_TOLD)
    file = folder / ISSUES_FILE
    worst.to_excel(file, lang=project.project.lang)
    tell("keep", _PARCELS)
    now = scale.fold(parcels, events, rules=rules, on=on).parcels
    lay_partitions(now, folder / _PARCELS)
    for name in (_PARCELS, _ISSUES):
        (folder / name / _MARK).touch()
    now, all_found = scale.open_parcels(folder)
    tell("measure", "")
    years = scale.progress_by_year(
        scale.fold(parcels, events, rules=rules).decisions,
        read_project_tasks(project, rules),
        on=on,
        rules=rules,
    )
    areas: dict[str, Any] = {"areas": project.project.areas, "rules": rules}
    table = scale.area_table(now, banners, **areas)
    return ScaledRunResult(
        on=on,
        rules=rules,
        parcels=now,
        all_issues=all_found,
        issues=worst,
        table=table,
        stock=_stock(now, table, banners, areas),
        progress=years,
        parcels_folder=folder / _PARCELS,
        issues_folder=folder / _ISSUES,
        issues_file=file,
        areas_file=_write_areas(project, now, table, on, areas),
        progress_file=write_project_progress(project, years, on, rules),
        map_file=_draw(project, now, parcels, events, banners, on, tell),
    )


def _read(
    project: Project, work: Path, partitions: int | None, tell: Tell
) -> tuple[dgpd.GeoDataFrame, pd.DataFrame, dd.DataFrame]:
    """Read all inputs and the ledger: parcels, decisions, issues."""
    rules, sources = project.rules, []
    for source in project.input:
        options = {k: v for k, v in source if k != "path"}
        reading = {name: options.pop(name) for name in _READING}
        cleaned = cleaning(rules, **options)
        sources += [Source(file.absolute(), cleaned, reading) for file in source.files]
    for file in (file for source in project.input for file in source.files):
        tell("read", file.name)
    parcels, issues = read_sources(sources, work / "read", npartitions=partitions)
    if project.ledger is None:
        return parcels, _NO_DECISIONS.copy(), issues
    tell("read", project.ledger.path.name)
    how = {k: v for k, v in project.ledger if k != "effective"}
    ledger, of_ledger = read_ledger(**how, rules=rules)
    joined, of_join = joined_parcels(parcels, ledger, rules=rules, own=AS_DECIDED)
    effective = project.ledger.effective
    decisions = ledger_decisions(ledger, effective=effective, rules=rules)
    return joined, decisions, all_issues([issues, of_join], of_ledger)


_NO_DECISIONS = ledger_decisions(pd.DataFrame({"parcel_id": pd.Series(dtype="str")}))


def _all_pieces(told: dd.DataFrame, checked: dd.DataFrame, faults: Issues) -> list[Any]:
    """Give all issues, of checks those that reading has not said."""
    said, unsaid = Issues(collected(told)), later(_unsaid)
    known = Issues(said.table.assign(**dict.fromkeys(_LONG, "")))
    checks = [unsaid(piece, known) for piece in in_pieces(checked)]
    return [said.table, *checks, faults.table]


# of an issue, what is not needed to tell whether it was said
_LONG = ("value", "message_zh", "message_en", "todo_zh", "todo_en")


def _unsaid(checked: pd.DataFrame, known: Issues) -> pd.DataFrame:
    return not_yet_said(Issues(checked), [known]).table


def _stock(
    parcels: dgpd.GeoDataFrame,
    table: pd.DataFrame,
    banners: gpd.GeoDataFrame | None,
    how: dict[str, Any],
) -> pd.DataFrame:
    """Give the area table of the parcels in the task base, as all parcels say it."""
    if "task_base" not in parcels.columns:
        return table
    ask = later(_said)
    said = computed(ask(piece) for piece in in_pieces(parcels))
    listing, leaving = (any(one[at] for one in said) for at in range(2))
    if not listing and not leaving:
        return table
    chosen = parcels.map_partitions(_listed, listing=listing, meta=parcels._meta)  # noqa: SLF001 - as dask documents it
    return scale.area_table(chosen, banners, **how)


def _said(part: gpd.GeoDataFrame) -> tuple[bool, bool]:
    listed, out = said_of_task_base(part)
    return bool(listed.any()), bool(out.any())


def _listed(part: gpd.GeoDataFrame, *, listing: bool) -> gpd.GeoDataFrame:
    listed, out = said_of_task_base(part)
    return part[listed if listing else ~out]


def _write_areas(
    project: Project,
    parcels: dgpd.GeoDataFrame,
    table: pd.DataFrame,
    on: dt.date,
    how: dict[str, Any],
) -> Path:
    further = [name for name in AS_FURTHER if name in parcels.columns]
    tables = [table, *(scale.area_table(parcels, by=name, **how) for name in further)]
    return write_area_tables(
        project.output.folder / "area_table.xlsx",
        tables,
        day=str(on),
        title=project.project.name,
        lang=project.project.lang,
        **how,
    )


def _draw(  # noqa: PLR0917 - what the run has found
    project: Project,
    now: dgpd.GeoDataFrame,
    parcels: dgpd.GeoDataFrame,
    events: pd.DataFrame,
    banners: gpd.GeoDataFrame | None,
    on: dt.date,
    tell: Tell,
) -> Path:
    """Draw the map of the project; of too many parcels one of squares."""
    settings, rules = project.map, project.rules
    if len(now) <= MOST_DRAWN:
        past = None
        if settings.decisions:
            past = _past(parcels, events, on, project)
        drawn = _in_order(now)
        return draw_map(project, drawn, banners, on, tell, timeline=past, rules=rules)
    tell("draw", "map.html")
    heading = Heading(
        title=settings.title or project.project.name,
        as_of=str(on),
        note=settings.note,
        review_no=settings.review_no,
    )
    lang = settings.lang or project.project.lang
    page = scale.disposal_map(now, banners, rules=rules, lang=lang, title=heading)
    return save_map(page, project.output.folder / "map.html")


def _past(
    parcels: dgpd.GeoDataFrame, events: pd.DataFrame, on: dt.date, project: Project
) -> Timeline:
    """Take the decisions for the page, and the parcels before any of them."""
    rules = project.rules
    listed = collected(scale.fold(parcels, events, rules=rules).decisions)
    listed = listed.sort_values("event_id", ignore_index=True)
    listed = listed[listed["effective"] <= pd.Timestamp(on)]
    before = scale.fold(parcels, events, rules=rules, on=BEFORE_ALL).parcels
    first = _in_order(before)
    says = pd.DataFrame(first).filter(["parcel_id", *rules.vocabulary.evidence])
    return Timeline(
        decisions=listed.merge(says, on="parcel_id", how="left"),
        columns=project.map.decision_columns,
        before=first,
        on=on,
        rules=rules,
    )


def _in_order(parcels: dgpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring parcels of all partitions into one table, in their order."""
    return laid_out(collected(parcels)).reset_index(drop=True)
