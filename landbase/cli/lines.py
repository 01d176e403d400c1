"""Lines of text on a terminal: broken between words or letters, not in a figure."""

from __future__ import annotations

import re
import sys

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

__all__ = ["console", "line_starts", "show_text"]

_PIPE_WIDTH = 200


def console(*, aside: bool = False) -> Console:
    """Make a console on standard output as it is now, or aside, on standard error."""
    stream = sys.stderr if aside else sys.stdout
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False)


# what stays whole: blanks; a path; a word or a figure with its unit; one Chinese letter
_PIECE = re.compile(
    r"\s+|[\w.~:-]*(?:[/\\][\w.~-]+)+[/\\]?"
    r"|[!-~²³°±–]+(?:(?<=[\d%])[亩宗条个份次年月日])?|.",
    re.DOTALL,
)
_OPEN = "（“‘《〈【〔「『"
_CLOSE = "，。；：、！？）”’》〉】〕」』…—％"
# a list's mark or an arrow, under whose text the next lines begin
_MARK = re.compile(r"\s*(?:[-→·] ?)?")


def line_starts(text: str, width: int, *, hang: int = 0) -> list[int]:
    """Give where the lines after the first begin; they are indented by `hang` letters.

    What is longer than a line is left to the terminal, so that a path can be copied.

    Examples
    --------
    >>> text = "登记面积68,820.56平方米与图形面积不符。"
    >>> starts = line_starts(text, 16)
    >>> [text[a:b] for a, b in zip([0, *starts], [*starts, None])]
    ['登记面积', '68,820.56平方米', '与图形面积不符。']
    """
    starts: list[int] = []
    used = begun = 0
    for start, piece in _pieces(text):
        size = cell_len(piece)
        if begun < start and used + cell_len(piece.rstrip()) > width:
            begun = start + len(piece) if piece.isspace() else start
            starts.append(begun)
            used = hang + (0 if piece.isspace() else size)
        else:
            used += size
    return [start for start in starts if start < len(text)]


def _pieces(text: str) -> list[tuple[int, str]]:
    """Part a text at where it may be broken; marks stay with what they belong to."""
    parts: list[tuple[int, str]] = []
    opened = False
    for found in _PIECE.finditer(text):
        piece = found[0]
        if parts and (opened or piece in _CLOSE):
            start, before = parts.pop()
            parts.append((start, before + piece))
        else:
            parts.append((found.start(), piece))
        opened = piece in _OPEN
    return parts


def show_text(
    text: str | Text, *, hang: int | None = None, aside: bool = False
) -> None:
    """Show sentences; a terminal gets them in lines, a file or pipe as they are.

    The lines after the first are indented by `hang` letters, or as the text begins.
    """
    screen = console(aside=aside)
    made = Text(text) if isinstance(text, str) else text
    if not screen.is_terminal:
        screen.print(made, soft_wrap=True)
        return
    for line in made.split("\n", allow_blank=True):
        mark = _MARK.match(line.plain)
        indent = cell_len(mark[0]) if hang is None and mark else hang or 0
        starts = line_starts(line.plain, screen.width, hang=indent)
        for number, part in enumerate(line.divide(starts)):
            part.rstrip()
            if number:
                part.pad_left(indent)
            screen.print(part, soft_wrap=True)
