"""Query processes for one revision, in two lanes, so that long queries do not stop short ones.

The short lane has the workers and one spare. A query that lasts moves to the long lane in place:
its process keeps to the cores that nobody else wants, and another one is forked for the short lane.
The long lane is bounded, and so are those that wait for a slow client: a query beyond it takes the
place of a client that has more (`engine.sharing`), or is refused. A process that was in the long
lane is not used again. Belongs to the event loop that starts it.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from mutugraph.engine.forking import ForkServers, Place
from mutugraph.engine.processes import QueryProcess
from mutugraph.engine.sharing import Shares
from mutugraph.engine.tally import Tally
from mutugraph.engine.wire import Asked
from mutugraph.errors import (
    EngineBusy,
    EngineError,
    LongPlacesTaken,
    PlaceGiven,
    QueryCrashed,
    QueryStopped,
    SandboxMissing,
)

_LONG_S = 0.2  # a query that lasts longer leaves the short lane
_LONG_WHILE_OTHERS_WAIT_S = 0.05
_TICK_S = 0.02
_DYING_S = 0.05
_START_S = 20.0
_RETRIES = 8  # of starting a process that does not come up, with a longer pause each time


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
        self._processes: set[QueryProcess] = set()
        self._idle: list[QueryProcess] = []
        self._waiting: deque[tuple[asyncio.Future[QueryProcess], float]] = deque()
        self._fork_servers = ForkServers(place)
        self._watch: asyncio.Task[None] | None = None
        self._closing = False
        self._unconfined = False
        self._failed_starts = 0
        self._pause_until = 0.0
        self._running = 0
        self._shares = Shares()
        self.tally = tally or Tally()

    async def start(self) -> None:
        """Starts the processes and waits for the first.

        Raises `EngineError` if none comes up, `SandboxMissing` where it must be confined and is
        not.
        """
        self._watch = asyncio.create_task(self._watching())
        deadline = time.monotonic() + _START_S
        while not self._idle:
            if self._unconfined and self._place.confined:
                await self.close(0)
                raise SandboxMissing
            if self._failed_starts >= _RETRIES or time.monotonic() > deadline:
                await self.close(0)
                raise EngineError(endpoint=str(self._place.store), detail="no query process")
            await asyncio.sleep(0.01)

    async def answer(self, asked: Asked) -> Reply:
        """The answer of one query.

        Raises `EngineBusy` where too many wait or are long, `QueryStopped` at the deadline,
        `QueryCrashed`, and what the query itself raises. A crash costs one process and this answer;
        a query whose process died without having taken much memory is not what it died of, and is
        answered by another, once, in what is left of its time. `PlaceGiven` where it was long and
        another client had less.
        """
        self.tally.asked += 1
        process, reply = await self._run(asked)
        if reply is None and process.gone and not process.heavy:
            await asyncio.sleep(_DYING_S)  # no brother that is killed with it
            _, reply = await self._run(asked, process.took_s)
        if reply is None:
            raise QueryCrashed(detail=f"pid {process.pid}")
        return reply

    async def _run(self, asked: Asked, spent_s: float = 0.0) -> tuple[QueryProcess, Reply | None]:
        """The process that took a query, and its answer; None where it died of it."""
        began = time.monotonic()
        process = self._idle.pop() if self._idle else await self._next_free()
        self._running += 1
        try:
            return process, Reply(*await process.ask(asked, spent_s))
        except QueryStopped:
            self.tally.stopped += 1
            raise
        except QueryCrashed:
            self.tally.crashed += 1
            if process.heavy:
                self._shares.came_to_nothing(asked.client)
            return process, None
        finally:
            self._running -= 1
            self.tally.seconds += time.monotonic() - began

    @property
    def waiting(self) -> int:
        """How many queries wait for a process."""
        return len(self._waiting)

    @property
    def confined(self) -> bool:
        """Whether the system confines the query processes, as the last one of them said."""
        return not self._unconfined

    def hold_in_memory(self) -> None:
        """Has the store loaded, beside what goes on, for the query processes to share."""
        self._fork_servers.hold_in_memory()

    @property
    def held(self) -> int:
        """How many query processes read the store in memory."""
        return sum(process.held for process in self._processes)

    @property
    def pids(self) -> list[int]:
        """The query processes that live."""
        return [process.pid for process in self._processes if process.ready]

    async def close(self, drain_s: float | None = None) -> None:
        """Lets what runs come to its end, for some seconds at the most, then ends the processes."""
        self._closing = True
        patience = self._limits.deadline_s if drain_s is None else drain_s
        until = time.monotonic() + patience
        while time.monotonic() < until and (
            self._waiting or self._running or any(p.lasted_s for p in self._processes)
        ):
            await asyncio.sleep(_TICK_S)
        if self._watch:
            self._watch.cancel()
        for process in self._processes:
            process.close()
        self._fork_servers.close()
        while self._processes:
            await asyncio.sleep(0.01)

    async def _next_free(self) -> QueryProcess:
        if len(self._waiting) >= self._limits.queue:
            self.tally.busy += 1
            raise EngineBusy(limit=self._limits.queue)
        turn: asyncio.Future[QueryProcess] = asyncio.get_running_loop().create_future()
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

    def _free(self, process: QueryProcess) -> None:
        """A process came up, came to the end of a query, or died."""
        if process.gone:
            self._bury(process)
            return
        self._unconfined = not (process.ready and process.ready.confined)
        if self._unconfined and self._place.confined:
            process.close()
            return
        over = self._closing and not self._waiting
        if process.niced or process.stopped or over or self._retires(process):
            process.close()
            return
        self._failed_starts = 0
        while self._waiting:
            turn, _ = self._waiting.popleft()
            if not turn.done():
                turn.set_result(process)
                return
        self._idle.append(process)

    def _bury(self, process: QueryProcess) -> None:
        self._processes.discard(process)
        if process in self._idle:
            self._idle.remove(process)
        if not process.ready:
            self._failed_starts += 1
            self._pause_until = time.monotonic() + 0.05 * 2 ** min(self._failed_starts, _RETRIES)
        self._fork_what_is_missing()

    async def _watching(self) -> None:
        while True:
            for process in list(self._processes):
                self._time(process)
            self._end_long_waits()
            self._fork_servers.look()
            for process in filter(self._retires, list(self._idle)):
                self._idle.remove(process)
                process.close()
            self._fork_what_is_missing()
            await asyncio.sleep(_TICK_S)

    def _time(self, process: QueryProcess) -> None:
        patience = _LONG_WHILE_OTHERS_WAIT_S if self._waiting else _LONG_S
        if process.stopped:
            return
        if process.running_s > self._limits.deadline_s:
            self._shares.came_to_nothing(process.client)
            process.stop(QueryStopped(limit=self._limits.deadline_s))
        elif not process.long and process.lasts(patience):
            self._move(process)
        if process.niced:
            process.stand_back()

    def _move(self, process: QueryProcess) -> None:
        """To the long lane; what waits for its client has no need of a core, and places apart."""
        unread = process.since is None
        most = self._limits.client_queries if unread else self._limits.long_queries
        long = [p for p in self._processes if p.long]
        held = [p for p in long if (p.since is None) == unread and not p.stopped]
        if len(held) >= most:
            ending = sum(p.stopped for p in long)  # they still have their memory
            giving = self._shares.who_gives_way(process, held) if ending < most else None
            if giving is None and self._may_stay(process, held):
                return
            retry_s = self._shares.soonest_s(held, self._limits.deadline_s)
            if giving is None:
                self.tally.busy += 1
                process.stop(LongPlacesTaken(limit=most, retry_s=retry_s))
                return
            self.tally.displaced += 1
            giving.stop(PlaceGiven(limit=most, retry_s=retry_s))
        self.tally.long += 1
        process.long = True
        process.yield_cores()
        self._fork_what_is_missing()

    def _may_stay(self, process: QueryProcess, held: list[QueryProcess]) -> bool:
        """Who has no place, and wasted none, keeps his process while nobody waits for it."""
        if self._shares.weight(process.client, held):
            return False
        if process.lasted_s <= _LONG_S:
            return True
        process.yield_cores()
        staying = sum(p.niced and not (p.long or p.stopped) for p in self._processes)
        return staying <= self._limits.workers and not self._waiting  # one is left to the others

    def _end_long_waits(self) -> None:
        expired = time.monotonic() - self._limits.deadline_s
        while self._waiting and self._waiting[0][1] < expired:
            turn, _ = self._waiting.popleft()
            if not turn.done():
                self.tally.busy += 1
                turn.set_exception(EngineBusy(limit=self._limits.queue))

    def _fork_what_is_missing(self) -> None:
        if time.monotonic() < self._pause_until or (self._closing and not self._waiting):
            return
        short = sum(not (p.long or self._outdated(p)) for p in self._processes)
        for _ in range(self._limits.workers + 1 - short):
            try:
                link = self._fork_servers.fork()
            except OSError:  # no process, or no descriptor, is to be had
                self._failed_starts += 1
                self._pause_until = time.monotonic() + _TICK_S
                return
            process = QueryProcess(self._free)
            self._processes.add(process)
            self.tally.started += 1
            process.joining = asyncio.create_task(process.connect(link))

    def _outdated(self, process: QueryProcess) -> bool:
        """Whether it reads the disk, where others now read the store in memory."""
        return bool(process.ready) and not process.held and self._fork_servers.holds

    def _retires(self, process: QueryProcess) -> bool:
        """Whether it is outdated, and enough of the short lane is not."""
        if not self._outdated(process):
            return False
        return sum(p.held and not p.long for p in self._processes) > self._limits.workers
