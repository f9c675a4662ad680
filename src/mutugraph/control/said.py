"""What each node says, and what is asked of a value: tests, as SHACL Core defines them (§4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from mutugraph.model.facts import Term
from mutugraph.terms import RDF_TYPE, XSD_STRING

Values = Mapping[Term, None]
_NOTHING: Mapping[NamedNode, Values] = {}
_LANG_STRING = Literal("", language="fr").datatype
_XSD = XSD_STRING.value.removesuffix("string")
_NUMBERS = ("integer", "decimal", "double", "float")
_LEXICAL = {
    "string": re.compile(""),
    "token": re.compile(""),
    "integer": re.compile(r"[+-]?\d+\Z", re.ASCII),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z", re.ASCII),
    "boolean": re.compile(r"(true|false|0|1)\Z"),
    "hexBinary": re.compile(r"([0-9A-Fa-f]{2})*\Z"),
    "date": re.compile(r"\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII),
}
_DAY = 10  # characters of a date without its time zone
_END = re.compile(r"(?<!\\)\$(?![^\[]*\])")  # which XPath reads as the end of all, never of a line
_KINDS: Mapping[str, tuple[type, ...]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}


class Unknown(Exception):
    """What is not judged here."""


class Said:
    """What each node says, each triple once, and the classes that it is of (SHACL §2)."""

    def __init__(self, quads: Iterable[Quad], superclass: NamedNode) -> None:
        self._about: dict[Term, dict[NamedNode, dict[Term, None]]] = {}
        for subject, predicate, value, _ in quads:
            self._about.setdefault(subject, {}).setdefault(predicate, {})[value] = None
        self._superclass = superclass
        self._above: dict[Term, frozenset[Term]] = {}
        self._classes: dict[Term, frozenset[Term]] = {}

    def about(self, node: Term) -> Mapping[NamedNode, Values]:
        """The values of a node's properties."""
        return self._about.get(node, _NOTHING)

    def classes(self, node: Term) -> frozenset[Term]:
        """The classes of a node, with those above them."""
        found = self._classes.get(node)
        if found is None:
            kinds = self.about(node).get(RDF_TYPE, ())
            found = self._classes[node] = frozenset().union(*map(self._with_above, kinds))
        return found

    def typed(self) -> Iterator[tuple[Term, frozenset[Term]]]:
        """The nodes that are of some class, with their classes."""
        for node, about in self._about.items():
            if RDF_TYPE in about:
                yield node, self.classes(node)

    def _with_above(self, kind: Term) -> frozenset[Term]:
        found = self._above.get(kind)
        if found is None:
            ahead, seen = [kind], {kind}
            while ahead:
                higher = self.about(ahead.pop()).get(self._superclass, _NOTHING).keys() - seen
                seen |= higher
                ahead += higher
            found = self._above[kind] = frozenset(seen)
        return found


Test = Callable[[Said, Term], bool]


def of_class(wanted: Term) -> Test:
    """`sh:class`."""
    return lambda said, value: wanted in said.classes(value)


def of_datatype(wanted: Term) -> Test:
    """`sh:datatype`: of this very datatype, and well formed. Raises `Unknown`."""
    if wanted == _LANG_STRING:
        return lambda _, value: isinstance(value, Literal) and value.datatype == wanted
    name = _text(wanted).removeprefix(_XSD)
    lexical = _LEXICAL.get(name)
    if lexical is None:
        raise Unknown(name)

    def holds(_: Said, value: Term) -> bool:
        if not isinstance(value, Literal) or value.datatype != wanted:
            return False
        fits = bool(lexical.match(value.value))
        return fits and (name != "date" or _is_day(value.value[:_DAY]))

    return holds


def of_kind(wanted: Term) -> Test:
    """`sh:nodeKind`. Raises `Unknown`."""
    kinds = _KINDS.get(_text(wanted).rpartition("#")[2])
    if kinds is None:
        raise Unknown(_text(wanted))
    return lambda _, value: isinstance(value, kinds)


def of_pattern(wanted: Term) -> Test:
    """`sh:pattern`, on what a literal says or on an IRI."""
    found = re.compile(_END.sub(r"\\Z", _text(wanted))).search
    return lambda _, value: not isinstance(value, BlankNode) and bool(found(_text(value)))


def of_length(wanted: Term) -> Test:
    """`sh:minLength`."""
    least = whole(wanted)
    return lambda _, value: not isinstance(value, BlankNode) and len(_text(value)) >= least


def at_least(wanted: Term) -> Test:
    """`sh:minInclusive`, of numbers. Raises `Unknown`."""
    limit = _limit(wanted)
    return lambda _, value: (found := _number(value)) is not None and found >= limit


def at_most(wanted: Term) -> Test:
    """`sh:maxInclusive`, of numbers. Raises `Unknown`."""
    limit = _limit(wanted)
    return lambda _, value: (found := _number(value)) is not None and found <= limit


def among(members: Iterable[Term]) -> Test:
    """`sh:in`."""
    known = frozenset(members)
    return lambda _, value: value in known


def in_languages(members: Iterable[Term]) -> Test:
    """`sh:languageIn`: a range of languages takes in what is narrower (RFC 4647 §3.3.1)."""
    ranges = [_text(one).lower() for one in members]

    def holds(_: Said, value: Term) -> bool:
        tag = f"{value.language}-".lower() if isinstance(value, Literal) and value.language else ""
        return any(tag.startswith(f"{one}-") for one in ranges)

    return holds


def whole(term: Term) -> int:
    """The whole number that a literal is. Raises `Unknown`."""
    found = _number(term)
    if found is None or found != int(found):
        raise Unknown(str(term))
    return int(found)


def truth(term: Term) -> bool:
    """Whether a literal is true. Raises `Unknown`."""
    if _text(term) not in ("true", "1", "false", "0"):
        raise Unknown(str(term))
    return _text(term) in ("true", "1")


def _limit(wanted: Term) -> Decimal:
    found = _number(wanted)
    if found is None:
        raise Unknown(str(wanted))
    return found


def _number(term: Term) -> Decimal | None:
    """The number that a literal is, of the types that the model has; None for all else."""
    if isinstance(term, Literal) and term.datatype.value.removeprefix(_XSD) in _NUMBERS:
        with suppress(InvalidOperation):
            return Decimal(term.value)
    return None


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return bool(date.fromisoformat(text))
    return False


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))
