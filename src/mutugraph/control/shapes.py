"""The shapes as values: their codes, severities, messages; refused when they are not usable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeGuard
from weakref import WeakValueDictionary

from pyoxigraph import BlankNode, NamedNode, Quad

from mutugraph.control.findings import Severity, Step
from mutugraph.control.naming import refuse_bad_terms
from mutugraph.control.rules import Rule, split_message
from mutugraph.errors import ShapeAnonymous, ShapeCyclic, ShapeInvalid, ShapeWithoutMessage
from mutugraph.model.description import ClassDescription, Model
from mutugraph.model.facts import Facts
from mutugraph.model.reading import describe
from mutugraph.model.sentences import property_message
from mutugraph.namespaces import Namespaces
from mutugraph.turtle.reading import Document

_SEVERITIES = {
    "Violation": Severity.BLOCKING,
    "Warning": Severity.TO_CHECK,
    "Info": Severity.INFORMATION,
}
_LINKS = ("node", "property", "qualifiedValueShape", "not")
_TARGETS = tuple(f"sh:target{of}" for of in ("Class", "Node", "SubjectsOf", "ObjectsOf"))
_LISTS = ("or", "and", "xone")
_HELD: WeakValueDictionary[tuple[object, ...], Shapes] = WeakValueDictionary()


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: its code (its own, or that of the shapes that hold it), severity and message."""

    iri: str
    code: str | None
    severity: Severity
    message: str
    name: str | None
    title: str | None
    why: str | None
    example: str | None
    targets: tuple[str, ...]
    parts: tuple[str, ...]
    required: bool
    file: str


@dataclass(frozen=True)
class Shapes:
    """The shapes of a workspace, by IRI, the model they complete, what a SHACL engine is given."""

    by_iri: Mapping[str, Shape]
    model: Model = field(repr=False)
    quads: tuple[Quad, ...] = field(repr=False)
    facts: Facts = field(repr=False)

    def code(self, shape: Shape, types: Iterable[str]) -> str:
        """The code of a shape for an entity: its own, else that of the shape of its class."""
        if shape.code:
            return shape.code
        holders = self._holders.get(shape.iri, ())
        wanted = set(types)
        fitting = [h for h in holders if wanted & set(h.targets)] or list(holders)
        return next((h.code for h in fitting if h.code), "MUT900")

    def rules(self) -> Iterator[Rule]:
        """One rule for each code: what its shapes demand, together."""
        by_code: dict[str, list[Shape]] = {}
        for shape in self.by_iri.values():
            if shape.code:
                by_code.setdefault(shape.code, []).append(shape)
        for code, shapes in sorted(by_code.items()):
            first = next((s for s in shapes if s.why), shapes[0])
            demands, mends = zip(*(split_message(m) for m in self._messages(shapes)), strict=True)
            yield Rule(
                code=code,
                title=first.title or first.name or code,
                demand="\n".join(dict.fromkeys(demands)),
                why=first.why or "",
                example=first.example or "",
                mend="\n".join(dict.fromkeys(m for m in mends if m)),
                severity=first.severity,
                step=Step.SHACL,
                origin=first.file,
            )

    def _messages(self, shapes: list[Shape]) -> Iterator[str]:
        """What the properties of a class must be, in its own words; else what its parts say."""
        for shape in shapes:
            described = self._described.get(shape.iri)
            if described:
                yield from (
                    one.message or property_message(described.name, one)
                    for one in described.properties
                    if one.minimum and self.by_iri[one.shape].code is None
                )
            elif shape.required or not shape.parts:
                yield shape.message
            else:
                yield from (self.by_iri[part].message for part in shape.parts)

    @cached_property
    def _described(self) -> dict[str, ClassDescription]:
        return {one.shape: one for one in self.model.classes.values()}

    @cached_property
    def _holders(self) -> dict[str, tuple[Shape, ...]]:
        found: dict[str, list[Shape]] = {}
        for shape in self.by_iri.values():
            for part in shape.parts:
                found.setdefault(part, []).append(shape)
        return {part: tuple(holders) for part, holders in found.items()}


def read_shapes(
    documents: Iterable[Document], namespaces: Namespaces, ontology: Iterable[Document] = ()
) -> Shapes:
    """The shapes of these documents, completed from the terms of the ontology.

    What somebody holds is given again. Raises `ShapeInvalid` for a shape without IRI,
    `ShapeWithoutMessage`, `ShapeCyclic`, and for what a shape says of terms `ShapePropertyTwice`,
    `ShapeTermUnknown`.
    """
    said = tuple(documents), namespaces, tuple(ontology)
    found = _HELD.get(said)
    if found is None:
        found = _HELD[said] = _read(*said)
    return found


