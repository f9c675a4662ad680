"""What each resource's files are made of, as digests: where one is as it was, so are the files.

A document and a page are functions of the statements about a resource and of the names, and quoted
words, of whatever these name. A statement's digest covers both; that of a resource is the sum of
those that it needs, so nothing is described nor sorted to see that nothing has changed. Each digest
is of a text that has its subject: what one statement gains, no other one loses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from pyoxigraph import NamedNode

from mutugraph.operations.publish.documents import codes_of, parts_of, publication_of
from mutugraph.operations.publish.published_dataset import Holdings, Part
from mutugraph.operations.publish.resources import Resource, ontology_graphs

_WORDS = "mut:mots"
_BYTES = 16


@dataclass(frozen=True)
class Sources:
    """The sums of the digests of statements, by what they have as subject, object, property, graph.

    `kinds` are the kinds of statement of each graph, which its page shows.
    """

    holdings: Holdings
    common: bytes
    said: Mapping[object, int]
    leading: Mapping[object, int]
    using: Mapping[object, int]
    graphs: Mapping[object, int]
    kinds: Mapping[object, set[Part]]

    @classmethod
    def of(cls, holdings: Holdings, common: bytes) -> Sources:
        """Those of all statements; `common` is the digest of what all files depend on."""
        shown = _shown(holdings)
        said, leading, using, graphs = (defaultdict[object, int](int) for _ in range(4))
        kinds = defaultdict[object, set[Part]](set)
        for quad in holdings.quads:
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            whole = _digest(str(quad)) + shown.get(subject, 0)
            whole += shown.get(predicate, 0) + shown.get(value, 0)
            said[subject] += whole
            leading[value] += whole
            using[predicate] += whole
            graphs[quad.graph_name] += whole
            kinds[quad.graph_name].add(holdings.part(quad))
        return cls(holdings, common, said, leading, using, graphs, kinds)

    def source(self, resource: Resource) -> str:
        """The digest of all that a resource's documents and page are made of."""
        digest = blake2b(self.common, digest_size=12)
        for node in resource.alike or (resource.node,):
            publication = publication_of(self.holdings, node)
            beside = {*parts_of(self.holdings, node), *codes_of(self.holdings, node)}
            own = (
                self._sum(node),
                sum(self.said.get(one, 0) for one in beside),
                self.said.get(publication, 0),
            )
            digest.update(repr((node.value, publication, own)).encode())
        if resource.graph:
            kinds = sorted(self.kinds.get(resource.node, ()))
            digest.update(repr((self.graphs.get(resource.node), kinds)).encode())
        if resource.ontology:
            modules = [self.graphs.get(one) for one in ontology_graphs(self.holdings)]
            digest.update(repr(modules).encode())
        return digest.hexdigest()

    def _sum(self, node: NamedNode) -> tuple[int, ...]:
        return tuple(sums.get(node, 0) for sums in (self.said, self.leading, self.using))


def _shown(holdings: Holdings) -> Mapping[object, int]:
    """The digest of what is shown of whatever another resource names: its names, its words."""
    shown: dict[object, int] = {n: _digest(text) for n, text in holdings.naming_lines.items()}
    for quad in holdings.by_predicate.get(holdings.namespaces.term(_WORDS), ()):
        shown[quad.subject] = shown.get(quad.subject, 0) + _digest(str(quad.triple))
    return shown


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=_BYTES).digest(), "big")
