"""The memory that a server and all its processes take together has a ceiling.

Each server process looks at the whole family and gives up, of what it started itself, what takes
most: a stranger's query or file first, its own control after. Before that it refuses what is heavy,
and its caches go, so that it need not refuse for long.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mutugraph.engine.memory import (
    HEAVY,
    OWN_WORK,
    Process,
    exactly,
    family,
    leaves,
    roughly,
    take_back,
)

_LOOK_S = 0.05
_FAMILY_EVERY = 5  # looks: who is there changes less often than what they take
_RELIEF_EVERY = 100  # looks: five seconds of caches are worth having where memory stays short
_TIGHT = 0.8
_LEAST = 24 * 1024 * 1024  # twice what a query's process takes that has nothing to do
_SUDDEN = 160 * 1024 * 1024  # what two busy cores take between two looks: 112 MB were seen


@dataclass(slots=True)
class Room:
    """How much is taken of how much, in bytes; how many processes were given up."""

    limit: int = 0
    taken: int = 0
    given_up: int = 0

    @property
    def tight(self) -> bool:
        """Whether nothing heavy should begin."""
        return self.limit > 0 and self.taken > self.limit * _TIGHT


async def keep_below(room: Room, root: int, relieve: Callable[[], None]) -> None:
    """Looks for ever; `root` is the first process of the server, `relieve` empties the caches."""
    looks, relieved, own = 0, -_RELIEF_EVERY, os.getpid()
    rest: list[int] = []  # the others' processes, and the server's own
    others = base = 0  # what they took exactly, and roughly at the same moment
    running: list[Process] = []
    ending: list[asyncio.Task[None]] = []  # kept: a task that nobody holds may vanish
    ended: set[int] = set()  # given up: the system takes its time to take back what they held
    while True:
        await asyncio.sleep(_LOOK_S)
        if looks % _FAMILY_EVERY == 0:
            processes = await asyncio.to_thread(family, root)
            every = leaves(processes, own)
            mine = {process.pid for process in every}
            ended &= mine
            running = [process for process in every if process.pid not in ended]
            rest = [pid for pid in processes if pid not in mine]
            others = await asyncio.to_thread(_sum, rest)
            base = roughly(rest)
        looks += 1
        grown = max(0, roughly(rest) - base)
        room.taken = others + grown + roughly(process.pid for process in running)
        near = room.taken > room.limit - _SUDDEN
        if near:
            room.taken = others + grown + sum(exactly(process.pid) for process in running)
            near = room.taken > room.limit - _SUDDEN
        if near:
            given_up = _give_up(running, room)
            # beside: the others may take as much meanwhile
            ending = [one for one in ending if not one.done()]
            ending += [asyncio.create_task(asyncio.to_thread(take_back, p)) for p in given_up]
            ended |= given_up
            running = [process for process in running if process.pid not in ended]
        if (near or room.tight) and looks - relieved >= _RELIEF_EVERY:
            relieve()  # else what is heavy would be refused for as long as the caches are full
            relieved = looks


def _give_up(running: list[Process], room: Room) -> set[int]:
    """Ends what takes most; the server's own work only where nothing else is worth it.

    Where nothing is heavy, many strangers are together: a small query is asked again elsewhere.
    """
    sized = [(process.readiness, exactly(process.pid), process.pid) for process in running]
    heavy = [one for one in sized if one[1] > HEAVY]
    heavy = heavy or [one for one in sized if one[0] > OWN_WORK and one[1] > _LEAST]
    if not heavy:
        return set()
    most = max(heavy)[2]
    with suppress(ProcessLookupError):
        os.kill(most, signal.SIGKILL)
        room.given_up += 1
    return {most}


def _sum(pids: list[int]) -> int:
    return sum(map(exactly, pids))
