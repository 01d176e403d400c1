"""Who does the work: threads, processes, or the workers of a cluster."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from landbase.errors import DataError, MissingDependencyError, SourceError
from landbase.scale.partitions import require_dask

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["connected", "is_scheduler"]

_LOCAL = ("threads", "processes")  # of this machine, without a cluster
_PROTOCOLS = ("tcp", "tls")
_PATIENCE = 15  # seconds that a scheduler, and then its first worker, may take


def is_scheduler(text: str) -> bool:
    """Tell whether a text names who computes: an address, or what this machine has.

    Examples
    --------
    >>> is_scheduler("tcp://10.1.1.8:8786"), is_scheduler("tcp://10.1.1.8:port")
    (True, False)
    """
    if text in _LOCAL:
        return True
    try:
        parts = urlsplit(text)
        return bool(parts.scheme in _PROTOCOLS and parts.hostname and parts.port)
    except ValueError:  # the port is no number, or none that there can be
        return False


@contextmanager
def connected(scheduler: str | None) -> Iterator[None]:
    """Let a scheduler do what is computed inside; say what is wrong with it.

    Raises
    ------
    DataError
        It is neither an address nor "threads" or "processes".
    SourceError
        There is no scheduler at the address, it has no workers or is lost on the way,
        or workers die again and again over one task.
    MissingDependencyError
        dask is not installed (extra `scale`).
    """
    require_dask()
    if scheduler is not None and not is_scheduler(scheduler):
        raise DataError("scheduler_unknown", given=scheduler)
    if scheduler is None:
        yield
    elif scheduler in _LOCAL:
        import dask

        with dask.config.set(scheduler=scheduler):
            yield
    else:
        with _unlogged(), _cluster(scheduler):
            yield


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep the client's log off the screen: what it comes to is said as an error."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


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
    except TypeError as error:  # as dask tells of what a protocol needs
        # such a failure leaves one half made, which the next run would take for its own
        Client.current().close()  # type: ignore[no-untyped-call] # as dask has it
        protocol = urlsplit(address).scheme
        raise SourceError(
            "scheduler_protocol", address=address, protocol=protocol
        ) from error
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
