"""How result values show themselves in a notebook: what they hold, at a glance."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["html_of"]

_ROWS = 5


def html_of(parts: Mapping[str, Any]) -> str:
    """Show the parts of a value, each under its label: figures, then tables."""
    labels = words("report", "zh").part("shown")
    lines, tables = [], []
    for name, part in parts.items():
        label = html.escape(labels.get(name, name))
        if isinstance(part, pd.DataFrame):
            lines.append(f"<b>{label}</b>：{len(part):,}")
            plain = pd.DataFrame(part).drop(columns="geometry", errors="ignore")
            tables.append(plain.head(_ROWS).to_html(index=False, na_rep=""))
        elif callable(summary := getattr(part, "summary", None)):  # issues
            lines.append(f"<b>{label}</b>：{len(part):,}")
            tables.append(_counted(summary()) if len(part) else "")
        elif part not in {None, ""}:
            lines.append(f"<b>{label}</b>：{html.escape(str(part))}")
    return f"<p>{'<br>'.join(lines)}</p>{''.join(tables)}"


def _counted(summary: pd.DataFrame) -> str:
    labels = words("report", "zh").part("issues")
    table = summary.reset_index().drop(columns="code")
    table["severity"] = table["severity"].map(labels)
    return str(table.rename(columns=labels).to_html(index=False))
