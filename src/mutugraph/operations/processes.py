"""An operation in a process of its own: pages are served meanwhile, and it is stopped in time.

An operation is pure computing for seconds; in a thread it would hold the interpreter, and every
page with it. The process is told in JSON what to do and answers in JSON: a stranger's text that
found its way into that answer would be data. It yields to others, ends when whoever started it
does, and where the files are a stranger's it is confined (`engine.sandbox`).
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from mutugraph.engine.forking import environment
from mutugraph.engine.sandbox import confine
from mutugraph.errors import (
    ControlTooHeavy,
    ControlTooLong,
    MutugraphError,
    StepFailed,
    all_errors,
)
from mutugraph.settings import Limits, Settings
from mutugraph.workspace import Workspace

_LOOK_S = 1.0
_SHOWN = 4096
_ERRORS = {kind.code: kind for kind in all_errors()}


def answer_of(
    module: str,
    asked: Mapping[str, object],
    workspace: Workspace,
    limits: Limits,
    *,
    deadline_s: float,
    nice: int,
    strange: bool,
) -> Any:  # noqa: ANN401 - JSON
    """What a module answers when it runs `answering`, in a process that yields by `nice` (POSIX).

    `strange` bounds what the process may take, and confines it. Raises what the operation raises,
    `ControlTooLong` after `deadline_s` seconds, `ControlTooHeavy` over its memory, `StepFailed`
    where the process dies.
    """
    told = {
        **asked,
        "workspace": [str(workspace.root), workspace.packaged],
        "limits": asdict(limits),
        "nice": nice,
        "parent": os.getpid(),
        "processor_s": int(deadline_s) + 1 if strange else 0,
    }
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        try:
            run = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-m", module],
                input=json.dumps(told).encode(),
                stdout=said,
                stderr=complained,
                timeout=deadline_s,
                check=False,
                env=environment(),
            )
        except subprocess.TimeoutExpired:
            raise ControlTooLong(limit=deadline_s) from None
        said.seek(0)
        if run.returncode != 0:
            raise _death(run.returncode, _end(complained), limits if strange else None, deadline_s)
        answer = json.load(said)
    if "error" in answer:
        raise _ERRORS[answer["error"]](**answer["facts"])
    return answer


def answering(operation: Callable[[Workspace, Settings, Mapping[str, Any]], object]) -> None:
    """The other side: does what standard input asks, and answers on standard output."""
    asked = json.load(sys.stdin)
    threading.Thread(target=_end_with, args=(asked["parent"],), daemon=True).start()
    os.nice(asked["nice"])
    given = asked["limits"]
    limits = Limits(**{**given, "services": tuple(given["services"])})
    root, packaged = asked["workspace"]
    if asked["processor_s"]:
        resource.setrlimit(resource.RLIMIT_CPU, (asked["processor_s"],) * 2)
        confine(limits.upload_memory_bytes, file_bytes=limits.answer_bytes)
    try:
        answer = operation(Workspace(Path(root), packaged), Settings(limits=limits), asked)
    except MutugraphError as error:
        answer = {"error": error.code, "facts": dict(error.facts)}
    json.dump(answer, sys.stdout, default=str)
    sys.stdout.flush()


def _death(code: int, told: str, limits: Limits | None, deadline_s: float) -> MutugraphError:
    """Why a process ended before its answer."""
    if code == -signal.SIGXCPU:
        return ControlTooLong(limit=deadline_s)
    if limits and (code in (-signal.SIGABRT, -signal.SIGKILL) or "MemoryError" in told):
        return ControlTooHeavy(limit=limits.upload_memory_bytes)
    return StepFailed(step="validate", detail=told.strip().rpartition("\n")[2] or str(code))


def _end(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _SHOWN))
    return file.read().decode(errors="replace")


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)
