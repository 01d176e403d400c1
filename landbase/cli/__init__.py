"""The command line: parse, call, show, exit code; errors in the staff's language."""

from landbase.cli.entry import main

__all__ = ["main"]
