"""Work in a process of its own: bounded, stopped in time, confined where bytes are a stranger's.

The process is told in JSON what to do and answers in JSON: a stranger's text that found its way
into that answer would be data. What a library prints does not reach it. The process yields to
others and ends when whoever started it does.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from mutugraph.collector import look_rarely
from mutugraph.engine.forking import environment
from mutugraph.engine.memory import OWN_WORK, STRANGE, give_up_readily
from mutugraph.engine.sandbox import confine
from mutugraph.errors import (
    ControlTooHeavy,
    ControlTooLong,
    ControlUnderWay,
    MutugraphError,
    SandboxMissing,
    StepFailed,
    all_errors,
)

_LOOK_S = 1.0
_NO_MEMORY = ("MemoryError", "SystemError: error return without exception set")
_TURN_S = 0.05
_SHOWN = 4096
_ERRORS = {kind.code: kind for kind in all_errors()}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a process may take: `memory_bytes` of its own.

    One that is `confined` has `processor_s` seconds of processor, writes no more than `file_bytes`
    into what it answers and into each file below `write`, and reads nothing but these and `read`;
    `required` forbids it to work where the
    system does not grant that.
    """

    memory_bytes: int
    confined: bool = False
    processor_s: int = 0
    file_bytes: int = 0
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    required: bool = False


def run_aside(
    module: str,
    asked: Mapping[str, object],
    bounds: Bounds,
    *,
    deadline_s: float,
    nice: int,
    turn: Path | None = None,
) -> Any:  # noqa: ANN401 - what JSON holds
    """What the work of a module answers to `asked`; the module ends with `serve_aside`.

    Of those that have one file as their `turn`, one runs at a time, whatever process asks. Raises
    what the work raises, `ControlTooLong` after `deadline_s` seconds, `ControlTooHeavy` over its
    memory, `ControlUnderWay` where its turn does not come, `SandboxMissing`, `StepFailed` where the
    process dies.
    """
    given = {"asked": asked, "bounds": asdict(bounds), "nice": nice, "parent": os.getpid()}
    with (
        _turn(turn, deadline_s),
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as told,
    ):
        try:
            run = subprocess.run(  # noqa: S603 - our own modules
                [sys.executable, "-m", module],
                input=json.dumps(given).encode(),
                stdout=said,
                stderr=told,
                timeout=deadline_s,
                check=False,
                env=environment(),
            )
        except subprocess.TimeoutExpired:
            raise ControlTooLong(limit=deadline_s) from None
        if run.returncode != 0:
            raise _death(run.returncode, _end(told), bounds, deadline_s)
        said.seek(0)
        answer = json.load(said)
    if "error" in answer:
        raise _ERRORS[answer["error"]](**answer["facts"])
    return answer["answer"]


def serve_aside(work: Callable[[Mapping[str, Any]], object]) -> None:
    """The life of such a process: reads what is asked, gives up what it does not need, answers."""
    given = json.load(sys.stdin)
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.nice(given["nice"])
    look_rarely()
    answer: dict[str, object]
    try:
        told = given["bounds"]
        bounds = Bounds(**{**told, "read": tuple(told["read"]), "write": tuple(told["write"])})
        give_up_readily(STRANGE if bounds.confined else OWN_WORK)
        _give_up(bounds)
        threading.Thread(target=_end_with, args=(given["parent"],), daemon=True).start()
        answer = {"answer": work(given["asked"])}
    except MutugraphError as error:
        answer = {"error": error.code, "facts": dict(error.facts)}
    json.dump(answer, said, default=str)
    said.flush()


def _give_up(bounds: Bounds) -> None:
    if not bounds.confined:
        resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory_bytes, bounds.memory_bytes))
        return
    granted = confine(
        bounds.memory_bytes,
        read=map(Path, bounds.read),
        write=map(Path, bounds.write),
        file_bytes=bounds.file_bytes,
        processor_s=bounds.processor_s,
    )
    if bounds.required and not granted.whole:
        raise SandboxMissing


@contextmanager
def _turn(file: Path | None, patience_s: float) -> Iterator[None]:
    if file is None:
        yield
        return
    until = time.monotonic() + patience_s
    with file.open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise ControlUnderWay from None
                time.sleep(_TURN_S)
        yield


def _death(code: int, told: str, bounds: Bounds, deadline_s: float) -> MutugraphError:
    """Why a process ended before its answer."""
    if code == -signal.SIGXCPU:
        return ControlTooLong(limit=deadline_s)
    # no memory is an exception in Python, an abort or a fault of memory in a library, or an
    # exception that Python itself had no memory to make
    killed = code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGILL)
    if killed or any(sign in told for sign in _NO_MEMORY):
        return ControlTooHeavy(limit=bounds.memory_bytes)
    return StepFailed(step="validate", detail=told.strip().rpartition("\n")[2] or str(code))


def _end(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _SHOWN))
    return file.read().decode(errors="replace")


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


def readable(paths: Sequence[Path]) -> tuple[str, ...]:
    """Paths as `Bounds.read` takes them: those that are there, links resolved."""
    return tuple(str(path.resolve()) for path in paths if path.exists())
