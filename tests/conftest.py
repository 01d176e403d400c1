"""Fixtures that several test files share."""

from __future__ import annotations

import http.server
import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from browsing import leave
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from servers import Bases, Server

ROOT = Path(__file__).resolve().parent.parent
# run by the Python of QGIS; read by mypy, not run
collect_ignore = ["qgis_reading.py", "wrong_names.py"]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# How long one example takes says more of the machine than of the code. All else stays
# as Hypothesis has it, which differs in CI.
settings.register_profile("landbase", settings(), deadline=None)
settings.load_profile("landbase")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run in CI fail when a test was skipped: there, everything is there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and _wanting(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why, and how many attacks of each kind were made."""
    if counted := _counted(terminalreporter):
        told = "; ".join(f"{number:,} {what}" for what, number in counted.items())
        terminalreporter.write_line(f"attacks: {told}")
    if IN_CI and _wanting(terminalreporter):
        terminalreporter.write_line("in CI no test may be skipped", red=True)


def _wanting(reporter: pytest.TerminalReporter) -> bool:
    """Tell of tests skipped for want of something; what a machine forbids is none."""
    skipped = reporter.stats.get("skipped", ())
    return any("not allowed here" not in str(one.longrepr) for one in skipped)


_COUNTED = "attacks: "


class Count(Protocol):
    """Adds to the counts of attacks that the end of a run prints."""

    def __call__(self, what: str, number: int = 1, /) -> None:
        """Say what was made, and how often."""


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Count:
    """Count attacks by what was made."""
    return lambda what, number=1, /: record_property(_COUNTED + what, number)


def _counted(reporter: pytest.TerminalReporter) -> dict[str, int]:
    """Sum what tests counted, on whatever processor they ran."""
    sums: dict[str, int] = {}
    ended = reporter.stats.get("passed", []) + reporter.stats.get("failed", [])
    for name, number in (pair for one in ended for pair in one.user_properties):
        if name.startswith(_COUNTED):
            what = name.removeprefix(_COUNTED)
            sums[what] = sums.get(what, 0) + int(number)
    return dict(sorted(sums.items()))


# The files whose few tests take longest. Those that run side by side begin with them:
# one begun last would leave the other processors idle.
LONG = (
    *("test_docs_site", "test_docs_commands", "test_cli", "test_store_exchange"),
    *("test_products", "test_hostile_files", "test_wheel", "test_fuzz"),
    *("test_store_rights", "test_store_postgres"),
    *("test_store_many_hands", "test_store_writes", "test_parcels_convert"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of those files first, in that order; files alone are no servers."""
    items[:] = [item for item in items if not _of_no_server(item)]
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))


def _of_no_server(item: pytest.Item) -> bool:
    """Tell of a test on a server that is about the file itself."""
    told = getattr(item, "callspec", None)
    on_server = told is not None and told.params.get("base_factory") == "server"
    return on_server and item.get_closest_marker("of_file") is not None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files kept beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the real files in ../shared/data")
    return folder


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Listen on loopback; give the address and what was asked there."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815 - names of the protocol

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """An empty folder whose path has Chinese letters and a space, as desktops do."""
    folder = tmp_path / "批而未供 数据"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Callable[[], Browser]]:
    """Give the one Chromium that runs, without a window; start it anew if it died."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and not IN_CI:
        pytest.skip("needs chromium: apt install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    started: list[Browser] = []
    with sync_playwright() as playwright:

        def running() -> Browser:
            if not (started and started[-1].is_connected()):
                started.append(
                    playwright.chromium.launch(
                        executable_path=path, args=["--no-sandbox"]
                    )
                )
            return started[-1]

        yield running
        if started:
            started[-1].close()


@pytest.fixture
def browser(chromium: Callable[[], Browser]) -> Iterator[Browser]:
    """Chromium, in which nothing is open: pages left open slow those of later tests."""
    running = chromium()
    yield running
    if running.is_connected():
        leave(running)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server of PostgreSQL with PostGIS that is there for the tests alone."""
    from servers import running_server, server_programs

    programs = server_programs()
    if programs is None and not IN_CI:
        pytest.skip("needs a server and psycopg: run tests/system_parts.sh")
    assert programs is not None, "tests/system_parts.sh installs the server"
    with running_server(programs) as running:
        yield running


@pytest.fixture(params=["file", "server"])
def base_factory(request: pytest.FixtureRequest, work: Path) -> Iterator[Bases]:
    """Make land bases by name: the test runs on files, and again on a server."""
    from servers import Bases

    on_server = request.param == "server"
    made = Bases(work, request.getfixturevalue("server") if on_server else None)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A land base with something in every table."""
    from tampering import make_full_base

    path = tmp_path_factory.mktemp("库") / "土地 库.gpkg"
    base = make_full_base(path)
    assert not len(base.verify().of_severity("error", "warning"))
    return path


@pytest.fixture
def copy(full: Path, work: Path) -> Path:
    """A copy of it that a test may change."""
    from tampering import copy_base

    return copy_base(full, work / "土地 库.gpkg")
