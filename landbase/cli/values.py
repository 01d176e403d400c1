"""What users type, understood: categories, days, terms in either language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import typer

from landbase.cli.words import lang, say

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.store import LandBase

__all__ = ["as_day", "as_term", "existing_base"]


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
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(say("told.day_wrong", text=text)) from error


def as_term(kind: str, text: str) -> str:
    """Find the code of a word in Chinese or English.

    Parameters
    ----------
    kind
        Which vocabulary.
    text
        A code, label or alias.

    Returns
    -------
    code
        The code.

    Raises
    ------
    BadParameter
        No term answers to it; the message lists those there are.
    """
    from landbase.vocabulary import Vocabulary

    words = Vocabulary.default()
    found = words.find(kind, text)
    if found is None:
        known = [
            f"{words.label(kind, code, lang())} ({code})" for code in words.codes(kind)
        ]
        raise typer.BadParameter(say("told.word_unknown", text=text, known=known))
    return found


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
