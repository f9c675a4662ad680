"""Triples by subject, and which of their blank nodes can be written inside another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.terms import RDF_FIRST, RDF_NIL, RDF_REST

Node = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple
Said = tuple[Node, NamedNode, Term]  # the terms of a triple, which it makes anew at each asking


class Shape:
    """The triples by subject, and which blank nodes can be written inside their only user."""

    def __init__(self, said: Collection[Said]) -> None:
        self.by_subject: dict[Node, dict[NamedNode, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        users: dict[BlankNode, list[Node]] = defaultdict(list)
        for subject, predicate, value in said:
            self.by_subject[subject][predicate].append(value)
            if isinstance(value, BlankNode):
                users[value].append(subject)
        self.shared = {node for node, by in users.items() if len(by) > 1}
        self.shared |= {node for node in users if self._in_cycle(node, users)}
        self.inline = set(users) - self.shared

    @staticmethod
    def _in_cycle(node: BlankNode, users: dict[BlankNode, list[Node]]) -> bool:
        seen: set[Node] = set()
        current: Node = node
        while isinstance(current, BlankNode) and len(users.get(current, ())) == 1:
            current = users[current][0]
            if current == node:
                return True
            if current in seen:
                return False
            seen.add(current)
        return False

    def items(self, node: Term) -> list[Term] | None:
        """The members of a well-formed list that is written nowhere else; None for another node."""
        found: list[Term] = []
        while node != RDF_NIL:
            cell = self._cell(node)
            if cell is None:
                return None
            found.append(cell[0])
            node = cell[1]
        return found

    def _cell(self, node: Term) -> tuple[Term, Term] | None:
        """The `rdf:first` and `rdf:rest` of a node that is a cell of a list and nothing else."""
        if not isinstance(node, BlankNode) or node not in self.inline:
            return None
        match sorted(self.by_subject.get(node, {}).items(), key=lambda item: item[0].value):
            case [(p, [first]), (q, [rest])] if (p, q) == (RDF_FIRST, RDF_REST):
                return first, rest
        return None
