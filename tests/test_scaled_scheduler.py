"""Who computes a run: wrong addresses, a scheduler that is lost, equal bytes."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from distributed import default_client
from test_scaled_run import left_with, small

from landbase import scaled_run
from landbase.errors import DataError, SourceError
from landbase.project import Project
from landbase.scale import cluster
from landbase.scale.cluster import connected
from landbase.scaled_run import run_scaled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder, hidden ones too."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


NO_ADDRESS = (
    *("tcp://", "tcp://host", "tcp://host:abc", "tcp://host:99999", "tcp://:8786"),
    *("tcp://[::1", "http://host:1", "x://host:1", "://", "ucx://host:1", "word"),
)


@pytest.mark.parametrize("wrong", NO_ADDRESS)
def test_what_is_no_address_is_said_at_once(wrong: str) -> None:
    with pytest.raises(DataError, match="is no scheduler") as told, connected(wrong):
        pytest.fail("nobody is there to work")
    assert repr(wrong) in str(told.value)
    assert f"“{wrong}”不是调度器" in told.value.zh


def test_a_certificate_that_lacks_is_said() -> None:
    address = "tls://127.0.0.1:8786"
    with pytest.raises(SourceError, match="use tcp://") as told, connected(address):
        pytest.fail("nobody is there to work")
    assert "不能用“tls://”" in told.value.zh
    with pytest.raises(ValueError, match="No client"):  # the next run is not its
        default_client()


@pytest.mark.parametrize(
    "address",
    ["tcp://no-such-host.invalid:8786", "tcp://127.0.0.1:1"],
)
def test_a_host_that_is_not_there_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with (
        pytest.raises(SourceError, match="no scheduler at") as told,
        connected(address),
    ):
        pytest.fail("nobody is there to work")
    assert address in told.value.zh


@pytest.mark.parametrize(
    ("wrong", "code"),
    [("tcp://host:abc", 2), ("ucx://h:1", 2), ("tls://h.invalid:1", 3)],
)
def test_the_command_says_it_in_words(
    tmp_path: Path, wrong: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left_with("run", str(small(tmp_path)), "--scheduler", wrong) == code
    shown = capsys.readouterr().err
    assert wrong in shown
    assert "Traceback" not in shown
    assert not (tmp_path / "结果").exists()


def test_threads_and_processes_write_the_same_bytes(tmp_path: Path) -> None:
    project = Project.load(small(tmp_path))
    made = []
    for name in ("threads", "processes"):
        folder = tmp_path / name
        run_scaled(project.saved_in(folder), scheduler=name, partitions=2)
        made.append(bytes_in(folder))
    assert made[0] == made[1]
    assert {"map.html", "area_table.xlsx", "parcels/part-00001.parquet"} <= {*made[0]}


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler and a worker; give the address, and what to kill."""
    told = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(told)]
    begin: dict[str, Any] = {"stderr": subprocess.DEVNULL}
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler", *common]
    at = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", *common]
    how = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"]
    with (
        subprocess.Popen([*program, *at], **begin) as first,
        subprocess.Popen([*work, *how], cwd=tmp_path, **begin) as second,
    ):
        try:
            while not told.exists() or not told.read_bytes():
                assert first.poll() is None
                time.sleep(0.1)
            yield json.loads(told.read_bytes())["address"], first
        finally:
            for one in (second, first):
                one.kill()


def test_a_scheduler_lost_on_the_way_is_said_and_replaces_nothing(
    tmp_path: Path,
    scheduler: tuple[str, subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address, program = scheduler
    file = small(tmp_path)
    run_scaled(Project.load(file), scheduler="threads", partitions=2)
    before = bytes_in(tmp_path / "结果")

    measure = scaled_run._stock

    def killing(*given: Any) -> Any:
        program.kill()
        program.wait()
        return measure(*given)

    monkeypatch.setattr(scaled_run, "_stock", killing)
    monkeypatch.setattr(cluster, "_PATIENCE", 5)
    logged: list[logging.LogRecord] = []
    logger = logging.getLogger("distributed.client")
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", logged.append)
    logger.addHandler(handler)
    try:
        code = left_with("run", str(file), "--scheduler", address, "--partitions", "3")
    finally:
        logger.removeHandler(handler)
    shown = capsys.readouterr().err
    assert code == 3
    assert address in shown
    assert "连接中断" in shown
    assert "Traceback" not in shown
    assert not logged
    assert bytes_in(tmp_path / "结果") == before


def test_results_that_cannot_be_replaced_stay_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a colleague has the map open: all of it, or nothing."""
    from pathlib import Path as AnyPath

    project = Project.load(small(tmp_path))
    run_scaled(project, partitions=2)
    before = bytes_in(tmp_path / "结果")
    move = AnyPath.replace

    def held(self: Path, target: Path) -> Path:
        if self.name == "map.html" and self.parent.name == "结果":
            raise PermissionError(13, "held")
        return move(self, target)

    monkeypatch.setattr(AnyPath, "replace", held)
    with pytest.raises(SourceError, match=r"map\.html"):
        run_scaled(project, partitions=3)
    assert bytes_in(tmp_path / "结果") == before
