"""The report as SARIF 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import json
from pathlib import PurePath

from mutugraph import __version__
from mutugraph.control.findings import Finding, Severity, Status
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report
from mutugraph.messages import message

VERSION = "2.1.0"
_LEVELS = {
    Severity.BLOCKING: "error",
    Severity.TO_CHECK: "warning",
    Severity.INFORMATION: "note",
}
_BASELINE = {Status.NEW: "new", Status.KNOWN: "unchanged", Status.RESOLVED: "absent"}


def as_sarif(report: Report) -> bytes:
    """One run; accepted deviations are suppressed results with their reason."""
    codes = sorted({finding.code for finding in report.findings})
    rules = [_rule(code, report.rules.get(code)) for code in codes]
    driver = {"name": "mutugraph", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "language": "fr",
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"mutugraph/validate/{report.revision}"},
        "invocations": [{"executionSuccessful": True, "exitCode": int(report.refused)}],
        "results": [_result(f, codes.index(f.code), report.base) for f in report.findings],
    }
    content = {"$schema": message("rapport_sarif_schema"), "version": VERSION, "runs": [run]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _rule(code: str, rule: Rule | None) -> dict[str, object]:
    if rule is None:
        return {"id": code}
    text = "\n\n".join(part for part in (rule.demand, rule.why, rule.mend) if part)
    return {
        "id": code,
        "name": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.demand},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, rule: int, base: str | None) -> dict[str, object]:
    text = f"{finding.message} → {finding.correction}" if finding.correction else finding.message
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "partialFingerprints": {"mutugraph/v1": finding.fingerprint},
        "properties": {"sujet": finding.subject, "passage": finding.passage},
    }
    if finding.file:
        result["locations"] = [_location(finding)]
    if base is not None and finding.status in _BASELINE:
        result["baselineState"] = _BASELINE[finding.status]
    if finding.status is Status.ACCEPTED:
        accepted = {"kind": "external", "status": "accepted", "justification": finding.reason or ""}
        result["suppressions"] = [accepted]
    return result


def _location(finding: Finding) -> dict[str, object]:
    physical: dict[str, object] = {
        "artifactLocation": {"uri": PurePath(finding.file or "").as_posix().replace(" ", "%20")}
    }
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    return {"physicalLocation": physical}
