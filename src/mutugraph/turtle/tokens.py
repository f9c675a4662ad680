"""A tolerant scanner of Turtle text: it finds comments, literals and the lines of subjects.

The parser judges; this only says where things are, so it accepts any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from mutugraph.terms import RDF_TYPE

_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
_SHORT = r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
_IN_WORD = r"[^\s#<>\"'();,\[\]{}^@.\\]"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<comment>\#[^\n\r]*)|(?P<iri><[^<>\s\"]*>)|(?P<string>{_STRING}|{_SHORT})"
    rf"|(?P<word>@?(?:\\.|{_IN_WORD}|\.(?={_IN_WORD}))+)|(?P<mark>.)",
    re.DOTALL,
)
_DIRECTIVE = 3  # tokens of the longest one


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of text: its kind (`comment iri string word mark`), text and line from 1."""

    kind: str
    text: str
    line: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a Turtle text without the white space, comments included."""
    line = 1
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "mark", match.group()
        if kind != "space":
            yield Token(kind, piece, line)
        line += piece.count("\n")


@dataclass(frozen=True)
class Places:
    """Where each subject, and each predicate of a subject, is written first. Lines from 1."""

    _lines: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def line(self, subject: str, predicate: str | None = None) -> int | None:
        """The line of a subject's predicate, else of the subject, else None. IRIs in full."""
        return self._lines.get((subject, predicate)) or self._lines.get((subject, None))

    @property
    def listed(self) -> list[tuple[str, str | None, int]]:
        """Each subject, or subject and predicate, with its line; see `again`."""
        return [(*key, line) for key, line in self._lines.items()]

    @classmethod
    def again(cls, listed: Iterable[tuple[str, str | None, int]]) -> Places:
        """The places that were `listed`."""
        return cls({(subject, predicate): line for subject, predicate, line in listed})

    @classmethod
    def of(cls, text: str, base: str = "") -> Places:
        """Scans a text once; `base` resolves relative IRIs until the text declares its own."""
        places = cls()
        for subject, predicate, line in _named(text, _Scope(base)):
            places._lines.setdefault((subject, predicate), line)
        return places


def _named(text: str, scope: _Scope) -> Iterator[tuple[str, str | None, int]]:
    """Each subject, then each of its predicates, with its line.

    A statement ends with its dot, a SPARQL-style directive by itself. Of a statement only the first
    tokens are kept, and no object is made of any: a file has tens of thousands.
    """
    first: list[str] = []
    subject: str | None = None
    depth = within = counted = 0
    line, expected = 1, False
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind in ("space", "comment"):
            continue
        if kind == "mark":
            depth += (piece in "[({") - (piece in "])}")
            if piece == "." and depth <= 0:
                scope.declare(first)
                first, depth = [], 0
                continue
        if not first:
            named = subject = scope.resolve(kind, piece)
            within, expected = 0, True
        elif subject is not None:
            wanted, named = expected and within == 0 and piece != ";", None
            if wanted:
                expected, named = False, scope.resolve(kind, piece)
            elif piece == ";" and within == 0:
                expected = True
            within += (piece in ("[", "(")) - (piece in ("]", ")"))
        if named is not None and subject is not None:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            yield subject, named if first else None, line
        if len(first) <= _DIRECTIVE:
            first.append(piece)
            if (first[0].upper(), len(first)) in (("BASE", 2), ("PREFIX", _DIRECTIVE)):
                scope.declare(first)
                first = []


class _Scope:
    """The base and the prefixes in force at one place of the text."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}

    def declare(self, statement: list[str]) -> None:
        """Takes a statement, which may be a directive."""
        match statement:
            case [word, iri] if word.upper().lstrip("@") == "BASE":
                self._base = urljoin(self._base, iri[1:-1])
            case [word, prefix, iri] if word.upper().lstrip("@") == "PREFIX":
                self._prefixes[prefix.rstrip(":")] = urljoin(self._base, iri[1:-1])

    def resolve(self, kind: str | None, text: str) -> str | None:
        if kind == "iri":
            return urljoin(self._base, text[1:-1])
        if kind == "word" and text == "a":
            return RDF_TYPE.value
        if kind == "word" and ":" in text:
            prefix, _, local = text.partition(":")
            namespace = self._prefixes.get(prefix)
            return None if namespace is None else namespace + local.replace("\\", "")
        return None
