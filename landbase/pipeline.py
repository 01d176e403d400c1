"""A run: read, check, keep, measure and report all that a project file names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from landbase.banners.layer import read_banners
from landbase.banners.table import area_table, print_table
from landbase.cases.deadlines import SOON_DAYS
from landbase.cases.progress import progress_by_year
from landbase.cases.stock import in_task_base
from landbase.errors import DataError, LedgerError, SchemaError
from landbase.io.bases import is_land_base
from landbase.io.sheets import read_grids
from landbase.issues import Issues
from landbase.parcels.checks import check_parcels
from landbase.parcels.files import keep_quiet, not_yet_said, stack
from landbase.parcels.join import join_ledger, ledger_decisions, match_ids
from landbase.parcels.ledger import read_ledger
from landbase.parcels.read import read_parcels
from landbase.parcels.tasks import read_tasks
from landbase.products import ReportInput, make_report, require_parts
from landbase.reconciliation.published import Figure
from landbase.report.facts import make_note
from landbase.report.tables import area_form, progress_form
from landbase.rules.schema import TABLE_KINDS, column_labels
from landbase.store.base import LandBase
from landbase.store.door import STATE_COLUMNS, count_decisions
from landbase.style import Heading, make_legend
from landbase.tables.headers import find_table
from landbase.tables.html import html_of
from landbase.tables.ids import among
from landbase.tables.write import write_forms
from landbase.texts import Texts, day_in
from landbase.units import to_m2
from landbase.webmap.basemap import OfflineBaseMap
from landbase.webmap.elements import areas_for_card
from landbase.webmap.map import disposal_map
from landbase.webmap.overlays import tianditu
from landbase.webmap.save import save_map
from landbase.webmap.states import BEFORE_ALL, Timeline, timeline_parts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

    from landbase.banners.table import AreaKind
    from landbase.parcels.files import Tell
    from landbase.project import MapSettings, Project
    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang
    from landbase.webmap.overlays import BaseMapSource

__all__ = [
    "AS_DECIDED",
    "AS_FURTHER",
    "ISSUES_FILE",
    "RunResult",
    "compare_published",
    "draw_map",
    "not_yet_recorded",
    "read_outlines",
    "read_project_tasks",
    "run",
    "write_area_tables",
    "write_project_progress",
    "write_table",
]


# what a ledger says of these holds from its days on
AS_DECIDED = ("status", "disposal_type")


def read_outlines(
    project: Project, tell: Tell, *, rules: Rules
) -> gpd.GeoDataFrame | None:
    """Read the banner outlines, where the project names them."""
    if project.banners is None:
        return None
    tell("read", project.banners.path.name)
    return read_banners(**dict(project.banners), rules=rules)


def read_all(
    project: Project, tell: Tell, *, rules: Rules
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, Issues]:
    """Read all inputs and the ledger: parcels, decisions, issues."""
    parcels, issues = _read_inputs(project, tell, rules)
    if project.ledger is None:
        return parcels, ledger_decisions(parcels.iloc[:0]), issues
    tell("read", project.ledger.path.name)
    options = {k: v for k, v in project.ledger if k != "effective"}
    ledger, of_ledger = read_ledger(**options, rules=rules)
    joined, of_join = join_ledger(parcels, ledger, rules=rules)
    # The ledger's ways and statuses hold from their day on: they are decisions.
    own = {name: parcels[name] for name in AS_DECIDED if name in parcels}
    joined = joined.drop(columns=[n for n in AS_DECIDED if n in joined]).assign(**own)
    decisions = ledger_decisions(
        ledger, effective=project.ledger.effective, rules=rules
    )
    return joined, decisions, Issues.concat([issues, of_ledger, of_join])


def _read_inputs(
    project: Project, tell: Tell, rules: Rules
) -> tuple[gpd.GeoDataFrame, Issues]:
    """Read all inputs; one that cannot be used ends the run, or sums would lack it."""
    tables, found = [], []
    for source in project.input:
        options = {k: v for k, v in source if k != "path"}
        for file in source.files:
            tell("read", file.name)
            parcels, issues = read_parcels(file, **options, rules=rules)
            if is_land_base(file) and source.layer is None:
                parcels = parcels.drop(columns=[*STATE_COLUMNS], errors="ignore")
                found.append(_decisions_left(project, file))
            tables.append(parcels)
            found.append(issues)
    return stack(tables), Issues.concat(found)


def _decisions_left(project: Project, file: Path) -> Issues:
    """Report that what led to the state of parcels stays in the base they are from."""
    kept = project.output.folder / project.output.base
    if kept.exists() and kept.samefile(file):
        return Issues.none()
    if not (count := count_decisions(file)):
        return Issues.none()
    details = {"count": count}
    return Issues.of("base_decisions_left", source=file.name, details=details)


_COLUMNS = ("indicator", "year", "category", "figure", "unit")
_STOCK = "存量"
_PROGRESS = {"处置任务": "task_m2", "处置完成": "disposed_m2", "完成率": "rate"}


def compare_published(result: RunResult, path: Path) -> pd.DataFrame:
    """Compare stock, tasks, disposals and rates with a table of published figures."""
    words = result.rules.vocabulary
    table = find_table(
        read_grids(path).grids,
        result.rules,
        columns=_COLUMNS,
        needed=_COLUMNS,
        kinds=TABLE_KINDS,
    )
    if table.lacking:
        labels = column_labels(vocabulary=words, kinds=TABLE_KINDS)
        missing = [labels[name] for name in table.lacking]
        raise SchemaError("published_columns_missing", path=path, missing=missing)
    rows = []
    for what, year, word, number, unit in table.frame.to_numpy():
        category = words.find("category", word) or "all"
        value = _computed(result, what, year, category)
        if value is not None:
            figure = Figure(str(number), unit)
            rows.append({
                "year": year or "",
                "what": what,
                "category": category,
                "published": figure.text,
                "computed": figure.printed(value),
                "unit": unit,
                "agrees": _is_in(value, figure),
            })
    return pd.DataFrame(rows)


def _computed(
    result: RunResult, what: str, year: str | None, category: str
) -> Fraction | None:
    """Give the result's own figure, in m² or as a share; None where it has none."""
    if what == _STOCK and (category, "mu") in result.stock:
        stock = result.stock[category, "mu"].to_numpy(float)[-1]
        return Fraction(float(to_m2(stock, "mu")))
    table = result.progress.get(int(year)) if year else None
    if table is None or what not in _PROGRESS:
        return None
    city = table[_PROGRESS[what]].xs("city").astype(float)
    return Fraction(dict(city.items())[category])


