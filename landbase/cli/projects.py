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
_PRODUCTS = {
    "map": ("报告图", "report map"),
    "charts": ("统计图", "chart"),
    "atlas": ("图册", "atlas"),
    "tables": ("报表", "tables"),
    "bulletin": ("工作通报", "bulletin"),
}
_DATA = (".shp", ".gpkg", ".geojson", ".zip")


def run_project(
    project: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", parser=as_path, help=say("项目文件", "the project file")
        ),
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
        console().print(say(error.zh, str(error)), markup=False, soft_wrap=True)
    _show_files(result)
    raise typer.Exit(exit_code(result.issues))


def demo(
    *,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER",
            parser=as_path,
            help=say("结果写入的文件夹", "folder for the results"),
        ),
    ] = Path("out"),
) -> None:
    """Run the sample project, hold it against the letter, and check bad files."""
    from landbase.pipeline import compare_published
    from landbase.project import Project
    from landbase.sample import sample_path

    screen = console()
    screen.print(
        say(
            "以下全部为合成示例数据，旗区界线为示意。",
            "All data are synthetic samples; banner outlines are schematic.",
        )
    )
    sample = Project.load(sample_path("landbase.toml")).speaking(lang())
    result = _run(_with_what_is_there(sample).saved_in(out))
    show_summary(result.issues, title=say("读取与检查", "Reading and checking"))
    _show_tables(result)
    show_frame(
        _compared(compare_published(result, sample_path("公布数据.csv")), result.rules),
        title=say("与 2023-07-06 答复函对照", "Against the reply letter of 2023-07-06"),
    )
    messy = _check_as_it_arrives(result.base.parent)
    _show_files(result, (messy, say("问题示例清单", "list for the faulty files")))


def _with_what_is_there(project: "Project") -> "Project":
    """Leave out products for which an extra is not installed, and say so."""
    from landbase.pipeline.report import missing_part

    products = () if project.report is None else project.report.products
    missing = {name: missing_part(name) for name in products}
    for name, error in missing.items():
        if error is not None:
            what = say(*_PRODUCTS[name])
            why = say(f"未制作{what}：{error.zh}", f"{what} left out: {error}")
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

    title = say("旗区面积表", "Area table per banner")
    show_frame(
        print_table(result.table, lang=lang(), rules=result.rules),
        title=f"{title}  {result.on}",
    )
    for year, table in result.progress.items():
        printed = print_progress(table, lang=lang(), rules=result.rules)
        show_frame(
            printed.drop(columns=say("已处置（公顷）", "disposed (ha)"), level=1),
            title=say(f"{year} 年任务与处置", f"Tasks and disposals of {year}"),
        )


def _compared(compared: "pd.DataFrame", rules: "Rules") -> "pd.DataFrame":
    """Label the comparison with published figures."""
    labels = rules.vocabulary.labels("category", lang())
    labels = labels | {"all": say("合计", "total")}
    whats = {
        "存量": "stock",
        "处置任务": "task",
        "处置完成": "disposed",
        "完成率": "rate",
    }
    named = compared.assign(
        category=compared["category"].map(labels),
        what=compared["what"].map(lambda word: say(word, whats[word])),
        agrees=compared["agrees"].map({
            True: say("相符", "agrees"),
            False: say("不符", "differs"),
        }),
    )
    heads = {
        "year": say("年度", "year"),
        "what": say("指标", "figure"),
        "category": say("类别", "category"),
        "computed": say("由地块算得", "from the parcels"),
        "published": say("公布", "published"),
        "unit": say("单位", "unit"),
        "agrees": say("结论", "verdict"),
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
    console().print(
        say(
            f"\n“实际收到的样子”：{len(files)} 个有各种问题的文件（as_it_arrives/）",
            f"\nAs it arrives: {len(files)} files with all kinds of faults",
        )
    )
    written = issues.to_excel(folder / "as_it_arrives_issues.xlsx", lang=lang())
    show_issues(issues, limit=_DEMO_SHOWN, whole=written)
    return written


def _show_files(result: "RunResult", *more: tuple[Path | None, str]) -> None:
    console().print(say("\n结果文件", "\nFiles written"))
    show_files(
        (result.base, say("土地库（可用 QGIS 打开）", "land base (opens in QGIS)")),
        (result.issues_file, say("数据问题清单", "list of issues")),
        (result.areas_file, say("旗区面积表", "area table")),
        (result.progress_file, say("任务进度表", "progress")),
        (result.map_file, say("地图（可离线打开）", "map (opens offline)")),
        *((path, say(*_PRODUCTS[name])) for name, path in result.report),
        *more,
    )
