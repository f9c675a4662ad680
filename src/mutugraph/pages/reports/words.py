"""What every report says of a run: its verdict, its counts, its findings grouped by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mutugraph.control.findings import Finding, Severity, Status
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report
from mutugraph.messages import message


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule and one status, in the order of files and lines."""

    code: str
    title: str
    severity: Severity
    status: Status
    rule: Rule | None
    findings: tuple[Finding, ...]


def groups(report: Report) -> Iterator[Group]:
    """The findings by rule: new first, heaviest first, accepted and resolved last."""
    ordered = sorted(report.findings, key=_order)
    for (_, _, code, status), members in groupby(ordered, key=_order):
        findings = tuple(members)
        rule = report.rules.get(code)
        title = rule.title if rule else code
        yield Group(code, title, findings[0].severity, status, rule, findings)


def headline(report: Report) -> str:
    """The verdict and the counts in one sentence."""
    fresh = [f for f in report.findings if f.status is Status.NEW]
    known = [f for f in report.findings if f.status is Status.KNOWN]
    parts = [
        _counted(f"rapport_{severity.value}", sum(f.severity is severity for f in fresh))
        for severity in Severity
    ]
    parts += [
        _counted("rapport_connu", len(known)),
        _counted("rapport_resolu", report.counts[Status.RESOLVED]),
        _counted("rapport_accepte", report.counts[Status.ACCEPTED]),
    ]
    told = ", ".join(part for part in parts if part) or message("rapport_rien")
    return message("rapport_refus" if report.refused else "rapport_accord", comptes=told)


def severity_word(severity: Severity) -> str:
    """The severity, for people."""
    return message(f"gravite_{severity.value}")


def status_word(status: Status) -> str:
    """The status, for people."""
    return message(f"statut_{status.value}")


def place(finding: Finding) -> str:
    """`file:line`, or what is known of it."""
    return ":".join(str(part) for part in (finding.file, finding.line) if part)


def seconds(value: float) -> str:
    """A duration as French prints it."""
    return f"{value:.1f} s".replace(".", ",")


def _counted(key: str, number: int) -> str:
    if not number:
        return ""
    return message(f"{key}_{'un' if number == 1 else 'n'}", nombre=number)


def _order(finding: Finding) -> tuple[int, int, str, Status]:
    rank = list(Status).index(finding.status)
    return rank, finding.severity.rank, finding.code, finding.status
