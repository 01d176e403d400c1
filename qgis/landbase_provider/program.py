"""Finding, making and running the program landbase. Nothing here needs QGIS.

landbase wants newer libraries than the Python of QGIS carries. It lives in an
environment of its own and is run as a program, which answers in JSON.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - doctests name it
from typing import Callable

VARIABLE = "LANDBASE_COMMAND"
FOLDER = "landbase-env"
PACKAGE = "landbase[report,fast]"
PYTHON = (3, 11)
# what QGIS sets for its own Python and libraries, and would mislead another's
_OF_QGIS = (
    *("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONUSERBASE"),
    *("GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA", "LD_LIBRARY_PATH"),
    *("QT_PLUGIN_PATH", "QGIS_PREFIX_PATH"),
)
_PAUSE = 0.1  # seconds between two looks at whether to stop
_WINDOWS = sys.platform == "win32"

Tell = Callable[[str], None]
Asked = Callable[[], bool]


def _unheard(line: str) -> None:
    """Say nothing."""
    del line


def _never() -> bool:
    """Go on."""
    return False


class NotFoundError(Exception):
    """There is no landbase, or no Python to make an environment with."""


class StoppedError(Exception):
    """Someone asked to stop."""


@dataclass(frozen=True)
class Done:
    """What a program gave: its exit code, its output, what it said beside."""

    code: int
    out: str
    err: str


def script_of(folder: Path, name: str = "landbase") -> Path:
    """Name a program of an environment.

    Examples
    --------
    >>> script_of(Path("env")).parts[0]
    'env'
    """
    return folder / ("Scripts" if _WINDOWS else "bin") / (name + ".exe" * _WINDOWS)


def find(setting: str, profile: Path) -> str:
    """Find landbase: as set, as the variable says, in its own environment, on the path.

    Raises
    ------
    NotFoundError
        It is in none of these places, or not where the setting or variable says.
    """
    for named in (setting, os.environ.get(VARIABLE, "")):
        if named.strip():
            found = shutil.which(named.strip())
            if found is None:
                raise NotFoundError(named.strip())
            return found
    own = script_of(profile / FOLDER)
    if own.is_file():
        return str(own)
    found = shutil.which("landbase")
    if found is None:
        raise NotFoundError("landbase")
    return found


def find_python(named: str) -> list[str]:
    """Find a Python that is new enough, with the words that start it.

    Raises
    ------
    NotFoundError
        There is none.
    """
    minors = range(14, PYTHON[1] - 1, -1)
    candidates = [[named]] if named.strip() else []
    if not candidates and _WINDOWS:
        candidates = [["py", f"-3.{minor}"] for minor in minors]
    elif not candidates:
        candidates = [[f"python3.{minor}"] for minor in minors] + [["python3"]]
    test = f"import sys, venv; sys.exit(sys.version_info < {PYTHON})"
    for words in candidates:
        if shutil.which(words[0]) is None:
            continue
        done = run([*words, "-c", test])
        if done.code == 0:
            return words
    raise NotFoundError(named.strip() or "Python >= 3.11")


def make(
    folder: Path,
    *,
    python: str = "",
    package: str = "",
    wheels: str = "",
    tell: Tell = _unheard,
    stop: Asked = _never,
) -> str:
    """Make an environment with landbase in it; give the program.

    Raises
    ------
    NotFoundError
        There is no Python, or landbase could not be installed.
    """
    offline = ["--no-index", "--find-links", wheels] if wheels else []
    pip = [str(script_of(folder, "python")), "-m", "pip", "install"]
    steps = (
        [*find_python(python), "-m", "venv", str(folder)],
        [*pip, "--disable-pip-version-check", *offline, package or PACKAGE],
    )
    for step in steps:
        tell(" ".join(step))
        done = run(step, tell=tell, stop=stop)
        if done.code:
            raise NotFoundError((done.err or done.out).strip()[-2000:])
    return str(script_of(folder))


def surroundings(lang: str) -> dict[str, str]:
    """Give the variables for landbase: none of QGIS's own, and its language."""
    kept = {k: v for k, v in os.environ.items() if k.upper() not in _OF_QGIS}
    return {
        **kept,
        "LANDBASE_LANG": lang,
        "LANDBASE_PROGRESS": "lines",
        "PYTHONUTF8": "1",
        "PYTHONIOENCODING": "utf-8",
    }


def run(
    words: list[str],
    *,
    lang: str = "zh",
    tell: Tell = _unheard,
    stop: Asked = _never,
) -> Done:
    """Run a program; pass on each line it says beside its output, until told to stop.

    Raises
    ------
    StoppedError
        `stop` said so; the program is ended.
    """
    said: list[str] = []

    def listen(stream: object) -> None:
        for line in stream:  # type: ignore[attr-defined]
            said.append(line)
            tell(line.rstrip())

    # a file, not a pipe: a long answer would fill a pipe that nobody reads yet
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(  # noqa: S603 - the program found above
            words,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.PIPE,
            env=surroundings(lang),
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        listener = threading.Thread(target=listen, args=(process.stderr,))
        listener.start()
        try:
            _wait(process, stop)
        finally:
            listener.join()
            if process.stderr is not None:
                process.stderr.close()
        answer.seek(0)
        out = answer.read().decode("utf-8", "replace")
    return Done(process.returncode, out, "".join(said))


def _wait(process: subprocess.Popen[str], stop: Asked) -> None:
    while True:
        try:
            process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            if stop():
                process.kill()
                process.wait()
                raise StoppedError from None
        else:
            return
