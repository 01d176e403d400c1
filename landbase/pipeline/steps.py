"""Names of the steps of a run, for whoever shows how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

__all__ = ["Step", "Tell", "keep_quiet"]

Step: TypeAlias = Literal["read", "check", "keep", "measure", "draw", "report"]
# called with the step and what it is about, such as a file's name
Tell: TypeAlias = Callable[[Step, str], None]


def keep_quiet(step: Step, about: str) -> None:
    """Tell nobody."""
