"""The whole way at once: from a project file to land base, lists, table and map."""

from landbase.pipeline.check import CheckResult, check_files
from landbase.pipeline.published import compare_published
from landbase.pipeline.run import RunResult, run

__all__ = [
    "CheckResult",
    "RunResult",
    "check_files",
    "compare_published",
    "run",
]
