"""What a workspace knows, read from its files: every triple, the names and classes of entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from mutugraph.model.description import Model
from mutugraph.model.files import read_file
from mutugraph.model.reading import describe
from mutugraph.namespaces import Namespaces
from mutugraph.reference.code import code_facts, read_code
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle import Document
from mutugraph.typography import keyboard
from mutugraph.workspace import Workspace

EVIDENCE = ("mut:mots", "mut:ligneDebut", "mut:dansSection", "mut:deDocument")


@dataclass(frozen=True)
class Known:
    """The documents of the data by their paths, those of the ontology, and the model.

    `listed` is what tables say beside them: articles of a code, members, which a cell may name.
    `others` are the files of other EPCI, whose entities it does not name by their name alone.
    """

    workspace: Workspace
    data: Mapping[Path, Document]
    ontology: tuple[Document, ...]
    model: Model
    listed: Sequence[Quad] = ()
    others: frozenset[Path] = frozenset()

    @property
    def namespaces(self) -> Namespaces:
        """The prefixes of the workspace."""
        return self.workspace.namespaces

    @cached_property
    def labels(self) -> Mapping[NamedNode, str]:
        """The French name of every entity and term."""
        return labels_of((*self.listed, *self.quads), self.namespaces)

    @cached_property
    def types(self) -> Mapping[NamedNode, frozenset[NamedNode]]:
        """The classes of every entity, those above included."""
        return types_of((*self.listed, *self.quads), self.above)

    @cached_property
    def above(self) -> Mapping[NamedNode, frozenset[NamedNode]]:
        """The classes above each class, itself included."""
        direct: dict[NamedNode, set[NamedNode]] = {}
        link = self.namespaces.term("rdfs:subClassOf")
        for document in self.ontology:
            for quad in document.quads:
                if quad.predicate == link and isinstance(quad.object, NamedNode):
                    assert isinstance(quad.subject, NamedNode)  # noqa: S101 - classes are named
                    direct.setdefault(quad.subject, set()).add(quad.object)
        return {kind: frozenset(_closure(kind, direct)) for kind in direct}

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """Every quad of the data and the ontology."""
        documents = (*self.data.values(), *self.ontology)
        return tuple(quad for document in documents for quad in document.quads)

    @cached_property
    def evidence(self) -> tuple[Triple, ...]:
        """What is said of the words of passages and of where they stand."""
        said = {self.namespaces.term(name) for name in EVIDENCE}
        return tuple(quad.triple for quad in self.quads if quad.predicate in said)

    @cached_property
    def proofs(self) -> Mapping[NamedNode, Sequence[NamedNode]]:
        """The passages that establish each entity."""
        borne, found = self.namespaces.term("mut:etabliPar"), dict[NamedNode, list[NamedNode]]()
        for quad in self.quads:
            if quad.predicate == borne and isinstance(quad.object, NamedNode):
                assert isinstance(quad.subject, NamedNode)  # noqa: S101 - entities are named
                found.setdefault(quad.subject, []).append(quad.object)
        return found

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Every address of which something is said."""
        return frozenset(q.subject.value for q in self.quads if isinstance(q.subject, NamedNode))

    @cached_property
    def by_text(self) -> Mapping[str, Sequence[NamedNode]]:
        """The entities and terms of each name, as names are compared."""
        return by_text(self.labels.items())

    @cached_property
    def by_other_text(self) -> Mapping[str, Sequence[NamedNode]]:
        """Those of each abbreviation, and of each name that was given up (`skos:altLabel`)."""
        other = self.namespaces.term("skos:altLabel")
        return by_text(
            (q.subject, q.object.value)
            for q in (*self.listed, *self.quads)
            if q.predicate == other
            and isinstance(q.subject, NamedNode)
            and isinstance(q.object, Literal)
        )

    @cached_property
    def typed_in(self) -> Mapping[NamedNode, frozenset[Path | None]]:
        """The files of the data that give a class to each entity; None for the ontology."""
        found: dict[NamedNode, set[Path | None]] = {}
        every = [*self.data.items(), *((None, one) for one in self.ontology)]
        for path, document in every:
            for quad in document.quads:
                if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode):
                    found.setdefault(quad.subject, set()).add(path)
        return {node: frozenset(paths) for node, paths in found.items()}

    @cached_property
    def hidden(self) -> frozenset[NamedNode]:
        """What is another EPCI's."""
        return frozenset(n for n, paths in self.typed_in.items() if paths <= self.others)

    def key(self, node: NamedNode) -> str:
        """How a workbook writes an entity where it must: its path, else its prefixed name."""
        ids = self.namespaces.ids
        if node.value.startswith(ids):
            return node.value.removeprefix(ids)
        split = self.namespaces.split(node.value)
        return ":".join(split) if split else node.value

    def node(self, key: str) -> NamedNode | None:
        """The entity of a key; None for what is none."""
        prefix, colon, local = key.partition(":")
        try:
            if colon and prefix in self.namespaces.prefixes:
                return self.namespaces.term(f"{prefix}:{local}")
            return NamedNode(key) if colon else self.namespaces.id(key)
        except ValueError:
            return None


def read_known(workspace: Workspace) -> Known:
    """Reads the data, the ontology and the shapes. Raises the errors of reading, `ListInvalid`."""
    data = {path: read_file(workspace, path) for path in workspace.data_files}
    ontology = tuple(read_file(workspace, path) for path in workspace.ontology_files)
    shapes = tuple(read_file(workspace, path) for path in workspace.shape_files)
    model = describe(ontology, shapes, workspace.namespaces).model
    code = read_code(workspace)
    stated = (quad for document in data.values() for quad in document.quads)
    listed = tuple(code_facts(code, workspace, stated)) if code else ()
    return Known(workspace, data, ontology, model, listed)


def by_text(labels: Iterable[tuple[NamedNode, str]]) -> dict[str, list[NamedNode]]:
    """The entities of each name, as names are compared."""
    found: dict[str, dict[NamedNode, None]] = {}
    for node, label in labels:
        found.setdefault(folded(label), {})[node] = None
    return {text: list(nodes) for text, nodes in found.items()}


def folded(text: str) -> str:
    """A name as it is compared: neither case, nor spaces, nor the sign of an apostrophe count."""
    return " ".join(keyboard(text).casefold().split())


def labels_of(quads: Iterable[Quad | Triple], namespaces: Namespaces) -> dict[NamedNode, str]:
    """The French names that these quads give."""
    named = namespaces.term("skos:prefLabel")
    return {
        q.subject: q.object.value
        for q in quads
        if q.predicate == named
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, Literal)
        and q.object.language == "fr"
    }


def types_of(
    quads: Iterable[Quad | Triple], above: Mapping[NamedNode, frozenset[NamedNode]]
) -> dict[NamedNode, frozenset[NamedNode]]:
    """The classes that these quads give to entities, those above included."""
    found: dict[NamedNode, frozenset[NamedNode]] = {}
    for quad in quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.subject, NamedNode):
            kind = quad.object
            if isinstance(kind, NamedNode):
                more = above.get(kind, frozenset({kind}))
                found[quad.subject] = found.get(quad.subject, frozenset()) | more
    return found


def _closure(kind: NamedNode, direct: Mapping[NamedNode, set[NamedNode]]) -> set[NamedNode]:
    found, todo = {kind}, [kind]
    while todo:
        for one in direct.get(todo.pop(), set()) - found:
            found.add(one)
            todo.append(one)
    return found
