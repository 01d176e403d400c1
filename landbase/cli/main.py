"""The program `landbase`: its commands, languages, messages and exit codes."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from typing import Any, NoReturn, TextIO

import typer

from landbase.cli.language import (
    CLEAN,
    FAILED,
    FINDINGS,
    UNUSABLE,
    USAGE,
    lang,
    say,
    take_language,
)
from landbase.cli.lines import show_text
from landbase.errors import LandbaseError, LandbaseWarning
from landbase.texts import words

__all__ = ["in_chinese", "main"]


def _bound(found: re.Match[str]) -> str:
    """Say the bound that a number is beyond."""
    given, least, most = found.groups()
    return f"不能小于{least}" if float(given) < float(least) else f"不能大于{most}"


# the kind of all errors of usage, which typer keeps where no one is to look
_WRONG_USAGE: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
# What typer and pydantic say → Chinese; what is not here is shown as it is.
_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?<=\w)' / '(?=-)", "/"),
        (r"^Missing argument '?(.+?)'?\.$", r"缺少参数“\1”"),
        (r"^Missing option '?(.+?)'?\.$", r"缺少选项“\1”"),
        (r"^Missing parameter '?(.+?)'?\.$", r"缺少参数“\1”"),
        (r"^No such option: (\S+?)(?=[.,]? |$)", r"没有选项“\1”"),
        (r" \(Possible options: (.+)\)$", r"；是否应为“\1”？"),
        (r"[,.]? Did you mean (?:one of: )?'?(.+?)'?\?$", r"；是否应为“\1”？"),
        (r"^No such command '(.+?)'\.?", r"没有命令“\1”"),
        (r"^Option '?(.+?)'? requires an argument\.?$", r"选项“\1”后须填写内容"),
        (r"^Option '?(.+?)'? does not take a value\.?$", r"选项“\1”后不填写内容"),
        (
            r"^Got unexpected extra argument(?:s|\(s\))? \((.+)\)\.?$",
            r"多出“\1”；含空格的路径须加引号",
        ),
        (r"^Invalid value for '?(.+?)'?: ", r"“\1”的值有误："),
        (r"^Invalid value: ", ""),
        (r"Input should be a valid integer.*$", "须为整数"),
        (r"Input should be a valid number.*$", "须为数字"),
        (r"Input should be greater than or equal to (\S+)", r"不能小于\1"),
        (r"Input should be less than or equal to (\S+)", r"不能大于\1"),
        (r"Value error, '(.*?)' is not one of (.+?)\.$", r"不能是“\1”，须为\2之一"),
        # as typer says it that goes by click
        (r"'[^']*' is not a valid integer(?: range)?\.$", "须为整数"),
        (r"'[^']*' is not a valid float(?: range)?\.$", "须为数字"),
        (r"\S+ is not in the range x>=(\S+)\.$", r"不能小于\1"),
        (r"(-?[\d.]+) is not in the range (-?[\d.]+)<=x<=(-?[\d.]+)\.$", _bound),
        (r"'([^']*)' is not one of (.+?)\.$", r"不能是“\1”，须为\2之一"),
        (r"(?<=[a-z])', '(?=[a-z])", "、"),
        (r"须为'(.+)'之一", r"须为\1之一"),
    )
)


def in_chinese(message: str) -> str:
    """Say in Chinese what is wrong with a command.

    Examples
    --------
    >>> in_chinese("Invalid value for '--limit': Input should be a valid integer")
    '“--limit”的值有误：须为整数'
    """
    for pattern, stated in _WORDS:
        message = pattern.sub(stated, message)
    return message


def _tell_usage(error: Any) -> None:
    """Tell of wrong usage in the language of the command line."""
    if lang() == "en" or type(error).__name__ == "NoArgsIsHelpError":
        from typer import rich_utils  # only here: it takes long to import

        rich_utils.rich_format_error(error)
        return
    if error.ctx is not None:
        sys.stderr.write(" ".join(error.ctx.get_usage().split()) + "\n")
    sys.stderr.write(f"错误：{in_chinese(error.format_message())}\n")


_SHOWN = 10


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        rest = take_language(sys.argv[1:] if arguments is None else arguments)
    except ValueError as error:
        _tell_line(str(error))
        sys.exit(USAGE)
    debug = "--debug" in rest
    words = [word for word in rest if word != "--debug"] or ["--help"]
    sys.exit(_guarded(words, debug=debug))


def _guarded(arguments: list[str], *, debug: bool) -> int:
    """Run, and turn what goes wrong into a message; with debug, into a traceback."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default" if debug else "ignore")
            warnings.simplefilter("always", LandbaseWarning)
            warnings.showwarning = _show_warning
            return _run(arguments)
    except LandbaseError as error:
        if debug:
            raise
        for line in _explained(error):
            _tell_line(line)
        return UNUSABLE
    except OSError as error:
        if debug:
            raise
        _tell_line(_blocked(error))
        return UNUSABLE
    except Exception as error:
        if debug:
            raise
        _tell_line(say("say.program_failed", kind=type(error).__name__, error=error))
        return FAILED


def _run(arguments: list[str]) -> int:
    from landbase.cli.app import app  # its texts are in the language chosen by now

    try:
        named = app.only(arguments[0])
        left = named(arguments, prog_name="landbase", standalone_mode=False)
    except SystemExit as error:
        left = error.code
    except typer.Abort:
        _tell_line(say("usage.aborted"))
        return FINDINGS
    except _WRONG_USAGE as error:
        _tell_usage(error)
        left = USAGE
    code = left if isinstance(left, int) else CLEAN
    if code == USAGE:
        _tell_line(say("say.usage_wrong"))
    return code


def _blocked(error: OSError) -> str:
    """Say which file or folder the system does not let us use, and why."""
    from landbase.files import why_blocked

    path, why = error.filename or "", why_blocked(error)
    return say("say.file_blocked", path=path, why=why)


def _explained(error: LandbaseError) -> Iterator[str]:
    """Say what an error means, then its own words or the rows at fault."""
    meanings = words("cli", lang()).part("error")
    names = [kind.__name__ for kind in type(error).__mro__]
    meaning = next(meanings[name] for name in names if name in meanings)
    yield say("say.error", error=meaning)
    issues = getattr(error, "issues", None)
    faults = None if issues is None else issues.of_severity("error")
    own = say("say.it", error=error)
    messages = faults.table[f"message_{lang()}"].tolist() if faults else []
    if not any(message in own for message in messages):  # listed below
        yield say("say.detail", detail=own)
    # what reading had noted so far, without an error, is not why it stopped
    yield from (f"  - {message}" for message in messages[:_SHOWN])
    if (more := len(messages) - _SHOWN) > 0:
        yield say("say.more", more=more)


def _show_warning(  # noqa: PLR0917 - the signature that `warnings` calls
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning as a remark, without the place in our code."""
    del category, filename, lineno, file, line
    note = getattr(message, lang(), message)  # of ours, in the language chosen
    _tell_line(say("say.note", note=note))


def _tell_line(line: str) -> None:
    show_text(line, aside=True)


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the code page; what cannot be written is escaped."""
    if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(
        stream, "reconfigure"
    ):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