def _is_in(value: Fraction, figure: Figure) -> bool:
    span = figure.interval()
    return span.low <= value < span.high


_SAME = ["parcel_id", "disposal_type", "status", "effective", "document"]


def record_ledger(
    base: LandBase,
    decisions: pd.DataFrame,
    *,
    ids: pd.Series,
    recorded: pd.DataFrame,
) -> Issues:
    """Record the decisions of a ledger that the land base does not have yet."""
    known = match_ids(ids, decisions["parcel_id"].dropna())
    ours = {theirs: mine for mine, theirs in known.pairs.items()}
    found = decisions.assign(parcel_id=decisions["parcel_id"].map(ours).astype("str"))
    new = not_yet_recorded(found[found["parcel_id"].notna()], recorded)
    try:
        base.record_many(new)
    except LedgerError as error:
        if error.issues is None:
            raise
        at_fault = new["source_row"].isin(error.issues.table["source_row"])
        parcels = new.loc[at_fault, "parcel_id"]
        base.record_many(new[~new["parcel_id"].isin(parcels)])
        return error.issues
    return Issues.none()


def not_in_files(kept: pd.DataFrame, read: pd.DataFrame, *, base: Path) -> Issues:
    """Report parcels that an earlier run left in the base, and that count still."""
    left = kept.loc[~among(kept["parcel_id"], read["parcel_id"]), "parcel_id"]
    if left.empty:
        return Issues.none()
    return Issues.of("base_parcel_not_read", source=base.name, parcel_id=left)


