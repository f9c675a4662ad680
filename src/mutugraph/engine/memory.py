"""What the processes of a server take of the machine's memory together (Linux, proc(5)).

A page that several processes share counts once (PSS). Elsewhere nothing is measured, and each
process has its own bound alone.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_M_ARENA_MAX = -8  # mallopt(3)
_PROCESS_MRELEASE = 448  # on every architecture that Linux numbers together
HEAVY = 48 * 1024 * 1024  # bytes; a process that takes less is not why memory is short
STRANGE, OWN_WORK = 1000, 500  # oom_score_adj: who goes first, for the kernel as for us


@dataclass(frozen=True, slots=True)
class Process:
    """A process: its number, its parent's, how readily it is given up."""

    pid: int
    parent: int
    readiness: int


def give_up_readily(readiness: int) -> None:
    """Has the kernel, and `engine.ceiling`, end this process before the others."""
    try:
        (_PROC / "self" / "oom_score_adj").write_text(str(readiness), encoding="ascii")
    except OSError:  # not Linux, or a system that forbids it
        return


def share_one_arena() -> None:
    """Has all threads of this process take memory from one place (glibc, mallopt(3)).

    By default each thread that works keeps a heap of its own, with what it once needed: a third of
    what a server takes. One thread of Python runs at a time, so that they hardly wait for another.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def addressed() -> int:
    """The bytes that this process may write to, as RLIMIT_DATA counts them (setrlimit(2))."""
    try:
        return int((_PROC / "self" / "statm").read_bytes().split()[5]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def give_back() -> None:
    """What is free goes back to the system, where the library of C can do that (glibc)."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def take_back(pid: int) -> None:
    """Gives the system, now, the memory of a process that was killed (process_mrelease(2)).

    A process dies on its own time: one that has only the cores nobody wants may hold for ten
    seconds what it took. Before Linux 5.15 it does; one that was not killed keeps all.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError):
        handle = os.pidfd_open(pid)
        ctypes.CDLL(None).syscall(_PROCESS_MRELEASE, handle, 0)  # without the GIL
        os.close(handle)


def family(root: int, parents: dict[int, int]) -> dict[int, Process]:
    """A process and all that it started, and they in turn; empty where that cannot be told.

    `parents` is what was told of every process the last time, and is brought up to date: what is
    known of one does not change while it lives, but for an orphan, who is of no family.
    """
    _update(parents)
    children: dict[int, list[int]] = {}
    for pid, parent in parents.items():
        children.setdefault(parent, []).append(pid)
    found: dict[int, Process] = {}
    left = [(root, 0)]
    while left:
        pid, parent = left.pop()
        found[pid] = Process(pid, parent, _readiness(pid))
        left += [(child, pid) for child in children.get(pid, ())]
    return found


def leaves(processes: Mapping[int, Process], root: int) -> list[Process]:
    """The processes below `root` that started none: queries, controls."""
    parents = {process.parent for process in processes.values()}
    found = []
    for process in processes.values():
        above = process.parent
        while above in processes and above != root:
            above = processes[above].parent
        if above == root and process.pid not in parents:
            found.append(process)
    return found


def roughly(pids: Iterable[int]) -> int:
    """At least what these processes take, in bytes, quickly: shared pages count for each."""
    total = 0
    for pid in pids:
        try:
            resident, shared = _read(pid, "statm").split()[1:3]
            total += (int(resident) - int(shared)) * _PAGE
        except (OSError, ValueError):
            continue
    return total


def _read(pid: int, name: str) -> bytes:
    """A short file of a process; `Path` takes three times as long."""
    told = os.open(f"/proc/{pid}/{name}", os.O_RDONLY)
    try:
        return os.read(told, _PAGE)
    finally:
        os.close(told)


def touched(pid: int) -> int:
    """All that a process was given since its start, in bytes; what it gave back is not taken off.

    Pages that it shared and writes to are copied: they are of this, and of no other quick figure.
    """
    try:
        return int(_read(pid, "stat").rpartition(b")")[2].split()[7]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def exactly(pid: int) -> int:
    """What a process takes, in bytes, its part of what it shares included."""
    return _told(pid, "Pss:")


def returned(pid: int) -> int:
    """What its end would give back, in bytes: what it shares with nobody."""
    return _told(pid, "Private_")


def _told(pid: int, name: str) -> int:
    """The lines of a name (proc(5), smaps_rollup) together."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024
    except (OSError, ValueError):
        return roughly([pid])


def _update(parents: dict[int, int]) -> None:
    try:
        living = {int(path.name) for path in _PROC.iterdir() if path.name.isdigit()}
    except OSError:
        living = set()
    for pid in parents.keys() - living:
        del parents[pid]
    for pid in living - parents.keys():
        with suppress(OSError, ValueError, IndexError):
            told = Path(f"/proc/{pid}/stat").read_bytes()
            parents[pid] = int(told.rpartition(b")")[2].split()[1])


def _readiness(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "oom_score_adj").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
