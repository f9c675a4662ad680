"""Says a query so that other engines understand it as the local one does: the only such place.

Virtuoso 7 reads `COALESCE(?a < ?b, true)` as false where a variable is not bound; the same is said
by `!BOUND(?a) || !BOUND(?b) || ?a < ?b`. Prefixes that the local engine knows are declared.
"""

from __future__ import annotations

import re

from mutugraph.engine.tokens import tokens
from mutugraph.namespaces import Namespaces

_COALESCE = re.compile(r"COALESCE\(", re.IGNORECASE)
_DEFAULT = re.compile(r"\s*(true|false)\s*", re.IGNORECASE)
_COMPARISON = re.compile(r"<=|>=|!=|=|<|>")
_VARIABLE = re.compile(r"\?\w+")
_PREFIXED = re.compile(r"([A-Za-z][\w.-]*):")


def portable(text: str, namespaces: Namespaces) -> str:
    """The same query for any SPARQL 1.1 engine; its lines keep their numbers."""
    return _declared(_spelt_out(text), namespaces)


def _spelt_out(text: str) -> str:
    """Every `COALESCE(comparison, true or false)`, the comparison a chain of `||` at the most."""
    written, position = "", 0
    while found := _COALESCE.search(text, position):
        parts, end = _arguments(text, found.end())
        written += text[position : found.start()]
        position = end
        truth = _DEFAULT.fullmatch(parts[-1])
        if len(parts) == 2 and truth and _COMPARISON.search(parts[0]):  # noqa: PLR2004
            written += _guarded(parts[0], otherwise=truth[1].lower() == "true")
        else:
            written += text[found.start() : end]
    return written + text[position:]


def _guarded(comparison: str, *, otherwise: bool) -> str:
    if otherwise:
        bound = [f"!BOUND({v})" for v in dict.fromkeys(_VARIABLE.findall(comparison))]
        return "(" + " || ".join([*bound, f"({comparison})"]) + ")"
    return "(" + " || ".join(_when_bound(part) for part in comparison.split("||")) + ")"


def _when_bound(comparison: str) -> str:
    bound = [f"BOUND({v})" for v in dict.fromkeys(_VARIABLE.findall(comparison))]
    return "(" + " && ".join([*bound, f"({comparison})"]) + ")"


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """The arguments of a call whose bracket is just before `start`, and where the call ends."""
    parts, depth, begin = [], 0, start
    for position in range(start, len(text)):
        sign = text[position]
        if sign == "," and depth == 0:
            parts.append(text[begin:position])
            begin = position + 1
        elif sign == ")" and depth == 0:
            return [*parts, text[begin:position]], position + 1
        else:
            depth += (sign == "(") - (sign == ")")
    return [text[begin:]], len(text)


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
