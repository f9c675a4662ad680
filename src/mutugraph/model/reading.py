"""Reads the model: one description a class and a property, from the ontology and the shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.model.completing import completed
from mutugraph.model.description import (
    ClassDescription,
    Kind,
    Model,
    PropertyDescription,
    SheetDescription,
)
from mutugraph.model.facts import Facts
from mutugraph.model.files import read_file
from mutugraph.model.grammar import Noun
from mutugraph.model.lines import Line, Lines
from mutugraph.model.sentences import class_example, everything, nature_of
from mutugraph.model.terms import Terms
from mutugraph.namespaces import Namespaces
from mutugraph.turtle import Document
from mutugraph.workspace import Workspace

OWN = 10.0  # where the order of a class's own properties starts, in `shapes/`


@dataclass(frozen=True)
class Described:
    """The model, and the shapes completed from it: whole SHACL, as every engine reads it."""

    model: Model
    quads: tuple[Quad, ...]


def read_model(workspace: Workspace) -> Described:
    """The model of a workspace, read once a revision. Raises the errors of reading its files."""
    return _read(workspace, workspace.revision)


@lru_cache(maxsize=1)
def _read(workspace: Workspace, revision: str) -> Described:
    del revision  # of the key only
    ontology = tuple(read_file(workspace, path) for path in workspace.ontology_files)
    shapes = tuple(read_file(workspace, path) for path in workspace.shape_files)
    return describe(ontology, shapes, workspace.namespaces)


@lru_cache(maxsize=1)  # the data changes, and is read again, more often than its model
def describe(
    ontology: tuple[Document, ...], shapes: tuple[Document, ...], namespaces: Namespaces
) -> Described:
    """The model that these documents write: terms in the ontology, the rest in the shapes."""
    stated = [quad for document in ontology for quad in document.quads]
    written = [quad for document in shapes for quad in document.quads]
    facts, terms = Facts(written, namespaces), Terms(Facts(stated, namespaces))
    lines = Lines(facts, terms)
    reader = _Reader(facts, terms, lines)
    classes = {kind: reader.read(kind) for kind in lines.shapes}
    subjects = {q.subject.value for q in stated if isinstance(q.subject, NamedNode)}
    named = (iri for iri in sorted(subjects) if terms.is_term(iri))
    nouns = {iri: noun for iri in named if (noun := terms.noun(iri))}
    model = Model(classes, nouns)
    return Described(model, tuple(completed(model, facts, terms, lines)))


class _Reader:
    """Turns the lines of a class into its description."""

    def __init__(self, facts: Facts, terms: Terms, lines: Lines) -> None:
        self._facts = facts
        self._terms = terms
        self._lines = lines
        self._known: dict[Line, PropertyDescription] = {}

    def read(self, kind: str) -> ClassDescription:
        shape = self._lines.shapes[kind]
        name = self._terms.noun(kind) or everything()
        found = sorted(
            map(self._property, self._lines.of(kind)),
            key=lambda one: (one.order, one.label, one.iri),
        )
        required = self._telling(found, name)
        example = self._facts.french(shape, "skos:example")
        return ClassDescription(
            iri=kind,
            shape=shape.value,
            name=name,
            label=self._terms.label(kind),
            help=self._terms.definition(kind),
            code=self._facts.text(shape, "dct:identifier"),
            example=example or (class_example(name, required) if required else None),
            properties=tuple(found),
            sheet=self._sheet(self._facts.text(shape, "mut:feuille")),
        )

    def _sheet(self, iri: str | None) -> SheetDescription | None:
        if iri is None:
            return None
        label, help_ = self._terms.label(iri), self._terms.definition(iri)
        return SheetDescription(label, help_, self._terms.order(iri))

    @staticmethod
    def _telling(found: list[PropertyDescription], name: Noun) -> Noun | None:
        """What an example of fault lacks: what the class alone must have, else anything."""
        needed = [one for one in found if one.required]
        own = [one for one in needed if one.order >= OWN]
        return next((one.name for one in (*own, *needed) if one.name.text not in name.text), None)

    def _property(self, line: Line) -> PropertyDescription:
        if line not in self._known:
            self._known[line] = self._described(line)
        return self._known[line]

    def _described(self, line: Line) -> PropertyDescription:
        name = self._terms.noun(line.path) or Noun(
            self._french(line, "sh:name") or self._terms.label(line.path)
        )
        kind, type_ = self._kind(line)
        schemes = self._texts(line, "mut:liste")
        codes = tuple(code for scheme in schemes for code in self._terms.members(scheme))
        if kind is Kind.ENTITY and type_ and not codes:
            codes = self._terms.codes(type_)
        type_name = self._terms.noun(type_) if type_ else None
        pattern = self._text(line, "sh:pattern")
        example = self._french(line, "skos:example") or self._terms.example(line.path)
        datatype = type_ if kind is Kind.LITERAL else None
        known_by_name = type_name and name.text in type_name.text
        nature = nature_of(datatype, None if known_by_name else type_name, codes)
        return PropertyDescription(
            iri=line.path,
            shape=line.iri,
            name=name,
            label=self._terms.label(line.path),
            help=self._terms.definition(line.path),
            kind=kind,
            type=type_,
            type_name=type_name,
            minimum=self._number(line, "sh:minCount") or 0,
            maximum=self._number(line, "sh:maxCount"),
            pattern=pattern,
            codes=codes,
            order=float(self._text(line, "sh:order") or "inf"),
            group=self._text(line, "sh:group"),
            example=example if pattern else None,
            nature=nature,
            unless=tuple(self._texts(line, "mut:aDefaut")),
            message=self._french(line, "sh:message"),
            optional_because=self._french(line, "mut:facultatifCar"),
        )

    def _kind(self, line: Line) -> tuple[Kind, str | None]:
        """What a value is: as the line says, else as the term does."""
        written = self._text(line, "sh:datatype")
        if written:
            return Kind.LITERAL, written
        written = self._text(line, "sh:class")
        if written:
            return Kind.ENTITY, written
        if self._text(line, "sh:nodeKind"):
            return Kind.IRI, None
        found = self._terms.range(line.path)
        if self._terms.is_object_property(line.path):
            own = found if found and found.startswith(self._own()) else None
            return (Kind.ENTITY, own) if own else (Kind.IRI, None)
        return (Kind.LITERAL, found) if found else (Kind.ANY, None)

    def _own(self) -> str:
        return str(self._facts.namespaces["mut"].iri)

    def _texts(self, line: Line, name: str) -> Iterator[str]:
        for value in line.said.get(self._facts.namespaces.term(name), ()):
            if isinstance(value, NamedNode | Literal):
                yield value.value

    def _text(self, line: Line, name: str) -> str | None:
        prefix = name.partition(":")[0]
        declared = prefix in self._facts.namespaces.prefixes
        return next(self._texts(line, name), None) if declared else None

    def _number(self, line: Line, name: str) -> int | None:
        text = self._text(line, name)
        return int(text) if text else None

    def _french(self, line: Line, name: str) -> str | None:
        values = line.said.get(self._facts.namespaces.term(name), ())
        found = (v for v in values if isinstance(v, Literal) and v.language == "fr")
        return next((v.value for v in found), None)
