"""What an address of ours names: an entity, a term, the ontology, a named graph, a dataset."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from mutugraph.errors import UnknownName
from mutugraph.operations.publish.documents import describe, graph
from mutugraph.operations.publish.published_dataset import Holdings

NEAREST = 3
_CLOSE = 0.6
_ONTOLOGY_GRAPHS = ("ontologie/mutualisation", "ontologie/modules/")


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of ours: its address, the path of that address, what kind of thing it is.

    `alike` are those whose names differ by their case only, itself among them: they have one
    document, at each of their addresses, so that a disk that takes both names for one loses none.
    """

    node: NamedNode
    path: str
    ontology: bool = False
    graph: bool = False
    alike: tuple[NamedNode, ...] = ()

    @property
    def first(self) -> str:
        """The path under which the common document is made."""
        return self.path.removesuffix(_end(self.node)) + _end(next(iter(self.alike), self.node))

    def triples(self, holdings: Holdings) -> tuple[Triple, ...]:
        """The document about it."""
        if self.graph:
            return graph(holdings, self.node)
        if self.ontology:
            return ontology(holdings)
        if len(self.alike) == 1:
            return describe(holdings, self.node)
        described = {t for node in self.alike for t in describe(holdings, node)}
        return tuple(sorted(described, key=str))


def find(holdings: Holdings, node: NamedNode) -> Resource | None:
    """The resource at an address of ours; None where nothing is known of it."""
    base = holdings.namespaces.base
    path = node.value.removeprefix(base)
    if path == node.value:
        return None
    if node in holdings.graphs:
        return Resource(node, path, graph=True)
    if node in _ontologies(holdings):
        return Resource(node, path, ontology=True)
    if node in holdings.by_subject or node in holdings.by_object:
        return Resource(node, path, alike=holdings.alike(node))
    whole, _, part = node.value.rpartition("/")  # the address of a part before it was a fragment
    former = NamedNode(f"{whole}#{part}") in holdings.by_subject
    return find(holdings, NamedNode(whole)) if former else None


def all_resources(holdings: Holdings) -> Iterator[Resource]:
    """Every resource of ours that has a document, and every named graph, in order."""
    own = {n for n in holdings.by_subject if isinstance(n, NamedNode) and "#" not in n.value}
    for node in sorted({*own, *holdings.graphs}, key=lambda n: n.value):
        found = find(holdings, node)
        if found is not None:
            yield found


def ontology(holdings: Holdings) -> tuple[Triple, ...]:
    """The ontology: its header and its modules, without code lists nor alignments."""
    return tuple(q.triple for name in ontology_graphs(holdings) for q in holdings.graphs[name])


def ontology_graphs(holdings: Holdings) -> list[NamedNode]:
    """The named graphs of the ontology."""
    prefix = holdings.namespaces.graph("").value
    return [n for n in holdings.graphs if n.value.removeprefix(prefix).startswith(_ONTOLOGY_GRAPHS)]


def near(holdings: Holdings, tree: str, path: str) -> UnknownName:
    """The error of an address that names nothing, with the nearest of the same folder."""
    folder, _, last = f"{tree}/{path}".rpartition("/")
    start = f"{holdings.namespaces.base}{folder}/"
    siblings = {
        node.value.removeprefix(start)
        for node in holdings.by_subject
        if isinstance(node, NamedNode) and node.value.startswith(start)
    }
    same = [name for name in siblings if "/" not in name]
    found = difflib.get_close_matches(last, sorted(same), NEAREST, cutoff=_CLOSE)
    nearest = tuple(f"{folder}/{name}".removeprefix(f"{tree}/") for name in found)
    return UnknownName(kind="identifiant", name=path, nearest=nearest)


def _end(node: NamedNode) -> str:
    return node.value.rpartition("/")[2]


def _ontologies(holdings: Holdings) -> set[NamedNode]:
    """The ontology, and the version that it is."""
    found = holdings.of_class("owl:Ontology")
    versions = (holdings.one(node, "owl:versionIRI") for node in found)
    return {*found, *(NamedNode(version) for version in versions if version)}
