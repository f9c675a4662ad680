"""Completes the shapes: whole SHACL (SHACL §2–4), that pySHACL and every other tool reads.

A line becomes a property shape with an IRI, its name, its help, the kind of its values, its
severity and its message. The shape of a class becomes closed (SHACL §4.8.1) over its own properties
and those of its ancestors; where a class has subclasses, their properties are ignored by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from mutugraph.model.description import ClassDescription, Kind, Model, PropertyDescription
from mutugraph.model.facts import Facts, Node, Term
from mutugraph.model.grammar import Noun
from mutugraph.model.lines import Line, Lines
from mutugraph.model.sentences import (
    alternative,
    alternative_message,
    class_message,
    class_title,
    everything,
    property_message,
)
from mutugraph.model.terms import Terms
from mutugraph.terms import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, XSD_BOOLEAN, XSD_INTEGER

_KEPT_OUT = ("mut:aDefaut", "mut:facultatifCar", "mut:liste", "rdf:type")
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_INHERITED = ("rdfs:label", "skos:scopeNote", "skos:example", "sh:severity")


def completed(model: Model, facts: Facts, terms: Terms, lines: Lines) -> Iterator[Quad]:
    """The quads of the completed shapes, each once."""
    yield from dict.fromkeys(_Completion(model, facts, terms, lines).quads())


class _Completion:
    def __init__(self, model: Model, facts: Facts, terms: Terms, lines: Lines) -> None:
        self._model = model
        self._facts = facts
        self._terms = terms
        self._lines = lines
        self._space = facts.namespaces
        self._owners = {one.shape: one.name for one in model.classes.values()}
        self._fresh = 0
        self._written: set[str] = set()
        self._french_only: Term | None = None

    def quads(self) -> Iterator[Quad]:
        """What is written by hand, then each class and its properties."""
        own = {self._lines.shapes[kind] for kind in self._model.classes}
        shared = {
            node
            for shape in own
            for node in self._facts.all(shape, "sh:node")
            if not self._facts.one(node, "sh:targetClass")
        }
        yield from self._by_hand(self._lines.nodes() | own | shared)
        for kind, shape in self._lines.shapes.items():
            if kind in self._model.classes:
                yield from self._class(self._model.classes[kind], shape)

    def _by_hand(self, skipped: set[Node | Term]) -> Iterator[Quad]:
        for subject in self._facts.every_subject():
            if subject in skipped:
                continue
            about = self._facts.about(subject)
            for predicate, values in about.items():
                for value in values:
                    yield Quad(subject, predicate, value)
            kinds = {"sh:NodeShape", "sh:PropertyShape"}
            shapes = {self._term(name) for name in kinds}
            if shapes & set(about.get(RDF_TYPE, ())) and self._term("sh:severity") not in about:
                yield self._say(subject, "sh:severity", self._term("sh:Violation"))

    def _class(self, described: ClassDescription, shape: NamedNode) -> Iterator[Quad]:
        lines = {line.path: line for line in self._lines.of(described.iri)}
        for one in described.properties:
            if one.shape not in self._written:
                self._written.add(one.shape)
                yield from self._property(one, lines[one.iri])
        if described.code is None:
            return
        skipped = {self._term(name) for name in ("sh:property", "sh:node")}
        about = self._facts.about(shape)
        for predicate, values in about.items():
            if predicate not in skipped:
                for value in values:
                    yield Quad(shape, predicate, value)
        for one in described.properties:
            yield self._say(shape, "sh:property", NamedNode(one.shape))
            if one.unless:
                yield from self._alternatives(described, shape, one, lines[one.iri])
        yield from self._default(shape, about, "sh:severity", self._term("sh:Violation"))
        title, text = class_title(described.name), class_message(described.name)
        yield from self._default(shape, about, "rdfs:label", _french(title))
        yield from self._default(shape, about, "sh:message", _french(text))
        if described.example:
            yield from self._default(shape, about, "skos:example", _french(described.example))
        if self._term("sh:closed") not in about:
            yield self._say(shape, "sh:closed", Literal("true", datatype=XSD_BOOLEAN))
            ignored = [RDF_TYPE, *self._below(described)]
            yield from self._list(shape, "sh:ignoredProperties", ignored)

    def _below(self, described: ClassDescription) -> list[NamedNode]:
        """The properties that only subclasses have: the shape of the class judges them too."""
        own = {one.iri for one in described.properties}
        below = {
            one.iri
            for kind, other in self._model.classes.items()
            if described.iri in self._terms.ancestors(kind)
            for one in other.properties
        }
        return [NamedNode(iri) for iri in sorted(below - own)]

    def _property(self, one: PropertyDescription, line: Line) -> Iterator[Quad]:
        node = NamedNode(one.shape)
        skipped = {self._term(name) for name in _KEPT_OUT}
        yield Quad(node, RDF_TYPE, self._term("sh:PropertyShape"))
        for predicate, values in line.said.items():
            if predicate not in skipped:
                for value in values:
                    yield Quad(node, predicate, value)
        yield from self._default(node, line.said, "sh:severity", self._term("sh:Violation"))
        yield from self._default(node, line.said, "sh:name", _french(one.label))
        text = property_message(self._owner(line), one)
        yield from self._default(node, line.said, "sh:message", _french(text))
        if one.help:
            yield from self._default(node, line.said, "sh:description", _french(one.help))
        yield from self._value(node, one, line)

    def _owner(self, line: Line) -> Noun:
        """The noun of the class whose shape writes a line; lines that classes share have none."""
        return self._owners.get(line.owner) or everything()

    def _value(self, node: NamedNode, one: PropertyDescription, line: Line) -> Iterator[Quad]:
        """The kind of the values. A text is in French, and never empty."""
        said = line.said
        if self._term("mut:liste") in said:
            yield from self._list(node, "sh:in", [NamedNode(code.iri) for code in one.codes])
        match one.kind:
            case Kind.LITERAL if one.type:
                datatype = NamedNode(one.type)
                yield from self._default(node, said, "sh:datatype", datatype)
                if one.type.endswith("#date"):  # engines are not bound to look (SHACL §4.1.2)
                    yield from self._default(node, said, "sh:pattern", Literal(_DAY))
                if one.type.endswith(("#string", "#langString")):
                    least = Literal("1", datatype=XSD_INTEGER)
                    yield from self._default(node, said, "sh:minLength", least)
                if one.type.endswith("#langString") and self._term("sh:languageIn") not in said:
                    yield from self._in_french(node)
            case Kind.ENTITY if one.type:
                yield from self._default(node, said, "sh:class", NamedNode(one.type))
            case Kind.IRI:
                yield from self._default(node, said, "sh:nodeKind", self._term("sh:IRI"))
            case _:
                pass

    def _in_french(self, node: NamedNode) -> Iterator[Quad]:
        """One list for all shapes: an engine reads it once."""
        if self._french_only is None:
            first, *rest = self._list(node, "sh:languageIn", [Literal("fr")])
            self._french_only = first.object
            yield from rest
        yield self._say(node, "sh:languageIn", self._french_only)

    def _alternatives(
        self, described: ClassDescription, shape: NamedNode, one: PropertyDescription, line: Line
    ) -> Iterator[Quad]:
        """The shape of « this property, or what may stand in its place »."""
        last = one.shape.rpartition("/")[2]
        start = f"{shape.value}/{last}"
        node = NamedNode(f"{start}-ou-absence")
        others = []
        parts: list[Term] = [NamedNode(f"{start}/indique")]
        yield from self._part(parts[0], one.iri, None)
        for iri in one.unless:
            local = (self._space.split(iri) or ("", iri))[1]
            declares = self._terms.declares_absence(iri)
            part = NamedNode(f"{start}/a-defaut-{local.lower()}")
            parts.append(part)
            yield from self._part(part, iri, NamedNode(one.iri) if declares else None)
            others.append(alternative(local, self._terms.noun(iri), one.name))
        yield Quad(node, RDF_TYPE, self._term("sh:NodeShape"))
        yield self._say(node, "sh:targetClass", NamedNode(described.iri))
        yield self._say(node, "rdfs:seeAlso", shape)
        yield from self._list(node, "sh:or", parts)
        text = alternative_message(described.name, one.name, others)
        yield self._say(node, "sh:message", _french(text))
        code = line.said.get(self._term("dct:identifier"), (Literal(described.code or ""),))
        yield self._say(node, "dct:identifier", code[0])
        for name in _INHERITED:
            for value in line.said.get(self._term(name), ()):
                yield self._say(node, name, value)
        yield from self._default(node, line.said, "sh:severity", self._term("sh:Violation"))
        yield from self._default(node, line.said, "rdfs:label", _french(one.name.text))

    def _part(self, node: Term, path: str, value: NamedNode | None) -> Iterator[Quad]:
        """One way to satisfy an alternative: a value, or this very value."""
        assert isinstance(node, NamedNode)  # noqa: S101 - made above
        yield Quad(node, RDF_TYPE, self._term("sh:PropertyShape"))
        yield self._say(node, "sh:path", NamedNode(path))
        yield self._say(node, "sh:severity", self._term("sh:Violation"))
        yield self._say(node, "sh:message", _french(f"{self._terms.label(path)}."))
        if value is None:
            yield self._say(node, "sh:minCount", Literal("1", datatype=XSD_INTEGER))
        else:
            yield self._say(node, "sh:hasValue", value)

    def _default(self, node: Node, said: object, name: str, value: Term) -> Iterator[Quad]:
        if self._term(name) not in said:  # type: ignore[operator]  # any mapping by property
            yield self._say(node, name, value)

    def _list(self, node: Node, name: str, members: Iterable[Term]) -> Iterator[Quad]:
        cells: list[Term] = list(members)
        heads: list[BlankNode] = []
        for _ in cells:
            self._fresh += 1
            heads.append(BlankNode(f"modele{self._fresh}"))
        yield self._say(node, name, heads[0] if heads else RDF_NIL)
        for rank, (head, member) in enumerate(zip(heads, cells, strict=True)):
            yield Quad(head, RDF_FIRST, member)
            yield Quad(head, RDF_REST, heads[rank + 1] if rank + 1 < len(heads) else RDF_NIL)

    def _say(self, node: Node, name: str, value: Term) -> Quad:
        return Quad(node, self._term(name), value)

    def _term(self, name: str) -> NamedNode:
        return self._space.term(name)


def _french(text: str) -> Literal:
    return Literal(text, language="fr")
