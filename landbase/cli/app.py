"""The commands and what they have in common."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Annotated

import typer
from typer import rich_utils

from landbase.cli.accounts import progress_of, reconcile_files
from landbase.cli.bases import history, record
from landbase.cli.events import events
from landbase.cli.files import areas, check
from landbase.cli.maps import draw
from landbase.cli.projects import demo, run_project
from landbase.cli.register import add_commands
from landbase.cli.reports import add_report_commands
from landbase.cli.rules import show_rules
from landbase.cli.shaping import add_shaping_commands
from landbase.cli.usage import speak_of_usage
from landbase.cli.words import say

__all__ = ["app"]

rich_utils.ARGUMENTS_PANEL_TITLE = say("参数", "Arguments")
rich_utils.OPTIONS_PANEL_TITLE = say("选项", "Options")
rich_utils.COMMANDS_PANEL_TITLE = say("命令", "Commands")
rich_utils.ERRORS_PANEL_TITLE = say("错误", "Error")
speak_of_usage()

app = typer.Typer(
    name="landbase",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help=say(
        "批而未供和闲置土地：读取、检查、量算、登记、制图。",
        "Approved-but-unsupplied and idle land: read, check, measure, record, draw.",
    ),
    epilog=say(
        "退出码：0 无问题；1 有错误或警告；2 用法不对；3 数据无法使用；4 程序出错。",
        "Exit codes: 0 clean, 1 findings, 2 usage, 3 unusable data, 4 program fault.",
    ),
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if wanted:
        typer.echo(f"landbase {version_of('landbase')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=say("显示版本", "show the version"),
        ),
    ] = False,
    lang: Annotated[
        str,
        typer.Option(
            metavar="zh|en",
            help=say(
                "语言，放在哪里都行； 也可设环境变量 LANDBASE_LANG",
                "language, anywhere in the command; or set LANDBASE_LANG",
            ),
        ),
    ] = "zh",
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help=say("出错时显示完整信息", "show the whole traceback of an error"),
        ),
    ] = False,
) -> None:
    # --lang and --debug are taken out of the arguments before they come here
    del version, lang, debug


app.command(help=say("用示例数据演示全过程", "show it all on the sample data"))(demo)
app.command(
    help=say(
        "检查地块文件，逐条列出问题", "check files of parcels and list what is wrong"
    )
)(check)
app.command(
    help=say(
        "按旗区等分组统计宗数、亩、公顷", "count parcels, mu and hectares per banner"
    )
)(areas)
app.command(help=say("登记一条处置记录", "record a decision"))(record)
app.command(help=say("查看一宗地的全部记录", "show all that is known of a parcel"))(
    history
)
add_commands(app)
app.command(
    name="rules",
    help=say(
        "查看、比较、改用土地库的规则", "show, compare or take over a base's rules"
    ),
)(show_rules)
add_shaping_commands(app)
app.add_typer(events, name="events")
app.command(
    name="map",
    help=say("制作可离线打开的地图网页", "make a map page that opens offline"),
)(draw)
app.command(
    name="run", help=say("按项目文件完成全部工作", "do all that a project file says")
)(run_project)
app.command(
    name="reconcile",
    help=say("两份账对账，逐宗说明差异原因", "hold two accounts against each other"),
)(reconcile_files)
app.command(
    name="progress",
    help=say("年度任务完成情况和发函提醒", "the year's tasks, and who is behind"),
)(progress_of)
add_report_commands(app)
