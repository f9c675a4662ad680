"""The control in a process of its own: pages are served meanwhile, and it is stopped in time.

The control is pure computing for seconds; in a thread it would hold the interpreter, and every
page with it. The process is told in JSON what to judge and answers in JSON: a stranger's text that
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
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report, StepRun
from mutugraph.engine.forking import environment
from mutugraph.engine.sandbox import confine
from mutugraph.errors import (
    ControlTooHeavy,
    ControlTooLong,
    MutugraphError,
    StepFailed,
    all_errors,
)
from mutugraph.operations.validate import validate
from mutugraph.settings import Limits, Settings
from mutugraph.workspace import Workspace

_MODULE = "mutugraph.operations.subprocess_validation"
_LOOK_S = 1.0
_SHOWN = 4096
_ERRORS = {kind.code: kind for kind in all_errors()}


def validate_in_subprocess(
    workspace: Workspace,
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    epci: str | None = None,
    schema: str | None = None,
    deadline_s: float,
    nice: int,
    strange: bool = False,
) -> Report:
    """What `validate` says, from another process, which yields to others by `nice` (POSIX).

    `strange` bounds what the process may take, and confines it. Raises what `validate` raises,
    `ControlTooLong` after `deadline_s` seconds, `ControlTooHeavy` over its memory, `StepFailed`
    where the process dies.
    """
    limits = settings.limits
    asked = {
        "workspace": [str(workspace.root), workspace.packaged],
        "limits": asdict(limits),
        "about": {"epci": epci, "schema": schema},
        "paths": [str(path) for path in paths],
        "nice": nice,
        "parent": os.getpid(),
        "processor_s": int(deadline_s) + 1 if strange else 0,
    }
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as told:
        try:
            run = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-m", _MODULE],
                input=json.dumps(asked).encode(),
                stdout=said,
                stderr=told,
                timeout=deadline_s,
                check=False,
                env=environment(),
            )
        except subprocess.TimeoutExpired:
            raise ControlTooLong(limit=deadline_s) from None
        said.seek(0)
        if run.returncode == 0:
            return _report(json.load(said))
        raise _death(run.returncode, _end(told), limits if strange else None, deadline_s)


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


def _report(answer: Mapping[str, Any]) -> Report:
    """The report of an answer. Raises the error that it is, `KeyError` for no answer of ours."""
    if "error" in answer:
        raise _ERRORS[answer["error"]](**answer["facts"])
    return Report(
        **{
            **answer,
            "threshold": Severity(answer["threshold"]),
            "steps": tuple(_value(StepRun, step) for step in answer["steps"]),
            "findings": tuple(_value(Finding, finding) for finding in answer["findings"]),
            "rules": {code: _value(Rule, rule) for code, rule in answer["rules"].items()},
        }
    )


def _value(kind: type[Any], data: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of three classes
    enums = {"severity": Severity, "status": Status, "step": Step}
    return kind(**{name: enums.get(name, lambda v: v)(value) for name, value in data.items()})


def _judge() -> None:
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
        paths = tuple(map(Path, asked["paths"]))
        settings = Settings(limits=limits)
        report = validate(Workspace(Path(root), packaged), settings, paths=paths, **asked["about"])
        answer: dict[str, Any] = {f.name: getattr(report, f.name) for f in fields(report)}
        answer["steps"] = [asdict(step) for step in report.steps]
        answer["findings"] = [asdict(finding) for finding in report.findings]
        answer["rules"] = {code: asdict(rule) for code, rule in report.rules.items()}
        answer["counts"] = dict(report.counts)
    except MutugraphError as error:
        answer = {"error": error.code, "facts": dict(error.facts)}
    json.dump(answer, sys.stdout, default=str)
    sys.stdout.flush()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    _judge()
