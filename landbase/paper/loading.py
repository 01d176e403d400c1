"""The door to matplotlib: loaded once, without a wait that has no end.

When first loaded, matplotlib asks the system which fonts there are (`fc-list`, on
macOS `system_profiler`) and waits for the answer without a limit. `fc-list` itself
waits for a lock on the font cache while another program rebuilds that, so a map could
stand idle for good. Here the question has a limit; without an answer matplotlib looks
through the usual folders itself.
"""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from landbase.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["bounded_questions", "load_matplotlib"]

_SECONDS = 10.0


@contextmanager
def bounded_questions(seconds: float = _SECONDS) -> Iterator[None]:
    """Let no `subprocess.check_output` take longer than some seconds."""
    unbounded = subprocess.check_output

    def bounded(*command: Any, **options: Any) -> Any:
        try:
            return unbounded(*command, **{"timeout": seconds, **options})
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(str(error)) from error

    subprocess.check_output = bounded  # matplotlib offers no other way
    try:
        yield
    finally:
        subprocess.check_output = unbounded


def load_matplotlib() -> None:
    """Load what matplotlib loads slowly: its list of fonts."""
    try:
        with bounded_questions():
            import matplotlib.font_manager  # noqa: F401 - for what it does when loaded
    except ImportError as error:
        raise MissingDependencyError("need_matplotlib") from error