def not_yet_recorded(decisions: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Keep the decisions that are not among those recorded."""
    left, right = _numbered(decisions), _numbered(recorded)
    there = left.merge(right, how="left", indicator=True)["_merge"] == "both"
    return decisions[~there.to_numpy()].reset_index(drop=True)


def _numbered(events: pd.DataFrame) -> pd.DataFrame:
    """Give what tells events apart, and numbers repeated events."""
    keys = events[_SAME].astype({"effective": "datetime64[s]"})
    texts = [name for name in _SAME if name != "effective"]
    keys = keys.astype(dict.fromkeys(texts, "str")).fillna(dict.fromkeys(texts, ""))
    return keys.assign(nth=keys.groupby(_SAME, dropna=False).cumcount().to_numpy())


def _stock(
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame,
    banners: gpd.GeoDataFrame | None,
    **how: Any,
) -> pd.DataFrame:
    """Give the area table of the parcels in the task base."""
    listed = in_task_base(parcels)
    return table if listed.all() else area_table(parcels[listed], banners, **how)


AS_FURTHER = ("status", "disposal_type", "cause", "zone")


def write_areas(
    path: Path,
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame,
    *,
    areas: AreaKind,
    day: str,
    title: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write the area table per banner, and the same by status, way, cause and zone."""
    tables = [table] + [
        area_table(parcels, by=by, areas=areas, rules=rules)
        for by in AS_FURTHER
        if by in parcels
    ]
    how: dict[str, Any] = {"areas": areas, "day": day, "title": title}
    return write_area_tables(path, tables, lang=lang, rules=rules, **how)


def write_area_tables(
    path: Path,
    tables: Sequence[pd.DataFrame],
    *,
    areas: AreaKind,
    day: str,
    title: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write area tables to a workbook, each to a sheet of its own."""
    texts = Texts(rules.texts).words("report", lang)
    note = make_note(day, words=texts, areas=areas)
    forms = [area_form(exact, note=note, words=texts, rules=rules) for exact in tables]
    return write_forms(path, forms, footer=f"{title}　{day_in(day, lang)}")


def write_table(
    path: Path,
    table: pd.DataFrame,
    *,
    areas: AreaKind,
    day: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write one area table to a workbook."""
    texts = Texts(rules.texts).words("report", lang)
    note = make_note(day, words=texts, areas=areas)
    form = area_form(table, note=note, words=texts, rules=rules)
    return write_forms(path, [form], footer=day)


def write_progress(
    path: Path,
    years: Mapping[int, pd.DataFrame],
    *,
    day: str,
    title: str,
    lang: Lang,
    rules: Rules,
) -> Path:
    """Write the progress of each year to a sheet of its own."""
    texts = Texts(rules.texts).words("report", lang)
    note = make_note(day, words=texts)
    forms = [
        progress_form(table, year=year, note=note, words=texts, rules=rules)
        for year, table in years.items()
    ]
    return write_forms(path, forms, footer=f"{title}　{day_in(day, lang)}")


ISSUES_FILE = "issues.xlsx"


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
    stock
        The same of the parcels in the task base (列入任务基数), which the stock of the
        programme is counted by; `table` itself where no parcel says so.
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
    stock: pd.DataFrame
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

    def _repr_html_(self) -> str:
        shown = {"on": self.on, "parcels": len(self.parcels), "issues": self.issues}
        printed = print_table(self.table, rules=self.rules)
        return html_of(shown | {"folder": self.base.parent}) + printed.to_html()


def run(project: Project, *, tell: Tell = keep_quiet, alone: bool = False) -> RunResult:
    """Read a project's files, check them, keep them, measure them and draw the map.

    A land base that is there keeps its rules: where the project file has others, a
    warning tells what differs. The list of issues is written also where the land base
    refuses the parcels. A second run with the same files adds nothing to the land base.

    Parameters
    ----------
    project
        As `Project.load` gives it.
    tell
        Called at each step with the step and what it is about.
    alone
        Whether a land base that holds parcels other than those read is refused,
        before anything is written.

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
    on, file = project.project.on or rules.today(), project.output.folder / ISSUES_FILE
    banners = read_outlines(project, tell, rules=rules)
    parcels, decisions, issues = read_all(project, tell, rules=rules)
    if alone:
        _refuse_others(project, parcels)
    tell("check", "")
    checked = check_parcels(parcels, banners, rules=rules)
    issues += not_yet_said(checked, [issues])
    tell("keep", project.output.base)
    try:
        with _open_base(project, rules) as base:
            base.add(parcels)
            read = parcels[["parcel_id"]].copy()
            del parcels  # a million are read back below, and need the room
            kept = _record(project, base, decisions, on)
        now, known, past = kept.parcels, kept.decisions, kept.past
        issues += kept.issues + not_in_files(now, read, base=base.path)
    finally:  # also where the land base refuses the parcels
        issues.to_excel(file, lang=project.project.lang)
    tell("measure", "")
    tasks, kind = read_project_tasks(project, rules), project.project.areas
    table = area_table(now, banners, areas=kind, rules=rules)
    years = progress_by_year(known, tasks, on=on)
    result = RunResult(
        on=on,
        rules=rules,
        parcels=now,
        issues=issues,
        table=table,
        stock=_stock(now, table, banners, areas=kind, rules=rules),
        progress=years,
        base=base.path,
        issues_file=file,
        areas_file=_write_areas(project, now, table, on, rules),
        progress_file=write_project_progress(project, years, on, rules),
        map_file=draw_map(project, now, banners, on, tell, timeline=past, rules=rules),
    )
    return _with_report(project, result, known, banners, tasks, tell)


def _refuse_others(project: Project, parcels: gpd.GeoDataFrame) -> None:
    """Refuse a land base in the project's folder that holds other parcels as well."""
    path = project.output.folder / project.output.base
    if not path.exists():
        return
    with _open_base(project) as base:
        others = not_in_files(base.parcels(), parcels, base=path)
    if len(others):
        first = others.table["parcel_id"].iloc[0]
        raise LedgerError(
            "base_holds_others", path=path, count=len(others), first=first
        )


class _Kept(NamedTuple):
    """What the land base holds now, read once, and what was left out of it."""

    parcels: gpd.GeoDataFrame
    decisions: pd.DataFrame
    past: Timeline | None
    issues: Issues


def _record(
    project: Project, base: LandBase, decisions: pd.DataFrame, on: dt.date
) -> _Kept:
    """Record decisions; give what there is then, and say which were left out."""
    # decisions change no parcel of its own, so that this holds after them as well
    first = base.parcels(on=BEFORE_ALL, ended=True)
    first = pd.DataFrame(first.drop(columns=first.geometry.name))
    every, issues = base.decisions(superseded=True), Issues.none()
    if len(decisions):
        ids = _living(base, first)
        issues = record_ledger(base, decisions, ids=ids, recorded=every)
        every = base.decisions(superseded=True)
    now, past = base.parcels(on=on), None
    if project.map.decisions:
        columns = project.map.decision_columns
        parts = timeline_parts(base, every, now, first, on=on, columns=columns)
        past = Timeline(**parts)
    return _Kept(now, _in_force(base, every), past, issues)


def _living(base: LandBase, first: pd.DataFrame) -> pd.Series:
    """List the parcels that are there now, all that ever were where none has ended."""
    if base.lineage().empty:
        return pd.Series(first["parcel_id"])
    return pd.Series(base.parcels()["parcel_id"])


def _in_force(base: LandBase, every: pd.DataFrame) -> pd.DataFrame:
    """Leave out decisions that a later one corrects."""
    return every if every["supersedes"].isna().all() else base.decisions()


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


def read_project_tasks(project: Project, rules: Rules) -> pd.DataFrame | None:
    """Read the annual tasks, where the project names them."""
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


def write_project_progress(
    project: Project, years: dict[int, pd.DataFrame], on: dt.date, rules: Rules
) -> Path | None:
    """Write the progress of each year, where there is any."""
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


def draw_map(
    project: Project,
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    on: dt.date,
    tell: Tell,
    *,
    timeline: Timeline | None,
    rules: Rules,
) -> Path:
    """Draw the map page that a project asks for."""
    settings, lang = project.map, project.map.lang or project.project.lang
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
        soon_days=SOON_DAYS,
        basemap=_base_maps(settings, lang),
    )
    return save_map(page, project.output.folder / "map.html")


def _base_maps(settings: MapSettings, lang: Lang) -> list[BaseMapSource]:
    """Say what lies under the parcels: a file's base map, layers of 天地图."""
    wanted: list[BaseMapSource] = []
    if settings.basemap is not None:
        most = settings.basemap_mb
        wanted.append(OfflineBaseMap(source=settings.basemap, most_mb=most))
    if key := settings.tianditu_key:
        layers = settings.tianditu_layers
        wanted += [tianditu(key, layer=name, lang=lang) for name in layers]
    return wanted
