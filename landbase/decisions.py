"""Names of `landbase.decisions`, for one more release; see `landbase.cases`."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

from landbase.errors import LandbaseWarning

_HOMES = ("landbase.cases",)


def __getattr__(name: str) -> Any:
    """Find a name where it is now, and tell of it."""
    for home in _HOMES:
        module = import_module(home)
        if name in module.__all__:
            warnings.warn(
                f"landbase.decisions.{name} 已移至 {home} / "
                f"landbase.decisions.{name} is in {home} now",
                LandbaseWarning,
                stacklevel=2,
            )
            return getattr(module, name)
    raise AttributeError(f"module 'landbase.decisions' has no attribute {name!r}")
