"""Help in the language of the command line, down to its smallest words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_name

from landbase.cli.language import lang, say
from landbase.texts import words

if TYPE_CHECKING:
    from rich.text import Text
    from typer.models import CommandInfo

__all__ = ["Commands"]

_Done = TypeVar("_Done", bound=Callable[..., Any])
_USAGE = "Usage:"
# before typer 0.29 help also shows the name that an argument has in Python
_NAMES_TWICE = tuple(map(int, typer.__version__.split(".")[:2])) < (0, 29)
_HELP = "--help"
_COMPLETION = {
    "--install-completion": "usage.install_completion",
    "--show-completion": "usage.show_completion",
}


def _set_words() -> None:
    """Word what stands around the texts of commands: typer keeps it in its module."""
    from typer import rich_utils  # only for help: it takes long to import

    rich_utils.ARGUMENTS_PANEL_TITLE = say("panel.arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("panel.options")
    rich_utils.COMMANDS_PANEL_TITLE = say("panel.commands")
    rich_utils.ERRORS_PANEL_TITLE = say("panel.error")
    rich_utils.DEFAULT_STRING = say("usage.default", value="{}")
    rich_utils.ENVVAR_STRING = say("usage.variable", name="{}")
    rich_utils.REQUIRED_LONG_STRING = say("usage.required")
    rich_utils.ABORTED_TEXT = say("usage.aborted")
    if lang() == "zh":
        vars(rich_utils)["Columns"] = _line  # laid out as one text


def _line(items: Iterable[Text]) -> Text:
    """Lay the parts of a help in one text, which is folded where there is no blank."""
    from rich.text import Text

    parts = [part for item in items for part in (item, " ")]
    return Text.assemble(*parts[:-1], overflow="fold")


class _Worded:
    """What a command and a group of commands say of their own use."""

    def get_params(self, ctx: Any) -> list[Any]:
        """List the parameters, with the words for what they take."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc] # beside a command
        if lang() == "zh":
            kinds = words("cli", "zh").part("metavar")
            for param in params:
                _word(param, kinds)
        return params

    def get_usage(self, ctx: Any) -> str:
        """Say how the command is written."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc] # beside a command
        return say("usage.usage") + usage.removeprefix(_USAGE).lstrip()

    def format_help(self, *given: Any) -> None:
        """Write the help."""
        _set_words()
        super().format_help(*given)  # type: ignore[misc] # beside a command


def _word(param: Any, kinds: dict[str, str]) -> None:
    """Name in Chinese what a parameter takes; a flag takes nothing."""
    if param.default is None:
        param.show_default = False  # older versions of typer say “None”
    if _HELP in param.opts:
        param.help = say("usage.help")
    for flag, key in _COMPLETION.items():
        if flag in param.opts:
            param.help = say(key)
    if param.metavar is not None:
        param.metavar = kinds.get(param.metavar, param.metavar)
    if _NAMES_TWICE and param.metavar and param.param_type_name == "argument":
        param.opts = []
    if param.metavar is None or param.param_type_name == "argument":
        param.display_type_rich = _nothing


def _nothing(ctx: Any) -> None:
    del ctx


class _Command(_Worded, TyperCommand):
    """One command."""

    def __init__(self, *given: Any, **more: Any) -> None:
        more["options_metavar"] = say("usage.options")
        super().__init__(*given, **more)


class _Group(_Worded, TyperGroup):
    """Several commands under one name."""

    def __init__(self, *given: Any, **more: Any) -> None:
        more["options_metavar"] = say("usage.options")
        more["subcommand_metavar"] = say("usage.subcommand")
        super().__init__(*given, **more)


class Commands(typer.Typer):
    """Commands whose help is in the language chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(cls=_Group, **given)

    def command(
        self, name: str | None = None, **given: Any
    ) -> Callable[[_Done], _Done]:
        """Add a command."""
        return super().command(name, cls=_Command, **given)

    def only(self, word: str) -> Commands:
        """Leave out all commands but the one named: typer builds what each takes."""
        named = [info for info in self.registered_commands if _name(info) == word]
        groups = [info for info in self.registered_groups if info.name == word]
        if not named and not groups:
            return self
        one = copy(self)
        one.registered_commands, one.registered_groups = named, groups
        return one


def _name(info: CommandInfo) -> str:
    return info.name or get_command_name(getattr(info.callback, "__name__", ""))
