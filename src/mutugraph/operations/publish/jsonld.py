"""Compact JSON-LD 1.1 with its context inside, of the same bytes from run to run.

One object a resource, keys and types as prefixed names, every literal as it was written: no number
becomes a JSON number. No blank node is merged into another, so any graph can be written.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE, XSD_STRING, natural_key

Json = str | dict[str, "Json"] | list["Json"]


def jsonld(triples: Iterable[Triple | Quad], namespaces: Namespaces) -> bytes:
    """The document of a graph (JSON-LD 1.1 §9)."""
    return _written(_nodes(triples, namespaces), namespaces)


def jsonld_of_graphs(graphs: Mapping[NamedNode, Iterable[Quad]], namespaces: Namespaces) -> bytes:
    """The document of named graphs (JSON-LD 1.1 §4.9)."""
    found: list[Json] = [
        {"@id": graph.value, "@graph": _nodes(quads, namespaces)} for graph, quads in graphs.items()
    ]
    return _written(found, namespaces)


def context(namespaces: Namespaces) -> dict[str, Json]:
    """The context: every declared prefix."""
    return {prefix: namespaces.prefixes[prefix] for prefix in sorted(namespaces.prefixes)}


def _nodes(triples: Iterable[Triple | Quad], namespaces: Namespaces) -> list[Json]:
    by_subject: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    names: dict[str, str] = {}
    for triple in triples:
        subject, value = _id(triple.subject), triple.object
        if triple.predicate == RDF_TYPE and isinstance(value, NamedNode):
            key, item = "@type", json.dumps(_compact(value.value, namespaces))
        else:
            predicate = triple.predicate.value
            key = names.get(predicate) or _compact(predicate, namespaces)
            names[predicate] = key
            item = json.dumps(_value(value, namespaces), ensure_ascii=False, sort_keys=True)
        by_subject[subject][key].add((str(value), item))
    found: list[Json] = []
    for subject in sorted(by_subject, key=natural_key):
        node: dict[str, Json] = {"@id": subject}
        for key in sorted(by_subject[subject]):
            values = [json.loads(item) for _, item in sorted(by_subject[subject][key])]
            node[key] = values[0] if len(values) == 1 else values
        found.append(node)
    return found


def _value(term: object, namespaces: Namespaces) -> Json:
    match term:
        case Literal():
            if term.language:
                return {"@value": term.value, "@language": term.language}
            if term.datatype == XSD_STRING:
                return {"@value": term.value}
            return {"@value": term.value, "@type": _compact(term.datatype.value, namespaces)}
        case _:
            return {"@id": _id(term)}


def _id(term: object) -> str:
    match term:
        case NamedNode():
            return term.value
        case BlankNode():
            return f"_:{term.value}"
        case _:
            raise TypeError(term)


def _compact(iri: str, namespaces: Namespaces) -> str:
    """The prefixed name where there is one; a local name must not read as an address."""
    split = namespaces.split(iri)
    return f"{split[0]}:{split[1]}" if split and not split[1].startswith("//") else iri


def _written(nodes: list[Json], namespaces: Namespaces) -> bytes:
    document: dict[str, Json] = {"@context": context(namespaces), "@graph": nodes}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
