"""The dumps of an édition: the whole graph in four syntaxes, and each kind of statement apart.

The same bytes from run to run: nothing depends on the clock, nor on the order of a set.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from mutugraph.namespaces import Namespaces
from mutugraph.operations.publish.editions import Edition
from mutugraph.operations.publish.jsonld import jsonld
from mutugraph.operations.publish.published_dataset import Holdings, Part
from mutugraph.turtle import canonical

WHOLE = "complet"
_PROLOGUE = re.compile(r"(?:(?:BASE|PREFIX) [^\n]*\n)*\n?")


def dumps(holdings: Holdings, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Each dump by its name. Literals are as written."""
    namespaces = holdings.namespaces
    quads = holdings.of_schema(edition.schema)
    triples = {quad.triple for quad in quads}
    yield f"{WHOLE}.ttl", canonical(triples, namespaces).encode()
    yield f"{WHOLE}.nt.gz", compressed(ntriples(triples))
    yield f"{WHOLE}.jsonld", jsonld(triples, namespaces)
    yield f"{WHOLE}.trig", trig(quads, namespaces)
    parts: dict[Part, list[Quad]] = {part: [] for part in Part}
    for quad in quads:
        parts[holdings.part(quad)].append(quad)
    for part, own in parts.items():
        yield f"{part}.ttl", canonical(own, namespaces).encode()


def ntriples(triples: Iterable[Triple]) -> bytes:
    """N-Triples in the order of their lines (RDF 1.1 N-Triples)."""
    return serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES) or b""


def trig(quads: Iterable[Quad], namespaces: Namespaces) -> bytes:
    """Each named graph in the canonical layout, under the prefixes it needs (RDF 1.1 TriG)."""
    by_graph: dict[str, list[Quad]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            by_graph.setdefault(quad.graph_name.value, []).append(quad)
    blocks = []
    for name in sorted(by_graph):
        text = canonical(by_graph[name], namespaces)
        end = _PROLOGUE.match(text)
        cut = end.end() if end else 0
        blocks.append(f"{text[:cut].rstrip()}\n\n<{name}> {{\n{text[cut:].rstrip()}\n}}\n".lstrip())
    return "\n".join(blocks).encode()


def compressed(content: bytes) -> bytes:
    """Gzip without a date nor a name (RFC 1952 §2.3.1)."""
    return gzip.compress(content, compresslevel=9, mtime=0)
