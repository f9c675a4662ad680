"""The canonical texts of many parts of one set of statements: a block is written once.

A text is the blocks of its subjects. Where two parts say the same of a subject, its block is the
same. Blank nodes, and what names them, are written anew: their text depends on their users.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from mutugraph.namespaces import Namespaces
from mutugraph.turtle.shape import Node
from mutugraph.turtle.writing import Addresses, Block, blocks_of, joined


class Together:
    """Statements of which several texts are made; a part of them is their places."""

    def __init__(self, quads: Sequence[Quad], namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        triples: dict[Triple, int] = {}
        self._numbers = [triples.setdefault(quad.triple, len(triples)) for quad in quads]
        self.triples = tuple(triples)
        self._said = [(t.subject, t.predicate, t.object) for t in triples]
        subjects: dict[Node, int] = {}
        self._subjects = [subjects.setdefault(node, len(subjects)) for node, _, _ in self._said]
        self._anew = {
            subject
            for subject, (node, _, value) in zip(self._subjects, self._said, strict=True)
            if not isinstance(node, NamedNode) or not isinstance(value, NamedNode | Literal)
        }
        self._addresses: Addresses = {}
        self._blocks: dict[frozenset[int], Block] = {}

    def text(self, part: Iterable[int]) -> str:
        """The canonical text of the statements at these places. Raises as `canonical`."""
        said: dict[int, set[int]] = defaultdict(set)
        for place in part:
            number = self._numbers[place]
            said[self._subjects[number]].add(number)
        anew = [said.pop(subject) for subject in said.keys() & self._anew]
        parts = [frozenset(own) for own in said.values()]
        lacking = {self._node(own): own for own in parts if own not in self._blocks}
        for block in self._written(lacking.values()):
            self._blocks[lacking[block.subject]] = block
        found = [self._blocks[own] for own in parts]
        return joined([*found, *self._written(anew)], self._namespaces)

    def _node(self, own: frozenset[int]) -> Node:
        return self._said[next(iter(own))][0]

    def _written(self, parts: Iterable[Iterable[int]]) -> Iterable[Block]:
        said = [self._said[number] for own in parts for number in own]
        return blocks_of(said, self._namespaces, self._addresses)
