"""Passages: words at a place of a document, and whether they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Term
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import text_of
from mutugraph.sources.text import Place, SourceText


class Fault(StrEnum):
    """What is wrong with a passage."""

    ELSEWHERE = "ailleurs"
    ABSENT = "absent"
    LINES = "lignes"
    INCOMPLETE = "incomplet"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document: how they are cited, their section and rubrique, where they say to be.

    `place` is None for a passage whose place is not filled in, or only in part; `line` is its first
    line as it says, which may be all that is known.
    """

    node: NamedNode
    document: NamedNode | None
    section: NamedNode | None
    rubric: NamedNode | None
    label: str
    words: str
    place: Place | None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A passage that is not as it says; `found` is where its words are, the nearest first."""

    passage: Passage
    fault: Fault
    found: tuple[Place, ...]


def passages(catalogue: Catalogue) -> tuple[Passage, ...]:
    """Every passage of the graph, by document, in the order of the text."""
    found: dict[NamedNode, Passage] = {}
    for row in catalogue.internal("emplacements").dicts():
        node = row["passage"]
        if isinstance(node, NamedNode):
            found.setdefault(node, _passage(node, row))
    return tuple(found.values())


def misplaced(passage: Passage, text: SourceText) -> Misplaced | None:
    """What is wrong with a passage of a text, if anything is."""
    said = passage.place
    if said is None or not passage.words:
        return Misplaced(passage, Fault.INCOMPLETE, tuple(text.verbatim(passage.words)))
    if text.at(said) != passage.words:
        found = sorted(text.verbatim(passage.words), key=lambda p: abs(p.start - said.start))
        return Misplaced(passage, Fault.ELSEWHERE if found else Fault.ABSENT, tuple(found))
    real = text.place(said.start, said.end)
    return None if real == said else Misplaced(passage, Fault.LINES, (real,))


def _passage(node: NamedNode, row: dict[str, Term | None]) -> Passage:
    keys = ("debut", "fin", "ligne_debut", "ligne_fin")
    numbers = [int(t) for key in keys if (t := text_of(row[key])) and t.isdigit()]
    line = text_of(row["ligne_debut"]) or ""
    return Passage(
        node,
        _node(row["document"]),
        _node(row["section"]),
        _node(row["rubrique"]),
        text_of(row["nom"]) or "",
        text_of(row["texte"]) or "",
        Place(*numbers) if len(numbers) == len(keys) else None,
        int(line) if line.isdigit() else None,
    )


def _node(term: Term | None) -> NamedNode | None:
    return term if isinstance(term, NamedNode) else None


def of_document(every: Sequence[Passage], document: NamedNode) -> list[Passage]:
    """The passages of one document."""
    return [passage for passage in every if passage.document == document]
