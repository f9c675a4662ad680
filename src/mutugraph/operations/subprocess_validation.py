"""The control in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from mutugraph.atomic import in_turn, write_file
from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report, StepRun
from mutugraph.errors import FileUnwritable
from mutugraph.operations.processes import answer_of, answering
from mutugraph.operations.validate import WHOLE, Extent, validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

_MODULE = "mutugraph.operations.subprocess_validation"


def validate_in_subprocess(
    workspace: Workspace,
    settings: Settings,
    extent: Extent,
    *,
    deadline_s: float,
    nice: int,
    strange: bool = False,
) -> Report:
    """What `validate` says, from another process, which yields to others by `nice` (POSIX).

    `strange` confines it and bounds what it may take. Raises what `validate` raises, and what
    `run_aside` does.
    """
    return _report(
        _answer(workspace, settings, extent, deadline_s=deadline_s, nice=nice, strange=strange)
    )


def validate_once(
    workspace: Workspace,
    settings: Settings,
    extent: Extent = WHOLE,
    *,
    deadline_s: float,
    nice: int,
) -> Report:
    """The same, of the workspace's data: run by one of the processes that share a folder.

    The others wait for it and read what it noted in `settings.shared`; of a run that failed nothing
    is noted. Raises as `validate_in_subprocess`.
    """
    judge = partial(_answer, workspace, settings, extent, deadline_s=deadline_s, nice=nice)
    if settings.shared is None:
        return _report(judge())
    key = sha256(json.dumps([workspace.revision, extent.epci, extent.schema]).encode()).hexdigest()
    noted = settings.shared / f"control-{key}"
    with in_turn(noted.with_name(f".{noted.name}")):
        with suppress(OSError, ValueError):
            return _report(json.loads(noted.read_bytes()))
        answer = judge()
        with suppress(FileUnwritable):
            write_file(noted, json.dumps(answer).encode())
    return _report(answer)


def _answer(
    workspace: Workspace,
    settings: Settings,
    extent: Extent,
    *,
    deadline_s: float,
    nice: int,
    strange: bool = False,
) -> Mapping[str, Any]:
    asked = asdict(extent) | {"paths": [str(path) for path in extent.paths]}
    answer: Mapping[str, Any] = answer_of(
        _MODULE,
        asked,
        workspace,
        settings,
        deadline_s=deadline_s,
        nice=nice,
        strange=strange,
        paths=extent.paths,
    )
    return answer


def _report(answer: Mapping[str, Any]) -> Report:
    return Report(
        **{
            **answer,
            "threshold": Severity(answer["threshold"]),
            "steps": tuple(_value(StepRun, step) for step in answer["steps"]),
            "beside": tuple(answer["beside"]),
            "findings": tuple(_value(Finding, finding) for finding in answer["findings"]),
            "rules": {code: _value(Rule, rule) for code, rule in answer["rules"].items()},
        }
    )


def _value(kind: type[Any], data: Mapping[str, Any]) -> Any:  # noqa: ANN401 - one of three classes
    enums = {"severity": Severity, "status": Status, "step": Step}
    return kind(**{name: enums.get(name, lambda v: v)(value) for name, value in data.items()})


def _judge(workspace: Workspace, settings: Settings, asked: Mapping[str, Any]) -> object:
    extent = Extent(**{**asked, "paths": tuple(map(Path, asked["paths"]))})
    report = validate(workspace, settings, extent)
    answer: dict[str, Any] = {f.name: getattr(report, f.name) for f in fields(report)}
    answer["steps"] = [asdict(step) for step in report.steps]
    answer["findings"] = [asdict(finding) for finding in report.findings]
    answer["rules"] = {code: asdict(rule) for code, rule in report.rules.items()}
    answer["counts"] = dict(report.counts)
    return answer


if __name__ == "__main__":
    answering(_judge)
