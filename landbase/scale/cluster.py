"""Who does the work: threads, processes, or the workers of a cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from landbase.errors import MissingDependencyError, SourceError
from landbase.scale.partitions import require_dask

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LOCAL", "connected"]

LOCAL = ("threads", "processes")  # of this machine, without a cluster
_PATIENCE = 15  # seconds that a scheduler, and then its first worker, may take


@contextmanager
def connected(scheduler: str | None) -> Iterator[None]:
    """Let a scheduler do what is computed inside; say what is wrong with it.

    Raises
    ------
    SourceError
        There is no scheduler at the address, it has no workers, or workers die again
        and again over one task.
    MissingDependencyError
        dask is not installed (extra `scale`).
    """
    require_dask()
    if scheduler is None:
        yield
    elif scheduler in LOCAL:
        import dask

        with dask.config.set(scheduler=scheduler):
            yield
    else:
        with _cluster(scheduler):
            yield


@contextmanager
def _cluster(address: str) -> Iterator[None]:
    try:
        from distributed import Client
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise MissingDependencyError("need_dask") from error
    try:
        client = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call] # as dask has it
    except (OSError, TimeoutError, ValueError) as error:
        raise SourceError("scheduler_away", address=address, error=error) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise SourceError("scheduler_without_workers", address=address) from error
        try:
            yield
        except KilledWorker as error:
            raise SourceError("workers_died", address=address) from error
        except FutureCancelledError as error:
            raise SourceError("scheduler_lost", address=address) from error
