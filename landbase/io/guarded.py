"""Start the child that reads formats whose native reader can crash, within bounds."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from landbase.errors import SourceError
from landbase.io.layers import (
    ARC_OPTIONS,
    ARC_STEP_DEGREES,
    LayerRead,
    child_environment,
    is_long,
    plain_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

__all__ = ["Answer", "read_guarded"]

MEMORY_BYTES = 4 * 1024**3
LARGEST_BYTES = 1024**3
_SECONDS = 60.0
_BYTES_PER_SECOND = 500_000.0
_CHILD = Path(__file__).with_name("child.py")
_NUMBERS = {"OFTInteger", "OFTInteger64", "OFTReal"}


@dataclass(frozen=True)
class Answer:
    """What the child read, with what driver, why others failed, GDAL's warnings.

    `about` is what a drawing says of itself: its version and codepage.
    """

    layers: list[LayerRead]
    driver: str
    faults: str
    warned: str
    about: Mapping[str, Any] = field(default_factory=dict)


def read_guarded(
    path: Path,
    *,
    name: str,
    drivers: Sequence[str],
    encoding: str | None = None,
    layers: Sequence[str] | None = None,
    seconds: float | None = None,
) -> Answer:
    """Read a file in a child process, by the first driver that survives it.

    All layers, or those named.

    Raises
    ------
    SourceError
        The file is too large, or no driver reads it within the bounds.
    """
    size = sum(part.stat().st_size for part in path.parent.iterdir() if part.is_file())
    if size > LARGEST_BYTES:
        raise SourceError("file_too_large_guarded", name=name, limit=LARGEST_BYTES)
    wait = _SECONDS + size / _BYTES_PER_SECOND if seconds is None else seconds
    request = path.parent / "request.json"
    answer = path.parent / "answer.json"
    what: dict[str, Any] = {"path": path.name, "answer": str(answer)}
    what |= {
        "layers": layers,
        "encoding": encoding,
        "memory": MEMORY_BYTES,
        "arc_step": ARC_STEP_DEGREES,
    }
    faults: list[str] = []
    for driver in drivers:
        answer.unlink(missing_ok=True)
        request.write_text(json.dumps({**what, "driver": driver}), encoding="utf-8")
        fault = _run(request, driver, wait)
        if not fault and answer.is_file():
            given = json.loads(answer.read_text("utf-8"))
            if "error" not in given:
                return _understood(given, driver, "; ".join(faults))
            fault = given["error"]
        said = plain_words(fault or "no answer", copy=path, name=name)
        faults.append(f"{driver}: {said}")
    raise SourceError("file_unreadable_guarded", name=name, faults=faults)


def _run(request: Path, driver: str, seconds: float) -> str:
    """Run the child; gives what went wrong, or nothing."""
    own = {"PYTHONUTF8": "1", "XDG_CONFIG_HOME": str(request.parent)}
    environment = {**child_environment(driver), **ARC_OPTIONS, **own}
    command = [sys.executable, "-P", str(_CHILD), str(request)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, and no shell
            command,
            cwd=request.parent,  # its plain name, whatever the folders are called
            env=environment,
            capture_output=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return f"the reader took longer than {seconds:.0f} s and was stopped"
    if done.returncode:
        return f"the reader crashed (exit code {done.returncode})"
    return ""


def _understood(given: dict[str, Any], driver: str, faults: str) -> Answer:
    """Turn what came as JSON into arrays."""
    layers = []
    for layer in given["layers"]:
        wkb, cells = layer.pop("wkb"), layer.pop("cells")
        layers.append(
            LayerRead(
                wkb=None if wkb is None else _objects(map(_from_hex, wkb)),
                cells=[
                    _numbers(column) if kind in _NUMBERS else _objects(column)
                    for column, kind in zip(cells, layer["types"], strict=True)
                ],
                **layer,
            )
        )
    return Answer(layers, driver, faults, given["warnings"], given.get("about", {}))


def _numbers(column: list[Any]) -> npt.NDArray[Any]:
    """Make an array of numbers; long whole ones among missing ones become text."""
    there = [value for value in column if value is not None]
    if len(there) == len(column):
        return np.array(column)
    if all(isinstance(value, int) for value in there) and is_long(np.array(there)):
        return _objects(None if value is None else str(value) for value in column)
    return np.array(column, dtype=np.float64)


def _from_hex(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)


def _objects(values: Iterable[Any]) -> npt.NDArray[np.object_]:
    listed = list(values)
    held = np.empty(len(listed), dtype=object)
    held[:] = listed
    return held
