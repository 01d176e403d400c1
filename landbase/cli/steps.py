"""Progress of long work on a terminal, with the time left; elsewhere silence."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress_bar import ProgressBar
from rich.text import Text

from landbase.cli.language import say

if TYPE_CHECKING:
    from landbase.parcels.files import Tell
    from landbase.project import Project

__all__ = ["PROGRESS", "Clock", "Part", "check_plan", "duration", "run_plan", "steps"]

# set by a program that runs commands and shows their progress itself, as QGIS does
PROGRESS = "LANDBASE_PROGRESS"
_BAR = 24
_TICKS = 4  # a second
# Seconds per byte of the files read, before the work itself has shown how long it
# takes; and how long the steps take beside reading, measured on 100,000 parcels.
_RATE = 1.2e-7
_SHARES = {"check": 4.0, "keep": 15.0, "measure": 0.4, "draw": 1.7}
_PRODUCT = 1.5
_SAYS_LITTLE = 2e7  # bytes; a smaller file takes what starting takes
_PACKED = 3  # how much larger an archive is when unpacked, about


class Part(NamedTuple):
    """One step that is planned: what, about what, and how much work next to others."""

    step: str
    about: str
    weight: float


def _size(path: Path) -> float:
    """Weigh a file or folder by its bytes, with what lies beside it."""
    if path.is_dir():
        return float(sum(p.stat().st_size for p in path.rglob("*") if p.is_file()))
    if not path.exists():
        return 1.0
    beside = path.parent.glob(f"{path.stem}.*") if path.suffix else [path]
    packed = _PACKED if path.suffix.lower() == ".zip" else 1
    return float(sum(p.stat().st_size for p in beside if p.is_file()) * packed) or 1.0


def _read_parts(files: Iterable[Path]) -> list[Part]:
    return [Part("read", path.name, _size(path)) for path in files]


def check_plan(files: Iterable[Path]) -> list[Part]:
    """Plan the reading and checking of files."""
    reading = _read_parts(files)
    total = sum(part.weight for part in reading)
    return [*reading, Part("check", "", _SHARES["check"] * total)]


def run_plan(project: Project) -> list[Part]:
    """Plan a run of a project file."""
    outlines = [project.banners.path] if project.banners is not None else []
    inputs = [file for source in project.input for file in source.files]
    ledger = [project.ledger.path] if project.ledger is not None else []
    reading = _read_parts([*outlines, *inputs, *ledger])
    total = sum(_size(path) for path in inputs)
    products = () if project.report is None else project.report.products
    return [
        *reading,
        *(Part(step, "", share * total) for step, share in _SHARES.items()),
        *(Part("report", product, _PRODUCT * total) for product in products),
    ]


@dataclass
class Clock:
    """What of a plan is done, and from that how much time is left."""

    plan: Sequence[Part]
    now: Callable[[], float] = time.monotonic
    at: int = -1
    started: float = field(default=0.0, init=False)
    begun: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.started = self.begun = self.now()

    def tell(self, step: str, about: str) -> None:
        """Go on to a step of the plan; those passed over count as done."""
        later = range(self.at + 1, len(self.plan))
        found = [
            number
            for number in later
            if self.plan[number].step == step and self.plan[number].about in {about, ""}
        ]
        if found:
            self.at, self.begun = found[0], self.now()

    @property
    def _done(self) -> float:
        return sum(part.weight for part in self.plan[: max(self.at, 0)])

    @property
    def _current(self) -> tuple[float, float]:
        """Give how long the step has run, and how long it is expected to run."""
        running = self.now() - self.begun
        weight = self.plan[self.at].weight if self.at >= 0 else 0.0
        # a step that takes longer than expected is taken to be near its end
        return running, max(weight * self._rate, running / 0.9)

    @property
    def _rate(self) -> float:
        took = self.begun - self.started if self.at > 0 else 0.0
        return (took + _SAYS_LITTLE * _RATE) / (self._done + _SAYS_LITTLE)

    def left(self) -> float:
        """Give the seconds that are left, about."""
        running, expected = self._current
        later = sum(part.weight for part in self.plan[self.at + 1 :])
        return expected - running + later * self._rate

    def share(self) -> float:
        """Give the share that is done, between 0 and 1."""
        gone = self.now() - self.started
        whole = gone + self.left()
        return gone / whole if whole > 0 else 0.0


def duration(seconds: float) -> str:
    """Say how long something takes, as exactly as an estimate is."""
    minutes, rest = divmod(int(seconds), 60)
    if minutes >= 10:  # noqa: PLR2004 - seconds no longer matter
        return say("say.minutes", minutes=minutes)
    if minutes:
        return say("say.minutes_seconds", minutes=minutes, seconds=rest // 10 * 10)
    return say("say.seconds", seconds=max(rest, 1))


class _Bar(ProgressColumn):
    """How much of the plan is done."""

    def render(self, task: Task) -> ProgressBar:
        clock: Clock = task.fields["clock"]
        return ProgressBar(total=1.0, completed=clock.share(), width=_BAR)


class _Left(ProgressColumn):
    """How much time is left."""

    def render(self, task: Task) -> Text:
        clock: Clock = task.fields["clock"]
        return Text(say("say.time_left", time=duration(clock.left())), style="dim")


@contextmanager
def steps(plan: Sequence[Part] = ()) -> Iterator[Tell]:
    """Show what is being done while it is done, on a terminal only."""
    screen = Console(file=sys.stderr)
    if not screen.is_terminal:
        yield _tell_line if os.environ.get(PROGRESS) == "lines" else _silent
        return
    clock = Clock(plan)
    timed = (_Bar(), _Left()) if plan else ()
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), *timed)
    with Progress(
        *columns, console=screen, transient=True, refresh_per_second=_TICKS
    ) as progress:
        task = progress.add_task("", total=None, clock=clock)

        def tell(step: str, about: str) -> None:
            clock.tell(step, about)
            progress.update(task, description=f"{say(f'step.{step}')} {about}")

        yield tell


def _tell_line(step: str, about: str) -> None:
    """Say it in a line, for a program that shows it in its own way."""
    sys.stderr.write(f"{say(f'step.{step}')} {about}\n")
    sys.stderr.flush()


def _silent(step: str, about: str) -> None:
    del step, about
