"""The questions whose answers change from one base to another, with the rows that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Store

from mutugraph.control.controlled import Controlled
from mutugraph.engine.derive import derive, read_rules
from mutugraph.engine.discrepancies import note_discrepancies
from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from mutugraph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose answer changes: its columns, the rows that are gone, those that are new."""

    question: str
    summary: str
    columns: tuple[str, ...]
    gone: tuple[tuple[Value, ...], ...]
    new: tuple[tuple[Value, ...], ...]


def answers_changed(
    workspace: Workspace, old: Controlled, new: Controlled
) -> Iterator[AnswerChange]:
    """Asks every question, without parameters, of both bases."""
    before, after = _catalogue(workspace, old), _catalogue(workspace, new)
    for id, question in after.questions.items():
        left, right = ask(before, id).rows, ask(after, id).rows
        gone = tuple(row for row in left if row not in set(right))
        come = tuple(row for row in right if row not in set(left))
        if gone or come:
            columns = tuple(column.name for column in question.columns)
            yield AnswerChange(id, question.summary, columns, gone, come)


def _catalogue(workspace: Workspace, controlled: Controlled) -> Catalogue:
    store = Store()
    store.bulk_extend(with_union((*controlled.quads, *controlled.around)))
    derive(store, workspace, read_rules(workspace))
    note_discrepancies(store, workspace)
    return Catalogue(workspace, EmbeddedEngine(store, workspace.namespaces))
