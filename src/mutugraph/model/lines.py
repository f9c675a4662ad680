"""The lines of a class: what its shape, the shapes that it shares, and its ancestors say of it.

A line is one property of one class: a property shape of which only what the term does not say is
written. A line for the same property in a more specific shape adds to the general one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.model.facts import Facts, Node, Term
from mutugraph.model.terms import Terms

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

Said = Mapping[NamedNode, tuple[Term, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A property of a class: the IRI of its property shape, the shape that writes it, what it says.

    `node` is where it is written, None for one that the domain of the term implies. One line stands
    for all the classes that have it.
    """

    iri: str
    owner: str
    path: str
    node: Node | None
    said: Said


class Lines:
    """The lines of every shape of a class."""

    def __init__(self, facts: Facts, terms: Terms) -> None:
        self._facts = facts
        self._terms = terms
        self._shapes: dict[str, NamedNode] = {}
        self._shared: dict[Node, tuple[Line, ...]] = {}
        self._written: dict[Node, tuple[Line, ...]] = {}
        for shape in facts.subjects("rdf:type", facts.namespaces.term("sh:NodeShape")):
            target = facts.text(shape, "sh:targetClass")
            if target and isinstance(shape, NamedNode) and self._describes(shape):
                self._shapes.setdefault(target, shape)

    @property
    def shapes(self) -> Mapping[str, NamedNode]:
        """The shape that describes each class, by the IRI of the class."""
        return self._shapes

    def of(self, kind: str) -> list[Line]:
        """The lines of a class, with those of what it shares and of its ancestors."""
        above = [c for c in self._terms.ancestors(kind) if c in self._shapes]
        above.sort(key=lambda c: (len(self._terms.ancestors(c)), c))
        found: dict[str, Line] = {}
        for shape in (self._shapes[one] for one in (*above, kind)):
            if shape not in self._shared:
                self._shared[shape] = tuple(self._with_shared(shape))
            for line in self._shared[shape]:
                known = found.get(line.path)
                found[line.path] = _added(known, line) if known else line
        return list(found.values())

    def nodes(self) -> set[Node]:
        """Every node that is a line."""
        every = self._facts.subjects("rdf:type", self._term("sh:NodeShape"))
        describing = (shape for shape in every if self._describes(shape))
        return {line.node for shape in describing for line in self._own(shape) if line.node}

    def _with_shared(self, shape: NamedNode) -> Iterator[Line]:
        for node in self._facts.all(shape, "sh:node"):
            if isinstance(node, NamedNode):
                yield from self._with_shared(node)
        yield from self._own(shape)
        target = self._facts.text(shape, "sh:targetClass")
        if target and self._terms.noun(target):
            yield from self._implied(shape, target)

    def _own(self, shape: Node) -> tuple[Line, ...]:
        if shape not in self._written:
            self._written[shape] = tuple(self._read(shape))
        return self._written[shape]

    def _read(self, shape: Node) -> Iterator[Line]:
        for node in self._facts.all(shape, "sh:property"):
            path = self._facts.one(node, "sh:path")
            if isinstance(node, Node) and isinstance(path, NamedNode):
                said = {p: tuple(values) for p, values in self._facts.about(node).items()}
                iri = node.value if isinstance(node, NamedNode) else self._mint(shape, path.value)
                yield Line(iri, str(getattr(shape, "value", "")), path.value, node, said)

    def _implied(self, shape: NamedNode, target: str) -> Iterator[Line]:
        """The properties that have the class for domain, when no line is written for them."""
        written = {line.path for line in self._own(shape)}
        for path in self._terms.of_domain(target):
            if path not in written and self._terms.noun(path):
                said: Said = {self._term("sh:path"): (NamedNode(path),)}
                yield Line(self._mint(shape, path), shape.value, path, None, said)

    def _mint(self, shape: Node, path: str) -> str:
        """The IRI of a property shape: that of the shape, then the name of the property."""
        prefix, local = self._facts.namespaces.split(path) or ("", path)
        words = _WORDS.sub("-", local).lower()
        name = words if prefix == "mut" else f"{prefix}-{words}"
        return f"{getattr(shape, 'value', '')}/{name}"

    def _describes(self, shape: Node) -> bool:
        """Whether a shape describes a class, or what classes share: a judgement has a message."""
        return not self._facts.all(shape, "sh:message")

    def _term(self, name: str) -> NamedNode:
        return self._facts.namespaces.term(name)


def _added(general: Line, specific: Line) -> Line:
    """The specific line, with what it leaves to the general one."""
    if specific.node is None or specific is general:
        return general
    return Line(
        specific.iri,
        specific.owner,
        specific.path,
        specific.node,
        {**general.said, **specific.said},
    )
