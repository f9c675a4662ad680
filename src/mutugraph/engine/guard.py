"""Examines a query before it runs: what would call another server, write, or kill the process.

pyoxigraph executes `SERVICE` by itself and overflows its stack on deep queries, so the text is
read here by a linear scan that tokenizes as the parser does (SPARQL 1.1 §19.8). Three facts about
that parser matter: keywords need no space around them (`1SERVICE<x>` and `SERVICESILENT<x>` are
calls), escapes are decoded inside strings and IRIs only, and a `<` in an expression may be a
comparison where this scan sees an IRI. The last case is refused where it could hide something.
"""

from __future__ import annotations

import re

from mutugraph.engine.connections import Connections
from mutugraph.engine.tokens import Token, tokens, without_names
from mutugraph.errors import (
    QueryAmbiguous,
    QueryTooDisconnected,
    QueryTooLong,
    QueryTooManyOperators,
    QueryTooNested,
    ServiceRefused,
    UpdateRefused,
)
from mutugraph.settings import Limits

_OPERAND = ("iri", "string", "variable", "language", "word", "close")
_GROUPED = frozenset(["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH"])
_OPENING = frozenset(["UNION", "OPTIONAL", "MINUS", "GRAPH", "EXISTS", "VALUES"])
_NAMED = frozenset(["GRAPH", "FROM", "NAMED"])
_UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"]
)
_CERTAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPERATORS = re.compile(r"[-+*/|^!=<>?&(]")
_FEW = 20  # more than an IRI without `//` has
_HEADER = re.compile(r"(?:\s*#[^\n\r]*)*")
_VARIABLE = re.compile(r"[?$](?:\w|[^\x00-\x7f])+")
_WITHOUT_OPERATORS = str.maketrans("", "", "-+*/|^!=<>?&(")
_SUSPECTED = ("service", *(word.lower() for word in sorted(_UPDATES)))
_SUSPECT = re.compile("|".join(map(re.escape, _SUSPECTED)), re.IGNORECASE)
_LAST_CODE_POINT = 0x10FFFF


class Examined(str):
    """A text that was examined already: by who received it, or when a file of ours was read.

    What fills the slots of a file are terms, which change nothing that the guard looks at.
    """

    __slots__ = ()


def examine(query: str, limits: Limits) -> None:
    """Refuses a query that must not run; a query that passes may still be malformed.

    What is `Examined` is not read again: that takes longer than many an answer.

    Raises `QueryTooLong`, `QueryTooNested`, `QueryTooManyOperators`, `ServiceRefused`,
    `QueryTooDisconnected`, `UpdateRefused`, `QueryAmbiguous`.
    """
    if isinstance(query, Examined):
        return
    size = len(query) if query.isascii() else len(query.encode("utf-8", "surrogatepass"))
    if size > limits.query_bytes:
        raise QueryTooLong(limit=limits.query_bytes, found=size)
    if plainly_harmless(query, limits):
        return
    _scan(query, limits)
    decoded = _ESCAPE.sub(_decoded, query)
    if decoded != query:  # an engine that follows SPARQL 1.1 §19.2 decodes before it parses
        _scan(decoded, limits)


def plainly_harmless(query: str, limits: Limits) -> bool:
    """Whether no reading of the text could be refused: true of most queries, and told at once.

    What is counted is what each limited thing cannot do without: brackets, signs and words, or
    variables. A comment that nothing precedes is one in every reading.
    """
    if "\\u" in query.lower():
        return False
    body = query[_HEADER.match(query).end() :]  # type: ignore[union-attr]  # it matches nothing, too
    opened = body.count("{") + body.count("(") + body.count("[")
    operators = len(body) - len(body.translate(_WITHOUT_OPERATORS))
    upper = body.upper()
    parts = opened + sum(upper.count(word) for word in _GROUPED)
    patterns = len({*_VARIABLE.findall(body)}) + body.count("[") + body.count("_:")
    return (
        opened <= limits.nesting
        and max(operators, parts) <= limits.operators
        and patterns <= limits.disconnected
        and not _suspect(without_names(body))
    )


def _suspect(query: str) -> bool:
    """As `_SUSPECT.search`, which takes ten times as long and is asked of every query."""
    if not query.isascii():  # letters that are the same as others but for their case
        return _SUSPECT.search(query) is not None
    lower = query.lower()
    return any(word in lower for word in _SUSPECTED)