def _read(
    documents: tuple[Document, ...], namespaces: Namespaces, ontology: tuple[Document, ...]
) -> Shapes:
    refuse_bad_terms(documents, ontology, namespaces)
    described = describe(ontology, documents, namespaces)
    facts = Facts(described.quads, namespaces)
    for node in _unnamed(facts):
        path, line = _place_of_unnamed(node, documents, namespaces)
        raise ShapeAnonymous(path=path, line=line)
    places = _Places(documents)
    found = {
        node.value: _shape(facts, node, places)
        for kind in ("sh:NodeShape", "sh:PropertyShape")
        for node in facts.subjects("rdf:type", namespaces.term(kind))
        if isinstance(node, NamedNode)
    }
    _refuse_cycles(facts, found, places)
    return Shapes(found, described.model, described.quads, facts)


class _Places:
    """Where each shape is written: its own block, else that of the shape whose line it is."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._documents = documents

    def of(self, iri: str) -> tuple[str, int]:
        """The file and the line of a shape."""
        while "/" in iri:
            for document in self._documents:
                line = document.places.line(iri)
                if line:
                    return document.name, line
            iri = iri.rpartition("/")[0]
        return self._documents[0].name, 1


def _unnamed(facts: Facts) -> Iterator[BlankNode]:
    """The shapes that would find something and that no finding could name.

    A member of a list or of a negation finds nothing by itself, and a line of a class's shape is
    named by the model.
    """
    for kind in ("sh:NodeShape", "sh:PropertyShape"):
        yield from _blank(facts.subjects("rdf:type", facts.term(kind)))
    for node in facts.every_subject():
        yield from _blank(facts.all(node, "sh:property"))
        if any(facts.all(node, name) for name in _TARGETS):
            yield from _blank([node])


def _blank(nodes: Iterable[object]) -> Iterator[BlankNode]:
    return (node for node in nodes if isinstance(node, BlankNode))


def _place_of_unnamed(
    node: BlankNode, documents: Sequence[Document], namespaces: Namespaces
) -> tuple[str, int]:
    """The file, and the line where a shape with an IRI leads to it, else its own."""
    document = next(d for d in documents if any(q.subject == node for q in d.quads))
    led = {q.object: q for q in document.quads if isinstance(q.object, BlankNode)}
    owner = led.get(node)
    while owner is not None and isinstance(owner.subject, BlankNode):
        owner = led.get(owner.subject)
    if owner is not None and isinstance(owner.subject, NamedNode):
        line = document.places.line(owner.subject.value, owner.predicate.value)
    else:
        opening = re.search(r"^\s*(?:\[|_:)", document.text, re.MULTILINE)
        line = document.text.count("\n", 0, opening.end()) + 1 if opening else 1
    return document.name, line or 1


def _shape(facts: Facts, node: NamedNode, places: _Places) -> Shape:
    file, line = places.of(node.value)
    text = facts.french(node, "sh:message")
    if not text:
        raise ShapeWithoutMessage(path=file, line=line, shape=node.value)
    severity = facts.text(node, "sh:severity") or ""
    if severity.rpartition("#")[2] not in _SEVERITIES:
        raise ShapeInvalid(path=file, line=line, detail="sh:severity")
    return Shape(
        iri=node.value,
        code=facts.text(node, "dct:identifier"),
        severity=_SEVERITIES[severity.rpartition("#")[2]],
        message=text,
        name=facts.french(node, "sh:name"),
        title=facts.french(node, "rdfs:label"),
        why=facts.french(node, "skos:scopeNote"),
        example=facts.french(node, "skos:example"),
        targets=tuple(_iris(facts, node, "sh:targetClass")),
        parts=tuple(_iris(facts, node, "sh:property")),
        required=any(facts.all(node, f"sh:{name}") for name in ("minCount", "or")),
        file=file,
    )


def _refuse_cycles(facts: Facts, shapes: Mapping[str, Shape], places: _Places) -> None:
    """SHACL leaves recursive shapes undefined (SHACL §3.4.3), and engines do not end on them."""
    done: set[str] = set()
    for start in shapes:
        path: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = [(start, _links(facts, start))]
        while stack:
            node, links = stack[-1]
            if node not in path:
                path.append(node)
            following = next((link for link in links if link not in done), None)
            if following is None:
                done.add(node)
                path.remove(node)
                stack.pop()
            elif following in path:
                file, line = places.of(following)
                raise ShapeCyclic(path=file, line=line, shape=following)
            else:
                stack.append((following, _links(facts, following)))


def _links(facts: Facts, iri: str) -> Iterator[str]:
    """The shapes that a shape refers to."""
    node = NamedNode(iri)
    for name in _LINKS:
        yield from _iris(facts, node, f"sh:{name}")
    for name in _LISTS:
        for head in facts.all(node, f"sh:{name}"):
            yield from (member.value for member in facts.members(head) if _is_iri(member))


def _iris(facts: Facts, node: NamedNode, name: str) -> Iterator[str]:
    yield from (value.value for value in facts.all(node, name) if _is_iri(value))


def _is_iri(term: object) -> TypeGuard[NamedNode]:
    return isinstance(term, NamedNode)
