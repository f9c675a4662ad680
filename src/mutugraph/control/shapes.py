"""The shapes as values: their codes, severities, messages; refused when they are not usable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from mutugraph.control.findings import Severity, Step
from mutugraph.control.rules import Rule, split_message
from mutugraph.errors import ShapeCyclic, ShapeInvalid, ShapeWithoutMessage
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE
from mutugraph.turtle.reading import Document

_SEVERITIES = {
    "Violation": Severity.BLOCKING,
    "Warning": Severity.TO_CHECK,
    "Info": Severity.INFORMATION,
}
_LINKS = ("node", "property", "qualifiedValueShape", "not")
_LISTS = ("or", "and", "xone")


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
    """The shapes of a workspace, by IRI, and the quads that a SHACL engine is given."""

    by_iri: Mapping[str, Shape]
    quads: tuple[Quad, ...] = field(repr=False)

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
        """Of the parts, only what must be there; else the message of the shape itself."""
        held = [self.by_iri[part] for shape in shapes for part in shape.parts]
        wanted = [s for s in (*shapes, *held) if s.required and s.code in (None, shapes[0].code)]
        for shape in wanted or shapes:
            yield shape.message

    @cached_property
    def _holders(self) -> dict[str, tuple[Shape, ...]]:
        found: dict[str, list[Shape]] = {}
        for shape in self.by_iri.values():
            for part in shape.parts:
                found.setdefault(part, []).append(shape)
        return {part: tuple(holders) for part, holders in found.items()}


def read_shapes(documents: Iterable[Document], namespaces: Namespaces) -> Shapes:
    """The shapes of these documents.

    Raises `ShapeInvalid` for a shape without IRI or severity, `ShapeWithoutMessage`, `ShapeCyclic`.
    """
    documents = tuple(documents)
    quads = tuple(quad for document in documents for quad in document.quads)
    graph = _Graph(quads, namespaces)
    found: dict[str, Shape] = {}
    for document in documents:
        for node in graph.shapes_in(document):
            if isinstance(node, BlankNode):
                raise ShapeInvalid(path=document.name, line=1, detail="_:")
            shape = _shape(graph, node, document)
            found[shape.iri] = shape
    _refuse_cycles(graph, found, {document.name: document for document in documents})
    return Shapes(found, quads)


def _shape(graph: _Graph, node: NamedNode, document: Document) -> Shape:
    line = document.places.line(node.value) or 1
    severity = graph.one(node, "sh:severity")
    if severity is None:
        raise ShapeInvalid(path=document.name, line=line, detail="sh:severity")
    text = graph.french(node, "sh:message")
    if not text:
        raise ShapeWithoutMessage(path=document.name, line=line, shape=node.value)
    return Shape(
        iri=node.value,
        code=graph.one(node, "dct:identifier"),
        severity=_SEVERITIES[severity.rpartition("#")[2]],
        message=text,
        name=graph.french(node, "sh:name"),
        title=graph.french(node, "rdfs:label"),
        why=graph.french(node, "skos:scopeNote"),
        example=graph.french(node, "skos:example"),
        targets=tuple(graph.all(node, "sh:targetClass")),
        parts=tuple(graph.all(node, "sh:property")),
        required=any(graph.all(node, f"sh:{name}") for name in ("minCount", "or")),
        file=document.name,
    )


def _refuse_cycles(
    graph: _Graph, shapes: Mapping[str, Shape], documents: Mapping[str, Document]
) -> None:
    """SHACL leaves recursive shapes undefined (SHACL §3.4.3), and engines do not end on them."""
    done: set[str] = set()
    for start in shapes:
        path: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = [(start, graph.links(start))]
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
                file = shapes[following].file if following in shapes else ""
                line = documents[file].places.line(following) if file in documents else None
                raise ShapeCyclic(path=file, line=line or 1, shape=following)
            else:
                stack.append((following, graph.links(following)))


class _Graph:
    """Look-ups in the quads of the shapes."""

    def __init__(self, quads: tuple[Quad, ...], namespaces: Namespaces) -> None:
        self._ns = namespaces
        self._facts: dict[tuple[object, str], list[object]] = {}
        for quad in quads:
            self._facts.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)

    def shapes_in(self, document: Document) -> list[NamedNode | BlankNode]:
        kinds = {self._ns.term("sh:NodeShape"), self._ns.term("sh:PropertyShape")}
        found = (q.subject for q in document.quads if q.predicate == RDF_TYPE and q.object in kinds)
        return [node for node in dict.fromkeys(found) if isinstance(node, NamedNode | BlankNode)]

    def all(self, node: object, name: str) -> list[str]:
        return [_value(term) for term in self._facts.get((node, self._ns.term(name).value), ())]

    def one(self, node: object, name: str) -> str | None:
        return next(iter(self.all(node, name)), None)

    def french(self, node: object, name: str) -> str | None:
        terms = self._facts.get((node, self._ns.term(name).value), ())
        found = (t.value for t in terms if isinstance(t, Literal) and t.language == "fr")
        return next(found, None)

    def links(self, iri: str) -> Iterator[str]:
        node = NamedNode(iri)
        for name in _LINKS:
            yield from self.all(node, f"sh:{name}")
        for name in _LISTS:
            for head in self._facts.get((node, self._ns.term(f"sh:{name}").value), ()):
                yield from self._members(head)

    def _members(self, head: object) -> Iterator[str]:
        while head != RDF_NIL:
            firsts = self._facts.get((head, RDF_FIRST.value), ())
            rests = self._facts.get((head, RDF_REST.value), ())
            if not firsts or not rests:
                return
            yield _value(firsts[0])
            head = rests[0]


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
