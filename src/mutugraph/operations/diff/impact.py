"""The questions whose answers change from one base to another, with the rows that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Store

from mutugraph.engine.derive import derive, read_rules
from mutugraph.engine.discrepancies import note_discrepancies
from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.operations.ask import ask
from mutugraph.operations.diff.sides import Side
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose answer changes: its columns, the rows that are gone, those that are new."""

    question: str
    summary: str
    columns: tuple[str, ...]
    gone: tuple[tuple[Value, ...], ...]
    new: tuple[tuple[Value, ...], ...]


def answers_changed(old: Side, new: Side) -> Iterator[AnswerChange]:
    """Asks every question, without parameters, of both bases, each by its own queries and rules.

    A question that only one of them has is a file that comes or goes, and is told as such.
    """
    before, after = _catalogue(old), _catalogue(new)
    for id, question in after.questions.items():
        if id not in before.questions:
            continue
        left, right = ask(before, id).rows, ask(after, id).rows
        gone = tuple(row for row in left if row not in set(right))
        come = tuple(row for row in right if row not in set(left))
        if gone or come:
            columns = tuple(column.name for column in question.columns)
            yield AnswerChange(id, question.summary, columns, gone, come)


def _catalogue(side: Side) -> Catalogue:
    store, workspace = Store(), side.workspace
    store.bulk_extend(with_union((*side.controlled.quads, *side.controlled.around)))
    derive(store, workspace, read_rules(workspace))
    note_discrepancies(store, workspace)
    return Catalogue(workspace, EmbeddedEngine(store, workspace.namespaces))
