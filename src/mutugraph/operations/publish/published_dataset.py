"""What there is to publish: every statement as written, in its named graph and of its kind.

The literals are those of the files: a store rewrites numbers. What rules derive comes from the
engine, which is where it is made, and so do the selectors of passages (Web Annotation), which only
a publication has: fragments of the passage, in its graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from mutugraph.belonging import Belonging, belonging
from mutugraph.namespaces import Namespaces
from mutugraph.questions.catalogue import Catalogue
from mutugraph.reference.stated import stated_quads
from mutugraph.workspace import Workspace

Subject = NamedNode | BlankNode | Triple
_LABELS = ("skos:prefLabel", "rdfs:label", "dct:title", "foaf:name")


class Part(StrEnum):
    """The kinds of statement, which never mix (docs/model.md §5), and their vocabulary."""

    PRINTED = "imprime"
    DERIVED = "deduit"
    ADDED = "ajoute"
    ONTOLOGY = "ontologie"


@dataclass(frozen=True)
class Holdings:
    """The quads of a revision: those of the files as written, selectors, what rules derive.

    `added` are the (subject, predicate) pairs that come from another source than the document.
    """

    workspace: Workspace
    quads: tuple[Quad, ...]
    added: frozenset[tuple[str, str]]
    _of_schema: dict[NamedNode, tuple[Quad, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def namespaces(self) -> Namespaces:
        """The declared prefixes."""
        return self.workspace.namespaces

    @cached_property
    def belonging(self) -> Belonging:
        """To which schéma each statement belongs."""
        return belonging(((self.folder(quad), quad) for quad in self.quads), self.namespaces)

    def folder(self, quad: Quad) -> str:
        """The folder that a statement's file is in: an authority's, or what is shared."""
        return self._within(quad).partition("/")[0]

    def _within(self, quad: Quad) -> str:
        """The name of a statement's graph, among ours."""
        graph: str = getattr(quad.graph_name, "value", "")
        return graph.removeprefix(self._graphs_start)

    @cached_property
    def _graphs_start(self) -> str:
        return self.namespaces.graph("").value

    def of_schema(self, schema: NamedNode) -> tuple[Quad, ...]:
        """The statements of a schéma, and of what it shares with others."""
        if schema not in self._of_schema:
            selected = self.belonging.selection(schema)
            own = (quad for folder, quad in self.belonging.placed if selected(folder, quad))
            self._of_schema[schema] = tuple(own)
        return self._of_schema[schema]

    @cached_property
    def by_subject(self) -> Mapping[Subject, list[Quad]]:
        """The quads of each subject."""
        found: dict[Subject, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            found[quad.subject].append(quad)
        return found

    @cached_property
    def by_object(self) -> Mapping[object, list[Quad]]:
        """The quads that lead to each resource."""
        found: dict[object, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            if not isinstance(quad.object, Literal):
                found[quad.object].append(quad)
        return found

    @cached_property
    def by_predicate(self) -> Mapping[NamedNode, list[Quad]]:
        """The quads of each property."""
        found: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            found[quad.predicate].append(quad)
        return found

    @cached_property
    def _by_folded(self) -> Mapping[str, tuple[NamedNode, ...]]:
        found: dict[str, list[NamedNode]] = defaultdict(list)
        for node in self.by_subject:
            if isinstance(node, NamedNode) and "#" not in node.value:
                found[node.value.casefold()].append(node)
        return {key: tuple(sorted(nodes, key=str)) for key, nodes in found.items()}

    def alike(self, node: NamedNode) -> tuple[NamedNode, ...]:
        """The resources whose names differ from this one's by their case only, itself included.

        A class and a property may be so: `Axe`, `axe`. On many disks their files are one file.
        """
        return self._by_folded.get(node.value.casefold(), (node,))

    @cached_property
    def graphs(self) -> Mapping[NamedNode, tuple[Quad, ...]]:
        """The named graphs, in the order of their addresses."""
        found: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            if isinstance(quad.graph_name, NamedNode):
                found[quad.graph_name].append(quad)
        return {g: tuple(found[g]) for g in sorted(found, key=lambda g: g.value)}

    @cached_property
    def _labels(self) -> tuple[NamedNode, ...]:
        return tuple(self.namespaces.term(name) for name in _LABELS)

    def labels(self, node: object) -> Iterator[Triple]:
        """The statements that name a resource."""
        if isinstance(node, NamedNode):
            for quad in self.by_subject.get(node, ()):
                if quad.predicate in self._labels:
                    yield quad.triple

    def name(self, node: object) -> Iterable[Triple]:
        """The statements that name a resource by the first property that does."""
        return self._named.get(node, ())

    @cached_property
    def _named(self) -> Mapping[object, list[Triple]]:
        found: dict[object, list[Triple]] = {}
        for predicate in self._labels:
            naming = self.by_predicate.get(predicate, ())
            named = {quad.subject for quad in naming} - found.keys()
            for quad in naming:
                if quad.subject in named and isinstance(quad.subject, NamedNode):
                    found.setdefault(quad.subject, []).append(quad.triple)
        return found

    @cached_property
    def naming_lines(self) -> Mapping[object, str]:
        """All the statements that name each resource, as one text."""
        found: dict[object, set[str]] = defaultdict(set)
        for predicate in self._labels:
            for quad in self.by_predicate.get(predicate, ()):
                found[quad.subject].add(str(quad.triple))
        return {node: "\n".join(sorted(lines)) for node, lines in found.items()}

    @cached_property
    def datasets(self) -> tuple[NamedNode, ...]:
        """The datasets that publish, in the order of their addresses."""
        return tuple(self.of_class("dcat:Dataset"))

    def label(self, node: NamedNode) -> str:
        """A resource in words: its French label, else the end of its address."""
        found = [t.object for t in self.labels(node) if isinstance(t.object, Literal)]
        french = [o.value for o in found if o.language != "en"]
        return french[0] if french else node.value.rpartition("/")[2]

    def one(self, node: NamedNode, name: str) -> str | None:
        """The value of a property of a resource, as text; the first where there are many."""
        predicate = self.namespaces.term(name)
        values = [q.object for q in self.by_subject.get(node, ()) if q.predicate == predicate]
        texts = sorted(v.value for v in values if isinstance(v, NamedNode | Literal))
        return texts[0] if texts else None

    def of_class(self, name: str) -> list[NamedNode]:
        """The resources of a class, in the order of their addresses."""
        leading = self.by_object.get(self.namespaces.term(name), ())
        typing = self.namespaces.term("rdf:type")
        found = {q.subject for q in leading if q.predicate == typing}
        return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value)

    def part(self, quad: Quad) -> Part:
        """The kind of a statement."""
        graph = self._within(quad)
        if graph.startswith("deduit/"):
            return Part.DERIVED
        if graph.startswith("ontologie/"):
            return Part.ONTOLOGY
        pair = (getattr(quad.subject, "value", ""), quad.predicate.value)
        return Part.ADDED if pair in self.added else Part.PRINTED


def holdings_of(catalogue: Catalogue, stated: Iterable[Quad] | None = None) -> Holdings:
    """What a workspace states, read from its files where it is not given, and what follows from it.

    Raises the errors of reading files and of the engine.
    """
    workspace = catalogue.workspace
    # ordered here: six times quicker than by the engine
    derived = sorted(_made(catalogue, "publication-deduit"), key=str)
    selectors = sorted(_made(catalogue, "publication-selecteurs"), key=str)
    quads = (*(stated_quads(workspace) if stated is None else stated), *selectors, *derived)
    return Holdings(workspace, quads, _added(catalogue))


def _made(catalogue: Catalogue, query: str) -> Iterator[Quad]:
    for row in catalogue.internal(query).rows:
        subject, predicate, value, graph = row
        assert isinstance(subject, NamedNode) and isinstance(predicate, NamedNode)  # noqa: S101
        assert isinstance(graph, NamedNode) and value is not None  # noqa: S101
        yield Quad(subject, predicate, value, graph)


def _added(catalogue: Catalogue) -> frozenset[tuple[str, str]]:
    rows = catalogue.internal("publication-ajoute").rows
    pairs = ((getattr(s, "value", ""), getattr(p, "value", "")) for s, p in rows)
    return frozenset(pairs)
