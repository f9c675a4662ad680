"""What the control finds: the same for the terminal, the site and CI (docs/interfaces.md §4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

FINGERPRINT_DIGITS = 16


class Severity(StrEnum):
    """How much a finding weighs, heaviest first."""

    BLOCKING = "bloquant"
    TO_CHECK = "a_verifier"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return list(Severity).index(self)

    def reaches(self, threshold: Severity) -> bool:
        """Whether it weighs as much as the threshold, or more."""
        return self.rank <= threshold.rank


class Status(StrEnum):
    """What a finding is to the base and to the accepted deviations."""

    NEW = "nouveau"
    KNOWN = "connu"
    RESOLVED = "resolu"
    ACCEPTED = "accepte"


class Step(StrEnum):
    """The steps of the control, in the order in which they run."""

    READING = "lecture"
    MODEL = "modele"
    SHACL = "shacl"
    COHERENCE = "coherence"
    PASSAGES = "passages"
    PERSONS = "personnes"
    PUBLICATION = "publication"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `file` and `line` are where to mend it, `passage` where the source says it.

    `reason` is that of the accepted deviation which covers it, if any.
    """

    code: str
    severity: Severity
    subject: str
    label: str
    message: str
    correction: str
    predicate: str | None = None
    value: str | None = None
    file: str | None = None
    line: int | None = None
    passage: str | None = None
    status: Status = Status.NEW
    reason: str | None = None

    @property
    def fingerprint(self) -> str:
        """The hash of code, subject, predicate and value: never of a line or a wording."""
        key = "\0".join((self.code, self.subject, self.predicate or "", self.value or ""))
        return hashlib.sha256(key.encode()).hexdigest()[:FINGERPRINT_DIGITS]

    def as_(self, status: Status, reason: str | None = None) -> Finding:
        """The same finding with another status."""
        return replace(self, status=status, reason=reason)

    @property
    def counts(self) -> bool:
        """Whether it weighs in the verdict: neither accepted nor resolved."""
        return self.status not in (Status.ACCEPTED, Status.RESOLVED)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without repetition, heaviest rules first, then by rule, file, line and subject."""
    once = {(f.fingerprint, f.message): f for f in findings}
    return tuple(sorted(once.values(), key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        finding.severity.rank,
        finding.code,
        finding.file or "",
        finding.line or 0,
        finding.subject,
        finding.value or "",
        finding.message,
    )
