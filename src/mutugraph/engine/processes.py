"""One query process as its server sees it: asked, timed, sent to the long lane, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

from mutugraph.engine import wire
from mutugraph.engine.memory import HEAVY, roughly, take_back
from mutugraph.errors import MutugraphError, QueryCrashed

WHOLE = 1024 * 1024  # an answer up to this size is given whole, a larger one as it comes
_UNREAD = 4 * WHOLE
_PACE_S = 256 * 1024  # bytes that give a query another second
_NICE = 10
_MUCH_S = 1.0
_BUSY = 4  # times its patience has a query for which no core was free


class QueryProcess(asyncio.Protocol):
    """The link to a process; `free` is called when it comes up, can take another query, or dies."""

    def __init__(self, free: Callable[[QueryProcess], None]) -> None:
        self._free = free
        self._received = bytearray()
        self._chunks: list[bytes] = []
        self._size = 0
        self._format = ""
        self._waiter: asyncio.Future[None] | None = None
        self._failure: MutugraphError | None = None
        self._complete = True
        self.ready: wire.Ready | None = None
        self.gone = False
        self.long = False  # in the long lane, for the rest of its life
        self.niced = False  # which cannot be taken back: it is not used again
        self.idle_only = False
        self.stopped = False  # killed, if not dead yet: without a core that takes its time
        self.heavy = False  # has been seen to take much memory, in the long lane
        self.client = ""  # whose query it is
        self.since: float | None = None  # since when it has been computing for its client
        self._began: float | None = None  # when the query was asked
        self._spent = 0.0  # seconds of it before `since`
        self._worked_before: float | None = None  # processor seconds, early in the query
        self._shared = 0  # bytes that it had when it came up
        self.took_s = 0.0  # for how long the last query was computed, when it ended
        self._transport: asyncio.Transport | None = None
        self.joining: asyncio.Task[None] | None = None
        self._killed = False
        self._handle: int | None = None  # names this process even where its number is used again

    async def connect(self, link: socket.socket) -> None:
        """Joins the running event loop."""
        await asyncio.get_running_loop().create_connection(lambda: self, sock=link)

    # -- asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The link is open."""
        # a stream socket; uvloop's transports, where it is installed, are no asyncio.Transport
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Some frames, or parts of them."""
        self._received += data
        for kind, format, content in wire.frames(self._received):
            if kind == wire.READY:
                self._come_up(wire.unpacked_ready(content))
            elif kind == wire.ERROR:
                self._failure = wire.unpacked_error(content)
                self._complete = True
            else:
                self._format = format
                self._chunks.append(content)
                self._size += len(content)
                self._complete = kind == wire.END
        if self._complete or self._size > WHOLE:
            self._wake()
        if self._size > _UNREAD and self._transport:
            self._transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """The process ended."""
        self.gone = True
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if not self._complete:
            self._failure = self._failure or QueryCrashed(detail=f"pid {self.pid}")
            self._complete = True
        self._wake()
        self._free(self)

    def _come_up(self, ready: wire.Ready) -> None:
        self.ready = ready
        self._shared = roughly([ready.pid])  # with those that are forked as it is
        if hasattr(os, "pidfd_open"):
            with suppress(OSError):
                self._handle = os.pidfd_open(ready.pid)
        self._free(self)

    # -- a query

    async def ask(
        self, asked: wire.Asked, spent_s: float = 0.0
    ) -> tuple[str, bytes | AsyncIterator[bytes]]:
        """The format of the answer, and the answer: whole, or in chunks when it is large.

        `spent_s` are the seconds that the query has had elsewhere, of those up to its deadline.
        Raises what the query process raises, `QueryStopped`, `QueryCrashed`. Chunks raise them too:
        an answer that does not end is never short in silence.
        """
        assert self._transport is not None  # noqa: S101 - connected before it is ready
        self._complete, self._failure, self._size, self._format = False, None, 0, ""
        self._chunks, self._spent, self.client = [], spent_s, asked.client
        self._worked_before = None
        self.since = self._began = time.monotonic()
        self._transport.write(wire.frame(wire.QUERY, wire.packed(asked)))
        try:
            await self._more()
            if self._failure:
                raise self._failure
        except BaseException:
            self._end()
            raise
        if not self._complete:
            return self._format, self._stream()
        body = b"".join(self._chunks) if len(self._chunks) != 1 else self._chunks[0]
        self._end()
        return self._format, body

    async def _stream(self) -> AsyncIterator[bytes]:
        assert self._transport is not None  # noqa: S101
        try:
            while True:
                chunks, size, self._chunks, self._size = self._chunks, self._size, [], 0
                self._spent = max(0.0, self.running_s - size / _PACE_S)
                self.since = None  # the client's slowness is its own
                for chunk in chunks:
                    yield chunk
                if self._failure:
                    raise self._failure
                if self._complete and not self._chunks:
                    return
                self.since = time.monotonic()
                with suppress(RuntimeError):
                    self._transport.resume_reading()
                await self._more()
        finally:
            self._end()

    async def _more(self) -> None:
        if self._complete or self._size > WHOLE:
            return
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    def _end(self) -> None:
        """The query is over for the client; a process that is still at it is of no more use."""
        self.took_s = self.running_s
        self.since, self._began, self._spent, self._chunks = None, None, 0.0, []
        if not self._complete:
            self.kill()
        elif not self.gone:
            self._free(self)

    # -- time and death

    @property
    def running_s(self) -> float:
        """For how long the query has been computed for what it has not given yet, in seconds."""
        return self._spent + (0.0 if self.since is None else time.monotonic() - self.since)

    @property
    def lasted_s(self) -> float:
        """For how long the process has been at the query, the client's time included."""
        return 0.0 if self._began is None else time.monotonic() - self._began

    def lasts(self, patience_s: float) -> bool:
        """Whether the query is a long one: a core has worked for it, or it waits for its client.

        Where many want the cores every query lasts: to fork another process for each would take
        more of them.
        """
        if self.lasted_s < patience_s / 2:
            return False
        worked = self._processor_s()
        if self._worked_before is None:
            self._worked_before = worked
        enough = worked - self._worked_before > patience_s / 4 or self.since is None
        return self.lasted_s > (patience_s if enough else _BUSY * patience_s)

    @property
    def pid(self) -> int:
        """The number of the process; 0 before it has come up."""
        return self.ready.pid if self.ready else 0

    @property
    def held(self) -> bool:
        """Whether it reads the store in memory."""
        return self.ready is not None and self.ready.held

    def stop(self, reason: MutugraphError) -> None:
        """Ends the query at once, and the process as soon as it can die."""
        self._failure, self.stopped = reason, True
        self.kill()
        self._wake()

    def yield_cores(self) -> None:
        """Lets short queries go first."""
        self.niced = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def stand_back(self) -> None:
        """Once it has used much: only where nothing else wants a core (sched(7), SCHED_IDLE)."""
        # a dead one has none
        self.heavy = self.heavy or roughly([self.pid]) - self._shared > HEAVY
        if self.idle_only or self._processor_s() < _MUCH_S:
            return
        self.idle_only = True
        with suppress(OSError):
            os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))

    def _processor_s(self) -> float:
        """The processor time that the process has had; 0 where the system does not tell."""
        try:
            return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0

    def kill(self) -> None:
        """Ends the process now; `connection_lost` follows."""
        with suppress(OSError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            elif self.ready and not self.gone:
                os.kill(self.pid, signal.SIGKILL)
        if self.niced and not self._killed and not self.gone:
            self._killed = True
            asyncio.get_running_loop().run_in_executor(None, take_back, self.pid)

    def close(self) -> None:
        """Ends the process whatever it does."""
        if self._transport:
            self._transport.close()
        self.kill()
