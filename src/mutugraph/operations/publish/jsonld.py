"""Compact JSON-LD 1.1 with its context inside, of the same bytes from run to run.

One object a resource, each a line, keys and types as prefixed names, every literal as it was
written: no number becomes a JSON number. No blank node is merged into another, so any graph can be
written.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE, XSD_STRING, natural_key

_ENCODER = json.JSONEncoder(ensure_ascii=False)
Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode | Triple
Json = str | dict[str, "Json"] | list["Json"]


def jsonld(triples: Iterable[Triple | Quad], namespaces: Namespaces) -> bytes:
    """The document of a graph (JSON-LD 1.1 §9)."""
    short = _Short(namespaces)
    return _written(_nodes(triples, short), short)


def context(namespaces: Namespaces) -> dict[str, Json]:
    """The context: every declared prefix."""
    return {prefix: namespaces.prefixes[prefix] for prefix in sorted(namespaces.prefixes)}


class _Short:
    """Addresses as prefixed names, and the context that reads them: the prefixes that were used."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self._known: dict[str, str] = {}
        self._used: set[str] = set()

    def __call__(self, iri: str) -> str:
        """The prefixed name where there is one; a local name must not read as an address."""
        if iri not in self._known:
            split = self._namespaces.split(iri)
            named = split is not None and not split[1].startswith("//")
            if split and named:
                self._used.add(split[0])
            self._known[iri] = ":".join(split) if split and named else iri
        return self._known[iri]

    @property
    def context(self) -> dict[str, Json]:
        every = context(self._namespaces)
        return {prefix: every[prefix] for prefix in every if prefix in self._used}


def _nodes(triples: Iterable[Triple | Quad], short: _Short) -> list[Json]:
    said: dict[Node, list[tuple[NamedNode, Term]]] = defaultdict(list)
    for subject, predicate, value, *_ in triples:
        said[subject].append((predicate, value))
    named = {_id(subject): own for subject, own in said.items()}
    return [_node(subject, named[subject], short) for subject in sorted(named, key=natural_key)]


def _node(subject: str, said: Iterable[tuple[NamedNode, Term]], short: _Short) -> Json:
    found: dict[str, list[tuple[Term, Json]]] = defaultdict(list)
    for predicate, value in said:
        if predicate == RDF_TYPE and isinstance(value, NamedNode):
            found["@type"].append((value, short(value.value)))
        else:
            found[short(predicate.value)].append((value, _value(value, short)))
    node: dict[str, Json] = {"@id": subject}
    for key, items in sorted(found.items()):
        once = dict(items) if len(items) > 1 else {}
        several = [once[term] for term in sorted(once, key=str)]
        node[key] = several if len(several) > 1 else items[0][1]
    return node


def _value(term: object, short: _Short) -> Json:
    match term:
        case Literal():
            if term.language:
                return {"@language": term.language, "@value": term.value}
            if term.datatype == XSD_STRING:
                return {"@value": term.value}
            return {"@type": short(term.datatype.value), "@value": term.value}
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


def _written(nodes: list[Json], short: _Short) -> bytes:
    """A resource a line: what indents is Python's own encoder, ten times as slow."""
    lines = ",\n".join(map(_ENCODER.encode, nodes))
    head = json.dumps(short.context, ensure_ascii=False, indent=1)
    return f'{{"@context": {head},\n"@graph": [\n{lines}\n]}}\n'.encode()
