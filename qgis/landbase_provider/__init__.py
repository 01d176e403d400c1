"""landbase in QGIS: its commands as algorithms of the Processing toolbox."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name that QGIS calls
    """Make the plugin."""
    from .plugin import Plugin

    return Plugin(iface)
