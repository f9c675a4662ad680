"""The quality rules of `queries/quality/`: one SELECT a file over all the data, set-based.

Columns: `?sujet`, and where they help `?schema ?propriete ?lu ?calcule ?passage`. What is read and
what is computed are the value of the finding, and so of its fingerprint; a rule that puts labels or
words in them gives the bare value as `?valeur`, empty where the subject says it all. The severity
of each code is apart, in `queries/quality/gravites.toml`; a rule that lists what readers annotated
gives theirs, as `?gravite`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding, Severity, Step
from mutugraph.control.rules import Rule
from mutugraph.engine.answers import Table, Term, in_order
from mutugraph.engine.discrepancies import FOLDER, SEVERITIES, read_severities, spoken
from mutugraph.engine.embedded import rule_failed
from mutugraph.engine.protocol import Engine
from mutugraph.errors import HeaderInvalid, QueryError, RuleFailed, SeveritiesInvalid
from mutugraph.headers import Headed, read_headed
from mutugraph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QualityRule:
    """A rule and its file."""

    rule: Rule
    file: Headed

    @property
    def problem(self) -> str:
        """The sentence of a finding, with `{sujet}`, `{lu}` and `{calcule}`."""
        return str(self.file.header["probleme"]).strip()


def read_quality_rules(workspace: Workspace) -> tuple[QualityRule, ...]:
    """The quality rules in the order of their codes.

    Raises `HeaderInvalid`, `FileUnreadable`, and `SeveritiesInvalid` where a code has no severity.
    """
    written = read_severities(workspace)
    severities = {code: _severity(written, code) for code in written}
    found = []
    for path in workspace.files(FOLDER, "rq"):
        headed = read_headed(path, workspace.name(path))
        code = str(headed.required("code", str))
        if code not in severities:
            raise SeveritiesInvalid(path=SEVERITIES, line=1, detail=code)
        found.append(QualityRule(_rule(headed, code, severities[code]), headed))
    return tuple(sorted(found, key=lambda quality: (quality.rule.code, quality.file.path)))


def quality_findings(
    controlled: Controlled, engine: Engine, rules: Iterable[QualityRule]
) -> Iterator[Finding]:
    """What the rules find about the documents. Raises `RuleFailed` for one that does not run."""
    for quality in rules:
        for row in _rows(engine, quality):
            subject = _text(row.get("sujet"))
            if subject is None or subject not in controlled.judged:
                continue
            yield _finding(controlled, quality, subject, row)


def _finding(
    controlled: Controlled, quality: QualityRule, subject: str, row: Mapping[str, Term | None]
) -> Finding:
    rule = quality.rule
    predicate = _text(row.get("propriete"))
    read, computed = _text(row.get("lu")), _text(row.get("calcule"))
    file, line = controlled.place(subject, predicate)
    label = controlled.label(subject)
    sentence = quality.problem.format_map(
        {"sujet": label, "lu": spoken(read), "calcule": spoken(computed)}
    )
    both = " / ".join(part for part in (read, computed) if part)
    value = _text(row["valeur"]) if "valeur" in row else both
    return Finding(
        code=rule.code,
        severity=Severity(_text(row.get("gravite")) or rule.severity),
        subject=subject,
        label=label,
        message=sentence,
        correction=rule.mend,
        predicate=predicate,
        value=value or None,
        file=file,
        line=line,
        passage=in_order(_text(row.get("passage")) or "") or controlled.passage(subject),
    )


def _rows(engine: Engine, quality: QualityRule) -> Iterator[Mapping[str, Term | None]]:
    try:
        answer = engine.query(quality.file.text)
    except QueryError as error:
        raise rule_failed(quality.file.path, error) from error
    if not isinstance(answer, Table) or "sujet" not in answer.columns:
        raise RuleFailed(path=quality.file.path, detail="SELECT ?sujet")
    return answer.dicts()


def _rule(headed: Headed, code: str, severity: Severity) -> Rule:
    step = headed.header.get("etape", Step.COHERENCE.value)
    if step not in list(Step):
        raise HeaderInvalid(path=headed.path, line=headed.line("etape"), detail=f"etape: {step}")
    texts = {
        key: str(headed.required(key, str)).strip()
        for key in ("titre", "exige", "pourquoi", "exemple", "correction", "probleme")
    }
    return Rule(
        code=code,
        title=texts["titre"],
        demand=texts["exige"],
        why=texts["pourquoi"],
        example=texts["exemple"],
        mend=texts["correction"],
        severity=severity,
        step=Step(str(step)),
        origin=headed.path,
    )


def _severity(severities: Mapping[str, str], code: str) -> Severity:
    try:
        return Severity(severities[code])
    except ValueError as error:
        raise SeveritiesInvalid(path=SEVERITIES, line=1, detail=code) from error


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
