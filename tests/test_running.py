"""How tests are run: in CI a skipped one fails the run, on one processor or several."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SKIPPED = "import pytest\n\ndef test_one():\n    pytest.skip('not here')\n"
MISSING = "import pytest\n\npytest.importorskip('not_here')\n"
GOOD = "def test_one():\n    assert True\n"


@pytest.mark.parametrize(
    ("options", "text", "code"),
    [
        ((), SKIPPED, 1),
        (("-n", "1"), SKIPPED, 1),
        (("-n", "1"), MISSING, 1),
        (("-n", "1"), GOOD, 0),
    ],
    ids=["here", "on another processor", "a whole file", "none"],
)
def test_in_ci_a_skipped_test_fails_the_run(
    work: Path, options: tuple[str, ...], text: str, code: int
) -> None:
    for name in ("conftest.py", "browsing.py"):
        shutil.copy(ROOT / "tests" / name, work)
    (work / "test_good.py").write_text(GOOD, "utf-8")
    (work / "test_own.py").write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=work,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "CI": "true", "PYTHONUTF8": "1"},
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert ("no test may be skipped" in done.stdout) == bool(code)
    # the line that .ci/run shows once more
    assert re.search(r"^=+ .*passed.* =+$", done.stdout, re.MULTILINE)
