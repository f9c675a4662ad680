"""The report as JSON: the shape of docs/interfaces.md §4."""

from __future__ import annotations

import json

from mutugraph.control.findings import Finding
from mutugraph.control.verdict import Report


def as_json(report: Report) -> bytes:
    """One object, indented, its keys in the order of the contract."""
    content = {
        "verdict": report.verdict,
        "revision": report.revision,
        "base": report.base,
        "duree_s": round(report.seconds, 3),
        "etapes": [
            {"etape": run.step.value, "duree_s": round(run.seconds, 3), "constats": run.findings}
            for run in report.steps
        ],
        "comptes": dict(report.counts),
        "constats": [_finding(finding) for finding in report.findings],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "gravite": finding.severity.value,
        "statut": finding.status.value,
        "sujet": finding.subject,
        "libelle": finding.label,
        "propriete": finding.predicate,
        "valeur": finding.value,
        "message": finding.message,
        "correction": finding.correction,
        "fichier": finding.file,
        "ligne": finding.line,
        "passage": finding.passage,
        "empreinte": finding.fingerprint,
    }
