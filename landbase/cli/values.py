"""What users type, understood: categories, days, terms in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from landbase.cli.words import lang, say
from landbase.errors import DataError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from landbase.rules import Rules
    from landbase.store import LandBase

__all__ = ["as_day", "as_term", "day_of", "existing_base"]


def as_day(text: str) -> dt.date:
    """Read a day.

    Parameters
    ----------
    text
        As 2023-07-06.

    Returns
    -------
    day
        The day.

    Raises
    ------
    BadParameter
        It is no day.
    """
    from landbase.values import read_day

    try:
        return read_day(text)
    except DataError as error:
        raise typer.BadParameter(error.zh if lang() == "zh" else str(error)) from error


def day_or_today(text: str | None) -> dt.date:
    """Read a day; without one, give today in the time zone of the rules."""
    from landbase.rules import Rules

    return Rules.default().today() if text is None else as_day(text)


def as_term(kind: str, text: str, *, rules: Rules | None = None) -> str:
    """Find the code of a word in Chinese or English.

    Parameters
    ----------
    kind
        Which vocabulary.
    text
        A code, label or alias.
    rules
        The rules of the land base; for files, those that come with landbase.

    Returns
    -------
    code
        The code.

    Raises
    ------
    BadParameter
        No term answers to it; the message lists those there are.
    """
    from landbase.rules import rules_of

    words = rules_of(rules).vocabulary
    found = words.find(kind, text)
    if found is None:
        known = [
            f"{words.label(kind, code, lang())} ({code})" for code in words.codes(kind)
        ]
        raise typer.BadParameter(say("told.word_unknown", text=text, known=known))
    return found


def day_of(text: str | None, base: LandBase) -> dt.date:
    """Read a day; by default today in the time zone of a land base's rules."""
    return base.rules.today() if text is None else as_day(text)


def existing_base(path: Path) -> LandBase:
    """Open a land base that is there; a missing one is not made.

    Parameters
    ----------
    path
        The .gpkg file.

    Returns
    -------
    base
        The land base.

    Raises
    ------
    BadParameter
        There is no such file, or it is empty.
    """
    from landbase.store import LandBase

    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        raise typer.BadParameter(say("told.no_base", path=path))
    return LandBase.open(path)
