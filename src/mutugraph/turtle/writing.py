"""The canonical Turtle layout: one graph, one text, whatever the order or layout it came in.

Subjects in natural order; `a`, the labels, then the other predicates; one predicate a line,
several objects one a line; only the prefixes that are used.
See docs/decisions/0001-canonical-turtle.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from mutugraph.namespaces import Namespaces
from mutugraph.terms import (
    RDF_NIL,
    RDF_TYPE,
    XSD_BOOLEAN,
    XSD_DECIMAL,
    XSD_INTEGER,
    XSD_STRING,
    natural_key,
)
from mutugraph.turtle.shape import Node, Said, Shape, Term

# an address, as it is written, and the prefix that this needs
Addresses = dict[str, tuple[str, str | None]]

MAX_SHARED_BLANK_NODES = 64
MAX_DEPTH = 64
WIDTH = 100
_INDENT = "    "
_FIRST_PREDICATES = ("a", "skos:prefLabel", "rdfs:label", "sh:order", "sh:path")
_LOCAL = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)?\Z")
_RELATIVE = re.compile(r"[\w~%-][\w.~%-]*(?:/[\w~%-][\w.~%-]*)*\Z")
# Only what every parser gives back as written: rdflib reads a bare 007 as 7, 1E3 as 1e+03.
_SHORTHAND = {
    XSD_INTEGER: re.compile(r"-?(?:0|[1-9][0-9]*)\Z"),
    XSD_DECIMAL: re.compile(r"-?[0-9]+\.[0-9]+\Z"),
    XSD_BOOLEAN: re.compile(r"(?:true|false)\Z"),
}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029\ufeff]")
_BASE = "<>"  # among prefixes: what is written relative to the base
_SHORT_ESCAPES = {"\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


@dataclass(frozen=True, slots=True)
class Block:
    """What one subject says: its place, last its text, and the prefixes that this needs."""

    subject: Node
    order: tuple[bool, object, str]
    used: frozenset[str]


class Entangled(Exception):
    """Too many shared, or too deeply nested, blank nodes for a stable order in a bounded time."""


def canonical(quads: Iterable[Quad | Triple], namespaces: Namespaces) -> str:
    """The canonical text of a set of triples; the names of graphs are not written.

    Raises `Entangled` where blank nodes are shared or nested beyond the limits.
    """
    triples = {q if isinstance(q, Triple) else q.triple for q in quads}
    said = [(t.subject, t.predicate, t.object) for t in triples]
    return joined(blocks_of(said, namespaces), namespaces)


def blocks_of(
    said: Collection[Said], namespaces: Namespaces, written: Addresses | None = None
) -> Iterator[Block]:
    """What each subject of a set of triples says, in no order. Raises as `canonical`.

    `written` has the addresses that were written before, and those of this set after.
    """
    shape = Shape(said)
    if shape.shared:
        if len(shape.shared) > MAX_SHARED_BLANK_NODES:
            raise Entangled
        dataset = Dataset(Quad(*terms) for terms in said)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        shape = Shape([(q.subject, q.predicate, q.object) for q in dataset])
    return _Writer(shape, namespaces, {} if written is None else written).blocks()


def joined(blocks: Iterable[Block], namespaces: Namespaces) -> str:
    """The text of these blocks, each of another subject, under the prefixes that they need."""
    ordered = sorted(blocks, key=attrgetter("order"))
    used = frozenset().union(*(block.used for block in ordered))
    base = f"BASE <{namespaces.ids}>\n" if _BASE in used else ""
    prefixes = sorted(used - {_BASE})
    head = base + "".join(f"PREFIX {p}: <{namespaces.prefixes[p]}>\n" for p in prefixes)
    body = [block.order[-1] for block in ordered]
    return "\n".join([head, *body] if head else body)


class _Writer:
    def __init__(self, shape: Shape, namespaces: Namespaces, written: Addresses) -> None:
        self._shape, self._inline = shape, shape.inline
        self._namespaces = namespaces
        self._used: set[str] = set()
        self._written = written

    def blocks(self) -> Iterator[Block]:
        """What each subject says, in no order."""
        return (self.block(node) for node in self._shape.by_subject if node not in self._inline)

    def block(self, subject: Node) -> Block:
        """What one subject says."""
        self._used = set()
        name = self._subject(subject)
        text = f"{name}\n{self._predicates(subject, 1)}.\n"
        return Block(subject, (name[0] != "<", _sort_key(name), text), frozenset(self._used))

    def _subject(self, subject: Node) -> str:
        if isinstance(subject, BlankNode) and subject not in self._shape.shared:
            return "[]"
        return self._term(subject, 0)

    def _predicates(self, subject: Node, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise Entangled
        indent = _INDENT * depth
        lines: list[str] = []
        named = {self._predicate(p): p for p in self._shape.by_subject[subject]}
        for name in sorted(named, key=_predicate_key):
            objects = self._shape.by_subject[subject][named[name]]
            deeper = depth + (len(objects) > 1)
            written = [self._term(o, deeper) for o in objects]
            if len(written) == 1:
                lines.append(f"{indent}{name} {written[0]} ;\n")
            else:
                written.sort(key=_sort_key)
                joined = f" ,\n{indent}{_INDENT}".join(written)
                lines.append(f"{indent}{name}\n{indent}{_INDENT}{joined} ;\n")
        return "".join(lines)

    def _predicate(self, predicate: NamedNode) -> str:
        return "a" if predicate == RDF_TYPE else self._iri(predicate.value)

    def _term(self, term: Term, depth: int) -> str:
        match term:
            case NamedNode():
                return "()" if term == RDF_NIL else self._iri(term.value)
            case Literal():
                return self._literal(term)
            case Triple():
                s, o = self._term(term.subject, depth), self._term(term.object, depth)
                return f"<<( {s} {self._iri(term.predicate.value)} {o} )>>"
            case BlankNode():
                return self._blank(term, depth)

    def _blank(self, node: BlankNode, depth: int) -> str:
        if node not in self._shape.inline:
            return f"_:{node.value}"
        items = self._shape.items(node)
        if items is not None:
            return self._list(items, depth)
        if node not in self._shape.by_subject:
            return "[]"
        line = self._on_one_line(node, depth)
        return line or f"[\n{self._predicates(node, depth + 1)}{_INDENT * depth}]"

    def _on_one_line(self, node: BlankNode, depth: int) -> str | None:
        """An anonymous node that fits in a line, as a short list does; none within another."""
        about = {self._predicate(p): objects for p, objects in self._shape.by_subject[node].items()}
        if any(self._nests(value) for objects in about.values() for value in objects):
            return None
        parts: list[str] = []
        for name in sorted(about, key=_predicate_key):
            written = sorted((self._term(value, depth) for value in about[name]), key=_sort_key)
            parts.append(f"{name} {' , '.join(written)}")
        line = f"[ {' ; '.join(parts)} ]"
        return line if "\n" not in line and len(line) <= WIDTH else None

    def _nests(self, value: Term) -> bool:
        """Whether a value holds an anonymous node, in a list or not."""
        items = self._shape.items(value) if isinstance(value, BlankNode) else []
        return items is None or any(isinstance(item, BlankNode) for item in items)

    def _list(self, items: list[Term], depth: int) -> str:
        if depth > MAX_DEPTH:
            raise Entangled
        written = [self._term(item, depth + 1) for item in items]
        line = f"( {' '.join(written)} )"
        if "\n" not in line and len(line) <= WIDTH:
            return line
        indent = _INDENT * (depth + 1)
        return "(\n" + "".join(f"{indent}{w}\n" for w in written) + f"{_INDENT * depth})"

    def _iri(self, iri: str) -> str:
        written = self._written.get(iri)
        if written is None:
            written = self._written[iri] = self._shortened(iri)
        text, used = written
        if used is not None:
            self._used.add(used)
        return text

    def _shortened(self, iri: str) -> tuple[str, str | None]:
        """An address as it is written, and the prefix that it needs, `_BASE` being none."""
        ids = self._namespaces.ids
        if iri.startswith(ids) and _RELATIVE.match(iri, len(ids)):
            return f"<{iri[len(ids) :]}>", _BASE
        split = self._namespaces.split(iri)
        if split and _LOCAL.match(split[1]):
            return f"{split[0]}:{split[1]}", split[0]
        return f"<{iri}>", None

    def _literal(self, literal: Literal) -> str:
        value, datatype = literal.value, literal.datatype
        if literal.language:
            direction = f"--{literal.direction.value}" if literal.direction else ""
            return f"{_quoted(value)}@{literal.language}{direction}"
        if datatype == XSD_STRING:
            return _quoted(value)
        shorthand = _SHORTHAND.get(datatype)
        if shorthand and shorthand.match(value):
            return value
        return f"{_quoted(value)}^^{self._iri(datatype.value)}"


def _sort_key(written: str) -> tuple[tuple[tuple[int, str] | str, ...], str]:
    """Without the closing bracket, so that `<forme>` comes before `<forme/convention>`.

    An anonymous node has its place whether it is written on one line or on several.
    """
    if written.startswith("["):
        written = " ".join(written.split())
    return natural_key(written.removesuffix(">"))


@lru_cache(maxsize=1 << 10)
def _predicate_key(name: str) -> tuple[int, object]:
    if name in _FIRST_PREDICATES:
        return _FIRST_PREDICATES.index(name), ()
    return len(_FIRST_PREDICATES), natural_key(name)


def _quoted(value: str) -> str:
    escaped = _CONTROL.sub(_escape, value.replace("\\", "\\\\"))
    if "\n" not in value:
        return '"' + escaped.replace('"', '\\"') + '"'
    return '"""' + re.sub(r'"(?="|\Z)', '\\"', escaped) + '"""'


def _escape(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}")
