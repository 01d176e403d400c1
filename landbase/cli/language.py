"""The language of the command line, chosen before commands are defined; exit codes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from landbase.texts import words

if TYPE_CHECKING:
    from landbase.texts import Lang

__all__ = [
    "CLEAN",
    "FAILED",
    "FINDINGS",
    "UNUSABLE",
    "USAGE",
    "VARIABLE",
    "lang",
    "say",
    "take_language",
]

CLEAN, FINDINGS, USAGE, UNUSABLE, FAILED = range(5)

VARIABLE = "LANDBASE_LANG"
_KNOWN = ("zh", "en")


def lang() -> Lang:
    """Give the language chosen."""
    return "en" if os.environ.get(VARIABLE) == "en" else "zh"


def say(key: str, /, **values: Any) -> str:
    """Give a text of `cli.toml` in the language chosen, filled in."""
    return words("cli", lang())(key, **values)


def take_language(arguments: list[str]) -> list[str]:
    """Take ``--lang`` out of the arguments, wherever it stands, and choose by it."""
    rest, chosen = [], os.environ.get(VARIABLE, "zh")
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--lang":
            chosen = next(words, "")
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
        else:
            rest.append(word)
    if chosen not in _KNOWN:
        raise ValueError(f"--lang / {VARIABLE}: {chosen!r}: zh | en")
    os.environ[VARIABLE] = chosen
    return rest
