"""Fills the slots of a question: the only place where the text of a query is edited.

A slot is `VALUES ?x { UNDEF }`, or `VALUES (?x ?y) { (UNDEF UNDEF) }` for values that go together.
Filling it works the same on every engine, and lets the planner start from the bound terms, where a
trailing VALUES or a substitution does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from pyoxigraph import Literal, NamedNode

OPEN = "UNDEF"
SLOT = "VALUES ?x { UNDEF }"  # as it is shown to who has forgotten one
_SLOT = re.compile(
    r"VALUES (?:\?(\w+) \{ UNDEF \}|\((\?\w+(?: \?\w+)+)\) \{ \(UNDEF(?: UNDEF)+\) \})"
)
Terms = Sequence[NamedNode | Literal | None]


def slots_in(text: str) -> list[str]:
    """The variables of the slots, in the order of the text; a slot may stand there twice."""
    return list(dict.fromkeys(name for slot in _SLOT.finditer(text) for name in _names(slot)))


def bind(text: str, terms: Mapping[str, Terms]) -> str:
    """The text with the slots of these variables filled (SPARQL 1.1 §10); the others stay open.

    The values of one slot's variables go together, row by row; None leaves a cell open. A text that
    the guard has examined stays so.
    """

    def filled(slot: re.Match[str]) -> str:
        names = _names(slot)
        rows = list(zip_longest(*(terms.get(name, ()) for name in names)))
        if not rows:
            return slot[0]
        cells = [" ".join(OPEN if term is None else str(term) for term in row) for row in rows]
        if len(names) == 1:
            return f"VALUES ?{names[0]} {{ {' '.join(cells)} }}"
        return f"VALUES ({slot[2]}) {{ {' '.join(f'({cell})' for cell in cells)} }}"

    return type(text)(_SLOT.sub(filled, text))


def _names(slot: re.Match[str]) -> list[str]:
    return [slot[1]] if slot[1] else slot[2].replace("?", "").split()
