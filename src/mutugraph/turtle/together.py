"""The canonical texts of many parts of one set of statements: a block is written once.

A text is the blocks of its subjects. Where two parts say the same of a subject, its block is the
same. Blank nodes, and what names them, are written anew: their text depends on their users.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad, Triple

from mutugraph.namespaces import Namespaces
from mutugraph.turtle.writing import Addresses, Block, blocks_of, joined


class Together:
    """Statements of which several texts are made; a part of them is their places."""

    def __init__(self, quads: Sequence[Quad], namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        numbers: dict[Triple, int] = {}
        self._numbers = [numbers.setdefault(quad.triple, len(numbers)) for quad in quads]
        self.triples = tuple(numbers)
        self._subjects = [triple.subject for triple in self.triples]
        self._anew = {
            subject
            for subject, triple in zip(self._subjects, self.triples, strict=True)
            if not isinstance(subject, NamedNode)
            or not isinstance(triple.object, NamedNode | Literal)
        }
        self._addresses: Addresses = {}
        self._blocks: dict[frozenset[int], Block] = {}

    def text(self, part: Iterable[int]) -> str:
        """The canonical text of the statements at these places. Raises as `canonical`."""
        said: dict[object, set[int]] = defaultdict(set)
        for place in part:
            number = self._numbers[place]
            said[self._subjects[number]].add(number)
        anew = [said.pop(subject) for subject in said.keys() & self._anew]
        parts = {frozenset(own): subject for subject, own in said.items()}
        lacking = {parts[own]: own for own in parts.keys() - self._blocks.keys()}
        for block in self._written(lacking.values()):
            self._blocks[lacking[block.subject]] = block
        found = [self._blocks[own] for own in parts]
        return joined([*found, *self._written(anew)], self._namespaces)

    def _written(self, numbers: Iterable[Iterable[int]]) -> Iterable[Block]:
        triples = {self.triples[number] for own in numbers for number in own}
        return blocks_of(triples, self._namespaces, self._addresses)
