"""Wrong usage, told in Chinese; what typer says in English stays as it is."""

from __future__ import annotations

import re
import sys
from typing import Any

from typer import rich_utils

from landbase.cli.words import lang

__all__ = ["in_chinese", "speak_of_usage"]

_IN_ENGLISH = rich_utils.rich_format_error
# What typer and pydantic say → Chinese; what is not here is shown as it is.
_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^Missing argument '?(.+?)'?\.$", r"缺少参数 \1"),
        (r"^Missing option '?(.+?)'?\.$", r"缺少选项 \1"),
        (r"^Missing parameter '?(.+?)'?\.$", r"缺少参数 \1"),
        (r"^No such option: (\S+)", r"没有选项 \1"),
        (r" \(Possible options: (.+)\)$", r"；是否要用 \1？"),
        (r"[,.]? Did you mean (?:one of: )?(.+)\?$", r"；是否要用 \1？"),
        (r"^No such command '(.+?)'\.?", r"没有命令 \1"),
        (r"^Option '?(.+?)'? requires an argument\.?$", r"选项 \1 后面须写值"),
        (r"^Option '?(.+?)'? does not take a value\.?$", r"选项 \1 后面不写值"),
        (
            r"^Got unexpected extra argument(?:s|\(s\))? \((.+)\)\.?$",
            r"多出了 \1；含空格的路径须加引号",
        ),
        (r"^Invalid value for (.+?): ", r"\1 的值不对："),
        (r"^Invalid value: ", ""),
        (r"Input should be a valid integer.*$", "须为整数"),
        (r"Input should be a valid number.*$", "须为数字"),
        (r"Input should be greater than or equal to (\S+)", r"不能小于 \1"),
        (r"Input should be less than or equal to (\S+)", r"不能大于 \1"),
        (r"Value error, '(.*?)' is not one of (.+?)\.$", r"不能是 \1，须为 \2 之一"),
    )
)


def in_chinese(message: str) -> str:
    """Say in Chinese what is wrong with a command.

    Examples
    --------
    >>> in_chinese("Invalid value for '--limit': Input should be a valid integer")
    "'--limit' 的值不对：须为整数"
    """
    for pattern, words in _WORDS:
        message = pattern.sub(words, message)
    return message


def speak_of_usage() -> None:
    """Let wrong usage be told in the language of the command line."""
    rich_utils.rich_format_error = _tell  # type: ignore[assignment] # the name of its argument differs


def _tell(error: Any) -> None:
    if lang() == "en" or type(error).__name__ == "NoArgsIsHelpError":
        _IN_ENGLISH(error)
        return
    if error.ctx is not None:
        usage = " ".join(error.ctx.get_usage().split()).removeprefix("Usage:")
        sys.stderr.write(f"用法：{usage.strip()}\n")
    sys.stderr.write(f"错误：{in_chinese(error.format_message())}\n")
