"""The commands of `landbase`; their help is in the language chosen before."""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Annotated

import typer

from landbase.cli.accounts import progress_of, reconcile_files
from landbase.cli.base import (
    add_case_commands,
    add_commands,
    history,
    record,
)
from landbase.cli.derive import derive
from landbase.cli.documents import document, procedure
from landbase.cli.exchange import events
from landbase.cli.files import areas, check, draw
from landbase.cli.help import Commands
from landbase.cli.language import say
from landbase.cli.parcels import add, export, reshape
from landbase.cli.qgis import write_project
from landbase.cli.rates import purchases, rates_of
from landbase.cli.reports import add_report_commands, demo, run_project
from landbase.cli.rules import show_rules
from landbase.cli.server import add_server_commands
from landbase.cli.start import init
from landbase.cli.trust import add_trust_commands

__all__ = ["app"]

app = Commands(
    name="landbase",
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help=say("command.landbase"),
    epilog=say("command.exit_codes"),
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
            help=say("help.version"),
        ),
    ] = False,
    lang: Annotated[
        str,
        typer.Option(
            metavar="zh|en",
            help=say("help.lang"),
        ),
    ] = "zh",
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help=say("help.debug"),
        ),
    ] = False,
) -> None:
    # --lang and --debug are taken out of the arguments before they come here
    del version, lang, debug


app.command(help=say("command.demo"))(demo)
app.command(help=say("command.init"))(init)
app.command(help=say("command.check"))(check)
app.command(help=say("command.areas"))(areas)
app.command(help=say("command.derive"))(derive)
app.command(help=say("command.add"))(add)
app.command(help=say("command.export"))(export)
app.command(help=say("command.record"))(record)
app.command(help=say("command.history"))(history)
add_commands(app)
app.command(
    name="rules",
    help=say("command.rules"),
)(show_rules)
app.command(help=say("command.reshape"))(reshape)
add_case_commands(app)
add_trust_commands(app)
add_server_commands(app)
app.add_typer(events, name="events")
app.command(
    name="map",
    help=say("command.map"),
)(draw)
app.command(name="qgis", help=say("command.qgis"))(write_project)
app.command(name="run", help=say("command.run"))(run_project)
app.command(
    name="reconcile",
    help=say("command.reconcile"),
)(reconcile_files)
app.command(
    name="progress",
    help=say("command.progress"),
)(progress_of)
app.command(name="rates", help=say("command.rates"))(rates_of)
app.command(name="purchases", help=say("command.purchases"))(purchases)
add_report_commands(app)
app.command(help=say("command.document"))(document)
app.command(help=say("command.procedure"))(procedure)
