"""One query process as its server sees it: started, asked, timed, killed."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

from mutugraph.engine import wire
from mutugraph.errors import MutugraphError, QueryCrashed, QueryStopped
from mutugraph.settings import Limits

WHOLE = 1024 * 1024  # an answer up to this size is given whole, a larger one as it comes
_UNREAD = 4 * WHOLE
_NICE = 10
_MODULE = "mutugraph.engine.worker"


@dataclass(frozen=True, slots=True)
class Place:
    """What a query process opens: a built store, and the file of prefixes."""

    store: Path
    prefixes: Path
    limits: Limits


class Member(asyncio.Protocol):
    """A process and the link to it; `free` is called when it can take another query."""

    def __init__(self, place: Place, free: Callable[[Member], None]) -> None:
        self._limits = place.limits
        self._free = free
        self._received = bytearray()
        self._chunks: list[bytes] = []
        self._size = 0
        self._format = ""
        self._waiter: asyncio.Future[None] | None = None
        self._failure: MutugraphError | None = None
        self._complete = True
        self.ready = False
        self.gone = False
        self.niced = False
        self.since: float | None = None  # when the running query began, or was last read from
        self._given: float | None = None  # since when a client has been taking what is there
        ours, theirs = socket.socketpair()
        with theirs:
            given = json.dumps(asdict(place.limits))
            descriptor = str(theirs.fileno())
            command = [sys.executable, "-m", _MODULE, descriptor]
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [*command, str(place.store), str(place.prefixes), given],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self._socket = ours
        self._transport: asyncio.Transport | None = None

    async def connect(self) -> None:
        """Joins the running event loop."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, sock=self._socket)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    # -- asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The link is open."""
        # a stream socket; uvloop's transports, where it is installed, are no asyncio.Transport
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Some frames, or parts of them."""
        self._received += data
        for kind, content in wire.frames(self._received):
            if kind == wire.DATA:
                self._chunks.append(content)
                self._size += len(content)
            elif kind == wire.HEAD:
                self._format = content.decode()
            elif kind == wire.READY:
                self.ready = True
                self._free(self)
            else:
                if kind == wire.ERROR:
                    self._failure = wire.unpacked_error(content)
                self._complete = True
        if self._complete or self._size > WHOLE:
            self._wake()
        if self._size > _UNREAD and self._transport:
            self._transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """The process ended."""
        self.gone = True
        if not self._complete:
            code = self._process.poll()
            self._failure = self._failure or QueryCrashed(detail=f"code {code}")
            self._complete = True
        self._wake()
        self._free(self)

    # -- a query

    async def ask(self, asked: wire.Asked) -> tuple[str, bytes | AsyncIterator[bytes]]:
        """The format of the answer, and the answer: whole, or in chunks when it is large.

        Raises what the query process raises, `QueryStopped`, `QueryCrashed`. Chunks raise them too:
        an answer that does not end is never short in silence.
        """
        assert self._transport is not None  # noqa: S101 - connected before it is ready
        self._complete, self._failure, self._size, self._format = False, None, 0, ""
        self._chunks = []
        self.since = time.monotonic()
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
                chunks, self._chunks, self._size = self._chunks, [], 0
                self.since, self._given = None, time.monotonic()  # the client's slowness is its own
                for chunk in chunks:
                    yield chunk
                if self._failure:
                    raise self._failure
                if self._complete and not self._chunks:
                    return
                self.since, self._given = time.monotonic(), None
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
        self.since, self._given, self._chunks = None, None, []
        if not self._complete:
            self.kill()
        elif not self.gone:
            self._free(self)

    # -- time and death

    @property
    def running_s(self) -> float:
        """For how long the query has been running, in seconds."""
        return 0.0 if self.since is None else time.monotonic() - self.since

    @property
    def waits_s(self) -> float:
        """For how long a client has been taking a part of the answer, in seconds."""
        return 0.0 if self._given is None else time.monotonic() - self._given

    def stop(self) -> None:
        """Ends a query that is over its deadline, and the process with it."""
        self._failure = QueryStopped(limit=self._limits.deadline_s)
        self.kill()

    def yield_cores(self) -> None:
        """Lets short queries go first."""
        self.niced = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def take_cores(self) -> bool:
        """As quick as the others again, where the system allows it; else it is to be replaced."""
        if self.niced:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, os.getpriority(os.PRIO_PROCESS, 0))
                self.niced = False
        return not self.niced

    def kill(self) -> None:
        """Ends the process now; `connection_lost` follows."""
        self._process.kill()

    def close(self) -> None:
        """Ends an idle process, and forgets it."""
        if self._transport:
            self._transport.close()
        self.kill()

    def reap(self) -> bool:
        """Whether the process is over, with nothing left of it."""
        return self._process.poll() is not None
