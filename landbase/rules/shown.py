"""How a rule shows itself in a notebook: a table headed in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["shown_table"]


def shown_table(rows: Iterable[Sequence[Any]], names: Sequence[str]) -> str:
    """Write rows as HTML; the names of the columns are keys of the catalogue."""
    labels = words("report", "zh").part("shown")
    table = pd.DataFrame(
        [*rows], columns=[labels[name] for name in names], dtype=object
    )
    return str(table.to_html(index=False, na_rep=""))
