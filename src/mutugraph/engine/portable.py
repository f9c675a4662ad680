"""Says a query so that other engines understand it as the local one does: the only such place.

Virtuoso 7 reads `COALESCE(?a < ?b, true)` as false where a variable is not bound; the same is said
by `!BOUND(?a) || !BOUND(?b) || ?a < ?b`. Prefixes that the local engine knows are declared.
"""

from __future__ import annotations

import re

from mutugraph.engine.tokens import tokens
from mutugraph.namespaces import Namespaces

_COMPARED = re.compile(
    r"COALESCE\(\s*(\?\w+)\s*(<=|>=|!=|=|<|>)\s*(\?\w+)\s*,\s*(true|false)\s*\)", re.IGNORECASE
)
_PREFIXED = re.compile(r"([A-Za-z][\w.-]*):")


def portable(text: str, namespaces: Namespaces) -> str:
    """The same query for any SPARQL 1.1 engine; its lines keep their numbers."""
    return _declared(_COMPARED.sub(_spelt_out, text), namespaces)


def _spelt_out(match: re.Match[str]) -> str:
    left, operator, right, otherwise = match.groups()
    if otherwise.lower() == "true":
        return f"(!BOUND({left}) || !BOUND({right}) || {left} {operator} {right})"
    return f"(BOUND({left}) && BOUND({right}) && {left} {operator} {right})"


def _declared(text: str, namespaces: Namespaces) -> str:
    used: set[str] = set()
    known: set[str] = set()
    previous = ""
    for token in tokens(text):
        if token.kind == "word" and (found := _PREFIXED.match(token.text)):
            (known if previous == "PREFIX" else used).add(found[1])
        previous = token.text.upper()
    missing = sorted((used - known) & set(namespaces.prefixes))
    return "".join(f"PREFIX {p}: <{namespaces.prefixes[p]}> " for p in missing) + text
