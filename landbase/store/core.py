"""What the parts of a land base have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.store.times import stamp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    import sqlalchemy as sa

    from landbase.rules.schema import Tolerances
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["Core"]


class Core:
    """A file, a clock, and what may be said."""

    path: Path
    vocabulary: Vocabulary
    tolerances: Tolerances
    _engine: sa.Engine
    _clock: Callable[[], dt.datetime]

    def _now(self) -> str:
        return stamp(self._clock())
