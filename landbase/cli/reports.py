"""Commands that make what is handed in: run, demo, figure, atlas, tables, bulletin."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from landbase.cli.files import exit_code, read_banner_file
from landbase.cli.language import lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    AllowErrors,
    Banners,
    BaseArgument,
    ColorBy,
    Limit,
    Maker,
    Note,
    Paper,
    Portrait,
    Size,
    Source,
    Span,
    Tasks,
    Title,
    as_column,
    as_numbers,
    as_path,
    as_scheduler,
    day_of,
    existing_base,
    out,
    text,
)
from landbase.cli.options import ReportDay as On
from landbase.cli.show import (
    show_files,
    show_frame,
    show_issues,
    show_summary,
)
from landbase.cli.steps import check_plan, run_plan, steps
from landbase.texts import Texts

if TYPE_CHECKING:
    import pandas as pd

    from landbase.pipeline import RunResult
    from landbase.project import Project
    from landbase.rules.ruleset import Rules
    from landbase.scaled_run import ScaledRunResult
    from landbase.style import Heading

__all__ = ["add_report_commands", "demo", "run_project"]

_EDGES = 4  # west, south, east, north


def add_report_commands(app: typer.Typer) -> None:
    """Give the command line the commands of reports."""
    for command in (
        figure,
        atlas,
        tables,
        bulletin,
    ):
        app.command(help=say(f"command.{command.__name__}"))(command)


def figure(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    color_by: ColorBy = "status",
    title: Title = None,
    size: Paper = Size.A4,
    portrait: Portrait = False,
    extent: Annotated[
        str | None,
        text(
            "help.extent",
            metavar="EXTENT",
        ),
    ] = None,
    maker: Maker = "",
    source: Source = None,
    note: Note = None,
    tasks: Tasks = None,
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.file_write")] = Path("map.pdf"),
) -> None:
    """Draw a report map."""
    from landbase.paper.map import report_map

    with existing_base(base) as kept:
        day, rules = day_of(on, kept), kept.rules
        parcels, decisions = kept.parcels(on=day), kept.decisions()
    outlines = read_banner_file(banners, rules)
    errors = _errors(parcels, outlines, allow=allow_errors)
    sheet = report_map(
        parcels,
        outlines,
        title=_heading(title, note, errors, rules),
        color_by=color_by,
        size=size.value,
        orientation="portrait" if portrait else "landscape",
        extent=_extent(extent),
        lang=lang(),
        on=day,
        progress=_progress(decisions, tasks, day, rules),
        maker=maker or None,
        source=source,
        rules=rules,
    )
    sheet.savefig(output)
    show_files((output, say("file.report_map")))


def atlas(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    banners: Annotated[Path, text("help.banners", metavar="FILE")],
    on: On = None,
    by: Annotated[
        str,
        text(
            "help.atlas_by",
            metavar="BY",
        ),
    ] = "banner",
    color_by: ColorBy = "status",
    title: Title = None,
    size: Paper = Size.A4,
    portrait: Portrait = False,
    maker: Maker = "",
    source: Source = None,
    note: Note = None,
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.atlas_folder")] = Path("atlas"),
) -> None:
    """Draw an atlas."""
    from landbase.banners.layer import read_banners
    from landbase.paper.atlas import atlas as draw_atlas

    with existing_base(base) as kept:
        day, rules = day_of(on, kept), kept.rules
        parcels = kept.parcels(on=day)
    outlines = read_banners(banners, rules=rules)
    errors = _errors(parcels, outlines, allow=allow_errors)
    made = draw_atlas(
        parcels,
        outlines,
        output,
        by=_by(by),
        title=_heading(title, note, errors, rules),
        color_by=color_by,
        size=size.value,
        orientation="portrait" if portrait else "landscape",
        lang=lang(),
        on=day,
        maker=maker or None,
        source=source,
        rules=rules,
    )
    show_files((made.combined, say("file.atlas")), (made.index, say("file.index")))


def tables(
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    tasks: Tasks = None,
    maker: Maker = "",
    ha_decimals: Annotated[
        int,
        typer.Option(metavar="N", min=0, max=6, help=say("help.ha_decimals")),
    ] = 2,
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.workbook")] = Path("tables.xlsx"),
) -> None:
    """Write the tables of a report."""
    from landbase.report.tables import report_tables

    with existing_base(base) as kept:
        report_tables(
            kept,
            on=day_of(on, kept),
            path=output,
            banners=read_banner_file(banners, kept.rules),
            tasks=_tasks(tasks, kept.rules),
            lang=lang(),
            maker=maker,
            allow_errors=allow_errors,
            ha_decimals=ha_decimals,
        )
    show_files((output, say("file.tables")))


def bulletin(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    *,
    on: On = None,
    banners: Banners = None,
    tasks: Tasks = None,
    period: Annotated[Span, text("help.period", metavar="旬|月|季|年")] = Span.ten_days,
    template: Annotated[Path | None, text("help.template", metavar="FILE")] = None,
    maker: Maker = "",
    allow_errors: AllowErrors = False,
    output: Annotated[Path, out("help.file_write_reports")] = Path("bulletin.docx"),
) -> None:
    """Write the bulletin of a period."""
    from landbase.report.bulletin import bulletin as write_bulletin

    with existing_base(base) as kept:
        write_bulletin(
            kept,
            on=day_of(on, kept),
            path=output,
            period=period.value,
            template=template,
            banners=read_banner_file(banners, kept.rules),
            tasks=_tasks(tasks, kept.rules),
            lang=lang(),
            maker=maker,
            allow_errors=allow_errors,
        )
    show_files((output, say("file.bulletin")))


def _errors(parcels: Any, banners: Any, *, allow: bool) -> int:
    """Count what is open; refuse it unless allowed."""
    from landbase.parcels.checks import check_parcels
    from landbase.report.facts import count_errors

    return count_errors(check_parcels(parcels, banners), allow=allow)


def _heading(title: str | None, note: str | None, errors: int, rules: Rules) -> Heading:
    """Make the title with its marks; open errors are one of them."""
    from landbase.style import Heading

    texts = Texts(rules.texts).words("report", lang())
    marks = [texts["mark"] if note is None else note]
    marks += [texts("override", count=errors).strip()] if errors else []
    usual = say("say.usual_title")
    return Heading(title=title or usual, note="\n".join(marks).strip() or None)


def _tasks(path: Path | None, rules: Rules) -> pd.DataFrame | None:
    from landbase.parcels.tasks import read_tasks

    return None if path is None else read_tasks(path, rules=rules)


def _progress(
    decisions: pd.DataFrame, path: Path | None, day: dt.date, rules: Rules
) -> pd.DataFrame | None:
    from landbase.cases.progress import progress

    tasks = _tasks(path, rules)
    if tasks is None:
        return None
    return progress(decisions, tasks, year=day.year, on=day)


def _extent(text: str | None) -> Any:
    """Read an extent: a code, or four degrees."""
    edges = as_numbers(text) if text and "," in text.replace("，", ",") else None
    if edges is not None and len(edges) == _EDGES:
        return tuple(edges)
    return text


def _by(text: str) -> Any:
    number = as_numbers(text)
    return as_column(text) if number is None else number[0]


_SHOWN = 20
_DEMO_SHOWN = 12
_DATA = (".shp", ".gpkg", ".geojson", ".zip")


def run_project(
    project: Annotated[
        Path,
        typer.Argument(metavar="FILE", parser=as_path, help=say("help.project")),
    ] = Path("landbase.toml"),
    *,
    limit: Limit = _SHOWN,
    scheduler: Annotated[
        str | None, text("help.scheduler", metavar="ADDRESS", parser=as_scheduler)
    ] = None,
    partitions: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=say("help.partitions"))
    ] = None,
) -> None:
    """Run a project file."""
    from landbase.project import Project

    named = Project.load(project).speaking(lang())
    if scheduler is not None or partitions is not None:
        _run_scaled(named, scheduler, partitions, limit=limit)
    result = _run(named)
    show_issues(result.issues, limit=limit, whole=result.issues_file)
    _show_tables(result)
    if result.refused is not None:
        error = result.refused
        show_text(say("say.it", error=error))
    _show_files(result)
    raise typer.Exit(exit_code(result.issues))


def _run_scaled(
    project: Project, scheduler: str | None, partitions: int | None, *, limit: int
) -> NoReturn:
    """Run a project file over partitions, and say what came of it."""
    from landbase.scaled_run import run_scaled

    with steps(run_plan(project)) as tell:
        result = run_scaled(
            project, scheduler=scheduler, partitions=partitions, tell=tell
        )
    show_issues(result.issues, limit=limit, whole=result.issues_file)
    _show_tables(result)
    show_text(say("say.files_written"))
    show_files(
        (result.parcels_folder, say("file.parcels_folder")),
        (result.issues_folder, say("file.issues_folder")),
        (result.issues_file, say("file.issues_of_run")),
        (result.areas_file, say("file.areas_of_run")),
        (result.progress_file, say("file.progress")),
        (result.map_file, say("file.map")),
    )
    raise typer.Exit(exit_code(result.issues))


def demo(
    *,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER",
            parser=as_path,
            help=say("help.out_folder"),
        ),
    ] = Path("landbase-demo"),
) -> None:
    """Run the sample project, hold it against the letter, and check bad files."""
    from landbase.pipeline import compare_published
    from landbase.project import Project
    from landbase.sample import sample_path

    show_text(say("say.synthetic"))
    sample = Project.load(sample_path("landbase.toml")).speaking(lang())
    result = _run(_with_what_is_there(sample).saved_in(out), alone=True)
    show_summary(result.issues, title=say("say.reading_and_checking"))
    _show_tables(result)
    show_frame(
        _compared(compare_published(result, sample_path("公布数据.csv")), result.rules),
        title=say("say.against_letter"),
    )
    messy = _check_as_it_arrives(result.base.parent)
    _show_files(result, (messy, say("file.as_it_arrives")))


def _with_what_is_there(project: Project) -> Project:
    """Leave out products for which an extra is not installed, and say so."""
    from landbase.products import missing_part

    products = () if project.report is None else project.report.products
    missing = {name: missing_part(name) for name in products}
    for name, error in missing.items():
        if error is not None:
            what = say(f"product.{name}")
            why = say("say.left_out", what=what, error=error)
            show_text(why)
    return project.reporting(tuple(n for n in products if missing[n] is None))


def _run(project: Project, *, alone: bool = False) -> RunResult:
    from landbase.pipeline import run

    with steps(run_plan(project)) as tell:
        return run(project, tell=tell, alone=alone)


def _show_tables(result: RunResult | ScaledRunResult) -> None:
    """Show areas per banner and the progress of each year."""
    from landbase.banners.table import print_table
    from landbase.report.rates import print_progress

    title = say("say.areas_title")
    show_frame(
        print_table(result.table, lang=lang(), rules=result.rules),
        title=f"{title}  {result.on}",
    )
    for year, table in result.progress.items():
        printed = print_progress(table, lang=lang(), rules=result.rules)
        show_frame(
            printed.drop(columns=say("say.disposed_ha"), level=1),
            title=say("say.progress_title", year=year),
        )


def _compared(compared: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Label the comparison with published figures."""
    labels = rules.vocabulary.labels("category", lang())
    labels = labels | {"all": say("say.total")}
    named = compared.assign(
        category=compared["category"].map(labels),
        what=compared["what"].map(lambda word: say(f"published.{word}")),
        agrees=compared["agrees"].map({
            True: say("published.agrees"),
            False: say("published.differs"),
        }),
    )
    heads = {
        "year": say("published.year"),
        "what": say("published.figure"),
        "category": say("published.category"),
        "computed": say("published.computed"),
        "published": say("published.published"),
        "unit": say("published.unit"),
        "agrees": say("published.verdict"),
    }
    return named[list(heads)].rename(columns=heads).set_index(heads["year"])


