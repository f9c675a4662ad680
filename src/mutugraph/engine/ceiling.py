"""The memory that a server and all its processes take together has a ceiling.

Each server process looks at the whole family and gives up, of what it started itself, what takes
most: a stranger's query or file first, its own control after. Before that it refuses what is heavy,
and its caches go, so that it need not refuse for long.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass

from mutugraph.engine.memory import (
    HEAVY,
    OWN_WORK,
    Process,
    exactly,
    family,
    leaves,
    returned,
    roughly,
    take_back,
    touched,
)

_LOOK_S = 0.05
_FAMILY_EVERY = 5  # looks: who is there changes less often than what they take
_EXACT_EVERY = 40  # looks: two seconds, but for a process that is new
_RELIEF_EVERY = 100  # looks: five seconds of caches are worth having where memory stays short
_TIGHT = 0.8
_MUCH = 4 * 1024 * 1024  # what a process touches before it is told exactly again
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
        return not self.has(0)

    def has(self, size: int) -> bool:
        """Whether it would not be tight with so much more."""
        return self.limit <= 0 or self.taken + size <= self.limit * _TIGHT


async def keep_below(room: Room, root: int, relieve: Callable[[], None]) -> None:
    """Looks for ever; `root` is the first process of the server, `relieve` empties the caches."""
    looks, relieved, own = 0, -_RELIEF_EVERY, os.getpid()
    known: dict[int, _Taken] = {}
    parents: dict[int, int] = {}
    running: list[Process] = []  # the server's own
    ending: list[asyncio.Task[None]] = []  # kept: a task that nobody holds may vanish
    ended: set[int] = set()  # given up: the system takes its time to take back what they held
    while True:
        await asyncio.sleep(_LOOK_S)
        if looks % _FAMILY_EVERY == 0:
            processes = await asyncio.to_thread(family, root, parents)
            ended &= processes.keys()
            running = [one for one in leaves(processes, own) if one.pid not in ended]
            kept = known if looks % _EXACT_EVERY else {}
            known = await asyncio.to_thread(_measured, processes.keys() - ended, kept)
        looks += 1
        if grown := {pid for pid, taken in known.items() if touched(pid) - taken.touched > _MUCH}:
            known |= await asyncio.to_thread(_measured, grown, {})
        room.taken = _sum(known)
        near = room.taken > room.limit - _SUDDEN
        if near:
            # who forked them too: of what it shares with one that has ended, it has a larger part
            pids = {pid for process in running for pid in (process.pid, process.parent)}
            known |= await asyncio.to_thread(_measured, pids, {})
            room.taken = _sum(known)
            near = room.taken > room.limit - _SUDDEN
        if near:
            given_up = _give_up(running, room)
            # beside: the others may take as much meanwhile
            ending = [one for one in ending if not one.done()]
            ending += [asyncio.create_task(asyncio.to_thread(take_back, p)) for p in given_up]
            ended |= given_up
            running = [process for process in running if process.pid not in ended]
            known = {pid: taken for pid, taken in known.items() if pid not in ended}
        if (near or room.tight) and looks - relieved >= _RELIEF_EVERY:
            relieve()  # else what is heavy would be refused for as long as the caches are full
            relieved = looks


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a process took exactly, and roughly at the same moment: since then it is told roughly.

    To tell it exactly takes the system milliseconds of a core a process. A page that it had shared,
    and copies, is seen in `touched` only: that is why it is told exactly again.
    """

    exactly: int
    roughly: int
    touched: int


def _measured(pids: Set[int], known: Mapping[int, _Taken]) -> dict[int, _Taken]:
    """What these processes take, told anew of those that are not known."""
    return {
        pid: known.get(pid) or _Taken(exactly(pid), roughly([pid]), touched(pid)) for pid in pids
    }


def _sum(known: Mapping[int, _Taken]) -> int:
    now = ((taken, roughly([pid])) for pid, taken in known.items())
    return sum(taken.exactly + max(0, rough - taken.roughly) for taken, rough in now if rough)


def _give_up(running: list[Process], room: Room) -> set[int]:
    """Ends what takes most; the server's own work only where nothing else is worth it.

    Where nothing is heavy, many strangers are together: a small query is asked again elsewhere.
    """
    sized = [(process.readiness, returned(process.pid), process.pid) for process in running]
    heavy = [one for one in sized if one[1] > HEAVY]
    heavy = heavy or [one for one in sized if one[0] > OWN_WORK and one[1] > _LEAST]
    if not heavy:
        return set()
    most = max(heavy)[2]
    with suppress(ProcessLookupError):
        os.kill(most, signal.SIGKILL)
        room.given_up += 1
    return {most}
