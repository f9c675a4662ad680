"""Runs the live application under granian, which measured eight times quicker than uvicorn here."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from mutugraph.engine.memory import give_back, share_one_arena
from mutugraph.engine.sandbox import end_with_parent
from mutugraph.settings import Settings
from mutugraph.web.listening import when_answering

if TYPE_CHECKING:
    from mutugraph.web.live import Live

_BACKLOG = 2048
_OWN_DESCRIPTORS = 256


def run(
    settings: Settings,
    *,
    host: str,
    port: int,
    workers: int,
    source: Path | None = None,
    ready: Callable[[], None] | None = None,
    check: Callable[[Path], Callable[[], None]] | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM, then lets the requests under way come to their end.

    The query processes are shared out among the `workers` processes; `ready` is called once, when a
    request is answered. `check` is given the folder of what the processes share; what it returns
    runs beside the start.
    """
    connections = _connections(settings.limits.connections, workers)
    share_one_arena()
    with tempfile.TemporaryDirectory(prefix="mutugraph-") as shared:
        gc.disable()  # what is imported stays: to go through it again and again finds nothing
        if check:
            _aside(check(Path(shared)))
        import mutugraph.web.live  # noqa: F401, PLC0415 - before the forks, beside the check

        gc.freeze()  # nor do the forks go through it, and copy its pages
        gc.enable()
        give_back()
        server = Granian(
            "mutugraph",
            address=host,
            port=port,
            workers=workers,
            interface=Interfaces.ASGI,
            http=HTTPModes.http1,  # waiting for the first bytes of HTTP/2 has no end
            backlog=_BACKLOG,
            backpressure=max(1, connections // workers),
            http1_settings=HTTP1Settings(header_read_timeout=int(settings.limits.body_s * 1000)),
            websockets=False,
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=int(settings.limits.deadline_s) + 2,
        )
        if ready is not None:
            server.on_startup(partial(when_answering, host, port, ready))
        share = max(1, settings.limits.workers // workers)
        own = replace(settings, limits=replace(settings.limits, workers=share))
        load = partial(_application, own, source, Path(shared))
        server.serve(target_loader=load, wrap_loader=False)


def _connections(wanted: int, workers: int) -> int:
    """As many as the system has descriptors for, each process's own left out."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    room = wanted if hard == resource.RLIM_INFINITY else (hard - _OWN_DESCRIPTORS) * workers
    return max(workers, min(wanted, room))


def _aside(work: Callable[[], None]) -> None:
    """Runs a work in a fork, which a thread waits for."""
    forked = multiprocessing.get_context("fork").Process(target=work, daemon=True)
    forked.start()
    Thread(target=forked.join, daemon=True).start()


def _application(settings: Settings, source: Path | None, shared: Path) -> Live:
    share_one_arena()
    parent = multiprocessing.parent_process()
    if parent is not None:
        # else it would go on serving; killed, for granian, asked to stop, may wait for itself
        end_with_parent(parent.pid or 0)
    from mutugraph.web.live import Live  # noqa: PLC0415 - known by then

    return Live(settings, source=source, shared=shared)
