"""`main`: one place where every error becomes a message and an exit code."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, NoReturn, TextIO

from landbase.cli.codes import CLEAN, FAILED, UNUSABLE, USAGE
from landbase.cli.words import lang, say, take_language
from landbase.errors import LandbaseError, LandbaseWarning
from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

_SHOWN = 10


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments
        What follows the command's name; by default those of the process.

    Raises
    ------
    SystemExit
        Always: 0 clean, 1 findings, 2 usage, 3 data that could not be used, 4 a
        fault of the program.
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        rest = take_language(sys.argv[1:] if arguments is None else arguments)
    except ValueError as error:
        _tell(str(error))
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
            _tell(line)
        return UNUSABLE
    except OSError as error:
        if debug:
            raise
        _tell(_blocked(error))
        return UNUSABLE
    except Exception as error:
        if debug:
            raise
        _tell(say("told.program_failed", kind=type(error).__name__, error=error))
        return FAILED


def _run(arguments: list[str]) -> int:
    from landbase.cli.app import app

    try:
        app(arguments, prog_name="landbase")
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else CLEAN
        if code == USAGE:
            _tell(say("told.usage_wrong"))
        return code
    return CLEAN


def _blocked(error: OSError) -> str:
    """Say which file or folder the system does not let us use, and why."""
    path, why = error.filename or "", error.strerror or str(error)
    return say("told.file_blocked", path=path, why=why)


def _explained(error: LandbaseError) -> Iterator[str]:
    """Say what an error means, then its own words or the rows at fault."""
    meanings = words("cli", lang()).part("error")
    names = [kind.__name__ for kind in type(error).__mro__]
    meaning = next(meanings[name] for name in names if name in meanings)
    yield say("told.error", error=meaning)
    issues = getattr(error, "issues", None)
    faults = None if issues is None else issues.of_severity("error")
    own = say("told.it", error=error)
    messages = faults.table[f"message_{lang()}"].tolist() if faults else []
    if not any(message in own for message in messages):  # listed below
        yield say("told.detail", detail=own)
    # what reading had noted so far, without an error, is not why it stopped
    yield from (f"  - {message}" for message in messages[:_SHOWN])
    if (more := len(messages) - _SHOWN) > 0:
        yield say("told.more", more=more)


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
    _tell(say("told.note", note=message))


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the code page; what cannot be written is escaped."""
    if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(
        stream, "reconfigure"
    ):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
