"""The report as annotations of GitHub Actions: ten at most, as its runner shows no more."""

from __future__ import annotations

from mutugraph.control.findings import Finding, Severity
from mutugraph.control.verdict import Report
from mutugraph.messages import message
from mutugraph.pages.reports.words import headline

LIMIT = 10
_COMMANDS = {
    Severity.BLOCKING: "error",
    Severity.TO_CHECK: "warning",
    Severity.INFORMATION: "notice",
}


def as_github(report: Report) -> bytes:
    """The heaviest findings that count, new first; the last line says how many are left."""
    counted = [finding for finding in report.findings if finding.counts]
    shown = counted[: LIMIT - 1] if len(counted) > LIMIT else counted
    lines = [_annotation(finding, report) for finding in shown]
    left = len(counted) - len(shown)
    if left:
        text = message("rapport_github_suite", nombre=left)
        lines.append(f"::notice title=mutugraph::{_data(text)}")
    lines.append(headline(report))
    return ("\n".join(lines) + "\n").encode()


def _annotation(finding: Finding, report: Report) -> str:
    rule = report.rules.get(finding.code)
    title = f"{finding.code} {rule.title}" if rule else finding.code
    fields = {"file": finding.file, "line": finding.line, "title": title}
    given = ",".join(f"{name}={_property(str(v))}" for name, v in fields.items() if v)
    text = f"{finding.message} → {finding.correction}" if finding.correction else finding.message
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
