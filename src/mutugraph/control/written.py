"""Findings and rules as bytes, and back: what a run keeps of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from mutugraph.control.findings import Finding, Severity, Status, Step
from mutugraph.control.quality import QualityRule
from mutugraph.control.questions import Asked
from mutugraph.control.rules import Rule
from mutugraph.engine import derive
from mutugraph.engine.guard import Examined
from mutugraph.headers import Headed


def write(values: Iterable[Finding | Rule | QualityRule | Asked | derive.Rule]) -> bytes:
    """Some values as JSON."""
    return json.dumps([asdict(value) for value in values], default=str).encode()


def read_findings(content: bytes) -> tuple[Finding, ...]:
    """The findings that `write` wrote."""
    return tuple(_finding(one) for one in json.loads(content))


def read_rules(content: bytes) -> tuple[Rule, ...]:
    """The rules that `write` wrote."""
    return tuple(_rule(one) for one in json.loads(content))


def read_quality(content: bytes) -> tuple[QualityRule, ...]:
    """The quality rules that `write` wrote."""
    return tuple(
        QualityRule(_rule(one["rule"]), Headed(**one["file"])) for one in json.loads(content)
    )


def read_derivation(content: bytes) -> tuple[derive.Rule, ...]:
    """The rules of derivation that `write` wrote."""
    return tuple(derive.Rule(one["id"], Headed(**one["file"])) for one in json.loads(content))


def read_asked(content: bytes) -> tuple[Asked, ...]:
    """The questions that `write` wrote."""
    return tuple(Asked(**one | {"text": Examined(one["text"])}) for one in json.loads(content))


def _finding(one: Mapping[str, Any]) -> Finding:
    parts = {**one, "severity": Severity(one["severity"]), "status": Status(one["status"])}
    return Finding(**parts)


def _rule(one: Mapping[str, Any]) -> Rule:
    return Rule(**{**one, "severity": Severity(one["severity"]), "step": Step(one["step"])})
