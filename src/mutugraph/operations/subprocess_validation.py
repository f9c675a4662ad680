"""The control in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report, StepRun
from mutugraph.operations.processes import answer_of, answering
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

_MODULE = "mutugraph.operations.subprocess_validation"


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

    `strange` confines it and bounds what it may take. Raises what `validate` raises, and what
    `run_aside` does.
    """
    asked = {
        "about": {"epci": epci, "schema": schema},
        "paths": [str(path) for path in paths],
    }
    answer: Mapping[str, Any] = answer_of(
        _MODULE,
        asked,
        workspace,
        settings,
        deadline_s=deadline_s,
        nice=nice,
        strange=strange,
        paths=paths,
    )
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


def _judge(workspace: Workspace, settings: Settings, asked: Mapping[str, Any]) -> object:
    paths = tuple(map(Path, asked["paths"]))
    report = validate(workspace, settings, paths=paths, **asked["about"])
    answer: dict[str, Any] = {f.name: getattr(report, f.name) for f in fields(report)}
    answer["steps"] = [asdict(step) for step in report.steps]
    answer["findings"] = [asdict(finding) for finding in report.findings]
    answer["rules"] = {code: asdict(rule) for code, rule in report.rules.items()}
    answer["counts"] = dict(report.counts)
    return answer


if __name__ == "__main__":
    answering(_judge)
