"""The verdict: findings against a base and accepted deviations, counted (docs/interfaces.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mutugraph.control.findings import Finding, Severity, Status, Step, in_order
from mutugraph.control.rules import Rule

ACCEPTED = "accepte"
REFUSED = "refuse"


@dataclass(frozen=True, slots=True)
class StepRun:
    """A step that ran to its end: how long it took, in seconds, and how many findings it has."""

    step: Step
    seconds: float
    findings: int


@dataclass(frozen=True, slots=True)
class Report:
    """One run of the control; `beside` names the authorities whose data a file was judged among."""

    verdict: str
    revision: str
    base: str | None
    threshold: Severity
    seconds: float
    steps: tuple[StepRun, ...]
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    rules: Mapping[str, Rule]
    beside: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the control refuses."""
        return self.verdict == REFUSED


def against_base(current: Sequence[Finding], base: Iterable[Finding]) -> list[Finding]:
    """The current findings as new or known, and those of the base that are gone as resolved."""
    known = {finding.fingerprint: finding for finding in base}
    here = {finding.fingerprint for finding in current}
    seen = [f.as_(Status.KNOWN if f.fingerprint in known else Status.NEW) for f in current]
    gone = [f.as_(Status.RESOLVED) for key, f in known.items() if key not in here]
    return seen + gone


def judged(findings: Iterable[Finding], threshold: Severity) -> str:
    """`refuse` where a new finding reaches the threshold, else `accepte`."""
    reached = any(f.status is Status.NEW and f.severity.reaches(threshold) for f in findings)
    return REFUSED if reached else ACCEPTED


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity, without accepted and resolved, and how many of each status."""
    counts = {name.value: 0 for name in (*Severity, *Status)}
    for finding in findings:
        counts[finding.status] += 1
        if finding.counts:
            counts[finding.severity] += 1
    return counts


def sorted_new_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of rules, new first, accepted last."""
    rank = list(Status)
    return tuple(sorted(in_order(findings), key=lambda f: rank.index(f.status)))
