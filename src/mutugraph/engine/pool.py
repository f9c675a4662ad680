"""Query processes for one revision: a bounded queue, a deadline, and a process for each that dies.

Belongs to the event loop that starts it. A query that lasts yields the cores to the short ones, and
while all processes are at such queries, as many more may be started; for each that waits for a slow
client one more.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from mutugraph.engine.members import Member, Place
from mutugraph.engine.wire import Asked
from mutugraph.errors import EngineBusy, EngineError, QueryCrashed, QueryStopped

_LONG_S = 0.2  # a query that lasts longer yields to the others
_TICK_S = 0.05
_START_S = 20.0
_RETRIES = 8  # of starting a process that does not come up, with a longer pause each time


@dataclass(slots=True)
class Tally:
    """What happened since the start, for `/metrics`."""

    asked: int = 0
    stopped: int = 0
    crashed: int = 0
    busy: int = 0
    started: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the name of its format, and its bytes, whole or in chunks."""

    format: str
    content: bytes | AsyncIterator[bytes]


class Pool:
    """Answers queries in processes that can be killed."""

    def __init__(self, place: Place, *, tally: Tally | None = None) -> None:
        self._place = place
        self._limits = place.limits
        self._members: set[Member] = set()
        self._dead: list[Member] = []
        self._idle: list[Member] = []
        self._waiting: deque[tuple[asyncio.Future[Member], float]] = deque()
        self._watch: asyncio.Task[None] | None = None
        self._closing = False
        self._failed_starts = 0
        self._pause_until = 0.0
        self._running = 0
        self.tally = tally or Tally()

    async def start(self) -> None:
        """Starts the processes and waits for the first. Raises `EngineError` if none comes up."""
        self._watch = asyncio.create_task(self._watching())
        await asyncio.gather(*(self._hire() for _ in range(self._limits.workers)))
        deadline = time.monotonic() + _START_S
        while not self._idle:
            if self._failed_starts >= _RETRIES or time.monotonic() > deadline:
                await self.close(0)
                raise EngineError(endpoint=str(self._place.store), detail="no query process")
            await asyncio.sleep(0.01)

    async def answer(self, asked: Asked) -> Reply:
        """The answer of one query.

        Raises `EngineBusy` where too many wait, `QueryStopped` at the deadline, `QueryCrashed`, and
        what the query itself raises. A crash costs one process and this one answer.
        """
        self.tally.asked += 1
        began = time.monotonic()
        member = self._idle.pop() if self._idle else await self._next_free()
        self._running += 1
        try:
            return Reply(*await member.ask(asked))
        except QueryStopped:
            self.tally.stopped += 1
            raise
        except QueryCrashed:
            self.tally.crashed += 1
            raise
        finally:
            self._running -= 1
            self.tally.seconds += time.monotonic() - began

    @property
    def waiting(self) -> int:
        """How many queries wait for a process."""
        return len(self._waiting)

    @property
    def pids(self) -> list[int]:
        """The processes that live."""
        return [member.pid for member in self._members]

    async def close(self, drain_s: float | None = None) -> None:
        """Lets what runs come to its end, for some seconds at the most, then ends the processes."""
        self._closing = True
        patience = self._limits.deadline_s if drain_s is None else drain_s
        until = time.monotonic() + patience
        while (self._waiting or self._busy()) and time.monotonic() < until:
            await asyncio.sleep(0.02)
        if self._watch:
            self._watch.cancel()
        everyone = [*self._members, *self._dead]
        for member in everyone:
            member.close()
        while not all(member.reap() for member in everyone):
            await asyncio.sleep(0.01)

    # -- who is free

    async def _next_free(self) -> Member:
        if len(self._waiting) >= self._limits.queue:
            self.tally.busy += 1
            raise EngineBusy(limit=self._limits.queue)
        turn: asyncio.Future[Member] = asyncio.get_running_loop().create_future()
        waiting = (turn, time.monotonic())
        self._waiting.append(waiting)
        try:
            return await turn  # the watch ends it at the deadline
        except asyncio.CancelledError:  # the client has gone
            with suppress(ValueError):
                self._waiting.remove(waiting)
            if turn.done() and not turn.cancelled() and not turn.exception():  # had just come
                self._free(turn.result())
            raise

    def _free(self, member: Member) -> None:
        """A process came up, came to the end of a query, or died."""
        if member.gone:
            self._bury(member)
            return
        surplus = len(self._members) > self._limits.workers and not self._waiting
        if surplus or not member.take_cores():
            self._members.discard(member)
            self._dead.append(member)
            member.close()
            return
        self._failed_starts = 0
        while self._waiting:
            turn, _ = self._waiting.popleft()
            if not turn.done():
                turn.set_result(member)
                return
        self._idle.append(member)

    def _bury(self, member: Member) -> None:
        if member in self._members:
            self._members.discard(member)
            self._dead.append(member)
        if member in self._idle:
            self._idle.remove(member)
        if not member.ready:
            self._failed_starts += 1
            self._pause_until = time.monotonic() + 0.05 * 2 ** min(self._failed_starts, _RETRIES)

    # -- the watch

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            for member in list(self._members):
                self._time(member)
            self._end_long_waits()
            self._dead = [member for member in self._dead if not member.reap()]
            if time.monotonic() >= self._pause_until:
                await self._hire_what_is_missing()

    def _time(self, member: Member) -> None:
        running = member.running_s
        if running > self._limits.deadline_s:
            member.stop()
        elif running > _LONG_S and not member.niced:
            member.yield_cores()

    def _end_long_waits(self) -> None:
        expired = time.monotonic() - self._limits.deadline_s
        while self._waiting and self._waiting[0][1] < expired:
            turn, _ = self._waiting.popleft()
            if not turn.done():
                self.tally.busy += 1
                turn.set_exception(EngineBusy(limit=self._limits.queue))

    async def _hire_what_is_missing(self) -> None:
        if self._closing and not self._waiting:
            return
        long = sum(member.niced for member in self._members)
        # these need no core: as many more as one client may ask for
        unread = sum(member.waits_s > _LONG_S for member in self._members)
        starting = sum(not member.ready for member in self._members)
        extra = min(long, self._limits.workers) + min(unread, self._limits.client_queries)
        for _ in range(
            self._limits.workers + extra - len(self._members) - max(0, starting - extra)
        ):
            await self._hire()

    async def _hire(self) -> None:
        try:
            member = Member(self._place, self._free)
        except OSError:
            self._failed_starts += 1
            return
        self._members.add(member)
        self.tally.started += 1
        await member.connect()

    def _busy(self) -> bool:
        return self._running > 0 or any(member.since is not None for member in self._members)
