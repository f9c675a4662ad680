"""Cuts a query into tokens by one linear scan, as the parser does (SPARQL 1.1 §19.8).

Every sign beyond ASCII is one of a name: where the grammar has it otherwise (`PN_CHARS`), the query
is malformed, and what it is cut into does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\n\r]*)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<variable>[?$](?:\w|[^\x00-\x7f])+)|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<word>(?:[\w:%]|\\.|[^\x00-\x7f])(?:[\w:%-]|\\.|[^\x00-\x7f]|\.+(?=[\w:%\\-]|[^\x00-\x7f]))*)
    |(?P<open>[({\[])|(?P<close>[)}\]])|(?P<operator>&&|\|\||\^\^|[!<>]=|[-+*/|^!=<>?])|(?P<mark>.)""",
    re.DOTALL | re.VERBOSE,
)
# beyond ASCII, what is in no name (PN_CHARS); long to compile, and only asked of what is malformed
_FOREIGN = (
    "[^\\x00-\\x7f\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")
FORMS = ("SELECT", "ASK", *GRAPH_FORMS)
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\s]*>")
# a name after its mark stays whole; an IRI whose scheme has two slashes is no comparison, and what
# has no quote, bracket or space is inside one text, one comment or one IRI, however it is read
_CALLS_NOTHING = re.compile(
    r"[?$:]\w+|<[A-Za-z][A-Za-z0-9+.-]*://[^<>\"'(){}|^`\\\x00-\x20]*>", re.ASCII
)
_SHOWN = 40  # characters of a token in a message


@dataclass(frozen=True, slots=True)
class Token:
    """One token: the name of its group in the grammar above, and its text."""

    kind: str
    text: str


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a text, without spaces and comments; never fails, whatever the text."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or "mark"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group())


def without_names(query: str) -> str:
    """A text without most of its variables, local names and IRIs, in which no word is a keyword."""
    return _CALLS_NOTHING.sub(" ", query)


def foreign(query: str) -> tuple[int, int, str] | None:
    """The first sign that no name may have, with its line and column from 1.

    A space that does not break, a typographic quote or dash: the grammar has them in texts only.
    """
    for match in _TOKEN.finditer(query):
        if match.lastgroup in ("word", "variable", "mark"):
            found = re.search(_FOREIGN, match.group())
            if found:
                before = query[: match.start() + found.start()]
                return before.count("\n") + 1, len(before) - before.rfind("\n"), found.group()
    return None


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE: the first of these words outside strings and IRIs."""
    words = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return next((word for word in words if word in FORMS), "SELECT")


def has_relative_iri(query: str) -> bool:
    """Whether an IRI may need a base: a comparison that looks like one does no harm."""
    return _RELATIVE.search(query) is not None


def unexpected(query: str, line: int, column: int) -> str:
    """The token at a place (line and column from 1), the last one at the end; shortened."""
    offset = sum(len(part) + 1 for part in query.split("\n")[: line - 1]) + column - 1
    shown = ""
    for match in _TOKEN.finditer(query):
        if match.lastgroup in ("space", "comment"):
            continue
        shown = match.group()
        if match.end() > offset:
            break
    first = shown.partition("\n")[0]
    return first if first == shown and 0 < len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
