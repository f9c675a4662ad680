"""The report as JUnit XML: a test case for each rule, failed by what weighs in the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from mutugraph.control.findings import Finding, Status
from mutugraph.control.verdict import Report
from mutugraph.pages.reports.words import place

_FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)}


def as_junit(report: Report) -> bytes:
    """A suite for each step that ran; a case for each of its rules, and for each finding."""
    root = ET.Element("testsuites", name="mutugraph")
    for run in report.steps:
        cases = list(_cases(report, run.step))
        suite = ET.SubElement(
            root,
            "testsuite",
            name=run.step.value,
            tests=str(len(cases)),
            failures=str(sum(case.find("failure") is not None for case in cases)),
            errors="0",
            skipped=str(sum(case.find("skipped") is not None for case in cases)),
            time=f"{run.seconds:.3f}",
        )
        suite.extend(cases)
    for name in ("tests", "failures"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", f"{report.seconds:.3f}")
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _cases(report: Report, step: str) -> Iterator[ET.Element]:
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.status is not Status.RESOLVED:
            by_code.setdefault(finding.code, []).append(finding)
    for code, rule in report.rules.items():
        if rule.step != step:
            continue
        findings = by_code.get(code, [])
        for finding in findings:
            yield _case(finding, report)
        if not findings:
            yield ET.Element("testcase", classname=code, name=_clean(rule.title), time="0")


def _case(finding: Finding, report: Report) -> ET.Element:
    name = _clean(finding.label or finding.subject)
    case = ET.Element("testcase", classname=finding.code, name=name, time="0")
    text = "\n".join(part for part in (finding.correction, place(finding), finding.passage) if part)
    if finding.status is Status.ACCEPTED:
        ET.SubElement(case, "skipped", message=_clean(finding.reason or finding.message))
    elif finding.status is Status.NEW and finding.severity.reaches(report.threshold):
        attributes = {"message": _clean(finding.message), "type": finding.severity.value}
        ET.SubElement(case, "failure", attributes).text = _clean(text)
    else:
        ET.SubElement(case, "system-out").text = _clean(f"{finding.message}\n{text}")
    return case


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 forbids."""
    return text.translate(_FORBIDDEN)
