"""The passages that bear facts, as three cells: their words, their document, their lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.messages import message
from mutugraph.namespaces import Namespaces
from mutugraph.workbook.known import EVIDENCE, folded


@dataclass(frozen=True, slots=True)
class Borne:
    """A passage as it is written in the graph: its words, its first line, its section."""

    node: NamedNode
    words: str
    line: int | None
    section: NamedNode | None


class Evidence:
    """The passages that some triples state, and the document of each."""

    def __init__(self, triples: Iterable[Triple], namespaces: Namespaces) -> None:
        terms = (namespaces.term(name) for name in EVIDENCE)
        self._words, self._line, self._section, self._of = terms
        said: dict[NamedNode, dict[NamedNode, object]] = {}
        for triple in triples:
            if triple.predicate in (self._words, self._line, self._section, self._of):
                assert isinstance(triple.subject, NamedNode)  # noqa: S101 - passages are named
                said.setdefault(triple.subject, {})[triple.predicate] = triple.object
        self._said = said
        self.by_node = {n: self._borne(n) for n, one in said.items() if self._words in one}

    def document(self, node: NamedNode | None) -> NamedNode | None:
        """The document of a passage or of a section."""
        said = self._said.get(node, {}) if node else {}
        found = said.get(self._of)
        section = said.get(self._section)
        if isinstance(found, NamedNode):
            return found
        return self.document(section) if isinstance(section, NamedNode) else None

    def _borne(self, node: NamedNode) -> Borne:
        said = self._said[node]
        words, line, section = (said.get(p) for p in (self._words, self._line, self._section))
        return Borne(
            node,
            words.value if isinstance(words, Literal) else "",
            int(line.value) if isinstance(line, Literal) and line.value.isdigit() else None,
            section if isinstance(section, NamedNode) else None,
        )


def place_text(passage: Borne) -> str:
    """Where a passage stands, as a cell says it: « l. 617 »."""
    return message("classeur_ligne", ligne=passage.line) if passage.line else "?"


def kept(pieces: list[str], known: list[Borne]) -> tuple[list[NamedNode], list[int]]:
    """The passages whose words are still in the cell, and the ranks of the words that are new."""
    left: dict[str, list[NamedNode]] = {}
    for one in known:
        left.setdefault(folded(one.words), []).append(one.node)
    nodes, new = [], []
    for rank, piece in enumerate(pieces):
        same = left.get(folded(piece))
        if same:
            nodes.append(same.pop(0))
        else:
            new.append(rank)
    return nodes, new
