"""Whether the answer of a query may differ from one run to the next on the same data."""

from __future__ import annotations

import re

from mutugraph.engine.tokens import Token, tokens, without_names

_FUNCTIONS = ("NOW", "RAND", "UUID", "BNODE")  # SPARQL 1.1 §17.4
_SERVICE = "SERVICE"
_ESCAPED = "\\U"
_SPELT = re.compile(r"\\u00[0-7]|\\U")  # an escape that may end a text, or be a word


def is_volatile(query: str) -> bool:
    """True for a query that asks the clock, chance, or another server.

    A word of a comment, of a name or of a text says nothing: schémas speak of services.
    """
    return may_be_volatile(query) and any(map(_asks, tokens(query)))


def may_be_volatile(query: str) -> bool:
    """False for most queries that are not, at once, whatever their length."""
    upper = without_names(query).upper()
    return any(word in upper for word in (*_FUNCTIONS, _SERVICE, _ESCAPED))


def _asks(token: Token) -> bool:
    """Keywords need no space before them: `ORDER BYRAND()`, `SERVICESILENT<…>` are calls."""
    text = token.text.upper()
    word, colon, _ = text.partition(":")
    match token.kind:
        case "string":
            return _SPELT.search(token.text) is not None
        case "iri":  # or two comparisons, between which a call has its bracket
            return _ESCAPED in text or ("(" in text and may_be_volatile(text))
        case "word":
            return _SERVICE in word or (not colon and word.endswith(_FUNCTIONS)) or _ESCAPED in text
        case _:
            return _ESCAPED in text
