"""The step « questions »: every question of the catalogue runs, and its example has an answer."""

from __future__ import annotations

from collections.abc import Iterator

from mutugraph.control.built_in import built_in_finding
from mutugraph.control.findings import Finding
from mutugraph.engine.answers import Table
from mutugraph.errors import MutugraphError
from mutugraph.messages import explain
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Question


def question_findings(catalogue: Catalogue) -> Iterator[Finding]:
    """Questions that cannot be asked, and those without an answer where one is expected."""
    for fault in catalogue.faults:
        yield _unusable(fault)
    for question in catalogue.questions.values():
        try:
            answer = catalogue.engine.query(question.text)
        except MutugraphError as error:
            yield _finding("MUT801", question, explain(error))
            continue
        if isinstance(answer, Table) and not answer.rows and not question.view.get("vide"):
            yield _finding("MUT802", question)


def _unusable(fault: MutugraphError) -> Finding:
    """A file that is no question, at its line."""
    path, line = str(fault.facts.get("path", "")), fault.facts.get("line")
    return built_in_finding(
        "MUT801",
        subject=path,
        label=path,
        value=explain(fault),
        file=path,
        line=line if isinstance(line, int) else 1,
    )


def _finding(code: str, question: Question, value: str | None = None) -> Finding:
    return built_in_finding(
        code,
        subject=question.path,
        label=question.id,
        value=value,
        file=question.path,
        line=1,
    )
