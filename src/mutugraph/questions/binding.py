"""Fills the slots of a question: the only place where the text of a query is edited.

A slot is `VALUES ?x { UNDEF }`. Filling it works the same on every engine, and lets the planner
start from the bound terms, where a trailing VALUES or a substitution does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


def slots_in(text: str) -> list[str]:
    """The variables of the slots, in the order of the text."""
    return _SLOT.findall(text)


def bind(text: str, terms: Mapping[str, Sequence[NamedNode | Literal]]) -> str:
    """The text with the slots of these variables filled (SPARQL 1.1 §10); the others stay open."""

    def filled(match: re.Match[str]) -> str:
        given = terms.get(match[1], ())
        return f"VALUES ?{match[1]} {{ {' '.join(map(str, given)) or 'UNDEF'} }}"

    return _SLOT.sub(filled, text)
