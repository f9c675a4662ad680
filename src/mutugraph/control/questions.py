"""The step « questions »: every question of the catalogue runs, and its example has an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from mutugraph.control.built_in import built_in_finding
from mutugraph.control.findings import Finding
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.engine.protocol import Engine
from mutugraph.errors import MutugraphError
from mutugraph.messages import explain
from mutugraph.questions.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the step asks it; `may_be_empty` says that its example needs no answer."""

    id: str
    path: str
    text: str
    may_be_empty: bool


def asked_of(catalogue: Catalogue) -> tuple[Asked, ...]:
    """The questions that can be asked; nothing is asked of the engine."""
    return tuple(
        Asked(one.id, one.path, one.text, bool(one.view.get("vide")))
        for one in catalogue.questions.values()
    )


def unusable_questions(catalogue: Catalogue) -> Iterator[Finding]:
    """The files that are no question; nothing is asked of the engine."""
    return (_unusable(fault) for fault in catalogue.faults)


def question_findings(engine: Engine, questions: Iterable[Asked]) -> Iterator[Finding]:
    """Questions that cannot be answered, and those without an answer where one is expected."""
    for question in questions:
        try:
            answer = engine.serialize(question.text, RESULT_FORMATS["json"])
        except MutugraphError as error:
            yield _finding("MUT801", question, explain(error))
            continue
        if not question.may_be_empty and _is_empty(answer):
            yield _finding("MUT802", question)


def _is_empty(answer: bytes) -> bool:
    """Whether an answer has no row; most have hundreds, of which none but the first is read."""
    rows = parse_query_results(answer, format=QueryResultsFormat.JSON)
    return isinstance(rows, QuerySolutions) and next(rows, None) is None


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


def _finding(code: str, question: Asked, value: str | None = None) -> Finding:
    return built_in_finding(
        code,
        subject=question.path,
        label=question.id,
        value=value,
        file=question.path,
        line=1,
    )
