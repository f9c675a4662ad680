"""Look-ups in the quads of a few documents: what a node says, by prefixed names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from mutugraph.errors import PrefixUnknown
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_FIRST, RDF_NIL, RDF_REST

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple
_NOTHING: Mapping[NamedNode, list[Term]] = {}


class Facts:
    """The objects of each subject and property, and the subjects of each property and object."""

    def __init__(self, quads: Iterable[Quad], namespaces: Namespaces) -> None:
        self.namespaces = namespaces
        self._about: dict[Term, dict[NamedNode, list[Term]]] = {}
        self._quads = tuple(quads)
        for subject, predicate, value, _ in self._quads:
            self._about.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def all(self, node: Term, name: str) -> list[Term]:
        """The values of a property, in the order of the file."""
        return self._values(node, self.term(name))

    def one(self, node: Term, name: str) -> Term | None:
        """The first value of a property."""
        return next(iter(self.all(node, name)), None)

    def text(self, node: Term, name: str) -> str | None:
        """The first value of a property as text: an IRI, or what a literal says."""
        value = self.one(node, name)
        return value.value if isinstance(value, NamedNode | Literal) else None

    def number(self, node: Term, name: str) -> int | None:
        """The first value of a property as an integer, if it is one."""
        text = self.text(node, name)
        return int(text) if text is not None and text.lstrip("-").isdigit() else None

    def french(self, node: Term, name: str) -> str | None:
        """The first value of a property in French."""
        found = (t for t in self.all(node, name) if isinstance(t, Literal) and t.language == "fr")
        return next((literal.value for literal in found), None)

    def subjects(self, name: str, value: Term) -> list[Node]:
        """The nodes of which a property has this value."""
        return self._subjects.get((self.term(name), value), [])

    def every_subject(self) -> list[Node]:
        """The nodes of which something is said, in the order of the files."""
        return [node for node in self._about if isinstance(node, NamedNode | BlankNode)]

    def about(self, node: Term) -> dict[NamedNode, list[Term]]:
        """All that a node says."""
        return self._about.get(node, {})

    def members(self, head: Term) -> Iterator[Term]:
        """The members of a list."""
        while head != RDF_NIL:
            firsts = self._values(head, RDF_FIRST)
            rests = self._values(head, RDF_REST)
            if not firsts or not rests:
                return
            yield firsts[0]
            head = rests[0]

    def term(self, name: str) -> NamedNode:
        """The property; where its prefix is not declared, one of which nothing is said."""
        try:
            return self.namespaces.term(name)
        except PrefixUnknown:
            return NamedNode(f"urn:{name}")

    def _values(self, node: Term, predicate: NamedNode) -> list[Term]:
        return self._about.get(node, _NOTHING).get(predicate, [])

    @cached_property
    def _subjects(self) -> dict[tuple[NamedNode, Term], list[Node]]:
        found: dict[tuple[NamedNode, Term], list[Node]] = {}
        for subject, predicate, value, _ in self._quads:
            if isinstance(subject, NamedNode | BlankNode):
                found.setdefault((predicate, value), []).append(subject)
        return found
