"""Commands that do it all: run a project, and the demo on the sample data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.options import Limit, as_path
from landbase.cli.reading import exit_code
from landbase.cli.show import (
    console,
    show_files,
    show_frame,
    show_issues,
    show_summary,
    steps,
)
from landbase.cli.words import lang, say

if TYPE_CHECKING:
    import pandas as pd

    from landbase.pipeline import RunResult
    from landbase.project import Project
    from landbase.rules import Rules

__all__ = ["demo", "run_project"]

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
) -> None:
    """Run a project file."""
    from landbase.project import Project

    result = _run(Project.load(project).speaking(lang()))
    show_issues(result.issues, limit=limit, whole=result.issues_file)
    _show_tables(result)
    if result.refused is not None:
        error = result.refused
        console().print(say("told.it", error=error), markup=False, soft_wrap=True)
    _show_files(result)
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
    ] = Path("out"),
) -> None:
    """Run the sample project, hold it against the letter, and check bad files."""
    from landbase.pipeline import compare_published
    from landbase.project import Project
    from landbase.sample import sample_path

    screen = console()
    screen.print(say("told.synthetic"))
    sample = Project.load(sample_path("landbase.toml")).speaking(lang())
    result = _run(_with_what_is_there(sample).saved_in(out))
    show_summary(result.issues, title=say("told.reading_and_checking"))
    _show_tables(result)
    show_frame(
        _compared(compare_published(result, sample_path("公布数据.csv")), result.rules),
        title=say("told.against_letter"),
    )
    messy = _check_as_it_arrives(result.base.parent)
    _show_files(result, (messy, say("file.as_it_arrives")))


def _with_what_is_there(project: "Project") -> "Project":
    """Leave out products for which an extra is not installed, and say so."""
    from landbase.pipeline.report import missing_part

    products = () if project.report is None else project.report.products
    missing = {name: missing_part(name) for name in products}
    for name, error in missing.items():
        if error is not None:
            what = say(f"product.{name}")
            why = say("told.left_out", what=what, error=error)
            console().print(why, markup=False, soft_wrap=True)
    return project.reporting(tuple(n for n in products if missing[n] is None))


def _run(project: "Project") -> "RunResult":
    from landbase.pipeline import run

    with steps() as tell:
        return run(project, tell=tell)


def _show_tables(result: "RunResult") -> None:
    """Show areas per banner and the progress of each year."""
    from landbase.banners import print_table
    from landbase.cases.progress import print_progress

    title = say("told.areas_title")
    show_frame(
        print_table(result.table, lang=lang(), rules=result.rules),
        title=f"{title}  {result.on}",
    )
    for year, table in result.progress.items():
        printed = print_progress(table, lang=lang(), rules=result.rules)
        show_frame(
            printed.drop(columns=say("told.disposed_ha"), level=1),
            title=say("told.progress_title", year=year),
        )


def _compared(compared: "pd.DataFrame", rules: "Rules") -> "pd.DataFrame":
    """Label the comparison with published figures."""
    labels = rules.vocabulary.labels("category", lang())
    labels = labels | {"all": say("told.total")}
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
    from landbase.banners import read_banners
    from landbase.issues import Issues
    from landbase.pipeline import check_files
    from landbase.sample import sample_path

    arrived = sample_path("as_it_arrives").iterdir()
    files = sorted(path for path in arrived if path.suffix in _DATA)
    outlines = read_banners(sample_path("旗区界线(示意).geojson"))
    with steps() as tell:
        found = [check_files([file], outlines, tell=tell).issues for file in files]
    issues = Issues.concat(found)
    console().print(say("told.as_it_arrives", count=len(files)))
    written = issues.to_excel(folder / "as_it_arrives_issues.xlsx", lang=lang())
    show_issues(issues, limit=_DEMO_SHOWN, whole=written)
    return written


def _show_files(result: "RunResult", *more: tuple[Path | None, str]) -> None:
    console().print(say("told.files_written"))
    show_files(
        (result.base, say("file.base")),
        (result.issues_file, say("file.issues_of_run")),
        (result.areas_file, say("file.areas_of_run")),
        (result.progress_file, say("file.progress")),
        (result.map_file, say("file.map")),
        *((path, say(f"product.{name}")) for name, path in result.report),
        *more,
    )
