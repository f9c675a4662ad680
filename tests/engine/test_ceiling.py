"""What a server and its processes take together has a ceiling."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from itertools import count

import pytest

from mutugraph.engine import ceiling
from mutugraph.engine.ceiling import Room, keep_below
from mutugraph.engine.memory import OWN_WORK, STRANGE, exactly, family, leaves, roughly, take_back

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measures what Linux tells")
MEGABYTE = 1_000_000
TAKES = """
import sys, time
from mutugraph.engine.memory import give_up_readily
give_up_readily(int(sys.argv[1]))
held = bytearray(int(sys.argv[2]))
held[::4096] = b"x" * len(held[::4096])
print("there", flush=True)
time.sleep(60)
"""

COPIES = """
import os, sys, time
from mutugraph.engine.sandbox import end_with_parent
own, held = os.getpid(), bytearray(int(sys.argv[1]))
held[::4096] = b"x" * len(held[::4096])
if os.fork():
    print("there", flush=True)
    os.wait()
end_with_parent(own)
sys.stdin.read()
held[::4096] = b"y" * len(held[::4096])
time.sleep(60)
"""


def taking(readiness: int, size: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TAKES, str(readiness), str(size)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    return process


def watched(
    limit: int,
    processes: list[subprocess.Popen[str]],
    relieve: Callable[[], None] = lambda: None,
    seconds: float = 1.5,
) -> tuple[Room, list[bool]]:
    """Who lives after some seconds of a server that has these processes."""
    room = Room(limit)

    async def run() -> None:
        watch = asyncio.create_task(keep_below(room, os.getpid(), relieve))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await asyncio.sleep(0.05)
        watch.cancel()

    try:
        asyncio.run(run())
        return room, [process.poll() is None for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def all_of_this_test_run() -> int:
    """What this process and those that it started take: other tests leave their servers here."""
    return sum(map(exactly, family(os.getpid(), {})))


def test_what_a_stranger_takes_most_goes_first_and_no_more_than_must() -> None:
    processes = [taking(STRANGE, 80), taking(OWN_WORK, 300 * MEGABYTE)]
    processes += [taking(STRANGE, size * MEGABYTE) for size in (100, 200)]
    base = all_of_this_test_run()
    room, alive = watched(base, processes)
    assert alive == [True, True, True, False]
    assert room.given_up == 1
    assert processes[3].returncode == -signal.SIGKILL


def test_the_server_s_own_control_goes_where_nothing_else_is_worth_it() -> None:
    processes = [taking(OWN_WORK, 300 * MEGABYTE), taking(STRANGE, 20 * MEGABYTE)]
    _, alive = watched(all_of_this_test_run(), processes)
    assert alive == [False, True]


def test_many_strangers_who_take_little_are_together_too_much() -> None:
    processes = [taking(STRANGE, 30 * MEGABYTE) for _ in range(7)] + [taking(STRANGE, 0)]
    room, alive = watched(all_of_this_test_run(), processes)
    assert room.given_up == alive.count(False) > 0
    assert alive[-1]


def test_what_a_known_process_takes_more_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    process, told = taking(STRANGE, MEGABYTE), count()

    def grown(pids: Iterable[int]) -> int:
        more = 300 * MEGABYTE if process.pid in pids and next(told) else 0
        return roughly(pids) + more

    monkeypatch.setattr(ceiling, "roughly", grown)
    before = all_of_this_test_run()
    room, _ = watched(2 * before + 1_000 * MEGABYTE, [process])
    assert room.taken > before + 200 * MEGABYTE


def test_what_a_process_copies_of_what_it_shared_counts_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ceiling, "_EXACT_EVERY", 10**9)
    command = [sys.executable, "-c", COPIES, str(300 * MEGABYTE)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "there\n"
    before = all_of_this_test_run()
    threading.Timer(0.3, process.stdin.close).start()
    room, _ = watched(2 * before + 1_000 * MEGABYTE, [process], seconds=4)
    assert room.taken > before + 75 * MEGABYTE  # it had half of the 300 MB, and now all of its own


def test_a_process_that_is_known_is_not_measured_exactly_at_each_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[int] = []

    def noted(pid: int) -> int:
        measured.append(pid)
        return exactly(pid)

    monkeypatch.setattr(ceiling, "exactly", noted)
    process = taking(STRANGE, MEGABYTE)
    watched(2 * all_of_this_test_run() + 1_000 * MEGABYTE, [process])
    assert measured.count(process.pid) == 1


def test_below_the_ceiling_nothing_goes() -> None:
    limit = 2 * all_of_this_test_run() + 1_000 * MEGABYTE
    room, alive = watched(limit, [taking(STRANGE, 200 * MEGABYTE)])
    assert alive == [True]
    assert not room.tight
    assert room.taken > 200 * MEGABYTE


@pytest.mark.parametrize(("limit", "size", "has"), [(0, 99, True), (10, 3, True), (10, 4, False)])
def test_there_is_room_for_what_leaves_it_not_tight(limit: int, size: int, has: bool) -> None:
    assert Room(limit=limit, taken=5).has(size) is has


@pytest.mark.parametrize(("share", "times"), [(0.9, 1), (0.6, 0)])
def test_caches_go_where_what_is_heavy_would_be_refused_for_as_long_as_they_are_full(
    share: float, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ceiling, "_SUDDEN", MEGABYTE)
    relieved: list[bool] = []
    process = taking(STRANGE, 50 * MEGABYTE)
    limit = round(all_of_this_test_run() / share)
    room, alive = watched(limit, [process], lambda: relieved.append(True))
    assert (alive, room.given_up) == ([True], 0)
    assert len(relieved) == times


def test_only_what_a_process_started_is_its_own() -> None:
    told: dict[int, int] = {}
    family(os.getppid(), told)  # before it is there
    child = taking(STRANGE, 1)
    try:
        everyone = family(os.getppid(), told)
        assert everyone[child.pid].parent == os.getpid()
        assert everyone[child.pid].readiness == STRANGE
        assert child.pid in {one.pid for one in leaves(everyone, os.getpid())}
        assert leaves(everyone, child.pid) == []
    finally:
        child.kill()
        child.wait()
        assert child.pid not in family(os.getppid(), told)
        if child.stdout:
            child.stdout.close()


ARENAS = """
import ctypes, os, tempfile, threading
from mutugraph.engine.memory import share_one_arena
if {shared}: share_one_arena()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.fdopen.restype = ctypes.c_void_p
libc.fclose.argtypes = [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
gate = threading.Barrier(8)
def work():
    gate.wait()
    libc.malloc(1000)
    gate.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
with tempfile.TemporaryFile() as told:
    stream = libc.fdopen(os.dup(told.fileno()), b"w")
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    told.seek(0)
    print(told.read().count(b"<heap nr="))
"""


@pytest.mark.parametrize(("shared", "several"), [(False, True), (True, False)])
def test_threads_of_a_server_take_memory_from_one_place(shared: bool, several: bool) -> None:
    command = [sys.executable, "-c", ARENAS.format(shared=shared)]
    heaps = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (heaps > 1) is several


def test_who_is_killed_and_has_no_core_to_die_on_gives_back_its_memory_at_once() -> None:
    spinning = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(2 * (os.cpu_count() or 1))
    ]
    held = [taking(STRANGE, 200 * MEGABYTE) for _ in range(2)]
    killed, alive = held
    try:
        for process in held:
            os.sched_setscheduler(process.pid, os.SCHED_IDLE, os.sched_param(0))
        killed.kill()
        for process in held:
            take_back(process.pid)
        assert roughly([killed.pid]) < MEGABYTE
        assert roughly([alive.pid]) > 200 * MEGABYTE
        take_back(2**22)  # nobody's number
    finally:
        for one in spinning:
            one.kill()
            one.wait()
        for process in held:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