def _scan(query: str, limits: Limits) -> None:
    frames = [_Frame("")]
    connections = Connections()
    call: Token | None = None
    prologue = _Prologue()
    before = previous = Token("mark", "")
    for token in tokens(query):
        prologue.see(token)
        connections.see(token)
        if _names_service(previous):
            call = previous
        if token.text == "{" and _may_call(before, previous):
            raise ServiceRefused(endpoint=previous.text)
        if call is not None and token.text.upper() != "SILENT":
            if call.text.upper() != "SERVICE" or token.text[1:-1] not in limits.services:
                raise ServiceRefused(endpoint=token.text)
            call = None
        if token.kind == "iri":
            _refuse_ambiguous(token, previous, frames[-1])
        found = frames[-1].count(token, previous)
        if found > limits.operators:
            raise QueryTooManyOperators(limit=limits.operators, found=found)
        if token.kind == "open":
            frames.append(_Frame(token.text))
            if len(frames) - 1 > limits.nesting:
                raise QueryTooNested(limit=limits.nesting, found=len(frames) - 1)
        elif token.kind == "close" and len(frames) > 1:
            frames.pop()
        before, previous = previous, token
    if call is not None or _names_service(previous):
        raise ServiceRefused(endpoint="")
    if connections.found > limits.disconnected:
        raise QueryTooDisconnected(limit=limits.disconnected, found=connections.found)


class _Frame:
    """What is inside one bracket: how many operators, and how many parts of a group, in a row.

    Operators are a chain until a separator, or two operands side by side; the parts of a group
    (`UNION`, `BIND`, sub-groups…) make one deep algebra whatever stands between them. A `{` that
    belongs to a word is no part of its own, nor is the first operand of a `UNION`.
    """

    def __init__(self, bracket: str) -> None:
        self.bracket = bracket
        self._operators = 0
        self._parts = 0
        self._awaited = False  # a word whose `{` has not come yet
        self._alone = False  # the last part is a sub-group without a word

    def count(self, token: Token, previous: Token) -> int:
        word = token.text.upper()
        if token.kind == "operator":
            self._operators += 1
        elif word in _GROUPED:
            self._parts += not (word == "UNION" and self._alone)
            self._alone = False
        elif (self.bracket, word) == ("{", "{"):
            self._parts += not self._awaited
            self._alone, self._awaited = not self._awaited, False
        elif (self.bracket, word) == ("", "("):  # the expressions of a projection
            self._parts += 1
        elif word in (",", ";", ".") or _operands(previous, token):
            self._operators = 0
        self._awaited = self._awaited or word in _OPENING
        return max(self._operators, self._parts)


def _operands(previous: Token, token: Token) -> bool:
    return previous.kind in _OPERAND and token.kind in _OPERAND and token.kind != "close"


def _names_service(token: Token) -> bool:
    """A word that the parser may cut at `SERVICE`."""
    return token.kind == "word" and ":" not in token.text and "service" in token.text.lower()


def _may_call(before: Token, token: Token) -> bool:
    """A prefixed name before a `{`, that the parser may read as a call: `SERVICEe:x { … }`.

    Only a local name may contain the word; after `GRAPH` and `FROM` stands nothing but a name.
    """
    prefix, colon, _ = token.text.partition(":")
    called = token.kind == "word" and bool(colon) and "service" in prefix.lower()
    return called and before.text.upper() not in _NAMED


def _refuse_ambiguous(token: Token, previous: Token, frame: _Frame) -> None:
    """`FILTER(?a<?b#>''' …)`: read as a comparison, its end is a comment or opens a string."""
    risky = "#" in token.text or "'" in token.text or len(_OPERATORS.findall(token.text)) > _FEW
    in_expression = frame.bracket == "(" and previous.kind in _OPERAND
    if risky and in_expression and not _CERTAIN_IRI.match(token.text):
        raise QueryAmbiguous(text=token.text)


class _Prologue:
    """Follows `BASE` and `PREFIX` up to the first word of the operation, and refuses an update."""

    def __init__(self) -> None:
        self._to_skip = 0
        self._done = False

    def see(self, token: Token) -> None:
        if self._done:
            return
        if self._to_skip:
            self._to_skip -= 1
            return
        word = token.text.upper()
        if word in ("BASE", "PREFIX"):
            self._to_skip = 1 if word == "BASE" else 2
            return
        self._done = True
        if word in _UPDATES:
            raise UpdateRefused(operation=word)


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST_CODE_POINT else match[0]
