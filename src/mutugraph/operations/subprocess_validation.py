"""The control in a process of its own: pages are served meanwhile, and it is stopped in time.

The control is pure computing for seconds; in a thread it would hold the interpreter, and every
page with it. The process reads what to judge and writes its report as pickles: both ends are this
module. It yields to others, and ends when whoever started it does.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mutugraph.control.verdict import Report
from mutugraph.errors import ControlTooLong, MutugraphError, StepFailed
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

_MODULE = "mutugraph.operations.subprocess_validation"
_LOOK_S = 1.0


def validate_in_subprocess(
    workspace: Workspace,
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    epci: str | None = None,
    schema: str | None = None,
    deadline_s: float,
    nice: int,
) -> Report:
    """What `validate` says, from another process, which yields to others by `nice` (POSIX).

    Raises what `validate` raises, `ControlTooLong` after `deadline_s` seconds, `StepFailed` where
    the process dies.
    """
    about = {"paths": tuple(paths), "epci": epci, "schema": schema}
    asked = (workspace.root, workspace.packaged, settings, about, nice, os.getpid())
    try:
        run = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", _MODULE],
            input=pickle.dumps(asked),
            capture_output=True,
            timeout=deadline_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ControlTooLong(limit=deadline_s) from None
    if run.returncode != 0:
        detail = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise StepFailed(step="validate", detail=detail or str(run.returncode))
    answer = pickle.loads(run.stdout)  # noqa: S301 - written by this module
    if isinstance(answer, Report):
        return answer
    kind, facts = answer
    raise kind(**facts)


def _judge() -> None:
    root, packaged, settings, about, nice, parent = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    os.nice(nice)
    answer: Report | tuple[type[MutugraphError], dict[str, object]]
    try:
        report = validate(Workspace(root, packaged), settings, **about)
        answer = replace(report, rules=dict(report.rules), counts=dict(report.counts))
    except MutugraphError as error:
        answer = (type(error), dict(error.facts))
    sys.stdout.buffer.write(pickle.dumps(answer))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    _judge()
