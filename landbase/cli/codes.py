"""Exit codes of the command line; documented in docs/command-line.md."""

from __future__ import annotations

__all__ = ["CLEAN", "FAILED", "FINDINGS", "UNUSABLE", "USAGE"]

CLEAN, FINDINGS, USAGE, UNUSABLE, FAILED = range(5)