def _check_as_it_arrives(folder: Path) -> Path:
    """Check the faulty sample files, each by itself, and write what was found."""
    from landbase.banners.layer import read_banners
    from landbase.issues import Issues
    from landbase.parcels.files import check_files
    from landbase.sample import sample_path

    arrived = sample_path("as_it_arrives").iterdir()
    files = sorted(path for path in arrived if path.suffix in _DATA)
    outlines = read_banners(sample_path("旗区界线(示意).geojson"))
    with steps(check_plan(files)) as tell:
        found = [check_files([file], outlines, tell=tell).issues for file in files]
    issues = Issues.concat(found)
    show_text(say("say.as_it_arrives", count=len(files)))
    written = issues.to_excel(folder / "as_it_arrives_issues.xlsx", lang=lang())
    show_issues(issues, limit=_DEMO_SHOWN, whole=written)
    return written


def _show_files(result: RunResult, *more: tuple[Path | None, str]) -> None:
    show_text(say("say.files_written"))
    show_files(
        (result.base, say("file.base")),
        (result.issues_file, say("file.issues_of_run")),
        (result.areas_file, say("file.areas_of_run")),
        (result.progress_file, say("file.progress")),
        (result.map_file, say("file.map")),
        *((path, say(f"product.{name}")) for name, path in result.report),
        *more,
    )
