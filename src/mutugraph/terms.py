"""The terms that the grammar of Turtle itself names, learnt from the parser."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

_SAMPLE = list(parse("<a:s> a <a:c> ; <a:p> ( 1 1.0 true ) .", format=RdfFormat.TURTLE))
_BY_NAME = {quad.predicate.value.rpartition("#")[2]: quad.predicate for quad in _SAMPLE}
_DATATYPES = {q.object.value: q.object.datatype for q in _SAMPLE if isinstance(q.object, Literal)}

RDF_TYPE: NamedNode = _BY_NAME["type"]
RDF_FIRST: NamedNode = _BY_NAME["first"]
RDF_REST: NamedNode = _BY_NAME["rest"]
RDF_NIL: NamedNode = next(
    q.object for q in _SAMPLE if isinstance(q.object, NamedNode) and q.predicate == RDF_REST
)
XSD_INTEGER: NamedNode = _DATATYPES["1"]
XSD_DECIMAL: NamedNode = _DATATYPES["1.0"]
XSD_BOOLEAN: NamedNode = _DATATYPES["true"]
XSD_STRING: NamedNode = Literal("").datatype
XSD_DATE: NamedNode = NamedNode(XSD_STRING.value.replace("#string", "#date"))

_DIGITS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=1 << 16)  # the same IRIs and labels are ordered again and again
def natural_key(text: str) -> tuple[tuple[tuple[int, str] | str, ...], str]:
    """A sort key under which `…/10` comes after `…/9`, total on all strings."""
    parts = _DIGITS.split(text)
    return tuple(_number(p) if i % 2 else p for i, p in enumerate(parts)), text


def _number(digits: str) -> tuple[int, str]:
    stripped = digits.lstrip("0")
    return len(stripped), stripped
